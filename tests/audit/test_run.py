"""An audit from files to results; stopped at any moment, it goes on to the same results."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from linter import InputError
from linter.audit.plan import Plan
from linter.audit.run import run
from linter.audit.shuffle import Shard

SAID = {
    "buyer": ["is it in stock?", "什么时候发货", "kapan dikirim kak?", "รับเงินคืนได้ไหม", "ok thanks"],
    "seller": [
        "Your parcel left our warehouse this morning.",
        "您好,今天下午发出,请耐心等待。",
        "Message me on WhatsApp, it is cheaper there",
        "加我微信,返现五元",
        "Barang sudah dikirim ya kak, terima kasih.",
        "give us 5 stars and get a gift card",
    ],
}


SIZE = 16_000
"""Bytes for each bucket: there are some of them."""


def talks(number, seed):
    """So many conversations, interleaved as an export has them."""
    dice = random.Random(seed)  # noqa: S311
    records = []
    for n in range(number):
        start = 1_780_000_000 + dice.randrange(30 * 86_400)
        for turn in range(dice.randrange(2, 7)):
            role = "buyer" if turn % 2 == 0 else "seller"
            records.append(
                {
                    "id": f"{seed}-{n}-{turn}",
                    "thread": f"t{seed}-{n}",
                    "text": dice.choice(SAID[role]),
                    "role": role,
                    "sender": f"agent {n % 3}" if role == "seller" else f"buyer {n}",
                    "sent_at": start + 40 * turn,
                    "shop": f"shop {n % 2}",
                    "platform": "shopee",
                }
            )
    dice.shuffle(records)
    return records


def write(folder, *, files=3, each=40):
    folder.mkdir()
    for seed in range(files):
        lines = [json.dumps(record, ensure_ascii=False) for record in talks(each, seed)]
        (folder / f"export{seed}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def results(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def plan(source, out, **rest):
    return Plan(paths=(str(source),), out=out, bucket_bytes=SIZE, **rest)


def test_what_comes_out(tmp_path):
    outcome = run(plan(write(tmp_path / "in"), tmp_path / "out"))
    assert set(results(tmp_path / "out")) == {
        *("findings.parquet", "findings.csv", "threads.parquet", "unreadable.csv", "summary.json", "report.html")
    }
    findings = pq.read_table(tmp_path / "out" / "findings.parquet")
    assert {"diversion", "reviews"} <= set(findings["family"].to_pylist())
    assert findings["seq"].to_pylist() == sorted(findings["seq"].to_pylist())
    for text, start, end, match in zip(
        *(findings[name].to_pylist() for name in ("text", "start", "end", "match")), strict=True
    ):
        assert text[start:end] == match
    threads = pq.read_table(tmp_path / "out" / "threads.parquet")
    assert threads.num_rows == 120
    assert sum(threads["findings"].to_pylist()) == findings.num_rows
    summary = json.loads((tmp_path / "out" / "summary.json").read_text("utf-8"))
    assert summary["messages"]["total"] == outcome.figures.messages == sum(threads["messages"].to_pylist())
    assert summary["messages"]["unreadable"] == 0


def test_workers_and_buckets_change_nothing(tmp_path):
    source = write(tmp_path / "in")
    run(plan(source, tmp_path / "one"))
    run(Plan(paths=(str(source),), out=tmp_path / "two", workers=2, bucket_bytes=1 << 30))
    assert results(tmp_path / "one") == results(tmp_path / "two")


def test_shards_share_the_conversations(tmp_path):
    source = write(tmp_path / "in")
    run(plan(source, tmp_path / "all"))
    parts = []
    for i in (1, 2, 3):
        run(plan(source, tmp_path / f"part{i}", shard=Shard((i, 3))))
        parts.append(pq.read_table(tmp_path / f"part{i}" / "threads.parquet")["thread"].to_pylist())
    whole = pq.read_table(tmp_path / "all" / "threads.parquet")["thread"].to_pylist()
    assert sorted(name for part in parts for name in part) == whole
    assert all(parts)


# One start of Python for all runs: each is a fork of a process that has the rules and no thread yet.
_RUNS = """
import os, sys
from pathlib import Path
from linter import Message
from linter.audit import run as audits
from linter.audit.plan import Plan
from linter.batch import lint_many
source, size = sys.argv[1:]
rules = audits._rules(Plan(paths=(), out=Path()))
list(lint_many([Message(text="加我微信,返现五元 WhatsApp 0812")], rules))
print("ready", flush=True)
for line in sys.stdin:
    out, how = line.split()
    child = os.fork()
    if not child:
        code = 1
        try:
            plan = Plan(paths=(source,), out=Path(out), bucket_bytes=int(size))
            audits.run(plan, resume=how == "resume")
            code = 0
        finally:
            os._exit(code)
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@contextmanager
def runs(source):
    """Begins runs: gives the id of each one's process, and then how it ended."""
    paths = os.pathsep.join([str(Path(__file__).parents[2]), *(os.path.abspath(path) for path in sys.path if path)])  # noqa: PTH100
    command = [sys.executable, "-c", _RUNS, str(source), str(SIZE)]
    with subprocess.Popen(
        command, env=os.environ | {"PYTHONPATH": paths}, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout.readline() == "ready\n"

        def begin(out, how):
            process.stdin.write(f"{out} {how}\n")
            process.stdin.flush()
            return int(process.stdout.readline()), lambda: int(process.stdout.readline())

        yield begin
        process.stdin.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 is of Unix")
def test_killed_at_any_moment_it_goes_on_to_the_same_results(tmp_path):
    source = write(tmp_path / "in", each=20)
    dice = random.Random(7)  # noqa: S311
    stopped = 0
    with runs(source) as begin:
        began = time.monotonic()
        assert begin(tmp_path / "whole", "begin")[1]() == 0
        took = time.monotonic() - began
        for n in range(5):
            out = tmp_path / f"killed{n}"
            child, end = begin(out, "begin")
            time.sleep(took * dice.uniform(0.02, 0.98))
            os.kill(child, signal.SIGKILL)
            stopped += end() == -signal.SIGKILL
            assert begin(out, "resume")[1]() == 0
            assert results(out) == results(tmp_path / "whole")
    assert stopped


def test_what_is_left_of_another_run_is_not_mixed_in(tmp_path):
    source = write(tmp_path / "in", files=1)
    out = tmp_path / "out"
    out.mkdir()
    (out / ".shoplint-audit").mkdir()
    (out / ".shoplint-audit" / "manifest.json").write_text('{"input":[],"rules":"","options":{}}', "utf-8")
    with pytest.raises(InputError, match="--resume goes on"):
        run(plan(source, out))
    with pytest.raises(InputError, match="had other input and options and rules"):
        run(plan(source, out), resume=True)


def test_what_was_spread_but_not_noted_is_spread_again(tmp_path):
    source = write(tmp_path / "in", files=1)
    with pytest.raises(InputError):
        run(plan(source, tmp_path / "out", evidence=("nobody",)))
    # As after a kill between the two.
    for note in (tmp_path / "out" / ".shoplint-audit" / "told").iterdir():
        note.unlink()
    with pytest.raises(InputError, match="nobody"):
        run(plan(source, tmp_path / "out", evidence=("nobody",)), resume=True)


def test_without_anything_to_go_on_with_resume_begins(tmp_path):
    run(plan(write(tmp_path / "in", files=1), tmp_path / "out"), resume=True)
    assert (tmp_path / "out" / "report.html").exists()


def test_redacted_results_hold_no_personal_data(tmp_path):
    source = tmp_path / "chat.jsonl"
    said = "Chat me on WhatsApp 0812 7745 1290 or mira.shop@mailbox.example, Dewi"
    source.write_text(
        json.dumps({"id": "1", "thread": "t", "role": "buyer", "sender": "Dewi", "text": "hello, I am Dewi"})
        + "\n"
        + json.dumps({"id": "2", "thread": "t", "role": "seller", "sender": "shop", "text": said, "market": "id"}),
        "utf-8",
    )
    run(plan(source, tmp_path / "out", redact=True, evidence=("t",)))
    written = results(tmp_path / "out")
    assert "evidence-1.html" in written
    for name, content in written.items():
        for secret in (b"7745", b"mira.shop", b"Dewi"):
            assert secret not in content, (name, secret)


def test_unreadable_records_are_told(tmp_path):
    source = tmp_path / "chat.jsonl"
    source.write_text('{"id": "1", "text": "hello"}\n{"id": "2"\n{"id": "3"}\n', "utf-8")
    outcome = run(plan(source, tmp_path / "out"))
    assert outcome.figures.unreadable == 2
    told = (tmp_path / "out" / "unreadable.csv").read_text("utf-8-sig").splitlines()
    assert [line.split(",")[1] for line in told[1:]] == ["2", "3"]


def test_formulas_and_scripts_are_only_text(tmp_path):
    source = tmp_path / "chat.jsonl"
    said = '=HYPERLINK("https://evil.example") <script>alert(1)</script> add me on WhatsApp'
    source.write_text(json.dumps({"id": "1", "thread": "=1+1", "text": said, "sender": "@me"}), "utf-8")
    run(plan(source, tmp_path / "out"))
    table = (tmp_path / "out" / "findings.csv").read_text("utf-8-sig")
    assert "'=1+1" in table
    assert "'@me" in table
    assert "'=HYPERLINK" in table
    assert "<script>alert(1)" not in (tmp_path / "out" / "report.html").read_text("utf-8")


def test_evidence_of_a_thread_that_is_not_there(tmp_path):
    with pytest.raises(InputError, match="no thread is called 'x'"):
        run(plan(write(tmp_path / "in", files=1), tmp_path / "out", evidence=("x",)))
