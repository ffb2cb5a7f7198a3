"""The first look at a text: which rules it can break at all, by one pass for the part of each that is rarest.

Every formula needs something that ordinary text holds least: its anchor. Only the terms, patterns and detectors of the
anchors are looked for here, and a rule whose anchor is nowhere is done. What is found stays unproven: the screen says
too much, never too little.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from msgspec import Struct

from linter.match import detectors
from linter.match.columns import Lists, joined
from linter.match.disguised import LOOSE, masked
from linter.match.index import Index, Keys, Layout, Layouts
from linter.match.pinyin import touches
from linter.match.terms import Gap, Term
from linter.text.letters import readable
from linter.text.views import Views


class ScreenBook(Struct, frozen=True, array_like=True):
    """What the cache keeps of a screen: the keys of each view, each with the number of one of `masks`. A mask has a bit
    for every rule, in order, little end first. `always`: rules without an anchor; `half`: those whose anchor may be
    written half in pinyin; `detectors`: those that rest on a detector.
    """

    masks: tuple[bytes, ...]
    always: bytes
    half: bytes
    detectors: dict[str, bytes]
    bare: msgspec.Raw
    masked: msgspec.Raw
    squeezed: msgspec.Raw
    sounded: msgspec.Raw


def screen_book(
    laid_out: Layouts,
    terms: Sequence[Term],
    gaps: Sequence[Gap],
    anchored: Mapping[int, int],
    always: int,
    kinds: Mapping[int, str],
) -> ScreenBook:
    """Lay out the keys of the anchors. `anchored`: for each concept or detector the rules that rest on it, a bit each;
    `kinds`: the detectors among them.
    """
    rules = _Rules(terms, gaps, anchored)
    sides = [msgspec.Raw(msgspec.msgpack.encode(rules.keys(layout))) for layout in laid_out]
    half = 0
    for term in terms:
        half |= anchored.get(term.concept, 0) if term.sounds else 0
    for gap in gaps:
        always |= 0 if gap.gate else anchored.get(gap.concept, 0)
    return ScreenBook(
        tuple(map(_bytes, rules.masks)),
        _bytes(always),
        _bytes(half),
        {kind: _bytes(anchored[n]) for n, kind in kinds.items() if n in anchored},
        *sides,
    )


class _Rules:
    """The rules behind each key."""

    def __init__(self, terms: Sequence[Term], gaps: Sequence[Gap], anchored: Mapping[int, int]) -> None:
        self._terms = [anchored.get(term.concept, 0) for term in terms]
        self._gaps = [anchored.get(gap.concept, 0) for gap in gaps]
        self.masks: dict[int, int] = {}

    def keys(self, layout: Layout) -> Keys:
        words = self._of(layout.words, self._terms)
        literals = defaultdict(int, self._of(layout.owners, self._terms))
        for key, mask in self._of(layout.gates, self._gaps).items():
            literals[key] |= mask
        ordered, others = sorted(words), sorted(literals)
        return Keys(
            words=joined(ordered),
            meant=Lists.of((self._number(words[key]),) for key in ordered),
            literals=joined(others),
            owners=Lists.of((self._number(literals[key]),) for key in others),
            gates=Lists.of(() for _ in others),
        )

    @staticmethod
    def _of(keys: Mapping[str, Sequence[int]], masks: Sequence[int]) -> dict[str, int]:
        found = {key: _all(masks[n] for n in numbers) for key, numbers in keys.items()}
        return {key: mask for key, mask in found.items() if mask}

    def _number(self, mask: int) -> int:
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

    def __init__(self, book: ScreenBook) -> None:
        self._masks = [_mask(stored) for stored in book.masks]
        self._always = _mask(book.always)
        self._half = _mask(book.half)
        self._detectors = [(kind, _mask(stored)) for kind, stored in book.detectors.items()]
        self._bare = Index(book.bare)
        self._masked = Index(book.masked)
        self._squeezed = Index(book.squeezed)
        self._sounded = Index(book.sounded)

    def _of(self, numbers: Sequence[int]) -> int:
        return self._masks[numbers[0]] if numbers else 0

    def _in(self, index: Index, text: str) -> int:
        return index.bits(text, self._of, set())

    def rules(self, views: Views) -> int:
        """The rules that the text may break, a bit each."""
        plain, text = views.plain.text, views.bare.text
        found = self._always | self._in(self._bare, text)
        if LOOSE.search(plain):
            found |= self._in(self._bare, LOOSE.sub(" ", text))
        if masked(views):
            found |= self._disguised(views)
        if not plain.isascii():
            if views.sounded is not None:
                found |= self._in(self._sounded, views.sounded.text)
            if touches(plain):
                found |= self._half
        for kind, rules in self._detectors:
            if rules & ~found and detectors.may_find(kind, views):
                found |= rules
        return found

    def _disguised(self, views: Views) -> int:
        found = self._in(self._masked, views.unmasked.text)
        read = readable(views.bare.text)
        if read != views.bare.text:
            found |= self._in(self._bare, read)
        if views.squeezed is not None:
            found |= self._in(self._squeezed, views.squeezed.text)
        return found
