"""`shoplint rules check` beside its mistakes: patterns that nothing holds back, and what rules cost on a corpus."""

import re

import pytest

from .shell import shoplint

MINE = """concepts:
  - concept: my-shop
    terms: {en: [ginkgo shop]}
    patterns: {any: ['gk[0-9]{4,8}', 'ginkgo[0-9]{3}', '[a-z]+ [\\p{L}]+ ?<{LONG}']}
rules:
  - id: spam/my-shop
    severity: warn
    title: {en: Names the other shop, zh: 提到其他店铺}
    find: my-shop
    unless: [negated]
    policy: [{title: House rule, basis: house, checked: 2026-11-22}]
    message: {en: "“{match}” is our other shop.", zh: "“{match}”是别的店。"}
    fix: {advice: {en: Leave it out., zh: 删去。}}
    examples:
      bad: ["see [[ginkgo shop]]"]
      good: ["see our shop"]
""".replace("{LONG}", "[0-9]{1,2}" * 8)


@pytest.fixture(autouse=True)
def shop(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.yaml").write_text(MINE, "utf-8")
    return tmp_path


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """One run with everything asked for, since each compiles the rules anew."""
    folder = tmp_path_factory.mktemp("shop")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        (folder / "mine.yaml").write_text(MINE, "utf-8")
        (folder / "a.txt").write_text("see ginkgo shop\nnot at the ginkgo shop\nthank you\n", "utf-8")
        (folder / "b.jsonl").write_text('{"text": "我们今天发货"}\n{"text": 5}\n', "utf-8")
        return shoplint("rules", "check", "--packs", "mine.yaml", "--corpus", "a.txt", "b.jsonl")


def test_own_patterns_are_named_and_the_shipped_ones_counted(told):
    own, none, shipped = [line for line in told.err.splitlines() if "not tried" not in line]
    assert own == "note: mine.yaml:4:22: concept my-shop: a pattern requires only “gk”: gk[0-9]{4,8}"
    assert none.startswith("note: mine.yaml:4:56: concept my-shop: a pattern requires only “<”: [a-z]+ [\\p{L}]+ ?<")
    assert none.endswith("…")
    assert re.fullmatch(
        r"note: [\d,]+ of [\d,]+ shipped patterns require no literal of three bytes \(--doctor names them\)", shipped
    )


def test_a_corpus_tells_what_each_rule_costs(told):
    head, *rows = told.out.split("\n\n")[0].splitlines()
    assert head.split() == ["rule", "screened", "candidates", "confirmed", "share", "ms/MB"]
    mine = next(row for row in rows if row.startswith("spam/my-shop "))
    assert mine.split()[1:6] == ["2", "2", "1", "50.0", "%"]
    costs = [float(re.findall(r"[\d,]+\.\d\d", row)[-1].replace(",", "")) for row in rows]
    assert costs == sorted(costs, reverse=True)
    assert told.out.splitlines()[-1].endswith("guards: no mistake")
    assert "\nlet through nowhere: " in told.out
    assert re.search(r"^4 messages, 0\.00 MB: \d+ of \d+ rules tried, \d+ costly, 0 idle$", told.out, re.MULTILINE)


def test_a_record_that_cannot_be_read_is_told(told):
    assert told.code == 2
    assert "note: b.jsonl:2:1: not tried: `text`: expected `str`, got `int`" in told.err.splitlines()


def test_notes_change_no_exit_code_and_all_are_named_where_asked():
    code, out, err = shoplint("rules", "check", "--doctor")
    assert (code, len(out.splitlines())) == (0, 1)
    assert all(re.match(r"note: rules/.+\.yaml:\d+:\d+: .+: a pattern requires ", line) for line in err.splitlines())


def test_files_without_corpus_are_a_mistake():
    code, out, err = shoplint("rules", "check", "mine.yaml")
    assert (code, out) == (2, "")
    assert "Got unexpected extra arguments (mine.yaml): rule files follow --packs." in err
