"""Formulas in their compiled form, and where they hold in a text."""

from collections.abc import Callable, Iterable, Sequence
from itertools import islice, product

from msgspec import Struct

from linter.match.hit import Apart, Hit
from linter.match.reading import Reading, Setting, Stretch

MOST = 48
"""Places of one part that are tried against the other parts; a text with more repeats itself."""

TRIES = 4
"""Fitting places of one part that are tried before the parts after it count as missing."""


class Use(Struct, frozen=True, tag="use"):
    """A concept or detector, by number."""

    concept: int


class OneOf(Struct, frozen=True, tag="any"):
    """One of the parts."""

    parts: "tuple[Node, ...]"


class Together(Struct, frozen=True, tag="near"):
    """All parts in one stretch, without overlap; `without` may not be there."""

    parts: "tuple[Node, ...]"
    within: Stretch
    order: bool = False
    without: "tuple[Node, ...]" = ()


class Many(Struct, frozen=True, tag="count"):
    """At least so many places in one stretch."""

    part: "Node"
    at_least: int
    within: Stretch


class FromBuyer(Struct, frozen=True, tag="buyer"):
    """Holds in one of the buyer's last messages; points at nothing."""

    part: "Node"
    turns: int


class Where(Struct, frozen=True, tag="where"):
    """Holds for messages in this setting; points at nothing."""

    setting: Setting


class Beside(Struct, frozen=True, tag="beside"):
    """Guards: the part holds before, after or around the found words in one stretch."""

    part: "Node"
    side: str
    within: Stretch


class Covering(Struct, frozen=True, tag="inside"):
    """Guards: a match of the part covers one of the found words."""

    part: "Node"


Node = Use | OneOf | Together | Many | FromBuyer | Where | Beside | Covering


class Match(Struct, frozen=True, order=True):
    """The words a formula rests on, in the order of the text; none for a formula about the buyer."""

    parts: tuple[Hit, ...]

    @property
    def start(self) -> int:
        """Where the first word begins."""
        return self.parts[0].start

    @property
    def end(self) -> int:
        """Where the last word ends."""
        return max(p.end for p in self.parts)

    @property
    def how(self) -> int:
        """The `Disguise` bits of all words."""
        bits = 0
        for p in self.parts:
            bits |= p.how
        return bits


def possible(node: Node, reading: Reading) -> bool:
    """Whether the formula may hold, by what the text may hold: cheap, and never wrong where it says no."""
    match node:
        case Use(concept):
            return reading.may_hold(concept)
        case OneOf(parts):
            return any(possible(part, reading) for part in parts)
        case Together(parts):
            return all(possible(part, reading) for part in parts)
        case Many(part):
            return possible(part, reading)
        case _:
            return True


def find(node: Node, reading: Reading, mask: int) -> list[Match]:  # noqa: PLR0911  # one case a kind of formula
    """Every place where the formula holds, seeing through the disguises in `mask` only."""
    match node:
        case Use(concept):
            return _seen(concept, reading, mask)
        case OneOf(parts):
            return sorted({m for part in parts for m in find(part, reading, mask)})
        case Together():
            return _together(node, reading, mask)
        case Many():
            return _many(node, reading, mask)
        case FromBuyer(part, turns):
            heard = any(find(part, turn, mask) for turn in reading.buyer[-turns:])
            return [Match(())] if heard else []
        case Where(setting):
            return [Match(())] if reading.stands(setting) else []
        case _:
            return []


def _seen(concept: int, reading: Reading, mask: int) -> list[Match]:
    """A concept's hits as matches; many rules ask for the same ones."""
    known = reading.seen.get((concept, mask))
    if known is None:
        known = reading.seen[concept, mask] = [Match((hit,)) for hit in reading.hits(concept) if not hit.how & ~mask]
    return known


def holds(node: Node, match: Match, reading: Reading, mask: int) -> bool:
    """Whether a guard's formula speaks against the match."""
    return witness(node, match, reading, mask) is not None


def witness(node: Node, match: Match, reading: Reading, mask: int) -> Match | None:
    """The words by which a guard's formula speaks against the match: none at all where the formula points at none
    (what the buyer said, where the message stands), nothing where it does not hold.
    """
    match node:
        case Beside(part, side, within):
            test = _SIDES[side]
            around = (m for m in find(part, reading, mask) if m.parts and not _is_part(m, match))
            return _first(m for m in around if any(test(m, h) and reading.share(within, m, h) for h in match.parts))
        case Covering(part):
            covers = find(part, reading, mask)
            return _first(m for m in covers if any(m.start <= h.start and h.end <= m.end for h in match.parts))
        case OneOf(parts):
            return _first(m for part in parts if (m := witness(part, match, reading, mask)))
        case Together(parts) if not any(isinstance(part, Use) for part in parts):
            seen = [witness(part, match, reading, mask) for part in parts]
            return Match(tuple(hit for m in seen if m for hit in m.parts)) if all(seen) else None
        case _:
            return _first(find(node, reading, mask))


def _first(matches: Iterable[Match]) -> Match | None:
    return next(iter(matches), None)


_SIDES: dict[str, Callable[[Match, Hit], bool]] = {
    "before": lambda m, hit: m.end <= hit.start,
    "after": lambda m, hit: hit.end <= m.start,
    "around": lambda _m, _hit: True,
}


def _is_part(m: Match, match: Match) -> bool:
    """Whether the match itself is made of these words: the `don't` of “don't check out here” denies nothing. A longer
    phrase around a word (`not a must` around `must`) does.
    """
    return any(p.start <= m.start and m.end <= p.end for p in match.parts)


def tightest(matches: Sequence[Match]) -> list[Match]:
    """Of matches that overlap, the one that spans the least text (then the earliest); in the order of the text."""
    apart = Apart()
    return sorted(m for m in sorted(matches, key=lambda m: (m.end - m.start, m.parts)) if apart.add(m.start, m.end))


def _together(node: Together, reading: Reading, mask: int) -> list[Match]:
    lists: list[list[Match]] = []
    for part in node.parts:
        matches = find(part, reading, mask)
        if not matches:
            return []
        lists.append(matches)
    silent = [matches for matches in lists if matches[0].parts]
    if not silent:
        return [Match(())]
    found = set(_combinations(node, silent, reading))
    for part in node.without:
        unwanted = [m for m in find(part, reading, mask) if m.parts]
        found = {m for m in found if not any(reading.share(node.within, u, m) for u in unwanted)}
    return sorted(found)


def _combinations(node: Together, lists: list[list[Match]], reading: Reading) -> list[Match]:
    """For each place of the rarest part, the nearest places of the others that fit; then the same with what those
    leave over: in `好评返现,晒图返红包` 返现 is as near to 晒图 as 红包 is.
    """
    found = _anchored(node, lists, reading)
    taken = tightest(found)
    left = [[m for m in matches if not any(m.start < t.end and t.start < m.end for t in taken)] for matches in lists]
    return [*found, *_anchored(node, left, reading)] if found and all(left) else found


def _anchored(node: Together, lists: list[list[Match]], reading: Reading) -> list[Match]:
    rarest = min(range(len(lists)), key=lambda i: len(lists[i]))
    found: list[Match] = []
    for anchor in lists[rarest][:MOST]:
        chosen = _completed(node, lists, {rarest: anchor}, reading)
        if chosen:
            found.append(Match(tuple(sorted({hit for m in chosen.values() for hit in m.parts}))))
    return found


def _completed(
    node: Together, lists: list[list[Match]], chosen: dict[int, Match], reading: Reading
) -> dict[int, Match] | None:
    """The places chosen with the nearest ones of the other parts; where those fit no third part, the next ones."""
    i = next((i for i in range(len(lists)) if i not in chosen), None)
    if i is None:
        return chosen
    near = sorted(lists[i], key=lambda m: min(_distance(m, f) for f in chosen.values()))
    fitting = (m for m in near[:MOST] if all(_fits(node, i, m, k, f, reading) for k, f in chosen.items()))
    for m in islice(fitting, TRIES):
        found = _completed(node, lists, {**chosen, i: m}, reading)
        if found:
            return found
    return None


def _fits(node: Together, i: int, m: Match, k: int, other: Match, reading: Reading) -> bool:
    if _overlap(m, other) or not reading.share(node.within, m, other):
        return False
    return not node.order or ((m.start < other.start) == (i < k))


def _many(node: Many, reading: Reading, mask: int) -> list[Match]:
    places = [m for m in find(node.part, reading, mask) if m.parts]
    found: list[Match] = []
    for i, first in enumerate(places):
        if any(first.start < known.end for known in found):
            continue
        group = [m for m in places[i:] if reading.share(node.within, first, m)]
        apart = [m for n, m in enumerate(group) if not any(_overlap(m, g) for g in group[:n])]
        if len(apart) >= node.at_least:
            found.append(Match(tuple(sorted({hit for m in apart for hit in m.parts}))))
    return found


def _overlap(a: Match, b: Match) -> bool:
    return any(p.start < q.end and q.start < p.end for p, q in product(a.parts, b.parts))


def _distance(a: Match, b: Match) -> int:
    return max(a.start - b.end, b.start - a.end, 0)
