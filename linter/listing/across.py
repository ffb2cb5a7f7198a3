"""What is wrong between the listings of one feed."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Final

import regex

from linter.listing.codes import LENGTHS
from linter.listing.fault import Fault, fault
from linter.listing.model import Listing
from linter.listing.platforms import link
from linter.listing.words import folded
from linter.text.language import language

_MARKUP: Final = regex.compile(r"<[^<>]*>")
_BLANKS: Final = regex.compile(r"\s+")
_LONG_ENOUGH: Final = 120
_FEW: Final = 4
_MOSTLY: Final = 0.8
_SHOWN: Final = 60


def faults(listings: Sequence[Listing]) -> list[tuple[int, Fault]]:
    """The number of a listing and its fault, in the order of the listings."""
    found = [*_same_text(listings), *_same_title(listings), *_same_code(listings), *_languages(listings)]
    return sorted(found, key=lambda item: (item[0], item[1].rule, item[1].field))


def _groups(pairs: Iterable[tuple[Hashable, int]]) -> Iterator[list[int]]:
    """The listings that share a key, where several do."""
    shared: dict[Hashable, list[int]] = defaultdict(list)
    for key, n in pairs:
        if key and (not shared[key] or shared[key][-1] != n):
            shared[key].append(n)
    return (group for group in shared.values() if len(group) > 1)


def _read(text: str) -> str:
    return _BLANKS.sub(" ", _MARKUP.sub(" ", folded(text).text)).strip()


def _name(listing: Listing) -> str:
    name = listing.title.strip() or listing.id
    return name if len(name) <= _SHOWN else name[: _SHOWN - 1] + "…"


def _same_text(listings: Sequence[Listing]) -> Iterator[tuple[int, Fault]]:
    """The first keeps its text; a listing that sells the same under the same title is another thing."""
    texts = ((_read(listing.description), n) for n, listing in enumerate(listings))
    for group in _groups((text, n) for text, n in texts if len(text) >= _LONG_ENOUGH):
        first = listings[group[0]]
        for n in group[1:]:
            if _read(listings[n].title) != _read(first.title) and not _siblings(listings[n], first):
                yield n, fault("format/same-text", "description", listings[n].description, said={"other": _name(first)})


def _siblings(one: Listing, other: Listing) -> bool:
    """Titles that differ in one or two words are variants sold in listings of their own."""
    a, b = set(_read(one.title).split()), set(_read(other.title).split())
    return len(a ^ b) <= 4 and len(a & b) >= 2  # noqa: PLR2004 - two words changed on each side


def _same_title(listings: Sequence[Listing]) -> Iterator[tuple[int, Fault]]:
    keys = (
        ((one.platform, one.market, _read(one.title)) if one.title.strip() else "", n) for n, one in enumerate(listings)
    )
    for group in _groups(keys):
        first = listings[group[0]]
        for n in group[1:]:
            yield (
                n,
                fault("format/same-title", "title", listings[n].title, said={"other": first.id or str(group[0] + 1)}),
            )


def _same_code(listings: Sequence[Listing]) -> Iterator[tuple[int, Fault]]:
    """One GTIN twice, in two listings of one platform or in two variants of one."""
    places: dict[tuple[str, str, str], tuple[int, str]] = {}
    for n, listing in enumerate(listings):
        for k, sku in enumerate(listing.skus):
            code = sku.barcode.strip()
            if not code.isdigit() or len(code) not in LENGTHS:
                continue
            field = f"skus[{k}].barcode"
            key = (listing.platform, listing.market, code.zfill(14))
            if key in places:
                other, where = places[key]
                name = _name(listings[other]) if other != n else where
                yield n, fault("format/same-code", field, sku.barcode, policy=link("gtin"), said={"other": name})
            places.setdefault(key, (n, field))


def _language(text: str, market: str) -> str:
    """The language of a text whose halves agree on it; part numbers speak none."""
    half = len(text) // 2
    first, second = language(text[:half], market), language(text[half:], market)
    return first if half >= _LONG_ENOUGH and first == second else ""


def _languages(listings: Sequence[Listing]) -> Iterator[tuple[int, Fault]]:
    """A listing whose language is not that of nearly all others of its market."""
    markets: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
    for n, listing in enumerate(listings):
        spoken_here = _language(_read(listing.description), listing.market)
        if spoken_here:
            markets[listing.platform, listing.market].append((n, spoken_here))
    for spoken in markets.values():
        usual, count = Counter(name for _, name in spoken).most_common(1)[0]
        if len(spoken) < _FEW or count < _MOSTLY * len(spoken):
            continue
        for n, name in spoken:
            if name != usual:
                yield n, fault("format/feed-language", "title", listings[n].title)
