"""The screen never says too little: whatever breaks a rule with all rules tried was let through for that rule."""

from functools import cache

from chats import PACK, chats
from chats import texts as said
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypinyin import lazy_pinyin
from small import ALL, ruleset
from strategies import anything
from test_packs import shipped

from linter.engine import in_scope, tried
from linter.match.reading import Reading
from linter.model import Message, Role
from linter.proof import cases
from linter.ruleset import RuleSet
from linter.thread import read_so_far

SMALL = ruleset(PACK)
PLACES = (
    {},
    {"platform": "shopee", "market": "vn"},
    {"platform": "douyin", "market": "cn"},
    {"market": "br", "lang": "pt"},
)


def held_back(reading: Reading, rules: RuleSet, message: Message) -> list[str]:
    """The rules that the text breaks (or that ran late on it) though the screen says that it cannot."""
    broken, late = tried(in_scope(message, rules, ALL).rules, reading)
    numbers = {rule.id: n for n, rule in enumerate(rules.rules)}
    wrong = {b.rule.id for b in broken} | {unchecked.rule for unchecked in late}
    return sorted(name for name in wrong if not reading.screened >> numbers[name] & 1)


def missed(text: str, rules: RuleSet, **place: str) -> list[str]:
    message = Message(text=text, **place)  # type: ignore[arg-type]
    return held_back(Reading(text, rules.words, **place), rules, message)  # type: ignore[arg-type]


@settings(max_examples=250, deadline=None)
@given(st.one_of(said, anything), st.sampled_from(PLACES))
@example("K", {})
@example("gift  card", {})
@example("wh4tsapp l i n e", {})
def test_nothing_that_breaks_a_rule_is_held_back(text: str, place: dict[str, str]):
    assert missed(text, SMALL, **place) == []


@settings(max_examples=100, deadline=None)
@given(chats)
def test_nothing_that_a_conversation_says_together_is_held_back(chat: list[Message]):
    for n, message in enumerate(chat):
        if message.role is not Role.BUYER:
            assert held_back(read_so_far(chat[: n + 1], SMALL), SMALL, message) == []


# -- the shipped rules, by the words of their own examples -------------------------------------------------------------


@cache
def parts() -> dict[str, list[str]]:
    """Of every rule the words that its bad examples mark, and whole examples."""
    found: dict[str, list[str]] = {}
    for case in cases(shipped()[0]):
        if case.kind == "bad":
            own = found.setdefault(case.rule, [])
            for message, marks in zip(case.messages, case.marks, strict=True):
                own += [message.text[start:end] for start, end in marks]
                own += [message.text] if len(message.text) < 80 else []
    return found


SOUND_ALIKE = str.maketrans("微信评返现加红包晒图领店", "薇芯平反线家洪苞筛途岭电")
LEET = str.maketrans("oeaist", "0341$7")
LOOK_ALIKE = str.maketrans("aeopcxiyABEHKMOPTX", "аеорсхіуАВЕНКМОРТХ")
WIDE = {n: n + 0xFEE0 for n in range(0x21, 0x7F)} | {0x20: 0x3000}


def half_pinyin(text: str) -> str:
    return "".join("".join(lazy_pinyin(c)) if n % 2 and "\u4e00" <= c <= "\u9fff" else c for n, c in enumerate(text))


DISGUISES = (
    str,
    str.upper,
    lambda text: text.translate(WIDE),
    lambda text: text.translate(LEET),
    lambda text: text.translate(LOOK_ALIKE),
    lambda text: text.translate(SOUND_ALIKE),
    half_pinyin,
    " ".join,
    ".".join,
    "\u200b".join,
    lambda text: text.replace(" ", "  "),
    lambda text: text.replace("l", "I"),
)
JOINTS = ("", " ", "  ", ", ", ". ", "\n", "，", "。", "！", " - ", "👍")


@st.composite
def retold(draw: st.DrawFn) -> str:
    """Words of one rule, or of any rules, each in some disguise."""
    own = parts()
    name = draw(st.sampled_from(sorted(own)))
    words = st.one_of(st.sampled_from(own[name]), st.sampled_from(own[draw(st.sampled_from(sorted(own)))]))
    told = draw(st.lists(st.tuples(words, st.sampled_from(DISGUISES), st.sampled_from(JOINTS)), min_size=1, max_size=5))
    return "".join(disguise(word) + joint for word, disguise, joint in told)


@settings(max_examples=120, deadline=None)
@given(retold(), st.sampled_from(PLACES))
def test_no_words_of_the_shipped_rules_are_held_back(text: str, place: dict[str, str]):
    assert missed(text, shipped()[2], **place) == []


def test_no_example_of_any_rule_breaks_another_that_is_held_back():
    rules = shipped()[2]
    told = [(text, name) for text in rules.examples for name in missed(text, rules)]
    assert told == []
