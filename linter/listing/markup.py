"""HTML as the text a buyer reads, with the way back to the source."""

import html
import re
from collections.abc import Iterator

from linter.text.later import later
from linter.text.view import View

_BLOCKS = frozenset(
    [
        *("address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "details", "div", "dl", "dt"),
        *(
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "li",
            "main",
        ),
        *(
            "nav",
            "ol",
            "option",
            "p",
            "pre",
            "section",
            "summary",
            "table",
            "tbody",
            "td",
            "tfoot",
            "th",
            "thead",
            "tr",
            "ul",
        ),
    ]
)
_INLINE = frozenset(
    [
        *(
            "a",
            "abbr",
            "acronym",
            "area",
            "audio",
            "b",
            "base",
            "bdi",
            "bdo",
            "big",
            "body",
            "button",
            "cite",
            "code",
            "col",
            "colgroup",
        ),
        *(
            "data",
            "del",
            "dfn",
            "em",
            "embed",
            "font",
            "html",
            "i",
            "iframe",
            "img",
            "input",
            "ins",
            "kbd",
            "label",
            "legend",
        ),
        *(
            "link",
            "mark",
            "map",
            "meta",
            "object",
            "optgroup",
            "o:p",
            "param",
            "picture",
            "q",
            "rp",
            "rt",
            "ruby",
            "s",
            "samp",
        ),
        *(
            "select",
            "small",
            "source",
            "span",
            "strike",
            "strong",
            "sub",
            "sup",
            "textarea",
            "time",
            "track",
            "tt",
            "u",
        ),
        *("var", "video", "wbr"),
    ]
)
_TAGS = _BLOCKS | _INLINE

_SIGN = re.compile(r"<[a-zA-Z/!]|&[#\w]")
_TAG = re.compile(r"<[a-zA-Z/!]")
_TOKEN = later(
    lambda: re.compile(
        r"<!--.*?(?:-->|\Z)"
        r"|<(?P<unseen>script|style|template|noscript|svg|head|title)\b.*?(?:</(?P=unseen)\s*>|\Z)"
        r"|<!\w[^<>]*>|<(?P<name>[a-zA-Z][\w:-]*+)(?P<rest>(?:\"[^\"]{0,4000}+\"|'[^']{0,4000}+'|[^<>\"'])*+)>"
        r"|</?(?P<other>[a-zA-Z][\w:-]*+)[^<>]*>"
        r"|&(?:\#\d+|\#[xX][0-9a-fA-F]+|\w+);?"
        r"|(?:[^\S ]| (?=\s))\s*+",
        re.DOTALL | re.IGNORECASE,
    )
)
_HREF = later(lambda: re.compile(r"(?<![\w-])href\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE))
_ALT = later(lambda: re.compile(r"(?<![\w-])alt\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE))
_LEADS_OUT = later(lambda: re.compile(r"\s*(?:[a-zA-Z][\w+.-]*:|//)(?!\s*$)"))


def is_html(text: str) -> bool:
    """Whether there is a tag or an entity in it."""
    return _SIGN.search(text) is not None


def shown(text: str, *, links: bool = False) -> View:
    """What of a text a browser shows, a line a block. `links`: with the targets of links and the words for pictures:
    `<a href="https://wa.me/1">chat</a>` as `chat (https://wa.me/1)`.
    """
    if not is_html(text):
        return View(text)
    page = _Page(links=links)
    page.read(text)
    return View("".join(page.pieces), tuple(page.starts), tuple(page.ends))


class _Page:
    def __init__(self, *, links: bool) -> None:
        self.pieces: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self._links = links
        self._folds = True
        self._open: list[tuple[str, int, int]] = []

    def read(self, text: str) -> None:
        # Lines of a text that has entities but no tags are its own.
        self._folds = _TAG.search(text) is not None
        at = 0
        for token in _TOKEN.finditer(text):
            if at < token.start():
                self._words(text[at : token.start()], at)
            self._token(token)
            at = token.end()
        if at < len(text):
            self._words(text[at:], at)
        while self._open:
            self._close_link(len(text) - 1, len(text))

    def _token(self, token: re.Match[str]) -> None:
        start, end = token.span()
        written = token[0]
        tag = (token["name"] or token["other"] or "").lower()
        if written[0] == "&":
            self._put(html.unescape(written), start, end)
        elif written.isspace():
            self._blank(start, end) if self._folds else self._as_written(written, start)
        elif tag and tag not in _TAGS and "-" not in tag:
            self._as_written(written, start)  # `size <M and >S` is no tag
        elif tag in _BLOCKS:
            self._line(start, end)
        elif self._links and tag == "a":
            self._link(token)
        elif self._links and tag == "img":
            self._picture(token)

    def _words(self, text: str, at: int) -> None:
        """Words with single blanks between; one before them is there already, or begins a line."""
        if self._folds and text[0] == " " and (not self.pieces or self.pieces[-1][-1:].isspace()):
            text, at = text[1:], at + 1
        if text:
            self._as_written(text, at)

    def _as_written(self, text: str, at: int) -> None:
        self.pieces.append(text)
        self.starts += range(at, at + len(text))
        self.ends += range(at + 1, at + len(text) + 1)

    def _put(self, text: str, start: int, end: int) -> None:
        """A text that stands for `start..end` as a whole."""
        self.pieces.append(text)
        self.starts += [start] * len(text)
        self.ends += [end] * len(text)

    def _blank(self, start: int, end: int) -> None:
        if self.pieces and not self.pieces[-1][-1:].isspace():
            self._put(" ", start, end)

    def _line(self, start: int, end: int) -> None:
        if self.pieces and self.pieces[-1][-1:] != "\n":
            self._put("\n", start, end)

    def _link(self, token: re.Match[str]) -> None:
        if token[0].startswith("</"):
            if self._open:
                self._close_link(token.start(), token.end())
            return
        target = _HREF.search(token[0])
        if target and _LEADS_OUT.match(_group(target)):
            first, _ = target.span(target.lastindex or 0)
            self._open.append((_group(target), token.start() + first, len(self.pieces)))
        else:
            self._open.append(("", 0, 0))

    def _close_link(self, start: int, end: int) -> None:
        target, at, begun = self._open.pop()
        words = "".join(self.pieces[begun:])
        if not target or _bare(target) in words:
            return
        self._put(" (", start, end)
        for char, first, last in _units(target):
            self._put(char, at + first, at + last)
        self._put(")", start, end)

    def _picture(self, token: re.Match[str]) -> None:
        words = _ALT.search(token[0])
        if not words or not _group(words).strip():
            return
        self._line(*token.span())
        at = token.start() + words.start(words.lastindex or 0)
        for char, first, last in _units(_group(words)):
            self._put(char, at + first, at + last)
        self._line(*token.span())


def _group(found: re.Match[str]) -> str:
    return next((group for group in found.groups() if group), "")


def _units(written: str) -> Iterator[tuple[str, int, int]]:
    for unit in re.finditer(r"&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);|.", written, re.DOTALL):
        yield html.unescape(unit[0]) if len(unit[0]) > 1 else unit[0], unit.start(), unit.end()


def _bare(target: str) -> str:
    return target.partition(":")[2].strip("/") if ":" in target else target.strip("/")
