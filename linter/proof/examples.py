"""The examples of a rule, and whether they hold."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

import msgspec
from msgspec import Struct

from linter.engine import Options
from linter.model import Finding, Message, Place, Report, Role, Span
from linter.ruleset import RuleSet
from linter.ruleset.decode import Loaded
from linter.ruleset.marked import Path
from linter.ruleset.schema import Example, Examples, Rule, Table, Turn
from linter.thread import lint_thread

Kind = Literal["bad", "good", "todo"]
_MARK = re.compile(r"\[\[(.*?)\]\]", re.DOTALL)
STATUSES = ("stable", "shadow", "draft")


class Case(Struct, frozen=True):
    """One example ready to be checked: the turns without their marks, and the marked spans of every turn."""

    rule: str
    kind: Kind
    example: Example
    messages: tuple[Message, ...]
    marks: tuple[tuple[Span, ...], ...]
    at: Place


class Failure(Struct, frozen=True):
    """An example that does not hold, or a `todo` that does (`todo_matches`)."""

    rule: str
    at: Place
    problem: str
    todo_matches: bool = False

    def __str__(self) -> str:
        return f"{self.at}: {self.rule}: {self.problem}"


def cases(loaded: Sequence[Loaded]) -> Iterator[Case]:
    """Every example of every rule that is not retired, in the order of the files."""
    for file in loaded:
        for n, rule in enumerate(file.pack.rules):
            if rule.status != "retired":
                yield from _cases_of(rule, rule.examples, file, ("rules", n))
    rules = {rule.id: rule for file in loaded for rule in file.pack.rules}
    for file in loaded:
        for n, table in enumerate(file.pack.tables):
            for name, change in table.changes.items():
                if name in rules:  # a family has no examples of its own
                    ours = _cases_of(rules[name], change.examples, file, ("tables", n, "changes", name))
                    yield from (_there(case, table) for case in ours)


def _there(case: Case, table: Table) -> Case:
    """The case on the platform and in the market of its table, where it names none itself."""
    platform, market = case.example.platform or table.platform, case.example.market or table.market
    there = tuple(msgspec.structs.replace(m, platform=platform, market=market) for m in case.messages)
    return msgspec.structs.replace(case, messages=there)


def _cases_of(rule: Rule, examples: Examples, file: Loaded, path: Path) -> Iterator[Case]:
    kinds: tuple[Kind, ...] = ("bad", "good", "todo")
    for kind in kinds:
        for k, entry in enumerate(getattr(examples, kind)):
            example = entry if isinstance(entry, Example) else Example(text=entry)
            yield _case(rule, kind, example, file.places[*path, "examples", kind, k])


def _case(rule: Rule, kind: Kind, example: Example, at: Place) -> Case:
    turns = example.thread or (Turn(seller=example.text or ""),)
    told = [unmarked(turn.seller if turn.seller is not None else turn.buyer or "") for turn in turns]
    named = [p for p, level in rule.platforms.items() if not p.startswith("*") and level != "off"]
    default = named[0].partition("/")[0] if named and rule.platforms.get("*") else ""
    messages = tuple(
        Message(
            text=text,
            id=str(i),
            role=_role(rule, turn),
            surface=example.surface if not rule.surfaces or example.surface in rule.surfaces else rule.surfaces[0],
            platform=example.platform or default,
            market=example.market or next(iter(rule.markets), ""),
            lang=example.lang,
            order_id=example.order_id,
            sender=_role(rule, turn).value,
        )
        for i, (turn, (text, _)) in enumerate(zip(turns, told, strict=True))
    )
    return Case(rule.id, kind, example, messages, tuple(spans for _, spans in told), at)


def _role(rule: Rule, turn: Turn) -> Role:
    return Role.BUYER if turn.seller is None else rule.roles[0]


def unmarked(text: str) -> tuple[str, tuple[Span, ...]]:
    """The text without `[[` and `]]`, and what stood between them."""
    parts: list[str] = []
    spans: list[Span] = []
    size = last = 0
    for mark in _MARK.finditer(text):
        before = text[last : mark.start()]
        size += len(before)
        spans.append(Span(size, size + len(mark[1])))
        parts += (before, mark[1])
        size += len(mark[1])
        last = mark.end()
    return "".join((*parts, text[last:])), tuple(spans)


def check(case: Case, rules: RuleSet) -> Report:
    """The report of the last turn of an example under its own rule alone."""
    as_of = date.fromisoformat(case.example.as_of) if case.example.as_of else None
    options = Options(select=(case.rule,), statuses=STATUSES, as_of=as_of)
    reports = lint_thread(case.messages, rules, options)
    if case.kind == "bad":
        return reports[-1]
    return msgspec.structs.replace(reports[-1], findings=tuple(f for r in reports for f in r.findings))


def prove(case: Case, rules: RuleSet) -> Failure | None:
    """What is wrong with an example, if anything."""
    report = check(case, rules)
    if report.unchecked:
        return Failure(case.rule, case.at, f"unchecked: {report.unchecked[0].problem}")
    match case.kind:
        case "bad":
            problem = _missed(case, report.findings)
        case "good":
            problem = f"a good example is found: {_shown(report.findings)}" if report.findings else ""
        case "todo":
            found = "a todo example is found now; make it a bad one" if report.findings else ""
            return Failure(case.rule, case.at, found, todo_matches=True) if found else None
    return Failure(case.rule, case.at, problem) if problem else None


def _missed(case: Case, findings: Sequence[Finding]) -> str:
    if not findings:
        return f"a bad example is not found: {case.messages[-1].text!r}"
    if not any(case.marks):
        return ""
    parts = tuple(sorted({part for f in findings for part in f.parts}))
    hulls = tuple(sorted(Span(f.start, f.end) for f in findings))
    here = case.marks[-1]
    if here not in (parts, hulls):
        return f"marked {_words(case, here)}, found {_words(case, parts)}"
    expected = {(case.messages[i].id, *span) for i, spans in enumerate(case.marks[:-1]) for span in spans}
    elsewhere = {(e.id, e.start, e.end) for f in findings for e in f.elsewhere}
    if expected != elsewhere:
        return f"earlier turns: marked {sorted(expected)}, found {sorted(elsewhere)}"
    return _misfixed(case, findings)


def _misfixed(case: Case, findings: Sequence[Finding]) -> str:
    if case.example.fix is None:
        return ""
    text = case.messages[-1].text
    for f in sorted(findings, key=lambda f: -f.start):
        for edit in f.fix.edits if f.fix else ():
            text = text[: edit.start] + edit.text + text[edit.end :]
    return "" if text == case.example.fix else f"the fix gives {text!r}, expected {case.example.fix!r}"


def _words(case: Case, spans: Sequence[Span]) -> str:
    text = case.messages[-1].text
    return " · ".join(f"[[{text[s.start : s.end]}]]" for s in spans) or "nothing"


def _shown(findings: Sequence[Finding]) -> str:
    return " · ".join(f"[[{f.match}]]" for f in findings)
