"""Messages to buckets on disk: every conversation whole in one of them, and each bucket read in the kernel's order.

DuckDB does both, within its memory limit; it is fed from Arrow batches, never from addresses of its own.
"""

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from linter.audit.arrow import pa
from linter.audit.database import duckdb
from linter.audit.schema import MESSAGES
from linter.audit.work import whole

MEMORY = "128MB"
_ROWS = 16_384

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


def quiet(folder: Path) -> Any:
    """A database in memory that spills into `folder` and says nothing."""
    folder.mkdir(parents=True, exist_ok=True)
    connection = duckdb.connect(":memory:")
    settings = {
        "memory_limit": MEMORY,
        "threads": "1",
        "temp_directory": str(folder),
        "preserve_insertion_order": "false",
        "enable_progress_bar": "false",
    }
    for name, value in settings.items():
        connection.execute(f"SET {name} = '{value}'")
    return connection


def spread(batches: Iterable[Any], target: Path, buckets: int, shard: Shard = WHOLE) -> None:
    """Write batches of messages (`MESSAGES`) under `target`, a folder for each of so many buckets. All or nothing:
    until the last row is written there is no `target`.
    """
    reader = pa.RecordBatchReader.from_batches(MESSAGES, batches)
    whole(target, lambda draft: _spread_into(draft, reader, buckets, shard))


def _spread_into(draft: Path, reader: Any, buckets: int, shard: Shard) -> None:
    spill = draft.with_name(f"{draft.name}.spill")
    with quiet(spill) as connection:
        connection.register("messages", reader)
        part, parts = shard
        # Its own division, so that the buckets of a shard are filled evenly.
        kept = f"WHERE ({_PLACE}) % {parts} = {part - 1}" if parts > 1 else ""
        connection.execute(
            f"COPY (SELECT *, (({_PLACE}) // {parts}) % {buckets} AS bucket FROM messages {kept}) "
            f"TO '{_quoted(draft)}' (FORMAT parquet, PARTITION_BY (bucket), COMPRESSION zstd)"
        )
    shutil.rmtree(spill, ignore_errors=True)
    draft.mkdir(exist_ok=True)


def bucket(folder: Path, number: int, spill: Path) -> Iterator[Any]:
    """The messages of one bucket of all inputs under `folder`, in the kernel's order: by thread, then in order of time
    where all of a thread have one (`moment`; missing where not), then as they came.
    """
    files = sorted(str(file) for file in folder.glob(f"*/bucket={number}/*.parquet"))
    if not files:
        return
    with quiet(spill) as connection:
        names = ", ".join(f"'{_quoted(Path(file))}'" for file in files)
        columns = ", ".join(MESSAGES.names)
        reader = connection.sql(
            f"SELECT {columns}, CASE WHEN thread <> '' AND count(sent_at) OVER same = count(*) OVER same"
            f" THEN sent_at END AS moment FROM read_parquet([{names}], hive_partitioning = false)"
            " WINDOW same AS (PARTITION BY thread)"
            " ORDER BY thread, moment, seq"
        ).to_arrow_reader(_ROWS)
        yield from reader
    shutil.rmtree(spill, ignore_errors=True)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
