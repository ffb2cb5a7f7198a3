import pytest

from linter.errors import Problems
from linter.model import Place, Severity
from linter.ruleset.compile import compile_pack
from linter.ruleset.overlay import Overlay, apply
from linter.ruleset.schema import AnyOf, Examples, FixRule, Pack, Rule


def rule(rule_id, **more):
    plain = {
        "title": {},
        "message": {},
        "find": AnyOf(any=()),
        "policy": (),
        "fix": FixRule({}),
        "examples": Examples(),
    }
    return Rule(id=rule_id, severity=Severity.BLOCK, **plain | more)


COMPILED = compile_pack(
    Pack(
        (
            rule("reviews/paid", platforms={"ebay": "warn", "etsy": "off"}),
            rule("reviews/fake"),
            rule("spam/ads"),
            rule("spam/old", status="retired", replaced_by="spam/ads"),
            rule("spam/older", status="retired"),
        )
    )
)
RULES = COMPILED.rules


def applied(severities, rules=RULES):
    return [rule for _, rule in apply(Overlay(severities), rules)]


@pytest.mark.parametrize(
    ("severities", "levels"),
    [
        ({}, {"reviews/paid": "block", "reviews/fake": "block", "spam/ads": "block"}),
        ({"reviews": "note"}, {"reviews/paid": "note", "reviews/fake": "note", "spam/ads": "block"}),
        ({"reviews/*": "note"}, {"reviews/paid": "note", "reviews/fake": "note", "spam/ads": "block"}),
        ({"reviews/paid": "warn", "reviews": "off"}, {"reviews/paid": "warn", "spam/ads": "block"}),
        ({"reviews": "off", "spam/*": "warn"}, {"spam/ads": "warn"}),
    ],
)
def test_a_project_s_word_is_the_last(severities, levels):
    kept = applied(severities, RULES[:3])
    assert {rule.id: rule.severity.value for rule in kept} == levels


def test_a_project_s_word_outweighs_the_platforms_but_does_not_wake_what_is_off():
    assert applied({"reviews/paid": "note"})[0].platforms == {"etsy": "off"}
    assert applied({"spam": "note"})[0].platforms == {"ebay": "warn", "etsy": "off"}


def test_unknown_and_retired_names_are_told_together():
    at = Place("shoplint.toml", 3)
    wrong = Overlay(
        {"reviews/pad": "off", "review/*": "note", "qqqqq": "off", "spam/old": "off", "spam/older": "off"}, at
    )
    with pytest.raises(Problems) as caught:
        apply(wrong, COMPILED.rules, COMPILED.retired)
    assert str(caught.value).split("\n") == [
        "shoplint.toml:3: no rule or family is called `reviews/pad` (did you mean `reviews/paid`?)",
        "shoplint.toml:3: no rule or family is called `review/*` (did you mean `reviews`?)",
        "shoplint.toml:3: no rule or family is called `qqqqq` (families: reviews, spam)",
        "shoplint.toml:3: the rule `spam/old` is retired (use `spam/ads`)",
        "shoplint.toml:3: the rule `spam/older` is retired (drop the entry)",
    ]


def test_the_key_depends_on_what_changes_rules_and_on_nothing_else():
    assert Overlay({"a": "off", "b": "note"}).key() == Overlay({"b": "note", "a": "off"}, Place("x")).key()
    assert Overlay({"a": "off"}).key() != Overlay({"a": "note"}).key()
