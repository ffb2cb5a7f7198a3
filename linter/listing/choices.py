"""Properties of which one thing can have only one."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from linter.listing.compare import Difference
from linter.listing.facts import Sheet, name_of_part
from linter.listing.page import Part
from linter.listing.tables import listed
from linter.listing.vocabulary import Choice, Hit, folded, table
from linter.text.folding import fold

_YES: Final = listed("yes")
_NO: Final = listed("no")


@cache
def _choice_names() -> dict[str, tuple[str, ...]]:
    known: dict[str, tuple[str, ...]] = {}
    for choice in table("choices"):
        for name in choice.names:
            word = fold(name).text
            known[word] = (*known.get(word, ()), choice.id)
    return known


@cache
def _choice(name: str) -> Choice:
    found: Choice = next(choice for choice in table("choices") if choice.id == name)
    return found


def choices(sheet: Sheet) -> Iterator[Difference]:
    """Long sleeves and short ones, wireless and wired: one of a row in the title, another as the attribute."""
    title = sheet.title("choice")
    for part in sheet.texts("choice", "attributes"):
        names = _choice_names().get(folded(part.name), ())
        if name_of_part(part).fact == "connectivity":
            names = (*names, "wireless", "usb")
        for name in names:
            choice = _choice(name)
            own = _attribute_choice(sheet, part, choice)
            if not own or title is None:
                continue
            sides = [title, *(sheet.texts("choice", "description", "bullets") if choice.said else ())]
            for side in sides:
                said = _said(sheet, side, name)
                if (
                    said
                    and not ({v for v, _, _ in said} & {v for v, _, _ in own})
                    and len({v for v, _, _ in said}) == 1
                ):
                    attribute = choice.attribute
                    yield Difference(attribute, _choice_rule(attribute), (said[0][1:], own[0][1:]))
                    break


def _choice_rule(attribute: str) -> str:
    return {"connectivity": "connectivity", "size": "size", "voltage": "plug"}.get(attribute, "choice")


def _attribute_choice(sheet: Sheet, part: Part, choice: Choice) -> list[tuple[str, int, int]]:
    text = sheet.text(part).strip()
    if choice.yesno:
        first = text.split(" ")[0].strip(",.")
        if first in _YES or text in _YES:
            return [("yes", part.start, part.end)]
        if first in _NO or text in _NO:
            return [("no", part.start, part.end)]
    return _said(sheet, part, choice.id)


def _said(sheet: Sheet, part: Part, name: str) -> list[tuple[str, int, int]]:
    text = sheet.page.text
    found: list[tuple[str, int, int]] = []
    for hit in sheet.hits_in(part.start, part.end):
        for sense in hit.senses:
            if sense.kind == "choice" and sense.value.startswith(name + ":"):
                word = text[hit.start : hit.end]
                if part.kind == "title" and not _telling(word, text, part, hit):
                    continue
                found.append((sense.value.partition(":")[2], hit.start, hit.end))
    return found


_VAGUE: Final = listed("says-nothing-in-a-title")


def _telling(word: str, text: str, part: Part, hit: Hit) -> bool:
    """Whether a word of a title tells the choice by itself; `front` does where an attribute asks for the place."""
    before = text[max(part.start, hit.start - 14) : hit.start]
    if re.search(r"(?:for|para|untuk|สำหรับ|cho|supports?|compatible)\s(?:\w+ )?$", before):
        return False
    if hit.of("choice").startswith(("wireless", "usb")) and re.search(r"(?:with|and|dengan|com|con|và|kèm)\s$", before):
        return False
    if word in ("front", "rear", "depan", "belakang", "前", "后", "trước", "sau", "หน้า", "หลัง") or word in (
        "queen",
        "king",
    ):
        return True
    if text.startswith((" charging", " charger", " charge", "充电", " สายชาร์จ", " carregador"), hit.end):
        return False
    return word not in _VAGUE
