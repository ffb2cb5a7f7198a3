"""The Spark adapter on Spark's local mode: the same rows as the kernel on one machine."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from linter import ConfigError, Options, Overlay, Problems, load

pa = pytest.importorskip("pyarrow", reason="in the extra `audit`")
pytest.importorskip("pyspark", reason="in the extra `spark`")
pytest.importorskip("pandas", reason="in the extra `spark`: Spark asks for it before it carries Arrow batches")
if not shutil.which("java"):
    pytest.skip("Spark needs Java", allow_module_level=True)

from pyspark.sql import DataFrame, SparkSession  # noqa: E402
from pyspark.sql import functions as sql  # noqa: E402

from linter.audit import FINDINGS, MESSAGES, audit, check_conversations, check_threads  # noqa: E402
from linter.audit.metrics import Terms  # noqa: E402
from linter.audit.spark import Rules, _judge, conversations, ddl  # noqa: E402
from linter.audit.spark import audit as audit_on_spark  # noqa: E402

pytestmark = [
    pytest.mark.usefixtures("compiled"),
    pytest.mark.filterwarnings("ignore"),  # of Spark and of what it imports
]

_SAID = (
    ("buyer", "where can I reach you?"),
    ("seller", "catat ya kak"),
    ("seller", "0812 0000"),
    ("seller", "34 56, hubungi di situ aja"),
    ("bot", "加我ＶＸ聊,好评返现3元"),
    ("seller", "Thanks, it ships tomorrow."),
    ("seller", None),
    ("system", "the order was paid"),
)


def _conversations(count: int) -> list[dict[str, Any]]:
    """Conversations whose messages come by turns, some without a time, an id twice, and some messages of none."""
    rows = [
        {
            "id": f"{turn % 5}",
            "text": text,
            "role": role,
            "platform": None if thread % 3 else "tiktok-shop",
            "thread": None if thread % 7 == 0 else "" if thread % 7 == 1 else f"谈 {thread * 37 % 100}",
            "sender": "ana" if role != "buyer" else "bo",
            # Within a conversation later messages can have come first; of every fourth one the time is missing.
            "sent_at": None if thread % 4 == 0 and turn == 2 else 1_790_000_000.0 + 60 * (turn ^ (thread % 2)),
            "shop": "a",
        }
        for turn, (role, text) in enumerate(_SAID)
        for thread in range(count)
    ]
    return [row | {"seq": number} for number, row in enumerate(rows)]


def _table(rows: list[dict[str, Any]]) -> Any:
    return pa.Table.from_pylist(rows, schema=pa.schema([MESSAGES.field(name) for name in rows[0]]))


def _in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """As the kernel asks for them, sorted by hand."""
    untimed = {row["thread"] for row in rows if row["sent_at"] is None}

    def place(row: dict[str, Any]) -> tuple[str, float, int]:
        timed = row["thread"] and row["thread"] not in untimed
        return row["thread"] or "", row["sent_at"] if timed else 0.0, row["seq"]

    moments = ({**row, "moment": place(row)[1] or None} for row in sorted(rows, key=place))
    return list(moments)


def _here(rows: list[dict[str, Any]], kernel: Any = audit, **how: Any) -> list[str]:
    fields = [*(MESSAGES.field(name) for name in rows[0]), pa.field("moment", pa.float64())]
    table = pa.Table.from_pylist(_in_order(rows), schema=pa.schema(fields))
    found = kernel(table.to_batches(max_chunksize=7), load(), **how)
    return sorted(str(row) for batch in found for row in batch.to_pylist())


def _rows(frame: DataFrame) -> list[str]:
    return sorted(str(row) for row in frame.toArrow().to_pylist())


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    folder = tmp_path_factory.mktemp("spark")
    settings = {
        "spark.driver.memory": "512m",
        "spark.pyspark.python": sys.executable,
        # Absolute: `PYTHONPATH=.run`, as the README has it, leads nowhere from a worker's folder.
        "spark.executorEnv.PYTHONPATH": os.pathsep.join(str(Path(place).resolve()) for place in sys.path if place),
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.local.dir": str(folder),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.session.timeZone": "Asia/Jakarta",  # a zone must change nothing
        "spark.sql.execution.arrow.maxRecordsPerBatch": "7",  # conversations go on in the next batch
        "spark.driver.extraJavaOptions": f"-Dderby.system.home={folder}",
    }
    builder = SparkSession.builder.master("local[2]").appName("shoplint's tests")
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    gateway: Any = session.sparkContext._gateway  # noqa: SLF001  # no other way to the process it started
    yield session
    session.stop()
    gateway.shutdown()
    gateway.proc.stdin.close()
    try:
        gateway.proc.wait(20)
    except subprocess.TimeoutExpired:
        gateway.proc.kill()


@pytest.fixture(scope="module")
def rows() -> list[dict[str, Any]]:
    return _conversations(28)


@pytest.fixture(scope="module")
def frame(spark: SparkSession, rows: list[dict[str, Any]]) -> DataFrame:
    return spark.createDataFrame(_table(rows)).repartition(3)


def test_the_rows_are_those_of_one_machine(frame: DataFrame, rows: list[dict[str, Any]]) -> None:
    expected = _here(rows)
    assert len(expected) > 28
    assert any("'severity': 'unchecked'" in row for row in expected)
    assert any("'with': '[{" in row for row in expected)
    assert _rows(audit_on_spark(frame, partitions=3)) == expected


def test_the_conversations_are_those_of_one_machine(frame: DataFrame, rows: list[dict[str, Any]]) -> None:
    terms = Terms(zone="Asia/Jakarta", definition="lazada")
    expected = _here(rows, check_conversations, terms=terms)
    assert len(expected) == len({row["thread"] for row in rows if row["thread"]})
    assert any("'first_response': 60.0" in row for row in expected)
    assert _rows(conversations(frame, partitions=3, terms=terms)) == expected


def test_there_is_one_shuffle(frame: DataFrame, capsys: pytest.CaptureFixture[str]) -> None:
    audit_on_spark(frame.coalesce(1), partitions=3).explain()
    assert capsys.readouterr().out.count("hashpartitioning") == 1


def test_without_conversations_every_message_stands_alone(frame: DataFrame, rows: list[dict[str, Any]]) -> None:
    options = Options(select=("reviews",))
    found = _rows(audit_on_spark(frame, threads=False, options=options))
    assert found == _here(rows, threads=False, options=options)
    assert found


@pytest.mark.parametrize("kind", ["timestamp", "timestamp_ntz", "bigint"])
def test_a_time_is_read_whatever_its_type(spark: SparkSession, kind: str) -> None:
    when = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)
    given = {"timestamp": when, "timestamp_ntz": when.replace(tzinfo=None), "bigint": int(when.timestamp())}[kind]
    later = given + 60 if isinstance(given, int) else given + timedelta(minutes=1)
    said = [(later, "add me on WhatsApp", "t"), (given, "好评返现3元", "t")]
    found = audit_on_spark(spark.createDataFrame(said, f"sent_at {kind}, text string, thread string"))
    assert {row.sent_at for row in found.collect()} == {when.timestamp(), when.timestamp() + 60}


def test_only_a_text_must_be_there(spark: SparkSession) -> None:
    found = audit_on_spark(spark.createDataFrame([("add me on WhatsApp",), (None,)], "text string")).collect()
    assert {row.severity for row in found} == {"block", "unchecked"}


def test_columns_that_say_nothing_are_refused(spark: SparkSession) -> None:
    frame = spark.createDataFrame([("2026-11-22", "hi", True)], "sent_at string, words string, b boolean")
    with pytest.raises(ConfigError, match="no column `text`"):
        audit_on_spark(frame)
    with pytest.raises(ConfigError, match="`sent_at` is text"):
        audit_on_spark(frame.withColumnRenamed("words", "text"))
    with pytest.raises(ConfigError, match="`sent_at` is boolean"):
        audit_on_spark(frame.select(sql.col("words").alias("text"), sql.col("b").alias("sent_at")))


def test_a_worker_with_other_rules_fails() -> None:
    batches = pa.table({"text": ["hi"]}).to_batches()
    with pytest.raises(ConfigError, match="not those of the driver"):
        list(_judge(batches, kernel=check_threads, key=b"of other files", rules=Rules()))


def test_a_mistake_in_the_rules_is_told_before_the_cluster_starts(frame: DataFrame) -> None:
    with pytest.raises(Problems, match="no rule or family is called `revews`"):
        audit_on_spark(frame, Rules(overlay=Overlay({"revews": "off"})))


def test_the_schema_names_every_column() -> None:
    assert ddl(FINDINGS).startswith("`seq` bigint, `id` string")
