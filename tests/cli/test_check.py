import json
import os
import signal
import tomllib
from pathlib import Path

import pytest

from linter.cli.app import COMMANDS, VERSION

from .shell import ROOT, process, shoplint

pytestmark = pytest.mark.usefixtures("compiled")

LURE = "Add me on WhatsApp 0812-3456-7890"
FINE = "Your parcel was sent today."


@pytest.fixture(autouse=True)
def shop(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SHOPLINT_DEBUG", raising=False)
    return tmp_path


def records(*fields):
    return "\n".join(json.dumps(record) for record in fields)


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["-m", FINE], 0),
        (["-m", LURE], 1),
        (["-m", LURE, "--fail-on", "never"], 0),
        (["-m", LURE, "--role", "buyer"], 0),
        (["-m", LURE, "--ignore", "diversion"], 0),
        (["-m", LURE, "--select", "diversion/*,reviews"], 1),
        ([], 2),
        (["nope.txt"], 2),
        (["-m", LURE, "--fail-on", "all"], 2),
        (["-m", LURE, "--select", "diversoin"], 2),
        (["-m", LURE, "--config", "nope.toml"], 2),
        (["-m", LURE, "--output", "nope/report.jsonl"], 2),
    ],
)
def test_the_exit_code_says_how_it_went(args, code):
    assert shoplint("check", *args).code == code


@pytest.mark.parametrize(
    ("args", "told"),
    [
        ([], "Nothing to check: name files or folders, or pass the words with -m TEXT."),
        (["nope.txt"], "error: nope.txt: no such file or folder (check the path, or pass the words with -m TEXT)\n"),
        (
            ["-m", "x", "--select", "diversoin"],
            "error: --select/--ignore: no rule or family is called `diversoin` (did you",
        ),
        (["-m", "x", "--output", "nope/r"], "error: nope/r: cannot be written: No such file or directory\n"),
        (
            ["-m", "x", "--platform", "tiktok"],
            "note: no rule names the platform `tiktok`; the common rules apply (did you",
        ),
    ],
)
def test_a_mistake_is_told_on_standard_error(args, told):
    done = shoplint("check", *args)
    assert told in done.err
    assert "Traceback" not in done.err


def test_every_record_has_one_line_for_the_scorer(shop):
    (shop / "m.jsonl").write_text(
        records(
            {"id": "1", "text": LURE, "shop": "a"},
            {"id": "2", "text": LURE, "role": "buyer"},
            {"id": "3", "text": FINE, "thread": "t"},
            {"id": "4", "text": FINE, "thread": "t", "sent_at": "2026-01-01T00:00:00Z"},
        )
    )
    done = shoplint("check", "--as", "messages", "--format", "jsonl", "--fail-on", "never", "m.jsonl")
    lines = [json.loads(line) for line in done.out.splitlines()]
    assert (done.code, [line["id"] for line in lines]) == (0, ["1", "2", "3", "4"])
    assert [bool(line["findings"]) for line in lines] == [True, False, False, False]
    assert lines[0]["at"] == {"file": "m.jsonl", "line": 1, "column": 1}
    assert lines[0]["extra"] == {"shop": "a"}


@pytest.mark.parametrize("fail_on", ["block", "never"])
def test_a_broken_record_is_told_and_the_others_are_judged(shop, fail_on):
    (shop / "m.jsonl").write_text(records({"text": LURE}) + "\n{\n" + records({"text": FINE}))
    done = shoplint("check", "m.jsonl", "--fail-on", fail_on)
    assert done.code == 2
    assert "m.jsonl:1:1: block diversion/" in done.out
    assert done.out.endswith(
        "m.jsonl:2:1: not checked: not JSON: Expecting property name enclosed in double quotes (column 2)\n"
    )


def test_a_violation_spread_over_a_thread_is_found_in_any_order_of_lines(shop):
    turns = [
        {"id": "1", "text": "Leave us 5 stars please", "sent_at": "2026-01-01T10:00:00", "thread": "t"},
        {"id": "2", "text": "and I send you a gift card", "sent_at": "2026-01-01T10:01:00", "thread": "t"},
    ]
    found = []
    for order in (turns, turns[::-1]):
        (shop / "m.jsonl").write_text(records(*order))
        lines = shoplint("check", "m.jsonl", "--format", "jsonl", "--select", "reviews/paid").out.splitlines()
        found.append({line["id"]: line["findings"] for line in map(json.loads, lines)})
        assert [json.loads(line)["id"] for line in lines] == [turn["id"] for turn in order]
    assert found[0] == found[1]
    assert found[0]["2"][0]["with"][0]["id"] == "1"


def test_nothing_is_reported_where_a_file_cannot_be_read(shop):
    (shop / "a.txt").write_text(LURE)
    (shop / "b.txt").write_bytes(b"\0")
    done = shoplint("check", "a.txt", "b.txt", "--output", "report.txt")
    assert (done.code, done.out) == (2, "")
    assert done.err == "error: b.txt: not text: it holds NUL bytes (if it is text, save it as UTF-8)\n"
    assert not (shop / "report.txt").exists()


def test_standard_input_is_read():
    assert shoplint("check", "-", stdin=f"{FINE}\n{LURE}\n").out.startswith("<stdin>:2:")


@pytest.mark.parametrize(
    ("args", "starts"),
    [
        ([], "<message>:1:"),
        (["--format", "rich"], "<message>:1:"),
        (["--format", "json"], '{\n  "version": 1,'),
        (["--format", "jsonl"], '{"id": "", "at": {"file": "<message>", "line": 1, "column": 1}, "verdict": "block"'),
        (["--lang-ui", "zh"], "<message>:1:"),
    ],
)
def test_the_report_comes_in_the_form_asked_for(args, starts):
    assert shoplint("check", "-m", LURE, *args).out.startswith(starts)


@pytest.mark.parametrize(
    ("args", "environment", "colour"),
    [([], {}, False), (["--color", "always"], {"NO_COLOR": "1"}, True), (["--color", "never"], {}, False)],
)
def test_colour_is_where_it_is_asked_for(monkeypatch, args, environment, colour):
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert ("\x1b[" in shoplint("check", "-m", LURE, "--format", "rich", *args).out) is colour


@pytest.mark.parametrize(("name", "starts"), [("r.jsonl", '{"id"'), ("r.json", "{\n"), ("r.txt", "<message>:1:")])
def test_a_report_is_written_as_its_file_is_called(shop, name, starts):
    (shop / name).write_text("old")
    (shop / name).chmod(0o640)
    done = shoplint("check", "-m", LURE, "--output", name)
    assert (done.code, done.out, (shop / name).stat().st_mode & 0o777) == (1, "", 0o640)
    assert (shop / name).read_text().startswith(starts)
    assert [file.name for file in shop.iterdir()] == [name]


CONFIG = """
platform = "shopee"
market = "id"
fail-on = "never"
format = "jsonl"
exclude = ["skip*"]
[[allow]]
rule = "{rule}"
term = "{term}"
reason = "tried"
expires = 2026-06-30
"""


def test_the_configuration_stands_behind_the_options(shop):
    finding = json.loads(shoplint("check", "-m", LURE, "--format", "jsonl").out)["findings"][0]
    (shop / "shoplint.toml").write_text(CONFIG.format(rule=finding["rule"], term=finding["match"]))
    (shop / "skip.txt").write_text(LURE)
    (shop / "take.txt").write_text(LURE)
    before = shoplint("check", ".", "--as-of", "2026-06-30")
    (line,) = map(json.loads, before.out.splitlines())
    assert (before.code, line["at"]["file"], before.err) == (0, "take.txt", "")
    assert [allowed["match"] for allowed in line["allowed"]] == [finding["match"]]
    after = shoplint("check", ".", "--as-of", "2026-07-01", "--fail-on", "block", "--format", "concise")
    assert after.code == 1
    assert after.err.count("note:") == 1
    assert "until 2026-06-30; it counts again" in after.err


@pytest.mark.parametrize(
    ("config", "told"),
    [
        ('[rules."reviews/payd"]\nseverity = "off"', "no rule or family is called `reviews/payd`"),
        ('[[allow]]\nrule = "reviews"\nterm = "x"\nreason = "y"', "no rule or family is called `reviews`"),
        ('ignore = ["spamm"]', "no rule or family is called `spamm`"),
        ("fail_on = 1", "shoplint.toml:1:1: unknown key `fail_on` (did you mean `fail-on`?)"),
        ('packs = ["nope"]', "nope: no such rule file or folder"),
    ],
)
def test_a_configuration_that_means_nothing_is_told(shop, config, told):
    (shop / "shoplint.toml").write_text(config)
    done = shoplint("check", "-m", FINE)
    assert (done.code, done.out) == (2, "")
    assert told in done.err


def test_a_severity_changes_what_is_reported(shop):
    rule = json.loads(shoplint("check", "-m", LURE, "--format", "jsonl").out)["findings"][0]["rule"]
    (shop / "shoplint.toml").write_text(f'[rules."{rule}"]\nseverity = "note"')
    assert shoplint("check", "-m", LURE, "--select", rule).code == 0
    assert f"note {rule}" in shoplint("check", "-m", LURE, "--select", rule).out


def test_a_text_with_a_lone_surrogate_is_checked(shop):
    (shop / "m.jsonl").write_text('{"text": "\\ud800 Add me on WhatsApp 0812-3456-7890"}')
    assert shoplint("check", "m.jsonl").code == 1
    assert json.loads(shoplint("check", "m.jsonl", "--format", "jsonl").out)["findings"]


def test_the_version_is_the_package_s():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert shoplint("--version").out == f"shoplint {project['version']}\n"
    assert project["version"] == VERSION


def test_a_command_nobody_knows_is_told():
    done = shoplint("chekc")
    assert (done.code, "No such command 'chekc'" in done.err) == (2, True)


def test_it_starts_without_what_it_does_not_need():
    heavy = "rich", "yaml", "rapidfuzz", "linkify_it", "phonenumbers", "importlib.metadata", "asyncio"
    running = process("check", "-m", "hi", env={"PYTHONPROFILEIMPORTTIME": "1"})
    _, told = running.communicate()
    imported = {line.rsplit("|", 1)[-1].strip() for line in told.decode().splitlines()}
    assert (running.returncode, imported & set(heavy)) == (0, set())


@pytest.mark.parametrize("locale", ["C", "zh_CN.GBK", "tr_TR.UTF-8"])
def test_the_locale_changes_nothing(locale):
    outputs = [
        process(
            "check", "-m", "加我微信 vx12345678", env={"LC_ALL": one, "LANG": one, "PYTHONUTF8": "0"}
        ).communicate()[0]
        for one in ("en_US.UTF-8", locale)
    ]
    assert outputs[0] == outputs[1] != b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full here")
@pytest.mark.parametrize("to_file", [True, False])
def test_a_full_disk_is_one_line_and_no_findings_code(to_file):
    with Path("/dev/full").open("wb") as full:
        args = ["--output", "/dev/full"] if to_file else []
        running = process("check", "-m", LURE, *args, stdout=full)
        _, told = running.communicate()
    where = "/dev/full" if to_file else "<stdout>"
    assert (running.returncode, told.decode()) == (2, f"error: {where}: cannot be written: No space left on device\n")


def test_a_reader_who_leaves_early_is_no_mistake(shop):
    (shop / "m.txt").write_text(f"{LURE}\n" * 3000)
    running = process("check", "m.txt")
    running.stdout.close()
    running.stdout = None
    _, told = running.communicate()
    assert (running.returncode, told.decode()) == (1, "")


def test_ctrl_c_is_one_line(shop):
    os.mkfifo(shop / "never.txt")
    running = process("check", "never.txt")
    handle = os.open(shop / "never.txt", os.O_WRONLY)
    running.send_signal(signal.SIGINT)
    try:
        _, told = running.communicate(timeout=20)
    finally:
        os.close(handle)
    assert (running.returncode, told.decode().strip()) == (130, "interrupted 已中断")


@pytest.mark.parametrize(("debug", "traceback"), [("0", False), ("1", True)])
def test_a_mistake_of_ours_is_one_line(monkeypatch, debug, traceback):
    monkeypatch.setenv("SHOPLINT_DEBUG", debug)
    monkeypatch.setitem(COMMANDS, "check", "linter.cli.left_out_of_the_wheel:check")
    done = shoplint("check", "-m", "hi")
    assert done.code == 3
    assert done.err.splitlines()[-1].startswith("internal error: ModuleNotFoundError: No module named 'linter.cli.left")
    assert done.err.endswith("please report it (SHOPLINT_DEBUG=1 shows where)\n")
    assert ("Traceback" in done.err) is traceback
