"""Check chat messages as they pass through Kafka: a topic of messages in, a topic of findings out.

    pip install shoplint confluent-kafka
    python examples/kafka_audit.py --brokers localhost:9092 --messages chat --findings findings --unreadable bad

A message is JSON with the fields of `linter.Message`, its key the conversation: Kafka keeps the order within a key, and
conversations need it. A finding's key is made of the message's id, the rule and the place, so that a repeated one
overwrites itself (`cleanup.policy=compact`, or an upsert in what reads it). Every message is judged at least once: its
offset is committed after the broker has all its findings. What cannot be read goes to a topic of its own, the reason
in its headers. Several of these share the work when they have the same `--group`.
"""  # noqa: INP001  # a script

import argparse
import logging
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, cast

import msgspec
from confluent_kafka import Consumer, KafkaError, KafkaException, Producer, TopicPartition
from confluent_kafka import Message as KafkaMessage

from linter import Message, Report, RuleSet, load
from linter.thread import Conversation

log = logging.getLogger("kafka_audit")

OPEN = 20_000
"""Conversations that are remembered; of more than so many the one that was silent longest begins anew."""

AGAIN = 1_000
"""Messages of each partition that are read again after a start, so that conversations go on where they were."""


class Topics(NamedTuple):
    """Where messages come from and where what is said of them goes."""

    messages: str
    findings: str
    unreadable: str


class Conversations:
    """The open conversations, each judged as it goes on."""

    def __init__(self, rules: RuleSet) -> None:
        self._rules = rules
        self._open: OrderedDict[str, Conversation] = OrderedDict()

    def report(self, message: Message) -> Report:
        """The report of the next message of its conversation; one of none stands alone."""
        if not message.thread:
            return Conversation(self._rules).add(message)
        conversation = self._open.setdefault(message.thread, Conversation(self._rules))
        self._open.move_to_end(message.thread)
        if len(self._open) > OPEN:
            self._open.popitem(last=False)
        return conversation.add(message)


class Audit:
    """One member of the group."""

    def __init__(self, settings: Mapping[str, Any], group: str, topics: Topics, rules: RuleSet) -> None:
        self._topics = topics
        self._rules = rules
        self._conversations = Conversations(rules)
        self._new: dict[int, int] = {}  # by partition: the first message that nobody has judged
        self._ended: set[int] = set()
        self._failed: list[KafkaError] = []
        self._producer = Producer({"enable.idempotence": True, **settings})
        self._consumer = Consumer(
            {
                **settings,
                "group.id": group,
                "enable.auto.commit": False,
                "auto.offset.reset": "earliest",
                "enable.partition.eof": True,
            }
        )

    def run(self, *, once: bool = False) -> None:
        """Judge what comes; `once`: until there is no more. Raises KafkaException where the broker fails us."""
        self._consumer.subscribe([self._topics.messages], on_assign=self._assigned)
        try:
            while not (once and self._is_at_the_end()):
                self._judge(self._consumer.consume(500, timeout=1.0))
        finally:
            self._consumer.close()

    def _assigned(self, consumer: Consumer, partitions: list[TopicPartition]) -> None:
        """Begin a little before what nobody has judged. Others may have gone on with our conversations: forget them."""
        self._conversations = Conversations(self._rules)
        self._new.clear()
        self._ended.clear()
        # Below 0: nothing was ever committed.
        self._new.update({p.partition: max(p.offset, 0) for p in consumer.committed(partitions, timeout=30)})
        log.info("from messages %s on", self._new)
        # A start that is gone by now is the earliest there is (`auto.offset.reset`).
        consumer.assign([TopicPartition(self._topics.messages, n, max(at - AGAIN, 0)) for n, at in self._new.items()])

    def _is_at_the_end(self) -> bool:
        return bool(self._new) and self._ended >= self._new.keys()

    def _judge(self, records: Sequence[KafkaMessage]) -> None:
        """Judge some records, wait until the broker has what was found, and only then commit."""
        judged = dict(self._new)
        for record in records:
            if self._is_record(record):
                partition, offset = where(record)
                judged[partition] = max(judged[partition], offset + 1)
                self._tell(record)
        self._deliver()
        self._commit({n: at for n, at in judged.items() if at > self._new[n]})

    def _is_record(self, record: KafkaMessage) -> bool:
        error = record.error()
        if error is None:
            self._ended.discard(where(record)[0])
            return True
        if error.code() == KafkaError._PARTITION_EOF:  # noqa: SLF001  # its name
            self._ended.add(where(record)[0])
        elif not error.retriable():
            raise KafkaException(error)
        return False

    def _tell(self, record: KafkaMessage) -> None:
        """Hand on what is to be said of a record; of one that was judged before a start, only remember the words."""
        read = message(record)
        partition, offset = where(record)
        is_new = offset >= self._new[partition]
        if isinstance(read, Message):
            report = self._conversations.report(read)
            for key, value in lines(read, report) if is_new else ():
                self._produce(self._topics.findings, key, value)
        elif is_new:
            headers = {"problem": read, "from": place(record)}
            self._produce(self._topics.unreadable, record.key(), record.value(), headers)

    def _produce(self, topic: str, key: Any, value: Any, headers: Any = None) -> None:
        self._producer.produce(topic, value, key, headers=headers, on_delivery=self._delivered)

    def _delivered(self, error: KafkaError | None, _: KafkaMessage) -> None:
        if error is not None:
            self._failed.append(error)

    def _deliver(self) -> None:
        left = self._producer.flush(60)
        if self._failed or left:
            raise KafkaException(self._failed[0] if self._failed else KafkaError(KafkaError._TIMED_OUT))  # noqa: SLF001

    def _commit(self, judged: dict[int, int]) -> None:
        if judged:
            offsets = [TopicPartition(self._topics.messages, n, at) for n, at in judged.items()]
            self._consumer.commit(offsets=offsets, asynchronous=False)
            self._new.update(judged)


def message(record: KafkaMessage) -> Message | str:
    """The message in a record, or why nobody can read it. Its key is its conversation, unless it says so itself."""
    value = record.value()
    if value is None:
        return "no value"
    try:
        read = msgspec.json.decode(value, type=Message)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        return str(error)
    key = (record.key() or b"").decode("utf-8", "replace")
    return msgspec.structs.replace(read, id=read.id or place(record), thread=read.thread or key)


def place(record: KafkaMessage) -> str:
    """Where a record stands: topic, partition and offset."""
    partition, offset = where(record)
    return f"{record.topic()}/{partition}/{offset}"


def where(record: KafkaMessage) -> tuple[int, int]:
    """Partition and offset; what was consumed has both."""
    return cast("int", record.partition()), cast("int", record.offset())


def lines(read: Message, report: Report) -> Iterator[tuple[str, bytes]]:
    """Key and value of every finding; a message that could not be judged whole has one of the severity `unchecked`."""
    about = {"id": read.id, "thread": read.thread, "sender": read.sender, "sent_at": read.sent_at}
    for finding in report.findings:
        key = f"{read.id} {finding.rule} {finding.start}"
        yield key, msgspec.json.encode(about | msgspec.to_builtins(finding))
    for late in report.unchecked:
        told = {"rule": late.rule, "severity": "unchecked", "message": late.problem}
        yield f"{read.id} {late.rule} unchecked", msgspec.json.encode(about | told)


def main(words: Sequence[str] | None = None) -> None:
    """Run one member of the group."""
    parser = argparse.ArgumentParser(description="Check chat messages as they pass through Kafka.")
    parser.add_argument("--brokers", required=True, help="host:port, …")
    parser.add_argument("--messages", required=True, help="the topic of messages")
    parser.add_argument("--findings", required=True, help="the topic of findings")
    parser.add_argument("--unreadable", required=True, help="the topic of what could not be read")
    parser.add_argument("--group", default="shoplint", help="its members share the work")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a setting of librdkafka")
    parser.add_argument("--once", action="store_true", help="stop at the end of the topic")
    asked = parser.parse_args(words)
    topics = Topics(asked.messages, asked.findings, asked.unreadable)
    settings = {"bootstrap.servers": asked.brokers} | dict(setting.split("=", 1) for setting in asked.set)
    Audit(settings, asked.group, topics, load()).run(once=asked.once)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO)
    main()
