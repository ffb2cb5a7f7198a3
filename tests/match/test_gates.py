"""A gate says where a pattern need not be tried; it never loses a match."""

import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st
from small import rules_with, words

from linter.match.gates import MOST, literals
from linter.text.letters import bare
from linter.text.views import Views


@pytest.mark.parametrize(
    ("pattern", "demanded"),
    [
        ("whatsapp", ("whatsapp",)),
        ("whats ?app", ("whats",)),
        (r"加\s*微信", ("微信",)),
        (r"(?:vx|wx)\s?[a-z0-9]{5,}", ("vx", "wx")),
        ("wechat|weixin", ("chat", "ixin")),
        ("[微薇][信芯]", ("微", "薇")),
        (r"(?:好评){2,}", ("好评",)),
        (r"(?:好评)+?", ("好评",)),
        (r"(?:好评)*返现?", ("返",)),
        (r"[+-]?\d{1,3}\s?% off", ("% off",)),
        (r"\d{1,3}", ()),
        ("(?:review|)", ()),
        ("(?:review)?", ()),
        ("[a-z]{5}", ()),
        ("[^a]", ()),
        (".", ()),
        ("a(?=bcd)", ("a",)),
        ("a(?!bcd)", ("a",)),
        (r"^gratis$", ("gratis",)),
        (r"(zap)\1", ("zap",)),
        (r"(?P<app>zalo|zap)!", ("za",)),
        ("[" + "".join(chr(0x4E00 + i) for i in range(80)) + "]", ()),
        (r"\p{L}+ gratis", (" gratis",)),
        (r"(?<!\p{L})(?:đừng|cấm)(?!\p{Han})", ("cấm", "đừng")),
        (r"[[:alpha:]]+%", ()),
        ("(?:whatsapp){e<=1}", ()),
        ("(?<app>vx|wx)", ()),
        ("(" * 3000 + "a" + ")" * 3000, ()),
        ("a{99999999999}", ()),
    ],
)
def test_what_every_match_contains(pattern, demanded):
    assert literals(pattern) == demanded
    assert len(demanded) <= MOST


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
def test_every_match_contains_a_literal_of_the_gate(pattern, text):
    views = Views(text)
    gate = [bare(literal.lower()) for literal in literals(pattern)]
    if gate and regex.search(pattern, views.plain.text):
        assert any(literal in views.bare.text for literal in gate)


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
