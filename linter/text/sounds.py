"""Chinese characters by their sound: homophones (薇信 for 微信) and half pinyin (微xin). Used when rules are compiled."""

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice, product

# More spellings of one term than this find nothing more and cost the scanner.
MOST = 81
_SHORTEST_WORD = 5


@cache
def _common() -> tuple[str, ...]:
    """The 6,763 characters of GB 2312, common ones first."""
    cells = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    return tuple(c for c in (pair.decode("gb2312", "ignore") for pair in cells) if c)


def syllables(chars: Iterable[str]) -> dict[str, str]:
    """The toneless syllable of each Chinese character (its most usual reading, ü as v); other characters have none."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - 40 ms that only compiling rules has to pay

    heard = {c: lazy_pinyin(c, style=Style.NORMAL, v_to_u=False, errors="ignore") for c in chars if len(c) == 1}
    return {c: said[0] for c, said in heard.items() if said}


def variants(term: str) -> frozenset[str]:
    """The half-pinyin spellings of a term of two to four Chinese characters: `weixin`, `微xin`, `wei信`, `q认收h`.

    All pinyin only from five letters on, initials only beside a Chinese character; at most `MOST`, the nearest to the term first.
    """
    said = syllables(term)
    if not 2 <= len(term) <= 4 or len(said) < len(set(term)):
        return frozenset()
    return frozenset(islice(_spellings(term, said), MOST))


def _spellings(term: str, said: dict[str, str]) -> Iterator[str]:
    """Every way to write the term with at least one character spelled, fewest spelled first."""
    ways = [(c, said[c], said[c][0]) for c in term]
    choices = sorted(product(range(3), repeat=len(term)), key=lambda choice: (choice.count(0) * -1, choice))
    for choice in choices:
        spelled = "".join(way[nth] for way, nth in zip(ways, choice, strict=True))
        if all(nth == 0 for nth in choice) or (0 not in choice and (2 in choice or len(spelled) < _SHORTEST_WORD)):
            continue
        yield spelled


def table(terms: Iterable[str]) -> dict[str, str]:
    """Every common character that sounds like one of the terms' characters, to the first such character of the terms.

    The terms' own characters are in it, so a term is found in the `sounded` view by `"".join(table.get(c, c) for c in term)`.
    """
    ordered = tuple(dict.fromkeys(c for term in terms for c in term))
    said = syllables(ordered)
    first: dict[str, str] = {}
    for char in ordered:
        if char in said:
            first.setdefault(said[char], char)
    heard = {**syllables(_common()), **said}
    return {char: first[sound] for char, sound in heard.items() if sound in first}
