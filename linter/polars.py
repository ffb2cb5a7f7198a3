"""Texts in a Polars frame, checked by an expression; eager, lazy and streaming alike.

>>> import linter.polars as shoplint
>>> frame.with_columns(shoplint.check("text"))  # a column `shoplint`: verdict, rules, findings
>>> frame.filter(pl.col("text").shoplint.check(platform="shopee").struct.field("verdict") == "block")

Every text is a message by itself; conversations are for `linter.audit`.
"""

from collections.abc import Callable, Mapping
from functools import cache
from threading import Lock
from typing import Any

import polars as pl

from linter.batch import SIZE, Batch
from linter.engine import Options
from linter.model import Finding, Message, Report, Role, Severity, Surface, Unchecked, Verdict
from linter.ruleset import RuleSet, load

NAME = "shoplint"
"""The name of the column, until you give it another with `alias`."""

FINDING = pl.Struct(
    {
        "rule": pl.String,
        "severity": pl.Enum([severity.value for severity in Severity]),
        "start": pl.Int64,
        "end": pl.Int64,
        "match": pl.String,
        "message": pl.String,
        "seen_as": pl.String,
        "advice": pl.String,
    }
)
"""One finding; `start` and `end` are code points of the text, as `str.slice` counts them."""

CHECKED = pl.Struct(
    {
        "verdict": pl.Enum([verdict.value for verdict in Verdict]),
        "rules": pl.List(pl.String),  # that are broken, sorted
        "findings": pl.List(FINDING),
        "unchecked": pl.String,  # why it could not be judged; missing: it was
    }
)
"""What is said of a text."""

_ROLES: Mapping[str, Role] = {role.value: role for role in Role}
_SURFACES: Mapping[str, Surface] = {surface.value: surface for surface in Surface}
_MISSING = Report(unchecked=(Unchecked("", "no `text`"),))


def check(
    text: str | pl.Expr,
    rules: RuleSet | None = None,
    options: Options = Options(),
    *,
    platform: str | pl.Expr = "",
    market: str | pl.Expr = "",
    lang: str | pl.Expr = "",
    role: str | pl.Expr = Role.SELLER.value,
    surface: str | pl.Expr = Surface.IM.value,
) -> pl.Expr:
    """What the rules (none: the shipped ones) say of each text, a struct as in `CHECKED`.

    `text` names a column or is an expression. Of the rest a word is the same for all rows and an expression each row's
    own: `platform="shopee"`, `platform=pl.col("platform")`. A missing text is `unchecked`; a role or surface that
    nobody knows is taken for a seller's in a chat, so that it is checked.
    """
    said = pl.col(text) if isinstance(text, str) else text
    fields = {"platform": platform, "market": market, "lang": lang, "role": role, "surface": surface}
    columns = [(pl.lit(value) if isinstance(value, str) else value).alias(name) for name, value in fields.items()]
    record = pl.struct(said.cast(pl.String).alias("text"), *(column.cast(pl.String) for column in columns))
    # Elementwise: what a row is told depends on nothing but the row, so that the streaming engine may cut anywhere.
    return record.map_batches(_checker(rules, options), CHECKED, is_elementwise=True).alias(NAME)


@pl.api.register_expr_namespace(NAME)
class Namespace:
    """`pl.col("text").shoplint.check()`."""

    def __init__(self, text: pl.Expr) -> None:
        self._text = text

    def check(self, rules: RuleSet | None = None, options: Options = Options(), **fields: Any) -> pl.Expr:
        """The same as `check` of this module."""
        return check(self._text, rules, options, **fields)


def _checker(rules: RuleSet | None, options: Options) -> Callable[[pl.Series], pl.Series]:
    """Checks part after part of a column, remembering texts from one to the next."""
    lock = Lock()  # the engine asks from several threads; they would wait for each other in any case

    @cache
    def judge() -> Batch:
        return Batch(rules or load(), options)

    def checked(records: pl.Series) -> pl.Series:
        with lock:
            return _checked(records, judge())

    return checked


def _checked(records: pl.Series, judge: Batch) -> pl.Series:
    parts = [_column(records.slice(start, SIZE), judge) for start in range(0, len(records), SIZE)]
    return pl.concat(parts) if parts else pl.Series(records.name, [], CHECKED)


def _column(records: pl.Series, judge: Batch) -> pl.Series:
    rows = records.struct.unnest().rows()
    reports = judge.check([_message(*row) for row in rows])
    told = [_MISSING if text is None else report for (text, *_), report in zip(rows, reports, strict=True)]
    columns = {
        "verdict": [report.verdict.value for report in told],
        "rules": [sorted({finding.rule for finding in report.findings}) for report in told],
        "findings": [[_told(finding) for finding in report.findings] for report in told],
        "unchecked": [_problems(report) for report in told],
    }
    return pl.DataFrame(columns, schema=CHECKED.to_schema()).to_struct(records.name)


def _message(
    text: str | None, platform: str | None, market: str | None, lang: str | None, role: str | None, surface: str | None
) -> Message:
    return Message(
        text=text or "",
        platform=platform or "",
        market=market or "",
        lang=lang or "",
        role=_ROLES.get(role or "", Role.SELLER),
        surface=_SURFACES.get(surface or "", Surface.IM),
    )


def _told(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "start": finding.start,
        "end": finding.end,
        "match": finding.match,
        "message": finding.message,
        "seen_as": finding.seen_as,
        "advice": finding.fix.title if finding.fix else "",
    }


def _problems(report: Report) -> str | None:
    told = [f"{late.rule}: {late.problem}" if late.rule else late.problem for late in report.unchecked]
    return "; ".join(told) or None
