"""Reports as JSON: one object a line, or one document."""

import json
import re

from msgspec import to_builtins

from linter.model import Contradiction, Finding, Report
from linter.report.entry import Entry, tally, verdicts

FORMAT_VERSION = 1

# Inside JSON these stand only in strings, where an escape means the same. A lone surrogate cannot be written as UTF-8;
# C1 controls, bidi overrides and line separators would act on the terminal or the log that shows the line.
_UNSAFE = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def lines(entries: list[Entry]) -> str:
    """One line for every record, in input order, ending in a line feed each."""
    return "".join(f"{_dump(_fields(entry))}\n" for entry in entries)


def document(entries: list[Entry]) -> str:
    """One object: `{"version", "reports", "summary"}`; the reports as `lines` writes them."""
    whole = {
        "version": FORMAT_VERSION,
        "reports": [_fields(entry) for entry in entries],
        "summary": {**to_builtins(tally(entries)), "verdicts": verdicts(entries)},
    }
    return _dump(whole, indent=2) + "\n"


def _fields(entry: Entry) -> dict[str, object]:
    report = entry.report
    fields: dict[str, object] = {
        "id": report.id,
        "at": to_builtins(report.at),
        "verdict": report.verdict,
        "findings": [_placed(finding, entry) for finding in report.findings],
        "allowed": [_placed(finding, entry) for finding in report.allowed],
        "unchecked": _unchecked(report),
    }
    return fields | ({"extra": entry.extra} if entry.extra else {})


def _placed(finding: Finding, entry: Entry) -> dict[str, object]:
    """A finding; in a listing with the place and cell of its field."""
    fields = _finding(finding)
    if entry.listing is None:
        return fields
    spot = entry.spot(finding.field, finding.start)
    fields["at"] = to_builtins(spot.at)
    return fields | ({"cell": {"row": spot.row, "column": spot.column}} if spot.column else {})


def _finding(finding: Finding) -> dict[str, object]:
    fields: dict[str, object] = {
        "rule": finding.rule,
        "family": finding.family,
        "severity": finding.severity,
        "field": finding.field,
        "start": finding.start,
        "end": finding.end,
        "match": finding.match,
        "message": finding.message,
        "seen_as": finding.seen_as,
        "policy": to_builtins(finding.policy),
        "fix": to_builtins(finding.fix),
    }
    if isinstance(finding, Contradiction):
        others = [{"field": side.field, "start": side.start, "end": side.end} for side in finding.sides[1:]]
        return fields | {"attribute": finding.attribute, "fields": finding.fields, "with": others}
    return fields | ({"with": to_builtins(finding.elsewhere)} if finding.elsewhere else {})


def _unchecked(report: Report) -> object:
    return to_builtins(report.unchecked)


def _dump(value: object, indent: int | None = None) -> str:
    written = json.dumps(value, ensure_ascii=False, indent=indent)
    return _UNSAFE.sub(lambda char: f"\\u{ord(char[0]):04x}", written)
