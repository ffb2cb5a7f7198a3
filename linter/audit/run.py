"""An audit from files to results: read, spread over buckets, judged bucket by bucket, put together.

Every step is done in pieces that `Work` keeps, so that a run stopped at any moment goes on where it was, with the same
result byte for byte. Memory is bounded by a bucket's batch and the largest conversation, whatever the input's size.
"""

import os
import signal
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from functools import partial, reduce
from hashlib import blake2b
from multiprocessing import active_children, get_context, parent_process
from pathlib import Path
from threading import Thread
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
from linter.audit.shuffle import bucket, spread
from linter.audit.work import Work, whole, write
from linter.errors import InputError
from linter.model import Place
from linter.ruleset import Overlay, RuleSet, load, packs
from linter.sources.archives import Members, members, stamp, weight
from linter.sources.exports import Export, Line, Told
from linter.suppress import suppress

_BATCH = 16_384
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
    except (OSError, duckdb.IOException) as error:
        hint = "make room, or give another --out; what is done is kept, and --resume goes on with it"
        raise InputError(f"cannot be written: {_reason(error)}", at=Place(str(plan.out)), hint=hint) from None


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", "") or " ".join(str(error).split())[:200]


def _run(plan: Plan, found: Members, *, resume: bool, progress: Progress) -> Outcome:
    work = Work(plan.out)
    work.begin(_manifest(plan, found.files), resume=resume)
    buckets = min(_MOST_BUCKETS, 1 + sum(map(weight, found.files)) // plan.bucket_bytes)
    with _pool(plan.workers) as pool:
        units = [
            partial(_read, plan, work, n, file, found.refused.get(file, ""), buckets)
            for n, file in enumerate(found.files)
        ]
        _all(pool, units, progress, "read")
        jobs = [partial(_judge, plan, work, n) for n in range(buckets)]
        _all(pool, jobs, progress, "judge")
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


# Workers --------------------------------------------------------------------------------------------------------------


@contextmanager
def _pool(workers: int) -> Generator[Executor | None]:
    """The processes that work; none for one worker. What stops the run, Ctrl-C too, ends them at once."""
    if workers == 1:
        yield None
        return
    others = set(active_children())
    # A fork would copy the threads of Arrow and DuckDB half.
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_go_with_parent)
    try:
        yield pool
    except BaseException:
        pool.shutdown(wait=False, cancel_futures=True)
        for worker in set(active_children()) - others:
            worker.terminate()
        raise
    finally:
        pool.shutdown()


def _go_with_parent() -> None:
    """Let a worker end when the run is killed: nobody else would tell it. Ctrl-C is for the run alone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent:
        Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: Any) -> None:
    parent.join()
    os._exit(1)


def _all(pool: Executor | None, jobs: Sequence[Callable[[], int]], progress: Progress, what: str) -> None:
    progress.begin(what, len(jobs))
    if pool is None:
        for job in jobs:
            progress.step(job())
        return
    for done in as_completed([pool.submit(job) for job in jobs]):
        progress.step(done.result())


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
        if len(rows) == _BATCH:
            yield _batch(rows)
            rows = []
    if rows:
        yield _batch(rows)


def _batch(rows: list[tuple[Any, ...]]) -> Any:
    columns = [pa.array(column, kind) for column, kind in zip(zip(*rows, strict=True), MESSAGES.types, strict=True)]
    return pa.RecordBatch.from_arrays(columns, schema=MESSAGES)


def _reading(work: Work, files: int) -> tuple[tuple[Told, ...], tuple[Unread, ...]]:
    stored = [work.piece(f"told/{n:06}.msgpack").read_bytes() for n in range(files)]
    read = [msgspec.msgpack.decode(told, type=_Told) for told in stored]
    return tuple(one.told for one in read), tuple(unread for one in read for unread in one.unread)


# Judging --------------------------------------------------------------------------------------------------------------


def _judge(plan: Plan, work: Work, number: int) -> int:
    """Judge one bucket; how many messages it has."""
    target = work.piece(f"judged/{number:06}")
    if not target.exists():
        whole(target, partial(_judge_into, plan, work, number))
    return int((target / "rows").read_text("ascii"))


def _judge_into(plan: Plan, work: Work, number: int, draft: Path) -> None:
    draft.mkdir(parents=True)
    figures = Figures(terms=plan.terms)
    rows = 0
    conversations = Conversations(figures, plan.evidence, draft)
    with (
        parquet.ParquetWriter(draft / "findings.parquet", FINDINGS, compression="zstd") as found,
        parquet.ParquetWriter(draft / "threads.parquet", PIECES, compression="zstd") as threads,
    ):
        messages_in = bucket(work.piece("read"), number, draft / "spill")
        for batch, messages, reports in judged(messages_in, _rules(plan), plan.options):
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
