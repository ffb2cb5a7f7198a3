"""What a manager asks of an audit, added up conversation by conversation; two halves added up are the whole.

Everything is bounded: a shop, agent or day too many is counted under `OTHER`, and what is only estimated beyond a bound
(identical texts) says by how much. All of it can be packed with msgspec, put away, and gone on with.
"""

import heapq
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, Self

import msgspec
from msgspec import Struct, field
from msgspec.structs import replace

from linter.audit.metrics import Session, Tally, Terms, Waits, hashed, local, merge, moment, sessions, turn
from linter.audit.redact import redact_thread
from linter.engine import CHECKED
from linter.model import Message, Report, Role, Severity
from linter.report.audit.shown import Bubble, ShownThread
from linter.text.language import language

OTHER = "…"
"""Under which name stands what was too much to be told apart."""

WORST = 20
BUBBLES = 30
"""Messages shown of one of the worst threads."""

_CELLS = 200_000
_TEXTS = 20_000
_LONGEST_TEXT = 4_000
_SAMPLE = 200
_SHORTEST_SAMPLE = 8
_BEFORE, _AFTER = 3, 1

Cell = tuple[str, str, str, str]
"""A value of the dimension, the shop, the family, the severity."""

DIMENSIONS = ("day", "hour", "agent", "rule", "language", "platform")


class Repeated(Struct):
    """A text that was said again and again: how often at least, and how it was first read, with the buyer's names."""

    count: int
    text: str
    names: tuple[str, ...] = ()


class Repeats(Struct):
    """Which texts were said most, in bounded memory (Misra and Gries): each was said `count` times at least, and at
    most `lost` times more. Exact while `lost` is 0.
    """

    texts: dict[int, Repeated] = field(default_factory=dict[int, Repeated])
    lost: int = 0

    def add(self, text: str, names: tuple[str, ...]) -> None:
        """Count one text."""
        key = hashed(text)
        known = self.texts.get(key)
        if known:
            known.count += 1
        else:
            self.texts[key] = Repeated(1, text[:_SAMPLE], names)
            self.texts, self.lost = _foremost(self.texts, self.lost)

    def merged(self, other: Self) -> Self:
        """Both together."""
        texts = {key: replace(r) for key, r in self.texts.items()}
        for key, theirs in other.texts.items():
            ours = texts.get(key)
            # The same text, written in two ways: whichever half comes first, one of them is shown.
            texts[key] = _one(ours, theirs) if ours else replace(theirs)
        return type(self)(*_foremost(texts, self.lost + other.lost))


def _foremost(texts: dict[int, Repeated], lost: int) -> tuple[dict[int, Repeated], int]:
    """The texts said most: all counts sink by what the first that goes had, so that no count is ever too high."""
    if len(texts) < 2 * _TEXTS:
        return texts, lost
    gone = sorted((r.count for r in texts.values()), reverse=True)[_TEXTS]
    return {key: replace(r, count=r.count - gone) for key, r in texts.items() if r.count > gone}, lost + gone


def _one(ours: Repeated, theirs: Repeated) -> Repeated:
    text, names = min((ours.text, ours.names), (theirs.text, theirs.names))
    return Repeated(ours.count + theirs.count, text, names)


class Ranked(Struct, frozen=True):
    """A thread among the worst; the least rank is the worst thread."""

    rank: tuple[int, int, int, str, str]
    shown: ShownThread


class Figures(Struct):
    """All figures of an audit. `found`: findings by dimension; `said`: checked messages by dimension and shop."""

    terms: Terms = Terms()
    unreadable: int = 0
    messages: int = 0
    checked: int = 0
    context: int = 0
    unchecked: int = 0
    touched: int = 0
    undated: int = 0
    threads: int = 0
    threads_touched: int = 0
    threads_blocked: int = 0
    first_at: float | None = None
    last_at: float | None = None
    found: dict[str, dict[Cell, int]] = field(default_factory=lambda: {name: {} for name in DIMENSIONS})
    said: dict[str, dict[tuple[str, str], int]] = field(default_factory=lambda: {name: {} for name in DIMENSIONS})
    offences: dict[tuple[str, str], int] = field(default_factory=dict[tuple[str, str], int])
    waits: dict[tuple[str, str], Waits] = field(default_factory=dict[tuple[str, str], Waits])
    service: dict[str, dict[str, Tally]] = field(default_factory=dict[str, dict[str, Tally]])
    worst: list[Ranked] = field(default_factory=list[Ranked])
    repeats: Repeats = field(default_factory=Repeats)

    def add_unreadable(self, records: int = 1) -> None:
        """Count records that nobody could read."""
        self.unreadable += records

    def add(
        self,
        messages: Sequence[Message],
        reports: Sequence[Report],
        *,
        shop: str = "",
        served: Sequence[Session] | None = None,
    ) -> None:
        """Count one whole conversation, in order of time, with the report of each of its messages. A conversation must
        not be split; a message without one is a conversation of its own, and says nothing of service. `served`: its
        sessions, where they are known.
        """
        if not messages:
            return
        times = [moment(message) for message in messages]
        names = tuple(dict.fromkeys(m.sender for m in messages if m.role is Role.BUYER and m.sender))
        for message, report, at in zip(messages, reports, times, strict=True):
            self._count(message, report, at, shop, names)
        self._count_thread(messages, reports, shop)
        if messages[0].thread:
            self._serve(messages, shop, served)
        self._rank(messages, reports, times, shop)

    def _count(self, message: Message, report: Report, at: float | None, shop: str, names: tuple[str, ...]) -> None:
        self.messages += 1
        if at is None:
            self.undated += 1
        else:
            self.first_at = at if self.first_at is None else min(at, self.first_at)
            self.last_at = at if self.last_at is None else max(at, self.last_at)
        if message.role not in CHECKED:
            self.context += 1
            return
        self.checked += 1
        self.unchecked += bool(report.unchecked)
        self.touched += bool(report.findings)
        if message.role is Role.SELLER and len(message.text.strip()) >= _SHORTEST_SAMPLE:
            self.repeats.add(message.text, names)
        values = self._values(message, at)
        for name, value in values.items():
            _count_up(self.said[name], (value, shop), (OTHER, OTHER), 1)
        for finding in report.findings:
            for name, value in (values | {"rule": finding.rule}).items():
                cell = (value, shop, finding.family, finding.severity.value)
                other = (OTHER, OTHER, finding.family, finding.severity.value)
                _count_up(self.found[name], cell, other, 1)

    def _values(self, message: Message, at: float | None) -> dict[str, str]:
        day, hour = ("", "") if at is None else _day_and_hour(int(at // _QUARTER), self.terms.zone)
        return {
            "day": day,
            "hour": hour,
            "agent": message.sender,
            "language": message.lang or _language(message.text[:_HEAD], message.market),
            "platform": message.platform,
        }

    def _count_thread(self, messages: Sequence[Message], reports: Sequence[Report], shop: str) -> None:
        found = [(m, f) for m, report in zip(messages, reports, strict=True) for f in report.findings]
        self.threads += 1
        self.threads_touched += bool(found)
        blocked = sorted({m.sender for m, f in found if f.severity is Severity.BLOCK})
        self.threads_blocked += bool(blocked)
        for agent in blocked:
            _count_up(self.offences, (agent, shop), (OTHER, OTHER), 1)

    def _serve(self, messages: Sequence[Message], shop: str, served: Sequence[Session] | None) -> None:
        settings = self.terms.settings(messages[0].platform, messages[0].market)
        shops = self.service.setdefault(settings.definition.id, {})
        total = shops.setdefault(shop if shop in shops or len(shops) < _CELLS else OTHER, Tally())
        for session in sessions(map(turn, messages), settings) if served is None else served:
            total.add(session)
            for agent, wait in session.answers:
                key = (agent, shop)
                known = key in self.waits or len(self.waits) < _CELLS
                self.waits.setdefault(key if known else (OTHER, OTHER), Waits()).add(wait)

    def _rank(
        self, messages: Sequence[Message], reports: Sequence[Report], times: Sequence[float | None], shop: str
    ) -> None:
        counts = dict.fromkeys(Severity, 0)
        for report in reports:
            for finding in report.findings:
                counts[finding.severity] += 1
        block, warn, note = counts[Severity.BLOCK], counts[Severity.WARN], counts[Severity.NOTE]
        rank = (-block, -warn, -note, shop, messages[0].thread or messages[0].id)
        if not block + warn + note or (len(self.worst) >= WORST and rank >= self.worst[-1].rank):
            return
        self.worst.append(Ranked(rank, shown(messages, reports, times, shop=shop)))
        self.worst = heapq.nsmallest(WORST, self.worst, key=lambda ranked: ranked.rank)

    def worst_threads(self, *, redacted: bool = False) -> tuple[ShownThread, ...]:
        """The worst threads, the worst first."""
        threads = tuple(ranked.shown for ranked in self.worst)
        return tuple(map(redact_thread, threads)) if redacted else threads


# Canned replies come again and again, and their head tells enough.
_HEAD = 200
_language = lru_cache(maxsize=16_384)(language)


_QUARTER = 900
"""Seconds. Since 1972 no zone's clock has been set at another minute than a quarter's."""


@lru_cache(maxsize=65_536)
def _day_and_hour(quarter: int, zone: str) -> tuple[str, str]:
    here = local(quarter * _QUARTER, zone)
    return here.date().isoformat(), f"{here.hour:02}"


def _count_up(counts: dict[Any, int], key: Any, other: Any, number: int) -> None:
    counted = key if key in counts or len(counts) < _CELLS else other
    counts[counted] = counts.get(counted, 0) + number


def merged(one: Figures, other: Figures) -> Figures:
    """Both together; they were read by the same terms."""
    return Figures(
        terms=one.terms,
        unreadable=one.unreadable + other.unreadable,
        messages=one.messages + other.messages,
        checked=one.checked + other.checked,
        context=one.context + other.context,
        unchecked=one.unchecked + other.unchecked,
        touched=one.touched + other.touched,
        undated=one.undated + other.undated,
        threads=one.threads + other.threads,
        threads_touched=one.threads_touched + other.threads_touched,
        threads_blocked=one.threads_blocked + other.threads_blocked,
        first_at=min((at for at in (one.first_at, other.first_at) if at is not None), default=None),
        last_at=max((at for at in (one.last_at, other.last_at) if at is not None), default=None),
        found={name: _sum(one.found[name], other.found[name]) for name in DIMENSIONS},
        said={name: _sum(one.said[name], other.said[name]) for name in DIMENSIONS},
        offences=_sum(one.offences, other.offences),
        waits=_sum(one.waits, other.waits),
        service=_merged_service(one.service, other.service),
        worst=heapq.nsmallest(WORST, [*one.worst, *other.worst], key=lambda ranked: ranked.rank),
        repeats=one.repeats.merged(other.repeats),
    )


def _sum(one: Mapping[Any, Any], other: Mapping[Any, Any]) -> dict[Any, Any]:
    return {**one, **{key: one[key] + count if key in one else count for key, count in other.items()}}


def _merged_service(
    one: Mapping[str, dict[str, Tally]], other: Mapping[str, dict[str, Tally]]
) -> dict[str, dict[str, Tally]]:
    return {name: _merged_shops(one.get(name, {}), other.get(name, {})) for name in sorted({*one, *other})}


def _merged_shops(one: Mapping[str, Tally], other: Mapping[str, Tally]) -> dict[str, Tally]:
    return {shop: merge(one.get(shop, Tally()), other.get(shop, Tally())) for shop in sorted({*one, *other})}


def pack(figures: Figures) -> bytes:
    """Figures as bytes, to be gone on with later."""
    return msgspec.msgpack.encode(figures)


def unpack(packed: bytes) -> Figures:
    """What was packed."""
    return msgspec.msgpack.decode(packed, type=Figures)


def shown(
    messages: Sequence[Message],
    reports: Sequence[Report],
    times: Sequence[float | None],
    *,
    shop: str = "",
    whole: bool = False,
) -> ShownThread:
    """A conversation as a page shows it: the messages around its findings, or with `whole` (evidence) every one."""
    found = [f for report in reports for f in report.findings]
    agents = dict.fromkeys(m.sender for m, r in zip(messages, reports, strict=True) if r.findings)
    chosen = list(range(len(messages))) if whole else _chosen(reports)
    bubbles: list[Bubble] = []
    for before, number in zip([-1, *chosen], chosen, strict=False):
        message, report = messages[number], reports[number]
        bubbles.append(
            Bubble(
                id=message.id,
                role=message.role,
                sender=message.sender,
                text=message.text if whole else message.text[:_LONGEST_TEXT],
                at=times[number],
                findings=report.findings,
                place=report.at,
                skipped=number - before - 1,
                cut=not whole and len(message.text) > _LONGEST_TEXT,
            )
        )
    return ShownThread(
        thread=messages[0].thread or messages[0].id,
        shop=shop,
        platform=messages[0].platform,
        market=messages[0].market,
        agents=tuple(agents),
        block=sum(f.severity is Severity.BLOCK for f in found),
        warn=sum(f.severity is Severity.WARN for f in found),
        note=sum(f.severity is Severity.NOTE for f in found),
        bubbles=tuple(bubbles),
        skipped=len(messages) - 1 - chosen[-1] if chosen else len(messages),
    )


def _chosen(reports: Sequence[Report]) -> list[int]:
    """Which messages to show: those with findings first, then what stands around them."""
    touched = [number for number, report in enumerate(reports) if report.findings][:BUBBLES]
    around = [
        near
        for number in touched
        for near in range(max(number - _BEFORE, 0), min(number + _AFTER + 1, len(reports)))
        if near not in touched
    ]
    return sorted({*touched, *list(dict.fromkeys(around))[: BUBBLES - len(touched)]})
