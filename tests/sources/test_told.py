"""A text rewritten in its file reads as it should, and everything else in the file as before."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.sources.feeds.read import listings
from linter.sources.feeds.told import rewritten

# Signs that mean something to one format or the other, beside letters of several scripts.
PIECES = [
    "a",
    "Ml",
    " ",
    "微信",
    "🔥",
    "é",
    "'",
    '"',
    ",",
    ";",
    ":",
    ": ",
    " #",
    "-",
    "&",
    "<b>",
    "]]>",
    "\\",
    "{",
    "|",
]
WORDS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=8).map("".join).filter(str.strip)
NEW = st.lists(st.sampled_from([*PIECES, "\n"]), max_size=3).map("".join)


def quoted(text):
    return '"' + text.replace('"', '""') + '"'


def csv(text):
    return f"title,description,price\r\nMug,{quoted(text)},3\r\nHat,warm,4\r\n"


def plain_csv(text):
    return f"title,description,price\nMug,{text},3\nHat,warm,4"


def tsv(text):
    return f"title\tdescription\tprice\nMug\t{text}\t3\nHat\twarm\t4\n"


def as_json(text):
    return json.dumps([{"title": "Mug", "description": text}, {"title": "Hat", "description": "warm"}], indent=1)


def wide_json(text):
    return json.dumps([{"title": "Mug", "description": text}, {"title": "Hat"}], ensure_ascii=False)


def single_yaml(text):
    return "- title: Mug\n  description: '{}'\n- title: Hat\n  brand: Acme\n".format(text.replace("'", "''"))


def double_yaml(text):
    return f'- title: Mug\n  description: "{text}"\n- title: Hat\n'


def bare_yaml(text):
    return f"- title: Mug\n  description: {text}\n- title: Hat\n"


def block_yaml(text):
    lines = text.replace("\n", "\r\n    ")
    return f"- title: Mug\r\n  description: |\r\n    {lines}\r\n\r\n    more\r\n- title: Hat\r\n"


def xml(text):
    written = text.replace("&", "&amp;").replace("<", "&lt;")
    return (
        f"<rss><item><title>Mug</title><description>{written}</description></item><item><title>Hat</title></item></rss>"
    )


def cdata(text):
    return f"<rss><item><title>Mug</title><description>x <![CDATA[{text}]]> y</description></item></rss>"


def markdown(text):
    return f"---\r\ntitle: Mug\r\nbrand: Acme\r\n---\r\nWarm <!-- not\r\nthis --> and\r\n{text}\r\n"


FORMATS = {
    "quoted.csv": csv,
    "plain.csv": plain_csv,
    "feed.tsv": tsv,
    "ascii.json": as_json,
    "wide.json": wide_json,
    "single.yaml": single_yaml,
    "double.yaml": double_yaml,
    "bare.yaml": bare_yaml,
    "block.yaml": block_yaml,
    "feed.xml": xml,
    "cdata.xml": cdata,
    "copy.md": markdown,
}


def read(text, file):
    return [*listings(text.encode(), file, {})]


def fields(records):
    return [
        (record.problem, record.unread, {path: str(text) for path, text in record.listing.fields()})
        for record in records
        if record.listing or record.problem
    ]


@pytest.mark.parametrize("file", FORMATS)
@settings(max_examples=40, deadline=None)
@given(text=WORDS, new=NEW, data=st.data())
def test_a_rewritten_text_reads_as_asked_and_the_rest_as_before(file, text, new, data):
    before = FORMATS[file](text)
    records = read(before, file)
    told = records[0].texts.get("description")
    if told is None:  # broken by the words that were drawn: `a: b` without quotes
        return
    start = data.draw(st.integers(0, len(told.rstrip("\n"))))
    end = data.draw(st.integers(start, len(told.rstrip("\n"))))
    change = rewritten(records[0].source, told, start, end, new)
    if change is None or not (told[:start] + new + told[end:]).strip():
        return
    after = before[: change[0]] + change[2] + before[change[1] :]
    wanted = fields(records)
    wanted[0][2]["description"] = told[:start] + new + told[end:]
    got = fields(read(after, file))
    if file in (
        "feed.xml",
        "cdata.xml",
        "copy.md",
        "block.yaml",
    ):  # blanks at the ends of a line or text count for nobody
        wanted, got = ([(p, u, {k: v.split() for k, v in f.items()}) for p, u, f in some] for some in (wanted, got))
    assert got == wanted


@pytest.mark.parametrize(
    ("file", "text", "old", "new", "written"),
    [
        ("quoted.csv", 'the "big" mug', "big", 'b"g', '"the ""b""g"" mug"'),
        ("plain.csv", "the mug", "the", "a, b", '"a, b mug"'),
        ("plain.csv", '🔥 "Trek" mug', "🔥 ", "", '"""Trek"" mug"'),
        ("feed.tsv", '24" mug', "mug", "cup", '24" cup'),
        ("ascii.json", "微信 mug", "mug", "杯", '"\\u5fae\\u4fe1 \\u676f"'),
        ("wide.json", "微信 mug", "mug", '"杯"', '"微信 \\"杯\\""'),
        ("single.yaml", "it's a mug", "a mug", "Ann's", "'it''s Ann''s'"),
        ("bare.yaml", "a mug", "mug", "cup", "description: a cup"),
        ("bare.yaml", "a mug", "mug", "cup: blue", None),
        ("bare.yaml", "5 mugs", " mugs", "", None),
        ("bare.yaml", "not null", "not ", "", None),
        ("double.yaml", "a mug", "mug", '"mug"', '"a \\"mug\\""'),
        ("block.yaml", "two\nlines", "lines", "words\nmore", "    two\r\n    words\n    more"),
        ("block.yaml", "two\nlines", "two\n", " ", None),
        ("feed.xml", "a & b mug", "b", "<c>", "a &amp; &lt;c&gt; mug"),
        ("cdata.xml", "a & b mug", "b", "<c>", "<![CDATA[a & <c> mug]]>"),
        ("cdata.xml", "a mug", "mug", "]]>", None),
        ("cdata.xml", "a mug", "x a", "b", None),
        ("copy.md", "a mug: nice", "mug", "cup: blue", "a cup: blue: nice"),
        ("copy.md", "a mug", "Warm         ", "", None),
    ],
)
def test_words_are_written_in_the_manner_of_the_file(file, text, old, new, written):
    before = FORMATS[file](text)
    record = read(before, file)[0]
    told = record.texts["description"]
    start = told.index(old)
    change = rewritten(record.source, told, start, start + len(old), new)
    if written is None:
        assert change is None
    else:
        first, last, words = change
        assert written in before[:first] + words + before[last:]


def test_lines_of_yaml_are_counted_as_yaml_counts_them():
    text = 'title: "A mug\u2028of clay"\nbrand: Acme\n'
    (record,) = read(text, "copy.yaml")
    brand = record.texts["brand"]
    assert record.source.stretch(brand, 0, 4) == (text.index("Acme"), text.index("Acme") + 4)


@pytest.mark.parametrize("text", ["a: >\n  folded\n  words\n", 'a: "with \\u4e2d escapes"\n', "a: several\n  lines\n"])
def test_what_cannot_be_followed_is_not_rewritten(text):
    (record,) = read(f"title: Mug\n{text}", "copy.yaml")
    told = record.texts["attributes.a"]
    assert rewritten(record.source, told, 0, 1, "x") is None
    assert record.source.of(told, 0).line == 2
