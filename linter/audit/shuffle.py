"""Messages to buckets on disk: every conversation whole in one of them, and each bucket put in the kernel's order.

DuckDB does both, within its memory limit; it is fed from Arrow batches, never from addresses of its own.
"""

import shutil
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

from linter.audit.arrow import pa, parquet
from linter.audit.database import duckdb
from linter.audit.schema import MESSAGES
from linter.audit.work import whole

MEMORY = ("128MB", "512MB", "2GB", "8GB")
"""What DuckDB may use; more only where a single conversation of very long messages cannot be sorted in less."""

_ROWS = 4096
_CHUNK = 16 << 20
"""Bytes of messages that are put into buckets at a time."""

_FILE = f"FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROWS}"

# A message without a thread goes anywhere, a thread to one place: by its name, wherever it is asked.
_PLACE = "CASE WHEN thread = '' THEN seq ELSE (hash(thread) >> 1)::BIGINT END"


class Shard(tuple[int, int]):
    """`i/n`: of all conversations those that fall to part `i` of `n`, counted from 1."""

    __slots__ = ()

    @classmethod
    def of(cls, written: str) -> "Shard":
        """Read `2/8`. Raises ValueError for anything else."""
        number, _, parts = written.partition("/")
        i, n = int(number), int(parts)
        if not 1 <= i <= n:
            raise ValueError(written)
        return cls((i, n))


WHOLE = Shard((1, 1))


@contextmanager
def quiet(folder: Path, memory: str = MEMORY[0]) -> Generator[Any]:
    """A database in memory that says nothing and spills into `folder`, which goes with it."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = {
        "memory_limit": memory,
        "threads": "1",
        "temp_directory": str(folder),
        "preserve_insertion_order": "false",
        "enable_progress_bar": "false",
    }
    try:
        with duckdb.connect(":memory:") as connection:
            for name, value in settings.items():
                connection.execute(f"SET {name} = '{value}'")
            yield connection
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def spread(batches: Iterable[Any], target: Path, buckets: int, shard: Shard = WHOLE) -> None:
    """Write batches of messages (`MESSAGES`) into the folder `target`, each with the number of its bucket. All or
    nothing: until the last row is written there is no `target`.
    """
    whole(target, lambda draft: _spread_into(draft, batches, buckets, shard))


def _spread_into(draft: Path, batches: Iterable[Any], buckets: int, shard: Shard) -> None:
    draft.mkdir()
    part, parts = shard
    # Its own division, so that the buckets of a shard are filled evenly.
    kept = f"WHERE ({_PLACE}) % {parts} = {part - 1}" if parts > 1 else ""
    with quiet(draft / "spill") as connection:
        # Writing a file for each bucket needs megabytes for every one of them, whatever the limit.
        for number, chunk in enumerate(_chunks(batches)):
            connection.register("messages", chunk)
            connection.execute(
                f"COPY (SELECT *, (({_PLACE}) // {parts}) % {buckets} AS bucket FROM messages {kept} ORDER BY bucket)"
                f" TO '{_quoted(draft / f'{number:06}.parquet')}' ({_FILE})"
            )
            connection.unregister("messages")


def _chunks(batches: Iterable[Any]) -> Iterator[Any]:
    held: list[Any] = []
    size = 0
    for batch in batches:
        held.append(batch)
        size += batch.nbytes
        if size >= _CHUNK:
            yield pa.Table.from_batches(held)
            held, size = [], 0
    if held:
        yield pa.Table.from_batches(held)


def order(folder: Path, number: int, target: Path) -> None:
    """Write the messages of one bucket of all inputs under `folder` to one file, in the kernel's order: by thread, then
    in order of time where all of a thread have one (`moment`; missing where not), then as they came. All or nothing; a
    bucket of no input has no file.
    """
    files = sorted(folder.glob("*/*.parquet"))
    if not files:
        return
    for memory in MEMORY[:-1]:
        with suppress(duckdb.OutOfMemoryException):
            whole(target, partial(_order_into, number, files, memory))
            return
    whole(target, partial(_order_into, number, files, MEMORY[-1]))


def _order_into(number: int, files: Iterable[Path], memory: str, draft: Path) -> None:
    with quiet(draft.with_name(f"{draft.name}.spill"), memory) as connection:
        names = ", ".join(f"'{_quoted(file)}'" for file in files)
        columns = ", ".join(MESSAGES.names)
        connection.execute(
            f"COPY (SELECT {columns}, CASE WHEN thread <> '' AND count(sent_at) OVER same = count(*) OVER same"
            f" THEN sent_at END AS moment FROM read_parquet([{names}]) WHERE bucket = {number}"
            " WINDOW same AS (PARTITION BY thread)"
            f" ORDER BY thread, moment, seq) TO '{_quoted(draft)}' ({_FILE})"
        )


def count(file: Path) -> int:
    """How many messages `order` wrote."""
    return parquet.read_metadata(file).num_rows if file.exists() else 0


def ordered(file: Path) -> Iterator[Any]:
    """The messages that `order` wrote, a few thousand at a time."""
    if file.exists():
        # Read ahead and by threads, the reader holds many times what is looked at.
        yield from parquet.ParquetFile(file, pre_buffer=False).iter_batches(_ROWS, use_threads=False)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
