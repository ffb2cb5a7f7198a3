"""A table of messages in, a table of findings out."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks import ours
from benchmarks.measure import Run, fresh_environment, rate, run
from benchmarks.messages import Chat
from benchmarks.table import Table, count
from linter import Message, Role, RuleSet
from linter.batch import check, lint_many

SIZES, SECONDS = (100_000, 20_000, 4_000), 6
ROWS = 5000
TURNS = 6
SCHEMA = pa.schema(
    {"row": pa.int64(), "rule": pa.string(), "severity": pa.string(), "start": pa.int32(), "end": pa.int32()}
)
_NAMES = ("row", "rule", "severity", "start", "end")


def tables(rules: RuleSet) -> Iterator[Table]:
    speed = rate(lambda texts: ours.reports(texts, rules), Chat().many(3000), 0.5).per_second
    size = next((size for size in SIZES if size / speed < SECONDS), SIZES[-1])
    with tempfile.TemporaryDirectory() as folder, fresh_environment() as environment:
        source = Path(folder) / "chat.parquet"
        _write(source, size)
        jobs = {"messages by themselves": "alone", "with their conversations": "threads"}
        runs = {name: _run(job, source, environment) for name, job in jobs.items()}
    yield Table(
        "Parquet to Parquet",
        f"{size:,} messages in conversations of {TURNS} turns, every third a buyer's, 3 % violations, read in "
        f"batches of {ROWS:,} rows and judged alone (`check()` on the column, every row a seller's) or with what was "
        "said before (`lint_many()` on messages with a `thread`); findings written to a second file. Messages a "
        "second of processor time, all threads counted, without the start of Python; peak memory of the process.",
        ("judged", "messages", "findings", "messages/s a core", "peak MB"),
        [_row(name, size, done) for name, done in runs.items()],
    )


def _run(job: str, source: Path, environment: dict[str, str]) -> Run:
    command = [sys.executable, "-m", "benchmarks.worker", job, str(source), str(source.with_name(f"{job}.parquet"))]
    return run(command, environment, limit=60)


def _row(name: str, size: int, done: Run) -> tuple[str, ...]:
    if done.code != 0:
        return name, f"{size:,}", "not finished", "–", f"{done.peak:.0f}"
    found, seconds = done.output.split()
    return name, f"{size:,}", f"{int(found):,}", count(size / float(seconds)), f"{done.peak:.0f}"


def _write(file: Path, size: int) -> None:
    """Turns of a hundred conversations at a time, mixed: those of one are not adjacent."""
    texts = Chat().many(size, violating=0.03)
    mixed = 100
    threads = [f"t{n // (mixed * TURNS)}-{n % mixed}" for n in range(size)]
    roles = ["buyer" if n // mixed % 3 == 0 else "seller" for n in range(size)]
    pq.write_table(pa.table({"text": texts, "thread": threads, "role": roles}), file, row_group_size=20_000)


def audit(source: Path, findings: Path, rules: RuleSet, *, threads: bool) -> int:
    """Judge a file; how many findings were written."""
    found = _threaded(source, rules) if threads else _alone(source, rules)
    written = 0
    with pq.ParquetWriter(findings, SCHEMA) as writer:
        for columns in found:
            written += len(columns["row"])
            writer.write_table(pa.table(columns, SCHEMA))
    return written


def _alone(source: Path, rules: RuleSet) -> Iterator[dict[str, list[Any]]]:
    before = 0
    for batch in pq.ParquetFile(source).iter_batches(ROWS, columns=["text"]):
        found = check(batch.column(0), rules)
        columns = {name: list(getattr(found, name)) for name in _NAMES}
        yield columns | {
            "row": [before + row for row in columns["row"]],
            "severity": [str(s) for s in columns["severity"]],
        }
        before += len(batch)


def _threaded(source: Path, rules: RuleSet) -> Iterator[dict[str, list[Any]]]:
    rows: list[tuple[Any, ...]] = []
    for row, report in enumerate(lint_many(_messages(source), rules)):
        rows += [(row, f.rule, str(f.severity), f.start, f.end) for f in report.findings]
        if len(rows) > ROWS:
            yield _columns(rows)
            rows = []
    yield _columns(rows)


def _columns(rows: list[tuple[Any, ...]]) -> dict[str, list[Any]]:
    return {name: [row[n] for row in rows] for n, name in enumerate(_NAMES)}


def _messages(source: Path) -> Iterator[Message]:
    for batch in pq.ParquetFile(source).iter_batches(ROWS):
        for text, thread, role in zip(
            *(batch.column(name).to_pylist() for name in ("text", "thread", "role")), strict=True
        ):
            yield Message(text=text, thread=thread, role=Role(role))
