"""The package as another program uses it."""

import json
import multiprocessing
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest

import linter
from linter import Message, Options, Report, Role, RuleSet, Severity, Verdict, lint, lint_thread, load

ROOT = Path(__file__).parent.parent
CHAT = [
    Message(text="Hi, thanks for your order! It ships tomorrow.", id="0"),
    Message(text="do you have WhatsApp?", id="1", role=Role.BUYER),
    Message(text="加我ＶＸ聊,好评返现3元", id="2", platform="tiktok-shop", market="us"),
    Message(text="WA aja kak 0812-0000-4455, kasih bintang 5 dapat voucher", id="3", market="id"),
    Message(text="ทักไลน์มาได้เลยค่ะ", id="4", market="th"),
    Message(text="Thêm Zalo để nhận quà nhé", id="5", market="vn"),
]


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return load()


def encoded(rules: RuleSet) -> bytes:
    reports = [*(lint(message, rules) for message in CHAT), *lint_thread(CHAT, rules)]
    return msgspec.json.encode(reports)


def in_a_process(_: int) -> bytes:
    return encoded(load())


def test_a_message_is_checked_in_one_line(rules: RuleSet):
    report = lint(Message(text="Add me on WhatsApp"), rules)
    assert report.verdict is Verdict.BLOCK
    assert all(f.severity is Severity.BLOCK or f.message for f in report.findings)
    assert lint(Message(text="Your parcel was sent today."), rules) == Report()


def test_everything_that_is_promised_is_there():
    assert sorted(linter.__all__) == list(linter.__all__)
    assert all(getattr(linter, name) is not None for name in linter.__all__)
    assert (Path(linter.__file__).parent / "py.typed").is_file()


def test_four_threads_at_once_give_the_same_reports(rules: RuleSet):
    once = encoded(rules)
    fresh = load()
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(encoded, [fresh] * 8)) == {once}


def test_two_processes_at_once_give_the_same_reports(rules: RuleSet):
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert set(pool.map(in_a_process, range(2))) == {encoded(rules)}


@pytest.mark.parametrize("cache", [True, False])
def test_a_cached_rule_set_is_the_one_built_anew(rules: RuleSet, cache: bool):
    assert encoded(load(cache=cache)) == encoded(rules)


def test_what_is_loaded_is_small(rules: RuleSet):
    """What only the command, the parser of rules or the reports need costs a library nothing."""
    code = "import sys, linter; linter.lint(linter.Message(text='hello'), linter.load()); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert not {"yaml", "rich", "click", "opencc", "pypinyin", "rapidfuzz"} & set(done.stdout.split())
    assert rules.rules


def test_a_report_can_be_written_as_json(rules: RuleSet):
    written = json.loads(msgspec.json.encode(lint(CHAT[2], rules, Options(ui="zh"))))
    assert written["id"] == "2"
    assert written["findings"]
