"""The ways into shoplint that are measured, each as one call over many texts."""

from collections.abc import Sequence

from linter import Message, RuleSet, lint
from linter.batch import check, lint_many


def alarms(texts: Sequence[str], rules: RuleSet) -> int:
    """How many texts have a finding."""
    return len(set(check(texts, rules).row))


def columns(texts: Sequence[str], rules: RuleSet) -> object:
    """The batch way to columns."""
    return check(texts, rules)


def reports(texts: Sequence[str], rules: RuleSet) -> int:
    """The batch way to reports."""
    return sum(1 for _ in lint_many((Message(text=text) for text in texts), rules))


def singly(texts: Sequence[str], rules: RuleSet) -> None:
    """One call a message."""
    for text in texts:
        lint(Message(text=text), rules)
