"""Many messages on one core: the batch way, beside the bare scan of the same databases and beside keyword lists."""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import regex

from benchmarks import ours, scanners
from benchmarks.measure import rate
from benchmarks.messages import Chat, megabytes
from benchmarks.table import Table, count
from linter import RuleSet

KINDS: dict[str, dict[str, Any]] = {
    "mixed, clean": {},
    "mixed, 3 % violations": {"violating": 0.03},
    "mixed, half canned replies": {"violating": 0.03, "repeated": 0.5},
    "Chinese, clean": {"languages": ("zh",)},
    "English, clean": {"languages": ("en",)},
    "Southeast Asian, clean": {"languages": ("id", "ms", "fil", "th", "vi")},
}
MOST = 24_000
SCANNED = 4_000
ALARMS = 600
EVERY = 20
SECONDS = 0.6


def tables(rules: RuleSet) -> Iterator[Table]:
    yield _batch(rules)
    yield from scanners.tables(rules)
    yield _keywords(rules)


def _batch(rules: RuleSet) -> Table:
    return Table(
        "Throughput, one core",
        "Messages of chat as they come, none seen before except the canned replies. `check()` gives findings as "
        "columns, `lint_many()` a report for every message, `lint()` is called once a message. *Bare scan* is the "
        "first-stage scanner alone over the same texts in one buffer: no reading, no rules, no places; the least "
        "that any engine on top of it costs.",
        (
            "chat",
            *("with a finding", "check() messages/s", "MB/s", "lint_many() messages/s", "lint() messages/s"),
            *("bare scan messages/s", "check() of the bare scan"),
        ),
        [_row(name, Chat().many(MOST, **how), rules) for name, how in KINDS.items()],
    )


def _row(name: str, texts: Sequence[str], rules: RuleSet) -> tuple[str, ...]:
    columns = rate(partial(ours.columns, rules=rules), texts, SECONDS)
    reports = rate(partial(ours.reports, rules=rules), texts, SECONDS)
    singly = rate(partial(ours.singly, rules=rules), texts, SECONDS)
    found = texts[:ALARMS]
    size = megabytes(texts) / len(texts)
    bare = scanners.portable(rules, scanners.buffer(texts[:SCANNED], rules))
    return (
        name,
        f"{100 * ours.alarms(found, rules) / len(found):.1f} %",
        count(columns.per_second),
        count(columns.per_second * size),
        count(reports.per_second),
        count(singly.per_second),
        count(bare),
        f"{100 * columns.per_second / bare:.0f} %",
    )


def _keywords(rules: RuleSet) -> Table:
    terms = sorted({term.text for term in rules.words.scanner.terms})
    few = terms[::EVERY]
    texts = [text.lower() for text in Chat().many(400)]
    return Table(
        "What a list of keywords costs",
        f"The terms of the shipped rules, {len(terms):,} of them, each as a pattern of its own, as short scripts do "
        "it. It sees through no disguise and knows no sentence. Timed with every twentieth term over a few messages, "
        "and multiplied.",
        ("one pattern a term", "terms timed", "compiled in s (all)", "messages/s (all)"),
        [_list(name, compile_, few, texts) for name, compile_ in (("re", re.compile), ("regex", regex.compile))],
    )


def _list(name: str, compile_: Callable[[str], Any], terms: Sequence[str], texts: Sequence[str]) -> tuple[str, ...]:
    began = time.process_time()
    searches = [compile_(re.escape(term)).search for term in terms]
    compiled = time.process_time() - began
    speed = rate(lambda part: [search(text) for text in part for search in searches], texts, SECONDS).per_second
    return name, f"{len(terms):,}", count(compiled * EVERY), count(speed / EVERY)
