"""Rule sets: read once, compiled once, kept in a cache keyed by content."""

from collections.abc import Sequence
from pathlib import Path

from linter.match.reading import Vocabulary
from linter.match.scan import Scanner
from linter.match.screen import Screen
from linter.ruleset import cache as cached
from linter.ruleset import packs
from linter.ruleset.compiled import Compiled, CompiledRule
from linter.ruleset.overlay import Overlay


class RuleSet:
    """Compiled rules and their vocabulary. A value: made once, shared by threads and processes, never changed."""

    def __init__(self, compiled: Compiled) -> None:
        self.rules: tuple[CompiledRule, ...] = compiled.rules
        self.ideas = compiled.ideas
        c = compiled
        scanner = Scanner(c.terms, c.gaps, c.ungated, c.keys, c.sounds, c.syllables)
        self.words = Vocabulary(compiled.ideas, scanner, Screen(c.screen, scanner.gaps), compiled.platforms)


def load(packs_of_project: Sequence[Path] = (), overlay: Overlay | None = None, *, cache: bool = True) -> RuleSet:
    """The shipped rules with a project's packs and overlay, from the cache if nothing has changed.

    Raises Problems with every mistake in the files, RuleError or ConfigError with one.
    """
    chosen = packs.chosen(packs_of_project)
    changes = overlay or Overlay()

    def build() -> Compiled:
        from linter.ruleset.build import build as build_anew  # noqa: PLC0415  # YAML and a checker, 30 ms of imports

        return build_anew(chosen, changes)

    if not cache:
        return RuleSet(build())
    return RuleSet(cached.load_or_build([*packs.key_parts(chosen), changes.key()], build, Compiled))


__all__ = ["Compiled", "CompiledRule", "Overlay", "RuleSet", "load"]
