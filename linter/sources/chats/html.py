"""HTML bodies of help desks as the text a buyer reads, with the targets of links."""

import re
from html.parser import HTMLParser

from linter.text.later import later

_BLOCKS = frozenset(
    [
        "p",
        "div",
        "br",
        "li",
        "ul",
        "ol",
        "tr",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "pre",
        "hr",
        "section",
        "article",
        "header",
        "footer",
    ]
)
_UNSEEN = frozenset({"script", "style", "head", "title", "template"})
_TAG = later(lambda: re.compile(r"</?[a-zA-Z][^<>]*>|&(?:#\d+|#x[0-9a-fA-F]+|\w+);"))
_BREAKS = later(lambda: re.compile(r"[ \t]*\n\s*"))
_BLANKS = later(lambda: re.compile(r"[ \t\r\f\v]+"))


def shown(html: str) -> str:
    """The text of a body: one line a block, `<a href="https://wa.me/1">chat</a>` as `chat (https://wa.me/1)`."""
    if not _TAG.search(html):
        return html
    page = _Page()
    page.feed(html)
    page.close()
    return _BREAKS.sub("\n", "".join(page.pieces)).strip()


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._unseen = 0
        self._links: list[tuple[str, int]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in _BLOCKS:
            self.pieces.append("\n")
        elif tag == "a":
            self._links.append((told.get("href") or "", len(self.pieces)))
        elif tag == "img":
            alt = told.get("alt") or ""
            self.pieces.append(f"[image: {alt}]" if alt else "[image]")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(self._unseen - 1, 0)
        elif tag in _BLOCKS:
            self.pieces.append("\n")
        elif tag == "a" and self._links:
            target, begin = self._links.pop()
            if target and not target.startswith("#") and _bare(target) not in "".join(self.pieces[begin:]):
                self.pieces.append(f" ({target})")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.pieces.append(_BLANKS.sub(" ", data.replace("\n", " ")))


def _bare(target: str) -> str:
    return target.partition(":")[2].strip("/") if ":" in target else target
