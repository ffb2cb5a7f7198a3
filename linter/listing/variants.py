"""The variants of one listing beside each other."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from linter.listing.fault import Fault, fault
from linter.listing.model import Listing, Sku
from linter.listing.platforms import Platform

_SEVERAL: Final = 3


def faults(listing: Listing, asked: Platform) -> Iterator[Fault]:
    """The same variant twice, a code used twice, a variant that lacks what all others have."""
    del asked
    yield from _twice(listing.skus)
    yield from _codes(listing.skus)
    yield from _odd(listing.skus)


def _twice(skus: Sequence[Sku]) -> Iterator[Fault]:
    seen: set[tuple[tuple[str, str], ...]] = set()
    for n, sku in enumerate(skus):
        options = tuple(sorted((name, value.strip().casefold()) for name, value in sku.options.items()))
        if not options:
            continue
        if options in seen:
            name, value = next(iter(sku.options.items()))
            yield fault("format/variants", f"skus[{n}].options.{name}", value)
        seen.add(options)


def _codes(skus: Sequence[Sku]) -> Iterator[Fault]:
    seen: set[str] = set()
    for n, sku in enumerate(skus):
        if sku.sku and sku.sku in seen:
            yield fault("format/sku", f"skus[{n}].sku", sku.sku)
        seen.add(sku.sku)


def _odd(skus: Sequence[Sku]) -> Iterator[Fault]:
    """An option that every other variant has."""
    if len(skus) < _SEVERAL:
        return
    counted = Counter(name for sku in skus for name in sku.options)
    common = [name for name, count in counted.items() if count == len(skus) - 1]
    for n, sku in enumerate(skus):
        for name in common:
            if name not in sku.options:
                yield fault("format/variant-pattern", f"skus[{n}].sku", sku.sku, said={"other": name})
