import io
import os
from pathlib import Path

import pytest

from linter.errors import Problems
from linter.sources import MAX_TEXT, read, typed


def write(folder, name, content):
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(folder / name)


@pytest.mark.parametrize(
    ("name", "content", "kind", "texts"),
    [
        ("a.txt", "one\ntwo", "auto", ["one", "two"]),
        ("a.html", "<b>one</b>", "auto", ["<b>one</b>"]),
        ("a", "one", "auto", ["one"]),
        ("a.md", "one\ntwo", "auto", ["one\ntwo"]),
        ("a.md", "one\ntwo", "text", ["one", "two"]),
        ("a.MD", "`c` one", "auto", ["one"]),
        ("a.jsonl", '{"text": "one"}', "auto", ["one"]),
        ("a.jsonl", '[{"text": "one"}]', "auto", ["one"]),
        ("a.txt", '{\n"text": "one"\n}', "messages", ["one"]),
        ("a.json", '{"text": "one"}\n{"text": "two"}', "messages", ["one", "two"]),
        ("a.json", '[{"text": "one"}]', "auto", ["one"]),
        ("a.json", '["one"]', "auto", ["one"]),
        ("a.yml", "- one", "auto", ["one"]),
        ("a.yml", "- {text: one}", "messages", ["one"]),
        ("a.txt", '["one"]', "templates", ["one"]),
        ("a.txt", "x: one", "templates", ["one"]),
        ("a.txt", "", "auto", []),
        ("a.jsonl", "", "auto", []),
        ("a.jsonl", "\ufeff".encode() + b'{"text": "one"}', "auto", ["one"]),
        ("a.jsonl", '{"text": "加我微信"}'.encode("gb18030"), "auto", ["加我微信"]),
        ("a.jsonl", '{"text": "加我微信"}'.encode("utf-16"), "auto", ["加我微信"]),
    ],
)
def test_a_file_is_read_as_its_ending_or_the_caller_says(tmp_path, name, content, kind, texts):
    assert [record.message.text for record in read([write(tmp_path, name, content)], kind)] == texts


def test_one_line_of_bad_bytes_costs_one_record(tmp_path):
    path = write(tmp_path, "a.jsonl", b'{"text": "ok"}\n{"text": "caf\xe9"}\n{"text": "ok"}')
    assert [record.problem for record in read([path])] == ["", "not UTF-8 from column 14 on", ""]


def test_a_file_that_is_no_text_is_told_after_the_others_are_read(tmp_path):
    paths = [write(tmp_path, "a.txt", b"\0"), write(tmp_path, "b.txt", "hi"), write(tmp_path, "c.txt", b"\xe9 ")]
    records = []
    with pytest.raises(Problems) as problems:
        records.extend(read(paths))
    assert [error.problem for error in problems.value.errors] == [
        "not text: it holds NUL bytes",
        "not utf-8: invalid continuation byte",
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_closed_file_is_told(tmp_path):
    path = write(tmp_path, "a.txt", "hi")
    Path(path).chmod(0)
    with pytest.raises(Problems, match="cannot be read: Permission denied"):
        list(read([path]))


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.jsonl"])
def test_a_line_of_fifty_megabytes_is_an_unreadable_record(tmp_path, name):
    (record,) = read([write(tmp_path, name, b"x" * 50_000_000)])
    assert record.problem == f"too long: 50,000,000 characters, at most {MAX_TEXT:,} are read"


def test_the_longest_record_is_read(tmp_path):
    (record,) = read([write(tmp_path, "a.txt", "微" * MAX_TEXT)])
    assert len(record.message.text) == MAX_TEXT


def test_standard_input_is_read_as_text(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("加我\n".encode())))
    (record,) = read(["-"])
    assert (str(record.at), record.message.text) == ("<stdin>:1:1", "加我")


def test_words_on_the_command_line_are_records():
    assert [str(record.at) for record in typed(["a"])] == ["<message>:1:1"]
    assert [str(record.at) for record in typed(["a", "b"])] == ["<message 1>:1:1", "<message 2>:1:1"]
