"""Records of named fields: rows of tables and lines of JSON, whatever their columns are called."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from linter.model import Place, Role
from linter.sources.chats.cards import card, words_of
from linter.sources.chats.headers import chosen, side
from linter.sources.chats.turn import Item, Said, Turn, Unread
from linter.sources.record import platform_name

_CODE = re.compile(r"[A-Za-z]{2,3}")
_NOTED = 20
_SHAPES = 1000
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


class Columns:
    """Which field stands in which column, for every shape of record a file has."""

    def __init__(self, mapping: Mapping[str, str], thread: str) -> None:
        self._mapping = dict(mapping)
        self._thread = thread
        self._chosen: dict[tuple[str, ...], dict[str, str]] = {}
        self._unknown: Counter[str] = Counter()
        self._sideless = 0

    def of(self, header: tuple[str, ...]) -> dict[str, str]:
        """The columns of records with these fields. Raises `ConfigError` where `--map` names an unknown field."""
        known = self._chosen.get(header)
        if known is None:
            known = chosen(header, self._mapping)
            if len(self._chosen) < _SHAPES:
                self._chosen[header] = known
        return known

    def turn(self, cells: Mapping[str, Any], at: Place, *, sheet: str = "") -> Turn | Unread:
        """One record as a turn."""
        columns = self.of(tuple(cells))
        named = {field: _cell(cells, column) for field, column in columns.items()}
        text = _text(named)
        if text is None:
            return Unread(
                "no `text`" if named.get("text") is None else "its text is no text", at, _word(named.get("id"))
            )
        writer = _word(named.get("sender"))
        role = self._role(named)
        staff = _word(named.get("agent"))
        name = writer or (_word(named.get("buyer")) if role is Role.BUYER else staff)
        used = {column.partition(".")[0] for column in columns.values()}
        return Turn(
            text=text,
            at=at,
            role=role,
            name=(staff or name) if role in (Role.SELLER, Role.BOT) else name,
            partner=_word(named.get("buyer")),
            owner=staff if role is None else "",
            thread=_word(named.get("thread")) or sheet or _word(named.get("buyer")) or self._thread,
            id=_word(named.get("id")),
            sent=named.get("sent_at"),
            shop=_word(named.get("shop")),
            fields=_scope(named) | {"sender": writer, "order_id": _word(named.get("order_id"))},
            extra={key: value for key, value in cells.items() if key not in used and value not in ("", None)},
        )

    def _role(self, named: Mapping[str, Any]) -> Role | None:
        for field, yes, no in (("from_seller", Role.SELLER, Role.BUYER), ("from_buyer", Role.BUYER, Role.SELLER)):
            told = _truth(named.get(field))
            if told is not None:
                return yes if told else no
        written = _word(named.get("role"))
        if not written:
            self._sideless += "role" in named
            return None if "role" not in named else Role.SELLER
        role = side(written)
        if role is None and len(self._unknown) < _SHAPES:
            self._unknown[written] += 1
        return role or Role.SELLER

    def notes(self) -> Iterator[Item]:
        """What the records had that nobody knows."""
        for columns in list(self._chosen.values())[:1]:
            yield Said("columns: " + ", ".join(f"{field}={column}" for field, column in columns.items()))
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
        value = value.get(step) if isinstance(value, dict) else None  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
    return value  # pyright: ignore[reportUnknownVariableType]


def _text(named: Mapping[str, Any]) -> str | None:
    value, kind = named.get("text"), _word(named.get("kind"))
    if isinstance(value, str) and value.strip():
        return value
    if value in (None, ""):
        return card(kind, None) if kind else value
    if isinstance(value, dict | list):
        words = words_of(value)  # pyright: ignore[reportUnknownArgumentType]
        return card(kind, value) if words is None and kind else words
    return _word(value) if not isinstance(value, str) else value


def _word(value: Any) -> str:
    """A cell as text: a workbook keeps the number 1001 as 1001.0."""
    if value is None or isinstance(value, dict | list):
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _truth(value: Any) -> bool | None:
    written = _word(value).casefold()
    if written in {"true", "1", "yes", "y", "是"}:
        return True
    return False if written in {"false", "0", "no", "n", "否"} else None


def _scope(named: Mapping[str, Any]) -> dict[str, object]:
    platform, market = _word(named.get("platform")), _word(named.get("market"))
    return {
        "platform": _PLATFORMS.get(platform.casefold(), platform_name(platform)),
        # A name of a country is none of our codes: rather no market than one that no rule is for.
        "market": market if _CODE.fullmatch(market) else "",
        "lang": _word(named.get("lang")),
        "surface": _word(named.get("surface")),
    }
