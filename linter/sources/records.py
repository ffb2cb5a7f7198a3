"""JSON Lines, and JSON or YAML files: messages as records, and reply templates."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, assert_never

from linter.errors import InputError
from linter.model import Place
from linter.sources.decode import LINE_END
from linter.sources.record import MAX_TEXT, Record, of_fields, of_text, too_long, unreadable
from linter.sources.strict import loads
from linter.sources.tree import Fields, Items, Node, Scalar, from_json, from_yaml, plain

_RAW = re.compile("[\udc80-\udcff]")


def json_lines(text: str, file: str, defaults: Mapping[str, str]) -> Iterator[Record]:
    """One record a line; a line that is no record is told with its number, and the others are read."""
    for number, line in enumerate(LINE_END.split(text), 1):
        if line.strip():
            yield _line(line, Place(file, number, 1), defaults)


def _line(line: str, at: Place, defaults: Mapping[str, str]) -> Record:
    if len(line) > MAX_TEXT:
        return unreadable(too_long(len(line)), at)
    # The parser would take the escaped bytes of `lenient` for letters.
    if broken := _RAW.search(line):
        return unreadable(f"not UTF-8 from column {broken.start() + 1} on", at)
    try:
        fields = loads(line)
    except json.JSONDecodeError as error:
        return unreadable(f"not JSON: {error.msg} (column {error.colno})", at)
    except (RecursionError, ValueError) as error:
        return unreadable(f"not JSON: {error}", at)
    if not isinstance(fields, dict):
        return unreadable("not a record: a line must hold one object, {…}", at)
    return of_fields(_texts(fields), at, defaults)  # pyright: ignore[reportUnknownArgumentType]


def _texts(fields: dict[Any, Any]) -> dict[str, object]:
    return fields


def json_document(text: str, file: str, defaults: Mapping[str, str], *, records: bool = False) -> Iterator[Record]:
    """A JSON file: a list of records, or reply templates. `records`: everything must be a record."""
    yield from _documents(lambda: from_json(text, file), defaults, records=records)


def yaml_document(text: str, file: str, defaults: Mapping[str, str], *, records: bool = False) -> Iterator[Record]:
    """A YAML file, likewise."""
    yield from _documents(lambda: from_yaml(text, file), defaults, records=records)


def _documents(read: Any, defaults: Mapping[str, str], *, records: bool) -> Iterator[Record]:
    try:
        trees: list[Node] = read()
    except InputError as error:
        yield unreadable(error.problem, error.at or Place())
        return
    for tree in trees:
        yield from _listed(tree, defaults) if records or _is_list_of_records(tree) else _walk(tree, "", defaults)


def _is_list_of_records(tree: Node) -> bool:
    return isinstance(tree, Items) and any(_is_record(item) for item in tree.items)


def _is_record(node: Node) -> bool:
    return isinstance(node, Fields) and any(key == "text" for key, _ in node.fields)


def _listed(tree: Node, defaults: Mapping[str, str]) -> Iterator[Record]:
    for item in tree.items if isinstance(tree, Items) else [tree]:
        if isinstance(item, Fields):
            yield _record(item, "", defaults)
        else:
            yield unreadable("not a record: one object, {…}, is expected", item.at)


def _record(node: Fields, name: str, defaults: Mapping[str, str]) -> Record:
    keys = [key for key, _ in node.fields]
    twice = next((key for key in keys if keys.count(key) > 1), "")
    if twice:
        return unreadable(f"`{twice}` stands twice", node.at)
    text = next((value for key, value in node.fields if key == "text"), None)
    fields = {key: plain(value) for key, value in node.fields}
    if isinstance(text, Scalar):
        return of_fields(fields, text.at, defaults, name=name, exact=text.exact, margin=text.margin)
    return of_fields(fields, node.at, defaults, name=name)


def _walk(tree: Node, path: str, defaults: Mapping[str, str]) -> Iterator[Record]:
    """Every text below, named by its keys: `refund.zh[0]`."""
    stack: list[tuple[Node, str]] = [(tree, path)]
    while stack:
        node, name = stack.pop()
        match node:
            case Scalar(value=str(text)) if text.strip():
                yield of_text(text, node.at, defaults, name=name, exact=node.exact, margin=node.margin)
            case Scalar():
                pass
            case Fields() if _is_record(node):
                yield _record(node, name, defaults)
            case Fields() | Items():
                stack.extend(reversed([(child, name + step) for step, child in _children(node, name)]))
            case _:
                assert_never(node)


def _children(node: Fields | Items, name: str) -> Iterable[tuple[str, Node]]:
    match node:
        case Fields(fields=fields):
            return [(f".{key}" if name else key, value) for key, value in fields]
        case Items(items=items):
            return [(f"[{number}]", value) for number, value in enumerate(items)]
        case _:
            assert_never(node)
