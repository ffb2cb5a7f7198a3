"""The nouns every layer shares: messages in, findings and reports out.

All positions are code points of the text as the seller wrote it.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct


class Span(NamedTuple):
    """A half-open range of code points, `start <= i < end`."""

    start: int
    end: int


class Severity(StrEnum):
    """How bad a finding is; compare with `rank`, never alphabetically."""

    NOTE = "note"
    WARN = "warn"
    BLOCK = "block"

    @property
    def rank(self) -> int:
        """0 for note, 1 for warn, 2 for block."""
        return ("note", "warn", "block").index(self.value)


class Verdict(StrEnum):
    """What a report says in one word; `unchecked` means that nobody may call the text clean."""

    CLEAN = "clean"
    NOTE = "note"
    WARN = "warn"
    BLOCK = "block"
    UNCHECKED = "unchecked"


class Role(StrEnum):
    """Who speaks. Sellers and bots are checked, buyers and the system are context."""

    SELLER = "seller"
    BOT = "bot"
    BUYER = "buyer"
    SYSTEM = "system"


class Surface(StrEnum):
    """Where the words will stand."""

    IM = "im"
    BROADCAST = "broadcast"
    AUTO_REPLY = "auto_reply"
    REVIEW_REPLY = "review_reply"
    PACKAGE_CARD = "package_card"
    LIVE_SCRIPT = "live_script"
    LISTING = "listing"


_EU = "at be bg hr cy cz de dk ee es fi fr gr hu ie it lt lu lv mt nl pl pt ro se si sk"
_MARKETS = {
    "sea": frozenset({"id", "my", "ph", "sg", "th", "vn"}),
    "eu": frozenset(_EU.split()),
}
_SAME_MARKET = {"uk": "gb"}


def in_market(market: str, markets: Sequence[str]) -> bool:
    """Whether a market is one of these, or they are parts of one another: `vn` and `sea`, `uk` and `gb`."""
    ours = _SAME_MARKET.get(market, market)
    theirs = [_SAME_MARKET.get(m, m) for m in markets]
    return any(ours == m or ours in _MARKETS.get(m, ()) or m in _MARKETS.get(ours, ()) for m in theirs)


class Message(Struct, frozen=True, kw_only=True):
    """One text from one sender on one surface.

    `platform` empty means every platform's common rules; `market` is an ISO 3166 alpha-2 code in lower case, or
    `sea`, `eu`; `sent_at` is ISO 8601 text or epoch seconds.
    """

    text: str
    id: str = ""
    role: Role = Role.SELLER
    surface: Surface = Surface.IM
    platform: str = ""
    market: str = ""
    lang: str = ""
    thread: str = ""
    sender: str = ""
    sent_at: str | float | None = None
    order_id: str = ""


class Place(Struct, frozen=True):
    """A point in a file: line and column count from 1; 0 where unknown."""

    file: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """`file:line:column`, as editors and terminals understand it."""
        return ":".join([self.file, *(str(n) for n in (self.line, self.column) if n)])


class PolicyLink(Struct, frozen=True):
    """The published text a finding rests on."""

    title: str
    url: str = ""


class Edit(Struct, frozen=True):
    """Replace the code points `start..end` of `field` by `text`."""

    field: str
    start: int
    end: int
    text: str


class Fix(Struct, frozen=True):
    """What to write instead. `safety`: `safe` may be applied unseen, `suggest` and `unsafe` after a look, `manual`
    is advice only.
    """

    title: str
    safety: str = "manual"
    edits: tuple[Edit, ...] = ()


class Elsewhere(Struct, frozen=True):
    """Words of another message of the thread that a finding rests on."""

    id: str
    start: int
    end: int


class Side(Struct, frozen=True):
    """One of the places of a listing that contradict each other: the words `start..end` of `field`."""

    field: str
    start: int
    end: int
    text: str


class Finding(Struct, frozen=True, kw_only=True):
    """One rule broken at one place.

    `start..end` is the whole stretch, `parts` the words inside it that count (what a report underlines); `seen_as`
    is what the words were read as where they were disguised, else empty; `elsewhere` names the other messages it rests
    on.
    """

    rule: str
    family: str
    severity: Severity
    start: int
    end: int
    match: str
    message: str
    field: str = "text"
    parts: tuple[Span, ...] = ()
    seen_as: str = ""
    policy: tuple[PolicyLink, ...] = ()
    fix: Fix | None = None
    elsewhere: tuple[Elsewhere, ...] = ()


class Contradiction(Finding, frozen=True, kw_only=True):
    """Fields of one listing that do not agree about an `attribute`; `sides` are all the places, this one first."""

    attribute: str = ""
    sides: tuple[Side, ...] = ()

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that do not agree, each once."""
        return tuple(dict.fromkeys(side.field for side in self.sides))


class Unchecked(Struct, frozen=True):
    """A rule (or the whole record, with an empty `rule`) that could not be judged, and why."""

    rule: str
    problem: str


class Report(Struct, frozen=True, kw_only=True):
    """Everything found in one message. `allowed` holds findings that the project's configuration lets pass."""

    id: str = ""
    at: Place = Place()
    findings: tuple[Finding, ...] = ()
    allowed: tuple[Finding, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()

    @property
    def verdict(self) -> Verdict:
        """The worst finding's severity; `block` outweighs `unchecked`, which outweighs the rest."""
        worst = max((f.severity for f in self.findings), key=lambda s: s.rank, default=None)
        if worst is Severity.BLOCK:
            return Verdict.BLOCK
        if self.unchecked:
            return Verdict.UNCHECKED
        return Verdict(worst.value) if worst else Verdict.CLEAN
