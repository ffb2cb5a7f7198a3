"""Offsets for people and editors: line and column, terminal cells, UTF-16 units."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Sequence

_BREAK = re.compile(r"\r\n|[\n\r]")
# The first characters that take two UTF-16 units.
_TWO_UNITS = re.compile("[\U00010000-\U0010ffff]")


def line_starts(text: str) -> tuple[int, ...]:
    r"""Where each line of a text begins; `\r\n`, `\n` and `\r` end one, as editors have it."""
    return (0, *(found.end() for found in _BREAK.finditer(text)))


def position(starts: Sequence[int], at: int) -> tuple[int, int]:
    """Tell line and column of an offset, both from 1, given `line_starts` of its text."""
    line = bisect_right(starts, at)
    return line, at - starts[line - 1] + 1


def utf16(text: str, at: int) -> int:
    """Count the UTF-16 units before a code point: what JavaScript, Java and language servers call its offset."""
    return at + len(_TWO_UNITS.findall(text, 0, at))


def cells(text: str) -> int:
    """Count the terminal cells of a text: wide characters take two, marks and invisible characters none."""
    if text.isascii():
        return len(text)
    count = 0
    joined = False
    for char in text:
        if not joined:
            count += _width(char)
        joined = char == "\u200d"
    return count


def _width(char: str) -> int:
    if unicodedata.combining(char) or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
