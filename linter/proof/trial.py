"""A rule tried on ordinary text: how often it fires, on what, in which languages."""

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from linter.engine import CHECKED, Options, tongue
from linter.model import Finding, Message
from linter.proof.evaluate import Share
from linter.proof.examples import STATUSES
from linter.ruleset import RuleSet
from linter.thread import lint_thread


class Sample(Struct, frozen=True):
    """One message that a rule fires on, with its finding."""

    message: Message
    finding: Finding


class Trial(Struct, frozen=True):
    """What one rule did. `flagged` is the share of messages with a finding, `languages` the same by language."""

    rule: str
    flagged: Share
    languages: dict[str, Share]
    samples: tuple[Sample, ...]


def attempt(
    threads: Iterable[Sequence[Message]], rules: RuleSet, names: Sequence[str] = (), *, samples: int = 5
) -> list[Trial]:
    """Try the rules named (by id or family, at any stage of their life; none: the stable ones) on conversations.

    Buyers' turns are context. The samples are the first ones of every rule.
    """
    options = Options(select=tuple(names), statuses=STATUSES if names else STATUSES[:1])
    read: Counter[str] = Counter()
    fired: dict[str, Counter[str]] = {rule.id: Counter() for rule in rules.rules if _chosen(rule.id, names)}
    shown: dict[str, list[Sample]] = {name: [] for name in fired}
    for thread in threads:
        for message, report in zip(thread, lint_thread(thread, rules, options), strict=True):
            if message.role not in CHECKED:
                continue
            spoken = tongue(message)
            read[spoken] += 1
            for rule_id in {f.rule for f in report.findings}:
                fired[rule_id][spoken] += 1
            for f in report.findings:
                if len(shown[f.rule]) < samples:
                    shown[f.rule].append(Sample(message, f))
    return [
        Trial(
            rule_id,
            Share(by.total(), read.total()),
            {name: Share(by[name], read[name]) for name in sorted(read)},
            tuple(shown[rule_id]),
        )
        for rule_id, by in fired.items()
    ]


def _chosen(rule_id: str, names: Sequence[str]) -> bool:
    return not names or rule_id in names or rule_id.partition("/")[0] in names
