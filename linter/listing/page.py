"""A listing as one text that is read once: every field folded and without markup, with the way back to each."""

import html
import re
from bisect import bisect_right
from typing import Final

from msgspec import Struct

from linter.listing.model import Listing
from linter.model import Span
from linter.text.folding import fold
from linter.text.view import View

_MARKUP: Final = re.compile(
    r"<!--.*?-->|<(?P<dead>script|style)\b.*?</(?P=dead)\s*>|</?(?P<tag>[a-zA-Z][a-zA-Z0-9]*)[^<>]*>"
    r"|&(?:#\w+|[a-zA-Z]+);",
    re.DOTALL | re.IGNORECASE,
)
_BLOCKS: Final = frozenset(
    [
        "p",
        "br",
        "div",
        "li",
        "ul",
        "ol",
        "tr",
        "td",
        "th",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "header",
        "footer",
        "dl",
        "dt",
        "dd",
        "hr",
        "tbody",
        "thead",
    ]
)


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
    if not _MARKUP.search(markup):
        return fold(markup)
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for found in _MARKUP.finditer(markup):
        pieces.append(markup[at : found.start()])
        starts.extend(range(at, found.start()))
        ends.extend(range(at + 1, found.start() + 1))
        shown = _shown(found)
        pieces.append(shown)
        starts.extend([found.start()] * len(shown))
        ends.extend([found.end()] * len(shown))
        at = found.end()
    pieces.append(markup[at:])
    starts.extend(range(at, len(markup)))
    ends.extend(range(at + 1, len(markup) + 1))
    seen = View("".join(pieces), tuple(starts), tuple(ends))
    return fold(seen.text).through(seen)


def _shown(found: re.Match[str]) -> str:
    if found[0].startswith("&"):
        return html.unescape(found[0]).replace("\xa0", " ")
    return "\n" if (found["tag"] or "").lower() in _BLOCKS else ""
