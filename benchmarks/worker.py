"""A process that does one thing, so that its memory can be told: `python -m benchmarks.worker load|singly|many …`."""

import sys
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks import ours
from benchmarks.messages import Chat
from linter import Message, RuleSet, load
from linter.batch import lint_many


def _stream(size: int) -> Iterator[Message]:
    """So many messages, made one by one: a list of them would be told as our memory."""
    chat = Chat()
    for before in range(0, size, 1000):
        yield from (Message(text=text) for text in chat.many(min(1000, size - before), violating=0.03))


def _many(size: int, rules: RuleSet) -> int:
    return sum(len(report.findings) for report in lint_many(_stream(size), rules))


def main(what: str, *rest: str) -> None:
    rules = load()
    match what:
        case "load":
            print(0)
        case "singly":
            ours.singly(Chat().many(int(rest[0])), rules)
        case "many":
            print(_many(int(rest[0]), rules))
        case _:
            from benchmarks import parquet  # noqa: PLC0415  # pyarrow is 60 MB that the others do not carry

            began = time.process_time()
            found = parquet.audit(Path(rest[0]), Path(rest[1]), rules, threads=what == "threads")
            print(found, time.process_time() - began)


if __name__ == "__main__":
    main(*sys.argv[1:])
