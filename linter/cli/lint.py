"""Records in, reports out, in the same order."""

from collections import defaultdict
from collections.abc import Sequence

from msgspec.structs import replace

from linter.batch import SIZE, Batch
from linter.engine import Options
from linter.model import Message, Report, Unchecked
from linter.report import Entry
from linter.ruleset import RuleSet
from linter.sources import Record
from linter.suppress import Allow, suppress
from linter.thread import moment


def check_records(
    records: Sequence[Record], rules: RuleSet, options: Options, allows: Sequence[Allow] = ()
) -> list[Entry]:
    """One entry for every record, in input order; messages of one thread are judged together, wherever they stand."""
    numbers = [number for together in _threads(records) for number in together]
    batch = Batch(rules, options, clustered=True)
    reports: dict[int, Report] = {}
    for first in range(0, len(numbers), SIZE):
        some = numbers[first : first + SIZE]
        reports |= dict(zip(some, batch.check(_messages(some, records)), strict=True))
    return [_entry(record, reports.get(number), allows) for number, record in enumerate(records)]


def conversations(records: Sequence[Record]) -> list[list[Message]]:
    """The messages of each conversation in order of time; what could not be read is in none."""
    return [_messages(together, records) for together in _threads(records)]


def _messages(numbers: Sequence[int], records: Sequence[Record]) -> list[Message]:
    return [message for number in numbers if (message := records[number].message)]


def _threads(records: Sequence[Record]) -> list[list[int]]:
    threads: defaultdict[str, list[int]] = defaultdict(list)
    alone: list[list[int]] = []
    for number, record in enumerate(records):
        if record.message and record.message.thread:
            threads[record.message.thread].append(number)
        elif record.message:
            alone.append([number])
    return alone + [_in_time(thread, records) for thread in threads.values()]


def _in_time(thread: list[int], records: Sequence[Record]) -> list[int]:
    """By `sent_at` where every message has one that can be read, else as they came."""
    times = [moment(message) for number in thread if (message := records[number].message)]
    known = [time for time in times if time is not None]
    if len(known) < len(thread):
        return thread
    return [number for _, number in sorted(zip(known, thread, strict=True))]


def _entry(record: Record, report: Report | None, allows: Sequence[Allow]) -> Entry:
    if report is None:
        report = Report(id=record.id, unchecked=(Unchecked("", record.problem),))
    judged = suppress(replace(report, id=record.id, at=record.at), allows)
    return Entry(report=judged, message=record.message, extra=record.extra, exact=record.exact, margin=record.margin)
