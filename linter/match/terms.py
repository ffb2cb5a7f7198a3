"""What a scanner looks for: spellings and patterns, each in the name of a concept (by number)."""

from msgspec import Struct

BUDGET = 0.05
"""Seconds one pattern may take on one text; beyond, its rules are unchecked."""


class Term(Struct, frozen=True, gc=False, array_like=True):
    """One spelling of a concept in its plain form.

    `open_start`, `open_end`: any letters may continue the word there. `before`, `after`: a concept or detector (by
    number) that must stand right beside it. `how`: `Disguise` bits that reading this spelling means (pinyin). `case`:
    the exact written form. `sounds`: homophones of it are looked for. `tongue`: a
    short word that counts only where this language is spoken: `n` is não in Portuguese and “and” in English.
    """

    text: str
    concept: int
    open_start: bool = False
    open_end: bool = False
    before: int | None = None
    after: int | None = None
    how: int = 0
    case: str = ""
    alone: bool = False
    disguised: bool = True
    sounds: bool = False
    tongue: str = ""


class Gap(Struct, frozen=True, gc=False, array_like=True):
    """A pattern, or a term with gaps or inner wildcards: `source` over the plain view, `masked` over the unmasked
    one (empty: never looked for there). Every match contains one of `gate`; an empty gate means that it is tried on
    every text. Of each list of `spelt` (some of the same literals with their accents) the plain view must hold
    one, of each of `also` the bare view. `before`, `after` as in `Term`. `pattern`: an
    author's regular expression, tried on what leet and look-alikes stand for, too. `code`: `source` compiled
    (`patterns.stored`).
    """

    source: str
    concept: int
    gate: tuple[str, ...] = ()
    masked: str = ""
    masked_gate: tuple[str, ...] = ()
    before: int | None = None
    after: int | None = None
    spelt: tuple[tuple[str, ...], ...] = ()
    also: tuple[tuple[str, ...], ...] = ()
    pattern: bool = False
    code: bytes = b""

    def fits(self, plain: str, bare: str) -> bool:
        """Whether a text, in its plain and its bare view, holds all else that every match contains."""
        return all(_holds(bare, demand) for demand in self.also) and all(_holds(plain, d) for d in self.spelt)


def _holds(text: str, demand: tuple[str, ...]) -> bool:
    # Half of what a message costs is asked here: `any` over a generator takes twice as long.
    for literal in demand:  # noqa: SIM110
        if literal in text:
            return True
    return False
