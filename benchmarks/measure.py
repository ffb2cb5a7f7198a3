"""How time and memory are taken, in this process and of whole commands."""

import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TypeVar

ROOT = Path(__file__).resolve().parent.parent
T = TypeVar("T")
FEW = 60
"""So many pieces tell how long the rest will take."""

PASSES = 3
ALL = 285.0
"""Seconds for the whole run."""

_BEGAN = time.monotonic()


def left() -> float:
    """The seconds that the run has left."""
    return max(0.0, ALL - (time.monotonic() - _BEGAN))


class Rate(NamedTuple):
    """So many pieces a second of one core; `done` were timed."""

    per_second: float
    done: int


class Run(NamedTuple):
    """What a command took. `code` is None where it did not end in time."""

    seconds: float
    cpu: float
    peak: float
    code: int | None
    output: str
    errors: str


def rate(work: Callable[[Sequence[T]], object], pieces: Sequence[T], seconds: float = 2.0) -> Rate:
    """The median of three passes, each over pieces that were not seen before, by the processor's time.

    As many as fit into `seconds`: what is kept from one text to the next must not make a repeated one look quick.
    """
    few, rest = pieces[:FEW], pieces[FEW:]
    work(few)
    guess = _cpu(lambda: work(few)) / len(few)
    size = max(1, min(len(rest) // PASSES, int(seconds / PASSES / max(guess, 1e-7))))
    parts = [rest[n * size : (n + 1) * size] for n in range(PASSES)]
    return Rate(statistics.median(size / _cpu(lambda part=part: work(part)) for part in parts), size * PASSES)


def _cpu(call: Callable[[], object]) -> float:
    gc.collect()
    began = time.process_time()
    call()
    return max(time.process_time() - began, 1e-9)


def times(call: Callable[[T], object], pieces: Sequence[T], before: Sequence[T], seconds: float = 3.0) -> list[float]:
    """The microseconds of each call, sorted; those `before`, which build what later ones share, do not count.

    Of either as many as fit into so many seconds.
    """
    list(_timed(call, before, seconds))
    return sorted(_timed(call, pieces, seconds))


def _timed(call: Callable[[T], object], pieces: Sequence[T], seconds: float) -> Iterator[float]:
    end = time.perf_counter() + seconds
    for piece in pieces:
        began = time.perf_counter()
        if began > end:
            return
        call(piece)
        yield (time.perf_counter() - began) * 1e6


def percentile(sorted_: Sequence[float], share: float) -> float:
    """The value below which this share lies."""
    return sorted_[min(len(sorted_) - 1, int(len(sorted_) * share))]


def run(
    command: Sequence[str | Path],
    environment: Mapping[str, str] | None = None,
    *,
    cwd: Path = ROOT,
    limit: float = 60.0,
) -> Run:
    """Run a command to its end or to its time limit, at most as long as the run has left; its peak memory is that of
    its largest process.
    """
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        launcher = [
            sys.executable,
            "-I",
            "-S",
            ROOT / "benchmarks" / "child.py",
            report,
            str(max(1.0, min(limit, left()))),
        ]
        told = subprocess.run(
            [*launcher, *command], env=environment, cwd=cwd, check=True, capture_output=True, encoding="utf-8"
        )
        seconds, cpu, peak, code = json.loads(report.read_text())
    return Run(seconds, cpu, peak / 1000, code, told.stdout, told.stderr)


@contextmanager
def fresh_environment() -> Iterator[dict[str, str]]:
    """An environment for children, with byte code kept as where shoplint is installed, whatever ours says."""
    with tempfile.TemporaryDirectory() as folder:
        kept = {name: value for name, value in os.environ.items() if name not in _BYTE_CODE}
        # The compiled rules that this process made, or what a first child makes.
        yield {"SHOPLINT_CACHE_DIR": f"{folder}/rules"} | kept | {"PYTHONPYCACHEPREFIX": f"{folder}/code"}


_BYTE_CODE = {"PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"}
