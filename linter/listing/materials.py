"""What goods are made of: shares, pure fibres, and materials that exclude each other."""

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Final, NamedTuple

from linter.listing.compare import Difference, difference
from linter.listing.facts import Sheet
from linter.listing.page import Part
from linter.listing.tables import listed
from linter.listing.tolerances import Compositions, tolerance
from linter.listing.vocabulary import cue, folded


class Stuff(NamedTuple):
    """A material where it stands, with its share, if told."""

    group: str
    kinds: frozenset[str]
    share: float | None
    start: int
    end: int
    pure: bool


_SHARE_BEFORE: Final = re.compile(
    r"(\d{1,3}(?:[.,]\d)?)\s?%\s?(?:de |of |polyester )?(?:" + cue("share_before") + r")?$"
)
_SHARE_AFTER: Final = re.compile(r"\s?[:：(（]?\s?(\d{1,3}(?:[.,]\d)?)\s?%")
_PURE_BEFORE: Final = re.compile(r"(?:pure|solid|100 ?% ?|puro|pura|纯|全|真|all )\s?$")
_PURE_AFTER: Final = re.compile(r"\s?(?:murni|asli 100|แท้|nguyên chất|puro|pura|100 ?%)")
_ALL: Final = 100
_LINING: Final = re.compile(cue("lining"))
_CODES: Final = listed("material-code")
_FOR: Final = re.compile(
    r"(?:(?:for|para|untuk|cho|on)\s(?:\w+ )?|(?:with|dengan|com|con|kèm)\s(?:\S+ ){0,3}|(?:สำหรับ"
    r"|กับ|พร้อม)\S{0,10}|(?:用于|适用|配|带|送|有)\S{0,4})$"
)


def _stuff(sheet: Sheet, start: int, end: int) -> list[Stuff]:
    text = sheet.page.text
    found: list[Stuff] = []
    for hit in sheet.hits_in(start, end):
        value = hit.of("material")
        if not value or hit.of("stop"):
            continue
        group, _, kinds = value.partition(":")
        before, after = text[max(start, hit.start - 22) : hit.start], text[hit.end : min(end, hit.end + 10)]
        share = _SHARE_BEFORE.search(before) or _SHARE_AFTER.match(after)
        word = text[hit.start : hit.end]
        pure = bool(_PURE_BEFORE.search(before) or _PURE_AFTER.match(after)) or word[:1] in ("纯", "全")
        number = float(share[1].replace(",", ".")) if share else None
        found.append(Stuff(group, frozenset(kinds.split("/")), number, hit.start, hit.end, pure or number == _ALL))
    return found


def materials(sheet: Sheet) -> Iterator[Difference]:
    """A title's cotton against an attribute's polyester; shares that differ; a pure fibre that is a blend."""
    title = sheet.title("material")
    told = [s for s in _stuff(sheet, title.start, title.end) if _is_goods(sheet, title, s)] if title else []
    compositions = _compositions(sheet)
    attributes = list(sheet.attributes("material", "material"))
    for part in attributes:
        own = _stuff(sheet, part.start, part.end)
        yield from _disjoint(told, own)
        yield from _impure(told, own)
        for composition in compositions:
            yield from _disjoint(own, composition)
            yield from _impure(own, composition)
            yield from _shares(own, composition)
    for composition in compositions:
        yield from _disjoint(told, composition)
        yield from _impure(told, composition)
    yield from _twice(sheet, attributes)


def _twice(sheet: Sheet, attributes: list[Part]) -> Iterator[Difference]:
    for one, other in combinations(attributes, 2):
        left, right = _stuff(sheet, one.start, one.end), _stuff(sheet, other.start, other.end)
        if folded(one.name) in _ALIKE and folded(other.name) in _ALIKE:
            yield from _disjoint(left, right)


_ALIKE: Final = listed("same-material-name")


def _is_goods(sheet: Sheet, title: Part, stuff: Stuff) -> bool:
    word = sheet.page.text[stuff.start : stuff.end]
    if word in _CODES:
        return False
    before = sheet.page.text[max(title.start, stuff.start - 18) : stuff.start]
    return not _FOR.search(before)


def _disjoint(left: list[Stuff], right: list[Stuff]) -> Iterator[Difference]:
    for group in ("textile", "leather", "hard", "filling"):
        ours = [s for s in left if s.group == group and "elastane" not in s.kinds]
        theirs = [s for s in right if s.group == group and "elastane" not in s.kinds]
        if ours and theirs and not any(a.kinds & b.kinds for a in ours for b in theirs):
            main = max(theirs, key=lambda s: s.share or 0)
            yield difference("material", (ours[0].start, ours[0].end), (main.start, main.end))


def _impure(left: list[Stuff], right: list[Stuff]) -> Iterator[Difference]:
    for a in left:
        if not a.pure or a.group != "textile":
            continue
        same = [b for b in right if b.group == a.group and a.kinds & b.kinds and b.share is not None]
        if same and max(b.share or 0 for b in same) < tolerance("material", Compositions).pure:
            yield difference("material", (a.start, a.end), (same[0].start, same[0].end))


def _shares(left: list[Stuff], right: list[Stuff]) -> Iterator[Difference]:
    for a in left:
        if a.share is None:
            continue
        same = [b for b in right if b.kinds == a.kinds and b.share is not None]
        if len(same) == 1 and abs((same[0].share or 0) - a.share) > tolerance("material", Compositions).share:
            yield difference("material", (a.start, a.end), (same[0].start, same[0].end))


def _compositions(sheet: Sheet) -> list[list[Stuff]]:
    """What a description gives with shares that make a whole, if it does so once."""
    allowed = tolerance("material", Compositions)
    found: list[list[Stuff]] = []
    for part in sheet.texts("material", "description", "bullets"):
        shared = [s for s in _stuff(sheet, part.start, part.end) if s.share is not None]
        if not shared:
            continue
        around = sheet.page.text[max(part.start, shared[0].start - 30) : min(part.end, shared[-1].end + 16)]
        whole = allowed.whole_from <= sum(s.share or 0 for s in shared) <= allowed.whole_to
        if whole and not _LINING.search(around):
            found.append(shared)
    return found if len(found) == 1 else []
