"""`shoplint.toml`, or `[tool.shoplint]` in `pyproject.toml`: what a project says once and for all."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal, cast

import msgspec
from msgspec import Struct

from linter.errors import ConfigError, Problems, did_you_mean
from linter.model import Place, Role, Severity, Surface
from linter.ruleset.overlay import Overlay
from linter.ruleset.schema import Level
from linter.suppress import Allow

FailOn = Literal["note", "warn", "block", "never"]
Format = Literal["rich", "concise", "json", "jsonl"]
Ui = Literal["en", "zh"]
OWN = "shoplint.toml"
SHARED = "pyproject.toml"


class RuleConfig(Struct, frozen=True, forbid_unknown_fields=True):
    """What a project changes about one rule."""

    severity: Level


class Config(Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """A project's settings, `None` and empty where not stated; `packs` and `exclude` are measured from `root`."""

    file: str = ""
    platform: str = ""
    market: str = ""
    surface: Surface | None = None
    role: Role | None = None
    lang: str = ""
    ui: Ui = "en"
    fail_on: FailOn = "block"
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Severity | None = None
    format: Format | None = None
    packs: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    rules: dict[str, RuleConfig] = {}
    allow: tuple[Allow, ...] = ()

    @property
    def root(self) -> Path:
        """The folder that the file's own paths are measured from."""
        return Path(self.file).parent

    @property
    def overlay(self) -> Overlay:
        """What the rule set is to change about its rules."""
        return Overlay({name: rule.severity for name, rule in self.rules.items()}, Place(self.file))


def nearest(folder: Path) -> Config:
    """The settings that stand nearest to `folder`, in it or above; the first file found wins, nothing is merged."""
    for place in (folder, *folder.parents):
        own, shared = _from_here(place / OWN), _from_here(place / SHARED)
        if own.is_file():
            return load(own)
        if shared.is_file() and (table := _tool(shared)) is not None:
            return _config(table, shared)
    return Config()


def _from_here(file: Path) -> Path:
    """The short way to a file: errors name `../shoplint.toml`, not where somebody's home is."""
    try:
        return Path(os.path.relpath(file))
    except ValueError:  # another drive of Windows
        return file


def load(file: Path) -> Config:
    """The settings of one file."""
    if file.name == SHARED:
        return _config(_tool(file) or {}, file)
    return _config(_parse(file), file)


def _tool(file: Path) -> dict[str, Any] | None:
    table: dict[str, Any] | None = _parse(file).get("tool", {}).get("shoplint")
    return table


def _parse(file: Path) -> dict[str, Any]:
    import tomllib  # noqa: PLC0415  # 4 ms that only a project with a configuration pays

    try:
        return tomllib.loads(_text(file))
    except tomllib.TOMLDecodeError as error:
        what, _, where = str(error).partition(" (at ")
        numbers = [int(number) for number in re.findall(r"\d+", where)]
        raise ConfigError(f"not TOML: {what}", at=Place(str(file), *numbers[:2])) from None


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except OSError as error:
        raise ConfigError(f"cannot be read: {error.strerror}", at=Place(str(file))) from None
    except UnicodeDecodeError:
        raise ConfigError("not UTF-8", at=Place(str(file)), hint="save it as UTF-8") from None


def _config(table: dict[str, Any], file: Path) -> Config:
    errors = list(_unknown(table, file))
    if errors:
        raise Problems(errors) if len(errors) > 1 else errors[0]
    try:
        config = msgspec.convert(table, Config)
    except msgspec.ValidationError as error:
        raise _mistyped(str(error), file) from None
    return msgspec.structs.replace(config, file=str(file))


def _unknown(table: Mapping[str, Any], file: Path) -> list[ConfigError]:
    """Every key nobody knows, at every level: a misspelt `fail-onn` must not quietly mean the default."""
    keys = [field.encode_name for field in msgspec.structs.fields(Config) if field.name != "file"]
    errors = [_unknown_key(key, keys, file) for key in table if key not in keys]
    tables: list[tuple[object, tuple[str, ...]]] = [
        *((rule, ("severity",)) for rule in _values(table.get("rules"))),
        *((allow, Allow.__struct_fields__) for allow in _values(table.get("allow"))),
    ]
    for inner, known in tables:
        names = cast("dict[str, object]", inner) if isinstance(inner, dict) else {}
        errors += [_unknown_key(key, known, file) for key in names if key not in known]
    return errors


def _values(table: object) -> list[object]:
    match table:
        case dict():
            return list(cast("dict[str, object]", table).values())
        case list():
            return cast("list[object]", table)
        case _:
            return []


def _unknown_key(key: str, known: list[str] | tuple[str, ...], file: Path) -> ConfigError:
    hint = did_you_mean(key.replace("_", "-"), known) or f"known: {', '.join(known)}"
    return ConfigError(f"unknown key `{key}`", at=_place(file, key), hint=hint)


def _mistyped(error: str, file: Path) -> ConfigError:
    # msgspec: "Expected `str`, got `int` - at `$.allow[0].term`", "… missing required field `reason` - at `$.allow[0]`"
    what, _, path = error.partition(" - at `$")
    key = path.strip("`.")
    missing = re.search(r"missing required field `(\w+)`", what)
    if missing:
        hint = "say why, for whoever reads this next year" if missing[1] == "reason" else ""
        return ConfigError(f"`{key}` needs a `{missing[1]}`", at=_place(file, re.split(r"\W", key)[0]), hint=hint)
    last = key.rsplit(".", 1)[-1].split("[")[0]
    choices = _choices(last) if what.startswith("Invalid enum") else ""
    return ConfigError(f"`{key}`: {what[:1].lower()}{what[1:]}", at=_place(file, last), hint=choices)


_CHOICES: dict[str, tuple[str, ...]] = {
    "surface": tuple(Surface),
    "role": tuple(Role),
    "ui": ("en", "zh"),
    "fail-on": ("note", "warn", "block", "never"),
    "severity": ("off", "note", "warn", "block"),
    "format": ("rich", "concise", "json", "jsonl"),
}


def _choices(key: str) -> str:
    return f"one of {', '.join(_CHOICES[key])}" if key in _CHOICES else ""


def _place(file: Path, key: str) -> Place:
    # tomllib keeps no places: the first line that sets the key, or opens its table, is where to look.
    sets = re.compile(rf'\s*(?:\[+[^\]]*)?["\']?{re.escape(key)}["\']?\s*[=.\]]')
    for number, line in enumerate(_text(file).split("\n"), 1):
        if sets.match(line):
            return Place(str(file), number, line.index(key) + 1)
    return Place(str(file))
