"""What stands in place of words: pictures, cards, stickers. Never dropped, and read for the words they carry."""

import json
from collections.abc import Mapping
from typing import Any

_WORDS = ("text", "content", "caption", "title", "name", "question", "description", "message", "tips", "label", "alt")
_DEEP = 6


def card(kind: object, content: object) -> str:
    """A message without a text of its own: `[product_card] Enamel mug`, `[image]`."""
    words = " ".join(dict.fromkeys(_words(content, 0)))
    return f"[{str(kind or 'card').lower()}]" + (f" {words}" if words else "")


def _words(content: object, depth: int) -> list[str]:
    if depth > _DEEP:
        return []
    fields = object_of(content)
    own = [value for key in _WORDS if isinstance(value := fields.get(key), str) and value.strip()]
    inside = [value for value in (*fields.values(), *list_of(content)) if not isinstance(value, str)]
    return [*own, *(words for value in inside for words in _words(value, depth + 1))]


def unpacked(content: object) -> object:
    """Content that may be JSON in a string: `{"content": "hi"}` comes as its object, `hi` as it is."""
    if not isinstance(content, str) or content.lstrip()[:1] not in ("{", "["):
        return content
    try:
        read: object = json.loads(content)
    except (ValueError, RecursionError):
        return content
    return read


def words_of(content: object) -> str | None:
    """The text of a text message, wherever its system puts it; `None` where it has none."""
    match unpacked(content):
        case str(text):
            return text
        case {"content": str(text)} | {"text": str(text)} | {"message": str(text)} | {"msg": str(text)}:
            return text
        case {"content": {"text": str(text)}} | {"content": {"content": str(text)}}:
            return text
        case _:
            return None


def text_of(value: object) -> str:
    """A name or an id as text; nothing for nothing."""
    return "" if value is None or isinstance(value, bool | dict | list) else str(value)


def object_of(value: Any) -> dict[str, Any]:
    """An object, or an empty one where something else stands."""
    return value if isinstance(value, dict) else {}  # pyright: ignore[reportUnknownVariableType]


def list_of(value: Any) -> list[Any]:
    """A list, or an empty one where something else stands."""
    return value if isinstance(value, list) else []  # pyright: ignore[reportUnknownVariableType]


def first(fields: Mapping[str, object], *keys: str) -> object:
    """The first of these that says something."""
    return next((value for key in keys if (value := fields.get(key)) not in (None, "")), None)
