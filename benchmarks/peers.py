"""Other tools over the same plain terms and the same files, each in its own process, as its users run it.

A peer is looked for on the PATH, among the modules of this Python, and in the folders inside the one that the
environment variable SHOPLINT_PEERS names (virtual environments, folders of npm). One that is not there gets a line with
the command that installs it.
"""

import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import plain
from benchmarks.measure import ROOT, Run, fresh_environment, left, rate, run
from benchmarks.plain import Task
from benchmarks.start import SHOPLINT
from benchmarks.table import Table, count
from linter import RuleSet
from linter.batch import check

MESSAGES = 1500
LIMIT = 20.0
ENOUGH = 40.0
"""Seconds that the run must have left for one more peer, and for what comes after them."""

ADAPTERS = ROOT / "benchmarks" / "adapters"
COLUMNS = ("tool", "messages", "start s", "file s", "messages/s", "peak MB", "planted", "other lines", "disguised")
Command = list[str]


_NOTES = (
    (
        f"Each run has {LIMIT:.0f} s. Regular expressions ignore case; of one joined expression and one for each "
        "term the quicker way was taken. codespell knows single words only; obscenity runs with its own English "
        "transformers; detect-secrets without its filters, which drop words without an ASCII letter; Presidio with "
        "one pattern recogniser, without a language model."
    ),
    (
        "shoplint's command always carries the shipped rules, too; `in process` knows only these terms. Both look "
        "for every disguise."
    ),
)


class Peer(NamedTuple):
    """A tool: how it is found and asked about a file, and how the lines are read that it names."""

    name: str
    install: str
    find: Callable[[], list[str]]
    command: Callable[[list[str], Task, Path], Command]
    lines: Callable[[str], set[int]]


def tables(rules: RuleSet) -> Iterator[Table]:
    with tempfile.TemporaryDirectory() as folder:
        task = plain.prepared(rules, Path(folder), MESSAGES)
        only = plain.only(task)
        yield _table(task, [*_in_process(task, only), *_processes(task)])


def _table(task: Task, rows: list[tuple[str, ...]]) -> Table:
    return Table(
        "Beside other tools",
        f"The same {len(task.terms):,} plain terms (Chinese, Thai and Latin words and phrases of the shipped rules "
        f"that stand in no ordinary message) and the same file of {task.size:,} lines, a message each: "
        f"{task.ordinary:,} of ordinary chat, {len(task.planted)} of them with a term put in, and {task.variants} "
        "with a term in disguise, of which the tools were told nothing: full width, invisible characters, "
        "look-alikes, leet or pulled apart. Nothing that shoplint has beside a word list counts here. *Start*: "
        "seconds for a file of one message; *file*: for so many *messages*, which are more where the start is most "
        "of the time; *messages/s*: of processor time, without the start. *Planted*, *disguised*: such lines that "
        "were found.",
        COLUMNS,
        rows,
        _NOTES,
    )


# In this process ------------------------------------------------------------------------------------------------------


def _in_process(task: Task, only: RuleSet) -> Iterator[tuple[str, ...]]:
    yield _told("shoplint in process, check()", task, partial(_by_shoplint, only), seconds=2.0)
    joined = re.compile("|".join(map(re.escape, task.terms)), re.IGNORECASE)
    yield _told(
        "re in process, one joined pattern",
        task,
        lambda texts: [n for n, t in enumerate(texts) if joined.search(t)],
        seconds=2.0,
    )


def _by_shoplint(only: RuleSet, texts: Sequence[str]) -> list[int]:
    return list(check(texts, only).row)


def _told(name: str, task: Task, work: Callable[[Sequence[str]], list[int]], seconds: float) -> tuple[str, ...]:
    texts = task.chat.read_text("utf-8").splitlines()
    speed = rate(work, texts, seconds).per_second
    return name, f"{task.size:,}", "–", "–", count(speed), "–", *_quality(task, {n + 1 for n in work(texts)})


def _quality(task: Task, found: set[int]) -> tuple[str, str, str]:
    ordinary = {n for n in found if n <= task.ordinary}
    return (
        f"{len(ordinary & task.planted)} of {len(task.planted)}",
        f"{len(ordinary - task.planted)}",
        f"{len(found - ordinary)} of {task.variants}",
    )


# Processes ------------------------------------------------------------------------------------------------------------


def _processes(task: Task) -> Iterator[tuple[str, ...]]:
    with fresh_environment() as environment:
        for peer in PEERS:
            where = peer.find()
            if not where:
                yield _without(f"{peer.name} (`{peer.install}`)", "not installed")
            elif left() < ENOUGH:
                yield _without(peer.name, "no time left")
            else:
                yield _row(peer, where, task, environment)


def _without(name: str, why: str) -> tuple[str, ...]:
    return name, why, *["–"] * (len(COLUMNS) - 2)


def _row(peer: Peer, where: list[str], task: Task, environment: Mapping[str, str]) -> tuple[str, ...]:
    ask = partial(_asked, peer, where, task, environment)
    if peer.name == "shoplint":
        ask(task.one, limit=60)
    one, chat = ask(task.one), ask(task.chat)
    if chat.code is None:
        return _without(peer.name, f"not done in {LIMIT:.0f} s")
    size, timed = _longer(ask, one, chat, task)
    try:
        quality = _quality(task, peer.lines(chat.output))
    except (ValueError, KeyError, IndexError):
        return _without(peer.name, f"failed: {chat.code}")
    speed = count(size / max(timed.cpu - one.cpu, 1e-3))
    return peer.name, f"{size:,}", count(one.seconds), count(timed.seconds), speed, f"{timed.peak:.0f}", *quality


def _longer(ask: Callable[[Path], Run], one: Run, chat: Run, task: Task) -> tuple[int, Run]:
    """The run to take the speed of, and its messages: where the start is most of it, over a larger file."""
    size, timed = task.size, chat
    for more, file in task.larger:
        if timed.code is None or timed.cpu > 2 * one.cpu:
            break
        longer = ask(file)
        if longer.code is None:
            break
        size, timed = more, longer
    return size, timed


def _asked(
    peer: Peer, where: list[str], task: Task, environment: Mapping[str, str], file: Path, limit: float = LIMIT
) -> Run:
    # Semgrep writes settings and a log into the home folder.
    home = {"HOME": str(task.folder), "SEMGREP_SEND_METRICS": "off", "SEMGREP_ENABLE_VERSION_CHECK": "0"}
    bin_ = {"PATH": f"{Path(where[0]).parent}{os.pathsep}{environment.get('PATH', '')}"}
    path = {"PYTHONPATH": str(ROOT)} if peer.name == "shoplint" else {}
    return run(peer.command(where, task, file), {**environment, **home, **bin_, **path}, cwd=task.folder, limit=limit)


# Where they are -------------------------------------------------------------------------------------------------------


def _folders() -> list[Path]:
    named = os.environ.get("SHOPLINT_PEERS")
    return [Path(named), *sorted(path for path in Path(named).iterdir() if path.is_dir())] if named else []


def _program(name: str) -> list[str]:
    places = [folder / below / name for folder in _folders() for below in ("bin", "node_modules/.bin")]
    inside = next((str(place) for place in places if place.is_file()), None)
    found = inside or shutil.which(name)
    return [found] if found else []


def _python_with(module: str) -> list[str]:
    """A Python that has the module."""
    for folder in _folders():
        if any(folder.glob(f"lib/python3*/site-packages/{module}/__init__.py")):
            return [str(folder / "bin" / "python")]
    own = any((Path(place) / module / "__init__.py").is_file() for place in sys.path)
    return [sys.executable] if own else []


def _node_with(module: str) -> list[str]:
    """Node, and the module's main file."""
    node = shutil.which("node")
    mains = [folder / "node_modules" / module / "dist" / "index.js" for folder in _folders()]
    found = next((str(main) for main in mains if main.is_file()), None)
    return [node, found] if node and found else []


def _textlint_with(module: str) -> list[str]:
    """The program, and the folder of its rules."""
    for folder in _folders():
        modules, program = folder / "node_modules", folder / "node_modules" / ".bin" / "textlint"
        if program.is_file() and (modules / module).is_dir():
            return [str(program), str(modules)]
    return []


# How they are asked ---------------------------------------------------------------------------------------------------


def _shoplint(where: list[str], task: Task, file: Path) -> Command:
    config = _kept(task, "shoplint.toml", f'packs = ["{plain.pack(task).name}"]\nselect = ["{plain.RULE}"]\n')
    return [*where, "check", str(file), "--config", str(config), "--format", "jsonl"]


def _textlint_pattern(where: list[str], task: Task, file: Path) -> Command:
    pattern = {"message": "listed", "pattern": f"/{'|'.join(task.terms)}/i"}
    return _textlint(where, task, file, "pattern", {"@textlint-rule/pattern": {"patterns": [pattern]}})


def _textlint_prh(where: list[str], task: Task, file: Path) -> Command:
    rules = [{"expected": "□", "pattern": f"/{term}/i"} for term in task.terms]
    book = _kept(task, "prh.yml", json.dumps({"version": 1, "rules": rules}, ensure_ascii=False))
    return _textlint(where, task, file, "prh", {"prh": {"rulePaths": [str(book)]}})


def _textlint(where: list[str], task: Task, file: Path, name: str, rules: dict[str, Any]) -> Command:
    config = _kept(task, f"textlint-{name}.json", json.dumps({"rules": rules}))
    return [where[0], "--rules-base-directory", where[1], "-c", str(config), "-f", "json", str(file)]


def _semgrep(where: list[str], task: Task, file: Path) -> Command:
    pattern = "(?i)" + "|".join(map(re.escape, task.terms))
    rule = {"id": "listed", "message": "listed", "severity": "ERROR", "languages": ["regex"], "pattern-regex": pattern}
    config = _kept(task, "semgrep.yaml", json.dumps({"rules": [rule]}, ensure_ascii=False))
    quiet = ["--metrics=off", "--disable-version-check", "--quiet", "--json"]
    whole = ["--no-git-ignore", "--jobs", "1", "--max-target-bytes", "0", "--timeout", "0"]
    return [*where, "scan", *quiet, *whole, "-c", str(config), str(file)]


def _codespell(where: list[str], task: Task, file: Path) -> Command:
    words = "".join(f"{term}->□\n" for term in task.terms if " " not in term)
    return [*where, "-D", str(_kept(task, "codespell.txt", words)), str(file)]


def _adapted(script: str) -> Callable[[list[str], Task, Path], Command]:
    def command(where: list[str], task: Task, file: Path) -> Command:
        return [where[0], str(ADAPTERS / script), *where[1:], str(task.folder / "terms.txt"), str(file)]

    return command


def _kept(task: Task, name: str, content: str) -> Path:
    file = task.folder / name
    file.write_text(content, "utf-8")
    return file


# What they say --------------------------------------------------------------------------------------------------------


def _json_lines(output: str) -> set[int]:
    reports = map(json.loads, output.splitlines())
    return {report["at"]["line"] for report in reports if report["findings"]}


def _textlint_lines(output: str) -> set[int]:
    return {message["line"] for result in json.loads(output) for message in result["messages"]}


def _semgrep_lines(output: str) -> set[int]:
    return {result["start"]["line"] for result in json.loads(output)["results"]}


def _codespell_lines(output: str) -> set[int]:
    return {int(line.rsplit(": ", 1)[0].rsplit(":", 1)[1]) for line in output.splitlines()}


def _numbers(output: str) -> set[int]:
    return set(map(int, output.split()))


_NPM = "npm install textlint @textlint-rule/textlint-rule-pattern textlint-rule-prh"
PEERS = (
    Peer("shoplint", "", lambda: list(SHOPLINT), _shoplint, _json_lines),
    Peer("codespell", "pip install codespell", partial(_program, "codespell"), _codespell, _codespell_lines),
    Peer(
        "obscenity",
        "npm install obscenity",
        partial(_node_with, "obscenity"),
        _adapted("obscenity_lines.mjs"),
        _numbers,
    ),
    Peer(
        "detect-secrets",
        "pip install detect-secrets",
        partial(_python_with, "detect_secrets"),
        _adapted("detect_secrets_lines.py"),
        _numbers,
    ),
    Peer("textlint, rule prh", _NPM, partial(_textlint_with, "textlint-rule-prh"), _textlint_prh, _textlint_lines),
    Peer("Semgrep", "pip install semgrep", partial(_program, "semgrep"), _semgrep, _semgrep_lines),
    Peer(
        "textlint, rule pattern",
        _NPM,
        partial(_textlint_with, "@textlint-rule/textlint-rule-pattern"),
        _textlint_pattern,
        _textlint_lines,
    ),
    Peer(
        "Presidio",
        "pip install presidio-analyzer",
        partial(_python_with, "presidio_analyzer"),
        _adapted("presidio_lines.py"),
        _numbers,
    ),
)
