"""A rule set is compiled once; an installed one not even that often."""

from contextlib import contextmanager

import pytest
from small import rule

from linter.ruleset import Overlay, load, packs
from linter.ruleset.build import shipped

SHIPPED = "concepts:\n  - {concept: lure, terms: {en: [freebie]}}\nrules:\n" + rule("lure")
OWN = "concepts:\n  - {concept: bait, terms: {en: [handout]}}\nrules:\n" + rule("bait", rule_id="spam/own")


class Waiting:
    """Somebody who counts how often the rules were compiled."""

    def __init__(self):
        self.told = 0

    def load(self, *args, **how):
        return [rule.id for rule in load(*args, while_compiling=self.compiling(), **how).rules]

    @contextmanager
    def compiling(self):
        self.told += 1
        yield


@pytest.fixture
def site(tmp_path, monkeypatch):
    """Where a package with one rule of its own is installed, compiled rules and all."""
    monkeypatch.setenv("SHOPLINT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("SHOPLINT_CACHE", raising=False)
    package = tmp_path / "linter"
    (package / "packs").mkdir(parents=True)
    (package / "packs" / "spam.yaml").write_text(SHIPPED)
    monkeypatch.setattr(packs, "__file__", str(package / "ruleset" / "packs.py"))
    packs.compiled().write_bytes(shipped())
    (tmp_path / "own.yaml").write_text(OWN)
    return tmp_path


def test_shipped_rules_are_ready_and_leave_nothing_behind(site):
    waiting = Waiting()
    assert waiting.load() == waiting.load([], Overlay()) == ["spam/it"]
    assert waiting.told == 0
    assert not (site / "cache").exists()


@pytest.mark.parametrize(
    ("packs_of_project", "overlay", "rules", "told"),
    [
        (["own.yaml"], None, ["spam/it", "spam/own"], 1),
        (["own.yaml"], Overlay({"spam/it": "off"}), ["spam/own"], 1),
        ([], Overlay({"spam/it": "note"}), ["spam/it"], 0),
    ],
)
def test_rules_of_a_project_are_compiled_once_and_severities_never(site, packs_of_project, overlay, rules, told):
    waiting = Waiting()
    own = [site / name for name in packs_of_project]
    assert waiting.load(own, overlay) == waiting.load(own, overlay) == rules
    assert waiting.told == told


def test_a_changed_pack_is_noticed(site):
    waiting = Waiting()
    pack = site / "linter" / "packs" / "spam.yaml"
    pack.write_text(SHIPPED.replace("spam/it", "spam/at"))
    assert waiting.load() == waiting.load() == ["spam/at"]
    assert waiting.told == 1


def test_without_a_cache_every_load_compiles(site):
    waiting = Waiting()
    assert waiting.load(cache=False) == waiting.load(cache=False) == ["spam/it"]
    assert waiting.told == 2
    assert not (site / "cache").exists()
