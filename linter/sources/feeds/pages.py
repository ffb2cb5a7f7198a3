"""Products in the JSON-LD of web pages, and Google's feed as RSS or Atom."""

import re
from collections.abc import Iterator, Mapping
from itertools import zip_longest

from linter.errors import InputError
from linter.model import Place
from linter.sources.feeds import google, jsons
from linter.sources.feeds.cells import Row, Table, known_as
from linter.sources.feeds.products import products
from linter.sources.feeds.record import ListingRecord, broken
from linter.sources.feeds.told import Source, Told, told, xml_units

_SCRIPT = re.compile(
    r"<script\b[^>]*\btype\s*=\s*[\"']?application/ld\+json\b[^>]*>(?P<json>.*?)(?:</script\s*>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_WRAPPED = re.compile(
    r"\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)?(?P<json>.*?)(?:-->|//\s*\]\]>|\]\]>)?\s*;?\s*\Z", re.DOTALL
)
_ITEM = re.compile(r"<(?P<name>item|entry)(?=[\s>])[^>]*>", re.IGNORECASE)
_ELEMENT = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)"
    r"|<(?P<close>/)?(?P<name>[A-Za-z_][\w:.-]*)(?P<rest>[^<>]*?)(?P<alone>/)?>",
    re.DOTALL,
)


def is_page(text: str) -> bool:
    """Whether it is a web page with products for machines in it."""
    return _SCRIPT.search(text) is not None


def is_merchant_xml(text: str) -> bool:
    """Whether it is a feed of items in XML."""
    head = text[:4000].lstrip("\ufeff \t\r\n")
    return head.startswith("<") and ("base.google.com/ns" in head or bool(re.search(r"<(?:rss|feed|channel)\b", head)))


def json_ld(source: Source, defaults: Mapping[str, str]) -> Iterator[ListingRecord]:
    """The products of a page; a script that is broken is told, and the others are read."""
    found = False
    for script in _SCRIPT.finditer(source.text):
        inside = _WRAPPED.match(source.text, script.start("json"), script.end("json"))
        start, end = inside.span("json") if inside else script.span("json")
        if not source.text[start:end].strip():
            continue
        try:
            value = jsons.parse(source, start, end)
        except InputError as error:
            found = True
            yield broken(error.problem, error.at or Place(source.file))
            continue
        for record in products(value, source, defaults):
            if record.listing is not None or not record.problem.startswith("no product"):
                found = True
                yield record
    if not found:
        yield broken("no product in the JSON-LD of this page", Place(source.file, 1, 1))


def merchant_xml(source: Source, defaults: Mapping[str, str]) -> Iterator[ListingRecord]:
    """The offers of Google's feed in XML; an item that is broken is told, and the others are read."""
    lost: list[ListingRecord] = []
    rows: list[Row] = []
    names: dict[str, str] = {}
    for number, item in enumerate(_items(source), 1):
        if isinstance(item, str):
            lost.append(broken(item.partition("\0")[2], source.place(int(item.partition("\0")[0]))))
            continue
        rows.append(Row(number, source.place(item[0]), item[1]))
        names |= {name: name for name in item[1]}
    if not rows and not lost:
        raise InputError("no <item> or <entry> in this feed", at=Place(source.file, 1, 1))
    table = Table(source, names, rows)
    drafts = [google.read(some, table) for some in google.groups(rows)]
    records = [draft.record(source, "google-merchant", defaults) for draft in drafts]
    yield from sorted([*lost, *records], key=lambda record: (record.at.line, record.at.column))


def _items(source: Source) -> Iterator[tuple[int, dict[str, Told]] | str]:
    """Every item with the texts of its elements; for one that is not closed `offset NUL problem`."""
    openings = list(_ITEM.finditer(source.text))
    for opening, following in zip_longest(openings, openings[1:]):
        close = re.compile(rf"</{opening['name']}\s*>", re.IGNORECASE)
        limit = following.start() if following else len(source.text)
        end = close.search(source.text, opening.end(), limit)
        if end is None:
            yield f"{opening.start()}\0<{opening['name']}> is not closed"
            continue
        texts = dict(_elements(source.text, opening.end(), end.start()))
        yield (
            (opening.start(), texts)
            if texts
            else f"{opening.start()}\0<{opening['name']}> holds no elements that can be read"
        )


def _elements(text: str, start: int, end: int) -> Iterator[tuple[str, Told]]:
    """The innermost elements that hold words; those of a group (`g:shipping`) are named with it."""
    stack: list[tuple[str, int, bool]] = []
    seen: dict[str, int] = {}
    for tag in _ELEMENT.finditer(text, start, end):
        name = tag["name"]
        if not name:
            continue
        if tag["alone"]:
            if stack:
                stack[-1] = (stack[-1][0], stack[-1][1], True)
        elif not tag["close"]:
            if stack:
                stack[-1] = (stack[-1][0], stack[-1][1], True)
            stack.append((name, tag.end(), False))
        elif stack and stack[-1][0] == name:
            _, begun, holds = stack.pop()
            words = "".join(char for char, _, _ in xml_units(text[begun : tag.start()]))
            if holds or not words.strip():
                continue
            path = " ".join(known_as(step) for step in (*(outer for outer, _, _ in stack), name))
            seen[path] = seen.get(path, 0) + 1
            key = path if seen[path] == 1 else f"{path} ({seen[path]})"
            yield key, told(words, begun, tag.start(), "xml")
