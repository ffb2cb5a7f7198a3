from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest
from conversations import MONDAY, turns
from hypothesis import given
from hypothesis import strategies as st

from linter.audit.definitions import DAYTIME, DEFINITIONS, GENERAL, HOUR, Hours, definition
from linter.audit.metrics import (
    EDGES,
    TOLD,
    Answered,
    Settings,
    Tally,
    Terms,
    Turn,
    Waits,
    hashed,
    merge,
    moment,
    sessions,
    tally,
)
from linter.model import Message, Role

SHANGHAI = "Asia/Shanghai"


def settings(name: str, zone: str = SHANGHAI) -> Settings:
    return Settings(DEFINITIONS[name], zone)


@pytest.mark.parametrize(
    ("said", "human", "bot"),
    [
        (turns(("b", 0), ("s", 40)), (40,), ()),
        (turns(("b", 0), ("b", 5), ("b", 9), ("s", 40)), (40,), ()),  # what is added while waiting belongs to the turn
        (turns(("b", 0), ("s", 40), ("s", 50), ("b", 60), ("s", 70)), (40, 10), ()),
        (turns(("b", 0), ("r", 1), ("s", 40)), (40,), (1,)),  # a bot does not stop the wait for a person
        (turns(("b", 0), ("r", 1), ("b", 30), ("r", 32), ("s", 90)), (90,), (1, 2)),
        (turns(("b", 0), ("-", 3), ("s", 40)), (40,), ()),  # “an agent has joined” is no answer
        (turns(("s", 0), ("b", 10), ("s", 15)), (5,), ()),
        (turns(("b", 0)), (), ()),
        (turns(("b", None), ("s", 40)), (), ()),
        (turns(("b", 50), ("s", 40)), (), ()),  # out of order: no wait to believe
    ],
)
def test_waits_are_those_one_counts_by_hand(said, human, bot):
    [session] = sessions(said, settings("general"))
    assert (session.human, session.bot) == (human, bot)


@pytest.mark.parametrize(
    ("said", "answered", "unanswered"),
    [
        (turns(("b", 0), ("s", 40)), Answered.HUMAN, False),
        (turns(("b", 0), ("s", 40), ("b", 50)), Answered.HUMAN, True),
        (turns(("b", 0), ("r", 1)), Answered.BOT, False),
        (turns(("b", 0), ("b", 60)), Answered.NOBODY, True),
        (turns(("s", 0)), Answered.UNASKED, False),
    ],
)
def test_who_answered_is_told(said, answered, unanswered):
    [session] = sessions(said)
    assert (session.answered, session.unanswered) == (answered, unanswered)
    assert session.offline is (answered is Answered.NOBODY)


def test_a_later_visit_is_another_session_but_a_late_answer_belongs_to_its_question():
    day = 86_400
    visits = turns(("b", 0), ("s", 60), ("b", 3 * day), ("s", 3 * day + 30))
    assert [s.first_human for s in sessions(visits)] == [60, 30]
    assert [s.first_human for s in sessions(turns(("b", 0), ("s", 3 * day)))] == [3 * day]
    assert [s.first_human for s in sessions(turns(("b", 0), ("r", 1), ("s", 3 * day)))] == [3 * day]
    assert [s.first_human for s in sessions(turns(("b", 0), ("r", 1), ("b", 3 * day), ("s", 3 * day + 9)))] == [None, 9]
    assert [s.by_seller for s in sessions(turns(("b", 0), ("s", 60), ("s", 3 * day), ("b", 3 * day)))] == [False, True]


@pytest.mark.parametrize(
    ("name", "said", "rate"),
    [
        ("douyin", turns(("b", 0), ("s", 180)), (1, 1)),
        ("douyin", turns(("b", 0), ("s", 181)), (1, 0)),
        ("douyin", turns(("b", 0), ("s", 10), ("b", 20), ("s", 400)), (1, 0)),  # one late turn, and the session is
        ("douyin", turns(("b", 0)), (1, 0)),  # offline
        ("douyin", turns(("b", 0), ("r", 1)), (0, 0)),  # a robot's session
        ("douyin", turns(("b", 13 * HOUR), ("s", 13 * HOUR + 999)), (0, 0)),  # 23:00:00
        ("douyin", turns(("b", 13 * HOUR - 1), ("s", 13 * HOUR)), (1, 1)),  # 22:59:59
        ("taobao", turns(("b", 0), ("s", 10), ("b", 20), ("s", 400)), (2, 1)),
        ("pinduoduo", turns(("b", 0), ("r", 1)), (1, 1)),
        ("taobao", turns(("b", 0), ("r", 1)), (1, 0)),
        ("tiktok-shop/sea", turns(("b", 0), ("s", 12 * HOUR)), (1, 1)),
        ("tiktok-shop/sea", turns(("s", 0), ("b", 9), ("s", 20)), (0, 0)),  # opened by the seller
        ("tiktok-shop/us", turns(("b", 0), ("s", 20, "Hi!"), ("s", 25 * HOUR)), (1, 0)),  # small talk
        ("shopee", turns(("b", 0), ("s", 20, "Hi!"), ("s", 23 * HOUR)), (1, 1)),
        ("lazada", turns(("b", 0), ("s", 9 * HOUR)), (1, 1)),  # asked at 10:00, answered at 19:00
        ("lazada", turns(("b", 0), ("s", 9 * HOUR + 1)), (1, 0)),
        ("lazada", turns(("b", 8 * HOUR), ("s", 32 * HOUR)), (1, 1)),  # asked at 18:00: due at 19:00 the next day
        ("etsy", turns(("b", 0), ("s", 60), ("b", 99)), (1, 1)),  # first messages only
        ("amazon", turns(("b", 0), ("s", 24 * HOUR + 1)), (1, 0)),
        ("walmart", turns(("b", 0), ("s", 24 * HOUR + 1)), (1, 1)),
    ],
)
def test_each_platform_counts_its_own_way(name, said, rate):
    [session] = sessions(said, settings(name))
    assert (session.counted, session.met) == rate


@pytest.mark.parametrize(("answer", "met"), [(48 * HOUR + 2 * HOUR, 1), (48 * HOUR + 2 * HOUR + 1, 0)])
def test_where_a_bot_answers_the_weekend_of_tiktok_us_ends_on_monday_at_noon(answer, met):
    saturday = datetime(2026, 3, 7, 10, tzinfo=ZoneInfo("America/New_York")).timestamp()
    # The clocks go forward in that night: noon on Monday is an hour closer.
    said = turns(("b", 0), ("r", 1), ("s", answer - HOUR), start=saturday)
    [session] = sessions(said, settings("tiktok-shop/us", "America/New_York"))
    assert (session.counted, session.met) == (1, met)


def test_what_is_not_due_before_the_export_ends_is_not_missed():
    asked = turns(("b", 0))
    [open_] = sessions(asked, msgspec.structs.replace(settings("amazon"), until=MONDAY + HOUR))
    [missed] = sessions(asked, msgspec.structs.replace(settings("amazon"), until=MONDAY + 25 * HOUR))
    assert (open_.counted, missed.counted) == (0, 1)


@pytest.mark.parametrize(
    ("hours", "inside"),
    [
        (Hours(9 * HOUR, 18 * HOUR), 1),
        (Hours(11 * HOUR, 18 * HOUR), 0),
        (Hours(22 * HOUR, 11 * HOUR), 1),  # over midnight
        (Hours(22 * HOUR, 11 * HOUR, days=(0,)), 0),  # that window opened on Sunday
        (Hours(9 * HOUR, 18 * HOUR, days=(1, 2)), 0),
    ],
)
def test_business_hours_are_a_parameter(hours, inside):
    [session] = sessions(turns(("b", 0), ("s", 40)), Settings(GENERAL, SHANGHAI, hours))
    assert (session.inside, session.outside, len(session.human_inside)) == (inside, 1 - inside, inside)


def test_the_zone_is_a_parameter():
    night = turns(("b", 0), ("s", 999))  # 10:00 in Shanghai, 03:00 in Berlin
    assert next(sessions(night, settings("douyin", "Europe/Berlin"))).counted == 0


@pytest.mark.parametrize(
    ("platform", "market", "name"),
    [
        ("douyin", "", "douyin"),
        ("tiktok-shop", "us", "tiktok-shop/us"),
        ("tiktok-shop", "my", "tiktok-shop/sea"),
        ("tiktok-shop", "", "tiktok-shop/sea"),
        ("tiktok-shop", "gb", "general"),
        ("", "", "general"),
    ],
)
def test_a_platform_has_its_definition(platform, market, name):
    assert definition(platform, market).id == name
    assert Terms(definition="etsy").settings(platform, market).definition.id == "etsy"


@pytest.mark.parametrize("rule", DEFINITIONS.values(), ids=lambda rule: rule.id)
def test_a_definition_says_in_both_languages_what_no_export_tells(rule):
    said = [rule.metric, *rule.excluded, *([rule.note] if rule.note else [])]
    assert rule.excluded
    assert all(text.en and text.zh for text in said)
    assert rule.cycle or rule.deadline in EDGES
    assert (rule.basis == "official") <= any(link.url for link in rule.source)
    # Mirrors and hearsay are not linked from the product.
    assert rule.basis != "unconfirmed" or not any(link.url for link in rule.source)


@pytest.mark.parametrize("at", [float("nan"), float("inf"), 1.8e12 * 1000, -1e15])
def test_an_hour_that_no_calendar_has_is_none(at):
    assert next(sessions([Turn(at, Role.BUYER, "", 0), Turn(at, Role.SELLER, "", 0)], settings("lazada"))).human == ()
    assert moment(Message(text="", sent_at=at)) is None


def test_a_time_is_a_number_or_iso():
    assert moment(Message(text="", sent_at="2026-03-02 10:00:00")) == MONDAY + 8 * HOUR
    assert moment(Message(text="", sent_at="2026-03-02T10:00:00+08:00")) == MONDAY
    assert moment(Message(text="", sent_at="soon")) is None


def test_texts_are_the_same_up_to_case_spaces_and_punctuation():
    assert hashed("Hello, dear!") == hashed("hello dear")
    assert hashed("👍") != hashed("👎")
    assert hashed("\ud800") != hashed("")


@pytest.mark.parametrize("edge", TOLD)
def test_shares_are_exact_at_the_edges_platforms_speak_of(edge):
    waits = Waits()
    waits.extend([edge - 0.001, edge, edge + 0.001])
    assert waits.within(edge) == 2


def test_the_middle_of_waits_is_told_by_its_edge():
    waits = Waits()
    assert (waits.mean, waits.quantile(0.5)) == (None, None)
    waits.extend([1, 7, 7, 25, 999_999])
    assert (waits.quantile(0.5), waits.quantile(0.9), waits.number) == (10, None, 5)
    assert waits.mean == pytest.approx(200_007.8)


WAITS = st.floats(0, 400_000)
SAID = st.lists(st.tuples(st.sampled_from("bsr-"), WAITS), max_size=12).map(
    lambda said: turns(*sorted(said, key=lambda turn: turn[1]))
)


@given(st.lists(SAID, max_size=9), st.integers(0, 9), st.integers(0, 9), st.sampled_from(sorted(DEFINITIONS)))
def test_parts_added_up_are_the_whole(conversations, one, other, name):
    first, second = sorted((one, other))
    measured = [list(sessions(said, settings(name))) for said in conversations]
    parts = [
        tally(session for found in part for session in found)
        for part in (measured[:first], measured[first:second], measured[second:])
    ]
    whole = tally(session for found in measured for session in found)
    assert merge(merge(parts[0], parts[1]), parts[2]) == whole
    assert merge(parts[0], merge(parts[1], parts[2])) == whole
    assert merge(whole, Tally()) == whole
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(whole), type=Tally) == whole


@given(SAID, st.sampled_from(sorted(DEFINITIONS)))
def test_what_a_session_says_holds_together(said, name):
    for session in sessions(said, settings(name)):
        assert 0 <= session.met <= session.counted
        assert len(session.human_inside) <= len(session.human) == len(session.answers)
        assert all(wait >= 0 for wait in (*session.human, *session.bot))
        assert session.unanswered or not session.offline


def test_the_daytime_of_the_chinese_platforms():
    assert DAYTIME.include(0, 8 * HOUR)
    assert not DAYTIME.include(0, 23 * HOUR)
