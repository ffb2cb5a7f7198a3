"""Messages spread over buckets, and each bucket put in order."""

import random

import pyarrow as pa

from linter.audit.schema import MESSAGES
from linter.audit.shuffle import Shard, count, order, ordered, spread


def batches(messages, size=50):
    for start in range(0, len(messages), size):
        given = [dict.fromkeys(MESSAGES.names) | message for message in messages[start : start + size]]
        yield pa.RecordBatch.from_pylist(given, MESSAGES)


def sorted_out(folder, messages, *, buckets, **rest):
    """The messages of every bucket, in its order."""
    spread(batches(messages), folder / "read" / "000000", buckets, **rest)
    found = []
    for n in range(buckets):
        file = folder / f"{n}.parquet"
        order(folder / "read", n, file)
        one = [row for batch in ordered(file) for row in batch.to_pylist()]
        assert count(file) == len(one)
        found.append(one)
    return found


def talk(threads, turns):
    """Conversations whose messages came in disorder."""
    said = [
        {"thread": f"t{n}", "text": f"{n} {turn}", "sent_at": 1.8e9 + turn}
        for n in range(threads)
        for turn in range(turns)
    ]
    random.Random(3).shuffle(said)  # noqa: S311
    return [message | {"seq": seq} for seq, message in enumerate(said)]


def test_a_conversation_is_whole_in_one_bucket_and_in_order_of_time(tmp_path):
    found = sorted_out(tmp_path, talk(60, 5), buckets=4)
    assert all(found)
    places = {}
    for number, bucket in enumerate(found):
        keys = [(row["thread"], row["moment"], row["seq"]) for row in bucket]
        assert keys == sorted(keys)
        for row in bucket:
            assert places.setdefault(row["thread"], number) == number
    assert sum(map(len, found)) == 300


def test_without_a_time_for_all_of_them_messages_stay_as_they_came(tmp_path):
    messages = [message | ({"sent_at": None} if message["seq"] == 7 else {}) for message in talk(1, 20)]
    (bucket,) = sorted_out(tmp_path, messages, buckets=1)
    assert [row["seq"] for row in bucket] == list(range(20))
    assert {row["moment"] for row in bucket} == {None}


def test_parts_of_a_job_share_the_conversations(tmp_path):
    messages = talk(40, 3)
    parts = [
        {row["thread"] for b in sorted_out(tmp_path / str(i), messages, buckets=2, shard=Shard((i, 3))) for row in b}
        for i in (1, 2, 3)
    ]
    assert sorted(thread for part in parts for thread in part) == sorted({message["thread"] for message in messages})


def test_messages_of_no_conversation_are_spread_by_their_number(tmp_path):
    messages = [{"thread": "", "text": "hi", "seq": seq} for seq in range(100)]
    found = sorted_out(tmp_path, messages, buckets=5)
    assert [len(bucket) for bucket in found] == [20] * 5


def test_no_messages_are_no_mistake(tmp_path):
    assert sorted_out(tmp_path, [], buckets=2) == [[], []]


def test_one_conversation_that_is_more_than_the_database_may_use_is_sorted_all_the_same(tmp_path):
    size = 800
    dice = random.Random(5)  # noqa: S311
    long = [dice.randbytes(90_000).hex() for _ in range(20)]
    messages = [{"thread": "one", "text": f"{n} {long[n % 20]}", "sent_at": float(-n), "seq": n} for n in range(size)]
    (bucket,) = sorted_out(tmp_path, messages, buckets=1)
    assert [row["seq"] for row in bucket] == list(reversed(range(size)))
    assert all(row["text"] == messages[row["seq"]]["text"] for row in bucket)
