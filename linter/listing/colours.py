"""Colours by family: of a title, an attribute, all SKUs, and those a description promises."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from linter.listing.compare import Difference, difference
from linter.listing.facts import Sheet
from linter.listing.page import Part
from linter.listing.tables import listed
from linter.listing.vocabulary import cue


class Shade(NamedTuple):
    """A colour's families where it stands; no family: one that is not known, or any."""

    families: frozenset[str]
    start: int
    end: int


_JOIN: Final = re.compile(
    r"[\s,，、/&+・|;()（）.\-]*(?:and|or|dan|atau|y|e|o|ou|và|hoặc|และ|หรือ|กับ|和|与|及|或|at)?[\s,，、/&+・()（）.\-]*"
)
_CUED: Final = re.compile(r"(?:" + cue("cued") + r")\s?$")
_LIGHT: Final = re.compile(cue("light"))


def _shades(sheet: Sheet, start: int, end: int) -> list[Shade]:
    found: list[Shade] = []
    for hit in sheet.hits_in(start, end):
        value = hit.of("colour")
        if value:
            found.append(Shade(frozenset(value.split("/")), hit.start, hit.end))
    return found


def _loose(one: Shade, other: Shade) -> bool:
    """Whether two shades may be one."""
    return bool(one.families & other.families) or "any" in one.families or "any" in other.families


def colours(sheet: Sheet) -> Iterator[Difference]:
    """A title's, a description's or an attribute's colour that no SKU has."""
    attribute = [s for p in sheet.attributes("colour", "colour") for s in _shades(sheet, p.start, p.end)]
    options, known = _option_shades(sheet)
    title = sheet.title("colour")
    told = _title_shades(sheet, title) if title else []
    if attribute and options and known and not _see_through(attribute, options) and _apart(attribute, options):
        yield _shade_pair(attribute[0], options[0])
    theirs = attribute + (options if known else [])
    if told and theirs and not any(_loose(a, b) for a in told for b in theirs):
        yield _shade_pair(told[0], theirs[0])
    elif (
        told
        and attribute
        and known
        and len({s.families for s in options}) == 1
        and not _agree_all(told, attribute, options)
    ):
        yield _shade_pair(
            told[0], (attribute if not any(_loose(a, b) for a in told for b in attribute) else options)[0]
        )
    yield from _promised(sheet, attribute, options if known else [])


def _apart(ones: list[Shade], others: list[Shade]) -> bool:
    return not any(_loose(a, b) for a in ones for b in others)


def _see_through(attribute: list[Shade], options: list[Shade]) -> bool:
    """Whether clear goods come in several colours: their lids do."""
    clear = all("clear" in shade.families for shade in attribute)
    return clear and len({shade.families for shade in options}) > 1


def _agree_all(told: list[Shade], attribute: list[Shade], options: list[Shade]) -> bool:
    return all(any(_loose(a, b) for a in told for b in theirs) for theirs in (attribute, options))


def _shade_pair(one: Shade, other: Shade) -> Difference:
    return difference("colour", (one.start, one.end), (other.start, other.end))


def _option_shades(sheet: Sheet) -> tuple[list[Shade], bool]:
    """The colours of all SKUs, and whether all of them are known."""
    parts = list(sheet.options("colour", "colour"))
    shades: list[Shade] = []
    for part in parts:
        own = _shades(sheet, part.start, part.end)
        if not own or any("any" in s.families for s in own):
            return shades, False
        shades += own
    return shades, len({p.path.partition(".")[0] for p in parts}) == len(sheet.listing.skus) > 0


_SEGMENT: Final = re.compile(r"[,，|()（）\[\]【】/·•]| [-–—] |\n")
_COLOUR_WORD: Final = re.compile(
    r"colou?r|warna|màu|สี|色|cor|kulay|and|dan|và|y|e|&|/|light|dark|matte|mate|fosco|muda|tua"
)


_CLOTH: Final = listed("colour-or-cloth")


def _title_shades(sheet: Sheet, title: Part) -> list[Shade]:
    """The colours of a title that nothing else can be: in a piece of their own, at its end, or marked as colours.

    One plain colour word, the only one there, is taken wherever it stands (`Matte Black Tape`).
    """
    text = sheet.text(title)
    found: list[Shade] = []
    loose: list[Shade] = []
    for hit in sheet.hits_in(title.start, title.end):
        value = hit.of("colour")
        if not value or hit.of("stop") or "any" in value or sheet.page.text[hit.start : hit.end] in _CLOTH:
            continue
        start, end = hit.start - title.start, hit.end - title.start
        plain = not (hit.of("flavour") or hit.of("material"))
        if _marked(text, start, end) or (plain and _alone(text, start, end)):
            found.append(Shade(frozenset(value.split("/")), hit.start, hit.end))
        elif plain and text[start:end] in _PLAIN:
            loose.append(Shade(frozenset(value.split("/")), hit.start, hit.end))
        else:
            loose.append(Shade(frozenset(("any",)), hit.start, hit.end))
    if found or len(loose) != 1 or "any" in loose[0].families:
        return found
    return loose


_PLAIN: Final = listed("plain-colour")


def _marked(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 8) : start], text[end : end + 2]
    return (after[:1] == "色" and (after[1:2] or " ") not in "号系素彩差卡") or before.endswith(
        ("สี", "สี ", "màu ", "warna ", "color ", "colour ", "cor ", "kulay ", "颜色")
    )


def _alone(text: str, start: int, end: int) -> bool:
    left = max((m.end() for m in _SEGMENT.finditer(text, 0, start)), default=0)
    right = next((m.start() for m in _SEGMENT.finditer(text, end)), len(text))
    rest = (text[left:start] + " " + text[end:right]).strip()
    if text[start].isascii() or text[start].isalpha():
        if left == 0 and right == len(text):
            return end == len(text.rstrip()) and not is_han_like(text[start])
        return not _COLOUR_WORD.sub("", rest).strip() or (
            right == len(text) and not text[end:right].strip() and not is_han_like(text[start])
        )
    return False


def is_han_like(char: str) -> bool:
    """Whether a character is of a script without spaces."""
    return "\u3400" <= char <= "\u9fff" or "\u0e00" <= char <= "\u0e7f"


def _promised(sheet: Sheet, attribute: list[Shade], options: list[Shade]) -> Iterator[Difference]:
    """Colours that a description says one can have."""
    have = options or attribute
    if not have or any("any" in s.families for s in attribute + options):
        return
    have = attribute + options
    for part in sheet.texts("colour", "description", "bullets"):
        for row in _rows(sheet, part):
            missing = [s for s in row if not any(_loose(s, h) for h in have)]
            if missing and (len(row) > 1 or options):
                yield _shade_pair(missing[0], have[0])
                return


def _rows(sheet: Sheet, part: Part) -> Iterator[list[Shade]]:
    text = sheet.page.text
    row: list[Shade] = []
    for shade in [*_shades(sheet, part.start, part.end), None]:
        if shade is not None and row and _JOIN.fullmatch(_gap(text, row[-1].end, shade.start)):
            row.append(shade)
            continue
        if row and _is_offer(text, part, row):
            yield row
        row = [shade] if shade is not None else []


def _gap(text: str, start: int, end: int) -> str:
    return re.sub(r"色|สี|màu|warna|colou?r", "", text[start:end])


def _is_offer(text: str, part: Part, row: list[Shade]) -> bool:
    before = text[max(part.start, row[0].start - 44) : row[0].start]
    sentence = re.split(r"[.!?。！？\n]", before)[-1]
    if _LIGHT.search(sentence) or any("any" in s.families for s in row):
        return False
    cued = _CUED.search(sentence)
    if cued is None:
        return False
    if cued[0].strip() == "有":  # 会有白粉
        return len(row) > 1 and bool(re.search("[、,，和色/]", text[row[0].start : row[-1].end + 1]))
    return len(row) > 1 or cued[0].strip() not in (
        "有",
        "we have",
        "en color",
        "na cor",
        "warna",
        "có màu",
        "kulay",
        "come in",
        "comes in",
    )
