"""Letters beneath accents and disguises: `bare` forms, and one canonical letter for everything drawn alike.

`canonical` is what terms and texts have in common: `l1ne`, `iine` and `line` all read `iine`. It finds candidates;
`disguise` then says whether the text may stand for the term.
"""

import re
from array import array
from collections.abc import Mapping
from functools import cache, cached_property

from linter.text import tables

_TABLE_END = 0x20000

# Digits and signs that stand for a letter inside a word. 6 is left out: it is b to some and g to others.
LEET = {
    **dict(zip("012345789", "oizeastbg", strict=True)),
    **dict(zip("@$!|€£¡+¢¥§₳₿฿₵₲₭₦₱₴₮₩", "asiielitcysabbcgknpstw", strict=True)),
}
ACCENTS = dict(zip(tables.ACCENTS_FROM, tables.ACCENTS_TO, strict=True))
LOOKALIKES = dict(zip(tables.LOOKALIKES_FROM, tables.LOOKALIKES_TO, strict=True))
# Pairs that are a flag: 🇻🇳 greets a Vietnamese buyer, 🇼🇦 is no country.
_COUNTRIES = (
    "acadaeafagaialamaoaqarasatauawaxazbabbbdbebfbgbhbibjblbmbnbobqbrbsbtbvbwbybzcacccdcfcgchcickclcmcnco"
    "crcucvcwcxcyczdedjdkdmdodzeceeegehereseteufifjfkfmfofrgagbgdgegfggghgiglgmgngpgqgrgsgtgugwgyhkhmhnhr"
    "hthuidieiliminioiqirisitjejmjojpkekgkhkikmknkpkrkwkykzlalblclilklrlsltlulvlymamcmdmemfmgmhmkmlmmmnmo"
    "mpmqmrmsmtmumvmwmxmymznancnenfngninlnonpnrnunzompapepfpgphpkplpmpnprpsptpwpyqarerorsrurwsasbscsdsesg"
    "shsisjskslsmsnsosrssstsvsxsysztatctdtftgthtjtktltmtntotrtttvtwtzuaugumunusuyuzvavcvevgvivnvuwfwsxkye"
    "ytzazmzw"
)
_FLAGS = frozenset(_COUNTRIES[i : i + 2] for i in range(0, len(_COUNTRIES), 2))
REGIONAL = {chr(0x1F1E6 + i): chr(ord("a") + i) for i in range(26)}
# Accents that our languages write make another letter: `bán` (to sell) is no disguise of `ban`; `wħåţş` hides `whats`.
SPELT = frozenset("àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđñüç")

# Two patterns, the second a plain range: `re` takes 8 µs for a message with a class that names characters beyond it.
_FAR = "\U00010000"
_ALIKE = re.compile(f"[{re.escape(''.join(c for c in LOOKALIKES if c < _FAR))}]")
_ALIKE_FAR = re.compile("[\U00010000-\U0001ffff]")
_ACCENTED = re.compile(f"[{re.escape(''.join(ACCENTS))}]")
_SHORTEST_NUMBER = 3
_NUMERIC_LETTERS = str.maketrans("oil", "011")
# A number with letters for digits: `1OO`, `O8l2`, `1O.OOO`; at least one digit, at least three characters.
_NUMBER = re.compile(r"(?<![^\W_])(?=[oil]*[0-9])[0-9oil]+(?:[.,][0-9oil]{2,})*(?![^\W\d_])", re.ASCII)
_SIGNS = re.escape("".join(c for c in LEET if not c.isdigit()))
_WORD = re.compile(rf"[a-z0-9$](?:[a-z0-9]|[{_SIGNS}](?=[a-z0-9]))*[@$]*")
# `earn $50`, `50% off!` and `a@b` apart: only where a letter touches a digit or sign is there a word to look into.
_TOUCH = re.compile(rf"[0-9{_SIGNS}](?:(?=[a-z])|(?<=[a-z][0-9@$])|(?<=[a-z].)(?=[a-z0-9]))")
_REGIONALS = re.compile("[\U0001f1e6-\U0001f1ff]+")


def _cells(pairs: Mapping[str, str]) -> str:
    """A look-up string by code point for `str.translate`."""
    table = array("I", range(_TABLE_END))
    for written, read in pairs.items():
        table[ord(written)] = ord(read)
    return table.tobytes().decode("utf-32", "surrogatepass")


class Alike:
    """Characters that are read as others, one for one; laid out when first asked for."""

    def __init__(self, pairs: Mapping[str, str]) -> None:
        self._pairs = pairs

    def __bool__(self) -> bool:
        return bool(self._pairs)

    @cached_property
    def _table(self) -> str:
        return _cells(self._pairs)

    def get(self, char: str) -> str | None:
        """What a character is read as; nothing where it is none of them."""
        return self._pairs.get(char)

    def read(self, text: str) -> str:
        """The text with each of the characters as the one it is read as."""
        return text.translate(self._table)


@cache
def _without_accents() -> str:
    return _cells(ACCENTS)


@cache
def _drawn_alike() -> str:
    return _cells({**LOOKALIKES, **REGIONAL})


def bare(text: str) -> str:
    """Take the accents off the Latin letters of a folded text, one for one: `đánh giá` reads as `danh gia`."""
    if text.isascii() or not _ACCENTED.search(text):
        return text
    return text.translate(_without_accents())


def unmasked(text: str) -> str:
    """Undo look-alikes and leet in a bare text, one canonical letter a character: `vіber`, `v1b3r` read as `viber`."""
    return readable(text).replace("l", "i")


def readable(text: str) -> str:
    """Undo look-alikes and leet in a bare text as a reader does: `fe3db@ck` is `feedback`. A 1 is read as i."""
    read = text
    if not text.isascii() and (_ALIKE.search(text) or _ALIKE_FAR.search(text)):
        read = _REGIONALS.sub(_flag, text).translate(_drawn_alike())
    if _TOUCH.search(read):
        read = _WORD.sub(_word, _NUMBER.sub(_number, read))
    return read


def canonical(term: str) -> str:
    """What a plain or bare term reads as in an unmasked text."""
    return unmasked(bare(term))


def drawn_as(char: str) -> str:
    """The canonical letter of one folded character, wherever it stands; itself where it is drawn like none."""
    below = ACCENTS.get(char, char)
    letter = LEET.get(below) or LOOKALIKES.get(below) or REGIONAL.get(below) or below
    return "i" if letter == "l" else letter


def _flag(found: re.Match[str]) -> str:
    """Two signs that are no letters, where regional letters are one flag and nothing else."""
    return "⚑⚑" if "".join(REGIONAL[c] for c in found[0]) in _FLAGS else found[0]


def _number(found: re.Match[str]) -> str:
    """`1oo` as `100`; `10l` (litres), `i7` and `o2o` stay."""
    token = found[0]
    digits = sum(c.isdigit() for c in token)
    letters = token.strip("0123456789.,")
    short = len(token) < _SHORTEST_NUMBER or (digits == 1 and not token[0].isdigit())
    if short or not letters or letters == "l" == token[-1]:
        return token
    return token.translate(_NUMERIC_LETTERS)


def _word(found: re.Match[str]) -> str:
    """A token with letters as the letters it is drawn with; numbers stay."""
    token = found[0]
    if token.isalpha() or not any(c.isalpha() for c in token):
        return token
    return "".join([LEET.get(c, c) for c in token])
