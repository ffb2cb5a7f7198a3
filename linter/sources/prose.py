"""Plain text and Markdown: words that stand in the file as they are."""

import re
from collections.abc import Iterator, Mapping

from linter.sources.decode import LINE_END, Lines
from linter.sources.record import Record, of_text
from linter.text.later import later

_FRONT = later(lambda: re.compile(r"\A---[ \t]*\r?\n(?:.*\r?\n)*?(?:---|\.\.\.)[ \t]*(?=\r?\n|\Z)"))
_FENCE = later(
    lambda: re.compile(r"^(?P<in>(?:[ \t]*(?:>|[-*+]|\d+[.)])[ \t]+)*[ \t]*)(?P<mark>`{3,}|~{3,})(?P<info>[^\r\n]*)$")
)
_COMMENT = later(lambda: re.compile(r"<!--.*?-->", re.DOTALL))
_TICKS = later(lambda: re.compile(r"(?<!`)(`+)(?!`)"))
_OPENING = later(lambda: re.compile(r"[ \t]*(?:#{1,6}(?=[ \t])|>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))[ \t]*"))
_ROW = later(lambda: re.compile(r"[ \t]*\|"))
_RULE = later(lambda: re.compile(r"[ \t]*+(?:(?:[-=][ \t]*)+|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|[|:\- \t]+)"))
_SEEN = later(lambda: re.compile(r"[^\r\n]"))


def text_lines(text: str, file: str, defaults: Mapping[str, str]) -> Iterator[Record]:
    """One record for every line that is not blank: a list of replies keeps them apart, and positions are exact."""
    lines = Lines(text)
    for start, end in _spans(text):
        if text[start:end].strip():
            yield of_text(text[start:end], lines.place(file, start), defaults)


def markdown(text: str, file: str, defaults: Mapping[str, str]) -> Iterator[Record]:
    """One record for every paragraph, heading, list item and table row, without code, front matter and comments.

    Links keep their targets: `[chat](https://wa.me/1)` is a way off the platform. Code is blanked, not cut, so that
    every position is the file's. Indented code is read as text: in a list only its indent tells it from a paragraph.
    """
    shown = _without_code(text)
    lines = Lines(text)
    for start, end in _blocks(shown):
        yield of_text(shown[start:end], lines.place(file, start), defaults)


def _spans(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for end in LINE_END.finditer(text):
        yield start, end.start()
        start = end.end()
    yield start, len(text)


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    begin = finish = -1
    for start, end in _spans(text):
        line = text[start:end]
        opening = _openings(line)
        closed = not line.strip() or _RULE.fullmatch(line)
        if begin >= 0 and (closed or opening or _ROW.match(line)):
            yield begin, finish
            begin = -1
        if closed:
            continue
        if begin < 0:
            begin = start + (opening or len(line) - len(line.lstrip()))
        finish = start + len(line.rstrip())
        if begin >= finish:
            begin = -1
    if begin >= 0:
        yield begin, finish


def _openings(line: str) -> int:
    """How far the marks of lists, quotes and headings reach into a line (`> - ` is two)."""
    reach = 0
    while opening := _OPENING.match(line, reach):
        reach = opening.end()
    return reach


def _without_code(text: str) -> str:
    text = _FRONT.sub(_blank, text)
    text = _without_fences(text)
    text = _COMMENT.sub(_blank, text)
    pieces: list[str] = []
    at = 0
    for start, end in _paragraphs(text):
        pieces += [text[at:start], _without_ticks(text[start:end])]
        at = end
    return "".join([*pieces, text[at:]])


def _without_fences(text: str) -> str:
    pieces: list[str] = []
    open_mark = ""
    at = 0
    for start, end in _spans(text):
        fence = _FENCE.match(text[start:end])
        inside = bool(open_mark)
        if fence and not open_mark and not ("`" in fence["info"] and fence["mark"][0] == "`"):
            open_mark = fence["mark"]
            inside = True
        elif fence and open_mark and fence["mark"].startswith(open_mark) and not fence["info"].strip():
            open_mark = ""
        if inside:
            pieces += [text[at:start], " " * (end - start)]
            at = end
    return "".join([*pieces, text[at:]])


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    begin = -1
    for start, end in _spans(text):
        if text[start:end].strip():
            begin = start if begin < 0 else begin
        elif begin >= 0:
            yield begin, start
            begin = -1
    if begin >= 0:
        yield begin, len(text)


def _without_ticks(paragraph: str) -> str:
    """Blank `code` between runs of equally many ticks; a run without its partner is a plain character."""
    runs = list(_TICKS.finditer(paragraph))
    pieces: list[str] = []
    at = index = 0
    # The next run of the same length, from the back, so that 100,000 lone ticks stay linear.
    partner: dict[int, int] = {}
    following: list[int | None] = [None] * len(runs)
    for number in range(len(runs) - 1, -1, -1):
        length = len(runs[number][1])
        following[number] = partner.get(length)
        partner[length] = number
    while index < len(runs):
        close = following[index]
        if close is None:
            index += 1
            continue
        start, end = runs[index].start(), runs[close].end()
        pieces += [paragraph[at:start], _SEEN.sub(" ", paragraph[start:end])]
        at, index = end, close + 1
    return "".join([*pieces, paragraph[at:]])


def _blank(code: re.Match[str]) -> str:
    return _SEEN.sub(" ", code[0])
