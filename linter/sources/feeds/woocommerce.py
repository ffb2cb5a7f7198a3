"""WooCommerce's product CSV: variations are further rows that name their parent."""

import re
from collections.abc import Sequence

from linter.listing.model import Sku
from linter.sources.feeds.cells import Row, Table, together
from linter.sources.feeds.draft import Draft

_SIGNS = frozenset(
    [
        *("type", "sku", "name", "published", "short description", "description", "regular price", "sale price"),
        *("categories", "tags", "images", "attribute 1 name", "attribute 1 value(s)", "parent", "in stock?", "stock"),
        *("tax status", "visibility in catalog", "is featured?", "grouped products", "purchase note"),
    ]
)
_OWN = frozenset(
    [
        *("id", "type", "sku", "gtin, upc, ean, or isbn", "name", "short description", "description", "regular price"),
        *("sale price", "categories", "brands", "brand", "parent", "stock", "weight (kg)", "weight (g)"),
        *("weight (lbs)", "weight (oz)"),
    ]
)
_NO_TEXT = re.compile(
    r"published|is featured\?|visibility in catalog|date sale price (?:starts|ends)|tax (?:status|class)|in stock\?"
    r"|low stock amount|backorders allowed\?|sold individually\?|(?:length|width|height) \(\w+\)"
    r"|allow customer reviews\?|shipping class|images|download (?:limit|expiry days|\d+ url|\d+ id)"
    r"|grouped products|upsells|cross sells|external url|position|attribute \d+ .*"
)
_ATTRIBUTE = re.compile(r"attribute (\d+) name")
_VARIATION = "variation"


def score(names: frozenset[str]) -> int:
    """How well the names are those of this feed."""
    return len(names & _SIGNS) if "regular price" in names and "name" in names else 0


def groups(rows: Sequence[Row]) -> list[list[Row]]:
    """A product with its variations; those whose parent is not in the file are together."""
    own = {key: str(row.number) for row in rows if not _is_variation(row) for key in _keys(row)}

    def product(row: Row) -> str:
        parent = row.first("parent").strip()
        return own.get(parent, parent) if _is_variation(row) and parent else str(row.number)

    return together(rows, product)


def _keys(row: Row) -> list[str]:
    return [key for key in (row.first("sku").strip(), f"id:{row.first('id').strip()}") if key]


def _is_variation(row: Row) -> bool:
    return row.first("type").strip().casefold().startswith(_VARIATION)


def read(rows: Sequence[Row], table: Table) -> Draft:
    """The listing of a product."""
    head = next((row for row in rows if not _is_variation(row)), rows[0])
    draft = Draft(head.first("sku", "id"), rows[0].at)
    draft.title = head.first("name")
    draft.brand = head.first("brands", "brand")
    draft.category = head.first("categories")
    draft.description = head.first("description")
    draft.bullets = [text for text in (head.first("short description"),) if text]
    draft.weight = _weight(head)
    draft.dimensions = _dimensions(head)
    for name, value in _attributes(head, table):
        draft.attribute(name, value)
    variations = [row for row in rows if _is_variation(row)]
    draft.skus = [_sku(row, f"skus[{n}]", table, draft) for n, row in enumerate(variations or [head])]
    for row in variations if head is not rows[0] or len(rows) > 1 else ():
        draft.attribute(f"Description of {row.first('sku', 'id')}", row.first("description"))
    for name, written in table.names.items():
        if name not in _OWN and not _NO_TEXT.fullmatch(name):
            draft.attribute(written, head.first(name))
    return draft


def _attributes(row: Row, table: Table) -> list[tuple[str, str]]:
    numbers = [found[1] for name in table.names if (found := _ATTRIBUTE.fullmatch(name))]
    pairs = [(row.first(f"attribute {n} name"), row.first(f"attribute {n} value(s)")) for n in numbers]
    return [(name, value) for name, value in pairs if name and value]


def _sku(row: Row, field: str, table: Table, draft: Draft) -> Sku:
    reader = draft.reader
    regular, currency = reader.amount(row.first("regular price"), f"{field}.price")
    sale, _ = reader.amount(row.first("sale price"), f"{field}.price")
    return Sku(
        sku=row.first("sku"),
        options=dict(_attributes(row, table)) if _is_variation(row) else {},
        price=regular if sale is None else sale,
        compare_at_price=None if sale is None else regular,
        currency=currency,
        stock=reader.count(row.first("stock"), f"{field}.stock"),
        weight=_weight(row),
        barcode=row.first("gtin, upc, ean, or isbn"),
    )


def _weight(row: Row) -> str:
    units = ("kg", "g", "lbs", "oz")
    return next((f"{text.strip()} {unit}" for unit in units if (text := row.first(f"weight ({unit})"))), "")


def _dimensions(row: Row) -> str:
    for unit in ("cm", "mm", "m", "in"):
        sides = [row.first(f"{side} ({unit})").strip() for side in ("length", "width", "height")]
        if all(sides):
            return f"{' x '.join(sides)} {unit}"
    return ""
