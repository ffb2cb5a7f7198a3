"""The words a listing's facts are told in, from the tables under `data/`, in one automaton."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import accumulate
from typing import Any, Final, NamedTuple

from ahocorasick_rs import AhoCorasick
from msgspec import Struct, field

from linter.listing.tables import Spoken, Words, listed, load
from linter.text.folding import fold
from linter.text.letters import bare
from linter.text.segments import is_edge

_PLURAL: Final = ("es", "pt", "en")
_CODE: Final = 2


class Sense(NamedTuple):
    """What a word may stand for; `lang` is empty where it counts in every language."""

    kind: str
    value: str
    lang: str


class Hit(Struct, frozen=True, gc=False):
    """A word of the tables where it stands in a text: its value of each kind, and all its senses."""

    start: int
    end: int
    kinds: Mapping[str, str]
    senses: tuple[Sense, ...]

    def of(self, kind: str) -> str:
        """Its value of one kind, nothing where it has none."""
        return self.kinds.get(kind, "")


class Choice(Struct, frozen=True, forbid_unknown_fields=True):
    """A property of which one thing has one value: how it is called, and the words of each value."""

    id: str
    attribute: str
    names: Words
    values: Mapping[str, Words]
    yesno: bool = False
    said: bool = False


class Free(Struct, frozen=True, forbid_unknown_fields=True):
    """What goods are said to be free of, and what must then not stand among their ingredients."""

    id: str
    words: Words
    claims: Words
    absent: Words
    unless: Words = ()


class Country(Struct, frozen=True, forbid_unknown_fields=True):
    """The names of a country, and of its regions."""

    names: Words
    regions: Mapping[str, Words] = field(default={}, name="in")


_TABLES: Final[Mapping[str, Any]] = {
    "choices": tuple[Choice, ...],
    "colours": dict[str, Spoken],
    "counted": dict[str, Words],
    "counters": dict[str, Words],
    "cues": dict[str, Words],
    "devices": tuple[Words, ...],
    "flavours": dict[str, Words],
    "free": tuple[Free, ...],
    "makers": Words,
    "materials": dict[str, dict[str, Spoken]],
    "names": dict[str, Words],
    "numbers": dict[float, Words],
    "parts": dict[str, Words],
    "people": dict[str, Spoken],
    "places": dict[str, Country],
    "stops": Words,
}


@cache
def table(name: str) -> Any:
    """One file of the data, checked against its type."""
    return load(name, _TABLES[name])


_NO_LETTER: Final = re.compile(r"[^\w\u0e00-\u0e7f]+|_")


def letters(text: str) -> str:
    """Letters and digits alone, without case and accents: how brands and models are told apart."""
    return _NO_LETTER.sub("", bare(fold(text).text))


def cue(name: str) -> str:
    """The words of one cue, as alternatives of a pattern."""
    return "|".join(table("cues")[name])


class _Words:
    def __init__(self) -> None:
        self.senses: dict[str, list[Sense]] = {}
        for sense, word in _entries():
            for form in _forms(word, sense.lang):
                known = self.senses.setdefault(form, [])
                if sense not in known:
                    known.append(sense)
        self.words = list(self.senses)
        self.told = [tuple(self.senses[word]) for word in self.words]
        self.automaton = AhoCorasick(self.words)
        self.firsts: dict[str, list[tuple[str, int]]] = {}
        for n in sorted(range(len(self.words)), key=lambda n: -len(self.words[n])):
            first = _RUN.match(self.words[n])
            if first:
                self.firsts.setdefault(first[0], []).append((self.words[n], n))


def _entries() -> Iterator[tuple[Sense, str]]:
    yield from _by_language()
    for kind, name in (("name", "names"), ("flavour", "flavours"), ("part", "parts")):
        for value, spelled in table(name).items():
            yield from _plain(kind, value, spelled)
    yield from _places()
    yield from _properties()
    yield from _plain("maker", "maker", table("makers"))
    yield from _plain("stop", "stop", table("stops"))


def _by_language() -> Iterator[tuple[Sense, str]]:
    for family, langs in table("colours").items():
        yield from _spoken("colour", family, langs)
    for group, kinds in table("materials").items():
        for kind, langs in kinds.items():
            yield from _spoken("material", f"{group}:{kind}", langs)
    for who, langs in table("people").items():
        yield from _spoken("gender", who, langs)


def _properties() -> Iterator[tuple[Sense, str]]:
    for choice in table("choices"):
        for value, spelled in choice.values.items():
            yield from _plain("choice", f"{choice.id}:{value}", spelled)
    for free in table("free"):
        yield from _plain("absent", free.id, free.absent)
        yield from _plain("harmless", free.id, free.unless)


def _places() -> Iterator[tuple[Sense, str]]:
    for country, place in table("places").items():
        yield from _plain("place", country, place.names)
        for region, spelled in place.regions.items():
            yield from _plain("place", f"{country}/{region}", spelled)


def _spoken(kind: str, value: str, langs: Spoken) -> Iterator[tuple[Sense, str]]:
    for lang, words in langs.items():
        yield from ((Sense(kind, value, lang), word) for word in words)


def _plain(kind: str, value: str, words: Iterable[str]) -> Iterator[tuple[Sense, str]]:
    yield from ((Sense(kind, value, ""), word) for word in words)


def _forms(word: str, lang: str) -> set[str]:
    folded = fold(word).text.strip()
    forms = {folded}
    # `pc` is polycarbonate, `pcs` are pieces.
    if lang in _PLURAL and len(folded) > _CODE and folded[-1:].isalpha() and not folded.endswith("s"):
        forms.add(folded + "s")
    if lang in ("es", "pt"):
        forms |= {bare(form) for form in forms}
    return forms


@cache
def words() -> _Words:
    """Every word, made once."""
    return _Words()


_RUN: Final = re.compile(r"[^\W\d\u0e00-\u9fff]+|\d+")
# What stands between the runs, and the runs: half the time of going from match to match.
_PIECES: Final = re.compile(rf"({_RUN.pattern})")
_THAI: Final = re.compile("[\u0e00-\u0e7f]")
_UNSPACED: Final = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u9fff]")
_BLANK: Final = bytes(4096)
_INNER: Final = b"\x01" * 512


def hits(text: str, langs: frozenset[str]) -> list[Hit]:
    """The longest words of the tables, from the left, none over another. Latin ones count in their language only."""
    return _in_unspaced(text, langs) if _UNSPACED.search(text) else _in_spaced(text, langs)


def _in_spaced(text: str, langs: frozenset[str]) -> list[Hit]:
    """The same where words have spaces between: only their beginnings are looked at."""
    firsts = words().firsts
    pieces = _PIECES.split(text)
    runs = zip(pieces[1::2], list(accumulate(map(len, pieces)))[1::2], strict=True)
    kept: list[Hit] = []
    at = 0
    for run, last in [(run, last) for run, last in runs if run in firsts]:
        start = last - len(run)
        if start < at:
            continue
        for word, index in firsts[run]:
            end = start + len(word)
            if not text.startswith(word, start) or not _ends(text, end):
                continue
            kinds, senses = _spoken_senses(index, langs)
            if senses:
                kept.append(Hit(start, end, kinds, senses))
                at = end
                break
    return kept


def _ends(text: str, end: int) -> bool:
    """Whether no word and no number goes on at `end`."""
    left, right = text[end - 1], text[end : end + 1]
    return not ((left.isalpha() and right.isalpha()) or (left.isdecimal() and right.isdecimal()))


def _in_unspaced(text: str, langs: frozenset[str]) -> list[Hit]:
    inner = bytearray(_BLANK if len(text) < len(_BLANK) else len(text) + 1)
    for run in _RUN.finditer(text):
        start, end = run.span()
        if end - start > 1:
            inner[start + 1 : end] = (
                _INNER[: end - start - 1] if end - start < len(_INNER) else b"\x01" * (end - start - 1)
            )
    found = [
        (start, -end, index)
        for index, start, end in words().automaton.find_matches_as_indexes(text, overlapping=True)
        if not (inner[start] or inner[end])
    ]
    found.sort()
    thai = bool(_THAI.search(text))
    kept: list[Hit] = []
    at = 0
    for start, back, index in found:
        if start < at or (thai and not (is_edge(text, start) and is_edge(text, -back))):
            continue
        kinds, senses = _spoken_senses(index, langs)
        if senses:
            kept.append(Hit(start, -back, kinds, senses))
            at = -back
    return kept


@lru_cache(maxsize=32768)
def _spoken_senses(index: int, langs: frozenset[str]) -> tuple[Mapping[str, str], tuple[Sense, ...]]:
    senses = words().told[index]
    if words().words[index].isascii():
        senses = tuple([sense for sense in senses if not sense.lang or sense.lang in langs])
    return {sense.kind: sense.value for sense in reversed(senses)}, senses


def told_words() -> list[str]:
    """Every word of the tables that is no brand."""
    made = words()
    return [word for word, senses in zip(made.words, made.told, strict=True) if all(s.kind != "maker" for s in senses)]


class Name(NamedTuple):
    """What an attribute's name means: which fact, and of which part (empty: the product itself)."""

    fact: str
    part: str


@cache
def _names() -> dict[str, str]:
    known: dict[str, str] = {}
    for fact, spelled in table("names").items():
        for word in spelled:
            known.setdefault(fold(word).text.strip(), fact)
    return known


_NEUTRAL: Final = listed("neutral-in-a-name")


@cache
def name_of(written: str) -> Name:
    """Read an attribute's name: `Capacidade do copo` is the capacity of a part."""
    folded = fold(written).text.strip(" :：*\t?()")
    exact = _names().get(folded)
    if exact:
        return Name(exact, "")
    inside = [(len(word), word) for word in _names() if len(word) > 1 and _within(word, folded)]
    if not inside:
        return Name("", folded)
    _, word = max(inside)
    rest = folded.replace(word, " ")
    left = " ".join(w for w in rest.replace("(", " ").replace(")", " ").replace("/", " ").split() if w not in _NEUTRAL)
    return Name(_names()[word], left)


@lru_cache(maxsize=4096)
def folded(written: str) -> str:
    """An attribute's name as the tables have it."""
    return fold(written).text.strip(" :：*\t?()")


def _within(word: str, text: str) -> bool:
    at = text.find(word)
    return at >= 0 and is_edge(text, at) and is_edge(text, at + len(word))
