"""Formulas: where they hold, what they rest on, and which guards speak against them."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small import ALL, report, rule, rules_with, ruleset, words

from linter.match.formula import Beside, Covering, Many, Match, Use, find, tightest
from linter.match.hit import Hit
from linter.match.reading import Reading, Stretch
from linter.model import Message, Role
from linter.thread import lint

CONCEPTS = """{concept: review, terms: {zh: [好评, 晒图], en: [review, 5 stars], vi: [đánh giá], th: [รีวิว]}}
{concept: reward, terms: {zh: [返现, 红包], en: [gift card, refund, review gift], vi: [quà], th: [ของแถม]}}
{concept: app, terms: {any: [wa, line, LINE Friends], zh: [微信]}}
{concept: review-id, terms: {id: [ulasan]}}
{concept: deny, terms: {zh: [不, 请勿], en: [not, never, "don't"]}}
{concept: honest, terms: {zh: [如实], en: [honest]}}
{concept: toy, terms: {en: [line friends]}}"""


def found(find_: str, text: str, unless: str = "", **message: object) -> list[list[str]]:
    return words(rules_with(find_, CONCEPTS, f"unless: [{unless}]" if unless else ""), text, **message)


@pytest.mark.parametrize(
    ("formula", "text", "expected"),
    [
        ("review", "好评 5 stars", [["好评"], ["5 stars"]]),
        ("{any: [review, reward]}", "好评返现", [["好评"], ["返现"]]),
        ("{any: [review, reward]}", "a review gift", [["review gift"]]),
        ("{all: [review, reward]}", "好评。多谢。慢走。返现", [["好评", "返现"]]),
        ("{all: [review, reward]}", "好评。多谢。", []),
        ("{near: [review, reward]}", "晒图就返现3元", [["晒图", "返现"]]),
        ("{near: [review, reward]}", "Refund for 5 stars", [["Refund", "5 stars"]]),
        ("{near: [review-id, {terms: {id: [hadiah]}}]}", "kasih ulasan dapat hadiah", [["ulasan", "hadiah"]]),
        ("{near: [review, reward]}", "đánh giá 5 sao nhận quà", [["đánh giá", "quà"]]),
        ("{near: [review, reward]}", "รีวิวรับของแถม", [["รีวิว", "ของแถม"]]),
        ("{near: [review, reward]}", "好评!返现", []),
        ("{near: [review, reward]}", "a review gift", []),
        ("{near: [review, reward], within: clause}", "好评,返现", []),
        ("{near: [review, reward], within: clause}", "好评返现,多谢", [["好评", "返现"]]),
        ("{near: [review, reward], within: neighbours}", "好评!返现", [["好评", "返现"]]),
        ("{near: [review, reward], within: neighbours}", "好评!多谢!返现", []),
        ("{near: [review, reward], within: message}", "好评!多谢!返现", [["好评", "返现"]]),
        ("{near: [review, reward], within: {words: 2}}", "review and get refund", [["review", "refund"]]),
        ("{near: [review, reward], within: {words: 2}}", "review and then get refund", []),
        ("{near: [review, reward], within: {characters: 2}}", "好评就返现", [["好评", "返现"]]),
        ("{near: [review, reward], within: {characters: 2}}", "好评的话就返现", []),
        ("{near: [review, reward], order: true}", "好评返现", [["好评", "返现"]]),
        ("{near: [review, reward], order: true}", "返现求好评", []),
        ("{near: [review, review]}", "好评加晒图", [["好评", "晒图"]]),
        ("{near: [review, review]}", "好评", []),
        ("{near: [review, reward, {without: honest}]}", "好评返现", [["好评", "返现"]]),
        ("{near: [review, reward, {without: honest}]}", "如实好评返现", []),
        ("{near: [review, reward, {without: honest}]}", "如实说。好评返现", [["好评", "返现"]]),
        ("{all: [review, reward, {without: honest}]}", "如实说。好评返现", []),
        ("{near: [{any: [review, app]}, reward]}", "加微信返现", [["微信", "返现"]]),
        ("{near: [{near: [review, reward], within: clause}, app]}", "好评返现,加微信", [["好评", "返现", "微信"]]),
        ("{count: review, at_least: 2}", "好评!晒图", [["好评", "晒图"]]),
        ("{count: review, at_least: 3}", "好评!晒图", []),
        ("{count: review, at_least: 2, within: sentence}", "好评!晒图", []),
        ("{count: {any: [review, reward]}, at_least: 3}", "好评返现红包", [["好评", "返现", "红包"]]),
        ("{near: [review, phone]}", "好评加0812-0000-4455", [["好评", "0812-0000-4455"]]),
        ("{near: [review, {terms: {zh: [截图], en: [screenshot]}}]}", "好评截图", [["好评", "截图"]]),
        ("{near: [review, {regex: '\\d+元'}]}", "好评送3元", [["好评", "3元"]]),
        ("{near: [review, {buyer: app}]}", "好评", []),
        ("{any: [review, {buyer: app}]}", "好评", [["好评"]]),
    ],
)
def test_where_a_formula_holds(formula, text, expected):
    assert found(formula, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("好评多多,好评返现", [["好评", "返现"]]),
        ("返现!好评返现!返现", [["好评", "返现"]]),
        ("好评返现,晒图返红包", [["好评", "返现", "晒图", "红包"]]),
        ("5 stars, 5 stars and 5 stars: refund", [["5 stars", "refund"]]),
    ],
)
def test_the_words_that_take_part_are_told_together(text, expected):
    assert found("{near: [review, reward]}", text) == expected
    start = report(rules_with("{near: [review, reward]}", CONCEPTS), text).findings[-1].start
    assert text[start:].startswith(expected[-1][0])


def test_the_nearest_place_gives_way_to_one_that_fits_the_third():
    three = "{near: [{terms: {en: [aa]}}, {terms: {en: [bb]}}, {terms: {en: [cc]}}], within: {words: 6}}"
    assert found(three, "bb xx xx aa xx xx xx bb xx cc") == [["aa", "bb", "cc"]]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["aa", "bb", "cc", "xx", "."]), max_size=10))
def test_near_holds_wherever_some_choice_of_places_does(letters):
    rules = rules_with(
        "{near: [{terms: {en: [aa]}}, {terms: {en: [bb]}}, {terms: {en: [cc]}}], within: {words: 2}, order: true}"
    )
    text = " ".join(letters)
    places = {letter: [i for i, one in enumerate(letters) if one == letter] for letter in ("aa", "bb", "cc")}
    fits = any(
        i < j < k and sum(one != "." for one in letters[i + 1 : k]) <= 2 and "." not in letters[i:k]
        for i in places["aa"]
        for j in places["bb"]
        for k in places["cc"]
    )
    assert bool(words(rules, text)) is fits


GUARDED = [
    ("{before: deny, within: clause}", "请勿好评返现", []),
    ("{before: deny, within: clause}", "好评返现,请勿", [["好评", "返现"]]),
    ("{before: deny, within: clause}", "请勿相信,好评返现", [["好评", "返现"]]),
    ("{before: deny, within: sentence}", "请勿相信,好评返现", []),
    ("{before: deny}", "never give 5 stars for a refund", []),
    ("{before: deny}", "5 stars never for a refund", []),
    ("{after: deny, within: clause}", "好评返现不可以", []),
    ("{after: deny, within: clause}", "不好评返现", [["好评", "返现"]]),
    ("{around: deny}", "好评返现,请勿", []),
    ("{around: deny}", "好评返现。请勿", [["好评", "返现"]]),
    ("{around: deny, within: neighbours}", "好评返现。请勿", []),
    ("{around: deny, within: message}", "请勿。是的。好评返现", []),
    ("{around: deny, within: {characters: 3}}", "请勿好评返现", []),
    ("{around: {near: [deny, honest]}, within: sentence}", "不如实,好评返现", []),
    ("{around: {near: [deny, honest]}, within: sentence}", "如实,好评返现", [["好评", "返现"]]),
    ("{around: review}", "好评返现", [["好评", "返现"]]),
    ("honest", "如实说。好评返现", []),
    ("{any: [{before: deny}, {around: honest}]}", "如实好评返现", []),
    ("{all: [{before: deny}, {around: honest}]}", "如实好评返现", [["好评", "返现"]]),
    ("{all: [{before: deny}, {around: honest}]}", "请勿如实好评返现", []),
    ("{all: [deny, honest]}", "请勿。如实。好评返现", []),
    ("{count: deny, at_least: 2}", "不,不,好评返现", []),
    ("{count: deny, at_least: 2}", "不,好评返现", [["好评", "返现"]]),
    ("{buyer: review}", "好评返现", [["好评", "返现"]]),
    ("{inside: toy}", "好评返现", [["好评", "返现"]]),
]


@pytest.mark.parametrize(("guard", "text", "expected"), GUARDED)
def test_a_guard_is_measured_from_the_found_words(guard, text, expected):
    assert found("{near: [review, reward]}", text, guard) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("add me on LINE", [["LINE"]]),
        ("a LINE Friends mug", []),
        ("a LINE Friends mug, LINE me", [["LINE"]]),
    ],
)
def test_words_inside_a_longer_name_do_not_count(text, expected):
    rules = rules_with("{terms: {any: [line]}}", CONCEPTS, "unless: [{inside: toy}]")
    assert words(rules, text) == expected


def test_the_platform_s_own_name_is_inside_this_platform():
    concepts = "{concept: platform-shopee, terms: {any: [shopee]}}\n{concept: platform-lazada, terms: {any: [lazada]}}"
    rules = rules_with("{any: [platform-shopee, platform-lazada]}", concepts, "unless: [{inside: this-platform}]")
    text = "Shopee or Lazada"
    assert words(rules, text) == [["Shopee"], ["Lazada"]]
    assert words(rules, text, platform="shopee") == [["Lazada"]]
    assert words(rules, text, platform="lazada") == [["Shopee"]]
    assert words(rules, text, platform="etsy") == [["Shopee"], ["Lazada"]]


def test_a_named_guard_is_its_formula():
    concepts = "concepts:\n" + "".join(f"  - {line}\n" for line in CONCEPTS.split("\n"))
    guards = "guards:\n  - {guard: denied, when: {before: deny, within: clause}}\n"
    rules = ruleset(concepts + guards + "rules:\n" + rule("review", "unless: [denied]"))
    assert words(rules, "请勿好评") == []
    assert words(rules, "好评") == [["好评"]]


def said(*turns: tuple[str, str]) -> list[Message]:
    return [Message(text=text, role=Role(role)) for role, text in turns]


@pytest.mark.parametrize(
    ("turns", "holds"),
    [
        ([("buyer", "you have wa?")], True),
        ([("buyer", "you have wa?"), ("buyer", "hi")], True),
        ([("buyer", "you have wa?"), ("buyer", "hi"), ("buyer", "ok")], False),
        ([("buyer", "wa?"), ("seller", "one moment"), ("buyer", "ok")], True),
        ([("seller", "wa"), ("buyer", "hi")], False),
        ([], False),
    ],
)
def test_what_the_buyer_said_counts_for_two_turns(turns, holds):
    asked = rules_with("{near: [review, {buyer: app}]}", CONCEPTS)
    only_asked = rules_with("{all: [{buyer: app}, {buyer: app}]}", CONCEPTS)
    kept_quiet = rules_with("review", CONCEPTS, "unless: [{buyer: app}]")
    told = lint(Message(text="好评"), asked, ALL, thread=said(*turns)).findings
    assert [f.match for f in told] == ["好评"] * holds
    assert lint(Message(text="好评"), only_asked, ALL, thread=said(*turns)).findings == ()
    assert bool(lint(Message(text="好评"), kept_quiet, ALL, thread=said(*turns)).findings) is not holds


@pytest.mark.parametrize(
    "guard", ["{buyer: slow}", "{around: {near: [review, {buyer: slow}]}}", "{any: [{buyer: slow}]}"]
)
def test_a_pattern_that_runs_late_in_the_buyer_s_turn_leaves_the_rule_unchecked(guard):
    slow = CONCEPTS + "\n{concept: slow, patterns: {en: ['(?:x+x+)+y']}}"
    hears = rules_with("review", slow, f"unless: [{guard}]")
    deaf = rules_with("review", slow, "unless: [{around: slow}]")
    thread = said(("buyer", f"y {'x' * 3000}"))
    assert [u.rule for u in lint(Message(text="好评"), hears, ALL, thread=thread).unchecked] == ["spam/it"]
    assert lint(Message(text="好评"), deaf, ALL, thread=thread).verdict == "block"


def test_guards_alone_find_nothing():
    reading = Reading("好评", rules_with("review", CONCEPTS).words)
    assert find(Covering(Use(10)), reading, 1) == []
    assert find(Beside(Use(10), "before", Stretch("message")), reading, 1) == []


def test_overlapping_places_count_once():
    rules = rules_with("review", CONCEPTS)
    reading = Reading("review gift review", rules.words)
    numbers = {idea.name: n for n, idea in enumerate(rules.ideas)}
    both = find(Many(Use(numbers["review"]), 2, Stretch("message")), reading, 1)
    assert [[h.start for h in m.parts] for m in both] == [[0, 12]]


def test_the_tightest_matches_do_not_overlap_whatever_their_order():
    spans = [[(0, 2), (8, 9)], [(0, 2), (4, 6)], [(4, 6), (8, 9)], [(12, 13)]]
    matches = [Match(tuple(Hit(start, end) for start, end in parts)) for parts in spans]
    for order in permutations(matches):
        assert [(m.start, m.end) for m in tightest(order)] == [(4, 9), (12, 13)]
