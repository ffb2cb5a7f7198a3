"""How good the rules are on labelled cases: recall, precision, false alarms, and whether the right words are marked.

Shares carry Wilson's score interval at 95 % (E. B. Wilson, JASA 22, 1927, 209-212), which holds for the small counts
of one language too.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from linter.engine import Options
from linter.model import Finding, Report, Role, Severity
from linter.proof.labelled import Labelled
from linter.ruleset import RuleSet
from linter.thread import lint_thread

_Z = 1.959964


class Share(Struct, frozen=True):
    """`hit` of `total`."""

    hit: int = 0
    total: int = 0

    @property
    def value(self) -> float:
        """The share, from 0 to 1; 0 of nothing."""
        return self.hit / self.total if self.total else 0.0

    def interval(self) -> tuple[float, float]:
        """Wilson's score interval at 95 %."""
        if not self.total:
            return 0.0, 1.0
        n, p = self.total, self.value
        middle = (p + _Z * _Z / (2 * n)) / (1 + _Z * _Z / n)
        half = _Z * math.sqrt(p * (1 - p) / n + _Z * _Z / (4 * n * n)) / (1 + _Z * _Z / n)
        return max(middle - half, 0.0), min(middle + half, 1.0)


class Outcome(Struct, frozen=True, kw_only=True):
    """One case judged. `hit`: an expected family was found, or, on a clean case, nothing; `all_families`: every
    expected one. `pointed`: a finding touches the words that it must (none: they are not named, or nothing was found).
    `alarms`: rule and words of every finding that counts.
    """

    id: str
    lang: str
    kind: str
    expect: tuple[str, ...]
    hit: bool
    all_families: bool
    pointed: bool | None
    alarms: tuple[tuple[str, str], ...]


class Evaluation(Struct, frozen=True):
    """All outcomes, in the order of the cases."""

    outcomes: tuple[Outcome, ...]

    def figures(self) -> dict[str, Share]:
        """The totals by name."""
        guilty = [o for o in self.outcomes if o.expect]
        clean = [o for o in self.outcomes if not o.expect]
        found = [o for o in guilty if o.hit]
        flagged = [o for o in clean if not o.hit]
        marked = [o for o in found if o.pointed is not None]
        return {
            "recall": Share(len(found), len(guilty)),
            "all families": Share(sum(o.all_families for o in guilty), len(guilty)),
            "precision": Share(len(found), len(found) + len(flagged)),
            "false alarms": Share(len(flagged), len(clean)),
            "words pointed at": Share(sum(bool(o.pointed) for o in marked), len(marked)),
        }

    def tables(self) -> dict[str, dict[str, Share]]:
        """Recall and false alarms by language and kind, recall and precision by family."""
        guilty = [o for o in self.outcomes if o.expect]
        clean = [o for o in self.outcomes if not o.expect]
        return {
            "recall by language": _shares((o.lang, o.hit) for o in guilty),
            "recall by kind": _shares((o.kind, o.hit) for o in guilty),
            "recall by family": _shares((f, f in _families(o)) for o in guilty for f in o.expect),
            "precision by family": _shares((f, f in o.expect) for o in self.outcomes for f in _families(o)),
            "false alarms by language": _shares((o.lang, not o.hit) for o in clean),
            "false alarms by kind": _shares((o.kind, not o.hit) for o in clean),
        }


class Change(Struct, frozen=True):
    """A case judged otherwise: `what` is `found`, `missed`, `false alarm`, `quiet` or `other words`."""

    id: str
    what: str
    before: tuple[tuple[str, str], ...]
    now: tuple[tuple[str, str], ...]


def evaluate(cases: Iterable[Labelled], rules: RuleSet, options: Options = Options()) -> Evaluation:
    """Judge every case."""
    return Evaluation(tuple(_judged(case, rules, options) for case in cases))


def changes(before: Evaluation, now: Evaluation) -> Iterator[Change]:
    """What an earlier run judged otherwise, by case; cases that only one of them knows are left out."""
    known = {o.id: o for o in before.outcomes}
    for o in now.outcomes:
        then = known.get(o.id)
        if then and (then.hit != o.hit or then.alarms != o.alarms):
            yield Change(o.id, _what(then, o), then.alarms, o.alarms)


def _what(before: Outcome, now: Outcome) -> str:
    if before.hit == now.hit:
        return "other words"
    if now.expect:
        return "found" if now.hit else "missed"
    return "quiet" if now.hit else "false alarm"


def _judged(case: Labelled, rules: RuleSet, options: Options) -> Outcome:
    thread = case.thread()
    reports = lint_thread(thread, rules, options)
    alarms = [
        (message.text, f)
        for message, report in zip(thread, reports, strict=True)
        if message.role is not Role.BUYER
        for f in _alarms(report)
    ]
    families = {f.family for _, f in alarms}
    hit = bool(families.intersection(case.expect)) if case.expect else not alarms
    return Outcome(
        id=case.id,
        lang=case.lang,
        kind=case.kind,
        expect=case.expect,
        hit=hit,
        all_families=families.issuperset(case.expect),
        pointed=_pointed(case.must_span, alarms) if case.expect and hit and case.must_span else None,
        alarms=tuple((f.rule, f.match) for _, f in alarms),
    )


def _alarms(report: Report) -> list[Finding]:
    return [f for f in report.findings if f.severity.rank >= Severity.WARN.rank]


def _pointed(span: str, alarms: Sequence[tuple[str, Finding]]) -> bool:
    return any((at := text.find(span)) >= 0 and f.start < at + len(span) and at < f.end for text, f in alarms)


def _families(outcome: Outcome) -> list[str]:
    return sorted({rule.partition("/")[0] for rule, _ in outcome.alarms})


def _shares(rows: Iterable[tuple[str, bool]]) -> dict[str, Share]:
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for name, good in rows:
        counted[name][0] += good
        counted[name][1] += 1
    return {name: Share(*counted[name]) for name in sorted(counted)}
