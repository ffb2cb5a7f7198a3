"""The command `shoplint audit`: a year of chat exports, and what was wrong in them."""

import os
import re
import sys
from datetime import date
from pathlib import Path
from typing import Any, Self, get_args

import click

from linter import config as settings
from linter.cli.app import MISTAKE, VERSION
from linter.cli.asked import defaults, judged_by
from linter.cli.check import allowed, as_list, note
from linter.cli.rulebook import demand_known, rulebook, word_overlay
from linter.config import FailOn, Ui
from linter.errors import ConfigError
from linter.model import Role, Severity, Surface
from linter.report.cells import plain

_SCOPE = ("platform", "market", "surface", "role", "lang", "shop")
_HOURS = re.compile(r"(\d{1,2})(?::(\d\d))?-(\d{1,2})(?::(\d\d))?")


@click.command()
@click.argument("paths", nargs=-1, required=True, metavar="PATHS...")
@click.option(
    "-o",
    "--out",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Where the results go.  结果目录",
)
@click.option(
    "--format-in", "form", default="auto", metavar="FORMAT", help="Overrule what the files look like.  导入格式"
)
@click.option(
    "--map",
    "mapping",
    multiple=True,
    callback=as_list,
    metavar="FIELD=COLUMN",
    help="Columns that have other names: text=内容,role=账号类型.  列名对应",
)
@click.option(
    "--seller",
    "sellers",
    multiple=True,
    callback=as_list,
    metavar="NAME",
    help="Who speaks for the shop in exports without roles.  卖家昵称",
)
@click.option("--platform", metavar="NAME", help="For records that name none.  平台")
@click.option("--market", metavar="CODE", help="For records that name none.  市场(国家)")
@click.option(
    "--surface", type=click.Choice([str(surface) for surface in Surface]), help="For records that name none.  场景"
)
@click.option("--role", type=click.Choice([str(role) for role in Role]), help="For records that name none.  发言角色")
@click.option("--lang", metavar="CODE", help="For records that name none.  语言")
@click.option("--shop", metavar="NAME", help="For records that name none.  店铺")
@click.option(
    "--tz",
    "zone",
    default="UTC",
    show_default=True,
    metavar="ZONE",
    help="Time zone of days, hours and times without one: Asia/Shanghai.  时区",
)
@click.option("--hours", metavar="8-23", help="Business hours, else each platform's own.  营业时间")
@click.option(
    "--metrics",
    "definition",
    default="",
    metavar="NAME",
    help="Measure service as this platform does, else as each message's own.  服务指标口径",
)
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Judge by the rules of this day.  按当日规则")
@click.option("--select", multiple=True, callback=as_list, metavar="RULES", help="Only these.  只查")
@click.option("--ignore", multiple=True, callback=as_list, metavar="RULES", help="All but these.  忽略")
@click.option(
    "--severity", type=click.Choice([str(severity) for severity in Severity]), help="Nothing below this.  最低级别"
)
@click.option(
    "--fail-on", type=click.Choice(get_args(FailOn)), help="Exit with 1 from this severity on.  达到此级别则返回 1"
)
@click.option(
    "--config", type=click.Path(path_type=Path), metavar="FILE", help="Instead of the nearest shoplint.toml.  配置文件"
)
@click.option(
    "--workers",
    type=click.IntRange(1),
    default=lambda: os.cpu_count() or 1,
    metavar="N",
    help="Processes; all cores unless said.  进程数",
)
@click.option("--shard", metavar="I/N", help="Only part I of N of the conversations, for a job on N machines.  分片")
@click.option("--resume", is_flag=True, help="Go on with an audit that was stopped.  继续上次中断的审计")
@click.option("--redact", is_flag=True, help="Mask phones, e-mails, handles and buyers' names in every output.  脱敏")
@click.option(
    "--evidence", multiple=True, metavar="THREAD", help="Write a page about this conversation, for an appeal.  申诉证据"
)
@click.option("--lang-ui", "ui", type=click.Choice(get_args(Ui)), help="Language of the pages.  界面语言")
def command(**given: Any) -> int:
    """Check exports of chats and measure the service in them: every violation with its evidence, and the figures.

    PATHS are files, folders, globs, archives (.zip, .gz, .zst), or addresses in object storage. What a file is shows in
    the file; --format-in overrules.

    \b
    DIR gets findings.parquet and .csv, threads.parquet, unreadable.csv,
    summary.json and report.html.

    批量审计聊天记录:每条违规及其证据,以及服务指标。
    """  # noqa: D301  # \b is click's mark for lines it must not join
    config = settings.load(given["config"]) if given["config"] else settings.nearest(Path.cwd())
    ui: Ui = given["ui"] or config.ui
    # The libraries of the extra; without them one line says what to install.
    run, plan, terms, shard, begun = _parts()
    said = given["as_of"].date() if given["as_of"] else None
    # What was stopped yesterday goes on by yesterday's rules.
    today = said or (begun(given["out"]) if given["resume"] else None) or date.today()  # noqa: DTZ011  # as in `check`
    options = judged_by(config, today, ui, select=given["select"], ignore=given["ignore"], severity=given["severity"])
    demand_known(rulebook(config, ui), config, options.select, options.ignore)
    asked = plan(
        paths=given["paths"],
        out=given["out"],
        form=given["form"],
        mapping=_mapping(given["mapping"]),
        defaults=defaults(config, {name: given[name] for name in _SCOPE}),
        sellers=given["sellers"],
        packs=tuple(config.root / pack for pack in config.packs),
        overlay=word_overlay(config),
        options=options,
        allows=tuple(allowed(config, today)),
        terms=terms(
            zone=_zone(given["zone"]), hours=_hours(given["hours"]), definition=_definition(given["definition"])
        ),
        shard=shard(given["shard"]),
        redact=given["redact"],
        evidence=given["evidence"],
        ui=ui,
        workers=given["workers"],
        made=f"shoplint {VERSION}, {today}",
    )
    with _Bar(ui) as progress:
        try:
            outcome = run(asked, resume=given["resume"], progress=progress)
        except KeyboardInterrupt:
            note(["stopped; the same command with --resume goes on"])
            raise
    _tell(outcome, asked.out, ui)
    return _exit_code(outcome, given["fail_on"] or config.fail_on)


def _parts() -> Any:
    # Arrow's own allocator keeps twice what is in use.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    try:
        from linter.audit.metrics import Terms  # noqa: PLC0415  # numpy, Arrow and DuckDB: only this command needs them
        from linter.audit.plan import Plan  # noqa: PLC0415
        from linter.audit.run import run  # noqa: PLC0415
        from linter.audit.shuffle import WHOLE, Shard  # noqa: PLC0415
        from linter.audit.work import begun  # noqa: PLC0415
    except ImportError as error:
        raise ConfigError(
            f"an audit needs {error.name}, which is not installed", hint='pip install "shoplint[audit]"'
        ) from None

    def shard(written: str | None) -> Shard:
        if written is None:
            return WHOLE
        try:
            return Shard.of(written)
        except ValueError:
            raise ConfigError(
                f"--shard {written}: no part of a job", hint="--shard 2/8 is the second of eight"
            ) from None

    return run, Plan, Terms, shard, begun


def _mapping(written: tuple[str, ...]) -> dict[str, str]:
    pairs = [entry.partition("=") for entry in written]
    for field, equals, column in pairs:
        if not (field and equals and column):
            raise ConfigError(f"--map {field}{equals}{column}: no column", hint="--map text=内容,role=账号类型")
    return {field.strip(): column.strip() for field, _, column in pairs}


def _zone(name: str) -> str:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415  # only this command needs it

    try:
        return ZoneInfo(name).key
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ConfigError(
            f"--tz {name}: no such time zone", hint="as in Asia/Shanghai or America/Mexico_City"
        ) from None


def _hours(written: str | None) -> Any:
    from linter.audit.definitions import Hours  # noqa: PLC0415  # as in `_parts`

    if written is None:
        return None
    found = _HOURS.fullmatch(written)
    if found is None:
        raise ConfigError(f"--hours {written}: no span of hours", hint="--hours 8-23, or --hours 8:30-22:00")
    opens, closes = (int(found[n]) * 3600 + int(found[n + 1] or 0) * 60 for n in (1, 3))
    if not 0 <= opens < closes <= 86_400:  # noqa: PLR2004  # the seconds of a day
        raise ConfigError(f"--hours {written}: they end before they begin", hint="--hours 8-23")
    return Hours(opens, closes)


def _definition(name: str) -> str:
    from linter.audit.definitions import DEFINITIONS  # noqa: PLC0415  # as in `_parts`

    if name and name not in DEFINITIONS:
        raise ConfigError(f"--metrics {name}: not known", hint=f"one of {', '.join(sorted(DEFINITIONS))}")
    return name


_STEPS: dict[Ui, dict[str, str]] = {
    "en": {"read": "Reading", "sort": "Sorting", "judge": "Checking"},
    "zh": {"read": "读取", "sort": "排序", "judge": "检查"},
}


class _Bar:
    """A bar on a terminal, a line for each step elsewhere; both on standard error."""

    def __init__(self, ui: Ui) -> None:
        self._words = _STEPS[ui]
        self._bar: Any = None
        self._task: Any = None
        self._rows = 0

    def __enter__(self) -> Self:
        if sys.stderr.isatty() and os.environ.get("TERM") != "dumb":
            from rich.console import Console  # noqa: PLC0415  # only a terminal needs it
            from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn  # noqa: PLC0415

            columns = TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%")
            rest = TextColumn("{task.fields[rate]}"), TimeElapsedColumn(), TimeRemainingColumn()
            self._bar = Progress(*columns, *rest, console=Console(stderr=True))
            self._bar.start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.stop()

    def begin(self, what: str, total: int) -> None:
        """A step of so many pieces begins."""
        self._rows = 0
        if self._bar is not None:
            self._task = self._bar.add_task(self._words[what], total=total, rate="")
        else:
            click.echo(f"{self._words[what]} ({total})", err=True)

    def step(self, rows: int) -> None:
        """A piece is done."""
        self._rows += rows
        if self._bar is not None:
            elapsed = self._bar.tasks[self._task].elapsed or 0
            rate = f"{self._rows / elapsed:,.0f}/s" if elapsed else ""
            self._bar.update(self._task, advance=1, rate=rate)


def _tell(outcome: Any, out: Path, ui: Ui) -> None:
    for told in outcome.told:
        said = f"{told.records:,} records" if ui == "en" else f"{told.records:,} 条"
        lost = (
            (f", {told.unreadable:,} unreadable" if ui == "en" else f",{told.unreadable:,} 条无法读取")
            if told.unreadable
            else ""
        )
        click.echo(plain(f"{told.file}: {told.format} ({told.why}), {said}{lost}"), err=True)
        note(told.notes)
    note(outcome.notes)
    figures = outcome.figures
    found = sum(figures.found["rule"].values())
    if ui == "zh":
        click.echo(
            f"检查 {figures.checked:,} 条消息({figures.context:,} 条为上下文,"
            f"{figures.unreadable:,} 条无法读取):{found:,} 处违规"
        )
        click.echo(f"报告:{out / 'report.html'}")
    else:
        click.echo(
            f"{figures.checked:,} messages checked ({figures.context:,} context, {figures.unreadable:,} unreadable):"
            f" {found:,} findings"
        )
        click.echo(f"report: {out / 'report.html'}")


def _exit_code(outcome: Any, fail_on: FailOn) -> int:
    figures = outcome.figures
    if figures.unreadable or figures.unchecked:
        return MISTAKE
    if fail_on == "never":
        return 0
    least = Severity(fail_on).rank
    return int(any(Severity(cell[3]).rank >= least for cell in figures.found["rule"]))
