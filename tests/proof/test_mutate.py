"""Examples retold in disguise: what a rule claims to see through, it must find."""

import pytest
from small import loaded, rule, ruleset

from linter.proof import cases, mutate

CONCEPTS = """concepts:
  - {concept: review, sounds: true, terms: {zh: [好评], en: [review, {term: stars, disguises: false}]}}
  - {concept: reward, terms: {zh: [返现], en: [refund, gift card]}}
  - {concept: odd, patterns: {en: ['ｈｅｌｌｏ']}}
  - {concept: strict, terms: {en: [{term: Cash, case: true}, {term: Whats, case: true}]}}
rules:
"""
EVERY = "disguises: [lookalike, leet, spaced]"


def told(find: str, examples: str, more: str = EVERY) -> list[str]:
    text = CONCEPTS + rule(find, f"examples: {examples}\n{more}")
    return [failure.problem for case in cases(loaded(text)) for failure in mutate(case, ruleset(text))]


@pytest.mark.parametrize(
    ("find", "examples"),
    [
        ("{near: [review, reward]}", "{bad: ['[[review]] and [[refund]]', '[[好评]]就[[返现]]']}"),
        ("{near: [review, reward]}", "{good: ['Thanks for your review', 'we refund 5 dollars']}"),
        ("review", "{todo: ['a review']}"),
        ("review", "{bad: [{thread: [{buyer: hi}, {seller: 'a [[review]]'}]}]}"),
        ("review", "{good: ['12 34']}"),
        ("phone", "{bad: ['[[0812-0000-4455]]']}"),
    ],
)
def test_rules_that_see_through_what_they_claim(find, examples):
    assert told(find, examples) == []


def test_what_is_claimed_and_not_seen_through_is_told():
    problems = told("{terms: {en: [{term: stars, disguises: false}]}}", "{bad: ['[[stars]]']}")
    assert [problem.partition(":")[0] for problem in problems] == [
        "not found in disguise (leet)",
        "not found in disguise (lookalike)",
        "not found in disguise (spaced)",
    ]
    assert "'st4rs'" in problems[0]


def test_what_every_rule_sees_through_is_always_tried():
    problems = told("strict", "{bad: ['[[Cash]]']}", "")
    assert problems == [
        "not found in disguise (width): 'Ｃａｓｈ'",
        "not found in disguise (invisible): 'C\\u200ba\\u200bs\\u200bh'",
    ]


def test_a_good_example_that_a_disguise_makes_bad_is_told():
    problems = told("{regex: '[а]'}", "{good: ['a card on a table']}")
    assert problems == ["a good example is found in disguise (lookalike): 'a саrd on a tаblе' at [[а]]"]
