"""Words whose letters were pulled apart: `w h a t s a p p`, `di-hapus`, `微 / 信`, `บั.ตร`.

Only separators inside something that looks like one word go. Ordinary phrases, sentences and contractions stay as they
are, so that `on line` never becomes `online`.
"""

import re
from collections.abc import Iterator, Sequence

from linter.text.later import later
from linter.text.letters import LEET
from linter.text.segments import is_edge, is_han
from linter.text.view import View

_SYMBOLS = "\u2190-\u2690\u2692-\u2bff\u3030\U0001f000-\U0001f1e5\U0001f200-\U0001faff"
_INNER = rf"._\-*/·•~'`^|+=\\{_SYMBOLS}"
# One sign, or up to three symbols: `..` is a pause, ❤❤ is none. Patterns begin with a class: `re` is fast at that.
_MORE = f"(?:(?<=[{_SYMBOLS}])[{_SYMBOLS}]{{1,2}})?"
_GAP = f"(?: ?[{_INNER},]{_MORE} ?|[ \\t]{{1,3}})"
_GAPS = later(lambda: re.compile(_GAP))
# A digit or sign counts as a letter before another letter, and one alone behind the last (`1 n s t 4`): the number in
# `w a 0 8 1 2` is no part of the word.
_SINGLE = f"(?:[a-z]|[0-9@$€!](?={_GAP}[a-z]))"
_LAST = f"(?:{_GAP}[0-9@$€!](?!{_GAP}?[0-9@$€!]))?"
_ALONE = later(lambda: re.compile(f"[ \\t{_INNER},{_SYMBOLS}][a-z0-9@$€!][ \\t{_INNER},{_SYMBOLS}]"))
_HEAD = "(?<![a-z0-9@$])(?:(?=[a-z@$])|(?<![0-9][ .,:/-]))"
_SPACED = later(lambda: re.compile(f"{_HEAD}{_SINGLE}(?:{_GAP}{_SINGLE}){{2,}}{_LAST}(?![a-z0-9])"))
_FEWEST = 3

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_THAI = "\u0e01-\u0e3a\u0e40-\u0e4e"
_THAI_CHAR = later(lambda: re.compile(f"[{_THAI}]"))
_LATIN_CHAR = later(lambda: re.compile("[a-z]"))
_JOIN = later(lambda: re.compile(f"[{_INNER},]{_MORE}(?=[a-z{_THAI}])"))
# we'll is not well (ll reads ii here)
_CONTRACTED = later(lambda: re.compile("'(?:s|t|ii|re|ve|m|d)(?![a-z])"))
_HAN_GAP = later(lambda: re.compile(f"[ {_INNER}][ {_SYMBOLS}{_INNER}]{{0,4}}(?=[{_HAN}]|[a-z](?![a-z0-9]))"))
_SIGN_GAP = later(lambda: re.compile(f" ?[{_INNER}]{_MORE} ?"))
_SPACE_GAP = later(lambda: re.compile(" {1,3}"))
_ABOVE = "[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]*"
_UNIT = f"(?:[\u0e40-\u0e44]?[\u0e01-\u0e30\u0e32\u0e33\u0e45\u0e46]|[\u0e40-\u0e44]){_ABOVE}"
_THAI_ALONE = later(lambda: re.compile(f" {_UNIT} "))
_THAI_SPACED = later(lambda: re.compile(f"(?<![{_THAI}]){_UNIT}(?: {{1,2}}{_UNIT}){{2,}}(?![{_THAI}])"))

# One-letter words that stand before a spaced-out word: `a w h a t s a p p`, `e l i n k`.
_ONE_LETTER_WORDS = frozenset("aeiouy")


class Squeezed(View, frozen=True):
    """A view whose code point `i` is number `index[i]` of `plain`; `runs` are what stood letter by letter."""

    index: Sequence[int] = ()
    runs: Sequence[tuple[int, int]] = ()

    def gap(self, at: int) -> bool:
        """Whether a separator stood before position `at`."""
        return 0 < at < len(self.index) and self.index[at] - self.index[at - 1] > 1

    def gapped(self, start: int, end: int) -> bool:
        """Whether a separator stood inside `start..end` (not empty)."""
        return self.index[end - 1] - self.index[start] >= end - start

    def edges(self, start: int, end: int) -> bool:
        """Whether a word may stand at `start..end`."""
        return self.is_edge(start) and self.is_edge(end)

    def is_edge(self, at: int) -> bool:
        """Whether a word may begin or end at `at`: a gap inside `o n l i n e` is no edge, the one in `di-hapus` is."""
        if not self.gap(at):
            return is_edge(self.text, at)
        for start, end in self.runs:
            if start < at < end:
                return at == start + 1 and self.text[start] in _ONE_LETTER_WORDS
        return True


def squeeze(unmasked: View) -> Squeezed | None:
    """Push pulled-apart words of an unmasked view together; nothing where there is none."""
    text = unmasked.text
    runs = _spaced(text)
    holes = set(_joints(text))
    for run in runs:
        holes.update(set(range(run[0], run[-1])).difference(run))
    if not text.isascii():
        holes.update(_han_gaps(text), _thai_spaces(text))
    if not holes:
        return None
    read = list(text)
    for run in runs:
        for at in run:
            read[at] = LEET.get(text[at], text[at]).replace("l", "i")
    kept = tuple([at for at in range(len(text)) if at not in holes])
    where = {at: nth for nth, at in enumerate(kept)} if runs else {}
    view = unmasked.only("".join([read[at] for at in kept]), kept)
    spans = tuple((where[run[0]], where[run[-1]] + 1) for run in runs)
    return Squeezed(view.text, view.starts, view.ends, kept, spans)


def _spaced(text: str) -> list[list[int]]:
    """The places of letters that stand one by one, a list for each word."""
    if not _ALONE.search(text):
        return []
    return [run for found in _SPACED.finditer(text) for run in _runs(found) if len(run) >= _FEWEST]


def _runs(found: re.Match[str]) -> Iterator[list[int]]:
    """Cut single letters into stretches with the same kind of gap: `g i f t   c a r d` is two of them."""
    gaps = list(_GAPS.finditer(found.string, found.start() + 1, found.end()))
    run = [found.start()]
    if found[0][0].isdecimal() and gaps[0][0] != gaps[1][0]:
        # The number before it: `size 5, w.h.a.t`.
        run = [gaps.pop(0).end()]
    kind = ""
    for gap in gaps:
        this = "sign" if gap[0].strip() else gap[0]
        if kind and this != kind:
            yield run
            run, kind = [], ""
        else:
            kind = this
        run.append(gap.end())
    yield run


def _joints(text: str) -> Iterator[int]:
    """The places of signs inside a word: `di-hapus`, `wha.tsapp`, `บั.ตร`."""
    for sign in _JOIN.finditer(text):
        left, right = text[sign.start() - 1 : sign.start()], text[sign.end()]
        if _LATIN_CHAR.match(right):
            joins = _LATIN_CHAR.match(left) and not _CONTRACTED.match(text, sign.start())
        else:
            joins = _THAI_CHAR.match(left) and sign[0] != ","
        if joins:
            yield from range(*sign.span())


def _han_gaps(text: str) -> Iterator[int]:
    """The places of signs and spaces that pull Chinese words apart: `微 / 信`, `负 评 拿 掉`, `加 V`.

    A comma parts clauses (`好的,加我` is two) and a space phrases (`好的 谢谢`), unless a single character stands
    beside it (`紅 包`).
    """
    for gap in _HAN_GAP.finditer(text):
        start, end = gap.span()
        left, right = _is_han(text, start - 1), _is_han(text, end)
        single = (right and _is_lone_letter(text, start - 1)) or (left and not right)
        if not single and not (left and right):
            continue
        lone = single or not _is_han(text, start - 2) or not _is_han(text, end + 1)
        if _SIGN_GAP.fullmatch(gap[0]) or (lone and _SPACE_GAP.fullmatch(gap[0])):
            yield from range(start, end)


def _is_han(text: str, at: int) -> bool:
    return 0 <= at < len(text) and is_han(text[at])


def _is_lone_letter(text: str, at: int) -> bool:
    """Whether one Latin letter stands there and none before it."""
    return (
        at >= 0 and bool(_LATIN_CHAR.match(text, at)) and not (at and text[at - 1].isascii() and text[at - 1].isalnum())
    )


def _thai_spaces(text: str) -> Iterator[int]:
    """The places of spaces between single Thai characters: `เ พ จ`; a space between phrases is how Thai is written."""
    if _THAI_ALONE.search(text):
        for run in _THAI_SPACED.finditer(text):
            yield from (at for at in range(*run.span()) if text[at] == " ")
