"""How words were hidden, and whether what stands in a text may stand for a term."""

import unicodedata
from enum import IntFlag
from functools import cache

from linter.text import tables
from linter.text.folding import toned
from linter.text.letters import ACCENTS, LEET, SPELT, drawn_as
from linter.text.views import Views


class Disguise(IntFlag):
    """How words were hidden.

    Width, case, compatibility forms and invisible characters are always undone and count as `FOLDED`; the others only
    where a rule asks.
    """

    NONE = 0
    FOLDED = 1
    LOOKALIKE = 2
    LEET = 4
    SPACED = 8
    HOMOPHONE = 16
    PINYIN = 32
    SPELLED = 64


def disguise(views: Views, view_name: str, start: int, end: int, term: str) -> int | None:
    """Tell with which `Disguise` bits `start..end` of the named view stands for `term`; nothing where it does not.

    The term is in its plain form, accents proper. A missing accent is no disguise, a wrong one is another word. In
    `squeezed` the term's own spaces may be missing.
    """
    places = _places(views, view_name, start, end)
    if view_name == "squeezed" and len(term) != len(places):
        term = term.replace(" ", "")
    if len(term) != len(places) or not term:
        return None
    plain = views.plain.text
    bits = 0
    if any(plain[at] != char for at, char in zip(places, term, strict=True)):
        found = _differences(views, view_name, places, term)
        if found is None:
            return None
        bits = found
    if view_name == "squeezed" and places[-1] - places[0] >= len(places):
        bits |= Disguise.SPACED
    return int(bits | is_folded(views, places[0], places[-1] + 1))


def is_folded(views: Views, start: int, end: int) -> int:
    """Tell `FOLDED` where `start..end` of `plain` was written with other characters than it reads.

    Case, the coding of accents, traditional characters and ordinary punctuation hide nothing.
    """
    if views.text.isascii():
        return 0
    written = views.text[slice(*views.plain.original(start, end))]
    honest = toned(unicodedata.normalize("NFC", written).lower().translate(_honest()))
    return 0 if honest == views.plain.text[start:end] else Disguise.FOLDED


@cache
def _honest() -> dict[int, str]:
    """Ways of writing that hide nothing."""
    return {
        **{ord(c): to for c, to in zip(tables.SIMPLIFIED_FROM, tables.SIMPLIFIED_TO, strict=True)},
        **{ord(c): to for c, to in zip(tables.PUNCTUATION_FROM, tables.PUNCTUATION_TO, strict=True)},
    }


def _places(views: Views, view_name: str, start: int, end: int) -> range | tuple[int, ...]:
    """Find the places of `plain` that a stretch of a view rests on."""
    if view_name != "squeezed" or views.squeezed is None:
        return range(start, end)
    return tuple(views.squeezed.index[start:end])


def _differences(views: Views, view_name: str, places: range | tuple[int, ...], term: str) -> int | None:
    """Add up the disguises of single characters; nothing where one of them is just another character."""
    bits = 0
    signs = letters = 0
    plain = views.plain.text
    for nth, (at, char) in enumerate(zip(places, term, strict=True)):
        written = plain[at]
        bit = _difference(views, view_name, places, nth, char)
        if bit is None:
            return None
        bits |= bit
        signs += bit == Disguise.LEET and written.isdecimal()
        letters += written.isalpha()
    # 1g is a weight and 4u a wish: a word in leet still has more letters than digits.
    if signs and letters < max(2, signs):
        return None
    return bits


def _difference(views: Views, view_name: str, places: range | tuple[int, ...], nth: int, char: str) -> int | None:
    """Tell how the `nth` place stands for a character: 0 as it is or without its accent, a bit, or not at all."""
    written = views.plain.text[places[nth]]
    if written == char or ACCENTS.get(char) == written or (char.isspace() and written.isspace()):
        return 0
    if view_name == "sounded":
        sound = views.sounds.get(written)
        return Disguise.HOMOPHONE if sound is not None and sound in (char, views.sounds.get(char)) else None
    if view_name not in ("unmasked", "squeezed") or drawn_as(written) != drawn_as(char):
        return None
    if written in LEET:
        return Disguise.LEET
    if written.isascii():
        return Disguise.LOOKALIKE if _is_upright(views, places, nth) else None
    return None if written in SPELT else Disguise.LOOKALIKE


def _is_upright(views: Views, places: range | tuple[int, ...], nth: int) -> bool:
    """Whether a written `I` passes for l (`teIegram`) or a written `l` for I (`lnstagram`, `VlBER`)."""
    char = _written(views, places[nth])
    beside = [_written(views, places[i]) for i in (nth - 1, nth + 1) if 0 <= i < len(places)]
    if char == "I":
        return any(c.islower() for c in beside)
    return char == "l" and (nth == 0 or any(c.isupper() for c in beside))


def _written(views: Views, at: int) -> str:
    """Find the first character of the original beneath a place of `plain`."""
    return views.text[views.plain.original(at, at + 1).start]
