"""A gate says where a pattern need not be tried; it never loses a match."""

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st
from small import rules_with, words

from linter.match.gates import MOST, demands
from linter.text.letters import bare
from linter.text.views import Views

DIGITS = list("0123456789")


@pytest.mark.parametrize(
    ("pattern", "demanded"),
    [
        ("whatsapp", [["whatsapp"]]),
        ("whats ?app", [["whats app", "whatsapp"]]),
        (r"加\s*微信", [["微信"], ["加"]]),
        (r"(?:vx|wx)\s?[a-z0-9]{5,}", [["vx", "wx"]]),
        ("wechat|weixin", [["wechat", "weixin"]]),
        ("[微薇][信芯]", [["微信", "微芯", "薇信", "薇芯"]]),
        (r"(?:好评){2,}", [["好评"]]),
        (r"(?:好评)+?", [["好评"]]),
        (r"(?:好评)*返现?", [["返"]]),
        (r"[+-]?\d{1,3}\s?% off", [["% off"], DIGITS]),
        (r"\d{1,3}", [DIGITS]),
        (r"[\d.]+%", [["%"], [".", *DIGITS]]),
        ("[a-c]x", [["ax", "bx", "cx"]]),
        ("(?:review|)", []),
        ("(?:review)?", []),
        ("[a-z]{5}", []),
        ("[^a]", []),
        (".", []),
        ("a(?=bcd)", [["bcd"], ["a"]]),
        ("(?<=hoàn |trả )(?:về|vào)", [["hoàn ", "trả "], ["vào", "về"]]),
        ("a(?!bcd)", [["a"]]),
        (r"^gratis$", [["gratis"]]),
        (r"(zap)\1", [["zap"]]),
        (r"(?P<app>zalo|zap)!", [["zalo!", "zap!"]]),
        ("[" + "".join(chr(0x4E00 + i) for i in range(80)) + "]", []),
        (r"\p{L}+ gratis", [[" gratis"]]),
        (r"(?<!\p{L})(?:đừng|cấm)(?!\p{Han})", [["cấm", "đừng"]]),
        (r"give.{0,9}(?:stars?|review)", [["give"], ["review", "star"]]),
        (r"(?:a|b.*c)d", [["d"], ["a", "c"]]),
        (r"(?:foo.*bar)?baz", [["baz"]]),
        (r"(?:(?:kasih|beri) )?bintang ?5", [["bintang 5", "bintang5"]]),
        (r"[[:alpha:]]+%", []),
        ("(?:whatsapp){e<=1}", []),
        ("(?<app>vx|wx)", []),
        ("(" * 3000 + "a" + ")" * 3000, []),
        ("a{99999999999}", []),
    ],
)
def test_what_every_match_contains(pattern, demanded):
    assert [list(demand) for demand in demands(pattern)] == demanded
    assert all(len(demand) <= MOST for demand in demanded)


FIELD = st.text(alphabet="aeivxX加微信返 5%.,đáÁ１ＶＸ\u200b\u0301\n", max_size=14)
PATTERNS = [
    r"(?:vx|wx)\s?[a-z0-9]+",
    "加微信?",
    r"[+-]?\d{1,3}\s?%",
    r"(?:返|退)\s*\d",
    "[微薇][信芯]",
    "xe?a|ive",
    "đá",
    r"(?i)VX",
    r"(?i:ĐÁ)|微",
    "[[:alpha:]]5",
    "(?:axe){e<=1}",
    "x(?=a)",
    r"(?:返|退).{0,3}(?:加|5)",
    r"a(?:e\d|i)?v?x",
    r"(?:vx|加.*)微",
    "(?<=加|微)(?:5|%)",
    "(?<!x)返(?=5)",
]
RULES = {pattern: rules_with(f"{{regex: '{pattern}'}}", more="disguises: [leet]") for pattern in PATTERNS}


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(PATTERNS), FIELD)
def test_a_gate_never_loses_a_match(pattern, text):
    plain = Views(text).plain
    spans = [m.span() for m in regex.finditer(pattern, plain.text)]
    everywhere = [plain.original(start, end) for start, end in spans if end > start]
    assert words(RULES[pattern], text) == [[text[span.start : span.end]] for span in everywhere]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(PATTERNS), FIELD)
def test_every_match_contains_a_literal_of_every_demand(pattern, text):
    views = Views(text)
    if regex.search(pattern, views.plain.text):
        for demand in demands(pattern):
            assert any(bare(literal.lower()) in views.bare.text for literal in demand)


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("(?:whatsapp){e<=1}", "add whatsap", ["whatsap"]),
        ("[[:alpha:]]+%", "abc%", ["abc%"]),
        ("\\u200b", "a\u200bb", []),
        ("a?\\u200b?微", "a微", ["a微"]),
        ("%", "50％ off", ["％"]),
    ],
)
def test_patterns_of_the_regex_package_are_tried(pattern, text, found):
    rules = rules_with(f"{{regex: '{pattern}'}}")
    assert [part.strip() for parts in words(rules, text) for part in parts] == found
