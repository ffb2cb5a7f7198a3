"""Feeds as a seller checks them: `shoplint check --as listings`, in this process."""

import codecs
import json

import pytest
from sheets import workbook
from small import ALL, rule, ruleset

from linter.cli.listings import check_listings
from linter.report import concise, console, wire
from linter.sources.feeds.read import records
from linter.suppress import Allow

from .shell import shoplint

RULES = ruleset("rules:\n" + rule("{terms: {any: [wechat, 微信]}}", rule_id="diversion/app"))

SHOPIFY = (
    "Handle,Title,Body (HTML),Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Compare At Price,"
    "Variant Barcode,Image Src,Image Alt Text\n"
    'flask,"Steel ""Trek"" flask 750 ml","<p>Capacity: <b>500 ml</b></p>",Nordhav,Color,Red,F-R,19.9,15,,'
    "https://x/1.jpg,Red flask\n"
    "flask,,,,,Blue,F-B,19.9,,'4006381333932',https://x/2.jpg,Ask on WeChat\n"
    "mug,Mug,<p>Of clay.</p>,Nordhav,Title,Default Title,M-1,5,,,,\n"
)


@pytest.fixture(autouse=True)
def shop(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def entries(shop, text, file="feed.csv", allows=(), **levels):
    (shop / file).write_bytes(text if isinstance(text, bytes) else text.encode())
    named = {name.replace("_", "/"): level for name, level in levels.items()}
    return check_listings([*records([file], "listings")], RULES, ALL, allows, named)


def told(some):
    return concise.render(some).splitlines()


def test_a_finding_stands_at_its_cell(shop):
    flask, _ = entries(shop, SHOPIFY)
    lines = SHOPIFY.split("\n")
    (fields,) = [json.loads(line)["findings"] for line in wire.lines([flask]).splitlines()]
    cells = {f["rule"]: (f["cell"]["row"], f["cell"]["column"], f["at"]["line"]) for f in fields}
    assert cells == {
        "consistency/volume": (2, "Title", 2),
        "diversion/app": (3, "Image Alt Text", 3),
        "consistency/compare-at-price": (2, "Variant Compare At Price", 2),
        "format/code": (3, "Variant Barcode", 3),
    }
    stands = {f["rule"]: lines[f["at"]["line"] - 1][f["at"]["column"] - 1 :] for f in fields}
    assert stands["consistency/volume"].startswith("750 ml")
    assert stands["diversion/app"].startswith("WeChat")
    assert stands["consistency/compare-at-price"].startswith("15,")


def test_programs_are_told_every_place_of_a_contradiction(shop):
    some = entries(shop, SHOPIFY)
    (clash,) = [f for f in json.loads(wire.document(some))["reports"][0]["findings"] if f["rule"].endswith("/volume")]
    texts = some[0].fields
    assert (clash["attribute"], clash["fields"]) == ("volume", ["title", "description"])
    assert [texts[side["field"]][side["start"] : side["end"]] for side in clash["with"]] == ["500 ml"]
    assert texts[clash["field"]][clash["start"] : clash["end"]] == clash["match"] == "750 ml"


@pytest.mark.parametrize("width", [80, 120])
def test_clashing_values_stand_side_by_side_and_underlined(shop, width):
    page = console.render(entries(shop, SHOPIFY), width=width).splitlines()
    names = next(n for n, line in enumerate(page) if line.split() == ["title", "description"])
    values, marks = page[names + 1], page[names + 2]
    for value in ("750 ml", "500 ml"):
        at = values.index(value)
        assert marks[at : at + 6] == "^^^^^^"
    assert page[names].index("description") == values.index("<p>")
    assert all(len(line) <= width or "https://" in line for line in page)


def test_one_line_a_finding_names_the_fields_and_the_attribute(shop):
    lines = told(entries(shop, SHOPIFY))
    assert lines[0].endswith("cannot both be true. [750 ml] (volume: title, description)")
    assert lines[1] == "feed.csv:3:65: block diversion/app “WeChat” is not said. [WeChat] (images[1].alt)"


def test_what_a_project_allows_or_changes_holds_for_listings(shop):
    pass_it = Allow("diversion/app", "wechat", "a toy of that name")
    same = Allow("consistency/volume", "750 ml", "the cup holds less")
    flask, _ = entries(shop, SHOPIFY, allows=[pass_it, same], format_code="off")
    assert {f.rule for f in flask.report.findings} == {"consistency/compare-at-price"}
    assert {f.rule for f in flask.report.allowed} == {"diversion/app", "consistency/volume"}


def test_listings_of_several_files_are_not_compared_with_each_other(shop):
    same = "title,brand,price\nGreen mug of clay,Acme,3\n"
    for file in ("no#1.csv", "no#2.csv"):
        (shop / file).write_text(same, "utf-8")
    some = check_listings([*records(["no#1.csv", "no#2.csv"], "listings")], RULES, ALL)
    assert not any(f.rule == "format/same-title" for entry in some for f in entry.report.findings)


def test_sheets_of_one_workbook_are_one_feed_and_cells_have_their_places(shop):
    pytest.importorskip("python_calamine")
    head = ["title", "brand", "price", "compare at price"]
    rows = [head, ["Green mug of clay", "Acme", 3, 2], ["Cup on WeChat", "Acme", "=A1*2", ""]]
    book = workbook(Spring=rows, Autumn=[head, ["Green mug of clay", "Acme", 3, ""]], Notes=[["nothing", "here"]])
    lines = told(entries(shop, book, "feed.xlsx"))
    assert [line.split(" ", 2)[0] + " " + line.split(" ", 3)[2] for line in lines if "not checked" not in line] == [
        "feed.xlsx#Spring:2:4: consistency/compare-at-price",
        "feed.xlsx#Spring:3:1: diversion/app",
        "feed.xlsx#Autumn:2:1: format/same-title",
    ]
    (formula,) = [line for line in lines if "not checked" in line]
    assert "row 3: `price`: a formula, whose result is not in the file" in formula


HOSTILE = [
    ("empty.csv", b"", "empty.csv:1:1: not checked: nothing is in this file"),
    ("empty.jsonl", b"\n \n", "empty.jsonl:1:1: not checked: nothing is in this file"),
    ("feed.xml", b"<rss></rss>", "feed.xml:1:1: not checked: no <item> or <entry> in this feed"),
    ("head.csv", b"Handle,Title,Vendor,Variant Price\n", "head.csv:1:1: not checked: no row stands below the header"),
    ("no.csv", b"Mug,12\nHat,13\n", "no.csv:1: not checked: no header names the columns of a feed: 'Mug,12'"),
    ("deep.json", b"[" * 5000, "deep.json:1:1: not checked: "),
    ("deep.json", b"[" * 5000 + b"]" * 5000, "deep.json:1:1: not checked: nested more than 200 deep"),
    ("deep.yaml", b"[" * 5000 + b"]" * 5000, "deep.yaml:1:"),
    ("twice.yaml", b"title: a\ntitle: b\n", "twice.yaml:1:1: not checked: `title` stands twice"),
    ("nul.csv", b"title,price\na\0,3\n", "nul.csv: not checked: not text: it holds NUL bytes"),
    ("fake.xlsx", b"PK\x03\x04garbage", "fake.xlsx: not checked: not a workbook: "),
    ("page.html", b"<html><body>Hi", "page.html:1: not checked: no header names"),
]


@pytest.mark.parametrize(("file", "data", "line"), HOSTILE)
def test_a_file_that_nobody_can_read_is_one_line(shop, file, data, line):
    if file.endswith("xlsx"):
        pytest.importorskip("python_calamine")
    (only,) = told(entries(shop, data, file))
    assert only.startswith(line)


BESIDE = [
    ('b,"Half open,V,2\n', "a quote is opened and never closed"),
    ('b,"a "b" c",V,2\n', "a quote stands in a quoted text and is not doubled"),
    ("b,a,b,c,d,e\n", "6 cells, but the header names 4: quote the text"),
    ("b,Mug,V,cheap\n", "`skus[0].price`: no amount: 'cheap'"),
    ("b,=SUM(A1),V,=B2\n", "row 3: `Variant Price`: a formula, whose result is not in the file: =B2"),
    ("b,Caf\udce9,V,2\n", "`title`: characters of no encoding"),
]


@pytest.mark.parametrize(("row", "problem"), BESIDE)
def test_beside_a_broken_row_all_others_are_checked(shop, row, problem):
    head = "Handle,Title,Vendor,Variant Price\n"
    text = f"{head}a,Mug on WeChat,V,1\n{row}c,Hat on WeChat,V,3\n"
    lines = told(entries(shop, text.encode("utf-8", "surrogateescape")))
    assert [line for line in lines if line.endswith(problem)]
    assert [line.split(":")[1] for line in lines if "diversion/app" in line] == ["2", "4"]


def test_ten_thousand_variants_and_five_megabytes_are_one_listing_each(shop):
    head = "Handle,Title,Body (HTML),Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Price\n"
    variants = "".join(f"mug,,,,,Red {n},M-{n},3\n" for n in range(3000))
    long = f"long,Jar,<p>{'word ' * 1_000_000}</p>,V,,,J,3\n"
    some = entries(shop, f"{head}mug,Mug,On WeChat,V,Color,Red,M,3\n{variants}{long}cup,Cup on WeChat,,V,,,C,3\n")
    assert [len(entry.listing.skus) for entry in some] == [3001, 1, 1]
    assert [entry.report.verdict.value for entry in some] == ["block", "unchecked", "block"]


@pytest.mark.usefixtures("compiled")
def test_a_feed_is_known_as_one_and_may_come_from_standard_input(shop):
    (shop / "feed.csv").write_text(SHOPIFY, "utf-8")
    by_name = shoplint("check", "feed.csv", "--format", "concise")
    piped = shoplint("check", "--as", "listings", "-", "--format", "concise", stdin=SHOPIFY)
    assert "consistency/volume" in by_name.out
    assert piped.out == by_name.out.replace("feed.csv:", "<stdin>:")
    assert (by_name.code, by_name.err) == (piped.code, "")


@pytest.mark.usefixtures("compiled")
def test_a_fix_is_written_and_told_and_what_is_left_is_reported(shop):
    text = "title,platform,market,description\r\nMug  of clay 🔥,amazon,us,Add my WhatsApp 0812-3456-7890\r\n"
    (shop / "feed.csv").write_bytes(codecs.BOM_UTF8 + text.encode())
    (shop / "reply.txt").write_text("Hello\n", "utf-8")
    shown = shoplint("check", "feed.csv", "--diff")
    assert "-Mug  of clay 🔥,amazon" in shown.out
    assert (shop / "feed.csv").read_bytes() == codecs.BOM_UTF8 + text.encode()
    fixed = shoplint("check", "feed.csv", "reply.txt", "-", "--fix", "--format", "jsonl", stdin="Add me on WhatsApp")
    assert (shop / "feed.csv").read_bytes() == codecs.BOM_UTF8 + text.replace(" 🔥", "").replace("  ", " ").encode()
    assert fixed.err.splitlines() == [
        "fixed: feed.csv:2:4: format/spacing: title: “  ” → “ ”",
        "fixed: feed.csv:2:13: format/emoji: title: “ 🔥” → “”",
    ]
    reports = [json.loads(line) for line in fixed.out.splitlines()]
    assert [(r["at"]["file"], r["verdict"]) for r in reports] == [
        ("feed.csv", "block"),
        ("reply.txt", "clean"),
        ("<stdin>", "block"),
    ]
    assert not any(f["family"] == "format" for f in reports[0]["findings"])
    assert fixed.code == shown.code == 1


@pytest.mark.usefixtures("compiled")
def test_a_workbook_that_is_not_fixed_is_told(shop):
    pytest.importorskip("python_calamine")
    (shop / "feed.xlsx").write_bytes(workbook(One=[["title", "platform", "price"], ["Mug 🔥", "amazon", 3]]))
    done = shoplint("check", "feed.xlsx", "--fix", "--format", "concise")
    assert done.err == (
        "note: feed.xlsx#One:2:1: not fixed: a workbook is not changed in place; "
        "save it as CSV, or write the words there yourself\n"
    )
    assert "format/emoji" in done.out


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize(
    ("args", "rules"),
    [
        (["--select", "consistency"], {"consistency/volume"}),
        (["--ignore", "diversion,consistency/*", "--severity", "warn"], {"format/emoji"}),
    ],
)
def test_rules_of_listings_are_chosen_by_name(shop, args, rules):
    text = "title,platform,market,Capacity,note\nFlask 750 ml 🔥,amazon,us,500 ml,WhatsApp 0812-3456-7890\n"
    (shop / "feed.csv").write_text(text, "utf-8")
    done = shoplint("check", "feed.csv", "--format", "jsonl", *args)
    assert {f["rule"] for f in json.loads(done.out)["findings"]} == rules
    assert done.code == 0
