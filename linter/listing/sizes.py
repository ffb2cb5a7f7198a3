"""Sizes in letters and numbers, ranges of them, and one that fits all."""

import re
from collections.abc import Iterator
from typing import Final

from linter.listing.compare import Difference, difference
from linter.listing.facts import Sheet, name_of_part
from linter.listing.page import Part
from linter.listing.tolerances import Sizes, tolerance
from linter.listing.vocabulary import cue

_LETTERS: Final = ("xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl", "4xl", "5xl", "6xl")
_SPELLING: Final = {
    "2xl": "xxl",
    "3xl": "xxxl",
    "xxxxl": "4xl",
    "2xs": "xxs",
    "small": "s",
    "medium": "m",
    "large": "l",
    "x-large": "xl",
    "xlarge": "xl",
}
_LETTER: Final = re.compile(r"(?<![a-z0-9'’-])(xxs|2xs|xs|s|m|l|xl|xxl|2xl|xxxl|3xl|4xl|5xl|6xl)(?![a-z0-9'’])")
_RANGE: Final = re.compile(
    r"(?:"
    + cue("range")
    + r")\s?[:：]?\s?(xxs|xs|s|m|l|xl|2xl|xxl|3xl)(?:码)?\s?(?:-|–|~|to|al|ao|a la|a|hingga|sampai|đến"
    r"|ถึง|到|至)\s?(xs|s|m|l|xl|2xl|xxl|3xl|xxxl|4xl|5xl|6xl)(?![a-z0-9])"
)
_ONE: Final = re.compile(r"(?<![a-z])(?:" + cue("one") + r")(?![a-z])")
_NUMBERS: Final = re.compile(
    r"(?:" + cue("numbers") + r")\s?[:：]?\s?(?:eu |us |uk |do |del )?(\d{2})"
    r"\s?(?:-|–|~|to|al|ao|a|hingga|sampai|đến|ถึง|到|至)\s?(\d{2})(?!\d|[.,]\d"
    r"|\s?(?:cm|kg|inch|in\b|mm|นิ้ว))"
)


def _letters(text: str) -> list[tuple[int, int, int]]:
    return [(_LETTERS.index(_SPELLING.get(m[1], m[1])), m.start(), m.end()) for m in _LETTER.finditer(text)]


def sizes(sheet: Sheet) -> Iterator[Difference]:
    """Sizes outside the range that is told, several where one is said to fit all, another than the attribute's."""
    if "dimensions" not in sheet.names:
        return
    options = list(sheet.options("size", "dimensions"))
    lettered = [
        (rank, p.start + a, p.start + b)
        for p in options
        for rank, a, b in _letters(sheet.text(p))
        if len(sheet.text(p)) < tolerance("size", Sizes).short_value
    ]
    complete = len({p.path.partition(".")[0] for p in options}) == len(sheet.listing.skus)
    for part in sheet.texts("size", "title", "description", "bullets", "attributes"):
        if part.kind == "attributes" and name_of_part(part).fact != "dimensions":
            continue
        text = sheet.text(part)
        one = _ONE.search(text)
        if one and len({rank for rank, _, _ in lettered}) > 1 and part.kind in ("title", "attributes"):
            yield difference("size", (part.start + one.start(), part.start + one.end()), lettered[0][1:])
        if options:
            yield from _outside(part, text, lettered, sheet, options)
    yield from _letter_attribute(sheet, lettered if complete else [])


def _outside(
    part: Part, text: str, lettered: list[tuple[int, int, int]], sheet: Sheet, options: list[Part]
) -> Iterator[Difference]:
    told = _RANGE.search(text)
    if told and lettered:
        low, high = (_LETTERS.index(_SPELLING.get(told[n], told[n])) for n in (1, 2))
        out = [letter for letter in lettered if not low <= letter[0] <= high]
        if out and low < high:
            yield difference("size", (part.start + told.start(1), part.start + told.end(2)), out[0][1:])
    numbers = _NUMBERS.search(text)
    if numbers:
        low, high = int(numbers[1]), int(numbers[2])
        for option in options:
            shown = re.fullmatch(r"(?:eu |size |ไซส์ )?(\d{2})(?:码)?(?:\s?\(\d+\))?", sheet.text(option).strip())
            if shown and low < high and not low <= int(shown[1]) <= high:
                place = (option.start, option.end)
                yield difference("size", (part.start + numbers.start(1), part.start + numbers.end(2)), place)
                return


def _letter_attribute(sheet: Sheet, lettered: list[tuple[int, int, int]]) -> Iterator[Difference]:
    for part in sheet.attributes("size", "dimensions"):
        if len(sheet.text(part)) > tolerance("size", Sizes).short_attribute:
            continue
        own = _letters(sheet.text(part))
        if len(own) != 1:
            continue
        rank, a, b = own[0]
        if lettered and all(rank != other for other, _, _ in lettered):
            yield difference("size", (part.start + a, part.start + b), lettered[0][1:])
        title = sheet.title("size")
        said = (
            re.search(
                r"(?:size|saiz|ukuran|talla|tamanho|ไซส์|cỡ)\s(xxs|xs|s|m|l|xl|2xl|xxl|3xl)(?![a-z0-9'-])",
                sheet.text(title),
            )
            if title
            else None
        )
        if said and title and _LETTERS.index(_SPELLING.get(said[1], said[1])) != rank:
            yield Difference(
                "size",
                "size",
                ((title.start + said.start(1), title.start + said.end(1)), (part.start + a, part.start + b)),
            )
