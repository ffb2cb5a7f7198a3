"""Digits in words become digits, words for dots and at signs become those, and every character knows its way back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.text.spoken import addressed, spoken
from linter.text.view import View


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("call two oh two five five five oh one four three now", "call 2025550143 now"),
        ("seven eight nine zero to order", "7890 to order"),
        ("cuarenta y dos, trece, noventa y uno, cinco", "4213915"),
        ("onze, noventa e um, zero zero, quarenta", "11910040"),
        ("幺三九,四个零,一二三四", "13900001234"),
        ("siyam uno pito tatlong zero dos", "9170002"),
        ("five one to four", "5124"),
        ("double seven oh nine hundred one two", "7709001 2".replace(" ", "")),
        ("nol-delapan-12-tiga", "08123"),
        ("nol, delapan, satu, dua", "0812"),
        ("幺三八零零零", "138000"),
        ("壹贰叁肆", "1234"),
        ("手机1三9 0零零零", "手机13900 00".replace(" ", "")),
        ("ศูนย์แปดเก้า หนึ่ง", "0891"),
        ("ko chín một hai", "0912"),
        ("s e i s cero c e r o, tres ceros", "600000"),
        ("doble siete, uno dos tres", "77123"),
        ("meia sete oito nove", "6789"),
        ("sero nuwebe isa pito", "0917"),
    ],
)
def test_four_spelled_digits_are_digits(written, read):
    view = spoken(View(written))
    assert view is not None
    assert view.text == read


@pytest.mark.parametrize(
    "written",
    [
        "one or two items in three to four days",
        "satu dua hari",
        "三四天一个一个",
        "số một, hai ba cái",
        "for you to win one",
        "tenemos de diez, doce, quince y veinte litros",
        "quarenta e dois reais cada, e doze por trinta",
        "两个一样的,三个一套",
        "ko ko ko ko ko",
        "nine lives",
        "uno dos",
        "size 3, 4, 5, 6",
        "um café e dois pães",
        "2026-03-02 一",
        "",
    ],
)
def test_ordinary_numbers_stay_words(written):
    assert spoken(View(written)) is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("luna (punto) c0m", "luna.com"),
        ("luna dot com dot br", "luna.com.br"),
        ("momo (at) qq点com", "momo@qq.com"),
        ("luna arroba correo punto com", "luna@correo.com"),
        ("peach underscore wick", "peach_wick"),
        ("luna guion bajo 88", "luna_88"),
        ("ร้าน luna จุดคอม", "ร้าน luna.com"),
        ("kopi 点 com 点 my", "kopi.com.my"),
        ("batik titik kom garis miring promo", "batik.com/promo"),
        ("bit ly slash luna", "bit.ly/luna"),
    ],
)
def test_a_spelled_address_is_an_address(written, read):
    view = addressed(View(written))
    assert view is not None
    assert view.text == read


@pytest.mark.parametrize(
    "written", ["a dot in the middle", "punto de venta", "10点20", "at gmail we trust", "com carinho. com amor"]
)
def test_ordinary_dots_stay_words(written):
    view = addressed(View(written))
    assert view is None or view.text == written


def test_each_digit_rests_on_its_own_word():
    text = "call nol delapan satu dua ya"
    view = spoken(View(text))
    assert view is not None
    at = view.text.index("0812")
    assert [text[slice(*view.original(i, i + 1))] for i in range(at, at + 4)] == ["nol", "delapan", "satu", "dua"]
    assert text[slice(*view.original(at, at + 4))] == "nol delapan satu dua"


_WORDS = st.sampled_from(
    [
        "nol",
        "satu",
        "tres",
        "ceros",
        "double",
        "三",
        "ศูนย์",
        "oh",
        "to",
        "s e i s",
        "12",
        ", ",
        " ",
        "\n",
        "a",
        "kak",
        "(punto)",
        "com",
        "点",
        "at",
    ]
)


@given(st.lists(_WORDS, max_size=14).map("".join))
def test_every_view_leads_back_in_order(text):
    for view in (spoken(View(text)), addressed(View(text))):
        if view is None:
            continue
        assert view.starts is not None
        assert view.ends is not None
        assert len(view.starts) == len(view.ends) == len(view.text)
        assert list(view.starts) == sorted(view.starts)
        assert all(0 <= a < b <= len(text) for a, b in zip(view.starts, view.ends, strict=True))
