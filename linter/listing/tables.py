"""The tables under `data/`: each is read once, and checked against the type that it must have."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal, TypeVar

import msgspec
import yaml
from msgspec import Struct

from linter.errors import RuleError
from linter.model import Place, Severity

Loaded = TypeVar("Loaded")
Language = Literal["en", "zh", "id", "ms", "fil", "th", "vi", "es", "pt"]
Words = tuple[str, ...]
Spoken = Mapping[Language, Words]
Field = Literal[
    "title",
    "brand",
    "category",
    "description",
    "bullets",
    "attributes",
    "option",
    "package",
    "images",
    "shipping",
    "warranty",
]

DATA: Final = Path(__file__).parent / "data"
# Words are words: `no` and `on` are no truths, and 1.5 is what it is asked to be.
_PLAIN: Final[Any] = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_MERGING: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Rule(Struct, frozen=True, forbid_unknown_fields=True):
    """What is compared, in which fields, with what tolerance, and how bad it is if it differs."""

    id: str
    attribute: str
    severity: Severity
    fields: tuple[Field, ...]
    title: Mapping[str, str]
    message: Mapping[str, str]
    examples: Mapping[Literal["bad", "good"], tuple[Mapping[str, Any], ...]]
    tolerance: Mapping[str, float] = {}

    @property
    def name(self) -> str:
        """The last part of the id."""
        return self.id.partition("/")[2]

    def reads(self, *kinds: Field) -> tuple[Field, ...]:
        """Those of these kinds of fields that the rule compares."""
        return tuple([kind for kind in kinds if kind in self.fields])


def load(name: str, kind: type[Loaded], *, merging: bool = False) -> Loaded:
    """One file of the data; a mistake in it is told in one line with the file and the key. `merging`: it has `<<`."""
    return checked(raw(name, merging=merging), kind, name, strict=merging)


def raw(name: str, *, merging: bool = False) -> Any:
    """What stands in a file, before anybody asked what it should be."""
    try:
        return yaml.load((DATA / f"{name}.yaml").read_text("utf-8"), _MERGING if merging else _PLAIN)  # noqa: S506  # both are safe
    except yaml.YAMLError as error:
        raise RuleError(" ".join(str(error).split()), at=_place(name)) from error


def checked(value: Any, kind: type[Loaded], name: str, key: str = "", *, strict: bool = False) -> Loaded:
    """A value of a file as the type that it must have; `key` says where in the file it stands."""
    try:
        return msgspec.convert(value, kind, strict=strict)
    except msgspec.ValidationError as error:
        problem = str(error).replace("`$", f"`{key or '$'}")
        where = f"`{key}`: " if key and key not in problem else ""
        raise RuleError(f"{where}{problem}", at=_place(name)) from error


def _place(name: str) -> Place:
    return Place(file=f"linter/listing/data/{name}.yaml")


@cache
def rules() -> Mapping[str, Rule]:
    """The rules on contradictions by the last part of their id."""
    told = [_rule(value) for value in checked(raw("consistency"), tuple[dict[str, Any], ...], "consistency")]
    twice = {rule.name for rule in told if sum(other.name == rule.name for other in told) > 1}
    if twice:
        raise RuleError(f"`{min(twice)}` stands twice", at=_place("consistency"))
    return {rule.name: rule for rule in told}


def _rule(value: Mapping[str, Any]) -> Rule:
    return checked(value, Rule, "consistency", str(value.get("id", "a rule without `id`")))


def rule(name: str) -> Rule:
    """One rule by the last part of its id."""
    return rules()[name]


@cache
def _listed() -> Mapping[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in load("words", dict[str, Words]).items()}


def listed(name: str) -> frozenset[str]:
    """A set of words that is needed in one place only, folded as it stands."""
    return _listed()[name]


class System(Struct, frozen=True, forbid_unknown_fields=True):
    """A unit: how much one is in the base unit, its words, and which system it is of."""

    size: float
    words: Words
    system: Literal["metric", "imperial", "chinese"] = "metric"


class Kind(Struct, frozen=True, forbid_unknown_fields=True):
    """What some units measure, and which rule and attribute tell of it."""

    base: str
    units: tuple[System, ...]
    rule: str = ""
