"""What one detector found in one view, and how it was hidden in the original."""

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

from linter.match.hit import Disguise, Hit
from linter.text.later import later
from linter.text.view import View

_DIGITS_OF_A_SPACED_RUN: Final = 5


_DIGIT: Final = later(lambda: re.compile("[0-9]"))


@lru_cache(maxsize=16)
def has_digit(text: str) -> bool:
    """Whether there is any digit; most messages have none."""
    return _DIGIT.search(text) is not None


class Found(NamedTuple):
    """`start..end` of a view's text, read as `read`."""

    start: int
    end: int
    read: str


def hit(original: str, view: View, found: Found, how: Disguise = Disguise.NONE) -> Hit:
    """Bring a find back to the original, with the disguises its characters show."""
    start, end = view.original(found.start, found.end)
    return Hit(start, end, found.read, how | _disguise(original[start:end]))


def spelled(original: str, view: View, found: Found) -> Disguise:
    """`SPELLED` where the original has fewer digits than what was read."""
    start, end = view.original(found.start, found.end)
    written = sum(unicodedata.digit(c, None) is not None for c in original[start:end])
    read = sum(c.isdecimal() for c in found.read)
    return Disguise.SPELLED if written < read else Disguise.NONE


def _disguise(written: str) -> Disguise:
    how = Disguise.NONE
    if not written.isascii() and _folds(written):
        how |= Disguise.FOLDED
    return how | (Disguise.SPACED if _spaced(written) else Disguise.NONE)


def _folds(written: str) -> bool:
    """Tell full-width letters, keycaps and invisible characters from accents and other scripts."""
    if unicodedata.normalize("NFKC", written) != unicodedata.normalize("NFC", written):
        return True
    strange = (c for c in written if not c.isascii())
    return any(unicodedata.category(c) in {"Cf", "Me"} or unicodedata.digit(c, None) is not None for c in strange)


def _spaced(written: str) -> bool:
    digits = [i for i, c in enumerate(written) if c.isdecimal()]
    if len(digits) < _DIGITS_OF_A_SPACED_RUN:
        return False
    return all(written[a + 1 : b].isspace() for a, b in pairwise(digits))
