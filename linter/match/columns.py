"""Long lists in a few strings: a hundred thousand terms are read from the cache without making an object of each."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Generic, TypeVar

import msgspec
from msgspec import Struct

from linter.match.terms import Gap, Term

T = TypeVar("T")

_END = "\0"
"""No YAML file can hold it."""
_NONE = 0xFFFF_FFFF
_BLOCK = 256
_HEAD = 2


class Lists(Struct, frozen=True, array_like=True):
    """Many short lists of numbers, most of them of one: `ones` (32 bits each) holds those, `more` the longer ones; a
    list without a number has all bits set.
    """

    ones: bytes
    more: dict[int, tuple[int, ...]]

    @classmethod
    def of(cls, lists: Iterable[Sequence[int]]) -> "Lists":
        """Keep the lists in their order."""
        ones = array("I")
        more: dict[int, tuple[int, ...]] = {}
        for n, numbers in enumerate(lists):
            ones.append(numbers[0] if len(numbers) == 1 else _NONE)
            if len(numbers) > 1:
                more[n] = tuple(numbers)
        return cls(ones.tobytes(), more)

    def opened(self) -> Callable[[int], Sequence[int]]:
        """A list by its number."""
        ones, more = memoryview(self.ones).cast("I"), self.more
        return lambda n: more.get(n, ()) if ones[n] == _NONE else (ones[n],)


def joined(texts: Iterable[str]) -> str:
    """Many texts in one string."""
    return _END.join(texts)


def split(text: str) -> list[str]:
    """The texts of `joined`."""
    return text.split(_END) if text else []


class Texts(Struct, frozen=True, array_like=True):
    """Sorted texts, in groups of those that begin with the same two characters: the number of its first one, and all
    of them. A message needs a few dozen groups of ten thousand.
    """

    size: int
    groups: dict[str, tuple[int, str]]

    @classmethod
    def of(cls, ordered: Sequence[str]) -> "Texts":
        """Keep sorted texts, none of them empty."""
        groups: dict[str, tuple[int, str]] = {}
        for start, some in groupby(enumerate(ordered), key=lambda numbered: numbered[1][:_HEAD]):
            together = list(some)
            groups[start] = together[0][0], joined(text for _, text in together)
        return cls(len(ordered), groups)

    def every(self) -> list[str]:
        """All of them, by number."""
        return split(_END.join([texts for _, texts in self.groups.values()]))

    def opened(self) -> Callable[[str], tuple[int, list[str]]]:
        """A group by its two characters (or the one that a text of one has)."""
        known: dict[str, tuple[int, list[str]]] = {}

        def group(start: str) -> tuple[int, list[str]]:
            if start not in known:
                first, texts = self.groups.get(start, (0, ""))
                known[start] = first, split(texts)
            return known[start]

        return group


class TermColumns(Struct, frozen=True, array_like=True):
    """Terms by column: text (in blocks of 256), concept and, by number, one of `shapes`, which says all else."""

    texts: tuple[msgspec.Raw, ...]
    concepts: bytes
    kinds: bytes
    shapes: tuple[Term, ...]

    @classmethod
    def of(cls, terms: Sequence[Term]) -> "TermColumns":
        """Keep the terms in their order."""
        shapes = [msgspec.structs.replace(term, text="", concept=0) for term in terms]
        numbers = {shape: n for n, shape in enumerate(dict.fromkeys(shapes))}
        concepts = array("I", (term.concept for term in terms))
        kinds = array("I", (numbers[shape] for shape in shapes))
        texts = [term.text for term in terms]
        blocks = (joined(texts[at : at + _BLOCK]) for at in range(0, len(texts), _BLOCK))
        stored = tuple(msgspec.Raw(msgspec.msgpack.encode(block)) for block in blocks)
        return cls(stored, concepts.tobytes(), kinds.tobytes(), tuple(numbers))


class Lazy(Generic[T]):
    """So many things by number, each made when first asked for."""

    def __init__(self, size: int, make: Callable[[int], T]) -> None:
        self._size = size
        self._make = make
        self._made: dict[int, T] = {}

    def __iter__(self) -> Iterator[T]:
        return map(self.__getitem__, range(self._size))

    def __getitem__(self, n: int) -> T:
        made = self._made.get(n)
        if made is None:
            made = self._made[n] = self._make(n)
        return made


class Terms(Lazy[Term]):
    """The terms of the columns."""

    def __init__(self, columns: TermColumns) -> None:
        self._columns = columns
        self._blocks: dict[int, list[str]] = {}
        self._concepts = memoryview(columns.concepts).cast("I")
        self._kinds = memoryview(columns.kinds).cast("I")
        super().__init__(len(self._kinds), self._term)

    def _text(self, n: int) -> str:
        block = self._blocks.get(n // _BLOCK)
        if block is None:
            block = self._blocks[n // _BLOCK] = split(
                msgspec.msgpack.decode(self._columns.texts[n // _BLOCK], type=str)
            )
        return block[n % _BLOCK]

    def _term(self, n: int) -> Term:
        shape = self._columns.shapes[self._kinds[n]]
        return msgspec.structs.replace(shape, text=self._text(n), concept=self._concepts[n])

    def concept(self, n: int) -> int:
        """The concept of a term."""
        return self._concepts[n]

    def heard(self) -> dict[int, str]:
        """Those whose homophones are looked for, by number."""
        sounding = {n for n, shape in enumerate(self._columns.shapes) if shape.sounds}
        return {n: self._text(n) for n, kind in enumerate(self._kinds) if kind in sounding}


def encoded(gaps: Iterable[Gap]) -> tuple[msgspec.Raw, ...]:
    """Patterns as the cache keeps them: of three thousand a message needs a few dozen."""
    return tuple(msgspec.Raw(msgspec.msgpack.encode(gap)) for gap in gaps)


def decoded(gaps: Sequence[msgspec.Raw]) -> Lazy[Gap]:
    """The patterns of `encoded`."""
    decoder = msgspec.msgpack.Decoder(Gap)
    return Lazy(len(gaps), lambda n: decoder.decode(gaps[n]))
