"""Workbooks, Parquet and packed streams, with the libraries of the extra `audit`."""

import sys

import pytest

from linter.sources.exports import Export


def seen(path, **options):
    opened = Export(str(path), **options)
    lines = [
        (m.role.value, m.thread, m.text) if (m := line.record.message) else line.record.problem
        for line in opened.lines()
    ]
    return lines, opened.told


def test_every_sheet_of_a_workbook_is_a_conversation(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    pytest.importorskip("python_calamine")
    book = openpyxl.Workbook()
    first = book.active
    first.title = "小王"
    for row in (
        ["导出 2024"],
        ["消息序号", "发送内容", "账号类型", "发送时间"],
        [1, "在吗", "买家", 45292.5],
        [2, 1001, "客服", None],
    ):
        first.append(row)
    second = book.create_sheet("小李")
    second.append(["no", "header"])
    book.save(tmp_path / "a.xlsx")
    lines, told = seen(tmp_path / "a.xlsx")
    assert lines[1:3] == [("buyer", "小王", "在吗"), ("seller", "小王", "1001")]
    assert [line[:20] for line in (lines[0], lines[3])] == ["stands above a heade"] * 2
    assert told.format == "xlsx"


def test_parquet_is_read_by_batches(tmp_path):
    pa = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    table = pa.table({"内容": ["a", None, "c"], "role": ["seller", "buyer", "客户"], "conversation_id": [1, 1, 2]})
    parquet.write_table(table, tmp_path / "a.parquet")
    lines, told = seen(tmp_path / "a.parquet")
    assert lines == [("seller", "1", "a"), "no `text`", ("buyer", "2", "c")]
    assert told.format == "parquet"
    (tmp_path / "b.parquet").write_bytes((tmp_path / "a.parquet").read_bytes()[:-20])
    assert seen(tmp_path / "b.parquet")[0][0].startswith("broken after row 0: ")


@pytest.mark.parametrize("other", [True, False])
def test_zst_is_unpacked_by_either_library(tmp_path, monkeypatch, other):
    zstandard = pytest.importorskip("zstandard")
    pytest.importorskip("pyarrow")
    (tmp_path / "a.jsonl.zst").write_bytes(zstandard.compress(b'{"text": "a"}\n{"text": "b"}\n'))
    if other:
        monkeypatch.setitem(sys.modules, "zstandard", None)
    lines, told = seen(tmp_path / "a.jsonl.zst")
    assert [line[2] for line in lines] == ["a", "b"]
    assert told.format == "jsonl"


@pytest.mark.parametrize(
    ("name", "content", "missing", "problem"),
    [
        ("a.xlsx", b"PK\3\4", "python_calamine", "a workbook needs python_calamine"),
        ("a.parquet", b"PAR1", "pyarrow", "a Parquet file needs pyarrow"),
        ("a.zst", b"\x28\xb5\x2f\xfd", "zstandard", "a .zst file needs pyarrow"),
    ],
)
def test_a_library_that_is_missing_is_one_line(tmp_path, monkeypatch, name, content, missing, problem):
    monkeypatch.setitem(sys.modules, missing, None)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (tmp_path / name).write_bytes(content)
    assert seen(tmp_path / name)[0] == [f'{problem} (pip install "shoplint[audit]")']


def test_object_storage_is_read_where_fsspec_is_installed():
    fsspec = pytest.importorskip("fsspec")
    from linter.sources.exports import members  # noqa: PLC0415

    with fsspec.open("memory://shop/a.txt", "wb") as stream:
        stream.write("加我".encode())
    (file,) = members(["memory://shop/*.txt"]).files
    assert seen(file)[0] == [("seller", "", "加我")]
