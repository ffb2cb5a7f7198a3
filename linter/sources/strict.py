"""JSON as a record may be written: no field twice, no number that JSON does not have."""

import json


def loads(text: str | bytes) -> object:
    """The value of a text. Raises ValueError (JSONDecodeError where it is no JSON), RecursionError where it is too
    deep.
    """
    return json.loads(text, object_pairs_hook=once, parse_constant=_refuse)


def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """The fields of an object. Raises ValueError for one that stands twice."""
    fields = dict(pairs)
    # Of `{"text": "加微信", "text": "hi"}` a parser keeps the last and says nothing.
    if len(fields) < len(pairs):
        seen = [key for key, _ in pairs]
        twice = next(key for key in fields if seen.count(key) > 1)
        raise ValueError(f"`{twice}` stands twice")
    return fields


def _refuse(constant: str) -> object:
    raise ValueError(f"{constant} is no JSON number")
