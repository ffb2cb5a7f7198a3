import json

import pytest

from linter.model import Edit, Elsewhere, Fix, Place, Unchecked
from linter.report import concise, wire

from .said import POLICY, entry, found, unread

FIX = Fix("Drop it", "suggest", (Edit("text", 0, 2, ""),))


def test_a_line_has_exactly_the_fields_of_the_contract():
    reported = entry(
        "加我ＶＸ",
        found("加我ＶＸ", "ＶＸ", seen_as="vx", policy=(POLICY,), fix=FIX, message="m"),
        id="m-1",
        unchecked=(Unchecked("a/b", "slow"),),
    )
    assert json.loads(wire.lines([reported])) == {
        "id": "m-1",
        "at": {"file": "chat.txt", "line": 3, "column": 1},
        "verdict": "block",
        "findings": [
            {
                "rule": "reviews/paid",
                "family": "reviews",
                "severity": "block",
                "field": "text",
                "start": 2,
                "end": 4,
                "match": "ＶＸ",
                "message": "m",
                "seen_as": "vx",
                "policy": [{"title": "Customer reviews policy", "url": "https://example.com/reviews"}],
                "fix": {
                    "title": "Drop it",
                    "safety": "suggest",
                    "edits": [{"field": "text", "start": 0, "end": 2, "text": ""}],
                },
            }
        ],
        "allowed": [],
        "unchecked": [{"rule": "a/b", "problem": "slow"}],
    }


def test_what_a_finding_or_record_has_beyond_that_is_added():
    spread = found("返现", "返现", elsewhere=(Elsewhere("m-0", 1, 3),))
    line = json.loads(wire.lines([entry("返现", spread, extra={"shop": [1, None]})]))
    assert line["extra"] == {"shop": [1, None]}
    assert line["findings"][0]["with"] == [{"id": "m-0", "start": 1, "end": 3}]
    assert line["findings"][0]["fix"] is None


def test_every_record_has_a_line_in_input_order():
    entries = [entry("hi", id="1"), unread("no `text`", Place("f", 2, 1)), entry("hi", id="3")]
    lines = [json.loads(line) for line in wire.lines(entries).splitlines()]
    assert [(line["id"], line["verdict"]) for line in lines] == [("1", "clean"), ("", "unchecked"), ("3", "clean")]


@pytest.mark.parametrize("text", ["\ud800 微信", "\x1b[31m", "\x9b", "\u202e", "a\u2028b", '"\\', "👨‍👩‍👧"])
def test_any_text_survives_as_json_and_does_nothing_to_a_terminal(text):
    written = wire.lines([entry(text, found(text, text))])
    assert written.encode()
    assert not set(written[:-1]) & set("\x1b\x9b\u202e\u2028\n\ud800")
    assert json.loads(written)["findings"][0]["match"] == text


def test_the_document_sums_up():
    entries = [entry("返现", found("返现", "返现")), unread("no `text`", Place("f", 2, 1))]
    document = json.loads(wire.document(entries))
    assert document["version"] == 1
    assert document["reports"] == [json.loads(line) for line in wire.lines(entries).splitlines()]
    assert document["summary"] == {
        "messages": 2, "touched": 1, "block": 1, "warn": 0, "note": 0, "allowed": 0, "unchecked": 1, "unread": 1,
        "verdicts": {"clean": 0, "note": 0, "warn": 0, "block": 1, "unchecked": 1},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "word", "kept", "line"),
    [
        ("加我微信", "微信", {"exact": True}, "chat.txt:3:3: block reviews/paid m [微信]"),
        ("a\n  b微信", "微信", {"exact": True}, "chat.txt:4:4: block reviews/paid m [微信]"),
        ("a\r\nb微信", "微信", {"exact": True, "margin": 4}, "chat.txt:4:6: block reviews/paid m [微信]"),
        ("a\nb微信", "微信", {}, "chat.txt:3:1: block reviews/paid m [微信]"),
        ("微\n信", "微\n信", {"exact": True}, "chat.txt:3:1: block reviews/paid m [微␊信]"),
    ],
)
def test_the_short_form_points_into_the_file(text, word, kept, line):
    assert concise.render([entry(text, found(text, word, message="m"), **kept)]) == f"{line}\n"


def test_the_short_form_tells_what_was_not_checked():
    assert concise.render([unread("no `text`", Place("f", 2, 1)), entry("hi")]) == "f:2:1: not checked: no `text`\n"
    assert (
        concise.render([entry("hi", unchecked=(Unchecked("a/b", "slow"),))], ui="zh")
        == "chat.txt:3:1: 未检查 a/b: slow\n"
    )
