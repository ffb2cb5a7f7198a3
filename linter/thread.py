"""Conversations: what one turn alone does not say, several turns of the same sender may."""

from collections import Counter, deque
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

import msgspec

from linter.engine import (
    CHECKED,
    LONGEST,
    Broken,
    Options,
    finding,
    gathered,
    in_scope,
    judge,
    overlap,
    ran_late,
    read,
    too_long,
    tried,
)
from linter.match.formula import Match
from linter.match.hit import Hit
from linter.match.reading import Reading
from linter.model import Elsewhere, Finding, Message, Report, Role
from linter.ruleset import RuleSet

TURNS = 4
"""Consecutive turns of one sender that are read together."""

MINUTES = 30
"""Turns farther apart are another topic."""

BUYER_TURNS = 4


def lint(message: Message, rules: RuleSet, options: Options = Options(), *, thread: Sequence[Message] = ()) -> Report:
    """Check one message. `thread` holds the earlier messages of its conversation, oldest first: what the buyer said is
    context, and what the same sender just said counts together with it.

    Buyers' and system messages get an empty report.
    """
    messages = (*thread, message)
    return _report(messages, _alone(messages, rules), rules, options)


def lint_thread(messages: Sequence[Message], rules: RuleSet, options: Options = Options()) -> list[Report]:
    """One report for every message of a conversation (in order of time); what spans several turns is told at the
    last of them, with the words of the others. Buyers' and system messages get an empty report.
    """
    conversation = Conversation(rules, options)
    return [conversation.add(message) for message in messages]


class Conversation:
    """One conversation as it goes on: what must be known of the turns before to judge the next."""

    def __init__(self, rules: RuleSet, options: Options = Options()) -> None:
        self._rules = rules
        self._options = options
        self.turns: deque[Message] = deque(maxlen=TURNS)
        self._heard: deque[Reading] = deque(maxlen=BUYER_TURNS)
        self._said: Counter[int] = Counter()

    def add(self, message: Message, screened: Mapping[str, int] = {}) -> Report:
        """The report of the next message, which is remembered. `screened`: what the screen says of texts, as far as it
        was asked before.
        """
        self.turns.append(message)
        saying = _saying(message)
        self._said[saying] += 1
        said, known = self._said[saying], screened.get(message.text)
        reading = read(message, self._rules, buyer=tuple(self._heard), said=said, screened=known)
        if message.role is Role.BUYER:
            self._heard.append(reading)
        return _report(tuple(self.turns), reading, self._rules, self._options, screened)


def _saying(message: Message) -> int:
    """What tells one saying from another: who says it, and the words; a number, for a conversation can be long."""
    return hash((message.role, message.sender, *message.text.casefold().split()))


def texts(messages: Sequence[Message]) -> Iterator[str]:
    """What is read to judge the last message: its text, and with it the turns of its sender right before."""
    last = messages[-1]
    if last.role in CHECKED and len(last.text) <= LONGEST:
        yield last.text
        turns = list(_turns(messages))
        if len(turns) > 1:
            yield _joined(turns)


def _joined(turns: Sequence[Message]) -> str:
    return "\n".join([turn.text for turn in turns])


def _report(
    messages: Sequence[Message],
    reading: Reading,
    rules: RuleSet,
    options: Options,
    screened: Mapping[str, int] = {},
) -> Report:
    """The report of the last message."""
    message = messages[-1]
    if message.role not in CHECKED:
        return Report(id=message.id)
    if len(message.text) > LONGEST:
        return too_long(message)
    scope = in_scope(message, rules, options)
    alone = judge(message, reading, scope, options)
    turns = list(_turns(messages))
    if len(turns) == 1:
        return alone
    together = _read_together(turns, reading, rules, screened)
    across = [rule for rule in scope.candidates(together) if rule.across_turns and not ran_late(rule, reading)]
    found, unchecked = tried(across, together)
    spread = _spread(turns, together, found, options)
    new = [f for f in spread if not any(overlap(f, known) for known in alone.findings)]
    findings = tuple(sorted((*alone.findings, *new), key=lambda f: (f.start, f.end, f.rule)))
    return msgspec.structs.replace(alone, findings=findings, unchecked=(*alone.unchecked, *unchecked))


def _turns(messages: Sequence[Message]) -> Iterator[Message]:
    """The last message and the turns of its sender right before it, oldest first."""
    last = len(messages) - 1
    first = last
    while first > 0 and last - first < TURNS - 1 and _continues(messages[first - 1], messages[first]):
        first -= 1
    size = 0
    chosen: list[Message] = []
    for turn in reversed(messages[first:]):
        size += len(turn.text)
        if chosen and size > LONGEST:
            break
        chosen.append(turn)
    yield from reversed(chosen)


def _continues(before: Message, after: Message) -> bool:
    if (before.role, before.sender, before.surface) != (after.role, after.sender, after.surface):
        return False
    then, now = moment(before), moment(after)
    return then is None or now is None or abs(now - then) <= MINUTES * 60


def moment(message: Message) -> float | None:
    """When the message was sent, in epoch seconds (without a zone: UTC); none where that cannot be read."""
    match message.sent_at:
        case str(written):
            return _iso(written.strip())
        case sent_at:
            return sent_at


def _iso(written: str) -> float | None:
    try:
        parsed = datetime.fromisoformat(written)
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


def _starts(turns: Sequence[Message]) -> tuple[int, ...]:
    """Where each turn begins in the text of all, a line a turn."""
    starts = [0]
    for turn in turns[:-1]:
        starts.append(starts[-1] + len(turn.text) + 1)
    return tuple(starts)


def read_so_far(messages: Sequence[Message], rules: RuleSet) -> Reading:
    """The last message as the rules read it: with its sender's turns right before it, and what the buyer said."""
    alone = _alone(messages, rules)
    turns = list(_turns(messages))
    return alone if len(turns) == 1 else _read_together(turns, alone, rules)


def _alone(messages: Sequence[Message], rules: RuleSet) -> Reading:
    """The last message by itself, knowing what the buyer said last and how often this was said."""
    *earlier, last = messages
    if not earlier:
        return read(last, rules)
    heard = [m for m in earlier if m.role is Role.BUYER][-BUYER_TURNS:]
    saying = _saying(last)
    said = sum(_saying(m) == saying for m in messages)
    return read(last, rules, buyer=[read(m, rules) for m in heard], said=said)


def _read_together(
    turns: Sequence[Message], alone: Reading, rules: RuleSet, screened: Mapping[str, int] = {}
) -> Reading:
    """The turns as one text; `alone` is the last turn's own reading."""
    text = _joined(turns)
    joins, known = _starts(turns)[1:], screened.get(text)
    return read(turns[-1], rules, buyer=alone.buyer, said=alone.said, text=text, joins=joins, screened=known)


def _spread(
    turns: Sequence[Message], together: Reading, found: Sequence[Broken], options: Options
) -> Iterator[Finding]:
    """Findings of the turns read as one text that rest on the last turn and on an earlier one."""
    across = [b for b in found if _is_across(turns, b.match)]
    for rule, match in gathered(across, turns[-1], options):
        here, elsewhere = _split(turns, match)
        said = together.text[match.start : match.end].replace("\n", " / ")
        yield msgspec.structs.replace(finding(turns[-1], rule, here, options, said=said), elsewhere=elsewhere)


def _is_across(turns: Sequence[Message], match: Match) -> bool:
    """Whether the words stand in the last turn and in an earlier one."""
    here, elsewhere = _split(turns, match)
    return bool(here.parts and elsewhere)


def _split(turns: Sequence[Message], match: Match) -> tuple[Match, tuple[Elsewhere, ...]]:
    """The words of a match in the last turn, and those in the turns before."""
    here: list[Hit] = []
    elsewhere: list[Elsewhere] = []
    starts = _starts(turns)
    for turn, start in zip(turns, starts, strict=True):
        for part in match.parts:
            first, last = max(part.start - start, 0), min(part.end - start, len(turn.text))
            if first >= last:
                continue
            if start == starts[-1]:
                here.append(Hit(first, last, part.read, part.how))
            else:
                elsewhere.append(Elsewhere(turn.id, first, last))
    return Match(tuple(here)), tuple(elsewhere)
