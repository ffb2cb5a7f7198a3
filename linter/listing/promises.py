"""How long a warranty, and how soon it is sent."""

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Final, NamedTuple

from linter.listing.compare import Difference, difference
from linter.listing.facts import Sheet, name_of_part
from linter.listing.page import Part
from linter.listing.tables import listed, rule
from linter.listing.tolerances import Sendings, Warranties, tolerance
from linter.listing.values import Measure
from linter.listing.vocabulary import cue

_WARRANTY: Final = listed("warranty")
_NO_WARRANTY: Final = re.compile(cue("no_warranty"))
_NONE_VALUE: Final = listed("no-warranty")
_EXTENDED: Final = re.compile(cue("extended"))


_TEXTS: Final = ("title", "description", "bullets")


class Term(NamedTuple):
    """How many months, from and to, where it stands."""

    months: float
    unit: str
    start: int
    end: int


def warranties(sheet: Sheet) -> Iterator[Difference]:
    """Two years here, six months or none there."""
    sides: list[tuple[str, list[Term]]] = []
    asked = rule("warranty")
    for part in sheet.page.parts:
        if part.kind not in asked.fields:
            continue
        if part.kind == "warranty" or name_of_part(part).fact == "warranty":
            sides.append((part.path, _own_warranty(sheet, part)))
        elif part.kind in _TEXTS:
            sides.append((part.kind, _told_warranty(sheet, part)))
    for (one, left), (other, right) in combinations(sides, 2):
        if one != other and left and right and not any(_same_term(a, b) for a in left for b in right):
            yield difference("warranty", left[0][2:], right[0][2:])
            return


def _same_term(one: Term, other: Term) -> bool:
    if not one.months or not other.months:
        return one.months == other.months
    return abs(one.months - other.months) <= tolerance("warranty", Warranties).share * max(one.months, other.months)


def _own_warranty(sheet: Sheet, part: Part) -> list[Term]:
    text = sheet.text(part).strip()
    if text in _NONE_VALUE or _NO_WARRANTY.search(text):
        return [Term(0, "", part.start, part.end)]
    return [Term(m.high, m.unit, m.start, m.end) for m in sheet.measures_in(part.start, part.end) if m.dim == "time"]


def _told_warranty(sheet: Sheet, part: Part) -> list[Term]:
    text = sheet.text(part)
    if not any(word in text for word in _WARRANTY):
        return []
    denied = _NO_WARRANTY.search(text)
    found = [Term(0, "", part.start + denied.start(), part.start + denied.end())] if denied else []
    terms = [
        m
        for m in sheet.measures_in(part.start, part.end)
        if m.dim == "time" and m.high >= tolerance("warranty", Warranties).shortest
    ]
    return found + [Term(m.high, m.unit, m.start, m.end) for m in terms if _warranted(sheet, part, m)]


_PAUSE: Final = re.compile(r"[.;!?。；！？\n,，|()（）]| [-–—] ")


def _warranted(sheet: Sheet, part: Part, m: Measure) -> bool:
    text = sheet.page.text
    first, last = max(part.start, m.start - 30), min(part.end, m.end + 26)
    before = _PAUSE.split(text[first : m.start])[-1]
    after = _PAUSE.split(text[m.end : last])[0]
    if _EXTENDED.search(before) or _EXTENDED.search(after):
        return False
    return any(word in before or word in after for word in _WARRANTY)


_READY: Final = re.compile(cue("ready"))
_PREORDER: Final = re.compile(cue("preorder"))
_SENT: Final = re.compile(
    r"ship(?:"
    + cue("sent")
    + r")?\b|dispatch(?:ed|es)?|sent\b|send\b|ships out|handling|leaves? (?:our|the)|kirim|dikirim|diproses"
    r"|proses|pengiriman|dihantar|hantar|penghantaran|ipapadala|padala|ส่ง|จัดส่ง|gửi|giao|ship|xuất kho"
    r"|envío|enviamos|enviado|se envía|despacho|despachamos|sale en|envio|postagem|postamos|despachado"
    r"|发货|发出|出货|寄出|发走|出库|发"
)
_TRANSIT: Final = re.compile(cue("transit"))


_MAY_WAIT: Final = listed("may-wait")


class Sending(NamedTuple):
    """In how many days it is sent, or that it must be waited for."""

    days: float
    waiting: bool
    start: int
    end: int


def shipping(sheet: Sheet) -> Iterator[Difference]:
    """Sent within a day here, made to order in fifteen there."""
    if (
        not any(word in sheet.page.text for word in _MAY_WAIT)
        and not sheet.listing.shipping
        and "handling" not in sheet.names
    ):
        return
    sides = [(part.path, sending) for part in sheet.page.parts for sending in _sendings(sheet, part)]
    for (one, a), (other, b) in combinations(sides, 2):
        if one == other or (a.waiting and b.waiting and a.days == b.days):
            continue
        if _apart(a, b):
            yield difference("shipping", a[2:], b[2:])
            return


def _apart(a: Sending, b: Sending) -> bool:
    allowed = tolerance("shipping", Sendings)
    fast, slow = (a, b) if a.days <= b.days else (b, a)
    if fast.waiting and not slow.waiting:
        return False
    if slow.waiting and not fast.waiting:
        return slow.days >= allowed.waits and fast.days <= allowed.soon
    return slow.days >= allowed.slow and fast.days <= slow.days / allowed.times


def _sendings(sheet: Sheet, part: Part) -> Iterator[Sending]:
    if part.kind not in rule("shipping").fields:
        return
    own = part.kind == "shipping" or name_of_part(part).fact == "handling"
    if not own and part.kind not in _TEXTS:
        return
    allowed = tolerance("shipping", Sendings)
    text = sheet.text(part)
    waits = _PREORDER.search(text)
    told = False
    for m in sheet.measures_in(part.start, part.end):
        if m.dim != "time" or m.high > allowed.longest:
            continue
        sentence = _sentence(text, m.start - part.start, m.end - part.start)
        waiting = bool(_PREORDER.search(sentence))
        if own or ((_SENT.search(sentence) or waiting) and not _TRANSIT.search(sentence)):
            told = True
            yield Sending(m.high * allowed.month, waiting or (own and bool(waits)), m.start, m.end)
    if told:
        return
    ready = _READY.search(text)
    if own and waits:
        yield _waiting(part, waits, allowed.unsaid_wait, waiting=True)
    elif ready and not waits:
        yield _waiting(part, ready, allowed.in_stock, waiting=False)
    elif waits and part.kind == "title":
        yield _waiting(part, waits, allowed.unsaid_wait, waiting=True)


def _waiting(part: Part, found: re.Match[str], days: float, *, waiting: bool) -> Sending:
    return Sending(days, waiting, part.start + found.start(), part.start + found.end())


_END: Final = re.compile(r"[.;!?。；！？\n](?!\d)")


def _sentence(text: str, start: int, end: int) -> str:
    first = max((m.end() for m in _END.finditer(text, max(0, start - 90), start)), default=max(0, start - 90))
    last = next((m.start() for m in _END.finditer(text, end, end + 60)), min(len(text), end + 60))
    return text[first:last]
