"""The first look at a text: which rules it can break at all, by one pass for the part of each that is rarest.

Every formula needs something that ordinary text holds least: its anchor. Only the terms, patterns and detectors of the
anchors are looked for here, and a rule whose anchor is nowhere is done. What is found stays unproven: the screen says
too much, never too little.
"""

from array import array
from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple, Protocol

import msgspec
import regex
from msgspec import Struct

from linter.match import detectors
from linter.match.columns import Lazy, Texts
from linter.match.disguised import LOOSE, loose, masked
from linter.match.finder import Finder
from linter.match.index import Layout, Layouts
from linter.match.pinyin import touches
from linter.match.terms import BUDGET, Gap, Term
from linter.text.views import Views

ANCHORS = 3
"""Needs of one way to break a rule that are looked for at most."""


class ScreenBook(Struct, frozen=True, array_like=True):
    """What the cache keeps of a screen: the keys of each view, each with the number of one of `masks`.

    A mask has a bit for every anchor, little end first: the first ones of all `ways` to break a rule (each the number
    of its rule), then the second ones, and so on. `always`: the anchors that a way does without; `detectors`: those
    that are a detector; `patterns`: the mask of each pattern among the anchors; `heard`: of each term that may be
    written half in pinyin.
    """

    ways: tuple[int, ...]
    masks: tuple[bytes, ...]
    always: bytes
    heard: dict[int, int]
    detectors: dict[str, bytes]
    patterns: dict[int, int]
    bare: msgspec.Raw
    masked: msgspec.Raw
    squeezed: msgspec.Raw
    sounded: msgspec.Raw


def screen_book(
    ways: Sequence[tuple[int, Sequence[frozenset[int]]]],
    laid_out: Layouts,
    terms: Sequence[Term],
    gaps: Sequence[Gap],
    kinds: Mapping[int, str],
) -> ScreenBook:
    """Lay out the keys of the anchors. `ways`: the number of a rule and the anchors of one way to break it; `kinds`:
    the concepts that are detectors.
    """
    anchored: dict[int, int] = defaultdict(int)
    always = 0
    for n, (_, anchors) in enumerate(ways):
        for k in range(ANCHORS):
            bit = 1 << (n + k * len(ways))
            for concept in anchors[k] if k < len(anchors) else ():
                anchored[concept] |= bit
            always |= 0 if k < len(anchors) else bit
    for gap in gaps:
        always |= 0 if gap.gate else anchored.get(gap.concept, 0)
    bits = _Masks(terms, anchored)
    patterns = {n: bits.number(anchored[gap.concept]) for n, gap in enumerate(gaps) if gap.concept in anchored}
    heard = {n: bits.number(anchored[t.concept]) for n, t in enumerate(terms) if t.sounds and t.concept in anchored}
    sides = [msgspec.Raw(msgspec.msgpack.encode(bits.keys(layout, patterns))) for layout in laid_out]
    return ScreenBook(
        tuple(rule for rule, _ in ways),
        tuple(map(_bytes, bits.numbers)),
        _bytes(always),
        heard,
        {kind: _bytes(anchored[n]) for n, kind in kinds.items() if n in anchored},
        patterns,
        *sides,
    )


class Anchored(Struct, frozen=True, array_like=True):
    """The keys of one view, the words before the literals: `masks` (32 bits each) has the number of each key's mask,
    `gates` the patterns that a literal admits.
    """

    words: Texts
    literals: Texts
    masks: bytes
    gates: dict[int, tuple[int, ...]]


class _Masks:
    """The distinct sets of anchors."""

    def __init__(self, terms: Sequence[Term], anchored: Mapping[int, int]) -> None:
        self._terms = [anchored.get(term.concept, 0) for term in terms]
        self.numbers: dict[int, int] = {0: 0}

    def number(self, mask: int) -> int:
        """The number of a mask."""
        return self.numbers.setdefault(mask, len(self.numbers))

    def keys(self, layout: Layout, patterns: Container[int]) -> Anchored:
        """The keys of a view that stand for an anchor."""
        words, literals = self._of(layout.words), self._of(layout.owners)
        gates = {key: tuple(n for n in numbers if n in patterns) for key, numbers in layout.gates.items()}
        ordered = sorted(words)
        others = sorted({*literals, *(key for key, numbers in gates.items() if numbers)} - {""})
        masks = [*(words[key] for key in ordered), *(literals.get(key, 0) for key in others)]
        return Anchored(
            Texts.of(ordered),
            Texts.of(others),
            array("I", map(self.number, masks)).tobytes(),
            {len(ordered) + n: gates[key] for n, key in enumerate(others) if gates.get(key)},
        )

    def _of(self, keys: Mapping[str, Sequence[int]]) -> dict[str, int]:
        found = {key: _all(self._terms[n] for n in numbers) for key, numbers in keys.items()}
        return {key: mask for key, mask in found.items() if mask}


def _all(masks: Iterable[int]) -> int:
    bits = 0
    for mask in masks:
        bits |= mask
    return bits


def _places(mask: int) -> Iterator[int]:
    while mask:
        lowest = mask & -mask
        mask ^= lowest
        yield lowest.bit_length() - 1


def _bytes(mask: int) -> bytes:
    return mask.to_bytes((mask.bit_length() + 7) // 8, "little")


def _mask(stored: bytes) -> int:
    return int.from_bytes(stored, "little")


class Compiling(Protocol):
    """What gives a pattern ready to be used (`Scanner.pattern`)."""

    def __call__(self, gap: Gap, *, masked: bool = False) -> regex.Pattern[str]:
        """The pattern, or its form for the unmasked view."""
        ...


class KeyFinder(Protocol):
    """What finds keys in a text: `Finder`, or a quicker one."""

    def numbers(self, text: str) -> list[int]:
        """The number of every key in the text."""
        ...

    def joined(self, texts: Sequence[str]) -> list[list[int]]:
        """The same for each of many texts."""
        ...


class Side:
    """The anchors of one view, ready to be looked for."""

    def __init__(self, encoded: msgspec.Raw, masks: Sequence[int]) -> None:
        self.encoded = encoded
        self._distinct = masks
        self.portable = Finder(lambda: self._keys.words, lambda: self._keys.literals)
        self.finder: KeyFinder = self.portable

    @cached_property
    def _keys(self) -> Anchored:
        return msgspec.msgpack.decode(self.encoded, type=Anchored)

    def words(self) -> list[str]:
        """The keys that are one whole word, sorted."""
        return self._keys.words.every()

    def literals(self) -> list[str]:
        """All other keys, sorted."""
        return self._keys.literals.every()

    @cached_property
    def _masks(self) -> list[int]:
        return [self._distinct[n] for n in memoryview(self._keys.masks).cast("I")]

    @cached_property
    def _gates(self) -> dict[int, tuple[int, ...]]:
        return self._keys.gates

    def anchors(self, text: str, patterns: set[int]) -> int:
        """The anchors among the terms of a text; the patterns that it may match are added to `patterns`."""
        return self.standing_for(self.finder.numbers(text), patterns)

    def standing_for(self, numbers: Iterable[int], patterns: set[int]) -> int:
        """The same for the keys of a text."""
        masks, gates = self._masks, self._gates
        found = 0
        for n in numbers:
            found |= masks[n]
            if n in gates:
                patterns.update(gates[n])
        return found


class _Maybe(NamedTuple):
    """A pattern (by number) that a view may match, and the anchors that it is."""

    anchors: int
    number: int
    way: str


_TEXTS: Mapping[str, Callable[[Views], str]] = {
    "bare": lambda views: views.plain.text,
    "unmasked": lambda views: views.unmasked.text,
    "readable": lambda views: views.readable,
}


class Screen:
    """The anchors of all rules, ready to be looked for."""

    def __init__(
        self,
        book: ScreenBook,
        gaps: Lazy[Gap],
        pattern: Compiling,
        half: Callable[[str], Iterable[tuple[int, int, int]]],
    ) -> None:
        self._rule = [1 << rule for rule in book.ways]
        self._last = (1 << len(book.ways)) - 1
        self._masks = [_mask(stored) for stored in book.masks]
        self._always = _mask(book.always)
        self._heard_terms = book.heard
        self._detectors = [(kind, _mask(stored)) for kind, stored in book.detectors.items()]
        self._detected = _all(anchors for _, anchors in self._detectors)
        self._patterns = book.patterns
        self._gaps = gaps
        self._pattern = pattern
        self._half = half
        self._bare = Side(book.bare, self._masks)
        self._masked = Side(book.masked, self._masks)
        self._squeezed = Side(book.squeezed, self._masks)
        self._sounded = Side(book.sounded, self._masks)

    def ready(self) -> None:
        """Build now what a long job will need."""
        for side in self.sides.values():
            if side.finder is side.portable:
                side.portable.ready()

    @property
    def sides(self) -> Mapping[str, Side]:
        """What is looked for in each view."""
        return {"bare": self._bare, "masked": self._masked, "squeezed": self._squeezed, "sounded": self._sounded}

    def _terms(self, side: Side, text: str) -> int:
        return side.anchors(text, set())

    def rules(self, views: Views) -> int:
        """The rules that the text may break, a bit each."""
        return self._rules(views, self._bare.finder.numbers(views.bare.text))

    def many(self, texts: Sequence[Views]) -> list[int]:
        """The same for each of many texts, in one pass."""
        keys = self._bare.finder.joined([views.bare.text for views in texts])
        return [self._rules(views, numbers) for views, numbers in zip(texts, keys, strict=True)]

    def _rules(self, views: Views, keys: Iterable[int]) -> int:
        plain, text = views.plain.text, views.bare.text
        admitted: set[int] = set()
        found = self._always | self._bare.standing_for(keys, admitted)
        patterns = self._maybe("bare", admitted)
        if loose(plain):
            found |= self._terms(self._bare, LOOSE.sub(" ", text))
        if masked(views):
            found |= self._disguised(views, patterns)
        if not plain.isascii():
            found |= self._heard(views)
        return self._broken(found, patterns, views)

    def _maybe(self, way: str, patterns: Iterable[int]) -> list[_Maybe]:
        return [_Maybe(self._masks[self._patterns[n]], n, way) for n in patterns]

    def _broken(self, found: int, patterns: Sequence[_Maybe], views: Views) -> int:
        """The rules that may be broken where these anchors are, and perhaps these patterns and some detector: those are
        asked only where some way to break a rule rests on them, the rarest first.
        """
        ways = self._ways(found | self._detected | _all(maybe.anchors for maybe in patterns))
        for k in range(ANCHORS):
            if not ways:
                return 0
            asked = ways << k * len(self._rule) & ~found
            if asked:
                found |= self._asked(asked, patterns, views)
            ways &= found >> k * len(self._rule)
        return _all(self._rule[n] for n in _places(ways))

    def _asked(self, asked: int, patterns: Sequence[_Maybe], views: Views) -> int:
        """Those of the anchors that are patterns that the text may match, or detectors with something to look at."""
        found = 0
        for maybe in patterns:
            if maybe.anchors & asked & ~found and self._stands(maybe, views):
                found |= maybe.anchors
        for kind, anchors in self._detectors:
            if anchors & asked & ~found and detectors.may_find(kind, views):
                found |= anchors
        return found

    def _stands(self, maybe: _Maybe, views: Views) -> bool:
        """Whether a pattern matches; one that runs out of time may."""
        gap = self._gaps[maybe.number]
        if maybe.way == "bare" and not gap.fits(views.plain.text, views.bare.text):
            return False
        try:
            pattern = self._pattern(gap, masked=maybe.way == "unmasked")
            return pattern.search(_TEXTS[maybe.way](views), timeout=BUDGET) is not None
        except TimeoutError:
            return True

    def _ways(self, anchors: int) -> int:
        """The ways to break a rule all of whose anchors are among these."""
        ways = anchors & self._last
        for _ in range(ANCHORS - 1):
            anchors >>= len(self._rule)
            ways &= anchors
        return ways

    def _heard(self, views: Views) -> int:
        found = 0 if views.sounded is None else self._terms(self._sounded, views.sounded.text)
        if touches(views.plain.text):
            terms = {n for _, _, n in self._half(views.plain.text)}
            found |= _all(self._masks[self._heard_terms[n]] for n in terms if n in self._heard_terms)
        return found

    def _disguised(self, views: Views, patterns: list[_Maybe]) -> int:
        admitted: set[int] = set()
        found = self._masked.anchors(views.unmasked.text, admitted)
        patterns += self._maybe("unmasked", admitted)
        read = views.readable
        if read != views.bare.text:
            admitted = set()
            found |= self._bare.anchors(read, admitted)
            patterns += self._maybe("readable", (n for n in admitted if self._gaps[n].pattern))
        if views.squeezed is not None:
            found |= self._terms(self._squeezed, views.squeezed.text)
        return found
