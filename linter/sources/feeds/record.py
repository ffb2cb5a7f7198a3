"""What a reader of feeds hands on: one listing, or one record nobody could read."""

import re
from collections.abc import Mapping

from msgspec import Struct

from linter.listing.model import Listing
from linter.model import Place
from linter.sources.feeds.told import Source, Told
from linter.sources.feeds.values import Reader

_LOST = re.compile("[\ud800-\udfff]")


class ListingRecord(Struct, frozen=True, kw_only=True):
    """One listing of one input. Where `listing` is `None`, `problem` says why nobody could read it.

    `unread` tells of parts that could not be read (a price that is no number); all others are in the listing. `extra`
    holds the fields we do not know. `texts`: the fields that stand in the file, each knowing where.
    """

    listing: Listing | None = None
    at: Place = Place()
    problem: str = ""
    id: str = ""
    extra: dict[str, object] = {}
    unread: tuple[str, ...] = ()
    source: Source | None = None
    texts: Mapping[str, Told] = {}


def broken(problem: str, at: Place, name: str = "") -> ListingRecord:
    """A record that is counted and told."""
    return ListingRecord(at=at, problem=problem, id=name)


def record(
    listing: Listing, at: Place, source: Source | None, reader: Reader, *, extra: dict[str, object] | None = None
) -> ListingRecord:
    """A listing that was read, with the places of its texts and amounts."""
    named = [
        *((field.path, field.text) for field in listing.fields()),
        *((f"skus[{n}].barcode", sku.barcode) for n, sku in enumerate(listing.skus)),
    ]
    texts = {path: text for path, text in named if isinstance(text, Told)}
    lost = [f"`{path}`: characters of no encoding" for path, text in named if _LOST.search(text)]
    return ListingRecord(
        listing=listing,
        at=at,
        id=str(listing.id),
        extra=extra or {},
        unread=(*reader.unread, *lost),
        source=source,
        texts=reader.places | texts,
    )
