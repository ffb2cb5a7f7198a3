"""Tables as rows of cells that know where they stand; a row that is broken is told, and the next is read."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO
from itertools import islice
from typing import Any, NamedTuple

from linter.errors import InputError
from linter.model import Place
from linter.sources.archives import library
from linter.sources.feeds.told import Source, Told, told
from linter.sources.feeds.values import is_formula
from linter.sources.limits import LIMITS
from linter.sources.tables import apart, refuse_bomb

_ABOVE = 10
_SIGNS = ("\t", ",", ";", "|")
_BRACKETS = re.compile(r"\[[^\]]*\]|#\d+(?:\.value)?$")
_BLANKS = re.compile(r"[\s_\-]+")
_LONGEST_NAME = 300
_HEADING = 3
_LINE = re.compile(r"\r\n|\r|\n")


class Row(NamedTuple):
    """One row: where it stands, its cells by column as feeds know them, what is wrong with it."""

    number: int
    at: Place
    cells: dict[str, Told]
    problems: tuple[str, ...] = ()

    def first(self, *names: str) -> str:
        """The first of these cells that is not empty."""
        return next((cell for name in names if (cell := self.cells.get(name)) is not None and cell.strip()), "")


class Table(NamedTuple):
    """The rows below a header. `names`: the columns as feeds know them, each with its name in the file."""

    source: Source
    names: dict[str, str]
    rows: list[Row]


class Raw(NamedTuple):
    """A row before anybody knows what its columns are called; with a problem, none of its cells can be trusted."""

    number: int
    at: Place
    cells: list[Told]
    problem: str = ""
    ragged: bool = False
    """Whether empty cells at its end may be left out."""


Knows = Callable[[Sequence[str]], int]
"""How well some names are known as those of a feed's columns; the row that is known best is the header."""


def known_as(name: str) -> str:
    """A column's name past case, blanks and signs: `Compare-at price`, `compare_at_price`, `g:compare at price`."""
    if len(name) > _LONGEST_NAME:
        return name[:_LONGEST_NAME]  # a description where a header is looked for
    bare = _BRACKETS.sub("", name.strip().lstrip("\ufeff").removeprefix("g:"))
    return _BLANKS.sub(" ", bare).strip().casefold()


def together(rows: Sequence[Row], key: Callable[[Row], str]) -> list[list[Row]]:
    """The rows of each key, in the order of the first ones; a row without a key is alone."""
    found: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        found[str(key(row)) or f"\0{row.number}"].append(row)
    return list(found.values())


def csv_table(source: Source, knows: Knows) -> Table | None:
    """The table of a CSV or TSV file, by whichever sign makes a header of one of its first rows."""
    heads = [list(islice(_records(source, sign), _ABOVE)) for sign in _SIGNS]
    score, sign = max((max((_known(raw, knows) for raw in head), default=0), -n) for n, head in enumerate(heads))
    return table(source, _records(source, _SIGNS[-sign]), knows) if score else None


def table(source: Source, raws: Iterator[Raw], knows: Knows) -> Table | None:
    """The rows below the row whose names are known best; nothing where none of the first rows is known."""
    head = list(islice(raws, _ABOVE))
    scores = [_known(raw, knows) for raw in head]
    best = max(scores, default=0)
    if not best:
        return None
    first = scores.index(best)
    # Amazon's template names its columns twice, for people and for machines: neither row is a product.
    below = [
        raw
        for raw, score in zip(head[first + 1 :], scores[first + 1 :], strict=True)
        if score < max(_HEADING, best / 2)
    ]
    written = [cell.strip().lstrip("\ufeff") for cell in head[first].cells]
    names = apart([known_as(cell) for cell in written])
    rows = [_row(raw, names, written) for raw in _below(below, raws)]
    return Table(source, dict(zip(names, written, strict=True)), rows)


def _below(head: Sequence[Raw], rest: Iterator[Raw]) -> Iterator[Raw]:
    yield from (raw for raw in head if raw.problem or any(cell.strip() for cell in raw.cells))
    yield from (raw for raw in rest if raw.problem or any(cell.strip() for cell in raw.cells))


def _known(raw: Raw, knows: Knows) -> int:
    return 0 if raw.problem else knows([known_as(cell) for cell in raw.cells])


def _row(raw: Raw, names: Sequence[str], written: Sequence[str]) -> Row:
    if raw.problem:
        return Row(raw.number, raw.at, {}, (raw.problem,))
    if len(raw.cells) > len(names) and any(cell.strip() for cell in raw.cells[len(names) :]):
        problem = f"{len(raw.cells)} cells, but the header names {len(names)}: quote the text"
        return Row(raw.number, raw.at, {}, (problem,))
    cells = dict(zip(names, raw.cells, strict=False))
    for cell, column in zip(raw.cells, written, strict=False):
        cell.row, cell.column = raw.number, column or "?"
    return Row(raw.number, raw.at, cells, tuple(_doubts(raw, names, written)))


def _doubts(raw: Raw, names: Sequence[str], written: Sequence[str]) -> Iterator[str]:
    """What is told of a row that is read all the same."""
    # A tab-separated file may leave out empty cells at a row's end; of CSV it means that a text was broken in two.
    if len(raw.cells) < len(names) and not raw.ragged:
        yield f"{len(raw.cells)} cells, but the header names {len(names)}: is a text broken in two?"
    for cell, column in zip(raw.cells, written, strict=False):
        if is_formula(cell):
            yield f"`{column}`: a formula, whose result is not in the file: {cell[:40]}"


def _records(source: Source, sign: str) -> Iterator[Raw]:
    """The rows of the text. Quotes count at the beginning of a cell only: `5" screen` has none."""
    text = source.text
    quoted = re.compile(rf'[ ]*+"((?:[^"]++|"")*+)"(?=[ ]*+({re.escape(sign)}|\r\n|\r|\n|\Z))[ ]*+')
    bare = re.compile(rf"[^{re.escape(sign)}\r\n]*+")
    at, number = 0, 0
    while at < len(text):
        number += 1
        start = at
        cells, at, problem = _record(text, start, sign, quoted, bare)
        if problem:
            line = _LINE.search(text, start)
            at = line.end() if line else len(text)
        yield Raw(number, source.place(start), cells, problem, ragged=sign == "\t")


def _record(
    text: str, at: int, sign: str, quoted: re.Pattern[str], bare: re.Pattern[str]
) -> tuple[list[Told], int, str]:
    cells: list[Told] = []
    while True:
        cell = quoted.match(text, at) if text[at : at + 1] in ('"', " ") else None
        if cell:
            made = told(cell[1].replace('""', '"'), *cell.span(1), "quoted")
        else:
            if text[at : at + 1] == '"' and sign != "\t":
                return cells, at, _unclosed(text, at)
            cell = bare.match(text, at)
            if cell is None:
                return cells, at, "cannot be read"
            made = told(cell[0], *cell.span())
        cells.append(made)
        at = cell.end()
        if text.startswith(sign, at):
            at += len(sign)
        elif line := _LINE.match(text, at):
            return cells, line.end(), ""
        else:
            return cells, len(text), ""


def _unclosed(text: str, at: int) -> str:
    closed = '"' in text[at + 1 : at + 200_000]
    return "a quote stands in a quoted text and is not doubled" if closed else "a quote is opened and never closed"


def workbook(data: bytes, file: str, knows: Knows) -> list[Table]:
    """The tables of a workbook: every sheet that has a header. Raises `InputError` for what is none."""
    calamine = library("python_calamine", "a workbook", file)
    broken = (calamine.CalamineError, OSError, ValueError)
    refuse_bomb(BytesIO(data), file, LIMITS)
    try:
        book = calamine.CalamineWorkbook.from_filelike(BytesIO(data))
        sheets = [
            (str(name), book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names
        ]
    except broken as error:
        raise InputError(f"not a workbook: {' '.join(str(error).split())}", at=Place(file)) from None
    empty = _formulas(data)
    tables = [
        table(Source(f"{file}#{n}", ""), _sheet(f"{file}#{n}", rows, empty.get(n, ())), knows) for n, rows in sheets
    ]
    return [found for found in tables if found]


def _sheet(file: str, rows: Iterable[Sequence[Any]], empty: Iterable[str]) -> Iterator[Raw]:
    formulas = set(empty)
    for number, row in enumerate(rows, 1):
        cells = [_cell(value, number, column, formulas) for column, value in enumerate(row, 1)]
        yield Raw(number, Place(file, number, 1), cells, ragged=True)


def _cell(value: object, row: int, column: int, formulas: set[str]) -> Told:
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str("" if value is None else value)
    if not text and f"{_letters(column)}{row}" in formulas:
        text = "=FORMULA"
    return told(text, column, column, "sheet", row=row)


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


_RELATION = re.compile(r"<Relationship\b[^>]*?>")
_SHEET = re.compile(r"<sheet\b[^>]*?>")
_EMPTY_FORMULA = re.compile(
    r'<c\b[^>]*?\br="([A-Z]+\d+)"[^>]*>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)


def _formulas(data: bytes) -> dict[str, list[str]]:
    """The cells of each sheet that hold a formula which nobody has computed: a reader takes them for empty."""
    import zipfile  # noqa: PLC0415

    if not data.startswith(b"PK"):
        return {}
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = set(archive.namelist())
        if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
            return {}
        links = {
            _named(tag, "Id"): _named(tag, "Target") for tag in _tags(archive, "xl/_rels/workbook.xml.rels", _RELATION)
        }
        found: dict[str, list[str]] = {}
        for tag in _tags(archive, "xl/workbook.xml", _SHEET):
            path = "xl/" + links.get(_named(tag, "r:id"), "").removeprefix("/xl/")
            if path in names:
                found[_named(tag, "name")] = _EMPTY_FORMULA.findall(archive.read(path).decode("utf-8", "replace"))
        return found


def _tags(archive: Any, name: str, tag: re.Pattern[str]) -> list[str]:
    return tag.findall(archive.read(name).decode("utf-8", "replace"))


def _named(tag: str, name: str) -> str:
    import html  # noqa: PLC0415

    value = re.search(rf'\b{name}="([^"]*)"', tag)
    return html.unescape(value[1]) if value else ""
