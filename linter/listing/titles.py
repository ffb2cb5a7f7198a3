"""The title of a listing under its platform's rules."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final

import regex

from linter.listing.fault import Fault, Said, data, fault
from linter.listing.model import Listing
from linter.listing.platforms import (
    Check,
    Platform,
    link,
    marketplace_passes,
    marketplaces,
    measured,
    units,
    vague_pattern,
)
from linter.listing.words import Lexicon, folded, lexicon
from linter.model import Edit, Severity, Span

_EMOJI: Final = regex.compile(
    r"(?:[\p{Extended_Pictographic}--[©®™‼⁉☆★♥♡✔✓✅➤▶◀↔↕〰〽㊗㊙\u2190-\u21ff\u25a0-\u25ff]]|\p{Regional_Indicator}{2})"
    r"(?:[\ufe0f\u200d\U0001f3fb-\U0001f3ff]|\p{Extended_Pictographic})*",
    regex.VERSION1,
)
_SHOUT: Final = regex.compile(r"[!！¡]{2,}|[?？]{2,}|[!！][?？]+|[~～*=#]{3,}|[¡!！](?=\s*[!！])|\.{4,}")
_LOUD: Final = regex.compile(r"[!！¡?？~～*=#]|\.{4}")
_PRICE: Final = regex.compile(
    r"(?<![\p{Latin}\d])(?:rp|idr|rm|myr|php|₱|sgd|s\$|us\$|usd|a\$|au\$|r\$|mx\$|mxn|vnd|thb|฿|\$|€|£|¥|￥|cny|nt\$|hk\$)"
    r" ?\d[\d.,]*(?:k|rb|ribu)?"
    r"|(?<![\p{Latin}\d.,])\d[\d.,]* ?(?:€|฿|₫|vnđ|vnd|บาท|ribuan|ribu aja|rb aja|rbuan|rban|pesos (?:only|lang)|euros"
    r"|reais)(?![\p{Latin}])"
    r"|(?:仅|只要|只需|到手|现价|售价|特价|券后|原价)\s?\d[\d.]*\s?元?|(?<![\d.])\d[\d.]*元(?!素|气|件|宵)(?:包邮|起|一|/|$)?"
)
_VOUCHER: Final = regex.compile(
    r"gift ?card|voucher|vale|礼品卡|代金券|บัตรของขวัญ|thẻ quà|tarjeta|cartão|pulsa|e-?money|coin"
)
_YEAR: Final = regex.compile(
    r"(?<![\d\-–/.])(?:new |newest |latest |upgraded |updated )?20[12]\d"
    r"(?: (?:new|newest|latest|upgraded|updated|model|edition|version|release))?(?![\d\-–/.])"
)
_NEW: Final = regex.compile(r"new|latest|upgrad|updat|model|edition|version|release")
_BLANKS: Final = regex.compile(r"(?<=\S)[ \u00a0\u3000]{2,}(?=\S)")
_ENDS: Final = regex.compile(r"\A\s+|\s+\Z")
_WORD: Final = regex.compile(r"\p{L}[\p{L}\p{M}'’]*")
_CAPITALS: Final = regex.compile(r"(?<![\p{L}\d])\p{Lu}[\p{Lu}'’]{2,}(?![\p{L}\d])")
_ACRONYMS_WORDS: Final = (
    "HDMI NVME WIFI MIDI USB LED LCD OLED QLED AMOLED UHD QHD FHD HDR RGB DDR SSD HDD RAM ROM CPU GPU GPS DVD VGA BIOS"
    " BNIB NWT NWOT EUC DIY PVC TPU ABS PET EVA BPA SPF UVA UVB UPF DPI RPM BMX MTB SUV ATV UTV VIN OEM OBD ECU AWG"
    " IKEA NASA NATO MSDS SATA PCIE ATX RTX GTX EDP EDT EDC AAA AAAA CCTV NFC RFID STEM ADHD ASMR FIFA NBA NFL MLB BTS"
    " XXL XXXL XXS PCS SET ISO ANSI ASTM CE FDA GOTS OEKO TEX BSMI SIRIM SNI TIS UL ETL LPG PPF HEPA IPX"
)
_ACRONYMS: Final = frozenset(_ACRONYMS_WORDS.split())
_ENOUGH_WORDS: Final = 3
_LOUD_WORDS: Final = 3
_LOUD_LENGTH: Final = 5
_MOSTLY: Final = 0.7
# Reduplication is how these say “many” or “sort of”; only English, Spanish and Portuguese never do.
_DOUBLES_WORDS: Final = "the|with|for|and|para|con|com|del|from|this"
_DOUBLED: Final = regex.compile(
    rf"(?<![\p{{L}}\p{{M}}\d-])({_DOUBLES_WORDS}) +\1(?![\p{{L}}\p{{M}}\d-])", regex.IGNORECASE
)
_SCRIPTS: Final[Mapping[str, regex.Pattern[str]]] = {
    name: regex.compile(rf"\p{{{name}}}") for name in ("Latin", "Han", "Thai", "Hiragana", "Hangul", "Cyrillic")
}
_LETTER: Final = regex.compile(r"\p{L}")


@cache
def promotions() -> Mapping[str, Lexicon]:
    """What sells instead of describing, by kind; `passes` holds what only looks so."""
    return {kind: lexicon(table) for kind, table in data("promotions", dict[str, dict[str, list[str]]]).items()}


@cache
def _phrases(words: tuple[str, ...]) -> Lexicon:
    return Lexicon(words)


def faults(listing: Listing, asked: Platform) -> Iterator[Fault]:
    """Everything that is wrong with the title itself."""
    title = listing.title
    if not title.strip():
        yield fault("format/title-missing", "title")
        return
    yield from _lengths(title, asked)
    yield from _emoji(title, asked)
    yield from _symbols(listing, asked)
    yield from _shouting(title, asked)
    yield from _capitals(listing, asked)
    yield from promoting("title", title, asked)
    yield from _phrase(title, asked)
    yield from _price(title, asked)
    yield from _marketplaces(listing, asked)
    yield from _language(title, asked)
    yield from _vague(title, asked)
    yield from _year(listing, asked)
    yield from _blanks(title)
    yield from _doubled(title)


def _lengths(title: str, asked: Platform) -> Iterator[Fault]:
    for check in asked.title:
        count = measured(title.strip(), check.unit)
        said: dict[str, Said] = {
            "count": count,
            "unit": units(check),
            "platform": asked.name,
            "limit": check.max or check.min,
        }
        if check.max and count > check.max:
            yield _told("format/title-length", title, check, said=said)
        if count < check.min:
            yield _told("format/title-short", title, check, said=said)


def _told(rule: str, title: str, check: Check, span: Span | None = None, said: Mapping[str, Said] = {}) -> Fault:
    start, end = span or Span(0, len(title))
    return fault(rule, "title", title, start, end, severity=check.severity, policy=link(check.policy), said=said)


def _emoji(title: str, asked: Platform) -> Iterator[Fault]:
    if asked.emoji is None or title.isascii():
        return
    for hit in _EMOJI.finditer(title):
        yield fault(
            "format/emoji",
            "title",
            title,
            *hit.span(),
            severity=asked.emoji.severity,
            policy=link(asked.emoji.policy),
            edits=[_cut(title, *hit.span())],
            said={"platform": _somewhere(asked)},
        )


def _somewhere(asked: Platform) -> str | Mapping[str, str]:
    return asked.name or {"en": "most platforms", "zh": "多数平台"}


def _cut(text: str, start: int, end: int) -> Edit:
    """Take the words out together with the blank that would be left over."""
    before = start == 0 or text[start - 1].isspace()
    while before and end < len(text) and text[end].isspace():
        end += 1
    while end == len(text) and start > 0 and text[start - 1].isspace():
        start -= 1
    return Edit("title", start, end, "")


def _symbols(listing: Listing, asked: Platform) -> Iterator[Fault]:
    check = asked.symbols
    if check is None:
        return
    for characters, severity in ((check.never, check.severity), (check.note, Severity.NOTE)):
        for start, end in _runs(listing.title, characters):
            # A brand may be spelled with them: `Yahoo!`. ❤️ is told as an emoji.
            if listing.title[start:end] not in listing.brand and not _EMOJI.match(listing.title, start):
                yield fault(
                    "format/symbols",
                    "title",
                    listing.title,
                    start,
                    end,
                    severity=severity,
                    policy=link(check.policy),
                    said={"platform": asked.name},
                )


def _runs(text: str, characters: str) -> Iterator[Span]:
    start = None
    for n, c in enumerate(text + "\0"):
        if c in characters and start is None:
            start = n
        elif c not in characters and start is not None:
            yield Span(start, n)
            start = None


def _shouting(title: str, asked: Platform) -> Iterator[Fault]:
    if not _LOUD.search(title):
        return
    check = asked.punctuation or Check()
    for hit in _SHOUT.finditer(title):
        yield _told("format/punctuation", title, check, Span(*hit.span()))


def _capitals(listing: Listing, asked: Platform) -> Iterator[Fault]:
    check = asked.capitals
    if check is None or len(_CAPITALS.findall(listing.title)) < _LOUD_WORDS:
        return
    own = set(listing.brand.upper().split())
    words = [hit for hit in _WORD.finditer(listing.title) if len(hit.group()) >= _ENOUGH_WORDS]
    words = [hit for hit in words if hit.group().upper() not in own | _ACRONYMS and _cased(hit.group())]
    loud = [hit for hit in words if _CAPITALS.match(listing.title, hit.start())]
    mostly = len(loud) > _ENOUGH_WORDS and len(loud) >= _MOSTLY * len(words)
    long = [hit for hit in loud if len(hit.group()) >= _LOUD_LENGTH]
    if mostly or len(long) >= _LOUD_WORDS:
        yield _told("format/capitals", listing.title, check, Span(loud[0].start(), loud[-1].end()))


def _cased(word: str) -> bool:
    return word.upper() != word.lower()


def promoting(
    field: str, text: str, asked: Platform, kinds: Sequence[str] = (), severity: Severity | None = None
) -> Iterator[Fault]:
    """Words that sell instead of describing; of those that overlap, the first and longest."""
    spared = list(promotions()["passes"].find(text))
    taken: list[Span] = []
    for kind, level in sorted(asked.promotion.items(), key=lambda item: -item[1].rank):
        if kinds and kind not in kinds:
            continue
        for span in promotions()[kind].find(text):
            if any(_overlap(span, other) for other in (*spared, *taken)):
                continue
            taken.append(span)
            yield fault(
                "format/promotion",
                field,
                text,
                *span,
                severity=severity or level,
                policy=link(asked.promotion_policy),
                said={"platform": asked.name},
            )


def _overlap(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def _phrase(title: str, asked: Platform) -> Iterator[Fault]:
    check = asked.phrases
    if check is None:
        return
    for span in _phrases(check.words).find(title):
        yield _told("format/promotion", title, check, span, {"platform": asked.name})


def _price(title: str, asked: Platform) -> Iterator[Fault]:
    check = asked.price
    view = folded(title)
    if check is None or _VOUCHER.search(view.text):
        return
    for hit in _PRICE.finditer(view.text):
        yield _told("format/price-in-title", title, check, view.original(*hit.span()))


def _marketplaces(listing: Listing, asked: Platform) -> Iterator[Fault]:
    check = asked.marketplace
    if check is None:
        return
    title = listing.title
    spared = [*marketplace_passes().find(title)]
    for names in marketplaces().values():
        for span in names.find(title):
            if any(_overlap(span, other) for other in spared) or title[span.start : span.end] in listing.brand:
                continue
            yield _told("format/marketplace", title, check, span)


def _language(title: str, asked: Platform) -> Iterator[Fault]:
    check = asked.language
    letters = len(_LETTER.findall(title))
    if check is None or not letters:
        return
    right = sum(len(_SCRIPTS[name].findall(title)) for name in check.scripts)
    # A model name may be all a Chinese title has in Latin letters; a Latin title takes a foreign word or two.
    if right == 0 or ("Latin" in check.scripts and right * 2 < letters):
        yield _told("format/language", title, check, said={"platform": asked.name})


def _vague(title: str, asked: Platform) -> Iterator[Fault]:
    if asked.vague is not None and regex.match(vague_pattern(), folded(title).text):
        yield _told("format/vague", title, asked.vague)


def _year(listing: Listing, asked: Platform) -> Iterator[Fault]:
    check = asked.year
    if check is None:
        return
    view = folded(listing.title)
    for hit in _YEAR.finditer(view.text):
        level = check.severity if _NEW.search(hit.group()) else Severity.NOTE
        yield fault(
            "format/year",
            "title",
            listing.title,
            *view.original(*hit.span()),
            severity=level,
            policy=link(check.policy),
        )


def _blanks(title: str) -> Iterator[Fault]:
    for pattern, instead in ((_ENDS, ""), (_BLANKS, " ")):
        for hit in pattern.finditer(title):
            yield fault("format/spacing", "title", title, *hit.span(), edits=[Edit("title", *hit.span(), instead)])


def _doubled(title: str) -> Iterator[Fault]:
    for hit in _DOUBLED.finditer(title):
        edit = Edit("title", hit.end(1), hit.end(), "")
        yield fault("format/doubled-word", "title", title, *hit.span(), edits=[edit])
