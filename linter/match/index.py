"""Where to look for terms: single Latin words in a dictionary, everything else in one Aho-Corasick automaton a view.

The keys are made when rules are compiled and kept in the cache; the automata are built when a text first needs them.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import ahocorasick_rs
import msgspec
import regex
from msgspec import Struct

from linter.match.columns import Lists, joined, split
from linter.match.terms import Gap, Term
from linter.text.letters import bare, canonical

WORD = regex.compile(r"[a-z_ß-ɏḀ-ỿ]+")
_LONE_WORD = regex.compile(r"[a-z_ß-ɏḀ-ỿ]+\Z")
_LONE_SURROGATE = regex.compile(r"[\ud800-\udfff]")
_LAST = "\U0010ffff"
_SPACED_OUT = 6
_FEW_TEXTS = 3
_SHORT_TEXT = 2_000

Key = tuple[str, int]
"""A key and its owner: the number of a term, or of a pattern that it admits."""


class Keys(Struct, frozen=True, array_like=True):
    """`words` (sorted, joined) lead to the terms `meant`; a literal is the key of the terms `owners` and admits the
    patterns `gates` in its place.
    """

    words: str
    meant: Lists
    literals: str
    owners: Lists
    gates: Lists


class KeyBook(Struct, frozen=True):
    """The keys of every view, each still encoded: most texts need but the first."""

    bare: msgspec.Raw
    masked: msgspec.Raw
    squeezed: msgspec.Raw
    sounded: msgspec.Raw


class Layout(NamedTuple):
    """The keys of one view: the terms that a whole word means, the terms and patterns that a literal leads to."""

    words: Mapping[str, Sequence[int]]
    owners: Mapping[str, Sequence[int]]
    gates: Mapping[str, Sequence[int]]

    def keys(self) -> Keys:
        """As the cache keeps them."""
        literals, words = sorted({**self.owners, **self.gates}), sorted(self.words)
        return Keys(
            words=joined(words),
            meant=Lists.of(self.words[word] for word in words),
            literals=joined(literals),
            owners=Lists.of(self.owners.get(key, ()) for key in literals),
            gates=Lists.of(self.gates.get(key, ()) for key in literals),
        )


class Layouts(NamedTuple):
    """The keys of all views."""

    bare: Layout
    masked: Layout
    squeezed: Layout
    sounded: Layout


def layouts(terms: Sequence[Term], gaps: Sequence[Gap], sounds: Mapping[str, str]) -> Layouts:
    """What to look for in every view."""
    hidden = [(canonical(bare(t.text)), n) for n, t in enumerate(terms) if t.disguised and not t.how]
    heard = str.maketrans(dict(sounds))
    named = list(enumerate(terms))
    gates = [(g, n) for n, gap in enumerate(gaps) for g in gap.gate]
    masked_gates = [(g, n) for n, gap in enumerate(gaps) for g in gap.masked_gate]
    return Layouts(
        bare=_sorted_out([(bare(t.text), n) for n, t in named], terms, gates),
        masked=_sorted_out(hidden, terms, masked_gates),
        squeezed=Layout({}, _by_key(key for pair in hidden for key in _closed_up(pair)), {}),
        sounded=Layout({}, _by_key((t.text.translate(heard), n) for n, t in named if t.sounds), {}),
    )


def key_book(laid_out: Layouts) -> KeyBook:
    """The keys of all views, encoded."""
    return KeyBook(*(msgspec.Raw(msgspec.msgpack.encode(layout.keys())) for layout in laid_out))


def _sorted_out(keys: Iterable[Key], terms: Sequence[Term], gates: Iterable[Key]) -> Layout:
    words: list[Key] = []
    literals: list[Key] = []
    for key, n in keys:
        (words if is_word(key, terms[n]) else literals).append((key, n))
    return Layout(_by_key(words), _by_key(literals), _by_key(gates))


def is_word(key: str, term: Term) -> bool:
    """Whether a term's key is one whole Latin word, and counts as nothing else."""
    return _LONE_WORD.match(key) is not None and not (term.open_start or term.open_end)


def _by_key(keys: Iterable[Key]) -> dict[str, list[int]]:
    owners: dict[str, list[int]] = {}
    for key, n in keys:
        owners.setdefault(key, []).append(n)
    return owners


def _closed_up(key: Key) -> Iterator[Key]:
    """The key, and without its own spaces where it is long enough: `g i f t c a r d` has none left."""
    text, n = key
    yield key
    if " " in text and len(text) > _SPACED_OUT:
        yield text.replace(" ", ""), n


class Index:
    """The keys of one view, ready to be looked for."""

    def __init__(self, encoded: msgspec.Raw) -> None:
        self._encoded = encoded
        self._asked = 0
        self._word_bits: dict[int, int] = {}
        self._literal_bits: dict[int, tuple[int, Sequence[int]]] = {}

    @cached_property
    def _keys(self) -> Keys:
        return msgspec.msgpack.decode(self._encoded, type=Keys)

    @cached_property
    def _words(self) -> list[str]:
        return split(self._keys.words)

    @cached_property
    def _word_numbers(self) -> dict[str, int]:
        return {word: n for n, word in enumerate(self._words)}

    @cached_property
    def _meant(self) -> Callable[[int], Sequence[int]]:
        return self._keys.meant.opened()

    @cached_property
    def _literals(self) -> list[str]:
        return split(self._keys.literals)

    @cached_property
    def _owners(self) -> Callable[[int], Sequence[int]]:
        return self._keys.owners.opened()

    @cached_property
    def _gates(self) -> Callable[[int], Sequence[int]]:
        return self._keys.gates.opened()

    @cached_property
    def _automaton(self) -> ahocorasick_rs.AhoCorasick:
        kind = ahocorasick_rs.Implementation.ContiguousNFA
        return ahocorasick_rs.AhoCorasick(self._literals, implementation=kind)

    def words(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Single Latin words of the text that are terms: owner, start, end."""
        for found in WORD.finditer(text):
            n = self._number(found[0])
            if n is not None:
                for owner in self._meant(n):
                    yield owner, found.start(), found.end()

    def _number(self, word: str) -> int | None:
        if self._asked > _FEW_TEXTS:
            return self._word_numbers.get(word)
        n = bisect_left(self._words, word)
        return n if n < len(self._words) and self._words[n] == word else None

    def literals(self, text: str, admitted: set[int] | None = None) -> Iterator[tuple[int, int, int]]:
        """All other keys, wherever they stand: the term, start, end. The patterns that the text may match are added to
        `admitted`.
        """
        owners, gates = self._owners, self._gates
        for n, start, end in self._found(text):
            if admitted is not None:
                admitted.update(gates(n))
            for owner in owners(n):
                yield owner, start, end

    def bits(self, text: str, of: Callable[[Sequence[int]], int], admitted: set[int]) -> int:
        """What the terms in the text stand for, all together, by what `of` says of a key's terms. The patterns that the
        text may match are added to `admitted`.
        """
        mask = 0
        for word in WORD.findall(text):
            n = self._number(word)
            if n is not None:
                bits = self._word_bits.get(n)
                if bits is None:
                    bits = self._word_bits[n] = of(self._meant(n))
                mask |= bits
        for n, _, _ in self._found(text):
            known = self._literal_bits.get(n)
            if known is None:
                known = self._literal_bits[n] = of(self._owners(n)), self._gates(n)
            mask |= known[0]
            if known[1]:
                admitted.update(known[1])
        return mask

    def admitted(self, text: str) -> set[int]:
        """The patterns that the text may match."""
        gates = self._gates
        return {pattern for n, _, _ in self._found(text) for pattern in gates(n)}

    def _found(self, text: str) -> Iterable[tuple[int, int, int]]:
        """The number of each literal and where it stands. The automaton takes half a second to build: a few messages
        typed on the command line are looked through without it.
        """
        self._asked += 1
        if self._asked <= _FEW_TEXTS and len(text) <= _SHORT_TEXT:
            return self._one_by_one(text)
        # Half an emoji, from an export that cut the text, cannot be encoded: the rest of the message is still judged.
        whole = text if text.isascii() else _LONE_SURROGATE.sub("\ufffd", text)
        return self._automaton.find_matches_as_indexes(whole, overlapping=True)

    def _one_by_one(self, text: str) -> Iterator[tuple[int, int, int]]:
        literals = self._literals
        for start in range(len(text)):
            low, high = 0, len(literals)
            for end in range(start + 1, len(text) + 1):
                prefix = text[start:end]
                low = bisect_left(literals, prefix, low, high)
                if low == high or not literals[low].startswith(prefix):
                    break
                if literals[low] == prefix:
                    yield low, start, end
                high = bisect_right(literals, prefix + _LAST, low, high)
