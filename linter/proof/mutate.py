"""Examples retold in disguise: what a rule claims to see through it must still find, and what is innocent must
stay so.
"""

from collections.abc import Callable, Iterator, Mapping

import msgspec

from linter.match.hit import Disguise
from linter.model import Message
from linter.proof.examples import Case, Failure, check
from linter.ruleset import RuleSet
from linter.text.disguise import disguise
from linter.text.views import Views

_LEET = str.maketrans("oeai", "0341")
_LOOKALIKE = str.maketrans("aeopcx", "аеорсх")
_SHORTEST = 4
Retell = Callable[[str], str]


def _full_width(word: str) -> str:
    return "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in word)


def _with_invisibles(word: str) -> str:
    return "\u200b".join(word)


def _spaced(word: str) -> str:
    # Not by spaces: two words in a row, both spaced out, read as one.
    return ".".join(word)


ALWAYS: Mapping[str, Retell] = {"width": _full_width, "invisible": _with_invisibles}
ON_CLAIM: Mapping[str, Retell] = {
    "leet": lambda word: word.translate(_LEET),
    "lookalike": lambda word: word.translate(_LOOKALIKE),
    "spaced": _spaced,
}


def mutate(case: Case, rules: RuleSet) -> Iterator[Failure]:
    """Retell one example in every disguise; what fails."""
    if case.kind == "todo" or case.example.thread:
        return
    claimed = next(rule.mask for rule in rules.rules if rule.id == case.rule)
    for name, retell in (*ALWAYS.items(), *ON_CLAIM.items()):
        bit = Disguise.FOLDED if name in ALWAYS else Disguise[name.upper()]
        if claimed & bit:
            retold = _bad(case, name, retell, rules) if case.kind == "bad" else _good(case, retell)
            yield from _failures(case, name, retold, rules)


def _failures(case: Case, name: str, text: str, rules: RuleSet) -> Iterator[Failure]:
    message = case.messages[-1]
    if text == message.text:
        return
    found = check(_told(case, message, text), rules).findings
    if case.kind == "bad" and not found:
        yield Failure(case.rule, case.at, f"not found in disguise ({name}): {text!r}")
    if case.kind == "good" and found:
        yield Failure(
            case.rule, case.at, f"a good example is found in disguise ({name}): {text!r} at [[{found[0].match}]]"
        )


def _told(case: Case, message: Message, text: str) -> Case:
    told = msgspec.structs.replace(message, text=text)
    return msgspec.structs.replace(case, messages=(*case.messages[:-1], told))


def _good(case: Case, retell: Retell) -> str:
    """The example with its ordinary words retold; a name with digits in it (`LINE Fr13nds`) would be another text."""
    return " ".join(
        retell(word) if word.isalpha() and word.islower() and len(word) >= _SHORTEST else word
        for word in case.messages[-1].text.split(" ")
    )


def _bad(case: Case, name: str, retell: Retell, rules: RuleSet) -> str:
    """The example with the words that its rule rests on retold, each where its term can be told in that disguise."""
    text = case.messages[-1].text
    parts = {part for f in check(case, rules).findings for part in f.parts}
    for part in sorted(parts, reverse=True):
        written = text[part.start : part.end]
        retold = retell(written)
        if name in ALWAYS or _still_reads(written, retold):
            text = text[: part.start] + retold + text[part.end :]
    return text


def _still_reads(written: str, retold: str) -> bool:
    """Whether the disguise is one that a reader would see through: a single word of four letters or more, not all
    digits.
    """
    if len(written) < _SHORTEST or not (written.isalpha() and written.isascii()):
        return False
    views = Views(retold)
    view = views.squeezed or views.unmasked
    name = "squeezed" if views.squeezed else "unmasked"
    return disguise(views, name, 0, len(view.text), Views(written).plain.text) is not None
