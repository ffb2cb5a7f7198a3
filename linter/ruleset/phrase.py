"""A formula in a few words, for who reads why a rule kept quiet."""

from typing import assert_never

from linter.ruleset import schema
from linter.ruleset.schema import Formula, Setting


def phrase(formula: Formula) -> str:  # noqa: C901, PLR0911, PLR0912  # one case a kind of formula
    """`{before: negation, within: clause}` is “negation before it”; a name stays as it is."""
    match formula:
        case str(name):
            return name
        case schema.AnyOf(any=parts):
            return " or ".join(map(phrase, parts))
        case schema.AllOf(all=parts) | schema.Near(near=parts):
            return " and ".join(map(phrase, parts))
        case schema.Count(count=part, at_least=least):
            return f"{least} × {phrase(part)}"
        case schema.Without(without=part):
            return f"no {phrase(part)}"
        case schema.Terms(terms=terms):
            words = [t if isinstance(t, str) else t.term for some in terms.values() for t in some]
            return f"“{'”, “'.join(words[:3])}”" + (" …" if len(words) > 3 else "")  # noqa: PLR2004
        case schema.Pattern(regex=pattern):
            return f"/{pattern}/"
        case schema.Buyer(buyer=part):
            return f"{phrase(part)} said by the buyer"
        case schema.Where(where=setting):
            return _place(setting)
        case schema.Before(before=part):
            return f"{phrase(part)} before it"
        case schema.After(after=part):
            return f"{phrase(part)} behind it"
        case schema.Around(around=part):
            return f"{phrase(part)} beside it"
        case schema.Inside(inside=part):
            return f"inside {phrase(part)}"
        case _:
            assert_never(formula)


def _place(setting: Setting) -> str:
    named = [*setting.platforms, *setting.markets, *map(str, setting.surfaces)]
    order = {None: "", True: "with an order", False: "without an order"}[setting.ordered]
    again = f"said {setting.said} times" if setting.said > 1 else ""
    return " ".join(part for part in (f"on {'/'.join(named)}" if named else "", order, again) if part)
