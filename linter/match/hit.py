"""What a term, pattern or detector found, in code points of the original text."""

from enum import IntFlag

from msgspec import Struct


class Disguise(IntFlag):
    """How words were hidden. Width, case, compatibility forms and invisible characters are always undone and count as `FOLDED`;
    the others only where a rule asks."""

    NONE = 0
    FOLDED = 1
    LOOKALIKE = 2
    LEET = 4
    SPACED = 8
    HOMOPHONE = 16
    PINYIN = 32
    SPELLED = 64


class Hit(Struct, frozen=True, gc=False, order=True):
    """`start..end` of the original text, read as `read` (normalised), hidden by `how` (`Disguise` bits)."""

    start: int
    end: int
    read: str = ""
    how: int = 0
