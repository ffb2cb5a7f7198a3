"""What `rules check` tells beyond mistakes of form."""

import pytest
from small import loaded, rule, ruleset

from linter.proof import cases, shadowed, traps

STABLE = "examples: {bad: ['see [[kakao]]'], good: [hi]}"


@pytest.mark.parametrize(
    ("terms", "told"),
    [
        ("zh: [操]", ["concept word: `操` is a part of other words"]),
        ("zh: [{term: 操, alone: true}]", []),
        ("zh: [{term: 返, followed_by: price}]", []),
        ("zh: [加微]", []),
        ("th: [ตี]", ["concept word: `ตี` is a part of other words"]),
        ("th: [otp]", []),
        ("vi: [xin]", ["concept word: `xin` is a part of other words"]),
        ("vi: [xin số]", []),
        ("en: [line]", []),
        ("zh: [🎰]", []),
        ("en: [gift, voucher, gift]", ["concept word: the term `gift` stands twice"]),
        ("en: [gift, {term: gift, followed_by: price}]", []),
    ],
)
def test_a_short_part_of_other_words_and_a_doubled_term_are_told(terms, told):
    files = loaded(f"concepts:\n  - {{concept: word, terms: {{{terms}}}}}\n")
    assert [problem.problem for problem in traps(files)] == told


def test_a_phrase_that_passes_disarms_a_trap():
    assert list(traps(loaded("concepts:\n  - {concept: word, terms: {zh: [操]}, passes: {zh: [操作]}}\n"))) == []


def test_a_rule_that_a_graver_one_always_outdoes_is_told_and_so_are_twins():
    concepts = "concepts:\n  - {concept: app, terms: {en: [kakao]}}\n  - {concept: see, terms: {en: [see]}}\nrules:\n"
    mild = rule("app", rule_id="spam/mild", severity="note", status="stable", more=STABLE)
    grave = rule(
        "{near: [see, app]}",
        rule_id="spam/grave",
        status="stable",
        more=STABLE.replace("see [[kakao]]", "[[see kakao]]"),
    )
    twin = rule("app", rule_id="diversion/twin", status="stable", more=STABLE)

    def told(*rules: str) -> list[str]:
        text = concepts + "".join(rules)
        return [problem.problem for problem in shadowed(loaded(text), list(cases(loaded(text))), ruleset(text))]

    assert told(mild, grave) == ["spam/mild: its bad examples are told as spam/grave"]
    assert told(mild, twin) == ["diversion/twin finds the same as spam/mild"]
    assert told(mild) == []
