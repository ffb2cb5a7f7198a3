"""The page of one rule, for who reads it in a terminal."""

import pytest
from small import loaded, rule

from linter.report.page import page

PLAIN = rule("phone", 'why: {en: Because., zh: 因为。}\nexamples: {bad: ["call [[0812-0000-4455]]"]}')
ADDRESS = "https://ebay.example/a/very/long/address/that/goes/on/and/on/for/ever/and/ever"
FULL = rule(
    "phone",
    f"""title: {{en: A number}}
platforms: {{ebay: warn, "*": off}}
markets: [us]
surfaces: [im, listing]
languages: [en]
disguises: [leet, spelled]
policy:
  - {{title: Rules, platform: ebay, market: us, url: "{ADDRESS}", basis: official, checked: 2026-11-22}}
  - {{title: Law, market: us, basis: house, checked: 2026-11-22}}
examples:
  bad: ["a [[1]]", {{text: "b [[2]]"}}, {{thread: [{{buyer: hi}}, {{seller: "[[3]]"}}]}}]
  good: [d, e, f, g, h, i, j, k, l]""",
    rule_id="spam/full",
)


def shown(text: str, ui: str = "en", **more: object) -> list[str]:
    (file,) = loaded("rules:\n" + text)
    return page(file.pack.rules[0], ui, **more).split("\n")  # type: ignore[arg-type]


def test_a_page_says_what_why_where_and_what_instead():
    assert shown(PLAIN) == [
        "spam/it  block  A rule",
        "",
        "Why",
        "  Because.",
        "",
        "Where",
        "  every platform",
        "",
        "Policy",
        "  House rule (house, last read 2026-11-22)",
        "",
        "Found",
        "  call [[0812-0000-4455]]",
        "",
        "Write instead",
        "  Say it otherwise.",
        "",
    ]


def test_a_page_speaks_the_reader_s_language():
    lines = shown(PLAIN, "zh")
    assert lines[0] == "spam/it  block  规则"
    headings = [line for line in lines[1:] if line and line[0] != " "]
    assert headings == ["原因", "适用范围", "依据", "会报告的例句", "应当怎么写"]
    assert "  因为。" in lines
    assert shown(FULL, "zh")[0] == "spam/full  block  A number"


def test_a_page_tells_scope_disguises_policies_and_examples():
    lines = shown(FULL)
    for line in (
        "  ebay: warn, *: off",
        "  markets: us",
        "  surfaces: im, listing",
        "  languages: en",
        "  leet, spelled",
        "  ebay/us: Rules (official, last read 2026-11-22)",
        f"  {ADDRESS}",
        "  us: Law (house, last read 2026-11-22)",
        "  a [[1]]",
        "  b [[2]]",
        "  buyer: hi",
        "  seller: [[3]]",
        "  k",
    ):
        assert line in lines
    assert "  l" not in lines


@pytest.mark.parametrize("width", [30, 60])
def test_a_page_keeps_to_its_width_but_never_breaks_an_address(width):
    long = [line for line in shown(FULL, width=width) if len(line) > width]
    assert all("https://" in line for line in long)
    assert len(long) == 1


def test_colour_is_there_where_it_is_wanted():
    assert "\x1b[1m" in "".join(shown(PLAIN, color=True))
    assert "\x1b" not in "".join(shown(PLAIN))
