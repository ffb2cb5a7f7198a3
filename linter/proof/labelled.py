"""Labelled cases: short conversations of which somebody said beforehand which families a careful officer would name."""

from collections.abc import Iterator
from typing import Literal

import msgspec
from msgspec import Struct

from linter.errors import InputError, Problems
from linter.model import Message, Place, Role, Surface
from linter.ruleset.schema import FAMILIES

Kind = Literal["plain", "evasive", "split", "near-miss", "ordinary"]
CLEAN: tuple[Kind, ...] = ("near-miss", "ordinary")


class Turn(Struct, frozen=True, forbid_unknown_fields=True):
    """One message of a case."""

    role: Role
    text: str


class Labelled(Struct, frozen=True, kw_only=True):
    """One case, as it stands on one line of a file. `expect` holds the families to be found, none for a clean case;
    `must_span` the words of a seller's turn that a finding has to touch; `why` is for people.
    """

    id: str
    lang: str
    kind: Kind
    messages: tuple[Turn, ...]
    expect: tuple[str, ...]
    platform: str = ""
    market: str = ""
    surface: Surface = Surface.IM
    must_span: str | None = None
    why: str = ""

    @property
    def clean(self) -> bool:
        """Whether nothing may be found."""
        return not self.expect

    def thread(self) -> tuple[Message, ...]:
        """The turns as messages of one conversation."""
        return tuple(
            Message(
                text=turn.text,
                id=f"{self.id}#{n}",
                role=turn.role,
                surface=self.surface,
                platform=self.platform,
                market=self.market,
                thread=self.id,
                sender=str(turn.role),
            )
            for n, turn in enumerate(self.messages)
        )


def decode(text: str, file: str) -> tuple[Labelled, ...]:
    """The cases of a file, one JSON object a line. Raises Problems with every line that is none, with its place."""
    problems: list[InputError] = []
    found: dict[str, Labelled] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        at = Place(file, number)
        try:
            case = msgspec.json.decode(line, type=Labelled)
        except msgspec.DecodeError as error:
            problems.append(InputError(f"not a labelled case: {error}", at=at))
            continue
        problems += (InputError(f"{case.id}: {problem}", at=at) for problem in _mistakes(case))
        if case.id in found:
            problems.append(InputError(f"the id `{case.id}` stands twice", at=at))
        found[case.id] = case
    if problems:
        raise Problems(problems)
    return tuple(found.values())


def _mistakes(case: Labelled) -> Iterator[str]:
    said = [turn.text for turn in case.messages if turn.role is not Role.BUYER]
    if not said:
        yield "no turn of the seller"
    if case.clean != (case.kind in CLEAN):
        yield f"the kind `{case.kind}` and {len(case.expect)} expected families: {' and '.join(CLEAN)} expect none"
    for family in case.expect:
        if family not in FAMILIES:
            yield f"no family is called `{family}`"
    if case.must_span and not any(case.must_span in text for text in said):
        yield "`must_span` stands in no turn of the seller"
