"""Where to look for terms: the keys of every view, and the terms and patterns that they lead to."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import msgspec
from msgspec import Struct

from linter.match.columns import Lists, Texts
from linter.match.finder import WORD, Finder
from linter.match.terms import Gap, Term
from linter.text.letters import bare, canonical

_LONE_WORD = re.compile(r"[a-z_ß-ɏḀ-ỿ]+\Z")
_SPACED_OUT = 6

Key = tuple[str, int]
"""A key and its owner: the number of a term, or of a pattern that it admits."""


class Keys(Struct, frozen=True, array_like=True):
    """`words` lead to the terms `meant`; a literal is the key of the terms `owners` and admits the
    patterns `gates` in its place.
    """

    words: Texts
    meant: Lists
    literals: Texts
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
        literals, words = sorted({*self.owners, *self.gates} - {""}), sorted(self.words)
        return Keys(
            words=Texts.of(words),
            meant=Lists.of(self.words[word] for word in words),
            literals=Texts.of(literals),
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
        self._finder = Finder(lambda: self._keys.words, lambda: self._keys.literals)

    @cached_property
    def _keys(self) -> Keys:
        return msgspec.msgpack.decode(self._encoded, type=Keys)

    @cached_property
    def _meant(self) -> Callable[[int], Sequence[int]]:
        return self._keys.meant.opened()

    @cached_property
    def _owners(self) -> Callable[[int], Sequence[int]]:
        return self._keys.owners.opened()

    @cached_property
    def _gates(self) -> Callable[[int], Sequence[int]]:
        return self._keys.gates.opened()

    def ready(self) -> None:
        """Build now what a long job will need."""
        self._finder.ready()

    def words(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Single Latin words of the text that are terms: owner, start, end."""
        for found in WORD.finditer(text):
            n = self._finder.word(found[0])
            if n is not None:
                for owner in self._meant(n):
                    yield owner, found.start(), found.end()

    def literals(self, text: str, admitted: set[int] | None = None) -> Iterator[tuple[int, int, int]]:
        """All other keys, wherever they stand: the term, start, end. The patterns that the text may match are added to
        `admitted`.
        """
        owners, gates = self._owners, self._gates
        for n, start, end in self._finder.literals(text):
            if admitted is not None:
                admitted.update(gates(n))
            for owner in owners(n):
                yield owner, start, end

    def admitted(self, text: str) -> set[int]:
        """The patterns that the text may match."""
        gates = self._gates
        return {pattern for n, _, _ in self._finder.literals(text) for pattern in gates(n)}
