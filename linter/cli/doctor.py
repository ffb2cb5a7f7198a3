"""The command `shoplint doctor`: what runs on this machine, and why."""

import os
import platform
import sys
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from importlib import metadata
from pathlib import Path
from typing import Literal

import click
import msgspec
from msgspec import Struct

from linter import config as settings
from linter.cli.app import VERSION
from linter.cli.rulebook import UI, word_overlay
from linter.cli.waiting import compiling
from linter.config import Config
from linter.report.cells import plain, total
from linter.report.words import Ui
from linter.ruleset import RuleSet, cache, load, packs
from linter.ruleset.scanner import VARIABLE, Choice, choose, hyperscan

LIBRARIES = (
    *("regex", "ahocorasick-rs", "msgspec", "phonenumbers", "opencc", "rich"),
    *("hyperscan", "numpy", "pyarrow", "duckdb"),
)
"""The last four need not be there."""

_SEAL = 6
"""Bytes at the end of a sealed empty value that are its own: its checksum and itself."""

Origin = Literal["pre-compiled", "cache", "compiled now"]
Trial = Literal["not installed", "loses matches", "passed", "short one passed", "keys missed"]


class Scanner(Struct, frozen=True):
    """What looks for keys, and why; `asked`: what the environment says; `trial`: how Hyperscan does here."""

    name: str
    why: str
    asked: str
    hyperscan: str
    trial: Trial


class Cache(Struct, frozen=True):
    """The folder of compiled rules (empty: switched off, or nowhere to put it)."""

    folder: str
    files: int
    bytes: int


class Rules(Struct, frozen=True):
    """Where the rules come from, and how much of everything there is."""

    origin: Origin
    rules: int
    concepts: int
    terms: int
    patterns: int


class Checked(Struct, frozen=True):
    """All that is told. `config`: the project's settings (empty: none found); libraries that are missing have no
    version.
    """

    shoplint: str
    python: str
    executable: str
    platform: str
    scanner: Scanner
    rules: Rules
    cache: Cache
    config: str
    libraries: dict[str, str]


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="As one JSON object.  输出 JSON")
@click.option("--trial", is_flag=True, help="Try hyperscan on every key, half a minute.  完整试验 hyperscan")
@UI
def command(as_json: bool, trial: bool, ui: Ui) -> int:
    """Tell what runs here and why: scanner, rules, cache, configuration, libraries.

    显示本机运行情况及原因:扫描器、规则来源、缓存、配置、依赖版本。
    """
    told = _checked(settings.nearest(Path.cwd()), ui, whole=trial)
    click.echo(msgspec.json.format(msgspec.json.encode(told)).decode() if as_json else "\n".join(_lines(told, ui)))
    return 0


def _checked(config: Config, ui: Ui, *, whole: bool) -> Checked:
    rules, origin = _loaded(config, ui)
    return Checked(
        shoplint=VERSION,
        python=f"{platform.python_implementation()} {platform.python_version()}",
        executable=sys.executable,
        platform=f"{platform.system()} {platform.release()} {platform.machine()}",
        scanner=_scanner(rules, whole=whole),
        rules=_counted(rules, origin),
        cache=_cache(),
        config=config.file,
        libraries={name: _version(name) for name in LIBRARIES},
    )


def _loaded(config: Config, ui: Ui) -> tuple[RuleSet, Origin]:
    """The rules of a run in this folder, and whether they had to be compiled."""
    own = [config.root / pack for pack in config.packs]
    compiled: list[Origin] = []
    rules = load(own, word_overlay(config), while_compiling=_noting(compiled, compiling(ui, kept=cache.is_on())))
    if compiled:
        return rules, compiled[0]
    return rules, "pre-compiled" if _brought(own) else "cache"


@contextmanager
def _noting(compiled: list[Origin], wait: AbstractContextManager[object]) -> Generator[None]:
    compiled.append("compiled now")
    with wait:
        yield


def _brought(own: Sequence[Path]) -> bool:
    """Whether the file of compiled rules that a wheel brings is of these rules: it then begins as any other of them."""
    begins = cache.sealed(packs.key_parts(packs.chosen(own)), b"")[:-_SEAL]
    try:
        with packs.compiled().open("rb") as brought:
            return brought.read(len(begins)) == begins
    except OSError:
        return False


def _scanner(rules: RuleSet, *, whole: bool) -> Scanner:
    asked = os.environ.get(VARIABLE, "").strip()
    build, trial = _tried(rules, whole=whole or asked.lower() == "hyperscan")
    choice = choose(rules)
    return Scanner(choice.name, choice.why, asked, build, trial)


def _tried(rules: RuleSet, *, whole: bool) -> tuple[str, Trial]:
    """The build of Hyperscan, and how it does: on a few texts, or on every key and every example of the rules."""
    try:
        from linter.match import swift  # noqa: PLC0415  # a library that not every machine has
    except ImportError:
        return "", "not installed"
    build = f"{_version('hyperscan')}, {' '.join(swift.build().split())}"
    if not swift.sees_patterns():
        return build, "loses matches"
    if not whole:
        return build, "short one passed"
    return build, _verdict(hyperscan(rules))


def _verdict(choice: Choice) -> Trial:
    return "passed" if choice.name == "hyperscan" else "keys missed"


def _counted(rules: RuleSet, origin: Origin) -> Rules:
    scanner = rules.words.scanner
    patterns = [gap.pattern for gap in scanner.gaps]
    # What is written on the spot, and what passes, has a name of several words.
    concepts = [idea for idea in rules.ideas if not idea.detector and " " not in idea.name]
    terms = sum(1 for _ in scanner.terms) + patterns.count(False)
    return Rules(origin, len(rules.rules), len(concepts), terms, patterns.count(True))


def _cache() -> Cache:
    folder = _folder()
    if folder is None:
        return Cache("", 0, 0)
    try:
        sizes = [file.stat().st_size for file in folder.iterdir() if file.is_file()]
    except OSError:
        sizes = []
    return Cache(str(folder), len(sizes), sum(sizes))


def _folder() -> Path | None:
    """As `linter.ruleset.cache` chooses it."""
    if not cache.is_on():
        return None
    named = os.environ.get("SHOPLINT_CACHE_DIR")
    if named:
        return Path(named)
    import platformdirs  # noqa: PLC0415  # as there

    folder = Path(platformdirs.user_cache_dir("shoplint", appauthor=False))
    return folder if folder.is_absolute() else None


def _version(library: str) -> str:
    try:
        return metadata.version(library)
    except metadata.PackageNotFoundError:
        return ""


_SAID: Mapping[Ui, Mapping[str, str]] = {
    "en": {
        "scanner": "Scanner",
        "runs": "runs",
        "trial": "its trial",
        "not installed": "not installed",
        "loses matches": "fails: this build loses matches on this processor",
        "keys missed": "fails: it misses keys of the rules on this machine",
        "passed": "passes: right on every key and every example of the rules",
        "short one passed": "the short one passes; --trial tries every key",
        "not set": "not set",
        "rules": "Rules",
        "origin": "from",
        "pre-compiled": "the file that was installed with them, compiled",
        "cache": "the cache",
        "compiled now": "their files, compiled just now",
        "number": "rules",
        "concepts": "concepts",
        "terms": "terms",
        "patterns": "patterns",
        "cached": "Cache",
        "folder": "folder",
        "off": "none: switched off, or no place for it",
        "size": "size",
        "files": "{mb} MB in {n} files",
        "config": "Project",
        "settings": "settings",
        "none": "no shoplint.toml here or above",
        "libraries": "Libraries",
    },
    "zh": {
        "scanner": "扫描器",
        "runs": "使用",
        "trial": "试验",
        "not installed": "未安装",
        "loses matches": "未通过:此版本在本机处理器上会漏匹配",
        "keys missed": "未通过:在本机上漏掉规则的词",
        "passed": "通过:全部词与例句均正确",
        "short one passed": "简短试验通过;--trial 逐词试验",
        "not set": "未设置",
        "rules": "规则",
        "origin": "来源",
        "pre-compiled": "随安装包的预编译文件",
        "cache": "缓存",
        "compiled now": "规则文件,刚刚编译",
        "number": "规则",
        "concepts": "概念",
        "terms": "词语",
        "patterns": "模式",
        "cached": "缓存",
        "folder": "目录",
        "off": "无:已关闭,或没有可用目录",
        "size": "大小",
        "files": "{n} 个文件,{mb} MB",
        "config": "项目",
        "settings": "配置",
        "none": "此处及上级目录没有 shoplint.toml",
        "libraries": "依赖",
    },
}


def _lines(told: Checked, ui: Ui) -> Iterator[str]:
    said = _SAID[ui]
    scanner, rules, kept = told.scanner, told.rules, told.cache
    parts: dict[str, list[tuple[str, str]]] = {
        f"shoplint {told.shoplint}": [
            ("Python", f"{told.python} ({told.executable})"),
            (platform.system(), told.platform.removeprefix(f"{platform.system()} ")),
        ],
        said["scanner"]: [
            (said["runs"], f"{scanner.name} ({scanner.why})"),
            ("hyperscan", scanner.hyperscan or said["not installed"]),
            *([(said["trial"], said[scanner.trial])] if scanner.hyperscan else []),
            (VARIABLE, scanner.asked or said["not set"]),
        ],
        said["rules"]: [
            (said["origin"], said[rules.origin]),
            (said["number"], f"{rules.rules:,}"),
            (said["concepts"], f"{rules.concepts:,}"),
            (said["terms"], f"{rules.terms:,}"),
            (said["patterns"], f"{rules.patterns:,}"),
        ],
        said["cached"]: [
            (said["folder"], kept.folder or said["off"]),
            *([(said["size"], _size(kept, said["files"]))] if kept.folder else []),
        ],
        said["config"]: [(said["settings"], told.config or said["none"])],
        said["libraries"]: [(name, version or said["not installed"]) for name, version in told.libraries.items()],
    }
    width = max(total(name) for rows in parts.values() for name, _ in rows)
    for n, (title, rows) in enumerate(parts.items()):
        yield f"\n{title}" if n else title
        yield from (f"  {name}{' ' * (width - total(name))}  {plain(text)}" for name, text in rows)


def _size(kept: Cache, said: str) -> str:
    return said.replace("{mb}", f"{kept.bytes / 1e6:,.1f}").replace("{n}", f"{kept.files:,}")
