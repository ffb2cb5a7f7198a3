"""Two quantities of one listing that cannot both be true."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import Final, NamedTuple

from linter.listing.facts import Fact, Sheet, facts, name_of_part
from linter.listing.page import Part
from linter.listing.values import Measure


class Difference(NamedTuple):
    """What contradicts what: an attribute, the rule, and the places, as `start..end` of the page."""

    attribute: str
    rule: str
    places: tuple[tuple[int, int], ...]


ATTRIBUTES: Final = {
    "mass": "weight",
    "volume": "volume",
    "charge": "capacity",
    "data": "capacity",
    "power": "power",
    "voltage": "voltage",
    "frequency": "other",
    "length": "length",
    "time": "other",
    "age": "age",
}
_PACKED: Final = frozenset(("mass", "volume"))
_SAME_UNIT: Final = 0.004
_OTHER_UNIT: Final = 0.045
_APPROX: Final = 0.12
_LOOSE: Final = frozenset(("weight", "peso", "berat", "重量", "น้ำหนัก", "cân nặng", "item weight", "trọng lượng"))


def close(one: Measure, other: Measure) -> bool:
    """Whether two quantities may be the same: rounding, conversion, ranges and `about` are allowed for."""
    if one.sides or other.sides:
        return _same_sides(one, other)
    slack = _slack(one, other)
    return one.low <= other.high * (1 + slack) and other.low <= one.high * (1 + slack)


def _slack(one: Measure, other: Measure) -> float:
    if one.approx or other.approx:
        return _APPROX
    if one.unit == other.unit:
        return _SAME_UNIT
    metric = _metric(one.unit) == _metric(other.unit)
    return 0.012 if metric else _OTHER_UNIT


_IMPERIAL: Final = frozenset(
    (
        '"',
        "''",
        "”",
        "″",
        "in",
        "inch",
        "inches",
        "ft",
        "feet",
        "foot",
        "lb",
        "lbs",
        "pound",
        "pounds",
        "oz",
        "ounce",
        "ounces",
        "fl oz",
        "fl. oz.",
        "fl. oz",
        "floz",
        "gallon",
        "gallons",
        "gal",
        "pint",
        "quart",
        "yard",
        "yards",
        "นิ้ว",
        "ฟุต",
        "寸",
        "英寸",
        "吋",
        "尺",
        "polegada",
        "polegadas",
        "pulgada",
        "pulgadas",
        "inci",
        "inchi",
        "onza",
        "onzas",
        "libra",
        "libras",
        "pie",
        "pies",
        "pés",
    )
)


def _metric(unit: str) -> bool:
    return unit not in _IMPERIAL


def _same_sides(one: Measure, other: Measure) -> bool:
    slack = max(_slack(one, other), 0.03)
    few, many = sorted((sorted(one.values), sorted(other.values)), key=len)
    left = list(many)
    for side in few:
        match = next((m for m in left if abs(m - side) <= slack * max(m, side) + 0.05), None)
        if match is None:
            return False
        left.remove(match)
    return True


def reconciled(one: Measure, other: Measure, counts: frozenset[int]) -> bool:
    """Whether both may be true, one of them for a single piece of a pack."""
    if close(one, other):
        return True
    packed = counts if one.dim in _PACKED else frozenset[int]()
    for times in {*packed, int(one.times), int(other.times)} - {0, 1}:
        for small, large in ((one, other), (other, one)):
            if close(small._replace(values=tuple([v * times for v in small.values])), large):
                return True
    return False


def quantities(sheet: Sheet) -> Iterator[Difference]:
    """Mass, volume, capacity, power, voltage, lengths and times that differ between fields."""
    if not sheet.measures:
        return
    known = facts(sheet)
    counts = frozenset(
        [int(v) for m in sheet.measures if m.dim.startswith("count") for v in m.values if 1 < v < 400]  # noqa: PLR2004
        + [int(m.times) for m in sheet.measures if m.times > 1]
        + (
            [2]
            if any(word in sheet.page.text for word in ("แพ็คคู่", "แพคคู่", "twin", "dual pack", "对装", "duo pack"))
            else []
        )
    )
    groups: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in known:
        if fact.about in ("package", "?", "grammage", "ram", "mains", "keep_warm"):
            continue
        dim = "age" if fact.about == "age" else fact.measure.dim
        groups[dim, fact.about].append(fact)
    for (dim, about), group in groups.items():
        if dim == "age" or dim not in ATTRIBUTES:
            continue
        yield from _group(sheet, dim, about, group, known, counts)
    yield from _loose_lengths(sheet, known)
    yield from _screens(sheet, known)
    yield from _conversions(sheet)


def _group(
    sheet: Sheet, dim: str, about: str, group: list[Fact], known: list[Fact], counts: frozenset[int]
) -> Iterator[Difference]:
    sources = _sources(sheet, group)
    attribute = _attribute(dim, about)
    for (one, left), (other, right) in combinations(sources.items(), 2):
        if one == other or (one.startswith("option") and other.startswith("option")):
            continue
        if _kinds(one, other) == {"description"} or _kinds(one, other) == {"bullets"}:
            continue
        if not _comparable(dim, left, right):
            continue
        ours, theirs = _all_measures(sheet, dim, left), _all_measures(sheet, dim, right)
        if any(reconciled(a, b, counts) for a in ours for b in theirs):
            continue
        if dim == "mass" and _excused(left, right, known, counts):
            continue
        a, b = left[0].measure, right[0].measure
        yield Difference(attribute, _rule(dim, about), ((a.start, a.end), (b.start, b.end)))


def _all_measures(sheet: Sheet, dim: str, group: list[Fact]) -> list[Measure]:
    """What a field tells; in a text, whatever it tells of the kind, for a part may be meant where we saw the whole."""
    found = [fact.measure for fact in group]
    if group[0].part.kind == "title":
        found += [m for m in sheet.measures_in(group[0].part.start, group[0].part.end) if m.dim == dim]
    return found


def _attribute(dim: str, about: str) -> str:
    if about in ("screen", "dimensions"):
        return "size"
    if dim == "time":
        return {"warranty": "warranty", "handling": "shipping"}.get(about, "other")
    return ATTRIBUTES[dim]


def _rule(dim: str, about: str) -> str:
    if dim == "time":
        return {"warranty": "warranty", "handling": "shipping", "shelf_life": "shelf-life"}.get(about, "duration")
    if about in ("screen", "dimensions"):
        return "size"
    return {"charge": "capacity", "data": "capacity", "mass": "weight", "frequency": "refresh-rate"}.get(dim, dim)


def _kinds(*sources: str) -> set[str]:
    return {source.partition(":")[0] for source in sources}


def _sources(sheet: Sheet, group: list[Fact]) -> dict[str, list[Fact]]:
    """The facts of each field; of all SKUs' options of one name together, if every SKU tells it."""
    found: dict[str, list[Fact]] = defaultdict(list)
    skus: dict[str, set[str]] = defaultdict(set)
    for fact in group:
        if fact.part.kind == "option":
            key = f"option:{fact.part.name}"
            skus[key].add(fact.part.path.partition(".")[0])
        elif fact.part.kind in ("bullets", "description"):
            key = fact.part.kind
        else:
            key = f"{fact.part.kind}:{fact.part.name}"
        found[key].append(fact)
    return {key: group for key, group in found.items() if key not in skus or len(skus[key]) == len(sheet.listing.skus)}


def _comparable(dim: str, left: list[Fact], right: list[Fact]) -> bool:
    if dim == "voltage":
        return _mains(left) == _mains(right) and _mains(left) is not None
    if dim == "length":
        return bool({bool(f.measure.sides) for f in left} & {bool(f.measure.sides) for f in right})
    return True


def _mains(group: list[Fact]) -> bool | None:
    kinds = {fact.measure.high >= 90 for fact in group}  # noqa: PLR2004  # batteries and USB stay far below
    return kinds.pop() if len(kinds) == 1 else None


def _excused(left: list[Fact], right: list[Fact], known: list[Fact], counts: frozenset[int]) -> bool:
    """A bare `weight` may be the gross one, or another thing's if some mass elsewhere agrees."""
    loose = [group for group in (left, right) if _is_loose(group[0].part)]
    if not loose:
        return False
    other = right if loose[0] is left else left
    weight, net = loose[0][0].measure, other[0].measure
    if net.high * 0.98 <= weight.low <= net.high * 2.2 + 150:
        return True
    if weight.low > net.high * 5 or weight.high * 5 < net.low:
        return True
    return any(
        fact.measure.dim == "mass"
        and fact.part is not loose[0][0].part
        and fact.part is not other[0].part
        and reconciled(fact.measure, net, counts)
        for fact in known
    )


def _is_loose(part: Part) -> bool:
    return part.kind == "attributes" and part.name.lower().strip() in _LOOSE


def _loose_lengths(sheet: Sheet, known: list[Fact]) -> Iterator[Difference]:
    """A title's only length against the only attribute with one."""
    title = [f for f in known if f.part.kind == "title" and f.measure.dim == "length"]
    if len(title) != 1 or title[0].about != "?" or title[0].measure.ranged:
        return
    if _is_screen(sheet):
        return
    told = [
        f
        for f in known
        if f.part.kind == "attributes" and f.measure.dim == "length" and f.about in ("length", "diameter", "dimensions")
    ]
    others = [m for m in sheet.measures if m.dim == "length" and m != title[0].measure]
    if len(told) == 1 and not any(_shares(title[0].measure, m) for m in others):
        one, other = title[0].measure, told[0].measure
        if other.sides or other.ranged:
            return
        attribute = "size" if told[0].about == "dimensions" else "length"
        yield Difference(attribute, attribute, ((one.start, one.end), (other.start, other.end)))


def _shares(one: Measure, other: Measure) -> bool:
    slack = max(_slack(one, other), 0.03)
    if other.ranged or one.ranged:
        return close(one, other)
    return any(abs(a - b) <= slack * max(a, b) for a in one.values for b in other.values)


_SCREENS: Final = (
    "monitor",
    "tv",
    "television",
    "laptop",
    "tablet",
    "screen",
    "layar",
    "skrin",
    "จอ",
    "ทีวี",
    "màn hình",
    "tivi",
    "pantalla",
    "televisor",
    "tela",
    "显示器",
    "电视",
    "平板",
    "笔记本电脑",
    "屏",
)


def _is_screen(sheet: Sheet) -> bool:
    head = f"{sheet.listing.title} {sheet.listing.category}".lower()
    return any(word in head for word in _SCREENS)


def _screens(sheet: Sheet, known: list[Fact]) -> Iterator[Difference]:
    """Inches in the title of what has a screen against the screen's size as an attribute or an option."""
    title = [
        f.measure
        for f in known
        if f.part.kind == "title" and f.measure.dim == "length" and not f.measure.sides and not _metric(f.measure.unit)
    ]
    if len(title) != 1 or not _is_screen(sheet):
        return
    told = [
        f
        for f in known
        if f.part.kind in ("attributes", "option") and f.measure.dim == "length" and not f.measure.sides
    ]
    told = [f for f in told if f.about in ("screen", "dimensions") and not _metric(f.measure.unit)]
    if told and not any(close(title[0], f.measure) for f in told) and title[0].low >= 5 * 2.54:
        one, other = title[0], told[0].measure
        yield Difference("size", "size", ((one.start, one.end), (other.start, other.end)))


_BETWEEN: Final = frozenset(("(", " (", "/", " / ", " = ", "=", " (about ", " (approx. ", "（", "（约"))


def _conversions(sheet: Sheet) -> Iterator[Difference]:
    """`10 in (30 cm)`: the same side by side in two systems."""
    found = sheet.measures
    for one, other in pairwise(found):
        if one.dim != other.dim or one.dim not in ("length", "mass", "volume"):
            continue
        if _metric(one.unit) == _metric(other.unit) or other.start - one.end > 12:  # noqa: PLR2004
            continue
        between = sheet.page.text[one.end : other.start]
        if between not in _BETWEEN or len(one.values) != len(other.values) or one.ranged != other.ranged:
            continue
        if not _converts(one, other) and not _far(one, other, between):
            attribute = ATTRIBUTES[one.dim]
            yield Difference(attribute, "conversion", ((one.start, one.end), (other.start, other.end)))


def _far(one: Measure, other: Measure, between: str) -> bool:
    """Whether two lengths are too different to be meant as one."""
    ratio = max(one.high, other.high) / max(min(one.high, other.high), 0.001)
    return ratio > (1.7 if "/" in between else 2.2)


def _converts(one: Measure, other: Measure) -> bool:
    return all(abs(a - b) <= 0.09 * max(a, b) + 0.3 for a, b in zip(one.values, other.values, strict=True))


def lighter_package(sheet: Sheet) -> Iterator[Difference]:
    """A package that weighs less than what is in it."""
    if not sheet.listing.package.weight:
        return
    known = facts(sheet)
    packed = next((f for f in known if f.part.path == "package.weight" and f.measure.dim == "mass"), None)
    if packed is None:
        return
    for fact in known:
        if fact.measure.dim != "mass" or fact.about != "main" or fact.part.kind not in ("attributes", "title"):
            continue
        if fact.part.kind == "title" and not _told_twice(fact, known):
            continue
        whole = fact.measure.low * fact.measure.times
        if packed.measure.high < 0.93 * whole and len(sheet.listing.skus) <= 1 | (not fact.measure.ranged):
            one, other = fact.measure, packed.measure
            yield Difference("weight", "package-weight", ((one.start, one.end), (other.start, other.end)))
            return


def _told_twice(fact: Fact, known: list[Fact]) -> bool:
    """Whether the title's mass is the goods' own: food by its weight, not a scale up to 5 kg."""
    return any(
        f.measure.dim == "mass" and f.part is not fact.part and f.about == "main" and close(f.measure, fact.measure)
        for f in known
    ) or not any(f.measure.dim == "mass" and f.part.kind == "attributes" for f in known)


def loose_name(part: Part) -> bool:
    """Whether an attribute's bare name leaves open whose weight it is."""
    return name_of_part(part).fact == "net_weight" and _is_loose(part)
