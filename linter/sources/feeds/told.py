"""Texts that know where they stand in their file, and how they are written there."""

import html
import json
import re
from bisect import bisect_right
from typing import Any, Literal, assert_never

from linter.model import Place
from linter.sources.decode import LINE_END
from linter.text.later import later

Form = Literal["plain", "quoted", "json", "xml", "bare", "single", "block", "sheet", "opaque"]
"""How a text is written: as it is; in CSV quotes; with JSON's escapes; with XML's entities; in YAML without quotes, in
single quotes or as a block; in a cell of a workbook; in a way that cannot be followed.
"""

_JSON = later(lambda: re.compile(r"\\u[dD][89abAB]\w\w\\u[dD][c-fC-F]\w\w|\\u\w{4}|\\.|[^\\]", re.DOTALL))
_XML = later(lambda: re.compile(r"<!\[CDATA\[|\]\]>|<!--.*?-->|&(?:#\d+|#x[0-9a-fA-F]+|\w+);|.", re.DOTALL))
_NEEDS_QUOTES = re.compile('[",;|\t\r\n]')
_BEGINS_QUOTED = re.compile(r'\s*"')
_MARKS = re.compile(r"<!\[CDATA\[|\]\]>|<!--|-->")


class Told(str):
    """A text of a record: `start..end` of the file's text, in quotes or tags that are not counted.

    `row` and `column` name the cell of a table. `margin`: how far a block's further lines are set in. `twins`: the same
    text in other cells, where it stands for the same listing.
    """

    __slots__ = ("column", "end", "form", "margin", "row", "start", "twins")

    start: int
    end: int
    form: Form
    row: int
    column: str
    margin: int
    twins: "tuple[Told, ...]"


def told(
    text: str, start: int, end: int, form: Form = "plain", *, row: int = 0, column: str = "", margin: int = 0
) -> Told:
    """The text with its place."""
    made = Told(text)
    made.start, made.end, made.form, made.row, made.column, made.margin = start, end, form, row, column, margin
    made.twins = ()
    return made


def standing(written: str, text: str, start: int, margin: int = 0) -> Told | None:
    """The text that stands in `written` from `start` on, its further lines `margin` columns in, if it does."""
    lines = text.rstrip("\n").split("\n") if margin else [text]
    at = start
    for number, line in enumerate(lines):
        if number:
            ended = LINE_END.match(written, at)
            if ended is None:
                return None
            # A blank line of a block may be shorter than its margin.
            at = ended.end() + _indent(written, ended.end(), margin)
        if not written.startswith(line, at):
            return None
        at += len(line)
    return told(text, start, at, "block" if margin else "plain", margin=margin)


def _indent(written: str, start: int, margin: int) -> int:
    return next((n for n in range(margin) if written[start + n : start + n + 1] != " "), margin)


class Source:
    """The text of one file, for looking up places in it."""

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self._starts: list[int] = []

    def place(self, offset: int) -> Place:
        """Line and column of the code point at `offset`."""
        starts = self._lines()
        line = bisect_right(starts, offset)
        return Place(self.file, line, offset - starts[line - 1] + 1)

    def offset(self, place: Place) -> int:
        """The code point at a line and column."""
        starts = self._lines()
        return starts[min(place.line, len(starts)) - 1] + place.column - 1

    def _lines(self) -> list[int]:
        if not self._starts:
            self._starts = [0, *(end.end() for end in LINE_END.finditer(self.text))]
        return self._starts

    def of(self, text: Told, offset: int) -> Place:
        """Where the code point at `offset` of a text stands in the file."""
        match text.form:
            case "sheet":
                return Place(self.file, text.row, text.start)
            case "opaque":
                return self.place(text.start)
            case _:
                return self.place(self.stretch(text, offset, offset)[0])

    def stretch(self, text: Told, start: int, end: int) -> tuple[int, int]:
        """The stretch of the file's text that holds `start..end` of a text."""
        raw = self.text[text.start : text.end]
        if text.form in ("plain", "bare"):
            return text.start + start, text.start + end
        starts, ends = _points(raw, text)
        # A block's last line break is in its text, but not in its stretch.
        first = text.start + (starts[start] if start < len(starts) else len(raw))
        return first, max(first, text.start + ends[min(end, len(ends)) - 1]) if end > start and ends else first


def _points(raw: str, text: Told) -> tuple[list[int], list[int]]:
    """For every code point of a text where it begins and ends as it is written."""
    match text.form:
        case "quoted":
            return _each(raw, re.compile('""|.', re.DOTALL))
        case "single":
            return _each(raw, re.compile("''|.", re.DOTALL))
        case "json":
            return _each(raw, re.compile(_JSON.pattern, re.DOTALL))
        case "xml":
            return _xml_points(raw)
        case "block":
            return _block_points(raw, text.margin)
        case "plain" | "bare" | "sheet" | "opaque":
            return list(range(len(raw))), list(range(1, len(raw) + 1))
        case _:
            assert_never(text.form)


def _each(raw: str, unit: re.Pattern[str]) -> tuple[list[int], list[int]]:
    units = [found.span() for found in unit.finditer(raw)]
    return [start for start, _ in units], [end for _, end in units]


def _xml_points(raw: str) -> tuple[list[int], list[int]]:
    starts: list[int] = []
    ends: list[int] = []
    for char, start, end in xml_units(raw):
        starts += [start] * len(char)
        ends += [end] * len(char)
    return starts, ends


def xml_units(raw: str) -> list[tuple[str, int, int]]:
    """The content of an element, unit by unit: what it reads as, and where it stands."""
    units: list[tuple[str, int, int]] = []
    quoted = False
    for found in _XML.finditer(raw):
        unit = found[0]
        if not quoted and unit == "<![CDATA[":
            quoted = True
        elif quoted and unit == "]]>":
            quoted = False
        elif quoted:
            units += [(char, found.start() + n, found.start() + n + 1) for n, char in enumerate(unit)]
        elif not unit.startswith("<!--"):
            units.append((html.unescape(unit) if len(unit) > 1 else unit, *found.span()))
    return units


def _block_points(raw: str, margin: int) -> tuple[list[int], list[int]]:
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for first, after in [*(found.span() for found in LINE_END.finditer(raw)), (len(raw), len(raw))]:
        begin = at + _indent(raw, at, margin) if at else at
        starts += range(begin, first)
        ends += range(begin + 1, first + 1)
        if first < after:
            starts.append(first)
            ends.append(after + _indent(raw, after, margin))
        at = after
    return starts, ends


def rewritten(source: Source, text: Told, start: int, end: int, new: str) -> tuple[int, int, str] | None:
    """What to write in the file's text, and over which stretch, so that `start..end` of a text reads `new`.

    Nothing where that cannot be done without touching more than the text itself.
    """
    if text.form in ("sheet", "opaque"):
        return None
    whole = text[:start] + new + text[end:]
    if text.form == "plain" and text.column and (_NEEDS_QUOTES.search(new) or _BEGINS_QUOTED.match(whole)):
        return text.start, text.end, '"' + whole.replace('"', '""') + '"'
    first, last = source.stretch(text, start, end)
    if text.form == "plain" and not _is_seen(source.text, text, start, end):
        return None
    if text.form == "xml" and _cuts_unit(source.text, text, start, end):
        return None
    written = _written(source.text, text, (first, last), whole, new)
    return None if written is None else (first, last, written)


def _is_seen(file: str, text: Told, start: int, end: int) -> bool:
    """Whether the text stands there itself. Comments and code of Markdown are blank in it, and not written over."""
    begin, stop = start, end
    if not text[start:end].strip():
        begin, stop = len(text[:start].rstrip()), len(text) - len(text[end:].lstrip())
    return file[text.start + begin : text.start + stop] == text[begin:stop]


def _cuts_unit(file: str, text: Told, start: int, end: int) -> bool:
    """Whether a stretch begins or ends within what one entity stands for."""
    starts, _ = _xml_points(file[text.start : text.end])
    return any(0 < n < len(starts) and starts[n - 1] == starts[n] for n in (start, end))


def _written(file: str, text: Told, stretch: tuple[int, int], whole: str, new: str) -> str | None:
    match text.form:
        case "bare" | "single" | "block":
            return _in_yaml(file, text, stretch[0], whole, new)
        case "xml":
            return _in_xml(file, text, *stretch, new)
        case "json":
            # A file that writes 中 as \u4e2d goes on to do so.
            raw = file[text.start : text.end]
            return json.dumps(new, ensure_ascii=raw.isascii() and "\\u" in raw)[1:-1]
        case "quoted":
            return new.replace('"', '""')
        case "plain" | "sheet" | "opaque":
            return new
        case _:
            assert_never(text.form)


def _in_yaml(file: str, text: Told, first: int, whole: str, new: str) -> str | None:
    if text.form == "single":
        return new.replace("'", "''") if "\n" not in new else None
    if text.form == "block":
        inside = first - max(file.rfind("\n", 0, first), file.rfind("\r", 0, first)) > text.margin
        return new.replace("\n", "\n" + " " * text.margin) if inside and _is_block(whole) else None
    return new if _is_bare(whole, new) else None


def _is_bare(whole: str, new: str) -> bool:
    """Whether YAML reads it without quotes as it stands; in doubt it does not."""
    if re.search(r"[\r\n,\[\]{}]|: | #|\t", new) or re.search(
        r"\A[\s?:,\[\]{}#&*!|>'\"%@`-]|[\s:]\Z|: | #|\A\Z", whole
    ):
        return False
    import yaml  # noqa: PLC0415  # of YAML only

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return bool(yaml.load(whole, loader) == whole)  # noqa: S506  # both are safe
    except (yaml.YAMLError, ValueError):
        return False


def _is_block(whole: str) -> bool:
    """Whether the first line of a block still says how far in it stands, and none ends it."""
    return bool(whole.strip()) and not whole[:1].isspace()


def _in_xml(file: str, text: Told, first: int, last: int, new: str) -> str | None:
    """Within CDATA as it is, elsewhere with entities; not across the marks of either."""
    if _MARKS.search(file, first, last):
        return None
    before = file[text.start : first]
    if before.rfind("<![CDATA[") > before.rfind("]]>"):
        return new if "]]>" not in new else None
    return html.escape(new, quote=False)
