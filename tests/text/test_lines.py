import pytest

from linter.text.lines import cells, line_starts, position, utf16


def test_lines_and_columns_count_from_one() -> None:
    text = "ab\r\n微\n\rx"
    starts = line_starts(text)
    assert starts == (0, 4, 6, 7)
    assert [position(starts, at) for at in (0, 1, 4, 5, 7)] == [(1, 1), (1, 2), (2, 1), (2, 2), (4, 1)]


@pytest.mark.parametrize(("text", "at", "units"), [("a😀b", 2, 3), ("微信", 2, 2), ("😀😀", 1, 2), ("", 0, 0)])
def test_utf16_counts_units(text: str, at: int, units: int) -> None:
    assert utf16(text, at) == units


@pytest.mark.parametrize(
    ("text", "width"), [("abc", 3), ("微信", 4), ("รีวิว", 3), ("👨\u200d👩\u200d👧", 2), ("a\u0301\u200b", 1), ("ｱ", 1)]
)
def test_cells_are_what_a_terminal_shows(text: str, width: int) -> None:
    assert cells(text) == width
