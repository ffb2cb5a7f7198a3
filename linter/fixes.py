"""Which of the offered edits are made, and a text with them."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Protocol

from linter.model import Edit, Finding


class Stretch(Protocol):
    """Something that says what `start..end` shall read."""

    @property
    def start(self) -> int:
        """The first code point."""
        ...

    @property
    def end(self) -> int:
        """The one after the last."""
        ...

    @property
    def text(self) -> str:
        """What shall stand there."""
        ...


class Kept:
    """Stretches of one text of which none touches another's."""

    def __init__(self) -> None:
        self._kept: list[Stretch] = []

    def fit(self, several: Sequence[Stretch]) -> bool:
        """Whether they touch none, nor each other; one that is there already does not."""
        fresh = [one for one in several if not self._has(one)]
        return apart(fresh) and all(self._fits(one) for one in fresh)

    def add(self, several: Sequence[Stretch]) -> None:
        """Keep those that fit; one that is there already stays as it is."""
        for one in several:
            if not self._has(one):
                self._kept.insert(self._place(one), one)

    def all(self) -> tuple[Stretch, ...]:
        """Those that are kept, in order of their places."""
        return tuple(self._kept)

    def _fits(self, one: Stretch) -> bool:
        at = self._place(one)
        return apart([*self._kept[max(at - 1, 0) : at], one]) and apart([one, *self._kept[at : at + 1]])

    def _has(self, one: Stretch) -> bool:
        at = self._place(one)
        return at < len(self._kept) and _key(self._kept[at]) == _key(one)

    def _place(self, one: Stretch) -> int:
        return bisect_left(self._kept, _key(one), key=_key)


def chosen(findings: Iterable[Finding], *, unsafe: bool = False) -> list[Finding]:
    """The findings whose fix is safe (`unsafe`: all whose fix has edits), in their order.

    Edits of one finding are made together or not at all, and none that touches one that is made already.
    """
    kept: defaultdict[str, Kept] = defaultdict(Kept)
    made: list[Finding] = []
    for finding in findings:
        fix = finding.fix
        if fix is None or not fix.edits or (fix.safety != "safe" and not unsafe):
            continue
        fields = _by_field(fix.edits)
        if all(kept[field].fit(edits) for field, edits in fields.items()):
            made.append(finding)
            for field, edits in fields.items():
                kept[field].add(edits)
    return made


def _by_field(edits: Iterable[Edit]) -> Mapping[str, list[Edit]]:
    fields: defaultdict[str, list[Edit]] = defaultdict(list)
    for edit in edits:
        fields[edit.field].append(edit)
    return fields


def _key(one: Stretch) -> tuple[int, int, str]:
    return one.start, one.end, one.text


def apart(stretches: Iterable[Stretch]) -> bool:
    """Whether no two of them overlap, and none says otherwise what another says of the same place."""
    ordered = sorted(stretches, key=_key)
    return all(
        one.end <= other.start and (one.start, one.end) != (other.start, other.end) for one, other in pairwise(ordered)
    )


def applied(text: str, stretches: Iterable[Stretch]) -> str:
    """The text with every stretch rewritten; nothing between them changes. They must not overlap."""
    pieces: list[str] = []
    at = 0
    for stretch in sorted(stretches, key=_key):
        pieces += [text[at : stretch.start], stretch.text]
        at = stretch.end
    return "".join([*pieces, text[at:]])
