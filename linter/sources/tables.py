"""CSV, XLSX and Parquet as rows of named cells."""

import csv
import io
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

from linter.errors import InputError
from linter.model import Place
from linter.sources.archives import library, local
from linter.sources.limits import Limits
from linter.sources.record import MAX_TEXT
from linter.sources.streams import Peeked, Row

_DELIMITERS = (",", ";", "\t", "|")
_HEADER_WITHIN = 10
_BATCH = 4096


class Cells(NamedTuple):
    """One row: its cells by column, or a problem. `sheet` is the name of its sheet in a workbook."""

    at: Place
    cells: dict[str, object]
    problem: str = ""
    sheet: str = ""
    header: tuple[str, ...] = ()


IsHeader = Callable[[Sequence[str]], bool]


def delimiter_of(head: str, is_header: IsHeader) -> str:
    """The sign between the columns, by which one of the first lines becomes a header; nothing where none does."""
    for line in head.splitlines()[:_HEADER_WITHIN]:
        for sign in _DELIMITERS:
            if sign in line and is_header(_cells(line, sign)):
                return sign
    alone = next((line for line in head.splitlines() if line.strip()), "")
    return "," if is_header([alone.strip()]) else ""


def _cells(line: str, sign: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=sign))]
    except (csv.Error, StopIteration):
        return []


def csv_rows(rows: Iterator[Row], file: str, sign: str, is_header: IsHeader, limits: Limits) -> Iterator[Cells]:
    """The rows of a CSV file below its header. A row that is cut short or too long is told, and the next is read."""
    records = _records(rows, sign, limits)
    header, above = _above(records, file, is_header)
    for at, cells, problem in above:
        yield Cells(at, {}, problem or f"stands above the header: {sign.join(cells)[:80]}", header=tuple(header))
    for number, cells, problem in records:
        at = Place(file, number, 1)
        if problem:
            yield Cells(at, {}, problem)
        elif any(cells):
            yield _named(header, cells, at)


def _above(
    records: Iterator[tuple[int, list[str], str]], file: str, is_header: IsHeader
) -> tuple[list[str], list[tuple[Place, list[str], str]]]:
    """The header, and the rows above it. Raises `InputError` where none of the first rows is one."""
    above: list[tuple[Place, list[str], str]] = []
    for number, cells, problem in islice(records, _HEADER_WITHIN):
        if not problem and (header := _header(cells, is_header)):
            return header, above
        if problem or any(cells):
            above.append((Place(file, number, 1), cells, problem))
    at, cells, problem = above[0] if above else (Place(file), [], "")
    raise InputError(problem, at=at) if problem else no_text(cells, at)


def no_text(cells: Sequence[str], at: Place) -> InputError:
    """The one line for a table whose columns nobody knows."""
    columns = ", ".join(cell for cell in cells if cell)[:200]
    return InputError(f"no column holds the messages, by its name ({columns})", at=at, hint="--map text=COLUMN")


def _header(cells: Sequence[str], is_header: IsHeader) -> list[str]:
    stripped = [cell.strip().lstrip("\ufeff") for cell in cells]
    return apart(stripped) if is_header(stripped) else []


def apart(header: Iterable[str]) -> list[str]:
    """Column names, of which none stands twice and none is empty."""
    seen: dict[str, int] = {}
    names: list[str] = []
    for place, cell in enumerate(header, 1):
        name = cell or f"column {place}"
        seen[name] = seen.get(name, 0) + 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names


def _named(header: Sequence[str], cells: Sequence[str], at: Place) -> Cells:
    if len(cells) > len(header) and any(cells[len(header) :]):
        # Half of a text may stand in the next cell: what is cut is not checked, and so not clean.
        return Cells(
            at, {}, f"{len(cells)} cells, but the header names {len(header)}: quote the text", header=tuple(header)
        )
    return Cells(at, dict(zip(header, cells, strict=False)), header=tuple(header))


class _Runaway(Exception):  # no error of the caller's: a sign to read these lines another way
    """A quote is opened and not closed."""


class _Feed:
    """Lines for `csv.reader`, which asks for more only inside quotes; they can be given back."""

    def __init__(self, rows: Iterator[Row], limits: Limits) -> None:
        self._rows = rows
        self._back: deque[Row] = deque()
        self._limits = limits
        self.taken: list[Row] = []
        self._length = 0

    def begin(self) -> Row | None:
        """The first line of the next record, which `__next__` will hand on."""
        self.taken, self._length = [], 0
        row = self._back.popleft() if self._back else next(self._rows, None)
        if row is not None:
            self._back.appendleft(row)
        return row

    def skip(self) -> None:
        """Pass over that line."""
        self._back.popleft()

    def give_back(self) -> Row:
        """All lines but the first are read again, as records of their own."""
        first, *others = self.taken
        self._back.extendleft(reversed(others))
        return first

    def __iter__(self) -> "_Feed":
        return self

    def __next__(self) -> str:
        row = self._back.popleft() if self._back else next(self._rows, None)
        if row is None or row.problem:
            if row is not None:
                self._back.appendleft(row)
            raise _Runaway if self.taken else StopIteration
        self.taken.append(row)
        self._length += len(row.text)
        if len(self.taken) > self._limits.quoted or (self._length > 2 * MAX_TEXT and len(self.taken) > 1):
            raise _Runaway
        return row.text


def _records(rows: Iterator[Row], sign: str, limits: Limits) -> Iterator[tuple[int, list[str], str]]:
    feed = _Feed(rows, limits)
    reader = csv.reader(feed, delimiter=sign)
    while (row := feed.begin()) is not None:
        if row.problem:
            feed.skip()
            yield row.number, [], row.problem
            continue
        try:
            cells = next(reader)
        except _Runaway:
            first = feed.give_back()
            yield first.number, [], "a quote is opened and never closed"
            reader = csv.reader(feed, delimiter=sign)
        except csv.Error as error:
            if len(feed.taken) > 1:
                feed.give_back()
            yield row.number, [], f"not CSV: {error}"
            reader = csv.reader(feed, delimiter=sign)
        else:
            yield row.number, cells, ""


def _bytes(stream: Peeked, file: str, limits: Limits) -> io.BytesIO:
    data = stream.read(limits.document + 1)
    pieces = [data]
    size = len(data)
    while data and size <= limits.document:
        data = stream.read(1 << 20)
        pieces.append(data)
        size += len(data)
    if size > limits.document:
        raise InputError(f"more than {limits.document:,} bytes, which is what is held", at=Place(file), hint="split it")
    return io.BytesIO(b"".join(pieces))


def sheet_rows(stream: Peeked, file: str, is_header: IsHeader, limits: Limits) -> Iterator[Cells]:
    """The rows of every sheet of a workbook; each has its own header."""
    calamine = library("python_calamine", "a workbook", file)
    broken = (calamine.CalamineError, OSError, ValueError)
    data = _bytes(stream, file, limits)
    refuse_bomb(data, file, limits)
    try:
        book = calamine.CalamineWorkbook.from_filelike(data)
        names = list(book.sheet_names)
    except broken as error:
        raise InputError(f"not a workbook: {' '.join(str(error).split())}", at=Place(file)) from None
    for name in names:
        try:
            rows: Iterable[Sequence[Any]] = book.get_sheet_by_name(name).iter_rows()
            yield from _sheet(rows, file, name, is_header)
        except broken as error:
            yield Cells(Place(file), {}, f"sheet `{name}` cannot be read: {' '.join(str(error).split())}", name)


def refuse_bomb(data: io.BytesIO, file: str, limits: Limits) -> None:
    """Raise `InputError` for a workbook that unpacks to more than is held; `data` is left at its beginning."""
    import zipfile  # noqa: PLC0415  # of workbooks only

    if not data.getvalue().startswith(b"PK"):
        return
    try:
        sizes = [(entry.file_size, entry.compress_size) for entry in zipfile.ZipFile(data).infolist()]
    except (zipfile.BadZipFile, NotImplementedError) as error:
        raise InputError(f"not a workbook: {error}", at=Place(file)) from None
    grown, packed = sum(size for size, _ in sizes), sum(size for _, size in sizes)
    data.seek(0)
    if grown > max(limits.free, packed * limits.ratio) or grown > 4 * limits.document:
        problem = f"a workbook that grows to {grown:,} bytes in unpacking (a zip bomb?)"
        raise InputError(problem, at=Place(file), hint="save it as CSV if it is yours")


def _sheet(rows: Iterable[Sequence[Any]], file: str, name: str, is_header: IsHeader) -> Iterator[Cells]:
    header: list[str] = []
    for number, row in enumerate(rows, 1):
        at = Place(f"{file}#{name}", number, 1)
        if not any(cell not in ("", None) for cell in row):
            continue
        if header:
            yield Cells(at, dict(zip(header, row, strict=False)), sheet=name, header=tuple(header))
            continue
        cells = [str(cell) for cell in row]
        header = _header(cells, is_header)
        if not header:
            yield Cells(
                at,
                {},
                f"stands above a header, or none names the messages (--map text=COLUMN): {' '.join(cells)[:80]}",
                name,
            )


def parquet_rows(stream: Peeked, file: str, limits: Limits) -> Iterator[Cells]:
    """The rows of a Parquet file, a batch at a time."""
    broken = (library("pyarrow", "a Parquet file", file).ArrowException, OSError)
    parquet = library("pyarrow.parquet", "a Parquet file", file)
    source = file if local(file) and stream.head.startswith(b"PAR1") else _bytes(stream, file, limits)
    number = 0
    try:
        # Read ahead and by threads, the reader holds a dozen batches for one that is looked at.
        table = parquet.ParquetFile(source, pre_buffer=False)
        header = tuple(str(name) for name in table.schema_arrow.names)
        for batch in table.iter_batches(batch_size=_BATCH, use_threads=False):
            for row in batch.to_pylist():
                number += 1
                yield Cells(Place(file, number), row, header=header)
    except broken as error:
        raise InputError(f"broken after row {number:,}: {' '.join(str(error).split())[:200]}", at=Place(file)) from None
