"""Listings in the shape of our own contract (docs/design.md, section 3), from JSON, YAML or named columns."""

# What JSON and YAML hold has no type until it has been looked at.
# pyright: reportUnknownArgumentType=false, reportUnknownMemberType=false, reportUnknownVariableType=false

import re
from collections.abc import Mapping
from typing import Any

from linter.listing.model import Image, Listing, Package, Sku
from linter.model import Place
from linter.sources.feeds.record import ListingRecord, broken, record
from linter.sources.feeds.told import Source
from linter.sources.feeds.values import Reader, first, flat, text_of
from linter.sources.record import platform_name

_HEAD = ("id", "platform", "market", "lang")
_PARTS = frozenset(
    [
        *("title", "brand", "category", "description", "bullets", "attributes", "skus", "package", "images"),
        *("shipping", "warranty"),
    ]
)
_MARKET = re.compile(r"[a-z]{2,3}")


def is_listing(fields: Mapping[str, object]) -> bool:
    """Whether a record is a listing of ours, wrapped or plain."""
    return isinstance(fields.get("listing"), dict) or ("title" in fields and "text" not in fields)


def listing_of(
    fields: Mapping[str, Any], at: Place, source: Source | None, defaults: Mapping[str, str]
) -> ListingRecord:
    """The listing of a record `{id, platform, market, lang, listing: {…}}`, or of its parts alone."""
    wrapped = "listing" in fields
    parts: Any = fields["listing"] if wrapped else {key: fields[key] for key in fields if key not in _HEAD}
    head = head_of(fields, defaults)
    if not isinstance(parts, dict):
        return broken("`listing` must hold the parts of a listing, {…}", at, head["id"])
    if not any(first(parts, name) for name in _PARTS):
        return broken(f"no part of a listing is in it (known: {', '.join(sorted(_PARTS))})", at, head["id"])
    if head["market"] and not _MARKET.fullmatch(head["market"]):
        return broken(f"`market`: no two-letter country code: `{head['market']}`", at, head["id"])
    reader = Reader()
    listing = _listing(parts, head, reader)
    extra = {key: value for key, value in fields.items() if key not in (*_HEAD, "listing")} if wrapped else {}
    return record(listing, at, source, reader, extra=extra)


def head_of(fields: Mapping[str, Any], defaults: Mapping[str, str]) -> dict[str, str]:
    """What a record says about itself, or the caller for it."""
    said = {name: str(text_of(fields.get(name))) or defaults.get(name, "") for name in _HEAD}
    return said | {"platform": platform_name(said["platform"]), "market": said["market"].strip().lower()}


def _listing(parts: Mapping[str, Any], head: Mapping[str, str], reader: Reader) -> Listing:
    # What nobody knows is read as an attribute: a field that is not checked would pass for clean.
    others = {key: value for key, value in parts.items() if key not in _PARTS}
    return Listing(
        id=head["id"],
        platform=head["platform"],
        market=head["market"],
        lang=head["lang"],
        title=reader.text(parts.get("title"), "title"),
        brand=reader.text(parts.get("brand"), "brand"),
        category=_path(parts.get("category"), reader),
        description=_long(parts.get("description"), reader),
        bullets=reader.texts(parts.get("bullets"), "bullets"),
        attributes=reader.named(parts.get("attributes"), "attributes") | dict(flat(others)),
        skus=tuple(_skus(parts.get("skus"), reader)),
        package=_package(parts.get("package"), reader),
        images=tuple(_images(parts.get("images"), reader)),
        shipping=_shipping(parts.get("shipping"), reader),
        warranty=reader.text(parts.get("warranty"), "warranty"),
    )


def _path(value: object, reader: Reader) -> str:
    if isinstance(value, list):
        return " > ".join(text_of(step) for step in value)
    return reader.text(value, "category")


def _long(value: object, reader: Reader) -> str:
    if isinstance(value, list) and all(isinstance(line, str) for line in value):
        return "\n".join(value)
    return reader.text(value, "description")


def _skus(value: object, reader: Reader) -> list[Sku]:
    if value is None:
        return []
    if not isinstance(value, list):
        reader.unread.append("`skus`: a list, […], is expected")
        return []
    return [_sku(fields, f"skus[{n}]", reader) for n, fields in enumerate(value)]


def _sku(fields: object, field: str, reader: Reader) -> Sku:
    if not isinstance(fields, dict):
        reader.unread.append(f"`{field}`: an object, {{…}}, is expected")
        return Sku()
    price, currency = reader.amount(fields.get("price"), f"{field}.price")
    compare_at, _ = reader.amount(fields.get("compare_at_price"), f"{field}.compare_at_price")
    known = ("sku", "options", "price", "compare_at_price", "currency", "stock", "weight", "barcode")
    others = {key: value for key, value in fields.items() if key not in known}
    return Sku(
        sku=text_of(fields.get("sku")),
        options=reader.named(fields.get("options"), f"{field}.options") | dict(flat(others)),
        price=price,
        compare_at_price=compare_at,
        currency=text_of(fields.get("currency")) or currency,
        stock=reader.count(fields.get("stock"), f"{field}.stock"),
        weight=text_of(fields.get("weight")),
        barcode=text_of(first(fields, "barcode", "gtin", "ean", "upc")),
    )


def _package(value: object, reader: Reader) -> Package:
    if value is None:
        return Package()
    if not isinstance(value, dict):
        reader.unread.append("`package`: an object, {…}, is expected")
        return Package()
    return Package(
        weight=reader.text(value.get("weight"), "package.weight"),
        dimensions=reader.text(value.get("dimensions"), "package.dimensions"),
        contains=reader.texts(value.get("contains"), "package.contains"),
    )


def _images(value: object, reader: Reader) -> list[Image]:
    images: list[Image] = []
    for image in value if isinstance(value, list) else [value]:
        match image:
            case dict():
                images.append(Image(alt=text_of(image.get("alt")), text=text_of(image.get("text"))))
            case None | str():  # an address: nothing to read
                images.append(Image())
            case _:
                reader.unread.append("`images`: {alt, text} are expected")
    return images if value is not None else []


def _shipping(value: object, reader: Reader) -> dict[str, str]:
    return {"text": value} if isinstance(value, str) else reader.named(value, "shipping")
