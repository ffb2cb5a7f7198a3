"""The sentence around a finding, cut into rows that fit, with its words underlined."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

from linter.model import Finding, Severity, Span
from linter.report.cells import Cluster, clusters

MAX_ROWS = 3
_LINE_END = re.compile(r"[\r\n]")


class Row(Struct, frozen=True):
    """One row of a quoted text. `before`, `after`: the same line goes on there, unseen."""

    clusters: tuple[Cluster, ...]
    before: bool = False
    after: bool = False


class Excerpt(Struct, frozen=True):
    """A stretch of a message with the findings in it."""

    rows: tuple[Row, ...]
    findings: tuple[Finding, ...]

    def severity(self, cluster: Cluster) -> Severity | None:
        """The worst that was found in a cluster."""
        worst: Severity | None = None
        for finding in self.findings:
            if _touches(finding, cluster) and (worst is None or finding.severity.rank > worst.rank):
                worst = finding.severity
        return worst


def marks(finding: Finding) -> tuple[Span, ...]:
    """The words that are underlined."""
    return finding.parts or (Span(finding.start, finding.end),)


def excerpts(text: str, findings: Sequence[Finding], width: int) -> Iterator[Excerpt]:
    """What to show of `text`: findings of one line share it, at most three rows of `width` cells each."""
    for together in _grouped(text, findings, width):
        yield Excerpt(tuple(_rows(text, together, width)), tuple(together))


def _grouped(text: str, findings: Sequence[Finding], width: int) -> Iterator[list[Finding]]:
    together: list[Finding] = []
    for finding in sorted(findings, key=lambda f: (_hull([f]), -f.severity.rank, f.rule)):
        if together and not _fit([*together, finding], text, width):
            yield together
            together = []
        together.append(finding)
    if together:
        yield together


def _fit(findings: list[Finding], text: str, width: int) -> bool:
    last = _hull(findings[-1:])
    start, end = _hull(findings[:-1])
    return last.start < _line_end(text, max(start, end - 1)) and max(end, last.end) - start <= (MAX_ROWS - 1) * width


def _hull(findings: Sequence[Finding]) -> Span:
    found = [mark for finding in findings for mark in marks(finding)]
    return Span(min(mark.start for mark in found), max(mark.end for mark in found))


def _line_end(text: str, offset: int) -> int:
    end = _LINE_END.search(text, offset)
    return end.start() if end else len(text)


def _line_start(text: str, offset: int) -> int:
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def _rows(text: str, findings: list[Finding], width: int) -> list[Row]:
    hull = _hull(findings)
    # A million characters are not laid out for one word in them: a row's worth of text on either side is enough.
    start = max(_line_start(text, hull.start), hull.start - width)
    end = min(_line_end(text, max(hull.start, hull.end - 1)), hull.end + width)
    wrapped = list(_wrapped(text, start, end, width - 4))
    kept = _kept(wrapped, findings)
    return [_row(wrapped, number, kept, text) for number in kept]


def _wrapped(text: str, start: int, end: int, width: int) -> Iterator[list[Cluster]]:
    row: list[Cluster] = []
    used = 0
    for cluster in clusters(text, start, end):
        if text[cluster.start] in "\r\n":
            yield row
            row, used = [], 0
            continue
        if used + cluster.width > width and row:
            cut = _break(row)
            yield row[:cut]
            row = row[cut:]
            used = sum(c.width for c in row)
        row.append(cluster)
        used += cluster.width
    yield row


def _break(row: list[Cluster]) -> int:
    """Where to cut a full row: behind its last blank if that leaves more than half of it, else at its end."""
    for number in range(len(row) - 1, len(row) // 2, -1):
        if row[number].shown == " ":
            return number + 1
    return len(row)


def _kept(rows: list[list[Cluster]], findings: list[Finding]) -> list[int]:
    """The rows to show: those with marks, then the one before, the one after, while there is room."""
    marked = [number for number, row in enumerate(rows) if any(_touches(f, c) for f in findings for c in row)]
    if len(marked) > MAX_ROWS:
        return [*marked[: MAX_ROWS - 1], marked[-1]]
    if not marked:
        return list(range(min(len(rows), MAX_ROWS)))
    kept = set(marked)
    for number in (marked[0] - 1, marked[-1] + 1, marked[0] - 2, marked[-1] + 2):
        if len(kept) < MAX_ROWS and 0 <= number < len(rows) and rows[number]:
            kept.add(number)
    return sorted(kept)


def _row(rows: list[list[Cluster]], number: int, kept: list[int], text: str) -> Row:
    row = rows[number]
    if not row:
        return Row(())
    first, last = row[0].start, row[-1].end
    before = number - 1 not in kept and first > 0 and text[first - 1] not in "\r\n"
    after = number + 1 not in kept and last < len(text) and text[last] not in "\r\n"
    return Row(tuple(row), before, after)


def _touches(finding: Finding, cluster: Cluster) -> bool:
    return any(mark.start < cluster.end and cluster.start < mark.end for mark in marks(finding))
