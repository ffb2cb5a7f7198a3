"""What is wrong with a listing's structure, and the rules that say so."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, TypeVar

from msgspec import Struct

from linter.listing.tables import load
from linter.model import Edit, PolicyLink, Severity

Said = str | int | float | Mapping[str, str]
Loaded = TypeVar("Loaded")

_LANGUAGES: Final = ("en", "zh")
_SHOWN: Final = 80


class Rule(Struct, frozen=True, forbid_unknown_fields=True):
    """A rule on structure; texts by language of the report."""

    severity: Severity
    title: Mapping[str, str]
    message: Mapping[str, str]
    advice: Mapping[str, str]


class Fault(Struct, frozen=True, kw_only=True):
    """One rule broken at one place of a listing. `start..end` are code points of `field`; both 0 for a value that is
    no text (a price) or is not there.
    """

    rule: str
    family: str
    severity: Severity
    field: str
    start: int
    end: int
    match: str
    messages: Mapping[str, str]
    advice: Mapping[str, str]
    policy: tuple[PolicyLink, ...] = ()
    edits: tuple[Edit, ...] = ()


def data(name: str, kind: type[Loaded]) -> Loaded:
    """A table of this folder's `data`, checked against its type."""
    return load(name, kind, merging=True)


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule on structure by its id."""
    return data("rules", dict[str, Rule])


def fault(
    rule: str,
    field: str,
    text: str = "",
    start: int = 0,
    end: int | None = None,
    *,
    severity: Severity | None = None,
    policy: Sequence[PolicyLink] = (),
    edits: Sequence[Edit] = (),
    said: Mapping[str, Said] = {},
) -> Fault:
    """The fault of `text[start:end]` in a field; `said` fills the blanks of the rule's message."""
    known = rules()[rule]
    stop = len(text) if end is None else end
    match = text[start:stop]
    return Fault(
        rule=rule,
        family=rule.partition("/")[0],
        severity=severity or known.severity,
        field=field,
        start=start,
        end=stop,
        match=match,
        messages={ui: _filled(known.message[ui], ui, {"match": _short(match), **said}) for ui in _LANGUAGES},
        advice=known.advice,
        policy=tuple(policy),
        edits=tuple(edits),
    )


def _filled(template: str, ui: str, said: Mapping[str, Said]) -> str:
    words = {name: value[ui] if isinstance(value, Mapping) else value for name, value in said.items()}
    return template.format_map(words)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
