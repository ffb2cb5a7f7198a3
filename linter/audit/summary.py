"""Figures as plain values in a fixed order: what `summary.json` holds and the report's page shows."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import to_builtins

from linter.audit.definitions import DEFINITIONS
from linter.audit.figures import DIMENSIONS, OTHER, Cell, Figures, Repeats
from linter.audit.metrics import EDGES, TOLD, Tally, Waits, local, merge
from linter.audit.redact import redact
from linter.model import Severity
from linter.report.audit.shown import ShownThread

VERSION = 1
OFFENCES = 2
"""In how many threads an agent must have broken a blocking rule to be told as a repeat offender."""

_PER = 10_000
_CELLS = 15_000
_SHOPS = 30
_ROWS = 200
_TEXTS = 50
_BY_TIME = frozenset({"day", "hour"})
_SEVERITIES = tuple(severity.value for severity in reversed(Severity))


def summary(figures: Figures, *, redacted: bool = False) -> dict[str, Any]:
    """Everything that was counted. `redacted`: no personal data of buyers in it.

    `by` has a row for each family, rule, severity, shop, agent, day, hour, language and platform; where messages can be
    told apart by it too, it says how many were checked and how many findings that makes per 10,000. `cells` are the
    same counts crossed with shop, family and severity, to be filtered by; small shops stand together under `…`.
    """
    checked = figures.checked
    return {
        "version": VERSION,
        "redacted": redacted,
        "period": _period(figures),
        "messages": {
            "total": figures.messages,
            "checked": checked,
            "context": figures.context,
            "with_findings": figures.touched,
            "unchecked": figures.unchecked,
            "unreadable": figures.unreadable,
            "undated": figures.undated,
        },
        "threads": {
            "total": figures.threads,
            "with_findings": figures.threads_touched,
            "blocked": figures.threads_blocked,
        },
        "findings": _counts(figures.found["rule"].items(), checked),
        "by": _tables(figures),
        "repeat_offenders": _offenders(figures)[:_ROWS],
        "worst_threads": [_outline(thread) for thread in figures.worst_threads(redacted=redacted)],
        "identical_texts": _identical(figures.repeats, redacted=redacted),
        "service": [_service(figures, name) for name in sorted(figures.service)],
        "edges": list(EDGES),
        "cells": _cells(figures),
    }


def _period(figures: Figures) -> dict[str, Any]:
    zone = figures.terms.zone
    days = [None if at is None else local(at, zone).date().isoformat() for at in (figures.first_at, figures.last_at)]
    return {"first": days[0], "last": days[1], "zone": zone}


def _counts(cells: Iterable[tuple[Cell, int]], said: int | None) -> dict[str, Any]:
    counts = dict.fromkeys(_SEVERITIES, 0)
    for (_, _, _, severity), number in cells:
        counts[severity] += number
    total = sum(counts.values())
    fields: dict[str, Any] = {"findings": total, **counts}
    return fields if said is None else fields | {"messages": said, "per_10000": _per(total, said)}


def _per(found: int, said: int) -> float | None:
    return round(found * _PER / said, 2) if said else None


def _tables(figures: Figures) -> dict[str, list[dict[str, Any]]]:
    """Findings by each thing one may ask for: by time in order, else the most first."""
    rules = figures.found["rule"]
    tables = {
        "family": _table(rules, 2),
        "rule": _table(rules, 0),
        "severity": _table(rules, 3),
        "shop": _table(rules, 1, _said(figures, "platform", 1)),
    }
    for name in ("agent", "day", "hour", "language", "platform"):
        tables[name] = _table(figures.found[name], 0, _said(figures, name, 0))
        if name in _BY_TIME:
            tables[name].sort(key=lambda row: str(row["value"]))
    return tables


def _said(figures: Figures, dimension: str, part: int) -> dict[str, int]:
    """Checked messages by the value of a dimension, or by shop."""
    said: dict[str, int] = {}
    for key, number in figures.said[dimension].items():
        said[key[part]] = said.get(key[part], 0) + number
    return said


def _table(cells: Mapping[Cell, int], part: int, said: Mapping[str, int] | None = None) -> list[dict[str, Any]]:
    groups: dict[str, list[tuple[Cell, int]]] = {value: [] for value in said or ()}
    for cell, number in cells.items():
        groups.setdefault(cell[part], []).append((cell, number))
    rows = [
        {"value": value, **_counts(group, None if said is None else said.get(value, 0))}
        for value, group in groups.items()
    ]
    return sorted(rows, key=lambda row: (-row["findings"], -row["block"], row["value"]))


def _offenders(figures: Figures) -> list[dict[str, Any]]:
    """Agents with blocking findings in two threads or more, those with the most first."""
    blocked: dict[tuple[str, str], int] = {}
    for (agent, shop, _, severity), number in figures.found["agent"].items():
        if severity == Severity.BLOCK.value:
            blocked[agent, shop] = blocked.get((agent, shop), 0) + number
    rows = [
        {
            "agent": agent,
            "shop": shop,
            "block": blocked.get((agent, shop), 0),
            "threads": threads,
            "messages": figures.said["agent"].get((agent, shop), 0),
            "per_10000": _per(blocked.get((agent, shop), 0), figures.said["agent"].get((agent, shop), 0)),
            "wait": _waits(figures.waits.get((agent, shop), Waits())),
        }
        for (agent, shop), threads in figures.offences.items()
        if threads >= OFFENCES and agent not in {"", OTHER}
    ]
    return sorted(rows, key=lambda row: (-row["block"], -row["threads"], row["shop"], row["agent"]))


def _outline(thread: ShownThread) -> dict[str, Any]:
    return {
        "thread": thread.thread,
        "shop": thread.shop,
        "platform": thread.platform,
        "agents": list(thread.agents),
        "block": thread.block,
        "warn": thread.warn,
        "note": thread.note,
        "rules": sorted({f.rule for bubble in thread.bubbles for f in bubble.findings}),
    }


def _identical(repeats: Repeats, *, redacted: bool) -> dict[str, Any]:
    often = sorted((r for r in repeats.texts.values() if r.count > 1), key=lambda r: (-r.count, r.text))[:_TEXTS]
    return {
        "exact": not repeats.lost,
        "at_most_more": repeats.lost,
        "texts": [{"text": redact(r.text, r.names) if redacted else r.text, "at_least": r.count} for r in often],
    }


def _service(figures: Figures, name: str) -> dict[str, Any]:
    rule = DEFINITIONS[name]
    shops = _folded(figures.service[name], figures)
    total = Tally()
    for tally in shops.values():
        total = merge(total, tally)
    return {
        "definition": to_builtins(rule),
        "business_hours": to_builtins(figures.terms.hours or rule.hours),
        "estimate": True,
        "total": _tally(total),
        "shops": {shop: _tally(tally) for shop, tally in sorted(shops.items())},
    }


def _folded(tallies: Mapping[str, Tally], figures: Figures) -> dict[str, Tally]:
    big = _big_shops(figures)
    folded: dict[str, Tally] = {}
    for shop, tally in sorted(tallies.items()):
        name = shop if shop in big else OTHER
        folded[name] = merge(folded[name], tally) if name in folded else tally
    return folded


def _big_shops(figures: Figures) -> frozenset[str]:
    said = _said(figures, "platform", 1)
    return frozenset(sorted(said, key=lambda shop: (-said[shop], shop))[:_SHOPS])


def _tally(tally: Tally) -> dict[str, Any]:
    fields: dict[str, Any] = to_builtins(tally)
    waits = ("first_human", "first_bot", "human", "human_inside", "bot")
    return {
        **fields,
        "rate": None if tally.rate is None else round(tally.rate, 4),
        **{name: _waits(getattr(tally, name)) for name in waits},
    }


def _waits(waits: Waits) -> dict[str, Any]:
    return {
        "number": waits.number,
        "mean": None if waits.mean is None else round(waits.mean, 1),
        "median_at_most": waits.quantile(0.5),
        "p90_at_most": waits.quantile(0.9),
        "longest": round(waits.longest_ms / 1000, 1),
        "within": {str(edge): waits.within(edge) for edge in TOLD},
        "boxes": list(waits.boxes),
    }


def _cells(figures: Figures) -> dict[str, Any]:
    big = _big_shops(figures)
    named = {name: _named(figures, name) for name in DIMENSIONS}
    found = {name: _sums(_shop_folded(figures.found[name].items(), big, named[name])) for name in DIMENSIONS}
    said = {name: _sums(_shop_folded(figures.said[name].items(), big, named[name])) for name in DIMENSIONS}
    # Days come by the thousand: one too many are told by the month.
    step = "day"
    if len(found["day"]) + len(said["day"]) > _CELLS:
        step = "month"
        found["day"], said["day"] = _months(found["day"]), _months(said["day"])
    return {"step": step, "found": found, "said": said}


def _named(figures: Figures, dimension: str) -> frozenset[str]:
    """The values that keep their names: agents come by the thousand, and those who are told are the worst."""
    rows = _table(figures.found[dimension], 0, _said(figures, dimension, 0))
    kept = rows if dimension in _BY_TIME else rows[:_ROWS]
    return frozenset(row["value"] for row in kept)


def _shop_folded(
    counts: Iterable[tuple[tuple[str, ...], int]], big: frozenset[str], named: frozenset[str]
) -> Iterator[tuple[tuple[str, ...], int]]:
    for (value, shop, *rest), number in counts:
        yield (value if value in named else OTHER, shop if shop in big else OTHER, *rest), number


def _sums(counts: Iterable[tuple[tuple[str, ...], int]]) -> list[list[Any]]:
    sums: dict[tuple[str, ...], int] = {}
    for key, number in counts:
        sums[key] = sums.get(key, 0) + number
    return [[*key, number] for key, number in sorted(sums.items())]


def _months(rows: Iterable[list[Any]]) -> list[list[Any]]:
    return _sums(((day[:7], *rest), number) for day, *rest, number in rows)
