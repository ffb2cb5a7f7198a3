"""The report of an audit as one page."""

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from linter.model import Severity
from linter.report.audit.html import bubbles, embedded, filled, pill, platform_name, told
from linter.report.audit.sayings import families, languages, platforms, sayings
from linter.report.audit.shown import ShownThread
from linter.report.words import Ui, words

_SAYINGS = 12
_OPEN = 3
"""Conversations that are unfolded from the start."""


def page(summary: Mapping[str, Any], threads: Sequence[ShownThread], ui: Ui, titles: Mapping[str, str] = {}) -> str:
    """The page of an audit: `summary` as `linter.audit.summary` makes it, the worst threads, and the rules' titles in
    the reader's language (a rule without one is told by its id).
    """
    said = sayings(ui)
    zone = str(summary["period"]["zone"])
    fields = {
        "lang": "zh-CN" if ui == "zh" else "en",
        "period": _period(summary["period"], said),
        "badge": f'<span class="badge">{said["redacted"]}</span>' if summary["redacted"] else "",
        "notice": _notice(summary["messages"], said),
        "notes": _notes(summary.get("notes", ()), said),
        "threads": "".join(_thread(n, thread, zone, ui, titles) for n, thread in enumerate(threads, 1))
        or f'<p class="empty">{said["nothing"]}</p>',
        "identical": _identical(summary["identical_texts"], said),
        "data": embedded(_data(summary, ui, titles)),
    }
    return filled("page.html", {f"w_{name}": escape(text) for name, text in said.items()} | fields)


def _period(period: Mapping[str, Any], said: Mapping[str, str]) -> str:
    days = f"{period['first']} {said['to']} {period['last']} · " if period["first"] else ""
    return escape(f"{days}{said['times_in']} {period['zone']}")


def _notice(messages: Mapping[str, int], said: Mapping[str, str]) -> str:
    """What the figures do not hold, before anyone reads them."""
    counted = {name: f"{messages[name]:,}" for name in ("unreadable", "unchecked", "undated") if messages[name]}
    sentences = {name: said[name].format(n=number) for name, number in counted.items()}
    if counted.keys() - {"undated"}:
        sentences["not_clean"] = said["not_clean"]
    if not messages["checked"]:
        sentences["none_checked"] = said["none_checked"]
    order = ("none_checked", "unreadable", "unchecked", "not_clean", "undated")
    told_ = [sentences[name] for name in order if name in sentences]
    return f'<p class="notice">{escape(" ".join(told_))}</p>' if told_ else ""


def _notes(notes: Sequence[str], said: Mapping[str, str]) -> str:
    """What whoever read the input has to say of it."""
    if not notes:
        return ""
    listed = "".join(f"<li>{told(note)}</li>" for note in notes)
    return f'<section class="card"><h2>{said["notes"]}</h2><ul class="notes">{listed}</ul></section>'


def _thread(number: int, thread: ShownThread, zone: str, ui: Ui, titles: Mapping[str, str]) -> str:
    found = [f for bubble in thread.bubbles for f in bubble.findings]
    kinds = sorted({f"{f.family}:{f.severity.value}" for f in found})
    counts = {Severity.BLOCK: thread.block, Severity.WARN: thread.warn, Severity.NOTE: thread.note}
    pills = " ".join(pill(severity, ui, count) for severity, count in counts.items() if count)
    where = [thread.shop, platform_name(thread.platform, ui), ", ".join(thread.agents)]
    facts = " · ".join(told(fact) for fact in where if fact)
    return (
        f'<details class="thread" data-shop="{escape(embedded(thread.shop))}" data-kinds="{told(" ".join(kinds))}"'
        f"{' open' if number <= _OPEN else ''}>"
        f'<summary><span class="rank">{number}</span><span class="facts"><b>{told(thread.thread)}</b>'
        f'<span class="sub">{facts}</span></span><span class="pills">{pills}</span></summary>'
        f'<div class="talk">{bubbles(thread, zone, ui, titles)}</div></details>'
    )


def _identical(identical: Mapping[str, Any], said: Mapping[str, str]) -> str:
    rows = [
        f'<li><span class="times">{_times(row["at_least"], said)}</span>'
        f'<span class="saying" dir="auto">{told(row["text"])}</span></li>'
        for row in identical["texts"][:_SAYINGS]
    ]
    bound = "" if identical["exact"] else escape(said["identical_bound"].format(n=f"{identical['at_most_more']:,}"))
    listed = f'<ol class="sayings">{"".join(rows)}</ol>' if rows else f'<p class="empty">{said["nothing"]}</p>'
    return listed + (f'<p class="hint">{bound}</p>' if bound else "")


def _times(number: int, said: Mapping[str, str]) -> str:
    return escape(said["times"].format(n=f"{number:,}"))


def _data(summary: Mapping[str, Any], ui: Ui, titles: Mapping[str, str]) -> dict[str, Any]:
    """What the script draws from."""
    rules = {row["value"] for row in summary["by"]["rule"]}
    return {
        "ui": ui,
        "words": dict(sayings(ui)),
        "severities": {severity.value: text for severity, text in words(ui).severities.items()},
        "families": dict(families(ui)),
        "languages": dict(languages(ui)),
        "platforms": dict(platforms(ui)),
        "titles": {rule: titles[rule] for rule in sorted(rules) if rule in titles},
        "period": summary["period"],
        "messages": summary["messages"],
        "threads": summary["threads"],
        "offenders": [[row["agent"], row["shop"], row["threads"]] for row in summary["repeat_offenders"]],
        "cells": summary["cells"],
        "edges": summary["edges"],
        "service": summary["service"],
    }
