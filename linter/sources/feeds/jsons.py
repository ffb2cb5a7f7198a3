"""JSON whose texts know where they stand."""

import json
import re
from typing import Any

from linter.errors import InputError
from linter.sources.feeds.told import Source, told
from linter.sources.strict import loads

MAX_DEPTH = 200
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[\]{}:]|[^\s",:\[\]{}]+', re.DOTALL)


def parse(source: Source, start: int = 0, end: int | None = None) -> Any:
    """The value that stands in `start..end` of a file. Raises `InputError`."""
    written = source.text[start:end]
    try:
        loads(written)
    except json.JSONDecodeError as error:
        raise InputError(f"not JSON: {error.msg}", at=source.place(start + error.pos)) from None
    except RecursionError:
        raise InputError(f"nested more than {MAX_DEPTH} deep", at=source.place(start)) from None
    except ValueError as error:
        raise InputError(f"not JSON: {error}", at=source.place(start)) from None
    return _built(written, start, source)


def _built(written: str, base: int, source: Source) -> Any:
    top: list[Any] = []
    stack: list[list[Any] | dict[str, Any]] = [top]
    keys: list[str | None] = [None]
    for token in _TOKEN.finditer(written):
        word = token[0]
        holder = stack[-1]
        if word in "]}":
            stack.pop()
            keys.pop()
            continue
        if word == ":":
            continue
        if isinstance(holder, dict) and keys[-1] is None:
            keys[-1] = json.loads(word)
            continue
        value = _value(word, base + token.start())
        if isinstance(holder, dict):
            holder[keys[-1] or ""] = value
            keys[-1] = None
        else:
            holder.append(value)
        if word in "[{":
            if len(stack) > MAX_DEPTH:
                raise InputError(f"nested more than {MAX_DEPTH} deep", at=source.place(base + token.start()))
            stack.append(value)
            keys.append(None)
    return top[0]


def _value(word: str, at: int) -> Any:
    match word[0]:
        case '"':
            inside = word[1:-1]
            text = json.loads(word) if "\\" in inside else inside
            return told(text, at + 1, at + len(word) - 1, "json")
        case "[":
            return []
        case "{":
            return {}
        case _:
            return json.loads(word)
