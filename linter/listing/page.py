"""A listing as one text that is read once: every field folded and without markup, with the way back to each."""

from bisect import bisect_right

from msgspec import Struct

from linter.listing.markup import shown
from linter.listing.model import Listing
from linter.model import Span
from linter.text.folding import fold
from linter.text.view import View


class Part(Struct, frozen=True, gc=False):
    """One field's text in the page: `kind` is the first name of its path, `name` the last one."""

    path: str
    kind: str
    name: str
    start: int
    end: int
    view: View
    raw: str


class Page(Struct, frozen=True, gc=False):
    """All fields of a listing behind one another, a line break between."""

    text: str
    parts: tuple[Part, ...]
    starts: tuple[int, ...]

    def at(self, position: int) -> Part:
        """The field that a position of the page lies in."""
        return self.parts[bisect_right(self.starts, position) - 1]

    def origin(self, start: int, end: int) -> tuple[Part, Span]:
        """The field that `start..end` lies in, and the code points of its own text."""
        part = self.at(start)
        last = max(start - part.start + 1, min(end, part.end) - part.start)
        return part, part.view.original(start - part.start, last)


def page(listing: Listing) -> Page:
    """Lay out a listing."""
    parts: list[Part] = []
    at = 0
    for path, text in listing.fields():
        view = fold(text) if "<" not in text and "&" not in text else readable(text)
        kind, name = _named(path)
        parts.append(Part(path, kind, name, at, at + len(view.text), view, text))
        at += len(view.text) + 1
    text = "\n".join([part.view.text for part in parts])
    return Page(text, tuple(parts), tuple([part.start for part in parts]))


def _named(path: str) -> tuple[str, str]:
    head, dot, name = path.partition(".")
    kind = head.partition("[")[0]
    if kind == "skus":
        kind, name = ("option", name[len("options.") :]) if name.startswith("options.") else ("sku", name)
    return kind, name if dot else ""


def readable(markup: str) -> View:
    """HTML as a reader sees it, folded: blocks on lines of their own, `&amp;` as `&`."""
    seen = shown(markup)
    return fold(seen.text).through(seen)
