"""An audit on a Spark cluster: the kernel that one machine runs, carried by `mapInArrow`.

>>> from linter.audit.spark import audit
>>> audit(spark.read.parquet("s3://chats/2026/"), partitions=2000).write.parquet("s3://audits/2026/")
>>> conversations(spark.read.parquet("s3://chats/2026/"), partitions=2000).write.parquet("s3://threads/2026/")

Spark only moves the rows. Every worker process loads the rules from its own install of shoplint, once.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from typing import Any

from msgspec import Struct

from linter.audit.arrow import pa
from linter.audit.conversations import check_conversations
from linter.audit.kernel import check_messages, check_threads
from linter.audit.metrics import Terms
from linter.audit.schema import FINDINGS, MESSAGES, THREADS
from linter.engine import Options
from linter.errors import ConfigError
from linter.ruleset import Overlay, RuleSet, load, packs

# As with Arrow: what Spark gives is `Any`, and a check of types needs no Spark.
sql: Any = import_module("pyspark.sql.functions")
DataFrame = Any
Column = Any
Kernel = Callable[[Iterable[Any], RuleSet], Iterator[Any]]


class Rules(Struct, frozen=True):
    """Which rules a worker loads, as `load` takes them. Packs must lie on all machines under the same path."""

    packs: tuple[Path, ...] = ()
    overlay: Overlay = Overlay()


_TYPES = {pa.string(): "string", pa.float64(): "double", pa.int64(): "bigint"}
_LOADED: dict[bytes, RuleSet] = {}  # of this worker process, which Spark keeps for many tasks


def ddl(schema: Any) -> str:
    """The columns of an Arrow schema as Spark writes one."""
    return ", ".join(f"`{field.name}` {_TYPES[field.type]}" for field in schema)


def audit(
    frame: DataFrame,
    rules: Rules = Rules(),
    *,
    partitions: int = 0,
    options: Options = Options(),
    threads: bool = True,
) -> DataFrame:
    """The findings in a frame of messages, whose columns are named as in `MESSAGES`; only `text` must be there.

    The rows are those of `linter.audit.audit`, in no order. A conversation is whole in one of the `partitions` (0: as
    many as Spark is configured for); without `threads` every message is judged by itself and nothing is shuffled. `seq`
    tells messages of the same moment apart: a frame without it is numbered as Spark reads it.

    Raises ConfigError for columns that say nothing, and what `load` raises for the rules. A worker whose rule files
    differ from those here fails.
    """
    kernel = partial(check_threads if threads else check_messages, options=options)
    messages = _messages(frame)
    return _carried(_sorted(messages, partitions) if threads else messages, kernel, FINDINGS, rules)


def conversations(
    frame: DataFrame,
    rules: Rules = Rules(),
    *,
    partitions: int = 0,
    options: Options = Options(),
    terms: Terms = Terms(),
) -> DataFrame:
    """A row for each conversation in a frame of messages: those of `linter.audit.check_conversations`, in no order.

    Frame, partitions and errors are those of `audit`; `terms` say how service is measured.
    """
    kernel = partial(check_conversations, options=options, terms=terms)
    return _carried(_sorted(_messages(frame), partitions), kernel, THREADS, rules)


def _carried(messages: DataFrame, kernel: Kernel, schema: Any, rules: Rules) -> DataFrame:
    key = _key(rules)
    _loaded(key, rules)  # here too: a mistake in them is told before the cluster starts
    return messages.mapInArrow(partial(_judge, kernel=kernel, key=key, rules=rules), ddl(schema))


def _judge(batches: Iterable[Any], *, kernel: Kernel, key: bytes, rules: Rules) -> Iterator[Any]:
    """One partition, in a worker."""
    return kernel(batches, _loaded(key, rules))


def _loaded(key: bytes, rules: Rules) -> RuleSet:
    if key not in _LOADED:
        if _key(rules) != key:
            raise ConfigError(
                "the rules of this worker are not those of the driver",
                hint="install the same shoplint and the same packs on all machines of the cluster",
            )
        _LOADED.clear()
        _LOADED[key] = load(rules.packs, rules.overlay)
    return _LOADED[key]


def _key(rules: Rules) -> bytes:
    """What tells one set of rule files from another, here and in the workers."""
    parts = [*packs.key_parts(packs.chosen(rules.packs)), rules.overlay.key()]
    return blake2b(b"\0".join(b"%d %b" % (len(part), part) for part in parts), digest_size=16).digest()


def _messages(frame: DataFrame) -> DataFrame:
    """The columns that say something about a message, of the kernel's types."""
    if "text" not in frame.columns:
        raise ConfigError("the frame has no column `text`", hint=f"columns are named: {', '.join(MESSAGES.names)}")
    numbered = frame if "seq" in frame.columns else frame.withColumn("seq", sql.monotonically_increasing_id())
    columns = [field for field in MESSAGES if field.name in numbered.columns]
    return numbered.select([_cast(numbered, field).alias(field.name) for field in columns])


def _cast(frame: DataFrame, field: Any) -> Column:
    if field.name == "sent_at":
        return _seconds(frame.schema["sent_at"].dataType)
    return sql.col(field.name).cast(_TYPES[field.type])


def _seconds(kind: Any) -> Column:
    """`sent_at` as seconds since 1970. A time without a zone is UTC, as everywhere here."""
    match kind.typeName():
        case "timestamp_ntz":
            return sql.expr("timestampdiff(MICROSECOND, TIMESTAMP_NTZ '1970-01-01 00:00:00', sent_at)") / 1_000_000
        case "timestamp":
            return sql.col("sent_at").cast("double")
        case "byte" | "short" | "integer" | "long" | "float" | "double" | "decimal":
            seconds = sql.col("sent_at").cast("double")
            return sql.when(~sql.isnan(seconds), seconds)
        case "string":
            hint = 'frame.withColumn("sent_at", to_timestamp("sent_at")), in the zone that your export is in'
            raise ConfigError("`sent_at` is text", hint=hint)
        case _:
            raise ConfigError(f"`sent_at` is {kind.simpleString()}", hint="give a timestamp, or seconds since 1970")


def _sorted(messages: DataFrame, partitions: int) -> DataFrame:
    """The kernel's order: by thread, then by time where all of a thread have one (`moment`), then by `seq`.

    One shuffle: the window that asks whether all have a time groups by the very column that the rows were spread by.
    Messages without a thread are spread one by one, or all of them would be a single partition's.
    """
    thread = sql.coalesce("thread", sql.lit("")) if "thread" in messages.columns else sql.lit("")
    alone, named = sql.concat(sql.lit("seq "), "seq"), sql.concat(sql.lit("thread "), thread)
    placed = messages.withColumns({"conversation": thread, "place": sql.when(thread == "", alone).otherwise(named)})
    spread = placed.repartition(partitions, "place") if partitions else placed.repartition("place")
    timed = spread.withColumn("moment", _moment(spread.columns))
    return timed.sortWithinPartitions("conversation", "moment", "seq").drop("place", "conversation")


def _moment(columns: list[str]) -> Column:
    if "sent_at" not in columns:
        return sql.lit(None).cast("double")
    same = "OVER (PARTITION BY place)"
    return sql.expr(f"CASE WHEN conversation <> '' AND count(sent_at) {same} = count(*) {same} THEN sent_at END")
