"""What each platform asks of a listing's structure, from one table with its sources."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, Final, Literal

import msgspec
from msgspec import Struct

from linter.listing.fault import data
from linter.listing.words import Lexicon, lexicon
from linter.model import PolicyLink, Severity

Unit = Literal["characters", "columns", "words", "bytes"]
UNITS: Mapping[Unit, Mapping[str, str]] = {
    "characters": {"en": "characters", "zh": "个字符"},
    "columns": {"en": "columns (a Chinese character takes two)", "zh": "个字节(汉字计2)"},
    "words": {"en": "words", "zh": "个词"},
    "bytes": {"en": "bytes", "zh": "个字节"},
}


_LINK: Final = re.compile(r"(?:https?://|www\.)?(?P<host>(?:[a-z0-9-]+\.)+[a-z]{2,})(?![a-z0-9@-])")


class Source(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a limit is published, and who says so."""

    title: str
    basis: Literal["official", "secondary", "general"]
    checked: Any
    url: str = ""


class Check(Struct, frozen=True, forbid_unknown_fields=True):
    """A check that a platform asks for, with whatever it needs; `policy` names a source."""

    severity: Severity = Severity.NOTE
    policy: str = ""
    min: int = 0
    max: int = 0
    most: int = 0
    unit: Unit = "characters"
    never: str = ""
    note: str = ""
    tags: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    promotion: Severity | None = None


class Platform(Struct, frozen=True, forbid_unknown_fields=True):
    """The checks of one platform; what it does not name is not asked."""

    name: str = ""
    title: tuple[Check, ...] = ()
    description: tuple[Check, ...] = ()
    emoji: Check | None = None
    symbols: Check | None = None
    punctuation: Check | None = None
    capitals: Check | None = None
    repeated: Check | None = None
    promotion: Mapping[str, Severity] = {}
    promotion_policy: str = ""
    phrases: Check | None = None
    in_text: Check | None = None
    marketplace: Check | None = None
    price: Check | None = None
    language: Check | None = None
    vague: Check | None = None
    year: Check | None = None
    html: Check | None = None
    bullets: Check | None = None
    options: Check | None = None
    brands: str = ""
    bait: str = ""


class _Table(Struct, frozen=True, forbid_unknown_fields=True):
    policies: dict[str, Source]
    kinds: dict[str, Any]
    platforms: dict[str, dict[str, Any]]
    marketplaces: dict[str, tuple[str, ...]]
    passes: dict[str, tuple[str, ...]]
    vague: str
    own_links: dict[str, tuple[str, ...]]


@cache
def _table() -> _Table:
    return data("platforms", _Table)


@cache
def platform(name: str, market: str) -> Platform:
    """What the platform asks in this market; a platform nobody described asks what every listing is asked."""
    tables = _table().platforms
    common = tables[""]
    own = {**tables.get(name, {}), **tables.get(f"{name}/{market}", {})} if name else {}
    return msgspec.convert({**common, **own}, Platform)


def known(name: str) -> bool:
    """Whether the table describes this platform."""
    return bool(name) and name in _table().platforms


@cache
def link(policy: str) -> tuple[PolicyLink, ...]:
    """The source of that name as a report shows it."""
    if not policy:
        return ()
    source = _table().policies[policy]
    return (PolicyLink(source.title, source.url),)


@cache
def marketplaces() -> Mapping[str, Lexicon]:
    """The names of each marketplace and retailer."""
    return {name: Lexicon(words) for name, words in _table().marketplaces.items()}


@cache
def marketplace_passes() -> Lexicon:
    """Longer phrases in which a marketplace's name is none."""
    return lexicon(_table().passes)


def is_own_link(platform: str, text: str) -> bool:
    """Whether a link leads nowhere else: a shop of one's own may link to domains that are no marketplace or network."""
    elsewhere = _table().own_links.get(platform)
    link = _LINK.search(text.lower())
    return elsewhere is not None and link is not None and not any(name in link["host"] for name in elsewhere)


def vague_pattern() -> str:
    """What a title on a Chinese platform looks like that names nothing."""
    return _table().vague


def measured(text: str, unit: Unit) -> int:
    """The length of a text in a platform's own unit."""
    match unit:
        case "characters":
            return len(text)
        case "columns":
            return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
        case "bytes":
            return len(text.encode())
        case "words":
            return counted_words(text)


def counted_words(text: str) -> int:
    """Words as a reader counts them; two characters of Chinese or five of Thai are as good as one."""
    spaced = unspaced = 0
    for word in text.split():
        thick = _written_without_blanks(word)
        unspaced += thick
        spaced += thick < len(word)
    return spaced + unspaced


def _written_without_blanks(word: str) -> int:
    han = sum("\u3400" <= c <= "\u9fff" for c in word)
    thai = sum("\u0e00" <= c <= "\u0e7f" for c in word)
    return han // 2 + thai // 5


def units(check: Check) -> Mapping[str, str]:
    """The unit of a check in words."""
    return UNITS[check.unit]


__all__: Sequence[str] = (
    "Check",
    "Platform",
    "counted_words",
    "is_own_link",
    "known",
    "link",
    "marketplace_passes",
    "marketplaces",
    "measured",
    "platform",
    "units",
    "vague_pattern",
)
