"""Texts that nobody types but somebody sends: long, dull, and made to take for ever."""

import sys
from types import FrameType
from typing import Any

import pytest

from linter import Message, Report, RuleSet, Verdict, lint, load

LONG = 65_536
SHORT = 1024
MOST = 10
"""Times the work for eight times the text, at most."""

TEXTS = {
    "a": "a",
    "1": "1",
    "٣": "٣",
    "I": "I",
    "@": "@",
    "好": "好",
    "ก": "ก",
    "blank": " ",
    "line feed": "\n",
    "nul": "\0",
    "mark": "\x01",
    "half an emoji": "\ud83d",
    "invisible": "\u200b",
    "bracket": "(",
    "digits and separators": "1-2 3.4/5,",
    "digits and blanks": "1 ",
    "fractions": "1/2-3 4",
    "marks": "\u0301",
    "letters with marks": "a\u0301\u0323\u0337",
    "families": "👨\u200d👩\u200d👧",
    "flags": "🇻🇳",
    "a.a.a.": "a.",
    "dots and words": "a. ",
    "tabs": "a\t",
    "leet": "w3",
    "codes": "q1",
    "dotted digits": "1.",
    "dotted codes": "a1.",
    "joined digits": "1-",
    "half pinyin": "微x",
    "Thai and blanks": "ก ",
    "Han and blanks": "好 ",
    "spaced words": "w h a t s ",
    "full width": "Ｖ",
    "protocols": "http://",
    "at signs": "a@",
    "quotes": "“",
    "colons": "a:1 ",
    "words": "yes no ",
    "Vietnamese": "đánh giá ",
    "Thai": "รีวิว",
}
ALARMS = {"contacts": "加微信 ", "rewards": "好评返现", "addresses": "a.com ", "mails": "a@b.co "}
"""The same with something to find everywhere."""

QUADRATIC: dict[str, str] = {}
"""What takes minutes today, and where: for four times the text it takes sixteen times as long."""


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return load()


def made(name: str, size: int) -> str:
    if name == "bracket":
        return "(" * (size // 2) + ")" * (size // 2)
    unit = (TEXTS | ALARMS)[name]
    return (unit * (size // len(unit) + 1))[:size]


def all_of(texts: dict[str, str], late: dict[str, str]) -> list[Any]:
    """The names of the texts; those that come too late today are told, not waited for."""
    return [
        pytest.param(name, marks=pytest.mark.xfail(run=False, reason=late[name])) if name in late else name
        for name in texts
    ]


def is_sane(report: Report, text: str) -> bool:
    inside = all(0 <= f.start < f.end <= len(text) and f.match == text[f.start : f.end] for f in report.findings)
    return inside and all(unchecked.problem for unchecked in report.unchecked)


@pytest.mark.parametrize("name", all_of(TEXTS, QUADRATIC))
def test_a_long_dull_text_is_judged(name: str, rules: RuleSet):
    text = made(name, LONG)
    report = lint(Message(text=text), rules)
    assert is_sane(report, text)
    assert report.verdict in (Verdict.CLEAN, Verdict.UNCHECKED)


@pytest.mark.parametrize("name", ALARMS)
def test_a_text_full_of_alarms_is_judged(name: str, rules: RuleSet):
    text = made(name, 4 * SHORT)
    report = lint(Message(text=text), rules)
    assert is_sane(report, text)
    assert report.verdict is Verdict.BLOCK


class TooMuchError(Exception):
    """More work than there may be."""


def work(text: str, rules: RuleSet, most: float = float("inf")) -> int:
    """How many lines of Python run, rounds of a loop counted one by one; no clock, so a busy machine changes nothing.
    What one call into a library does inside is one: a pattern that takes too long is not seen here.
    """
    count = 0

    def step(_frame: FrameType, event: str, _: object) -> Any:
        nonlocal count
        count += event == "line"
        if count > most:
            raise TooMuchError
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        lint(Message(text=text), rules)
    finally:
        sys.settrace(before)
    return count


def growth(name: str, rules: RuleSet, short: int, long: int, most: float) -> None:
    # What is made once, when a text first asks for it; the last texts are remembered, so another one.
    lint(Message(text=made(name, short - 1)), rules)
    little = work(made(name, short), rules)
    work(made(name, long), rules, most * little)


@pytest.mark.parametrize("name", all_of(TEXTS, QUADRATIC))
def test_work_grows_no_faster_than_the_text(name: str, rules: RuleSet):
    growth(name, rules, SHORT, 8 * SHORT, MOST)


def test_work_grows_no_faster_than_the_alarms(rules: RuleSet):
    growth("rewards", rules, SHORT, 2 * SHORT, 2.5)
