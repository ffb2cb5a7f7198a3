"""The rules of a run: what is shipped, and what the project makes of it."""

from linter.config import Config
from linter.ruleset import RuleSet, load


def rulebook(config: Config, *, cache: bool = True) -> RuleSet:
    """The shipped packs and the project's own, with the project's severities."""
    packs = [config.root / pack for pack in config.packs]
    return load(packs, config.overlay if config.rules else None, cache=cache)
