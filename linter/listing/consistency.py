"""Contradictions between the fields of one listing."""

from collections.abc import Callable, Iterator
from typing import Final

from msgspec import Struct

from linter.listing import (
    ages,
    brands,
    choices,
    colours,
    compare,
    counting,
    materials,
    models,
    origins,
    promises,
    sizes,
    tastes,
)
from linter.listing.compare import Difference
from linter.listing.facts import Sheet, read
from linter.listing.model import Listing
from linter.listing.tables import Rule, rule
from linter.model import Severity


class Place(Struct, frozen=True):
    """Where a value stands: code points of the field's own text, as it was given."""

    field: str
    start: int
    end: int
    text: str


class Clash(Struct, frozen=True):
    """One contradiction. `agreed` is the value that most fields tell, `edits` what would make the others agree."""

    rule: str
    attribute: str
    severity: Severity
    places: tuple[Place, ...]
    values: tuple[str, ...]
    agreed: str
    message_en: str
    message_zh: str
    edits: tuple[tuple[str, int, int, str], ...] = ()


_COMPARERS: Final[tuple[Callable[[Sheet], Iterator[Difference]], ...]] = (
    compare.quantities,
    compare.conversions,
    compare.lighter_package,
    counting.counts,
    counting.countable_parts,
    materials.materials,
    colours.colours,
    sizes.sizes,
    origins.genders,
    origins.places,
    tastes.flavours,
    choices.choices,
    tastes.ingredients,
    brands.brands,
    models.models,
    ages.ages,
    promises.warranties,
    promises.shipping,
    models.bluetooth,
)


def contradictions(listing: Listing) -> list[Clash]:
    """All that the fields of a listing cannot mean together, one finding for a pair of values."""
    sheet = read(listing)
    found: list[Clash] = []
    seen: set[tuple[str, str]] = set()
    for comparer in _COMPARERS:
        for difference in comparer(sheet):
            key = (difference.attribute, difference.rule)
            if key not in seen:
                seen.add(key)
                found.append(_clash(sheet, difference, rule(difference.rule)))
    found += _prices(listing)
    return found


def _prices(listing: Listing) -> Iterator[Clash]:
    """A price before the discount that is lower than the price."""
    for n, sku in enumerate(listing.skus):
        if sku.price and sku.compare_at_price and sku.compare_at_price < sku.price:
            shown = (_shown(sku.compare_at_price), _shown(sku.price))
            names = (f"skus[{n}].compare_at_price", f"skus[{n}].price")
            places = tuple(Place(name, 0, len(text), text) for name, text in zip(names, shown, strict=True))
            yield _told(rule("compare-at-price"), "price", places, shown, "", ())
            return


def _shown(number: float) -> str:
    return f"{number:g}" if number != int(number) else str(int(number))


def _clash(sheet: Sheet, difference: Difference, broken: Rule) -> Clash:
    places: list[Place] = []
    for start, end in difference.places:
        part, span = sheet.page.origin(start, end)
        places.append(Place(part.path, span.start, span.end, part.raw[span.start : span.end]))
    values = tuple(place.text for place in places)
    agreed = _agreed(sheet, difference, values)
    edits = tuple((place.field, place.start, place.end, agreed) for place in places if agreed and place.text != agreed)
    return _told(broken, difference.attribute, tuple(places), values, agreed, edits)


def _agreed(sheet: Sheet, difference: Difference, values: tuple[str, ...]) -> str:
    """The value that more fields tell than any other, in the words of the first of them."""
    folded = [sheet.page.text[start:end] for start, end in difference.places]
    told = [sum(word in sheet.text(part) for part in sheet.page.parts) for word in folded]
    most = max(told)
    return values[told.index(most)] if told.count(most) == 1 else ""


def _told(
    broken: Rule,
    attribute: str,
    places: tuple[Place, ...],
    values: tuple[str, ...],
    agreed: str,
    edits: tuple[tuple[str, int, int, str], ...],
) -> Clash:
    words = {"one": values[0], "other": values[-1], "first": places[0].field, "second": places[-1].field}
    texts = {lang: broken.message[lang].format(**words) for lang in ("en", "zh")}
    return Clash(
        broken.id,
        attribute,
        broken.severity,
        places,
        values,
        agreed,
        texts["en"],
        texts["zh"],
        edits,
    )
