"""Who has to wait for the rules is told so, where nobody's output is in the way."""

import os
import pty
import subprocess
import sys

import pytest

from linter.cli.waiting import compiling

from .shell import ROOT, process


@pytest.mark.parametrize(
    ("ui", "kept", "told"),
    [
        ("en", True, "Compiling the rules once, about ten seconds; the next start takes a moment.\n"),
        ("zh", True, "正在编译规则(仅此一次,约十秒),下次启动无需等待。\n"),
        ("en", False, "Compiling the rules, about ten seconds.\n"),
        ("zh", False, "正在编译规则,约十秒。\n"),
    ],
)
def test_one_line_on_standard_error_before_it_begins(capsys, ui, kept, told):
    with compiling(ui, kept=kept):
        assert capsys.readouterr() == ("", told)
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(("terminal", "moves"), [("xterm", True), ("dumb", False)])
def test_on_a_terminal_it_moves(terminal, moves):
    ours, theirs = pty.openpty()
    code = "import linter.cli.waiting as w, time\nwith w.compiling('en', kept=True): time.sleep(0.3)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"TERM": terminal, "COLUMNS": "100"},
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=theirs,
        check=True,
    )
    os.close(theirs)
    shown = os.read(ours, 100_000).decode()
    os.close(ours)
    assert done.stdout == b""
    assert "Compiling the rules once" in shown
    assert ("\x1b[" in shown) is moves


def test_the_command_tells_once_and_reports_as_ever(tmp_path):
    env = {"SHOPLINT_CACHE_DIR": str(tmp_path / "cache"), "SHOPLINT_CACHE": ""}
    args = ("check", "-m", "加我微信聊", "--lang-ui", "zh", "--format", "jsonl")
    (out, told), (again, silent) = (process(*args, env=env).communicate() for _ in range(2))
    assert told.decode() == "正在编译规则(仅此一次,约十秒),下次启动无需等待。\n"
    assert silent == b""
    assert out == again
    assert out.count(b"\n") == 1
