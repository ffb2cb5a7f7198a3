"""Bytes to text, and offsets to lines."""

import codecs
import re
from bisect import bisect_right

from linter.errors import InputError
from linter.model import Place

LINE_END = re.compile(r"\r\n|\r|\n")
"""What ends a line in a file. `str.splitlines` also cuts at U+2028 and U+0085, and every later line number is wrong."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HINT = "save it as UTF-8"


class Lines:
    """Where the lines of a text begin."""

    def __init__(self, text: str) -> None:
        self._starts = [0, *(end.end() for end in LINE_END.finditer(text))]

    def place(self, file: str, offset: int) -> Place:
        """Line and column of the code point at `offset`."""
        line = bisect_right(self._starts, offset)
        return Place(file, line, offset - self._starts[line - 1] + 1)


def decode(data: bytes, file: str) -> str:
    """The text of a file: UTF-8, UTF-16 or UTF-32 by its mark, or GB18030 where nothing else fits."""
    if encoding := mark_of(data):
        return _marked(data, encoding, file)
    if b"\0" in data:
        raise InputError("not text: it holds NUL bytes", at=Place(file), hint=f"if it is text, {_HINT}")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        text = chinese(data)
        if text is None:
            raise _undecodable(data, error, file) from None
        return text


def mark_of(data: bytes) -> str:
    """The encoding whose mark (BOM) stands before a text, or nothing."""
    return next((name for mark, name in _MARKS if data.startswith(mark)), "")


def lenient(data: bytes, file: str) -> str:
    """As `decode`, but bytes of no encoding stay as lone surrogates (U+DC80 to U+DCFF): only their line is lost."""
    try:
        return decode(data, file)
    except InputError:
        if b"\0" in data:
            raise
        return data.removeprefix(codecs.BOM_UTF8).decode("utf-8", "surrogateescape")


def _marked(data: bytes, encoding: str, file: str) -> str:
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise _undecodable(data, error, file) from None


def _undecodable(data: bytes, error: UnicodeDecodeError, file: str) -> InputError:
    line = data.count(b"\n", 0, error.start) + 1
    return InputError(f"not {error.encoding}: {error.reason}", at=Place(file, line), hint=_HINT)


def chinese(data: bytes) -> str | None:
    """The text if `data` is GB18030 beyond reasonable doubt."""
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        return None
    foreign = [char for char in text if char > "\x7f"]
    # GB18030 reads almost anything: Latin-1 `séance` gets a rare hanzi for `éa`, broken UTF-8 becomes 涓枃. Real
    # Chinese keeps to the characters of GB2312; those two do not.
    common = "".join(foreign).encode("gb2312", "ignore").decode("gb2312")
    return text if len(common) * 4 >= len(foreign) * 3 else None
