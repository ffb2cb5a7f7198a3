"""Stands here so that every test can import what stands beside it, as `from small import rules_with`."""

import os

import pytest
from hypothesis import settings

# The same examples on every run of CI, so that a red run is a change's doing; other runs go on looking for new ones.
settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")


@pytest.fixture(scope="session")
def compiled():
    """Have the rules in the cache: who compares what a command prints does not want to read that it compiles."""
    from linter import load  # noqa: PLC0415  # not before coverage is measured

    load()
