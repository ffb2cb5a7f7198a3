"""Bytes to lines, with memory for one chunk and one line, in whatever encoding each line is."""

import codecs
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import NamedTuple, Protocol

from linter.errors import InputError
from linter.sources.decode import chinese, mark_of

HEAD = 1 << 16
_CHUNK = 1 << 20
_WIDE = "\u0800"
_NULS = 0.2


class Reader(Protocol):
    """Anything that bytes can be read from, once and forwards."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes; none at the end."""
        ...


class Row(NamedTuple):
    """One line with its end, or why there is none."""

    number: int
    text: str
    problem: str = ""


class Peeked:
    """A stream whose beginning can be looked at before it is read."""

    def __init__(self, stream: Reader) -> None:
        self._stream = stream
        self._broken: InputError | None = None
        self.head = self._filled(HEAD)
        self._kept = self.head

    def read(self, size: int = -1, /) -> bytes:
        """As `read` of any stream, from the very beginning on."""
        if self._kept:
            size = size if size >= 0 else len(self._kept)
            kept, self._kept = self._kept[:size], self._kept[size:]
            return kept
        if self._broken:
            raise self._broken
        return self._stream.read(size)

    def _filled(self, size: int) -> bytes:
        pieces: list[bytes] = []
        try:
            while size > 0 and (piece := self._stream.read(size)):
                pieces.append(piece)
                size -= len(piece)
        except InputError as error:
            # A file that breaks off has words before that, and they are read first.
            self._broken = error
        return b"".join(pieces)


def encoding_of(head: bytes) -> str:
    """The encoding that the first bytes of a text show; empty for bytes that are no text."""
    if marked := mark_of(head):
        return marked
    if b"\0" in head:
        return _unmarked_utf16(head)
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return "gb18030" if _mostly_chinese(head) else "utf-8"
    return "utf-8"


def _mostly_chinese(head: bytes) -> bool:
    """Whether most lines are GB18030: one may hold bytes of another encoding, or of none."""
    whole = (head.rpartition(b"\n")[0] or head).split(b"\n")
    telling = [line for line in whole if not line.isascii()]
    return 2 * sum(_utf8(line) is None and chinese(line) is not None for line in telling) > len(telling)


def _unmarked_utf16(head: bytes) -> str:
    # ASCII in UTF-16 has a NUL in every pair, always on the same side; pictures and archives have them anywhere.
    even, odd = head[::2].count(0), head[1::2].count(0)
    least = len(head) // 2 * _NULS
    if odd > least and even * 8 < odd:
        return "utf-16-le"
    return "utf-16-be" if even > least and odd * 8 < even else ""


def text_of_head(head: bytes) -> str:
    """The beginning of a text, without the character that the cut went through."""
    encoding = encoding_of(head) or "utf-8"
    return codecs.getincrementaldecoder(encoding)("replace").decode(head).removeprefix("\ufeff")


def lines(stream: Peeked, limit: int) -> Iterator[Row]:
    """Every line with its number and its end; one that is too long or of no encoding comes as a problem."""
    encoding = encoding_of(stream.head)
    if encoding.startswith(("utf-16", "utf-32")):
        return _decoded_lines(stream, encoding, limit)
    return _byte_lines(stream, limit, chinese_first=encoding == "gb18030")


def _decoded_lines(stream: Peeked, encoding: str, limit: int) -> Iterator[Row]:
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    number = skipped = 0
    rest = ""
    more = True
    while more:
        chunk = stream.read(_CHUNK)
        more = bool(chunk)
        rest += decoder.decode(chunk, final=not more)
        if not number:
            rest = rest.removeprefix("\ufeff")
        *done, rest = rest.split("\n")
        for line in done:
            number += 1
            yield _row(number, line + "\n", skipped, limit)
            skipped = 0
        if len(rest) > limit:
            skipped, rest = skipped + len(rest), ""
    if rest or skipped:
        yield _row(number + 1, rest, skipped, limit)


def _row(number: int, text: str, skipped: int, limit: int) -> Row:
    if skipped + len(text) > limit:
        return Row(number, "", too_wide(skipped + len(text), limit))
    if "\ufffd" in text:
        return Row(number, text, "holds bytes of no encoding")
    return Row(number, text)


def too_wide(length: int, limit: int) -> str:
    """The sentence for a line that is too long to hold."""
    return f"a line of {length:,} bytes, at most {limit:,} are held"


def _byte_lines(stream: Peeked, limit: int, *, chinese_first: bool) -> Iterator[Row]:
    number = 0
    for block, length in _blocks(stream, limit):
        if block is None:
            number += 1
            yield Row(number, "", too_wide(length, limit))
            continue
        for text, problem in _texts(block, limit, chinese_first=chinese_first):
            number += 1
            yield Row(number, text, problem)


def _blocks(stream: Peeked, limit: int) -> Iterator[tuple[bytes | None, int]]:
    """Whole lines, many at once; for a line above the limit nothing but its length."""
    # Of old Macs: lines that only `\r` ends.
    classic = b"\n" not in stream.head and b"\r" in stream.head
    rest, skipped = stream.read(len(codecs.BOM_UTF8)).removeprefix(codecs.BOM_UTF8), 0
    while chunk := stream.read(_CHUNK):
        chunk = chunk.replace(b"\r", b"\n") if classic else chunk
        end = chunk.rfind(b"\n") + 1
        block, rest = (rest + chunk[:end], chunk[end:]) if end else (b"", rest + chunk)
        if skipped and block:
            last, _, block = block.partition(b"\n")
            yield None, skipped + len(last)
            skipped = 0
        if block:
            yield block, len(block)
        if len(rest) > limit:
            skipped, rest = skipped + len(rest), b""
    if skipped:
        yield None, skipped + len(rest)
    elif rest:
        yield rest, len(rest)


def _texts(block: bytes, limit: int, *, chinese_first: bool) -> Iterator[tuple[str, str]]:
    """The lines of a block, decoded at once where they are UTF-8 throughout."""
    whole = None if chinese_first else _utf8(block)
    if whole is not None:
        for text in StringIO(whole, newline="\n"):
            yield (text, "") if len(text) <= limit else ("", too_wide(len(text), limit))
        return
    for line in BytesIO(block):
        yield _line(line, chinese_first=chinese_first) if len(line) <= limit else ("", too_wide(len(line), limit))


def _line(line: bytes, *, chinese_first: bool) -> tuple[str, str]:
    """A line of a file whose lines may differ in their encoding."""
    unicode = _utf8(line)
    # Two hanzi of GB2312 may happen to be valid UTF-8, but then of two bytes a character, never of three.
    if unicode is not None and (not chinese_first or unicode.isascii() or max(unicode) >= _WIDE):
        return unicode, ""
    other = _gb18030(line) if chinese_first else chinese(line)
    if other is not None:
        return other, ""
    return (unicode, "") if unicode is not None else ("", _undecoded(line))


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def _gb18030(data: bytes) -> str | None:
    try:
        return data.decode("gb18030")
    except UnicodeDecodeError:
        return None


def _undecoded(line: bytes) -> str:
    read = codecs.getincrementaldecoder("utf-8")("surrogateescape").decode(line)
    column = next((n for n, char in enumerate(read, 1) if "\udc80" <= char <= "\udcff"), 1)
    return f"not UTF-8 from column {column} on"
