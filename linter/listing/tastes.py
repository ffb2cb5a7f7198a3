"""Flavours, scents and ingredients."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations
from typing import Final

from linter.listing.compare import Difference, difference
from linter.listing.facts import Sheet
from linter.listing.page import Part
from linter.listing.tables import listed
from linter.listing.vocabulary import Hit, table
from linter.text.folding import fold
from linter.text.segments import is_edge


def flavours(sheet: Sheet) -> Iterator[Difference]:
    """Chocolate in the title, vanilla as the attribute."""
    title = sheet.title("flavour")
    if title is None:
        return
    told = _tastes(sheet, [title])
    sources = [_tastes(sheet, [p]) for p in sheet.attributes("flavour", "flavour", "scent")]
    options = list(sheet.options("flavour", "flavour", "scent"))
    if (
        options
        and len({p.path.partition(".")[0] for p in options}) == len(sheet.listing.skus)
        and all(_tastes(sheet, [p]) for p in options)
    ):
        sources.append(_tastes(sheet, options))
    for own in sources:
        if told and own and not any(a[0] & b[0] for a in told for b in own):
            yield difference("flavour", told[0][1:], own[0][1:])
            return
    for one, other in combinations([s for s in sources if s], 2):
        if not any(a[0] & b[0] for a in one for b in other):
            yield difference("flavour", one[0][1:], other[0][1:])
            return


def _tastes(sheet: Sheet, parts: Iterable[Part]) -> list[tuple[frozenset[str], int, int]]:
    return [
        (frozenset(value.split("/")), hit.start, hit.end)
        for part in parts
        for hit in sheet.hits_in(part.start, part.end)
        if (value := hit.of("flavour")) and not (part.kind == "title" and value == "original")
    ]


_FREE: Final = listed("free-of")


@cache
def _claims() -> list[tuple[str, re.Pattern[str]]]:
    made: list[tuple[str, re.Pattern[str]]] = []
    for free in table("free"):
        phrases = {form.format(w=fold(w).text) for w in free.words for form in _FREE}
        phrases |= {fold(claim).text for claim in free.claims}
        made.append((free.id, re.compile("|".join(map(re.escape, sorted(phrases, key=len, reverse=True))))))
    return made


def ingredients(sheet: Sheet) -> Iterator[Difference]:
    """Free of something that stands among the ingredients."""
    for part in sheet.attributes("ingredient", "ingredients"):
        inside = _inside(sheet, part)
        for name, pattern in _claims() if inside else ():
            place = _claimed(sheet, part, pattern) if name in inside else None
            if place:
                yield difference("ingredient", place, (inside[name].start, inside[name].end))
                return


def _inside(sheet: Sheet, part: Part) -> dict[str, Hit]:
    """What a list of ingredients names of all that goods are said to be free of."""
    inside: dict[str, Hit] = {}
    for hit in sheet.hits_in(part.start, part.end):
        if hit.of("harmless") or _denied(sheet, part, hit):
            continue
        for sense in hit.senses:
            if sense.kind == "absent":
                inside.setdefault(sense.value, hit)
    return inside


def _claimed(sheet: Sheet, part: Part, pattern: re.Pattern[str]) -> tuple[int, int] | None:
    """Where another field says that it is free of it."""
    for other in sheet.texts("ingredient", "title", "description", "bullets", "attributes"):
        text = sheet.text(other)
        for said in pattern.finditer(text) if other is not part else ():
            if is_edge(text, said.start()) and is_edge(text, said.end()):
                return other.start + said.start(), other.start + said.end()
    return None


def _denied(sheet: Sheet, part: Part, hit: Hit) -> bool:
    text = sheet.page.text
    before = text[max(part.start, hit.start - 22) : hit.start]
    after = text[hit.end : hit.end + 6]
    return bool(
        re.search(
            r"(?:no|free|free of|without|may contain traces of|traces of|sin|sem|tanpa|bebas|không|不含|无|ไม่มี"
            r"|ปราศจาก|trazas de|traços de|may contain|pode conter|puede contener|tidak mengandung)\s?(?:added "
            r"|de )?$",
            before,
        )
    ) or after.startswith(("-free", " free"))
