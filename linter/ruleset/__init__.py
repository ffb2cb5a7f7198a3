"""Rule sets: read once, compiled once, kept in a cache keyed by content."""

import os
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property
from pathlib import Path

import msgspec

from linter.match.reading import Vocabulary
from linter.match.scan import Scanner
from linter.match.screen import Screen
from linter.ruleset import cache as cached
from linter.ruleset import packs
from linter.ruleset.compiled import Compiled, CompiledRule
from linter.ruleset.overlay import Overlay, apply


class RuleSet:
    """Compiled rules, with a project's severities, and their vocabulary. A value: made once, shared by threads and
    processes, never changed.

    `numbered`: the rules that are not `off`, each with the number that the screen knows it by.
    """

    def __init__(self, compiled: Compiled, overlay: Overlay = Overlay()) -> None:
        self.numbered = apply(overlay, compiled.rules, compiled.retired)
        self.rules: tuple[CompiledRule, ...] = tuple(rule for _, rule in self.numbered)
        self.ideas = compiled.ideas
        self._examples = compiled.examples
        c = compiled
        scanner = Scanner(c.terms, c.gaps, c.ungated, c.keys, c.sounds, c.syllables)
        screen = Screen(c.screen, scanner.gaps, scanner.pattern, scanner.half_pinyin)
        self.words = Vocabulary(compiled.ideas, scanner, screen, compiled.platforms)

    def ready(self) -> None:
        """Build now what is else built when a text first needs it: about four seconds, before a long job's workers are
        forked, which then share it.
        """
        self.words.scanner.ready()
        self.words.screen.ready()

    @cached_property
    def examples(self) -> tuple[str, ...]:
        """The texts of all examples, as the scanner reads them."""
        return msgspec.msgpack.decode(self._examples, type=tuple[str, ...])


def load(
    packs_of_project: Sequence[Path] = (),
    overlay: Overlay | None = None,
    *,
    cache: bool = True,
    while_compiling: AbstractContextManager[object] = nullcontext(),
) -> RuleSet:
    """The shipped rules with a project's packs and overlay, from the cache if no rule file has changed.

    `while_compiling` is entered only when they have to be compiled, which takes seconds: somebody may be waiting.
    Raises Problems with every mistake in the files, RuleError or ConfigError with one.
    """
    chosen = packs.chosen(packs_of_project)
    changes = overlay or Overlay()

    def build() -> Compiled:
        with while_compiling:
            from linter.ruleset.build import build as build_anew  # noqa: PLC0415  # YAML and a checker, 30 ms

            return build_anew(chosen)

    if not cache:
        return _screened(RuleSet(build(), changes))
    compiled = cached.load_or_build(packs.key_parts(chosen), build, Compiled, shipped=packs.compiled())
    return _screened(RuleSet(compiled, changes))


def _screened(rules: RuleSet) -> RuleSet:
    """The rules with the scanner that the environment asks for."""
    if os.environ.get("SHOPLINT_SCANNER"):
        from linter.ruleset.scanner import choose  # noqa: PLC0415  # asked for by few

        choose(rules)
    return rules


__all__ = ["Compiled", "CompiledRule", "Overlay", "RuleSet", "load"]
