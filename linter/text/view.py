"""A view is a rewritten text that knows the way back to the original."""

from collections.abc import Sequence

from msgspec import Struct

from linter.model import Span


class View(Struct, frozen=True):
    """`text` as rules read it.

    Its code point `i` stands for `starts[i]..ends[i]` of the original; both `None`: for `i..i+1`.
    """

    text: str
    starts: Sequence[int] | None = None
    ends: Sequence[int] | None = None

    def original(self, start: int, end: int) -> Span:
        """The stretch of the original that `start..end` of this view (not empty) rests on."""
        if self.starts is None or self.ends is None:
            return Span(start, end)
        return Span(self.starts[start], max(self.ends[start:end]))

    def reading(self, text: str) -> "View":
        """The same places read as `text`, one code point for one."""
        return self if text == self.text else View(text, self.starts, self.ends)

    def only(self, text: str, kept: Sequence[int]) -> "View":
        """`text` made of the code points `kept` of this view, in order."""
        starts, ends = self.starts, self.ends
        if starts is None or ends is None:
            return View(text, tuple(kept), tuple([i + 1 for i in kept]))
        return View(text, tuple([starts[i] for i in kept]), tuple([ends[i] for i in kept]))

    def through(self, below: "View") -> "View":
        """Turn a view of `below.text` into a view of what `below` was made from."""
        if self.starts is None or self.ends is None:
            return below.reading(self.text)
        places = [below.original(start, end) for start, end in zip(self.starts, self.ends, strict=True)]
        return View(self.text, tuple([p.start for p in places]), tuple([p.end for p in places]))
