"""What more rules and longer texts cost."""

import json
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice, pairwise
from pathlib import Path
from typing import Any

from benchmarks import ours
from benchmarks.measure import rate
from benchmarks.messages import HOSTILE, SEED, Chat, hostile, thrown
from benchmarks.table import Table, count
from linter import Message, RuleSet, lint
from linter.ruleset import packs
from linter.ruleset.build import build

TIMES = (1, 4, 16)
RULES, WORDS = 50, 30
KILOBYTES = (1, 4, 16, 64)
_SLOW = 1.5
"""Seconds; a longer text that would take longer than this is not tried."""

_UNTRIED = "not tried"

_SYLLABLES = [c + v + e for c in "bdfgklmnprst" for v in "aeiou" for e in ("", "n", "r", "s")]


def tables(rules: RuleSet) -> Iterator[Table]:
    yield _by_rules()
    yield _by_length(rules)


def _by_rules() -> Table:
    texts = Chat().many(20_000)
    rows: list[tuple[str, ...]] = []
    first = 0.0
    for times in TIMES:
        began = time.process_time()
        rules = _made_up(times)
        built = time.process_time() - began
        spent = 1e6 / rate(partial(ours.columns, rules=rules), texts, 1.5).per_second
        alone = 1e6 / rate(partial(ours.singly, rules=rules), texts, 1.0).per_second
        first = first or spent
        size = f"{RULES * times:,}", f"{RULES * WORDS * times:,}"
        rows.append((f"×{times}", *size, count(built), count(alone), count(spent), f"{spent / first:.2f} ×"))
    return Table(
        "Growth with rules",
        f"Made-up packs instead of the shipped ones: ×1 has {RULES} rules, each asking for a word of one list near a "
        f"word of the next, lists of {WORDS} words. Nine words in ten stand in no message, the tenth is two words in "
        "a row of ordinary chat, so that hits are there to be judged. Microseconds a message of clean mixed chat.",
        ("pack", "rules", "terms", "built in s", "lint() µs", "check() µs", "check() to ×1"),
        rows,
    )


def _made_up(times: int) -> RuleSet:
    dice = thrown(SEED)
    pieces = _pairs(Chat(SEED + 2).many(4000))
    lists = [_list(n, dice, pieces) for n in range(RULES * times)]
    rules = [_rule(n, len(lists)) for n in range(len(lists))]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "made-up.yaml"
        file.write_text(json.dumps({"concepts": lists, "rules": rules}, ensure_ascii=False), "utf-8")
        return RuleSet(build(packs.chosen([file], shipped=False)))


def _pairs(texts: Sequence[str]) -> Iterator[str]:
    """Two words in a row (in Chinese four characters) as they stand in chat, each pair once."""
    seen: set[str] = set()
    for text in texts:
        words = text.lower().split(" ")
        found = (
            [text[n : n + 4] for n in range(0, len(text) - 4, 7)] if len(words) == 1 else map(" ".join, pairwise(words))
        )
        for pair in found:
            if pair.replace(" ", "").isalpha() and pair not in seen:
                seen.add(pair)
                yield pair


def _list(number: int, dice: random.Random, pieces: Iterator[str]) -> dict[str, Any]:
    common = list(islice(pieces, WORDS // 10))
    made = {"".join(dice.choices(_SYLLABLES, k=3)) for _ in range(WORDS - len(common))}
    return {"concept": f"list-{number}", "terms": {"any": [*common, *sorted(made)]}}


def _rule(number: int, lists: int) -> dict[str, Any]:
    both = {"en": "made up", "zh": "虚构"}
    return {
        "id": f"spam/made-up-{number}",
        "severity": "warn",
        "title": both,
        "message": {"en": "“{match}” is made up.", "zh": "“{match}”是虚构的。"},
        "find": {"near": [f"list-{number}", f"list-{(number + 1) % lists}"], "within": "sentence"},
        "disguises": ["lookalike", "leet", "spaced"],
        "policy": [{"title": "None", "basis": "house", "checked": "2026-11-22"}],
        "fix": {"advice": both},
        "examples": {"bad": ["[[made up]]"], "good": ["Hello"]},
    }


def _by_length(rules: RuleSet) -> Table:
    whole = Chat().ordinary(max(KILOBYTES) * 1000)
    kinds = {"ordinary chat": whole} | {kind: hostile(kind, max(KILOBYTES) * 1000) for kind in HOSTILE}
    return Table(
        "Growth with the length of a text",
        "One text, `lint()`, shipped rules: microseconds a kilobyte (of UTF-8). Flat is good: time grows as the "
        f"text does. A text that would take longer than {_SLOW} s is not tried.",
        ("text", *(f"{size} KB" for size in KILOBYTES)),
        rows := [(kind, *_lengths(text, rules)) for kind, text in kinds.items()],
        tuple(f"Not flat: {kind}." for kind, *spent in rows if not _is_flat(spent)),
    )


def _is_flat(cells: Sequence[str]) -> bool:
    """Whether a kilobyte of the longest text takes less than twice that of the shortest."""
    spent = [float(cell.replace(",", "")) for cell in cells if cell != _UNTRIED]
    return len(spent) == len(cells) and spent[-1] < 2 * spent[0]


def _lengths(text: str, rules: RuleSet) -> Iterator[str]:
    before = spent = 0.0
    for size in KILOBYTES:
        # By how much the last step took longer, and at least by how much the text is longer.
        if spent * max(4.0, spent / (before or spent or 1)) > _SLOW:
            yield _UNTRIED
            continue
        before, spent = spent, _warm(text.encode()[: size * 1000].decode(errors="ignore"), rules)
        yield count(spent * 1e6 / size)


def _warm(text: str, rules: RuleSet) -> float:
    """Seconds, without what the first call has to make for later ones."""
    if _once(text, rules) > _SLOW:
        return _SLOW
    return statistics.median(_once(text, rules) for _ in range(3))


def _once(text: str, rules: RuleSet) -> float:
    began = time.perf_counter()
    lint(Message(text=text), rules)
    return time.perf_counter() - began
