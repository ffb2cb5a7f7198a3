"""Keys of our field, and texts in which they stand, hide, or only seem to."""

from hypothesis import strategies as st

from linter.match.columns import Texts
from linter.match.finder import Finder

WORDS = sorted(["vx", "wa", "line", "ß", "danh", "resena", "ig", "gift_card", "đen"])
LITERALS = sorted(
    [
        "line id",
        "gift card",
        "5 sao",
        "微信",
        "加vx",
        "vx加",
        "好评",
        "评",
        "a",
        "ล",
        "ไลน์",
        "รีวิว",
        "+62",
        "danh gia",
        "tele",
        "k?",
    ]
)
PIECES = (
    *WORDS,
    *LITERALS,
    *("on", "s", "é", "ñ", "đ", "Z", "微", "信", "加", "์", "ไ", "5", "6", "+", " ", "-", ".", "\n", "?"),
    *("\0", "\x01", "\x01vx\x01", "\ud83d", "\udc00", "\ufffd", "👍", "ʌ", "ḁ", "_", "｡"),
)
texts = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


def finder(words: list[str] = WORDS, literals: list[str] = LITERALS, *, warm: bool = True) -> Finder:
    """A finder of these keys; a warm one has seen some texts and looks through others with its automaton."""
    made = Finder(lambda: Texts.of(words), lambda: Texts.of(literals))
    for _ in range(5 if warm else 0):
        made.numbers("")
    return made


def named(numbers: list[int]) -> list[str]:
    """The keys behind some numbers, sorted, as often as they were found."""
    return sorted([*WORDS, *LITERALS][n] for n in numbers)
