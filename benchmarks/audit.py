"""`python -m benchmarks.audit [N…]`: an audit from end to end, beside the batch engine on the same texts in memory.

A year of chat as a Parquet file (conversations that are mixed as an export has them, canned replies again and again) is
read, its conversations are put together and judged, service is measured, and all results are written: the very command
`shoplint audit`, with one worker and with two. A million messages unless said; with several N the growth shows.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.measure import ROOT, fresh_environment
from benchmarks.messages import SEED, Chat, thrown
from benchmarks.table import Table, count, printed
from linter import Message, Role, load
from linter.batch import check, lint_many

SIZE = 1_000_000
MIXED = 500
"""Conversations that go on at the same time."""

ROWS = 20_000
CANNED, VIOLATING = 0.6, 0.02
"""Shares of what sellers say: canned replies from a list of two hundred, and what breaks a rule."""

_STEP = 0.05
_YEAR = 365 * 86_400
_LANGUAGES = ("zh", "en", "id", "ms", "fil", "th", "vi", "es", "pt")
SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("id", "thread", "text", "role", "sender", "shop", "platform")),
        ("sent_at", pa.float64()),
    ]
)


def write(file: Path, size: int) -> None:
    """So many messages; the same seed writes the same."""
    rows: list[tuple[Any, ...]] = []
    with pq.ParquetWriter(file, SCHEMA, compression="zstd") as writer:
        for row in _messages(size):
            rows.append(row)
            if len(rows) == ROWS:
                writer.write_table(_table(rows))
                rows = []
        if rows:
            writer.write_table(_table(rows))


def _table(rows: list[tuple[Any, ...]]) -> Any:
    return pa.table([list(column) for column in zip(*rows, strict=True)], SCHEMA)


def _messages(size: int) -> Iterator[tuple[Any, ...]]:
    said = _said()
    number = block = 0
    dice = thrown(SEED + 1)
    while number < size:
        talks = [_talk(f"t{block}-{n}", dice) for n in range(MIXED)]
        block += 1
        # By turns: the messages of one conversation are not adjacent.
        for turn in range(max(map(len, talks))):
            for talk in talks:
                if turn < len(talk) and number < size:
                    thread, role, sender, shop, at = talk[turn]
                    yield f"m{number}", thread, next(said[role]), role, sender, shop, "tiktok-shop", at
                    number += 1


def _talk(thread: str, dice: Any) -> list[tuple[str, str, str, str, float]]:
    """Who speaks when in one conversation: two to fourteen turns, a bot now and then."""
    shop = f"shop {dice.randrange(30)}"
    people = {"buyer": f"buyer of {thread}", "seller": f"{shop} agent {dice.randrange(5)}", "bot": f"{shop} bot"}
    at = 1_767_225_600.0 + dice.randrange(_YEAR)
    turns: list[tuple[str, str, str, str, float]] = []
    for turn in range(dice.randrange(2, 15)):
        role = "buyer" if turn % 2 == 0 else "bot" if dice.random() < 0.1 else "seller"  # noqa: PLR2004
        at += dice.choice((4, 20, 45, 90, 400, 3000))
        turns.append((thread, role, people[role], shop, at))
    return turns


def _said() -> dict[str, Iterator[str]]:
    """What buyers say, nearly never the same; sellers and bots, who repeat themselves."""
    return {"buyer": _more(SEED, 0, 0), "seller": _more(SEED + 2, VIOLATING, CANNED), "bot": _more(SEED + 3, 0, 1.0)}


def _more(seed: int, violating: float, canned: float) -> Iterator[str]:
    chat = Chat(seed)
    replies = Chat(seed).many(200)
    dice = thrown(seed)
    while True:
        for text in chat.many(1000, _LANGUAGES, violating=violating):
            yield dice.choice(replies) if dice.random() < canned else text


class Cost(NamedTuple):
    """What a command and all processes it started took; `peak` is the memory they held together, in MB."""

    seconds: float
    cpu: float
    peak: float
    output: str


def cost(command: list[str], environment: dict[str, str]) -> Cost:
    """Run a command to its end. Raises RuntimeError where it fails."""
    with tempfile.TemporaryFile("w+") as out:
        began = time.perf_counter()
        child = subprocess.Popen(  # a session of its own tells its processes from ours
            command, env=environment, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT, start_new_session=True
        )
        peak = 0
        done = 0
        while not done:
            done, status, used = os.wait4(child.pid, os.WNOHANG)
            peak = max(peak, _memory(child.pid))
            time.sleep(0 if done else _STEP)
        child.returncode = os.waitstatus_to_exitcode(status)
        seconds = time.perf_counter() - began
        out.seek(0)
        if child.returncode != 0:
            raise RuntimeError(f"{' '.join(command)}: {child.returncode}\n{out.read()}")
        return Cost(seconds, used.ru_utime + used.ru_stime, peak / 1000, out.read())


def _memory(session: int) -> int:
    """What the processes of a session hold, in KB; what they share is counted once (Linux)."""
    held = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            ours = int((process / "stat").read_text().rpartition(")")[2].split()[3]) == session
            shares = (process / "smaps_rollup").read_text().splitlines() if ours else []
        except OSError:
            continue  # it ended meanwhile
        held += sum(int(share.split()[1]) for share in shares if share.startswith("Pss:"))
    return held


def engine(file: Path, how: str) -> None:
    """Judge the texts of a file, timing nothing but the engine: prints messages, findings and CPU seconds."""
    rules = load()
    messages = found = 0
    spent = 0.0
    table = pq.ParquetFile(file)
    for batch in table.iter_batches(100_000, columns=["text", "thread", "role", "sender", "platform", "sent_at"]):
        columns = [column.to_pylist() for column in batch.columns]
        said = [
            Message(text=text, thread=thread, role=Role(role), sender=sender, platform=platform, sent_at=at)
            for text, thread, role, sender, platform, at in zip(*columns, strict=True)
        ]
        began = time.process_time()
        if how == "texts":
            found += len(check(columns[0], rules, platform="tiktok-shop").row)
        else:
            found += sum(len(report.findings) for report in lint_many(said, rules))
        spent += time.process_time() - began
        messages += len(said)
    print(messages, found, spent)


_COLUMNS = ("N", "what", "findings", "messages/s a core", "CPU s", "wall s", "peak MB", "of the engine")


def rows(size: int) -> Iterator[tuple[str, ...]]:
    """The engine by itself, then the audit with one worker and with two."""
    number = f"{size:,}"
    with tempfile.TemporaryDirectory() as folder, fresh_environment() as environment:
        source = Path(folder) / "chat.parquet"
        write(source, size)
        me = [sys.executable, "-m", "benchmarks.audit"]
        yield _engine(
            number, "engine: check(), texts alone", cost([*me, "texts", str(source)], environment).output, "–"
        )
        told = cost([*me, "threads", str(source)], environment).output
        yield _engine(number, "engine: lint_many(), conversations", told, "1.00")
        alone = float(told.split()[2])
        for workers in (1, 2):
            out = Path(folder) / f"out{workers}"
            audit = [sys.executable, "-m", "linter", "audit", str(source), "-o", str(out)]
            spent = cost([*audit, "--workers", str(workers), "--fail-on", "never"], environment)
            found = pq.read_metadata(out / "findings.parquet").num_rows
            what = f"shoplint audit --workers {workers}"
            speed, share = count(size / spent.cpu), f"{alone / spent.cpu:.2f}"
            cells = (speed, f"{spent.cpu:.1f}", f"{spent.seconds:.1f}", f"{spent.peak:.0f}", share)
            yield number, what, f"{found:,}", *cells


def _engine(size: str, what: str, told: str, share: str) -> tuple[str, ...]:
    messages, found, spent = told.split()
    speed = count(int(messages) / float(spent))
    return size, what, f"{int(found):,}", speed, f"{float(spent):.1f}", "–", "–", share


def main(arguments: list[str]) -> None:
    match arguments:
        case ["texts" | "threads" as how, file]:
            engine(Path(file), how)
        case _:
            load()  # compiled once, not by every child
            sizes = [int(size.replace("_", "")) for size in arguments] or [SIZE]
            about = (
                f"Conversations of two to fourteen turns, {MIXED} at a time mixed, {CANNED:.0%} of what sellers say "
                "from a list of two hundred replies. CPU seconds are those of all processes, start and end included; "
                "the engine's are those of the engine alone, its messages in memory. Memory is that of all processes "
                "together."
            )
            told = Table("Audits from end to end", about, _COLUMNS, [row for size in sizes for row in rows(size)])
            print(printed(told))


if __name__ == "__main__":
    main(sys.argv[1:])
