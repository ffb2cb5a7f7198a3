"""Stands here so that every test can import what stands beside it, as `from small import rules_with`."""

import os
import subprocess
import sys

import pytest
from hypothesis import settings

# The same examples on every run of CI, so that a red run is a change's doing; other runs go on looking for new ones.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


def pytest_configure(config):
    """Compile the rules once, before the workers start and before coverage, which takes nine times as long."""
    if not hasattr(config, "workerinput"):
        bare = {name: value for name, value in os.environ.items() if not name.startswith("COV_")}
        subprocess.run([sys.executable, "-c", "import linter; linter.load()"], env=bare, check=True)


@pytest.fixture(scope="session")
def compiled():
    """Have the rules in the cache: who compares what a command prints does not want to read that it compiles."""
    from linter import load  # noqa: PLC0415  # not before coverage is measured

    load()
