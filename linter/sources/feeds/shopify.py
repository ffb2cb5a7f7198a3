"""Shopify's product CSV, with its old and its new headers; a product's variants and pictures are further rows."""

import re
from collections.abc import Sequence

from linter.listing.model import Image, Sku
from linter.sources.feeds.cells import Row, Table, together
from linter.sources.feeds.draft import Draft
from linter.sources.feeds.told import Told

_SIGNS = frozenset(
    [
        *("handle", "url handle", "body (html)", "vendor", "variant sku", "variant price", "option1 name"),
        *("option1 value", "variant grams", "weight value (grams)", "compare at price", "inventory quantity"),
        *("variant compare at price", "seo title", "image src", "product image url", "variant inventory qty"),
    ]
)
_OWN = frozenset(
    [
        *("handle", "url handle", "title", "body (html)", "description", "vendor", "product category", "type"),
        *("standard product type", "variant sku", "sku", "variant grams", "weight value (grams)"),
        *("variant price", "price", "variant compare at price", "compare at price", "variant inventory qty"),
        *("inventory quantity", "variant barcode", "barcode", "image alt text"),
        *(f"option{n} {part}" for n in (1, 2, 3) for part in ("name", "value")),
    ]
)
_NO_TEXT = re.compile(
    r"published.*|variant (?:inventory .*|fulfillment service|requires shipping|taxable|image.*|weight unit.*|tax.*)"
    r"|image (?:src|position)|gift card|status|cost per item|included / .*|(?:compare at )?price / .*"
    r"|charge tax|tax code|option\d linked to|inventory tracker|continue selling when out of stock"
    r"|requires shipping|fulfillment service|weight unit for display"
    r"|product image url|variant image url|google shopping / (?:custom|adwords).*"
    r"|unit price.*|collection"
)
_METAFIELD = re.compile(r"\s*\((?:product|variant)\.metafields\..*\)\s*$")
_UNCHOSEN = ("title", "default title")


def score(names: frozenset[str]) -> int:
    """How well the names are those of this feed."""
    return len(names & _SIGNS) if names & {"handle", "url handle"} and len(names & _SIGNS) > 2 else 0  # noqa: PLR2004


def groups(rows: Sequence[Row]) -> list[list[Row]]:
    """The rows of each product."""
    return together(rows, lambda row: row.first("handle", "url handle") or row.first("title"))


def read(rows: Sequence[Row], table: Table) -> Draft:
    """The listing of a product."""
    draft = Draft(rows[0].first("handle", "url handle"), rows[0].at)
    named = table.names
    draft.title = draft.first(rows, ("title",), named)
    draft.brand = draft.first(rows, ("vendor",), named)
    draft.category = draft.first(rows, ("product category", "type", "standard product type"), named)
    draft.description = draft.first(rows, ("body (html)", "description"), named)
    names = [_of(rows, f"option{n} name") for n in (1, 2, 3)]
    for row in rows:
        if row.first("variant sku", "sku", "option1 value", "variant price", "price"):
            draft.skus.append(_sku(row, names, f"skus[{len(draft.skus)}]", draft))
        if row.first("image src", "product image url", "image alt text"):
            draft.images.append(Image(alt=row.first("image alt text")))
    for name, written in table.names.items():
        if name not in _OWN and not _NO_TEXT.fullmatch(name):
            called = _METAFIELD.sub("", written).removeprefix("Google Shopping / ")
            draft.attribute(called, draft.first(rows, (name,), {name: called}))
    return draft


def _of(rows: Sequence[Row], name: str) -> str:
    return next((text for row in rows if (text := row.first(name))), "")


def _sku(row: Row, names: Sequence[str], field: str, draft: Draft) -> Sku:
    reader = draft.reader
    price, currency = reader.amount(row.first("variant price", "price"), f"{field}.price")
    before, _ = reader.amount(row.first("variant compare at price", "compare at price"), f"{field}.compare_at_price")
    grams = row.first("variant grams", "weight value (grams)").strip()
    values = [row.first(f"option{n} value") for n in (1, 2, 3)]
    options = {name: value for name, value in zip(names, values, strict=True) if name and value}
    if [text.strip().casefold() for pair in options.items() for text in pair] == list(_UNCHOSEN):
        options = {}
    return Sku(
        sku=row.first("variant sku", "sku"),
        options=options,
        price=price,
        compare_at_price=before,
        currency=currency,
        stock=reader.count(row.first("variant inventory qty", "inventory quantity"), f"{field}.stock"),
        weight=f"{grams} g" if grams.strip("0.") else "",
        barcode=_unquoted(row.first("variant barcode", "barcode"), f"{field}.barcode", draft),
    )


def _unquoted(code: str, field: str, draft: Draft) -> str:
    """The code without the sign that keeps a spreadsheet from reading it as a number."""
    if "'" in code and isinstance(code, Told):
        draft.reader.places[field] = code
    return code.strip("'") if "'" in code else code
