"""The first look at a text: which rules it can break at all, by one pass for the part of each that is rarest.

Every formula needs something that ordinary text holds least: its anchor. Only the terms, patterns and detectors of the
anchors are looked for here, and a rule whose anchor is nowhere is done. What is found stays unproven: the screen says
too much, never too little.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence

import msgspec
from msgspec import Struct

from linter.match import detectors
from linter.match.columns import Lazy
from linter.match.disguised import LOOSE, masked
from linter.match.index import Index, Keys, Layout, Layouts
from linter.match.pinyin import touches
from linter.match.terms import Gap, Term
from linter.text.letters import readable
from linter.text.views import Views


ANCHORS = 3
"""Needs of one way to break a rule that are looked for at most."""


class ScreenBook(Struct, frozen=True, array_like=True):
    """What the cache keeps of a screen: the keys of each view, each with the number of one of `masks`. A mask has a bit
    for every anchor, little end first: the first ones of all `ways` to break a rule (each the number of its rule), then
    the second ones, and so on. `always`: the anchors that a way does without; `half`: those that may be written half in
    pinyin; `detectors`: those that are a detector; `patterns`: the mask of each pattern among the anchors.
    """

    ways: tuple[int, ...]
    masks: tuple[bytes, ...]
    always: bytes
    half: bytes
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
    """Lay out the keys of the anchors. `ways`: the number of a rule and the anchors of one way to break it; `kinds`: the
    concepts that are detectors.
    """
    anchored: dict[int, int] = defaultdict(int)
    always = half = 0
    for n, (_, anchors) in enumerate(ways):
        for k in range(ANCHORS):
            bit = 1 << (n + k * len(ways))
            for concept in anchors[k] if k < len(anchors) else ():
                anchored[concept] |= bit
            always |= 0 if k < len(anchors) else bit
    for term in terms:
        half |= anchored.get(term.concept, 0) if term.sounds else 0
    for gap in gaps:
        always |= 0 if gap.gate else anchored.get(gap.concept, 0)
    bits = _Anchored(terms, anchored)
    patterns = {n: bits.number(anchored[gap.concept]) for n, gap in enumerate(gaps) if gap.concept in anchored}
    sides = [msgspec.Raw(msgspec.msgpack.encode(bits.keys(layout, patterns))) for layout in laid_out]
    return ScreenBook(
        tuple(rule for rule, _ in ways),
        tuple(map(_bytes, bits.masks)),
        _bytes(always),
        _bytes(half),
        {kind: _bytes(anchored[n]) for n, kind in kinds.items() if n in anchored},
        patterns,
        *sides,
    )


class _Anchored:
    """The anchors behind each key."""

    def __init__(self, terms: Sequence[Term], anchored: Mapping[int, int]) -> None:
        self._terms = [anchored.get(term.concept, 0) for term in terms]
        self.masks: dict[int, int] = {}

    def keys(self, layout: Layout, patterns: Container[int]) -> Keys:
        """A key as an index has it, with the number of its mask for its terms."""
        gates = {key: [n for n in numbers if n in patterns] for key, numbers in layout.gates.items()}
        return Layout(
            self._of(layout.words), self._of(layout.owners), {key: numbers for key, numbers in gates.items() if numbers}
        ).keys()

    def _of(self, keys: Mapping[str, Sequence[int]]) -> dict[str, Sequence[int]]:
        found = {key: _all(self._terms[n] for n in numbers) for key, numbers in keys.items()}
        return {key: (self.number(mask),) for key, mask in found.items() if mask}

    def number(self, mask: int) -> int:
        """The number of a mask."""
        return self.masks.setdefault(mask, len(self.masks))


def _all(masks: Iterable[int]) -> int:
    bits = 0
    for mask in masks:
        bits |= mask
    return bits


def _bytes(mask: int) -> bytes:
    return mask.to_bytes((mask.bit_length() + 7) // 8, "little")


def _mask(stored: bytes) -> int:
    return int.from_bytes(stored, "little")


class Screen:
    """The anchors of all rules, ready to be looked for."""

    def __init__(self, book: ScreenBook, gaps: Lazy[Gap]) -> None:
        self._rule = [1 << rule for rule in book.ways]
        self._last = (1 << len(book.ways)) - 1
        self._masks = [_mask(stored) for stored in book.masks]
        self._always = _mask(book.always)
        self._half = _mask(book.half)
        self._detectors = [(kind, _mask(stored)) for kind, stored in book.detectors.items()]
        self._patterns = book.patterns
        self._gaps = gaps
        self._bare = Index(book.bare)
        self._masked = Index(book.masked)
        self._squeezed = Index(book.squeezed)
        self._sounded = Index(book.sounded)

    def _of(self, numbers: Sequence[int]) -> int:
        return self._masks[numbers[0]] if numbers else 0

    def _terms(self, index: Index, text: str) -> int:
        return index.bits(text, self._of, set())

    def _all(self, index: Index, text: str) -> int:
        """The anchors of terms and of every pattern that the text may match."""
        patterns: set[int] = set()
        found = index.bits(text, self._of, patterns)
        for n in patterns:
            found |= self._masks[self._patterns[n]]
        return found

    def _open(self, views: Views) -> int:
        """The anchors that stand undisguised."""
        plain, text = views.plain.text, views.bare.text
        patterns: set[int] = set()
        found = self._always | self._bare.bits(text, self._of, patterns)
        for n in patterns:
            anchors = self._masks[self._patterns[n]]
            if anchors & ~found and self._gaps[n].fits(plain, text):
                found |= anchors
        return found

    def rules(self, views: Views) -> int:
        """The rules that the text may break, a bit each."""
        plain = views.plain.text
        found = self._open(views)
        if LOOSE.search(plain):
            found |= self._terms(self._bare, LOOSE.sub(" ", views.bare.text))
        if masked(views):
            found |= self._disguised(views)
        if not plain.isascii():
            if views.sounded is not None:
                found |= self._terms(self._sounded, views.sounded.text)
            if touches(plain):
                found |= self._half
        for kind, anchors in self._detectors:
            if anchors & ~found and detectors.may_find(kind, views):
                found |= anchors
        return self._broken(found)

    def _broken(self, found: int) -> int:
        """The rules that may be broken where these anchors are."""
        ways = found & self._last
        for _ in range(ANCHORS - 1):
            found >>= len(self._rule)
            ways &= found
        rules = 0
        while ways:
            lowest = ways & -ways
            ways ^= lowest
            rules |= self._rule[lowest.bit_length() - 1]
        return rules

    def _disguised(self, views: Views) -> int:
        found = self._all(self._masked, views.unmasked.text)
        read = readable(views.bare.text)
        if read != views.bare.text:
            found |= self._all(self._bare, read)
        if views.squeezed is not None:
            found |= self._terms(self._squeezed, views.squeezed.text)
        return found
