"""What every match of a pattern must contain: a few literals, so that the pattern is tried only where they stand."""

import re
import warnings
from collections.abc import Iterable
from functools import cache
from importlib import import_module
from itertools import product
from typing import Any

# The standard library's own parser, which its type stubs do not know.
_parser: Any = import_module("re._parser")
_codes: Any = import_module("re._constants")

MOST = 4096
"""More literals than this for one pattern, and it is simpler to try it everywhere."""

_READ = 64
"""More ways than this to read one stretch of a pattern, and the stretch is cut."""

_FEW = 10
"""A range of more characters than this (digits are ten) tells nothing."""

Demand = frozenset[str]
"""Literals of which every match contains at least one."""

# Digits of all scripts read as these ten in the plain view, white space of all widths as these.
_CLASSES: Any = {
    _codes.CATEGORY_DIGIT: frozenset("0123456789"),
    _codes.CATEGORY_SPACE: frozenset(" \t\n\v\f\r\x1c\x1d\x1e\x1f\u1680"),
}

# To the standard library `{e<=1}` (one letter may be wrong) is five letters that every match contains.
_FUZZY = re.compile(r"\{[^{}]*[a-z][^{}]*\}")


# A class of letters (`\p{L}`) demands no literal, and neither does the one that the standard library knows.
_PROPERTY = re.compile(r"\\[pP]\{[^{}]*\}")


@cache
def demands(source: str) -> tuple[tuple[str, ...], ...]:
    """All that the pattern demands, the most telling demand first; nothing where it demands no literal.

    Read from the syntax tree of the standard library's parser; a pattern in a dialect that it does not know has none.
    """
    known = _PROPERTY.sub(r"\\w", source)
    if _FUZZY.search(known):
        return ()
    try:
        with warnings.catch_warnings():
            # It warns of what the `regex` package reads otherwise: `[[:alpha:]]`.
            warnings.simplefilter("error", FutureWarning)
            tree = _parser.parse(known)
        found = _Walk().over(tree).demands
    except (re.error, RecursionError, OverflowError, FutureWarning):
        return ()
    return tuple(tuple(sorted(demand)) for demand in sorted({*map(_shortest, found)}, key=_telling, reverse=True))


def _shortest(demand: Demand) -> Demand:
    """Without literals that hold another one of them."""
    return frozenset(text for text in demand if not any(other != text and other in text for other in demand))


def _telling(demand: Demand) -> tuple[int, int, list[str]]:
    """The longest shortest literal, then the fewest."""
    return min(map(len, demand)), -len(demand), sorted(demand)


class _Walk:
    """Along a sequence: what it may have read since the last gap (`run`), and what it demands."""

    def __init__(self) -> None:
        self.run: Demand = frozenset({""})
        self.whole = True
        self.demands: list[Demand] = []

    def over(self, tree: Any) -> "_Walk":
        for code, argument in tree:
            self._step(code, argument)
        self._cut()
        return self

    def _step(self, code: Any, argument: Any) -> None:
        read = _reads(code, argument)
        if read is not None and len(self.run) * len(read) <= _READ:
            self.run = frozenset(map("".join, product(self.run, read)))
            return
        if code is _codes.AT or code is _codes.ASSERT_NOT:
            return
        if code is _codes.ASSERT:
            # What must stand beside the match is in the text, too, wherever the run goes on.
            self.demands += _Walk().over(argument[1]).demands
            return
        self._cut()
        self.whole = False
        self.run = frozenset({""}) if read is None else read
        if read is None:
            self.demands += _inner(code, argument)

    def _cut(self) -> None:
        if "" not in self.run:
            self.demands.append(self.run)


def _reads(code: Any, argument: Any) -> Demand | None:  # one case a kind of node
    """The few texts that a node can read; None where they are many or unknown."""
    if code is _codes.LITERAL:
        return frozenset({chr(argument)})
    if code is _codes.IN:
        return _together((_one_of(kind, value) for kind, value in argument), _READ)
    if code is _codes.SUBPATTERN:
        return _sequence(argument[-1])
    if code is _codes.BRANCH:
        return _together((_sequence(branch) for branch in argument[1]), _READ)
    if code is _codes.MAX_REPEAT or code is _codes.MIN_REPEAT:
        least, most, inner = argument
        once = _sequence(inner) if (least, most) in ((0, 1), (1, 1)) else None
        return once if least or once is None else once | {""}
    return None


def _one_of(kind: Any, value: Any) -> Demand | None:
    if kind is _codes.LITERAL:
        return frozenset({chr(value)})
    if kind is _codes.RANGE and value[1] - value[0] < _FEW:
        return frozenset(map(chr, range(value[0], value[1] + 1)))
    known: Demand | None = _CLASSES.get(value)
    return known


def _sequence(tree: Any) -> Demand | None:
    walk = _Walk().over(tree)
    return walk.run if walk.whole and len(walk.run) <= _READ else None


def _together(parts: Iterable[Demand | None], most: int) -> Demand | None:
    known = list(parts)
    joined = frozenset[str]().union(*(part for part in known if part is not None))
    return joined if all(part is not None for part in known) and len(joined) <= most else None


def _inner(code: Any, argument: Any) -> list[Demand]:
    """What a node demands whose texts are many."""
    if code is _codes.SUBPATTERN:
        return _Walk().over(argument[-1]).demands
    if code in (_codes.MAX_REPEAT, _codes.MIN_REPEAT) and argument[0] > 0:
        return _Walk().over(argument[2]).demands
    if code is _codes.BRANCH:
        best = [max(_Walk().over(branch).demands, key=_telling, default=None) for branch in argument[1]]
        joined = _together(best, MOST)
        return [joined] if joined else []
    return []
