"""Phone numbers as sellers write them, and none of the other long numbers of a shop."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import Final, NamedTuple

import regex

from linter.match.detectors import labels, masks
from linter.match.detectors.found import Found
from linter.text.later import later

_FEWEST: Final = 7
_MOST: Final = 15
_GATE: Final = later(lambda: re.compile(r"\d(?:\D{0,3}\d){6}"))
_CANDIDATE: Final = later(
    lambda: regex.compile(r"(?<!\d)(?:\+\s?)?[(\[]?\d(?:[\s\-.()\[\]/·•–—_~*|➖➡\uFE0F\p{So}]{0,3}\d){6,}(?!\d)")
)
_GROUP: Final = later(lambda: re.compile(r"\d+"))


class Plan(NamedTuple):
    """How a market numbers its phones: dialled at `home`, and behind the country code without a plus (`abroad`).

    `evident` mobiles are told apart without knowing the market; the others need it and its usual `groups`, or a label,
    or groups that are the market's own (`telling`).
    """

    home: str
    abroad: str
    evident: bool
    groups: frozenset[tuple[int, ...]] = frozenset()
    telling: frozenset[tuple[int, ...]] = frozenset()


_BY_FOUR: Final = frozenset({(4, 4)})
_AMERICAN: Final = frozenset({(3, 3, 4), (1, 3, 3, 4)})
_MEXICAN: Final = frozenset({(2, 4, 4), (3, 3, 4), (2, 8), (3, 7)})
_SPANISH: Final = frozenset({(3, 3, 3), (3, 2, 2, 2), (3, 6), (2, 3, 2, 2)})
_BRAZILIAN: Final = frozenset({(2, 5, 4), (2, 4, 4), (2, 9), (2, 8), (7, 4), (2, 1, 4, 4)})
_INDIAN: Final = frozenset({(5, 5), (3, 3, 4), (4, 3, 3)})
_ITALIAN: Final = frozenset({(3, 7), (3, 3, 4), (3, 6), (3, 2, 2, 3), (3, 3, 3)})

_PLANS: Final = {
    "CN": Plan(r"1[3-9]\d{9}|[48]00\d{7}", r"861[3-9]\d{9}", evident=True),
    "TW": Plan(r"09\d{8}", r"8869\d{8}", evident=True),
    "HK": Plan(r"[4-9]\d{7}", r"852[4-9]\d{7}", evident=False, groups=_BY_FOUR),
    "MY": Plan(r"01\d{8,9}", r"601\d{8,9}", evident=True),
    "SG": Plan(r"[3689]\d{7}", r"65[3689]\d{7}", evident=False, groups=_BY_FOUR),
    "ID": Plan(r"08\d{8,11}", r"628\d{8,11}", evident=True),
    "TH": Plan(r"0[689]\d{8}", r"66[689]\d{8}", evident=True),
    "VN": Plan(r"0[35789]\d{8}", r"84[35789]\d{8}", evident=True),
    "PH": Plan(r"09\d{9}", r"639\d{9}", evident=True),
    "US": Plan(r"[2-9]\d{9}|1[2-9]\d{9}", r"1[2-9]\d{9}", evident=False, groups=_AMERICAN, telling=_AMERICAN),
    "GB": Plan(r"07\d{9}", r"447\d{9}", evident=True),
    "ES": Plan(r"[679]\d{8}", r"34[67]\d{8}", evident=False, groups=_SPANISH, telling=frozenset({(3, 2, 2, 2)})),
    "MX": Plan(r"[2-9]\d{9}", r"521?[2-9]\d{9}", evident=False, groups=_MEXICAN),
    "BR": Plan(
        r"[1-9]\d9\d{8}|[1-9]{2}[2-5]\d{7}",
        r"55[1-9]\d9\d{8}",
        evident=False,
        groups=_BRAZILIAN,
        telling=frozenset({(2, 5, 4)}),
    ),
    "PT": Plan(r"[29]\d{8}", r"3519\d{8}", evident=False, groups=_SPANISH),
    "AU": Plan(r"04\d{8}", r"614\d{8}", evident=True),
    "JP": Plan(r"0[789]0\d{8}", r"81[789]0\d{8}", evident=True),
    "KR": Plan(r"010\d{8}", r"8210\d{8}", evident=True),
    "IN": Plan(r"[6-9]\d{9}", r"91[6-9]\d{9}", evident=False, groups=_INDIAN),
    "FR": Plan(r"0[1-9]\d{8}", r"33[67]\d{8}", evident=True),
    "DE": Plan(r"01[5-7]\d{8,9}", r"491[5-7]\d{8,9}", evident=True),
    "IT": Plan(r"3\d{8,9}", r"393\d{8,9}", evident=False, groups=_ITALIAN),
    "NZ": Plan(r"02\d{7,9}", r"642\d{7,9}", evident=True),
}
_MARKETS: Final = {
    "sea": ("ID", "MY", "SG", "TH", "VN", "PH"),
    "eu": ("DE", "FR", "ES", "IT", "PT"),
    "uk": ("GB",),
    "ca": ("US",),
}
_LANGUAGES: Final = {
    "zh": ("CN", "TW", "HK"),
    "en": ("US", "GB", "SG", "AU"),
    "id": ("ID",),
    "ms": ("MY",),
    "fil": ("PH",),
    "tl": ("PH",),
    "th": ("TH",),
    "vi": ("VN",),
    "es": ("ES", "MX"),
    "pt": ("BR", "PT"),
}
# Groups that belong to accounts, identity numbers and IMEIs: `123-4-56789-0`, `123-45-6789`, `35 444444 444444 0`.
_NEVER: Final = frozenset({(3, 1, 5, 1), (3, 2, 4), (4, 4, 4, 4), (2, 6, 6, 1), (2, 6, 6)})


def regions(market: str, lang: str) -> tuple[str, ...]:
    """Where a number is probably dialled from; empty when nothing says."""
    if market:
        return _MARKETS.get(market, (market.upper(),))
    return _LANGUAGES.get(lang.partition("-")[0], ())


def may_hold_phone(text: str) -> bool:
    """Whether there are enough digits close together."""
    return _GATE.search(text) is not None


def has_candidate(text: str) -> bool:
    """Whether digits close together are left when all that is surely something else is blanked out."""
    return _CANDIDATE.search(masks.unlabelled(text)) is not None


def phones(text: str, home: Sequence[str]) -> Iterator[Found]:
    """Phone numbers of a folded text, seen from the `home` regions."""
    masked = masks.unlabelled(text)
    for candidate in _CANDIDATE.finditer(masked):
        yield from _best_windows(_Candidate.of(candidate, masked), home)


class _Group(NamedTuple):
    start: int
    end: int
    digits: str


class _Candidate(NamedTuple):
    """Groups of digits with next to nothing between, and what stands before them."""

    text: str
    groups: tuple[_Group, ...]
    joints: frozenset[str]
    inside: tuple[int, int]

    @classmethod
    def of(cls, m: regex.Match[str], text: str) -> "_Candidate":
        groups = tuple(_Group(g.start(), g.end(), g[0]) for g in _GROUP.finditer(text, m.start(), m.end()))
        joints = frozenset(text[a.end : b.start] for a, b in pairwise(groups))
        # Where the text is more than blanks: asked of every window, a long text is not stripped each time.
        inside = len(text) - len(text.lstrip()), len(text.rstrip())
        return cls(text, groups, joints, inside)

    def splits(self, first: int, last: int) -> bool:
        """Whether `first..last` may be a number of its own.

        Groups all joined alike are one number (no half of a card's `4024 0071 9896 4305`), unless only a short rest
        follows (`081 234 5678 24 ชม.`) or whole numbers stand side by side.
        """
        if first == 0 and last == len(self.groups):
            return True
        if (
            len(self.joints) > 1
            or self.joints & {"\n", ", ", " / "}
            or min(len(g.digits) for g in self.groups[first:last]) >= _FEWEST
        ):
            return True
        return first == 0 and sum(len(g.digits) for g in self.groups[last:]) < 4  # noqa: PLR2004


class _Number(NamedTuple):
    """One stretch of groups, read as one number."""

    start: int
    end: int
    digits: str
    sizes: tuple[int, ...]
    plus: bool
    bracket: bool
    labelled: bool
    alone: bool
    lines: bool


def _best_windows(candidate: _Candidate, home: Sequence[str]) -> Iterator[Found]:
    first, groups = 0, candidate.groups
    while first < len(groups):
        number = _best_from(candidate, first, home)
        if number is None:
            first += 1
            continue
        yield Found(number.start, number.end, ("+" if number.plus else "") + number.digits)
        first += len(number.sizes)


def _best_from(candidate: _Candidate, first: int, home: Sequence[str]) -> _Number | None:
    """Prefer the home market's reading, then the longest."""
    groups = candidate.groups
    # Every group has a digit: no window of more groups than a number has digits is one.
    widest = min(len(groups), first + _MOST)
    windows = [w for last in range(widest, first, -1) if (w := _window(candidate, first, last)) is not None]
    return next((w for w in windows if _is_home_mobile(w, home)), None) or next(
        (w for w in windows if _is_phone(w, home)), None
    )


def _window(candidate: _Candidate, first: int, last: int) -> _Number | None:
    groups, text = candidate.groups[first:last], candidate.text
    digits = "".join(g.digits for g in groups)
    start, end = groups[0].start, groups[-1].end
    sizes = tuple(len(g.digits) for g in groups)
    if (
        not _FEWEST <= len(digits) <= _MOST
        or sizes in _NEVER
        or len(set(digits)) == 1
        or not candidate.splits(first, last)
    ):
        return None
    # (11) 90000-1234, not (34000.0081)
    bracket = start > 0 and text[start - 1] in "([" and text[groups[0].end : groups[0].end + 1] in {")", "]"}
    start -= bracket
    before = _back_over_blanks(text, start)
    plus = before > 0 and text[before - 1] == "+"
    start = before - 1 if plus else start
    labelled = labels.stands_before(labels.PHONE, text, start)
    alone = start <= candidate.inside[0] and end >= candidate.inside[1]
    number = _Number(start, end, digits, sizes, plus, bracket, labelled, alone, "\n" in text[start:end])
    return number if _free(text, number) and not labels.stands_before(labels.BANK, text, start) else None


def _back_over_blanks(text: str, at: int) -> int:
    while at > 0 and text[at - 1] == " ":
        at -= 1
    return at


_GLUED_BEFORE: Final = later(lambda: regex.compile(r"(?:[\p{Latin}\d_#$€£¥/]|\p{Latin}-|[$€£¥฿₱₫]\s)\Z"))
_GLUED_AFTER: Final = later(
    lambda: regex.compile(r"[\d%]|(?!\s?x\s*\d|ext)\p{Latin}|[-_]\p{Latin}|\s?(?:元|块|%|円|บาท|đ\b)")
)


def _free(text: str, number: _Number) -> bool:
    """Model numbers (`RTX4090`), article numbers (`13800138000-BLK`) and amounts are glued to what they are."""
    if number.labelled:
        return True
    return not (
        _GLUED_BEFORE.search(text, max(0, number.start - 3), number.start) or _GLUED_AFTER.match(text, number.end)
    )


@cache
def _compiled(region: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return re.compile(_PLANS[region].home), re.compile(_PLANS[region].abroad)


def _is_home_mobile(number: _Number, home: Sequence[str]) -> bool:
    if number.plus or not _groups_well(number):
        return False
    return any(_fits(number, _PLANS[region], region) for region in home if region in _PLANS)


def _fits(number: _Number, plan: Plan, region: str) -> bool:
    at_home, abroad = _compiled(region)
    if abroad.fullmatch(number.digits):
        return True
    usual = plan.evident or number.labelled or number.bracket or set(number.sizes) == {1} or len(number.sizes) == 1
    return at_home.fullmatch(number.digits) is not None and (usual or number.sizes in plan.groups)


def _groups_well(number: _Number) -> bool:
    """`123 4 567` is a list of numbers; `1 3 9 0 …` and `139 0000 5512` are written to be read aloud."""
    sizes = number.sizes
    if len(sizes) == 1 or set(sizes) == {1} or number.labelled:
        return True
    return max(sizes) >= 3 or sizes[1:] == (2,) * (len(sizes) - 1)  # noqa: PLR2004


def _is_phone(number: _Number, home: Sequence[str]) -> bool:
    if number.plus:
        return _with_country_code(number.digits)
    if number.digits.startswith("00") and len(number.digits) > _FEWEST + 3:
        return _with_country_code(number.digits.lstrip("0"))
    if not _groups_well(number):
        return False
    return _is_mobile_anywhere(number, home) or _is_miscounted(number, home) or _is_valid_somewhere(number, home)


def _is_mobile_anywhere(number: _Number, home: Sequence[str]) -> bool:
    for region, plan in _PLANS.items():
        at_home, abroad = _compiled(region)
        if plan.evident and at_home.fullmatch(number.digits):
            return True
        if abroad.fullmatch(number.digits) and (not home or region in home or number.labelled or len(number.sizes) > 1):
            return plan.evident or len(number.sizes) > 1 or number.labelled
        if at_home.fullmatch(number.digits) and (
            number.labelled or number.bracket or number.sizes in plan.telling or _is_all_there_is(number)
        ):
            return True
    return False


def _is_miscounted(number: _Number, home: Sequence[str]) -> bool:
    """Allow a digit too many or too few where a number is given line by line: `0813 33` / `22 001` / `100`."""
    if not number.lines:
        return False
    plans = [_compiled(region)[0] for region in home if region in _PLANS and _PLANS[region].evident]
    return any(p.fullmatch(d) for p in plans for d in (number.digits[:-1], number.digits + "0"))


def _is_all_there_is(number: _Number) -> bool:
    """Take a message of nothing but ten or eleven digits; shorter and longer ones are any number."""
    return number.alone and len(number.digits) in {10, 11}


def _with_country_code(digits: str) -> bool:
    import phonenumbers  # noqa: PLC0415  22 MB of tables, needed by few messages

    return len(digits) > _FEWEST and any(int(digits[:n]) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE for n in (1, 2, 3))


def _is_valid_somewhere(number: _Number, home: Sequence[str]) -> bool:
    """Landlines and what the table of mobiles does not know."""
    import phonenumbers  # noqa: PLC0415  as above

    if not number.labelled and (len(number.sizes) == 1 or not _looks_dialled(number, home)):
        return False
    dialled_at_home = number.digits.startswith("0") or number.bracket or number.labelled
    for region in dict.fromkeys((*home, *(_PLANS if dialled_at_home else ()))):
        try:
            parsed = phonenumbers.parse(number.digits, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(parsed):
            return True
    return False


# Where landlines are dialled without a leading zero.
_NO_ZERO: Final = frozenset({"HK", "SG", "US", "ES", "MX", "BR", "PT"})
_FEWEST_UNLABELLED: Final = 9


def _looks_dialled(number: _Number, home: Sequence[str]) -> bool:
    if number.bracket:
        return True
    if number.digits.startswith("0"):
        return len(number.digits) >= _FEWEST_UNLABELLED
    return not _NO_ZERO.isdisjoint(home) and max(number.sizes) <= 4 <= number.sizes[-1]  # noqa: PLR2004


_RUN: Final = later(lambda: re.compile(r"\+?\d(?:[ \-.]?\d){2,}"))
_IN_ORDER: Final = ("12345678901234567890", "98765432109876543210")
_COUNTED: Final = 9


def digit_runs(text: str) -> Iterator[Found]:
    """Every run of three digits or more, whatever it is."""
    for m in _RUN.finditer(text):
        yield Found(m.start(), m.end(), re.sub(r"[^\d+]", "", m[0]))


def counts_up(digits: str) -> bool:
    """`one two three four five six seven` is counting, no number to call."""
    return len(digits) <= _COUNTED and any(digits in order for order in _IN_ORDER)


_LEET: Final = dict(zip("oilzsb", "011258", strict=True))
_LEET_RUN: Final = later(
    lambda: regex.compile(r"(?<![\p{L}\p{M}\d])[\doilzsb](?:[ .\-]{0,2}[\doilzsb]){7,14}(?![\p{L}\p{M}\d])")
)
_REAL_DIGITS: Final = 5


def leet_places(text: str) -> list[int]:
    """Letters that stand for digits in what would else be a phone number: `O9O0 1Z3 456`."""
    return [
        m.start() + i
        for m in _LEET_RUN.finditer(text)
        if sum(c.isdecimal() for c in m[0]) >= _REAL_DIGITS and not _has_word(m[0])
        for i, c in enumerate(m[0])
        if c in _LEET
    ]


def _has_word(run: str) -> bool:
    return any(a in "ilzsb" and b in "ilzsb" and a != b for a, b in pairwise(run))


def leet_digit(letter: str) -> str:
    """`o` is 0, `z` is 2."""
    return _LEET[letter]


def long_enough(read: str) -> bool:
    """Whether spelled-out digits are a number to call, not counting."""
    return _FEWEST <= len(read.lstrip("+")) <= _MOST and not counts_up(read)
