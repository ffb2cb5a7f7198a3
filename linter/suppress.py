"""Words that a project lets pass, with a reason and an end."""

import unicodedata
from collections.abc import Sequence
from datetime import date

from msgspec import Struct
from msgspec.structs import replace

from linter.model import Finding, Report


class Allow(Struct, frozen=True, forbid_unknown_fields=True):
    """`rule` does not count where what it found is `term`. After the day `expires` it counts again."""

    rule: str
    term: str
    reason: str
    expires: date | None = None


def expired(allows: Sequence[Allow], on: date) -> tuple[Allow, ...]:
    """The ones whose last day is before `on`."""
    return tuple(allow for allow in allows if allow.expires and allow.expires < on)


def suppress(report: Report, allows: Sequence[Allow]) -> Report:
    """Move the findings that are allowed to `allowed`; nothing else changes.

    A term is compared with the whole match and with each of the words it rests on, past width, case and invisible
    characters: `LINE` also allows `ＬＩＮＥ`, but not `LINE Pay`.
    """
    terms = {(allow.rule, _folded(allow.term)) for allow in allows}
    if not terms:
        return report
    judged = [(finding, _is_allowed(finding, terms)) for finding in report.findings]
    passing = tuple(finding for finding, passes in judged if passes)
    left = tuple(finding for finding, passes in judged if not passes)
    return replace(report, findings=left, allowed=report.allowed + passing) if passing else report


def _is_allowed(finding: Finding, terms: set[tuple[str, str]]) -> bool:
    parts = (finding.match[part.start - finding.start : part.end - finding.start] for part in finding.parts)
    return any((finding.rule, _folded(words)) in terms for words in (finding.match, *parts))


def _folded(words: str) -> str:
    seen = "".join(char for char in unicodedata.normalize("NFKC", words) if unicodedata.category(char) != "Cf")
    return " ".join(seen.casefold().split())
