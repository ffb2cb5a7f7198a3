"""What a project changes about shipped rules without editing them."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec import Struct

from linter.errors import ConfigError, Problems, did_you_mean
from linter.model import Place, Severity
from linter.ruleset.schema import Level, Rule


class Overlay(Struct, frozen=True):
    """Severities by rule id or family (`reviews/paid`, `reviews/*`, `reviews`); the id outweighs its family.

    `at` is where the project says so.
    """

    severities: dict[str, Level] = {}
    at: Place = Place()

    def key(self) -> bytes:
        """Return all that changes what is compiled, for `cache.load_or_build`."""
        return msgspec.json.encode(sorted(self.severities.items()))


def apply(overlay: Overlay, rules: Sequence[Rule]) -> tuple[Rule, ...]:
    """Set the severities a project wants; rules that are `off` are left out.

    What a project says outweighs a rule's table of platforms, except that a rule stays off where its table has it off.
    Raises Problems with a ConfigError for each name that is no rule and no family.
    """
    problems = list(_unknown(overlay, rules))
    if problems:
        raise Problems(problems)
    changed = (_changed(rule, _level(overlay, rule)) for rule in rules)
    return tuple(rule for rule in changed if rule)


def _changed(rule: Rule, level: Level | None) -> Rule | None:
    match level:
        case None:
            return rule
        case "off":
            return None
        case _:
            off: dict[str, Level] = {name: "off" for name, own in rule.platforms.items() if own == "off"}
            return msgspec.structs.replace(rule, severity=Severity(level), platforms=off)


def _level(overlay: Overlay, rule: Rule) -> Level | None:
    family = rule.id.partition("/")[0]
    named = (name for name in (rule.id, f"{family}/*", family) if name in overlay.severities)
    return next((overlay.severities[name] for name in named), None)


def _unknown(overlay: Overlay, rules: Iterable[Rule]) -> Iterator[ConfigError]:
    known = {rule.id: rule for rule in rules}
    families = sorted({rule_id.partition("/")[0] for rule_id in known})
    for name in overlay.severities:
        rule = known.get(name)
        if rule and rule.status == "retired":
            hint = f"use `{rule.replaced_by}`" if rule.replaced_by else "drop the entry"
            yield ConfigError(f"the rule `{name}` is retired", at=overlay.at, hint=hint)
        elif not rule and name.removesuffix("/*") not in families:
            hint = did_you_mean(name, [*known, *families]) or f"families: {', '.join(families)}"
            yield ConfigError(f"no rule or family is called `{name}`", at=overlay.at, hint=hint)
