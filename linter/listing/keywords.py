"""Keywords: words said over and over, and other brands' names to be found by."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

import regex
from msgspec import Struct

from linter.listing.fault import Fault, data, fault
from linter.listing.model import Listing
from linter.listing.platforms import Platform, link
from linter.listing.words import Lexicon, folded
from linter.model import Severity, Span
from linter.text.view import View

# Reduplication is one word: `laki-laki`, `kupu-kupu`.
_TOKEN: Final = regex.compile(r"(\p{Latin}+)-\1(?!\p{Latin})|[\p{Latin}\p{M}\d]+(?:['’.][\p{Latin}\p{M}\d]+)*")
_STOP_WORDS: Final = (
    # Function words, units and sizes of all our languages with Latin letters.
    "the and for with from into your you our its not are all any per set pack packs pcs pair pairs box size sizes free"
    " piece pieces inch inches cm mm ml oz lbs gram grams day days year years month months non anti pro max plus mini"
    " type new one two untuk dan dengan dari yang atau buat isi bisa para con sin del los las una uno por que com sem"
    " dos das uma pra pelo pela cho và có kèm của các với từ ang mga ng sa na at ay pang may mah mahs ghz mhz gb tb"
    " each more than high low large small medium black white red blue green pink grey gray yellow long short men women"
    " kids mens womens boys girls unisex left right front rear up down gen class"
    " fit fits compatible led usb hdmi wifi max min x y de e o a le la el un"
)
_STOP: Final = frozenset(_STOP_WORDS.split())
_SHORTEST: Final = 3
_RUNS: Final = regex.compile(r"[^\W_]+")
_VIETNAMESE: Final = regex.compile("[ăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
_HAN: Final = regex.compile(r"\p{Han}+")
_THAI: Final = regex.compile(r"[\p{Thai}]+")
_NUMERAL: Final = frozenset("一二两三四五六七八九十百千半个只件条双支片包盒瓶袋罐寸号码款色装")
_THAI_PIECE: Final = 5
_SYLLABLES_MORE: Final = 2
_BRANDS_TOO_MANY: Final = 2
_NEAR: Final = 2


class _Brands(Struct, frozen=True, forbid_unknown_fields=True):
    names: tuple[str, ...]
    fits: dict[str, tuple[str, ...]]
    like: dict[str, tuple[str, ...]]


class Often(NamedTuple):
    """A keyword, how often it stands there, and from where to where."""

    word: str
    times: int
    span: Span


@cache
def _brands() -> tuple[Lexicon, Lexicon, Lexicon]:
    table = data("brands", _Brands)
    return Lexicon(table.names), Lexicon(_flat(table.fits)), Lexicon(_flat(table.like))


def _flat(table: Mapping[str, Sequence[str]]) -> list[str]:
    return [word for words in table.values() for word in words]


def faults(listing: Listing, asked: Platform) -> Iterator[Fault]:
    """Words that stand too often in the title, and other brands in any text."""
    yield from _repeated(listing, asked)
    yield from _stuffed(listing, asked)
    for field in ("title", "description"):
        yield from _borrowed(field, getattr(listing, field), listing.brand)
    for n, bullet in enumerate(listing.bullets):
        yield from _borrowed(f"bullets[{n}]", bullet, listing.brand)


def _repeated(listing: Listing, asked: Platform) -> Iterator[Fault]:
    check = asked.repeated
    if check is None:
        return
    view = folded(listing.title)
    if view.text.isascii() and not _may_repeat(view.text, check.most):
        return
    for said in often(view, check.most, folded(listing.brand).text):
        span = view.original(*said.span)
        yield fault(
            "format/repeated-word",
            "title",
            listing.title,
            *span,
            severity=check.severity,
            policy=link(check.policy),
            said={"count": said.times},
        )
        return


def _may_repeat(text: str, most: int) -> bool:
    """Whether enough words begin alike: what can be told before words are taken apart."""
    begun = Counter([run[:_SHORTEST] for run in _RUNS.findall(text)])
    return bool(begun) and max(begun.values()) > most


def often(view: View, most: int, brand: str = "") -> list[Often]:
    """Keywords that stand more than `most` times in a folded text, the most frequent first."""
    places = {**_words(view.text, brand), **_pieces(view.text, _HAN, 2), **_pieces(view.text, _THAI, _THAI_PIECE)}
    found = [Often(w, len(at), Span(at[0].start, at[-1].end)) for w, at in places.items() if len(at) > most]
    return sorted(found, key=lambda said: (-said.times, said.span))


def _words(text: str, brand: str) -> Mapping[str, list[Span]]:
    """Where each word stands; those that name a series of models (`iphone 14, iphone 15`) count once."""
    tokens = [(hit.group(), Span(*hit.span())) for hit in _TOKEN.finditer(text)]
    if _VIETNAMESE.search(text):
        return _syllables(tokens)
    places: dict[str, list[Span]] = defaultdict(list)
    series: set[str] = set()
    for n, (token, span) in enumerate(tokens):
        word = _stem(token)
        if len(token) < _SHORTEST or token in _STOP or any(c.isdigit() for c in token):
            continue
        if any(any(c.isdigit() for c in after) for after, _ in tokens[n + 1 : n + 3]):
            if word in series:
                continue
            series.add(word)
        places[word].append(span)
    return {word: at for word, at in places.items() if word not in brand}


def _stem(token: str) -> str:
    return token[:-1] if token.endswith("s") and len(token) > _SHORTEST + 1 else token


def _syllables(tokens: Sequence[tuple[str, Span]]) -> Mapping[str, list[Span]]:
    """A Vietnamese syllable is seldom a word: two in a row are the keyword."""
    places: dict[str, list[Span]] = defaultdict(list)
    pairs = pairwise(tokens)
    for (first, a), (second, b) in pairs:
        if first.isalpha() and second.isalpha() and b.start - a.end == 1:
            places[f"{first} {second}"].append(Span(a.start, b.end))
    singles: dict[str, list[Span]] = defaultdict(list)
    for token, span in tokens:
        if token.isalpha() and token not in _STOP:
            singles[token].append(span)
    # A syllable alone says less: two more of it are borne.
    return places | {word: at[_SYLLABLES_MORE:] for word, at in singles.items() if len(at) > _SYLLABLES_MORE}


def _pieces(text: str, script: regex.Pattern[str], length: int) -> Mapping[str, list[Span]]:
    """Where each stretch of `length` letters stands, in scripts that write no blanks."""
    places: dict[str, list[Span]] = defaultdict(list)
    for run in script.finditer(text):
        for start in range(run.start(), run.end() - length + 1):
            piece = text[start : start + length]
            at = places[piece]
            if not _NUMERAL & set(piece) and (not at or at[-1].end <= start):
                at.append(Span(start, start + length))
    return places


def _stuffed(listing: Listing, asked: Platform) -> Iterator[Fault]:
    """Two brands or more that the product is not, where nothing says that it fits theirs."""
    if not asked.name:
        return
    names, fits, _ = _brands()
    title = listing.title
    others = [span for span in names.find(title) if not _own(title[span.start : span.end], listing)]
    if len({folded(title[s.start : s.end]).text for s in others}) < _BRANDS_TOO_MANY or fits.first(title):
        return
    yield fault(
        "format/keyword-stuffing",
        "title",
        title,
        others[0].start,
        others[-1].end,
        policy=link(asked.brands or _policy(asked)),
    )


def _policy(asked: Platform) -> str:
    return asked.repeated.policy if asked.repeated else ""


def _own(name: str, listing: Listing) -> bool:
    word = folded(name).text
    says = (listing.brand, *(value for key, value in listing.attributes.items() if folded(key).text not in _KEYWORDS))
    return any(word in folded(text).text for text in says)


_KEYWORDS: Final = frozenset({"keywords", "tags", "search terms", "关键词"})


def _borrowed(field: str, text: str, brand: str) -> Iterator[Fault]:
    """Another brand's name beside a word that sells by likeness: `Dyson style`, `ala Gucci`, `香奈儿同款`."""
    if not text:
        return
    names, _, like = _brands()
    near = list(like.find(text))
    if not near:
        return
    for name in names.find(text):
        if folded(text[name.start : name.end]).text in folded(brand).text:
            continue
        for word in near:
            if _beside(text, name, word):
                start, end = min(name.start, word.start), max(name.end, word.end)
                yield fault("goods/brand-misuse", field, text, start, end, severity=Severity.WARN)
                break


def _beside(text: str, one: Span, other: Span) -> bool:
    first, second = sorted((one, other))
    return (
        first.end <= second.start
        and second.start - first.end <= _NEAR
        and not text[first.end : second.start].strip(" -‑'\"“”")
    )
