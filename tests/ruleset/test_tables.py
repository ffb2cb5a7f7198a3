"""Tables of platforms and markets: what differs there from the common rules."""

import pytest
from small import ALL, loaded, rule, ruleset

from linter.errors import Problems
from linter.model import Message, Role
from linter.proof import cases, prove
from linter.thread import lint

COMMON = """concepts:
  - {concept: number, terms: {en: [my number]}}
  - {concept: asked, terms: {en: [your number]}}
rules:
""" + rule("number", rule_id="diversion/number")
TABLE = """tables:
  - table: bazaar-vn
    platform: bazaar
    market: vn
    changes:
      diversion:
        policy: [{title: Bazaar Vietnam, basis: official, url: "https://bazaar.example/rules", checked: 2026-11-22}]
      diversion/number:
        level: warn
        unless: [{buyer: asked}, {where: {ordered: true}}]
        examples:
          bad: ["Here is [[my number]]"]
          good:
            - {thread: [{buyer: What is your number}, {seller: Here is my number}]}
            - {text: Here is my number, order_id: A1}
"""


def found(buyer: str = "", order_id: str = "", **where: str) -> list[tuple[str, list[str]]]:
    turns = [Message(text=buyer, role=Role.BUYER, **where)] if buyer else []  # type: ignore[arg-type]
    here = Message(text="Here is my number", order_id=order_id, **where)  # type: ignore[arg-type]
    findings = lint(here, ruleset(COMMON, TABLE), ALL, thread=turns).findings
    return [(f.severity.value, [p.title for p in f.policy]) for f in findings]


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ({"platform": "bazaar", "market": "vn"}, [("warn", ["Bazaar Vietnam", "House rule"])]),
        ({"platform": "bazaar", "market": "vn", "buyer": "what is your number?"}, []),
        (
            {"platform": "bazaar", "market": "vn", "buyer": "what is your name?"},
            [("warn", ["Bazaar Vietnam", "House rule"])],
        ),
        ({"platform": "bazaar", "market": "vn", "order_id": "A1"}, []),
        ({"platform": "bazaar", "market": "my", "buyer": "what is your number?"}, [("block", ["House rule"])]),
        ({"platform": "etsy", "market": "vn", "order_id": "A1"}, [("block", ["House rule"])]),
        ({"order_id": "A1"}, [("block", ["House rule"])]),
    ],
)
def test_a_table_changes_level_policy_and_guards_on_its_platform_in_its_market_only(message, expected):
    assert found(**message) == expected


def test_the_examples_of_a_table_are_proven_there():
    files = loaded(COMMON, TABLE)
    proven = [case for case in cases(files) if case.messages[-1].platform == "bazaar"]
    assert [(case.kind, case.messages[-1].market) for case in proven] == [("bad", "vn"), ("good", "vn"), ("good", "vn")]
    assert [prove(case, ruleset(COMMON, TABLE)) for case in proven] == [None, None, None]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("diversion/number:", "diversion/numbr:", "no rule or family is called `diversion/numbr`"),
        ("    platform: bazaar\n    market: vn\n", "", "a table of no platform and no market"),
        ("{buyer: asked}", "{buyer: askd}", "no concept or detector is called `askd`"),
        ("level: warn", "level: wrn", "got the text `wrn`"),
        ("ordered: true", "orderd: true", "unknown field `orderd`"),
        ("official, url", "official, urls", "unknown field `urls`"),
        ("      diversion/number:", "      diversion/x: {}\n      diversion/number:", "no rule or family is called"),
    ],
)
def test_a_mistake_in_a_table_is_told_with_its_place(old, new, problem):
    assert old in TABLE
    with pytest.raises(Problems) as raised:
        loaded(COMMON, TABLE.replace(old, new))
    assert problem in str(raised.value)
    assert "1.yaml:" in str(raised.value)
