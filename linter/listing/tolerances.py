"""How far two values of one rule may be apart: the numbers that each comparison asks of `consistency.yaml`."""

from collections.abc import Mapping
from functools import cache
from typing import Final, TypeVar

from msgspec import Struct

from linter.listing.tables import checked, rules

Asked = TypeVar("Asked")


class Measured(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """Two measures: shares of the larger one, and `side_extra` in centimetres."""

    same_unit: float
    other_unit: float
    other_system: float
    about: float
    sides: float
    side_extra: float


class Weights(Measured, frozen=True):
    """A bare weight beside a net one: how much more may be packaging, and from when on it is of another thing."""

    gross_from: float
    gross_to: float
    gross_extra: float
    another_thing: float


class Voltages(Measured, frozen=True):
    """From how many volts on it is the socket's."""

    mains: float


class Sizes(Measured, frozen=True):
    """The smallest screen, and how many characters a size in letters has at most."""

    smallest_screen: float
    short_value: int
    short_attribute: int


class Warranties(Measured, frozen=True):
    """The share by which terms may differ, and the shortest one in months."""

    share: float
    shortest: float


class Sendings(Measured, frozen=True):
    """When goods are sent, in days."""

    waits: float
    soon: float
    slow: float
    times: float
    unsaid_wait: float
    in_stock: float
    longest: float
    month: float


class Package(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The share of its contents that a package weighs at least."""

    lightest: float


class Packs(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """How many a pack holds at most, and how large a bare number may be."""

    pack_at_most: float
    most: int


class Conversions(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """One length in two systems: what is rounding, and what is another length."""

    share: float
    rest: float
    apart: float
    apart_at_slash: float
    gap: int


class Compositions(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """Shares of materials, in percent."""

    share: float
    pure: float
    whole_from: float
    whole_to: float


class Ages(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """Ages in months."""

    minima: float
    oldest: float
    youngest: float


_ASKED: Final[Mapping[str, type[Struct]]] = {
    "age": Ages,
    "capacity": Measured,
    "conversion": Conversions,
    "duration": Measured,
    "length": Measured,
    "material": Compositions,
    "package-weight": Package,
    "power": Measured,
    "quantity": Packs,
    "refresh-rate": Measured,
    "shelf-life": Measured,
    "shipping": Sendings,
    "size": Sizes,
    "voltage": Voltages,
    "volume": Measured,
    "warranty": Warranties,
    "weight": Weights,
}


class _None(Struct, frozen=True, forbid_unknown_fields=True):
    """What is the same or is not."""


@cache
def _tolerances() -> Mapping[str, Struct]:
    """The tolerances of all rules; a number too many or too few is told with the rule that has it."""
    return {
        name: checked(rule.tolerance, _ASKED.get(name, _None), "consistency", f"{rule.id}.tolerance")
        for name, rule in rules().items()
    }


def tolerance(name: str, kind: type[Asked]) -> Asked:
    """How far two values of a rule may be apart."""
    found = _tolerances()[name]
    if not isinstance(found, kind):
        raise TypeError(f"the rule `{name}` has {type(found).__name__}, not {kind.__name__}")
    return found
