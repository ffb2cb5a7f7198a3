"""In which language a ready sentence is offered."""

import pytest

from linter.text.language import language


@pytest.mark.parametrize(
    ("text", "market", "expected"),
    [
        ("加vx", "", "zh"),
        ("這款有貨喔", "my", "zh"),
        ("ไลน์ vx", "", "th"),
        ("kết bạn vx", "", "vi"),
        ("shop gui hang roi nha c", "vn", "vi"),
        ("add vx", "", "en"),
        ("add vx", "id", "id"),
        ("your parcel is on the way", "id", "en"),
        ("barangnya udah dikirim ya kak", "my", "id"),
        ("barang dah hantar ye sis, nanti sampai", "id", "ms"),
        ("na-ship na po ang order nyo", "us", "fil"),
        ("ya salió tu pedido, llega el lunes", "br", "es"),
        ("seu pedido já saiu, chega na segunda", "mx", "pt"),
        ("o prazo é até três dias, você recebe o código aqui", "", "pt"),
        ("añade vx", "mx", "es"),
        ("0812 0000 3456", "ph", "fil"),
        ("0812 0000 3456", "", "en"),
        ("", "", "en"),
    ],
)
def test_a_language_is_told_by_its_script_or_its_little_words(text, market, expected):
    assert language(text, market) == expected
