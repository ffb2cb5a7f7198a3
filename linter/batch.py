"""Many messages at once: one pass of the screen over a few thousand texts, then the code of the single way for those
that may break a rule. Not one report differs from `lint_thread`.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import msgspec
from msgspec import Struct

from linter.engine import CHECKED, LONGEST, Options, in_scope
from linter.model import Message, Report
from linter.ruleset import RuleSet
from linter.thread import TURNS, Conversation, texts

SIZE = 4096
"""Messages that are screened in one pass."""

_KEPT_TEXTS = 65_536
"""Texts whose screening is remembered: canned replies come again and again."""


class Batch:
    """Checks messages as they come, batch by batch.

    Messages of one `thread` are judged together, wherever they stand; of each conversation only what the next message
    may rest on is remembered. `clustered`: the messages of a thread follow each other, so that only the last one is
    open; a thread that comes back begins anew.
    """

    def __init__(self, rules: RuleSet, options: Options = Options(), *, clustered: bool = False) -> None:
        self._rules = rules
        self._options = options
        self._clustered = clustered
        self._open: dict[str, Conversation] = {}
        self._screened: dict[str, int] = {}
        self._reports: dict[tuple[object, ...], Report] = {}

    def check(self, messages: Sequence[Message]) -> list[Report]:
        """A report for every message, in order. A thread's messages must come in order of time."""
        self._screen(messages)
        return [self._report(message) for message in messages]

    def _screen(self, messages: Sequence[Message]) -> None:
        """Ask the screen about every text that will be read."""
        if len(self._screened) > _KEPT_TEXTS or len(self._reports) > _KEPT_TEXTS:
            self._screened.clear()
            self._reports.clear()
        words = self._rules.words
        new = [text for text in dict.fromkeys(self._read(messages)) if text not in self._screened]
        self._screened.update(zip(new, words.screen.many([words.views(text) for text in new]), strict=True))

    def _read(self, messages: Iterable[Message]) -> Iterator[str]:
        turns: dict[str, deque[Message]] = {}
        for message in messages:
            if not message.thread:
                yield from texts((message,))
                continue
            before = turns.get(message.thread)
            if before is None:
                known = self._open.get(message.thread)
                before = turns[message.thread] = deque(known.turns if known else (), maxlen=TURNS)
            before.append(message)
            yield from texts(tuple(before))

    def _report(self, message: Message) -> Report:
        if not message.thread:
            return self._alone(message)
        conversation = self._open.get(message.thread)
        if conversation is None:
            if self._clustered:
                self._open.clear()
            conversation = self._open[message.thread] = Conversation(self._rules, self._options)
        return conversation.add(message, self._screened)

    def _alone(self, message: Message) -> Report:
        """The report of a message of no conversation: the same as that of the same message before."""
        if message.role in CHECKED and len(message.text) <= LONGEST:
            scope = in_scope(message, self._rules, self._options)
            if not scope.holds(self._screened[message.text]):
                return Report(id=message.id)
        key = _key(message)
        known = self._reports.get(key)
        if known is None:
            known = self._reports[key] = Conversation(self._rules, self._options).add(message, self._screened)
        return known if known.id == message.id else msgspec.structs.replace(known, id=message.id)


def _key(message: Message) -> tuple[object, ...]:
    """All that the report of a message without a conversation depends on, but its id."""
    return (
        message.text,
        message.role,
        message.surface,
        message.platform,
        message.market,
        message.lang,
        bool(message.order_id),
    )


def lint_many(messages: Iterable[Message], rules: RuleSet, options: Options = Options()) -> Iterator[Report]:
    """A report for every message, in order; the messages of a thread must come in order of time."""
    batch = Batch(rules, options)
    rest = iter(messages)
    while some := list(islice(rest, SIZE)):
        yield from batch.check(some)


class Findings(Struct, frozen=True):
    """Findings as flat columns of one length: `row` is the number of the text that each stands in. `unchecked`: the
    rows that could not be judged whole.
    """

    row: list[int]
    rule: list[str]
    family: list[str]
    severity: list[str]
    start: list[int]
    end: list[int]
    match: list[str]
    message: list[str]
    seen_as: list[str]
    advice: list[str]
    unchecked: list[int]

    def columns(self) -> dict[str, list[Any]]:
        """The columns by name, all of one length."""
        return {name: getattr(self, name) for name in COLUMNS}


COLUMNS = ("row", "rule", "family", "severity", "start", "end", "match", "message", "seen_as", "advice")


def check(texts_: Any, rules: RuleSet, options: Options = Options(), **fields: Any) -> Findings:
    """The findings in many texts, each a message by itself: a list, or an Arrow array of strings.

    `fields` are those of `Message` that all have in common: `platform`, `market`, `surface`, … A missing text (null)
    has no findings and is `unchecked`.
    """
    given: list[str | None] = texts_.to_pylist() if hasattr(texts_, "to_pylist") else list(texts_)
    messages = [Message(text=text or "", **fields) for text in given]
    return flat(list(lint_many(messages, rules, options)), [n for n, text in enumerate(given) if text is None])


def flat(reports: Sequence[Report], unread: Sequence[int] = ()) -> Findings:
    """The findings of reports as columns; `unread`: rows that are no text at all."""
    found = [(row, f) for row, report in enumerate(reports) for f in report.findings]
    late = [row for row, report in enumerate(reports) if report.unchecked]
    return Findings(
        row=[row for row, _ in found],
        rule=[f.rule for _, f in found],
        family=[f.family for _, f in found],
        severity=[f.severity.value for _, f in found],
        start=[f.start for _, f in found],
        end=[f.end for _, f in found],
        match=[f.match for _, f in found],
        message=[f.message for _, f in found],
        seen_as=[f.seen_as for _, f in found],
        advice=[f.fix.title if f.fix else "" for _, f in found],
        unchecked=sorted({*unread, *late}),
    )


__all__ = ["COLUMNS", "SIZE", "Batch", "Findings", "check", "flat", "lint_many"]
