"""The READMEs and the pages under docs/ say what is so. `SHOPLINT_UPDATE=1` rewrites what they show."""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import click
import msgspec
import pytest

from linter import Message, lint, load
from linter.cli.app import shoplint
from linter.cli.check import check
from linter.cli.listings import check_listings
from linter.config import Config
from linter.engine import Options
from linter.report import Entry, wire
from linter.sources.feeds.read import listings

ROOT = Path(__file__).resolve().parent.parent
READMES = (ROOT / "README.md", ROOT / "README.zh.md")
DOCS = sorted((ROOT / "docs").glob("*.md"))
PAGES = (*READMES, ROOT / "CONTRIBUTING.md", *DOCS)
UPDATE = os.environ.get("SHOPLINT_UPDATE") == "1"

_FENCE = re.compile(r"^```(?P<kind>\w+)(?P<rest>[^\n]*)\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"\[[^\]]*\]\((?P<to>[^)\s]+)\)")
_WAITING = re.compile(r"^(?:Compiling the rules|正在编译规则).*\n", re.MULTILINE)
_HEADING = re.compile(r"^#+ (?P<title>.+)$", re.MULTILINE)


class Block(NamedTuple):
    kind: str
    file: str
    body: str
    start: int
    end: int


def blocks(page: Path) -> list[Block]:
    return [
        Block(m["kind"], m["rest"].strip().removeprefix("file="), m["body"], m.start("body"), m.end("body"))
        for m in _FENCE.finditer(page.read_text("utf-8"))
    ]


def of_kind(page: Path, kind: str) -> list[str]:
    return [block.body for block in blocks(page) if block.kind == kind]


def commands(page: Path) -> list[str]:
    """The command lines of a page's `sh` blocks, without their comments."""
    lines = (re.sub(r"\s+# .*$", "", line) for body in of_kind(page, "sh") for line in body.splitlines())
    return [line for line in lines if line]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the examples in it and `shoplint` on its path."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    shim = tmp_path / ".bin" / "shoplint"
    shim.parent.mkdir()
    # Absolute: `PYTHONPATH=.run`, as the README has it, leads nowhere from another folder.
    places = os.pathsep.join([str(ROOT), *(str(Path(place).resolve()) for place in sys.path if place)])
    shim.write_text(f'#!/bin/sh\nPYTHONPATH="{places}" exec "{sys.executable}" -m linter "$@"\n')
    shim.chmod(0o755)
    return tmp_path


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    env = os.environ | {"COLUMNS": "80", "NO_COLOR": "1", "PATH": f"{folder / '.bin'}:{os.environ['PATH']}"}
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=env,
        check=False,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )


@pytest.mark.parametrize("command", [line for line in commands(READMES[0]) if line.startswith("shoplint ")])
def test_the_commands_in_the_readme_run(command: str, folder: Path) -> None:
    done = run(command, folder)
    assert done.returncode in (0, 1), done.stdout
    assert done.stdout
    assert "Traceback" not in done.stdout
    assert "No module" not in done.stdout


def test_both_readmes_show_the_same_commands() -> None:
    english, chinese = READMES
    assert commands(english) == commands(chinese)
    assert of_kind(english, "python") == of_kind(chinese, "python")
    assert of_kind(english, "json") == of_kind(chinese, "json")


def test_both_readmes_have_the_same_parts() -> None:
    english, chinese = ([len(h) for h in re.findall(r"^(#+) ", p.read_text("utf-8"), re.MULTILINE)] for p in READMES)
    assert english == chinese


@pytest.mark.parametrize("page", [READMES[0], ROOT / "docs" / "library.md"], ids=lambda page: page.name)
def test_the_python_blocks_run(page: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for body in of_kind(page, "python"):
        exec(compile(body, str(page), "exec"), {})  # noqa: S102  # our own page
    assert "reviews/" in capsys.readouterr().out


def _claimed() -> Iterator[str]:
    for page in READMES:
        for row in re.findall(r"^\| .* \|$", page.read_text("utf-8"), re.MULTILINE)[1:]:
            yield from (words for words in re.findall(r"`([^`]+)`", row) if "…" not in words)


@pytest.mark.parametrize("words", sorted(set(_claimed())))
def test_what_the_readmes_say_is_found_is_found(words: str) -> None:
    assert lint(Message(text=words), load()).findings


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in _LINK.finditer(page.read_text("utf-8")):
        to, _, anchor = link["to"].partition("#")
        if ":" in to:
            continue
        target = page.parent / to if to else page
        assert target.exists(), f"{page.name}: {to}"
        if anchor and target.suffix == ".md":
            assert anchor in _anchors(target), f"{page.name}: #{anchor}"


def _anchors(page: Path) -> set[str]:
    """As GitHub makes them: small letters, punctuation dropped, blanks to hyphens."""
    titles = (m["title"].strip().lower() for m in _HEADING.finditer(page.read_text("utf-8")))
    return {re.sub(r"[^\w\- ]", "", title).replace(" ", "-") for title in titles}


def _names(group: click.Group, before: str = "shoplint") -> Iterator[str]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from _names(command, f"{before} {name}")
        else:
            yield f"{before} {name}"


def test_every_command_is_documented() -> None:
    told = " ".join(" ".join(page.read_text("utf-8") for page in DOCS).split())
    assert [name for name in _names(shoplint) if name not in told] == []


def test_every_option_of_check_is_documented() -> None:
    told = (ROOT / "docs" / "check.md").read_text("utf-8")
    options = [name for option in check.params for name in (*option.opts, *option.secondary_opts)]
    assert [name for name in options if name.startswith("-") and f"`{name}" not in told] == []


def test_every_key_of_the_configuration_is_documented() -> None:
    told = (ROOT / "docs" / "config.md").read_text("utf-8")
    keys = [field.encode_name for field in msgspec.structs.fields(Config) if field.name != "file"]
    assert [key for key in keys if f"`{key}`" not in told] == []


def test_every_field_of_a_report_is_documented() -> None:
    told = (ROOT / "docs" / "reports.md").read_text("utf-8")
    report = lint(Message(text="Leave a 5-star review and get a gift card"), load())
    line = msgspec.json.decode(wire.lines([Entry(report=report)]))
    keys = {*line, *line["findings"][0], *line["findings"][0]["policy"][0], *line["findings"][0]["fix"]}
    assert sorted(key for key in keys if f"`{key}`" not in told) == []


def test_every_field_of_a_listings_report_is_documented() -> None:
    told = (ROOT / "docs" / "reports.md").read_text("utf-8")
    feed = b"title,Capacity,price\nSteel flask 750 ml,500 ml,3\n"
    (entry,) = check_listings([*listings(feed, "feed.csv", {})], load(), Options())
    clash = msgspec.json.decode(wire.lines([entry]))["findings"][0]
    keys = {*clash, *clash["at"], *clash["cell"], *clash["with"][0]}
    assert {"attribute", "fields", "with", "at", "cell"} <= keys
    assert sorted(key for key in keys if f"`{key}`" not in told and f'"{key}"' not in told) == []


@pytest.mark.parametrize("page", [page for page in DOCS if of_kind(page, "console")], ids=lambda page: page.name)
def test_the_console_sessions_of_a_page_are_real(page: Path, folder: Path) -> None:
    written = page.read_text("utf-8")
    pieces: list[str] = []
    at = 0
    for block in blocks(page):
        if block.file:
            (folder / block.file).parent.mkdir(parents=True, exist_ok=True)
            (folder / block.file).write_text(block.body, "utf-8")
        if block.kind == "console":
            replayed = "".join(_replayed(block.body, folder))
            pieces += [written[at : block.start], replayed]
            at = block.end
    real = "".join([*pieces, written[at:]])
    if UPDATE:
        page.write_text(real, "utf-8")
    assert UPDATE or real == written


def _replayed(session: str, folder: Path) -> Iterator[str]:
    """The session as it runs today; output shown with a line `...` stays as it is while it agrees."""
    for part in re.split(r"^(?=\$ )", session, flags=re.MULTILINE):
        if not part.startswith("$ "):
            continue
        first, _, shown = part.partition("\n")
        # Whoever runs a session for the first time waits for its rules; that is told once and stands in no page.
        told = _WAITING.sub("", run(first.removeprefix("$ "), folder).stdout).replace(str(folder), "/shop")
        agrees = "...\n" in shown and re.fullmatch(re.escape(shown).replace(r"\.\.\.\n", r"(?:.*\n)*?"), told)
        yield f"{first}\n{shown if agrees else told}"


def test_the_picture_is_up_to_date() -> None:
    """Its words, whatever a version of rich writes around them; `python tools/picture.py` draws it anew."""
    picture = _picture()
    if UPDATE:
        picture.PICTURE.write_text(picture.drawn(), "utf-8")
    told = ("".join(line.split()) for line in picture.told().splitlines())
    assert picture.shown(picture.PICTURE.read_text("utf-8")).splitlines() == [line for line in told if line]


def test_a_wide_character_of_the_picture_takes_two_cells() -> None:
    svg = _picture().PICTURE.read_text("utf-8")
    runs = re.findall(r'x="([\d.]+)"[^>]*textLength="([\d.]+)"[^>]*>([^<]*)<', svg)
    lengths = {words: float(length) for _, length, words in runs}
    carets = next(words for words in lengths if set(words) == {"^"})
    cell = lengths[carets] / len(carets)
    chinese = [words for words in lengths if re.fullmatch(r"[\u4e00-\u9fff]+", words)]
    assert chinese
    assert [words for words in chinese if lengths[words] != pytest.approx(2 * cell * len(words))] == []


def _picture() -> ModuleType:
    spec = importlib.util.spec_from_file_location("picture", ROOT / "tools" / "picture.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
