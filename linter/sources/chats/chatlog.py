"""WhatsApp and Signal: a text file in which every message begins with a date, a time and a name.

`12/15/25, 10:30 AM - John: Hello` on Android, `[15.12.25, 10:30:01] John: Hello` on iOS and in Signal's exports.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from linter.model import Place, Role
from linter.sources.chats.clock import STAMP, plain
from linter.sources.chats.turn import Item, Turn, Unread
from linter.sources.record import MAX_TEXT, too_long
from linter.sources.streams import Row
from linter.text.later import later

_MARKS = "[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]*"
_BRACKET = later(lambda: re.compile(rf"{_MARKS}\[(?P<stamp>{STAMP})\]\s?", re.IGNORECASE))
_DASH = later(lambda: re.compile(rf"{_MARKS}(?P<stamp>{STAMP})\s?[-–—]\s", re.IGNORECASE))
_SIGNAL = later(lambda: re.compile(r"\[\d{4}-\d\d-\d\d,? \d\d:\d\d\] "))
_STYLES = {"[]": _BRACKET, "-": _DASH}
_NAME = 100
_HEADER = 100
# The app's own first words, which stand under the name of the group on iOS and in older exports.
_NOTICE = later(
    lambda: re.compile(
        "end-to-end|端到端|端對端|エンドツーエンド|종단간|de extremo a extremo|de ponta a ponta|bout en bout"
        "|Ende-zu-Ende|menyeluruh|đầu cuối|ต้นทาง|طرف",
        re.IGNORECASE,
    )
)
# Names of exported files: "WhatsApp Chat with Maria.txt", "WhatsApp Chat - Maria.zip", "与Maria的WhatsApp聊天.txt".
_TITLE = later(
    lambda: re.compile(
        r"(?:(?:Obrolan |Chat |Conversa |Conversación |Discussion )?WhatsApp(?:[ -]Chat)?|Chat de WhatsApp"
        r"|Conversa do WhatsApp) ?(?:with|con|com|mit|avec|dengan|di|-|–|với|กับ)? (?P<name>.+)"
        r"|与(?P<zh>.+?)的 ?WhatsApp ?(?:聊天|对话).*",
        re.IGNORECASE,
    )
)


def style_of(head: str) -> str:
    """How the messages of a text begin: `[]`, `-`, or nothing where fewer than half of its first lines do."""
    first = [line for line in head.splitlines()[:200] if line.strip()]
    begun = {style: sum(bool(header.match(plain(line))) for line in first) for style, header in _STYLES.items()}
    style = max(begun, key=lambda name: begun[name])
    # One line that begins so is chance, unless it is the first: a message may have many lines.
    opens = any(_STYLES[style].match(plain(line)) for line in first[:1])
    return style if begun[style] >= 2 or opens else ""  # noqa: PLR2004


def is_signal(head: str) -> bool:
    """Whether the messages begin as in Signal's exports: an ISO date in brackets, and no seconds."""
    return bool(_SIGNAL.match(head.lstrip("\ufeff")))


def partner_of(file: str) -> str:
    """Whose chat a file is, by the name that the app gave it."""
    for part in reversed(PurePosixPath(file.replace("!/", "/")).parts[-2:]):
        stem = re.sub(r"\.(?:txt|zip|gz|zst)$", "", part, flags=re.IGNORECASE)
        if found := _TITLE.fullmatch(stem):
            return str(found["name"] or found["zh"]).strip()
    return ""


def turns(rows: Iterable[Row], file: str, style: str, thread: str) -> Iterator[Item]:
    """The messages, each with the lines that follow its first."""
    reader = _Log(_STYLES.get(style, _DASH), file, thread)
    for row in rows:
        yield from reader.line(row)
    yield from reader.finish()


class _Log:
    def __init__(self, header: "re.Pattern[str]", file: str, thread: str) -> None:
        self._header = header
        self._file = file
        self._thread = thread
        self._partner = partner_of(file)
        self._names: set[str] = set()
        self._begun: Turn | None = None
        self._lines: list[str] = []
        self._length = 0

    def line(self, row: Row) -> Iterator[Item]:
        at = Place(self._file, row.number, 1)
        if row.problem:
            yield from self.finish()
            yield Unread(row.problem, at)
            return
        text = row.text.rstrip("\r\n")
        if found := self._header.match(plain(text[:_HEADER])):
            yield from self.finish()
            self._begun = self._message(text, found, row.number)
            text = self._begun.text
        elif self._begun is None:
            if not text.strip():
                return
            # Before the first header: words of nobody we know.
            self._begun = Turn(text="", at=at, thread=self._thread)
        # What lies above the limit is counted and not held.
        self._length += len(text) + 1
        if self._length <= MAX_TEXT + 1:
            self._lines.append(text)

    def finish(self) -> Iterator[Item]:
        """The message that has been gathered."""
        begun, lines, length = self._begun, self._lines, self._length
        self._begun, self._lines, self._length = None, [], 0
        if begun is None:
            return
        if length > MAX_TEXT + 1:
            yield Unread(too_long(length - 1), begun.at)
            return
        yield Turn(
            text="\n".join(lines).rstrip("\n"),
            at=begun.at,
            role=begun.role,
            name=begun.name,
            partner=begun.partner,
            owner=begun.owner,
            thread=begun.thread,
            sent=begun.sent,
            exact=True,
        )

    def _message(self, text: str, found: "re.Match[str]", number: int) -> Turn:
        begin = found.end()
        rest = text[begin:]
        name, colon, said = rest.partition(": ")
        if not colon and self._speaks(rest):
            name, colon, said = rest.partition(":")
        named = bool(colon) and len(name) <= _NAME
        words = said if named else rest
        at = Place(self._file, number, len(text) - len(words) + 1)
        name = name.strip("\u200e\u200f\u202a\u202b\u202c~ \u202f\xa0") if named else ""
        notice = not named or (name not in self._names and bool(_NOTICE.search(words[:200])))
        if named and not notice and len(self._names) < 100_000:  # noqa: PLR2004
            self._names.add(name)
        return Turn(
            text=words,
            at=at,
            role=Role.SYSTEM if notice else None,
            name=name,
            partner=self._partner,
            # Signal's exports call their owner so.
            owner="Me" if name == "Me" else "",
            thread=self._thread,
            sent=found["stamp"],
        )

    def _speaks(self, rest: str) -> bool:
        """Whether a line without `: ` is a message all the same: an editor took the space, or the words come below."""
        name, colon, said = rest.partition(":")
        return (
            bool(colon)
            and len(name) <= _NAME
            and (not said.strip() or (name in self._names and any(c.isalnum() for c in said)))
        )
