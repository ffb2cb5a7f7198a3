"""Which of a pattern's demands is looked for: the one that ordinary text holds least, by the rules' clean examples."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import ahocorasick_rs
import msgspec

from linter.match.terms import Gap
from linter.ruleset.schema import Example, Rule
from linter.text.views import Views


def gated(gaps: Sequence[Gap], rules: Iterable[Rule]) -> list[Gap]:
    """The patterns, each with its rarest demand as the gate and the others as what must stand in the text, too."""
    known = _commonness({text for gap in gaps for demand in (gap.gate, *gap.also) for text in demand}, _ordinary(rules))
    return [_rarest_first(gap, known) for gap in gaps]


def _rarest_first(gap: Gap, known: Counter[str]) -> Gap:
    choices = (gap.gate, *gap.also)
    best = min(range(len(choices)), key=lambda n: sum(known[text] for text in choices[n]))
    return msgspec.structs.replace(
        gap,
        gate=choices[best],
        also=choices[:best] + choices[best + 1 :],
        spelt=gap.spelt[best : best + 1],
    )


def _commonness(literals: set[str], texts: Iterable[str]) -> Counter[str]:
    """In how many of the texts each literal stands."""
    keys = sorted(filter(None, literals))
    automaton = ahocorasick_rs.AhoCorasick(keys, implementation=ahocorasick_rs.Implementation.ContiguousNFA)
    counted: Counter[str] = Counter()
    for text in texts:
        counted.update({keys[n] for n, _, _ in automaton.find_matches_as_indexes(text, overlapping=True)})
    return counted


def _ordinary(rules: Iterable[Rule]) -> Iterator[str]:
    """The clean examples of all rules, as the scanner reads them."""
    for rule in rules:
        for example in rule.examples.good:
            for text in _texts(example):
                yield Views(text).bare.text


def _texts(example: str | Example) -> Iterator[str]:
    if isinstance(example, str):
        yield example
        return
    yield from (text for text in (example.text, *(turn.seller for turn in example.thread)) if text)
