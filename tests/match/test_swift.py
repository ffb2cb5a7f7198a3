"""The keys in one Hyperscan database: the same ones, in the same texts, as the portable finder finds."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from keys import LITERALS, WORDS, finder, named, texts
from test_finder import FOUND

hyperscan = pytest.importorskip("hyperscan")
swift = pytest.importorskip("linter.match.swift")

STORED = swift.compiled(WORDS, LITERALS)
SWIFT = swift.Swift(STORED)
PORTABLE = finder()


@pytest.mark.parametrize(("text", "keys"), FOUND)
def test_the_keys_of_a_text(text, keys):
    assert named(SWIFT.numbers(text)) == sorted(keys)


@settings(max_examples=300, deadline=None)
@given(texts)
def test_both_finders_find_the_same(text):
    assert sorted(SWIFT.numbers(text)) == sorted(PORTABLE.numbers(text))


@settings(max_examples=150, deadline=None)
@given(st.lists(texts, max_size=6))
@example(["", "vx", "", "\0", "vx\0", "加", "vx"])
@example(["微", "信", "\x01", "v", "x"])
def test_many_texts_at_once_are_each_by_itself(some):
    joined = [sorted(numbers) for numbers in SWIFT.joined(some)]
    assert joined == [sorted(SWIFT.numbers(text)) for text in some]
    assert joined == [sorted(numbers) for numbers in PORTABLE.joined(some)]


def test_threads_share_a_database():
    told = [text for text, _ in FOUND] * 20
    shared = swift.Swift(STORED)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(shared.numbers, told))
    assert [named(numbers) for numbers in found] == [sorted(keys) for _, keys in FOUND] * 20


def test_it_agrees_with_the_portable_finder_on_every_key():
    assert swift.agrees(SWIFT, PORTABLE, [*WORDS, *LITERALS, *(text for text, _ in FOUND)])
    assert swift.agrees(SWIFT, PORTABLE, [])


@pytest.mark.parametrize(
    ("words", "literals"),
    [(WORDS[:-1], LITERALS), (WORDS, LITERALS[1:]), (WORDS, [*LITERALS[:-1], "x"]), (WORDS, [*LITERALS, "xx"])],
)
def test_a_database_of_other_keys_does_not_agree(words, literals):
    other = swift.Swift(swift.compiled(words, literals))
    assert not swift.agrees(other, PORTABLE, [*WORDS, *LITERALS, "xx"])


def test_a_key_that_is_missed_is_seen_only_in_a_text_that_holds_it():
    other = swift.Swift(swift.compiled(WORDS, [key if key != "微信" else "微博" for key in LITERALS]))
    assert swift.agrees(other, PORTABLE, ["加vx", "好评"])
    assert not swift.agrees(other, PORTABLE, ["加vx", "微信"])


def test_this_build_loses_no_matches_on_this_processor():
    assert swift.sees_patterns()


def test_the_build_names_the_library():
    assert swift.build().startswith("Version: ")


def test_the_pass_alone_counts_as_many_keys():
    text = "加vx 好评"
    assert SWIFT.bare_scan(swift.marked(text).encode()) == len(SWIFT.numbers(text))


def test_without_keys_nothing_is_found():
    assert swift.Swift(swift.compiled([], [])).numbers("加vx") == []
