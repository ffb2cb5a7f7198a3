import pytest

from linter.sources.prose import markdown, text_lines

STATED = {"platform": "shopee"}


def shown(records):
    return [(str(record.at), record.message.text) for record in records]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Hello\n\n  加我微信 \n", [("f:1:1", "Hello"), ("f:3:1", "  加我微信 ")]),
        ("one\r\ntwo\rthree", [("f:1:1", "one"), ("f:2:1", "two"), ("f:3:1", "three")]),
        ("a\u2028b\x0cc\x85d", [("f:1:1", "a\u2028b\x0cc\x85d")]),
        ("", []),
        (" \n\t\n", []),
    ],
)
def test_a_text_file_holds_one_message_a_line(written, read):
    assert shown(text_lines(written, "f", STATED)) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("# Add `x` me\n\ntwo\nlines\n", [("f:1:3", "Add     me"), ("f:3:1", "two\nlines")]),
        ("- one\n- two\n  more\n1. three", [("f:1:3", "one"), ("f:2:3", "two\n  more"), ("f:4:4", "three")]),
        ("> - quoted", [("f:1:5", "quoted")]),
        ("| a | b |\n|---|:-:|\n| c | d |", [("f:1:1", "| a | b |"), ("f:3:1", "| c | d |")]),
        ("Title\n=====\ntext", [("f:1:1", "Title"), ("f:3:1", "text")]),
        ("---\ntitle: 微信\n---\nbody", [("f:4:1", "body")]),
        ("one\n---\ntwo", [("f:1:1", "one"), ("f:3:1", "two")]),
        ("a\n```sh\n微信\n```\nb", [("f:1:1", "a"), ("f:5:1", "b")]),
        ("~~~\n微信\n```\n微信\n~~~\nb", [("f:6:1", "b")]),
        ("- a\n  ```\n  微信\n  ```\n- b", [("f:1:3", "a"), ("f:5:3", "b")]),
        ("a\n```\n微信", [("f:1:1", "a")]),
        ("a <!-- 微信\n\n微信 --> b", [("f:1:1", "a"), ("f:3:8", "b")]),
        ("a <!-- b\n\nc", [("f:1:1", "a <!-- b"), ("f:3:1", "c")]),
        ("``a ` b`` c", [("f:1:11", "c")]),
        ("lone ` tick\n\nother ` tick", [("f:1:1", "lone ` tick"), ("f:3:1", "other ` tick")]),
        ('[add me](https://wa.me/1 "t")', [("f:1:1", '[add me](https://wa.me/1 "t")')]),
        ("    indented", [("f:1:5", "indented")]),
        ("-", []),
        ("```", []),
    ],
)
def test_markdown_is_read_without_its_code(written, read):
    assert shown(markdown(written, "f", STATED)) == read


def test_every_word_of_markdown_stands_where_its_place_says():
    written = "---\na: b\n---\r\n# H `c` 微信\r\n\r\n* 加 `x` 我\r\n  VX\r\n> q\n\n| r |"
    rows = written.replace("\r\n", "\n").split("\n")
    for record in markdown(written, "f", {}):
        first = record.message.text.split("\r\n")[0]
        stands = rows[record.at.line - 1][record.at.column - 1 :][: len(first)]
        assert [a for a, b in zip(first, stands, strict=True) if a not in (" ", b)] == []


def test_a_hundred_thousand_lone_ticks_are_read_in_bounded_time():
    written = " ".join("`" * (n % 300 + 1) for n in range(3_000))
    assert len(list(markdown(written, "f", {}))) == 1


def test_what_the_caller_states_reaches_every_record():
    assert next(text_lines("hi", "f", STATED)).message.platform == "shopee"
