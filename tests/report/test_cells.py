import pytest

from linter.report.cells import clusters, plain, total, visible


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("vx", 2), ("加我", 4), ("ＶＸ", 4), ("ｶﾞ", 2), ("é", 1), ("e\u0301", 1), ("ก็", 1), ("กำ", 2),
        ("đánh giá", 8), ("👍", 2), ("👍🏽", 2), ("👨‍👩‍👧", 2), ("🇮🇩", 2), ("1️⃣", 2), ("❤️", 2), ("☎", 1), ("한국", 4),
        ("\u1112\u1161\u11ab", 2),
    ],
)  # fmt: skip
def test_a_text_takes_the_cells_a_terminal_gives_it(text, cells):
    assert total(text) == cells


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("\x1b[31m", "␛[31m"), ("a\rb", "a␍b"), ("\x00\t\x7f", "␀␉␡"),
        ("\x9b2J", "‹U+009B›2J"), ("加\u200b我", "加‹U+200B›我"),
        ("\u202eabc", "‹U+202E›abc"), ("a\u2066b", "a‹U+2066›b"),
        ("\ud800", "‹U+D800›"), ("加\u3164我", "加‹U+3164›我"),
        ("\u200d", "‹U+200D›"), ("👨‍👩‍👧", "👨‍👩‍👧"), ("❤️", "❤️"), ("a\u2028b", "a‹U+2028›b"), ("[bold]", "[bold]"),
    ],
)  # fmt: skip
def test_nothing_in_a_text_acts_on_the_terminal_or_hides(written, shown):
    assert plain(written) == shown
    assert all(visible(char) == char for char in shown if char not in "\u200d\ufe0f")


def test_clusters_know_where_they_stand():
    assert [(c.start, c.end, c.width) for c in clusters("加👨‍👩‍👧e\u0301x", 1)] == [(1, 6, 2), (6, 8, 1), (8, 9, 1)]
