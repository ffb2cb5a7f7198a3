"""Which scanner runs: the portable one, or Hyperscan where `SHOPLINT_SCANNER=hyperscan` asks for it.

Over the hundred thousand short keys of the shipped rules the portable scanner is the quicker of the two
(docs/benchmarks.md), so it is the rule. A Hyperscan database is compiled once, tried against the portable scanner on
every key and every example of the rules, and kept in the user's cache under the name of what it was made from, of the
library, and of the processor.
"""

import hashlib
import os
import platform
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from linter.errors import ConfigError
from linter.match.screen import Side
from linter.ruleset import RuleSet, cache

VARIABLE = "SHOPLINT_SCANNER"
_KINDS = ("hyperscan", "portable")
_WRONG = b"wrong"
_QUICKER = "the quicker one for these rules"


class Choice(Struct, frozen=True):
    """The scanner that runs (`hyperscan` or `portable`), why, and the build of Hyperscan where there is one."""

    name: str
    why: str
    build: str = ""


def choose(rules: RuleSet) -> Choice:
    """Let the rules be screened by the scanner that is asked for, and say which and why.

    Raises ConfigError where `SHOPLINT_SCANNER` names no scanner. One that is not to be had, or that is wrong on this
    machine, is not used.
    """
    asked = os.environ.get(VARIABLE, "").strip().lower()
    if asked and asked not in _KINDS:
        raise ConfigError(f"{VARIABLE}={asked} names no scanner", hint=" or ".join(_KINDS))
    return hyperscan(rules) if asked == "hyperscan" else _portable(rules, f"{VARIABLE}=portable" if asked else _QUICKER)


def hyperscan(rules: RuleSet) -> Choice:
    """Let the rules be screened by Hyperscan if it is right on this machine; the trial takes half a minute once."""
    try:
        from linter.match import swift  # noqa: PLC0415  # a library that not every machine has, 12 ms
    except ImportError as error:
        return _portable(rules, f"hyperscan is not installed ({error.name or error})")
    build = swift.build()
    if not swift.sees_patterns():
        return _portable(rules, "this build of hyperscan loses matches on this processor", build)
    databases = _databases(rules, build)
    wrong = [name for name, stored in databases.items() if stored == _WRONG]
    if wrong:
        return _portable(rules, f"hyperscan misses keys of the {wrong[0]} view on this machine", build)
    for name, side in rules.words.screen.sides.items():
        side.finder = swift.Swift(databases[name])
    return Choice("hyperscan", "right on every key and every example of the rules", build)


def _portable(rules: RuleSet, why: str, build: str = "") -> Choice:
    for side in rules.words.screen.sides.values():
        side.finder = side.portable
    return Choice("portable", why, build)


def _databases(rules: RuleSet, build: str) -> dict[str, bytes]:
    def make() -> dict[str, bytes]:
        return {name: _tried(side, rules.examples) for name, side in sides.items()}

    sides = rules.words.screen.sides
    keys = [hashlib.sha256(side.encoded).digest() for side in sides.values()]
    return cache.load_or_build([b"scanner", build.encode(), _processor(), *keys], make, dict[str, bytes])


def _tried(side: Side, examples: Sequence[str]) -> bytes:
    from linter.match import swift  # noqa: PLC0415  # as above

    words, literals = side.words(), side.literals()
    stored = swift.compiled(words, literals)
    right = swift.agrees(swift.Swift(stored), side.portable, [*words, *literals, *examples])
    return stored if right else _WRONG


def _processor() -> bytes:
    """What tells this processor from another one."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        lines = []
    told = dict.fromkeys(line for line in lines if line.startswith(("model name", "flags", "Features")))
    return "\n".join([platform.machine(), platform.processor(), *told]).encode()
