import pytest

from linter.errors import InputError
from linter.sources.decode import Lines, decode

CHINESE = "亲,加我微信聊,好评返现三元哦"


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gb2312"]
)
def test_chinese_is_read_from_every_encoding_sellers_save_in(encoding):
    mark = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}.get(encoding, b"")
    assert decode(mark + CHINESE.encode(encoding), "f") == CHINESE


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"\x89PNG\0\0", "f: not text: it holds NUL bytes"),
        ("加我\nséance".encode() + b"\xe9", "f:2: not utf-8"),
        ("Año nuevo, envío rápido, más barato, séance".encode("latin-1"), "f:1: not utf-8"),
        ("亲,加我微信聊".encode()[:-1], "f:1: not utf-8"),
        (("好评返现三元哦\n" * 9).encode() + b"\xff\xfe", "f:10: not utf-8"),
        (b"\xff\xfea", "f:1: not utf-16-le"),
    ],
)
def test_what_is_no_text_is_told_with_its_line(data, told):
    with pytest.raises(InputError) as error:
        decode(data, "f")
    assert str(error.value).startswith(told)
    assert "UTF-8" in error.value.hint


@pytest.mark.parametrize(("offset", "place"), [(0, "f:1:1"), (1, "f:1:2"), (3, "f:2:1"), (5, "f:3:1"), (6, "f:3:2")])
def test_an_offset_has_a_line_and_a_column(offset, place):
    assert str(Lines("a\r\nb\rcd").place("f", offset)) == place
