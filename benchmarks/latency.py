"""One message while somebody waits: `lint()`, warm."""

from collections.abc import Iterator, Sequence

from benchmarks.measure import percentile, times
from benchmarks.messages import Chat
from benchmarks.table import Table, count
from linter import Message, RuleSet, lint

CALLS = 500
LISTINGS = 60
_NAMES = {"en": "English", "zh": "Chinese", "id": "Indonesian", "th": "Thai", "vi": "Vietnamese", "es": "Spanish"}
_ABOUT = 100
_ROOM = 15
_SHORT = {"zh": 60}
"""Chinese says the same with half the characters."""


def tables(rules: RuleSet) -> Iterator[Table]:
    chat = Chat()
    clean = [(f"{name}, clean", _of_length(chat, code, 2 * CALLS)) for code, name in _NAMES.items()]
    bad = [
        (f"{_NAMES[code]}, violating", [chat.violating(code) for _ in range(2 * CALLS)]) for code in ("en", "zh", "id")
    ]
    long = [("a listing's text", [chat.listing() for _ in range(2 * LISTINGS)])]
    yield Table(
        "One message, warm",
        "`lint()` as an agent's tool calls it before sending, every text a different one, after as many others. The "
        "wall clock's microseconds, with whatever else this machine did.",
        ("text", "calls", "characters", "median µs", "p99 µs"),
        [_row(name, texts, rules) for name, texts in (*clean, *bad, *long)],
    )


def _of_length(chat: Chat, language: str, many: int) -> list[str]:
    about = _SHORT.get(language, _ABOUT)
    texts: list[str] = []
    while len(texts) < many:
        text = chat.clean(language)
        if abs(len(text) - about) <= _ROOM:
            texts.append(text)
    return texts


def _row(name: str, texts: Sequence[str], rules: RuleSet) -> tuple[str, ...]:
    half = len(texts) // 2
    taken = times(lambda text: lint(Message(text=text), rules), texts[half:], texts[:half])
    length = sum(map(len, texts)) / len(texts)
    return name, f"{len(taken)}", f"{length:.0f}", count(percentile(taken, 0.5)), count(percentile(taken, 0.99))
