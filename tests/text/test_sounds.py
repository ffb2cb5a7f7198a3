from linter.text.sounds import pinyin, syllables, table


def test_syllables_have_no_tone() -> None:
    assert syllables("微信x绿") == {"微": "wei", "信": "xin", "绿": "lv"}


def test_a_term_in_pinyin_is_one_word_of_five_letters_at_least() -> None:
    assert pinyin("微信") == "weixin"
    assert pinyin("确认收货") == "querenshouhuo"
    assert pinyin("阿姨") == pinyin("加v") == ""


def test_a_table_leads_homophones_to_the_first_term() -> None:
    sounds = table(["微信", "好评", "未v"])
    assert sounds["薇"] == sounds["威"] == sounds["未"] == sounds["微"] == "微"
    assert sounds["芯"] == sounds["心"] == "信"
    assert "吗" not in sounds
    assert "".join(sounds.get(c, c) for c in "威芯") == "微信"
