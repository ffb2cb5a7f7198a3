"""Whether the prices of a listing make sense beside each other."""

from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median
from typing import Final

from linter.listing.fault import Fault, fault
from linter.listing.model import Listing, Sku
from linter.listing.platforms import Platform, link

_BAIT: Final = 0.1
_INFLATED: Final = 5


def faults(listing: Listing, asked: Platform) -> Iterator[Fault]:
    """Prices of nothing, compare-at prices that are none, bait, mixed currencies."""
    for n, sku in enumerate(listing.skus):
        yield from _alone(f"skus[{n}]", sku)
    yield from _bait(listing.skus, asked)
    yield from _currencies(listing.skus)


def _alone(at: str, sku: Sku) -> Iterator[Fault]:
    if sku.price is None:
        return
    if sku.price <= 0:
        yield fault("format/price-missing", f"{at}.price", said={"price": _written(sku.price, sku)})
        return
    yield from _compared(f"{at}.compare_at_price", sku, sku.price)


def _compared(field: str, sku: Sku, price: float) -> Iterator[Fault]:
    before = sku.compare_at_price
    # Shops export 0 where there is none.
    if before is None or before <= 0:
        return
    said = {"price": _written(price, sku), "other": _written(before, sku)}
    # Below the price it contradicts the price: `linter.listing.consistency` tells that.
    if before == price:
        yield fault("format/same-compare-price", field, said=said)
    elif before >= _INFLATED * price:
        yield fault("format/compare-price-high", field, said={"times": int(before / price), **said})


def _written(price: float, sku: Sku) -> str:
    return f"{price:,.10g} {sku.currency}".strip()


def _bait(skus: Sequence[Sku], asked: Platform) -> Iterator[Fault]:
    prices = [sku.price for sku in skus if sku.price is not None and sku.price > 0]
    if len(prices) < len(skus) or not prices:
        return
    usual = median(prices)
    for n, sku in enumerate(skus):
        if sku.price is not None and sku.price < _BAIT * usual:
            yield fault(
                "format/bait-price",
                f"skus[{n}].price",
                policy=link(asked.bait),
                said={"price": _written(sku.price, sku), "other": _written(usual, sku)},
            )


def _currencies(skus: Sequence[Sku]) -> Iterator[Fault]:
    counted = Counter(sku.currency for sku in skus if sku.currency)
    if len(counted) < 2:  # noqa: PLR2004 - one currency is right, two are not
        return
    usual = counted.most_common(1)[0][0]
    for n, sku in enumerate(skus):
        if sku.currency and sku.currency != usual:
            yield fault("format/currency", f"skus[{n}].currency", sku.currency, said={"other": usual})
