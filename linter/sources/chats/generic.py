"""Records of named fields: rows of tables and lines of JSON, whatever their columns are called."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from linter.model import Place, Role
from linter.sources.chats.cards import card, list_of, object_of, words_of
from linter.sources.chats.headers import chosen, side
from linter.sources.chats.turn import Item, Said, Turn, Unread
from linter.sources.record import platform_name

_CODE = re.compile(r"[A-Za-z]{2,3}")
_NOTED = 20
_SHAPES = 1000
_LONGEST = 80
_SCOPE = frozenset({"platform", "market", "lang", "surface"})
_PLATFORMS = {
    "抖音": "douyin",
    "抖店": "douyin",
    "飞鸽": "douyin",
    "淘宝": "taobao",
    "天猫": "taobao",
    "千牛": "taobao",
    "拼多多": "pinduoduo",
    "京东": "jd",
    "快手": "kuaishou",
    "小红书": "xiaohongshu",
    "虾皮": "shopee",
    "tiktok": "tiktok-shop",
}


class _Shape(NamedTuple):
    columns: dict[str, str]
    others: tuple[str, ...]
    scoped: bool


class Columns:
    """Which field stands in which column, for every shape of record a file has."""

    def __init__(self, mapping: Mapping[str, str], thread: str) -> None:
        self._mapping = dict(mapping)
        self._thread = thread
        self._shapes: dict[tuple[str, ...], _Shape] = {}
        self._unknown: Counter[str] = Counter()
        self._sideless = 0

    def of(self, header: tuple[str, ...]) -> dict[str, str]:
        """The columns of records with these fields. Raises `ConfigError` where `--map` names an unknown field."""
        return self._shape(header).columns

    def turn(self, cells: Mapping[str, Any], at: Place, *, sheet: str = "") -> Turn | Unread:
        """One record as a turn."""
        shape = self._shape(tuple(cells))
        named = {field: _cell(cells, column) for field, column in shape.columns.items()}
        text = _text(named)
        if text is None:
            return Unread("no `text`" if named.get("text") is None else "its text is no text", at, _word(named, "id"))
        role = self._role(named)
        writer, staff, buyer = (_word(named, field) for field in ("sender", "agent", "buyer"))
        ours = role in (Role.SELLER, Role.BOT)
        name = (staff or writer) if ours else writer or (buyer if role is Role.BUYER else staff)
        fields: dict[str, object] = {"sender": writer, "order_id": _word(named, "order_id")}
        return Turn(
            text=text,
            at=at,
            role=role,
            name=name,
            partner=buyer,
            owner=staff if role is None else "",
            thread=_word(named, "thread") or sheet or buyer or self._thread,
            id=_word(named, "id"),
            sent=named.get("sent_at"),
            shop=_word(named, "shop"),
            fields=fields | _scope(named) if shape.scoped else fields,
            extra={key: value for key in shape.others if (value := cells[key]) not in ("", None)},
        )

    def _shape(self, header: tuple[str, ...]) -> "_Shape":
        known = self._shapes.get(header)
        if known is None:
            columns = chosen(header, self._mapping)
            used = {column.partition(".")[0] for column in columns.values()} | set(columns.values())
            others = tuple(key for key in header if key not in used)
            known = _Shape(columns, others, scoped=not _SCOPE.isdisjoint(columns))
            if len(self._shapes) < _SHAPES:
                self._shapes[header] = known
        return known

    def _role(self, named: Mapping[str, Any]) -> Role | None:
        for field, yes, no in (("from_seller", Role.SELLER, Role.BUYER), ("from_buyer", Role.BUYER, Role.SELLER)):
            if field in named and (told := _truth(_word(named, field))) is not None:
                return yes if told else no
        if "role" not in named:
            return None
        written = _word(named, "role")
        if not written:
            self._sideless += 1
            return Role.SELLER
        role = side(written[:_LONGEST])
        if role is None and len(self._unknown) < _SHAPES:
            self._unknown[written[:_LONGEST]] += 1
        return role or Role.SELLER

    def notes(self) -> Iterator[Item]:
        """What the records had that nobody knows."""
        for shape in list(self._shapes.values())[:1]:
            yield Said("columns: " + ", ".join(f"{field}={column}" for field, column in shape.columns.items()))
        for written, count in self._unknown.most_common(_NOTED):
            yield Said(f"`{written}` is no side we know ({count:,} records): checked as the seller's")
        if self._sideless:
            yield Said(f"{self._sideless:,} records have no side: checked as the seller's")


def _cell(cells: Mapping[str, Any], column: str) -> Any:
    """A cell by its name, or by its path: `content.text`."""
    if column in cells:
        return cells[column]
    value: Any = cells
    for step in column.split("."):
        value = object_of(value).get(step)
    return value


def _text(named: Mapping[str, Any]) -> str | None:
    value, kind = named.get("text"), _word(named, "kind")
    if isinstance(value, str) and value.strip():
        return value
    if value in (None, ""):
        return card(kind, None) if kind else value
    inside = object_of(value) or list_of(value)
    if inside:
        words = words_of(inside)
        return card(kind, inside) if words is None and kind else words
    return value if isinstance(value, str) else word_of(value)


def _word(named: Mapping[str, Any], field: str) -> str:
    return word_of(named[field]) if field in named else ""


def word_of(value: Any) -> str:
    """A cell as text: a workbook keeps the number 1001 as 1001.0."""
    if isinstance(value, str):
        return value.strip()
    if value is None or isinstance(value, dict | list):
        return ""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _truth(written: str) -> bool | None:
    written = written.casefold()
    if written in {"true", "1", "yes", "y", "是"}:
        return True
    return False if written in {"false", "0", "no", "n", "否"} else None


def _scope(named: Mapping[str, Any]) -> dict[str, object]:
    platform, market = _word(named, "platform"), _word(named, "market")
    return {
        "platform": _PLATFORMS.get(platform.casefold(), platform_name(platform)),
        # A name of a country is none of our codes: rather no market than one that no rule is for.
        "market": market if _CODE.fullmatch(market) else "",
        "lang": _word(named, "lang"),
        "surface": _word(named, "surface"),
    }
