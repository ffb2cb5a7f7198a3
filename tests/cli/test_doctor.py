"""`shoplint doctor` as somebody types it who wonders what runs here."""

import importlib.util
import json

import pytest

from linter.cli.app import VERSION
from linter.ruleset import cache

from .shell import shoplint

pytestmark = pytest.mark.usefixtures("compiled")
INSTALLED = importlib.util.find_spec("hyperscan") is not None


@pytest.fixture(autouse=True)
def shop(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SHOPLINT_SCANNER", raising=False)
    return tmp_path


@pytest.fixture
def own_cache(shop, monkeypatch):
    """A cache that holds one small file, not ours; rules are not kept in it."""
    folder = shop / "kept"
    folder.mkdir()
    (folder / "other.msgpack").write_bytes(b"0" * 1500)
    monkeypatch.setenv("SHOPLINT_CACHE_DIR", str(folder))
    return folder


def rows(out):
    """What stands behind each name."""
    told = (line.strip().partition("  ") for line in out.splitlines() if line.startswith("  "))
    return {name: text.strip() for name, _, text in told}


def test_one_screen_tells_what_runs_here():
    code, out, _ = shoplint("doctor")
    told = rows(out)
    assert (code, out.splitlines()[0]) == (0, f"shoplint {VERSION}")
    assert [line for line in out.splitlines() if line and not line.startswith(" ")][1:] == [
        "Scanner",
        "Rules",
        "Cache",
        "Project",
        "Libraries",
    ]
    assert told["runs"].startswith("portable (")
    assert told["SHOPLINT_SCANNER"] == "not set"
    assert told["settings"] == "no shoplint.toml here or above"
    assert told["from"] in {"the cache", "the file that was installed with them, compiled"}
    assert told["regex"][0].isdigit()
    assert len(out.splitlines()) < 50


def test_columns_begin_where_the_others_do():
    _, out, _ = shoplint("doctor")
    lines = [line for line in out.splitlines() if line.startswith("  ")]
    starts = {len(line) - len(line[2:].partition("  ")[2].lstrip()) for line in lines}
    assert len(starts) == 1


def test_machines_read_the_same():
    told = json.loads(shoplint("doctor", "--json").out)
    assert told["shoplint"] == VERSION
    assert told["scanner"]["name"] == "portable"
    assert told["rules"]["origin"] in {"cache", "pre-compiled"}
    assert told["rules"]["rules"] > 20
    assert told["rules"]["terms"] > told["rules"]["concepts"] > told["rules"]["rules"]
    assert told["libraries"]["msgspec"]


def test_it_speaks_chinese():
    code, out, _ = shoplint("doctor", "--lang-ui", "zh")
    assert code == 0
    assert "此处及上级目录没有 shoplint.toml" in out
    assert rows(out)["使用"].startswith("portable")


@pytest.mark.skipif(INSTALLED, reason="hyperscan is installed")
def test_a_scanner_that_is_missing_is_told():
    assert rows(shoplint("doctor").out)["hyperscan"] == "not installed"


@pytest.mark.skipif(not INSTALLED, reason="hyperscan is not installed")
def test_a_scanner_that_is_there_is_told_with_its_build_and_its_trial():
    told = rows(shoplint("doctor").out)
    assert told["hyperscan"][0].isdigit()
    assert told["its trial"] in {
        "the short one passes; --trial tries every key",
        "fails: this build loses matches on this processor",
    }


@pytest.mark.parametrize("asked", ["portable", " Portable "])
def test_a_scanner_that_is_asked_for_runs(monkeypatch, asked):
    monkeypatch.setenv("SHOPLINT_SCANNER", asked)
    told = rows(shoplint("doctor").out)
    assert (told["runs"], told["SHOPLINT_SCANNER"]) == ("portable (SHOPLINT_SCANNER=portable)", asked.strip())


def test_a_scanner_that_nobody_knows_is_a_mistake(monkeypatch):
    monkeypatch.setenv("SHOPLINT_SCANNER", "hyprscan")
    assert shoplint("doctor") == (
        2,
        "",
        "error: SHOPLINT_SCANNER=hyprscan names no scanner (hyperscan or portable)\n",
    )


def test_the_cache_is_measured(own_cache):
    told = json.loads(shoplint("doctor", "--json").out)
    stored = [file.stat().st_size for file in own_cache.iterdir()]
    assert told["cache"] == {"folder": str(own_cache), "files": len(stored), "bytes": sum(stored)}
    # A wheel brings its rules compiled; in a checkout they are kept here now.
    assert (told["rules"]["origin"], len(stored)) in {("compiled now", 2), ("pre-compiled", 1)}
    assert cache.is_on()


def test_settings_are_named_where_they_stand(shop):
    (shop / "shoplint.toml").write_text('platform = "shopee"\n', "utf-8")
    assert rows(shoplint("doctor").out)["settings"] == "shoplint.toml"
    (shop / "shoplint.toml").write_text('[rules."format/emoji"]\nseverity = "off"\n', "utf-8")
    assert shoplint("doctor").code == 0  # a rule that only listings have
    (shop / "shoplint.toml").write_text("platfrom = 1\n", "utf-8")
    code, out, err = shoplint("doctor")
    assert (code, out) == (2, "")
    assert err.startswith("error: shoplint.toml:1:1: unknown key `platfrom`")
