"""Conversations copied out of a client: a line that says who and when, and the words below it.

千牛: `小美 2024-01-01 10:00:00`, the name glued to the date, or `店铺:小美 --> tb123 (2024-01-01 10:00:00): 亲`;
飞鸽 with the date first; Telegram: `Name, [20/08/2026 09:13]`.
"""

import re
from collections.abc import Iterable, Iterator

from linter.model import Place, Role
from linter.sources.chats.clock import STAMP, plain
from linter.sources.chats.turn import Item, Said, Turn, Unread
from linter.sources.record import MAX_TEXT, too_long
from linter.sources.streams import Row
from linter.text.later import later

_NAMED = later(
    lambda: re.compile(rf"(?P<name>\S.{{0,60}}?)[,，]?\s*[(（\[]?(?P<stamp>{STAMP})[)）\]]?\s*[:：]?(?P<said>.*)")
)
_DATED = later(lambda: re.compile(rf"[(（\[]?(?P<stamp>{STAMP})[)）\]]?\s+(?P<name>\S.{{0,60}}?)\s*[:：]?"))
_ARROW = re.compile(r"\s*-+>\s*")
_READ = frozenset({"已读", "未读", "送达", "已送达"})
_EVENTS = re.compile(r"撤回了一条消息|^当前用户来自|^以上是历史|^—+.*—+$|^系统提示|加入会话$|结束会话$|转接")


def is_pasted(head: str) -> bool:
    """Whether at least two of the first lines say who and when, and nothing else of note."""
    first = [line for line in head.splitlines()[:200] if line.strip()]
    return sum(_header(line) is not None for line in first) >= 2 or (bool(first) and _header(first[0]) is not None)  # noqa: PLR2004


class _Header(Turn, frozen=True, kw_only=True):
    column: int = 1


def _header(line: str) -> _Header | None:
    flat = plain(line).rstrip()
    if len(flat) > 200 or not any(char.isdigit() for char in flat):  # noqa: PLR2004
        return None
    found = _NAMED.fullmatch(flat)
    # Words after the time want the mark between: `小美 2024-01-01 10:00:00 到货` is a sentence.
    if found and (not found["said"] or flat[: found.start("said")].endswith((":", "："))):
        said = line[found.start("said") : found.end("said")]
        begin = found.start("said") + len(said) - len(said.lstrip())
    elif found := _DATED.fullmatch(flat):
        said, begin = "", len(line)
    else:
        return None
    name, partner = _both(line[slice(*found.span("name"))])
    # `店铺:小美` is a sub-account of a shop; buyers have no colon in their names.
    sells = any(mark in name for mark in ":：")
    return _Header(
        text=said.strip(),
        at=Place(),
        role=Role.SELLER if sells else Role.BUYER if any(mark in partner for mark in ":：") else None,
        name=name,
        partner=partner if sells else "",
        sent=found["stamp"],
        column=begin + 1,
    )


def _both(written: str) -> tuple[str, str]:
    name, *partner = _ARROW.split(written.strip(), maxsplit=1)
    return name.strip(" ,，"), partner[0].strip() if partner else ""


def turns(rows: Iterable[Row], file: str, thread: str) -> Iterator[Item]:
    """The messages, in the order they stand; what the client adds is context or a note."""
    begun: Turn | None = None
    lines: list[str] = []
    length = marks = 0
    for row in rows:
        at = Place(file, row.number, 1)
        text = row.text.rstrip("\r\n")
        header = None if row.problem else _header(text)
        if header or row.problem or _EVENTS.search(text):
            yield from _whole(begun, lines, length)
            begun, lines, length = None, [], 0
        if row.problem:
            yield Unread(row.problem, at)
        elif header:
            begun, lines = _begun(header, file, row.number, thread), [header.text] if header.text else []
            length = len(header.text)
        elif text.strip() in _READ:
            marks += 1
        elif _EVENTS.search(text):
            yield Turn(text=text.strip(), at=at, role=Role.SYSTEM, thread=thread, exact=True)
        elif text.strip():
            begun = begun or Turn(text="", at=at, thread=thread)
            begun = begun if lines else _at(begun, at)
            length += len(text) + 1
            lines += [text] if length <= MAX_TEXT + 1 else []
    yield from _whole(begun, lines, length)
    if marks:
        yield Said(f"{marks:,} lines say only 已读, 未读 or 送达: the client's marks, no messages")


def _begun(header: _Header, file: str, number: int, thread: str) -> Turn:
    return Turn(
        text=header.text,
        at=Place(file, number, header.column),
        role=header.role,
        name=header.name,
        partner=header.partner,
        thread=thread,
        sent=header.sent,
    )


def _at(turn: Turn, at: Place) -> Turn:
    """The turn with the place where its words begin, below its header."""
    return Turn(
        text="", at=at, role=turn.role, name=turn.name, partner=turn.partner, thread=turn.thread, sent=turn.sent
    )


def _whole(begun: Turn | None, lines: list[str], length: int) -> Iterator[Item]:
    if begun is None:
        return
    if length > MAX_TEXT + 1:
        yield Unread(too_long(length), begun.at)
        return
    yield Turn(
        text="\n".join(lines),
        at=begun.at,
        role=begun.role,
        name=begun.name,
        partner=begun.partner,
        thread=begun.thread,
        sent=begun.sent,
        exact=True,
    )
