"""What somebody who has to wait is told."""

import os
import sys
from collections.abc import Generator
from contextlib import contextmanager

import click

from linter.report.words import Ui

_ONCE: dict[Ui, str] = {
    "en": "Compiling the rules once, about ten seconds; the next start takes a moment.",
    "zh": "正在编译规则(仅此一次,约十秒),下次启动无需等待。",
}
_EVERY_TIME: dict[Ui, str] = {
    "en": "Compiling the rules, about ten seconds.",
    "zh": "正在编译规则,约十秒。",
}


@contextmanager
def compiling(ui: Ui, *, kept: bool) -> Generator[None]:
    """Say on standard error that the rules are being compiled, `kept` for the next start or not; on a terminal, for as
    long as it takes.
    """
    told = (_ONCE if kept else _EVERY_TIME)[ui]
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        click.echo(told, err=True)
        yield
        return
    from rich.console import Console  # noqa: PLC0415  # 35 ms, and nobody waits in a warm start

    with Console(stderr=True).status(told):
        yield
