"""Numbers with their units, in base units: `1,7 L`, `16-1/2"`, `两斤`, `28-32 cm`, `2 x 500 ml`, `45x25x38 cm`."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final, NamedTuple

from ahocorasick_rs import AhoCorasick

from linter.listing.tables import Kind, listed, load
from linter.listing.vocabulary import table
from linter.text.folding import fold
from linter.text.segments import is_edge, is_unspaced


class Unit(NamedTuple):
    """What a unit measures (`mass`, `count:bottle`) and how much one is in the base unit."""

    dim: str
    size: float
    system: str = "metric"


class Measure(NamedTuple):
    """A quantity where it stands; `values` are the sides of a dimension, the ends of a range, or one number."""

    start: int
    end: int
    dim: str
    values: tuple[float, ...]
    unit: str
    ranged: bool = False
    times: float = 1
    approx: bool = False

    @property
    def low(self) -> float:
        """The smallest value it may have."""
        return min(self.values)

    @property
    def high(self) -> float:
        """The largest."""
        return max(self.values)

    @property
    def sides(self) -> int:
        """How many sides it has: 0 for what is no dimension."""
        return 0 if self.ranged or len(self.values) == 1 else len(self.values)


_DOZEN: Final = listed("dozen")


@cache
def kinds() -> Mapping[str, Kind]:
    """What is measured, each with its units."""
    return load("units", dict[str, Kind])


def system(word: str) -> str:
    """The system of a unit's word: metric, or another that numbers are converted to and rounded."""
    return units()[word].system if word in units() else "metric"


@cache
def units() -> dict[str, Unit]:
    """Every unit and counter by its word."""
    known: dict[str, Unit] = {}
    for dim, kind in kinds().items():
        for row in kind.units:
            for word in row.words:
                known.setdefault(fold(word).text, Unit(dim, row.size, row.system))
    for name, prefix in (("counters", "count"), ("counted", "part")):
        for counted, words in table(name).items():
            for word in words:
                known.setdefault(fold(word).text, Unit(f"{prefix}:{counted}", 1.0))
    known |= {fold(word).text: Unit("count:piece", 12.0) for word in _DOZEN}
    return known


@cache
def _spelled() -> dict[str, float]:
    return {fold(word).text: n for n, words in table("numbers").items() for word in words}


_HAN: Final = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"两": 2, "半": 0.5, "〇": 0}


_DIGITS: Final = re.compile(r"\d\d*")
_NUMBER: Final = re.compile(
    r"(?<![a-wyz0-9ß-ỹ])(?<![^\d\s]x)(?<!\d[.,/])(?P<num>\d{1,3}(?:[.,]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)?)"
    r"(?P<frac>[- ]\d{1,2}/\d{1,2}|/\d{1,2}(?=\s?(?:\"|in\b|inch)))?"
)
_HAN_NUMBER: Final = re.compile(
    r"[一二两三四五六七八九十百半][一二两三四五六七八九十百半]{0,3}(?!\w*[一二三四五六七八九十])"
)
_LATIN: Final = re.compile(r"[a-zµß-ɏ\u0300-\u036fḀ-ỹ]+")
# What begins like a counter and is none: a manual is no pair.
_NO_COUNTER: Final = re.compile("คู่มือ|ตัวอักษร|ใบรับ|ใบเสร็จ|ตัวเลือก|คนละ|ลูกค้า|วันที่|อันดับ|ชั้นนำ|ขวบปี")


@cache
def _spelled_automaton() -> tuple[list[float], list[bool], AhoCorasick]:
    """The value of each spelled number, whether its script has blanks between words, and what finds it."""
    spelled = list(_spelled())
    return list(_spelled().values()), [_latin(word[0]) for word in spelled], AhoCorasick(spelled)


@cache
def _firsts() -> dict[str, tuple[str, ...]]:
    """Units whose word is not one run of Latin letters, the longest first, by their first character."""
    known: dict[str, list[str]] = {}
    for word in units():
        if not _LATIN.fullmatch(word):
            known.setdefault(word[0], []).append(word)
    return {first: tuple(sorted(words, key=len, reverse=True)) for first, words in known.items()}


def _unit_at(text: str, at: int) -> tuple[str, int]:
    """The unit's word that stands at `at`, a space or a hyphen before it at most, and its end."""
    if text[at : at + 1] in (" ", "-"):
        at += 1
    for word in _firsts().get(text[at : at + 1], ()):
        end = at + len(word)
        if not text.startswith(word, at) or (_latin(word[-1]) and _latin(text[end : end + 1])):
            continue
        if is_edge(text, end) and not _NO_COUNTER.match(text, at):
            return word, end
    run = _LATIN.match(text, at)
    if run and run[0] in units() and not text[run.end() : run.end() + 1].isdecimal():
        return run[0], run.end()
    return "", at


def _latin(char: str) -> bool:
    return char.isalpha() and not is_unspaced(char)


_TIMES: Final = re.compile(r"\s?(?:[x×*]|por|by)\s?")
_LONGEST_JOINT: Final = len("sampai") + 1
_BEFORE_UNIT: Final = (" ", "-")
_RANGE: Final = re.compile(r"\s?(?:-|–|—|~|～|to|至|到|a|até|hasta|đến|hingga|sampai|s/d|ถึง)\s?")
_PLUS: Final = re.compile(r"\s?\+\s?")
_ABOUT: Final = tuple(listed("about"))
_LONGEST_ABOUT: Final = 16
_AFTER_IN: Final = re.compile(
    r"\s*(?:\d|one|the|a|an|our|your|this|each|stock|total|pack|box|all|any|front|and)(?![a-z])"
)


class _Token(NamedTuple):
    start: int
    end: int
    value: float
    unit: Unit | None
    word: str
    digits: bool


def measures(text: str, raw_upper: str = "") -> list[Measure]:
    """Find every quantity; `raw_upper` tells `5G` from `5 g` where it is as long as `text`."""
    tokens = list(_tokens(text, raw_upper if len(raw_upper) == len(text) else text))
    found: list[Measure] = []
    n = 0
    while n < len(tokens):
        chain, joints = [tokens[n]], ""
        while n + 1 < len(tokens) and (joint := _joint(text, chain[-1], tokens[n + 1])):
            n += 1
            chain.append(tokens[n])
            joints += joint
        n += 1
        found += _chained(text, chain, joints)
    return found


def _tokens(text: str, raw: str) -> Iterator[_Token]:
    found = [_digits(text, raw, m) for m in _numbers(text)]
    found += [t for m in _HAN_NUMBER.finditer(text) if (t := _worded(text, m.start(), m.end(), _chinese(m[0])))]
    values, spaced, automaton = _spelled_automaton()
    for n, start, end in automaton.find_matches_as_indexes(text):
        if spaced[n] and (text[end : end + 1] not in _BEFORE_UNIT or (start and _latin(text[start - 1]))):
            continue
        token = _worded(text, start, end, values[n])
        if token:
            found.append(token)
    return iter(sorted(found, key=lambda token: token.start))


def _numbers(text: str) -> Iterator[re.Match[str]]:
    """Every number: it begins where digits do, which is found sooner than what may not stand before them."""
    at = 0
    for digits in _DIGITS.finditer(text):
        number = _NUMBER.match(text, digits.start()) if digits.start() >= at else None
        if number:
            at = number.end()
            yield number


def _digits(text: str, raw: str, m: re.Match[str]) -> _Token:
    fraction = m["frac"] or ""
    value = _number(m["num"]) + _fraction(fraction)
    if fraction.startswith("/"):
        value = _fraction(" " + m["num"] + fraction)
    word, end = _unit_at(text, m.end())
    if not word or _no_unit(text, raw, m.end("num"), word, end, value):
        return _Token(m.start(), m.end(), value, None, "", digits=True)
    return _Token(m.start(), end, value, units()[word], word, digits=True)


def _worded(text: str, start: int, end: int, value: float) -> _Token | None:
    """A number in words, which counts only before a unit."""
    word, last = _unit_at(text, end)
    if not word or word == "两" or (word == "in" and _AFTER_IN.match(text, last)):
        return None
    return _Token(start, last, value, units()[word], word, digits=False)


_CALENDAR: Final = listed("calendar")


def _no_unit(text: str, raw: str, at: int, word: str, end: int, value: float) -> bool:
    """Whether what looks like a unit is none: 5G, 2 in 1, the year 2024, 10-L."""
    if word == "g" and raw[end - 1] == "G" and value < 7:  # noqa: PLR2004  # a 5G phone, 6G SAS
        return True
    if word == "in" and _AFTER_IN.match(text, end):
        return True
    if word in _CALENDAR and value > 150:  # noqa: PLR2004
        return True
    return word in ("l", "m", "h") and text[at] == "-"


def _number(written: str) -> float:
    if written.isdecimal():
        return float(written)
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", written) and not written.startswith("0"):
        return float(re.sub(r"[.,]", "", written))
    last = max(written.rfind("."), written.rfind(","))
    if last < 0:
        return float(written)
    whole = re.sub(r"[.,]", "", written[:last])
    return float(f"{whole}.{written[last + 1 :]}")


def _fraction(written: str) -> float:
    if not written or written.startswith("/"):
        return 0.0
    top, _, bottom = written[1:].partition("/")
    return int(top) / int(bottom) if int(bottom) else 0.0


def _chinese(written: str) -> float:
    total, last = 0.0, 0.0
    for char in written:
        if char == "十":
            total, last = total + (last or 1) * 10, 0
        elif char == "百":
            total, last = total + (last or 1) * 100, 0
        else:
            last = _HAN[char]
    return total + last


def _joint(text: str, left: _Token, right: _Token) -> str:
    if not 0 < right.start - left.end <= _LONGEST_JOINT:
        return ""
    gap = text[left.end : right.start]
    if _TIMES.fullmatch(gap):
        return "x"
    if right.digits and left.digits and _RANGE.fullmatch(gap):
        return "-"
    return ""


def _chained(text: str, chain: list[_Token], joints: str) -> Iterator[Measure]:
    if not joints:
        if chain[0].unit:
            yield _one(text, chain, chain[0].unit)
        return
    unit = next((t.unit for t in reversed(chain) if t.unit), None)
    if unit is None:
        return
    if set(joints) == {"-"} and len(chain) == 2:  # noqa: PLR2004  # from … to …
        first = chain[0].unit or unit
        if first.dim == unit.dim:
            low, high = chain[0].value * first.size, chain[1].value * unit.size
            yield _made(text, chain, unit, (low, high) if low <= high else (high,), ranged=low <= high)
        return
    if set(joints) == {"x"}:
        yield from _product(text, chain, unit)
        return
    for token in chain:
        if token.unit:
            yield _one(text, [token], token.unit)


def _product(text: str, chain: list[_Token], unit: Unit) -> Iterator[Measure]:
    """Sides of a box, or so many times so much."""
    if unit.dim == "length" and all(t.unit is None or t.unit.dim == "length" for t in chain):
        yield _made(text, chain, unit, tuple([t.value * (t.unit or unit).size for t in chain]))
        return
    main = next((t for t in chain if t.unit and not t.unit.dim.startswith("count")), None) or chain[-1]
    times = 1.0
    for token in chain:
        if token is not main:
            times *= token.value
    used = main.unit or unit
    yield Measure(
        chain[0].start, chain[-1].end, used.dim, (main.value * used.size,), main.word, times=times, approx=False
    )
    for token in chain:
        if token is not main and token.unit and token.unit.dim.startswith("count"):
            yield _one(text, [token], token.unit)


def _one(text: str, chain: list[_Token], unit: Unit) -> Measure:
    return _made(text, chain, unit, (chain[0].value * unit.size,))


def _is_about(text: str, start: int) -> bool:
    """Whether `about` stands before a number, a blank between at most."""
    before = text[max(0, start - _LONGEST_ABOUT) : start]
    return before[: -1 if before[-1:].isspace() else None].endswith(_ABOUT)


def _made(text: str, chain: list[_Token], unit: Unit, values: tuple[float, ...], *, ranged: bool = False) -> Measure:
    start, end = chain[0].start, chain[-1].end
    approx = _is_about(text, start) or text.startswith(("左右", " 左右"), end)
    word = next((t.word for t in reversed(chain) if t.unit), "")
    return Measure(start, end, unit.dim, values, word, ranged, 1, approx)
