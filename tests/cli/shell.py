"""Commands as a user types them, in this process or in one of their own."""

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from click.testing import CliRunner

from linter.cli import run

ROOT = Path(__file__).parents[2]


class Done(NamedTuple):
    code: int
    out: str
    err: str


def shoplint(*args, stdin=""):
    with CliRunner().isolation(input=stdin) as (out, err, _):
        code = run([str(arg) for arg in args])
        return Done(code, out.getvalue().decode(), err.getvalue().decode())


def process(*args, **kept):
    # Absolute, and what was there is kept: the libraries may stand in a folder of the checkout.
    paths = [str(ROOT), *(os.path.abspath(path) for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path)]  # noqa: PTH100
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(paths)} | kept.pop("env", {})
    command = [sys.executable, "-m", "linter", *map(str, args)]
    return subprocess.Popen(
        command, env=environment, stdout=kept.pop("stdout", subprocess.PIPE), stderr=subprocess.PIPE
    )
