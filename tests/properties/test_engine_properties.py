import random
from itertools import pairwise

import msgspec
from hypothesis import example, given, settings
from hypothesis import strategies as st
from small import ALL, rule, ruleset
from strategies import PIECES, anything, texts

from linter.model import Finding, Message, Role
from linter.ruleset import RuleSet
from linter.ruleset.build import build
from linter.ruleset.packs import PackFile
from linter.thread import lint, lint_thread

quick = settings(max_examples=80, deadline=None)

CONCEPTS = (
    "{concept: app, sounds: true, terms: {any: [vx, whatsapp, line], zh: [微信, {term: 加, followed_by: app}]}}",
    "{concept: good, sounds: true, terms: {zh: [好评], vi: [đánh giá], es: [reseña], en: [5 stars, 'review*']}}",
    "{concept: gain, terms: {zh: [红包], en: [gift … card, a]}, includes: [bonus], passes: {en: [gift a card]}}",
    "{concept: bonus, terms: {id: [hadiah, wa]}, patterns: {any: ['\\d+ ?%', '(?:o|ox)+[0-9]']}}",
)
RULES = (
    ("app", "diversion/app", "block", "disguises: [lookalike, leet, spaced, homophone, pinyin]"),
    ("phone", "diversion/phone", "warn", ""),
    ("{near: [good, gain], within: neighbours}", "reviews/paid", "block", "disguises: [lookalike, leet, spaced]"),
    ("{any: [good, gain]}", "reviews/any", "note", "unless: [{before: app}]"),
    ("{count: gain, at_least: 2}", "spam/gain", "warn", ""),
    ("{all: [app, {without: good}, {any: [bonus, url]}]}", "spam/app", "warn", "disguises: [leet]"),
    ("{regex: '[Kß]|i.?o'}", "spam/letters", "note", ""),
)


def pack(seed: int) -> str:
    order = random.Random(seed)  # noqa: S311
    concepts, rules = list(CONCEPTS), list(RULES)
    if seed:
        order.shuffle(concepts)
        order.shuffle(rules)
    told = [rule(find, more, rule_id=rule_id, severity=severity) for find, rule_id, severity, more in rules]
    return "concepts:\n" + "".join(f"  - {c}\n" for c in concepts) + "rules:\n" + "".join(told)


COMPILED = build([PackFile("first.yaml", pack(0).encode())])
FIRST, OTHERS = ruleset(pack(0)), [ruleset(pack(seed)) for seed in (1, 2, 3)]
WORDS = (
    "加",
    "vx",
    "微信",
    "薇信",
    "wh4tsapp",
    "l i n e",
    "好评",
    "reseña",
    "5 stars",
    "gift",
    "card",
    "hadiah",
    "a",
    "5%",
)
said = st.lists(st.sampled_from([*PIECES, *WORDS, *WORDS]), max_size=16).map("".join)
messages = st.one_of(said, anything)


def spans(finding: Finding, text: str) -> bool:
    inside = 0 <= finding.start < finding.end <= len(text)
    parts = all(finding.start <= p.start < p.end <= finding.end for p in finding.parts)
    return inside and parts and finding.parts == tuple(sorted(finding.parts)) and len(finding.parts) > 0


@quick
@given(messages)
@example("İ加vx ㍿ 好评")
@example("\ud83d加微信")
@example("加v\u200bx")
def test_every_finding_points_at_what_the_seller_wrote(text):
    for finding in lint(Message(text=text), FIRST, ALL).findings:
        assert spans(finding, text)
        assert finding.match == text[finding.start : finding.end]


@quick
@given(messages)
def test_findings_of_one_family_do_not_overlap(text):
    told = lint(Message(text=text), FIRST, ALL)
    for family in {f.family for f in told.findings}:
        ours = [f for f in told.findings if f.family == family]
        assert all(a.end <= b.start for a, b in pairwise(ours))
    assert told.unchecked == ()


@quick
@given(messages, st.sampled_from(OTHERS))
def test_the_order_of_rules_and_concepts_does_not_matter(text, other):
    assert lint(Message(text=text), other, ALL) == lint(Message(text=text), FIRST, ALL)


@quick
@given(messages)
def test_a_report_is_the_same_every_time(text):
    once = lint(Message(text=text), FIRST, ALL)
    # The first texts are looked through in another way than the later ones.
    assert lint(Message(text=text), RuleSet(COMPILED), ALL) == once == lint(Message(text=text), FIRST, ALL)


@quick
@given(messages)
def test_a_thread_of_one_message_is_the_message(text):
    message = Message(text=text, id="1", role=Role.BOT)
    assert lint_thread([message], FIRST, ALL) == [lint(message, FIRST, ALL)]


turns = st.builds(
    lambda text, role, sender, sent_at: Message(text=text, role=role, sender=sender, sent_at=sent_at),
    st.one_of(said, texts),
    st.sampled_from([Role.SELLER, Role.SELLER, Role.BUYER, Role.SYSTEM]),
    st.sampled_from(["ann", "bob"]),
    st.sampled_from([None, 0, 600, "2026-03-02T10:00:00"]),
)
threads = st.lists(turns, max_size=5)


def numbered(thread: list[Message]) -> list[Message]:
    return [msgspec.structs.replace(message, id=str(n)) for n, message in enumerate(thread)]


@quick
@given(threads)
def test_every_word_of_a_conversation_is_where_it_is_told(thread):
    thread = numbered(thread)
    told = {message.id: message.text for message in thread}
    for n, (message, report) in enumerate(zip(thread, lint_thread(thread, FIRST, ALL), strict=True)):
        assert report.id == message.id
        assert report.findings == () or message.role is Role.SELLER
        before = {earlier.id for earlier in thread[:n]}
        for finding in report.findings:
            assert spans(finding, message.text)
            assert finding.match == message.text[finding.start : finding.end]
            for other in finding.elsewhere:
                assert other.id in before
                assert 0 <= other.start < other.end <= len(told[other.id])


@quick
@given(threads)
def test_a_turn_keeps_what_it_says_alone(thread):
    for message, report in zip(thread, lint_thread(thread, FIRST, ALL), strict=True):
        alone = lint(message, FIRST, ALL).findings
        assert [f for f in report.findings if not f.elsewhere] == list(alone)
        assert [f for f in report.findings if f in alone] == list(alone)


@quick
@given(threads, threads)
def test_a_conversation_does_not_know_of_another(one, two):
    apart = lint_thread(one, FIRST, ALL)
    lint_thread(two, FIRST, ALL)
    assert lint_thread(one, FIRST, ALL) == apart
