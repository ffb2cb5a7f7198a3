"""Sorted messages with their reports, as whole conversations: a row for each, and its part of the figures."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from linter.audit.arrow import pa
from linter.audit.figures import Figures, shown
from linter.audit.kernel import judged
from linter.audit.metrics import Session, Terms, moment, sessions, turn
from linter.audit.schema import PIECES, THREADS
from linter.engine import Options
from linter.model import Message, Report, Role, Severity
from linter.ruleset import RuleSet

LONGEST = 100_000
"""Messages of one conversation that are held at a time; a longer one is told in parts."""


class Talk(NamedTuple):
    """One conversation, its messages in order of time, each with its report."""

    messages: list[Message]
    reports: list[Report]
    shop: str


class Open:
    """The conversation that goes on, until the first message of the next one."""

    def __init__(self) -> None:
        self._talk = Talk([], [], "")

    def add(self, rows: Any, messages: Sequence[Message], reports: Sequence[Report]) -> Iterator[Talk]:
        """Take in a batch; the conversations that it ended."""
        at = rows.schema.get_field_index("shop")
        shops = rows.column(at).to_pylist() if at >= 0 else [""] * rows.num_rows
        talk = self._talk
        for message, report, shop in zip(messages, reports, shops, strict=True):
            if talk.messages and (
                not message.thread or message.thread != talk.messages[-1].thread or len(talk.messages) >= LONGEST
            ):
                yield talk
                talk = Talk([], [], shop or "")
            elif not talk.messages:
                talk = Talk([], [], shop or "")
            talk.messages.append(message)
            talk.reports.append(report)
        self._talk = talk

    def close(self) -> Iterator[Talk]:
        """The last one, if there is one."""
        if self._talk.messages:
            yield self._talk


def check_conversations(
    batches: Iterable[Any], rules: RuleSet, options: Options = Options(), terms: Terms = Terms()
) -> Iterator[Any]:
    """A row for each conversation (`THREADS`), in the order in which they come; messages of none have none.

    The batches are those of `check_threads`: sorted by thread, then by time. `terms` say how service is measured.
    Raises OrderError at the first row out of place.
    """
    going_on = Open()
    for rows, messages, reports in judged(batches, rules, options):
        yield _batch(going_on.add(rows, messages, reports), terms)
    yield _batch(going_on.close(), terms)


def _batch(talks: Iterable[Talk], terms: Terms) -> Any:
    told = [row(talk, served(talk, terms)) for talk in talks if talk.messages[0].thread]
    return pa.RecordBatch.from_pylist(told, THREADS)


class Conversations:
    """What is kept of conversations as they end: their rows and figures. Those named in `evidence` are kept whole, each
    as a file in `folder`.
    """

    def __init__(self, figures: Figures, evidence: Sequence[str] = (), folder: Path = Path()) -> None:
        self._figures = figures
        self._evidence = frozenset(evidence)
        self._folder = folder
        self._open = Open()

    def add(self, rows: Any, messages: Sequence[Message], reports: Sequence[Report]) -> Any:
        """Take in a batch; a batch of `PIECES` with the conversations that it ended."""
        return self._ended(self._open.add(rows, messages, reports))

    def close(self) -> Any:
        """The last conversation, if there is one."""
        return self._ended(self._open.close())

    def _ended(self, talks: Iterable[Talk]) -> Any:
        ended = [piece for talk in talks for piece in self._end(talk)]
        return pa.RecordBatch.from_pylist(ended, PIECES)

    def _end(self, talk: Talk) -> Iterator[dict[str, Any]]:
        messages, reports, shop = talk
        measured = served(talk, self._figures.terms)
        self._figures.add(messages, reports, shop=shop, served=measured)
        if messages[0].thread in self._evidence:
            times = [moment(message) for message in messages]
            whole = shown(messages, reports, times, shop=shop, whole=True)
            (self._folder / evidence_name(messages[0].thread)).write_bytes(msgspec.msgpack.encode(whole))
        if messages[0].thread:
            buyers = sorted({m.sender for m in messages if m.role is Role.BUYER and m.sender})
            yield row(talk, measured) | {"buyers": msgspec.json.encode(buyers).decode()}


def served(talk: Talk, terms: Terms) -> list[Session]:
    """How a conversation was answered; a message of none says nothing of that."""
    first = talk.messages[0]
    if not first.thread:
        return []
    return list(sessions(map(turn, talk.messages), terms.settings(first.platform, first.market)))


def row(talk: Talk, measured: Sequence[Session]) -> dict[str, Any]:
    """The fields of `THREADS`; `measured`: the conversation's sessions."""
    messages, reports, shop = talk
    roles = Counter(message.role for message in messages)
    found = [finding for report in reports for finding in report.findings]
    levels = Counter(finding.severity for finding in found)
    times = [at for message in messages if (at := moment(message)) is not None]
    agents = Counter(message.sender for message in messages if message.role is Role.SELLER and message.sender)
    waits = [wait for session in measured for wait in session.human]
    return {
        "thread": messages[0].thread,
        "shop": shop,
        "agent": min(agents, key=lambda name: (-agents[name], name), default=""),
        "platform": messages[0].platform,
        "first_at": min(times, default=None),
        "last_at": max(times, default=None),
        "messages": len(messages),
        "buyer": roles[Role.BUYER],
        "seller": roles[Role.SELLER],
        "bot": roles[Role.BOT],
        "findings": len(found),
        "block": levels[Severity.BLOCK],
        "warn": levels[Severity.WARN],
        "rules": " ".join(sorted({finding.rule for finding in found})),
        "first_response": next((s.first_human for s in measured if s.first_human is not None), None),
        "first_bot_response": next((s.first_bot for s in measured if s.first_bot is not None), None),
        "waits": len(waits),
        "wait_seconds": sum(waits),
        "unanswered": sum(session.unanswered for session in measured),
    }


def evidence_name(thread: str) -> str:
    """The file of a conversation that evidence is asked of, whatever characters its name has."""
    return f"evidence-{blake2b(thread.encode(), digest_size=16).hexdigest()}.msgpack"
