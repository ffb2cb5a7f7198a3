"""Console sessions in Markdown, replayed.

`python -m tests.transcripts.test_transcripts --update` writes down what happens now. A block that opens with
```` ```text file=NAME ```` is a file; one that opens with ```` ```console ```` is a session: `$ shoplint …`, what it
prints, and `? CODE` where it leaves with another code than 0.
"""

import contextlib
import re
import shlex
import sys
import tempfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from linter.cli import run

PAGES = sorted(Path(__file__).parent.glob("*.md"))
WAITING = re.compile(r"^Compiling the rules.*\n", re.MULTILINE)
BLOCK = re.compile(r"^```(?P<kind>\w+)(?: file=(?P<file>\S+))?\n(?P<body>.*?)^```$", re.DOTALL | re.MULTILINE)


def replayed(page):
    """The page as it would read if every session in it were held now."""
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):
        return BLOCK.sub(lambda block: block[0].replace(block["body"], held(block)), page)


def held(block):
    if block["file"]:
        Path(block["file"]).parent.mkdir(parents=True, exist_ok=True)
        Path(block["file"]).write_text(block["body"], "utf-8")
    if block["kind"] != "console":
        return block["body"]
    return "".join(answered(line) for line in block["body"].splitlines() if line.startswith("$ "))


def answered(line):
    command = shlex.split(line)[2:]
    with CliRunner().isolation() as (_, _, both):
        code = run(command)
        # Whoever runs a session for the first time waits for its rules; that is told once and stands in no page.
        said = WAITING.sub("", both.getvalue().decode())
    said += "" if said.endswith("\n") or not said else "\n"
    return f"{line}\n{said}" + (f"? {code}\n" if code else "")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_session_goes_as_written(page):
    written = page.read_text("utf-8")
    assert replayed(written) == written


if __name__ == "__main__" and "--update" in sys.argv:
    for each in PAGES:
        each.write_text(replayed(each.read_text("utf-8")), "utf-8")
