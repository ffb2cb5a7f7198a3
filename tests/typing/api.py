"""Public use, checked by mypy and pyright, never run."""

from datetime import date
from pathlib import Path
from typing import assert_type

from linter import (
    ConfigError,
    Finding,
    Fix,
    InputError,
    Message,
    Options,
    Overlay,
    Problems,
    Report,
    Role,
    RuleError,
    RuleSet,
    Severity,
    ShoplintError,
    Span,
    Surface,
    Verdict,
    lint,
    lint_thread,
    load,
)

rules: RuleSet = load([Path("packs")], Overlay({"reviews/paid": "warn", "spam": "off"}), cache=False)
options = Options(as_of=date(2026, 3, 2), select=("reviews",), ignore=("spam/*",), severity=Severity.WARN, ui="zh")
message = Message(
    text="加我vx聊",
    id="1",
    role=Role.SELLER,
    surface=Surface.IM,
    platform="tiktok-shop",
    market="us",
    lang="zh",
    sent_at=1_772_400_000.0,
)

report = lint(message, rules, options, thread=[Message(text="hi", role=Role.BUYER, sent_at="2026-03-02T10:00:00Z")])
assert_type(report, Report)
assert_type(report.verdict, Verdict)
assert_type(report.findings, tuple[Finding, ...])
assert_type(lint_thread([message], rules), list[Report])

for finding in report.findings:
    assert_type(finding.severity, Severity)
    assert_type(finding.parts, tuple[Span, ...])
    assert_type(finding.fix, Fix | None)
    assert_type(finding.message, str)
    assert_type(finding.start, int)

mistakes: list[type[ShoplintError]] = [ConfigError, InputError, Problems, RuleError]
