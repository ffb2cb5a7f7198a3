"""Who is the seller in an export that has names and no sides."""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from msgspec import Struct

from linter.model import Role
from linter.sources.chats.turn import Turn


class Sides(Struct, frozen=True):
    """The decision for one file: these names sell, or each conversation's partner buys, or nobody can tell."""

    why: str = ""
    sellers: frozenset[str] = frozenset()
    buyers: frozenset[str] = frozenset()
    usual: Role = Role.SELLER

    def of(self, turn: Turn) -> Role:
        """The side of a turn. Where nothing tells it is the seller's, or what the caller knows (`usual`): checked for
        nothing is better than unchecked.
        """
        if turn.role is not None:
            return turn.role
        name = folded(turn.name)
        if not name:
            return self.usual
        if self.sellers:
            return Role.SELLER if name in self.sellers else Role.BUYER
        if not self.buyers:
            return self.usual
        return Role.BUYER if name in self.buyers or name == folded(turn.partner) else Role.SELLER


@lru_cache(4096)
def folded(name: str) -> str:
    """A name as it is compared."""
    shown = "".join(char for char in unicodedata.normalize("NFKC", name) if unicodedata.category(char) != "Cf")
    return " ".join(shown.casefold().split())


def decide(turns: Sequence[Turn], sellers: Sequence[str], role: str = "") -> Sides:
    """The sides of a file by its first turns: the names given, else the `role` given for all, else its owner, its
    partners, the name in most chats.
    """
    unsided = [turn for turn in turns if turn.role is None]
    if not unsided:
        return Sides()
    names = {folded(turn.name): turn.name for turn in reversed(unsided) if turn.name}
    given = frozenset(folded(name) for name in sellers) - {""}
    if shown := _shown(names, given):
        return Sides(f"seller: {shown} (as given); everyone else is a buyer", given)
    if given:
        return Sides(f"none of the sellers given writes here ({_shown(names, names)} do): every message is checked")
    if role:
        return Sides(f"nothing tells who writes: {role}, as given", usual=Role(role))
    return _guessed(turns, unsided, names)


def _guessed(turns: Sequence[Turn], unsided: Sequence[Turn], names: Mapping[str, str]) -> Sides:
    owners = frozenset(folded(turn.owner) for turn in unsided if turn.owner)
    if shown := _shown(names, owners):
        why = f"seller: {shown}, the export's owner; everyone else is a buyer (--seller names others)"
        return Sides(why, owners)
    partners = frozenset(folded(turn.partner) for turn in turns if turn.partner)
    if shown := _shown(names, partners):
        return Sides(f"buyer: {shown}, whose chat it is; everyone else is a seller", buyers=partners)
    if common := _in_most_chats(unsided):
        shown = _shown(names, [common])
        return Sides(f"seller: {shown}, who writes in most chats; everyone else is a buyer", frozenset({common}))
    if not names:
        return Sides("nothing tells who writes: every message is checked as the seller's")
    shown = _shown(names, names)
    return Sides(f"nothing tells which of {shown} sells: every message is checked (name them with --seller)")


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


def _shown(names: Mapping[str, str], wanted: Iterable[str]) -> str:
    """Those of the names that are wanted, as they are written; the first three of them."""
    found = sorted(names[name] for name in set(wanted) if name in names)
    more = f" and {len(found) - 3} more" if len(found) > 3 else ""  # noqa: PLR2004
    return ", ".join(f"`{name}`" for name in found[:3]) + more
