"""`shoplint explain`, `rules try` and `rules eval` as a rule author types them."""

import json

import pytest

from .shell import shoplint

CASES = [
    {
        "id": "1",
        "kind": "plain",
        "text": "Leave us 5 stars and get $5 back",
        "expect": ["reviews"],
        "must_span": "5 stars",
    },
    {"id": "2", "kind": "plain", "text": "Whistle at the usual place", "expect": ["diversion"]},
    {"id": "3", "kind": "ordinary", "text": "Your parcel left today", "expect": []},
]


@pytest.fixture(autouse=True)
def shop(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def labelled(shop):
    lines = [
        {k: v for k, v in c.items() if k != "text"}
        | {"lang": "en", "messages": [{"role": "seller", "text": c["text"]}]}
        for c in CASES
    ]
    file = shop / "cases.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    return file


def test_explain_names_the_guard_that_held_a_rule_back():
    code, out, _ = shoplint("explain", "我们不会加您微信聊", "--platform", "douyin")
    assert code == 0
    held = [line for line in out.splitlines() if "○ diversion/invite" in line]
    assert "held back by negated: 不会  [加您 · 微信]" in held[0]


def test_explain_reads_a_conversation():
    code, out, _ = shoplint(
        "explain", "buyer: hi", "catat ya", "0812 0000", "3456 kak", "--market", "id", "--lang-ui", "zh"
    )
    assert code == 0
    assert "✗ diversion/phone" in out
    assert "block  [0812 0000\n3456]".replace("\n", " / ") in out
    assert out.startswith("原文  [id]\n  catat ya\n")


def test_explain_wants_the_seller_last():
    code, out, err = shoplint("explain", "buyer: hi")
    assert (code, out) == (2, "")
    assert "the last turn is the buyer's" in err


def test_try_counts_and_shows_what_a_rule_fires_on(shop):
    (shop / "chat.txt").write_text("Leave us 5 stars and get $5 back\nYour parcel left today\n", "utf-8")
    code, out, _ = shoplint("rules", "try", "reviews/paid", "reviews/fake", "--on", "chat.txt")
    assert code == 0
    lines = out.splitlines()
    assert lines[0].startswith("reviews/paid  1 of 2: 5000.0 in 10,000 (")
    assert lines[1].startswith("  en 1 of 2: ")
    assert "[[5 stars]]" in lines[2]
    assert lines[3:] == ["silent: reviews/fake", "1 flags of 1 rules on 2 messages"]


def test_try_wants_rules_and_records_that_are_there(shop):
    (shop / "chat.jsonl").write_text('{"text": 5}\n{"text": "hello"}\n', "utf-8")
    code, _, err = shoplint("rules", "try", "reviews/pad", "--on", "chat.jsonl")
    assert (code, "reviews/paid" in err) == (2, True)
    code, out, err = shoplint("rules", "try", "reviews/paid", "--on", "chat.jsonl")
    assert code == 2
    assert "chat.jsonl:1:1: not tried: `text`: expected `str`, got `int`" in err
    assert out.splitlines()[-1] == "0 flags of 0 rules on 1 messages"


def test_eval_scores_and_shows_what_is_missed(labelled):
    code, out, _ = shoplint("rules", "eval", labelled)
    assert code == 0
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert "recall 1/2 50.0 % 9.5 to 90.5" in lines
    assert "false alarms 0/1 0.0 % 0.0 to 79.3" in lines
    assert lines[-2:] == ["missed (1 of 1)", "2 diversion Whistle at the usual place"]


def test_eval_tells_what_changed_since_a_kept_run(labelled, shop):
    assert shoplint("rules", "eval", labelled, "--save", "run.json")[0] == 0
    (shop / "mine.yaml").write_text(
        "concepts: [{concept: messenger, terms: {en: [whistle at the]}},"
        " {concept: contact-verb, terms: {en: [usual place]}}]",
        "utf-8",
    )
    code, out, _ = shoplint("rules", "eval", labelled, "--against", "run.json", "--packs", "mine.yaml", "--show", "0")
    assert code == 0
    assert out.splitlines()[-2:] == [
        "changed since then: 1",
        "  found        2  nothing → diversion/invite “Whistle at the usual place”",
    ]


@pytest.mark.parametrize(
    ("args", "problem"),
    [
        (["no.jsonl"], "no.jsonl: cannot be read"),
        (["cases.jsonl", "--against", "cases.jsonl"], "cases.jsonl: not a kept run"),
        (["bad.jsonl"], "bad.jsonl:1: not a labelled case"),
    ],
)
@pytest.mark.usefixtures("labelled")
def test_eval_tells_what_it_cannot_read(shop, args, problem):
    (shop / "bad.jsonl").write_text('{"id": "1"}', "utf-8")
    code, out, err = shoplint("rules", "eval", *args)
    assert (code, out) == (2, "")
    assert problem in err
