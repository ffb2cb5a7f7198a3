"""For what age it is."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from linter.listing.compare import Difference, difference
from linter.listing.facts import Sheet, name_of_part
from linter.listing.page import Part
from linter.listing.tolerances import Ages as Tolerance
from linter.listing.tolerances import tolerance
from linter.listing.vocabulary import cue


class Ages(NamedTuple):
    """From how many months to how many (0: open)."""

    low: float
    high: float
    start: int
    end: int


_OPEN_AFTER: Final = re.compile(r"\s?(?:" + cue("open_after") + r")")
_OPEN_BEFORE: Final = re.compile(r"(?:" + cue("open_before") + r")\s?(?:os |los )?$")
_UNDER: Final = re.compile(r"(?:" + cue("under") + r")\s?$")
_AGED: Final = re.compile(r"(?:" + cue("aged") + r")\s?(?:age |de |from |dari |từ |ตั้งแต่ |อายุ |entre |a partir de )?$")
# Kanak-kanak Lajak 2-4 tahun: a range may stand a brand's name behind the word.
_AGED_NEAR: Final = re.compile(r"(?:" + cue("aged") + r")\s(?:\S+ ){0,2}$")
_BARE: Final = re.compile(
    r"(?:" + cue("bare_2") + r")\s?[:：]?\s?(?P<low>\d{1,2})(?:\s?(?P<plus>\+|and up|and above|ke atas)"
    r"|\s?(?:-|–|to|~)\s?(?P<high>\d{1,2}))?(?!\d"
    r"|\s?(?:" + cue("bare") + r"))"
)


def ages(sheet: Sheet) -> Iterator[Difference]:
    """For babies in the title, from eight years as the attribute."""
    own = [age for p in sheet.attributes("age", "age") for age in _ages(sheet, p, sure=True)]
    told = [age for p in sheet.texts("age", "title", "bullets") for age in _ages(sheet, p, sure=False)]
    if not (own or told):
        return
    described = [age for p in sheet.texts("age", "description") for age in _ages(sheet, p, sure=False)]
    for left, right in ((told, own), (described, own), (told, described)):
        if left and right and len(right) == 1 and not any(_may_be(a, b) for a in left for b in right):
            yield difference("age", left[0][2:], right[0][2:])
            return


def _ages(sheet: Sheet, part: Part, *, sure: bool) -> list[Ages]:
    text = sheet.page.text
    allowed = tolerance("age", Tolerance)
    found: list[Ages] = []
    for m in sheet.measures_in(part.start, part.end):
        if m.dim not in ("age", "time") or not allowed.youngest <= m.high <= allowed.oldest:
            continue
        before, after = text[max(part.start, m.start - 26) : m.start], text[m.end : min(part.end, m.end + 14)]
        if not (sure or m.dim == "age" or _AGED.search(before) or (m.ranged and _AGED_NEAR.search(before))):
            continue
        if _UNDER.search(before):
            if re.search(r"(?:not|no|jangan|không|ไม่|não)\W.{0,30}$", text[max(part.start, m.start - 60) : m.start]):
                found.append(Ages(m.low, 0, m.start, m.end))
            continue
        is_open = _OPEN_AFTER.match(after) or _OPEN_BEFORE.search(before) or (not m.ranged and not sure)
        minimum = name_of_part(part).fact == "age" and not m.ranged
        found.append(Ages(m.low, 0 if is_open or minimum else m.high, m.start, m.end))
    if not found:
        found += [_bare_age(part, m) for m in _BARE.finditer(sheet.text(part))]
    return found


def _bare_age(part: Part, m: re.Match[str]) -> Ages:
    low, high = int(m["low"]) * 12, int(m["high"] or 0) * 12
    return Ages(low, high, part.start + m.start("low"), part.start + m.end())


def _may_be(one: Ages, other: Ages) -> bool:
    if one.high and other.high:
        return one.low <= other.high and other.low <= one.high
    if one.high or other.high:
        bounded, free = (one, other) if one.high else (other, one)
        return free.low < bounded.high
    return abs(one.low - other.low) < tolerance("age", Tolerance).minima
