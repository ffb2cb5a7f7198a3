"""What ordinary text holds least, by the rules' clean examples: the demand of a pattern that is looked for, and the
parts of a rule that are looked for first.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

import ahocorasick_rs
import msgspec

from linter.match import detectors
from linter.match.finder import WORD
from linter.match.formula import Many, Node, OneOf, Together, Use
from linter.match.index import is_word
from linter.match.reading import OWN_PLATFORM, Idea
from linter.match.screen import ANCHORS
from linter.match.terms import Gap, Term
from linter.ruleset.schema import Example, Rule
from linter.text.letters import bare
from linter.text.views import Views

Anchor = frozenset[int]
"""Concepts and detectors of which a rule needs one."""

Way = tuple[Anchor, ...]
"""Anchors that must all be there."""

_MOST_WAYS = 64


class Ordinary:
    """The clean examples of all rules, numbered, as the scanner reads them."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        told = tuple(rules)
        self._views = [Views(text) for rule in told for example in rule.examples.good for text in _texts(example)]
        bad = [Views(text) for rule in told for example in rule.examples.bad for text in _texts(example)]
        self.every = tuple(views.bare.text for views in (*self._views, *bad))

    def __len__(self) -> int:
        """How many texts there are."""
        return len(self._views)

    def holding(self, literals: Iterable[str]) -> Mapping[str, set[int]]:
        """The texts in which each literal stands."""
        keys = sorted({*literals} - {""})
        automaton = ahocorasick_rs.AhoCorasick(keys, implementation=ahocorasick_rs.Implementation.ContiguousNFA)
        found: dict[str, set[int]] = defaultdict(set)
        for number, views in enumerate(self._views):
            for n, _, _ in automaton.find_matches_as_indexes(views.bare.text, overlapping=True):
                found[keys[n]].add(number)
        return found

    @cached_property
    def words(self) -> Mapping[str, set[int]]:
        """The texts in which each Latin word stands."""
        found: dict[str, set[int]] = defaultdict(set)
        for number, views in enumerate(self._views):
            for word in WORD.findall(views.bare.text):
                found[word].add(number)
        return found

    def looking_like(self, detector: str) -> set[int]:
        """The texts in which a detector finds something to look at."""
        return {number for number, views in enumerate(self._views) if detectors.may_find(detector, views)}


def _texts(example: str | Example) -> Iterator[str]:
    if isinstance(example, str):
        yield example
        return
    yield from (text for text in (example.text, *(turn.seller for turn in example.thread)) if text)


def gated(gaps: Sequence[Gap], ordinary: Ordinary) -> list[Gap]:
    """The patterns, each with its rarest demand as the gate and the others as what must stand in the text, too."""
    known = ordinary.holding(text for gap in gaps for demand in (gap.gate, *gap.also) for text in demand)
    return [_rarest_first(gap, known) for gap in gaps]


def _rarest_first(gap: Gap, known: Mapping[str, set[int]]) -> Gap:
    """The rarest demand as the gate, the others rarest first, the commonest literal first in each."""
    choices = (gap.gate, *gap.also)
    rarest = sorted(range(len(choices)), key=lambda n: sum(len(known.get(text, ())) for text in choices[n]))
    ordered = [tuple(sorted(choices[n], key=lambda text: -len(known.get(text, ())))) for n in rarest]
    return msgspec.structs.replace(
        gap,
        gate=ordered[0],
        also=tuple(ordered[1:]),
        # Without accents it is what was looked for in the bare view.
        spelt=tuple(gap.spelt[n] for n in rarest if any(bare(text) != text for text in gap.spelt[n]))
        if gap.spelt
        else (),
    )


class Anchors:
    """The parts of each formula that ordinary text holds least together."""

    def __init__(self, ideas: Sequence[Idea], terms: Sequence[Term], gaps: Sequence[Gap], ordinary: Ordinary) -> None:
        self._ideas = ideas
        self._ordinary = ordinary
        self._words: dict[int, set[str]] = defaultdict(set)
        self._keys: dict[int, set[str]] = defaultdict(set)
        for term in terms:
            key = bare(term.text)
            (self._words if is_word(key, term) else self._keys)[term.concept].add(key)
        for gap in gaps:
            self._keys[gap.concept].update(gap.gate or {""})
        self._known: dict[int, frozenset[int]] = {}

    @cached_property
    def _holding(self) -> Mapping[str, set[int]]:
        return self._ordinary.holding(key for keys in self._keys.values() for key in keys)

    def of(self, node: Node) -> Iterator[list[Anchor]]:
        """The ways in which the formula may hold, each as sets of concepts and detectors of each of which it needs one:
        at most `ANCHORS`, first the one that is rarest in ordinary text, then those that are rarest beside it.
        """
        for way in self._ways(node):
            choices = {anchor: self._where(anchor) for anchor in way}
            chosen: list[Anchor] = []
            left = frozenset(range(len(self._ordinary) + 1))
            while choices and len(chosen) < ANCHORS:
                best = min(choices, key=lambda anchor: (len(left & choices[anchor]), len(anchor), sorted(anchor)))
                if len(left & choices[best]) == len(left):
                    break
                left &= choices.pop(best)
                chosen.append(best)
            yield chosen

    def _ways(self, node: Node) -> list[Way]:
        match node:
            case Use(concept):
                anchor = self._closure(concept)
                return [() if anchor is None else (anchor,)]
            case OneOf(parts):
                return _either([self._ways(part) for part in parts])
            case Together(parts):
                known: list[Way] = [()]
                for ways in sorted(map(self._ways, parts), key=len):
                    fitting = ways if len(known) * len(ways) <= _MOST_WAYS else [self._at_least(ways)]
                    known = [(*way, *more) for way in known for more in fitting]
                return known
            case Many(part):
                return self._ways(part)
            case _:
                return [()]

    def _at_least(self, ways: Sequence[Way]) -> Way:
        """What all the ways together need: one of the rarest of each."""
        if not all(ways):
            return ()
        return (frozenset[int]().union(*(min(way, key=lambda a: len(self._where(a))) for way in ways)),)

    def _closure(self, concept: int) -> Anchor | None:
        """The concept and all that it includes; nothing where that may be the platform's own name."""
        if concept == OWN_PLATFORM:
            return None
        inner = [self._closure(other) for other in self._ideas[concept].includes]
        known = [anchor for anchor in inner if anchor is not None]
        return frozenset((concept,)).union(*known) if len(known) == len(inner) else None

    def _where(self, anchor: Anchor) -> frozenset[int]:
        return frozenset[int]().union(*map(self._texts, anchor))

    def _texts(self, concept: int) -> frozenset[int]:
        known = self._known.get(concept)
        if known is None:
            known = self._known[concept] = frozenset(self._look(concept))
        return known

    def _look(self, concept: int) -> Iterable[int]:
        detector = self._ideas[concept].detector
        if detector:
            return self._ordinary.looking_like(detector)
        keys = self._keys[concept]
        if "" in keys:
            return range(len(self._ordinary))
        literal = (self._holding.get(key, set[int]()) for key in keys)
        return set[int]().union(
            *literal, *(self._ordinary.words.get(word, set[int]()) for word in self._words[concept])
        )


def _either(choices: Sequence[list[Way]]) -> list[Way]:
    """The ways of one of several parts; those that rest on one anchor each are one way that rests on any of them."""
    ways = [way for some in choices for way in some]
    single = [way[0] for way in ways if len(way) == 1]
    others = [way for way in ways if len(way) != 1]
    return [*([(frozenset[int]().union(*single),)] if single else []), *others]
