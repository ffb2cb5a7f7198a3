"""The first stage alone: the portable automaton and Hyperscan over the same keys and the same texts."""

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from benchmarks import ours
from benchmarks.measure import rate
from benchmarks.messages import Chat, megabytes
from benchmarks.table import Table, count
from linter import RuleSet
from linter.match.screen import Side

VIEW = "bare"
_BETWEEN = "\0"


class Buffer(NamedTuple):
    """Many messages as one text, as the rules read them: how many, and how many megabytes as written."""

    text: str
    messages: int
    size: float


def buffer(texts: Sequence[str], rules: RuleSet) -> Buffer:
    """The main view of the texts, in one piece."""
    return Buffer(_BETWEEN.join(rules.words.views(text).bare.text for text in texts), len(texts), megabytes(texts))


def portable(rules: RuleSet, read: Buffer) -> float:
    """Messages a second of the portable scanner alone."""
    return _speed(side(rules).portable.numbers, read.text, read)


def side(rules: RuleSet) -> Side:
    """What is looked for in the main view."""
    return rules.words.screen.sides[VIEW]


def tables(rules: RuleSet) -> Iterator[Table]:
    keys = len(side(rules).words()) + len(side(rules).literals())
    yield Table(
        "The two scanners",
        f"The scanner of the main view alone, its {keys:,} keys over mixed clean chat as one buffer, and `check()` "
        "with it. The portable one is the rule; `SHOPLINT_SCANNER=hyperscan` asks for the other one.",
        ("scanner", "prepared in s", "keys found a message", "messages/s", "MB/s", "check() messages/s"),
        list(_rows(rules)),
        ("Most of the time of either goes into the keys that it finds: short words that stand in any text.",),
    )


def _rows(rules: RuleSet) -> Iterator[tuple[str, ...]]:
    texts = Chat().many(15_000)
    read = buffer(texts[:4_000], rules)
    yield _row("portable", "–", side(rules).portable.numbers, read.text, read, texts, rules)
    try:
        from linter.match import swift  # noqa: PLC0415  # an extra
    except ImportError:
        yield "Hyperscan (`pip install hyperscan`)", "not installed", "–", "–", "–", "–"
        return
    began = time.process_time()
    finder = swift.Swift(swift.compiled(side(rules).words(), side(rules).literals()))
    built = count(time.process_time() - began)
    data = swift.marked(read.text).encode("utf-8", "replace")
    side(rules).finder = finder
    try:
        yield _row("Hyperscan", built, finder.bare_scan, data, read, texts, rules)
    finally:
        side(rules).finder = side(rules).portable


def _row(
    name: str,
    built: str,
    scan: Callable[..., object],
    data: str | bytes,
    read: Buffer,
    texts: Sequence[str],
    rules: RuleSet,
) -> tuple[str, ...]:
    hits = scan(data)
    found = hits if isinstance(hits, int) else len(hits)  # type: ignore[arg-type]
    speed = _speed(scan, data, read)
    whole = rate(partial(ours.columns, rules=rules), texts, 0.6).per_second
    mb = speed * read.size / read.messages
    return name, built, count(found / read.messages), count(speed), count(mb), count(whole)


def _speed(scan: Callable[..., object], data: str | bytes, read: Buffer) -> float:
    """Messages a second of the best of three passes."""
    return read.messages / min(_seconds(scan, data) for _ in range(3))


def _seconds(scan: Callable[..., object], data: str | bytes) -> float:
    began = time.process_time()
    scan(data)
    return time.process_time() - began
