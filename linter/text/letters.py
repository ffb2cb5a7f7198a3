"""Letters beneath accents and disguises: `bare` forms, and one canonical letter for everything drawn alike.

`canonical` is what terms and texts have in common: `l1ne`, `iine` and `line` all read `iine`. It is meant for finding candidates;
`disguise` then says whether the text may stand for the term.
"""

import re
from array import array
from functools import cache

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
_FLAGS = frozenset(
    (
        "ac ad ae af ag ai al am ao aq ar as at au aw ax az ba bb bd be bf bg bh bi bj bl bm bn bo bq br bs bt bv bw by bz ca cc "
        "cd cf cg ch ci ck cl cm cn co cr cu cv cw cx cy cz de dj dk dm do dz ec ee eg eh er es et eu fi fj fk fm fo fr ga gb gd "
        "ge gf gg gh gi gl gm gn gp gq gr gs gt gu gw gy hk hm hn hr ht hu id ie il im in io iq ir is it je jm jo jp ke kg kh ki "
        "km kn kp kr kw ky kz la lb lc li lk lr ls lt lu lv ly ma mc md me mf mg mh mk ml mm mn mo mp mq mr ms mt mu mv mw mx my "
        "mz na nc ne nf ng ni nl no np nr nu nz om pa pe pf pg ph pk pl pm pn pr ps pt pw py qa re ro rs ru rw sa sb sc sd se sg "
        "sh si sj sk sl sm sn so sr ss st sv sx sy sz ta tc td tf tg th tj tk tl tm tn to tr tt tv tw tz ua ug um un us uy uz va "
        "vc ve vg vi vn vu wf ws xk ye yt za zm zw "
    ).split()
)
REGIONAL = {chr(0x1F1E6 + i): chr(ord("a") + i) for i in range(26)}
# Accents that our languages write: another letter, no decoration. `bán` (to sell) is no disguise of `ban`; `wħåţş` is one of `whats`.
SPELT = frozenset("àáảãạăằắẳẵặâầấẩẫậèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵđñüç")

_ACCENTED = re.compile(f"[{re.escape(''.join(ACCENTS))}]")
_NUMERIC_LETTERS = str.maketrans("oil", "011")
# A number with letters for digits: `1OO`, `O8l2`, `1O.OOO`; at least one digit, at least three characters.
_NUMBER = re.compile(r"(?<![^\W_])(?=[oil]*[0-9])[0-9oil]+(?:[.,][0-9oil]{2,})*(?![^\W\d_])", re.ASCII)
_SIGNS = re.escape("".join(c for c in LEET if not c.isdigit()))
_WORD = re.compile(rf"[a-z0-9$](?:[a-z0-9]|[{_SIGNS}](?=[a-z0-9]))*[@$]*")
# `earn $50`, `50% off!` and `a@b` apart: only where a letter touches a digit or sign is there a word to look into.
_TOUCH = re.compile(rf"[a-z][0-9{_SIGNS}]|[0-9{_SIGNS}][a-z]")
_FLAG = re.compile("(?<![\U0001f1e6-\U0001f1ff])[\U0001f1e6-\U0001f1ff]{2}(?![\U0001f1e6-\U0001f1ff])")


def _cells(pairs: dict[str, str]) -> str:
    """A look-up string by code point for `str.translate`."""
    table = array("I", range(_TABLE_END))
    for written, read in pairs.items():
        table[ord(written)] = ord(read)
    return table.tobytes().decode("utf-32", "surrogatepass")


@cache
def _without_accents() -> str:
    return _cells(ACCENTS)


@cache
def _drawn_alike() -> str:
    return _cells({**LOOKALIKES, **REGIONAL, "l": "i"})


def bare(text: str) -> str:
    """A folded text without accents on Latin letters, one for one: `đánh giá` reads as `danh gia`."""
    if text.isascii() or not _ACCENTED.search(text):
        return text
    return text.translate(_without_accents())


def unmasked(text: str) -> str:
    """A bare text with look-alikes and leet undone, one canonical letter for one character: `vіber`, `v1b3r` read as `viber`."""
    read = text if text.isascii() else _FLAG.sub(_flag, text).translate(_drawn_alike())
    if _TOUCH.search(read):
        read = _WORD.sub(_word, _NUMBER.sub(_number, read))
    return read.replace("l", "i")


canonical = unmasked


def drawn_as(char: str) -> str:
    """The canonical letter of one folded character, wherever it stands; itself where it is drawn like none."""
    below = ACCENTS.get(char, char)
    letter = LEET.get(below) or LOOKALIKES.get(below) or REGIONAL.get(below) or below
    return "i" if letter == "l" else letter


def _flag(pair: re.Match[str]) -> str:
    """Two signs that are no letters, where the pair is a flag."""
    country = "".join(REGIONAL[c] for c in pair[0])
    return "⚑⚑" if country in _FLAGS else pair[0]


def _number(found: re.Match[str]) -> str:
    """`1oo` as `100`; `10l` (litres), `i7` and `o2o` stay."""
    token = found[0]
    digits = sum(c.isdigit() for c in token)
    letters = token.strip("0123456789.,")
    if len(token) < 3 or not letters or letters == "l" == token[-1] or (digits < 2 and not token[0].isdigit()):
        return token
    return token.translate(_NUMERIC_LETTERS)


def _word(found: re.Match[str]) -> str:
    """A token with letters as the letters it is drawn with; numbers stay."""
    token = found[0]
    if token.isalpha() or not any(c.isalpha() for c in token):
        return token
    return "".join([LEET.get(c, c) for c in token])
