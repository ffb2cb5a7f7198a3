"""`shoplint audit` as it is typed; what an audit finds is tested in `tests/audit`."""

import csv
import json
import os
import signal
import sys
import time
import zipfile
from datetime import date
from hashlib import sha256
from io import StringIO
from subprocess import run

import pyarrow.parquet as pq
import pytest

from linter.cli.app import VERSION
from linter.cli.audit import _Bar

from .shell import ROOT, process, shoplint

pytestmark = pytest.mark.usefixtures("compiled")

LURE = "加我微信聊"
FINE = "Your parcel was sent today."
TALK = (
    {
        "id": "1",
        "thread": "t",
        "role": "buyer",
        "sender": "Dewi Lestari",
        "text": "where is it?",
        "sent_at": 1_772_416_800,
    },
    {"id": "2", "thread": "t", "role": "seller", "sender": "Mei", "text": LURE, "sent_at": 1_772_416_840},
)


@pytest.fixture(autouse=True)
def shop(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SHOPLINT_DEBUG", raising=False)
    return tmp_path


def write(path, *records):
    path.write_text("\n".join(json.dumps(record, ensure_ascii=False) for record in records) + "\n", "utf-8")
    return path


def audit(*args, out="out", workers=1):
    return shoplint("audit", *args, "-o", out, "--workers", workers)


def summary(folder):
    return json.loads((folder / "summary.json").read_text("utf-8"))


def findings(folder):
    return pq.read_table(folder / "findings.parquet").to_pylist()


def values(told, dimension):
    return [row["value"] for row in told["by"][dimension]]


def test_it_tells_what_was_read_and_found_and_where_the_report_is(shop):
    done = audit(write(shop / "chat.jsonl", *TALK))
    assert done.code == 1
    assert done.out == "1 messages checked (1 context, 0 unreadable): 1 findings\nreport: out/report.html\n"
    told = done.err.splitlines()
    assert told[:3] == ["Reading (1)", "Sorting (1)", "Checking (1)"]
    assert told[3].endswith("chat.jsonl: jsonl (every line is a JSON object), 2 records")
    assert {path.name for path in (shop / "out").iterdir()} == {
        *("findings.parquet", "findings.csv", "threads.parquet", "unreadable.csv", "summary.json", "report.html")
    }


def test_in_chinese(shop):
    write(shop / "a.jsonl", *TALK, {"id": "3"})
    done = audit("a.jsonl", "--lang-ui", "zh")
    assert done.out == "检查 1 条消息(1 条为上下文,1 条无法读取):1 处违规\n报告:out/report.html\n"
    assert "3 条,1 条无法读取" in done.err
    assert "最严重" in (shop / "out" / "report.html").read_text("utf-8")
    assert "微信" in (shop / "out" / "findings.csv").read_text("utf-8-sig")


@pytest.mark.parametrize(
    ("records", "args", "code"),
    [
        ([{"text": FINE}], [], 0),
        ([{"text": LURE}], [], 1),
        ([{"text": LURE}], ["--fail-on", "never"], 0),
        ([{"text": LURE}], ["--role", "buyer"], 0),
        ([{"text": LURE}], ["--ignore", "diversion"], 0),
        ([{"text": LURE}], ["--select", "reviews,abuse"], 0),
        ([{"text": FINE}, {"id": "2"}], [], 2),
    ],
)
def test_the_exit_code_says_how_it_went(shop, records, args, code):
    write(shop / "a.jsonl", *records)
    assert audit("a.jsonl", *args).code == code


def test_options_fill_in_what_an_export_does_not_say(shop):
    (shop / "a.csv").write_text("谁,内容,时间\n店铺,今天发货 加我微信聊,2026-03-02 23:30:00\n", "utf-8")
    scope = ["--platform", "Shopee", "--market", "ID", "--surface", "broadcast", "--lang", "zh", "--shop", "Luna"]
    mapped = ["--format-in", "csv", "--map", "text=内容,sent_at=时间", "--map", "sender=谁", "--role", "bot"]
    done = audit("a.csv", *scope, *mapped, "--tz", "Asia/Shanghai")
    assert "a.csv: csv (--format-in says so)" in done.err
    (found, *_) = findings(shop / "out")
    named = {name: found[name] for name in ("platform", "market", "surface", "lang", "shop", "role", "sender")}
    assert named == {
        "platform": "shopee",
        "market": "id",
        "surface": "broadcast",
        "lang": "zh",
        "shop": "Luna",
        "role": "bot",
        "sender": "店铺",
    }
    told = summary(shop / "out")
    assert (values(told, "day"), values(told, "hour")) == (["2026-03-02"], ["23"])
    assert told["period"]["zone"] == "Asia/Shanghai"


def test_the_project_decides_what_was_not_typed(shop):
    said = 'fail-on = "never"\nplatform = "lazada"\nui = "zh"\n'
    levels = '[rules.diversion]\nseverity = "warn"\n[rules.consistency]\nseverity = "off"\n'
    (shop / "shoplint.toml").write_text(said + levels, "utf-8")
    write(shop / "a.jsonl", {"text": LURE, "thread": "t"})
    done = audit("a.jsonl")
    assert done.code == 0, done.err
    assert done.out.startswith("检查")
    assert {(row["platform"], row["severity"]) for row in findings(shop / "out")} == {("lazada", "warn")}
    (shop / "strict.toml").write_text('fail-on = "warn"\n', "utf-8")
    assert audit("a.jsonl", "--config", "strict.toml", out="other").code == 1
    assert audit("a.jsonl", "--severity", "block", out="third").code == 0


def test_people_who_sell_are_named_where_an_export_has_no_roles(shop):
    (shop / "chat.txt").write_text(f"13/1/24, 10:30 - Lia: where?\n13/1/24, 10:31 - Mei: {LURE}\n", "utf-8")
    audit("chat.txt", "--seller", "Mei")
    (found, *_) = findings(shop / "out")
    assert (found["sender"], found["role"]) == ("Mei", "seller")
    assert summary(shop / "out")["messages"]["context"] == 1


def test_service_is_measured_as_asked(shop):
    write(shop / "a.jsonl", *TALK)
    audit("a.jsonl", "--tz", "Asia/Shanghai", "--metrics", "lazada", "--hours", "8:30-22:00")
    (service,) = summary(shop / "out")["service"]
    assert service["definition"]["id"] == "lazada"
    assert (service["business_hours"]["opens"], service["business_hours"]["closes"]) == (30_600, 79_200)
    assert service["total"]["human"]["mean"] == 40


def test_rules_are_those_of_the_day(shop):
    write(shop / "a.jsonl", *TALK)
    audit("a.jsonl", "--as-of", "2026-01-02", "--evidence", "t")
    assert f"shoplint {VERSION}, 2026-01-02" in (shop / "out" / "evidence-1.html").read_text("utf-8")
    audit("a.jsonl", "--evidence", "t", out="today")
    assert f"shoplint {VERSION}, {date.today()}" in (shop / "today" / "evidence-1.html").read_text("utf-8")  # noqa: DTZ011


def test_evidence_holds_the_hash_of_what_it_was_read_from(shop):
    write(shop / "chat.jsonl", *TALK)
    with zipfile.ZipFile("a.zip", "w") as archive:
        archive.write("chat.jsonl")
    audit("a.zip", "--evidence", "t")
    page = (shop / "out" / "evidence-1.html").read_text("utf-8")
    assert sha256((shop / "a.zip").read_bytes()).hexdigest() in page
    assert "where is it?" in page


def test_a_part_of_the_conversations(shop):
    write(shop / "a.jsonl", *({"thread": f"t{n}", "text": FINE} for n in range(20)))
    parts = []
    for part in ("1/2", "2/2"):
        audit("a.jsonl", "--shard", part, out=part[0])
        parts.append(pq.read_table(shop / part[0] / "threads.parquet")["thread"].to_pylist())
    assert all(parts)
    assert sorted(parts[0] + parts[1]) == sorted(f"t{n}" for n in range(20))


def test_what_is_masked_stands_in_no_output(shop):
    said = {"id": "2", "thread": "t", "role": "seller", "sender": "Mei", "text": f"Dewi, {LURE} 0812 7745 1290"}
    (shop / "chat with Dewi.csv").write_text(
        "call 0812 7745 1290\nid,thread,role,sender,text\n1,t,buyer,Dewi Lestari,hi I am Dewi\n"
        + ",".join(f'"{value}"' for value in said.values())
        + "\n",
        "utf-8",
    )
    done = audit("chat with Dewi.csv", "--redact", "--evidence", "t")
    assert done.code == 2
    with (shop / "out" / "unreadable.csv").open(encoding="utf-8-sig") as table:
        (lost,) = csv.DictReader(table)
    assert lost["problem"].startswith("stands above the header: call")
    for file in (shop / "out").iterdir():
        content = file.read_bytes()
        assert not [secret for secret in (b"Dewi", b"7745", b"Lestari") if secret in content], file


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["--format-in", "jsnl"], "error: no format `jsnl` (did you mean `jsonl`?)"),
        (["--map", "内容"], "error: --map 内容: no column (--map text=内容,role=账号类型)"),
        (["--map", "txt=a"], "did you mean `text`?"),
        (["--tz", "Mars"], "error: --tz Mars: no such time zone (as in Asia/Shanghai or America/Mexico_City)"),
        (["--tz", "../etc"], "error: --tz ../etc: no such time zone"),
        (["--hours", "late"], "error: --hours late: no span of hours (--hours 8-23, or --hours 8:30-22:00)"),
        (["--hours", "23-8"], "error: --hours 23-8: they end before they begin (--hours 8-23)"),
        (["--hours", "8-25"], "error: --hours 8-25: they end before they begin"),
        (["--metrics", "nobody"], "error: --metrics nobody: not known (one of "),
        (["--shard", "3/2"], "error: --shard 3/2: no part of a job (--shard 2/8 is the second of eight)"),
        (["--shard", "one"], "error: --shard one: no part of a job"),
        (["--select", "diversoin"], "error: --select/--ignore: no rule or family is called `diversoin` (did you"),
        (["--as-of", "soon"], "'soon' does not match the format '%Y-%m-%d'"),
        (["--config", "nope.toml"], "nope.toml"),
        (["--evidence", "x"], "error: no thread is called 'x': no evidence (the thread's own name stands in"),
    ],
)
def test_a_wrong_value_is_one_line_with_what_to_do(shop, args, told):
    write(shop / "a.jsonl", *TALK)
    done = audit("a.jsonl", *args)
    assert done.code == 2
    (line,) = [line for line in done.err.splitlines() if "rror: " in line]
    assert told in line
    assert not (shop / "out" / "report.html").exists()


@pytest.mark.parametrize("path", ["nope.jsonl", "*.jsonl", "memory://nothing"])
def test_input_that_is_not_there(path):
    done = audit(path)
    assert done.code == 2
    assert done.err.startswith(f"error: {path}: ")


def test_nothing_to_read_is_a_mistake_of_the_call():
    assert "Missing argument 'PATHS...'" in shoplint("audit", "-o", "out").err
    assert "Missing option '-o' / '--out'" in shoplint("audit", "a.jsonl").err
    assert "0 is not in the range x>=1" in shoplint("audit", "a.jsonl", "-o", "out", "--workers", "0").err


def test_a_library_that_is_missing_is_one_line_with_how_to_get_it(shop):
    write(shop / "a.jsonl", *TALK)
    # Of its own: what is imported once cannot be missing any more.
    code = "import sys; sys.modules['duckdb'] = None; from linter.cli import run; sys.exit(run(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "audit", "a.jsonl", "-o", "out"]
    done = run(
        command,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT), *map(os.path.abspath, sys.path)])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == 'error: an audit needs duckdb, which is not installed (pip install "shoplint[audit]")\n'


def test_a_folder_that_exists_keeps_what_is_not_ours(shop):
    (shop / "out").mkdir()
    (shop / "out" / "mine.txt").write_text("mine")
    write(shop / "a.jsonl", *TALK)
    assert audit("a.jsonl").code == 1
    before = (shop / "out" / "summary.json").read_bytes()
    assert audit("a.jsonl").code == 1
    assert (shop / "out" / "summary.json").read_bytes() == before
    assert (shop / "out" / "mine.txt").read_text() == "mine"


def test_results_that_cannot_be_written(shop):
    write(shop / "a.jsonl", *TALK)
    (shop / "file").write_text("mine")
    assert "Directory 'file' is a file" in audit("a.jsonl", out="file").err
    done = audit("a.jsonl", out="file/out")
    assert done.code == 2
    assert done.err.splitlines()[-1] == (
        "error: file/out: cannot be written: Not a directory"
        " (make room, or give another --out; what is done is kept, and --resume goes on with it)"
    )


def test_a_full_disk_is_one_line_and_gone_on_with(shop):
    resource = pytest.importorskip("resource", reason="limits are of Unix")
    write(shop / "a.jsonl", *({"thread": f"t{n}", "text": FINE} for n in range(50)))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, before[1]))
    try:
        done = audit("a.jsonl")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert done.code == 2
    assert done.err.splitlines()[-1].startswith("error: out: cannot be written: ")
    assert audit("a.jsonl").err.startswith("error: out: an audit was stopped here before it was done (--resume goes on")
    assert audit("a.jsonl", "--resume").code == 0
    audit("a.jsonl", out="whole")
    for file in (shop / "whole").iterdir():
        assert (shop / "out" / file.name).read_bytes() == file.read_bytes()


def test_what_was_stopped_goes_on_by_the_rules_of_its_first_day(shop):
    write(shop / "a.jsonl", *TALK)
    stopped = audit("a.jsonl", "--evidence", "x", "--as-of", "2026-01-02")
    assert "no thread is called 'x'" in stopped.err
    assert audit("a.jsonl", "--evidence", "x", "--resume").err == stopped.err
    changed = audit("a.jsonl", "--evidence", "x", "--resume", "--tz", "Asia/Tokyo")
    assert "the audit that was stopped here had other options (give the same input and options, or" in changed.err
    write(shop / "a.jsonl", *TALK, {"id": "3", "text": FINE})
    changed = audit("a.jsonl", "--evidence", "x", "--resume")
    assert "the audit that was stopped here had other input" in changed.err
    assert audit("a.jsonl", "--resume", out="new").code == 1


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_stopped_with_its_workers_it_can_go_on(shop, how):
    for n in range(4):
        write(shop / f"{n}.jsonl", *({"thread": f"{n}-{t}", "text": f"{FINE} {n}{t}"} for t in range(100)))
    began = process("audit", "*.jsonl", "-o", "out", "--workers", "2")
    end = time.monotonic() + 60
    while not list(shop.glob("out/.shoplint-audit/told/*.msgpack")) and time.monotonic() < end:
        time.sleep(0.01)
    workers = children(began.pid)
    began.send_signal(how)
    _, told = began.communicate(timeout=60)
    if how is signal.SIGINT:
        assert began.returncode == 130
        assert told.decode().split("\n")[-4:] == [
            "note: stopped; the same command with --resume goes on",
            *("", "interrupted 已中断", ""),
        ]
    while any(map(alive, workers)) and time.monotonic() < end:
        time.sleep(0.01)
    assert not any(map(alive, workers))
    assert audit("*.jsonl", "--resume").code == 0
    assert summary(shop / "out")["threads"]["total"] == 400


def children(process_id):
    """The processes that one started (Linux; elsewhere none is told)."""
    try:
        with open(f"/proc/{process_id}/task/{process_id}/children", encoding="ascii") as told:  # noqa: PTH123
            return [int(child) for child in told.read().split()]
    except OSError:
        return []


def alive(process_id):
    try:
        with open(f"/proc/{process_id}/stat", encoding="ascii") as told:  # noqa: PTH123
            return told.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class Terminal(StringIO):
    """What a terminal would show."""

    def isatty(self):
        return True


def test_a_terminal_has_a_bar(monkeypatch):
    monkeypatch.setattr("sys.stderr", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    with _Bar("zh") as bar:
        bar.begin("judge", 2)
        bar.step(1000)
        bar.step(1000)
    shown = sys.stderr.getvalue()
    assert "检查" in shown
    assert "100%" in shown
    assert "/s" in shown
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setattr("sys.stderr", Terminal())
    with _Bar("en") as bar:
        bar.begin("read", 2)
        bar.step(1)
    assert sys.stderr.getvalue() == "Reading (2)\n"


def test_standard_input_is_read(shop):
    done = shoplint("audit", "-", "-o", "out", "--workers", "1", stdin=json.dumps({"text": LURE}) + "\n")
    assert done.code == 1
    assert "<stdin>: json" in done.err
    assert os.fspath(shop) not in (shop / "out" / "report.html").read_text("utf-8")
