import pytest

from linter.model import Edit, Elsewhere, Fix, Place, Severity, Unchecked
from linter.report.cells import total
from linter.report.console import render

from .said import HONEST, POLICY, entry, found, unread

CHINESE = "亲,晒图就返现3元哦👨‍👩‍👧加我ＶＸ聊"
ENGLISH = (
    "Hi dear, thank you for your order. " * 6
    + "Leave us 5 stars and get a gift card, or add me on WhatsApp 0812 today. "
    + "We hope to see you again soon. " * 5
)


def test_an_agent_sees_the_words_the_rule_and_what_to_write():
    entries = [
        entry(
            CHINESE,
            found(CHINESE, "晒图", "返现", policy=(POLICY,), fix=HONEST),
            found(
                CHINESE,
                "加我ＶＸ",
                rule="diversion/app",
                severity=Severity.WARN,
                message="leads off.",
                seen_as="加我vx",
            ),
            id="m-1042",
            platform="tiktok-shop",
            market="us",
            at=Place("chats.jsonl", 7, 1),
        ),
        entry("hi"),
    ]
    assert render(entries) == (
        "chats.jsonl:7:1 · m-1042 · tiktok-shop/us/im · ✗ block\n"
        "    亲,晒图就返现3元哦👨‍👩‍👧加我ＶＸ聊\n"
        "       ^^^^  ^^^^       ^^^^^^^^\n"
        "  ✗ block  reviews/paid  “晒图就返现” pays for a review.\n"
        "    → write instead: Ask for an honest review and drop the reward.\n"
        "    why Customer reviews policy\n"
        "    https://example.com/reviews\n"
        "  ! warn  diversion/app  leads off.\n"
        "    read as 加我vx\n"
        "\n"
        "✗ 1 block · 1 warn in 1 of 2 messages\n"
    )


def test_the_page_speaks_chinese_where_asked():
    shown = render([entry(CHINESE, found(CHINESE, "返现", fix=HONEST, policy=(POLICY,)))], ui="zh")
    assert "✗ 禁止" in shown
    assert "→ 建议改为:" in shown
    assert shown.endswith("✗ 1 条消息中 1 条有问题:1 禁止\n")


@pytest.mark.parametrize(
    "text",
    ["加我微信", "👨‍👩‍👧 微信", "e\u0301e\u0301 微信", "ก็กำ 微信", "1️⃣🇮🇩微信", "\u200b\x1b微信", "a\r\n\tb微信c\r\n"],
)
def test_carets_stand_under_the_words_whatever_stands_before(text):
    rows = render([entry(text, found(text, "微信"))]).split("\n")
    caret = next(row for row in rows if "^" in row)
    words = rows[rows.index(caret) - 1]
    assert caret.strip() == "^^^^"
    assert total(words[: words.index("微信")]) == caret.index("^")


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_long_message_is_cut_to_three_rows_that_fit(width):
    findings = (found(ENGLISH, "5 stars", "gift card", fix=HONEST), found(ENGLISH, "WhatsApp", rule="diversion/app"))
    rows = render([entry(ENGLISH, *findings)], width=width).split("\n")
    assert max(total(row) for row in rows) <= width
    quoted = [row for row in rows if row.startswith("    ") and "^" not in row and "→" not in row]
    assert quoted[0].startswith("    … ")
    assert any(row.endswith(" …") for row in quoted)
    assert "Leave us 5 stars and get a gift card" in " ".join(row.strip() for row in quoted)


def test_findings_far_apart_are_quoted_apart():
    text = "返现" + "好" * 600 + "微信" + "好" * 600
    shown = render([entry(text, found(text, "返现"), found(text, "微信", rule="diversion/app"))])
    assert [row for row in shown.split("\n") if row.startswith("  ✗")] == [
        "  ✗ block  reviews/paid  “返现” pays for a review.",
        "  ✗ block  diversion/app  “微信” pays for a review.",
    ]
    assert len([row for row in shown.split("\n") if "^" in row]) == 2


def test_a_finding_over_many_rows_shows_its_ends():
    text = "晒图" + "好" * 300 + "返现"
    rows = render([entry(text, found(text, "晒图", "返现", message="long"))]).split("\n")
    assert rows[1].startswith("    晒图")
    assert "    ^^^^" in rows
    assert any(row.rstrip(" …").endswith("返现") for row in rows)


def test_a_mark_over_many_rows_shows_its_first_and_its_last():
    text = "骂" * 300
    rows = render([entry(text, found(text, text, message="long"))]).split("\n")
    assert len([row for row in rows if "骂" in row]) == 3


def test_a_finding_over_several_lines_is_shown_in_them():
    text = "one\n晒图\n就返现\nfour"
    rows = render([entry(text, found(text, "晒图", "返现", message="m"))]).split("\n")
    assert rows[1:5] == ["    晒图", "    ^^^^", "    就返现", "      ^^^^"]


def test_a_million_characters_are_shown_in_bounded_time():
    text = "好" * 500_000 + "微信" + "x " * 250_000
    assert "微信" in render([entry(text, found(text, "微信"))])


def test_a_text_cannot_speak_to_the_terminal_or_to_rich():
    text = "\x1b[2J微信 [bold red]x[/] \x9b31m\u202e :smile: \ud800"
    hostile = found(text, "微信", message=text, rule="a\x1b/b", fix=Fix(text), seen_as=text)
    shown = render(
        [entry(text, hostile, id="\x1b[0m", at=Place("\x1bfile", 1, 1), unchecked=(Unchecked("\x1b", text),))]
    )
    assert not set(shown) & set("\x1b\x9b\u202e\ud800\r")
    assert "[bold red]x[/]" in shown
    assert ":smile:" in shown


def test_colour_is_only_where_asked_and_always_the_same():
    entries = [entry(CHINESE, found(CHINESE, "返现", policy=(POLICY,)))]
    coloured = render(entries, color=True)
    assert "\x1b[1;31m返现\x1b[0m" in coloured
    assert "\x1b]8;;https://example.com/reviews\x1b\\" in coloured
    assert coloured == render(entries, color=True)
    assert "\x1b" not in render(entries)


def test_what_could_not_be_checked_is_told_and_counted():
    entries = [
        unread("not JSON: Expecting value (column 3)", Place("chats.jsonl", 9, 1)),
        entry("hi", unchecked=(Unchecked("reviews/paid", "took too long"),)),
    ]
    assert render(entries) == (
        "chats.jsonl:9:1 · ? unchecked\n"
        "  ? not checked  this record  not JSON: Expecting value (column 3)\n"
        "\n"
        "chat.txt:3:1 · im · ? unchecked\n"
        "  ? not checked  reviews/paid  took too long\n"
        "\n"
        "? 2 messages, nothing found · 2 not checked\n"
    )


@pytest.mark.parametrize(
    ("entries", "ui", "last"),
    [
        ([], "en", "✓ 0 messages, nothing found"),
        ([entry("hi")], "en", "✓ 1 message, nothing found"),
        ([unread("not JSON", Place("feed.jsonl", 1, 1))], "en", "? 1 record, nothing found · 1 not checked"),
        ([entry("hi")] * 1400, "zh", "✓ 1,400 条消息,未发现问题"),
        ([entry("微信", allowed=(found("微信", "微信"),))], "en", "✓ 1 message, nothing found · 1 allowed"),
        ([entry("微信", found("微信", "微信", severity=Severity.NOTE))], "en", "· 1 note in 1 message"),
        ([entry("微信", found("微信", "微信", severity=Severity.WARN))], "en", "! 1 warn in 1 message"),
    ],
)
def test_the_last_line_sums_up(entries, ui, last):
    assert render(entries, ui=ui).split("\n")[-2] == last


def test_a_fix_names_the_words_to_write():
    fix = Fix("Use the platform's chat", "suggest", (Edit("text", 0, 2, "平台聊天"),))
    assert "→ write instead: Use the platform's chat (“平台聊天”)" in render(
        [entry("微信", found("微信", "微信", fix=fix))]
    )


@pytest.mark.parametrize(("named", "told"), [("m-1", "m-1"), ("", "an earlier message")])
def test_the_other_messages_of_a_thread_are_named(named, told):
    spread = found("返现3元", "返现", elsewhere=(Elsewhere(named, 0, 2), Elsewhere(named, 4, 5)))
    assert f"    together with {told}\n" in render([entry("返现3元", spread)])


def test_advice_that_two_findings_share_is_given_once():
    text = "加我微信 abc12345"
    alike = {"policy": (POLICY,), "fix": HONEST, "message": "m"}
    shown = render(
        [entry(text, found(text, "微信", rule="a/b", **alike), found(text, "abc12345", rule="a/c", **alike))]
    )
    assert (shown.count("write instead"), shown.count("why")) == (1, 1)
    assert shown.index("a/c") < shown.index("write instead")
