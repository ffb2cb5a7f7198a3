"""One message checked: from text to report. Pure: no clock, no files, no state but caches of derived values."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple
from weakref import WeakKeyDictionary

from msgspec import Struct

from linter.match.formula import Match, find, holds, possible
from linter.match.hit import Disguise, outermost
from linter.match.reading import Reading
from linter.model import (
    Edit,
    Finding,
    Fix,
    Message,
    PolicyLink,
    Report,
    Role,
    Severity,
    Span,
    Unchecked,
    in_market,
)
from linter.ruleset import CompiledRule, RuleSet
from linter.ruleset.schema import Policy
from linter.text.language import language

CHECKED = frozenset({Role.SELLER, Role.BOT})
LONGEST = 200_000
"""Code points of one message; a longer one is unchecked."""

_SHOWN = 60
_HEARD = int(Disguise.HOMOPHONE)


class Options(Struct, frozen=True, kw_only=True):
    """What a caller may choose. `as_of` judges by the rules of that day (none: every rule that has not ended).

    `select` and `ignore` hold rule ids or families; `ignore` outweighs. `severity` drops lesser findings. `ui` is
    the language of messages; `statuses` the stages of a rule's life
    that count; a rule in `select` by its whole id counts at any stage.
    """

    as_of: date | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: Severity | None = None
    ui: Literal["en", "zh"] = "en"
    statuses: tuple[str, ...] = ("stable",)


def too_long(message: Message) -> Report:
    """The report of a message that is longer than anybody can judge in time."""
    problem = f"{len(message.text):,} characters; at most {LONGEST:,} are checked"
    return Report(id=message.id, unchecked=(Unchecked("", problem),))


def read(
    message: Message,
    rules: RuleSet,
    *,
    buyer: Sequence[Reading] = (),
    said: int = 1,
    text: str = "",
    joins: tuple[int, ...] = (),
    screened: int | None = None,
) -> Reading:
    """The message (or `text` in its place) as the rules read it; `said`: how often its sender has said it by now;
    `screened`: the rules that it may break, where that was asked before.
    """
    return Reading(
        text or message.text,
        rules.words,
        platform=message.platform,
        market=message.market,
        lang=message.lang,
        surface=message.surface,
        ordered=bool(message.order_id),
        buyer=buyer,
        said=said,
        joins=joins,
        screened=screened,
    )


def judge(message: Message, reading: Reading, scope: "Scope", options: Options) -> Report:
    """The report of one text under the rules in scope."""
    broken, unchecked = tried(scope.candidates(reading), reading)
    findings = tuple(finding(message, b.rule, b.match, options) for b in gathered(broken, message, options))
    return Report(id=message.id, findings=findings, unchecked=tuple(unchecked))


class Broken(NamedTuple):
    """A rule, and the words that break it."""

    rule: CompiledRule
    match: Match


def gathered(broken: Iterable[Broken], message: Message, options: Options) -> list[Broken]:
    """In the order of the text; those of one family that overlap as one: the gravest rule (then the one with the
    longest stretch) with the words of all.
    """
    families: dict[str, list[Broken]] = defaultdict(list)
    for b in sorted(broken, key=lambda b: (b.match.start, b.match.end, b.rule.id)):
        if options.severity is None or _rank(b, message) >= options.severity.rank:
            families[b.rule.family].append(b)
    groups = [group for family in families.values() for group in _overlapping(family)]
    return sorted((_as_one(group, message) for group in groups), key=lambda b: (b.match.start, b.match.end, b.rule.id))


def _overlapping(broken: Sequence[Broken]) -> Iterator[list[Broken]]:
    group: list[Broken] = []
    end = 0
    for b in broken:
        if group and b.match.start >= end:
            yield group
            group = []
        group.append(b)
        end = max(end, b.match.end)
    yield group


def _as_one(group: Sequence[Broken], message: Message) -> Broken:
    lead = min(group, key=lambda b: (-_rank(b, message), b.match.start - b.match.end, b.match.start, b.rule.id))
    return Broken(lead.rule, Match(outermost([part for b in group for part in b.match.parts])))


def _rank(broken: Broken, message: Message) -> int:
    return Severity(level(broken.rule, message.platform, message.market)).rank


def tried(rules: Iterable[CompiledRule], reading: Reading) -> tuple[list[Broken], list[Unchecked]]:
    """What breaks the rules, and the rules that rest on a pattern that ran out of time: whichever rule asked for it."""
    found = [(rule, matches(rule, reading)) for rule in rules]
    late = [rule for rule, _ in found if ran_late(rule, reading)]
    broken = [Broken(rule, match) for rule, some in found if rule not in late for match in some]
    return broken, [_late(rule) for rule in late]


def ran_late(rule: CompiledRule, reading: Reading) -> bool:
    """Whether a pattern that the rule rests on ran out of time, here or in what the buyer said."""
    if reading.found.late & rule.rests:
        return True
    return rule.hears and any(turn.found.late & rule.rests for turn in reading.buyer)


def _late(rule: CompiledRule) -> Unchecked:
    return Unchecked(rule.id, "a pattern took longer than its time budget on this text")


def matches(rule: CompiledRule, reading: Reading) -> list[Match]:
    """Where the rule is broken: its formula holds and no guard speaks against it."""
    found = [m for m in find(rule.find, reading, rule.mask) if m.parts and not _only_heard(m)]
    if not found:
        return []
    return [m for m in found if not any(holds(guard, m, reading, rule.mask) for guard in rule.unless)]


def _only_heard(match: Match) -> bool:
    """Whether all of it is homophones: 电池是 sounds like an insult. Beside words written as they are, 加徽芯 is no
    chance.
    """
    return all(part.how & _HEARD for part in match.parts)


class Scope:
    """The rules that apply to one kind of message, and which of them a text can break at all."""

    def __init__(self, rules: Iterable[tuple[int, CompiledRule]]) -> None:
        numbered = tuple(rules)
        self.rules = tuple(rule for _, rule in numbered)
        self._bits = sum(1 << n for n, _ in numbered)
        self._by_number = dict(numbered)

    def candidates(self, reading: Reading) -> list[CompiledRule]:
        """The rules that the text may break, in order."""
        screened = reading.screened & self._bits
        return [rule for rule in self._numbered(screened) if possible(rule.find, reading)] if screened else []

    def holds(self, screened: int) -> bool:
        """Whether any of the rules that the screen lets through applies."""
        return bool(screened & self._bits)

    def _numbered(self, bits: int) -> Iterator[CompiledRule]:
        while bits:
            lowest = bits & -bits
            bits ^= lowest
            yield self._by_number[lowest.bit_length() - 1]


def in_scope(message: Message, rules: RuleSet, options: Options) -> Scope:
    """The rules that apply to a message of this platform, market, surface, role and language, on this date."""
    known = _SCOPES.get(rules)
    if known is None or len(known) > _MOST_SCOPES:
        known = _SCOPES[rules] = {}
    kind = (options, message.platform, message.market, message.surface, message.role, message.lang)
    scope = known.get(kind)
    if scope is None:
        applying = ((n, rule) for n, rule in rules.numbered if _wanted(rule, options) and _applies(rule, message))
        scope = known[kind] = Scope(applying)
    return scope


_MOST_SCOPES = 512
_SCOPES: WeakKeyDictionary[RuleSet, dict[tuple[object, ...], Scope]] = WeakKeyDictionary()
"""Of each rule set that is in use: one that is dropped takes its hundred megabytes with it."""


def _wanted(rule: CompiledRule, options: Options) -> bool:
    if rule.status not in options.statuses and rule.id not in options.select:
        return False
    if not _in_force(rule, options.as_of):
        return False
    chosen = not options.select or any(_named(rule, name) for name in options.select)
    return chosen and not any(_named(rule, name) for name in options.ignore)


def _named(rule: CompiledRule, name: str) -> bool:
    return name in (rule.id, rule.family, f"{rule.family}/*")


def _in_force(rule: CompiledRule, day: date | None) -> bool:
    since, to = rule.effective.since, rule.effective.to
    if day is None:
        return to is None
    return (since is None or date.fromisoformat(since) <= day) and (to is None or day <= date.fromisoformat(to))


def _applies(rule: CompiledRule, message: Message) -> bool:
    if level(rule, message.platform, message.market) == "off" or message.role not in rule.roles:
        return False
    if rule.surfaces and message.surface not in rule.surfaces:
        return False
    if rule.languages and message.lang and message.lang.partition("-")[0] not in rule.languages:
        return False
    return not rule.markets or not message.market or in_market(message.market, rule.markets)


def level(rule: CompiledRule, platform: str, market: str = "") -> str:
    """The severity (or `off`) of a rule on a platform in a market. In its table `shopee/vn` outweighs `shopee`, that
    `*/vn` (any platform there), and that `*`, which stands for the platforms not named.
    """
    fitting = [(_weight(key, platform, market), word) for key, word in rule.platforms.items()]
    weight, word = max(fitting, default=(0, ""))
    return word if weight else rule.severity.value


def _weight(key: str, platform: str, market: str) -> int:
    """How well `platform/market` of a table fits: 0 not at all, 4 in both."""
    named, _, where = key.partition("/")
    if where and not (market and in_market(market, (where,))):
        return 0
    if named == platform:
        return 4 if where else 3
    if named != "*":
        return 0
    return 2 if where else int(bool(platform))


def finding(message: Message, rule: CompiledRule, match: Match, options: Options, *, said: str = "") -> Finding:
    """A match in the words of the rule; `said` is what it quotes where the words of this message are but a part."""
    start, end = match.start, match.end
    words = message.text[start:end]
    quoted = said or words
    shown = quoted if len(quoted) <= _SHOWN else f"{quoted[: _SHOWN // 2]}…{quoted[-_SHOWN // 2 :]}"
    told = _text(rule.message, options.ui).replace("{match}", shown)
    return Finding(
        rule=rule.id,
        family=rule.family,
        severity=Severity(level(rule, message.platform, message.market)),
        start=start,
        end=end,
        match=words,
        message=told,
        parts=tuple(Span(p.start, p.end) for p in match.parts),
        seen_as=" … ".join(p.read for p in match.parts) if match.how else "",
        policy=_policy(rule, message),
        fix=_fix(rule, message, match, options),
    )


def _policy(rule: CompiledRule, message: Message) -> tuple[PolicyLink, ...]:
    """The policies of the message's platform and market, and the law there; else the platform's elsewhere, then those
    of any platform in this market, then all.
    """
    own = [
        p
        for p in rule.policy
        if p.platform and p.platform == message.platform and _same_market(p.market, message.market)
    ]
    here = [p for p in rule.policy if _same_market(p.market, message.market)]
    law = [p for p in here if not p.platform]
    chosen = own + law or _of(message.platform, rule) or here or list(rule.policy)
    return tuple(dict.fromkeys(PolicyLink(p.title, p.url) for p in chosen))


def _of(platform: str, rule: CompiledRule) -> list[Policy]:
    return [p for p in rule.policy if platform and p.platform == platform]


def _same_market(theirs: str, ours: str) -> bool:
    return not theirs or (bool(ours) and in_market(ours, (theirs,)))


def _fix(rule: CompiledRule, message: Message, match: Match, options: Options) -> Fix:
    """The advice in the reader's language, with a ready sentence and words to put in their place in the buyer's."""
    theirs = tongue(message)
    replace = _text(rule.fix.replace, theirs) if rule.fix.replace else ""
    edits = (Edit("text", match.start, match.end, replace),) if replace else ()
    advice, say = _text(rule.fix.advice, options.ui), _text(rule.fix.say, theirs)
    title = f"{advice} “{say}”" if say else advice
    return Fix(title, rule.fix.safety if edits else "manual", edits)


def tongue(message: Message) -> str:
    """The language of a message: what its record says, else what its words look like."""
    return message.lang.partition("-")[0] or _looks_like(message.text, message.market)


# Every finding in a message asks.
@lru_cache(maxsize=64)
def _looks_like(text: str, market: str) -> str:
    return language(text, market)


def _text(texts: dict[str, str], language_: str) -> str:
    return texts.get(language_) or texts.get("en") or next(iter(texts.values()), "")


def overlap(a: Finding, b: Finding) -> bool:
    """Whether two findings tell of the same behaviour at the same words."""
    return a.family == b.family and a.start < b.end and b.start < a.end
