"""Two quantities of one listing that cannot both be true."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from itertools import combinations, pairwise
from typing import Final, NamedTuple

from linter.listing.facts import Fact, Sheet, facts, name_of_part
from linter.listing.page import Part
from linter.listing.tables import Rule, listed, rule
from linter.listing.tolerances import Conversions, Measured, Package, Packs, Sizes, Voltages, Weights, tolerance
from linter.listing.values import Measure, kinds, system


class Difference(NamedTuple):
    """What contradicts what: an attribute, the rule, and the places, as `start..end` of the page."""

    attribute: str
    rule: str
    places: tuple[tuple[int, int], ...]


def difference(name: str, *places: tuple[int, int], attribute: str = "") -> Difference:
    """The difference that a rule tells, of the rule's own attribute if none is named."""
    return Difference(attribute or rule(name).attribute, name, places)


_PACKED: Final = frozenset(("mass", "volume"))
_CONVERTED: Final = frozenset(("length", "mass", "volume"))
_NO_GOODS: Final = frozenset(("package", "?", "grammage", "ram", "mains", "keep_warm", "age"))
_TIMES: Final = {"warranty": "warranty", "handling": "shipping", "shelf_life": "shelf-life"}
_SIDED: Final = frozenset(("screen", "dimensions"))
_SIDES: Final = frozenset(("length", "width", "height", "diameter"))
_ONE_LENGTH: Final = frozenset(("length", "diameter", "dimensions"))


# 20 <a word> x 25g, 25g <x> 20: so many, whatever they are called.
_CROSS: Final = re.compile(r"[x×*] ?(\d{1,3})(?![\d.,])|[x×*] ?\d")
_SO_MANY: Final = re.compile(r"(?<![\d.,])(\d{1,3}) ?[^\W\d]{0,12} ?\Z")
_UNIT_BEFORE: Final = re.compile(r"[^\W\d] ?\Z")
_WORD_LENGTH: Final = 17


@cache
def _by_dimension() -> dict[str, str]:
    return {dim: kind.rule for dim, kind in kinds().items() if kind.rule}


def close(one: Measure, other: Measure, asked: Measured) -> bool:
    """Whether two quantities may be the same: rounding, conversion, ranges and `about` are allowed for."""
    if one.sides or other.sides:
        return _same_sides(one, other, asked)
    slack = 1 + _slack(one, other, asked)
    return one.low <= other.high * slack and other.low <= one.high * slack


def _slack(one: Measure, other: Measure, asked: Measured) -> float:
    if one.approx or other.approx:
        return asked.about
    if one.unit == other.unit:
        return asked.same_unit
    return asked.other_unit if _one_system(one, other) else asked.other_system


def _one_system(one: Measure, other: Measure) -> bool:
    return system(one.unit) == system(other.unit)


def _same_sides(one: Measure, other: Measure, asked: Measured) -> bool:
    slack = max(_slack(one, other, asked), asked.sides)
    few, many = sorted((sorted(one.values), sorted(other.values)), key=len)
    left = list(many)
    for side in few:
        match = next((m for m in left if abs(m - side) <= slack * max(m, side) + asked.side_extra), None)
        if match is None:
            return False
        left.remove(match)
    return True


def reconciled(one: Measure, other: Measure, counts: frozenset[int], asked: Measured) -> bool:
    """Whether both may be true, one of them for a single piece of a pack."""
    if close(one, other, asked):
        return True
    packed = counts if one.dim in _PACKED else frozenset[int]()
    for times in {*packed, int(one.times), int(other.times)} - {0, 1}:
        for small, large in ((one, other), (other, one)):
            if close(small._replace(values=tuple([v * times for v in small.values])), large, asked):
                return True
    return False


def quantities(sheet: Sheet) -> Iterator[Difference]:
    """Mass, volume, capacity, power, voltage, lengths and times that differ between fields."""
    if not sheet.measures:
        return
    known = facts(sheet)
    counts = _pack_sizes(sheet)
    groups: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in known:
        if fact.about not in _NO_GOODS:
            groups[fact.measure.dim, fact.about].append(fact)
    for (dim, about), group in groups.items():
        if dim in _by_dimension():
            yield from _group(sheet, dim, about, group, known, counts)
    yield from _loose_lengths(sheet, known)
    yield from _named_lengths(sheet, known)
    yield from _screens(sheet, known)


def _pack_sizes(sheet: Sheet) -> frozenset[int]:
    """How many there may be in a pack, so that a measure is one piece's or all pieces'."""
    most = tolerance("quantity", Packs).pack_at_most
    counted = [
        v for m in sheet.measures if m.dim.startswith("count") and not m.ranged for v in m.values if 1 < v <= most
    ]
    times = [m.times for m in sheet.measures if m.times > 1]
    times += _so_many(sheet.page.text)
    twins = [2] if any(word in sheet.page.text for word in listed("twin-pack")) else []
    return frozenset([int(n) for n in (*counted, *times, *twins)])


def _so_many(text: str) -> Iterator[int]:
    """The numbers beside a cross, for a counter that no table has."""
    for cross in _CROSS.finditer(text):
        before = max(0, cross.start() - _WORD_LENGTH)
        counted = _SO_MANY.search(text, before, cross.start())
        if counted:
            yield int(counted[1])
        if cross[1] and _UNIT_BEFORE.search(text, max(0, cross.start() - 2), cross.start()):
            yield int(cross[1])


def _group(
    sheet: Sheet, dim: str, about: str, group: list[Fact], known: list[Fact], counts: frozenset[int]
) -> Iterator[Difference]:
    asked = rule(_rule(dim, about))
    slack = tolerance(asked.name, Measured)
    for (one, left), (other, right) in combinations(_sources(sheet, group, asked).items(), 2):
        if _one_voice(one, other) or not _comparable(dim, left, right):
            continue
        ours, theirs = _all_measures(sheet, dim, left), _all_measures(sheet, dim, right)
        if any(reconciled(a, b, counts, slack) for a in ours for b in theirs):
            continue
        if dim == "mass" and _excused(left, right, known, counts):
            continue
        yield difference(asked.name, _place(left[0].measure), _place(right[0].measure))


def _place(measure: Measure) -> tuple[int, int]:
    return measure.start, measure.end


def _one_voice(one: str, other: str) -> bool:
    """Whether two sources are one text, or options of the same variants."""
    kinds_of = {source.partition(":")[0] for source in (one, other)}
    return one == other or kinds_of in ({"option"}, {"description"}, {"bullets"}, {"images"})


def _all_measures(sheet: Sheet, dim: str, group: list[Fact]) -> list[Measure]:
    """What a field tells; in a text, whatever it tells of the kind, for a part may be meant where we saw the whole."""
    found = [fact.measure for fact in group]
    if group[0].part.kind == "title":
        found += [m for m in sheet.measures_in(group[0].part.start, group[0].part.end) if m.dim == dim]
    return found


def _rule(dim: str, about: str) -> str:
    if about in _SIDED:
        return "size"
    if dim == "time":
        return _TIMES.get(about, "duration")
    return _by_dimension()[dim]


def _sources(sheet: Sheet, group: list[Fact], asked: Rule) -> dict[str, list[Fact]]:
    """The facts of each field; of all SKUs' options of one name together, if every SKU tells it."""
    found: dict[str, list[Fact]] = defaultdict(list)
    skus: dict[str, set[str]] = defaultdict(set)
    for fact in group:
        if fact.part.kind not in asked.fields:
            continue
        if fact.part.kind == "option":
            key = f"option:{fact.part.name}"
            skus[key].add(fact.part.path.partition(".")[0])
        elif fact.part.kind in ("bullets", "description", "images"):
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
    least = tolerance("voltage", Voltages).mains
    found = {fact.measure.high >= least for fact in group}
    return found.pop() if len(found) == 1 else None


def _excused(left: list[Fact], right: list[Fact], known: list[Fact], counts: frozenset[int]) -> bool:
    """A bare `weight` may be the gross one, or another thing's if some mass elsewhere agrees."""
    loose = [group for group in (left, right) if _is_loose(group[0].part)]
    if not loose:
        return False
    other = right if loose[0] is left else left
    weight, net = loose[0][0].measure, other[0].measure
    asked, slack = tolerance("weight", Weights), tolerance("weight", Measured)
    if net.high * asked.gross_from <= weight.low <= net.high * asked.gross_to + asked.gross_extra:
        return True
    if weight.low > net.high * asked.another_thing or weight.high * asked.another_thing < net.low:
        return True
    return any(
        fact.measure.dim == "mass"
        and fact.part is not loose[0][0].part
        and fact.part is not other[0].part
        and reconciled(fact.measure, net, counts, slack)
        for fact in known
    )


def _is_loose(part: Part) -> bool:
    return part.kind == "attributes" and part.name.lower().strip() in listed("whose-weight")


def _loose_lengths(sheet: Sheet, known: list[Fact]) -> Iterator[Difference]:
    """A title's only length against the only attribute with one."""
    asked = rule("length")
    title = [f for f in known if f.part.kind in asked.reads("title") and f.measure.dim == "length"]
    if len(title) != 1 or title[0].about != "?" or title[0].measure.ranged or _is_screen(sheet):
        return
    told = [f for f in known if f.part.kind in asked.reads("attributes") and f.about in _ONE_LENGTH]
    told = [f for f in told if f.measure.dim == "length"]
    others = [m for m in sheet.measures if m.dim == "length" and m != title[0].measure]
    if len(told) != 1 or any(_shares(title[0].measure, m) for m in others):
        return
    one, other = title[0].measure, told[0].measure
    if not (other.sides or other.ranged):
        yield difference("size" if told[0].about == "dimensions" else "length", _place(one), _place(other))


def _named_lengths(sheet: Sheet, known: list[Fact]) -> Iterator[Difference]:
    """`84 inch length` in the title against the sides of the only attribute that has some."""
    asked = rule("size")
    title = [f for f in known if f.part.kind in asked.reads("title") and f.about in _SIDES and not f.measure.ranged]
    told = [f for f in known if f.part.kind in asked.reads("attributes") and f.measure.sides]
    if len(title) != 1 or len(told) != 1 or told[0].about != "dimensions":
        return
    others = [m for m in sheet.measures if m.dim == "length" and m != title[0].measure]
    if not any(_shares(title[0].measure, m) for m in others):
        yield difference("size", _place(title[0].measure), _place(told[0].measure))


def _shares(one: Measure, other: Measure) -> bool:
    """Whether two lengths have a side in common."""
    asked = tolerance("length", Measured)
    slack = max(_slack(one, other, asked), asked.sides)
    if other.ranged or one.ranged:
        return close(one, other, asked)
    return any(abs(a - b) <= slack * max(a, b) for a in one.values for b in other.values)


def _is_screen(sheet: Sheet) -> bool:
    head = f"{sheet.listing.title} {sheet.listing.category}".lower()
    return any(word in head for word in listed("has-a-screen"))


def _screens(sheet: Sheet, known: list[Fact]) -> Iterator[Difference]:
    """Inches in the title of what has a screen against the screen's size as an attribute or an option."""
    asked, slack = rule("size"), tolerance("size", Measured)
    inches = [f for f in known if f.measure.dim == "length" and not f.measure.sides]
    inches = [f for f in inches if system(f.measure.unit) == "imperial"]
    title = [f.measure for f in inches if f.part.kind in asked.reads("title")]
    if len(title) != 1 or not _is_screen(sheet):
        return
    if title[0].low < tolerance("size", Sizes).smallest_screen:
        return
    for kind in asked.reads("attributes", "option"):
        told = [f for f in inches if f.part.kind == kind and f.about in _SIDED]
        if told and not any(close(title[0], f.measure, slack) for f in told):
            yield difference("size", _place(title[0]), _place(told[0].measure))
            return


def conversions(sheet: Sheet) -> Iterator[Difference]:
    """`10 in (30 cm)`: the same side by side in two systems."""
    asked, allowed = rule("conversion"), tolerance("conversion", Conversions)
    for one, other in pairwise(sheet.measures):
        if one.dim != other.dim or one.dim not in _CONVERTED or other.start - one.end > allowed.gap:
            continue
        between = sheet.page.text[one.end : other.start]
        if _one_system(one, other) or between not in listed("between-conversions"):
            continue
        if len(one.values) != len(other.values) or one.ranged != other.ranged:
            continue
        if _converts(one, other, allowed) or _far(one, other, between, allowed):
            continue
        if sheet.page.at(one.start).kind in asked.fields:
            yield difference(
                "conversion", _place(one), _place(other), attribute=rule(_by_dimension()[one.dim]).attribute
            )


def _far(one: Measure, other: Measure, between: str, allowed: Conversions) -> bool:
    """Whether two lengths are too different to be meant as one."""
    ratio = max(one.high, other.high) / max(min(one.high, other.high), 0.001)
    return ratio > (allowed.apart_at_slash if "/" in between else allowed.apart)


def _converts(one: Measure, other: Measure, allowed: Conversions) -> bool:
    pairs = zip(one.values, other.values, strict=True)
    return all(abs(a - b) <= allowed.share * max(a, b) + allowed.rest for a, b in pairs)


def lighter_package(sheet: Sheet) -> Iterator[Difference]:
    """A package that weighs less than what is in it."""
    asked = rule("package-weight")
    if not sheet.listing.package.weight or not asked.reads("package"):
        return
    known = facts(sheet)
    packed = next((f for f in known if f.part.path == "package.weight" and f.measure.dim == "mass"), None)
    if packed is None:
        return
    least = tolerance("package-weight", Package).lightest
    for fact in known:
        if (
            fact.measure.dim != "mass"
            or fact.about != "main"
            or fact.part.kind not in asked.reads("attributes", "title")
        ):
            continue
        if fact.part.kind == "title" and not _told_twice(fact, known):
            continue
        whole = fact.measure.low * fact.measure.times
        if packed.measure.high < least * whole and len(sheet.listing.skus) <= 1 | (not fact.measure.ranged):
            yield difference("package-weight", _place(fact.measure), _place(packed.measure))
            return


def _told_twice(fact: Fact, known: list[Fact]) -> bool:
    """Whether the title's mass is the goods' own: food by its weight, not a scale up to 5 kg."""
    asked = tolerance("weight", Measured)
    masses = [f for f in known if f.measure.dim == "mass" and f.part is not fact.part]
    return any(f.about == "main" and close(f.measure, fact.measure, asked) for f in masses) or not any(
        f.part.kind == "attributes" for f in masses
    )


def loose_name(part: Part) -> bool:
    """Whether an attribute's bare name leaves open whose weight it is."""
    return name_of_part(part).fact == "net_weight" and _is_loose(part)
