"""Google Merchant's product feed, as a table; `merchant_xml` has it as RSS or Atom."""

import re
from collections.abc import Sequence

from linter.sources.feeds import offers
from linter.sources.feeds.cells import Row, Table
from linter.sources.feeds.draft import Draft
from linter.sources.feeds.offers import Columns

_SIGNS = frozenset(
    [
        *("id", "title", "description", "link", "image link", "availability", "price", "brand", "gtin", "mpn"),
        *("condition", "item group id", "google product category", "product type", "age group", "color", "size"),
        *("sale price", "gender", "shipping", "additional image link", "identifier exists", "shipping weight"),
    ]
)
_NEEDED = frozenset({"link", "image link", "availability", "google product category", "item group id", "condition"})
COLUMNS = Columns(
    id=("id",),
    group=("item group id",),
    title=("title", "structured title"),
    brand=("brand",),
    category=("google product category", "product type"),
    description=("description", "structured description"),
    bullets=re.compile(r"product highlight(?: \(\d+\))?"),
    price=("price",),
    sale=("sale price",),
    stock=("quantity",),
    barcode=("gtin",),
    weight=("shipping weight",),
    shipping=("shipping", "max handling time", "min handling time", "ships from country"),
    ignored=re.compile(
        r"(?:.* )?link(?: template)?(?: \(\d+\))?|availability(?: date)?|identifier exists|condition|adult"
        r"|custom label \d|excluded destination|included destination|ads .*|expiration date|sale price effective date"
        r"|shipping (?:length|width|height|label)|tax.*|pickup .*|is bundle|cost of goods sold|pause|promotion id"
        r"|shopping ads excluded country|auto pricing min price|.*image.*"
    ),
)


def score(names: frozenset[str]) -> int:
    """How well the names are those of this feed."""
    fits = "id" in names and bool(names & {"title", "description"}) and bool(names & _NEEDED)
    return len(names & _SIGNS) if fits else 0


def groups(rows: Sequence[Row]) -> list[list[Row]]:
    """The offers of one product that say the same."""
    return offers.groups(rows, COLUMNS)


def read(rows: Sequence[Row], table: Table) -> Draft:
    """The listing of these offers."""
    return offers.read(rows, table, COLUMNS)
