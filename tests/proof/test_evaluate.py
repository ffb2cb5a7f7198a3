"""Labelled cases: what is read, what is scored, what an earlier run judged otherwise."""

import json
import math

import pytest
from small import rule, ruleset

from linter.errors import Problems
from linter.proof.evaluate import Evaluation, Share, changes, evaluate
from linter.proof.labelled import decode

RULES = "concepts:\n  - {concept: stars, terms: {en: [five stars]}}\n  - {concept: app, terms: {en: [kakao]}}\nrules:\n"
RULES += rule("stars", rule_id="reviews/stars", status="stable", more="examples: {bad: ['[[five stars]]'], good: [hi]}")
RULES += rule(
    "app", rule_id="diversion/app", severity="note", status="stable", more="examples: {bad: ['[[kakao]]'], good: [hi]}"
)


def case(text: str, *expect: str, **more: object) -> str:
    kind = "plain" if expect else "ordinary"
    said = {"id": text, "lang": "en", "kind": kind, "messages": [{"role": "seller", "text": text}], "expect": expect}
    return json.dumps(said | more)


CASES = [
    case("give us five stars", "reviews", must_span="stars"),
    case("five stars please, add kakao", "reviews", "diversion", must_span="kakao"),
    case("tap all the twinkles", "reviews", must_span="twinkles", kind="evasive", lang="id"),
    case("a flag with five stars"),
    case("your parcel is on the way"),
    case(
        "hello", kind="near-miss", messages=[{"role": "buyer", "text": "five stars"}, {"role": "seller", "text": "hi"}]
    ),
]


@pytest.fixture(scope="module")
def judged() -> Evaluation:
    return evaluate(decode("\n".join(CASES), "cases.jsonl"), ruleset(RULES))


def test_a_case_is_hit_by_an_alarm_of_an_expected_family(judged):
    assert [o.hit for o in judged.outcomes] == [True, True, False, False, True, True]
    assert [o.all_families for o in judged.outcomes[:3]] == [True, False, False]
    assert [o.pointed for o in judged.outcomes] == [True, False, None, None, None, None]
    assert judged.outcomes[0].alarms == (("reviews/stars", "five stars"),)


def test_the_figures_are_shares_of_cases(judged):
    assert judged.figures() == {
        "recall": Share(2, 3),
        "all families": Share(1, 3),
        "precision": Share(2, 3),
        "false alarms": Share(1, 3),
        "words pointed at": Share(1, 2),
    }
    tables = judged.tables()
    assert tables["recall by language"] == {"en": Share(2, 2), "id": Share(0, 1)}
    assert tables["recall by kind"] == {"evasive": Share(0, 1), "plain": Share(2, 2)}
    assert tables["recall by family"] == {"diversion": Share(0, 1), "reviews": Share(2, 3)}
    assert tables["precision by family"] == {"reviews": Share(2, 3)}
    assert tables["false alarms by kind"] == {"near-miss": Share(0, 1), "ordinary": Share(1, 2)}


@pytest.mark.parametrize(
    ("share", "low", "high"),
    # Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3.
    [
        (Share(81, 263), 0.2553, 0.3662),
        (Share(15, 148), 0.0624, 0.1605),
        (Share(0, 20), 0.0, 0.1611),
        (Share(1, 29), 0.0061, 0.1718),
    ],
)
def test_an_interval_is_wilsons(share, low, high):
    assert share.interval() == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_nothing_has_no_share():
    assert (Share().value, Share().interval()) == (0.0, (0.0, 1.0))
    assert not math.isnan(Share().value)


def test_a_change_is_told_case_by_case(judged):
    fewer = RULES.replace("five stars]", "a flag with five stars, twinkles, kakao]")
    now = evaluate(decode("\n".join(CASES), "cases.jsonl"), ruleset(fewer))
    assert [(c.what, c.id) for c in changes(judged, now)] == [
        ("missed", "give us five stars"),
        ("other words", "five stars please, add kakao"),
        ("found", "tap all the twinkles"),
        ("other words", "a flag with five stars"),
    ]
    assert {c.what for c in changes(now, judged)} == {"found", "missed", "other words"}
    assert list(changes(judged, judged)) == []


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{", "not a labelled case"),
        (case("x", kind="odd"), "not a labelled case"),
        (case("x", "reviews", kind="near-miss"), "x: the kind `near-miss` and 1 expected families"),
        (case("x", "revews"), "x: no family is called `revews`"),
        (case("x", "reviews", must_span="y"), "x: `must_span` stands in no turn of the seller"),
        (case("x", messages=[{"role": "buyer", "text": "x"}]), "x: no turn of the seller"),
        (case("x") + "\n" + case("x"), "the id `x` stands twice"),
    ],
)
def test_what_is_no_case_is_told_with_its_line(line, problem):
    with pytest.raises(Problems) as raised:
        decode("\n" + line, "cases.jsonl")
    (error,) = raised.value.errors
    assert problem in str(error)
    assert str(error).startswith(f"cases.jsonl:{2 + line.count(chr(10))}: ")
