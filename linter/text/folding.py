"""From what was typed to what it says: width, case, enclosed forms, invisible characters, stray marks, one Chinese.

`fold` gives the `plain` view. A text in which nothing changes length (nearly all of them) costs one table look-up a
character and carries no map.
"""

import re
import unicodedata
from array import array
from collections.abc import Iterator
from functools import cache
from itertools import chain

from linter.text import tables
from linter.text.view import View

# Beyond it live only rare ideographs, tags and private characters: they are looked for by pattern instead.
_TABLE_END = 0x20000
# Stands in the table for whatever needs more than a look-up; a noncharacter, so no message needs it.
_HARD = "\uffff"

_MARK_CLASS = "".join(tables.MARKS)
_DELETED_CLASS = "".join(re.escape(c) for c in tables.DELETED) + "\U000e0000-\U000e0fff"
_DELETED = re.compile(f"[{_DELETED_CLASS}]")
# Invisible themselves, they belong to the character before: 1️⃣ is marked as a whole.
_ATTACHED = frozenset("\u20e3\ufe0e\ufe0f")
_BEYOND = re.compile("[\U00020000-\U0010ffff]")
_TWO_SARA_E = "\u0e40\u0e40"
_IN_PIECES = re.compile(f"{_TWO_SARA_E}|\u0e4d[\u0e48-\u0e4b]?\u0e32")
# Two ways of writing the tone of an open syllable: `hoá đơn` and `hóa đơn`, `huỷ` and `hủy`; the u of `quý` is q's own.
_TONED = re.compile("o[àáảãạèéẻẽẹ](?!\\w)|(?<!q)u[ỳýỷỹỵ](?!\\w)")
_TONES = {
    written + tone: read + vowel
    for vowel, tones, first, carried in (
        ("a", "àáảãạ", "o", "òóỏõọ"),
        ("e", "èéẻẽẹ", "o", "òóỏõọ"),
        ("y", "ỳýỷỹỵ", "u", "ùúủũụ"),
    )
    for written, tone, read in zip(first * 5, tones, carried, strict=True)
}
_ODD = re.compile(f"[{_HARD}\U00020000-\U0010ffff]+|{_TWO_SARA_E}")


@cache
def _table() -> str:
    """Index by code point: what it is read as, or `_HARD`."""
    cells = array("I", range(_TABLE_END))
    for written, read in zip(tables.PLAIN_FROM, tables.PLAIN_TO, strict=True):
        if ord(written) < _TABLE_END:
            cells[ord(written)] = ord(read)
    # ๅ, drawn like า, stands by itself only behind ฤ and ฦ of old books.
    cells[ord("\u0e45")] = ord("\u0e32")
    for letter in range(ord("A"), ord("Z") + 1):
        cells[letter] = letter + 32
    for hard in chain(tables.DELETED, tables.MARKS, tables.MANY, "\u0e4d"):
        cells[ord(hard)] = ord(_HARD)
    return cells.tobytes().decode("utf-32", "surrogatepass")


@cache
def _several() -> dict[str, str]:
    """What the table cannot hold: characters read as several, and those beyond its end."""
    rare = zip(tables.PLAIN_FROM, tables.PLAIN_TO, strict=True)
    return {**tables.MANY, **{c: to for c, to in rare if ord(c) >= _TABLE_END}}


@cache
def _hard_spot() -> re.Pattern[str]:
    """A letter with its marks; Thai vowels typed in pieces; a character read as several."""
    several = "".join(re.escape(c) for c in _several())
    return re.compile(
        f"[^{_MARK_CLASS}]?[{_MARK_CLASS}]+|{_TWO_SARA_E}|\u0e4d[\u0e48-\u0e4b]?\u0e32|[{several}]", re.DOTALL
    )


def fold(text: str) -> View:
    """Make the `plain` view of a text: `ＷｅＣｈａｔ` reads as `wechat`, `ｶﾞ` as `ガ`, `紅包` as `红包`, `1️⃣` as `1`."""
    if text.isascii():
        return View(text.lower())
    quick = text.translate(_table())
    if not (_HARD in quick or _TWO_SARA_E in quick or _BEYOND.search(text)):
        return View(toned(quick))
    view = _slowly(text)
    # A stray mark between two halves of a Thai vowel: they meet only once it is gone.
    while _IN_PIECES.search(view.text):
        view = _slowly(view.text).through(view)
    return view.reading(toned(view.text))


def toned(text: str) -> str:
    """Vietnamese open syllables with the tone on the first vowel, as either school writes them; no length changes."""
    return _TONED.sub(lambda found: _TONES[found[0]], text)


def _slowly(text: str) -> View:
    """The same for a text in which something is deleted, composed or spread out."""
    visible = _visible(text)
    seen = visible.text
    quick = seen.translate(_table())
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    while found := _ODD.search(quick, at):
        first = max(at, found.start() - 1)
        pieces.append(quick[at:first])
        starts.extend(range(at, first))
        ends.extend(range(at + 1, first + 1))
        at = found.end() + 2 * (seen[found.end() - 1] == "\u0e4d")
        for read, start, end in _pieces(seen, first, min(at, len(seen))):
            pieces.append(read)
            starts.extend([start] * len(read))
            ends.extend([end] * len(read))
    pieces.append(quick[at:])
    starts.extend(range(at, len(seen)))
    ends.extend(range(at + 1, len(seen) + 1))
    return _through(visible, "".join(pieces), starts, ends)


def _pieces(seen: str, first: int, last: int) -> Iterator[tuple[str, int, int]]:
    """Every cluster or character of a stretch with hard spots: how it reads, and where it stands."""
    at = first
    while at < last:
        spot = _hard_spot().match(seen, at, last)
        end = spot.end() if spot else at + 1
        yield (_read(seen[at:end]) if spot else _each(seen[at])), at, end
        at = end


def _through(visible: View, text: str, starts: list[int], ends: list[int]) -> View:
    """`text`, whose characters stand for places in the visible text, with the way back to what was typed."""
    if visible.starts is None or visible.ends is None:
        same = len(text) == len(visible.text) and starts == list(range(len(text)))
        return View(text) if same else View(text, tuple(starts), tuple(ends))
    back, on = visible.starts, visible.ends
    return View(text, tuple([back[i] for i in starts]), tuple([on[i - 1] for i in ends]))


def _visible(text: str) -> View:
    """The text without invisible characters."""
    kept: list[int] = []
    ends: list[int] = []
    at = 0
    for hidden in _DELETED.finditer(text):
        kept.extend(range(at, hidden.start()))
        ends.extend(range(at + 1, hidden.start() + 1))
        at = hidden.end()
        if ends and hidden[0] in _ATTACHED and ends[-1] == hidden.start():
            ends[-1] = at
    if at == 0:
        return View(text)
    kept.extend(range(at, len(text)))
    ends.extend(range(at + 1, len(text) + 1))
    return View(_DELETED.sub("", text), tuple(kept), tuple(ends))


def _read(spot: str) -> str:
    """How one hard spot reads."""
    if spot == _TWO_SARA_E:
        return "\u0e41"
    if spot[0] == "\u0e4d" and spot[-1] == "\u0e32":
        return spot[1:-1] + "\u0e33"
    if spot in _several():
        return _several()[spot]
    return _composed(spot)


def _composed(cluster: str) -> str:
    """Compose a letter with its marks; where one does not compose, the letter stands alone (zalgo is no spelling)."""
    if cluster[0] in tables.MARKS:
        return ""
    base = _each(cluster[0])
    whole = unicodedata.normalize("NFKC", base + cluster[1:])
    return _each(whole) if len(whole) == len(base) else base


def _each(text: str) -> str:
    """Every character as the tables read it, marks apart."""
    several, table = _several(), _table()
    return "".join([c if c == "\u0e4d" else several[c] if c in several else c.translate(table) for c in text])
