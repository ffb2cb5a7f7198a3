"""Imports point down: `linter` holds its layers."""

import sys
from pathlib import Path

import pytest

from linter.match import gates

ROOT = Path(__file__).parent.parent


def test_imports_point_down(monkeypatch: pytest.MonkeyPatch):
    cli = pytest.importorskip("importlinter.cli", reason="in the extra `dev`")
    monkeypatch.chdir(ROOT)
    monkeypatch.setattr(sys, "path", [str(ROOT), *sys.path])
    assert cli.lint_imports() == 0


def test_no_module_of_the_package_imports_its_facade():
    """A circle through `linter/__init__.py` is one that no layer shows."""
    package = Path(gates.__file__).parent.parent
    modules = {file.stem for file in package.glob("*.py")} | {folder.name for folder in package.iterdir()}
    lines = (line.strip() for file in package.rglob("*.py") for line in file.read_text("utf-8").splitlines())
    taken = [line.split()[3].strip(",") for line in lines if line.startswith("from linter import ")]
    assert set(taken) <= modules
