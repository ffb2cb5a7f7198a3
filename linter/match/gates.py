"""What every match of a pattern must contain: a few literals, so that the pattern is tried only where one of them
stands.
"""

import re
import warnings
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any

# The standard library's own parser, which its type stubs do not know.
_parser: Any = import_module("re._parser")
_codes: Any = import_module("re._constants")

MOST = 64
"""More literals than this for one pattern, and it is simpler to try it everywhere."""

# To the standard library `{e<=1}` (one letter may be wrong) is five letters that every match contains.
_FUZZY = re.compile(r"\{[^{}]*[a-z][^{}]*\}")


# A class of letters (`\p{L}`) demands no literal, and neither does the one that the standard library knows.
_PROPERTY = re.compile(r"\\[pP]\{[^{}]*\}")


def literals(source: str) -> tuple[str, ...]:
    """Literals of which every match of the pattern contains at least one; none where the pattern demands none.

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
    except (re.error, RecursionError, OverflowError, FutureWarning):
        return ()
    return tuple(sorted(_best(_demands(tree)) or ()))


def _best(demands: Iterable[frozenset[str]]) -> frozenset[str] | None:
    """Of several demands the one with the longest shortest literal, then the fewest."""
    return max((d for d in demands if d and len(d) <= MOST), key=lambda d: (min(map(len, d)), -len(d)), default=None)


def _demands(tree: Any) -> Iterator[frozenset[str]]:
    """Every demand of a sequence; neighbouring characters make one literal."""
    run = ""
    for code, argument in tree:
        if code is _codes.LITERAL:
            run += chr(argument)
            continue
        if run:
            yield frozenset({run})
            run = ""
        yield from _demand(code, argument)
    if run:
        yield frozenset({run})


def _demand(code: Any, argument: Any) -> Iterator[frozenset[str]]:
    if code is _codes.SUBPATTERN:
        yield from _demands(argument[-1])
    elif code in (_codes.MAX_REPEAT, _codes.MIN_REPEAT) and argument[0] > 0:
        yield from _demands(argument[2])
    elif code is _codes.BRANCH:
        choices = [_best(_demands(branch)) for branch in argument[1]]
        if all(choices):
            yield frozenset().union(*(c for c in choices if c))
    elif code is _codes.IN:
        chars = [chr(value) for kind, value in argument if kind is _codes.LITERAL]
        if len(chars) == len(argument):
            yield frozenset(chars)
