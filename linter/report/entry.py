"""What a renderer is given: a report with the text it is about."""

import re
from collections.abc import Callable

from msgspec import Struct

from linter.listing.model import Listing
from linter.model import Finding, Message, Place, Report, Severity, Verdict

_LINE_END = re.compile(r"\r\n|\r|\n")


class Spot(Struct, frozen=True):
    """A place in a file; in a table the number of the row and the name of the column as well."""

    at: Place
    row: int = 0
    column: str = ""


Spots = Callable[[str, int], Spot | None]


class Entry(Struct, frozen=True, kw_only=True):
    """One report and what it was made from.

    `message` or `listing`: what was read; neither where nobody could read the record. `extra` holds its unknown fields.
    `exact`: the text stands in the file as it is from `report.at` on, its further lines `margin` columns in. `spots`:
    where each field of a listing stands, by the offset in it.
    """

    report: Report
    message: Message | None = None
    listing: Listing | None = None
    extra: dict[str, object] = {}
    exact: bool = False
    margin: int = 0
    spots: Spots | None = None

    @property
    def unread(self) -> bool:
        """Whether nobody could read the record."""
        return self.message is None and self.listing is None

    @property
    def fields(self) -> dict[str, str]:
        """The texts of a listing by field, as they were written."""
        return {field.path: str(field.text) for field in self.listing.fields()} if self.listing else {}

    def spot(self, field: str, offset: int) -> Spot:
        """Where the code point at `offset` of a field stands in the file; where unknown, the record's own place."""
        found = self.spots(field, offset) if self.spots else None
        return found or Spot(self.report.at if self.listing else self.place(offset))

    def place(self, offset: int) -> Place:
        """Where the code point at `offset` of the text stands in the file; where unknown, the record's own place."""
        at = self.report.at
        if not self.exact or self.message is None:
            return at
        ends = list(_LINE_END.finditer(self.message.text, 0, offset))
        if not ends:
            return Place(at.file, at.line, at.column + offset)
        return Place(at.file, at.line + len(ends), offset - ends[-1].end() + 1 + self.margin)


class Tally(Struct, frozen=True):
    """A run in numbers. `touched`: messages with at least one finding; `unread`: records nobody could read."""

    messages: int
    touched: int
    block: int
    warn: int
    note: int
    allowed: int
    unchecked: int
    unread: int


def tally(entries: list[Entry]) -> Tally:
    """The numbers of a run."""
    found = [finding for entry in entries for finding in entry.report.findings]
    return Tally(
        messages=len(entries),
        touched=sum(bool(entry.report.findings) for entry in entries),
        block=_of(found, Severity.BLOCK),
        warn=_of(found, Severity.WARN),
        note=_of(found, Severity.NOTE),
        allowed=sum(len(entry.report.allowed) for entry in entries),
        unchecked=sum(bool(entry.report.unchecked) for entry in entries),
        unread=sum(entry.unread for entry in entries),
    )


def _of(found: list[Finding], severity: Severity) -> int:
    return sum(finding.severity is severity for finding in found)


def worst(entries: list[Entry]) -> int:
    """The rank of the worst finding of a run, -1 where nothing was found."""
    return max((f.severity.rank for entry in entries for f in entry.report.findings), default=-1)


def verdicts(entries: list[Entry]) -> dict[str, int]:
    """How many reports came to which verdict; every verdict is named."""
    counts = dict.fromkeys((str(verdict) for verdict in Verdict), 0)
    for entry in entries:
        counts[entry.report.verdict] += 1
    return counts
