"""How many: packs, pieces, pairs, and the parts that sellers count."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final, NamedTuple

from linter.listing.compare import Difference, difference
from linter.listing.facts import Sheet, name_of_part
from linter.listing.page import Part
from linter.listing.tolerances import Packs, tolerance
from linter.listing.values import Measure
from linter.listing.vocabulary import cue, folded, table
from linter.text.folding import fold

_SEVERAL: Final = 2


class Count(NamedTuple):
    """A number of things of one class (`pair`, `bottle`; `piece` is anything) where it stands."""

    value: int
    kind: str
    start: int
    end: int


_OF: Final = re.compile(
    r"(?<![a-zß-ɏ])(?:"
    + cue("of")
    + r")\s?(?P<n>\d{1,4})(?![\d.,%]|\s?(?:-?in-?1|in 1|ml|l\b|g\b|kg|cm|mm|m\b|w\b|v\b|oz|x\s?\d|month|year|day))"
)
_PACK_WORD: Final = re.compile(r"(?<![\w.,/-])(?P<n>\d{1,3})[ -]?(?:pack|pk|packs)(?![a-z])")
_PER: Final = re.compile(r"(?<![\d.,/])(?P<n>\d{1,5})\s?(?:/|per |a |por )\s?(?:" + cue("per") + r")(?![a-z])")
_LOADED: Final = re.compile(r"(?P<n>\d{1,4})(?:个|只|条|双|片|张|包|支|颗|粒|枚|块|瓶|罐|袋|盒|件|套)?(?:装|入|pcs装)")
_RECEIVE: Final = re.compile(
    r"(?:"
    + cue("receive")
    + r")\W{0,3}(?:about |only |a total of |un total de |total de |ng |cả thảy |tổng cộng |ทั้งหมด |总共|了)?$"
)
_EACH: Final = re.compile(
    r"(?:each|every|one|1) (?P<en>box|pack|packet|set|bag|jar|bottle|pouch|tin|carton|tub|can) (?:"
    + cue("each_2")
    + r") (?:about )?(?P<n1>\d{1,4}|twelve|ten|twenty|six)|[每一1](?P<zh>盒|箱|袋|套|包|瓶|罐)(?:有|装|内含|含|共|里有"
    r"|内有|里|是|装有)?(?P<n2>\d{1,4})(?=[^\d毫克公ml升gk])|(?:setiap|tiap|1|satu|per) (?P<id>box|kotak|pack"
    r"|pak|dus|bungkus|botol|toples) (?:isi|berisi|ada|terdapat) (?P<n3>\d{1,4})|(?:1|หนึ่ง|แต่ละ|ใน) ?(?P<th>กล่อง"
    r"|แพ็ค|แพค|ซอง|ห่อ|ถุง|ขวด|กระปุก)(?:ละ)? ?(?:มี|บรรจุ|ได้|มีทั้งหมด) ?(?P<n4>\d{1,4})|(?:mỗi"
    r"|một|1) (?P<vi>hộp|gói|túi|thùng|lọ|chai|bịch|set) (?:có|gồm|chứa|đựng) (?P<n5>\d{1,4})|cada (?P<es>caja"
    r"|paquete|bolsa|set|bote|frasco|lata|caixa|pacote|kit|pote) (?:" + cue("each") + r") (?P<n6>\d{1,4})"
)
_MEASURED: Final = re.compile(
    r"\s?(?:ml|l|g|gr|gram|gramos|gramas|kg|mg|cm|mm|oz|%|克|毫升|กรัม|มล|hours?|days?|minutes?)(?![a-z])"
)


def title_counts(sheet: Sheet, part: Part) -> list[Count]:
    """What a title or an option says of how many there are."""
    text = sheet.text(part)
    found = _counted(sheet, part)
    for pattern, kind in ((_OF, "piece"), (_PACK_WORD, "piece"), (_PER, "piece"), (_LOADED, "piece")):
        for m in pattern.finditer(text):
            start, end = part.start + m.start("n"), part.start + m.end("n")
            if any(not m.dim.startswith("count") for m in sheet.measures_in(start, end)):
                continue  # a kit, 200 lb
            known = next((c for c in found if c.start <= start < c.end or start <= c.start < end), None)
            if known is None:
                found.append(Count(int(m["n"]), kind, start, end))
            elif known.kind == "pack" and pattern is not _OF:
                found[found.index(known)] = known._replace(kind="piece")
    return [count for count in found if count.value > 1]


def _counted(sheet: Sheet, part: Part) -> list[Count]:
    return _counts(sheet.measures_in(part.start, part.end))


def _counts(measures: Iterable[Measure]) -> list[Count]:
    found: list[Count] = []
    for m in measures:
        if m.dim.startswith("count:") and not m.ranged and len(m.values) == 1 and m.values[0] == int(m.values[0]):
            found.append(Count(int(m.values[0] * m.times), m.dim[6:], m.start, m.end))
        elif m.times > 1 and m.times == int(m.times) and m.dim in ("mass", "volume"):
            found.append(Count(int(m.times), "any", m.start, m.end))
    return found


def counts(sheet: Sheet) -> Iterator[Difference]:
    """A pack of twelve in the title, of six elsewhere."""
    if not sheet.measures and "quantity" not in sheet.names:
        return
    title = sheet.title("quantity")
    told = title_counts(sheet, title) if title else []
    everything = _counts(sheet.measures)
    for part in sheet.attributes("quantity", "quantity", "volume", "net_weight"):
        own = _quantity(sheet, part)
        found = _first_clash(told, own, everything)
        if found:
            yield found
    shown = [c for part in sheet.texts("quantity", "images") for c in title_counts(sheet, part)]
    pictured = _first_clash(told, [c for c in shown if c.kind in {a.kind for a in told}], everything)
    if pictured:
        yield pictured
    if told:
        yield from _contained(sheet, told, everything)
        yield from _received(sheet, told, everything)
    yield from _each(sheet, told, everything)


def _quantity(sheet: Sheet, part: Part) -> list[Count]:
    if name_of_part(part).fact != "quantity":  # `Isi: 50 lembar`
        told = sheet.measures_in(part.start, part.end)
        return _counted(sheet, part) if all(m.dim.startswith("count:") for m in told) else []
    found = title_counts(sheet, part)
    if not found:
        text = sheet.text(part).strip()
        if text.isdecimal() and 1 < int(text) <= tolerance("quantity", Packs).most:
            return [Count(int(text), "piece", part.start, part.end)]
    return found


_LIKE: Final = frozenset(("piece", "sheet", "capsule", "pack", "strip", "roll", "bottle", "garment", "box"))


def _alike(one: str, other: str) -> bool:
    if "any" in (one, other):
        return bool({one, other} & {"bottle", "sheet", "capsule", "pack", "strip", "roll"})
    if one == other:
        return True
    return "piece" in (one, other) and {one, other} <= _LIKE


def _first_clash(told: list[Count], own: list[Count], everything: list[Count]) -> Difference | None:
    pairs = [(a, b) for a in told for b in own if _alike(a.kind, b.kind)]
    if not pairs or any(_agree(a, b, everything) for a in told for b in own):
        return None
    if sum(count.value for count in told) in {b.value for b in own}:
        return None
    if sum(count.value for count in own) in {a.value for a in told}:
        return None
    a, b = pairs[0]
    return difference("quantity", (a.start, a.end), (b.start, b.end))


def _agree(a: Count, b: Count, everything: list[Count]) -> bool:
    if a.value == b.value:
        return True
    small, large = sorted((a.value, b.value))
    if "pair" in (a.kind, b.kind) and a.kind != b.kind and large == 2 * small:
        return True
    others = {c.value for c in everything if c.kind not in (a.kind, b.kind) or c.kind == "any"}
    return large % small == 0 and large // small in others and large // small > 1


def _contained(sheet: Sheet, told: list[Count], everything: list[Count]) -> Iterator[Difference]:
    inside = [
        c for part in sheet.texts("quantity", "package") if "contains" in part.path for c in _counted(sheet, part)
    ]
    for a in told:
        same = [c for c in inside if c.kind == a.kind and c.kind not in ("piece", "any", "set", "box")]
        if (
            not same
            or any(_agree(a, c, everything) for c in inside)
            or any(_agree(x, c, everything) for x in told for c in same)
        ):
            continue
        if sum(c.value for c in same) == a.value or min(c.value for c in same) < _SEVERAL:
            continue
        yield difference("quantity", (a.start, a.end), (same[0].start, same[0].end))
        return


def _received(sheet: Sheet, told: list[Count], everything: list[Count]) -> Iterator[Difference]:
    for part in sheet.texts("quantity", "description", "bullets"):
        for b in _counted(sheet, part):
            before = sheet.page.text[max(part.start, b.start - 40) : b.start]
            if b.value < _SEVERAL or b.kind == "any" or not _RECEIVE.search(before):
                continue
            same = [a for a in told if a.kind == b.kind]
            whole = sum(c.value for c in _counted(sheet, part) if c.kind == b.kind)
            if any(re.search(rf"(?<!\d){a.value}(?!\d)", sheet.text(part)) for a in told):
                continue
            if same and whole not in {a.value for a in told} and not any(_agree(a, b, everything) for a in told):
                yield difference("quantity", (same[0].start, same[0].end), (b.start, b.end))
                return


def _each(sheet: Sheet, told: list[Count], everything: list[Count]) -> Iterator[Difference]:
    """`Each box has 20 …` against a title that promises 12."""
    values = {a.value for a in told if a.kind != "any"}
    if len(values) != 1:
        return
    first = next(a for a in told if a.kind != "any")
    for part in sheet.texts("quantity", "description", "bullets"):
        for m in _EACH.finditer(sheet.text(part)):
            group = next(g for g in ("n1", "n2", "n3", "n4", "n5", "n6") if m[g])
            if not m[group].isdecimal() or _MEASURED.match(sheet.text(part), m.end(group)):
                continue
            outer = next(m[g] for g in ("en", "zh", "id", "th", "vi", "es") if m[g])
            start, end = part.start + m.start(group), part.start + m.end(group)
            b = Count(int(m[group]), "inner", start, end)
            if b.value < _SEVERAL or _outer_kind(outer) == first.kind:
                continue
            if any(c.value == b.value and not (c.start <= start < c.end) for c in everything):
                continue
            if not _agree(first, b, everything):
                yield difference("quantity", (first.start, first.end), (start, end))
                return


@cache
def _outers() -> dict[str, str]:
    return {fold(word).text: kind for kind, words in table("counters").items() for word in words}


def _outer_kind(word: str) -> str:
    return _outers().get(word, "")


@cache
def _parts() -> dict[str, str]:
    return {fold(word).text: kind for kind, words in table("counted").items() for word in words}


def countable_parts(sheet: Sheet) -> Iterator[Difference]:
    """A title's three tiers against an attribute's five."""
    for part in sheet.texts("quantity", "attributes"):
        kind = _parts().get(folded(part.name))
        if kind is None or name_of_part(part).fact:
            continue
        digits = re.search(r"\d+", sheet.text(part))
        if digits is None:
            continue
        numbers = [int(n) for n in re.findall(r"\d+", sheet.text(part))]
        values = {*numbers, sum(numbers)}  # 2 x USB-C, 1 x USB-A
        told = [
            m
            for other in sheet.texts("quantity", "title", "bullets")
            for m in sheet.measures_in(other.start, other.end)
            if m.dim == f"part:{kind}" and not m.ranged
        ]
        if told and all(int(m.values[0]) not in values for m in told) and len({m.values[0] for m in told}) == 1:
            place = (part.start + digits.start(), part.start + digits.end())
            yield difference("quantity", (told[0].start, told[0].end), place)
