"""Views in which what was spelled out can be read: digits in words, `dot com`, `(at)`.

Both read a folded view (lower case, plain widths, simplified characters) and give `None` where nothing changes.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import chain, pairwise
from typing import Final, NamedTuple

import regex
from ahocorasick_rs import AhoCorasick

from linter.text.numerals import (
    ATS,
    ATS_UNSPACED,
    DIGIT_WORDS,
    DOTS,
    DOTS_UNSPACED,
    LATIN,
    TIMES,
    UNSPACED,
    WEAK,
    ZEROS,
)
from linter.text.view import View


class Rewrite(NamedTuple):
    """`start..end` of a view's text becomes `text`."""

    start: int
    end: int
    text: str


def rewritten(view: View, rewrites: Sequence[Rewrite]) -> View:
    """The view with these stretches (sorted, apart, none empty) replaced; every new character rests on its whole stretch."""
    text: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    at = 0
    for start, end, new in rewrites:
        _keep(view, at, start, starts, ends)
        text += (view.text[at:start], new)
        span = view.original(start, end)
        starts += [span.start] * len(new)
        ends += [span.end] * len(new)
        at = end
    _keep(view, at, len(view.text), starts, ends)
    return View("".join([*text, view.text[at:]]), starts, ends)


def _keep(view: View, start: int, end: int, starts: list[int], ends: list[int]) -> None:
    if view.starts is None or view.ends is None:
        starts += range(start, end)
        ends += range(start + 1, end + 1)
    else:
        starts += view.starts[start:end]
        ends += view.ends[start:end]


def spoken(view: View) -> View | None:
    """Digits in words become digits where at least four follow each other: `nol delapan 12 tiga` reads as `08123`."""
    if not _sounds_like_digits(view.text):
        return None
    found = [rewrite for run in _digit_run().finditer(view.text) for rewrite in _read_run(run)]
    return rewritten(view, found) if found else None


def addressed(view: View) -> View | None:
    """Spelled-out addresses become addresses: `luna (punto) c0m` reads as `luna.com`, `momo (at) qq点com` as `momo@qq.com`."""
    if not _address_gate().find_matches_as_indexes(view.text):
        return None
    now = view
    for pattern, new in _address_steps():
        found = [Rewrite(m.start(), m.end(), new) for m in pattern.finditer(now.text)]
        now = rewritten(now, found) if found else now
    return None if now is view else now


# -- digits -----------------------------------------------------------------------------------------------------------

# Two such words close together are worth a closer look. Words of two or three letters sit inside too many others
# (`ba` in barang, `one` in phone), and a run of digits hardly ever has only those.
_SHORT: Final = frozenset("um uma isa one uno dos mot bon nam lam hai sau bay tam ba tu sais hong duo".split())
_NEAR: Final = 9
_FEWEST: Final = 4
# One spelled digit inside a long number (`1三9 0000 8821`) is a disguise, beside a short one it is a sentence.
_LONG: Final = 8


@cache
def _digit_gate() -> AhoCorasick:
    return AhoCorasick([*(LATIN.keys() - _SHORT), *UNSPACED, *TIMES])


def _sounds_like_digits(text: str) -> bool:
    hits = _digit_gate().find_matches_as_indexes(text)
    if not hits:
        return False
    return any(b[1] - a[2] <= _NEAR for a, b in pairwise(hits)) or any(_beside_digit(text, h[1], h[2]) for h in hits)


def _beside_digit(text: str, start: int, end: int) -> bool:
    around = text[max(start - 2, 0) : end + 2]
    return any("0" <= c <= "9" for c in around)


def _alternation(words: Iterable[str]) -> str:
    return "|".join(regex.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


def _letter_by_letter(words: Iterable[str]) -> str:
    """`s e i s` and `s.e.i.s`, for words long enough to be meant."""
    return "|".join(r"[ .\-_*]".join(map(regex.escape, word)) for word in sorted(words) if len(word) > 2)  # noqa: PLR2004


@cache
def _token() -> regex.Pattern[str]:
    word = f"{_alternation([*LATIN, *WEAK])}|{_letter_by_letter(LATIN)}"
    alone = rf"(?<!\p{{Latin}})(?:{word})(?!\p{{Latin}})"
    one = rf"(?:{alone}|{_alternation(UNSPACED)})"
    times = rf"(?<!\p{{Latin}})(?P<times>{_alternation(TIMES)})\s+(?P<twice>{one}|\d(?!\d))"
    zeros = rf"(?P<many>{one}|[2-6])\s(?:{_alternation(ZEROS)})(?!\p{{Latin}})"
    hundred = rf"(?P<hundreds>{one})\shundred(?!\p{{Latin}})"
    return regex.compile(rf"{times}|{zeros}|{hundred}|(?P<word>{one})|(?P<number>\d{{1,8}})")


@cache
def _digit_run() -> regex.Pattern[str]:
    token = regex.sub(r"\?P<\w+>", "?:", _token().pattern)
    between = r"[\s\p{P}\p{So}\p{Sk}\p{Cf}~+\uFE0F]{0,3}"
    return regex.compile(rf"(?:{token})(?:{between}(?:{token})){{{_FEWEST - 1},}}")


def _read_run(run: regex.Match[str]) -> Iterator[Rewrite]:
    """One rewrite from the first digit to the last; what stood between them goes. Ordinary sequences give nothing."""
    tokens = _trimmed([m for m in _token().finditer(run[0]) if m[0]])
    spelled = [t for t in tokens if t["number"] is None]
    read = [_digits(t) for t in tokens]
    enough = len(spelled) > 1 or (spelled and sum(map(len, read)) >= _LONG)
    strong = sum(t[0] not in WEAK for t in tokens)
    if len(tokens) < _FEWEST or not enough or strong < len(tokens) / 2 or len(set("".join(read))) == 1:
        return
    starts = [run.start() + t.start() for t in tokens]
    # Each digit takes the separator behind it along, so that the way back stays exact to the word.
    ends = [run.start() + t.end() for t in tokens]
    for i, (start, end, digits) in enumerate(zip(starts, ends, read, strict=True)):
        yield Rewrite(start, end, digits)
        if i + 1 < len(starts) and starts[i + 1] > end:
            yield Rewrite(end, starts[i + 1], "")


_NEVER_OUTSIDE: Final = frozenset({"to", "too", "for", "ate", "won"})


def _trimmed(tokens: Sequence[regex.Match[str]]) -> Sequence[regex.Match[str]]:
    """Homophones at the edge belong to the sentence: `seven eight nine to order`."""
    first, last = 0, len(tokens)
    while first < last and tokens[first][0] in _NEVER_OUTSIDE:
        first += 1
    while last > first and tokens[last - 1][0] in _NEVER_OUTSIDE:
        last -= 1
    return tokens[first:last]


def _digits(token: regex.Match[str]) -> str:
    if token["times"] is not None:
        return _digit(token["twice"]) * TIMES[token["times"]]
    if token["many"] is not None:
        return "0" * int(_digit(token["many"]))
    if token["hundreds"] is not None:
        return _digit(token["hundreds"]) + "00"
    return token["number"] or _digit(token["word"])


def _digit(word: str) -> str:
    return word if word.isdecimal() else DIGIT_WORDS.get(word) or DIGIT_WORDS[regex.sub(r"[ .\-_*]", "", word)]


# -- addresses --------------------------------------------------------------------------------------------------------

# Endings that are no word of their own in the languages around: a bare `dot in` or `punto es` is ordinary speech.
_ENDINGS: Final = (
    r"(?:c[o0]m|n[e3]t|[o0]rg|inf[o0]|biz|sh[o0]p|st[o0]re|[o0]nline|site|xyz|t[o0]p|vip|club|app|dev|link|i[o0]|cc|tv"
    r"|cn|tw|hk|sg|vn|th|ph|br|mx|uk|jp|kr|co)(?!\p{Latin}|\d)"
)
_PROVIDERS: Final = r"(?:gmail|googlemail|yahoo|ymail|hotmail|outlook|live|icloud|qq|163|126|foxmail|naver|proton(?:mail)?)"


@cache
def _address_gate() -> AhoCorasick:
    glued = [dot + end for dot in ("点", "點", "。") for end in "com c0m cn net org tw hk cc shop vip top xyz".split()]
    spaced = [f" at {name}" for name in "gmail yahoo hotmail outlook icloud qq 163 126 foxmail naver".split()]
    bracketed = ["(at)", "[at]", "{at}", "(a)", "(.)", "[.]", "{.}", "(@)", "[@]"]
    words = [word for word in DOTS if word != "cham"]
    others = [" cham ", "จุด", "ดอท", ".c0m", ".n3t", ".0rg", " .com", " . com", " @ ", "@ "]
    return AhoCorasick([*glued, *spaced, *bracketed, *words, *others, *(a for a in ATS if a != "at"), *ATS_UNSPACED])


@cache
def _address_steps() -> tuple[tuple[regex.Pattern[str], str], ...]:
    dots, ats = _alternation(DOTS), _alternation(ATS)
    before, after = r"(?<=[\p{L}\p{N}_])", r"(?=[\p{L}\p{N}_])"
    steps = (
        (rf"{before}\s{{0,2}}[(\[{{<【]\s?(?:{dots}|{_alternation(DOTS_UNSPACED)}|\.)\s?[)\]}}>】]\s{{0,2}}{after}", "."),
        (rf"{before}\s{{1,3}}(?:{dots})\s{{0,3}}(?={_ENDINGS})", "."),
        (rf"{before}\s{{1,3}}(?:titik|noktah|tuldok)\s{{1,3}}(?=(?:id|my|me)(?!\p{{Latin}}|\d))", "."),
        (rf"(?<=(?:\.|\b)(?:com?|net|org))\s{{1,3}}(?:{dots})\s{{1,3}}(?=[a-z]{{2}}(?!\p{{Latin}}|\d))", "."),
        # `peach dot wick dot candles` is a name on a social network; `ponto a ponto` is not
        (rf"(?<=[a-z0-9_]{{2}})\s(?:{dots})\s(?=(?!em\s|en\s|to\s)[a-z0-9_]{{2,}}\s(?:{dots})\s[a-z0-9_]{{2}})", "."),
        (rf"(?<=[a-z0-9_]{{2}}\.[a-z0-9_]{{2,20}})\s(?:{dots})\s(?=[a-z0-9_]{{2}})", "."),
        (rf"(?<=[a-z0-9_])\s?(?:{_alternation(DOTS_UNSPACED)})\s?(?={_ENDINGS}|คอม)", "."),
        (r"(?<=\.)คอม", "com"),
        (rf"{before}\s{{1,2}}\.\s?(?=(?:c[o0]m|net|[o0]rg)(?!\p{{Latin}}|\d))", "."),
        (r"(?<=[\p{L}\p{N}]\.)c0m(?!\p{Latin}|\d)", "com"),
        (r"(?<=[\p{L}\p{N}]\.)(?:n3t)(?!\p{Latin}|\d)", "net"),
        (r"(?<=[\p{L}\p{N}]\.)(?:0rg)(?!\p{Latin}|\d)", "org"),
        (rf"{before}\s{{0,2}}[(\[{{<【]\s?(?:{ats}|{_alternation(ATS_UNSPACED)}|a|@)\s?[)\]}}>】]\s{{0,2}}{after}", "@"),
        (rf"{before}\s{{1,3}}at\s{{1,3}}(?={_PROVIDERS}\.)", "@"),
        (rf"{before}\s{{1,3}}(?:{ats[: -len('|at')]})\s{{1,3}}(?=[a-z0-9][\w\-]*\.[a-z]{{2}})", "@"),
        (rf"(?<=[a-z0-9_])\s*(?:{_alternation(ATS_UNSPACED)})\s*(?=[a-z0-9][\w\-]*\.[a-z]{{2}})", "@"),
        (rf"(?<=[a-z0-9_])(?:\s{{1,2}}@\s{{0,2}}|@\s{{1,2}})(?={_PROVIDERS}\.)", "@"),
        (r"(?<!\p{L})arroba\s+(?=[a-z0-9][\w.]*[_.\d])", "@"),
    )
    return tuple((regex.compile(pattern), new) for pattern, new in steps)
