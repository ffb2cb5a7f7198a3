"""JSON of no known system: a list of records, or objects that hold such lists."""

from collections.abc import Iterable, Iterator, Mapping

from linter.model import Place
from linter.sources.chats.documents import Fields, Schema, Walk
from linter.sources.chats.generic import Columns
from linter.sources.chats.headers import columns_of
from linter.sources.chats.turn import Item, Turn, Unread

_HOLDERS = frozenset(
    [
        "messages",
        "conversations",
        "chats",
        "threads",
        "records",
        "items",
        "data",
        "list",
        "results",
        "rows",
        "value",
        "values",
        "response",
        "comments",
        "replies",
        "history",
        "dialogs",
        "sessions",
        "tickets",
        "消息",
        "会话",
        "对话",
        "聊天记录",
    ]
)
_KEPT = frozenset(
    [
        "conversation_id",
        "thread",
        "thread_id",
        "chat_id",
        "session_id",
        "order_id",
        "shop",
        "platform",
        "market",
        "会话ID",
        "订单号",
        "店铺",
    ]
)


class _Lost(ValueError):
    """A record without a text."""


class _Generic(Schema, frozen=True, kw_only=True):
    mapping: Mapping[str, str]

    def is_message(self, keys: Iterable[str]) -> bool:
        """Whether one of the keys is what texts are called."""
        names = list(keys)
        if "text" in self.mapping:
            return self.mapping["text"].partition(".")[0] in names
        return "text" in columns_of(names)


def records(data: bytes, file: str, columns: Columns, mapping: Mapping[str, str]) -> Iterator[Item]:
    """Every record of the document."""

    def turn(fields: Fields, above: Fields, at: Place) -> Turn:
        read = columns.turn({key: value for key, value in above.items() if key} | fields, at)
        if isinstance(read, Unread):
            raise _Lost(read.problem)
        return read

    schema = _Generic(
        name="json", signs=(), holders=_HOLDERS, kept=_KEPT, needs=(frozenset({"text"}),), turn=turn, mapping=mapping
    )
    yield from Walk(schema, file, file).of(data)
