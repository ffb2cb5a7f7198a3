"""Files with their fixes made: the words that change, and not a byte beside them."""

import codecs
import json
import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sheets import workbook
from small import ALL, rule, ruleset

from linter.cli import fixing
from linter.cli.lint import check_records
from linter.cli.listings import check_listings
from linter.sources import Record, typed
from linter.sources.feeds.read import records

# What shops may say of chats, and a word that they spell otherwise; a quote and a comma ask for care in any format.
RULES = ruleset(
    "rules:\n"
    + rule(
        "{terms: {any: [wechat, 微信]}}",
        "fix: {safety: safe, advice: {en: Say chat., zh: 写聊天。}, replace: {en: 'our \"chat\"', zh: 平台聊天}}",
    )
    + rule(
        "{terms: {any: [telegram]}}",
        "fix: {safety: safe, advice: {en: Say chat., zh: 写聊天。}, replace: {en: 'here: the chat'}}",
        rule_id="spam/telegram",
    )
    + rule(
        "{terms: {any: [cheap]}}",
        "fix: {safety: suggest, advice: {en: Say what it costs., zh: 写价格。}, replace: {en: low-priced}}",
        rule_id="spam/cheap",
        severity="note",
    )
)


def checked(*paths, kind="auto"):
    read = [*records([str(path) for path in paths], kind)]
    messages = iter(check_records([r for r in read if isinstance(r, Record)], RULES, ALL))
    products = iter(check_listings([r for r in read if not isinstance(r, Record)], RULES, ALL))
    return read, [next(messages if isinstance(r, Record) else products) for r in read]


def fix(*paths, unsafe=False, kind="auto"):
    """Write the fixes; what was refused, and the ids of rules found before and after."""
    read, entries = checked(*paths, kind=kind)
    files, refused = fixing.fixed(read, entries, unsafe=unsafe)
    fixing.write(files)
    return files, [f"{one.at}: {one.problem}" for one in refused]


def found(*paths, kind="auto"):
    return [f.rule for entry in checked(*paths, kind=kind)[1] for f in entry.report.findings]


CSV = (
    "id,platform,market,title,description,note\r\n"
    '1,amazon,us,"Steel ""Trek"" flask, 750 ml 🔥",Ask on WeChat,"left, as it is"\r\n'
    "2,amazon,us,Plain mug  350 ml,A mug,\r\n"
)
FIXED_CSV = (
    "id,platform,market,title,description,note\r\n"
    '1,amazon,us,"Steel ""Trek"" flask, 750 ml","Ask on our ""chat""","left, as it is"\r\n'
    "2,amazon,us,Plain mug 350 ml,A mug,\r\n"
)


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (b"", "utf-8"),
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_cells_are_fixed_in_the_encoding_of_their_file(tmp_path, mark, encoding):
    feed = tmp_path / "feed.csv"
    feed.write_bytes(mark + CSV.encode(encoding))
    files, refused = fix(feed)
    assert feed.read_bytes() == mark + FIXED_CSV.encode(encoding)
    assert not refused
    assert [(change.at.line, change.told) for change in files[0].changes] == [
        (2, "format/emoji: title: “ 🔥” → “”"),
        (2, 'spam/it: description: “WeChat” → “our "chat"”'),
        (3, "format/spacing: title: “  ” → “ ”"),
    ]


def test_a_chinese_file_stays_in_its_encoding(tmp_path):
    feed = tmp_path / "feed.csv"
    text = "标题,品牌,描述\n蓝色马克杯,阿杯,陶瓷杯子加微信聊\n红色马克杯,阿杯,好看的杯子\n"
    feed.write_bytes(text.encode("gb18030"))
    fix(feed)
    assert feed.read_bytes() == text.replace("微信", "平台聊天").encode("gb18030")


def test_what_an_encoding_cannot_hold_is_told_and_nothing_is_written(tmp_path):
    feed = tmp_path / "feed.csv"
    data = "title,brand,description\nCaf\xe9 mug,A,WeChat\n".encode("latin-1")
    feed.write_bytes(data)
    fix(feed)
    assert feed.read_bytes() == data.replace(b"WeChat", b'"our ""chat"""')
    read, entries = checked(feed)
    feed.write_bytes(data)
    files, refused = fixing.fixed(read, entries, unsafe=False)
    assert not files
    assert not refused


def test_a_file_that_changed_since_it_was_read_is_left_alone(tmp_path):
    feed = tmp_path / "feed.csv"
    feed.write_text(CSV, "utf-8", newline="")
    read, entries = checked(feed)
    feed.write_text("something else", "utf-8")
    files, (refused,) = fixing.fixed(read, entries, unsafe=False)
    assert not files
    assert refused.problem == "its bytes could not be kept as they are, or it has changed; nothing is written"


FILES = [
    (
        "l.jsonl",
        '{"id": "1", "listing": {"title": "Mug caf\\u00e9", "description": "Ask on WeChat"}}\n',
        [('"Ask on WeChat"', '"Ask on our \\"chat\\""')],
    ),
    (
        "l.json",
        '[\n {"listing": {"title": "Mug", "description": "<p>Ask &amp; see: <b>WeChat</b></p>"}}]',
        [("WeChat", 'our \\"chat\\"')],
    ),
    (
        "l.md",
        "---\r\ntitle: Mug\r\nbullets:\r\n- Ask on WeChat\r\n- 'it''s WeChat'\r\n---\r\n*WeChat*: <!-- WeChat -->\r\n",
        [
            ("Ask on WeChat", 'Ask on our "chat"'),
            ("'it''s WeChat'", "'it''s our \"chat\"'"),
            ("*WeChat*", '*our "chat"*'),
        ],
    ),
    (
        "l.yaml",
        'title: Mug\nbrand: Acme\ndescription: |\n  One line\n\n    on WeChat, and\n  another\nbullets: ["WeChat 1"]\n',
        [("on WeChat", 'on our "chat"'), ('"WeChat 1"', '"our \\"chat\\" 1"')],
    ),
    (
        "l.xml",
        "<rss><item><title>Mug</title><description><![CDATA[Tea & WeChat]]></description></item></rss>",
        [("WeChat", 'our "chat"')],
    ),
    (
        "l.html",
        '<script type="application/ld+json">{"@type": "Product", "name": "Mug", "description": "On WeChat"}</script>',
        [("WeChat", 'our \\"chat\\"')],
    ),
]


@pytest.mark.parametrize(("file", "text", "edits"), FILES, ids=[file for file, _, _ in FILES])
def test_every_format_of_text_is_fixed_in_place(tmp_path, file, text, edits):
    path = tmp_path / file
    path.write_bytes(text.encode())
    _, refused = fix(path, kind="listings")
    for old, new in edits:
        text = text.replace(old, new, 1)
    assert path.read_bytes().decode() == text
    assert not refused
    assert "spam/it" not in found(path, kind="listings")


def test_a_value_that_several_rows_share_is_fixed_in_each(tmp_path):
    feed = tmp_path / "feed.csv"
    head = "Handle,Title,Body (HTML),Vendor,Variant SKU,Variant Price,Option1 Name,Option1 Value\n"
    feed.write_text(
        f"{head}mug,Mug,On WeChat,A,M-1,3,Color,Red\nmug,Mug,On WeChat,A,M-2,3,Color,Blue\n", "utf-8", newline=""
    )
    fix(feed)
    assert feed.read_text("utf-8").count('"On our ""chat"""') == 2
    assert "spam/it" not in found(feed)


def test_only_unsafe_fixes_take_what_somebody_should_look_at(tmp_path):
    feed = tmp_path / "feed.csv"
    text = "title,description,brand\nMug,A cheap mug on WeChat,A\n"
    feed.write_text(text, "utf-8")
    fix(feed)
    assert "cheap mug" in feed.read_text("utf-8")
    fix(feed, unsafe=True)
    assert "low-priced mug" in feed.read_text("utf-8")


def test_fields_that_contradict_each_other_agree_after_the_fix(tmp_path):
    feed = tmp_path / "feed.jsonl"
    listing = {
        "title": "Steel flask 750 ml",
        "attributes": {"Capacity": "500 ml"},
        "description": "<p>Holds 750&nbsp;ml of tea.</p>",
    }
    feed.write_text(json.dumps({"id": "1", "listing": listing}), "utf-8")
    assert "consistency/volume" in found(feed)
    fix(feed)
    assert "consistency/volume" in found(feed)
    fix(feed, unsafe=True)
    assert "consistency/volume" not in found(feed)
    assert json.loads(feed.read_text("utf-8"))["listing"]["attributes"] == {"Capacity": "750 ml"}


MESSAGES = [
    ("replies.txt", "Hello\nOn WeChat, please\n", 'Hello\nOn our "chat", please\n'),
    (
        "replies.md",
        "# Hi\r\n\r\nAsk us on\r\nWeChat `WeChat` or\r\n> WeChat: soon\r\n",
        '# Hi\r\n\r\nAsk us on\r\nour "chat" `WeChat` or\r\n> our "chat": soon\r\n',
    ),
    (
        "replies.json",
        '{"a": {"en": "On WeChat", "zh": "说\\u5fae\\u4fe1"}}',
        '{"a": {"en": "On our \\"chat\\"", "zh": "说\\u5fae\\u4fe1"}}',
    ),
    (
        "replies.yaml",
        "a:\n  en: On WeChat\n  zh: '加微信'\n  es: |\n    Hola\n\n    WeChat\n  th: 'it''s WeChat'\n",
        "a:\n  en: On our \"chat\"\n  zh: '加平台聊天'\n  es: |\n    Hola\n\n    our \"chat\"\n  th: 'it''s WeChat'\n",
    ),
    ("bare.yaml", "a: {en: Telegram me, id: WeChat}\n", 'a: {en: Telegram me, id: our "chat"}\n'),
]


@pytest.mark.parametrize(("file", "before", "after"), MESSAGES, ids=[file for file, _, _ in MESSAGES])
def test_messages_are_fixed_where_they_stand_as_they_are(tmp_path, file, before, after):
    path = tmp_path / file
    path.write_bytes(before.encode())
    _, refused = fix(path)
    assert path.read_bytes().decode() == after
    assert len(found(path)) == len(refused), "what is not fixed is told"


REFUSED = [
    ("l.yaml", "title: Mug\nbrand: A\ndescription: >\n  Ask on\n  WeChat\n", "`description` is written in a way that"),
    ("l.yaml", "title: Mug\nbrand: A\ndescription: on Telegram\n", "`description` is written in a way that"),
    ("l.json", '{"a": {"en": "On WeChat \\"now\\""}}', "`text` does not stand in the file as it is"),
    ("l.jsonl", '{"id": "1", "text": "On WeChat"}\n', "`text` does not stand in the file as it is"),
    ("l.json", json.dumps({"item_name": "Mug", "attribute_list": [
        {"original_attribute_name": "Chat", "attribute_value_list": [
            {"original_value_name": "WeChat"}, {"original_value_name": "Line"}]}]}),
     "`attributes.Chat` does not stand in the file as it is"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "text", "problem"), REFUSED)
def test_what_cannot_be_changed_in_place_is_told_with_its_place(tmp_path, file, text, problem):
    path = tmp_path / file
    path.write_text(text, "utf-8")
    files, (refused,) = fix(path)
    assert not files
    assert path.read_text("utf-8") == text
    assert refused.startswith(f"{path.as_posix()}:")
    assert problem in refused


def test_a_workbook_is_read_but_not_changed(tmp_path):
    pytest.importorskip("python_calamine")
    book = tmp_path / "feed.xlsx"
    data = workbook(Products=[["title", "brand", "description"], ["Mug", "A", "On WeChat"]])
    book.write_bytes(data)
    files, (refused,) = fix(book)
    assert (files, book.read_bytes()) == ([], data)
    assert refused.startswith(f"{book.as_posix()}#Products:2:3: a workbook is not changed in place; save it as CSV")


def test_words_that_were_typed_are_in_no_file():
    read = [*typed(["On WeChat"])]
    files, (refused,) = fixing.fixed(read, check_records(read, RULES, ALL), unsafe=False)
    assert not files
    assert refused.problem == "words that are in no file are not changed in place"


def test_of_two_reports_that_want_the_same_words_otherwise_the_first_is_followed(tmp_path):
    feed = tmp_path / "feed.csv"
    feed.write_text("title,brand,description\nMug,A,a cheap mug\n", "utf-8")
    read, (entry,) = checked(feed)
    (cheap,) = entry.report.findings
    edit = cheap.fix.edits[0]
    other = replace(cheap, fix=replace(cheap.fix, edits=(replace(edit, text="fine"),)))
    entries = [entry, replace(entry, report=replace(entry.report, findings=(other,)))]
    files, (refused,) = fixing.fixed([*read, *read], entries, unsafe=True)
    assert files[0].after.endswith("a low-priced mug\n")
    assert refused.problem == "another fix changes these words as well; run it again"


def test_a_file_may_have_the_sign_of_sheets_in_its_name(tmp_path):
    feed = tmp_path / "no#1.csv"
    feed.write_text(CSV, "utf-8", newline="")
    fix(feed)
    assert feed.read_bytes().decode() == FIXED_CSV


@pytest.mark.skipif(not shutil.which("patch"), reason="nothing to apply it with")
def test_the_diff_is_one_that_patch_applies(tmp_path):
    feed = tmp_path / "feed.csv"
    data = codecs.BOM_UTF8 + CSV.encode() + "3,amazon,us,Cup\u2028,no line break  at the end,🔥".encode()
    feed.write_bytes(data)
    read, entries = checked(feed)
    files, _ = fixing.fixed(read, entries, unsafe=True)
    diff = fixing.diff(files)
    assert diff.startswith(f"--- {feed.as_posix()}\n+++ {feed.as_posix()}\n@@ -1,")
    assert feed.read_bytes() == data
    done = subprocess.run(
        ["patch", "--binary", "-p0", "-d/", "-F0"], input=diff.encode(), capture_output=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert feed.read_bytes() == files[0].data


def test_thousands_of_fixes_in_one_file_take_a_moment(tmp_path):
    feed = tmp_path / "feed.csv"
    head = "Handle,Title,Body (HTML),Vendor,Variant SKU,Variant Price,Option1 Name,Option1 Value\n"
    rows = "".join(f"mug,Mug,,A,M-{n},3,Chat,WeChat {n}\n" for n in range(1000))
    feed.write_text(head + rows, "utf-8")
    files, refused = fix(feed)
    assert len(files[0].changes) == 1000
    assert not refused


WORDS = st.lists(
    st.sampled_from(["WeChat", "微信", "mug", "🔥", "  ", ", ", '"', "'", "; ", "é", "750 ml", "\n", "\\"]), max_size=8
).map(" ".join)


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=3), data=st.data())
def test_whatever_is_fixed_is_not_found_again_and_nothing_else_differs(tmp_path_factory, rows, data):
    feed = tmp_path_factory.mktemp("feed") / "feed.csv"
    encoding = data.draw(st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "gb18030"]))
    lines = [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    before = "title,description\r\n白色陶瓷马克杯,好看的杯子适合送给朋友和家人\r\n" + "\r\n".join(lines)
    feed.write_bytes(before.encode(encoding))
    files, refused = fix(feed)
    assert not refused
    assert "spam/it" not in found(feed)
    for one in files:
        kept = [one.before[a:b] for a, b in _gaps(one)]
        rest = one.after
        for piece, change in zip(kept, [*one.changes, None], strict=True):
            assert rest.startswith(piece + (change.text if change else ""))
            rest = rest[len(piece) + len(change.text if change else "") :]
        assert feed.read_bytes().decode(encoding) == one.after
    # Of edits that touch, the first is made, and the next run makes the other.
    assert any(not fix(feed)[0] for _ in range(10))


def _gaps(one):
    edges = [0, *(edge for change in one.changes for edge in change[:2]), len(one.before)]
    return [*zip(edges[::2], edges[1::2], strict=True)]
