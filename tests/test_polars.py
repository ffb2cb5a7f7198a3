"""Texts in a Polars frame say what single messages say."""

from pathlib import Path

import pytest

from linter import Message, Options, RuleSet, Verdict, lint, load

pl = pytest.importorskip("polars", reason="in the extra `polars`")

import linter.polars as shoplint  # noqa: E402

_TEXTS = ("Add me on WhatsApp", "加我ＶＸ聊,好评返现3元", "Thanks, it ships tomorrow.", "", "👍🏽 ทักไลน์มาได้เลยค่ะ")


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return load()


@pytest.fixture
def frame() -> pl.DataFrame:
    platforms = ["tiktok-shop", None, "shopee"]
    rows = [(n, text, platforms[n % 3]) for n, text in enumerate(_TEXTS * 3)]
    return pl.DataFrame(rows, schema=["n", "text", "platform"], orient="row")


def test_a_column_says_what_single_messages_say(frame: pl.DataFrame, rules: RuleSet) -> None:
    told = frame.with_columns(shoplint.check("text", platform=pl.col("platform")))
    assert told.schema["shoplint"] == shoplint.CHECKED
    for _, text, platform, said in told.rows():
        report = lint(Message(text=text, platform=platform or ""), rules)
        assert said["verdict"] == report.verdict
        assert said["rules"] == sorted({f.rule for f in report.findings})
        places = [(f["rule"], f["start"], f["end"], f["match"]) for f in said["findings"]]
        assert places == [(f.rule, f.start, f.end, f.match) for f in report.findings]


def test_a_place_counts_as_polars_counts(frame: pl.DataFrame) -> None:
    found = frame.with_columns(shoplint.check("text").struct.field("findings")).explode("findings").drop_nulls()
    found = found.unnest("findings")
    assert len(found) > 3
    assert found.select(same=pl.col("text").str.slice("start", pl.col("end") - pl.col("start")) == pl.col("match"))[
        "same"
    ].all()


def test_a_missing_text_is_not_clean(rules: RuleSet) -> None:
    told = pl.DataFrame({"text": ["hello", None]}).select(shoplint.check("text", rules))["shoplint"]
    assert told.to_list() == [
        {"verdict": "clean", "rules": [], "findings": [], "unchecked": None},
        {"verdict": "unchecked", "rules": [], "findings": [], "unchecked": "no `text`"},
    ]


def test_the_namespace_says_the_same(frame: pl.DataFrame) -> None:
    plain = frame.select(shoplint.check("text", platform="shopee"))
    assert frame.select(pl.col("text").shoplint.check(platform="shopee")).equals(plain)


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_a_lazy_frame_is_checked_as_it_is_read(frame: pl.DataFrame, tmp_path: Path, engine: str) -> None:
    frame.write_parquet(tmp_path / "chat.parquet", row_group_size=4)
    verdict = shoplint.check("text").struct.field("verdict")
    lazy = pl.scan_parquet(tmp_path / "chat.parquet").filter(verdict == "block").select("n")
    expected = frame.filter(verdict == "block")["n"].to_list()
    assert sorted(lazy.collect(engine=engine)["n"].to_list()) == expected
    assert expected


def test_more_rows_than_are_screened_at_a_time(rules: RuleSet) -> None:
    frame = pl.DataFrame({"text": ["hello", "Add me on WhatsApp"] * 3000})
    told = frame.select(shoplint.check("text", rules).struct.field("verdict")).to_series()
    assert told.value_counts().sort("verdict")["count"].to_list() == [3000, 3000]
    assert frame.head(0).select(shoplint.check("text", rules)).is_empty()


def test_who_speaks_and_what_counts_can_be_said(rules: RuleSet) -> None:
    said = pl.DataFrame({"text": ["Add me on WhatsApp"] * 3, "role": ["buyer", "seller", "nobody we know"]})
    verdicts = said.select(shoplint.check("text", rules, role=pl.col("role")).struct.field("verdict")).to_series()
    assert verdicts.to_list() == [Verdict.CLEAN, Verdict.BLOCK, Verdict.BLOCK]
    other = said.select(shoplint.check("text", rules, Options(select=("reviews",))).struct.field("verdict"))
    assert other.to_series().unique().to_list() == ["clean"]
