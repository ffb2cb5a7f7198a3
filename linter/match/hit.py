"""What a term, pattern or detector found, in code points of the original text."""

from msgspec import Struct

from linter.text.disguise import Disguise


class Hit(Struct, frozen=True, gc=False, order=True):
    """`start..end` of the original text, read as `read` (normalised), hidden by `how` (`Disguise` bits)."""

    start: int
    end: int
    read: str = ""
    how: int = 0


__all__ = ["Disguise", "Hit"]
