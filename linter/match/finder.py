"""Many keys looked for at once: Latin words in a dictionary, everything else in one Aho-Corasick automaton.

The keys are laid out when rules are compiled and kept in the cache; the automaton is built when a text first needs it.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

import ahocorasick_rs

WORD = re.compile(r"[a-z_ß-ɏḀ-ỿ]+")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LAST = "\U0010ffff"
_FEW_TEXTS = 3
_SHORT_TEXT = 2_000


class Finder:
    """`words` and `literals`, each sorted, by number; both are made when first asked for."""

    def __init__(self, words: Callable[[], list[str]], literals: Callable[[], list[str]]) -> None:
        self._make_words = words
        self._make_literals = literals
        self._asked = 0

    @cached_property
    def _words(self) -> list[str]:
        return self._make_words()

    @cached_property
    def _word_numbers(self) -> dict[str, int]:
        return {word: n for n, word in enumerate(self._words)}

    @cached_property
    def _literals(self) -> list[str]:
        return self._make_literals()

    @cached_property
    def _automaton(self) -> ahocorasick_rs.AhoCorasick:
        kind = ahocorasick_rs.Implementation.ContiguousNFA
        return ahocorasick_rs.AhoCorasick(self._literals, implementation=kind)

    def word(self, word: str) -> int | None:
        """The number of a word."""
        if self._asked > _FEW_TEXTS:
            return self._word_numbers.get(word)
        n = bisect_left(self._words, word)
        return n if n < len(self._words) and self._words[n] == word else None

    def literals(self, text: str) -> Iterable[tuple[int, int, int]]:
        """The number of each literal and where it stands, overlapping ones too."""
        # The automaton takes half a second to build: a few messages typed on the command line do without it.
        self._asked += 1
        if self._asked <= _FEW_TEXTS and len(text) <= _SHORT_TEXT:
            return self._one_by_one(text)
        # Half an emoji, from an export that cut the text, cannot be encoded: the rest of the message is still judged.
        whole = text if text.isascii() else _LONE_SURROGATE.sub("\ufffd", text)
        return self._automaton.find_matches_as_indexes(whole, overlapping=True)

    @cached_property
    def _count(self) -> int:
        return len(self._words)

    def numbers(self, text: str) -> list[int]:
        """The number of every key in the text, as often as it stands there: words by theirs, then literals."""
        number, words = self.word, self._count
        found = [n for word in WORD.findall(text) if (n := number(word)) is not None]
        found += [words + n for n, _, _ in self.literals(text)]
        return found

    def joined(self, texts: Sequence[str]) -> list[list[int]]:
        """The same for each of many texts."""
        return [self.numbers(text) for text in texts]

    def _one_by_one(self, text: str) -> Iterator[tuple[int, int, int]]:
        literals = self._literals
        for start in range(len(text)):
            low, high = 0, len(literals)
            for end in range(start + 1, len(text) + 1):
                prefix = text[start:end]
                low = bisect_left(literals, prefix, low, high)
                if low == high or not literals[low].startswith(prefix):
                    break
                if literals[low] == prefix:
                    yield low, start, end
                high = bisect_right(literals, prefix + _LAST, low, high)
