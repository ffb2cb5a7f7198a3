"""Why a message is found or not: what it was read as, which concepts are in it, and what every rule made of them."""

from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct

from linter.engine import CHECKED, Options, in_scope, level, matches
from linter.match.formula import Match, find, witness
from linter.match.reading import Reading
from linter.model import Message, Span
from linter.ruleset import CompiledRule, RuleSet
from linter.text.language import language
from linter.text.spoken import addressed, spoken
from linter.thread import read_so_far

Outcome = Literal["found", "elsewhere", "held back", "apart", "lacks"]
"""`elsewhere`: broken, but not on this platform, market or surface; `apart`: all words are there, not together."""

_SHOWN = 4


class Presence(Struct, frozen=True):
    """A concept or detector and where the text holds it; `read` is what disguised words were read as."""

    concept: str
    places: tuple[Span, ...]
    read: tuple[str, ...]


class Judged(Struct, frozen=True):
    """What became of a rule. `why` names the guard that held it back or the concept that is missing, `against` the
    words that the guard rests on.
    """

    rule: str
    severity: str
    outcome: Outcome
    words: tuple[Span, ...] = ()
    why: str = ""
    against: tuple[Span, ...] = ()


class Explanation(Struct, frozen=True):
    """All about one text (several turns of one sender are a line each); positions are of `text`."""

    text: str
    language: str
    views: tuple[tuple[str, str], ...]
    concepts: tuple[Presence, ...]
    rules: tuple[Judged, ...]


def explain(turns: Sequence[Message], rules: RuleSet, options: Options = Options()) -> Explanation:
    """Explain the last message of a conversation, read together with its sender's turns right before it."""
    message = turns[-1]
    reading = read_so_far(turns, rules)
    return Explanation(
        text=reading.text,
        language=message.lang or language(reading.text, message.market),
        views=tuple(_views(reading)),
        concepts=tuple(_present(reading, rules)),
        rules=tuple(sorted(_judged(message, reading, rules, options), key=_order)),
    )


def _order(judged: Judged) -> tuple[int, str]:
    outcomes: tuple[Outcome, ...] = ("found", "elsewhere", "held back", "apart", "lacks")
    return outcomes.index(judged.outcome), judged.rule


def _views(reading: Reading) -> Iterator[tuple[str, str]]:
    """The views that differ from the one before."""
    views = reading.views
    said, address = spoken(views.plain), addressed(views.plain)
    candidates = (
        ("folded", views.plain.text),
        ("digits", said.text if said else ""),
        ("addresses", address.text if address else ""),
        ("letters", views.unmasked.text if views.unmasked.text != views.bare.text.replace("l", "i") else ""),
        ("closed up", views.squeezed.text if views.squeezed else ""),
    )
    yield from ((name, text) for name, text in candidates if text and text not in (views.text, views.text.lower()))


def _present(reading: Reading, rules: RuleSet) -> Iterator[Presence]:
    for number, idea in enumerate(rules.ideas):
        hits = reading.hits(number)
        if hits and not idea.name.endswith(": passes"):
            read = tuple(hit.read for hit in hits if hit.how)
            yield Presence(idea.name, tuple(Span(hit.start, hit.end) for hit in hits), read)


def _judged(message: Message, reading: Reading, rules: RuleSet, options: Options) -> Iterator[Judged]:
    if message.role not in CHECKED:
        return
    applying = {rule.id for rule in in_scope(message, rules, options).rules}
    for rule in rules.rules:
        if rule.id in applying:
            yield from _outcomes(rule, message, reading, rules)
        elif rule.status in options.statuses:
            yield from (_told(rule, message, "elsewhere", m) for m in matches(rule, reading))


def _outcomes(rule: CompiledRule, message: Message, reading: Reading, rules: RuleSet) -> Iterator[Judged]:
    missing = [need for need in rule.needs if not any(map(reading.hits, need))]
    if missing:
        # Of most rules a text holds nothing at all, or a `please`: only one that nearly holds is worth a line.
        if len(missing) == 1 < len(rule.needs):
            yield _told(rule, message, "lacks", why=_names(missing[0], rules))
        return
    found = [m for m in find(rule.find, reading, rule.mask) if m.parts]
    if not found and rule.needs:
        yield _told(rule, message, "apart")
    fine = matches(rule, reading)
    for m in found:
        if m in fine:
            yield _told(rule, message, "found", m)
        else:
            yield _held_back(rule, message, m, reading)


def _held_back(rule: CompiledRule, message: Message, found: Match, reading: Reading) -> Judged:
    for name, guard in zip(rule.guards, rule.unless, strict=True):
        against = witness(guard, found, reading, rule.mask)
        if against is not None:
            return _told(rule, message, "held back", found, why=name, against=_spans(against))
    return _told(rule, message, "held back", found, why="heard only: homophones alone prove nothing")


def _told(
    rule: CompiledRule,
    message: Message,
    outcome: Outcome,
    found: Match | None = None,
    *,
    why: str = "",
    against: tuple[Span, ...] = (),
) -> Judged:
    severity = level(rule, message.platform, message.market)
    return Judged(rule.id, severity, outcome, _spans(found) if found else (), why, against)


def _spans(found: Match) -> tuple[Span, ...]:
    return tuple(Span(part.start, part.end) for part in found.parts)


def _names(concepts: frozenset[int], rules: RuleSet) -> str:
    names = sorted(rules.ideas[n].name for n in concepts)
    return ", ".join(names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")
