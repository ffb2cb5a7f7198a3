"""Whole processes: from nothing to one message, over a file, and what memory they need."""

import statistics
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from benchmarks import ours
from benchmarks.measure import Run, fresh_environment, rate, run
from benchmarks.messages import Chat, megabytes
from benchmarks.table import Table, count
from linter import RuleSet

RUNS = 11
SIZES = (100_000, 20_000, 4_000)
SECONDS = 6
"""What judging the largest file may take; else a smaller one is read."""

SHOPLINT = (sys.executable, "-m", "linter")
_MOST_TIMES, _MORE = 3, 100
"""Starting shoplint is to take at most three times an empty Python and 100 ms more."""

_FOUND = (0, 1)


def tables(rules: RuleSet) -> Iterator[Table]:
    with fresh_environment() as environment:
        yield _cold(environment)
        yield from _files(environment, rules)


def _cold(environment: Mapping[str, str]) -> Table:
    empty, hello = [sys.executable, "-c", "pass"], [*SHOPLINT, "check", "-m", "hello"]
    run(hello, environment)
    pairs = [(run(empty, environment), run(hello, environment)) for _ in range(RUNS)]
    nothing, ours_ = (statistics.median(pair[n].seconds for pair in pairs) * 1000 for n in (0, 1))
    limit = _MOST_TIMES * nothing + _MORE
    kept = "kept" if ours_ <= limit else "exceeded"
    told = f"Limit: {_MOST_TIMES} × an empty Python + {_MORE} ms = {limit:.0f} ms; {kept}."
    return Table(
        "Cold start",
        f"New processes in turn, medians of {RUNS}; compiled rules and byte code are there, as after a first run.",
        ("command", "ms", "peak MB"),
        [
            ("python -c pass", count(nothing), f"{pairs[-1][0].peak:.0f}"),
            ("shoplint check -m hello", count(ours_), f"{pairs[-1][1].peak:.0f}"),
        ],
        (told,),
    )


def _files(environment: Mapping[str, str], rules: RuleSet) -> Iterator[Table]:
    speed = rate(lambda texts: ours.reports(texts, rules), Chat().many(3000), 0.5).per_second
    most = next((size for size in SIZES if size / speed < SECONDS), SIZES[-1])
    with tempfile.TemporaryDirectory() as folder:
        files = [_written(Path(folder) / f"{size}.jsonl", size) for size in (most // 5, most)]
        runs = [(size, *_checked(file, environment)) for size, file in files]
    rows = [_file_row(size, done, size_mb) for size, done, size_mb in runs]
    short = () if most == SIZES[0] else (f"{SIZES[0]:,} messages would have taken longer than this run has time.",)
    yield Table(
        "A file from the command line",
        "`shoplint check FILE --format jsonl --output …`, the whole process with start, reading, judging and "
        "writing: a JSON Lines file of mixed chat with 3 % violations, a report line for every record.",
        ("messages", "MB", "seconds", "messages/s", "peak MB"),
        rows,
        short,
    )
    yield _memory(environment, most)


def _written(file: Path, size: int) -> tuple[int, Path]:
    encode = msgspec.json.encode
    texts = Chat().many(size, violating=0.03)
    file.write_bytes(b"".join(encode({"id": str(n), "text": text}) + b"\n" for n, text in enumerate(texts)))
    return size, file


def _checked(file: Path, environment: Mapping[str, str]) -> tuple[Run, float]:
    command = [*SHOPLINT, "check", str(file), "--format", "jsonl", "--output", str(file.with_suffix(".out.jsonl"))]
    return run(command, environment), megabytes([file.read_text("utf-8")])


def _file_row(size: int, done: Run, size_mb: float) -> tuple[str, ...]:
    if done.code not in _FOUND:
        return f"{size:,}", count(size_mb), "not finished", "–", f"{done.peak:.0f}"
    return f"{size:,}", count(size_mb), count(done.seconds), count(size / done.seconds), f"{done.peak:.0f}"


def _memory(environment: Mapping[str, str], most: int) -> Table:
    jobs = {
        "the rules loaded": ("load",),
        "lint(), 2,000 messages": ("singly", "2000"),
        f"lint_many(), {most // 5:,} messages": ("many", str(most // 5)),
        f"lint_many(), {most:,} messages": ("many", str(most)),
    }
    runs = [(name, run([sys.executable, "-m", "benchmarks.worker", *job], environment)) for name, job in jobs.items()]
    return Table(
        "Memory of a worker",
        "Peak resident memory of a process that does this and nothing else; messages come one by one, reports are "
        "dropped. The last two lines differ by what grows with the number of messages.",
        ("process", "peak MB"),
        [(name, f"{done.peak:.0f}" if done.code == 0 else "failed") for name, done in runs],
    )
