import pytest

from linter.text.letters import Alike, bare, canonical
from linter.text.views import Views


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Ｗｅ\u200bChat", "wechat"),
        ("ｶﾞ", "ガ"),
        ("đa\u0301nh gia\u0301", "đánh giá"),
        ("1️⃣３⑧", "138"),
        ("9⓿二肆⁹₈③⑸⒋➃㈤㊄", "90二肆983544五五"),
        ("๐๘๑ ٠١٢", "081 012"),
        ("❶➀⓿🅐🅰ⓐ⒜⑩", "110aaaa10"),
        ("㊀㍿㊙", "一株式会社秘"),
        ("𝘁𝗲𝗹𝗲 𝓘𝓰", "tele ig"),
        ("領紅包 裡⻔", "领红包 里门"),
        ("İstanbul ß ﬁ", "istanbul ss fi"),
        ("w̷̛h̸a̴t̵s", "whats"),
        ("กำไร น้ำ", "กำไร น้ำ"),
        ("น้ํา นํ้า", "น้ำ น้ำ"),
        ("เเอดไลน์", "แอดไลน์"),
        ("ขๅวใน 7 วัน", "ขาวใน 7 วัน"),
        ("好，的：“亲”！？。", '好,的:"亲"!?。'),
        ("Brand™ ®©℠", "brand™ ®©℠"),
        ("10½ m² nº 1ª", "10½ m2 nº 1ª"),
        ("don’t – yes — no…", "don't - yes — no…"),
        ("➕V \u202eabc\u202c", "+v abc"),
        ("🇼🇦", "🇼🇦"),
        ("👨\u200d👩\u200d👧 ❤️", "👨👩👧 ❤"),
        ("\ud83d a\udc00", "\ud83d a\udc00"),
        ("𠮷\U000e0041野", "𠮷野"),
        ("\u0301a ํ", "a ํ"),
        ("ﬁ\u0301", "fí"),
        ("", ""),
    ],
)
def test_a_disguise_reads_as_what_it_hides(written: str, read: str) -> None:
    assert Views(written).plain.text == read


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("加我Ｖ\u200bＸ聊", "vx", "Ｖ\u200bＸ"),
        ("İ ships ﬁne", "ships", "ships"),
        ("tel 1️⃣2️⃣ ok", "12", "1️⃣2️⃣"),
        ("㍿微信", "微信", "微信"),
        ("❤️ ｶﾞﾗｽ", "ガラス", "ｶﾞﾗｽ"),
        ("x\u200b\u202eđa\u0301nh gia\u0301.", "đánh giá", "đa\u0301nh gia\u0301"),
        ("a ﬁ b", "i", "ﬁ"),
    ],
)
def test_a_part_of_the_view_is_found_in_what_was_written(text: str, part: str, whole: str) -> None:
    plain = Views(text).plain
    at = plain.text.index(part)
    assert text[slice(*plain.original(at, at + len(part)))] == whole


def test_a_text_in_which_nothing_changes_length_has_no_map() -> None:
    for text in ("Thank you", "亲，好评返现", "ขอบคุณ", "Cảm ơn BẠN", "Ｗｅ紅"):
        assert Views(text).plain.starts is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("đánh giá", "danh gia"),
        ("reseña avaliação", "resena avaliacao"),
        ("øłæ wħåţş", "olæ whats"),
        ("微信 รีวิว", "微信 รีวิว"),
    ],
)
def test_bare_letters_have_no_accents(written: str, read: str) -> None:
    assert bare(written) == read


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ("r3v1ew", "review"),
        ("wh4ts4pp", "whatsapp"),
        ("z@p", "zap"),
        ("w@", "wa"),
        ("$hopee", "shopee"),
        ("vіbеr", "viber"),
        ("ᴡʜᴀᴛꜱᴀᴘᴘ", "whatsapp"),
        ("ТЕLЕGRАМ", "telegram"),
        ("teIegram", "telegram"),
        ("🇿🇦🇱🇴", "zalo"),
        ("🇼🇦", "wa"),
        ("wħåţşåþþ", "whatsapp"),
        ("whatsaрp!", "whatsapp!"),
        ("đ4nh giá", "đánh giá"),
    ],
)
def test_a_masked_word_has_the_canonical_form_of_the_term(written: str, term: str) -> None:
    assert Views(written).unmasked.text == canonical(term)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("1OO", "100"),
        ("5OO", "500"),
        ("O8l2 3456", "0812 3456"),
        ("1O.OOO", "10.000"),
        ("o2o i7", "ozo it"),
        ("hi!", "hi!"),
        ("earn $50", "earn $50"),
        ("12345", "12345"),
        ("🇻🇳 🇹🇭", "⚑⚑ ⚑⚑"),
        ("微信 ไลน์ ライン", "微信 ไลน์ ライン"),
    ],
)
def test_numbers_flags_and_other_scripts_are_no_masked_words(written: str, read: str) -> None:
    assert Views(written).unmasked.text == read


def test_homophones_are_heard_one_for_one() -> None:
    sounds = Alike({"薇": "微", "微": "微", "芯": "信", "信": "信"})
    heard = Views("加薇芯ok", sounds).sounded
    assert heard is not None
    assert heard.text == "加微信ok"
    assert Views("加我", sounds).sounded is None
    assert Views("weixin", sounds).sounded is None
    assert Views("薇芯").sounded is None


def test_a_view_is_made_once() -> None:
    views = Views("Ｗ h a t", {"微": "微"})
    for name in ("plain", "bare", "unmasked", "squeezed", "sounded"):
        assert getattr(views, name) is getattr(views, name)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("hoá đơn", "hóa đơn"),
        ("huỷ đơn", "hủy đơn"),
        ("khoẻ", "khỏe"),
        ("HOẠ", "họa"),
        ("toàn bộ", "toàn bộ"),
        ("quý khách", "quý khách"),
        ("hoa\u0301 chất", "hóa chất"),
        ("suýt", "suýt"),
    ],
)
def test_a_tone_may_stand_on_either_vowel(written, read):
    assert Views(written).plain.text == read
