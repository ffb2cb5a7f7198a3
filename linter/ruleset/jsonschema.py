"""The JSON schema of a rule file, by which editors complete and check it."""

from typing import Any, cast

import msgspec

from linter.ruleset.schema import OPERATORS, RETIRED, Pack

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """Describe a rule file as its author writes it: formulas without `op`, retired rules with nothing but an id."""
    made = msgspec.json.schema(Pack)
    defs: dict[str, dict[str, Any]] = made["$defs"]
    for operator in OPERATORS.values():
        _untag(defs[operator.__name__])
    shared = _without_discriminators(defs)
    _spare_retired(shared["Rule"])
    _exactly_one(shared["Part"], "words", "characters")
    _exactly_one(shared["Turn"], "buyer", "seller")
    return {"$schema": _DRAFT, "title": "shoplint rule file", **made, "$defs": shared}


def _untag(operator: dict[str, Any]) -> None:
    del operator["properties"]["op"]
    operator["required"].remove("op")


def _without_discriminators(node: Any) -> Any:
    match node:
        case dict():
            fields = cast("dict[str, Any]", node)
            return {name: _without_discriminators(value) for name, value in fields.items() if name != "discriminator"}
        case list():
            return [_without_discriminators(value) for value in cast("list[object]", node)]
        case _:
            return node


def _spare_retired(rule: dict[str, Any]) -> None:
    needed: list[str] = rule["required"]
    rule["required"] = [name for name in needed if name not in RETIRED]
    rule["if"] = {"properties": {"status": {"const": "retired"}}, "required": ["status"]}
    rule["else"] = {"required": [name for name in needed if name in RETIRED]}


def _exactly_one(mapping: dict[str, Any], *names: str) -> None:
    mapping["oneOf"] = [{"required": [name]} for name in names]
