"""What a project changes about shipped rules without editing them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
from msgspec import Struct

from linter.errors import ConfigError, Problems, did_you_mean
from linter.model import Place, Severity
from linter.ruleset.compiled import CompiledRule
from linter.ruleset.schema import Level


class Overlay(Struct, frozen=True):
    """Severities by rule id or family (`reviews/paid`, `reviews/*`, `reviews`); the id outweighs its family.

    `at` is where the project says so.
    """

    severities: dict[str, Level] = {}
    at: Place = Place()

    def key(self) -> bytes:
        """Return what tells these changes from others."""
        return msgspec.json.encode(sorted(self.severities.items()))


def apply(
    overlay: Overlay, rules: Sequence[CompiledRule], retired: Mapping[str, str] = {}
) -> tuple[tuple[int, CompiledRule], ...]:
    """The rules with the severities a project wants, each with its place among `rules`; those that are `off` left out.
    `retired`: what takes the place of rules that are no more.

    What a project says outweighs a rule's table of platforms, except that a rule stays off where its table has it off.
    Raises Problems with a ConfigError for each name that is no rule and no family.
    """
    problems = list(_unknown(overlay, rules, retired))
    if problems:
        raise Problems(problems)
    changed = ((n, _changed(rule, _level(overlay, rule))) for n, rule in enumerate(rules))
    return tuple((n, rule) for n, rule in changed if rule)


def _changed(rule: CompiledRule, level: Level | None) -> CompiledRule | None:
    match level:
        case None:
            return rule
        case "off":
            return None
        case _:
            off: dict[str, Level] = {name: "off" for name, own in rule.platforms.items() if own == "off"}
            return msgspec.structs.replace(rule, severity=Severity(level), platforms=off)


def _level(overlay: Overlay, rule: CompiledRule) -> Level | None:
    family = rule.id.partition("/")[0]
    named = (name for name in (rule.id, f"{family}/*", family) if name in overlay.severities)
    return next((overlay.severities[name] for name in named), None)


def _unknown(overlay: Overlay, rules: Iterable[CompiledRule], retired: Mapping[str, str]) -> Iterator[ConfigError]:
    known = [*(rule.id for rule in rules), *retired]
    families = sorted({rule_id.partition("/")[0] for rule_id in known})
    for name in overlay.severities:
        if name in retired:
            hint = f"use `{retired[name]}`" if retired[name] else "drop the entry"
            yield ConfigError(f"the rule `{name}` is retired", at=overlay.at, hint=hint)
        elif name not in known and name.removesuffix("/*") not in families:
            hint = did_you_mean(name, [*known, *families]) or f"families: {', '.join(families)}"
            yield ConfigError(f"no rule or family is called `{name}`", at=overlay.at, hint=hint)
