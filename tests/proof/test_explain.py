"""Why a rule found something or kept quiet."""

import pytest
from small import rule, ruleset

from linter.engine import Options
from linter.model import Message, Role
from linter.proof.explain import Explanation, explain

WORDS = """concepts:
  - {concept: app, terms: {any: [kakao], zh: [微信]}, sounds: true}
  - {concept: add, terms: {en: [add], zh: [加]}}
  - {concept: deny, terms: {en: [never, cannot], zh: [不能]}}
guards:
  - {guard: denied, when: {before: deny, within: clause}}
rules:
"""
RULES = WORDS + rule(
    "{near: [add, app], within: {words: 3}}",
    "unless: [denied, {all: [{where: {markets: [kr]}}, {buyer: app}]}]\n"
    'disguises: [spaced, homophone]\nplatforms: {etsy: "off"}',
    rule_id="diversion/app",
)
ALL = Options(statuses=("draft",))


def told(*turns: str, platform: str = "", market: str = "") -> Explanation:
    messages = [
        Message(
            text=turn.removeprefix("buyer: "),
            role=Role.BUYER if turn.startswith("buyer: ") else Role.SELLER,
            platform=platform,
            market=market,
        )
        for turn in turns
    ]
    return explain(messages, ruleset(RULES), ALL)


def outcomes(explanation: Explanation) -> list[tuple[str, str, list[str], list[str]]]:
    text = explanation.text
    return [
        (j.outcome, j.why, [text[p.start : p.end] for p in j.words], [text[p.start : p.end] for p in j.against])
        for j in explanation.rules
    ]


@pytest.mark.parametrize(
    ("turns", "where", "expected"),
    [
        (["add me on kakao"], {}, ("found", "", ["add", "kakao"], [])),
        (["add me on k a k a o"], {}, ("found", "", ["add", "k a k a o"], [])),
        (["we cannot add you on kakao"], {}, ("held back", "denied", ["add", "kakao"], ["cannot"])),
        (["add me on kakao"], {"platform": "etsy"}, ("elsewhere", "", ["add", "kakao"], [])),
        (["add it to the cart now and then look at kakao"], {}, ("apart", "", [], [])),
        (["the kakao mug"], {}, ("lacks", "add", [], [])),
        (["add", "kakao"], {}, ("found", "", ["add", "kakao"], [])),
        (
            ["buyer: kakao?", "add my kakao"],
            {"market": "kr"},
            ("held back", "on kr and app said by the buyer", ["add", "kakao"], []),
        ),
    ],
)
def test_every_rule_that_nearly_holds_is_explained(turns, where, expected):
    assert outcomes(told(*turns, **where)) == [expected]


def test_nothing_is_said_of_rules_that_a_text_has_nothing_to_do_with():
    explanation = told("Your parcel is on the way")
    assert (explanation.rules, explanation.concepts, explanation.views) == ((), (), ())
    assert explanation.language == "en"


def test_it_shows_what_was_read():
    explanation = told("加ｋ a k a o")
    assert dict(explanation.views) == {"folded": "加k a k a o", "closed up": "加kakao"}
    assert [(p.concept, p.read) for p in explanation.concepts] == [("app", ("kakao",)), ("add", ())]


def test_a_buyer_is_not_judged():
    assert told("buyer: add me on kakao").rules == ()
