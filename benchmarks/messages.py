"""Seeded shop chat in nine languages, clean and violating, and texts that are hard on a scanner.

`python -m benchmarks.messages` checks that the clean ones are clean for the shipped rules and prints a few.
"""

import random
import sys
import tomllib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from linter import Message, lint, load

SEED = 20261122
_FILE = tomllib.loads((Path(__file__).parent / "sentences.toml").read_text("utf-8"))
LISTING: list[str] = _FILE.pop("listing")
TALKS: dict[str, dict[str, Any]] = _FILE
LANGUAGES = tuple(TALKS)
LIKELY = {"zh": 30, "en": 25, "id": 10, "ms": 4, "fil": 4, "th": 8, "vi": 8, "es": 6, "pt": 5}
"""How often each language is spoken in mixed chat, in per cent."""

BRACKETS = "([{<（【「《"
HOSTILE = {
    "one character": "a",
    "nested brackets": BRACKETS + BRACKETS[::-1],
    "digits with separators": "1-2 3.4(5) 6/7-8 9.0 ",
    "combining marks": "e\u0301\u0323\u0308\u0331\u0358",
    "ZWJ emoji": "👩‍👩‍👧‍👦🏳️‍🌈👩🏽‍🚀",
}


class Chat:
    """A source of messages; the same seed says the same."""

    def __init__(self, seed: int = SEED) -> None:
        self._dice = thrown(seed)

    def clean(self, language: str) -> str:
        """An ordinary message."""
        return self._said(language, "bodies")

    def violating(self, language: str) -> str:
        """A message that must not be sent."""
        return self._said(language, "bad")

    def many(
        self, count: int, languages: Sequence[str] = LANGUAGES, *, violating: float = 0.0, repeated: float = 0.0
    ) -> list[str]:
        """So many messages; a share of them `violating`, a share canned replies from a list of sixty."""
        weights = [LIKELY[language] for language in languages]
        canned = [self.clean(self._dice.choices(languages, weights)[0]) for _ in range(60)] if repeated else []
        return [self._one(languages, weights, violating, repeated, canned) for _ in range(count)]

    def listing(self, length: int = 2000) -> str:
        """A product's description of this many characters."""
        return self._filled_up(lambda: self._fill(self._dice.choice(LISTING), "en"), length)

    def ordinary(self, length: int) -> str:
        """Chat in all languages as one text of this many characters."""
        return self._filled_up(lambda: self.many(1)[0], length)

    def _filled_up(self, piece: Any, length: int) -> str:
        text = piece()
        while len(text) < length:
            text += "\n" + piece()
        return text[:length]

    def _one(
        self, languages: Sequence[str], weights: Sequence[int], violating: float, repeated: float, canned: Sequence[str]
    ) -> str:
        chance = self._dice.random()
        if chance < repeated:
            return self._dice.choice(canned)
        language = self._dice.choices(languages, weights)[0]
        return self.violating(language) if chance < repeated + violating else self.clean(language)

    def _said(self, language: str, kind: str) -> str:
        talk = TALKS[language]
        choose = self._dice.choice
        # A Chinese sentence is half as long as the others: every second message has one more.
        more = choose(talk["bodies"]) if not talk["glue"] and self._dice.random() < _HALF else ""
        parts = [choose(talk["greetings"]), choose(talk[kind]), more, choose(talk["closings"])]
        return self._fill(talk["glue"].join(part for part in parts if part), language)

    def _fill(self, template: str, language: str) -> str:
        pieces = template.split("{")
        return pieces[0] + "".join(self._slot(*piece.split("}", 1), language) for piece in pieces[1:])

    def _slot(self, name: str, rest: str, language: str) -> str:
        return f"{self._value(name, TALKS[language])}{rest}"

    def _value(self, name: str, talk: dict[str, Any]) -> str:
        dice = self._dice
        if name in _NUMBERS:
            return str(dice.randint(*_NUMBERS[name]))
        if name in _ONE_OF:
            return str(dice.choice(talk[_ONE_OF[name]]))
        if name in _CHOICES:
            return dice.choice(_CHOICES[name])
        return _MADE[name](dice, talk)


def thrown(seed: int) -> random.Random:
    """Dice that fall the same for the same seed."""
    return random.Random(seed)  # noqa: S311  # no secrets here


def _order(dice: random.Random) -> str:
    return f"26{dice.randint(1, 12):02}{dice.randint(1, 28):02}{''.join(dice.choices(_CODE, k=8))}"


_MADE: Mapping[str, Callable[[random.Random, dict[str, Any]], str]] = {
    "price": lambda dice, talk: str(talk["price"]).replace("{price}", str(dice.randint(5, 480))),
    "order": lambda dice, _: _order(dice),
    "tracking": lambda dice, _: f"{dice.choice(('SPX', 'JT', 'YT', 'TH', '1Z'))}{dice.randint(10**9, 10**10 - 1)}",
    "hour": lambda dice, _: f"{dice.randint(8, 20)}:{dice.choice(('00', '15', '30', '45'))}",
    # Not 5/5, which is a rating.
    "date": lambda dice, _: f"{dice.randint(1, 12)}/{dice.randint(13, 28)}",
    "handle": lambda dice, _: "".join(dice.choices("bcdfghjklmnprstvz", k=6)) + str(dice.randint(10, 99)),
}
_ONE_OF = {"goods": "goods", "colour": "colours"}
_HALF = 0.5
_CODE = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_CHOICES = {
    "name": ("Anna", "Budi", "Mei", "Siti", "Somchai", "Linh", "Carlos", "João", "Maria", "Ken", "Aisyah", "Jose"),
    "size": ("S", "M", "L", "XL", "XXL"),
}
_NUMBERS = {
    "cm": (12, 190),
    "grams": (80, 950),
    "kilos": (40, 95),
    "days": (2, 15),
    "few": (2, 9),
    "percent": (5, 45),
    "two": (10, 99),
}


def hostile(kind: str, length: int) -> str:
    """A text of this many characters that is hard on a careless scanner."""
    unit = HOSTILE[kind]
    return (unit * (length // len(unit) + 1))[:length]


def megabytes(texts: Sequence[str]) -> float:
    """How much the texts are in UTF-8."""
    return sum(len(text.encode()) for text in texts) / 1e6


def _checked() -> Iterator[str]:
    rules, chat = load(), Chat()
    for language in LANGUAGES:
        clean = {chat.clean(language) for _ in range(3000)}
        bad = {chat.violating(language) for _ in range(300)}
        alarms = [(t, r) for t in sorted(clean) if (r := lint(Message(text=t), rules)).verdict != "clean"]
        missed = [t for t in sorted(bad) if lint(Message(text=t), rules).verdict in ("clean", "note")]
        length = sum(map(len, clean)) // len(clean)
        yield f"{language}: {len(clean)} of 3,000 differ, {length} characters"
        yield f"   {len(alarms)} alarms, {len(missed)} missed"
        kinds = Counter((finding.rule, finding.match) for _, report in alarms for finding in report.findings)
        yield from (f"   alarm {kind} × {times}" for kind, times in kinds.most_common(8))
        yield from (f"   missed {text}" for text in missed[:6])
        yield from (f"   {text}" for text in sorted(clean)[:: len(clean) // 2][:2])


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in _checked())
