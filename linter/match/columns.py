"""Long lists in a few strings: a hundred thousand terms are read from the cache without making an object of each."""

from array import array
from collections.abc import Callable, Iterable, Sequence

import msgspec
from msgspec import Struct

from linter.match.terms import Gap, Term

_END = "\0"
"""No YAML file can hold it."""
_NONE = 0xFFFF_FFFF
_BLOCK = 256


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


class TermColumns(Struct, frozen=True, array_like=True):
    """Terms by column: text (in blocks of 256), concept and, by number, one of `shapes`, which says all else."""

    texts: tuple[str, ...]
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
        blocks = tuple(joined(texts[at : at + _BLOCK]) for at in range(0, len(texts), _BLOCK))
        return cls(blocks, concepts.tobytes(), kinds.tobytes(), tuple(numbers))


class Terms(Sequence[Term]):
    """The terms of the columns, each made when first asked for."""

    def __init__(self, columns: TermColumns) -> None:
        self._columns = columns
        self._made: dict[int, Term] = {}
        self._blocks: dict[int, list[str]] = {}
        self._concepts = memoryview(columns.concepts).cast("I")
        self._kinds = memoryview(columns.kinds).cast("I")

    def _text(self, n: int) -> str:
        block = self._blocks.get(n // _BLOCK)
        if block is None:
            block = self._blocks[n // _BLOCK] = split(self._columns.texts[n // _BLOCK])
        return block[n % _BLOCK]

    def __len__(self) -> int:
        return len(self._kinds)

    def __getitem__(self, n: int) -> Term:  # type: ignore[override]  # nobody slices a vocabulary
        term = self._made.get(n)
        if term is None:
            shape = self._columns.shapes[self._kinds[n]]
            term = msgspec.structs.replace(shape, text=self._text(n), concept=self._concepts[n])
            self._made[n] = term
        return term

    def concept(self, n: int) -> int:
        """The concept of a term."""
        return self._concepts[n]

    def heard(self) -> dict[int, str]:
        """Those whose homophones are looked for, by number."""
        sounding = {n for n, shape in enumerate(self._columns.shapes) if shape.sounds}
        return {n: self._text(n) for n, kind in enumerate(self._kinds) if kind in sounding}


class Gaps(Sequence[Gap]):
    """Patterns, each decoded when first asked for: of three thousand a message needs a few dozen."""

    def __init__(self, encoded: Sequence[msgspec.Raw]) -> None:
        self._encoded = encoded
        self._made: dict[int, Gap] = {}

    @staticmethod
    def encoded(gaps: Iterable[Gap]) -> tuple[msgspec.Raw, ...]:
        """The patterns as the cache keeps them."""
        return tuple(msgspec.Raw(msgspec.msgpack.encode(gap)) for gap in gaps)

    def __len__(self) -> int:
        return len(self._encoded)

    def __getitem__(self, n: int) -> Gap:  # type: ignore[override]  # nobody slices a vocabulary
        gap = self._made.get(n)
        if gap is None:
            gap = self._made[n] = _GAPS.decode(self._encoded[n])
        return gap


_GAPS = msgspec.msgpack.Decoder(Gap)
