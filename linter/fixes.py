"""Which of the offered edits are made, and a text with them."""

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple, Protocol

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


class Made(NamedTuple):
    """An edit that is made, and the rule that asked for it."""

    rule: str
    edit: Edit


def chosen(findings: Iterable[Finding], *, unsafe: bool = False) -> list[Made]:
    """The edits of findings whose fix is safe (`unsafe`: of all that have edits), in order of their fields and places.

    Edits of one finding are made together or not at all, and none that touches one that is made already.
    """
    made: list[Made] = []
    for finding in findings:
        fix = finding.fix
        if fix is None or not fix.edits or (fix.safety != "safe" and not unsafe):
            continue
        if not any(_touch(edit, other.edit) for edit in fix.edits for other in made):
            made += [Made(finding.rule, edit) for edit in fix.edits]
    return sorted(made, key=lambda m: (m.edit.field, m.edit.start, m.edit.end))


def _touch(edit: Edit, other: Edit) -> bool:
    if edit.field != other.field:
        return False
    overlap = edit.start < other.end and other.start < edit.end
    return overlap or (edit.start, edit.end) == (other.start, other.end)


def apart(stretches: Sequence[Stretch]) -> bool:
    """Whether no two of them overlap."""
    ordered = sorted(stretches, key=lambda s: (s.start, s.end))
    return all(one.end <= other.start for one, other in pairwise(ordered))


def applied(text: str, stretches: Sequence[Stretch]) -> str:
    """The text with every stretch rewritten; nothing between them changes. They must not overlap."""
    pieces: list[str] = []
    at = 0
    for stretch in sorted(stretches, key=lambda s: (s.start, s.end)):
        pieces += [text[at : stretch.start], stretch.text]
        at = stretch.end
    return "".join([*pieces, text[at:]])
