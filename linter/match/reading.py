"""One text as the rules read it: its views, the concepts found in it, its sentences; everything made when first
asked for.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Literal, Protocol

from msgspec import Struct

from linter.match import detectors
from linter.match.hit import Hit, outermost
from linter.match.scan import Conditional, Found, Scanner
from linter.match.screen import Screen
from linter.match.terms import Gap, Term
from linter.model import in_market
from linter.text.language import home, likely, telling_words
from linter.text.letters import bare
from linter.text.segments import clauses, sentences, words_between
from linter.text.views import Views

SENTENCE_WORDS = 30
"""A sentence of chat may never end (Thai writes no full stops); parts farther apart than this do not belong
together.
"""

OWN_PLATFORM = -1
"""The number of the concept that stands for the message's own platform."""


class Stretch(Struct, frozen=True):
    """How much text two parts must share; `size` counts words or characters."""

    kind: Literal["clause", "sentence", "neighbours", "message", "words", "characters"]
    size: int = 0


class Setting(Struct, frozen=True):
    """Where a message stands; `ordered`: whether its record names an order; `said`: how often, at least, its sender has
    said the very same by now.
    """

    platforms: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    surfaces: tuple[str, ...] = ()
    ordered: bool | None = None
    said: int = 1


class Placed(Protocol):
    """Anything with a place in the text."""

    @property
    def start(self) -> int:
        """Its first code point."""
        ...

    @property
    def end(self) -> int:
        """One past its last code point."""
        ...


class Idea(Struct, frozen=True):
    """A compiled concept: what it includes, and the hidden concept of phrases inside which it does not count (-1:
    none). A detector is a concept with `detector` set.
    """

    name: str
    includes: tuple[int, ...] = ()
    passes: int = -1
    detector: str = ""


class Vocabulary(Struct, frozen=True):
    """Every concept by number, the scanner that finds them, the screen before it, and each platform's own names."""

    ideas: tuple[Idea, ...]
    scanner: Scanner
    screen: Screen
    platforms: Mapping[str, int]

    def views(self, text: str) -> Views:
        """A text without its disguises."""
        # Half an emoji, from an export that cut the text: nothing that looks for bytes could read the message.
        whole = text if text.isascii() else _LONE_SURROGATE.sub("\ufffd", text)
        return Views(whole, self.scanner.sounds)


class Reading:
    """What is known of one text. `joins` are the places where turns of a conversation were put together."""

    def __init__(
        self,
        text: str,
        words: Vocabulary,
        *,
        platform: str = "",
        market: str = "",
        lang: str = "",
        surface: str = "",
        ordered: bool = False,
        said: int = 1,
        buyer: "Sequence[Reading]" = (),
        joins: tuple[int, ...] = (),
        screened: int | None = None,
    ) -> None:
        self.text = text
        self.buyer = buyer
        self._words = words
        self._platform = platform
        self._market = market
        self._lang = lang
        self._surface = surface
        self._ordered = ordered
        self.said = said
        self._joins = joins
        self._screened = screened
        self._hits: dict[int, tuple[Hit, ...]] = {}
        self._may: dict[int, bool] = {}
        self._holding: dict[int, list[Hit]] = {}
        self.seen: dict[tuple[int, int], list[Any]] = {}

    @cached_property
    def views(self) -> Views:
        """The text without its disguises."""
        return self._words.views(self.text)

    @cached_property
    def screened(self) -> int:
        """The rules that the text may break, a bit each."""
        return self._words.screen.rules(self.views) if self._screened is None else self._screened

    @cached_property
    def found(self) -> Found:
        """The concepts that the text may hold."""
        return self._words.scanner.scan(self.views, self._speaks)

    def _speaks(self, tongue: str, term: str) -> bool:
        """Whether a language is spoken here: it is the message's or its market's own, the text's by its looks, or has
        another word that is of no other language.
        """
        if tongue in self._spoken:
            return True
        return any(word != bare(term) for word in self._tongues.get(tongue, ()))

    @cached_property
    def _spoken(self) -> frozenset[str]:
        stated = self._lang.partition("-")[0], home(self._market)
        return frozenset(("any", *stated, *likely(self.views.plain.text, self._market)))

    @cached_property
    def _tongues(self) -> Mapping[str, frozenset[str]]:
        return telling_words(self.views.plain.text)

    def hits(self, concept: int) -> tuple[Hit, ...]:
        """The hits of a concept or detector, sorted, none inside a longer one of its own or inside a phrase that
        passes.
        """
        known = self._hits.get(concept)
        if known is None:
            known = self._hits[concept] = self._resolve(concept)
        return known

    def may_hold(self, concept: int) -> bool:
        """Whether the text may hold a concept, itself or one it includes; cheap, and never wrong where it says no."""
        known = self._may.get(concept)
        if known is None:
            known = self._may[concept] = self._guess(concept)
        return known

    def _guess(self, concept: int) -> bool:
        if concept == OWN_PLATFORM:
            return True
        idea = self._words.ideas[concept]
        if idea.detector:
            self._hits[concept] = detectors.find(idea.detector, self.views, market=self._market, lang=self._lang)
            return bool(self._hits[concept])
        return concept in self.found.maybe or any(map(self.may_hold, idea.includes))

    def stands(self, setting: "Setting") -> bool:
        """Whether the message stands where the setting says; what it leaves open holds anywhere."""
        return (
            (not setting.platforms or self._platform in setting.platforms)
            and (not setting.markets or (bool(self._market) and in_market(self._market, setting.markets)))
            and (not setting.surfaces or self._surface in setting.surfaces)
            and (setting.ordered is None or setting.ordered == self._ordered)
            and setting.said <= self.said
        )

    def _resolve(self, concept: int) -> tuple[Hit, ...]:
        if concept == OWN_PLATFORM:
            own = self._words.platforms.get(self._platform)
            return self._by_name() if own is None else self.hits(own)
        if not self.may_hold(concept):
            return ()
        idea = self._words.ideas[concept]
        if idea.detector:
            return self._hits[concept]
        hits = [*self._own(concept), *self._held(concept)]
        for other in idea.includes:
            hits += self.hits(other)
        return outermost(hits)

    def _by_name(self) -> tuple[Hit, ...]:
        """Where a platform that no rule knows is called by the name in the record: a shop may name its own."""
        if not self._platform:
            return ()
        plain = self.views.plain
        named = re.finditer(re.escape(self._platform.lower()), plain.text)
        return tuple(Hit(*plain.original(*m.span()), m[0]) for m in named)

    def _own(self, concept: int) -> list[Hit]:
        """The hits of a concept's own terms that need nothing beside them."""
        return [hit for hit in self.found.free(concept) if not self._passed(hit, concept)]

    def _passed(self, hit: Hit, concept: int) -> bool:
        passes = self._words.ideas[concept].passes
        if passes < 0:
            return False
        return any(p.start <= hit.start and hit.end <= p.end for p in self.found.free(passes))

    def _held(self, concept: int) -> list[Hit]:
        """The hits of a concept that have beside them what they need; those that need one another hold each other."""
        if not self.found.conditional(concept):
            return []
        if concept not in self._holding:
            group = self._depending(concept)
            held = self._meeting([(hit, term) for n in group for hit, term in self._conditional(n)])
            for n in group:
                self._holding[n] = [hit for hit, term in held if term.concept == n]
        return self._holding[concept]

    def _conditional(self, concept: int) -> list[Conditional]:
        return [(hit, term) for hit, term in self.found.conditional(concept) if not self._passed(hit, concept)]

    def _depending(self, concept: int) -> list[int]:
        """The concept and all that its conditional hits may rest on."""
        group: dict[int, None] = {}
        waiting = [concept]
        while waiting:
            n = waiting.pop()
            if n in group or n == OWN_PLATFORM or self._words.ideas[n].detector:
                continue
            group[n] = None
            waiting += self._words.ideas[n].includes
            for _, term in self.found.conditional(n):
                waiting += (other for other in (term.before, term.after) if other is not None)
        return list(group)

    def _meeting(self, held: list[Conditional]) -> list[Conditional]:
        while True:
            beside = {n: self._written(n, held) for _, t in held for n in (t.before, t.after) if n is not None}
            kept = [(hit, term) for hit, term in held if self._meets(hit, term, beside)]
            if len(kept) == len(held):
                return kept
            held = kept

    def _written(self, concept: int, held: list[Conditional]) -> "_Places":
        """Where the words of a concept stand, if the conditional ones are those that are held."""
        hits = list(self._raw(concept, held))
        return sorted(h.start for h in hits), sorted(h.end for h in hits)

    def _raw(self, concept: int, held: list[Conditional]) -> Iterator[Hit]:
        if concept == OWN_PLATFORM or self._words.ideas[concept].detector:
            yield from self.hits(concept)
            return
        yield from self._own(concept)
        yield from (hit for hit, term in held if term.concept == concept)
        for other in self._words.ideas[concept].includes:
            yield from self._raw(other, held)

    def _meets(self, hit: Hit, term: Term | Gap, beside: "Mapping[int, _Places]") -> bool:
        if term.before is not None:
            _, ends = beside[term.before]
            at = bisect_right(ends, hit.start)
            if not at or not self._close(ends[at - 1], hit.start):
                return False
        if term.after is not None:
            starts, _ = beside[term.after]
            at = bisect_left(starts, hit.end)
            return at < len(starts) and self._close(hit.end, starts[at])
        return True

    def _close(self, end: int, start: int) -> bool:
        return start - end <= _BESIDE_CHARACTERS or words_between(self.text, end, start) <= _BESIDE_WORDS

    @cached_property
    def _clauses(self) -> tuple[int, ...]:
        return tuple(span.start for span in clauses(self.text))

    @cached_property
    def _sentences(self) -> tuple[int, ...]:
        # Turns of chat end without a full stop: a join alone is no end of a sentence.
        return tuple(span.start for span in sentences(self.text) if not self._joined_at(span.start))

    def _joined_at(self, start: int) -> bool:
        joined = any(join <= start and not self.text[join:start].strip() for join in self._joins)
        return joined and self.text[:start].rstrip()[-1:] not in _ENDS

    def share(self, stretch: Stretch, a: Placed, b: Placed) -> bool:
        """Whether two places stand in the same stretch of text."""
        first, second = (a, b) if a.start <= b.start else (b, a)
        match stretch.kind:
            case "message":
                return True
            case "clause":
                return self._apart(self._clauses, first, second) == 0
            case "sentence":
                return (
                    self._apart(self._sentences, first, second) == 0
                    and self._words_apart(first, second) <= SENTENCE_WORDS
                )
            case "neighbours":
                return (
                    self._apart(self._sentences, first, second) <= 1
                    and self._words_apart(first, second) <= SENTENCE_WORDS
                )
            case "words":
                return (
                    self._apart(self._sentences, first, second) == 0
                    and self._words_apart(first, second) <= stretch.size
                )
            case "characters":
                return self._apart(self._sentences, first, second) == 0 and second.start - first.end <= stretch.size

    def _words_apart(self, first: Placed, second: Placed) -> int:
        return words_between(self.text, first.end, second.start) if second.start > first.end else 0

    @staticmethod
    def _apart(starts: tuple[int, ...], first: Placed, second: Placed) -> int:
        # A place between two parts of the other is no farther from it than they are.
        return max(bisect_right(starts, second.start) - bisect_right(starts, max(first.start, first.end - 1)), 0)


_Places = tuple[list[int], list[int]]
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_BESIDE_WORDS = 2
_BESIDE_CHARACTERS = 4
_ENDS = frozenset(".!?。！？…")
