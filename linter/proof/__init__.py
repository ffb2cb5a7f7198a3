"""Rules prove themselves: their examples, retold in every disguise they claim to see through, what no example
exercises, and how they do on labelled cases and on ordinary text.
"""

from linter.proof.coverage import Coverage, cover
from linter.proof.doctor import Checkup, Unheld, checkup, unheld
from linter.proof.evaluate import Evaluation, changes, evaluate
from linter.proof.examples import Case, Failure, cases, prove
from linter.proof.explain import Explanation, explain
from linter.proof.mutate import mutate
from linter.proof.traps import shadowed, traps
from linter.proof.trial import Trial, attempt

__all__ = [
    "Case",
    "Checkup",
    "Coverage",
    "Evaluation",
    "Explanation",
    "Failure",
    "Trial",
    "Unheld",
    "attempt",
    "cases",
    "changes",
    "checkup",
    "cover",
    "evaluate",
    "explain",
    "mutate",
    "prove",
    "shadowed",
    "traps",
    "unheld",
]
