"""Properties of which one thing can have only one."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

from linter.listing.compare import Difference
from linter.listing.facts import Sheet, name_of_part
from linter.listing.page import Part
from linter.listing.vocabulary import Hit, folded, table
from linter.text.folding import fold

_YES: Final = frozenset(
    ["yes", "y", "true", "ya", "ada", "có", "co", "sí", "si", "sim", "是", "有", "可", "支持", "ใช่", "มี", "ได้", "oo"]
)
_NO: Final = frozenset(
    [
        "no",
        "n",
        "false",
        "tidak",
        "tak",
        "không",
        "khong",
        "não",
        "nao",
        "否",
        "无",
        "不",
        "不支持",
        "ไม่",
        "ไม่ใช่",
        "ไม่มี",
        "ไม่ได้",
        "hindi",
        "wala",
    ]
)


@cache
def _choice_names() -> dict[str, tuple[str, ...]]:
    known: dict[str, tuple[str, ...]] = {}
    for choice in table("choices"):
        for name in choice["names"]:
            word = fold(str(name)).text
            known[word] = (*known.get(word, ()), choice["id"])
    return known


@cache
def _choice(name: str) -> dict[str, object]:
    return next(choice for choice in table("choices") if choice["id"] == name)


def choices(sheet: Sheet) -> Iterator[Difference]:
    """Long sleeves and short ones, wireless and wired: one of a row in the title, another as the attribute."""
    title = next(sheet.kind("title"), None)
    for part in sheet.kind("attributes"):
        names = _choice_names().get(folded(part.name), ())
        if name_of_part(part).fact == "connectivity":
            names = (*names, "wireless", "usb")
        for name in names:
            choice = _choice(name)
            own = _attribute_choice(sheet, part, choice)
            if not own or title is None:
                continue
            sides = [title, *(sheet.kind("description", "bullets") if choice.get("said") else ())]
            for side in sides:
                said = _said(sheet, side, name)
                if (
                    said
                    and not ({v for v, _, _ in said} & {v for v, _, _ in own})
                    and len({v for v, _, _ in said}) == 1
                ):
                    attribute = str(choice["attribute"])
                    yield Difference(attribute, _choice_rule(attribute), (said[0][1:], own[0][1:]))
                    break


def _choice_rule(attribute: str) -> str:
    return {"connectivity": "connectivity", "size": "size", "voltage": "plug"}.get(attribute, "choice")


def _attribute_choice(sheet: Sheet, part: Part, choice: dict[str, object]) -> list[tuple[str, int, int]]:
    text = sheet.text(part).strip()
    if choice.get("yesno"):
        first = text.split(" ")[0].strip(",.")
        if first in _YES or text in _YES:
            return [("yes", part.start, part.end)]
        if first in _NO or text in _NO:
            return [("no", part.start, part.end)]
    return _said(sheet, part, str(choice["id"]))


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


_VAGUE: Final = frozenset(
    [
        "long",
        "short",
        "light",
        "dark",
        "medium",
        "new",
        "baru",
        "mới",
        "novo",
        "nova",
        "nuevo",
        "nueva",
        "second",
        "auto",
        "plain",
        "solid",
        "kosong",
        "back",
        "hati",
        "heart",
        "round",
        "natural",
        "ใหม่",
        "หลัง",
        "หน้า",
        "trước",
        "sau",
        "front",
        "rear",
        "depan",
        "belakang",
        "前",
        "后",
        "gloss",
        "brillo",
        "brillante",
        "shiny",
        "largo",
        "corto",
        "panjang",
        "pendek",
        "longo",
        "curto",
        "dài",
        "ngắn",
        "ยาว",
        "สั้น",
        "ground",
        "dry",
        "oily",
        "all",
        "normal",
        "single",
        "double",
        "individual",
        "casal",
        "单人",
        "双人",
        "twin",
        "bột",
        "bubuk",
        "粉",
        "圆",
        "us",
        "uk",
        "eu",
        "au",
        "cn",
        "cierre",
        "dán",
        "hadapan",
        "cũ",
        "mate",
        "liso",
        "tròn",
        "vuông",
        "手动",
        "自动",
        "square",
        "lipat",
        "larga",
        "slim",
        "flores",
        "printed",
    ]
)


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
