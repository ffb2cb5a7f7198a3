"""One meaning, two speeds: a message checked in any batch, process or scanner gets the report that it gets alone."""

import json
import multiprocessing
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import cache
from itertools import groupby, islice
from pathlib import Path

import msgspec
import pytest
from chats import PACK, chats, numbered, texts
from hypothesis import example, given, settings
from hypothesis import strategies as st
from small import ALL, rules_with, ruleset
from test_cases import labelled

from linter import Message, Options, Report, Role, RuleSet, Severity, Surface, lint, lint_thread, load
from linter.batch import COLUMNS, SIZE, Batch, Findings, check, flat, lint_many
from linter.engine import LONGEST
from linter.ruleset import scanner
from linter.ruleset.compile import compile_pack
from linter.ruleset.decode import load as decoded
from linter.ruleset.decode import merged
from linter.ruleset.packs import PackFile

EXAMPLES = Path(__file__).parent.parent / "examples"
SIZES = (1, 7, SIZE)
OPTIONS = (
    ALL,
    Options(statuses=("draft",), severity=Severity.WARN, ui="zh"),
    Options(select=("reviews", "diversion/app"), ignore=("reviews/any",), as_of=date(2026, 3, 2)),
)
quick = settings(max_examples=60, deadline=None)


def told(reports: Sequence[Report]) -> bytes:
    """The reports byte for byte; half an emoji, which is no UTF-8, as its escape."""
    try:
        return b"\n".join(map(msgspec.json.encode, reports))
    except UnicodeEncodeError:
        return "\n".join(json.dumps(msgspec.to_builtins(report)) for report in reports).encode()


def singly(messages: Sequence[Message], rules: RuleSet, options: Options = ALL) -> list[Report]:
    """Each message by itself, each conversation from its beginning."""
    reports: dict[int, Report] = {}
    for thread in {message.thread for message in messages}:
        places = [n for n, message in enumerate(messages) if message.thread == thread]
        own = [messages[n] for n in places]
        judged = lint_thread(own, rules, options) if thread else [lint(message, rules, options) for message in own]
        reports |= zip(places, judged, strict=True)
    return [reports[n] for n in range(len(messages))]


def in_batches(batch: Batch, messages: Sequence[Message], size: int) -> list[Report]:
    rest = iter(messages)
    return [report for some in iter(lambda: list(islice(rest, size)), []) for report in batch.check(some)]


PORTABLE = ruleset(PACK)


@pytest.fixture(scope="session")
def swift(tmp_path_factory: pytest.TempPathFactory) -> RuleSet:
    """The same rules, screened by Hyperscan."""
    pytest.importorskip("hyperscan")
    rules = RuleSet(compile_pack(merged(decoded([PackFile("0.yaml", PACK.encode())]))))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SHOPLINT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("SHOPLINT_SCANNER", "hyperscan")
        assert scanner.choose(rules).name == "hyperscan"
    return rules


@pytest.fixture(scope="module")
def shipped() -> RuleSet:
    return load()


# -- in batches --------------------------------------------------------------------------------------------------------


@quick
@given(chats, st.sampled_from(OPTIONS))
@example(numbered([Message(text="好评", thread="one"), Message(text="返现红包", thread="one")]), ALL)
@example([], ALL)
def test_a_batch_of_any_size_gives_the_reports_of_single_messages(chat: list[Message], options: Options):
    once = told(singly(chat, PORTABLE, options))
    for size in SIZES:
        assert told(in_batches(Batch(PORTABLE, options), chat, size)) == once
    assert told(list(lint_many(iter(chat), PORTABLE, options))) == once


@quick
@given(chat=chats)
def test_hyperscan_gives_the_reports_of_the_portable_scanner(chat: list[Message], swift: RuleSet):
    once = told(singly(chat, PORTABLE))
    assert told(singly(chat, swift)) == once
    for size in SIZES:
        assert told(in_batches(Batch(swift, ALL), chat, size)) == once


@quick
@given(chats)
def test_a_batch_that_has_seen_it_all_says_the_same_again(chat: list[Message]):
    alone = [msgspec.structs.replace(message, thread="") for message in chat]
    batch = Batch(PORTABLE, ALL)
    once = told(batch.check(alone))
    assert told(batch.check([*reversed(alone)][::-1])) == once == told(singly(alone, PORTABLE))


@quick
@given(chats)
def test_a_message_with_its_conversation_is_the_message_in_a_batch(chat: list[Message]):
    thread = [msgspec.structs.replace(message, thread="one") for message in chat]
    reports = Batch(PORTABLE, ALL).check(thread)
    assert told([lint(m, PORTABLE, ALL, thread=thread[:n]) for n, m in enumerate(thread)]) == told(reports)


def test_a_generator_is_read_no_farther_than_it_must_be():
    taken: list[int] = []

    def source() -> Iterator[Message]:
        for n in range(3 * SIZE):
            taken.append(n)
            yield Message(text="ok", id=str(n))

    reports = lint_many(source(), PORTABLE, ALL)
    assert taken == []
    assert next(reports) == Report(id="0")
    assert len(taken) == SIZE
    assert [report.id for report in reports] == [str(n) for n in range(1, 3 * SIZE)]


# -- conversations -----------------------------------------------------------------------------------------------------


@quick
@given(chats)
def test_clustered_conversations_are_judged_as_others(chat: list[Message]):
    ordered = sorted(chat, key=lambda message: message.thread)
    once = told(singly(ordered, PORTABLE))
    for size in SIZES:
        assert told(in_batches(Batch(PORTABLE, ALL, clustered=True), ordered, size)) == once


@quick
@given(chats)
@example([Message(text=text, thread=thread) for text, thread in (("好评", "a"), ("ok", "b"), ("红包", "a"))])
def test_a_clustered_conversation_that_comes_back_begins_anew(chat: list[Message]):
    named = [message for message in chat if message.thread]
    runs = [list(run) for _, run in groupby(named, key=lambda message: message.thread)]
    once = told([report for run in runs for report in lint_thread(run, PORTABLE, ALL)])
    for size in SIZES:
        assert told(in_batches(Batch(PORTABLE, ALL, clustered=True), named, size)) == once


@pytest.mark.parametrize("size", SIZES)
def test_a_conversation_goes_on_from_batch_to_batch(size: int):
    said = ["leave a review", "x", "and get a gift card", "好评", "好评", "0812", "0000", "4455 ya"]
    chat = numbered([Message(text=text, thread=thread) for text in said for thread in ("a", "b", "")])
    reports = in_batches(Batch(PORTABLE, ALL), chat, size)
    assert told(reports) == told(singly(chat, PORTABLE))
    assert any(f.elsewhere for report in reports for f in report.findings)


# -- texts that are odd ------------------------------------------------------------------------------------------------

ODD = [
    *("", " ", "\n", "\0", "\x01", "\0加vx\0", "\x01vx\x01", "v\0x", "加\x01vx", "微\0信", "微\x01信"),
    *("\ud83d", "加微信\ud83d", "\udc00vx", "5 stars\ud83d\ude00", "\ufffd", "\ufeff加vx", "好评\r\n红包"),
]
LONG = ["a" * (LONGEST + 1), "好评", "加vx " + "-" * (LONGEST - 4), "红包"]


def test_odd_texts_are_judged_alike(swift: RuleSet):
    alone = numbered([Message(text=text) for text in ODD])
    thread = numbered([Message(text=text, thread="one") for text in ODD])
    for chat in (alone, thread, [*alone, *thread]):
        once = told(singly(chat, PORTABLE))
        for size in SIZES:
            assert told(in_batches(Batch(PORTABLE, ALL), chat, size)) == once
            assert told(in_batches(Batch(swift, ALL), chat, size)) == once


def test_long_texts_are_judged_alike():
    chat = numbered([Message(text=text, thread=thread) for text in LONG for thread in ("", "one")])
    assert told(in_batches(Batch(PORTABLE, ALL), chat, 3)) == told(singly(chat, PORTABLE))


def test_a_text_longer_than_the_longest_is_unchecked_in_a_batch():
    long = "a" * (LONGEST + 1)
    seller, buyer, just = Batch(PORTABLE, ALL).check(
        [Message(text=long), Message(text=long, role=Role.BUYER), Message(text=long[1:])]
    )
    assert seller.verdict == "unchecked"
    assert seller.unchecked[0].rule == ""
    assert buyer == Report()
    assert just.verdict != "unchecked"


# -- what is remembered ------------------------------------------------------------------------------------------------

FIELDS = (
    {"role": Role.BUYER},
    {"role": Role.BOT},
    {"surface": Surface.BROADCAST},
    {"platform": "shopee"},
    {"platform": "ebay"},
    {"market": "vn"},
    {"lang": "vi"},
    {"order_id": "7"},
    {"platform": "shopee", "order_id": "7"},
    {"sender": "ann"},
    {"sent_at": 5},
    {"id": "other"},
)


@pytest.mark.parametrize("text", ["好评领红包", "i o gift card", "5 stars", "ok"])
def test_one_text_in_many_places_gets_the_report_of_its_place(text: str):
    chat = [Message(text=text, id="0"), *(Message(text=text, **fields) for fields in FIELDS)]  # type: ignore[arg-type]
    once = told(singly(chat, PORTABLE))
    batch = Batch(PORTABLE, ALL)
    assert told(batch.check(chat)) == once
    assert told(batch.check(chat)) == once
    assert told(Batch(PORTABLE, ALL).check(chat[::-1])[::-1]) == once


def test_a_batch_that_has_forgotten_texts_says_the_same_and_keeps_its_conversations():
    concepts = "{concept: praise, terms: {en: [review]}}\n{concept: gift, terms: {en: [gift]}}"
    rules = rules_with("{near: [praise, gift], within: neighbours}", concepts)
    batch = Batch(rules, ALL)
    before = batch.check([Message(text="review gift"), Message(text="a review", thread="one")])
    for start in range(0, 70_000, 10_000):
        batch.check([Message(text=str(n)) for n in range(start, start + 10_000)])
    after = batch.check([Message(text="review gift"), Message(text="and a gift", thread="one")])
    assert told(after[:1]) == told(before[:1])
    assert [bool(f.elsewhere) for report in after for f in report.findings] == [False, True]


# -- in processes ------------------------------------------------------------------------------------------------------


@cache
def _rules_of(name: str) -> RuleSet:
    """In a process of its own: the small pack with a scanner, or the shipped rules."""
    if name == "shipped":
        return load()
    rules = RuleSet(compile_pack(merged(decoded([PackFile("0.yaml", PACK.encode())]))))
    if name == "hyperscan":
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("SHOPLINT_CACHE", "off")
            assert scanner.hyperscan(rules).name == "hyperscan"
    return rules


def judged(job: tuple[str, list[Message], int, Options]) -> list[Report]:
    name, messages, size, options = job
    return in_batches(Batch(_rules_of(name), options), messages, size)


def in_processes(
    pool: ProcessPoolExecutor, name: str, messages: Sequence[Message], size: int, options: Options
) -> list[Report]:
    """Each half of the conversations in a process, and the reports put back in order."""
    threads = sorted({message.thread for message in messages if message.thread})
    half = {thread: n % 2 for n, thread in enumerate(threads)}
    places: tuple[list[int], list[int]] = ([], [])
    for n, message in enumerate(messages):
        places[half.get(message.thread, n % 2)].append(n)
    jobs = [(name, [messages[n] for n in some], size, options) for some in places]
    done = pool.map(judged, jobs)
    reports = {
        n: report for some, told_ in zip(places, done, strict=True) for n, report in zip(some, told_, strict=True)
    }
    return [reports[n] for n in range(len(messages))]


@pytest.fixture(scope="module")
def pool() -> Iterator[ProcessPoolExecutor]:
    """Two processes, begun anew."""
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as two:
        yield two


@settings(max_examples=20, deadline=None)
@given(chat=chats, size=st.sampled_from(SIZES))
def test_two_processes_give_the_reports_of_one(chat: list[Message], size: int, pool: ProcessPoolExecutor):
    assert told(in_processes(pool, "portable", chat, size, ALL)) == told(singly(chat, PORTABLE))


@settings(max_examples=10, deadline=None)
@given(chat=chats, size=st.sampled_from(SIZES))
def test_two_processes_with_hyperscan_give_the_reports_of_one(
    chat: list[Message], size: int, pool: ProcessPoolExecutor, swift: RuleSet
):
    assert swift.rules
    assert told(in_processes(pool, "hyperscan", chat, size, ALL)) == told(singly(chat, PORTABLE))


# -- the project's own texts -------------------------------------------------------------------------------------------


def real() -> list[Message]:
    """Some of the labelled cases, the examples, and each conversation's messages once more by themselves."""
    cases = [message for case in labelled()[::37] for message in case.thread()]
    lines = (EXAMPLES / "chat.jsonl").read_text("utf-8").splitlines()
    chat = [msgspec.json.decode(line, type=Message, strict=False) for line in lines]
    files = [(EXAMPLES / name).read_text("utf-8") for name in ("replies.yaml", "listing.md")]
    paragraphs = [Message(text=line, surface=Surface.AUTO_REPLY) for file in files for line in file.splitlines()]
    alone = [msgspec.structs.replace(message, thread="") for message in [*cases[::3], *chat]]
    return [*cases, *chat, *numbered(paragraphs), *alone]


def test_real_conversations_are_judged_alike_with_the_shipped_rules(shipped: RuleSet, pool: ProcessPoolExecutor):
    messages = real()
    # As they come in an export: all conversations at once.
    mixed = sorted(messages, key=lambda message: (message.id.rpartition("#")[2], message.id))
    options = Options()
    once = told(singly(mixed, shipped, options))
    assert once.count(b'"rule"') > len(messages) // 10
    assert told(in_batches(Batch(shipped, options), mixed, 7)) == once
    assert told(in_processes(pool, "shipped", mixed, SIZE, options)) == once


# -- columns -----------------------------------------------------------------------------------------------------------


def rows(found: Findings) -> list[tuple[object, ...]]:
    return list(zip(*found.columns().values(), strict=True))


@quick
@given(st.lists(st.one_of(texts, st.none()), max_size=8))
@example([None, "加vx", None])
@example(["İ加vx好评", "👍 5 stars"])
def test_columns_hold_the_findings_of_each_text(said: list[str | None]):
    fields = {"platform": "shopee", "market": "vn", "surface": Surface.BROADCAST, "order_id": "7"}
    found = check(said, PORTABLE, ALL, **fields)
    expected = [
        (n, f.rule, f.family, f.severity.value, f.start, f.end, f.match, f.message, f.seen_as, f.fix and f.fix.title)
        for n, text in enumerate(said)
        for f in lint(Message(text=text or "", **fields), PORTABLE, ALL).findings  # type: ignore[arg-type]
    ]
    assert rows(found) == expected
    assert tuple(found.columns()) == COLUMNS
    assert found.unchecked == [n for n, text in enumerate(said) if text is None]
    assert all(text is None or text[start:end] == match for text, start, end, match in _shown(said, found))


def _shown(said: Sequence[str | None], found: Findings) -> Iterator[tuple[str | None, int, int, str]]:
    for row, start, end, match in zip(found.row, found.start, found.end, found.match, strict=True):
        yield said[row], start, end, match


def test_columns_point_at_what_was_written_in_the_order_of_the_texts():
    found = check(["好的", "聊ＶＸ", None, "i o, gift card", "a" * (LONGEST + 1)], PORTABLE, ALL)
    assert [(row, rule, found.match[n]) for n, (row, rule) in enumerate(zip(found.row, found.rule, strict=True))] == [
        (1, "diversion/app", "ＶＸ"),
        (3, "spam/letters", "i o"),
        (3, "reviews/any", "gift card"),
    ]
    assert found.seen_as == ["vx", "", ""]
    assert found.start == [1, 0, 5]
    assert found.end == [3, 3, 14]
    assert found.unchecked == [2, 4]
    assert found.severity == ["block", "note", "note"]


@pytest.mark.parametrize("large", [False, True])
def test_an_arrow_array_is_checked_like_a_list(large: bool):
    pyarrow = pytest.importorskip("pyarrow")
    said = ["加vx", None, "ok", "", "好评领红包", "加vx"]
    array = pyarrow.array(said, pyarrow.large_string() if large else pyarrow.string())
    assert check(array, PORTABLE, ALL) == check(said, PORTABLE, ALL) == check(iter(said), PORTABLE, ALL)
    chunked = pyarrow.chunked_array([array[:2], array[2:]])
    assert check(chunked, PORTABLE, ALL) == check(said, PORTABLE, ALL)
    assert check(array[1:2], PORTABLE, ALL).unchecked == [0]


def test_without_texts_the_columns_are_empty():
    assert rows(check([], PORTABLE, ALL)) == []
    assert check([], PORTABLE, ALL).unchecked == []
    assert flat([], [3, 1]).unchecked == [1, 3]
