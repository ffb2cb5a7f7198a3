"""Whether a file holds listings, told from its beginning. A wrong guess costs: a reply template is no listing."""

import json
import re
from pathlib import PurePath

from linter.sources.decode import lenient

_HEAD = 1 << 16
_WORKBOOK = b"PK\x03\x04"
_TEXTS = frozenset({".csv", ".tsv", ".tab", ".txt", ".text", ""})
_TABLES = frozenset({".csv", ".tsv", ".tab"})
_JSON = frozenset({".json", ".jsonl", ".ndjson"})
_PROSE = frozenset({".md", ".markdown", ".mdx", ".yaml", ".yml"})
_PAGES = frozenset({".xml", ".html", ".htm", ".rss", ".atom"})
_KEY = r"^[ ]{0,4}-?[ ]{0,3}[\"']?(?:%s)[\"']?[ \t]*:"
_TITLE = re.compile(_KEY % "title|listing", re.MULTILINE)
_PARTS = re.compile(_KEY % "skus|attributes|bullets|brand|images|package|warranty", re.MULTILINE)
_NOT_OURS = re.compile(_KEY % "text", re.MULTILINE)
_PRODUCT = re.compile(
    r'"(?:listing|item_name|sales_attributes|seller_sku|product_attributes)"\s*:|"@type"\s*:\s*\[?\s*"(?:https?://schema.org/)?Product'
)


def is_feed(data: bytes, file: str) -> bool:
    """Whether the file is a feed or listing copy, and no messages, templates or prose."""
    suffix = PurePath(file).suffix.lower()
    if data.startswith(_WORKBOOK):
        return suffix in {".xlsx", ".xlsm", ""}
    if suffix in _TEXTS:
        return _is_table(data, file, suffix)
    if suffix not in _JSON | _PROSE | _PAGES:
        return False
    text = lenient(data[:_HEAD] if suffix not in _JSON | _PAGES else data, file) if b"\0" not in data[:_HEAD] else ""
    if suffix in _JSON:
        return _is_products(text)
    if suffix in _PAGES:
        from linter.sources.feeds import pages  # noqa: PLC0415

        return pages.is_merchant_xml(text) or pages.is_page(text)
    return _is_copy(text, suffix)


def _is_products(text: str) -> bool:
    """Whether there are objects of listings in it, and none that has a text of its own beside them."""
    first = text.lstrip().split("\n", 1)[0]
    try:
        record = json.loads(first)
    except (ValueError, RecursionError):
        return _PRODUCT.search(text) is not None
    if isinstance(record, dict) and "text" in record:
        return False
    return _PRODUCT.search(text) is not None


def _is_copy(text: str, suffix: str) -> bool:
    if suffix in {".md", ".markdown", ".mdx"}:
        front = re.match(r"\s*---[ \t]*\r?\n(.*?)\r?\n(?:---|\.\.\.)", text, re.DOTALL)
        text = front[1] if front else ""
    return bool(_TITLE.search(text) and _PARTS.search(text) and not _NOT_OURS.search(text))


def _is_table(data: bytes, file: str, suffix: str) -> bool:
    lines = data[:_HEAD].splitlines()[:10]
    if not any(line.count(sign) >= 2 for line in lines for sign in (b",", b"\t", b";", b"\0")):  # noqa: PLR2004
        return False
    from linter.sources.feeds import tables  # noqa: PLC0415
    from linter.sources.feeds.cells import csv_table  # noqa: PLC0415
    from linter.sources.feeds.told import Source  # noqa: PLC0415
    from linter.sources.streams import text_of_head  # noqa: PLC0415

    table = csv_table(
        Source(file, text_of_head(data[:_HEAD])), tables.knows if suffix in _TABLES else tables.knows_system
    )
    return table is not None and tables.is_sure(tuple(table.names), any_table=suffix in _TABLES)
