"""Chinese characters by their sound: homophones (薇信 for 微信), half pinyin (微xin). Used when rules are compiled."""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice, product

# More spellings of one term than this find nothing more and cost the scanner.
MOST = 81
_SHORTEST_WORD = 5
_FEWEST, _LONGEST = 2, 4


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


def variants(term: str) -> frozenset[str]:
    """Spell a term of two to four characters in half pinyin: `weixin`, `微xin`, `wei信`; `q认收h`, `确ren收货`.

    All pinyin only from five letters on; initials only in terms of three characters or more (红b is a colour) and
    beside a Chinese one. At most `MOST`, those nearest to the term first.
    """
    said = syllables(term)
    if not _FEWEST <= len(term) <= _LONGEST or len(said) < len(set(term)):
        return frozenset()
    return frozenset(islice(_spellings(term, said), MOST))


def _spellings(term: str, said: dict[str, str]) -> Iterator[str]:
    """Write the term in every way with at least one character spelled, fewest spelled first."""
    kinds = ("char", "syllable", "initial") if len(term) > _FEWEST else ("char", "syllable")
    for choice in sorted(product(kinds, repeat=len(term)), key=lambda kinds: -kinds.count("char")):
        ways = ({"char": c, "syllable": said[c], "initial": said[c][0]} for c in term)
        spelled = "".join(way[kind] for way, kind in zip(ways, choice, strict=True))
        whole = "char" not in choice
        if spelled != term and not (whole and ("initial" in choice or len(spelled) < _SHORTEST_WORD)):
            yield spelled


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
