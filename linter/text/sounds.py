"""Chinese characters by their sound: homophones (薇信 for 微信), half pinyin (微xin). Used when rules are compiled."""

from collections.abc import Iterable
from functools import cache

_SHORTEST_WORD = 5


@cache
def _common() -> tuple[str, ...]:
    """The 6,763 characters of GB 2312, common ones first."""
    cells = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return tuple(c for c in (pair.decode("gb2312", "ignore") for pair in cells) if c)


def syllables(chars: Iterable[str]) -> dict[str, str]:
    """Tell the toneless syllable of each Chinese character (its usual reading); others have none."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - 40 ms that only compiling rules has to pay

    heard = {c: lazy_pinyin(c, style=Style.NORMAL, v_to_u=False, errors="ignore") for c in chars if len(c) == 1}
    return {c: said[0] for c, said in heard.items() if said}


def pinyin(term: str) -> str:
    """Spell a term in pinyin without tones, as one word (`weixin`); empty where a character has no reading, or
    where the word would be shorter than five letters and so a chance one.
    """
    said = syllables(term)
    spelled = "".join(said.get(char, "") for char in term)
    return spelled if all(char in said for char in term) and len(spelled) >= _SHORTEST_WORD else ""


def table(terms: Iterable[str]) -> dict[str, str]:
    """Lead every common character that sounds like one of the terms' to the first such character of the terms.

    The terms' own characters are in it: a term reads `"".join(table.get(c, c) for c in term)` in the `sounded` view.
    """
    ordered = tuple(dict.fromkeys(c for term in terms for c in term))
    said = syllables(ordered)
    first: dict[str, str] = {}
    for char in ordered:
        if char in said:
            first.setdefault(said[char], char)
    heard = {**syllables(_common()), **said}
    return {char: first[sound] for char, sound in heard.items() if sound in first}
