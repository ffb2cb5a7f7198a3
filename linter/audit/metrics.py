"""How fast buyers were answered: one conversation in, its sessions out; and sessions added up in bounded memory.

A *turn* begins with a buyer's first words after an answer and ends with the next one; what the buyer adds while waiting
belongs to it. A person's answer and a bot's have clocks of their own: a bot's quick “one moment please” does not stop
the wait for a person. All of it is an estimate: what platforms leave out and no export tells stands in the definition.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from hashlib import blake2b
from itertools import pairwise
from typing import NamedTuple, Self
from zoneinfo import ZoneInfo

from msgspec import Struct, field

from linter.audit.definitions import DAY, DEFINITIONS, GENERAL, HOUR, MINUTE, Definition, Hours, Unit, definition
from linter.model import Message, Role
from linter.thread import moment as sent

EDGES = (
    5, 10, 20, 30, 60, 2 * MINUTE, 3 * MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE,
    HOUR, 2 * HOUR, 6 * HOUR, 12 * HOUR, DAY, 2 * DAY,
)  # fmt: skip
"""Upper edges of the histogram of waits, in seconds; each is exact, and one more box holds what waited longer."""

TOLD = (30, 3 * MINUTE, 5 * MINUTE, 12 * HOUR, DAY, 2 * DAY)
"""The edges whose shares platforms speak of."""

_EARLIEST, _LATEST = -62_135_000_000.0, 253_402_000_000.0


class Turn(NamedTuple):
    """What service metrics know of a message."""

    at: float | None
    role: Role
    agent: str
    text_hash: int


class Answered(StrEnum):
    """Who answered a session at all."""

    HUMAN = "human"
    BOT = "bot"
    NOBODY = "nobody"
    UNASKED = "unasked"


class Settings(Struct, frozen=True):
    """What the figures are read by.

    `hours` are the shop's business hours; without them the definition's own. A session ends where nobody has spoken for
    `gap` seconds and nothing is open. What is due after `until`, the end of the export, is judged only if it was
    answered.
    """

    definition: Definition = GENERAL
    zone: str = "UTC"
    hours: Hours | None = None
    gap: float = DAY
    until: float | None = None

    @property
    def business(self) -> Hours:
        """The hours that waits are told by."""
        return self.hours or self.definition.hours


class Terms(Struct, frozen=True):
    """What a whole audit is read by: `Settings` but for the definition, which each platform has of its own unless one
    is named here.
    """

    zone: str = "UTC"
    hours: Hours | None = None
    gap: float = DAY
    until: float | None = None
    definition: str = ""

    def settings(self, platform: str, market: str = "") -> Settings:
        """What a conversation on a platform is read by."""
        rule = DEFINITIONS[self.definition] if self.definition else definition(platform, market)
        return Settings(rule, self.zone, self.hours, self.gap, self.until)


class Session(Struct, frozen=True, kw_only=True):
    """What one session says of its service. Waits are in seconds, one a turn; `answers` names who ended each.

    `unanswered`: nobody answered the last turn. `inside`, `outside`: turns begun in and out of business hours.
    `untimed`: turns whose wait no time tells. `counted`, `met`: what the platform's rate is made of.
    """

    answered: Answered
    by_seller: bool
    unanswered: bool
    first_human: float | None
    first_bot: float | None
    human: tuple[float, ...]
    human_inside: tuple[float, ...]
    bot: tuple[float, ...]
    answers: tuple[tuple[str, float], ...]
    inside: int
    outside: int
    untimed: int
    counted: int
    met: int

    @property
    def offline(self) -> bool:
        """The buyer wrote, and neither a person nor a bot ever answered."""
        return self.answered is Answered.NOBODY


class _Round(NamedTuple):
    """A buyer's turn, and what ended it."""

    asked: Turn
    answer: Turn | None

    @property
    def wait(self) -> float | None:
        if self.answer is None or self.asked.at is None or self.answer.at is None:
            return None
        return self.answer.at - self.asked.at


def sessions(turns: Iterable[Turn], settings: Settings = Settings()) -> Iterator[Session]:
    """The sessions of one conversation, whose messages come in order of time."""
    for session in _split([_timed(turn) for turn in turns if turn.role is not Role.SYSTEM], settings):
        yield _measured(session, settings)


def _timed(turn: Turn) -> Turn:
    """An hour that no calendar has (a number in milliseconds, say) is none."""
    return turn if turn.at is None or _EARLIEST < turn.at < _LATEST else turn._replace(at=None)


def _split(turns: Sequence[Turn], settings: Settings) -> Iterator[Sequence[Turn]]:
    first = 0
    for number, (before, after) in enumerate(pairwise(turns), 1):
        quiet = before.at is not None and after.at is not None and after.at - before.at > settings.gap
        # A person's answer that comes after two days belongs to the question, whatever a bot said at once.
        late = _is_person(after) and not (_is_person(before) and _counts_as_answer(before, settings.definition))
        if quiet and before.role is not Role.BUYER and not late:
            yield turns[first:number]
            first = number
    if turns:
        yield turns[first:]


def _measured(turns: Sequence[Turn], settings: Settings) -> Session:
    human = list(_rounds(turns, _is_person))
    either = list(_rounds(turns, _is_answer))
    bot = [r for r in either if r.answer and r.answer.role is Role.BOT]
    begun = [_inside(r.asked, settings.business, settings.zone) for r in either]
    counted, met = _rate(turns, settings)
    waits = [(r, wait) for r in human if (wait := _known(r)) is not None]
    bot_waits = [wait for r in bot if (wait := _known(r)) is not None]
    return Session(
        answered=_answered(human, either),
        by_seller=turns[0].role is not Role.BUYER,
        unanswered=bool(either) and either[-1].answer is None,
        first_human=_known(human[0]) if human else None,
        first_bot=bot_waits[0] if bot and bot[0] is either[0] and bot_waits else None,
        human=tuple(wait for _, wait in waits),
        human_inside=tuple(wait for r, wait in waits if _inside(r.asked, settings.business, settings.zone)),
        bot=tuple(bot_waits),
        answers=tuple((r.answer.agent, wait) for r, wait in waits if r.answer),
        inside=begun.count(True),
        outside=begun.count(False),
        untimed=sum(r.answer is not None and _known(r) is None for r in either),
        counted=counted,
        met=met,
    )


def _rounds(turns: Sequence[Turn], is_answer: Callable[[Turn], bool]) -> Iterator[_Round]:
    asked: Turn | None = None
    for turn in turns:
        if turn.role is Role.BUYER:
            asked = asked or turn
        elif asked and is_answer(turn):
            yield _Round(asked, turn)
            asked = None
    if asked:
        yield _Round(asked, None)


def _is_person(turn: Turn) -> bool:
    return turn.role is Role.SELLER


def _is_answer(turn: Turn) -> bool:
    return turn.role in {Role.SELLER, Role.BOT}


def _known(round_: _Round) -> float | None:
    """A wait that can be believed: messages out of order have none."""
    wait = round_.wait
    return wait if wait is not None and wait >= 0 else None


def _answered(human: Sequence[_Round], either: Sequence[_Round]) -> Answered:
    if not either:
        return Answered.UNASKED
    if any(r.answer for r in human):
        return Answered.HUMAN
    return Answered.BOT if any(r.answer for r in either) else Answered.NOBODY


def _rate(turns: Sequence[Turn], settings: Settings) -> tuple[int, int]:
    """How many turns (or sessions) the platform's rate counts, and how many of them were in time."""
    rule = settings.definition
    rounds = list(_rounds(turns, lambda turn: _counts_as_answer(turn, rule)))
    has_bot = any(turn.role is Role.BOT for turn in turns)
    only_bot = has_bot and not any(r.answer for r in _rounds(turns, _is_person))
    if (only_bot and not rule.bot_sessions) or (turns[0].role is not Role.BUYER and not rule.opened_by_seller):
        return 0, 0
    if rule.unit is Unit.FIRST:
        rounds = rounds[:1]
    judged = [in_time for r in rounds if (in_time := _in_time(r, settings, has_bot=has_bot)) is not None]
    if rule.unit is Unit.SESSION:
        return int(bool(judged)), int(bool(judged) and all(judged))
    return len(judged), sum(judged)


def _counts_as_answer(turn: Turn, rule: Definition) -> bool:
    if turn.role is Role.BOT and not rule.bots:
        return False
    return _is_answer(turn) and (rule.small_talk or turn.text_hash not in GREETINGS)


def _in_time(round_: _Round, settings: Settings, *, has_bot: bool) -> bool | None:
    """Whether a turn was answered in time; none where it does not count or cannot be judged."""
    asked, answer = round_
    if asked.at is None or not _inside(asked, settings.definition.hours, settings.zone):
        return None
    due = _due(asked.at, settings, has_bot=has_bot)
    if answer is None:
        return None if settings.until is not None and due > settings.until else False
    return None if answer.at is None or answer.at < asked.at else answer.at <= due


def _due(asked: float, settings: Settings, *, has_bot: bool) -> float:
    rule = settings.definition
    if rule.cycle:
        here = local(asked, settings.zone)
        midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
        day = midnight if here < midnight + timedelta(seconds=rule.cycle.ends) else midnight + timedelta(days=1)
        return (day + timedelta(seconds=rule.cycle.due)).timestamp()
    due = asked + rule.deadline
    if rule.weekend is not None and has_bot:
        here = local(asked, settings.zone)
        if here.weekday() >= 5:  # noqa: PLR2004  # Saturday
            midnight = here.replace(hour=0, minute=0, second=0, microsecond=0)
            monday = midnight + timedelta(days=7 - here.weekday(), seconds=rule.weekend)
            return max(due, monday.timestamp())
    return due


def _inside(turn: Turn, hours: Hours, zone: str) -> bool | None:
    if turn.at is None:
        return None
    here = local(turn.at, zone)
    return hours.include(here.weekday(), here.hour * HOUR + here.minute * MINUTE + here.second)


@cache
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def local(at: float, zone: str) -> datetime:
    """A moment as the clock on the wall of a zone shows it."""
    return datetime.fromtimestamp(at, _zone(zone))


def moment(message: Message) -> float | None:
    """When a message was sent, in epoch seconds; None where that cannot be read, or is in no calendar."""
    at = sent(message)
    return at if at is not None and _EARLIEST < at < _LATEST else None


def turn(message: Message) -> Turn:
    """What service metrics know of a message."""
    return Turn(moment(message), message.role, message.sender, hashed(message.text))


def hashed(text: str) -> int:
    """The same for texts that differ only in case, spaces and punctuation: 64 bits."""
    return _known_hash(text) if len(text) <= _CANNED else _hash(text)


def _hash(text: str) -> int:
    said = "".join(filter(str.isalnum, text.casefold())) or text
    return int.from_bytes(blake2b(said.encode("utf-8", "surrogatepass"), digest_size=8).digest())


# Canned replies come again and again; a long text is one of a kind, and would only fill the memory.
_CANNED = 400
_known_hash = lru_cache(maxsize=16_384)(_hash)

_SMALL_TALK = (
    "hi, hello, hey, hi there, hello there, hello dear, hi dear, dear, good morning, good afternoon, good evening,"
    " greetings, 你好, 您好, 亲, 亲亲, 在, 在的, 亲在的, 亲您好, 您好亲, 您好在的, 在的亲, 嗯嗯, 哈喽,"
    " halo, hai, hai kak, halo kak, selamat pagi, selamat siang, selamat sore, selamat malam, selamat petang, kumusta,"
    " hello po, hi po, xin chào, chào bạn, chào anh, chào chị, dạ, สวัสดี, สวัสดีค่ะ, สวัสดีครับ, hola, buenos días,"
    " buenas tardes, buenas noches, buenas, olá, oi, bom dia, boa tarde, boa noite"
)
GREETINGS = frozenset(hashed(said) for said in _SMALL_TALK.split(","))
"""The hashes of messages that only say hello."""


class Waits(Struct):
    """Waits, added up: a histogram by `EDGES`, and their exact number and sum."""

    boxes: list[int] = field(default_factory=lambda: [0] * (len(EDGES) + 1))
    total_ms: int = 0
    longest_ms: int = 0

    def add(self, seconds: float) -> None:
        """Count one wait."""
        self.boxes[bisect_left(EDGES, seconds)] += 1
        ms = round(seconds * 1000)
        self.total_ms += ms
        self.longest_ms = max(self.longest_ms, ms)

    def extend(self, waits: Iterable[float]) -> None:
        """Count many."""
        for wait in waits:
            self.add(wait)

    def __add__(self, other: Self) -> Self:
        """Both together."""
        boxes = [a + b for a, b in zip(self.boxes, other.boxes, strict=True)]
        return type(self)(boxes, self.total_ms + other.total_ms, max(self.longest_ms, other.longest_ms))

    @property
    def number(self) -> int:
        """How many there are."""
        return sum(self.boxes)

    @property
    def mean(self) -> float | None:
        """Their mean in seconds."""
        return self.total_ms / self.number / 1000 if self.number else None

    def within(self, edge: int) -> int:
        """How many lasted no longer than one of `EDGES`."""
        return sum(self.boxes[: EDGES.index(edge) + 1])

    def quantile(self, share: float) -> int | None:
        """The least edge that this share of all waits does not exceed; none where it lies beyond the last edge."""
        reached = 0
        for edge, box in zip(EDGES, self.boxes, strict=False):
            reached += box
            if reached and reached >= share * self.number:
                return edge
        return None


class Tally(Struct):
    """Sessions, added up. It takes the same room whatever their number; see `Session` for the words."""

    sessions: int = 0
    asked: int = 0
    by_human: int = 0
    by_bot: int = 0
    offline: int = 0
    unanswered: int = 0
    by_seller: int = 0
    inside: int = 0
    outside: int = 0
    untimed: int = 0
    counted: int = 0
    met: int = 0
    first_human: Waits = field(default_factory=Waits)
    first_bot: Waits = field(default_factory=Waits)
    human: Waits = field(default_factory=Waits)
    human_inside: Waits = field(default_factory=Waits)
    bot: Waits = field(default_factory=Waits)

    def add(self, session: Session) -> None:
        """Count one session."""
        self.sessions += 1
        self.asked += session.answered is not Answered.UNASKED
        self.by_human += session.answered is Answered.HUMAN
        self.by_bot += session.answered is Answered.BOT
        self.offline += session.offline
        self.unanswered += session.unanswered
        self.by_seller += session.by_seller
        self.inside += session.inside
        self.outside += session.outside
        self.untimed += session.untimed
        self.counted += session.counted
        self.met += session.met
        self.first_human.extend(() if session.first_human is None else (session.first_human,))
        self.first_bot.extend(() if session.first_bot is None else (session.first_bot,))
        self.human.extend(session.human)
        self.human_inside.extend(session.human_inside)
        self.bot.extend(session.bot)

    @property
    def rate(self) -> float | None:
        """The platform's rate; none where nothing counts."""
        return self.met / self.counted if self.counted else None


def merge(one: Tally, other: Tally) -> Tally:
    """Both together, in any order and grouping."""
    return Tally(
        sessions=one.sessions + other.sessions,
        asked=one.asked + other.asked,
        by_human=one.by_human + other.by_human,
        by_bot=one.by_bot + other.by_bot,
        offline=one.offline + other.offline,
        unanswered=one.unanswered + other.unanswered,
        by_seller=one.by_seller + other.by_seller,
        inside=one.inside + other.inside,
        outside=one.outside + other.outside,
        untimed=one.untimed + other.untimed,
        counted=one.counted + other.counted,
        met=one.met + other.met,
        first_human=one.first_human + other.first_human,
        first_bot=one.first_bot + other.first_bot,
        human=one.human + other.human,
        human_inside=one.human_inside + other.human_inside,
        bot=one.bot + other.bot,
    )


def tally(measured: Iterable[Session]) -> Tally:
    """The sum of sessions."""
    total = Tally()
    for session in measured:
        total.add(session)
    return total
