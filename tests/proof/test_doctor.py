"""What the rule doctor tells: patterns that nothing holds back, and what a rule makes of a corpus."""

from itertools import count as ticks

import pytest
from small import loaded, rule, ruleset

from linter.model import Message, Role
from linter.proof import checkup, unheld
from linter.proof.doctor import COSTLY, Cost, count
from linter.proof.evaluate import Share

GINKGO = "concepts:\n  - {concept: tree, terms: {en: [ginkgo]}}\n  - {concept: leaf, terms: {en: [leaf]}}\nrules:\n"


def clock():
    """One second between two looks."""
    return lambda steps=ticks(): float(next(steps))


def tried(text, *threads):
    return checkup(threads, ruleset(text), clock())


def alone(*texts):
    return [[Message(text=text)] for text in texts]


@pytest.mark.parametrize(
    ("pattern", "literal"),
    [
        (r"[a-z]+\s?\p{L}+", ""),
        (r"(?:\w{3}|vx)\d{3}[^.]+", "0"),
        (r"vx\d{6}", "vx"),
        (r"(?:ginkgo|gk)\s?\p{L}", "gk"),
        (r"é\d{6}", "e"),
        (r"ginkgo\s?\p{L}", None),
        (r"微\d{6}", None),
        (r"acc\w+", None),
    ],
)
def test_a_pattern_that_hardly_any_text_holds_back_is_told(pattern, literal):
    text = f"concepts:\n  - {{concept: word, patterns: {{any: ['{pattern}']}}}}\nrules:\n{rule('word')}"
    told = list(unheld(loaded(text), ruleset(text)))
    assert [(each.name, each.source, each.literal) for each in told] == (
        [] if literal is None else [("concept word", pattern, literal)]
    )


def test_patterns_are_found_wherever_they_are_written():
    find = "{any: [{regex: 'vx[0-9]{6}'}, {near: [{regex: 'qq[0-9]{6}'}, word], within: sentence}]}"
    guards = "guards:\n  - {guard: calm, when: {before: {regex: 'no[0-9]{6}'}}}\n"
    text = f"{guards}concepts:\n  - {{concept: word, terms: {{en: [ginkgo]}}}}\nrules:\n"
    text += rule(find, "unless: [calm, {inside: {regex: 'ok[0-9]{6}'}}]")
    files = loaded(text)
    told = {each.source[:2]: (each.name, each.at.line) for each in unheld(files, ruleset(text))}
    lines = {mark: text[: text.index(f"'{mark}[")].count("\n") + 1 for mark in ("no", "vx", "qq", "ok")}
    assert told == {mark: ("guard calm" if mark == "no" else "spam/it", line) for mark, line in lines.items()}
    assert count(files) == 4


def test_a_rule_is_counted_from_the_screen_to_the_finding():
    text = GINKGO + rule("{near: [tree, leaf], within: sentence}")
    told = tried(
        text, *alone("a ginkgo leaf", "A ginkgo. Every year. Its leaf", "a ginkgo", "ginkgo", "tea", "see you")
    )
    (cost,) = told.rules
    assert told.messages == 6
    assert cost.confirmed == Share(1, 2)
    assert 2 <= cost.screened <= 4
    # One second for each message that came through, by the clock of this test.
    assert cost.cost == pytest.approx(1e3 * cost.screened / told.megabytes)


def test_what_guards_hold_back_is_no_confirmation():
    text = GINKGO + rule("tree", "unless: [{around: leaf, within: sentence}]")
    (cost,) = tried(text, *alone("a ginkgo", "a ginkgo leaf")).rules
    assert (cost.screened, cost.confirmed) == (2, Share(1, 2))


def test_a_rule_out_of_scope_is_not_tried():
    text = GINKGO + rule("tree", "surfaces: [listing]") + rule("leaf", rule_id="spam/leaf")
    told = tried(text, *alone("a ginkgo leaf"))
    assert {cost.rule: cost.screened for cost in told.rules} == {"spam/it": 0, "spam/leaf": 1}


def test_buyers_are_context_and_repetition_counts():
    text = GINKGO + rule("{all: [tree, {buyer: leaf}]}")
    text += rule("{all: [tree, {where: {said: 2}}]}", rule_id="spam/again")
    buyer = Message(text="which leaf?", role=Role.BUYER)
    told = tried(text, [buyer, Message(text="a ginkgo"), Message(text="A  Ginkgo")], *alone("a ginkgo"))
    assert told.messages == 3
    assert {c.rule: c.confirmed.hit for c in told.rules} == {"spam/it": 2, "spam/again": 1}


def test_the_costliest_stands_first_and_so_do_patterns():
    text = GINKGO + rule("tree") + rule("{regex: 'leaf of [a-z]+'}", rule_id="spam/leaf")
    told = tried(text, *alone("leaf of oak", "leaf of elm", "a leaf of 3", "ginkgo"))
    costs = [cost.cost for cost in told.rules]
    assert costs == sorted(costs, reverse=True)
    assert {cost.rule for cost in told.rules} == {"spam/leaf", "spam/it"}
    (pattern,) = told.patterns
    assert (pattern.name, pattern.source, pattern.matched) == ("regex", "leaf of [a-z]+", Share(2, 2))


@pytest.mark.parametrize(
    ("confirmed", "cost", "costly", "idle"),
    [
        (Share(1, 20), COSTLY, False, False),
        (Share(0, 20), COSTLY + 1, True, True),
        (Share(0, 19), 0.0, False, False),
        (Share(4, 100), 0.0, False, True),
        (Share(5, 100), COSTLY + 9, True, False),
    ],
)
def test_what_is_flagged(confirmed, cost, costly, idle):
    told = Cost("spam/it", 100, confirmed, cost)
    assert (told.costly, told.idle) == (costly, idle)


def test_no_text_costs_nothing():
    told = tried(GINKGO + rule("tree"))
    assert (told.messages, told.megabytes, told.patterns) == (0, 0, ())
    assert [cost.screened for cost in told.rules] == [0]
