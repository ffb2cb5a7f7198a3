"""One line a finding, as editors and grep read it."""

from collections.abc import Iterator

from linter.model import Contradiction, Finding
from linter.report.cells import plain
from linter.report.entry import Entry
from linter.report.words import Ui, words


def render(entries: list[Entry], *, ui: Ui = "en") -> str:
    """`file:line:col: severity rule message [match]`, in input order; what could not be checked has a line too."""
    return "".join(f"{plain(line)}\n" for entry in entries for line in _lines(entry, ui))


def _lines(entry: Entry, ui: Ui) -> Iterator[str]:
    said = words(ui)
    for finding in entry.report.findings:
        severity = said.severities[finding.severity]
        place = entry.spot(finding.field, finding.start).at
        yield f"{place}: {severity} {finding.rule} {finding.message} [{finding.match}]{_fields(finding, entry)}"
    for unchecked in entry.report.unchecked:
        rule = f" {unchecked.rule}" if unchecked.rule else ""
        yield f"{entry.report.at}: {said.unchecked}{rule}: {unchecked.problem}"


def _fields(finding: Finding, entry: Entry) -> str:
    """The field of a listing; of several that do not agree, in what they do not."""
    if isinstance(finding, Contradiction):
        return f" ({finding.attribute}: {', '.join(finding.fields)})"
    return f" ({finding.field})" if entry.listing else ""
