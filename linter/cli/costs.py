"""What `shoplint rules check` tells beside mistakes: patterns that nothing holds back, and what rules cost."""

import sys
from collections.abc import Iterator, Sequence
from time import process_time

import click

from linter.cli.lint import conversations
from linter.cli.output import terminal_width
from linter.proof.doctor import COSTLY, ENOUGH, IDLE, Checkup, Cost, Unheld, checkup, count, unheld
from linter.report.cells import plain
from linter.ruleset import RuleSet
from linter.ruleset.decode import Loaded
from linter.sources import read

_LINE = 60
_RULES = ("rule", "screened", "candidates", "confirmed", "share", "ms/MB", "")
_PATTERNS = ("pattern of", "tried", "matched", "share", "ms/MB", "")


def notes(loaded: Sequence[Loaded], rules: RuleSet, *, shipped: bool) -> Iterator[str]:
    """A sentence for each pattern of the project's own that no literal holds back, and one for all the shipped ones, or
    one for each of them, too.
    """
    found = list(unheld(loaded, rules))
    yield from (_note(each) for each in found if each.project or shipped)
    others = sum(not each.project for each in found)
    if others and not shipped:
        of = count(file for file in loaded if not file.project)
        hint = "--doctor names them"
        yield f"{others:,} of {of:,} shipped patterns require no literal of three bytes ({hint})"


def _note(found: Unheld) -> str:
    tried = f"only “{found.literal}”" if found.literal else "nothing: it is tried on every text"
    return f"{found.at}: {found.name}: a pattern requires {tried}: {_cut(found.source)}"


def _cut(source: str) -> str:
    line = " ".join(source.split())
    return line if len(line) <= _LINE else f"{line[: _LINE - 1]}…"


def tried(files: Sequence[str], rules: RuleSet) -> int:
    """Print what the rules cost on the messages of some files; how many of these could not be read."""
    records = list(read(files, "auto"))
    unreadable = [record for record in records if record.message is None]
    for record in unreadable:
        click.echo(f"note: {record.at}: not tried: {plain(record.problem)}", err=True)
    _print(checkup(conversations(records), rules, process_time))
    return len(unreadable)


def _print(told: Checkup) -> None:
    reached = [cost for cost in told.rules if cost.screened]
    _table(_RULES, [_row(cost) for cost in reached])
    if told.patterns:
        click.echo()
        rows = [
            (
                p.name,
                f"{p.matched.total:,}",
                f"{p.matched.hit:,}",
                _share(p.matched.value),
                _cost(p.cost),
                _cut(p.source),
            )
            for p in told.patterns
        ]
        _table(_PATTERNS, rows)
    click.echo()
    asleep = [cost.rule for cost in told.rules if not cost.screened]
    if asleep:
        click.echo(f"let through nowhere: {', '.join(asleep)}")
    costly, idle = sum(cost.costly for cost in reached), sum(cost.idle for cost in reached)
    click.echo(f"costly: above {COSTLY} ms/MB; idle: of {ENOUGH} candidates or more under {IDLE:.0%} confirmed")
    size = f"{told.messages:,} messages, {told.megabytes:.2f} MB"
    click.echo(f"{size}: {len(reached)} of {len(told.rules)} rules tried, {costly} costly, {idle} idle")


def _row(cost: Cost) -> tuple[str, ...]:
    flags = [name for name, flagged in (("costly", cost.costly), ("idle", cost.idle)) if flagged]
    share = _share(cost.confirmed.value) if cost.confirmed.total else "-"
    counts = (cost.screened, cost.confirmed.total, cost.confirmed.hit)
    return (cost.rule, *(f"{n:,}" for n in counts), share, _cost(cost.cost), ", ".join(flags))


def _share(value: float) -> str:
    return f"{100 * value:.1f} %"


def _cost(milliseconds: float) -> str:
    return f"{milliseconds:,.2f}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Columns of which the first and the last are words, all others figures."""
    if sys.stdout.isatty():
        _drawn(head, rows)
        return
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        first, *figures, last = row
        aligned = [f"{figure:>{width}}" for figure, width in zip(figures, widths[1:-1], strict=True)]
        click.echo("  ".join([f"{first:<{widths[0]}}", *aligned, last]).rstrip())


def _drawn(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415  # for a terminal only
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    table = Table(box=SIMPLE_HEAD, show_edge=False, padding=(0, 1, 0, 0), pad_edge=False)
    for n, (name, *cells) in enumerate(zip(head, *rows, strict=True)):
        last = n == len(head) - 1
        width = 0 if last else max(map(len, (name, *cells)))
        table.add_column(name, justify="left" if last or not n else "right", no_wrap=True, min_width=width)
    for row in rows:
        # Not as markup: `[a-z]` is no style.
        table.add_row(*map(Text, row[:-1]), Text(row[-1], style="yellow"))
    Console(width=terminal_width()).print(table)
