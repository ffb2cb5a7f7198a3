"""The report a person reads on a terminal."""

import re
from collections.abc import Mapping, Sequence
from io import StringIO
from itertools import groupby, zip_longest

from msgspec.structs import replace
from rich.console import Console
from rich.style import Style
from rich.text import Text

from linter.model import Contradiction, Finding, Severity, Side, Unchecked, Verdict
from linter.report.cells import plain, total
from linter.report.entry import Entry, tally
from linter.report.excerpt import Excerpt, Row, excerpts
from linter.report.words import Noun, Ui, Words, summary, words

MIN_WIDTH = 40
MAX_WIDTH = 120
MAX_POLICIES = 2
"""Without a platform a rule rests on the policies of all of them; the other formats name every one."""

_STYLES: dict[Severity, str] = {Severity.BLOCK: "bold red", Severity.WARN: "bold yellow", Severity.NOTE: "bold cyan"}
_SIGNS: dict[Verdict, tuple[str, str]] = {
    Verdict.BLOCK: ("✗", "bold red"),
    Verdict.WARN: ("!", "bold yellow"),
    Verdict.NOTE: ("·", "bold cyan"),
    Verdict.UNCHECKED: ("?", "bold magenta"),
    Verdict.CLEAN: ("✓", "bold green"),
}
# rich gives every link a random id, and the same report would differ from run to run.
_LINK_ID = re.compile(r"\x1b\]8;id=[^;]*;")


def render(entries: list[Entry], *, ui: Ui = "en", width: int = 80, color: bool = False) -> str:
    """Every message with a finding, its words underlined, and a summary; clean messages are only counted."""
    page = StringIO()
    console = Console(
        file=page,
        width=max(MIN_WIDTH, min(width, MAX_WIDTH)),
        force_terminal=color,
        color_system="standard" if color else None,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        _environ={},
    )
    said = words(ui)
    for entry in entries:
        if entry.report.findings or entry.report.unchecked:
            _show(console, entry, said)
    sign = summary(tally(entries), ui, _noun(entries))
    console.print(Text(sign, style=next(style for mark, style in _SIGNS.values() if mark == sign[0])))
    return _LINK_ID.sub("\x1b]8;;", page.getvalue())


def _noun(entries: Sequence[Entry]) -> Noun:
    """What the records are; one that nobody could read is like the others."""
    messages = any(entry.message for entry in entries)
    listings = any(entry.listing for entry in entries)
    if messages == listings and entries:
        return "record"
    return "listing" if listings else "message"


def _show(console: Console, entry: Entry, said: Words) -> None:
    console.print(_header(entry, said))
    if entry.message:
        for excerpt in excerpts(entry.message.text, entry.report.findings, console.width - 4):
            _quote(console, excerpt)
            # Two words of one lure get the same advice: it is given once, below the last of them.
            for finding, following in zip_longest(excerpt.findings, excerpt.findings[1:]):
                _explain(console, _without_repeats(finding, following), said)
    if entry.listing:
        _show_fields(console, entry, said)
    for unchecked in entry.report.unchecked:
        _tell(console, _unchecked(unchecked, said), 2)
    console.print()


def _show_fields(console: Console, entry: Entry, said: Words) -> None:
    """The findings of a listing, field by field; where fields contradict each other, all their places side by side."""
    texts = entry.fields
    for field, some in groupby(entry.report.findings, key=lambda f: "" if isinstance(f, Contradiction) else f.field):
        alike = list(some)
        if field:
            _show_field(console, entry, field, alike, texts.get(field, ""), said)
            continue
        for finding in alike:
            if isinstance(finding, Contradiction):
                _show_sides(console, finding, texts)
            _explain(console, finding, said)


def _show_field(console: Console, entry: Entry, field: str, findings: list[Finding], text: str, said: Words) -> None:
    spot = entry.spot(field, findings[0].start)
    column = f" · {spot.column} {spot.row}" if spot.column else ""
    _print_row(console, Text(plain(f"{field}  {spot.at}{column}"), "dim"), 2)
    if not text:
        for finding, following in zip_longest(findings, findings[1:]):
            _explain(console, _without_repeats(finding, following), said)
    for excerpt in excerpts(text, findings, console.width - 4) if text else ():
        _quote(console, excerpt)
        for finding, following in zip_longest(excerpt.findings, excerpt.findings[1:]):
            _explain(console, _without_repeats(finding, following), said)


_GAP = 3


def _show_sides(console: Console, finding: Contradiction, texts: Mapping[str, str]) -> None:
    """Two places beside each other, further ones below them."""
    width = (console.width - 4 - _GAP) // 2
    blocks = [_side(side, finding, texts, width) for side in finding.sides]
    for left, right in zip_longest(blocks[::2], blocks[1::2], fillvalue=()):
        for one, other in zip_longest(left, right):
            row = one or Text()
            if other and other.plain.strip():
                row = row.copy()
                row.append(" " * (width - total(row.plain) + _GAP)).append_text(other)
            row.rstrip()
            if row.plain:
                _print_row(console, row)


def _side(side: Side, finding: Finding, texts: Mapping[str, str], width: int) -> Sequence[Text]:
    """The field's name, and its words with those underlined that clash; a value that is no text stands alone."""
    text = texts.get(side.field)
    start, end = (side.start, side.end) if text is not None else (0, len(side.text))
    here = Finding(
        rule=finding.rule,
        family=finding.family,
        severity=finding.severity,
        field=side.field,
        start=start,
        end=end,
        match=side.text,
        message="",
    )
    name = plain(side.field)
    lines = [Text(name if total(name) <= width else f"{name[: width - 1]}…", "dim")]
    for excerpt in excerpts(side.text if text is None else text, [here], width):
        for row in excerpt.rows:
            shown, carets = _underlined(row, excerpt)
            lines.append(shown)
            if carets.plain.strip():
                lines.append(carets)
    return lines


def _without_repeats(finding: Finding, following: Finding | None) -> Finding:
    if following is None:
        return finding
    fix = None if finding.fix == following.fix else finding.fix
    return replace(finding, fix=fix, policy=() if finding.policy == following.policy else finding.policy)


def _header(entry: Entry, said: Words) -> Text:
    verdict = entry.report.verdict
    sign, style = _SIGNS[verdict]
    message = entry.message
    listing = entry.listing
    scope: tuple[str, ...] = (message.platform, message.market, message.surface) if message else ()
    scope = (listing.platform, listing.market, "listing") if listing else scope
    first = min((finding.start for finding in entry.report.findings), default=0)
    place = entry.report.at if listing else entry.place(first)
    facts = (str(place), entry.report.id, "/".join(part for part in scope if part))
    header = Text(overflow="fold")
    for number, fact in enumerate(fact for fact in facts if fact):
        header.append(plain(fact), "dim" if number else "bold").append(" · ", "dim")
    return header.append(f"{sign} {said.verdicts[verdict]}", style)


def _quote(console: Console, excerpt: Excerpt) -> None:
    for row in excerpt.rows:
        shown, carets = _underlined(row, excerpt)
        _print_row(console, shown)
        if carets.plain.strip():
            carets.rstrip()
            _print_row(console, carets)


def _print_row(console: Console, row: Text, indent: int = 4) -> None:
    # Already cut to fit: rich must neither wrap it nor count its cells again.
    console.print(Text(" " * indent).append_text(row), no_wrap=True, overflow="ignore", crop=False)


def _underlined(row: Row, excerpt: Excerpt) -> tuple[Text, Text]:
    shown = Text("… " if row.before else "")
    carets = Text("  " if row.before else "")
    for severity, run in groupby(row.clusters, key=excerpt.severity):
        alike = list(run)
        style = _STYLES[severity] if severity else ""
        shown.append("".join(cluster.shown for cluster in alike), style)
        carets.append(("^" if severity else " ") * sum(cluster.width for cluster in alike), style)
    return shown.append(" …" if row.after else ""), carets


def _explain(console: Console, finding: Finding, said: Words) -> None:
    style = _STYLES[finding.severity]
    sign = _SIGNS[Verdict(finding.severity.value)][0]
    told = Text.assemble(
        (f"{sign} {said.severities[finding.severity]}", style), "  ", (plain(finding.rule), "bold"), "  "
    )
    _tell(console, told.append(plain(finding.message)), 2)
    if finding.fix:
        _tell(console, Text.assemble((f"→ {said.write} ", "green"), plain(_written(finding))), 4)
    if finding.seen_as:
        _tell(console, Text.assemble((f"{said.read_as} ", "dim"), plain(finding.seen_as)), 4)
    if finding.elsewhere:
        others = ", ".join(dict.fromkeys(plain(other.id) or said.earlier for other in finding.elsewhere))
        _tell(console, Text.assemble((f"{said.with_other} ", "dim"), others), 4)
    for policy in finding.policy[:MAX_POLICIES]:
        _tell(console, Text(f"{said.why} {plain(policy.title)}", "dim"), 4)
        if policy.url:
            _print_row(console, Text(plain(policy.url), Style(dim=True, link=plain(policy.url))))


def _written(finding: Finding) -> str:
    """The fix's words: its edits where they say what to write, else its advice."""
    if finding.fix is None:
        return ""
    edits = [f"“{edit.text}”" for edit in finding.fix.edits if edit.text]
    return " ".join([finding.fix.title, *([f"({', '.join(edits)})"] if edits else [])])


def _unchecked(unchecked: Unchecked, said: Words) -> Text:
    sign, style = _SIGNS[Verdict.UNCHECKED]
    told = Text.assemble(
        (f"{sign} {said.unchecked}", style), "  ", (plain(unchecked.rule) or said.whole_record, "bold"), "  "
    )
    return told.append(plain(unchecked.problem))


def _tell(console: Console, told: Text, indent: int) -> None:
    """Print a paragraph; what does not fit hangs under its first line."""
    hang = 4
    lines = told.wrap(console, console.width - hang, overflow="fold")
    for number, line in enumerate(lines):
        line.rstrip()
        _print_row(console, line, hang if number else indent)
