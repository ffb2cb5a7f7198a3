"""Words whose letters were pulled apart: `w h a t s a p p`, `di-hapus`, `微 / 信`, `บั.ตร`.

Only separators inside something that looks like one word go; ordinary phrases, sentences and contractions stay as they are, so that
`on line` never becomes `online`.
"""

import re
from collections.abc import Iterator, Sequence


from linter.text.letters import LEET
from linter.text.segments import is_edge
from linter.text.view import View

_SYMBOLS = "\u2190-\u2690\u2692-\u2bff\u3030\U0001f000-\U0001f1e5\U0001f200-\U0001faff"
_PUNCTUATION = r"._\-*/·•~'`^|+=\\"
_MARK = f"(?:[{_PUNCTUATION},]|[{_SYMBOLS}]{{1,3}})"
# Between Chinese or Thai characters a comma separates clauses: `好的,加我` is two.
_INNER = f"(?:[{_PUNCTUATION}]|[{_SYMBOLS}]{{1,3}})"
_GAP = f"(?: ?{_MARK} ?|[ \\t]{{1,3}})"
# A digit or sign counts as a letter only before another letter: in `w a 0 8 1 2` the number is no part of the word.
_SINGLE = f"(?:[a-z]|[{re.escape(''.join(LEET))}](?={_GAP}[a-z]))"
_SPACED = re.compile(f"(?<![a-z0-9@$])(?=[a-z@$]){_SINGLE}(?:{_GAP}{_SINGLE}){{2,}}(?![a-z0-9])")
_GAPS = re.compile(_GAP)
# The look-ahead spares English contractions (ll reads ii here): we'll is not well.
_JOINED = re.compile(f"(?<=[a-z])(?!'(?:s|t|ii|re|ve|m|d)(?![a-z])){_MARK}(?=[a-z])")

_HAN = "[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]"
_HAN_SPACED = re.compile(
    f"(?<={_HAN}) ?{_INNER} ?(?={_HAN})"
    # a lone character beside a space: `负 评 拿 掉`, `紅 包`, not `好的 谢谢`
    f"|(?<={_HAN}) {{1,3}}(?={_HAN}(?!{_HAN}))|(?<!{_HAN}{_HAN})(?<={_HAN}) {{1,3}}(?={_HAN})"
    # one Latin letter among them: `加 V`, `V 信`
    f"|(?<={_HAN})(?: ?{_INNER} ?| {{1,3}})(?=[a-z](?![a-z0-9]))"
    f"|(?<![a-z0-9][a-z])(?<=[a-z])(?: ?{_INNER} ?| {{1,3}})(?={_HAN})"
)
_THAI = "[\u0e01-\u0e3a\u0e40-\u0e4e]"
_THAI_JOINED = re.compile(f"(?<={_THAI}){_INNER}(?={_THAI})")
_THAI_UNIT = "[\u0e40-\u0e44]?(?:[\u0e01-\u0e30\u0e32\u0e33\u0e45\u0e46]|(?<=[\u0e40-\u0e44]))[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]*"
_THAI_SPACED = re.compile(f"(?<!{_THAI}){_THAI_UNIT}(?: {{1,2}}{_THAI_UNIT}){{2,}}(?!{_THAI})")

# One-letter words that stand before a spaced-out word: `a w h a t s a p p`, `e l i n k`.
_ONE_LETTER_WORDS = frozenset("aeiouy")


class Squeezed(View, frozen=True):
    """A view whose code point `i` is number `index[i]` of `plain`; `runs` are the stretches of letters that stood one by one."""

    index: Sequence[int] = ()
    runs: Sequence[tuple[int, int]] = ()

    def gap(self, at: int) -> bool:
        """Whether a separator stood before position `at`."""
        return 0 < at < len(self.index) and self.index[at] - self.index[at - 1] > 1

    def is_edge(self, at: int) -> bool:
        """Whether a word may begin or end at `at`: a separator inside `o n l i n e` is no edge, the one in `di-hapus` is."""
        if not self.gap(at):
            return is_edge(self.text, at)
        for start, end in self.runs:
            if start < at < end:
                return at == start + 1 and self.text[start] in _ONE_LETTER_WORDS
        return True


def squeeze(unmasked: View) -> Squeezed | None:
    """The text with pulled-apart words pushed together; nothing where there is none."""
    text = unmasked.text
    spaced = [run for found in _SPACED.finditer(text) for run in _runs(found)]
    holes = {i for run in spaced for i in range(*run) if not _is_letter(text, i, run)}
    holes.update(_holes(text))
    if not holes:
        return None
    kept = [i for i in range(len(text)) if i not in holes]
    read = list(text)
    for i in (i for run in spaced for i in range(*run)):
        read[i] = _letter(text[i])
    where = {i: at for at, i in enumerate(kept)}
    view = unmasked.only("".join([read[i] for i in kept]), kept)
    runs = tuple((where[start], where[end - 1] + 1) for start, end in spaced)
    return Squeezed(view.text, view.starts, view.ends, tuple(kept), runs)


def _letter(char: str) -> str:
    """A leet sign among spaced-out letters is a letter even though no letter touches it."""
    letter = LEET.get(char, char)
    return "i" if letter == "l" else letter


def _is_letter(text: str, at: int, run: tuple[int, int]) -> bool:
    """Whether the place is a letter of the run; `+` and `|` are letters at times, so the gaps around them decide."""
    return at not in {i for gap in _GAPS.finditer(text, *run) for i in range(*gap.span())}


def _runs(found: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Stretches of at least three single letters with the same kind of gap: `g i f t   c a r d` is two of them."""
    start = found.start()
    kind = ""
    letters = 1
    last = start + 1
    for gap in _GAPS.finditer(found.string, found.start() + 1, found.end()):
        this = "," if gap[0].strip() else gap[0]
        if kind and this != kind:
            if letters > 2:
                yield start, last
            start, letters, kind = gap.end(), 0, ""
        else:
            kind = this
        letters += 1
        last = gap.end() + 1
    if letters > 2:
        yield start, last


def _holes(text: str) -> Iterator[int]:
    """Every separator inside one word, spaced-out Latin letters apart."""
    found = list(_JOINED.finditer(text))
    if not text.isascii():
        found += [*_HAN_SPACED.finditer(text), *_THAI_JOINED.finditer(text)]
        for run in _THAI_SPACED.finditer(text):
            yield from (i for i in range(*run.span()) if text[i] == " ")
    for mark in found:
        yield from range(*mark.span())
