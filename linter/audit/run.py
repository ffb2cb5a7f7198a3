"""An audit from files to results: read, spread over buckets, judged bucket by bucket, put together.

Every step is done in pieces that `Work` keeps, so that a run stopped at any moment goes on where it was, with the same
result byte for byte. Memory is bounded by a bucket's batch and the largest conversation, whatever the input's size.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial, reduce
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from linter.audit import figures as counting
from linter.audit.arrow import pa, parquet
from linter.audit.conversations import Conversations
from linter.audit.database import duckdb
from linter.audit.figures import Figures
from linter.audit.kernel import findings, judged
from linter.audit.plan import Plan
from linter.audit.results import Results
from linter.audit.schema import FINDINGS, MESSAGES, PIECES
from linter.audit.shuffle import count, order, ordered, spread
from linter.audit.work import Work, remove, whole, write
from linter.audit.workers import Job, done
from linter.errors import InputError
from linter.model import Place
from linter.ruleset import Overlay, RuleSet, load, packs
from linter.sources.archives import Members, members, stamp, weight
from linter.sources.exports import Export, Line, Told
from linter.suppress import suppress

_BATCH = 4096
_MOST_TEXT = 4 << 20
"""Characters of one batch: it may be that every message is as long as can be."""

_MOST_BUCKETS = 512
_UNIT = 32
"""Bits of a record's number within its file; the file's own number stands above them."""


class Unread(Struct, frozen=True):
    """A record that nobody could read, and why."""

    at: Place
    problem: str


class Progress:
    """What a run tells as it goes; this one keeps silent."""

    def begin(self, what: str, total: int) -> None:
        """A step of so many pieces begins."""

    def step(self, rows: int) -> None:
        """A piece is done, with so many messages."""


class Outcome(Struct, frozen=True):
    """What an audit found, and what was told of each file."""

    figures: Figures
    told: tuple[Told, ...]
    notes: tuple[str, ...]
    unread: tuple[Unread, ...]


def run(plan: Plan, *, resume: bool = False, progress: Progress = Progress()) -> Outcome:
    """Do the audit, or go on with one that was stopped, and write its results.

    Raises Problems or InputError for input that is not there, for results that cannot be written, and where there is
    something of another run in the way.
    """
    found = members(plan.paths)
    _rules(plan)
    try:
        return _run(plan, found, resume=resume, progress=progress)
    except duckdb.OutOfMemoryException as error:
        raise InputError("a conversation is too long to be sorted in memory", hint=_reason(error)) from None
    except (OSError, duckdb.IOException) as error:
        hint = "make room, or give another --out; what is done is kept, and --resume goes on with it"
        raise InputError(f"cannot be written: {_reason(error)}", at=Place(str(plan.out)), hint=hint) from None


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", "") or " ".join(str(error).split())[:200]


def _run(plan: Plan, found: Members, *, resume: bool, progress: Progress) -> Outcome:
    work = Work(plan.out)
    work.begin(_manifest(plan, found.files), resume=resume)
    buckets = min(_MOST_BUCKETS, 1 + sum(map(weight, found.files)) // plan.bucket_bytes)
    refused = found.refused
    units = [partial(_read, plan, work, n, file, refused.get(file, ""), buckets) for n, file in enumerate(found.files)]
    _all(plan, units, progress, "read")
    _all(plan, [partial(_order, work, n) for n in range(buckets)], progress, "sort")
    _all(plan, [partial(_judge, plan, work, n) for n in range(buckets)], progress, "judge", partial(_ready, plan))
    told, unread = _reading(work, len(found.files))
    total = _figures(plan, work, buckets)
    total.add_unreadable(sum(t.unreadable for t in told))
    Results(plan, work.folder, _rules(plan)).write(total, told, found.notes, unread)
    work.done()
    return Outcome(total, told, found.notes, unread)


def _manifest(plan: Plan, files: Sequence[str]) -> dict[str, Any]:
    """All that the pieces depend on."""
    asked = {name: repr(getattr(plan, name)) for name in plan.__struct_fields__ if name not in ("out", "workers")}
    rules = blake2b(digest_size=16)
    for part in (*packs.key_parts(packs.chosen(plan.packs)), (plan.overlay or Overlay()).key()):
        rules.update(part)
    day = plan.options.as_of.isoformat() if plan.options.as_of else ""
    stamps = [[file, *stamp(file)] for file in files]
    return {"input": stamps, "rules": rules.hexdigest(), "options": asked, "day": day}


# Steps ----------------------------------------------------------------------------------------------------------------


def _all(plan: Plan, jobs: Sequence[Job], progress: Progress, what: str, ready: Callable[[], object] = int) -> None:
    progress.begin(what, len(jobs))
    for messages in done(jobs, plan.workers, ready):
        progress.step(messages)


def _ready(plan: Plan) -> None:
    _rules(plan).ready()


_known: dict[str, RuleSet] = {}


def _rules(plan: Plan) -> RuleSet:
    """The rules, loaded once a process."""
    key = repr((plan.packs, plan.overlay))
    if key not in _known:
        _known[key] = load(plan.packs, plan.overlay)
    return _known[key]


# Reading --------------------------------------------------------------------------------------------------------------


class _Told(Struct, frozen=True):
    told: Told
    unread: tuple[Unread, ...]


def _read(plan: Plan, work: Work, number: int, file: str, refused: str, buckets: int) -> int:
    """Spread the messages of a file over the buckets; how many records it has."""
    target, notes = work.piece(f"read/{number:06}"), work.piece(f"told/{number:06}.msgpack")
    if notes.exists():
        return msgspec.msgpack.decode(notes.read_bytes(), type=_Told).told.records
    export = Export(
        file,
        form=plan.form,
        mapping=plan.mapping,
        defaults=plan.defaults,
        zone=plan.terms.zone,
        sellers=plan.sellers,
        refused=refused,
    )
    unread: list[Unread] = []
    spread(_batches(export.lines(), number << _UNIT, file, unread), target, buckets, plan.shard)
    write(notes, msgspec.msgpack.encode(_Told(export.told, tuple(unread))))
    return export.told.records


def _batches(lines: Iterable[Line], first: int, file: str, unread: list[Unread]) -> Iterator[Any]:
    rows: list[tuple[Any, ...]] = []
    size = 0
    for seq, line in enumerate(lines, first):
        message = line.record.message
        if message is None:
            unread.append(Unread(line.record.at, line.record.problem))
            continue
        rows.append(
            (
                message.id,
                message.text,
                message.role.value,
                message.surface.value,
                message.platform,
                message.market,
                message.lang,
                message.thread,
                line.agent or message.sender,
                message.order_id,
                line.shop,
                line.record.at.file or file,
                message.sent_at if isinstance(message.sent_at, float) else None,
                line.record.at.line,
                seq,
            )
        )
        size += len(message.text)
        if len(rows) == _BATCH or size >= _MOST_TEXT:
            yield _batch(rows)
            rows, size = [], 0
    if rows:
        yield _batch(rows)


def _batch(rows: list[tuple[Any, ...]]) -> Any:
    columns = [pa.array(column, kind) for column, kind in zip(zip(*rows, strict=True), MESSAGES.types, strict=True)]
    return pa.RecordBatch.from_arrays(columns, schema=MESSAGES)


def _reading(work: Work, files: int) -> tuple[tuple[Told, ...], tuple[Unread, ...]]:
    stored = [work.piece(f"told/{n:06}.msgpack").read_bytes() for n in range(files)]
    read = [msgspec.msgpack.decode(told, type=_Told) for told in stored]
    return tuple(one.told for one in read), tuple(unread for one in read for unread in one.unread)


# Sorting --------------------------------------------------------------------------------------------------------------


def _sorted(work: Work, number: int) -> Path:
    return work.piece(f"sorted/{number:06}.parquet")


def _judged(work: Work, number: int) -> Path:
    return work.piece(f"judged/{number:06}")


def _order(work: Work, number: int) -> int:
    """Put the messages of one bucket in order; how many it has."""
    target = _sorted(work, number)
    if not target.exists() and not _judged(work, number).exists():
        order(work.piece("read"), number, target)
    return count(target)


# Judging --------------------------------------------------------------------------------------------------------------


def _judge(plan: Plan, work: Work, number: int) -> int:
    """Judge one bucket; how many messages it has."""
    target = _judged(work, number)
    if not target.exists():
        whole(target, partial(_judge_into, plan, _sorted(work, number)))
    remove(_sorted(work, number))
    return int((target / "rows").read_text("ascii"))


def _judge_into(plan: Plan, messages_in: Path, draft: Path) -> None:
    draft.mkdir(parents=True)
    figures = Figures(terms=plan.terms)
    rows = 0
    conversations = Conversations(figures, plan.evidence, draft)
    with (
        parquet.ParquetWriter(draft / "findings.parquet", FINDINGS, compression="zstd") as found,
        parquet.ParquetWriter(draft / "threads.parquet", PIECES, compression="zstd") as threads,
    ):
        for batch, messages, reports in judged(ordered(messages_in), _rules(plan), plan.options):
            places = zip(batch["file"].to_pylist(), batch["line"].to_pylist(), strict=True)
            located = (replace(r, at=Place(*at)) for r, at in zip(reports, places, strict=True))
            kept = [suppress(report, plan.allows) for report in located]
            rows += batch.num_rows
            found.write_batch(findings(batch, kept))
            threads.write_batch(conversations.add(batch, messages, kept))
        threads.write_batch(conversations.close())
    (draft / "figures.msgpack").write_bytes(counting.pack(figures))
    (draft / "rows").write_text(str(rows), "ascii")


def _figures(plan: Plan, work: Work, buckets: int) -> Figures:
    parts = (work.piece(f"judged/{n:06}/figures.msgpack").read_bytes() for n in range(buckets))
    return reduce(counting.merged, map(counting.unpack, parts), Figures(terms=plan.terms))
