"""Title, structure and content rules of listings: what is wrong with one, and with several of one feed."""

from collections.abc import Mapping, Sequence

from linter.listing import codes, keywords, missing, prices, texts, titles, variants
from linter.listing.across import faults as between
from linter.listing.fault import Fault, rules
from linter.listing.model import Listing
from linter.listing.platforms import platform

RULES: Mapping[str, Mapping[str, str]] = {name: rule.title for name, rule in rules().items()}
"""Every rule id with its title in English and Chinese."""


_SEVERAL = 2


def faults(listing: Listing, *, categories: Mapping[str, Sequence[str]] = {}) -> list[Fault]:
    """Everything wrong with the structure of one listing, in the order of its fields. `categories` maps a category (or
    a part of its name) to the facts that it must state; without it a few generic ones are asked for as notes.
    """
    asked = platform(listing.platform, listing.market)
    found = [
        *titles.faults(listing, asked),
        *keywords.faults(listing, asked),
        *texts.faults(listing, asked),
        *prices.faults(listing, asked),
        *codes.faults(listing),
        *variants.faults(listing, asked),
        *missing.faults(listing, categories),
    ]
    if len(found) < _SEVERAL:
        return found
    order = {field.path: n for n, field in enumerate(listing.fields())}
    return sorted(found, key=lambda f: (order.get(f.field, len(order)), f.field, f.start, f.end, f.rule))


def across(listings: Sequence[Listing]) -> list[tuple[int, Fault]]:
    """What is wrong between the listings of one feed: the number of a listing, and its fault."""
    return between(listings)


__all__ = ["RULES", "Fault", "across", "faults"]
