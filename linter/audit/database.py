"""DuckDB, which only a run on one machine needs; it comes without types."""

from importlib import import_module
from typing import Any

duckdb: Any = import_module("duckdb")
