"""Times as exports write them: epoch numbers, ISO, and the dates of every locale.

`01/02/24` says nothing about its order by itself; a whole file of dates does: no month is the thirteenth, messages
follow one another, and a chat of three days is likelier than one of three months.
"""

import itertools
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Literal, NamedTuple, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

from linter.errors import ConfigError, did_you_mean
from linter.text.later import later

Order = Literal["ymd", "dmy", "mdy", "ydm"]
_ORDERS: tuple[Order, ...] = get_args(Order)

_MORNING = "a. m.|a.m.|a.m|am|上午|凌晨|清晨|早上|早晨|午前|오전|sa|ص|ق.ظ|ก่อนเที่ยง|pg|π.μ.|पूर्वाह्न|सुबह|fm|de.|öö|dop."
_EVENING = "p. m.|p.m.|p.m|pm|下午|中午|傍晚|晚上|午後|오후|ch|م|ب.ظ|หลังเที่ยง|ptg|μ.μ.|अपराह्न|शाम|em|du.|ös|odp."
_HALF = "(?:" + f"{_MORNING}|{_EVENING}".replace(".", r"\.") + ")"
# Arabic exports put a mark of direction before each sign between the digits.
_GAP = "[ \u200e\u200f]?"
DATE = rf"(?P<a>\d{{1,4}}){_GAP}[./\-年년]{_GAP}(?P<b>\d{{1,2}}){_GAP}[./\-月월]{_GAP}(?P<c>\d{{1,4}}){_GAP}[日일.]?"
TIME = (
    rf"(?:(?P<before>{_HALF}) ?)?(?P<hour>\d{{1,2}})[:.時时](?P<minute>\d{{2}})"
    rf"(?:[:.分](?P<second>\d{{2}})(?:[.,]\d+)?秒?)?(?: ?(?P<after>{_HALF})(?!\w))?"
)
BETWEEN = "[\u200e\u200f]?" r"(?:[,،]? {0,2}|T)(?:at |kl\.? |às |as |um |a las |à |alle |pukul |lúc |ที่ )?"
STAMP = DATE + BETWEEN + TIME

_STAMP = later(lambda: re.compile(STAMP, re.IGNORECASE))
_DAY = later(lambda: re.compile(DATE))
_MORNINGS = frozenset(_MORNING.split("|"))
_WORDY = later(
    lambda: re.compile(
        r"(?:(?P<first>\d{1,2}) (?:de )?)?(?P<month>[a-zà-ÿ]{3})[a-zà-ÿ]*\.? (?:de )?"
        r"(?:(?P<then>\d{1,2})(?:st|nd|rd|th)?,? )?(?P<year>\d{4})",
        re.IGNORECASE,
    )
)
_NAMES_OF_MONTHS = (
    "jan ene|feb fev fév|mar|apr abr avr|may mei mai|jun|jul|aug ago agu|sep set|oct out okt|nov|dec dez dic des"
)
_MONTHS = {name: number for number, names in enumerate(_NAMES_OF_MONTHS.split("|"), 1) for name in names.split()}
_BUDDHIST = 2400
_THOUSAND = 1000
_CENTURY = 100
_NOON = 12
_DAYS_OF_SHEETS = range(20_000, 80_000)
_SHEETS_BEGIN = datetime(1899, 12, 30)  # noqa: DTZ001  # a sheet's days have no zone
_UNITS = ((10**17, 10**9), (10**14, 10**6), (10**11, 10**3), (10**8, 1))
_PACKED = {8: "%Y%m%d", 14: "%Y%m%d%H%M%S"}


class _Plain(dict[int, str | None]):
    """Digits of every script to ASCII, every space to a plain one; one character each, so that places stay."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        digit = unicodedata.digit(char, None) if code > _CENTURY else None
        self[code] = str(digit) if digit is not None else " " if char.isspace() and char not in "\r\n" else char
        return self[code] or char


_PLAIN = _Plain()


def plain(text: str) -> str:
    r"""The text with ASCII digits and plain spaces: `١٢:٣٠\\u202fص` has its parts where they were."""
    return text if text.isascii() else text.translate(_PLAIN)


class Stamp(NamedTuple):
    """A date in the order written, and a time."""

    parts: tuple[int, int, int]
    seconds: float
    order: Order | None = None


def stamp_of(found: re.Match[str]) -> Stamp | None:
    """The stamp behind a match of `STAMP`."""
    hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"] or 0)
    half = found["before"] or found["after"]
    if half:
        hour = _of_the_day(hour, half)
    if hour > 24 or minute > 59 or second > 60:  # noqa: PLR2004
        return None
    return Stamp((int(found["a"]), int(found["b"]), int(found["c"])), hour * 3600 + minute * 60 + second)


def _of_the_day(hour: int, half: str) -> int:
    if hour > _NOON:
        return hour
    if half.casefold() in _MORNINGS:
        return hour % _NOON
    # 中午11:30 is before noon.
    return hour if half == "中午" and hour >= 10 else hour % _NOON + _NOON  # noqa: PLR2004


def _written(text: str) -> Stamp | None:
    text = plain(text).strip()
    if found := _STAMP.match(text) or _STAMP.search(text):
        return stamp_of(found)
    if found := _WORDY.search(text):
        return _wordy(found, text)
    if found := _DAY.match(text):
        return Stamp((int(found["a"]), int(found["b"]), int(found["c"])), 0)
    return None


def _wordy(found: re.Match[str], text: str) -> Stamp | None:
    month = _MONTHS.get(found["month"].casefold())
    day = found["first"] or found["then"]
    if not month or not day:
        return None
    time = re.search(TIME, text[found.end() :], re.IGNORECASE)
    seconds = 0.0
    if time:
        at = _STAMP.search(f"1.1.2001 {time[0]}")
        read = stamp_of(at) if at else None
        seconds = read.seconds if read else 0.0
    return Stamp((int(day), month, int(found["year"])), seconds, "dmy")


@lru_cache(4096)
def _day(parts: tuple[int, int, int], order: Order) -> date | None:
    year, month, day = parts[order.index("y")], parts[order.index("m")], parts[order.index("d")]
    if year < _CENTURY:
        year += 2000
    elif year > _BUDDHIST:
        year -= 543
    if year < _THOUSAND:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(4096)
def _fits(parts: tuple[int, int, int], order: Order) -> bool:
    # A year of four digits stands where it stands.
    long = [place for place, part in enumerate(parts) if part >= _CENTURY]
    return (not long or long == [order.index("y")]) and _day(parts, order) is not None


class Decision(Struct, frozen=True):
    """The order of a file's dates, and the reason."""

    order: Order
    why: str
    sure: bool = True


def decide(stamps: Sequence[Stamp], like: str = "") -> Decision:
    """The order under which fewest dates are impossible, fewest go back, and the file spans the shortest time.

    `like` is one stamp as written: what its signs say where the dates themselves leave it open.
    """
    open_ones = [stamp for stamp in stamps if not stamp.order]
    ranked = sorted(_judged(open_ones, order, like) for order in _ORDERS)
    best, second = ranked[0], ranked[1]
    order = best.order
    if not open_ones or best.impossible < second.impossible:
        return Decision(order, "no other order makes dates of all")
    if best.back < second.back:
        return Decision(order, "the messages follow one another so")
    if best.span < second.span:
        return Decision(order, "so read it spans the shortest time")
    if order == "ymd" and open_ones[0].parts[0] >= _CENTURY:
        return Decision(order, "the year stands first")
    return Decision(order, "the dates themselves leave it open", sure=False)


class _Judged(NamedTuple):
    impossible: int
    back: int
    span: int
    taste: int
    order: Order


def _judged(stamps: Sequence[Stamp], order: Order, like: str) -> _Judged:
    days = [_day(stamp.parts, order) if _fits(stamp.parts, order) else None for stamp in stamps]
    real = [day for day in days if day]
    impossible = len(days) - len(real)
    # Newest first is an order as well.
    up = sum(later_one > earlier for earlier, later_one in itertools.pairwise(real))
    down = sum(later_one < earlier for earlier, later_one in itertools.pairwise(real))
    span = (max(real) - min(real)).days if real else 0
    return _Judged(impossible, min(up, down), span, _tastes(like).index(order), order)


def _tastes(like: str) -> tuple[Order, ...]:
    # 1/5/24, 3:15 PM is how the USA writes; the dot is European; a dash stands in ISO dates.
    if "/" in like and re.search(r"\d ?[AP]M\b", like):
        return ("mdy", "dmy", "ymd", "ydm")
    return ("ymd", "dmy", "mdy", "ydm") if "年" in like or "-" in like else ("dmy", "mdy", "ymd", "ydm")


class Clock:
    """Reads the times of one file."""

    def __init__(self, zone: str, samples: Iterable[object] = ()) -> None:
        self._zone = _zone(zone)
        written = [sample.strip() for sample in samples if isinstance(sample, str)]
        like = next((text for text in written if not _is_iso(text) and _written(text)), "")
        stamps = [stamp for text in written if (stamp := _written(text))] if like else []
        self.decision = decide(stamps, plain(like)) if stamps else None
        self._is_iso = not self.decision or self.decision.order != "ydm"
        self.strayed = 0
        self._last: tuple[str, float | None] = ("", None)

    def read(self, sent: object) -> float | None:
        """Epoch seconds, or `None` for what is no time."""
        match sent:
            case bool() | None:
                return None
            case int() | float():
                return _epoch(sent, self._zone)
            case datetime():
                return self._moment(sent)
            case date():
                return self._moment(datetime(sent.year, sent.month, sent.day))  # noqa: DTZ001  # set below
            case str():
                # Messages of one minute stand together.
                if sent != self._last[0]:
                    self._last = (sent, self._text(sent.strip()))
                return self._last[1]
            case _:
                return None

    def _text(self, text: str) -> float | None:
        if text.isascii() and text.replace(".", "", 1).removeprefix("-").isdigit():
            return self._digits(text)
        if self._is_iso and (moment := _iso(text)):
            return self._moment(moment)
        stamp = _written(text)
        return self._stamp(stamp) if stamp else None

    def _digits(self, text: str) -> float | None:
        if form := _PACKED.get(len(text)):
            try:
                return self._moment(datetime.strptime(text, form))  # noqa: DTZ007  # set below
            except ValueError:
                pass
        return _epoch(float(text), self._zone)

    def _stamp(self, stamp: Stamp) -> float | None:
        order = stamp.order or (self.decision.order if self.decision else None)
        if not stamp.order and not (order and _fits(stamp.parts, order)):
            self.strayed += order is not None
            order = next((other for other in _ORDERS if _fits(stamp.parts, other)), None)
        if order is None:
            return None
        day = _day(stamp.parts, order)
        if day is None:
            return None
        return self._moment(datetime(day.year, day.month, day.day) + timedelta(seconds=stamp.seconds))  # noqa: DTZ001

    def _moment(self, moment: datetime) -> float | None:
        try:
            return (moment if moment.tzinfo else moment.replace(tzinfo=self._zone)).timestamp()
        except (OverflowError, ValueError):
            return None


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _is_iso(text: str) -> bool:
    return _iso(text) is not None


def _epoch(number: float, zone: tzinfo) -> float | None:
    size = abs(number)
    unit = next((unit for least, unit in _UNITS if size >= least), 0)
    if unit:
        return number / unit if size < 10**20 else None
    if int(size) in _DAYS_OF_SHEETS:
        return (_SHEETS_BEGIN + timedelta(days=number)).replace(tzinfo=zone).timestamp()
    return None


_OFFSET = later(lambda: re.compile(r"(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?"))


def _zone(name: str) -> tzinfo:
    if name.upper() in ("UTC", "GMT", "Z"):
        return UTC
    if offset := _OFFSET.fullmatch(name):
        away = timedelta(hours=int(offset[2]), minutes=int(offset[3] or 0))
        return timezone(-away if offset[1] == "-" else away)
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        import zoneinfo  # noqa: PLC0415

        hint = did_you_mean(name, zoneinfo.available_timezones()) or "such as Asia/Shanghai, or +08:00"
        raise ConfigError(f"no time zone `{name}`", hint=hint) from None
