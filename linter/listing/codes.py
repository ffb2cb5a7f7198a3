"""Product codes: GTIN, EAN, UPC and ISBN with their check digit."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

import regex

from linter.listing.fault import Fault, fault
from linter.listing.model import Listing
from linter.listing.platforms import link
from linter.listing.words import folded

LENGTHS: Final = frozenset({8, 12, 13, 14})
_ISBN_10: Final = 10
_NAMES: Final = regex.compile(
    r"(?:^|[^\p{Latin}])(?:gtin|ean|upc|jan|isbn|barcode|bar code|código de barras|codigo de barras|kode batang"
    r"|mã vạch)(?:[^\p{Latin}]|$)|条码|条形码|บาร์โค้ด"
)
_SEPARATORS: Final = regex.compile(r"[\s\-]")
_INSIDE: Final = regex.compile(r"0?(?:2\d|04)\d{10,11}")


def faults(listing: Listing) -> Iterator[Fault]:
    """Codes that cannot be right."""
    for field, text, named in _codes(listing):
        code = _SEPARATORS.sub("", text)
        if not code or not code.isascii():
            continue
        if _wrong(code, named=named):
            yield fault("format/code", field, text, policy=link("gtin"))
        elif code.isdigit() and _INSIDE.fullmatch(code.zfill(13)[-14:]) and len(code) in LENGTHS:
            yield fault("format/house-code", field, text, policy=link("gtin"))


def _codes(listing: Listing) -> Iterator[tuple[str, str, bool]]:
    for n, sku in enumerate(listing.skus):
        yield f"skus[{n}].barcode", sku.barcode, False
    for name, value in listing.attributes.items():
        if _is_code(name):
            yield f"attributes.{name}", value, True


@lru_cache(maxsize=4096)
def _is_code(name: str) -> bool:
    """Whether an attribute of this name is a product code."""
    return bool(_NAMES.search(folded(name).text))


def _wrong(code: str, *, named: bool) -> bool:
    """A barcode of another length may be a shop's own; what calls itself a GTIN may not."""
    from stdnum import ean, isbn  # noqa: PLC0415 - only feeds with codes pay for it

    if code.isdigit() and len(code) in LENGTHS:
        return not ean.is_valid(code)
    if len(code) == _ISBN_10 and named:
        return not isbn.is_valid(code)
    return named and code.isdigit()
