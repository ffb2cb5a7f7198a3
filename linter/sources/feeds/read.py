"""Which feed is which, and its listings."""

# What JSON and YAML hold has no type until it has been looked at.
# pyright: reportUnknownArgumentType=false, reportUnknownMemberType=false, reportUnknownVariableType=false

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from linter.errors import InputError, Problems
from linter.model import Place
from linter.sources.decode import LINE_END, lenient
from linter.sources.feeds import copytext, jsons, pages, tables
from linter.sources.feeds.cells import csv_table, workbook
from linter.sources.feeds.products import one, products
from linter.sources.feeds.record import ListingRecord, broken
from linter.sources.feeds.sniff import is_feed
from linter.sources.feeds.told import Source
from linter.sources.paths import SUFFIXES, found
from linter.sources.read import Kind, file_bytes, records_of
from linter.sources.record import Record

FEED_KINDS = (*SUFFIXES, ".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".xls", ".xml", ".html", ".htm")
"""What a folder is searched for when listings are asked for."""


def records(
    paths: Sequence[str],
    kind: Kind = "auto",
    *,
    defaults: Mapping[str, str] | None = None,
    exclude: Sequence[str] = (),
    root: Path | None = None,
) -> Iterator[Record | ListingRecord]:
    """Every record of every path, in order: listings of feeds and of listing copy, messages of anything else.

    One that cannot be read is told, never dropped. Files that turn out to be nothing that is read raise `Problems`.
    """
    errors: list[InputError] = []
    said = defaults or {}
    for file in found(paths, exclude, root, kinds=FEED_KINDS if kind == "listings" else SUFFIXES):
        try:
            data, name = file_bytes(file)
            some = list(_of(data, name, kind, said))
        except InputError as error:
            errors.append(error)
        else:
            yield from some
    if errors:
        raise Problems(errors)


def _of(data: bytes, file: str, kind: Kind, defaults: Mapping[str, str]) -> Iterator[Record | ListingRecord]:
    if kind == "listings" or (kind == "auto" and is_feed(data, file)):
        return listings(data, file, defaults)
    return records_of(data, file, kind, defaults)


def listings(data: bytes, file: str, defaults: Mapping[str, str]) -> Iterator[ListingRecord]:
    """The listings of one file; a file that is none is told as one record nobody could read."""
    try:
        yield from _listings(data, file, defaults)
    except InputError as error:
        hint = f" ({error.hint})" if error.hint else ""
        yield broken(error.problem + hint, error.at or Place(file))


def _listings(data: bytes, file: str, defaults: Mapping[str, str]) -> Iterator[ListingRecord]:
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        yield from _workbook(data, file, defaults)
        return
    source = Source(file, lenient(data, file))
    if not source.text.strip():
        raise InputError("nothing is in this file", at=Place(file, 1, 1))
    yield from _reader(source)(source, defaults)


_Read = Callable[[Source, Mapping[str, str]], Iterator[ListingRecord]]


def _reader(source: Source) -> _Read:
    """By what stands in the file; its ending only tells a text from YAML."""
    suffix = Path(source.file).suffix.lower()
    if suffix in _YAML:
        return copytext.yaml_copy
    if source.text.lstrip()[:1] in ("{", "["):
        return json_lines if _are_lines(source, suffix) else _document
    if suffix in _LINES:
        return json_lines
    return _reader_of_page(source.text) or (copytext.markdown_copy if _is_markdown(source.text, suffix) else _table)


def _reader_of_page(text: str) -> _Read | None:
    if pages.is_merchant_xml(text):
        return pages.merchant_xml
    return pages.json_ld if pages.is_page(text) else None


def _is_markdown(text: str, suffix: str) -> bool:
    return suffix in _MARKDOWN or copytext.has_front_matter(text)


_LINES = frozenset({".jsonl", ".ndjson"})
_YAML = frozenset({".yaml", ".yml"})
_MARKDOWN = frozenset({".md", ".markdown", ".mdx"})


def _are_lines(source: Source, suffix: str) -> bool:
    """Whether there is one JSON value a line, one of which may be broken, and not one in the whole file."""
    lines = [line for line in LINE_END.split(source.text) if line.strip()]
    whole = suffix not in _LINES or (len(lines) > 1 and lines[0].strip() in ("{", "["))
    if len(lines) == 1:
        return not whole and lines[0].lstrip().startswith("{")
    return not whole or (_is_json(lines[0]) and lines[0].lstrip().startswith("{")) or _are_objects(lines)


def _are_objects(lines: Sequence[str]) -> bool:
    """Whether the lines after the first are objects of their own."""
    return any(line.startswith("{") and line.rstrip().endswith("}") and _is_json(line) for line in lines[1:])


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def _workbook(data: bytes, file: str, defaults: Mapping[str, str]) -> Iterator[ListingRecord]:
    found = workbook(data, file, tables.knows)
    if not found:
        raise InputError("no sheet has the columns of a feed", at=Place(file), hint=_NO_HEADER)
    # A template has sheets beside that of the products.
    for table in [some for some in found if some.rows] or found[:1]:
        yield from tables.listings(table, defaults)


def _table(source: Source, defaults: Mapping[str, str]) -> Iterator[ListingRecord]:
    table = csv_table(source, tables.knows)
    if table is None:
        first = LINE_END.split(source.text.strip(), maxsplit=1)[0][:100]
        raise InputError(f"no header names the columns of a feed: {first!r}", at=Place(source.file, 1), hint=_NO_HEADER)
    yield from tables.listings(table, defaults)


def _document(source: Source, defaults: Mapping[str, str]) -> Iterator[ListingRecord]:
    yield from products(jsons.parse(source), source, defaults)


_NO_HEADER = "the first row must name the columns, one of them the title"


def json_lines(source: Source, defaults: Mapping[str, str]) -> Iterator[ListingRecord]:
    """One listing a line."""
    start = 0
    number = 0
    while start < len(source.text):
        number += 1
        found_end = LINE_END.search(source.text, start)
        end, after = found_end.span() if found_end else (len(source.text), len(source.text))
        if source.text[start:end].strip():
            yield _line(source, start, end, Place(source.file, number, 1), defaults)
        start = after


def _line(source: Source, start: int, end: int, at: Place, defaults: Mapping[str, str]) -> ListingRecord:
    try:
        fields = jsons.parse(source, start, end)
    except InputError as error:
        where = f" (column {error.at.column})" if error.at else ""
        return broken(f"{error.problem}{where}", at)
    if not isinstance(fields, dict):
        return broken("not a record: a line must hold one object, {…}", at)
    return one(fields, at, source, defaults)
