"""JSON exports: messages found where their system keeps them, one at a time, each with its line.

A document is cut into raw values first: only the message at hand becomes objects, so that a document of 200 MB costs
its bytes and little more.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Raw, Struct

from linter.model import Place
from linter.sources.chats.turn import Item, Said, Turn, Unread
from linter.sources.record import MAX_TEXT
from linter.sources.strict import once

Fields = dict[str, Any]
_DEPTH = 12
_LONGEST = 8 * MAX_TEXT


class Schema(Struct, frozen=True, kw_only=True):
    """One system's JSON. `signs`: the sets of keys one of which shows it; `holders`: keys below which messages stand;
    `kept`: what a message needs to know of the objects around it.
    """

    name: str
    signs: tuple[frozenset[str], ...]
    holders: frozenset[str]
    kept: frozenset[str]
    needs: tuple[frozenset[str], ...]
    turn: Callable[[Fields, Fields, Place], Turn]
    platform: str = ""

    def is_message(self, keys: Iterable[str]) -> bool:
        """Whether an object with these keys is a message."""
        return any(wanted <= set(keys) for wanted in self.needs)


class Walk:
    """The messages of one document, or of one line of JSON Lines."""

    def __init__(self, schema: Schema, file: str, thread: str, line: int = 1) -> None:
        self._schema = schema
        self._file = file
        self._line = line
        self._counted = 0
        self._data = b""
        self._above: Fields = {"": thread}
        self._reversed = 0

    def of(self, data: bytes) -> Iterator[Item]:
        """Every message of the document, in the order of time where it is kept newest first."""
        self._data = data
        try:
            root = msgspec.json.decode(data, type=Raw)
            self._keys(root)
        except (msgspec.DecodeError, RecursionError) as error:
            yield self._broken(data, error)
            return
        yield from self._value(root, self._above, 0, 0, listed=False)
        if self._reversed:
            yield Said(f"{self._reversed:,} conversations are kept newest first: read from their end")

    def _broken(self, data: bytes, error: Exception) -> Unread:
        try:
            json.loads(data)
        except json.JSONDecodeError as told:
            at = Place(self._file, self._line + told.lineno - 1, told.colno)
            return Unread(f"not JSON: {told.msg}", at)
        except (RecursionError, ValueError):
            pass
        return Unread(f"not JSON: {error}", Place(self._file, self._line))

    def _place(self, at: int) -> Place:
        # Counted from the last place on, or back: places follow one another, and a document may have millions of lines.
        if at >= self._counted:
            self._line += self._data.count(b"\n", self._counted, at)
        else:
            self._line -= self._data.count(b"\n", at, self._counted)
        self._counted = at
        return Place(self._file, self._line)

    def _keys(self, raw: Raw) -> dict[str, Raw]:
        return msgspec.json.decode(raw, type=dict[str, Raw]) if bytes(memoryview(raw)[:1]) == b"{" else {}

    def _value(self, raw: Raw, above: Fields, at: int, depth: int, *, listed: bool) -> Iterator[Item]:
        place = self._place(at)
        opening = bytes(memoryview(raw)[:1])
        if depth > _DEPTH:
            yield Unread(f"nested more than {_DEPTH} deep", place)
        elif opening == b"[":
            yield from self._list(raw, above, at, depth)
        elif opening == b"{":
            yield from self._object(raw, above, at, place, depth, listed=listed)
        elif opening == b'"' and self._unquoted(raw):
            # A message, or a whole page of them, as a string of JSON.
            yield from Walk(self._schema, self._file, "", place.line).nested(self._unquoted(raw), above)
        elif listed:
            yield Unread(f"not a message of {self._schema.name}: an object, {{…}}, is expected", place)

    def nested(self, data: bytes, above: Fields) -> Iterator[Item]:
        """The messages of JSON that stood in a string."""
        self._above = above
        yield from self.of(data)

    def _unquoted(self, raw: Raw) -> bytes:
        if len(memoryview(raw)) > _LONGEST or bytes(memoryview(raw)[1:2]) not in (b"{", b"["):
            return b""
        text = msgspec.json.decode(raw, type=str).encode()
        try:
            msgspec.json.decode(text, type=Raw)
        except msgspec.DecodeError:
            return b""
        return text

    def _list(self, raw: Raw, above: Fields, at: int, depth: int) -> Iterator[Item]:
        found = list(self._located(msgspec.json.decode(raw, type=list[Raw]), at))
        if self._newest_first([item for item, _ in found], above):
            self._reversed += 1
            found.reverse()
        for item, begin in found:
            yield from self._value(item, above, begin, depth + 1, listed=True)

    def _located(self, items: Iterable[Raw], at: int) -> Iterator[tuple[Raw, int]]:
        for item in items:
            begin = self._data.find(memoryview(item), at)
            begin = begin if begin >= 0 else at
            yield item, begin
            at = begin + len(memoryview(item))

    def _newest_first(self, items: list[Raw], above: Fields) -> bool:
        first = self._earliest(items, above)
        last = self._earliest(reversed(items), above)
        if isinstance(first, str) and isinstance(last, str):
            return first.isdigit() == last.isdigit() and first > last
        return isinstance(first, int | float) and isinstance(last, int | float) and first > last

    def _earliest(self, items: Iterable[Raw], above: Fields) -> object:
        """The time of the first of these that has one."""
        times = (self._time(item, above) for item in items)
        return next((time for time in times if time is not None), None)

    def _time(self, raw: Raw, above: Fields) -> object:
        if not self._schema.is_message(self._keys(raw)):
            return None
        turn = self._turn(raw, above, Place())
        return turn.sent if isinstance(turn, Turn) else None

    def _object(self, raw: Raw, above: Fields, at: int, place: Place, depth: int, *, listed: bool) -> Iterator[Item]:
        inside = self._keys(raw)
        if self._schema.is_message(inside):
            yield self._turn(raw, above, place)
            return
        kept = {key: msgspec.json.decode(value) for key, value in inside.items() if key in self._schema.kept}
        below = above | kept
        held = False
        for (key, value), (_, begin) in zip(inside.items(), self._located(inside.values(), at), strict=True):
            if key in self._schema.holders and bytes(memoryview(value)[:1]) in (b"{", b"[", b'"'):
                held = True
                yield from self._value(value, below, begin, depth + 1, listed=False)
        if not held and (listed or depth == 0):
            wanted = ", ".join(f"`{key}`" for key in sorted(self._schema.needs[0]))
            yield Unread(f"no message of {self._schema.name} in it (it would have {wanted})", place, _id(kept))

    def _turn(self, raw: Raw, above: Fields, place: Place) -> Turn | Unread:
        try:
            return self._message(raw, above, place)
        except (ValueError, TypeError, AttributeError, KeyError, RecursionError) as error:
            return Unread(f"no message of {self._schema.name}: {error}", place)

    def _message(self, raw: Raw, above: Fields, place: Place) -> Turn:
        return self._schema.turn(fields_of(bytes(memoryview(raw))), above, place)


def fields_of(data: bytes) -> Fields:
    """The object of some JSON. Raises `ValueError` where a key stands twice, or it is none."""
    # Of `{"text": "加微信", "text": "hi"}` a parser keeps the last and says nothing.
    keys = _TEXTS.findall(data)
    if len(keys) > len(set(keys)):
        return _strictly(data)
    try:
        fields: object = msgspec.json.decode(data)
    except msgspec.DecodeError:
        return _strictly(data)  # a lone surrogate, which is no reason to lose a message
    return _as_object(fields)


_TEXTS = re.compile('"(text|content|body|message|role|消息内容|内容)"\\s*:'.encode())


def _strictly(data: bytes) -> Fields:
    return _as_object(json.loads(data, object_pairs_hook=once))


def _as_object(value: Any) -> Fields:
    if not isinstance(value, dict):
        raise ValueError("one object, {…}, is expected")  # noqa: TRY004  # told as any other broken message
    return value  # pyright: ignore[reportUnknownVariableType]


def _id(kept: Mapping[str, object]) -> str:
    return str(kept.get("id") or "")
