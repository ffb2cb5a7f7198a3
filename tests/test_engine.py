"""One message: which rules apply, what a finding says, and what is told when something cannot be judged."""

import gc
import weakref
from datetime import date

import pytest
from small import ALL, report, rule, rules_with, ruleset, words

from linter.engine import LONGEST, Options
from linter.model import Edit, Finding, Fix, Message, PolicyLink, Role, Severity, Span, Surface, Verdict
from linter.thread import lint

APP = "{concept: app, terms: {any: [vx, telegram], zh: [微信]}}"


def applies(more: str, options: Options = ALL, **message: object) -> bool:
    return bool(report(rules_with("app", APP, more), "加vx", options, **message).findings)


@pytest.mark.parametrize(
    ("table", "platform", "severity"),
    [
        ("{}", "ebay", "block"),
        ("{ebay: warn}", "ebay", "warn"),
        ("{ebay: warn}", "etsy", "block"),
        ("{ebay: warn}", "", "block"),
        ("{ebay: off}", "ebay", None),
        ('{"*": off, etsy: note}', "etsy", "note"),
        ('{"*": off, etsy: note}', "ebay", None),
        ('{"*": off, etsy: note}', "", "block"),
        ('{"*": note}', "shopee", "note"),
    ],
)
def test_a_rule_weighs_what_its_platform_says(table, platform, severity):
    found = report(rules_with("app", APP, f"platforms: {table}"), "加vx", platform=platform).findings
    assert [f.severity for f in found] == ([severity] if severity else [])


TABLE = '{shopee/vn: note, shopee: warn, "*/vn": off, "*/eu": note, "*": warn}'


@pytest.mark.parametrize(
    ("platform", "market", "severity"),
    [
        ("shopee", "vn", "note"),
        ("shopee", "my", "warn"),
        ("shopee", "", "warn"),
        ("lazada", "vn", None),
        ("", "vn", None),
        ("", "de", "note"),
        ("", "us", "block"),
        ("lazada", "us", "warn"),
    ],
)
def test_a_platform_in_a_market_outweighs_the_platform_and_that_the_market(platform, market, severity):
    found = report(rules_with("app", APP, f"platforms: {TABLE}"), "加vx", platform=platform, market=market).findings
    assert [f.severity for f in found] == ([severity] if severity else [])


def test_a_ready_sentence_is_said_in_the_language_of_the_message():
    say = "{en: Ask me here., zh: 在这里问我。, id: Tanya di sini ya.}"
    more = f"fix: {{advice: {{en: Stay here., zh: 留在平台。}}, say: {say}}}"
    rules = rules_with("app", APP, more)
    said = {
        text: report(rules, text, market="id").findings[0].fix for text in ("加vx", "vx aja ya kak", "add me on vx")
    }
    assert {text: fix.title for text, fix in said.items() if fix} == {
        "加vx": "Stay here. “在这里问我。”",
        "vx aja ya kak": "Stay here. “Tanya di sini ya.”",
        "add me on vx": "Stay here. “Ask me here.”",
    }


@pytest.mark.parametrize(
    ("markets", "market", "holds"),
    [
        ("[us]", "us", True),
        ("[us]", "id", False),
        ("[us]", "", True),
        ("[]", "us", True),
        ("[sea]", "id", True),
        ("[sea]", "us", False),
        ("[sea]", "sea", True),
        ("[vn]", "sea", True),
        ("[eu]", "de", True),
        ("[eu]", "uk", False),
        ("[eu]", "gb", False),
        ("[uk]", "uk", True),
        ("[uk]", "gb", True),
        ("[gb]", "uk", True),
        ("[us, eu]", "fr", True),
        ("[cn]", "tw", False),
    ],
)
def test_a_rule_holds_in_its_markets(markets, market, holds):
    assert applies(f"markets: {markets}", market=market) is holds


@pytest.mark.parametrize(
    ("more", "message", "holds"),
    [
        ("surfaces: [listing]", {"surface": Surface.LISTING}, True),
        ("surfaces: [listing]", {}, False),
        ("roles: [bot]", {"role": Role.BOT}, True),
        ("roles: [bot]", {}, False),
        ("", {"role": Role.BUYER}, False),
        ("roles: [buyer]", {"role": Role.BUYER}, False),
        ("", {"role": Role.SYSTEM}, False),
        ("languages: [zh]", {"lang": "zh"}, True),
        ("languages: [zh]", {"lang": "zh-Hant"}, True),
        ("languages: [zh]", {"lang": "en"}, False),
        ("languages: [zh]", {}, True),
    ],
)
def test_a_rule_holds_for_its_surfaces_roles_and_languages(more, message, holds):
    assert applies(more, **message) is holds


@pytest.mark.parametrize(
    ("dates", "day", "holds"),
    [
        ("{from: 2026-03-01}", None, True),
        ("{from: 2026-03-01}", "2026-02-28", False),
        ("{from: 2026-03-01}", "2026-03-01", True),
        ("{to: 2026-03-01}", None, False),
        ("{to: 2026-03-01}", "2026-03-01", True),
        ("{to: 2026-03-01}", "2026-03-02", False),
        ("{from: 2025-01-01, to: 2025-12-31}", "2025-06-01", True),
        ("{}", "1999-01-01", True),
    ],
)
def test_old_messages_are_judged_by_the_rules_of_their_day(dates, day, holds):
    as_of = date.fromisoformat(day) if day else None
    assert applies(f"effective: {dates}", Options(as_of=as_of, statuses=("draft",))) is holds


FILE = f"concepts:\n  - {APP}\nrules:\n" + "".join(
    (
        rule("app", rule_id="diversion/app", severity="block"),
        rule("app", rule_id="spam/app", severity="warn"),
        rule("app", rule_id="spam/more", severity="note"),
        rule("app", rule_id="terms/later", status="shadow"),
    )
)


@pytest.mark.parametrize(
    ("options", "found"),
    [
        ({}, ["diversion/app", "spam/app"]),
        ({"select": ("spam",)}, ["spam/app"]),
        ({"select": ("spam/*",)}, ["spam/app"]),
        ({"select": ("spam/more",)}, ["spam/more"]),
        ({"select": ("diversion", "spam/more")}, ["diversion/app", "spam/more"]),
        ({"ignore": ("diversion/app",)}, ["spam/app"]),
        ({"select": ("spam",), "ignore": ("spam/app",)}, ["spam/more"]),
        ({"select": ("spam",), "ignore": ("spam/*",)}, []),
        ({"severity": Severity.WARN}, ["diversion/app", "spam/app"]),
        ({"severity": Severity.BLOCK}, ["diversion/app"]),
        ({"severity": Severity.WARN, "select": ("spam/more",)}, []),
        ({"statuses": ("draft", "shadow")}, ["diversion/app", "spam/app", "terms/later"]),
        ({"statuses": ("shadow",)}, ["terms/later"]),
        ({"statuses": ("stable",)}, []),
    ],
)
def test_the_caller_chooses_rules(options, found):
    told = report(ruleset(FILE), "加vx", Options(**{"statuses": ("draft",)} | options))
    assert [f.rule for f in told.findings] == found


def test_retired_rules_are_never_tried():
    retired = "rules:\n  - {id: spam/old, status: retired, replaced_by: spam/it}\n" + rule("app")
    rules = ruleset(f"concepts:\n  - {APP}\n{retired}")
    assert [r.id for r in rules.rules] == ["spam/it"]


def test_a_finding_says_what_was_found_where_and_what_to_do():
    more = """title: {en: App, zh: 软件}
message: {en: "“{match}” leads away.", zh: "“{match}”是引流。"}
policy: [{title: No apps, basis: official, url: "https://a.example", checked: 2026-11-22}]
disguises: [spaced]
fix: {advice: {en: Stay here., zh: 留在平台。}, safety: suggest, replace: {en: our chat, zh: 店铺客服}}"""
    rules = rules_with("{near: [{terms: {zh: [加]}}, app]}", APP, more)
    (found,) = report(rules, "亲,加我 ＶＸ 聊").findings
    assert found == Finding(
        rule="spam/it",
        family="spam",
        severity=Severity.BLOCK,
        start=2,
        end=7,
        match="加我 ＶＸ",
        message="“加我 ＶＸ” leads away.",
        parts=(Span(2, 3), Span(5, 7)),
        seen_as="加 … vx",
        policy=(PolicyLink("No apps", "https://a.example"),),
        fix=Fix("Stay here.", "suggest", (Edit("text", 2, 7, "店铺客服"),)),
    )
    plain = report(rules, "加我 VX 聊", Options(ui="zh", statuses=("draft",))).findings[0]
    assert (plain.message, plain.seen_as) == ("“加我 VX”是引流。", "")
    assert plain.fix is not None
    assert (plain.fix.title, plain.fix.safety) == ("留在平台。", "suggest")
    assert plain.fix.edits == (Edit("text", 0, 5, "店铺客服"),)


def test_a_disguise_is_explained():
    (found,) = report(rules_with("app", APP), "加ＶＸ").findings
    assert (found.match, found.seen_as) == ("ＶＸ", "vx")


def test_a_text_that_a_rule_says_only_in_another_language_is_still_told():
    more = 'message: {th: "“{match}”"}\nfix: {advice: {th: แชท}}'
    (found,) = report(rules_with("app", APP, more), "vx").findings
    assert (found.message, found.fix.title if found.fix else "") == ("“vx”", "แชท")


def test_a_long_match_is_shown_shortened():
    text = "vx " + "a" * 100 + " telegram"
    rules = rules_with("{all: [{terms: {any: [vx]}}, {terms: {any: [telegram]}}]}")
    (found,) = report(rules, text).findings
    assert found.match == text
    assert found.message == f"“{text[:30]}…{text[-30:]}” is not said."


@pytest.mark.parametrize(
    ("platform", "market", "titles"),
    [
        ("shopee", "id", ["Shopee Indonesia", "Shopee", "Indonesia's law"]),
        ("shopee", "th", ["Shopee"]),
        ("shopee", "", ["Shopee"]),
        ("lazada", "id", ["Indonesia's law"]),
        ("lazada", "th", ["Lazada sea"]),
        ("lazada", "us", ["Lazada sea"]),
        ("etsy", "us", ["Shopee"]),
        ("", "", ["Shopee"]),
    ],
)
def test_the_policy_told_is_that_of_the_platform_and_market(platform, market, titles):
    more = """policy: [{title: Shopee Indonesia, platform: shopee, market: id, basis: house, checked: 2026-11-22}, \
{title: Shopee, platform: shopee, basis: house, checked: 2026-11-22}, \
{title: Lazada sea, platform: lazada, market: sea, basis: house, checked: 2026-11-22}, \
{title: "Indonesia's law", market: id, basis: house, checked: 2026-11-22}]"""
    (found,) = report(rules_with("app", APP, more), "vx", platform=platform, market=market).findings
    if (platform, market) == ("lazada", "id"):
        titles = ["Lazada sea", *titles]
    assert [p.title for p in found.policy] == titles


def test_overlapping_findings_of_one_family_are_one_with_the_words_of_all():
    concepts = "{concept: a, terms: {en: [red]}}\n{concept: b, terms: {en: [blue]}}\n{concept: c, terms: {en: [green]}}"
    files = "concepts:\n" + "".join(f"  - {c}\n" for c in concepts.split("\n"))
    rules = ruleset(
        files
        + "rules:\n"
        + rule("{near: [a, b], within: message}", rule_id="spam/first", severity="warn")
        + rule("{near: [b, c], within: message}", rule_id="spam/second")
        + rule("c", rule_id="abuse/third", severity="note")
    )
    told = report(rules, "red and blue and green, so red")
    assert [(f.rule, f.severity, f.match) for f in told.findings] == [
        ("spam/second", "block", "red and blue and green"),
        ("abuse/third", "note", "green"),
    ]
    assert [told.findings[0].match[p.start : p.end] for p in told.findings[0].parts] == ["red", "blue", "green"]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [("hello", "clean"), ("vx", "block"), ("y word " + "x" * 3000, "unchecked"), ("vx y " + "x" * 3000, "block")],
)
def test_the_verdict_is_the_worst_there_is(text, verdict):
    concepts = APP + "\n{concept: slow, patterns: {en: ['(?:x+x+)+y']}}"
    files = "concepts:\n" + "".join(f"  - {c}\n" for c in concepts.split("\n"))
    rules = ruleset(files + "rules:\n" + rule("app") + rule("slow", rule_id="terms/slow"))
    told = report(rules, text)
    assert told.verdict is Verdict(verdict)
    assert [u.rule for u in told.unchecked] == ["terms/slow"] * ("xxx" in text)


def test_notes_and_warnings_are_verdicts_of_their_own():
    for severity in ("note", "warn"):
        rules = ruleset(f"concepts:\n  - {APP}\nrules:\n" + rule("app", severity=severity))
        assert report(rules, "vx").verdict == severity


def test_a_text_too_long_to_judge_is_unchecked():
    rules = rules_with("app", APP)
    assert report(rules, "vx" + "a" * LONGEST).verdict == "unchecked"
    told = report(rules, "vx " + "a" * LONGEST, id="9")
    assert (told.id, told.findings, told.unchecked[0].rule) == ("9", (), "")
    assert told.unchecked[0].problem == "200,003 characters; at most 200,000 are checked"


@pytest.mark.parametrize("text", ["", " ", "\n", "\0", "\ud800", "👨\u200d👩\u200d👧", "\ufeff", "." * 500, "a" * 5000])
def test_a_text_without_words_is_clean(text):
    assert report(rules_with("app", APP, "disguises: [lookalike, leet, spaced]"), text).verdict == "clean"


def test_a_surrogate_and_a_nul_do_not_hide_what_stands_beside_them():
    assert words(rules_with("app", APP), "\ud83d vx\0telegram") == [["vx"], ["telegram"]]


def test_what_only_sounds_alike_counts_beside_other_words_alone():
    concepts = "{concept: app, sounds: true, terms: {zh: [微信]}}"
    more = "disguises: [homophone]"
    assert words(rules_with("app", concepts, more), "威信") == []
    assert words(rules_with("{near: [app, {terms: {zh: [加]}}]}", concepts, more), "加威信") == [["加", "威信"]]


def test_a_conversation_is_context_only():
    rules = rules_with("{any: [app, {buyer: app}]}", APP)
    told = lint(Message(text="hello"), rules, ALL, thread=[Message(text="vx", role=Role.BUYER)])
    assert told.findings == ()


@pytest.mark.parametrize(("platform", "alarms"), [("miravia", 0), ("shopee", 1), ("", 1)])
def test_a_platform_that_no_rule_knows_may_be_named_to_its_own_buyers(platform, alarms):
    rules = rules_with("shop", "{concept: shop, terms: {any: [miravia, etsy]}}", "unless: [{inside: this-platform}]")
    assert len(report(rules, "find it in our shop on Miravia", platform=platform).findings) == alarms


def test_rules_that_nobody_uses_any_more_are_forgotten():
    rules = rules_with("app", APP)
    assert words(rules, "vx") == [["vx"]]
    left = weakref.ref(rules)
    ruleset.cache_clear()  # the tests hold theirs
    del rules
    gc.collect()
    assert left() is None
