"""Conversations: what one turn alone does not say, several turns of the same sender may."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import msgspec

from linter.engine import CHECKED, LONGEST, Options, finding, in_scope, judge, matches, merge, overlap, read, too_long
from linter.match.formula import Match
from linter.match.hit import Hit
from linter.match.reading import Reading
from linter.model import Elsewhere, Finding, Message, Report, Role
from linter.ruleset import CompiledRule, RuleSet

TURNS = 4
"""Consecutive turns of one sender that are read together."""

MINUTES = 30
"""Turns farther apart are another topic."""

BUYER_TURNS = 4


def lint_thread(messages: Sequence[Message], rules: RuleSet, options: Options = Options()) -> list[Report]:
    """One report for every message of a conversation (in order of time); what spans several turns is told at the
    last of them, with the words of the others. Buyers' and system messages get an empty report.
    """
    readings: list[Reading] = []
    reports: list[Report] = []
    for n, message in enumerate(messages):
        heard = [readings[i] for i in range(n) if messages[i].role is Role.BUYER][-BUYER_TURNS:]
        reading = read(message, rules, buyer=heard)
        readings.append(reading)
        reports.append(_report(messages, n, reading, rules, options))
    return reports


def _report(messages: Sequence[Message], n: int, reading: Reading, rules: RuleSet, options: Options) -> Report:
    message = messages[n]
    if message.role not in CHECKED:
        return Report(id=message.id)
    if len(message.text) > LONGEST:
        return too_long(message)
    scope = in_scope(message, rules, options)
    alone = judge(message, reading, scope, options)
    turns = list(_turns(messages, n))
    if len(turns) == 1:
        return alone
    spread = _spread(turns, reading, rules, scope, options)
    new = [f for f in spread if not any(overlap(f, known) for known in alone.findings)]
    return msgspec.structs.replace(alone, findings=merge((*alone.findings, *new)))


def _turns(messages: Sequence[Message], n: int) -> Iterator[Message]:
    """The message and the turns of its sender right before it, oldest first."""
    last = messages[n]
    first = n
    while first > 0 and n - first < TURNS - 1 and _continues(messages[first - 1], messages[first]):
        first -= 1
    size = 0
    chosen: list[Message] = []
    for turn in reversed(messages[first : n + 1]):
        size += len(turn.text)
        if turn is not last and size > LONGEST:
            break
        chosen.append(turn)
    yield from reversed(chosen)


def _continues(before: Message, after: Message) -> bool:
    if (before.role, before.sender, before.surface) != (after.role, after.sender, after.surface):
        return False
    then, now = _seconds(before.sent_at), _seconds(after.sent_at)
    return then is None or now is None or abs(now - then) <= MINUTES * 60


def _seconds(sent_at: str | float | None) -> float | None:
    if sent_at is None or isinstance(sent_at, int | float):
        return sent_at
    try:
        moment = datetime.fromisoformat(sent_at)
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _spread(
    turns: Sequence[Message], alone: Reading, rules: RuleSet, scope: Sequence[CompiledRule], options: Options
) -> Iterator[Finding]:
    """Findings of the turns read as one text that rest on the last turn and on an earlier one."""
    starts = [0]
    for turn in turns[:-1]:
        starts.append(starts[-1] + len(turn.text) + 1)
    text = "\n".join(turn.text for turn in turns)
    reading = read(turns[-1], rules, buyer=alone.buyer, text=text, joins=tuple(starts[1:]))
    for rule in scope:
        if not rule.across_turns or reading.found.late & rule.uses:
            continue
        for match in matches(rule, reading):
            here, elsewhere = _split(turns, starts, match)
            if here.parts and elsewhere:
                yield msgspec.structs.replace(finding(turns[-1], rule, here, options), elsewhere=elsewhere)


def _split(turns: Sequence[Message], starts: Sequence[int], match: Match) -> tuple[Match, tuple[Elsewhere, ...]]:
    """The words of a match in the last turn, and those in the turns before."""
    here: list[Hit] = []
    elsewhere: list[Elsewhere] = []
    for turn, start in zip(turns, starts, strict=True):
        for part in match.parts:
            first, last = max(part.start - start, 0), min(part.end - start, len(turn.text))
            if first >= last:
                continue
            if turn is turns[-1]:
                here.append(Hit(first, last, part.read, part.how))
            else:
                elsewhere.append(Elsewhere(turn.id, first, last))
    return Match(tuple(here)), tuple(elsewhere)
