"""JSON and YAML files as one kind of tree, each value with its place."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any, Literal, NamedTuple

from msgspec import Struct

from linter.errors import InputError
from linter.model import Place
from linter.sources.decode import Lines

MAX_DEPTH = 200


class Scalar(Struct, frozen=True):
    """A single value. `exact`: as it stands in the file from `at` on, further lines `margin` columns in."""

    value: object
    at: Place
    exact: bool = False
    margin: int = 0


class Items(Struct):
    """A list."""

    at: Place
    items: "list[Node]"


class Fields(Struct):
    """A mapping; a key may stand twice."""

    at: Place
    fields: "list[tuple[str, Node]]"


Node = Scalar | Items | Fields


class Event(NamedTuple):
    """One step through a document, the same for both formats."""

    kind: Literal["value", "list", "map", "end"]
    at: Place
    value: Scalar | None = None


def plain(node: Node) -> object:
    """The value as `json` would have read it; of a key that stands twice the last."""
    match node:
        case Scalar(value=value):
            return value
        case Items(items=items):
            return [plain(item) for item in items]
        case Fields(fields=fields):
            return {key: plain(value) for key, value in fields}


def build(events: Iterator[Event]) -> list[Node]:
    """The documents of a file. Not recursive: 20,000 opening brackets crashed PyYAML's C loader."""
    documents: list[Node] = []
    stack: list[Items | Fields] = []
    keys: list[str | None] = []
    for event in events:
        if event.kind == "end":
            stack.pop()
            keys.pop()
            continue
        if stack and isinstance(stack[-1], Fields) and keys[-1] is None:
            keys[-1] = _key(event)
            continue
        node = _node(event)
        _hang(node, documents, stack, keys)
        if not isinstance(node, Scalar):
            if len(stack) == MAX_DEPTH:
                raise InputError(f"nested more than {MAX_DEPTH} deep", at=event.at, hint="is this a list of messages?")
            stack.append(node)
            keys.append(None)
    return documents


def _key(event: Event) -> str:
    if event.value is None:
        raise InputError("a key must be a word", at=event.at, hint="quote it")
    return str(event.value.value)


def _node(event: Event) -> Node:
    match event.kind:
        case "list":
            return Items(event.at, [])
        case "map":
            return Fields(event.at, [])
        case _:
            return event.value or Scalar(None, event.at)


def _hang(node: Node, documents: list[Node], stack: list[Items | Fields], keys: list[str | None]) -> None:
    match stack[-1] if stack else None:
        case None:
            documents.append(node)
        case Items(items=items):
            items.append(node)
        case Fields(fields=fields):
            fields.append((keys[-1] or "", node))
            keys[-1] = None


_TOKEN = re.compile(
    r'\s*(?:(?P<text>"(?:[^"\\]|\\.)*+")|(?P<open>[\[{])|(?P<close>[\]}])|(?P<word>[^\s",:\[\]{}]+)|[,:])'
)


def from_json(text: str, file: str) -> list[Node]:
    """The tree of a JSON document."""
    lines = Lines(text)
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        raise InputError(f"not JSON: {error.msg}", at=lines.place(file, error.pos)) from None
    except (RecursionError, ValueError) as error:
        raise InputError(f"not JSON: {error}", at=Place(file)) from None
    return build(_json_events(text, file, lines))


def _json_events(text: str, file: str, lines: Lines) -> Iterator[Event]:
    for token in _TOKEN.finditer(text):
        at = lines.place(file, token.start(token.lastgroup or 0))
        match token.lastgroup:
            case "text":
                written = token["text"]
                value: str = json.loads(written)
                inside = Place(file, at.line, at.column + 1)
                yield Event("value", at, Scalar(value, inside, exact=value == written[1:-1]))
            case "open":
                yield Event("list" if token["open"] == "[" else "map", at)
            case "close":
                yield Event("end", at)
            case "word":
                yield Event("value", at, Scalar(json.loads(token["word"]), at))
            case _:
                pass


YAML_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""YAML 1.1 also ends its lines at U+0085 and U+2028, and counts so."""


def from_yaml(text: str, file: str) -> list[Node]:
    """The trees of a YAML file's documents. Nothing is constructed: tags and aliases do nothing."""
    import yaml  # noqa: PLC0415  # 14 ms that only template files should pay

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return build(_yaml_events(yaml.parse(text, Loader=loader), text, file))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
        if "nesting depth" in str(error.problem):  # libyaml 0.2.6 looks ahead and refuses before `build` sees it
            raise InputError(f"nested more than {MAX_DEPTH} deep", at=at, hint="is this a list of messages?") from None
        raise InputError(f"not YAML: {error.problem or error.context}", at=at) from None
    except yaml.YAMLError as error:
        raise InputError(f"not YAML: {' '.join(str(error).split())}", at=Place(file)) from None


def _yaml_events(events: Any, text: str, file: str) -> Iterator[Event]:
    import yaml  # noqa: PLC0415

    resolve: Any = yaml.resolver.Resolver().resolve  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
    rows = [*YAML_LINE_END.split(text), ""]
    for event in events:
        mark = event.start_mark
        at = Place(file, mark.line + 1, mark.column + 1)
        match event:
            case yaml.ScalarEvent():
                tag = event.tag or resolve(yaml.ScalarNode, event.value, event.implicit)
                yield Event("value", at, _scalar(event, str(tag), at, rows))
            case yaml.SequenceStartEvent():
                yield Event("list", at)
            case yaml.MappingStartEvent():
                yield Event("map", at)
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                yield Event("end", at)
            case yaml.AliasEvent():
                yield Event("value", at, Scalar(None, at))
            case _:
                pass


def _scalar(event: Any, tag: str, at: Place, rows: list[str]) -> Scalar:
    read = _READERS.get(tag)
    if read:
        return Scalar(read(event.value), at)
    if event.style in ("|", ">"):
        return _block(event.value, at, rows)
    begin = Place(at.file, at.line, at.column + (1 if event.style else 0))
    stands = rows[at.line - 1][begin.column - 1 :].startswith(event.value) and "\n" not in event.value
    return Scalar(event.value, begin, exact=stands)


def _block(value: str, at: Place, rows: list[str]) -> Scalar:
    """A block (`|`): its lines stand in the file from the next line on, all of them as far in as the first."""
    first = at.line
    while first < len(rows) and not rows[first].strip():
        first += 1
    written = value.rstrip("\n").split("\n")
    margin = rows[first].find(written[0]) if first < len(rows) and first == at.line else -1
    stands = margin >= 0 and all(row[margin:] == line for row, line in zip(rows[first:], written, strict=False))
    if not stands:
        return Scalar(value, at)
    return Scalar(value, Place(at.file, first + 1, margin + 1), exact=True, margin=margin)


def _integer(written: str) -> object:
    digits = written.replace("_", "")
    return int(digits) if re.fullmatch(r"[-+]?(?:0|[1-9]\d{0,30})", digits) else written


def _number(written: str) -> object:
    try:
        return float(written.replace("_", ""))
    except ValueError:
        return written


def _truth(written: str) -> object:
    return written.lower() in {"yes", "true", "on"}


def _nothing(_written: str) -> object:
    return None


_READERS: dict[str, Callable[[str], object]] = {
    "tag:yaml.org,2002:int": _integer,
    "tag:yaml.org,2002:float": _number,
    "tag:yaml.org,2002:bool": _truth,
    "tag:yaml.org,2002:null": _nothing,
}
