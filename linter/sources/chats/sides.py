"""Who is the seller in an export that has names and no sides."""

import unicodedata
from collections import defaultdict
from collections.abc import Sequence

from msgspec import Struct

from linter.model import Role
from linter.sources.chats.turn import Turn


class Sides(Struct, frozen=True):
    """The decision for one file: these names sell, or each conversation's partner buys, or nobody can tell."""

    why: str = ""
    sellers: frozenset[str] = frozenset()
    by_partner: bool = False

    def of(self, turn: Turn) -> Role:
        """The side of a turn. Where nothing tells it is the seller's: checked for nothing is better than unchecked."""
        if turn.role is not None:
            return turn.role
        name = folded(turn.name)
        if not name:
            return Role.SELLER
        if self.sellers:
            return Role.SELLER if name in self.sellers else Role.BUYER
        return Role.BUYER if self.by_partner and turn.partner and name == folded(turn.partner) else Role.SELLER


def folded(name: str) -> str:
    """A name as it is compared."""
    shown = "".join(char for char in unicodedata.normalize("NFKC", name) if unicodedata.category(char) != "Cf")
    return " ".join(shown.casefold().split())


def decide(turns: Sequence[Turn], sellers: Sequence[str]) -> Sides:
    """The sides of a file by its first turns: the names given, else its owner, its partners, the name in most chats."""
    unsided = [turn for turn in turns if turn.role is None]
    if not unsided:
        return Sides()
    names = {folded(turn.name) for turn in unsided if turn.name}
    given = frozenset(folded(name) for name in sellers) - {""}
    if given & names:
        return Sides(f"seller: {_listed(given & names)} (as given); everyone else is a buyer", given)
    if given:
        return Sides(f"none of the sellers given writes here ({_listed(names)} do): every message is checked")
    return _guessed(unsided, names)


def _guessed(turns: Sequence[Turn], names: set[str]) -> Sides:
    owners = frozenset(folded(turn.owner) for turn in turns if turn.owner) & names
    if owners:
        return Sides(
            f"seller: {_listed(owners)}, the export's owner; everyone else is a buyer (--seller names others)", owners
        )
    partners = {folded(turn.name) for turn in turns if turn.name and folded(turn.partner) == folded(turn.name)}
    if partners:
        return Sides(f"buyer: {_listed(partners)}, whose chat it is; everyone else is a seller", by_partner=True)
    if common := _in_most_chats(turns):
        return Sides(f"seller: `{common}`, who writes in most chats; everyone else is a buyer", frozenset({common}))
    if not names:
        return Sides("nothing tells who writes: every message is checked as the seller's")
    return Sides(f"nothing tells which of {_listed(names)} sells: every message is checked (name them with --seller)")


def _in_most_chats(turns: Sequence[Turn]) -> str:
    chats: dict[str, set[str]] = defaultdict(set)
    for turn in turns:
        if turn.name:
            chats[folded(turn.name)].add(turn.thread)
    threads = {turn.thread for turn in turns}
    ranked = sorted(((len(where), name) for name, where in chats.items()), reverse=True)
    if len(threads) < 2 or len(ranked) < 2 or ranked[0][0] == ranked[1][0]:  # noqa: PLR2004
        return ""
    return ranked[0][1] if ranked[0][0] * 2 > len(threads) else ""


def _listed(names: frozenset[str] | set[str]) -> str:
    first = sorted(names)[:3]
    more = f" and {len(names) - len(first)} more" if len(names) > len(first) else ""
    return ", ".join(f"`{name}`" for name in first) + more
