"""What a reader hands on: one message, or one record nobody could read."""

import re
from collections.abc import Mapping

import msgspec
from msgspec import Struct

from linter.model import Message, Place, Role, Surface

MAX_TEXT = 1 << 20
"""The longest record that is read, in characters; a longer one is told as unreadable, never cut."""

_WORDS = ("id", "thread", "sender", "order_id")
_FIELDS = frozenset(Message.__struct_fields__)
_MARKET = re.compile(r"[a-z]{2,3}")
_CHOICES = {"role": ", ".join(Role), "surface": ", ".join(Surface)}


class Record(Struct, frozen=True, kw_only=True):
    """One record of one input. Where `message` is `None`, `problem` says why nobody could read it.

    `extra` holds the fields we do not know, to be handed back. `exact`: the text stands in the file as it is, from `at`
    on, its further lines `margin` columns in; else it was written with escapes, and only `at` can be told.
    """

    message: Message | None = None
    at: Place = Place()
    problem: str = ""
    id: str = ""
    extra: dict[str, object] = {}
    exact: bool = False
    margin: int = 0


def of_text(
    text: str, at: Place, defaults: Mapping[str, str], *, name: str = "", exact: bool = True, margin: int = 0
) -> Record:
    """A record of words that stand in a file as they are: a line, a paragraph, a template."""
    return of_fields({"id": name, "text": text}, at, defaults, exact=exact, margin=margin)


def of_fields(
    fields: Mapping[str, object],
    at: Place,
    defaults: Mapping[str, str],
    *,
    name: str = "",
    exact: bool = False,
    margin: int = 0,
) -> Record:
    """A record of named fields; what it does not say itself comes from `defaults`, and its id from `name`."""
    known: dict[str, object] = {"id": name, **defaults}
    known |= {field: _plain(field, value) for field, value in fields.items() if field in _FIELDS and value is not None}
    extra = {field: value for field, value in fields.items() if field not in _FIELDS}
    text = known.get("text")
    if text is None:
        return unreadable("no `text`", at, known, extra)
    if isinstance(text, str) and len(text) > MAX_TEXT:
        return unreadable(too_long(len(text)), at, known, extra)
    try:
        message = msgspec.convert(known, Message)
    except msgspec.ValidationError as error:
        return unreadable(_explain(str(error)), at, known, extra)
    if message.market and not _MARKET.fullmatch(message.market):
        return unreadable(f"`market`: no two-letter country code: `{message.market}`", at, known, extra)
    return Record(message=message, at=at, id=message.id, extra=extra, exact=exact, margin=margin)


def unreadable(
    problem: str, at: Place, known: Mapping[str, object] | None = None, extra: dict[str, object] | None = None
) -> Record:
    """A record that is counted and told, with its id where that much could be read."""
    name = (known or {}).get("id")
    return Record(at=at, problem=problem, id=name if isinstance(name, str) else "", extra=extra or {})


def too_long(length: int) -> str:
    """The sentence for a record above `MAX_TEXT`."""
    return f"too long: {length:,} characters, at most {MAX_TEXT:,} are read"


def _plain(field: str, value: object) -> object:
    # Exports number their orders and threads (`"order_id": 90211`): an integer is taken as its digits, nothing is lost.
    if field in _WORDS and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    # `"market": "US"` and `"platform": "TikTok Shop"` would fall outside every rule's scope and so pass unseen.
    if field == "market" and isinstance(value, str):
        return value.strip().lower()
    if field == "platform" and isinstance(value, str):
        return platform_name(value)
    return value


def platform_name(written: str) -> str:
    """A platform as rules name it: `TikTok Shop` is `tiktok-shop`."""
    return re.sub(r"[\s_-]+", "-", written.strip().lower())


def _explain(error: str) -> str:
    # msgspec writes "Expected `str`, got `int` - at `$.text`"; the reader wants the field first.
    what, _, path = error.partition(" - at `$.")
    field = path.removesuffix("`")
    allowed = f"; one of {_CHOICES[field]}" if what.startswith("Invalid enum") and field in _CHOICES else ""
    return f"`{field}`: {what[:1].lower()}{what[1:]}{allowed}" if field else what
