"""The command `shoplint`: its subcommands, and what every mistake comes to."""

import gc
import importlib
import os
import sys
import traceback
from collections.abc import Sequence

import click

from linter.errors import ShoplintError

VERSION = "0.1.0"
"""As in `pyproject.toml`; asking `importlib.metadata` costs 34 ms a start."""

MISTAKE = 2
OURS = 3
INTERRUPTED = 130

COMMANDS = {
    "audit": "linter.cli.audit:command",
    "check": "linter.cli.check:check",
    "doctor": "linter.cli.doctor:command",
    "explain": "linter.cli.explain:command",
    "rules": "linter.cli.rules:rules",
}
"""Imported when called: `shoplint --version` needs none of them."""


class _Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's signature
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(VERSION, message="shoplint %(version)s")
def shoplint() -> None:
    """Tell which words to buyers break which marketplace's rules, why, and what to write instead.

    检查卖家发给买家的文字是否违反平台规则。
    """


def main() -> None:
    """Run the command that was typed, and leave with its exit code."""
    code = run(None)
    # On its way out Python would look for garbage in all the rules once more, a seventh of a short run.
    gc.freeze()
    sys.exit(code)


def run(args: Sequence[str] | None) -> int:
    """Run one command and give its exit code; mistakes go to standard error, a line each."""
    try:
        done: object = shoplint.main(args, "shoplint", standalone_mode=False, windows_expand_args=False)
    except click.ClickException as error:
        error.show()
        return MISTAKE
    except ShoplintError as error:
        return _told(error)
    except (click.Abort, KeyboardInterrupt):
        click.echo("interrupted 已中断", err=True)
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001  # the last line of defence: a traceback tells an agent nothing
        return _our_own(error)
    return done if isinstance(done, int) else 0


def _told(error: ShoplintError) -> int:
    from linter.report.cells import plain  # noqa: PLC0415  # a place may name a file with an ESC in it

    for line in str(error).split("\n"):
        click.echo(f"error: {plain(line)}", err=True)
    return MISTAKE


def _our_own(error: Exception) -> int:
    if os.environ.get("SHOPLINT_DEBUG") == "1":
        traceback.print_exception(error)
    what = " ".join(f"{type(error).__name__}: {error}".split())
    click.echo(f"internal error: {what}; please report it (SHOPLINT_DEBUG=1 shows where)", err=True)
    return OURS
