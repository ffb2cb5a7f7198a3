"""Personal data made unreadable: phones, e-mails, handles, accounts, and the names of buyers.

A mask is as long as what it hides: one `█` for every code point but blanks and the punctuation of numbers and
addresses. Spans that pointed into the text still point at the same words, and an excerpt needs no second reckoning.

It errs towards hiding: any seven digits that are no order, parcel, price or date are taken for a number of someone's.
It does not know postal addresses, nor a number that was dealt out over several messages.
"""

from collections.abc import Iterable, Iterator, Sequence

import regex
from msgspec.structs import replace

from linter.match import detectors
from linter.model import Finding, Fix, Role, Span
from linter.report.audit.shown import Bubble, ShownThread
from linter.text.views import Views

MASK = "█"
_KINDS = ("phone", "email", "handle", "app-id", "bank-account")
_NUMBERS_OF_THINGS = ("order-number", "tracking-number", "price", "quantity")
_KEPT = frozenset("@.-+()/: \t\r\n\u3000\u00a0")
_LONG = 7
"""Digits from which on a number may reach someone."""

_RUN = regex.compile(r"\p{N}(?:[\s.\-()/]{0,3}\p{N}){6,}")
_DATE = regex.compile(r"(?<!\d)(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:[ T]\d{1,2}:\d\d(?::\d\d)?)?(?!\d)")
_WORD = regex.compile(r"[\p{L}\p{M}\p{N}]")
_HAN = regex.compile(r"\p{Han}+")


def redact(text: str, names: Iterable[str] = ()) -> str:
    """The text with personal data and these names masked, code point for code point."""
    views = Views(text)
    spared = [Span(h.start, h.end) for kind in _NUMBERS_OF_THINGS for h in detectors.find(kind, views)]
    found = [Span(h.start, h.end) for kind in _KINDS for h in detectors.find(kind, views)]
    found += _numbers(views, [*spared, *(Span(*date.span()) for date in _DATE.finditer(text))])
    return _masked(text, [*found, *_named(views, names)])


def redact_names(text: str, names: Iterable[str]) -> str:
    """The text with these names masked, and nothing else: for an id, whose digits are its meaning."""
    return _masked(text, list(_named(Views(text), names)))


def _numbers(views: Views, spared: Sequence[Span]) -> Iterator[Span]:
    said = (Span(h.start, h.end) for h in detectors.digits(views) if len(h.read) >= _LONG)
    yield from (span for span in said if not any(_overlap(span, known) for known in spared))
    # A number right behind an order's is still looked at.
    rest = list(views.text)
    for start, end in spared:
        rest[start:end] = "|" * (end - start)
    yield from (Span(*run.span()) for run in _RUN.finditer("".join(rest)))


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _named(views: Views, names: Iterable[str]) -> Iterator[Span]:
    text = views.plain.text
    for name in sorted({part for whole in names for part in _parts(Views(whole.strip()).plain.text)}):
        start = text.find(name)
        while start >= 0:
            end = start + len(name)
            if _stands_alone(text, start, end):
                yield Span(*views.plain.original(start, end))
            start = text.find(name, start + 1)


def _parts(name: str) -> Iterator[str]:
    """What a name may be called by: whole, each longer word of it, a Chinese name without its surname."""
    if len(name) > 1:
        yield name
    yield from (word for word in name.split() if len(word) > 2)  # noqa: PLR2004  # `de`, `Li` are words too
    if len(name) == 3 and _HAN.fullmatch(name):  # noqa: PLR2004  # one for the family, two for the person
        yield name[1:]


def _stands_alone(text: str, start: int, end: int) -> bool:
    """A name in letters that go with spaces is a word of its own: `Ana` is not in `banana`."""
    return not (_joined(text, start) or _joined(text, end))


def _joined(text: str, at: int) -> bool:
    if not 0 < at < len(text):
        return False
    before, after = text[at - 1], text[at]
    both = _WORD.match(before) and _WORD.match(after)
    return bool(both) and not (_HAN.match(before) or _HAN.match(after))


def _masked(text: str, spans: Sequence[Span]) -> str:
    if not spans:
        return text
    shown = list(text)
    for start, end in spans:
        shown[start:end] = [char if char in _KEPT else MASK for char in text[start:end]]
    return "".join(shown)


def redact_finding(finding: Finding, text: str, masked: str) -> Finding:
    """A finding in `text` as one in `masked`, its text with the masks: what it quotes is masked like the text."""
    words = [text[start:end] for start, end in (Span(finding.start, finding.end), *finding.parts)]
    hidden = [masked[start:end] for start, end in (Span(finding.start, finding.end), *finding.parts)]
    quotes = dict(zip(words, hidden, strict=True))
    # Disguised words are told as they were read, which a mask in the text does not reach.
    seen_as = finding.seen_as if words == hidden else MASK * len(finding.seen_as)
    if words != hidden and finding.seen_as:
        quotes[finding.seen_as] = seen_as
    return replace(
        finding,
        match=_quoted(finding.match, quotes),
        message=_quoted(finding.message, quotes),
        seen_as=seen_as,
        fix=_redacted_fix(finding.fix, quotes) if finding.fix else None,
    )


def _redacted_fix(fix: Fix, quotes: dict[str, str]) -> Fix:
    edits = tuple(replace(edit, text=redact(edit.text)) for edit in fix.edits)
    return replace(fix, title=_quoted(fix.title, quotes), edits=edits)


def _quoted(sentence: str, quotes: dict[str, str]) -> str:
    for words, hidden in quotes.items():
        if words != hidden:
            sentence = sentence.replace(words, hidden)
    return redact(sentence)


def redact_thread(shown: ShownThread) -> ShownThread:
    """A conversation with the personal data in it masked, and the names of its buyers wherever they stand."""
    names = buyers(shown)
    return replace(
        shown,
        thread=redact_names(shown.thread, names),
        bubbles=tuple(_redact_bubble(bubble, names) for bubble in shown.bubbles),
    )


def buyers(shown: ShownThread) -> tuple[str, ...]:
    """The names of a conversation's buyers."""
    return tuple(dict.fromkeys(b.sender for b in shown.bubbles if b.role is Role.BUYER and b.sender))


def _redact_bubble(bubble: Bubble, names: Sequence[str]) -> Bubble:
    masked = redact(bubble.text, names)
    return replace(
        bubble,
        id=redact_names(bubble.id, names),
        text=masked,
        place=replace(bubble.place, file=redact_names(bubble.place.file, names)),
        sender=MASK * 3 if bubble.role is Role.BUYER and bubble.sender else redact(bubble.sender, names),
        findings=tuple(redact_finding(finding, bubble.text, masked) for finding in bubble.findings),
    )
