"""Conversations: what several turns of one sender say together."""

import pytest
from small import ALL, rule, rules_with, ruleset

from linter.engine import LONGEST, Options
from linter.model import Elsewhere, Finding, Message, Report, Role, Severity, Span, Surface
from linter.thread import lint, lint_thread

CONCEPTS = """{concept: review, terms: {zh: [好评, 晒图], en: [review, 5 stars], vi: [đánh giá]}}
{concept: reward, terms: {zh: [返现, 红包], en: [gift card, refund], vi: [quà]}}
{concept: screenshot, terms: {en: [screenshot], zh: [截图]}}
{concept: denial, terms: {en: [never]}}"""
PAID = rules_with("{near: [review, reward], within: neighbours}", CONCEPTS)


def turns(*said: str, **more: object) -> list[Message]:
    """Turns, `b:` before a buyer's, with their place as id."""
    return [
        Message(
            text=text.removeprefix("b:"),
            id=str(n),
            role=Role.BUYER if text.startswith("b:") else Role.SELLER,
            **more,
        )
        for n, text in enumerate(said)
    ]


def told(reports: list[Report]) -> list[list[tuple[str, list[str]]]]:
    """Of every report the findings: their words here, and the ids elsewhere."""
    return [[(f.match, [e.id for e in f.elsewhere]) for f in report.findings] for report in reports]


def elsewhere(finding: Finding, messages: list[Message]) -> list[str]:
    texts = {message.id: message.text for message in messages}
    return [texts[e.id][e.start : e.end] for e in finding.elsewhere]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (["leave a review", "and get a gift card"], [[], [("gift card", ["0"])]]),
        (["给个好评", "返现3元哦"], [[], [("返现", ["0"])]]),
        (["cho shop đánh giá nhé", "shop gửi quà ạ"], [[], [("quà", ["0"])]]),
        (["好评", "亲", "返现"], [[], [], [("返现", ["0"])]]),
        (["好评", "亲", "您好", "返现"], [[], [], [], [("返现", ["0"])]]),
        (["好评", "亲", "您", "好", "返现"], [[], [], [], [], []]),
        (["好评返现", "谢谢"], [[("好评返现", [])], []]),
        (["好评返现", "再来个好评"], [[("好评返现", [])], []]),
        (["好评返现", "晒图返红包"], [[("好评返现", [])], [("晒图返红包", [])]]),
        (["谢谢", "好评返现"], [[], [("好评返现", [])]]),
        (["好评", "b:什么?", "返现"], [[], [], []]),
        (["b:好评", "返现"], [[], []]),
        (["leave a review.", "Thanks. Bye.", "refund"], [[], [], []]),
        (["", "好评", "", "返现"], [[], [], [], [("返现", ["1"])]]),
        (["好评"], [[]]),
        ([], []),
    ],
)
def test_what_turns_say_together(said, expected):
    assert told(lint_thread(turns(*said), PAID, ALL)) == expected


def test_the_words_of_the_other_turns_are_named():
    messages = turns("先给个好评", "再来个晒图", "送您红包")
    rules = rules_with("{all: [{terms: {zh: [好评]}}, {terms: {zh: [晒图]}}, reward]}", CONCEPTS)
    (found,) = lint_thread(messages, rules, ALL)[2].findings
    assert found.elsewhere == (Elsewhere("0", 3, 5), Elsewhere("1", 3, 5))
    assert (found.start, found.end, found.parts) == (2, 4, (Span(2, 4),))
    assert elsewhere(found, messages) == ["好评", "晒图"]


@pytest.mark.parametrize("said", [["0812", "0000", "4455"], ["hub 0812", "0000", "4455 ya"], ["0812-0000", "4455"]])
def test_a_number_given_in_pieces_is_one(said):
    messages = turns(*said, market="id")
    *before, last = lint_thread(messages, rules_with("phone"), ALL)
    assert told(before) == [[] for _ in before]
    (found,) = last.findings
    assert found.match in messages[-1].text
    digits = "".join([*elsewhere(found, messages), found.match]).replace("-", "")
    assert digits == "081200004455"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"sender": "ann"}, {"sender": "bob"}),
        ({"role": Role.BOT}, {}),
        ({"surface": Surface.AUTO_REPLY}, {}),
        ({"role": Role.SYSTEM}, {}),
        ({"sent_at": "2026-03-02T10:00:00Z"}, {"sent_at": "2026-03-02T10:30:01Z"}),
        ({"sent_at": 1000}, {"sent_at": 2801.0}),
        ({"sent_at": "2026-03-02T10:00:00+08:00"}, {"sent_at": "2026-03-02T10:00:00"}),
    ],
)
def test_another_sender_surface_or_hour_is_another_topic(first, second):
    messages = [Message(text="好评", id="0", **first), Message(text="返现", id="1", **second)]
    assert told(lint_thread(messages, PAID, ALL)) == [[], []]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {}),
        ({"sender": "ann"}, {"sender": "ann"}),
        ({"role": Role.BOT}, {"role": Role.BOT}),
        ({"sent_at": "2026-03-02T10:00:00Z"}, {"sent_at": "2026-03-02T10:30:00+00:00"}),
        ({"sent_at": "2026-03-02T10:00:00+08:00"}, {"sent_at": "2026-03-02T02:10:00"}),
        ({"sent_at": 1000}, {"sent_at": 2800}),
        ({"sent_at": "yesterday"}, {"sent_at": "today"}),
        ({"sent_at": 1000}, {}),
        ({"platform": "shopee"}, {"platform": "shopee", "order_id": "7"}),
    ],
)
def test_turns_of_one_sender_within_half_an_hour_belong_together(first, second):
    messages = [Message(text="好评", id="0", **first), Message(text="返现", id="1", **second)]
    assert told(lint_thread(messages, PAID, ALL)) == [[], [("返现", ["0"])]]


def test_buyers_and_the_system_get_empty_reports():
    messages = turns("b:好评返现", "ok")
    messages.append(Message(text="好评返现", id="2", role=Role.SYSTEM))
    assert lint_thread(messages, PAID, ALL) == [Report(id="0"), Report(id="1"), Report(id="2")]


def test_a_rule_may_keep_to_single_turns():
    rules = rules_with("{near: [review, reward], within: neighbours}", CONCEPTS, "across_turns: false")
    assert told(lint_thread(turns("好评", "返现", "好评返现"), rules, ALL)) == [[], [], [("好评返现", [])]]


def test_guards_see_the_turns_together():
    rules = rules_with("{near: [review, reward]}", CONCEPTS, "unless: [{around: denial, within: message}]")
    assert told(lint_thread(turns("never", "好评", "返现"), rules, ALL)) == [[], [], []]


def test_what_the_buyer_asked_is_known_in_every_turn():
    rules = rules_with("{near: [reward, {buyer: review}]}", CONCEPTS)
    assert told(lint_thread(turns("b:a review?", "yes", "b:and?", "refund"), rules, ALL))[3] == [("refund", [])]
    assert told(lint_thread(turns("b:a review?", "b:and?", "b:so?", "refund"), rules, ALL))[3] == []
    across = rules_with("{near: [reward, screenshot, {buyer: review}], within: message}", CONCEPTS)
    assert told(lint_thread(turns("b:a review?", "screenshot", "refund"), across, ALL))[2] == [("refund", ["1"])]


def test_lesser_findings_of_several_turns_are_dropped_as_those_of_one():
    files = "concepts:\n" + "".join(f"  - {line}\n" for line in CONCEPTS.split("\n"))
    rules = ruleset(files + "rules:\n" + rule("{near: [review, reward]}", severity="note"))
    options = Options(statuses=("draft",), severity=Severity.WARN)
    assert told(lint_thread(turns("好评", "返现"), rules, ALL)) == [[], [("返现", ["0"])]]
    assert told(lint_thread(turns("好评", "返现"), rules, options)) == [[], []]


def test_the_same_message_sent_again_is_another_turn():
    again = Message(text="返现?好评", id="7")
    rules = rules_with("{near: [review, reward], order: true, within: neighbours}", CONCEPTS)
    reports = lint_thread([again, again], rules, ALL)
    assert told(reports) == [[], [("返现", ["7"])]]
    (found,) = reports[1].findings
    assert found.elsewhere == (Elsewhere("7", 3, 5),)


def test_a_turn_too_long_to_judge_is_unchecked_and_parts_the_others():
    messages = turns("好评", "a" * (LONGEST + 1), "返现")
    reports = lint_thread(messages, PAID, ALL)
    assert [r.verdict for r in reports] == ["clean", "unchecked", "clean"]
    messages = turns("好评", "a" * (LONGEST - 1), "返现")
    assert told(lint_thread(messages, PAID, ALL)) == [[], [], []]


def test_a_pattern_that_runs_late_only_on_the_turns_together_is_told():
    slow = rules_with("{regex: '(?s)y.(?:x+x+)+z'}", more="")
    messages = turns("y", "x" * 3000 + " z")
    alone, last = lint_thread(messages, slow, ALL)
    assert alone.verdict == "clean"
    assert [u.rule for u in last.unchecked] == ["spam/it"]
    assert lint(messages[1], slow, ALL).unchecked == ()
    assert [len(r.unchecked) for r in lint_thread(turns("a", f"y {'x' * 3000} z"), slow, ALL)] == [0, 1]


def test_threads_do_not_know_of_each_other():
    one, two = turns("好评", "返现"), turns("leave a review", "thanks")
    apart = [*lint_thread(one, PAID, ALL), *lint_thread(two, PAID, ALL)]
    assert apart == [*lint_thread(one, PAID, ALL), *lint_thread(two, PAID, ALL)]
    assert [bool(r.findings) for r in apart] == [False, True, False, False]


REPEATED = rules_with("{all: [offer, {where: {said: 3}}]}", "{concept: offer, terms: {en: [use code], zh: [全店]}}")


@pytest.mark.parametrize(
    ("said", "alarms"),
    [
        (["Use code A", "Use code A", "Use code A"], [0, 0, 1]),
        (["Use code A", "use  code a", "USE CODE A", "Use code A"], [0, 0, 1, 1]),
        (["Use code A", "b:ok", "Use code A", "sure", "b:stop", "Use code A"], [0, 0, 0, 0, 0, 1]),
        (["全店九折", "全店九折", "全店八折"], [0, 0, 0]),
        (["b:use code A", "b:use code A", "use code A"], [0, 0, 0]),
        (["thanks", "thanks", "thanks"], [0, 0, 0]),
    ],
)
def test_the_same_thing_said_again_counts(said, alarms):
    messages = turns(*said)
    reports = lint_thread(messages, REPEATED, ALL)
    assert [len(report.findings) for report in reports] == alarms
    for n, report in enumerate(reports):
        assert lint(messages[n], REPEATED, ALL, thread=messages[:n]) == report
