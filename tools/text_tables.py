"""Write `linter/text/tables.py`: which character is read as which.

Sources: the Unicode data of this Python, OpenCC's `t2s` (Apache-2.0) and the Unicode confusables (Unicode licence), the
last as packaged by `confusable-homoglyphs`, which is needed here and nowhere else. Run `python tools/text_tables.py` to
rewrite the module; a test regenerates it and compares.
"""

# ruff: noqa: E501, INP001, PLR0911, PLR2004 - a script of tables and code points

import json
import re
import sys
import unicodedata as ud
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import metadata, resources
from pathlib import Path

import opencc

TARGET = Path(__file__).resolve().parent.parent / "linter" / "text" / "tables.py"

# Invisible, and no part of how a word is spelt: soft hyphen, joiners, bidi controls, variation selectors, fillers, tags, keycap.
DELETED = (
    (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x17B4, 0x17B5), (0x180B, 0x180F), (0x200B, 0x200F),
    (0x202A, 0x202E), (0x2060, 0x206F), (0x20E3, 0x20E3), (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF),
    (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB), (0x1BCA0, 0x1BCA3), (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
)  # fmt: skip
# Marks of no script of their own: they compose with a letter or go. Thai, Indic and Arabic marks are letters' parts and stay.
MARKS = (
    (0x300, 0x34E), (0x350, 0x36F), (0x483, 0x489), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20E2), (0x20E4, 0x20FF),
    (0x3099, 0x309A), (0xFE20, 0xFE2F), (0xFF9E, 0xFF9F),
)  # fmt: skip

# Kept although NFKC has another reading: SARA AM (NFKC splits it), signs that are no letters, fractions (10½ is not 101/2),
# ordinals (nº is not "no"), the ellipsis and the long dash (ends of sentence and clause).
KEPT = frozenset("\u0e33\u0eb3™℠©®ªº…‥—¨¯¸˘˙˚˛˜˝℗")
PUNCTUATION: Mapping[str, str] = {
    **dict.fromkeys("‘’‚‛′‵ʹʻʼʽˈ´＇`‹›", "'"),
    **dict.fromkeys("“”„‟″‶«»＂〝〞", '"'),
    **dict.fromkeys("‐‑‒–−﹣－⁃˗➖", "-"),
    **dict.fromkeys("―⸺⸻﹘", "—"),
    **dict.fromkeys("⁄∕⧸", "/"),
    **dict.fromkeys("∶꞉ː", ":"),
    **dict.fromkeys("・･∙⋅‧‣•‧ꞏ", "·"),
    **dict.fromkeys("〜∼", "~"),
    **dict.fromkeys("∗✱⁎", "*"),
    **dict.fromkeys("\u2028\u2029\u0085", "\n"),
    "➕": "+", "\u2800": " ", "ı": "i", "İ": "i", "❗": "!", "❕": "!", "❓": "?", "❔": "?", "💲": "$",
}  # fmt: skip
SHOWN = re.compile(
    r"(?:NEGATIVE |DOUBLE |CROSSED |OUTLINED )*(?:CIRCLED|SQUARED|PARENTHESIZED|CIRCLED ITALIC|TORTOISE SHELL BRACKETED)"
    r" LATIN (?:CAPITAL|SMALL) LETTER ([A-Z])"
)
LETTER_WITH = re.compile(r"LATIN SMALL LETTER ([A-Z]) WITH ")
SMALL_CAPITAL = re.compile(r"LATIN LETTER SMALL CAPITAL ([A-Z])")
SCRIPTS = ("LATIN", "GREEK", "CYRILLIC", "CHEROKEE", "ARMENIAN", "COPTIC", "LISU", "DESERET", "CANADIAN", "OLD ITALIC",
           "WARANG", "OSAGE", "TIFINAGH", "RUNIC", "GOTHIC", "CARIAN", "LYCIAN", "LYDIAN", "ELBASAN", "MODIFIER")  # fmt: skip
# Drawn alike to the eye though the confusables do not list them.
DRAWN_ALIKE: Mapping[str, str] = {
    "в": "b", "н": "h", "т": "t", "м": "m", "к": "k", "у": "y", "х": "x", "я": "r", "и": "n", "п": "n", "ш": "w", "ь": "b",
    "є": "e", "α": "a", "β": "b", "ε": "e", "η": "n", "κ": "k", "μ": "u", "π": "n", "τ": "t", "χ": "x", "ω": "w", "σ": "o",
    "ι": "i", "ρ": "p", "υ": "u", "ν": "v", "γ": "y", "ª": "a", "º": "o", "⭕": "o", "❌": "x", "✖": "x", "✕": "x", "×": "x",
    "þ": "p", "ŋ": "n", "ſ": "s",
}  # fmt: skip


def spread(ranges: tuple[tuple[int, int], ...]) -> Iterator[str]:
    """The characters of inclusive ranges."""
    return (chr(i) for first, last in ranges for i in range(first, last + 1))


INVISIBLE = frozenset(spread(DELETED))
MARK = frozenset(spread(MARKS))
SIMPLIFY = opencc.OpenCC("t2s")


def name(char: str) -> str:
    """Unicode's name, or nothing."""
    return ud.name(char, "")


@cache
def simplified(char: str) -> str:
    """The simplified form of one ideograph; a phrase's reading does not count here."""
    one = SIMPLIFY.convert(char) if ud.category(char) == "Lo" and "CJK" in name(char) else char
    return one if len(one) == 1 else char


def enclosed(char: str) -> str | None:
    """What a circle, a square, brackets or a full stop enclose, where that is a letter, a number or an ideograph."""
    if shown := SHOWN.fullmatch(name(char)):
        return shown[1].lower()
    numbered = re.search(r"CIRCLED|PARENTHESIZED|FULL STOP|COMMA|DINGBAT", name(char))
    if numbered and "IDEOGRAPH" not in name(char) and ud.category(char) == "No":
        return str(int(ud.numeric(char)))
    if name(char).startswith("PARENTHESIZED"):
        return ud.normalize("NFKC", char).strip("()")
    return None


def radicals() -> dict[str, str]:
    """CJK radicals that are drawn as an ideograph (⻔ as 门): the confusables know them, NFKC does not."""
    pairs = ((c, confusables().get(c, [])) for c in map(chr, range(0x2E80, 0x2F00)))
    return {c: same[0] for c, same in pairs if same and "CJK UNIFIED" in name(same[0])}


@cache
def confusables() -> dict[str, list[str]]:
    """The single characters that Unicode calls confusable with one."""
    data = json.loads((resources.files("confusable_homoglyphs") / "confusables.json").read_text("utf-8"))
    return {c: [x["c"] for x in same if len(x["c"]) == 1] for c, same in data.items()}


def once(char: str) -> str:
    """One round of reading one character."""
    if char in INVISIBLE:
        return ""
    if char in KEPT or char in MARK or 0xD800 <= ord(char) < 0xE000:
        return char
    if char in PUNCTUATION:
        return PUNCTUATION[char]
    if ud.category(char) == "Nd":
        return str(ud.digit(char))
    if ud.decomposition(char).startswith("<fraction>"):
        return char
    if (shown := enclosed(char)) is not None:
        return shown
    wide = ud.normalize("NFKC", char)
    # ¨ and its kin: NFKC makes a space of them
    if len(wide) > 1 and (wide[0] == " " or wide[0] == "\u0640"):
        return char
    return ud.normalize("NFKC", wide.casefold())


@cache
def fold(char: str) -> str:
    """How `plain` reads one character, to the end: reading it again changes nothing."""
    last, now = "", char
    while now != last:
        last, now = now, "".join(simplified(RADICALS.get(y, y)) for x in now for y in once(x))
    return now if now in MARK else "".join(c for c in now if c not in MARK)


RADICALS = radicals()


def folded() -> dict[str, str]:
    """Every character that `plain` reads as something else; deleted ones and marks are not in it."""
    every = (chr(i) for i in range(0x80, 0x110000) if not 0xD800 <= i < 0xE000)
    return {c: fold(c) for c in every if c not in INVISIBLE and c not in MARK and fold(c) != c}


def accents() -> dict[str, str]:
    """Latin letters with an accent, a bar or a hook, to the letter below; `plain` forms only."""
    table: dict[str, str] = {}
    for char in map(chr, range(0x80, 0x20000)):
        if not name(char).startswith("LATIN") or fold(char) != char:
            continue
        below = ud.normalize("NFD", char)[0]
        while (barred := LETTER_WITH.match(name(below))) and below not in "abcdefghijklmnopqrstuvwxyz":
            below = barred[1].lower()
        if below != char:
            table[char] = below
    return table


def lookalikes(bare: Mapping[str, str]) -> dict[str, str]:
    """Letters of other scripts (and small capitals) to the Latin letter they are drawn like; `bare` forms only."""
    ranked: dict[str, tuple[int, str]] = {}

    def add(written: str, letter: str, rank: int) -> None:
        read = fold(written)
        foreign = len(read) == 1 and not read.isascii() and read not in bare and name(read).startswith(SCRIPTS)
        if foreign:
            ranked[read] = min(ranked.get(read, (9, "")), (rank + (read != written), letter))

    for char in map(chr, range(0x80, 0x20000)):
        if small := SMALL_CAPITAL.fullmatch(name(char)):
            add(char, small[1].lower(), 0)
            for other in confusables().get(char, []):
                add(other, small[1].lower(), 4)
    for letter in "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ":
        for other in confusables().get(letter, []):
            add(other, letter.lower(), 0 if letter.islower() else 1)
    table = {c: letter for c, (_, letter) in ranked.items()} | dict(DRAWN_ALIKE)
    for char in map(chr, range(0x370, 0x530)):
        below = ud.normalize("NFD", char)[0]
        if below in table and fold(char) == char:
            table.setdefault(char, table[below])
    return dict(sorted(table.items()))


def literal(text: str) -> str:
    """A string as ASCII source lines: an editor that normalises text must not change what we read."""
    chunks = (text[i : i + 12] for i in range(0, len(text), 12))
    return "(\n" + "".join(f'    "{escaped(chunk)}"\n' for chunk in chunks) + ")"


def escaped(text: str) -> str:
    """ASCII letters and digits as they are, everything else as an escape."""
    return "".join(
        c if c.isascii() and c.isalnum() else f"\\u{ord(c):04x}" if ord(c) < 0x10000 else f"\\U{ord(c):08x}"
        for c in text
    )


def pairs(title: str, about: str, table: Mapping[str, str]) -> str:
    """Two strings of equal length: what is written, what it is read as."""
    return f"# {about}\n{title}_FROM = {literal(''.join(table))}\n{title}_TO = {literal(''.join(table.values()))}\n"


def module() -> str:
    """The source of `linter/text/tables.py`."""
    every = folded()
    one = {c: to for c, to in every.items() if len(to) == 1}
    many = {c: to for c, to in every.items() if len(to) != 1}
    bare = accents()
    hant = {c: fold(c) for c in map(chr, range(0x3400, 0x30000)) if simplified(c) != c and len(fold(c)) == 1}
    entries = "".join(f'    "{escaped(c)}": "{escaped(to)}",\n' for c, to in many.items())
    return (
        '"""Which character is read as which. Written by `tools/text_tables.py`; do not edit.\n\n'
        "Traditional to simplified from OpenCC (Apache-2.0). Look-alikes from the Unicode confusables, Copyright (c) 1991-2024\n"
        "Unicode, Inc., distributed under the Unicode License v3, https://www.unicode.org/license.txt.\n"
        '"""\n\n# ruff: noqa: E501\n\n'
        f'UNICODE = "{ud.unidata_version}"\nOPENCC = "{metadata.version("opencc")}"\n\n'
        f"DELETED = {literal(''.join(c for c in sorted(INVISIBLE) if ord(c) < 0xE0000))}\n"
        f"MARKS = {literal(''.join(sorted(MARK)))}\n"
        + pairs("PLAIN", "Width, case, digits, enclosed forms, punctuation, simplified Chinese: one for one.", one)
        + f"# One character read as several.\nMANY = {{\n{entries}}}\n"
        + pairs("SIMPLIFIED", "Traditional Chinese alone: a way of writing, no disguise.", hant)
        + pairs("PUNCTUATION", "Typographic and wide punctuation alone: no disguise either.", ordinary_punctuation())
        + pairs("ACCENTS", "Latin letters to the letter without accent.", bare)
        + pairs("LOOKALIKES", "Letters of other scripts to the Latin letter they are drawn like.", lookalikes(bare))
    )


def ordinary_punctuation() -> dict[str, str]:
    """Punctuation that nobody writes to hide a word: full-width signs of Chinese text, typographic quotes and dashes."""
    wide = {c: fold(c) for c in map(chr, range(0xFF01, 0xFF66)) if not fold(c).isalnum() and fold(c) != c}
    return {**PUNCTUATION, **wide, "\u3000": " ", "\xa0": " ", "\u2009": " ", "\u202f": " "}


if __name__ == "__main__":
    sys.stdout.write(f"{TARGET}: {TARGET.write_text(module(), 'utf-8')} characters\n")
