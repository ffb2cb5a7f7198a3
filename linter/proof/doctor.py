"""What rules cost: patterns that no literal holds back, and how often on ordinary text a rule is tried, for what time,
and to what end.
"""

import math
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import regex
from msgspec import Struct

from linter.engine import CHECKED, LONGEST, Options, in_scope, matches, read
from linter.match.formula import possible
from linter.match.reading import Reading
from linter.match.terms import BUDGET
from linter.model import Message, Place, Role
from linter.proof.evaluate import Share
from linter.proof.examples import STATUSES
from linter.ruleset import CompiledRule, RuleSet, schema
from linter.ruleset.decode import Loaded
from linter.ruleset.marked import Path
from linter.ruleset.schema import Formula
from linter.thread import BUYER_TURNS

TELLING = 3
"""Bytes of UTF-8 that a literal needs to hold a pattern back: two letters stand in every other text, 微 does not."""

COSTLY = 50.0
"""Milliseconds a megabyte; what costs more is flagged."""

IDLE = 0.05
ENOUGH = 20
"""Of so many candidates, a smaller share confirmed than `IDLE` is flagged."""

_SHOWN = 10


class Unheld(Struct, frozen=True):
    """A pattern whose gate does not hold it back: `literal` is the shortest of it (empty: there is none, the pattern is
    tried on every text). `name`: whose pattern it is; `project`: whether it stands in a file of the project's own.
    """

    name: str
    source: str
    literal: str
    at: Place
    project: bool


def unheld(loaded: Sequence[Loaded], rules: RuleSet) -> Iterator[Unheld]:
    """Every pattern of these files, compiled to these rules, without a required literal of three bytes."""
    gates = {gap.source: gap.gate for gap in rules.words.scanner.gaps if gap.pattern}
    for file in loaded:
        for name, source, path in _patterns(file):
            literal = min(gates.get(source, ("enough",)), key=_size, default="")
            if _size(literal) < TELLING:
                yield Unheld(name, source, literal, file.places[path], file.project)


def count(loaded: Iterable[Loaded]) -> int:
    """How many patterns stand in these files."""
    return sum(1 for file in loaded for _ in _patterns(file))


def _size(literal: str) -> int:
    return len(literal.encode())


def _patterns(file: Loaded) -> Iterator[tuple[str, str, Path]]:
    """Whose pattern, the pattern, and where it stands."""
    pack = file.pack
    for n, concept in enumerate(pack.concepts):
        for language, sources in concept.patterns.items():
            for k, source in enumerate(sources):
                yield f"concept {concept.concept}", source, ("concepts", n, "patterns", language, k)
    formulas: list[tuple[str, Formula, Path]] = [
        *((f"guard {guard.guard}", guard.when, ("guards", n, "when")) for n, guard in enumerate(pack.guards)),
        *((rule.id, rule.find, ("rules", n, "find")) for n, rule in enumerate(pack.rules)),
        *(
            (rule.id, formula, ("rules", n, "unless", k))
            for n, rule in enumerate(pack.rules)
            for k, formula in enumerate(rule.unless)
        ),
        *(
            (f"{name} in {table.table}", formula, ("tables", n, "changes", name, "unless", k))
            for n, table in enumerate(pack.tables)
            for name, change in table.changes.items()
            for k, formula in enumerate(change.unless)
        ),
    ]
    for name, formula, path in formulas:
        yield from ((name, source, place) for source, place in _within(formula, path))


def _within(formula: Formula, path: Path) -> Iterator[tuple[str, Path]]:
    """The patterns of a formula."""
    if isinstance(formula, str | schema.Terms | schema.Where):
        return
    operator = str(formula.__struct_config__.tag)
    if isinstance(formula, schema.Pattern):
        yield formula.regex, (*path, operator)
        return
    inner: Formula | tuple[Formula, ...] = getattr(formula, operator)
    if isinstance(inner, tuple):
        for k, part in enumerate(inner):
            yield from _within(part, (*path, operator, k))
    else:
        yield from _within(inner, (*path, operator))


class Cost(Struct, frozen=True):
    """One rule on a corpus. `screened`: the messages that the screen let through to it; `confirmed`: those that break
    it, of its candidates (those in which its formula is possible); `cost`: milliseconds a megabyte of text that trying
    it takes where no other rule has looked before.
    """

    rule: str
    screened: int
    confirmed: Share
    cost: float

    @property
    def costly(self) -> bool:
        """Whether it takes more time than a rule should."""
        return self.cost > COSTLY

    @property
    def idle(self) -> bool:
        """Whether hardly any of its candidates is confirmed."""
        return self.confirmed.total >= ENOUGH and self.confirmed.value < IDLE


class PatternCost(Struct, frozen=True):
    """One pattern on a corpus: in how many of the texts that it was tried on it matched; milliseconds a megabyte."""

    name: str
    source: str
    matched: Share
    cost: float


class Checkup(Struct, frozen=True):
    """All rules on a corpus, the costliest first, and its ten costliest patterns."""

    messages: int
    megabytes: float
    rules: tuple[Cost, ...]
    patterns: tuple[PatternCost, ...]


class _Told(NamedTuple):
    """A seller's message, what the buyer said before, and how often this was said by now."""

    message: Message
    buyer: tuple[Message, ...]
    said: int

    def reading(self, rules: RuleSet, screened: int | None = None) -> Reading:
        """The message as the rules read it."""
        buyer = [read(m, rules) for m in self.buyer]
        return read(self.message, rules, buyer=buyer, said=self.said, screened=screened)


class _Count:
    """What is counted while a corpus is read."""

    def __init__(self) -> None:
        self.screened = 0
        self.candidates = 0
        self.confirmed = 0
        self.seconds = 0.0


def checkup(threads: Iterable[Sequence[Message]], rules: RuleSet, clock: Callable[[], float]) -> Checkup:
    """Try every rule, at any stage of its life, on the sellers' messages of conversations, each by itself after what
    the buyer said. `clock` tells seconds, of the processor rather than of the wall: others run beside us.
    """
    told = [message for thread in threads for message in _told(thread)]
    of_rule = {rule.id: _Count() for rule in rules.rules}
    of_pattern: dict[int, _Count] = defaultdict(_Count)
    looked = [_look(message, rules, of_rule) for message in told]
    # A second time for the clock: by now every pattern is compiled, every table made.
    for message, (screened, chosen) in zip(told, looked, strict=True):
        for rule in chosen:
            of_rule[rule.id].seconds += _time(rule, message.reading(rules, screened), clock)
        if chosen:
            _try_patterns(chosen, message.reading(rules, screened), rules, of_pattern, clock)
    megabytes = sum(len(m.message.text.encode("utf-8", "replace")) for m in told) / 1e6
    per = 1e3 / megabytes if megabytes else math.nan
    costs = [Cost(name, c.screened, Share(c.confirmed, c.candidates), c.seconds * per) for name, c in of_rule.items()]
    patterns = [_pattern(n, c, rules, per) for n, c in of_pattern.items()]
    return Checkup(
        len(told),
        megabytes,
        tuple(sorted(costs, key=lambda c: (-c.cost, -c.screened, c.rule))),
        tuple(sorted(patterns, key=lambda p: (-p.cost, p.name, p.source))[:_SHOWN]),
    )


def _told(thread: Sequence[Message]) -> Iterator[_Told]:
    buyer: deque[Message] = deque(maxlen=BUYER_TURNS)
    said: Counter[tuple[str, ...]] = Counter()
    for message in thread:
        if message.role is Role.BUYER:
            buyer.append(message)
        if message.role not in CHECKED or len(message.text) > LONGEST:
            continue
        saying = (message.role, message.sender, *message.text.casefold().split())
        said[saying] += 1
        yield _Told(message, tuple(buyer), said[saying])


def _look(told: _Told, rules: RuleSet, of_rule: dict[str, _Count]) -> tuple[int, list[CompiledRule]]:
    """Count what becomes of a message; what the screen says of it, and the rules that it lets through."""
    reading = told.reading(rules)
    scope = in_scope(told.message, rules, Options(statuses=STATUSES))
    screened = reading.screened
    through = [rule for n, rule in rules.numbered if screened >> n & 1 and rule in scope.rules]
    for rule in through:
        counted = of_rule[rule.id]
        counted.screened += 1
        if possible(rule.find, reading):
            counted.candidates += 1
            counted.confirmed += bool(matches(rule, reading))
    return screened, through


def _time(rule: CompiledRule, reading: Reading, clock: Callable[[], float]) -> float:
    """Seconds that a rule takes on a text that has been scanned; a detector is asked when the formula is looked at."""
    for scanned in (reading, *reading.buyer):
        _ = scanned.found
    start = clock()
    if possible(rule.find, reading):
        matches(rule, reading)
    return clock() - start


def _try_patterns(
    chosen: Iterable[CompiledRule],
    reading: Reading,
    rules: RuleSet,
    of_pattern: dict[int, _Count],
    clock: Callable[[], float],
) -> None:
    """Try the patterns that these rules rest on, where their gates are open, on the plain text."""
    text, gaps = reading.views.plain.text, rules.words.scanner.gaps
    rests = frozenset[int]().union(*(rule.rests for rule in chosen if possible(rule.find, reading)))
    for concept in rests:
        for way, n in reading.found.patterns.get(concept, ()):
            if way != "bare":
                continue
            pattern, counted = regex.compile(gaps[n].source), of_pattern[n]
            start = clock()
            counted.confirmed += _matched(pattern, text)
            counted.seconds += clock() - start
            counted.candidates += 1


def _matched(pattern: "regex.Pattern[str]", text: str) -> bool:
    try:
        return bool([m for m in pattern.finditer(text, timeout=BUDGET) if m.end() > m.start()])
    except TimeoutError:
        return False


def _pattern(n: int, counted: _Count, rules: RuleSet, per: float) -> PatternCost:
    gap = rules.words.scanner.gaps[n]
    name = rules.ideas[gap.concept].name.partition(" ")[0]
    return PatternCost(name, gap.source, Share(counted.confirmed, counted.candidates), counted.seconds * per)
