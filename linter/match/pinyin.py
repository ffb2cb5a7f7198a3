"""Chinese terms written half in pinyin: `微xin`, `wei信`, `确ren收货`, `q认收h`.

Spelling out every mixture of two thousand terms would make eighty thousand keys. A text is only looked into where
a Latin word touches a Chinese character, and there against the terms that have that character in that place.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import regex

from linter.text.later import later

_FEWEST, _MOST = 2, 4
_INITIALS_FROM = 3
"""红b is a colour, not 红包; q认收h can be nothing but 确认收货."""

_TOUCH = later(lambda: regex.compile(r"[\u4e00-\u9fff][a-z]|[a-z][\u4e00-\u9fff]"))
_UNIT = later(lambda: regex.compile(r"[\u4e00-\u9fff]|[a-z]+"))
_LONGEST_SYLLABLE = 6

Unit = tuple[int, int, str]


def touches(text: str) -> bool:
    """Whether a Latin word touches a Chinese character."""
    return _TOUCH.search(text) is not None


class HalfPinyin:
    """The terms (by number) by the place of each of their characters; `syllables` tells the toneless syllable of
    each.
    """

    def __init__(self, terms: Mapping[int, str], syllables: Mapping[str, str]) -> None:
        self._syllables = syllables
        self._texts = terms
        self._by_place: dict[tuple[int, int, str], list[int]] = defaultdict(list)
        for number, term in terms.items():
            size = len(term)
            if _FEWEST <= size <= _MOST and all(char in syllables for char in term):
                for place, char in enumerate(term):
                    self._by_place[size, place, char].append(number)

    def hits(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Where a plain text may hold a term with some of its characters in pinyin: start, end and the term's number,
        each once.
        """
        if touches(text):
            yield from dict.fromkeys(hit for units in _stretches(text) for hit in self._in(units))

    def _in(self, units: Sequence[Unit]) -> Iterator[tuple[int, int, int]]:
        for size in range(_FEWEST, min(_MOST, len(units)) + 1):
            for first in range(len(units) - size + 1):
                window = units[first : first + size]
                yield from ((window[0][0], window[-1][1], number) for number in self._read(window))

    def _read(self, window: Sequence[Unit]) -> Iterator[int]:
        """The terms that the window reads as; it must hold both kinds of unit."""
        han = next((place for place, (_, _, unit) in enumerate(window) if not unit.isascii()), None)
        if han is None or not any(unit.isascii() for _, _, unit in window):
            return
        for number in self._by_place.get((len(window), han, window[han][2]), ()):
            pairs = zip(window, self._texts[number], strict=True)
            if all(self._says(unit, char, len(window)) for (_, _, unit), char in pairs):
                yield number

    def _says(self, unit: str, char: str, size: int) -> bool:
        syllable = self._syllables[char]
        return unit in (char, syllable) or (size >= _INITIALS_FROM and unit == syllable[0])


def _stretches(text: str) -> Iterator[list[Unit]]:
    """Runs of Chinese characters and Latin words without anything between them, around each place where the two
    touch.
    """
    run: list[Unit] = []
    for found in _UNIT.finditer(text):
        long = found.end() - found.start() > _LONGEST_SYLLABLE
        if run and (run[-1][1] != found.start() or long):
            yield from _mixed(run)
            run = []
        if not long:
            run.append((found.start(), found.end(), found[0]))
    yield from _mixed(run)


def _mixed(run: list[Unit]) -> Iterator[list[Unit]]:
    """The parts of a run near its Latin words."""
    latin = [i for i, (_, _, unit) in enumerate(run) if unit.isascii()]
    if latin and len(latin) < len(run):
        near = sorted({j for i in latin for j in range(max(0, i - _MOST + 1), min(len(run), i + _MOST))})
        start = 0
        for k in range(1, len(near) + 1):
            if k == len(near) or near[k] != near[k - 1] + 1:
                yield run[near[start] : near[k - 1] + 1]
                start = k
