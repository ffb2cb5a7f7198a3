"""What a text holds of each concept, and which places of it belong together."""

from itertools import product

import pytest
from small import ruleset, words

from linter.match.hit import Apart, Hit
from linter.match.reading import OWN_PLATFORM, Reading, Stretch
from linter.model import Span

CONCEPTS = """concepts:
  - {concept: coupon, terms: {zh: [优惠券, 券], en: [voucher, coupon]}}
  - {concept: reward, terms: {zh: [返现, 红包], en: [a gift, gift card, card]}, includes: [coupon], \
passes: {zh: [返现规则, 红包茶], en: [card reader, gift card box]}}
  - {concept: prize, includes: [reward], terms: {en: [prize]}}
  - {concept: percent, patterns: {any: ['\\d+\\s?% off']}, passes: {en: [10% off all]}}
  - {concept: bad, terms: {zh: [{term: 差, followed_by: coupon}]}, passes: {zh: [差不多]}}
  - {concept: platform-shopee, terms: {any: [shopee, shopee.co.id]}}
  - {concept: platform-lazada, terms: {any: [lazada]}}
rules: []
"""
RULES = ruleset(CONCEPTS)
NUMBERS = {idea.name: n for n, idea in enumerate(RULES.ideas)}


def found(concept: str, text: str, **more: object) -> list[str]:
    reading = Reading(text, RULES.words, **more)
    number = OWN_PLATFORM if concept == "own" else NUMBERS[concept]
    return [text[hit.start : hit.end] for hit in reading.hits(number)]


@pytest.mark.parametrize(
    ("concept", "text", "expected"),
    [
        ("coupon", "送您优惠券和券", ["优惠券", "券"]),
        ("reward", "a gift card for you", ["gift card"]),
        ("reward", "a gift and a card", ["a gift", "card"]),
        ("reward", "返现规则见页面,返现3元", ["返现"]),
        ("reward", "红包茶一盒", []),
        ("reward", "we sell a card reader", []),
        ("reward", "we sell a gift card box", ["a gift"]),
        ("reward", "a voucher or 红包", ["voucher", "红包"]),
        ("prize", "prize: 券, card", ["prize", "券", "card"]),
        ("percent", "5% off, 10% off all", ["5% off"]),
        ("bad", "差优惠券", ["差"]),
        ("bad", "差不多券", []),
        ("coupon", "no reward here", []),
        ("own", "shopee, lazada", []),
    ],
)
def test_the_hits_of_a_concept(concept, text, expected):
    assert found(concept, text) == expected


@pytest.mark.parametrize(
    ("platform", "expected"), [("shopee", ["shopee"]), ("lazada", ["lazada"]), ("etsy", []), ("", [])]
)
def test_this_platform_is_the_one_of_the_message(platform, expected):
    assert found("own", "shopee / lazada", platform=platform) == expected


def test_detectors_are_concepts_too():
    assert found("phone", "hub. 0812-0000-4455", market="id") == ["0812-0000-4455"]
    assert found("price", "返3元") == ["3元"]


@pytest.mark.parametrize(
    ("text", "together"),
    [
        ("voucher card", "clause sentence neighbours message words characters"),
        ("voucher, card", "sentence neighbours message words characters"),
        ("voucher! card", "neighbours message"),
        ("voucher。card", "neighbours message"),
        ("voucher\ncard", "neighbours message"),
        ("voucher! Hi. card", "message"),
        ("voucher one two three card", "clause sentence neighbours message words"),
        ("voucher one two three four card", "clause sentence neighbours message"),
        ("voucher" + " and" * 31 + " card", "clause message"),
        ("优惠券和红包", "clause sentence neighbours message words characters"),
        ("优惠券,红包", "sentence neighbours message words characters"),
        ("优惠券!红包", "neighbours message"),
        ("优惠券一二三四五六七红包", "clause sentence neighbours message characters"),
        ("优惠券 (no. 5) 红包", "sentence neighbours message words characters"),
    ],
)
def test_which_places_share_a_stretch(text, together):
    reading = Reading(text, RULES.words)
    first, second = reading.hits(NUMBERS["prize"])
    stretches = [Stretch(kind) for kind in ("clause", "sentence", "neighbours", "message")]
    stretches += [Stretch("words", 3), Stretch("characters", 10)]
    for a, b in ((first, second), (second, first)):
        assert [s.kind for s in stretches if reading.share(s, a, b)] == together.split()


def test_a_place_between_two_parts_is_no_farther_than_they_are():
    reading = Reading("a one. b two. c", RULES.words)
    for kind in ("clause", "sentence", "neighbours"):
        assert reading.share(Stretch(kind), Span(0, 15), Span(7, 8))
        assert reading.share(Stretch(kind), Span(7, 8), Span(0, 15))


@pytest.mark.parametrize(
    ("turns", "one_sentence"),
    [
        (("leave a review", "get a voucher"), True),
        (("leave a review.", "get a voucher"), False),
        (("好评!", "券"), False),
    ],
)
def test_a_turn_without_a_full_stop_goes_on_in_the_next(turns, one_sentence):
    text = "\n".join(turns)
    join = len(turns[0]) + 1
    split, joined = Reading(text, RULES.words), Reading(text, RULES.words, joins=(join,))
    places = Span(0, 2), Span(len(text) - 1, len(text))
    assert not split.share(Stretch("sentence"), *places)
    assert joined.share(Stretch("sentence"), *places) is one_sentence


def test_stretches_that_are_apart_are_those_no_list_would_overlap():
    for order in product([(0, 4), (4, 6), (3, 5), (5, 9), (6, 7)], repeat=3):
        apart, kept = Apart(), []
        for start, end in order:
            room = not any(start < e and s < end for s, e in kept)
            assert apart.add(start, end) is room
            kept += [(start, end)] * room


def test_of_equal_hits_the_least_disguised_counts():
    rules = ruleset(
        "concepts:\n  - {concept: app, terms: {any: [zalo], en: [zaio]}}\nrules: []\n",
    )
    (number,) = (n for n, idea in enumerate(rules.ideas) if idea.name == "app")
    assert Reading("zalo", rules.words).hits(number) == (Hit(0, 4, "zalo", 0),)


def test_a_text_of_one_word_a_thousand_times_is_read_in_time():
    text = "红包" * 20_000
    assert len(found("reward", text)) == 20_000
    assert words(RULES, text) == []
