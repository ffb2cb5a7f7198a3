"""The shipped rules: read without a mistake, and each proves itself."""

import datetime as dt
from functools import cache

import pytest

from linter.proof import Case, cases, prove
from linter.ruleset import RuleSet, decode, packs
from linter.ruleset.compile import compile_pack
from linter.ruleset.decode import Loaded
from linter.ruleset.schema import MESSAGE_FAMILIES, Pack, Rule


@cache
def shipped() -> tuple[tuple[Loaded, ...], Pack, RuleSet]:
    loaded = decode.load(packs.chosen())
    pack = decode.merged(loaded)
    return loaded, pack, RuleSet(compile_pack(pack))


def rules() -> tuple[Rule, ...]:
    """Read while tests are collected: without the rules, a test that fails tells why."""
    try:
        return shipped()[1].rules
    except Exception:  # noqa: BLE001
        return ()


def examples_of(rule_id: str) -> list[Case]:
    return [case for case in cases(shipped()[0]) if case.rule == rule_id]


def test_the_shipped_packs_have_no_mistake():
    loaded, pack, ruleset = shipped()
    assert len(loaded) > 10
    assert len(ruleset.rules) == len([rule for rule in pack.rules if rule.status != "retired"])


def test_every_id_is_taken_once():
    ids = [rule.id for rule in shipped()[1].rules]
    assert len(ids) == len(set(ids))
    assert {rule_id.partition("/")[0] for rule_id in ids} >= set(MESSAGE_FAMILIES)


@pytest.mark.parametrize("rule", [pytest.param(rule, id=rule.id) for rule in rules() if rule.status == "stable"])
def test_a_stable_rule_says_why_on_which_ground_and_what_to_do(rule: Rule):
    assert all(policy.title and (policy.url or policy.basis == "house") for policy in rule.policy)
    assert rule.policy
    assert all(dt.date.fromisoformat(policy.checked) <= dt.date(2100, 1, 1) for policy in rule.policy)
    for texts in (rule.title, rule.message, rule.fix.advice):
        assert {"en", "zh"} <= set(texts)
    assert rule.examples.bad
    assert rule.examples.good


@pytest.mark.parametrize("rule_id", [rule.id for rule in rules() if rule.status != "retired"])
def test_the_examples_of_a_rule_hold(rule_id: str):
    failures = [failure for case in examples_of(rule_id) if (failure := prove(case, shipped()[2]))]
    if failures:
        pytest.fail("\n".join(str(failure) for failure in failures), pytrace=False)
