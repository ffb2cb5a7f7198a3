"""Facts that a listing of its category should state."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from msgspec import Struct

from linter.listing.fault import Fault, data, fault
from linter.listing.model import Listing
from linter.listing.platforms import known
from linter.listing.words import Lexicon, folded
from linter.model import Severity

_OWN: Final[Mapping[str, str]] = {"brand": "brand", "warranty": "warranty"}


class _Category(Struct, frozen=True, forbid_unknown_fields=True):
    words: dict[str, tuple[str, ...]]
    facts: tuple[str, ...]


class _Fact(Struct, frozen=True, forbid_unknown_fields=True):
    label: dict[str, str]
    names: tuple[str, ...]


class _Table(Struct, frozen=True, forbid_unknown_fields=True):
    categories: tuple[_Category, ...]
    facts: dict[str, _Fact]


@cache
def _table() -> _Table:
    return data("categories", _Table)


@cache
def _categories() -> tuple[tuple[Lexicon, tuple[str, ...]], ...]:
    return tuple(
        (Lexicon(word for words in category.words.values() for word in words), category.facts)
        for category in _table().categories
    )


@cache
def _names(fact: str) -> Lexicon:
    ours = _table().facts.get(fact.casefold())
    return Lexicon(ours.names if ours else (fact,))


def faults(listing: Listing, categories: Mapping[str, Sequence[str]]) -> Iterator[Fault]:
    """Facts that the category asks for and nothing of the listing states. The user's map is meant; ours is a hint."""
    if not listing.category:
        return
    asked = _asked_by_user(listing.category, categories)
    severity = Severity.WARN if asked else Severity.NOTE
    # A shop of one's own asks for nothing; what its pages lack may stand in its pictures.
    general = _asked_in_general(listing.category) if known(listing.platform) else []
    for fact in dict.fromkeys(asked or general):
        if not stated(listing, fact, anywhere=severity is Severity.NOTE):
            ours = _table().facts.get(fact.casefold())
            label = ours.label if ours else {"en": fact, "zh": fact}
            yield fault("missing/fact", f"attributes.{fact}", severity=severity, said={"other": label})


def _asked_by_user(category: str, categories: Mapping[str, Sequence[str]]) -> list[str]:
    ours = folded(category).text
    return [fact for name, facts in categories.items() if folded(name).text in ours for fact in facts]


def _asked_in_general(category: str) -> list[str]:
    for words, facts in _categories():
        if words.first(category):
            return list(facts)
    return []


def stated(listing: Listing, fact: str, *, anywhere: bool) -> bool:
    """Whether an attribute, an option or a field of its own states the fact (or, `anywhere`, any text names it)."""
    own = _OWN.get(fact.casefold())
    if own and str(getattr(listing, own)).strip():
        return True
    names = _names(fact)
    if any(names.first(name) for name in _filled(listing)):
        return True
    return anywhere and any(names.first(field.text) for field in listing.fields())


def _filled(listing: Listing) -> Iterable[str]:
    yield from (name for name, value in listing.attributes.items() if value.strip())
    for sku in listing.skus:
        yield from (name for name, value in sku.options.items() if value.strip())
