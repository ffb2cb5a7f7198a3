"""What no example exercises: concepts, patterns, languages; and terms that can never be found."""

from collections.abc import Iterator, Sequence

from msgspec import Struct

from linter.match.reading import Reading
from linter.proof.examples import STATUSES, Case, check
from linter.ruleset import CompiledRule, RuleSet
from linter.ruleset.schema import LANGUAGES, Pack, as_term
from linter.text.language import language
from linter.text.views import Views


class Coverage(Struct, frozen=True):
    """`dead`: (concept, term) that the scanner does not find in the term's own text. `unused`: concepts of stable
    rules that no example exercises. `languages`: (rule, language) without a bad example though the rule's formula has
    terms in it. `exercised` of `terms` stand word for word in some example: a figure, not a demand.
    """

    dead: tuple[tuple[str, str], ...]
    unused: tuple[str, ...]
    languages: tuple[tuple[str, str], ...]
    exercised: int
    terms: int

    def problems(self) -> Iterator[str]:
        """One line for each."""
        for concept, term in self.dead:
            yield f"concept {concept}: the term “{term}” is never found (another spelling or a passing phrase hides it)"
        for concept in self.unused:
            yield f"concept {concept}: no example exercises it"
        for rule, tongue in self.languages:
            yield f"{rule}: no bad example in {tongue}"


def cover(pack: Pack, cases: Sequence[Case], rules: RuleSet) -> Coverage:
    """Measure the rules that the cases are of, and all terms but those of other rules alone, against these examples."""
    proven = {case.rule for case in cases}
    ours = {n for rule in rules.rules if rule.id in proven for n in rule.rests}
    others = {rules.ideas[n].name for rule in rules.rules for n in rule.rests.difference(ours)}
    stable = [rule for rule in rules.rules if rule.status in STATUSES[:1] and rule.id in proven]
    readings = [
        Reading(m.text, rules.words, platform=m.platform, market=m.market) for case in cases for m in case.messages
    ]
    exercised = {n for reading in readings for n in reading.found.maybe if _holds(reading, n)}
    texts = "\n".join(reading.views.bare.text for reading in readings)
    terms = [term for term in _terms(pack) if term[0] not in others]
    return Coverage(
        dead=tuple(_dead(terms, rules)),
        unused=tuple(_unused(stable, exercised, rules)),
        languages=tuple(_languages(stable, pack, cases, rules)),
        exercised=sum(Views(term.strip("*")).bare.text in texts for _, _, term in terms),
        terms=len(terms),
    )


def _terms(pack: Pack) -> Iterator[tuple[str, str, str]]:
    """Concept, language and written form of every term."""
    for concept in pack.concepts:
        for tongue, terms in concept.terms.items():
            yield from ((concept.concept, tongue, as_term(t).term) for t in terms)


def _dead(terms: Sequence[tuple[str, str, str]], rules: RuleSet) -> Iterator[tuple[str, str]]:
    numbers = {idea.name: n for n, idea in enumerate(rules.ideas)}
    for concept, tongue, term in terms:
        written = term.replace("…", "x").replace("...", "x").replace("*", "")
        reading = Reading(written, rules.words, lang=tongue)
        number = numbers[concept]
        # A term that needs another beside it is not held back by itself.
        if not (reading.found.conditional(number) or reading.hits(number)):
            yield concept, term


def _holds(reading: Reading, concept: int) -> bool:
    return bool(reading.found.free(concept) or reading.found.conditional(concept))


def _unused(stable: Sequence[CompiledRule], exercised: set[int], rules: RuleSet) -> Iterator[str]:
    used = sorted({n for rule in stable for n in rule.uses})
    yield from (
        rules.ideas[n].name for n in used if not rules.ideas[n].detector and n not in exercised and not _empty(n, rules)
    )


def _empty(number: int, rules: RuleSet) -> bool:
    """A concept that only includes others has nothing of its own to exercise."""
    own = {t.concept for t in rules.words.scanner.terms} | {g.concept for g in rules.words.scanner.gaps}
    return number not in own


def _languages(
    stable: Sequence[CompiledRule], pack: Pack, cases: Sequence[Case], rules: RuleSet
) -> Iterator[tuple[str, str]]:
    spoken = _spellings(pack)
    for rule in stable:
        used = [spoken[name] for n in rule.finds if (name := rules.ideas[n].name) in spoken]
        bad = [case for case in cases if case.kind == "bad" and case.rule == rule.id]
        found = [_found(case, rules) for case in bad]
        # What a pattern finds is in no list of words: there the language of the whole example counts.
        written = {language(case.messages[-1].text, case.messages[-1].market) for case in bad}
        for tongue in LANGUAGES:
            spellings = [word for words in used for word in words.get(tongue, ())]
            if spellings and tongue not in written and not any(_says(words, spellings) for words in found):
                yield rule.id, tongue


def _spellings(pack: Pack) -> dict[str, dict[str, tuple[str, ...]]]:
    """The bare spellings of every concept by language; of a term with a gap its first piece."""
    told: dict[str, dict[str, list[str]]] = {}
    for concept, tongue, term in _terms(pack):
        piece = term.split("…")[0].split("...")[0]
        told.setdefault(concept, {}).setdefault(tongue, []).append(Views(piece).bare.text.strip("* "))
    return {concept: {tongue: tuple(words) for tongue, words in by.items()} for concept, by in told.items()}


def _found(case: Case, rules: RuleSet) -> tuple[str, ...]:
    """The words that a bad example rests on, bare."""
    text = case.messages[-1].text
    parts = {part for f in check(case, rules).findings for part in f.parts}
    return tuple(Views(text[p.start : p.end]).bare.text for p in sorted(parts))


def _says(found: Sequence[str], spellings: Sequence[str]) -> bool:
    return any(spelling in words for words in found for spelling in spellings)
