"""Which keys a finder finds: Latin words as whole words, everything else anywhere."""

import pytest
from hypothesis import example, given, settings
from keys import LITERALS, WORDS, finder, named, texts

from linter.match.finder import WORD

COLD_AND_WARM = (finder(warm=False), finder())

FOUND = [
    ("vx", ["vx"]),
    ("vx vx", ["vx", "vx"]),
    ("vxl xvx v x", []),
    ("加vx", ["vx", "加vx"]),
    ("加vxl", ["加vx"]),
    ("vx加", ["vx", "vx加"]),
    ("1vx2", ["vx"]),
    ("vx_", []),
    ("vé vxé", []),
    ("on line id", ["line", "line id"]),
    ("online ids", ["line id"]),
    ("gift_card gift card", ["a", "a", "gift card", "gift_card"]),
    ("danh gia", ["a", "a", "danh", "danh gia"]),
    ("den đen", ["đen"]),
    ("telegram", ["a", "tele"]),
    ("15 sao", ["5 sao", "a"]),
    ("好评", ["好评", "评"]),
    ("แอดไลน์ ล", ["ล", "ล", "ไลน์"]),
    ("+62", ["+62"]),
    ("v\x01x v\0x", []),
    ("\x01vx\x01", ["vx"]),
    ("\0vx\0微信\0", ["vx", "微信"]),
    ("微\0信 微\x01信", []),
    ("加\x01vx", ["vx"]),
    ("\ud83dvx 微\udc00信", ["vx"]),
    ("k\ud83d", []),
    ("k?", ["k?"]),
    ("ß", ["ß"]),
    ("", []),
    ("\n", []),
]


@pytest.mark.parametrize(("text", "keys"), FOUND)
def test_the_keys_of_a_text(text, keys):
    assert named(finder(warm=False).numbers(text)) == sorted(keys)
    assert named(finder().numbers(text)) == sorted(keys)


@settings(max_examples=300, deadline=None)
@given(texts)
@example("好评评")
def test_every_key_is_found_wherever_it_stands(text):
    words = [word for word in WORD.findall(text) if word in WORDS]
    literals = [key for key in LITERALS for at in range(len(text)) if text.startswith(key, at)]
    assert named(finder(warm=False).numbers(text)) == sorted([*words, *literals])
    assert named(COLD_AND_WARM[1].numbers(text)) == sorted([*words, *literals])


def test_a_long_text_is_looked_through_like_a_short_one():
    text = "加vx 好评 " * 1000
    assert named(finder(warm=False).numbers(text)) == named(finder().numbers(text))
    assert len(finder(warm=False).numbers(text)) == 4 * 1000


def test_many_texts_at_once_are_each_by_itself():
    told = [text for text, _ in FOUND]
    assert [named(numbers) for numbers in finder().joined(told)] == [sorted(keys) for _, keys in FOUND]
    assert finder().joined([]) == []


def test_without_keys_nothing_is_found():
    assert finder([], []).numbers("加vx") == finder([], [], warm=False).numbers("加vx") == []
    assert named(finder(WORDS, []).numbers("加vx")) == ["vx"]
