"""Which scanner screens the rules, and what becomes of a Hyperscan that is missing, wrong or spoilt."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from chats import PACK
from small import ALL, loaded

from linter import ConfigError, Message, RuleSet, lint, load
from linter.match.finder import Finder
from linter.ruleset import scanner
from linter.ruleset.compile import compile_pack
from linter.ruleset.decode import merged

COMPILED = compile_pack(merged(loaded(PACK)))
TESTS = Path(__file__).parent.parent


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own."""
    monkeypatch.setenv("SHOPLINT_CACHE_DIR", str(tmp_path))
    monkeypatch.delenv("SHOPLINT_CACHE", raising=False)
    return tmp_path


def chosen(monkeypatch: pytest.MonkeyPatch, asked: str | None) -> tuple[scanner.Choice, set[str]]:
    """The choice, and the kinds of finder behind the screen of a new rule set."""
    if asked is None:
        monkeypatch.delenv(scanner.VARIABLE, raising=False)
    else:
        monkeypatch.setenv(scanner.VARIABLE, asked)
    rules = RuleSet(COMPILED)
    choice = scanner.choose(rules)
    return choice, {type(side.finder).__name__ for side in rules.words.screen.sides.values()}


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (None, "the quicker one for these rules"),
        ("", "the quicker one for these rules"),
        (" ", "the quicker one for these rules"),
        ("portable", "SHOPLINT_SCANNER=portable"),
        (" Portable ", "SHOPLINT_SCANNER=portable"),
    ],
)
def test_the_portable_scanner_is_the_rule(asked: str | None, why: str, folder: Path, monkeypatch: pytest.MonkeyPatch):
    choice, kinds = chosen(monkeypatch, asked)
    assert (choice.name, choice.why, choice.build) == ("portable", why, "")
    assert kinds == {Finder.__name__}
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("asked", ["hyper", "re2", "hyperscan,portable", "ＨＹＰＥＲＳＣＡＮ"])
def test_another_name_is_a_mistake(asked: str, monkeypatch: pytest.MonkeyPatch):
    with pytest.raises(ConfigError, match=f"SHOPLINT_SCANNER={asked.lower()} names no scanner") as mistake:
        chosen(monkeypatch, asked)
    assert mistake.value.hint == "hyperscan or portable"


def test_the_portable_scanner_takes_over_again(folder: Path, monkeypatch: pytest.MonkeyPatch):
    pytest.importorskip("hyperscan")
    rules = RuleSet(COMPILED)
    monkeypatch.setenv(scanner.VARIABLE, "hyperscan")
    assert scanner.choose(rules).name == "hyperscan"
    monkeypatch.setenv(scanner.VARIABLE, "portable")
    assert scanner.choose(rules).name == "portable"
    assert {type(side.finder) for side in rules.words.screen.sides.values()} == {Finder}
    assert len(list(folder.iterdir())) == 1


def test_hyperscan_is_used_where_it_is_asked_for(folder: Path, monkeypatch: pytest.MonkeyPatch):
    pytest.importorskip("hyperscan")
    choice, kinds = chosen(monkeypatch, " HyperScan ")
    assert (choice.name, choice.why) == ("hyperscan", "right on every key and every example of the rules")
    assert "Version: " in choice.build
    assert kinds == {"Swift"}
    assert len(list(folder.glob("*.msgpack"))) == 1


def test_a_database_is_compiled_once(folder: Path, monkeypatch: pytest.MonkeyPatch):
    pytest.importorskip("hyperscan")
    chosen(monkeypatch, "hyperscan")
    (kept,) = folder.iterdir()
    before = kept.stat()
    assert chosen(monkeypatch, "hyperscan")[1] == {"Swift"}
    (again,) = folder.iterdir()
    assert (again, again.stat().st_mtime_ns, again.stat().st_ino) == (kept, before.st_mtime_ns, before.st_ino)


def test_other_rules_have_a_database_of_their_own(folder: Path, monkeypatch: pytest.MonkeyPatch):
    pytest.importorskip("hyperscan")
    chosen(monkeypatch, "hyperscan")
    other = compile_pack(merged(loaded(PACK.replace("whatsapp", "telegram"))))
    scanner.choose(RuleSet(other))
    assert len(list(folder.iterdir())) == 2


@pytest.mark.parametrize("damage", ["empty", "cut", "flipped", "other", "folder"])
def test_a_spoilt_database_is_ignored(damage: str, folder: Path, monkeypatch: pytest.MonkeyPatch):
    pytest.importorskip("hyperscan")
    chosen(monkeypatch, "hyperscan")
    (kept,) = folder.iterdir()
    whole = kept.read_bytes()
    match damage:
        case "empty":
            kept.write_bytes(b"")
        case "cut":
            kept.write_bytes(whole[: len(whole) // 2])
        case "flipped":
            kept.write_bytes(whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:])
        case "other":
            kept.write_bytes(b"a database")
        case _:
            kept.unlink()
            kept.mkdir()
    choice, kinds = chosen(monkeypatch, "hyperscan")
    assert choice.name == "hyperscan"
    assert kinds == {"Swift"}
    if damage != "folder":
        assert kept.read_bytes() == whole


def test_without_a_cache_hyperscan_does_as_well(folder: Path, monkeypatch: pytest.MonkeyPatch):
    pytest.importorskip("hyperscan")
    monkeypatch.setenv("SHOPLINT_CACHE", "off")
    assert chosen(monkeypatch, "hyperscan")[1] == {"Swift"}
    assert list(folder.iterdir()) == []


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("asked", ["portable", "hyperscan"])
def test_what_is_found_does_not_depend_on_the_scanner(asked: str, monkeypatch: pytest.MonkeyPatch):
    if asked == "hyperscan":
        pytest.importorskip("hyperscan")
    monkeypatch.setenv(scanner.VARIABLE, asked)
    rules = RuleSet(COMPILED)
    scanner.choose(rules)
    messages = [Message(text=text) for text in ("加ＶＸ聊", "l i n e", "wh4tsapp", "微xin", "gift  card", "ok")]
    other = RuleSet(COMPILED)
    assert [lint(m, rules, ALL) for m in messages] == [lint(m, other, ALL) for m in messages]


WITHOUT = """
import sys
sys.modules["hyperscan"] = None  # as Python keeps it for a package that is not there: its import fails
from test_scanner import COMPILED, scanner
from linter import RuleSet
rules = RuleSet(COMPILED)
print(scanner.choose(rules))
print({type(side.finder).__name__ for side in rules.words.screen.sides.values()})
"""


def test_where_hyperscan_is_not_installed_the_portable_scanner_runs(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(scanner.VARIABLE, "hyperscan")
    kept = os.environ.get("PYTHONPATH", "")  # the packages may stand there
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(TESTS), str(TESTS / "ruleset"), kept]))
    done = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=True, cwd=folder)
    choice, kinds = done.stdout.splitlines()
    assert choice == "Choice(name='portable', why='hyperscan is not installed (hyperscan)', build='')"
    assert kinds == "{'Finder'}"
    assert list(folder.iterdir()) == []


def test_a_rule_set_is_loaded_with_the_scanner_that_is_asked_for(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv(scanner.VARIABLE, "abacus")
    with pytest.raises(ConfigError, match="SHOPLINT_SCANNER=abacus names no scanner"):
        load()
