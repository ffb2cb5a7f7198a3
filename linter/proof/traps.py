"""What is well-formed and still wrong in a set of rules: doubled terms, short terms that stand in ordinary words,
rules that never get a word in beside a graver one, rules that say the same.
"""

from collections.abc import Iterator, Mapping, Sequence

import msgspec

from linter.engine import Options
from linter.errors import RuleError
from linter.proof.examples import Case
from linter.ruleset import RuleSet
from linter.ruleset.decode import Loaded, where
from linter.ruleset.schema import Concept, Language, Rule, Term, as_term
from linter.thread import lint_thread

SHORT: Mapping[str, int] = {"zh": 1, "th": 3, "vi": 4}
"""Characters of a term that is likely to be a part of other words: 操 in 操作, ตี in ตีนเป็ด, `xin` in `xin chào`. Latin
words of other languages are found whole only.
"""


def traps(loaded: Sequence[Loaded]) -> Iterator[RuleError]:
    """Every doubled term, and every short one without a condition whose concept lets no longer phrase pass."""
    for file in loaded:
        for n, concept in enumerate(file.pack.concepts):
            for language, terms in concept.terms.items():
                known: set[Term] = set()
                for k, entry in enumerate(terms):
                    term = as_term(entry)
                    at = file.places["concepts", n, "terms", language, k]
                    if term in known:
                        yield RuleError(f"concept {concept.concept}: the term `{term.term}` stands twice", at=at)
                    elif _is_trap(term, language, concept):
                        yield RuleError(
                            f"concept {concept.concept}: `{term.term}` is a part of other words",
                            at=at,
                            hint="make it longer, conditional or `alone`, or say under `passes` which words pass",
                        )
                    known.add(term)


def _is_trap(term: Term, language: Language, concept: Concept) -> bool:
    text = term.term
    if term.alone or term.followed_by or term.preceded_by or not any(char.isalpha() for char in text):
        return False
    if "*" in text or " " in text:
        return False
    if len(text) > SHORT.get(language, 0) or (language == "th" and text.isascii()):
        return False
    return not any(text in as_term(phrase).term for phrase in concept.passes.get(language, ()))


def shadowed(loaded: Sequence[Loaded], cases: Sequence[Case], rules: RuleSet) -> Iterator[RuleError]:
    """Every stable rule none of whose bad examples is told in its name when all rules look, and every two rules that
    find the same.
    """
    stable = {rule.id: rule for file in loaded for rule in file.pack.rules if rule.status == "stable"}
    told: dict[str, set[str]] = {}
    for case in cases:
        if case.kind == "bad" and case.rule in stable and case.rule not in told.get(case.rule, ()):
            found = lint_thread(case.messages, rules, Options())[-1].findings
            told.setdefault(case.rule, set()).update(f.rule for f in found)
    for name, names in told.items():
        if name not in names:
            others = ", ".join(sorted(names)) or "no rule"
            yield RuleError(f"{name}: its bad examples are told as {others}", at=where(loaded, "rules", name))
    yield from _alike(list(stable.values()), loaded)


def _alike(rules: Sequence[Rule], loaded: Sequence[Loaded]) -> Iterator[RuleError]:
    first: dict[bytes, str] = {}
    for rule in rules:
        key = msgspec.json.encode((rule.find, rule.surfaces, rule.markets, rule.languages, rule.roles))
        same = first.setdefault(key, rule.id)
        if same != rule.id:
            yield RuleError(f"{rule.id} finds the same as {same}", at=where(loaded, "rules", rule.id))
