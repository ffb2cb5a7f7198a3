"""Which model it is or fits, and which Bluetooth it speaks."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from typing import Final, NamedTuple

from linter.listing.compare import Difference, difference
from linter.listing.facts import Sheet, name_of_part
from linter.listing.page import Part
from linter.listing.tables import listed, rule
from linter.listing.vocabulary import cue, folded, letters, table
from linter.text.folding import fold
from linter.text.segments import is_edge


class Device(NamedTuple):
    """A model of a family of devices: `iphone`, `15 pro`."""

    family: str
    number: str
    start: int
    end: int


@cache
def _devices() -> re.Pattern[str]:
    names = sorted((fold(name).text for row in table("devices") for name in row), key=len, reverse=True)
    return re.compile(
        rf"(?<![a-z])(?P<family>{'|'.join(map(re.escape, names))})[ -]?"
        rf"(?P<number>[a-z]{{0,2}}\d{{1,4}}[a-z]{{0,2}})(?![\d])"
    )


def _models(sheet: Sheet, part: Part) -> list[Device]:
    text = sheet.text(part)
    return [
        Device(m["family"], m["number"], part.start + m.start(), part.start + m.end())
        for m in _devices().finditer(text)
    ]


_CODE: Final = re.compile(
    r"(?<![a-z0-9-])(?=[a-z0-9-]*\d)(?P<head>[a-z]{1,6})-?(?P<digits>\d{2,6})(?P<tail>[a-z]{0,3}\d?)(?![a-z0-9])"
)
_UNITS: Final = listed("no-model")


def models(sheet: Sheet) -> Iterator[Difference]:
    """A case for one phone in the title, for another as the attribute; a model number that differs in its digits."""
    title = sheet.title("model")
    if title is None:
        return
    if not ("compatible" in sheet.names or "model" in sheet.names):
        return
    told = _models(sheet, title)
    for part in sheet.named("compatible", "model"):
        if part.kind not in rule("model").fields:
            continue
        own = _models(sheet, part)
        if part.kind == "option" and len(sheet.listing.skus) > 1:
            continue
        families = {d.family for d in told} & {d.family for d in own}
        ours = [d for d in told if d.family in families]
        theirs = [d for d in own if d.family in families]
        if families and not ({d.number for d in ours} & {d.number for d in theirs}):
            yield difference("model", ours[0][2:], theirs[0][2:])
            return
        if part.kind == "attributes" and name_of_part(part).fact == "model" and not families:
            yield from _numbers(sheet, title, part)


def _numbers(sheet: Sheet, title: Part, part: Part) -> Iterator[Difference]:
    own = [m for m in _CODE.finditer(sheet.text(part)) if m["head"] not in _UNITS]
    told = [m for m in _CODE.finditer(sheet.text(title)) if m["head"] not in _UNITS]
    if len(own) != 1 or letters(sheet.text(part)) in letters(sheet.text(title)):
        return
    same = [m for m in told if m["head"] == own[0]["head"] and len(m["head"]) > 1]
    if len(same) == 1 and len(told) == 1 and same[0]["digits"] != own[0]["digits"]:
        one, other = same[0], own[0]
        yield difference(
            "model",
            (title.start + one.start(), title.start + one.end()),
            (part.start + other.start(), part.start + other.end()),
        )


_BLUETOOTH: Final = re.compile(
    r"(?:bluetooth|蓝牙|บลูทูธ|bt)\s?(?:" + cue("bluetooth") + r")?\s?[:：]?\s?(?P<v>[3-6]\.\d)"
)


def bluetooth(sheet: Sheet) -> Iterator[Difference]:
    """Bluetooth 5.3 here, 5.0 there."""
    sides: list[tuple[Part, list[tuple[str, int, int]]]] = []
    if not any(word in sheet.page.text for word in ("bluetooth", "蓝牙", "บลูทูธ", "bt")):
        return
    for part in sheet.texts("connectivity", "title", "description", "bullets", "attributes"):
        text = sheet.text(part)
        found = [(m["v"], part.start + m.start("v"), part.start + m.end("v")) for m in _BLUETOOTH.finditer(text)]
        if part.kind == "attributes" and not found and is_bluetooth(part.name):
            bare_version = re.search(r"[3-6]\.\d", text)
            if bare_version:
                found = [(bare_version[0], part.start + bare_version.start(), part.start + bare_version.end())]
        if found:
            sides.append((part, found))
    for (one, left), (other, right) in combinations(sides, 2):
        if one.path != other.path and not ({v for v, _, _ in left} & {v for v, _, _ in right}):
            yield difference("connectivity", left[0][1:], right[0][1:])
            return


def is_bluetooth(name: str) -> bool:
    """Whether an attribute tells a Bluetooth version."""
    written = folded(name)
    return any(word in written and is_edge(written, written.find(word)) for word in ("bluetooth", "蓝牙", "บลูทูธ"))
