"""The command line: read, lint, render, exit code."""

from linter.cli.app import main, run

__all__ = ["main", "run"]
