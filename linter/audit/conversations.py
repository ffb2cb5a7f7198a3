"""Sorted messages with their reports, as whole conversations: a row for each, and its part of the figures."""

from collections import Counter
from collections.abc import Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec

from linter.audit.arrow import pa
from linter.audit.figures import Figures, shown
from linter.audit.metrics import moment, sessions, turn
from linter.audit.schema import PIECES
from linter.model import Message, Report, Role, Severity

LONGEST = 100_000
"""Messages of one conversation that are held at a time; a longer one is told in parts."""


class Conversations:
    """The conversation that is open, until the first message of the next one. Those named in `evidence` are kept
    whole, each as a file in `folder`.
    """

    def __init__(self, figures: Figures, evidence: Sequence[str] = (), folder: Path = Path()) -> None:
        self._figures = figures
        self._evidence = frozenset(evidence)
        self._folder = folder
        self._messages: list[Message] = []
        self._reports: list[Report] = []
        self._shop = ""

    def add(self, rows: Any, messages: Sequence[Message], reports: Sequence[Report]) -> Any:
        """Take in a batch; a batch of `PIECES` with the conversations that it ended."""
        at = rows.schema.get_field_index("shop")
        shops = rows.column(at).to_pylist() if at >= 0 else [""] * rows.num_rows
        ended: list[dict[str, Any]] = []
        for message, report, shop in zip(messages, reports, shops, strict=True):
            if self._messages and (
                not message.thread or message.thread != self._messages[-1].thread or len(self._messages) >= LONGEST
            ):
                ended += self._end()
            self._messages.append(message)
            self._reports.append(report)
            self._shop = shop or ""
        return pa.RecordBatch.from_pylist(ended, PIECES)

    def close(self) -> Any:
        """The last conversation, if there is one."""
        return pa.RecordBatch.from_pylist(self._end() if self._messages else [], PIECES)

    def _end(self) -> list[dict[str, Any]]:
        messages, reports, self._messages, self._reports = self._messages, self._reports, [], []
        self._figures.add(messages, reports, shop=self._shop)
        if messages[0].thread in self._evidence:
            times = [moment(message, self._figures.terms.zone) for message in messages]
            whole = shown(messages, reports, times, shop=self._shop, whole=True)
            (self._folder / evidence_name(messages[0].thread)).write_bytes(msgspec.msgpack.encode(whole))
        return [self._row(messages, reports)] if messages[0].thread else []

    def _row(self, messages: Sequence[Message], reports: Sequence[Report]) -> dict[str, Any]:
        first = messages[0]
        roles = Counter(message.role for message in messages)
        found = [finding for report in reports for finding in report.findings]
        levels = Counter(finding.severity for finding in found)
        times = [message.sent_at for message in messages if isinstance(message.sent_at, float)]
        agents = Counter(message.sender for message in messages if message.role is Role.SELLER and message.sender)
        terms = self._figures.terms
        served = list(
            sessions([turn(message, terms.zone) for message in messages], terms.settings(first.platform, first.market))
        )
        waits = [wait for session in served for wait in session.human]
        return {
            "thread": first.thread,
            "shop": self._shop,
            "agent": min(agents, key=lambda name: (-agents[name], name), default=""),
            "platform": first.platform,
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
            "first_response": next((s.first_human for s in served if s.first_human is not None), None),
            "first_bot_response": next((s.first_bot for s in served if s.first_bot is not None), None),
            "waits": len(waits),
            "wait_seconds": sum(waits),
            "unanswered": sum(session.unanswered for session in served),
            "buyers": msgspec.json.encode(
                sorted({m.sender for m in messages if m.role is Role.BUYER and m.sender})
            ).decode(),
        }


def evidence_name(thread: str) -> str:
    """The file of a conversation that evidence is asked of, whatever characters its name has."""
    return f"evidence-{blake2b(thread.encode(), digest_size=16).hexdigest()}.msgpack"
