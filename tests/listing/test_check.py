"""Listings checked as a whole: what is found in which field, at which words, and by whose leave."""

import msgspec
import pytest
from small import ALL, rule, ruleset

from linter.engine import LONGEST, Options
from linter.listing.check import check, known
from linter.listing.model import Listing
from linter.model import Contradiction, Severity, Verdict

RULES = ruleset(
    "rules:\n"
    + rule("{terms: {any: [wechat, 微信, zalo, ไลน์]}}", rule_id="diversion/app")
    + rule("{terms: {any: [hot line]}}", "fix: {safety: safe, advice: {en: No., zh: 不。}, replace: {en: tea}}")
    + rule("{terms: {any: [best]}}", rule_id="claims/best", severity="note")
)


def listing(title="", description="", **parts):
    return msgspec.convert({"title": title, "description": description, **parts}, Listing, strict=False)


def judged(item, options=ALL, **levels):
    (report,) = check([item], RULES, options, levels={name.replace("_", "/"): level for name, level in levels.items()})
    return report


def found(item, rule_id="diversion/app", options=ALL):
    return [f for f in judged(item, options).findings if f.rule == rule_id]


PLACES = [
    (listing("Mug, add WeChat"), "title", "WeChat"),
    (listing("马克杯", "加微信聊"), "description", "微信"),
    (listing("Cốc", "<p>Nhắn <b>Za</b>lo nhé</p>", market="vn"), "description", "Za</b>lo"),
    (listing("Mug", '<a href="https://x.co/wechat">us</a>'), "description", "wechat"),
    (listing("Mug", bullets=["Warm", "Ask on WeChat"]), "bullets[1]", "WeChat"),
    (listing("แก้ว", attributes={"วัสดุ": "เซรามิก ไลน์ abc"}), "attributes.วัสดุ", "ไลน์"),
    (listing("Mug", attributes={"WeChat": "abc123"}), "attributes.WeChat", "abc123"),
    (listing("Mug", skus=[{"sku": "A", "options": {"Color": "WeChat red"}}]), "skus[0].options.Color", "WeChat"),
    (listing("Mug", skus=[{"sku": "ask on WeChat"}]), "skus[0].sku", "WeChat"),
    (listing("Mug", images=[{"alt": "A mug"}, {"alt": "QR WeChat"}]), "images[1].alt", "WeChat"),
    (listing("Mug", images=[{"text": "WeChat: abc"}]), "images[0].text", "WeChat"),
    (listing("Mug", package={"contains": ["WeChat card"]}), "package.contains[0]", "WeChat"),
    (listing("Mug", shipping={"note": "by WeChat"}), "shipping.note", "WeChat"),
    (listing("Mug", warranty="Claim on WeChat"), "warranty", "WeChat"),
    (listing("Mug", brand="Acme WeChat 99"), "brand", "WeChat"),
]


@pytest.mark.parametrize(("item", "field", "words"), PLACES)
def test_what_may_not_be_said_is_found_in_every_text_of_a_listing(item, field, words):
    (finding,) = found(item)
    texts = dict(item.fields())
    assert (finding.field, finding.match) == (field, words)
    assert texts[field][finding.start : finding.end] == words
    assert all(finding.start <= part.start < part.end <= finding.end for part in finding.parts)


@pytest.mark.parametrize(
    "item",
    [
        listing("Mug", brand="WeChat"),
        listing("Best mug", brand="Best", category="Best sellers"),
        listing("Mug", skus=[{"sku": "WECHAT-01", "weight": "3kg"}]),
        listing("Mug", attributes={"Model number": "WECHAT/9"}),
        listing("Mug", "<script>wechat()</script><!-- 微信 -->Tea"),
    ],
)
def test_names_and_codes_and_what_nobody_sees_are_no_words_to_the_buyer(item):
    assert not found(item)
    assert {f.field for f in found(item, "claims/best")} <= {"title"}


@pytest.mark.parametrize(
    ("item", "edits"),
    [
        (listing("Mug", "&amp; hot line"), [("description", 6, 14, "tea")]),
        (listing("A hot line mug"), [("title", 2, 10, "tea")]),
        (listing("Mug", attributes={"Note": "a hot line"}), [("attributes.Note", 2, 10, "tea")]),
        (listing("Mug", "a hot <b>line</b>"), []),
        (listing("Mug", "a hot&#32;line"), []),
        (listing("Mug", attributes={"hot line": "red"}), []),
    ],
)
def test_an_edit_is_offered_where_it_rewrites_nothing_but_words(item, edits):
    (finding,) = found(item, "spam/it")
    assert [(e.field, e.start, e.end, e.text) for e in finding.fix.edits] == edits
    assert finding.fix.safety == ("safe" if edits else "manual")


CLASH = listing(
    "Steel flask 750 ml", "<p>Capacity: <b>500</b>&nbsp;ml</p>", bullets=["Capacity: <i>750 ml</i>"], id="7"
)


def test_a_contradiction_names_both_places_in_the_words_of_the_seller():
    (clash,) = [f for f in judged(CLASH).findings if isinstance(f, Contradiction)]
    assert (clash.rule, clash.attribute) == ("consistency/volume", "volume")
    texts = dict(CLASH.fields())
    sides = {side.field: texts[side.field][side.start : side.end] for side in clash.sides}
    assert sides["title"] == "750 ml"
    assert sides["description"] == "500</b>&nbsp;ml"
    assert clash.fields == tuple(sides)
    assert (clash.field, clash.match) == (clash.sides[0].field, clash.sides[0].text)


def test_the_edit_of_a_contradiction_never_goes_through_a_tag():
    tagged = next(f for f in judged(CLASH).findings if isinstance(f, Contradiction)).fix
    assert (tagged.safety, tagged.edits) == ("manual", ())
    plain = listing("Steel flask 750 ml", "<p>Holds 750 ml</p>", attributes={"Capacity": "500 ml"})
    (clash,) = [f for f in judged(plain).findings if isinstance(f, Contradiction)]
    assert clash.fix.safety == "suggest"
    assert [(e.field, e.start, e.end, e.text) for e in clash.fix.edits] == [("attributes.Capacity", 0, 6, "750 ml")]
    assert "750 ml" in clash.fix.title


def test_messages_and_advice_are_in_the_readers_language():
    chinese = judged(CLASH, Options(statuses=ALL.statuses, ui="zh")).findings
    assert all(any("\u4e00" <= char <= "\u9fff" for char in f.message + f.fix.title) for f in chinese)
    assert not any("\u4e00" <= char <= "\u9fff" for f in judged(CLASH).findings for char in f.message + f.fix.title)


MANY = listing("Mug  mug 🔥 WeChat 750 ml", attributes={"Capacity": "500 ml"}, platform="amazon", market="us")


def rules_of(report):
    return {f.rule for f in report.findings}


@pytest.mark.parametrize(
    ("choice", "there", "gone"),
    [
        ({"select": ("consistency",)}, "consistency/volume", "diversion/app"),
        ({"select": ("consistency/*",)}, "consistency/volume", "format/emoji"),
        ({"select": ("format/emoji",)}, "format/emoji", "format/spacing"),
        ({"select": ("diversion",)}, "diversion/app", "consistency/volume"),
        ({"ignore": ("format",)}, "consistency/volume", "format/emoji"),
        ({"ignore": ("consistency/volume", "diversion/*")}, "format/emoji", "consistency/volume"),
        ({"severity": Severity.WARN}, "consistency/volume", "format/spacing"),
        ({"severity": Severity.BLOCK}, "diversion/app", "consistency/volume"),
    ],
)
def test_rules_of_listings_are_chosen_as_those_of_words(choice, there, gone):
    rules = rules_of(judged(MANY, msgspec.structs.replace(ALL, **choice)))
    assert there in rules
    assert gone not in rules


def test_the_project_sets_the_level_of_a_rule_before_that_of_its_family():
    levels = {f.rule: f.severity for f in judged(MANY, format="block", format_emoji="note", consistency="off").findings}
    assert levels["format/spacing"] is Severity.BLOCK
    assert levels["format/emoji"] is Severity.NOTE
    assert "consistency/volume" not in levels


def test_findings_stand_in_the_order_of_the_fields():
    item = listing("WeChat best 750 ml", "best", bullets=["WeChat"], attributes={"Capacity": "500 ml", "Note": "best"})
    order = [field.path for field in item.fields()]
    places = [(order.index(f.field), f.start) for f in judged(item).findings]
    assert places == sorted(places)


def test_a_text_that_is_too_long_is_told_and_the_others_are_checked():
    for long in ("w " * LONGEST, "<p>" + "word " * LONGEST + "</p>"):
        report = judged(listing("Mug WeChat 750 ml", long, attributes={"Capacity": "500 ml"}))
        assert [u.problem.split(": ")[0] for u in report.unchecked] == ["`description`"]
        assert "characters; at most 200,000 are checked" in report.unchecked[0].problem
        assert {"diversion/app", "consistency/volume"} <= rules_of(report)
        assert report.verdict is Verdict.BLOCK


def test_every_kind_of_field_may_be_too_long():
    long = "x" * (LONGEST + 1)
    item = listing(long, bullets=["tea", long], attributes={"Note": long, "Capacity": "500 ml"}, brand="Acme")
    assert len(judged(item).unchecked) == 3


def test_bytes_of_no_encoding_stop_nothing():
    item = listing("Caf\udce9 mug WeChat 750 ml", attributes={"Capacit\udce9": "500 ml", "Note": "\ud800"})
    (finding,) = found(item)
    assert item.title[finding.start : finding.end] == "WeChat"


def test_listings_of_one_feed_are_compared_with_each_other():
    one = listing("Green mug of clay", id="1")
    other = listing("Green mug of clay", id="2")
    alone, twice = check([one, other], RULES, ALL)
    assert "format/same-title" not in rules_of(alone)
    assert "format/same-title" in rules_of(twice)
    off = check([one, other], RULES, ALL, levels={"format/same-title": "off"})
    assert not any("format/same-title" in rules_of(report) for report in off)


def test_one_listing_and_many_give_the_same_reports():
    items = [item for item, _, _ in PLACES] + [MANY, CLASH, listing()]
    together = check(items, RULES, ALL)
    for item, report in zip(items, together, strict=True):
        own = set(judged(item).findings)
        assert own <= set(report.findings)


def test_every_rule_of_listings_is_known_by_name():
    families = {name.partition("/")[0] for name in known()}
    assert {"consistency", "format", "missing"} <= families
    assert rules_of(judged(MANY)) - {"diversion/app"} <= known()
