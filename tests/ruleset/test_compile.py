"""What rules become: spellings, patterns with gates, what a formula needs and rests on."""

import msgspec
import pytest
import regex
from small import loaded, rule, rules_with, ruleset

from linter.errors import RuleError
from linter.match.hit import Disguise
from linter.ruleset import Compiled, RuleSet, decode, schema
from linter.ruleset.build import build
from linter.ruleset.compile import compile_pack
from linter.ruleset.overlay import Overlay
from linter.ruleset.packs import PackFile

CONCEPTS = """{concept: review, terms: {en: [review]}}
{concept: reward, terms: {en: [gift]}, includes: [coupon], passes: {en: [gift box]}}
{concept: coupon, terms: {en: [coupon, {term: save, followed_by: price}]}}
{concept: platform-etsy, terms: {any: [etsy]}}"""


def named(find: str, unless: str = "") -> tuple[list[list[str]], list[str]]:
    """The names of what a rule needs, and of what it rests on."""
    rules = rules_with(find, CONCEPTS, f"unless: [{unless}]" if unless else "")
    (it,) = rules.rules
    return [sorted(rules.ideas[n].name for n in need) for need in it.needs], sorted(
        rules.ideas[n].name for n in it.rests
    )


@pytest.mark.parametrize(
    ("find", "needs"),
    [
        ("review", [["review"]]),
        ("reward", [["reward"]]),
        ("phone", []),
        ("{any: [review, coupon]}", [["coupon", "review"]]),
        ("{any: [review, phone]}", []),
        ("{near: [review, coupon]}", [["review"], ["coupon"]]),
        ("{near: [review, phone]}", [["review"]]),
        ("{all: [review, {without: coupon}, coupon]}", [["review"], ["coupon"]]),
        ("{any: [{near: [reward, review]}, coupon]}", [["coupon", "reward"], ["coupon", "review"]]),
        ("{count: review, at_least: 2}", [["review"]]),
        ("{near: [review, {buyer: coupon}]}", [["review"]]),
        ("{near: [review, this-platform]}", [["review"]]),
        ("{terms: {en: [hi]}}", [["terms on the spot"]]),
        ("{regex: 'h.'}", [["regex h."]]),
    ],
)
def test_what_must_be_there_before_a_formula_is_tried(find, needs):
    assert named(find)[0] == needs


BEHIND_REWARD = ["coupon", "price", "reward", "reward: passes"]


@pytest.mark.parametrize(
    ("find", "unless", "uses"),
    [
        ("review", "", ["review"]),
        ("reward", "", BEHIND_REWARD),
        ("coupon", "", ["coupon", "price"]),
        ("this-platform", "", []),
        ("{near: [review, reward]}", "", [*BEHIND_REWARD, "review"]),
        ("{all: [review, phone, {without: coupon}]}", "", ["coupon", "phone", "price", "review"]),
        ("{count: {any: [review, url]}, at_least: 2}", "", ["review", "url"]),
        ("{near: [review, {buyer: coupon}]}", "", ["coupon", "price", "review"]),
        ("review", "{before: coupon}", ["coupon", "price", "review"]),
        ("review", "{after: url}, {around: email}, {inside: phone}", ["email", "phone", "review", "url"]),
        ("{terms: {en: [{term: hi, followed_by: price}]}}", "", ["price", "terms on the spot"]),
    ],
)
def test_everything_that_decides_about_a_rule_is_known(find, unless, uses):
    assert named(find, unless)[1] == sorted(uses)


@pytest.mark.parametrize(
    ("find", "unless", "hears"),
    [
        ("review", "", False),
        ("{near: [review, {buyer: coupon}]}", "", True),
        ("{any: [review, {count: {buyer: coupon}, at_least: 2}]}", "", True),
        ("{all: [review, coupon, {without: {buyer: coupon}}]}", "", True),
        ("review", "{around: {any: [coupon, {buyer: coupon}]}}", True),
        ("review", "{inside: coupon}", False),
    ],
)
def test_whether_a_rule_asks_what_the_buyer_said(find, unless, hears):
    (it,) = rules_with(find, CONCEPTS, f"unless: [{unless}]" if unless else "").rules
    assert it.hears is hears


@pytest.mark.parametrize(
    ("disguises", "mask"),
    [
        ("[]", Disguise.FOLDED),
        ("[leet]", Disguise.FOLDED | Disguise.LEET),
        ("[homophone, pinyin, spaced]", Disguise.FOLDED | Disguise.HOMOPHONE | Disguise.PINYIN | Disguise.SPACED),
        ("[lookalike, spelled]", Disguise.FOLDED | Disguise.LOOKALIKE | Disguise.SPELLED),
    ],
)
def test_a_rule_sees_through_what_it_lists(disguises, mask):
    (it,) = rules_with("review", CONCEPTS, f"disguises: {disguises}").rules
    assert it.mask == mask


@pytest.mark.parametrize(
    ("term", "disguised"),
    [("微信", True), ("微", False), ("ig", False), ("zap", True), ("{term: whatsapp, disguises: false}", False)],
)
def test_short_terms_are_not_looked_for_in_disguise(term, disguised):
    rules = rules_with(f"{{terms: {{any: [{term}]}}}}")
    (it,) = rules.words.scanner.terms
    assert it.disguised is disguised


@pytest.mark.parametrize(
    ("term", "matched", "unmatched"),
    [
        ("leave … review", ["leave review", "leave us a review"], ["leaver review", "leave. review"]),
        ("c++ … now", ["c++ is now", "c++now"], ["c is now"]),
        ("đ … é", ["đ x é", "d x e", "d é"], ["đ x è"]),
        ("re*ew", ["review", "reew"], ["re ew", "reviews"]),
        ("好 … 评", ["好评", "好的评"], ["好。评"]),
    ],
)
def test_a_gap_becomes_a_pattern(term, matched, unmatched):
    (gap,) = rules_with(f"{{terms: {{any: ['{term}']}}}}").words.scanner.gaps
    assert [text for text in (*matched, *unmatched) if regex.search(gap.source, text)] == matched


def test_the_gate_of_a_gap_is_the_longest_stretch_that_every_match_contains():
    (gap,) = rules_with("{terms: {any: ['để lại … đánh* giá']}}").words.scanner.gaps
    assert (gap.gate, gap.masked_gate) == (("danh",), ("danh",))
    (short,) = rules_with("{terms: {any: ['好 … 评']}}").words.scanner.gaps
    assert (short.gate, short.masked) == (("好",), "")


def test_a_term_written_twice_is_one():
    rules = rules_with("{terms: {any: [zapp], en: [zapp, ZAPP]}}")
    assert [t.text for t in rules.words.scanner.terms] == ["zapp"]


def test_platforms_are_known_by_name():
    rules = rules_with("review", CONCEPTS)
    assert {name: rules.ideas[n].name for name, n in rules.words.platforms.items()} == {"etsy": "platform-etsy"}


def test_without_outside_near_is_told():
    pack = decode.merged(loaded("rules:\n" + rule("phone")))
    wrong = msgspec.structs.replace(pack.rules[0], find=schema.Without("phone"))
    with pytest.raises(RuleError) as caught:
        compile_pack(schema.Pack(rules=(wrong,)))
    assert str(caught.value).startswith("`without` stands outside near and all")


def test_what_is_compiled_survives_the_cache():
    files = [
        PackFile(
            "a.yaml", ("concepts:\n  - " + CONCEPTS.replace("\n", "\n  - ") + "\nrules:\n" + rule("reward")).encode()
        )
    ]
    compiled = build(files)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(compiled), type=Compiled) == compiled
    assert compile_pack(decode.merged(decode.load(files))) == compiled


def test_a_project_may_switch_a_rule_off():
    pack = decode.merged(loaded("rules:\n" + rule("phone") + rule("url", rule_id="spam/two")))
    assert [r.id for r in RuleSet(compile_pack(pack), Overlay({"spam/it": "off"})).rules] == ["spam/two"]


def test_a_guard_may_stand_in_a_guard():
    guards = "guards:\n  - {guard: denied, when: {before: review}}\n  - {guard: quiet, when: {any: [denied, coupon]}}\n"
    concepts = "concepts:\n  - " + CONCEPTS.replace("\n", "\n  - ") + "\n"
    (it,) = ruleset(concepts + guards + "rules:\n" + rule("reward", "unless: [quiet]")).rules
    assert len(it.unless) == 1


@pytest.mark.parametrize("term", ["5*", "*a", "ab*", "rate 5*"])
def test_a_stem_that_stands_for_almost_any_word_is_refused(term):
    with pytest.raises(RuleError, match="almost any word"):
        ruleset(f'concepts:\n  - {{concept: app, terms: {{en: ["{term}"]}}}}\nrules:\n' + rule("app"))
