"""`examples/kafka_audit.py` on the broker that librdkafka has for tests, in this process."""

import importlib.util
import json
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

import msgspec
import pytest

from linter import Message, Role, lint_thread, load

kafka = pytest.importorskip("confluent_kafka", reason="in no extra: the example says what it needs")

EXAMPLE = Path(__file__).parents[2] / "examples" / "kafka_audit.py"

ANA = (
    Message(id="1", text="where are you?", role=Role.BUYER, thread="ana"),
    Message(id="2", text="catat ya kak", thread="ana"),
    Message(id="3", text="0812 0000", thread="ana"),
    Message(id="4", text="34 56, hubungi di situ aja", thread="ana"),
)
BO = (
    Message(id="5", text="Thanks, it ships tomorrow.", thread="bo"),
    Message(id="6", text="加我ＶＸ聊,好评返现3元", thread="bo"),
)

pytestmark = pytest.mark.usefixtures("compiled")


class Said(NamedTuple):
    key: str
    value: Any
    headers: dict[str, str]


@pytest.fixture(scope="module")
def example() -> ModuleType:
    spec = importlib.util.spec_from_file_location("kafka_audit", EXAMPLE)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def brokers() -> Iterator[str]:
    """A cluster of one broker, that lives as long as this client of it."""
    quiet = {"log_level": 0}
    cluster = kafka.Producer({"bootstrap.servers": "none", "test.mock.num.brokers": 1, **quiet})
    yield ",".join(f"{b.host}:{b.port}" for b in cluster.list_topics(timeout=10).brokers.values())
    cluster.flush(1)


@pytest.fixture
def audit(example: ModuleType, brokers: str) -> Callable[[], None]:
    topics = ["--messages", "chat", "--findings", "findings", "--unreadable", "unreadable"]
    # This broker does not notice that a member leaves; who comes next waits until the session is over.
    settings = ["--set", "session.timeout.ms=6000", "--set", "log_level=0"]
    return lambda: example.main(["--brokers", brokers, *topics, *settings, "--once"])


def send(brokers: str, messages: Sequence[Message]) -> None:
    send_raw(brokers, [(m.thread, msgspec.json.encode(m)) for m in messages])


def send_raw(brokers: str, records: Sequence[tuple[str, bytes | None]]) -> None:
    producer = kafka.Producer({"bootstrap.servers": brokers, "message.max.bytes": 4_000_000, "log_level": 0})
    for key, value in records:
        producer.produce("chat", value, key)
    assert producer.flush(10) == 0


def said(brokers: str, topic: str, group: str = "reader") -> list[Said]:
    """All that a topic holds."""
    settings = {"bootstrap.servers": brokers, "group.id": group, "enable.partition.eof": True, "log_level": 0}
    reader = kafka.Consumer(settings)
    partitions = reader.list_topics(topic, timeout=10).topics[topic].partitions
    reader.assign([kafka.TopicPartition(topic, n, kafka.OFFSET_BEGINNING) for n in partitions])
    found: list[Said] = []
    ended, until = 0, time.monotonic() + 20
    while ended < len(partitions) and time.monotonic() < until:
        for record in reader.consume(100, timeout=0.2):
            if record.error():
                ended += 1
            else:
                headers = {name: value.decode() for name, value in record.headers() or ()}
                found.append(Said(record.key().decode(), record.value(), headers))
    reader.close()
    return found


def findings(brokers: str) -> dict[str, Any]:
    return {key: json.loads(value) for key, value, _ in said(brokers, "findings")}


def keys(*conversations: Sequence[Message]) -> list[str]:
    reports = [report for messages in conversations for report in lint_thread(messages, load())]
    return sorted(f"{report.id} {f.rule} {f.start}" for report in reports for f in report.findings)


def committed(brokers: str) -> int:
    reader = kafka.Consumer({"bootstrap.servers": brokers, "group.id": "shoplint", "log_level": 0})
    partitions = reader.list_topics("chat", timeout=10).topics["chat"].partitions
    offsets = reader.committed([kafka.TopicPartition("chat", n) for n in partitions], timeout=10)
    reader.close()
    return sum(max(offset.offset, 0) for offset in offsets)


def test_conversations_are_judged_whatever_comes_between(brokers: str, audit: Callable[[], None]) -> None:
    send(brokers, [ANA[0], BO[0], ANA[1], ANA[2], BO[1], ANA[3]])
    audit()
    found = findings(brokers)
    assert sorted(found) == keys(ANA, BO)
    across = next(finding for finding in found.values() if finding["elsewhere"])
    assert (across["id"], across["thread"], across["severity"]) == ("4", "ana", "block")
    assert committed(brokers) == 6


def test_a_restart_goes_on_with_the_conversation(brokers: str, audit: Callable[[], None]) -> None:
    send(brokers, [*BO, *ANA[:3]])
    audit()
    before = len(said(brokers, "findings"))
    audit()
    assert len(said(brokers, "findings")) == before  # what is committed is not told again
    send(brokers, ANA[3:])
    audit()
    assert sorted(findings(brokers)) == keys(ANA, BO)


def test_what_cannot_be_read_is_put_by(brokers: str, audit: Callable[[], None]) -> None:
    bad = [b"{", b'{"id": "1"}', b'{"text": "hi", "role": "boss"}', b'{"text": "\xff"}', None]
    send_raw(brokers, [("t", value) for value in bad])
    send(brokers, BO)
    audit()
    put_by = said(brokers, "unreadable")
    assert [record.value for record in put_by] == bad
    problems = [record.headers["problem"] for record in put_by]
    assert "missing required field `text`" in problems[1]
    assert problems[4] == "no value"
    assert put_by[0].headers["from"].startswith("chat/")
    assert sorted(findings(brokers)) == keys(BO)
    assert committed(brokers) == len(bad) + len(BO)


def test_the_key_is_the_conversation_and_the_place_an_id(brokers: str, audit: Callable[[], None]) -> None:
    send_raw(brokers, [("t", b'{"text": "Add me on WhatsApp"}'), ("t", b'{"text": "%s"}' % (b"a" * 200_001))])
    audit()
    found = list(findings(brokers).values())
    assert sorted(finding["severity"] for finding in found) == ["block", "unchecked"]
    assert {finding["thread"] for finding in found} == {"t"}
    assert all(finding["id"].startswith("chat/") for finding in found)


def test_nothing_is_committed_before_it_is_told(brokers: str, audit: Callable[[], None]) -> None:
    send_raw(brokers, [("t", b"{" * 2_000_000)])  # more than the topic of unreadable records takes
    with pytest.raises(kafka.KafkaException, match="too large"):
        audit()
    assert committed(brokers) == 0
