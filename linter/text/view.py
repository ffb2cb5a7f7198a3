"""A view is a rewritten text that knows the way back to the original."""

from collections.abc import Sequence

from msgspec import Struct

from linter.model import Span


class View(Struct, frozen=True):
    """`text` as rules read it. Its code point `i` stands for `starts[i]..ends[i]` of the original; both `None`: for `i..i+1`."""

    text: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    def original(self, start: int, end: int) -> Span:
        """The stretch of the original that `start..end` of this view (not empty) rests on."""
        if self.starts is None or self.ends is None:
            return Span(start, end)
        return Span(self.starts[start], max(self.ends[start:end]))
