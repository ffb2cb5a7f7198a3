"""Mistakes that are expected: each says where it is and what to do."""

from collections.abc import Iterable, Sequence

from linter.model import Place


class ShoplintError(Exception):
    """A caller's mistake. `str()` is one line: place, what is wrong, what to do."""

    def __init__(self, problem: str, *, at: Place | None = None, hint: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.at = at
        self.hint = hint

    def __str__(self) -> str:
        where = f"{self.at}: " if self.at and str(self.at) else ""
        return f"{where}{self.problem}" + (f" ({self.hint})" if self.hint else "")


class RuleError(ShoplintError):
    """A mistake in a rule, concept, guard or pack file."""


class ConfigError(ShoplintError):
    """A mistake in `shoplint.toml`, `[tool.shoplint]` or an option."""


class InputError(ShoplintError):
    """A file or record that cannot be read."""


class Problems(ShoplintError):
    """Several mistakes of one run, told together, in the order of their places."""

    def __init__(self, errors: Sequence[ShoplintError]) -> None:
        super().__init__(f"{len(errors)} problems")
        self.errors = tuple(errors)

    def __str__(self) -> str:
        return "\n".join(str(e) for e in self.errors)


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Ask `did you mean …?` with the choice nearest to `word`, or nothing where none is near."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415  (18 ms, only on the way to an error)

    near = process.extractOne(word, list(choices), scorer=fuzz.ratio, score_cutoff=60)
    return f"did you mean `{near[0]}`?" if near else ""
