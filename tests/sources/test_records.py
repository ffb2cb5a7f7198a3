import json

import pytest

from linter.sources import MAX_TEXT
from linter.sources.records import json_document, json_lines, yaml_document


def line(written, **defaults):
    (record,) = json_lines(written, "f", defaults)
    return record


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("{", "not JSON: Expecting property name enclosed in double quotes (column 2)"),
        ('{"text": "hi"} {}', "not JSON: Extra data (column 16)"),
        ("[1]", "not a record: a line must hold one object, {…}"),
        ('"hi"', "not a record: a line must hold one object, {…}"),
        ('{"id": "1"}', "no `text`"),
        ('{"text": null}', "no `text`"),
        ('{"text": 5}', "`text`: expected `str`, got `int`"),
        ('{"text": ["hi"]}', "`text`: expected `str`, got `array`"),
        ('{"text": "hi", "id": true}', "`id`: expected `str`, got `bool`"),
        ('{"text": "hi", "lang": 5}', "`lang`: expected `str`, got `int`"),
        ('{"text": "hi", "role": "Seller"}', "`role`: invalid enum value 'Seller'; one of seller, bot, buyer, system"),
        ('{"text": "hi", "market": "USA!"}', "`market`: no two-letter country code: `usa!`"),
        ('{"text": "hi", "sent_at": []}', "`sent_at`: expected `"),
        ('{"text": "hi", "sent_at": NaN}', "not JSON: NaN is no JSON number"),
        ('{"text": "加微信", "text": "hi"}', "not JSON: `text` stands twice"),
        ('{"text": "caf\udce9"}', "not UTF-8 from column 14 on"),
        ("[" * 100_000, "not JSON: maximum recursion depth exceeded"),
        (json.dumps({"text": "a" * MAX_TEXT}), "too long: 1,048,588 characters, at most 1,048,576 are read"),
    ],
)  # fmt: skip
def test_a_line_that_is_no_record_is_told(written, problem):
    record = line(written)
    assert record.message is None
    assert record.problem.startswith(problem)
    assert str(record.at) == "f:1:1"


def test_nine_of_ten_lines_are_read_and_the_tenth_is_told_with_its_place():
    written = "\n".join('{"text": "hi"}' if n != 7 else '{"text": "hi}' for n in range(1, 11))
    records = list(json_lines(written, "f", {}))
    assert [bool(record.message) for record in records] == [True] * 6 + [False] + [True] * 3
    assert str(records[6].at) == "f:7:1"


def test_an_unreadable_record_keeps_its_id():
    assert line('{"id": "m-7", "text": 5}').id == "m-7"


@pytest.mark.parametrize(
    ("written", "field", "value"),
    [
        ('{"text": "hi", "id": 7}', "id", "7"),
        ('{"text": "hi", "order_id": 90211000000000000001}', "order_id", "90211000000000000001"),
        ('{"text": "hi", "platform": "TikTok Shop"}', "platform", "tiktok-shop"),
        ('{"text": "hi", "market": "US"}', "market", "us"),
        ('{"text": "hi", "market": null}', "market", "id"),
        ('{"text": "hi"}', "market", "id"),
        ('{"text": "hi", "sent_at": 1767225600}', "sent_at", 1767225600),
        ('{"text": "\\ud800 hi"}', "text", "\ud800 hi"),
        ('{"text": ""}', "text", ""),
    ],
)
def test_a_field_is_read_as_rules_name_it(written, field, value):
    assert getattr(line(written, market="id").message, field) == value


def test_unknown_fields_are_handed_back():
    assert line('{"text": "hi", "shop": {"a": [1]}, "rating": null}').extra == {"shop": {"a": [1]}, "rating": None}


def test_equal_ids_are_two_records():
    assert [record.id for record in json_lines('{"id":"1","text":"a"}\n\n{"id":"1","text":"b"}', "f", {})] == ["1", "1"]


YAML = """\
greet:
  zh: 加微信
  en: "Add \\"me\\""
  all: [one, 'two', 3, yes, null, 2026-01-01]
long: |
    first
      WhatsApp
folded: >
    a
    b
multi: plain
  goes on
again: &a 加我
same: *a
card: {text: 卡片, role: bot, id: q, shop: s}
bad: {text: 5}
twice: {text: a, text: b}
"""


def test_every_text_of_a_template_file_has_its_keys_and_its_place():
    records = list(yaml_document(YAML, "f", {}))
    assert [(r.message.id, r.message.text, str(r.at), r.exact) for r in records if r.message] == [
        ("greet.zh", "加微信", "f:2:7", True),
        ("greet.en", 'Add "me"', "f:3:8", False),
        ("greet.all[0]", "one", "f:4:9", True),
        ("greet.all[1]", "two", "f:4:15", True),
        ("greet.all[5]", "2026-01-01", "f:4:35", True),
        ("long", "first\n  WhatsApp\n", "f:6:5", True),
        ("folded", "a b\n", "f:8:9", False),
        ("multi", "plain goes on", "f:11:8", False),
        ("again", "加我", "f:13:8", False),
        ("q", "卡片", "f:15:14", True),
    ]
    assert [(r.problem, r.at.line) for r in records if not r.message] == [
        ("`text`: expected `str`, got `int`", 16),
        ("`text` stands twice", 17),
    ]
    assert records[5].margin == 4
    assert records[9].extra == {"shop": "s"}


@pytest.mark.parametrize(
    ("written", "problem", "at"),
    [
        ("a: [1", "not YAML: ", "f:"),
        ("a: b: c", "not YAML: mapping values are not allowed", "f:1:5"),
        ("? [a]\n: b", "a key must be a word", "f:1:3"),
        ("[" * 300 + "]" * 300, "nested more than 200 deep", "f:1:201"),
        ("[" * 20_000 + "]" * 20_000, "nested more than 200 deep", "f:1"),
        ("a: \x07", "not YAML: ", "f"),
    ],
)
def test_a_broken_yaml_file_is_one_unreadable_record(written, problem, at):
    (record,) = yaml_document(written, "f", {})
    assert record.problem.startswith(problem)
    assert str(record.at).startswith(at)


def test_a_laughing_alias_is_read_once():
    written = "a: &a [lol]\nb0: &b0 [*a]\n" + "".join(f"b{n}: &b{n} [*b{n - 1}, *a]\n" for n in range(1, 60))
    assert len(list(yaml_document(written, "f", {}))) == 1


@pytest.mark.parametrize(
    ("written", "read"),
    [
        (
            '[{"text": "a", "id": "1"},\n {"id": "2"}, 3]',
            [("1", "a", "f:1:12"), ("2", "", "f:2:2"), ("", "", "f:2:15")],
        ),
        (
            '{"hi": {"zh": "加微信", "en": ["x", 1, null, true, ""]}}',
            [("hi.zh", "加微信", "f:1:16"), ("hi.en[0]", "x", "f:1:30")],
        ),
        ('{"a": "\\u52a0\\n我"}', [("a", "加\n我", "f:1:8")]),
        ('"alone"', [("", "alone", "f:1:2")]),
        ('{"a": "x", "a": "y"}', [("a", "x", "f:1:8"), ("a", "y", "f:1:18")]),
    ],
)  # fmt: skip
def test_a_json_file_is_a_list_of_records_or_templates(written, read):
    records = json_document(written, "f", {})
    assert [(r.id, r.message.text if r.message else "", str(r.at)) for r in records] == read


@pytest.mark.parametrize(
    ("written", "problem", "at"),
    [
        ('{"a":\n "b" "c"}', "not JSON: Expecting ',' delimiter", "f:2:6"),
        ("[" * 100_000, "not JSON: maximum recursion depth exceeded", "f"),
        ("[" * 300 + "]" * 300, "nested more than 200 deep", "f:1:201"),
        ("", "not JSON: Expecting value", "f:1:1"),
    ],
)
def test_a_broken_json_file_is_one_unreadable_record(written, problem, at):
    (record,) = json_document(written, "f", {})
    assert record.problem.startswith(problem)
    assert str(record.at) == at


def test_where_records_are_asked_for_everything_must_be_one():
    records = json_document('{"hi": "there"}', "f", {}, records=True)
    assert [record.problem for record in records] == ["no `text`"]


def test_fields_of_a_template_file_are_handed_back_as_they_were_meant():
    written = (
        "- {text: hi, a: [1, {b: 2.5}], c: off, d: ~, e: 0x1f, f: .inf.x, sent_at: 2026-01-01}\n- {text: {zh: hi}}\n- 3"
    )
    told, nested, number = yaml_document(written, "f", {})
    assert told.extra == {"a": [1, {"b": 2.5}], "c": False, "d": None, "e": "0x1f", "f": ".inf.x"}
    assert told.message.sent_at == "2026-01-01"
    assert nested.problem.startswith("`text`: expected `str`")
    assert number.problem == "not a record: one object, {…}, is expected"


@pytest.mark.parametrize(
    "written", ["a: x\u2028b: y", "a: |\n\n  x\n", "a: |2\n    x\n   y", "a: |+\n  x\n\n", "a: 'x\n\n  y'"]
)
def test_unusual_yaml_is_read(written):
    assert [record.problem for record in yaml_document(written, "f", {})][:1] == [""]
