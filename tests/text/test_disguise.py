import pytest

from linter.text.disguise import Disguise, disguise
from linter.text.letters import Alike, canonical
from linter.text.views import Views

SOUNDS = {"薇": "微", "微": "微", "芯": "信", "信": "信"}
ALIKE = Alike(SOUNDS)
D = Disguise


def judged(text: str, view: str, term: str) -> int | None:
    views = Views(text, ALIKE)
    seen = getattr(views, view)
    key = canonical(term) if view in ("unmasked", "squeezed") else "".join(SOUNDS.get(c, c) for c in term)
    if view == "squeezed" and key not in seen.text:
        key = key.replace(" ", "")
    if view == "bare":
        key = views.bare.text
    at = seen.text.index(key)
    return disguise(views, view, at, at + len(key), term)


@pytest.mark.parametrize(
    ("text", "view", "term", "how"),
    [
        ("加我ＶＸ聊", "plain", "vx", D.FOLDED),
        ("We\u200bChat", "plain", "wechat", D.FOLDED),
        ("𝘁𝗲𝗹𝗲", "plain", "tele", D.FOLDED),
        ("VIBER", "plain", "viber", D.NONE),
        ("領紅包，亲", "plain", "红包", D.NONE),
        ("đa\u0301nh gia\u0301", "plain", "đánh giá", D.NONE),
        ("It’s", "plain", "it's", D.NONE),
        ("danh gia", "bare", "đánh giá", D.NONE),
        ("đanh giá", "bare", "đánh giá", D.NONE),
        ("r3v1ew", "unmasked", "review", D.LEET),
        ("w@ ya", "unmasked", "wa", D.LEET),
        ("z4lo", "unmasked", "zalo", D.LEET),
        ("rеview", "unmasked", "review", D.LOOKALIKE),
        ("v1bеr", "unmasked", "viber", D.LEET | D.LOOKALIKE),
        ("🇿🇦🇱🇴", "unmasked", "zalo", D.LOOKALIKE),
        ("wħåţşapp", "unmasked", "whatsapp", D.LOOKALIKE),
        ("teIegram", "unmasked", "telegram", D.LOOKALIKE),
        ("Iine", "unmasked", "line", D.LOOKALIKE),
        ("lnstagram", "unmasked", "instagram", D.LOOKALIKE),
        ("VlBER", "unmasked", "viber", D.LOOKALIKE),
        ("w h a t s a p p", "squeezed", "whatsapp", D.SPACED),
        ("Ｗ h 4 t s a p p", "squeezed", "whatsapp", D.SPACED | D.LEET | D.FOLDED),
        ("g i f t c a r d", "squeezed", "gift card", D.SPACED),
        ("wha-tsapp line", "squeezed", "line", D.NONE),
        ("加薇芯", "sounded", "微信", D.HOMOPHONE),
    ],
)
def test_a_disguise_is_named(text: str, view: str, term: str, how: int) -> None:
    assert judged(text, view, term) == how


@pytest.mark.parametrize(
    ("text", "view", "term"),
    [
        ("đảnh giá", "unmasked", "đánh giá"),
        ("bán", "unmasked", "ban"),
        ("wlfi", "unmasked", "wifi"),
        ("TEIEGRAM", "unmasked", "telegram"),
        ("1g gold", "unmasked", "ig"),
        ("0n", "unmasked", "on"),
        ("đảnh giá", "bare", "đánh giá"),
        ("w3", "bare", "we"),
    ],
)
def test_another_word_is_no_disguise(text: str, view: str, term: str) -> None:
    assert judged(text, view, term) is None


def test_a_stretch_of_another_length_is_no_disguise() -> None:
    views = Views("line")
    assert disguise(views, "plain", 0, 3, "line") is None
    assert disguise(views, "plain", 0, 0, "") is None
    assert disguise(views, "squeezed", 0, 4, "line") == Disguise.NONE
    assert disguise(Views("天信", ALIKE), "sounded", 0, 2, "微信") is None
