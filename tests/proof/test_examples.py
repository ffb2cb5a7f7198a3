"""Examples prove a rule: exactly the marked words, in every turn; and each failure says what is wrong."""

import pytest
from small import loaded, rule, ruleset

from linter.model import Message, Place, Role, Span, Surface
from linter.proof import Case, cases, prove
from linter.proof.examples import unmarked

CONCEPTS = """concepts:
  - {concept: review, terms: {zh: [好评], en: [review]}}
  - {concept: reward, terms: {zh: [返现], en: [refund]}}
  - {concept: slow, patterns: {en: ['(?:x+x+)+y']}}
rules:
"""
PAID = "{near: [review, reward], within: neighbours}"


def file(examples: str, more: str = "", find: str = PAID) -> str:
    return CONCEPTS + rule(find, f"examples: {examples}\n{more}")


def of(examples: str, more: str = "", find: str = PAID) -> list[Case]:
    return list(cases(loaded(file(examples, more, find))))


def failures(examples: str, more: str = "", find: str = PAID) -> list[str]:
    text = file(examples, more, find)
    told = [prove(case, ruleset(text)) for case in cases(loaded(text))]
    return [f"{'todo: ' * f.todo_matches}{f}" for f in told if f]


@pytest.mark.parametrize(
    ("marked", "text", "spans"),
    [
        ("加[[vx]]聊", "加vx聊", [(1, 3)]),
        ("[[好评]]就[[返现]]", "好评就返现", [(0, 2), (3, 5)]),
        ("none", "none", []),
        ("", "", []),
        ("[[a\nb]]", "a\nb", [(0, 3)]),
        ("[[[id]]]", "[id]", [(0, 3)]),
        ("[[a]][[b]]", "ab", [(0, 1), (1, 2)]),
    ],
)
def test_marks_are_taken_off(marked, text, spans):
    assert unmarked(marked) == (text, tuple(Span(*span) for span in spans))


def test_every_example_becomes_a_case_with_its_place():
    turns = '{thread: [{seller: "[[好评]]"}, {buyer: 什么}, {seller: "[[返现]]"}]}'
    bad, thread, good, todo = of(f'{{bad: ["[[好评]][[返现]]", {turns}], good: [a], todo: [b]}}')
    assert [case.kind for case in (bad, thread, good, todo)] == ["bad", "bad", "good", "todo"]
    assert bad.messages == (Message(text="好评返现", id="0", sender="seller"),)
    assert [m.role for m in thread.messages] == [Role.SELLER, Role.BUYER, Role.SELLER]
    assert thread.marks == ((Span(0, 2),), (), (Span(0, 2),))
    assert [case.at.file for case in (bad, thread, good, todo)] == ["0.yaml"] * 4
    assert bad.at.column < thread.at.column < good.at.column < todo.at.column


def test_an_example_stands_where_its_rule_holds():
    more = 'platforms: {"*": off, etsy: off, ebay: warn}\nmarkets: [us, uk]\nsurfaces: [broadcast]\nroles: [bot]'
    plain, said = of("{bad: ['[[好评]][[返现]]', {text: '[[好评]][[返现]]', platform: a, market: b, lang: th}]}", more)
    (message,) = plain.messages
    assert (message.platform, message.market, message.surface, message.role) == (
        "ebay",
        "us",
        Surface.BROADCAST,
        Role.BOT,
    )
    (message,) = said.messages
    assert (message.platform, message.market, message.lang) == ("a", "b", "th")


@pytest.mark.parametrize("table", ["{}", "{ebay: warn}", '{"*": off}', '{"*": off, etsy: off}'])
def test_without_a_platform_of_its_own_an_example_names_none(table):
    (case,) = of("{good: [a]}", f"platforms: {table}")
    assert case.messages[0].platform == ""


def test_retired_rules_have_no_cases():
    assert list(cases(loaded("rules:\n  - {id: spam/old, status: retired}\n"))) == []


@pytest.mark.parametrize(
    "examples",
    [
        "{bad: ['[[好评]]就[[返现]]']}",
        "{bad: ['[[好评就返现]]']}",
        "{bad: ['[[好评]][[返现]]。再来[[好评]][[返现]]']}",
        "{bad: [{thread: [{seller: '给[[好评]]'}, {seller: '就[[返现]]'}]}]}",
        "{bad: [{thread: [{buyer: '好'}, {seller: '[[好评]][[返现]]'}]}]}",
        "{good: ['好评', {thread: [{seller: 好评}, {buyer: 返现}]}]}",
        "{todo: ['好评给钱']}",
        "{bad: [{text: '[[好评]][[返现]]', as_of: 2026-03-01}]}",
    ],
)
def test_examples_that_hold(examples):
    assert failures(examples) == []


@pytest.mark.parametrize(
    ("examples", "problem"),
    [
        ("{bad: ['[[好评]]']}", "a bad example is not found: '好评'"),
        ("{bad: ['[[好]]评就[[返现]]']}", "marked [[好]] · [[返现]], found [[好评]] · [[返现]]"),
        ("{bad: ['好评[[返现]]']}", "marked [[返现]], found [[好评]] · [[返现]]"),
        (
            "{bad: [{thread: [{seller: '给[[好]]评'}, {seller: '就[[返现]]'}]}]}",
            "earlier turns: marked [('0', 1, 2)], found [('0', 1, 3)]",
        ),
        (
            "{bad: [{thread: [{seller: '[[好评]][[返现]]'}, {seller: '您好'}]}]}",
            "a bad example is not found: '您好'",
        ),
        ("{bad: [{thread: [{seller: '[[好评]]'}, {seller: 返现}]}]}", "marked nothing, found [[返现]]"),
        ("{good: ['好评返现']}", "a good example is found: [[好评返现]]"),
        ("{good: [{thread: [{seller: 好评返现}, {buyer: 好}]}]}", "a good example is found: [[好评返现]]"),
        ("{todo: ['好评返现']}", "todo: a todo example is found now; make it a bad one"),
    ],
)
def test_examples_that_fail_say_why(examples, problem):
    (told,) = failures(examples)
    assert told.replace("todo: 0.yaml", "0.yaml").startswith("0.yaml:")
    assert told.endswith(f": spam/it: {problem.removeprefix('todo: ')}")
    assert told.startswith("todo: ") is problem.startswith("todo: ")


def test_an_example_that_nobody_could_check_fails():
    (told,) = failures(f"{{good: ['y {'x' * 3000}']}}", find="slow")
    assert told.endswith("unchecked: a pattern took longer than its time budget on this text")


def test_marks_left_out_ask_for_any_finding():
    case = of("{bad: ['[[好评]]返现']}")[0]
    free = Case(case.rule, "bad", case.example, case.messages, ((),), Place("x"))
    assert prove(free, ruleset(file("{good: [a]}"))) is None


@pytest.mark.parametrize(("fix", "fails"), [("求如实评价", False), ("求评价", True), ("求好评返现", True)])
def test_an_example_may_say_what_the_fix_makes_of_it(fix, fails):
    more = "fix: {advice: {en: a}, safety: safe, replace: {zh: 如实评价}}"
    told = failures(f"{{bad: [{{text: '求[[好评]][[返现]]', fix: {fix}}}]}}", more)
    assert told == [t for t in told if fails and t.endswith(f"the fix gives '求如实评价', expected '{fix}'")]
    assert bool(told) is fails


def test_a_fix_without_words_changes_nothing():
    (told,) = failures("{bad: [{text: '[[好评]][[返现]]', fix: 好}]}")
    assert told.endswith("the fix gives '好评返现', expected '好'")
