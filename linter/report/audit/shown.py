"""A conversation as a page shows it."""

from msgspec import Struct

from linter.model import Finding, Place, Role


class Bubble(Struct, frozen=True, kw_only=True):
    """One message with what was found in it. `skipped`: how many messages before it are left out; `cut`: its text goes
    on, unseen.
    """

    id: str
    role: Role
    sender: str
    text: str
    at: float | None = None
    findings: tuple[Finding, ...] = ()
    place: Place = Place()
    skipped: int = 0
    cut: bool = False


class ShownThread(Struct, frozen=True, kw_only=True):
    """One conversation, or what a page shows of it. `agents`: who broke rules in it; `skipped`: messages left out at
    the end.
    """

    thread: str
    shop: str = ""
    platform: str = ""
    market: str = ""
    agents: tuple[str, ...] = ()
    block: int = 0
    warn: int = 0
    note: int = 0
    bubbles: tuple[Bubble, ...] = ()
    skipped: int = 0
