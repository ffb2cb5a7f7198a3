"""Words of many languages looked for in a text: by script, past width, case and missing accents."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from typing import Final

import regex
from ahocorasick_rs import AhoCorasick

from linter.model import Span
from linter.text.folding import fold
from linter.text.letters import bare
from linter.text.view import View

# Not `\b`: Python counts 我 and ก as word characters, so \bsale\b misses ลดsale.
_LATIN_BEFORE: Final = r"(?<![\p{Latin}\p{M}])"
_LATIN_AFTER: Final = r"(?![\p{Latin}\p{M}])"
_DIGIT_BEFORE: Final = r"(?<![\d])(?<!\d[.,])"
_DIGIT_AFTER: Final = r"(?!\d)(?![.,]\d)"


@lru_cache(maxsize=256)
def folded(text: str) -> View:
    """The text without width, case, invisible characters and traditional Chinese, with the way back."""
    return fold(text)


@lru_cache(maxsize=256)
def _plain(text: str) -> bool:
    """Whether a folded text has no accent: then its writer may leave them out."""
    return bare(text) == text


class Lexicon:
    """Terms and patterns that are looked for together."""

    def __init__(self, terms: Iterable[str], patterns: Iterable[str] = ()) -> None:
        self._written = sorted(set(terms), key=lambda t: (-len(t), t))
        self._patterns = tuple(patterns)

    @cached_property
    def _exact(self) -> "_Finder":
        return _Finder([fold(t).text for t in self._written], self._patterns)

    @cached_property
    def _bare(self) -> "_Finder":
        return _Finder([bare(fold(t).text) for t in self._written], [bare(p) for p in self._patterns])

    def find(self, text: str) -> Iterator[Span]:
        """Where one of them stands, in code points of the text itself; of those that overlap the first and longest."""
        view = folded(text)
        for start, end in (self._bare if _plain(view.text) else self._exact).find(view.text):
            yield view.original(start, end)

    def first(self, text: str) -> Span | None:
        """The first of them."""
        return next(self.find(text), None)


class _Finder:
    """Looks for the first word of every term in one pass, and for the rest of the term where it stands."""

    def __init__(self, terms: Sequence[str], patterns: Sequence[str]) -> None:
        by_head: dict[str, list[str]] = defaultdict(list)
        for term in terms:
            by_head[term.split(" ")[0]].append(_term(term))
        self._heads = list(by_head)
        self._terms = [regex.compile("|".join(some), regex.VERSION1) for some in by_head.values()]
        self._automaton = AhoCorasick(self._heads) if self._heads else None
        self._patterns = [regex.compile(pattern, regex.VERSION1) for pattern in patterns]

    def find(self, text: str) -> Iterator[Span]:
        end = 0
        for span in sorted(self._all(text), key=lambda s: (s.start, -s.end)):
            if span.start >= end:
                yield span
                end = span.end

    def _all(self, text: str) -> Iterator[Span]:
        if self._automaton is not None:
            for head, start, _ in self._automaton.find_matches_as_indexes(text, overlapping=True):
                hit = self._terms[head].match(text, start)
                if hit:
                    yield Span(*hit.span())
        for pattern in self._patterns:
            yield from (Span(*hit.span()) for hit in pattern.finditer(text) if hit.end() > hit.start())


def lexicon(table: Mapping[str, Sequence[str]]) -> Lexicon:
    """A lexicon from `{language: terms, patterns: patterns}`."""
    terms = [term for name, some in table.items() if name != "patterns" for term in some]
    return Lexicon(terms, table.get("patterns", ()))


def _term(term: str) -> str:
    words = term.split(" ")
    body = r"[\s-]*".join(regex.escape(word) for word in words)
    return _edge(words[0][0], _LATIN_BEFORE, _DIGIT_BEFORE) + body + _edge(words[-1][-1], _LATIN_AFTER, _DIGIT_AFTER)


def _edge(letter: str, latin: str, digit: str) -> str:
    if letter.isdigit():
        return digit
    return latin if regex.match(r"\p{Latin}", letter) else ""
