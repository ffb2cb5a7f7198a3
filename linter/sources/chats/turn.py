"""What every reader of chats yields: a turn as its export tells it, or a place where nobody could read one."""

from msgspec import Struct

from linter.model import Place, Role


class Turn(Struct, frozen=True, kw_only=True):
    """One message, before its side and its time are decided.

    `role` is `None` where the export has no sides; `name` is who wrote, `partner` the name of the conversation's
    buyer and `owner` the one of the export's owner, where they are told. `sent` is as written.
    """

    text: str
    at: Place
    role: Role | None = None
    name: str = ""
    partner: str = ""
    owner: str = ""
    thread: str = ""
    id: str = ""
    sent: object = None
    shop: str = ""
    fields: dict[str, object] = {}
    extra: dict[str, object] = {}
    exact: bool = False


class Unread(Struct, frozen=True):
    """A stretch of a file that holds no message we could read, and why."""

    problem: str
    at: Place
    id: str = ""


class Said(Struct, frozen=True):
    """A line about the file, not about one message."""

    note: str


Item = Turn | Unread | Said
