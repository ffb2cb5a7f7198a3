"""The kernel of every audit, whatever engine carries the batches: Arrow record batches in, Arrow record batches out.

`check_messages` judges each message by itself; `check_threads` reads conversations, whose messages must follow each
other in order of time. Both hold one batch and one conversation at a time, and nothing here knows of files or engines.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from linter.audit.arrow import pa
from linter.audit.schema import FINDINGS, MESSAGES
from linter.batch import Batch
from linter.engine import Options
from linter.errors import ShoplintError
from linter.model import Finding, Message, Report, Role, Severity, Surface, Unchecked
from linter.ruleset import RuleSet

ROWS = 4096
"""Messages that are judged at a time, fewer where they are so long that they are more than `BYTES` together."""

BYTES = 16 << 20

_ROLES: Mapping[str, Role] = {role.value: role for role in Role}
_SURFACES: Mapping[str, Surface] = {surface.value: surface for surface in Surface}
_SORT = "sort the messages by thread, sent_at and seq before they are checked"


class OrderError(ShoplintError):
    """Messages that must come clustered by thread and in order of time did not: an engine lost the order."""


def audit(
    batches: Iterable[Any], rules: RuleSet, options: Options = Options(), *, threads: bool = True
) -> Iterator[Any]:
    """The findings in batches of messages, one row a finding.

    `batches` are Arrow record batches (or anything that `pyarrow.RecordBatch.from_…` made) with columns named as in
    `MESSAGES`; only `text` must be there. `threads`: messages of one `thread` follow each other in order of time.
    Raises OrderError where they do not.
    """
    return (check_threads if threads else check_messages)(batches, rules, options)


def check_messages(batches: Iterable[Any], rules: RuleSet, options: Options = Options()) -> Iterator[Any]:
    """Findings of messages, each judged by itself."""
    judge = Batch(rules, options)
    for rows in _slices(batches):
        messages = [msgspec.structs.replace(message, thread="") for message in read(rows)]
        yield findings(rows, _whole(rows, judge.check(messages)))


def check_threads(batches: Iterable[Any], rules: RuleSet, options: Options = Options()) -> Iterator[Any]:
    """Findings of conversations; one that goes on in the next batch is carried over.

    The rows must be sorted by `thread`, then by `sent_at` (where all of a thread have it) and `seq`: raises OrderError
    at the first row that is not, for what an engine mixed up looks like any other conversation.
    """
    for rows, _, reports in judged(batches, rules, options):
        yield findings(rows, reports)


def judged(
    batches: Iterable[Any], rules: RuleSet, options: Options = Options()
) -> Iterator[tuple[Any, list[Message], list[Report]]]:
    """Sorted messages as rows and as messages, with the report of each."""
    judge = Batch(rules, options, clustered=True)
    order = _Order()
    for rows in _slices(batches):
        messages = read(rows)
        order.check(rows, messages)
        yield rows, messages, _whole(rows, judge.check(messages))


def _whole(rows: Any, reports: list[Report]) -> list[Report]:
    """The reports; a message without a text is no clean one."""
    at = rows.schema.get_field_index("text")
    if at >= 0 and not rows.column(at).null_count:
        return reports
    texts = _column(rows, "text", rows.num_rows)
    missing = (Unchecked("", "no `text`"),)
    return [
        msgspec.structs.replace(report, unchecked=missing) if text is None else report
        for text, report in zip(texts, reports, strict=True)
    ]


class _Order:
    """The thread and the time of the row before. A column `moment` says the time that rows were sorted by, where that
    is not `sent_at`: a conversation some of whose messages have none is in the order in which it came.
    """

    def __init__(self) -> None:
        self._thread = ""
        self._at: float | None = None

    def check(self, rows: Any, messages: Sequence[Message]) -> None:
        """Raise OrderError at the first row that should stand before the one before it."""
        name = "moment" if rows.schema.get_field_index("moment") >= 0 else "sent_at"
        thread, at = self._thread, self._at
        for message, now in zip(messages, _column(rows, name, rows.num_rows), strict=True):
            if message.thread < thread:
                raise OrderError(f"thread {message.thread!r} comes after {thread!r}", hint=_SORT)
            if message.thread and message.thread == thread and now is not None and at is not None and now < at:
                raise OrderError(f"thread {thread!r}: {message.id!r} was sent before the message above it", hint=_SORT)
            thread, at = message.thread, now
        self._thread, self._at = thread, at


def _slices(batches: Iterable[Any]) -> Iterator[Any]:
    for batch in batches:
        size = min(ROWS, 1 + BYTES * batch.num_rows // max(1, batch.nbytes))
        for start in range(0, batch.num_rows, size):
            yield batch.slice(start, size)


def read(rows: Any) -> list[Message]:
    """The messages of a batch. A role or surface that nobody knows is taken for a seller's in a chat: it is checked."""
    size = rows.num_rows
    text, thread, sent_at = _texts(rows, "text", size), _texts(rows, "thread", size), _column(rows, "sent_at", size)
    role, surface = _texts(rows, "role", size), _texts(rows, "surface", size)
    rest = (_texts(rows, name, size) for name in ("id", "platform", "market", "lang", "sender", "order_id"))
    return [
        Message(
            id=id_,
            text=text[n],
            role=_ROLES.get(role[n], Role.SELLER),
            surface=_SURFACES.get(surface[n], Surface.IM),
            platform=platform,
            market=market,
            lang=lang,
            thread=thread[n],
            sender=sender,
            sent_at=sent_at[n],
            order_id=order,
        )
        for n, (id_, platform, market, lang, sender, order) in enumerate(zip(*rest, strict=True))
    ]


def _texts(rows: Any, name: str, size: int) -> list[str]:
    return [value or "" for value in _column(rows, name, size)]


def _column(rows: Any, name: str, size: int) -> list[Any]:
    at = rows.schema.get_field_index(name)
    return [None] * size if at < 0 else rows.column(at).to_pylist()


def findings(rows: Any, reports: Iterable[Report]) -> Any:
    """The findings of a batch's reports as a batch of their own, with the columns of their messages."""
    found = [(n, finding) for n, report in enumerate(reports) for finding in _all(report)]
    taken = pa.array([n for n, _ in found], pa.int64())
    columns = [
        _of_message(rows, name, taken) if name in MESSAGES.names else pa.array([_told(name, f) for _, f in found], kind)
        for name, kind in zip(FINDINGS.names, FINDINGS.types, strict=True)
    ]
    return pa.RecordBatch.from_arrays(columns, schema=FINDINGS)


def _all(report: Report) -> Iterator[Finding]:
    yield from report.findings
    for unchecked in report.unchecked:
        yield Finding(
            rule=unchecked.rule, family="", severity=Severity.NOTE, start=0, end=0, match="", message=unchecked.problem
        )


def _of_message(rows: Any, name: str, taken: Any) -> Any:
    at, kind = rows.schema.get_field_index(name), FINDINGS.field(name).type
    return pa.nulls(len(taken), kind) if at < 0 else rows.column(at).take(taken).cast(kind)


_TOLD: Mapping[str, Callable[[Finding], Any]] = {
    "severity": lambda f: f.severity.value if f.family else "unchecked",
    "parts": lambda f: msgspec.json.encode(f.parts).decode(),
    "advice": lambda f: f.fix.title if f.fix else "",
    "policy": lambda f: f.policy[0].title if f.policy else "",
    "policy_url": lambda f: f.policy[0].url if f.policy else "",
    "with": lambda f: msgspec.json.encode(f.elsewhere).decode() if f.elsewhere else "",
}


def _told(name: str, finding: Finding) -> Any:
    tell = _TOLD.get(name)
    return tell(finding) if tell else getattr(finding, name)
