"""Rules as the engine runs them, and as the cache keeps them."""

import msgspec
from msgspec import Struct

from linter.match.columns import TermColumns
from linter.match.formula import Node
from linter.match.index import KeyBook
from linter.match.reading import Idea
from linter.match.screen import ScreenBook
from linter.model import Severity
from linter.ruleset.schema import Dates, FixRule, Level, Policy, Texts


class CompiledRule(Struct, frozen=True):
    """A rule as the engine runs it. `guards`: what each of `unless` is called. `needs`: one concept of every set must
    be there before the formula is tried. `uses`: every concept it reads; `rests`: also those that decide whether a term
    of these counts; `hears`: in what the buyer said, too.
    """

    id: str
    family: str
    severity: Severity
    status: str
    find: Node
    unless: tuple[Node, ...]
    guards: tuple[str, ...]
    mask: int
    needs: tuple[frozenset[int], ...]
    finds: frozenset[int]
    uses: frozenset[int]
    rests: frozenset[int]
    hears: bool
    across_turns: bool
    platforms: dict[str, Level]
    markets: tuple[str, ...]
    surfaces: frozenset[str]
    roles: frozenset[str]
    languages: tuple[str, ...]
    effective: Dates
    title: Texts
    message: Texts
    policy: tuple[Policy, ...]
    fix: FixRule


class Compiled(Struct, frozen=True):
    """A whole rule set, ready to be cached. `retired`: what takes the place of each rule that is no more;
    `examples`: the texts of all examples, as the scanner reads them.
    """

    ideas: tuple[Idea, ...]
    terms: TermColumns
    gaps: tuple[msgspec.Raw, ...]
    ungated: tuple[int, ...]
    keys: KeyBook
    screen: ScreenBook
    sounds: dict[str, str]
    syllables: dict[str, str]
    platforms: dict[str, int]
    rules: tuple[CompiledRule, ...]
    retired: dict[str, str]
    examples: msgspec.Raw
