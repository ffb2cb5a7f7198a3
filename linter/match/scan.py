"""One pass over the views of a text finds every concept of every rule.

Single Latin words are looked up as words, everything else goes through one Aho-Corasick automaton a view. The
disguised views are passed only where they differ from the bare one, and each hit in them is proven against what was
really written.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property

import regex

from linter.match.columns import TermColumns, Terms
from linter.match.hit import Disguise, Hit
from linter.match.index import Index, KeyBook
from linter.match.pinyin import HalfPinyin
from linter.match.terms import Gap, Term
from linter.text.disguise import disguise, is_folded
from linter.text.letters import ACCENTS, LEET, bare, readable
from linter.text.segments import is_edge
from linter.text.squeezing import Squeezed
from linter.text.views import Views

BUDGET = 0.05
"""Seconds one pattern may take on one text; beyond, its rules are unchecked."""

_SHORT = 2
_FIRST_HAN, _LAST_HAN = "\u3400", "\u9fff"
_IN_LEET = int(Disguise.LEET)
_SHORT_WORD = 4
_LONG_DIGITS = regex.compile(r"\d{5}")
_DECIMAL = regex.compile(r"\d[.,]\d")
_COUNT = regex.compile(r"\d{2,}[^\W\d]+")
# A capital I among small letters may stand for l (`teIegram`), an l beside capitals for I.
_UPRIGHT = regex.compile(r"[a-z]I|I[a-z]|[A-Z]l|l[A-Z]")
# `gift  card`; a line break ends a sentence, and no term goes on behind it.
_LOOSE = regex.compile(r"[^\S\n]{2,}|[^\S\n ]")


class Found(defaultdict[int, list[Hit]]):
    """Hits by concept; those that hold only beside something else; and the concepts that ran out of time."""

    def __init__(self, speaks: Callable[[str, str], bool]) -> None:
        super().__init__(list)
        self._speaks = speaks
        self.conditional: list[tuple[Hit, Term | Gap]] = []
        self.late: set[int] = set()

    def add(self, term: Term | Gap, hit: Hit) -> None:
        """Keep a hit, apart where it depends on what stands beside it; none of a short word in a foreign text."""
        if isinstance(term, Term) and term.tongue and hit.read.isascii() and not self._speaks(term.tongue, term.text):
            return
        if term.before is None and term.after is None:
            self[term.concept].append(hit)
        else:
            self.conditional.append((hit, term))


class Scanner:
    """Terms and patterns, ready to be passed over texts. Made once; scanning changes nothing but caches of
    compiled patterns.
    """

    def __init__(
        self,
        terms: TermColumns,
        gaps: Sequence[Gap],
        keys: KeyBook,
        sounds: Mapping[str, str],
        syllables: Mapping[str, str],
    ) -> None:
        self.sounds = sounds
        self._syllables = syllables
        self._bare = Index(keys.bare)
        self._masked = Index(keys.masked)
        self._squeezed = Index(keys.squeezed)
        self._sounded = Index(keys.sounded)
        self.terms = Terms(terms)
        self.gaps = gaps
        self._compiled: dict[str, regex.Pattern[str]] = {}

    @cached_property
    def _half_pinyin(self) -> HalfPinyin:
        return HalfPinyin(list(self.terms.heard()), self._syllables)

    @cached_property
    def _ungated(self) -> tuple[int, ...]:
        return tuple(n for n, gap in enumerate(self.gaps) if not gap.gate)

    def scan(self, views: Views, speaks: Callable[[str, str], bool] = lambda _tongue, _term: True) -> Found:
        """Every hit of every term and pattern in the text, in any disguise, by concept and sorted. `speaks` says
        whether a language is spoken in the text beside the term itself.
        """
        found = Found(speaks)
        self._scan_bare(views, found)
        if _masked(views):
            self._scan_masked(views, found)
        if not views.plain.text.isascii():
            self._scan_sounds(views, found)
        for hits in found.values():
            hits.sort()
        return found

    def _scan_bare(self, views: Views, found: Found) -> None:
        plain = views.plain.text
        if _LOOSE.search(plain):
            self._scan_loose(views, found)
        for n in self._scan_view(views, found, "bare", views.bare.text, self._bare, self._ungated):
            gap = self.gaps[n]
            if not _admits(gap, plain, views.bare.text):
                continue
            for start, end in self._spans(found, gap, gap.source, plain):
                how = is_folded(views, start, end)
                found.add(gap, Hit(*views.plain.original(start, end), plain[start:end], how))

    def _scan_loose(self, views: Views, found: Found) -> None:
        """Keep the terms of several words that have other white space between the words than one blank."""
        plain, text = views.plain.text, views.bare.text
        kept: list[int] = []
        at = 0
        for space in _LOOSE.finditer(text):
            kept += range(at, space.start() + 1)
            at = space.end()
        kept += range(at, len(text))
        for owner, start, end in self._bare.literals(_LOOSE.sub(" ", text)):
            first, last = kept[start], kept[end - 1] + 1
            if _LOOSE.search(text, first, last):
                self._keep_loose(found, views, "".join([plain[i] for i in kept[start:end]]), first, last, owner)

    def _keep_loose(self, found: Found, views: Views, read: str, start: int, end: int, owner: int) -> None:
        plain, term = views.plain.text, self.terms[owner]
        if _says(read, term.text) and _edges(plain, start, end, term) and not term.case:
            start, end = _stretch(plain, start, end, term)
            how = is_folded(views, start, end)
            found.add(term, Hit(*views.plain.original(start, end), term.text if how else read, how))

    def _scan_masked(self, views: Views, found: Found) -> None:
        text = views.unmasked.text
        for n in self._scan_view(views, found, "unmasked", text, self._masked, ()):
            gap = self.gaps[n]
            for start, end in self._spans(found, gap, gap.masked, text):
                how = _drawn(views.bare.text[start:end], text[start:end]) | is_folded(views, start, end)
                found.add(gap, Hit(*views.plain.original(start, end), text[start:end], how))
        self._scan_readable(views, found)
        squeezed = views.squeezed
        if squeezed is not None:
            for owner, start, end in self._squeezed.literals(squeezed.text):
                self._keep_squeezed(found, views, squeezed, start, end, self.terms[owner])

    def _scan_readable(self, views: Views, found: Found) -> None:
        """Keep what authors' patterns match where letters stand for what they are drawn like."""
        bare_text, text = views.bare.text, readable(views.bare.text)
        if text == bare_text:
            return
        for n in sorted(self._bare.admitted(text).union(self._ungated)):
            gap = self.gaps[n]
            for start, end in self._spans(found, gap, gap.source, text) if gap.pattern else ():
                if bare_text[start:end] != text[start:end]:
                    how = _drawn(bare_text[start:end], text[start:end]) | is_folded(views, start, end)
                    found.add(gap, Hit(*views.plain.original(start, end), text[start:end], how))

    def _scan_view(
        self, views: Views, found: Found, view: str, text: str, index: Index, patterns: Iterable[int]
    ) -> list[int]:
        """Keep the terms of a view; the numbers of the patterns that may match it."""
        admitted = set(patterns)
        for owner, start, end in index.words(text):
            if end - start > _SHORT or not _digit_beside(text, start, end):
                self._keep(found, views, view, start, end, self.terms[owner])
        for owner, start, end in index.literals(text, admitted):
            self._keep(found, views, view, start, end, self.terms[owner])
        return sorted(admitted)

    def _scan_sounds(self, views: Views, found: Found) -> None:
        if views.sounded is not None:
            for owner, start, end in self._sounded.literals(views.sounded.text):
                self._keep(found, views, "sounded", start, end, self.terms[owner])
        for start, end, term in self._half_pinyin.hits(views.plain.text):
            found.add(term, Hit(*views.plain.original(start, end), term.text, int(Disguise.PINYIN)))

    def _spans(self, found: Found, gap: Gap, source: str, text: str) -> list[tuple[int, int]]:
        pattern = self._compiled.get(source)
        if pattern is None:
            pattern = self._compiled[source] = regex.compile(source)
        try:
            return [m.span() for m in pattern.finditer(text, timeout=BUDGET) if m.end() > m.start()]
        except TimeoutError:
            found.late.add(gap.concept)
            return []

    def _keep(self, found: Found, views: Views, view: str, start: int, end: int, term: Term) -> None:
        """Add the hit at `start..end` of a view of the plain view's length, if edges, case and disguise hold."""
        plain = views.plain.text
        # In `w1ll` the letters begin at w: the digit is one of them.
        edges = views.unmasked.text if view == "unmasked" else plain
        if not _edges(edges, start, end, term):
            return
        how = _how(views, view, start, end, term)
        if how is None or (how & _IN_LEET and _is_code(plain[start:end])):
            return
        if views.squeezed is not None and _cuts(views.squeezed, start, end):
            return
        if term.case and views.text[slice(*views.plain.original(start, end))] != term.case:
            return
        if term.open_start or term.open_end:
            start, end = _stretch(plain, start, end, term)
        span = views.plain.original(start, end)
        found.add(term, Hit(span.start, span.end, term.text if how else plain[start:end], how | term.how))

    def _keep_squeezed(self, found: Found, views: Views, squeezed: Squeezed, start: int, end: int, term: Term) -> None:
        """Add the hit at `start..end` of the squeezed view, if a separator was taken out of it and its edges hold."""
        if term.case or not any(squeezed.gap(at) for at in range(start + 1, end)):
            return
        if not (term.open_start or squeezed.is_edge(start)) or not (term.open_end or squeezed.is_edge(end)):
            return
        if term.alone and _has_neighbour(views.plain.text, squeezed.index[start], squeezed.index[end - 1] + 1):
            return
        how = disguise(views, "squeezed", start, end, term.text)
        if how is not None:
            span = squeezed.original(start, end)
            found.add(term, Hit(span.start, span.end, term.text, how))


def _admits(gap: Gap, plain: str, bare_text: str) -> bool:
    """Whether the text holds all that every match of the pattern contains."""
    if gap.spelt and not any(map(plain.__contains__, gap.spelt)):
        return False
    return all(any(map(bare_text.__contains__, demand)) for demand in gap.also)


def _masked(views: Views) -> bool:
    """Whether the disguised views can hold anything that the bare one does not."""
    if views.unmasked.text != views.bare.text.replace("l", "i") or views.squeezed is not None:
        return True
    return _UPRIGHT.search(views.text) is not None


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
