"""YAML in which every value knows its place: what `yaml.load` would say, with lines and columns, and nothing swallowed.

The tree is built from parser events, not by `yaml.compose`: that recurses in C, and a file of 200,000 opening brackets
ends the process. Doubled keys stay in the tree, so that `decode` can tell them beside the other mistakes.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple, TypeAlias

from msgspec import Struct

from linter.errors import RuleError
from linter.model import Place

Path: TypeAlias = tuple[str | int, ...]

DEEPEST = 64
MOST_VALUES = 1_000_000
_TRUE = frozenset({"yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"})
_FALSE = frozenset({"no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"})
_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
# Not 010 (eight in YAML 1.1), 1_000 or 12:30 (750 in YAML 1.1): nobody who writes rules means those; they stay text.
_WHOLE = re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})")
_BROKEN = re.compile(r"[-+]?[0-9]{1,18}\.[0-9]{0,18}(?:[eE][-+]?[0-9]{1,3})?")
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


class Scalar(Struct, frozen=True, gc=False):
    """One word, number or nothing. `written` is the text before `no` became false; `quote` tells how to count in it."""

    value: str | int | float | bool | None
    written: str
    place: Place
    quote: str | None = None


class Entry(NamedTuple):
    """One `key: value` of a mapping; `place` is the key's."""

    key: str
    place: Place
    value: "Marked"


class Fields(Struct, frozen=True):
    """A mapping as written: in order, doubled keys included."""

    entries: tuple[Entry, ...]
    place: Place

    def get(self, key: str) -> Entry | None:
        """Return the first entry of that name."""
        return next((entry for entry in self.entries if entry.key == key), None)


class Items(Struct, frozen=True):
    """A list."""

    items: "tuple[Marked, ...]"
    place: Place


Marked: TypeAlias = Scalar | Fields | Items


class Places(Struct, frozen=True):
    """Where the values of one file stand, by path: `places["rules", 3, "examples", "bad", 0]`."""

    root: Fields

    def __getitem__(self, path: Path) -> Place:
        """Tell the place of the value, or of the nearest thing around it that was written."""
        return self._walk(path).place

    def key(self, path: Path) -> Place:
        """Tell the place of the last name in the path, or as near as can be."""
        around = self._walk(path[:-1])
        entry = around.get(str(path[-1])) if isinstance(around, Fields) else None
        return entry.place if entry else around.place

    def inside(self, path: Path, offset: int) -> Place:
        """Tell the place of one character of a text; the text's own place where escapes or line breaks blur it."""
        node = self._walk(path)
        if not isinstance(node, Scalar) or node.quote is None:
            return node.place
        doubled = node.written.count("'", 0, offset) if node.quote == "'" else 0
        column = node.place.column + len(node.quote) + offset + doubled
        return Place(node.place.file, node.place.line, column)

    def _walk(self, path: Path) -> Marked:
        node: Marked = self.root
        for step in path:
            below = _child(node, step)
            if below is None:
                break
            node = below
        return node


def read(text: str | bytes, file: str) -> Fields:
    """Return the one mapping a YAML text holds.

    Raises a RuleError with the place for all that is not plain, printable, bounded YAML.
    """
    source = _decoded(text, file)
    strange = _UNPRINTABLE.search(source)
    if strange:
        raise RuleError(
            f"a character that cannot stand in a rule file: U+{ord(strange[0]):04X}",
            at=_place_of(source, strange.start(), file),
            hint="write it as an escape in double quotes, or leave it out",
        )
    root = _tree(source, file)
    if not isinstance(root, Fields):
        raise RuleError(
            "a rule file is a mapping",
            at=root.place if root else Place(file),
            hint="begin with `rules:`, `concepts:` or `guards:`",
        )
    return root


def _child(node: Marked, step: str | int) -> Marked | None:
    match node, step:
        case Fields(), str():
            entry = node.get(step)
            return entry.value if entry else None
        case Items(items=items), int():
            return items[step] if 0 <= step < len(items) else None
        case _:
            return None


def _decoded(text: str | bytes, file: str) -> str:
    if isinstance(text, str):
        return text.removeprefix("\ufeff")
    try:
        return text.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        at = _place_of(text[: error.start].decode("utf-8", "replace"), len(text), file)
        raise RuleError("not UTF-8", at=at, hint="save the file as UTF-8") from error


def _place_of(source: str, offset: int, file: str) -> Place:
    before = source[:offset]
    ends = [found.end() for found in _LINE_END.finditer(before)]
    return Place(file, len(ends) + 1, len(before) - (ends[-1] if ends else 0) + 1)


def _tree(source: str, file: str) -> Marked | None:
    import yaml  # noqa: PLC0415  (10 ms that a warm start does not pay)

    builder = _Builder(file)
    try:
        for event in yaml.parse(source, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            builder.take(event)
    except yaml.MarkedYAMLError as error:
        raise _syntax(error, file) from error
    return builder.root


def _syntax(error: Any, file: str) -> RuleError:
    mark = error.problem_mark or error.context_mark
    at = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
    said = ", ".join(part for part in (error.context, error.problem) if part)
    if "nesting depth" in said:  # libyaml 0.2.6 looks ahead and refuses before the builder sees it
        return RuleError(f"nested more than {DEEPEST} deep", at=at)
    return RuleError(f"not YAML: {said}", at=at, hint=_advice(said))


def _advice(said: str) -> str:
    if "alias" in said:
        return "a text that begins with `*` needs quotes"
    if "tab" in said or "'\\t'" in said:
        return "indent with spaces"
    if "quoted scalar" in said:
        return "is a closing quote missing, or a backslash in double quotes? single quotes keep backslashes"
    return "put texts with `: `, ` #`, or one of []{}&*!|>'\"%@` at their beginning, in quotes"


class _Open(Struct):
    """A mapping or list whose end has not come yet. `weight` counts the values in it, aliases in full."""

    event: Any
    place: Place
    children: list[Marked]
    weight: int = 1


class _Builder:
    """Puts parser events together, in a loop, never deeper than `DEEPEST` nor larger than `MOST_VALUES`."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.root: Marked | None = None
        self.open: list[_Open] = []
        self.anchors: dict[str, tuple[Marked, int]] = {}
        self.documents = 0

    def take(self, event: Any) -> None:
        """One event more."""
        match type(event).__name__:
            case "ScalarEvent":
                self._refuse_tag(event)
                self._put(_scalar(event, self._place(event)), 1, event.anchor)
            case "MappingStartEvent" | "SequenceStartEvent":
                self._refuse_tag(event)
                self._begin(event)
            case "MappingEndEvent" | "SequenceEndEvent":
                self._end()
            case "AliasEvent":
                self._alias(event)
            case "DocumentStartEvent":
                self._document(event)
            case _:
                pass

    def _place(self, event: Any) -> Place:
        return Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _document(self, event: Any) -> None:
        self.documents += 1
        if self.documents > 1:
            raise RuleError("a second document begins", at=self._place(event), hint="a file holds one: drop `---`")

    def _refuse_tag(self, event: Any) -> None:
        if event.tag in {None, "!", "tag:yaml.org,2002:str"}:
            return
        raise RuleError(f"the tag `{event.tag}` has no meaning in rule files", at=self._place(event), hint="remove it")

    def _begin(self, event: Any) -> None:
        if len(self.open) >= DEEPEST:
            raise RuleError(f"nested more than {DEEPEST} deep", at=self._place(event))
        self.open.append(_Open(event, self._place(event), []))

    def _end(self) -> None:
        done = self.open.pop()
        if type(done.event).__name__ == "MappingStartEvent":
            node: Marked = Fields(tuple(_entries(done.children)), done.place)
        else:
            node = Items(tuple(done.children), done.place)
        self._put(node, done.weight, done.event.anchor)

    def _alias(self, event: Any) -> None:
        # An anchor counts only when its value is complete, so no value can hold itself.
        if event.anchor not in self.anchors:
            raise RuleError(
                f"`*{event.anchor}` refers to nothing before it",
                at=self._place(event),
                hint="a text that begins with `*` needs quotes",
            )
        node, weight = self.anchors[event.anchor]
        self._put(node, weight, None)

    def _put(self, node: Marked, weight: int, anchor: str | None) -> None:
        if anchor:
            self.anchors[anchor] = node, weight
        if not self.open:
            self.root = node
            return
        around = self.open[-1]
        around.children.append(node)
        around.weight += weight
        if around.weight > MOST_VALUES:
            raise RuleError(f"more than {MOST_VALUES:,} values, aliases counted in full", at=around.place)


def _scalar(event: Any, place: Place) -> Scalar:
    text: str = event.value
    value = _plain(text) if event.implicit[0] and not event.tag else text
    return Scalar(value, text, place, None if event.anchor or event.tag else _quote(event, text))


def _quote(event: Any, text: str) -> str | None:
    """Tell the opening quote of a text whose characters stand in the file as themselves; None for any other."""
    if event.start_mark.line != event.end_mark.line:
        return None
    width = event.end_mark.column - event.start_mark.column
    match event.style or "":
        case "":
            return "" if width == len(text) else None
        case "'":
            return "'" if width == len(text) + text.count("'") + 2 else None
        case _:
            return '"' if width == len(text) + 2 else None


def _plain(text: str) -> str | int | float | bool | None:
    """Say what an unquoted word means. Dates stay text."""
    if text in _NOTHING:
        return None
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    if _WHOLE.fullmatch(text):
        return int(text)
    if _BROKEN.fullmatch(text):
        return float(text)
    return text


def _entries(children: list[Marked]) -> Iterator[Entry]:
    for key, value in zip(children[::2], children[1::2], strict=True):
        if not isinstance(key, Scalar):
            raise RuleError("a key must be one word or text", at=key.place, hint="put a text with brackets in quotes")
        if key.written == "<<" and key.quote == "":
            raise RuleError("`<<` is not read in rule files", at=key.place, hint="write the fields out")
        yield Entry(key.written, key.place, value)
