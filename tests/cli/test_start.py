"""A start pays for what it uses: an agent waits for it before every message."""

import os
import subprocess
import sys

import pytest

from .shell import ROOT

HEAVY = {
    *("asyncio", "duckdb", "email", "hashlib", "http", "hyperscan", "importlib.metadata", "linkify_it", "numpy"),
    *("opencc", "phonenumbers", "pyarrow", "pypinyin", "publicsuffixlist", "rapidfuzz", "rich", "tomllib"),
    *("yaml", "linter.proof", "linter.ruleset.build", "linter.ruleset.compile", "linter.ruleset.decode"),
    "linter.sources.records",
}


def imported(*args, cwd):
    """All modules that a process of its own imports."""
    paths = os.pathsep.join([str(ROOT), *(os.path.abspath(path) for path in sys.path if path)])  # noqa: PTH100
    command = [sys.executable, "-X", "importtime", *args]
    done = subprocess.run(command, env=os.environ | {"PYTHONPATH": paths}, cwd=cwd, capture_output=True, check=False)
    assert done.returncode in (0, 1), done.stderr.decode()
    lines = (line for line in done.stderr.decode().splitlines() if line.startswith("import time:"))
    return {line.rpartition("|")[2].strip() for line in lines}


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize(
    ("args", "needed"),
    [
        (["check", "-m", "hello"], set()),
        (["check", "-m", "您好,今天发货,感谢支持"], set()),
        (["check", "-m", "Add me on WhatsApp"], set()),
        (["check", "-m", "hello", "--format", "jsonl"], set()),
        (["check", "-m", "hello", "--format", "rich"], {"rich"}),
        (["--version"], set()),
    ],
    ids=" ".join,
)
def test_a_plain_check_imports_nothing_heavy(tmp_path, args, needed):
    # What the interpreter's own start has loaded (a .pth file of the site, say) is not ours.
    ours = imported("-m", "linter", *args, cwd=tmp_path) - imported("-c", "pass", cwd=tmp_path)
    heavy = {name for name in HEAVY if name in ours or any(module.startswith(f"{name}.") for module in ours)}
    assert heavy - needed == set()
    assert "linter.engine" in ours
