import json

import pytest
from conversations import MONDAY, conversation
from hypothesis import given
from hypothesis import strategies as st

from linter.audit import figures as counting
from linter.audit.figures import OTHER, Figures, Repeats, merged, pack, shown, unpack
from linter.audit.metrics import Terms
from linter.audit.summary import summary

TERMS = Terms(zone="Asia/Shanghai")
CLEAN = (("b", 0, "When does it ship?", ""), ("s", 40, "It ships tomorrow, dear", ""))
BAD = (("b", 0, "Cheaper?", ""), ("s", 40, "Add me on WeChat", "WeChat"), ("r", 86_400, "Add me on LINE", "LINE"))


def figures(*threads):
    counted = Figures(terms=TERMS)
    for name, said, shop in threads:
        counted.add(*conversation(name, *said), shop=shop)
    return counted


def rows(summed, by):
    return {row["value"]: row["findings"] for row in summed["by"][by]}


def test_findings_are_told_by_everything_one_may_ask_for():
    summed = summary(figures(("t1", BAD, "Luna"), ("t2", CLEAN, "Luna"), ("t3", BAD[:2], "Star")))
    assert summed["findings"] == {
        "findings": 3,
        "block": 3,
        "warn": 0,
        "note": 0,
        "messages": 4,
        "per_10000": 7500.0,
    }
    assert rows(summed, "shop") == {"Luna": 2, "Star": 1}
    assert rows(summed, "agent") == {"agent-s": 2, "agent-r": 1}
    assert rows(summed, "family") == {"diversion": 3}
    assert rows(summed, "rule") == {"diversion/invite": 3}
    assert rows(summed, "severity") == {"block": 3}
    assert rows(summed, "day") == {"2026-03-02": 2, "2026-03-03": 1}
    assert rows(summed, "hour") == {"10": 3}
    assert rows(summed, "language") == {"en": 3}
    assert rows(summed, "platform") == {"shopee": 3}
    assert summed["messages"]["context"] == 3
    assert summed["threads"] == {"total": 3, "with_findings": 2, "blocked": 2}
    assert summed["period"] == {"first": "2026-03-02", "last": "2026-03-03", "zone": "Asia/Shanghai"}


def test_what_could_not_be_read_is_told():
    counted = figures(("t1", CLEAN, ""))
    counted.add_unreadable(3)
    assert summary(counted)["messages"]["unreadable"] == 3


def test_an_agent_offends_again_in_another_thread_only():
    twice = (*BAD[:2], ("s", 50, "Add me on LINE", "LINE"))
    once = summary(figures(("t1", twice, "Luna")))
    again = summary(figures(("t1", twice, "Luna"), ("t2", BAD[:2], "Luna"), ("t3", BAD[:2], "Star")))
    assert once["repeat_offenders"] == []
    [offender] = again["repeat_offenders"]
    assert (offender["agent"], offender["shop"], offender["block"], offender["threads"]) == ("agent-s", "Luna", 3, 2)


def test_the_worst_threads_come_first_and_ties_by_name():
    worse = (*BAD[:2], ("s", 50, "Add me on LINE", "LINE"))
    counted = figures(("b", BAD[:2], ""), ("a", BAD[:2], ""), ("c", worse, ""), ("d", CLEAN, ""))
    assert [thread.thread for thread in counted.worst_threads()] == ["c", "a", "b"]


def test_only_the_worst_are_kept(monkeypatch):
    monkeypatch.setattr(counting, "WORST", 2)
    counted = figures(*((f"t{n}", BAD[:2], "") for n in range(9)))
    assert [thread.thread for thread in counted.worst_threads()] == ["t0", "t1"]


def test_a_long_thread_is_shown_around_its_findings():
    said = [("s", n, f"Message number {n}", "") for n in range(100)]
    said[50] = ("s", 50, "Add me on WeChat", "WeChat")
    messages, reports = conversation("t", *said)
    cut = shown(messages, reports, [None] * 100)
    assert [bubble.id for bubble in cut.bubbles] == ["t-47", "t-48", "t-49", "t-50", "t-51"]
    assert (cut.bubbles[0].skipped, cut.skipped) == (47, 48)
    assert len(shown(messages, reports, [None] * 100, whole=True).bubbles) == 100


def test_texts_said_again_are_counted_up_to_case_and_punctuation():
    said = (("s", 1, "Please give us 5 stars!", ""), ("s", 2, "please give us 5 stars", ""), ("s", 3, "ok", ""))
    identical = summary(figures(("t1", said, ""), ("t2", said, "")))["identical_texts"]
    assert identical["exact"]
    assert [(text["at_least"], text["text"]) for text in identical["texts"]] == [(4, "Please give us 5 stars!")]


def test_too_many_texts_are_told_as_estimates(monkeypatch):
    monkeypatch.setattr(counting, "_TEXTS", 4)
    repeats = Repeats()
    for n in range(200):
        repeats.add("the canned reply", ())
        repeats.add(f"an answer of its own {n}", ())
    [canned] = [r for r in repeats.texts.values() if r.text == "the canned reply"]
    assert len(repeats.texts) < 8
    assert canned.count <= 200 <= canned.count + repeats.lost


def test_too_many_shops_stand_together(monkeypatch):
    monkeypatch.setattr(counting, "_CELLS", 5)
    counted = figures(*((f"t{n}", BAD, f"shop {n}") for n in range(50)))
    assert rows(summary(counted), "shop")[OTHER] == 90
    assert summary(counted)["findings"]["findings"] == 100


def test_messages_of_no_thread_say_nothing_of_service():
    counted = Figures(terms=TERMS)
    counted.add(*conversation("", ("s", 0, "Add me on WeChat", "WeChat")))
    assert summary(counted)["service"] == []
    assert counted.worst_threads()[0].thread == "-0"


def test_service_is_told_by_definition_and_shop():
    [service] = summary(figures(("t1", CLEAN, "Luna"), ("t2", CLEAN, "Star")))["service"]
    assert service["definition"]["id"] == "shopee"
    assert service["total"]["rate"] == 1
    assert service["total"]["first_human"]["within"]["180"] == 2
    assert service["total"]["first_human"]["within"]["30"] == 0
    assert set(service["shops"]) == {"Luna", "Star"}


def test_names_are_masked_in_every_output():
    said = (("b", 0, "I am Maria, call 0812-3456-7890", ""), ("s", 40, "Maria, add me on WeChat: maria_s_88", "WeChat"))
    counted = figures(("t1", (*said, *said[1:]), "Luna"))
    told = json.dumps(summary(counted, redacted=True), ensure_ascii=False)
    assert "Maria" not in told
    assert "Maria" not in str(counted.worst_threads(redacted=True))
    assert "3456" not in str(counted.worst_threads(redacted=True))
    assert "Maria" in str(counted.worst_threads())


THREADS = st.lists(st.tuples(st.sampled_from([BAD, BAD[:2], CLEAN]), st.sampled_from(["Luna", "Star", ""])), max_size=8)


@given(THREADS, st.integers(0, 8), st.integers(0, 8))
def test_parts_added_up_are_the_whole(threads, one, other):
    first, second = sorted((one, other))
    named = [(f"t{n}", said, shop) for n, (said, shop) in enumerate(threads)]
    a, b, c = (figures(*part) for part in (named[:first], named[first:second], named[second:]))
    whole = summary(figures(*named))
    assert summary(merged(merged(a, b), c)) == whole
    assert summary(merged(a, merged(b, c))) == whole
    assert json.dumps(summary(merged(merged(c, a), b))) == json.dumps(whole)


@given(THREADS)
def test_figures_put_away_go_on_as_they_were(threads):
    counted = figures(*((f"t{n}", said, shop) for n, (said, shop) in enumerate(threads)))
    again = unpack(pack(counted))
    assert again == counted
    again.add(*conversation("more", *BAD))
    assert again.threads == counted.threads + 1


@pytest.mark.parametrize("at", [None, 0.0])
def test_a_message_without_a_time_is_counted_and_told(at):
    counted = Figures(terms=TERMS)
    counted.add(*conversation("t", ("s", None if at is None else at - MONDAY, "Add me on WeChat", "WeChat")))
    assert summary(counted)["messages"]["undated"] == (at is None)
    assert summary(counted)["findings"]["findings"] == 1
