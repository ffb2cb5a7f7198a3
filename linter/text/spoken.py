"""Views in which what was spelled out can be read: digits in words, `dot com`, `(at)`.

Both read a folded view (lower case, plain widths, simplified characters) and give `None` where nothing changes.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise
from typing import Final, NamedTuple

import regex
from ahocorasick_rs import AhoCorasick

from linter.text.later import later
from linter.text.numerals import (
    AND,
    ATS,
    ATS_UNSPACED,
    DIGIT_WORDS,
    DOTS,
    DOTS_UNSPACED,
    LATIN,
    TEENS,
    TENS,
    TIMES,
    UNDERSCORES,
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
    """Replace stretches (sorted, apart, none empty) of a view; every new character rests on its whole stretch."""
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
    found = _digit_rewrites(view.text)
    return rewritten(view, found) if found else None


def addressed(view: View) -> View | None:
    """Spelled-out addresses become addresses: `luna (punto) c0m` is `luna.com`, `mo (at) qq点com` is `mo@qq.com`."""
    if not may_be_spelled(view.text):
        return None
    now = view
    for pattern, new in _address_steps():
        found = [Rewrite(m.start(), m.end(), new) for m in pattern.finditer(now.text)]
        now = rewritten(now, found) if found else now
    return None if now is view else now


# The same message is asked for by several detectors in a row.
_MESSAGES: Final = 16


@lru_cache(maxsize=_MESSAGES)
def may_be_spelled(text: str) -> bool:
    """Whether a word for a dot or an at sign stands in a folded text."""
    return bool(_address_gate().find_matches_as_indexes(text))


# -- digits -----------------------------------------------------------------------------------------------------------

# Two such words close together are worth a closer look. Words of two or three letters sit inside too many others
# (`ba` in barang, `one` in phone), and a run of digits hardly ever has only those.
_SHORT: Final = frozenset(
    {"um", "uma", "isa", "one", "uno", "dos", "duo", "tu", "mot", "hai", "ba", "bon", "nam", "lam", "sau", "bay", "tam"}
    | {"hong", "sais"}
)
_LONG_TEENS: Final = frozenset(word for word in TEENS if len(word) > 4)  # noqa: PLR2004  # not `once`, `doce`
_NEAR: Final = 9
_FEWEST: Final = 4
# One spelled digit inside a long number (`1三9 0000 8821`) is a disguise, beside a short one it is a sentence.
_LONG: Final = 8
_BETWEEN: Final = later(lambda: regex.compile(r"[\s\p{P}\p{So}\p{Sk}\p{Cf}~+\uFE0F]{0,3}"))
_OTHER_WORDS: Final = later(lambda: regex.compile(r"[\p{Han}\p{Thai}]"))
_LATIN_LETTERS: Final = "a-z\u00df-\u024f\u1e00-\u1eff"
# Homophones at the edge of a run belong to the sentence: `seven eight nine to order`.
_NEVER_OUTSIDE: Final = frozenset({"to", "too", "for", "ate", "won"})


class _Token(NamedTuple):
    """What may stand for digits: a spelled digit, a number (`word` empty), or a word like `double` (no digits)."""

    start: int
    end: int
    word: str
    digits: str


@cache
def _digit_gate() -> AhoCorasick:
    return AhoCorasick([*(LATIN.keys() - _SHORT), *UNSPACED, *TIMES, *TENS, *_LONG_TEENS])


@lru_cache(maxsize=_MESSAGES)
def _digit_rewrites(text: str) -> tuple[Rewrite, ...]:
    if not _sounds_like_digits(text):
        return ()
    return tuple(rewrite for run in _runs(text) for rewrite in _read_run(run))


def _sounds_like_digits(text: str) -> bool:
    hits = _digit_gate().find_matches_as_indexes(text)
    if not hits:
        return False
    return any(_close(text, a[2], b[1]) for a, b in pairwise(hits)) or any(
        _beside_digit(text, h[1], h[2]) for h in hits
    )


def _close(text: str, end: int, start: int) -> bool:
    return start - end <= _NEAR and not _OTHER_WORDS.search(text, end, start)


def _beside_digit(text: str, start: int, end: int) -> bool:
    around = text[max(start - 2, 0) : end + 2]
    return any("0" <= c <= "9" for c in around)


@cache
def _piece() -> re.Pattern[str]:
    return re.compile(
        rf"\d+|(?<![{_LATIN_LETTERS}])k0(?![{_LATIN_LETTERS}])|[{_LATIN_LETTERS}]+|{_alternation(UNSPACED)}"
    )


def _runs(text: str) -> Iterator[list[_Token]]:
    """Digit-like tokens that follow each other with next to nothing between."""
    run: list[_Token] = []
    for token in _tokens(text):
        if token.word in AND and run and run[-1].word in TENS:
            run.append(token)
            continue
        if run and not (token.word in _READS_AS_DIGITS and _BETWEEN.fullmatch(text, run[-1].end, token.start)):
            yield run
            run = []
        if token.word in _READS_AS_DIGITS:
            run.append(token)
    yield run


_READS_AS_DIGITS: Final = frozenset({"", *DIGIT_WORDS, *TIMES, *ZEROS, "hundred"})


def _tokens(text: str) -> Iterator[_Token]:
    letters: list[_Token] = []
    for m in _piece().finditer(text):
        word = "" if m[0].isdecimal() else m[0]
        token = _Token(m.start(), m.end(), word, DIGIT_WORDS.get(word, "") if word else m[0])
        if letters and (len(word) != 1 or token.start - letters[-1].end != 1):
            yield from _joined(letters)
            letters = []
        if len(word) == 1 and word not in UNSPACED:
            letters.append(token)
        else:
            yield token
    yield from _joined(letters)


def _joined(letters: list[_Token]) -> Iterator[_Token]:
    """`s e i s` is one word; letters that spell no digits stay letters."""
    while letters:
        size = next((n for n in range(len(letters), 2, -1) if _spelling(letters[:n]) in LATIN), 1)
        word = _spelling(letters[:size])
        yield _Token(letters[0].start, letters[size - 1].end, word, DIGIT_WORDS.get(word, ""))
        letters = letters[size:]


def _spelling(letters: Iterable[_Token]) -> str:
    return "".join(letter.word for letter in letters)


def _read_run(run: list[_Token]) -> Iterator[Rewrite]:
    """Rewrites that leave the bare digits; ordinary sequences give none."""
    while run and run[0].word in _NEVER_OUTSIDE:
        run = run[1:]
    while run and run[-1].word in {*_NEVER_OUTSIDE, *TIMES}:
        run = run[:-1]
    tokens = _multiplied(run)
    read = "".join(token.digits for token in tokens)
    spelled = sum(bool(token.word) for token in tokens)
    strong = sum(token.word not in WEAK for token in tokens)
    # 2026-03-02 一: a word at the edge belongs to the sentence
    inside = spelled and not tokens[0].word and not tokens[-1].word
    enough = spelled > 1 or (inside and len(read) >= _LONG)
    if len(run) < _FEWEST or not enough or 2 * strong < len(tokens) or len(set(read)) == 1:
        return
    for token, after in pairwise([*tokens, None]):
        if token is not None:
            yield Rewrite(token.start, token.end, token.digits)
            if after is not None and after.start > token.end:
                yield Rewrite(token.end, after.start, "")


def _multiplied(run: Sequence[_Token]) -> list[_Token]:
    """`double seven` is 77, `tres ceros` 000, `nine hundred` 900, `cuarenta y dos` 42."""
    out: list[_Token] = []
    for token in run:
        before = out[-1] if out else None
        if before is not None and before.word in TIMES:
            out[-1] = token._replace(
                start=before.start, digits=token.digits[:1] * TIMES[before.word] + token.digits[1:]
            )
        elif token.word in AND:
            continue
        elif before is not None and before.word in TENS and len(token.digits) == 1 and token.word:
            out[-1] = token._replace(start=before.start, digits=before.digits[0] + token.digits)
        elif before is not None and token.word in ZEROS and before.digits in _COUNTS:
            out[-1] = before._replace(end=token.end, digits="0" * int(before.digits))
        elif before is not None and token.word == "hundred":
            out[-1] = before._replace(end=token.end, digits=before.digits + "00")
        else:
            out.append(token)
    return [token for token in out if token.digits]


_COUNTS: Final = frozenset("23456")


def _alternation(words: Iterable[str]) -> str:
    return "|".join(regex.escape(word) for word in sorted(words, key=lambda w: (-len(w), w)))


# -- addresses --------------------------------------------------------------------------------------------------------

# Endings that are no word of their own in the languages around: a bare `dot in` or `punto es` is ordinary speech.
_ENDINGS: Final = (
    r"(?:c[o0]m|n[e3]t|[o0]rg|inf[o0]|biz|sh[o0]p|st[o0]re|[o0]nline|site|xyz|t[o0]p|vip|club|app|dev|link|i[o0]|cc|tv"
    r"|cn|tw|hk|sg|vn|th|ph|br|mx|uk|jp|kr|co)(?!\p{Latin}|\d)"
)
_GLUED_ENDINGS: Final = ("com", "c0m", "cn", "net", "org", "tw", "hk", "cc", "shop", "vip", "top", "xyz")
_PROVIDERS: Final = ("gmail", "yahoo", "ymail", "hotmail", "outlook", "icloud", "qq", "163", "126", "foxmail", "naver")


@cache
def _address_gate() -> AhoCorasick:
    glued = [dot + end for dot in ("点", "點", "。", "点 ", "點 ") for end in _GLUED_ENDINGS]
    spaced = [f" at {name}" for name in _PROVIDERS]
    bracketed = ["(at)", "[at]", "{at}", "(a)", "(.)", "[.]", "{.}", "(@)", "[@]"]
    words = [word for word in DOTS if word != "cham"]
    others = ["bit ly", " cham ", "จุด", "ดอท", ".c0m", ".n3t", ".0rg", " .com", " . com", ",me/", ", me/", " @ ", "@ "]
    return AhoCorasick(
        [*glued, *spaced, *bracketed, *words, *others, *(a for a in ATS if a != "at"), *ATS_UNSPACED, *UNDERSCORES]
    )


@cache
def _address_steps() -> tuple[tuple[regex.Pattern[str], str], ...]:
    dots, ats = _alternation(DOTS), _alternation(ATS)
    mail = f"(?:{'|'.join(_PROVIDERS)})"
    before, after = r"(?<=[\p{L}\p{N}_])", r"(?=[\p{L}\p{N}_])"
    after_ending = r"(?<=(?:\.|\b)(?:com?|net|org))"
    steps = (
        (
            rf"{before}\s{{0,2}}[(\[{{<【]\s?(?:{dots}|{_alternation(DOTS_UNSPACED)}|\.)\s?[)\]}}>】]\s{{0,2}}{after}",
            ".",
        ),
        (rf"{before}\s{{1,3}}(?:{dots})\s{{0,3}}(?={_ENDINGS})", "."),
        (rf"{before}\s{{1,3}}(?:titik|noktah|tuldok)\s{{1,3}}(?=(?:id|my|me)(?!\p{{Latin}}|\d))", "."),
        (rf"{before}\s{{1,3}}titik\s{{1,3}}kom(?!\p{{Latin}}|\d)", ".com"),
        (rf"(?<=[a-z0-9_])\s?(?:{_alternation(DOTS_UNSPACED)})\s?(?={_ENDINGS}|คอม)", "."),
        (
            rf"{after_ending}\s{{0,3}}(?:{dots}|{_alternation(DOTS_UNSPACED)})\s{{0,3}}(?=[a-z]{{2}}(?!\p{{Latin}}|\d))",
            ".",
        ),
        (r"(?<!\p{L})bit\s+ly(?!\p{L})", "bit.ly"),
        (r"(?<=\.[a-z]{2,4})\s+(?:slash|garis miring|barra|miring|sổ chéo|xẹt|斜杠)\s+(?=[a-z0-9])", "/"),
        # `peach dot wick dot candles` is a name on a social network; `ponto a ponto` is not
        (rf"(?<=[a-z0-9_]{{2}})\s(?:{dots})\s(?=(?!em\s|en\s|to\s)[a-z0-9_]{{2,}}\s(?:{dots})\s[a-z0-9_]{{2}})", "."),
        (rf"(?<=[a-z0-9_]{{2}}\.[a-z0-9_]{{2,20}})\s(?:{dots})\s(?=[a-z0-9_]{{2}})", "."),
        (r"(?<=\.)คอม", "com"),
        (r"(?<=(?<![a-z0-9])(?:wa|t|m|line))\s?[,，]\s?(?=me/)", "."),
        (rf"{before}\s{{1,2}}\.\s?(?=(?:c[o0]m|net|[o0]rg)(?!\p{{Latin}}|\d))", "."),
        (r"(?<=[\p{L}\p{N}]\.)c0m(?!\p{Latin}|\d)", "com"),
        (r"(?<=[\p{L}\p{N}]\.)(?:n3t)(?!\p{Latin}|\d)", "net"),
        (r"(?<=[\p{L}\p{N}]\.)(?:0rg)(?!\p{Latin}|\d)", "org"),
        (
            rf"{before}\s{{0,2}}[(\[{{<【]\s?(?:{ats}|{_alternation(ATS_UNSPACED)}|a|@)\s?[)\]}}>】]\s{{0,2}}{after}",
            "@",
        ),
        (rf"(?<=[a-z0-9])\s?[(\[]?(?:{_alternation(UNDERSCORES)})[)\]]?\s?(?=[a-z0-9])", "_"),
        (rf"{before}\s{{1,3}}at\s{{1,3}}(?={mail}\.)", "@"),
        (rf"{before}\s{{1,3}}(?:{ats[: -len('|at')]})\s{{1,3}}(?=[a-z0-9][\w\-]*\.[a-z]{{2}})", "@"),
        (rf"(?<=[a-z0-9_])\s*(?:{_alternation(ATS_UNSPACED)})\s*(?=[a-z0-9][\w\-]*\.[a-z]{{2}})", "@"),
        (rf"(?<=[a-z0-9_])(?:\s{{1,2}}@\s{{0,2}}|@\s{{1,2}})(?={mail}\.)", "@"),
        (r"(?<!\p{L})arroba\s+(?=[a-z0-9][\w.]*[_.\d])", "@"),
    )
    return tuple((regex.compile(pattern), new) for pattern, new in steps)
