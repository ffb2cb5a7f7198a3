"""Amazon's flat files, as text and as workbooks, with names of columns old and new."""

import re
from collections.abc import Sequence

from linter.sources.feeds import offers
from linter.sources.feeds.cells import Row, Table
from linter.sources.feeds.draft import Draft
from linter.sources.feeds.offers import Columns

_SIGNS = frozenset(
    [
        *("item sku", "item name", "external product id", "external product id type", "feed product type"),
        *("brand name", "standard price", "bullet point1", "bullet point2", "generic keywords", "parent sku"),
        *("parent child", "variation theme", "main image url", "update delete", "product description", "list price"),
        *("contribution sku", "parentage level", "bullet point", "product name", "item price", "product id"),
        *("product id type", "seller sku", "asin1", "search terms", "item condition", "relationship type"),
        *("purchasable offer", "externally assigned product identifier", "item description", "listing id"),
        *("bullet point 1", "parentage", "fulfillment channel", "item note"),
    ]
)
_NEEDED = frozenset(
    [
        *("item name", "external product id", "feed product type", "bullet point1", "bullet point", "generic keywords"),
        *("asin1", "standard price", "contribution sku", "bullet point 1"),
    ]
)
COLUMNS = Columns(
    id=("item sku", "contribution sku", "seller sku", "sku"),
    group=("parent sku", "child parent sku relationship"),
    title=("item name", "product name", "title"),
    brand=("brand name", "brand"),
    category=("feed product type", "product type", "item type", "item type keyword"),
    description=("product description", "description", "item description"),
    bullets=re.compile(r"bullet point ?\d*(?: \(\d+\))?|key product features ?\d*"),
    price=("standard price", "your price", "item price", "price"),
    sale=("sale price",),
    before=("list price",),
    stock=("quantity",),
    barcode=("external product id", "externally assigned product identifier", "product id", "gtin", "upc", "ean"),
    weight=("item weight", "package weight"),
    ignored=re.compile(
        r".*(?:url|image locator)\d*.*|update delete|record action|listing action|parent child|parentage(?: level)?"
        r"|relationship type|variation theme|external product id type|product id type"
        r"|externally assigned product .*type|.*(?:unit of measure|unit|currency)"
        r"|condition type|item condition|fulfillment .*|merchant shipping group.*"
        r"|.*date.*|product tax code|item is marketplace|zshop.*|open date|asin\d?|listing id|status|pending quantity"
        r"|add delete|will ship internationally|expedited shipping|is .*|max .*|offer.*|product site launch.*"
    ),
)


def score(names: frozenset[str]) -> int:
    """How well the names are those of this feed."""
    return len(names & _SIGNS) if names & _NEEDED and names & frozenset(COLUMNS.title) else 0


def groups(rows: Sequence[Row]) -> list[list[Row]]:
    """The variants of one parent that say the same."""
    return offers.groups(rows, COLUMNS)


def read(rows: Sequence[Row], table: Table) -> Draft:
    """The listing of these variants."""
    return offers.read(rows, table, COLUMNS)
