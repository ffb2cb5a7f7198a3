import importlib.util
import unicodedata
from importlib import metadata
from pathlib import Path
from types import ModuleType

import pytest

from linter.text import tables

TOOL = Path(__file__).parents[2] / "tools" / "text_tables.py"


def tool() -> ModuleType:
    pytest.importorskip("confusable_homoglyphs")
    spec = importlib.util.spec_from_file_location("text_tables", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.skipif(
    (unicodedata.unidata_version, metadata.version("opencc")) != (tables.UNICODE, tables.OPENCC),
    reason="the tables were written from another edition of Unicode or OpenCC",
)
def test_the_tables_are_what_the_tool_writes() -> None:
    made = tool()
    written = Path(tables.__file__).read_text("utf-8")
    assert made.module() == written, "run python tools/text_tables.py"


def test_look_alikes_are_never_chinese_thai_or_kana() -> None:
    names = [unicodedata.name(c) for c in tables.LOOKALIKES_FROM]
    assert not [n for n in names if n.startswith(("CJK", "THAI", "HIRAGANA", "KATAKANA"))]


def test_tables_pair_up() -> None:
    for title in ("PLAIN", "SIMPLIFIED", "PUNCTUATION", "ACCENTS", "LOOKALIKES"):
        assert len(getattr(tables, f"{title}_FROM")) == len(getattr(tables, f"{title}_TO"))
