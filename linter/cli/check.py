"""The command `shoplint check`: may this be sent."""

import sys
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import Any, TypeVar, assert_never, get_args

import click
from msgspec import Struct

from linter import config as settings
from linter.cli.app import MISTAKE
from linter.cli.asked import defaults, judged_by
from linter.cli.lint import check_records
from linter.cli.output import deliver, terminal_width, wants_color
from linter.cli.rulebook import AnyRecord, demand_known, listing_levels, rulebook, strange_platforms
from linter.config import Config, FailOn, Format, Ui
from linter.engine import Options
from linter.model import Role, Severity, Surface
from linter.report import Entry, tally, worst
from linter.report.cells import plain
from linter.ruleset import RuleSet
from linter.sources import KINDS, Kind, Record, typed
from linter.suppress import Allow, expired


class Asked(Struct, frozen=True, kw_only=True):
    """What was typed; `None` and empty: not said, so the configuration decides."""

    paths: tuple[str, ...]
    message: tuple[str, ...]
    kind: Kind
    platform: str | None
    market: str | None
    surface: str | None
    role: str | None
    lang: str | None
    as_of: datetime | None
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    severity: str | None
    fail_on: FailOn | None
    config: Path | None
    format: Format | None
    output: str | None
    color: str
    ui: Ui | None
    cache: bool
    fix: bool
    unsafe_fixes: bool
    diff: bool


_SCOPE = ("platform", "market", "surface", "role", "lang")
_Command = TypeVar("_Command", bound=Callable[..., Any])


def _options(*decorators: Callable[[_Command], _Command]) -> Callable[[_Command], _Command]:
    def apply(command: _Command) -> _Command:
        for decorator in reversed(decorators):
            command = decorator(command)
        return command

    return apply


def as_list(_ctx: click.Context, _param: click.Parameter, written: Sequence[str]) -> tuple[str, ...]:
    """`--select a,b --select c` is three."""
    return tuple(name.strip() for names in written for name in names.split(",") if name.strip())


_what_is_read = _options(
    click.argument("paths", nargs=-1, metavar="[PATHS]..."),
    click.option("-m", "--message", multiple=True, metavar="TEXT", help="Check these words.  直接检查这段文字"),
    click.option(
        "--as",
        "kind",
        type=click.Choice(KINDS),
        default="auto",
        show_default=True,
        help="How to read the input; auto goes by the file's ending, standard input is text.  输入格式",
    ),
    click.option("--platform", metavar="NAME", help="tiktok-shop, shopee, … for records that name none.  平台"),
    click.option("--market", metavar="CODE", help="us, id, sea, … for records that name none.  市场(国家)"),
    click.option(
        "--surface",
        type=click.Choice([str(surface) for surface in Surface]),
        help="Where the words will stand.  使用场景",
    ),
    click.option(
        "--role", type=click.Choice([str(role) for role in Role]), help="Who speaks; buyers are context only.  发言角色"
    ),
    click.option("--lang", metavar="CODE", help="zh, en, th, …; the text usually speaks for itself.  语言"),
)
_what_is_found = _options(
    click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Judge by the rules of this day.  按当日规则"),
    click.option(
        "--select",
        multiple=True,
        callback=as_list,
        metavar="RULES",
        help="Only these, as in reviews,diversion/app.  只查",
    ),
    click.option("--ignore", multiple=True, callback=as_list, metavar="RULES", help="All but these.  忽略"),
    click.option(
        "--severity", type=click.Choice([str(severity) for severity in Severity]), help="Nothing below this.  最低级别"
    ),
    click.option(
        "--fail-on",
        type=click.Choice(get_args(FailOn)),
        help="Exit with 1 from this severity on; block unless configured.  达到此级别则返回 1",
    ),
    click.option(
        "--config",
        type=click.Path(path_type=Path),
        metavar="FILE",
        help="Instead of the nearest shoplint.toml or pyproject.toml.  配置文件",
    ),
    click.option("--cache/--no-cache", default=True, help="Keep the compiled rules for the next run.  规则缓存"),
)
_what_is_told = _options(
    click.option(
        "--format",
        type=click.Choice(get_args(Format)),
        help="rich on a terminal, concise when piped.  输出格式",
    ),
    click.option("--output", metavar="FILE", help="Write the report here, as a whole or not at all.  输出文件"),
    click.option("--color", type=click.Choice(["always", "never", "auto"]), default="auto", help="Colours.  颜色"),
    click.option("--lang-ui", "ui", type=click.Choice(get_args(Ui)), help="The report's language.  界面语言"),
)
_what_is_changed = _options(
    click.option("--fix", is_flag=True, help="Write safe fixes into the files, and report what is left.  自动修正"),
    click.option("--unsafe-fixes", is_flag=True, help="Also those that somebody should look at.  包括需人工确认的修正"),
    click.option("--diff", is_flag=True, help="Show what --fix would change, and write nothing.  仅显示差异"),
)


@click.command()
@_what_is_read
@_what_is_found
@_what_is_told
@_what_is_changed
def check(**given: Any) -> int:
    """Check messages, reply templates and texts before a buyer reads them.

    PATHS are files, folders, globs (`replies/**/*.md`) or - for standard input. A .txt file holds one message a line;
    Markdown is read without its code; .jsonl and .ndjson hold one record a line; .json and .yaml hold records or reply
    templates. A record above 1,048,576 characters is told as unreadable.

    \b
    Exit codes: 0 nothing found at or above --fail-on, 1 something was,
    2 a mistake in the call, the rules or the input, 3 a mistake of ours.

    发送前检查文字:文件、文件夹、通配符,或用 -m 直接给出。
    """  # noqa: D301  # \b is click's mark for lines it must not join
    asked = Asked(**given)
    config = settings.load(asked.config) if asked.config else settings.nearest(Path.cwd())
    today = asked.as_of.date() if asked.as_of else date.today()  # noqa: DTZ011  # an allowance ends where its author lives
    options = judged_by(
        config,
        today,
        asked.ui or config.ui,
        select=asked.select,
        ignore=asked.ignore,
        severity=asked.severity,
    )
    records = _records(asked, config)
    rules = rulebook(config, asked.ui or config.ui, keep=asked.cache)
    demand_known(rules, config, options.select, options.ignore)
    allows = allowed(config, today)
    entries = _checked(records, rules, options, allows, config)
    if asked.diff:
        deliver(_diff(records, entries, asked), asked.output)
        return _exit_code(entries, asked.fail_on or config.fail_on)
    if asked.fix and (changed := _changed(records, entries, asked)):
        records = _read_again(records, changed, asked, config)
        entries = _checked(records, rules, options, allows, config)
    deliver(_rendered(entries, asked, config), asked.output)
    note(strange_platforms(rules, records))
    return _exit_code(entries, asked.fail_on or config.fail_on)


def _records(asked: Asked, config: Config) -> list[AnyRecord]:
    if not asked.paths and not asked.message:
        raise click.UsageError("Nothing to check: name files or folders, or pass the words with -m TEXT.")
    scope = defaults(config, {name: getattr(asked, name) for name in _SCOPE})
    said = list(typed(asked.message, scope))
    if not asked.paths:
        return [*said]
    from linter.sources.feeds.read import records  # noqa: PLC0415  # `-m` needs none of it

    files = records(asked.paths, asked.kind, defaults=scope, exclude=config.exclude, root=config.root)
    return [*said, *files]


def _read_again(
    records: Sequence[AnyRecord], changed: Collection[str], asked: Asked, config: Config
) -> list[AnyRecord]:
    """The records after their files were changed; standard input has been read, and gives nothing a second time."""
    from linter.sources.feeds.read import records as read  # noqa: PLC0415

    scope = defaults(config, {name: getattr(asked, name) for name in _SCOPE})
    anew: list[AnyRecord] = []
    for file, some in groupby(records, key=lambda record: record.at.file):
        anew += read([file], asked.kind, defaults=scope) if file in changed else some
    return anew


def _checked(
    records: Sequence[AnyRecord], rules: RuleSet, options: Options, allows: list[Allow], config: Config
) -> list[Entry]:
    """One entry for every record, in input order."""
    messages = [record for record in records if isinstance(record, Record)]
    if len(messages) == len(records):
        return check_records(messages, rules, options, allows)
    from linter.cli.listings import check_listings  # noqa: PLC0415  # messages alone need none of it

    products = [record for record in records if not isinstance(record, Record)]
    said = iter(check_records(messages, rules, options, allows))
    listed = iter(check_listings(products, rules, options, allows, listing_levels(config)))
    return [next(said if isinstance(record, Record) else listed) for record in records]


def _diff(records: Sequence[AnyRecord], entries: Sequence[Entry], asked: Asked) -> str:
    """What the fixes would change in the files, as a patch."""
    from linter.cli import fixing  # noqa: PLC0415  # few runs change anything

    files, refused = fixing.fixed(records, entries, unsafe=asked.unsafe_fixes)
    note(f"{one.at}: not fixed: {one.problem}" for one in refused)
    return fixing.diff(files)


def _changed(records: Sequence[AnyRecord], entries: Sequence[Entry], asked: Asked) -> frozenset[str]:
    """Write the fixes into the files and tell them; the names of the files that were changed."""
    from linter.cli import fixing  # noqa: PLC0415  # few runs change anything

    files, refused = fixing.fixed(records, entries, unsafe=asked.unsafe_fixes)
    note(f"{one.at}: not fixed: {one.problem}" for one in refused)
    fixing.write(files)
    tell("fixed", (f"{change.at}: {change.told}" for one in files for change in one.changes))
    return frozenset(one.file for one in files)


def allowed(config: Config, today: date) -> list[Allow]:
    """What the project lets pass on this day; what is over is told."""
    over = expired(config.allow, today)
    until = [f"`{allow.term}` was allowed for {allow.rule} until {allow.expires}; it counts again" for allow in over]
    note(f"{config.file}: {told}" for told in until)
    return [allow for allow in config.allow if allow not in over]


def note(sentences: Iterable[str]) -> None:
    """Tell on standard error what is no mistake but should be known."""
    tell("note", sentences)


def tell(kind: str, sentences: Iterable[str]) -> None:
    """Tell on standard error, a line each."""
    for sentence in sentences:
        click.echo(f"{kind}: {plain(sentence)}", err=True)


def _rendered(entries: list[Entry], asked: Asked, config: Config) -> str:
    form = asked.format or _usual(asked.output) or config.format or ("rich" if sys.stdout.isatty() else "concise")
    ui = asked.ui or config.ui
    match form:
        case "rich":
            from linter.report import console  # noqa: PLC0415  # 35 ms for rich, which a hook never shows

            return console.render(entries, ui=ui, width=terminal_width(), color=wants_color(asked.color, asked.output))
        case "concise":
            from linter.report import concise  # noqa: PLC0415

            return concise.render(entries, ui=ui)
        case "json":
            from linter.report import wire  # noqa: PLC0415

            return wire.document(entries)
        case "jsonl":
            from linter.report import wire  # noqa: PLC0415

            return wire.lines(entries)
        case _:
            assert_never(form)


_SUFFIXES: dict[str, Format] = {".jsonl": "jsonl", ".ndjson": "jsonl", ".json": "json"}


def _usual(output: str | None) -> Format | None:
    """The format a file's ending asks for; a report in a file is not for a terminal."""
    return _SUFFIXES.get(Path(output).suffix.lower(), "concise") if output else None


def _exit_code(entries: list[Entry], fail_on: FailOn) -> int:
    if tally(entries).unchecked:
        return MISTAKE
    return int(fail_on != "never" and worst(entries) >= Severity(fail_on).rank >= 0)
