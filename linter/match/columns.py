"""Long lists in a few strings: a hundred thousand terms are read from the cache without making an object of each."""

from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

import msgspec
from msgspec import Struct

from linter.match.terms import Term

_END = "\0"
"""No YAML file can hold it."""


class Lists(Struct, frozen=True, array_like=True):
    """Many short lists of numbers; list `n` is `items[starts[n]:starts[n + 1]]`. Both are arrays of 32 bits."""

    starts: bytes
    items: bytes

    @classmethod
    def of(cls, lists: Iterable[Iterable[int]]) -> "Lists":
        """Keep the lists in their order."""
        starts, items = array("I", [0]), array("I")
        for numbers in lists:
            items.extend(numbers)
            starts.append(len(items))
        return cls(starts.tobytes(), items.tobytes())

    def opened(self) -> Callable[[int], Sequence[int]]:
        """A list by its number, nothing copied."""
        starts, items = memoryview(self.starts).cast("I"), memoryview(self.items).cast("I")
        return lambda n: items[starts[n] : starts[n + 1]]


def joined(texts: Iterable[str]) -> str:
    """Many texts in one string."""
    return _END.join(texts)


def split(text: str) -> list[str]:
    """The texts of `joined`."""
    return text.split(_END) if text else []


class TermColumns(Struct, frozen=True, array_like=True):
    """Terms by column: text, concept and, by number, one of `shapes`, which says all else."""

    texts: str
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
        return cls(joined(term.text for term in terms), concepts.tobytes(), kinds.tobytes(), tuple(numbers))


class Terms(Sequence[Term]):
    """The terms of the columns, each made when first asked for."""

    def __init__(self, columns: TermColumns) -> None:
        self._columns = columns
        self._made: dict[int, Term] = {}
        self._concepts = memoryview(columns.concepts).cast("I")
        self._kinds = memoryview(columns.kinds).cast("I")

    @cached_property
    def _texts(self) -> list[str]:
        return split(self._columns.texts)

    def __len__(self) -> int:
        return len(self._kinds)

    def __getitem__(self, n: int) -> Term:  # type: ignore[override]  # nobody slices a vocabulary
        term = self._made.get(n)
        if term is None:
            shape = self._columns.shapes[self._kinds[n]]
            term = msgspec.structs.replace(shape, text=self._texts[n], concept=self._concepts[n])
            self._made[n] = term
        return term

    def concept(self, n: int) -> int:
        """The concept of a term."""
        return self._concepts[n]

    def heard(self) -> dict[int, str]:
        """Those whose homophones are looked for, by number."""
        sounding = {n for n, shape in enumerate(self._columns.shapes) if shape.sounds}
        return {n: self._texts[n] for n, kind in enumerate(self._kinds) if kind in sounding}
