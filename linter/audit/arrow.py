"""Arrow and Parquet, which come without types: what they give is `Any` wherever it goes."""

from importlib import import_module
from typing import Any

pa: Any = import_module("pyarrow")
parquet: Any = import_module("pyarrow.parquet")
