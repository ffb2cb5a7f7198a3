"""One line a finding, as editors and grep read it."""

from collections.abc import Iterator

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
        yield f"{entry.place(finding.start)}: {severity} {finding.rule} {finding.message} [{finding.match}]"
    for unchecked in entry.report.unchecked:
        rule = f" {unchecked.rule}" if unchecked.rule else ""
        yield f"{entry.report.at}: {said.unchecked}{rule}: {unchecked.problem}"
