"""For whom goods are, and where they come from."""

import re
from collections.abc import Iterator
from itertools import combinations
from typing import Final

from linter.listing.compare import Difference, difference
from linter.listing.facts import Sheet
from linter.listing.page import Part
from linter.listing.tables import listed
from linter.listing.vocabulary import Hit, cue


def genders(sheet: Sheet) -> Iterator[Difference]:
    """For men here, for women there."""
    sides = [(p, _genders(sheet, p)) for p in sheet.texts("gender", "title")]
    sides += [(p, _genders(sheet, p)) for p in sheet.attributes("gender", "gender")]
    sides += [(p, _genders(sheet, p)) for p in sheet.texts("gender", "category")]
    for (_, one), (_, other) in combinations(sides, 2):
        ours, theirs = {who for who, _, _ in one}, {who for who, _, _ in other}
        if {frozenset(ours), frozenset(theirs)} == {frozenset(("men",)), frozenset(("women",))}:
            yield difference("gender", one[0][1:], other[0][1:])
            return


def _genders(sheet: Sheet, part: Part) -> list[tuple[str, int, int]]:
    return [
        (who, hit.start, hit.end)
        for hit in sheet.hits_in(part.start, part.end)
        if (who := hit.of("gender")) and not hit.of("stop")
    ]


_STYLE: Final = re.compile(r"(?:" + cue("style") + r")\s?$")
_STYLE_AFTER: Final = re.compile(
    r"\s?(?:style|design|brand|designed|风|式|款|风格|品牌|技术|设计|仓|发货|สไตล์|vibes?|inspired|flag|map|edition|ocean|sea)"
)


def places(sheet: Sheet) -> Iterator[Difference]:
    """From one country or region here, from another there."""
    told = [(p, _places(sheet, p)) for p in sheet.attributes("origin", "origin")]
    title = [(p, _places(sheet, p)) for p in sheet.texts("origin", "title")]
    made = [(p, _made_in(sheet, p)) for p in sheet.texts("origin", "description", "bullets")]
    for _, own in told:
        for _, other in title + made:
            if own and other and not any(_same_place(a[0], b[0]) for a in own for b in other):
                yield difference("origin", other[0][1:], own[0][1:])
                return
    for _, other in title:
        for _, own in made:
            if own and other and not any(_same_place(a[0], b[0]) for a in own for b in other):
                yield difference("origin", other[0][1:], own[0][1:])
                return


_GROWN: Final = listed("grown")
_BROUGHT: Final = re.compile(r"(?:" + cue("brought") + r")\s?$")
_BROUGHT_AFTER: Final = re.compile(r"\s?(?:进口|原装|直邮|制造|产|原产|nội địa|import|origin|made|แท้|นำเข้า|asli)")


def _bare_country(sheet: Sheet, part: Part, hit: Hit) -> bool:
    """A place in a title says whence only for what grows there, or where words for it stand by."""
    if part.kind != "title":
        return False
    text = sheet.page.text
    if _BROUGHT.search(text[max(part.start, hit.start - 16) : hit.start]) or _BROUGHT_AFTER.match(text, hit.end):
        return False
    return not any(word in sheet.text(part) for word in _GROWN)


def _places(sheet: Sheet, part: Part) -> list[tuple[str, int, int]]:
    text = sheet.page.text
    return [
        (place, hit.start, hit.end)
        for hit in sheet.hits_in(part.start, part.end)
        if (place := hit.of("place"))
        and (
            part.kind == "attributes"
            or not (
                hit.of("stop")
                or hit.of("flavour")
                or hit.of("colour")
                or _bare_country(sheet, part, hit)
                or _STYLE.search(text[max(part.start, hit.start - 16) : hit.start])
                or _STYLE_AFTER.match(text, hit.end)
            )
        )
    ]


_MADE: Final = re.compile(r"(?:" + cue("made") + r")\s?(?:the )?$")


def _made_in(sheet: Sheet, part: Part) -> list[tuple[str, int, int]]:
    text = sheet.page.text
    found: list[tuple[str, int, int]] = []
    for hit in sheet.hits_in(part.start, part.end):
        place = hit.of("place")
        if place and (
            _MADE.search(text[max(part.start, hit.start - 24) : hit.start])
            or text.startswith(("原装进口", "进口", "制造", "原产", "产的", "生产"), hit.end)
        ):
            found.append((place, hit.start, hit.end))
    return found


def _same_place(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return short == long or ("/" not in short and long.startswith(short + "/"))
