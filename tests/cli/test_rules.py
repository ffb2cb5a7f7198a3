"""`shoplint rules` as a rule author types it."""

import json
import re

import pytest

from .shell import shoplint

MINE = """concepts:
  - {concept: my-shop, terms: {zh: [银杏小铺], en: [ginkgo shop]}}
rules:
  - id: spam/my-shop
    severity: warn
    status: draft
    title: {en: Names the other shop, zh: 提到其他店铺}
    why: {en: Buyers stay., zh: 留住买家。}
    find: my-shop
    policy: [{title: House rule, basis: house, checked: 2026-11-22}]
    message: {en: "“{match}” is our other shop.", zh: "“{match}”是别的店。"}
    fix: {advice: {en: Leave it out., zh: 删去。}}
    examples:
      bad: ["see [[ginkgo shop]]"]
      good: ["see our shop"]
"""


@pytest.fixture(autouse=True)
def shop(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def mine(shop):
    file = shop / "mine.yaml"
    file.write_text(MINE, "utf-8")
    return file


def test_list_names_every_rule_or_those_asked_for(mine):
    code, out, _ = shoplint("rules", "list", "--packs", mine)
    assert code == 0
    assert "warn   spam/my-shop                Names the other shop  [draft]" in out.splitlines()
    assert len(out.splitlines()) > 20
    assert shoplint("rules", "list", "spam/my-shop", "--packs", mine, "--lang-ui", "zh") == (
        0,
        "warn   spam/my-shop                提到其他店铺  [draft]\n",
        "",
    )


def test_show_prints_the_page_of_a_rule(mine):
    code, out, _ = shoplint("rules", "show", "spam/my-shop", "--packs", mine)
    assert (code, out.splitlines()[0]) == (0, "spam/my-shop  warn  Names the other shop")
    assert "  Buyers stay." in out.splitlines()


def test_show_guesses_what_was_meant(mine):
    assert shoplint("rules", "show", "spam/my-shp", "--packs", mine) == (
        2,
        "",
        "error: no rule is called `spam/my-shp` (did you mean `spam/my-shop`?)\n",
    )


def test_test_counts_examples_and_problems(mine):
    more = 'todo: ["the ginkgo shop"]\n      good: ["see the ginkgo shop", "'
    mine.write_text(MINE.replace('good: ["', more), "utf-8")
    code, out, _ = shoplint("rules", "test", "spam/my-shop", "--packs", mine)
    good, todo, total = out.splitlines()
    assert (code, total) == (1, "4 examples of 1 rules, 1 problems")
    assert good.endswith("spam/my-shop: a good example is found: [[ginkgo shop]]")
    assert (todo[:6], todo.endswith("make it a bad one")) == ("todo: ", True)


def test_test_of_nothing_is_a_mistake():
    assert shoplint("rules", "test", "nothing", "nowhere") == (
        2,
        "",
        "error: no rule or family is called nothing or nowhere (shoplint rules list shows them)\n",
    )


def test_test_retells_and_measures_where_asked(mine):
    term = "en: [{term: ginkgo, case: true}, ginkgo tea], th: [แปะก๊วย]}, passes: {en: [ginkgo tea]"
    mine.write_text(MINE.replace("ginkgo shop", "ginkgo").replace("en: [ginkgo]", term), "utf-8")
    code, out, _ = shoplint("rules", "test", "spam/my-shop", "--packs", mine, "--coverage", "--mutate")
    wide, invisible, dead, counted, total = out.splitlines()
    assert wide.endswith("not found in disguise (width): 'see ｇｉｎｋｇｏ'")
    assert "(invisible)" in invisible
    assert dead.startswith("concept my-shop: the term “ginkgo tea” is never found")
    assert counted.endswith(" terms stand in an example")
    assert (code, total) == (1, "2 examples of 1 rules, 3 problems")


def test_check_counts_what_can_be_read(mine):
    code, out, _ = shoplint("rules", "check", "--packs", mine)
    assert code == 0
    assert re.fullmatch(r"\d+ rules, \d+ concepts, \d+ guards: no mistake\n", out)


def test_check_tells_every_mistake_at_once(mine):
    mine.write_text(MINE.replace("severity: warn", "severity: wran").replace("find: my-shop", "find: my-shp"), "utf-8")
    code, out, err = shoplint("rules", "check", "--packs", mine)
    assert (code, out) == (2, "")
    assert err.splitlines()[0].startswith(f"error: {mine}:5:15: unknown value `wran` (did you mean `warn`?")


def test_check_wants_a_file_that_is_there():
    code, _, err = shoplint("rules", "check", "--packs", "nowhere.yaml")
    assert (code, err) == (2, "error: nowhere.yaml: no such rule file or folder (is the path spelled right?)\n")


def test_schema_is_json():
    code, out, _ = shoplint("rules", "schema")
    assert code == 0
    assert "rules" in json.dumps(json.loads(out))


def test_new_prints_a_rule_that_can_be_read_and_holds(shop):
    code, out, _ = shoplint("rules", "new", "reviews/mine", "--today", "2026-11-22")
    assert code == 0
    (shop / "new.yaml").write_text(out, "utf-8")
    assert shoplint("rules", "test", "reviews/mine", "--packs", "new.yaml").code == 0
    assert shoplint("rules", "new", "reviews/mine").code == 2
