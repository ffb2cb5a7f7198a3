import json

from linter.ruleset.jsonschema import schema
from linter.ruleset.schema import OPERATORS


def test_formulas_are_described_as_their_authors_write_them():
    made = schema()
    text = json.dumps(made)
    assert '"op"' not in text
    assert "discriminator" not in text
    for name, operator in OPERATORS.items():
        assert name in made["$defs"][operator.__name__]["required"]


def test_every_mapping_says_what_it_is_and_takes_no_other_field():
    for name, described in schema()["$defs"].items():
        assert described["description"], name
        if described.get("type") == "object":
            assert described["additionalProperties"] is False, name


def test_every_reference_leads_somewhere():
    made = schema()
    wanted = {part.split('"')[0] for part in json.dumps(made).split('"$ref": "#/$defs/')[1:]}
    assert wanted <= set(made["$defs"])
    assert {"Rule", "Concept", "Guard", "Near"} <= wanted


def test_only_a_retired_rule_may_be_bare():
    rule = schema()["$defs"]["Rule"]
    assert rule["required"] == ["id"]
    assert rule["if"]["properties"] == {"status": {"const": "retired"}}
    assert "find" in rule["else"]["required"]


def test_it_is_made_anew_each_time():
    made = schema()
    made["$defs"].clear()
    assert schema()["$defs"]
