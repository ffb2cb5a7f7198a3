"""What a listing says of its goods: quantities and words, each with its place, its value and what it is about."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from msgspec import Struct

from linter.listing.model import Listing
from linter.listing.page import Page, Part, page
from linter.listing.tables import Field, rule
from linter.listing.values import Measure, measures
from linter.listing.vocabulary import Hit, Name, cue, hits, name_of
from linter.text.folding import fold
from linter.text.language import home, telling_words

_PROSE: Final = frozenset(("description", "bullets"))
# What an attribute's name makes of a quantity of each kind; a kind that is not told is no fact of the goods.
_ABOUT: Final[dict[str, dict[str, str]]] = {
    "mass": {
        "net_weight": "main",
        "quantity": "main",
        "dimensions": "main",
        "volume": "main",
        "gross_weight": "package",
        "load": "load",
        "grammage": "grammage",
    },
    "volume": {"volume": "main", "net_weight": "main", "dimensions": "main", "quantity": "main"},
    "charge": {"battery": "main", "volume": "main"},
    "data": {"storage": "main", "volume": "main", "dimensions": "main", "ram": "ram"},
    "power": {"power": "main"},
    "voltage": {"voltage": "main"},
    "frequency": {"refresh": "main", "frequency": "mains"},
    "length": {
        name: name
        for name in (
            "length",
            "width",
            "height",
            "depth",
            "diameter",
            "thickness",
            "heel",
            "screen",
            "dimensions",
        )
    },
    "time": {
        name: name
        for name in ("warranty", "shelf_life", "handling", "runtime", "charge_time", "burntime", "keep_warm", "age")
    },
    "age": {"age": "age"},
}
_NEAR: Final = 34
# How far before a quantity a sentence may name what it is.
_BEFORE: Final = {"power": 5}
_STOP: Final = re.compile(r"[;!?()\[\]，。；！？（）\n|、.,](?<![.,](?=\d))")
_SMALL: Final = 14
# 92-lbs/day, 5 L per minute
_RATE: Final = re.compile(r"\s?(?:/\s?|per )[a-z]")


class Fact(Struct, frozen=True, gc=False):
    """A quantity of the goods: which kind, of what (`main`, `package`, `screen`, a part), in which field."""

    about: str
    measure: Measure
    part: Part


class Sheet(Struct, frozen=True, gc=False):
    """All that was read from one listing."""

    listing: Listing
    page: Page
    langs: frozenset[str]
    hits: tuple[Hit, ...]
    hit_starts: tuple[int, ...]
    measures: tuple[Measure, ...]
    measure_starts: tuple[int, ...]
    breaks: tuple[int, ...]
    names: Mapping[str, tuple[Part, ...]]
    kinds: Mapping[str, tuple[Part, ...]]

    def hits_in(self, start: int, end: int) -> Sequence[Hit]:
        """The words of the tables that stand in a stretch."""
        return self.hits[bisect_left(self.hit_starts, start) : bisect_left(self.hit_starts, end)]

    def measures_in(self, start: int, end: int) -> Sequence[Measure]:
        """The quantities that stand in a stretch."""
        return self.measures[bisect_left(self.measure_starts, start) : bisect_left(self.measure_starts, end)]

    def clause(self, at: int) -> tuple[int, int]:
        """The stretch without a pause that a place lies in."""
        n = bisect_right(self.breaks, at)
        part = self.page.at(at)
        start = self.breaks[n - 1] if n else 0
        end = self.breaks[n] if n < len(self.breaks) else part.end
        return max(start, part.start), min(end, part.end)

    def named(self, *facts: str) -> Iterator[Part]:
        """The attributes and options whose name means one of these facts, of the product itself."""
        if len(facts) == 1:
            yield from self.names.get(facts[0], ())
        else:
            chosen = [part for fact in facts for part in self.names.get(fact, ())]
            yield from sorted(chosen, key=lambda part: part.start)

    def kind(self, *kinds: str) -> Iterator[Part]:
        """The fields of some kinds."""
        for kind in kinds:
            yield from self.kinds.get(kind, ())

    def title(self, asked: str) -> Part | None:
        """The title, if the rule compares it."""
        return next(self.texts(asked, "title"), None)

    def texts(self, asked: str, *kinds: Field) -> Iterator[Part]:
        """The fields of some kinds that the rule compares."""
        fields = rule(asked).fields
        for kind in kinds:
            if kind in fields:
                yield from self.kinds.get(kind, ())

    def attributes(self, asked: str, *facts: str) -> Iterator[Part]:
        """The attributes of some facts, if the rule compares attributes."""
        return (
            (part for part in self.named(*facts) if part.kind == "attributes")
            if _reads(asked, "attributes")
            else iter(())
        )

    def options(self, asked: str, *facts: str) -> Iterator[Part]:
        """The options of some facts, if the rule compares options."""
        return (part for part in self.named(*facts) if part.kind == "option") if _reads(asked, "option") else iter(())

    def text(self, part: Part) -> str:
        """A field's folded text."""
        return self.page.text[part.start : part.end]


def _reads(asked: str, kind: Field) -> bool:
    return kind in rule(asked).fields


@lru_cache(maxsize=4096)
def _name(written: str) -> Name:
    return name_of(written)


def name_of_part(part: Part) -> Name:
    """What the name of an attribute or an option means."""
    return _name(part.name)


def read(listing: Listing) -> Sheet:
    """Read a listing once."""
    laid = page(listing)
    langs = languages(laid.text, listing)
    found = _told_of_goods(hits(laid.text, langs), laid, listing.brand)
    quantities = measures(laid.text, _cased(laid))
    return Sheet(
        listing,
        laid,
        langs,
        tuple(found),
        tuple([hit.start for hit in found]),
        tuple(quantities),
        tuple([q.start for q in quantities]),
        tuple([m.end() for m in _STOP.finditer(laid.text)]),
        _by_name(laid),
        _by_kind(laid),
    )


def _told_of_goods(found: list[Hit], laid: Page, brand: str) -> list[Hit]:
    """The words without those that are the brand's name in the title: `Sutera` is silk, and a brand."""
    name = fold(brand).text.strip()
    title = next((part for part in laid.parts if part.kind == "title"), None)
    if not name or title is None:
        return found
    start = laid.text.find(name, title.start, title.end)
    if start < 0:
        return found
    end = start + len(name)
    return [hit for hit in found if hit.end <= start or hit.start >= end]


def _by_name(laid: Page) -> dict[str, tuple[Part, ...]]:
    found: dict[str, list[Part]] = {}
    for part in laid.parts:
        if part.kind in ("attributes", "option"):
            name = name_of_part(part)
            if name.fact and not name.part:
                found.setdefault(name.fact, []).append(part)
    return {name: tuple(parts) for name, parts in found.items()}


def _by_kind(laid: Page) -> dict[str, tuple[Part, ...]]:
    found: dict[str, list[Part]] = {}
    for part in laid.parts:
        found.setdefault(part.kind, []).append(part)
    return {kind: tuple(parts) for kind, parts in found.items()}


def _cased(laid: Page) -> str:
    """The page in the case it was written in, where no field changed its length."""
    if all(len(part.raw) == part.end - part.start for part in laid.parts):
        return "\n".join([part.raw for part in laid.parts])
    return ""


_COUSINS: Final = {"id": "ms", "ms": "id"}


def languages(text: str, listing: Listing) -> frozenset[str]:
    """English, the market's language, and the one it is written in."""
    own = listing.lang.partition("-")[0]
    told = {lang for lang, words in telling_words(text).items() if len(words) > 1}
    found = {"en", home(listing.market), own, *told}
    return frozenset(found | {_COUSINS[lang] for lang in found if lang in _COUSINS}) - {""}


def facts(sheet: Sheet) -> list[Fact]:
    """Every quantity whose kind and object are certain."""
    found: list[Fact] = []
    for measure in sheet.measures:
        part = sheet.page.at(measure.start)
        reader = _READERS.get(part.kind)
        about = reader(sheet, part, measure) if reader else None
        if about is not None:
            found.append(Fact(about, measure, part))
    return found


def _of_attribute(sheet: Sheet, part: Part, measure: Measure) -> str | None:
    name = name_of_part(part)
    if name.part or (measure.dim not in ("time", "age") and _beside_part(sheet, part, measure)):
        return None
    return _ABOUT.get(measure.dim, {}).get(name.fact)


def _of_option(sheet: Sheet, part: Part, measure: Measure) -> str | None:
    name = name_of_part(part)
    if name.part and name.fact:
        return None
    told = _ABOUT.get(measure.dim, {}).get(name.fact)
    if told or measure.dim in ("length", "time", "age"):
        return told
    return None if _beside_part(sheet, part, measure) else "main"


def _of_title(sheet: Sheet, part: Part, measure: Measure) -> str | None:
    if measure.dim in ("mass", "volume") and _RATE.match(sheet.page.text, measure.end):
        return None
    if measure.dim == "age":
        return "age"
    if measure.dim in ("length", "time"):
        unnamed = None if measure.dim == "time" else "dimensions" if measure.sides else "?"
        return _nearest(sheet, part, measure) or unnamed
    if _beside_part(sheet, part, measure):
        return None
    if measure.dim == "data" and sheet.page.text.startswith((" ram", "ram"), measure.end):
        return "ram"
    return _ABOUT.get(measure.dim, {}).get(_cue(sheet, part, measure), "main")


_ALSO: Final = re.compile(
    r"(?<![a-z])(?:also|other|another|juga|también|também|otra|outra)(?![a-z])|另有|还有|也有|ยังมี|cũng có|ngoài ra"
)


def _of_prose(sheet: Sheet, part: Part, measure: Measure) -> str | None:
    if _beside_part(sheet, part, measure):
        return None
    if measure.dim in ("mass", "volume"):
        first, last = sheet.clause(measure.start)
        near = _cue(sheet, part, measure)
        if near in ("dimensions", "quantity") or _ALSO.search(sheet.page.text, first, last):
            return None
    if part.kind == "bullets" and measure.dim in ("charge", "data", "voltage", "frequency"):
        near = _cue(sheet, part, measure)
        return _ABOUT[measure.dim].get(near) if near else "main"
    if measure.dim == "charge":
        near = _cue(sheet, part, measure)
        return "main" if not near or near in ("battery", "volume") else None
    return _nearest(sheet, part, measure)


def _of_package(_: Sheet, __: Part, measure: Measure) -> str | None:
    return {"mass": "package", "length": "package"}.get(measure.dim)


_READERS: Final = {
    "attributes": _of_attribute,
    "option": _of_option,
    "title": _of_title,
    "description": _of_prose,
    "bullets": _of_prose,
    "package": _of_package,
    "images": _of_title,
}


def _nearest(sheet: Sheet, part: Part, measure: Measure) -> str | None:
    near = _cue(sheet, part, measure)
    return _ABOUT.get(measure.dim, {}).get(near) if near else None


def _around(sheet: Sheet, part: Part, measure: Measure) -> tuple[int, int]:
    first, last = sheet.clause(measure.start)
    return max(first, measure.start - _NEAR, part.start), min(max(last, measure.end), measure.end + _SMALL)


def _cue(sheet: Sheet, part: Part, measure: Measure) -> str:
    """The name of a fact that stands before a quantity without a pause between, else right behind it."""
    first, last = _around(sheet, part, measure)
    behind = next((hit for hit in sheet.hits_in(measure.end, last) if hit.of("name")), None)
    before = [hit for hit in sheet.hits_in(first, measure.start) if hit.end <= measure.start]
    for hit in reversed(before):
        name = hit.of("name")
        if name:
            if (
                behind
                and behind.start - measure.end <= 1
                and any(hit.start - m.end <= 1 for m in sheet.measures_in(max(part.start, hit.start - 12), hit.start))
            ):
                break  # 10" width 15" height
            if sheet.measures_in(hit.end, measure.start):
                return ""
            return name if part.kind not in _PROSE or measure.start - hit.end <= _BEFORE.get(measure.dim, 16) else ""
    if behind and behind.start - measure.end <= 4:  # noqa: PLR2004  # `35 mm de ancho`
        return behind.of("name")
    return ""


def _beside_part(sheet: Sheet, part: Part, measure: Measure) -> bool:
    """Whether it tells of a cable, a lid, a model in the picture, one of several, or what it is for."""
    first, _ = _around(sheet, part, measure)
    nearer = max(first, measure.start - (_NEAR if part.kind in _PROSE else _SMALL))
    for hit in sheet.hits_in(nearer, measure.start):
        if hit.of("part") and not _holds(sheet, part, measure, hit):
            return True
    for hit in sheet.hits_in(measure.end, min(measure.end + 12, part.end)):
        if hit.of("part") and hit.start - measure.end <= (1 if part.kind == "title" else 4):
            return not _holds(sheet, part, measure, hit)
    return False


_CONTAINER: Final = "container"
_NEVER: Final = frozenset(("wearer", "serving", "fits", "each", "packaging"))
_WITH: Final = re.compile(r"(?:" + cue("with") + r")\s?(?:\S+ )?$")


def _holds(sheet: Sheet, part: Part, measure: Measure, hit: Hit) -> bool:
    """Whether it is the bottle or the bag that a title's goods come in."""
    if part.kind == "title" and hit.of("part") in _NEVER:
        return False
    if part.kind not in ("title", "attributes", "option") or (part.kind != "title" and hit.of("part") != _CONTAINER):
        return False
    first = min(hit.start, measure.start)
    return not _WITH.search(sheet.page.text[max(part.start, first - 14) : first])
