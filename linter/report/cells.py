"""Text as a terminal shows it: clusters, their widths, and nothing that acts on the terminal."""

import unicodedata
from collections.abc import Iterator
from functools import lru_cache

import regex
from msgspec import Struct

_CLUSTER = regex.compile(r"\X")
_EMOJI = regex.compile(
    r"\p{Extended_Pictographic}.*[\u200d\ufe0f\U0001f3fb-\U0001f3ff]|[\U0001f1e6-\U0001f1ff]{2}|.*\u20e3", regex.DOTALL
)
_JOINERS = frozenset("\u200c\u200d\ufe0e\ufe0f")


class Cluster(Struct, frozen=True, gc=False):
    """What a reader takes for one character: `start..end` of the text, how it is shown, how many cells it takes."""

    start: int
    end: int
    shown: str
    width: int


def clusters(text: str, start: int = 0, end: int | None = None) -> Iterator[Cluster]:
    """The clusters of `text[start:end]`, positions counted in all of `text`."""
    for found in _CLUSTER.finditer(text, start, len(text) if end is None else end):
        shown = visible(found[0])
        yield Cluster(found.start(), found.end(), shown, width(shown))


def visible(text: str) -> str:
    """The text with all that would act on a terminal, or hide in it, written out: ESC is ␛, U+202E is ‹U+202E›."""
    return text if text.isprintable() and not _may_hide(text) else "".join(_visible(char, text) for char in text)


def _may_hide(text: str) -> bool:
    return any(char in _HIDDEN for char in text)


# Letters by their class, nothing by their looks: `加\u3164微信` with Hangul fillers reads as a plain gap.
_HIDDEN = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u2800")


def _visible(char: str, cluster: str) -> str:
    code = ord(char)
    if code < 0x20:  # noqa: PLR2004  # the C0 controls have pictures of their own
        return chr(0x2400 + code)
    if code == 0x7F:  # noqa: PLR2004  # as has DEL
        return "␡"
    # A joiner inside 👨‍👩‍👧 or a Persian word belongs to what is seen; alone it is a disguise.
    if char in _JOINERS and len(cluster) > 1:
        return char
    if unicodedata.category(char) in {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"} or char in _HIDDEN:
        return f"‹U+{code:04X}›"
    return char


def plain(text: str) -> str:
    """As `visible`, cluster by cluster: for words around the quoted text, a file name or a sentence with the match."""
    return "".join(cluster.shown for cluster in clusters(text))


@lru_cache(maxsize=4096)
def width(cluster: str) -> int:
    """How many cells a cluster takes: two for CJK and emoji, however many parts they are joined of, none for marks."""
    if _EMOJI.match(cluster):
        return 2
    return sum(_char_width(char) for char in cluster)


def total(text: str) -> int:
    """How many cells a text takes."""
    return sum(width(found[0]) for found in _CLUSTER.finditer(text))


def _char_width(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me", "Cf"} or "\u1160" <= char <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(char) in {"W", "F"} else 1
