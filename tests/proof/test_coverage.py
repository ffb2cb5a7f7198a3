"""What no example exercises, and terms that can never be found."""

from small import loaded, rule, ruleset

from linter.proof import cases, cover
from linter.ruleset import decode

PACK = """concepts:
  - {concept: review, terms: {zh: [好评], en: [review, 'stars … me'], th: [รีวิว]}}
  - {concept: reward, terms: {zh: [返现], en: [refund, 'give ... back', {term: get, followed_by: price}]}}
  - {concept: bonus, terms: {en: [bonus]}}
  - {concept: gain, includes: [reward, bonus]}
  - {concept: idle, terms: {en: [idle]}}
  - {concept: hidden, terms: {en: ['gift', gifts*]}, passes: {en: [gift]}}
rules:
"""
FACTS = """policy: [{title: House rule, basis: house, checked: 2026-11-22}]
examples: {bad: ["[[好评]][[返现]]", "a [[review]] for a [[refund]]"], good: [hello]}"""
NEEDED = FACTS.replace("a [[review]] for a [[refund]]", "[[review]]").replace("[[好评]][[返现]]", "[[好评]]")


def measured(*rules: str):
    text = PACK + "".join(rules)
    files = loaded(text)
    return cover(decode.merged(files), list(cases(files)), ruleset(text))


def test_what_no_example_exercises_is_told():
    told = measured(rule("{near: [review, {any: [gain, hidden]}]}", FACTS, status="stable"))
    assert list(told.problems()) == [
        "concept hidden: the term “gift” is never found (another spelling or a passing phrase hides it)",
        "concept bonus: no example exercises it",
        "concept hidden: no example exercises it",
        "spam/it: no bad example in th",
    ]
    assert (told.exercised, told.terms) == (4, 12)


def test_only_the_rules_whose_examples_are_given_are_measured():
    text = PACK + rule("review", NEEDED, status="stable") + rule("idle", FACTS, rule_id="spam/idle", status="stable")
    files = loaded(text)
    mine = [case for case in cases(files) if case.rule == "spam/it"]
    told = cover(decode.merged(files), mine, ruleset(text))
    assert (told.unused, told.languages) == ((), (("spam/it", "th"),))


def test_drafts_need_no_proof():
    told = measured(rule("idle", FACTS), rule("idle", FACTS, rule_id="spam/idle", status="shadow"))
    assert (told.unused, told.languages) == ((), ())
