from linter.text.sounds import MOST, syllables, table, variants


def test_syllables_have_no_tone() -> None:
    assert syllables("微信x绿") == {"微": "wei", "信": "xin", "绿": "lv"}


def test_half_pinyin() -> None:
    assert variants("微信") == {"weixin", "wei信", "微xin"}
    assert {"q认收h", "确ren收货", "querenshouhuo"} <= variants("确认收货")
    assert "qrsh" not in variants("确认收货")
    assert "ai" not in variants("阿姨")
    assert len(variants("确认收货")) <= MOST
    assert variants("加") == variants("加v") == variants("一二三四五") == frozenset()


def test_a_table_leads_homophones_to_the_first_term() -> None:
    sounds = table(["微信", "好评", "未v"])
    assert sounds["薇"] == sounds["威"] == sounds["未"] == sounds["微"] == "微"
    assert sounds["芯"] == sounds["心"] == "信"
    assert "吗" not in sounds
    assert "".join(sounds.get(c, c) for c in "威芯") == "微信"
