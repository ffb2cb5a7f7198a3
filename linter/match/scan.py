"""One pass over the views of a text finds which concepts it may hold; each is looked at closely when a rule asks.

Single Latin words are looked up as words, everything else goes through one Aho-Corasick automaton a view. The
disguised views are passed only where they differ from the bare one, and each hit in them is proven against what was
really written. Most concepts of most texts are never asked for: their places are not proven, their patterns not tried.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import msgspec
import regex

from linter.match.columns import TermColumns, Terms, decoded
from linter.match.disguised import LOOSE, loose, masked
from linter.match.hit import Disguise, Hit
from linter.match.index import Index, KeyBook
from linter.match.patterns import taken_up
from linter.match.pinyin import HalfPinyin
from linter.match.terms import BUDGET, Gap, Term
from linter.text.disguise import disguise, is_folded
from linter.text.letters import ACCENTS, LEET, Alike, bare
from linter.text.segments import is_edge
from linter.text.squeezing import Squeezed
from linter.text.views import Views

_SHORT = 2
_FIRST_HAN, _LAST_HAN = "\u3400", "\u9fff"
_IN_LEET = int(Disguise.LEET)
_SHORT_WORD = 4
_LONG_DIGITS = regex.compile(r"\d{5}")
_DECIMAL = regex.compile(r"\d[.,]\d")
_COUNT = regex.compile(r"\d{2,}[^\W\d]+")


class Place(NamedTuple):
    """Where a text may hold a term: in which way, which one, where in the view; `read` where that is known already."""

    way: str
    term: int
    start: int
    end: int
    read: str = ""


Conditional = tuple[Hit, Term | Gap]


class Found:
    """The concepts that a text may hold, and where it really holds them."""

    def __init__(self, scanner: "Scanner", views: Views, speaks: Callable[[str, str], bool]) -> None:
        self._scanner = scanner
        self.views = views
        self.speaks = speaks
        self.places: dict[int, list[Place]] = defaultdict(list)
        self.patterns: dict[int, list[tuple[str, int]]] = defaultdict(list)
        self._proven: dict[int, tuple[list[Hit], list[Conditional]]] = {}
        self.late: set[int] = set()

    @cached_property
    def maybe(self) -> frozenset[int]:
        """The concepts that the text may hold; no other is there."""
        return frozenset((*self.places, *self.patterns))

    def free(self, concept: int) -> list[Hit]:
        """The hits of a concept's own terms that need nothing beside them, sorted."""
        return self._of(concept)[0]

    def conditional(self, concept: int) -> list[Conditional]:
        """The hits of a concept's own terms that count only beside something else."""
        return self._of(concept)[1]

    def _of(self, concept: int) -> tuple[list[Hit], list[Conditional]]:
        known = self._proven.get(concept)
        if known is None:
            known = self._proven[concept] = self._prove(concept)
        return known

    def _prove(self, concept: int) -> tuple[list[Hit], list[Conditional]]:
        free: list[Hit] = []
        conditional: list[Conditional] = []
        for term, hit in self._scanner.hits(concept, self):
            if isinstance(term, Term) and self._is_foreign(term, hit):
                continue
            if term.before is None and term.after is None:
                free.append(hit)
            else:
                conditional.append((hit, term))
        return sorted(free), conditional

    def _is_foreign(self, term: Term, hit: Hit) -> bool:
        """Whether a short word of a language stands in a text of another."""
        return bool(term.tongue) and hit.read.isascii() and not self.speaks(term.tongue, term.text)


class Scanner:
    """Terms and patterns, ready to be passed over texts. Made once; scanning changes nothing but caches of
    compiled patterns.
    """

    def __init__(
        self,
        terms: TermColumns,
        gaps: Sequence[msgspec.Raw],
        ungated: Sequence[int],
        keys: KeyBook,
        sounds: Mapping[str, str],
        syllables: Mapping[str, str],
    ) -> None:
        self.sounds = Alike(sounds)
        self._syllables = syllables
        self._bare = Index(keys.bare)
        self._masked = Index(keys.masked)
        self._squeezed = Index(keys.squeezed)
        self._sounded = Index(keys.sounded)
        self.terms = Terms(terms)
        self.gaps = decoded(gaps)
        self._ungated = ungated
        self._compiled: dict[str, regex.Pattern[str]] = {}
        self._prove: Mapping[str, Callable[[Views, Place, Term], Hit | None]] = {
            "bare": _proven,
            "unmasked": _proven,
            "sounded": _proven,
            "squeezed": _proven_squeezed,
            "loose": _proven_loose,
            "half pinyin": _proven_half,
        }
        self._text: Mapping[str, Callable[[Views], str]] = {
            "bare": lambda views: views.plain.text,
            "unmasked": lambda views: views.unmasked.text,
            "readable": lambda views: views.readable,
        }

    def ready(self) -> None:
        """Build now what a long job will need."""
        for index in (self._bare, self._masked, self._squeezed, self._sounded):
            index.ready()

    @cached_property
    def _half_pinyin(self) -> HalfPinyin:
        return HalfPinyin(self.terms.heard(), self._syllables)

    def half_pinyin(self, plain: str) -> Iterator[tuple[int, int, int]]:
        """Where a plain text may hold a term half in pinyin: start, end and the term's number."""
        return self._half_pinyin.hits(plain)

    def scan(self, views: Views, speaks: Callable[[str, str], bool] = lambda _tongue, _term: True) -> Found:
        """Which concepts the text may hold, in any disguise. `speaks` says whether a language is spoken in the text
        beside the term itself.
        """
        found = Found(self, views, speaks)
        self._note_bare(found)
        if masked(views):
            self._note_masked(found)
        if not views.plain.text.isascii():
            self._note_sounds(found)
        return found

    def hits(self, concept: int, found: Found) -> Iterator[tuple[Term | Gap, Hit]]:
        """Every hit of a concept's own terms and patterns."""
        for place in found.places.get(concept, ()):
            term = self.terms[place.term]
            hit = self._prove[place.way](found.views, place, term)
            if hit is not None:
                yield term, hit
        for way, number in found.patterns.get(concept, ()):
            gap = self.gaps[number]
            yield from ((gap, hit) for hit in self._matches(found, way, gap))

    def _note_bare(self, found: Found) -> None:
        plain, text = found.views.plain.text, found.views.bare.text
        if loose(plain):
            self._note_loose(found)
        for n in self._note_view(found, "bare", text, self._bare).union(self._ungated):
            gap = self.gaps[n]
            if gap.fits(plain, text):
                found.patterns[gap.concept].append(("bare", n))

    def _note_loose(self, found: Found) -> None:
        """Note the terms of several words that have other white space between the words than one blank."""
        plain, text = found.views.plain.text, found.views.bare.text
        kept: list[int] = []
        at = 0
        for space in LOOSE.finditer(text):
            kept += range(at, space.start() + 1)
            at = space.end()
        kept += range(at, len(text))
        for n, start, end in self._bare.literals(LOOSE.sub(" ", text)):
            first, last = kept[start], kept[end - 1] + 1
            if LOOSE.search(text, first, last):
                read = "".join([plain[i] for i in kept[start:end]])
                found.places[self.terms.concept(n)].append(Place("loose", n, first, last, read))

    def _note_masked(self, found: Found) -> None:
        views = found.views
        for n in self._note_view(found, "unmasked", views.unmasked.text, self._masked):
            found.patterns[self.gaps[n].concept].append(("unmasked", n))
        # What authors' patterns match where letters stand for what they are drawn like.
        text = views.readable
        if text != views.bare.text:
            for n in self._bare.admitted(text).union(self._ungated):
                if self.gaps[n].pattern:
                    found.patterns[self.gaps[n].concept].append(("readable", n))
        if views.squeezed is not None:
            for n, start, end in self._squeezed.literals(views.squeezed.text):
                found.places[self.terms.concept(n)].append(Place("squeezed", n, start, end))

    def _note_view(self, found: Found, way: str, text: str, index: Index) -> set[int]:
        """Note the terms of a view; the numbers of the patterns that may match it."""
        admitted: set[int] = set()
        places, concept = found.places, self.terms.concept
        for n, start, end in index.words(text):
            if end - start > _SHORT or not _digit_beside(text, start, end):
                places[concept(n)].append(Place(way, n, start, end))
        for n, start, end in index.literals(text, admitted):
            places[concept(n)].append(Place(way, n, start, end))
        return admitted

    def _note_sounds(self, found: Found) -> None:
        views = found.views
        if views.sounded is not None:
            for n, start, end in self._sounded.literals(views.sounded.text):
                found.places[self.terms.concept(n)].append(Place("sounded", n, start, end))
        for start, end, n in self.half_pinyin(views.plain.text):
            found.places[self.terms.concept(n)].append(Place("half pinyin", n, start, end))

    def _matches(self, found: Found, way: str, gap: Gap) -> Iterator[Hit]:
        views = found.views
        text = self._text[way](views)
        for start, end in self._spans(found, gap, text, masked=way == "unmasked"):
            how = is_folded(views, start, end)
            if way != "bare":
                written = views.bare.text[start:end]
                if way == "readable" and written == text[start:end]:
                    continue
                how |= _drawn(written, text[start:end])
            yield Hit(*views.plain.original(start, end), text[start:end], how)

    def _spans(self, found: Found, gap: Gap, text: str, *, masked: bool) -> list[tuple[int, int]]:
        pattern = self.pattern(gap, masked=masked)
        # A machine with other work may take the time away: a pattern is late only if it is so again.
        for _ in range(2):
            try:
                return [m.span() for m in pattern.finditer(text, timeout=BUDGET) if m.end() > m.start()]
            except TimeoutError:
                continue
        found.late.add(gap.concept)
        return []

    def pattern(self, gap: Gap, *, masked: bool = False) -> regex.Pattern[str]:
        """What a pattern looks for, ready when first asked for."""
        source = gap.masked if masked else gap.source
        pattern = self._compiled.get(source)
        if pattern is None:
            pattern = self._compiled[source] = taken_up(source, b"" if masked else gap.code)
        return pattern


def _proven(views: Views, place: Place, term: Term) -> Hit | None:
    """The hit of a term in a view of the plain view's length, if edges, case and disguise hold."""
    way, start, end = place.way, place.start, place.end
    plain = views.plain.text
    # In `w1ll` the letters begin at w: the digit is one of them.
    if not _edges(views.unmasked.text if way == "unmasked" else plain, start, end, term):
        return None
    how = _how(views, way, start, end, term)
    if how is None or (how & _IN_LEET and _is_code(plain[start:end])):
        return None
    if views.squeezed is not None and _cuts(views.squeezed, start, end):
        return None
    if term.case and views.text[slice(*views.plain.original(start, end))] != term.case:
        return None
    if term.open_start or term.open_end:
        start, end = _stretch(plain, start, end, term)
    span = views.plain.original(start, end)
    return Hit(span.start, span.end, term.text if how else plain[start:end], how | term.how)


def _proven_loose(views: Views, place: Place, term: Term) -> Hit | None:
    """The hit of a term of several words with odd white space between them."""
    plain = views.plain.text
    if term.case or not _says(place.read, term.text) or not _edges(plain, place.start, place.end, term):
        return None
    start, end = _stretch(plain, place.start, place.end, term)
    how = is_folded(views, start, end)
    return Hit(*views.plain.original(start, end), term.text if how else place.read, how)


def _proven_squeezed(views: Views, place: Place, term: Term) -> Hit | None:
    """The hit of a term in the squeezed view, if a separator was taken out of it and its edges hold."""
    squeezed, start, end = views.squeezed, place.start, place.end
    if squeezed is None or term.case or not any(squeezed.gap(at) for at in range(start + 1, end)):
        return None
    if not (term.open_start or squeezed.is_edge(start)) or not (term.open_end or squeezed.is_edge(end)):
        return None
    if term.alone and _has_neighbour(views.plain.text, squeezed.index[start], squeezed.index[end - 1] + 1):
        return None
    how = disguise(views, "squeezed", start, end, term.text)
    return None if how is None else Hit(*squeezed.original(start, end), term.text, how)


def _proven_half(views: Views, place: Place, term: Term) -> Hit:
    """A term half in pinyin was read character by character when it was found."""
    return Hit(*views.plain.original(place.start, place.end), term.text, int(Disguise.PINYIN))


def _digit_beside(text: str, start: int, end: int) -> bool:
    """A short word glued to a few digits is a size or a model (`v2`, `3k`); glued to many, it is `wa0812…`."""
    before = start > 0 and text[start - 1].isdigit()
    after = end < len(text) and text[end].isdigit()
    return before or (after and _LONG_DIGITS.match(text, end) is None)


def _edges(text: str, start: int, end: int, term: Term) -> bool:
    if not term.open_start and start and not _edge(text, start):
        return False
    if not term.open_end and end < len(text) and not _edge(text, end):
        return False
    return not (term.alone and _has_neighbour(text, start, end))


def _has_neighbour(text: str, start: int, end: int) -> bool:
    return (start > 0 and text[start - 1].isalpha()) or (end < len(text) and text[end].isalpha())


def _edge(text: str, i: int) -> bool:
    # Most texts ask this at every Chinese character: any word may begin or end there.
    if _FIRST_HAN <= text[i] <= _LAST_HAN or _FIRST_HAN <= text[i - 1] <= _LAST_HAN:
        return True
    if not is_edge(text, i):
        return False
    # `5 stars` is not said in `4.5 stars`.
    if text[i].isdecimal():
        return not _DECIMAL.match(text, i - 2)
    return not (text[i] in ".," and _DECIMAL.match(text, i - 1))


def _says(read: str, term: str) -> bool:
    """Whether a plain text is the term, accents missing or right."""
    return all(c == t or ACCENTS.get(t) == c or (t == " " and c.isspace()) for c, t in zip(read, term, strict=True))


def _stretch(text: str, start: int, end: int, term: Term) -> tuple[int, int]:
    """Widen an open term to the whole word it begins."""
    while term.open_start and start and not is_edge(text, start):
        start -= 1
    while term.open_end and end < len(text) and not is_edge(text, end):
        end += 1
    return start, end


def _is_code(written: str) -> bool:
    """Three characters with a digit are a file type, a size or a model (`3gp`, `s5x`) rather than a word in leet, and a
    number with letters behind it is a count (Indonesian `10an`, about ten, is no loan).
    """
    return (len(written) <= _SHORT + 1 and any(c.isdecimal() for c in written)) or bool(_COUNT.fullmatch(written))


def _drawn(bare_text: str, unmasked_text: str) -> int:
    """With which disguises the letters of the bare text stand for those they are drawn like."""
    pairs = [(b, u) for b, u in zip(bare_text, unmasked_text, strict=True) if b not in (u, "l")]
    bits = 0
    for written, _ in pairs:
        bits |= Disguise.LEET if written in LEET else Disguise.LOOKALIKE
    # Nothing else differs: an I that passes for l (`Ieave`).
    return int(bits or Disguise.LOOKALIKE)


def _how(views: Views, view: str, start: int, end: int, term: Term) -> int | None:
    if view != "bare":
        return None if _lost_its_accent(views, start, end, term) else disguise(views, view, start, end, term.text)
    read = views.plain.text[start:end]
    if read != term.text and (not _says(read, term.text) or _lost_its_accent(views, start, end, term)):
        return None
    written = views.text[slice(*views.plain.original(start, end))]
    return 0 if written == read or written.lower() == read else is_folded(views, start, end)


def _cuts(squeezed: Squeezed, start: int, end: int) -> bool:
    """Whether the hit is made of some letters of a spaced-out word: the n of `g.u.a.r.a.n.t.e.e` denies nothing."""
    words = (run for run in squeezed.runs if run[1] - run[0] >= _SHORT_WORD)
    runs = ((squeezed.index[first], squeezed.index[last - 1] + 1) for first, last in words)
    return any(first < end and start < last and not (start <= first and last <= end) for first, last in runs)


def _lost_its_accent(views: Views, start: int, end: int, term: Term) -> bool:
    """Whether a short word without its accent stands in a text that writes accents: who writes `chớ` does not
    write it `cho`.
    """
    if len(term.text) > _SHORT_WORD or " " in term.text or views.plain.text == views.bare.text:
        return False
    return (
        views.plain.text[start:end] != term.text
        and bare(term.text) != term.text
        and views.plain.text[start:end].isascii()
    )
