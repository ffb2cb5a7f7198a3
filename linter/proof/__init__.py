"""Rules prove themselves: their examples, retold in every disguise they claim to see through, and what no example
exercises.
"""

from linter.proof.coverage import Coverage, cover
from linter.proof.examples import Case, Failure, cases, prove
from linter.proof.mutate import mutate

__all__ = ["Case", "Coverage", "Failure", "cases", "cover", "mutate", "prove"]
