"""Where sentences, clauses and words begin and end, by the script they are written in.

Places are those of the text that was handed in: the original, or any view of it.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache

from linter.model import Span
from linter.text.later import later

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_KANA = "\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f"
_THAI = "\u0e01-\u0e3a\u0e40-\u0e4e"
# Thai, Lao, Burmese, Khmer, kana, compatibility ideographs.
_UNSPACED = (
    ("\u0e01", "\u0e4e"), ("\u0e80", "\u0eff"), ("\u1000", "\u109f"), ("\u1780", "\u17ff"),
    ("\u3040", "\u30ff"), ("\u31f0", "\u31ff"), ("\uf900", "\ufaff"), ("\uff66", "\uff9f"),
)  # fmt: skip

_AFTER_PARTICLE = "|".join(f"(?<={p})" for p in ("ค่ะ", "คะ", "ครับ", "คับ", "จ้า", "จ้ะ", "จ๊ะ", "ค่า", "ฮะ"))

_CLOSING = "[\"'”’»)）\\]】」』]*"
_STOP = later(lambda: re.compile(rf"[.．!?！？。｡…;；]+{_CLOSING}|\n+"))
_PAUSE = later(
    lambda: re.compile(
        rf"[.．!?！？。｡…;；]+{_CLOSING}|\n+|[,，、:：—–()（）\[\]【】「」|｜]+|(?<=\s)[-/](?=\s)|--+"
        # Who types no commas types spaces: `平台规定不能加 直接在这下单`, `อย่าโอนนะคะ กดสั่งในแอปได้เลย`.
        rf"|(?<=[{_THAI}]) {{2,}}(?=[{_THAI}])|(?:{_AFTER_PARTICLE}) +(?=[{_THAI}])"
        rf"|(?<=[{_HAN}]{{2}}) +(?=[{_HAN}]{{2}})"
    )
)
_LAST_WORD = later(lambda: re.compile(r"(?:^|[^\w.])((?:\w\.)*\w+)$"))
# Shortenings whose dot ends nothing. `no.` and its kin only before a number: "No. We ship tomorrow" is two sentences.
_SHORT = frozenset(
    [
        *(
            "tel",
            "tlp",
            "telp",
            "hp",
            "mr",
            "mrs",
            "ms",
            "dr",
            "sr",
            "sra",
            "vs",
            "rek",
            "jl",
            "jln",
            "bpk",
            "kpd",
            "yth",
            "tgl",
        ),
        *("hal", "ext", "approx", "av", "tp", "sdt", "sđt", "đt", "st"),
    ]
)
_SHORT_NUMBER = frozenset(("no", "nos", "nr", "núm", "num", "nro", "art", "pág", "pag", "pp", "vol"))
# `1. Open the app 2. …`: what stands at the start of a line counts, up to 99.
_LONGEST_COUNTER = 2
_LONGEST_SHORT = 24
_LONGEST_QUERY = 80


@cache
def _units() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """What counts as a word: Latin words and numbers, Chinese, Thai characters. Slow to compile, seldom asked."""
    letter = f"[^\\W\\d_{_HAN}{_KANA}{_THAI}]"
    word = re.compile(f"[0-9]+|{letter}+(?:['’-]{letter}+)*")
    return word, re.compile(f"[{_HAN}{_KANA}]"), re.compile(f"[{_THAI}]")


def sentences(text: str) -> tuple[Span, ...]:
    """Cut a text into sentences, without the white space around them. A line break ends one, an emoji does not."""
    return _spans(text, _STOP, _stops)


def clauses(text: str) -> tuple[Span, ...]:
    """Cut a text at every pause: stops, commas, colons, dashes, brackets, spaced slashes, Thai double spaces."""
    return _spans(text, _PAUSE, _pauses)


def words_between(text: str, start: int, end: int) -> int:
    """Count the words in `start..end`: a number is one, two Chinese or four Thai characters are one."""
    if start >= end:
        return 0
    part = text[start:end]
    word, han, thai = _units()
    count = len(word.findall(part))
    if part.isascii():
        return count
    return count + (len(han.findall(part)) + 1) // 2 + (len(thai.findall(part)) + 3) // 4


def is_han(char: str) -> bool:
    """Whether a character is a Chinese ideograph."""
    return "\u3400" <= char <= "\u9fff" or "\U00020000" <= char <= "\U0003ffff" or char in "\u3005\u3007"


def is_unspaced(char: str) -> bool:
    """Whether a character is of a script without spaces, so that a word may begin or end beside it."""
    return not char.isascii() and (is_han(char) or any(first <= char <= last for first, last in _UNSPACED))


# A Thai vowel written before its consonant, or vowels and tones after it, are one syllable with it: จ้า does not
# begin in เจ้า.
_THAI_BEFORE = frozenset("เแโใไ")
_THAI_AFTER = frozenset("ะัาำิีึืฺุูๅ็่้๊๋์ํ๎")


def is_edge(text: str, at: int) -> bool:
    """Whether a word may begin or end at `at`.

    Not between letters of a script with spaces (`wa` is none in `wau`), nor inside a number; between letter and digit,
    and beside any Chinese or Thai character, except inside a Thai syllable.
    """
    # Not `\\b`: Python counts 我 as a word character, so \\bvx\\b misses 加我vx聊.
    if at <= 0 or at >= len(text):
        return True
    left, right = text[at - 1], text[at]
    if left.isdecimal() and right.isdecimal():
        return False
    if left in _THAI_BEFORE or right in _THAI_AFTER:
        return False
    return not (_is_letter(left) and _is_letter(right))


def _is_letter(char: str) -> bool:
    """A letter of a script with spaces; `_` holds names together."""
    return char == "_" or (char.isalpha() and not is_unspaced(char))


def _spans(text: str, ends: re.Pattern[str], holds: Callable[[str, re.Match[str]], bool]) -> tuple[Span, ...]:
    """The stretches between the ends that hold, each with its own end mark, none empty."""
    spans: list[Span] = []
    start = 0
    for end in _ends(text, ends, holds):
        if part := text[start:end].strip():
            first = text.index(part, start)
            spans.append(Span(first, first + len(part)))
        start = end
    return tuple(spans)


def _ends(text: str, ends: re.Pattern[str], holds: Callable[[str, re.Match[str]], bool]) -> Iterator[int]:
    for mark in ends.finditer(text):
        if holds(text, mark):
            yield mark.end()
    yield len(text)


def _stops(text: str, mark: re.Match[str]) -> bool:
    """Whether the mark ends a sentence where it stands."""
    after = text[mark.end() : mark.end() + 1]
    if mark[0] in ("?", "!") and after.isascii() and after.isalnum():
        # wa.me/6281?text=hi
        return "=" not in text[mark.end() : mark.end() + _LONGEST_QUERY].split(maxsplit=1)[0]
    if mark[0] not in (".", "．"):
        return True
    if after and not after.isspace() and not is_unspaced(after):
        # 3.5, wa.me, name.surname@shop.com; but 好的.Thanks
        return is_unspaced(text[mark.start() - 1 : mark.start()]) and not after.isdecimal()
    return not _is_short(text, mark)


def _is_short(text: str, dot: re.Match[str]) -> bool:
    """Whether the dot shortens a word (`a.n.`, `tel.`, `no. 5`) or counts a list (`1. Open the app`)."""
    line = text.rfind("\n", 0, dot.start()) + 1
    last = _LAST_WORD.search(text[max(line, dot.start() - _LONGEST_SHORT) : dot.start()])
    if not last:
        return False
    word = last[1].lower()
    if word.isdecimal():
        return len(word) <= _LONGEST_COUNTER and not text[line : dot.start() - len(word)].strip()
    if word in _SHORT_NUMBER:
        return text[dot.end() :].lstrip()[:1].isdecimal()
    initials = all(len(part) == 1 and not is_unspaced(part) for part in word.split("."))
    return initials or word in _SHORT


def _pauses(text: str, mark: re.Match[str]) -> bool:
    """Whether the mark ends a clause where it stands."""
    if mark[0][0] in ".．!?！？。｡…;；\n":
        return _stops(text, mark)
    before, after = text[mark.start() - 1 : mark.start()], text[mark.end() : mark.end() + 1]
    if mark[0] in (",", "，", ":", "："):
        # 1,000 and 10:30 and https://
        return not ((before.isdecimal() and after.isdecimal()) or (mark[0] == ":" and after == "/"))
    return True
