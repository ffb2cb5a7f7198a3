"""The keys of a view in one Hyperscan database: words and literals in a single pass over the UTF-8 of many texts.

A word counts only as a whole: in the text and in the keys a mark stands at both ends of every Latin word, so that a
literal inside a word and a word by itself are different strings. Some builds of this family of engines silently lose
matches on some processors (VectorCamp/vectorscan#317, #378, #407): nothing here is used before `agrees` and
`sees_patterns` have been asked on this very machine.
"""

import threading
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

import hyperscan
import regex

from linter.match.finder import WORD, Finder

_MARK = "\x01"
_BETWEEN = "\0"
_CANARY = (rb"\d{5}", rb"(?:[0-9][^0-9a-z\n]{0,3}){4}[0-9]", rb"(?:[a-z][^a-z0-9\n]{1,3}){4}[a-z][^a-z]")
_CANARY_TEXTS = (
    *("call 08123 456 789 now", "no digits", "0 8 1-2.3", "w h a t s app", "w-e c.h a t x", "12 34", "a b c d e!"),
)


def marked(text: str) -> str:
    """The text with a mark at both ends of every Latin word."""
    return WORD.sub(f"{_MARK}\\g<0>{_MARK}", text)


def _key(literal: str) -> str:
    """A literal as it stands in a marked text, wherever it begins or ends."""
    inner = marked(literal)
    first = 1 if WORD.match(literal) else 0
    last = len(inner) - 1 if WORD.match(literal[-1:]) else len(inner)
    return inner[first:last]


def compiled(words: Sequence[str], literals: Sequence[str]) -> bytes:
    """A database of the keys, to be kept: about a second for every twenty thousand."""
    # Without any key the library compiles nothing; this one stands in no text.
    keys = [*(f"{_MARK}{word}{_MARK}" for word in words), *map(_key, literals)] or [_MARK * 3]
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(
        expressions=[key.encode() for key in keys], ids=list(range(len(keys))), flags=[0] * len(keys), literal=True
    )
    return hyperscan.dumpb(database)


class Swift:
    """A database, ready to be passed over texts; safe in threads, each of which has its own working memory."""

    def __init__(self, stored: bytes) -> None:
        self._database = hyperscan.loadb(stored, mode=hyperscan.HS_MODE_BLOCK)
        self._own = threading.local()

    def numbers(self, text: str) -> list[int]:
        """As `Finder.numbers`."""
        return [n for _, n in self._hits(_bytes(marked(text)))]

    def joined(self, texts: Sequence[str]) -> list[list[int]]:
        """As `Finder.joined`, in one pass."""
        whole = marked(_BETWEEN.join([text.replace(_BETWEEN, _MARK) for text in texts]))
        encoded = [_bytes(text) for text in whole.split(_BETWEEN)]
        ends = list(accumulate(len(text) + 1 for text in encoded))
        found: list[list[int]] = [[] for _ in texts]
        for end, n in self._hits(_BETWEEN.encode().join(encoded)):
            found[bisect_right(ends, end - 1)].append(n)
        return found

    def bare_scan(self, data: bytes) -> int:
        """How many keys stand in some bytes: what the pass itself costs, for comparison."""
        return len(self._hits(data))

    def _hits(self, data: bytes) -> list[tuple[int, int]]:
        """Where each key ends, and its number."""
        hits: list[tuple[int, int]] = []

        def note(n: int, _start: int, end: int, _flags: int, _context: object) -> None:
            hits.append((end, n))

        scratch: hyperscan.Scratch | None = getattr(self._own, "scratch", None)
        if scratch is None:
            scratch = self._own.scratch = hyperscan.Scratch(self._database)
        self._database.scan(data, match_event_handler=note, scratch=scratch)
        return hits


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def agrees(swift: Swift, portable: Finder, texts: Sequence[str]) -> bool:
    """Whether both find the same keys in every text."""
    return all(set(a) == set(b) for a, b in zip(swift.joined(texts), portable.joined(texts), strict=True))


def sees_patterns() -> bool:
    """Whether this build matches what it is known to have lost on some processors, as the `regex` package does."""
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    ids = list(range(len(_CANARY)))
    database.compile(expressions=list(_CANARY), ids=ids, flags=[hyperscan.HS_FLAG_SINGLEMATCH] * len(ids))
    return all(_matching(database, text.encode()) == _expected(text.encode()) for text in _CANARY_TEXTS * 50)


def _matching(database: hyperscan.Database, text: bytes) -> set[int]:
    found: set[int] = set()

    def note(n: int, _start: int, _end: int, _flags: int, _context: object) -> None:
        found.add(n)

    database.scan(text, match_event_handler=note)
    return found


def _expected(text: bytes) -> set[int]:
    return {n for n, pattern in enumerate(_CANARY) if regex.search(pattern, text)}


def build() -> str:
    """The library inside the package, with the processor features it was built for."""
    database = hyperscan.Database()
    database.compile(expressions=[b"shop"], ids=[0], flags=[0], literal=True)
    # The package's stub calls it a text.
    told: object = database.info()
    return told.decode(errors="replace") if isinstance(told, bytes) else str(told)
