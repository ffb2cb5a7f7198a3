"""The words of the tool itself, in the languages of its users."""

from typing import Literal

from msgspec import Struct

from linter.model import Severity, Verdict
from linter.report.entry import Tally

Ui = Literal["en", "zh"]


class Words(Struct, frozen=True):
    """Everything a report says of its own."""

    severities: dict[Severity, str]
    verdicts: dict[Verdict, str]
    read_as: str
    why: str
    write: str
    with_other: str
    earlier: str
    unchecked: str
    whole_record: str


_WORDS: dict[Ui, Words] = {
    "en": Words(
        severities={Severity.BLOCK: "block", Severity.WARN: "warn", Severity.NOTE: "note"},
        verdicts={verdict: str(verdict) for verdict in Verdict},
        read_as="read as",
        why="why",
        write="write instead:",
        with_other="together with",
        earlier="an earlier message",
        unchecked="not checked",
        whole_record="this record",
    ),
    "zh": Words(
        severities={Severity.BLOCK: "禁止", Severity.WARN: "警告", Severity.NOTE: "提示"},
        verdicts={
            Verdict.CLEAN: "合规",
            Verdict.NOTE: "提示",
            Verdict.WARN: "警告",
            Verdict.BLOCK: "禁止",
            Verdict.UNCHECKED: "未检查",
        },
        read_as="读作",
        why="依据",
        write="建议改为:",
        with_other="关联消息",
        earlier="之前的消息",
        unchecked="未检查",
        whole_record="本条记录",
    ),
}


def words(ui: Ui) -> Words:
    """The words of one language."""
    return _WORDS[ui]


Noun = Literal["message", "listing", "record"]


def summary(counts: Tally, ui: Ui, noun: Noun) -> str:
    """The last line: `✗ 3 block · 1 warn in 2 of 14 messages`; `noun`: what the records are."""
    sign = "✗" if counts.block else "!" if counts.warn else "·" if counts.note else "?" if counts.unchecked else "✓"
    return f"{sign} {_english(counts, noun) if ui == 'en' else _chinese(counts, noun)}"


_NOUNS: dict[Noun, str] = {"message": "条消息", "listing": "个商品", "record": "条记录"}


def _english(counts: Tally, noun: Noun) -> str:
    plural = "" if counts.messages == 1 else "s"
    found = _found(counts, "en")
    among = f"{counts.touched:,} of {counts.messages:,} {noun}s" if plural else f"1 {noun}"
    where = f"{found} in {among}"
    nothing = f"{counts.messages:,} {noun}{plural}, nothing found"
    rest = [f"{counts.allowed:,} allowed"] * bool(counts.allowed)
    rest += [f"{counts.unchecked:,} not checked"] * bool(counts.unchecked)
    return " · ".join([where if found else nothing, *rest])


def _chinese(counts: Tally, noun: Noun) -> str:
    found = _found(counts, "zh")
    where = f"{counts.messages:,} {_NOUNS[noun]}中 {counts.touched:,} {_NOUNS[noun][0]}有问题:{found}"
    nothing = f"{counts.messages:,} {_NOUNS[noun]},未发现问题"
    rest = [f"{counts.allowed:,} 处已放行"] * bool(counts.allowed)
    rest += [f"{counts.unchecked:,} {_NOUNS[noun][0]}未检查"] * bool(counts.unchecked)
    return " · ".join([where if found else nothing, *rest])


def _found(counts: Tally, ui: Ui) -> str:
    named = _WORDS[ui].severities
    numbers = {Severity.BLOCK: counts.block, Severity.WARN: counts.warn, Severity.NOTE: counts.note}
    return " · ".join(f"{number:,} {named[severity]}" for severity, number in numbers.items() if number)
