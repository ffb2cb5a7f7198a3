"""Many keys looked for at once: Latin words in a dictionary, everything else in one Aho-Corasick automaton.

The keys are laid out when rules are compiled and kept in the cache; the automaton is built when a text first needs it.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property

import ahocorasick_rs

from linter.match.columns import Texts

WORD = re.compile(r"[a-z_ß-ɏḀ-ỿ]+")
_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")
_ENOUGH = 8_000
"""Characters after which an automaton pays: building it takes three times as long as these take one by one."""


class Finder:
    """`words` and `literals` by number; both are asked for when a text first needs them."""

    def __init__(self, words: Callable[[], Texts], literals: Callable[[], Texts]) -> None:
        self._give_words = words
        self._give_literals = literals
        self._read = 0

    @cached_property
    def _words(self) -> Callable[[str], tuple[int, list[str]]]:
        return self._give_words().opened()

    @cached_property
    def _literals(self) -> Callable[[str], tuple[int, list[str]]]:
        return self._give_literals().opened()

    @cached_property
    def _count(self) -> int:
        return self._give_words().size

    @cached_property
    def _word_numbers(self) -> dict[str, int]:
        return {word: n for n, word in enumerate(self._give_words().every())}

    @cached_property
    def _automaton(self) -> ahocorasick_rs.AhoCorasick:
        kind = ahocorasick_rs.Implementation.ContiguousNFA
        return ahocorasick_rs.AhoCorasick(self._give_literals().every(), implementation=kind)

    def ready(self) -> None:
        """Build now what a long job will need."""
        self._read = _ENOUGH + 1
        _ = self._automaton, self._word_numbers

    def word(self, word: str) -> int | None:
        """The number of a word."""
        if self._read > _ENOUGH:
            return self._word_numbers.get(word)
        first, words = self._words(word[:2])
        return first + words.index(word) if word in words else None

    def literals(self, text: str) -> Iterable[tuple[int, int, int]]:
        """The number of each literal and where it stands, overlapping ones too."""
        # Of the eight automata of a rule set most see few texts: a hook's twenty messages do without any.
        self._read += len(text)
        if self._read <= _ENOUGH:
            return self._one_by_one(text)
        # Half an emoji, from an export that cut the text, cannot be encoded: the rest of the message is still judged.
        whole = text if text.isascii() else _LONE_SURROGATE.sub("\ufffd", text)
        return self._automaton.find_matches_as_indexes(whole, overlapping=True)

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
        group = self._literals
        for start in range(len(text)):
            # A literal of one character is a group of its own.
            for head in {text[start], text[start : start + 2]}:
                first, literals = group(head)
                for n, literal in enumerate(literals, first):
                    if text.startswith(literal, start):
                        yield n, start, start + len(literal)
