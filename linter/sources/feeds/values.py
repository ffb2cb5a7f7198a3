"""Values of feeds as the fields of a listing."""

# What JSON and YAML hold has no type until it has been looked at.
# pyright: reportUnknownArgumentType=false, reportUnknownMemberType=false, reportUnknownVariableType=false

import re
from collections.abc import Iterator, Mapping
from typing import Any

from linter.sources.feeds.told import Told

_MONEY = re.compile(r"\s*(?P<before>[^\d\s.,+=-]{0,4})\s*(?P<number>-?\d[\d.,\s']*)\s*(?P<after>[^\d\s.,]{0,4})\s*")
_FORMULA = re.compile(r"=\s*[A-Za-z(@\"'+\-]")
_THREE = 3


def is_formula(cell: str) -> bool:
    """Whether a cell holds a formula, whose result nobody knows."""
    return cell[:1] == "=" and _FORMULA.match(cell) is not None


def text_of(value: object) -> str:
    """A single value as words; a number as it is written, nothing for what is no single value."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case int() | float():
            return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
        case _:
            return ""


def money(value: object) -> tuple[float | None, str]:
    """An amount and its currency: `RM 1,299.00`, `1.299,00 EUR`, `12.9`. Raises `ValueError` for what is none."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None, ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value), ""
    read = _MONEY.fullmatch(value) if isinstance(value, str) else None
    if read is None:
        raise ValueError(f"no amount: {str(value)[:40]!r}")
    currency = read["before"] or read["after"]
    return number(read["number"]), currency.upper() if currency.isascii() else currency


def number(written: str) -> float:
    """A number with points and commas in whichever role: `1.299,00` and `1,299.00` are the same."""
    digits = re.sub(r"[\s']", "", written).rstrip(".,")
    point, comma = digits.rfind("."), digits.rfind(",")
    if point >= 0 and comma >= 0:
        thousands, decimal = (",", ".") if point > comma else (".", ",")
        return float(digits.replace(thousands, "").replace(decimal, "."))
    sign = "." if point >= 0 else ","
    if digits.count(sign) > 1 or (sign == "," and len(digits) - comma - 1 == _THREE and comma > 0):
        return float(digits.replace(sign, ""))
    return float(digits.replace(",", "."))


class Reader:
    """Takes values and keeps what was wrong with them, so that one bad price does not lose a listing."""

    def __init__(self) -> None:
        self.unread: list[str] = []
        self.places: dict[str, Told] = {}

    def amount(self, value: object, field: str) -> tuple[float | None, str]:
        """An amount of money; where it stands is kept, for a number does not know it."""
        if isinstance(value, Told):
            self.places[field] = value
            if value.column and is_formula(value):
                return None, ""  # told with its row
        try:
            return money(value)
        except ValueError as error:
            self.unread.append(f"`{field}`: {error}")
            return None, ""

    def count(self, value: object, field: str) -> float | None:
        """A plain number."""
        return self.amount(value, field)[0]

    def text(self, value: object, field: str) -> str:
        """A text; a list of texts would be several."""
        if isinstance(value, list | dict):
            self.unread.append(f"`{field}`: a text is expected")
        return text_of(value)

    def texts(self, value: object, field: str) -> tuple[str, ...]:
        """A list of texts; a single text is a list of one."""
        if value is None:
            return ()
        if isinstance(value, dict):
            self.unread.append(f"`{field}`: a list of texts is expected")
            return ()
        return tuple(text_of(item) for item in _listed(value))

    def named(self, value: object, field: str) -> dict[str, str]:
        """Texts by name, as `{name: value}` or as `[{"name": …, "value": …}]`; what is nested keeps both names."""
        if value is None:
            return {}
        if not isinstance(value, dict | list):
            self.unread.append(f"`{field}`: named texts, {{…}}, are expected")
            return {}
        return dict(flat(value))


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def flat(value: object, name: str = "") -> Iterator[tuple[str, str]]:
    """Every text below, by its keys: `Size.Waist`, and `Colour`, `Colour (2)` where a name has several values."""
    match value:
        case dict() if _is_pair(value):
            key, inner = _pair(value)
            yield from flat(inner, f"{name}.{key}" if name else key)
        case dict():
            for key, inner in value.items():
                yield from flat(inner, f"{name}.{key}" if name else str(key))
        case list():
            for place, inner in enumerate(value, 1):
                named = isinstance(inner, dict)
                yield from flat(inner, name if named or place == 1 else f"{name} ({place})")
        case _ if name and (text := text_of(value)):
            yield name, text
        case _:
            pass


_NAMES = ("name", "key", "label", "title")
_VALUES = ("value", "values", "text")


def _is_pair(fields: Mapping[str, object]) -> bool:
    return any(isinstance(fields.get(key), str) for key in _NAMES) and any(key in fields for key in _VALUES)


def _pair(fields: Mapping[str, object]) -> tuple[str, object]:
    name = next(str(fields[key]) for key in _NAMES if isinstance(fields.get(key), str))
    return name, next(fields[key] for key in _VALUES if key in fields)


def first(fields: Mapping[str, Any], *names: str) -> Any:
    """The first of these fields that is there and not empty."""
    return next((fields[name] for name in names if fields.get(name) not in (None, "", [], {})), None)
