"""What every match of a pattern must contain: a few literals, so that the pattern is tried only where one of them stands."""

import re
from collections.abc import Iterable, Iterator
from re import _constants as codes  # type: ignore[attr-defined]  # pyright: ignore
from re import _parser as parser  # type: ignore[attr-defined]  # pyright: ignore
from typing import Any

MOST = 24
"""More literals than this for one pattern, and it is simpler to try it everywhere."""


def literals(source: str) -> tuple[str, ...]:
    """Literals of which every match of the pattern contains at least one; none where the pattern demands none.

    Read from the syntax tree of the standard library's parser; a pattern in a dialect that it does not know has none.
    """
    try:
        tree = parser.parse(source)
    except (re.error, RecursionError, OverflowError):
        return ()
    return tuple(sorted(_best(_demands(tree)) or ()))


def _best(demands: Iterable[frozenset[str]]) -> frozenset[str] | None:
    """Of several demands the one with the longest shortest literal, then the fewest."""
    return max((d for d in demands if d and len(d) <= MOST), key=lambda d: (min(map(len, d)), -len(d)), default=None)


def _demands(tree: Any) -> Iterator[frozenset[str]]:
    """Every demand of a sequence; neighbouring characters make one literal."""
    run = ""
    for code, argument in tree:
        if code is codes.LITERAL:
            run += chr(argument)
            continue
        if run:
            yield frozenset({run})
            run = ""
        yield from _demand(code, argument)
    if run:
        yield frozenset({run})


def _demand(code: Any, argument: Any) -> Iterator[frozenset[str]]:
    if code is codes.SUBPATTERN:
        yield from _demands(argument[-1])
    elif code in (codes.MAX_REPEAT, codes.MIN_REPEAT) and argument[0] > 0:
        yield from _demands(argument[2])
    elif code is codes.BRANCH:
        choices = [_best(_demands(branch)) for branch in argument[1]]
        if all(choices):
            yield frozenset().union(*(c for c in choices if c))
    elif code is codes.IN:
        chars = [chr(value) for kind, value in argument if kind is codes.LITERAL]
        if len(chars) == len(argument):
            yield frozenset(chars)
