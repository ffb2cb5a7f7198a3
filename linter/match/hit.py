"""What a term, pattern or detector found, in code points of the original text."""

from bisect import bisect_right

from msgspec import Struct

from linter.text.disguise import Disguise


class Hit(Struct, frozen=True, gc=False, order=True):
    """`start..end` of the original text, read as `read` (normalised), hidden by `how` (`Disguise` bits)."""

    start: int
    end: int
    read: str = ""
    how: int = 0


class Apart:
    """Stretches none of which overlaps another."""

    def __init__(self) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []

    def add(self, start: int, end: int) -> bool:
        """Take the stretch in, and say whether there was room for it."""
        at = bisect_right(self._starts, start)
        if (at and self._ends[at - 1] > start) or (at < len(self._starts) and self._starts[at] < end):
            return False
        self._starts.insert(at, start)
        self._ends.insert(at, end)
        return True


def outermost(hits: list[Hit]) -> tuple[Hit, ...]:
    """Sorted; of hits that overlap only the longest (`gift card`, not `a gift`), of equal stretches the least
    disguised.
    """
    if len(hits) < 2:  # noqa: PLR2004
        return tuple(hits)
    apart = Apart()
    # `whatsapp` rather than `what s app`: of two spellings that were found at once, the plainer.
    ranked = sorted(set(hits), key=lambda h: (h.start - h.end, h.how, h.start, h.read.count(" "), h.read))
    return tuple(sorted(hit for hit in ranked if apart.add(hit.start, hit.end)))


__all__ = ["Apart", "Disguise", "Hit", "outermost"]
