"""Files that are broken, odd or meant to hurt: one clear line each, and nothing else lost."""

import gzip
import io
import json
import random
import zipfile

import pytest

from linter.errors import Problems
from linter.sources.archives import stamp, weight
from linter.sources.exports import Export, Limits, members
from linter.sources.record import MAX_TEXT


def read(path, content=None, **options):
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    opened = Export(str(path), **options)
    return list(opened.lines()), opened.told


def seen(lines):
    return [line.record.message.text if line.record.message else line.record.problem for line in lines]


def zipped(path, **files):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return str(path)


def test_a_bomb_is_stopped_and_what_came_before_is_read(tmp_path):
    path = zipped(tmp_path / "a.zip", **{"bomb.jsonl": b'{"text": "a"}\n' * 100_000})
    (file,) = members([path]).files
    opened = Export(file, limits=Limits(free=1 << 20))
    lines = list(opened.lines())
    assert lines[0].record.message.text == "a"
    assert lines[-1].record.problem.startswith("grows more than 250-fold in unpacking (a zip bomb?)")
    assert opened.told.unreadable == 1
    packed = gzip.compress(b'{"text": "a"}\n' * 100_000)
    lines, told = read(tmp_path / "a.jsonl.gz", packed, limits=Limits(free=1 << 20))
    assert told.unreadable == 1


def test_a_workbook_that_is_a_bomb_is_not_opened(tmp_path):
    path = zipped(tmp_path / "a.xlsx", **{"[Content_Types].xml": "x", "xl/sheet.xml": b" " * 5_000_000})
    pytest.importorskip("python_calamine")
    assert members([path]).files == (path,)
    lines, _ = read(tmp_path / "a.xlsx", limits=Limits(free=1 << 20))
    assert seen(lines)[0].startswith("a workbook that grows to 5,000,001 bytes")


@pytest.mark.parametrize("name", ["../../evil.txt", "/etc/evil.txt", "a/../../evil.txt", "..\\evil.txt", "C:evil.txt"])
def test_a_name_that_leads_out_of_its_archive_is_refused(tmp_path, name):
    path = zipped(tmp_path / "a.zip", **{"chat.txt": "hi", name: "evil"})
    said = [line for file in members([path]).files for line in seen(read_member(file)[0])]
    assert said == [
        "hi",
        "its name in the archive leads outside of it; it is not read (unpack it yourself if it is yours)",
    ]
    assert [item.name for item in tmp_path.iterdir()] == ["a.zip"]


def read_all(path, **options):
    """What is read of everything at a path, and the members."""
    found = members([str(path)], **options)
    exports = [Export(file, refused=found.refused.get(file, "")) for file in found.files]
    return [text for opened in exports for text in seen(opened.lines())], found


def packed(name, content, times):
    """A file in so many archives, one in another."""
    for n in range(times):
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(name, content)
        name, content = f"{n}.zip", held.getvalue()
    return content


@pytest.mark.parametrize("times", [1, 2, 3])
def test_archives_in_archives_are_read(tmp_path, times):
    (tmp_path / "a.zip").write_bytes(packed("2024/chat.txt", b"hi\nbye", times))
    said, found = read_all(tmp_path / "a.zip")
    assert said == ["hi", "bye"]
    assert found.files[0].count("!/") == times


def test_archives_are_opened_to_a_depth(tmp_path):
    (tmp_path / "a.zip").write_bytes(packed("chat.txt", b"hi", 4))
    said, _ = read_all(tmp_path / "a.zip")
    assert said == ["an archive in 3 others, and so many are opened (unpack it, and name the folder)"]


def test_files_of_inner_archives_are_told_with_their_place(tmp_path):
    inner = packed("b.jsonl", b'{"text": "hi"}\n{', 1)
    path = zipped(tmp_path / "a.zip", **{"chat.txt": "first", "x!/y.txt": "odd", "in/b.zip": inner, "in/c.jpg": "x"})
    said, found = read_all(path)
    assert said[:3] == ["first", "odd", "hi"]
    assert said[3].startswith("not a record: ")
    assert found.files[-1] == f"{path}!/in/b.zip!/b.jsonl"
    assert len(found.notes) == 1
    assert read_all(f"{path}!/in/b.zip!/b.jsonl")[0] == said[2:]


@pytest.mark.parametrize("levels", [1, 2, 3])
def test_all_that_comes_out_of_an_archive_is_measured_by_what_it_takes(tmp_path, levels):
    one = packed("bomb.txt", b" " * 1_000_000, levels - 1) if levels > 1 else b" " * 1_000_000
    zipped(tmp_path / "a.zip", **{f"{n}.{'zip' if levels > 1 else 'txt'}": one for n in range(4)})
    (tmp_path / "chat.txt").write_text("hi")
    said, _ = read_all(tmp_path, limits=Limits(free=1 << 20, ratio=100))
    assert said[-1] == "hi"
    assert any("a zip bomb?" in line for line in said)
    assert not [line for line in said if not line.strip()]


def test_an_archive_that_is_broken_or_locked_within_another_is_one_line(tmp_path):
    locked = bytearray(packed("a.zip", packed("chat.txt", b"hi", 1), 1))
    locked[locked.rindex(b"PK\1\2") + 8] |= 1
    path = zipped(tmp_path / "a.zip", **{"broken.zip": b"PK\3\4nothing", "locked.zip": bytes(locked)})
    said, _ = read_all(path)
    assert said == [
        "a broken archive: File is not a zip file",
        "is locked by a password (unpack it yourself, and name the folder)",
    ]


def test_tables_of_an_office_are_no_archives(tmp_path):
    book = packed("mimetype", b"application/vnd.oasis.opendocument.spreadsheet", 1)
    path = zipped(tmp_path / "a.zip", **{"a.ods": book})
    (tmp_path / "b.ods").write_bytes(book)
    assert members([path, str(tmp_path / "b.ods")]).files == (f"{path}!/a.ods", str(tmp_path / "b.ods"))


@pytest.fixture
def bucket():
    """A folder of an object storage in memory."""
    fsspec = pytest.importorskip("fsspec", reason="object storage")
    files = fsspec.filesystem("memory")
    yield files
    files.store.clear()
    files.pseudo_dirs[:] = [""]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("chat.txt", b"hi"),
        ("chat.txt.gz", gzip.compress(b"hi", mtime=0)),
        ("chat.zip", packed("chat.txt", b"hi", 1)),
        ("chat.zip", packed("chat.txt", b"hi", 3)),
        ("chat.zip", packed("chat.txt.gz", gzip.compress(b"hi", mtime=0), 2)),
    ],
)
def test_what_is_stored_elsewhere_is_unpacked_too(bucket, name, content):
    bucket.pipe(f"/year/{name}", content)
    bucket.pipe("/year/picture.jpg", b"x")
    assert read_all("memory://year")[0] == ["hi"]
    assert read_all(f"memory://year/{name}")[0] == ["hi"]
    assert read_all("memory://year/*.zip" if name.endswith("zip") else "memory://year/*.txt*")[0] == ["hi"]


def test_zst_elsewhere_is_unpacked(bucket):
    zstandard = pytest.importorskip("zstandard")
    bucket.pipe("/year/chat.txt.zst", zstandard.compress(b"hi"))
    assert read_all("memory://year")[0] == ["hi"]


def test_a_changed_archive_elsewhere_is_opened_anew(bucket):
    bucket.pipe("/a.zip", packed("chat.txt", b"hi", 1))
    before = stamp("memory://a.zip")
    assert read_all("memory://a.zip")[0] == ["hi"]
    bucket.pipe("/a.zip", packed("chat.txt", b"bye bye", 1))
    assert read_all("memory://a.zip")[0] == ["bye bye"]
    assert stamp("memory://a.zip") != before
    assert weight("memory://a.zip!/chat.txt") == 7


def test_a_bomb_elsewhere_is_stopped(bucket):
    bucket.pipe("/a.zip", packed("bomb.txt", b" " * 3_000_000, 1))
    bucket.pipe("/b.txt.gz", gzip.compress((b"a" * 9_999 + b"\n") * 300))
    limits = Limits(free=1 << 20)
    (said,), _ = read_all("memory://a.zip", limits=limits)
    assert said.startswith("its files grow to 3,000,000 bytes, more than 250 times what is packed (a zip bomb?)")
    (*_, last) = Export("memory://b.txt.gz", limits=limits).lines()
    assert last.record.problem.startswith("grows more than 250-fold")


def test_nothing_is_stored_there(bucket):
    bucket.pipe("/year/picture.jpg", b"x")
    for path in ("memory://year", "memory://no"):
        with pytest.raises(Problems, match="nothing is stored there"):
            members([path])
    assert weight("memory://no") == 0


def read_member(file):
    opened = Export(file)
    return list(opened.lines()), opened.told


def test_pictures_and_hidden_files_of_an_archive_are_counted(tmp_path):
    path = zipped(tmp_path / "a.zip", **{"_chat.txt": "hi", "IMG-1.jpg": "x", "__MACOSX/._chat.txt": "x"})
    found = members([path])
    assert found.files == (f"{path}!/_chat.txt",)
    assert found.notes == (f"{path}: 2 pictures, recordings and hidden files are passed over",)
    assert read_all(path, limits=Limits(entries=0))[0] == [
        "holds 1 files, at most 0 are read (unpack it, and name the folder)"
    ]


@pytest.mark.parametrize(
    ("file", "problem"),
    [
        ("a.zip!/no.txt", "no such file in the archive"),
        ("broken.zip!/a.txt", "a broken archive: File is not a zip file"),
        ("none.txt", "cannot be read: No such file or directory"),
        ("memory://a", "memory:// needs fsspec (pip install fsspec, and its driver"),
    ],
)
def test_what_cannot_be_opened_is_one_line(tmp_path, monkeypatch, file, problem):
    monkeypatch.setitem(__import__("sys").modules, "fsspec.core", None)
    zipped(tmp_path / "a.zip", **{"a.txt": "hi"})
    (tmp_path / "broken.zip").write_bytes(b"PK\3\4nothing")
    lines, told = read_member(file if "://" in file else str(tmp_path / file))
    assert [line[: len(problem)] for line in seen(lines)] == [problem]
    assert told.unreadable == 1


def test_a_locked_archive_is_told(tmp_path):
    path = zipped(tmp_path / "a.zip", **{"a.txt": "hi"})
    data = bytearray((tmp_path / "a.zip").read_bytes())
    data[data.index(b"PK\1\2") + 8] |= 1
    (tmp_path / "a.zip").write_bytes(data)
    lines, _ = read_member(f"{path}!/a.txt")
    assert seen(lines) == ["is locked by a password (unpack it yourself, and name the folder)"]


def test_an_archive_that_breaks_off_is_read_until_there(tmp_path):
    lines = "".join(f"message {random.Random(n).random()}\n" for n in range(20_000))  # noqa: S311
    packed = gzip.compress(lines.encode())
    read_lines, told = read(tmp_path / "a.txt.gz", packed[: len(packed) // 2])
    assert len(read_lines) > 5000
    assert seen(read_lines)[-1].startswith("cannot be unpacked further: ")
    assert told.unreadable == 1


def test_a_line_that_is_too_long_costs_itself(tmp_path):
    content = '{"text": "a"}\n{"text": "' + "x" * 3_000_000 + '"}\n{"text": "b"}\n'
    lines, told = read(tmp_path / "a.jsonl", content, limits=Limits(line=100_000))
    assert seen(lines) == ["a", "a line of 3,000,012 bytes, at most 100,000 are held", "b"]
    assert str(lines[2].record.at).endswith("a.jsonl:3:1")
    wide = content.encode("utf-16")
    lines, told = read(tmp_path / "a.jsonl", wide, limits=Limits(line=100_000))
    assert [line[:10] for line in seen(lines)] == ["a", "a line of ", "b"]
    lines, told = read(tmp_path / "a.txt", "x" * 3_000_000, limits=Limits(line=100_000))
    assert told.unreadable == 1


def test_a_message_that_is_too_long_is_told_never_cut(tmp_path):
    content = "13/1/24, 10:30 - Lia: hi\n" + ("x" * 127 + "\n") * (MAX_TEXT // 64) + "13/1/24, 10:31 - Lia: bye\n"
    lines, _ = read(tmp_path / "a.txt", content)
    assert seen(lines) == ["too long: 2,097,154 characters, at most 1,048,576 are read", "bye"]


def test_lines_of_several_encodings_are_read_each_in_its_own(tmp_path):
    content = (
        "id,text\n0,今天发货，请您放心，谢谢光临\n1,你好\n2,".encode()
        + "加我微信聊".encode("gb18030")
        + b"\n3,s\xe9ance\n4,ok\n"
    )
    lines, told = read(tmp_path / "a.csv", content)
    assert seen(lines)[1:] == ["你好", "加我微信聊", "not UTF-8 from column 4 on", "ok"]
    content = "text\n加我微信聊\n".encode("gb18030") * 3 + "你好吗\n".encode() + b"\xff\xff\n"
    lines, told = read(tmp_path / "a.csv", content)
    assert "gb18030" in told.why
    assert seen(lines)[-2:] == ["你好吗", "not UTF-8 from column 1 on"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", "id,text,role\n1,hello and 加我微信聊,seller\n"),
        ("a.jsonl", '{"id": "1", "text": "hello and 加我微信聊"}\n'),
        ("a.json", '[{"id": "1", "text": "hello and 加我微信聊"}]'),
        ("a.txt", "[13.01.24, 10:30:01] Lia: hello and 加我微信聊\n"),
    ],
)
def test_the_encoding_is_told_by_the_bytes(tmp_path, encoding, name, content):
    lines, _ = read(tmp_path / name, content.encode(encoding))
    assert seen(lines) == ["hello and 加我微信聊"]


def test_an_open_quote_costs_one_row_and_not_the_rest(tmp_path):
    lines, _ = read(tmp_path / "a.csv", 'id,text\n1,"never closed\n2,fine\n' + "3,more\n" * 2000)
    assert seen(lines)[:2] == ["a quote is opened and never closed", "fine"]
    assert len(lines) == 2002
    lines, _ = read(tmp_path / "a.csv", "id,text\n1," + "x" * 200_000 + "\n2,b,c\n3,ok\n")
    assert seen(lines) == [
        "not CSV: field larger than field limit (131072)",
        "3 cells, but the header names 2: quote the text",
        "ok",
    ]


def test_odd_records_are_told_once_and_all_are_read(tmp_path):
    records = [
        {"id": "m1", "text": "a", "thread": "t", "sent_at": "2024-01-01 10:00"},
        {"id": "m1", "text": "b", "thread": "t", "sent_at": "2024-01-01 09:00"},
        {"id": "m2", "text": "c", "thread": "t", "sent_at": "yesterday"},
        {"id": "m3"},
        [1],
        {"id": "m4", "text": {"a": 1}},
    ]
    lines, told = read(tmp_path / "a.jsonl", "\n".join(map(json.dumps, records)) + '\n{"text": "x", "text": "y"}\n{')
    assert seen(lines) == [
        "a",
        "b",
        "c",
        "no `text`",
        "not a record: one object, {…}, is expected",
        "its text is no text",
        "not a record: `text` stands twice",
        "not a record: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)",
    ]
    assert (told.records, told.unreadable) == (8, 5)
    at = f"{tmp_path / 'a.jsonl'}"
    assert told.notes[-3:] == (
        f"1 messages have an id that stood before (first: `m1`, {at}:2:1); all are read",
        f"1 messages are older than the one before in their conversation (first: {at}:2:1)",
        f"1 messages have a time nobody can read (first: {at}:3:1)",
    )
    assert lines[2].record.extra == {"column sent_at": "yesterday"}


@pytest.mark.parametrize(
    ("content", "problems"),
    [
        ('{"sender_name": "A", "timestamp_ms": 1,\n "content": ', ["not JSON: Expecting value"]),
        (
            '{"messages": [7, {"a": 1}, {"sender_name": "A", "timestamp_ms": 1704067200000, "content": "x"}]}',
            [
                "not a message of instagram: an object, {…}, is expected",
                "no message of instagram in it (it would have `sender_name`, `timestamp_ms`)",
                "x",
            ],
        ),
        ('{"sender_name": 1, "timestamp_ms": 1}' + "[" * 100_000, ["not JSON"]),
    ],
)
def test_what_is_no_message_of_a_document_is_told(tmp_path, content, problems):
    lines, _ = read(tmp_path / "a.json", content, form="instagram")
    assert [line[: len(p)] for line, p in zip(seen(lines), problems, strict=True)] == problems


def test_bytes_of_no_encoding_cost_the_message_they_stand_in(tmp_path):
    content = '[{"text": "你好吗"}, {"text": "s'.encode() + b"\xe9ance" + '"}, {"text": "今天发货"}]'.encode()
    lines, _ = read(tmp_path / "a.json", content)
    assert (seen(lines)[0], seen(lines)[2]) == ("你好吗", "今天发货")
    assert lines[1].record.message is None


def test_a_document_above_the_limit_is_told_before_it_is_held(tmp_path):
    content = json.dumps([{"text": "x" * 100}] * 30_000)
    lines, _ = read(tmp_path / "a.json", content, limits=Limits(document=1 << 20))
    assert seen(lines)[0].startswith("a JSON document of more than 1,048,576 bytes, which is what is held")


def test_bytes_that_are_no_text_are_one_line(tmp_path):
    lines, told = read(tmp_path / "a.txt", b"\x89PNG\0\0\1\2" * 50)
    assert seen(lines)[0].startswith("not text: it holds NUL bytes")
    assert told.why == "it cannot be read"


def test_standard_input_is_read(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO("text\n加我\n".encode())))
    lines, told = read_member("-")
    assert (seen(lines), told.file, str(lines[0].record.at)) == (["加我"], "<stdin>", "<stdin>:2:1")
