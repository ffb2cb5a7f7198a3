import pytest

from linter.text.letters import canonical
from linter.text.views import Views


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("on w h a t s a p p please", "on whatsapp please"),
        ("t.e.l.e", "tele"),
        ("D u i t N o w", "duitnow"),
        ("o-t-p", "otp"),
        ("s e i s", "seis"),
        ("w h 4 t s @ p p", "whatsapp"),
        ("on 1 n s t 4 , see you", "on insta , see you"),
        ("the 0-t-p, quick", "the otp, quick"),
        ("size 5, o.t.p and 12-5 o t p", "size 5, otp and 12-5 otp"),
        ("g i f t   c a r d", "gift   card"),
        ("w.h.a.t s a p p", "what sapp"),
        ("di-h@pus", "dihapus"),
        ("wha.tsapp tele_gram k.í", "whatsapp telegram ki"),
        ("wha❤️❤tsapp", "whatsapp"),
        ("v❤️x 加❤️微", "vx加微"),
        ("微 / 信", "微信"),
        ("加 V 信", "加v信"),
        ("负 评 拿 掉", "负评拿掉"),
        ("好 评截图领紅 包", "好评截图领红包"),
        ("เ พ จ", "เพจ"),
        ("ไ ล น์", "ไลน์"),
        ("บั.ตร รั_บ", "บัตร รับ"),
    ],
)
def test_a_pulled_apart_word_is_pushed_together(written: str, read: str) -> None:
    squeezed = Views(written).squeezed
    assert squeezed is not None
    assert squeezed.text.replace("i", "l") == canonical(read).replace("i", "l")


@pytest.mark.parametrize(
    "text",
    [
        "We'll see, it's fine and don't worry",
        "on line, now or never",
        "好的,加我 谢谢你们",
        "亲爱的 好的 谢谢",
        "ขอบคุณ ค่ะ รีวิว ได้เลย",
        "w a 0 8 1 2",
        "1-2-3 pcs, 5 s",
        "1-2 days, 3.5 kg, 10/12",
        "ok..review",
        "a\nb\nc",
        "",
    ],
)
def test_ordinary_text_has_nothing_to_squeeze(text: str) -> None:
    assert Views(text).squeezed is None


@pytest.mark.parametrize(
    ("text", "term", "stands_alone"),
    [
        ("a w h a t s a p p", "whatsapp", True),
        ("o n l i n e", "line", False),
        ("o n l i n e", "online", True),
        ("di-hapus", "hapus", True),
        ("di-hapus", "dihapus", True),
        ("xdi-hapus", "dihapus", False),
        ("加 V 信", "v", True),
        ("s m s and di-hapus", "hapus", True),
    ],
)
def test_a_gap_inside_spaced_letters_is_no_edge(text: str, term: str, stands_alone: bool) -> None:
    squeezed = Views(text).squeezed
    assert squeezed is not None
    at = squeezed.text.index(canonical(term))
    assert squeezed.edges(at, at + len(term)) is stands_alone


def test_the_way_back_takes_the_separators_along() -> None:
    text = "add W\u200b h a t s a p p!"
    squeezed = Views(text).squeezed
    assert squeezed is not None
    at = squeezed.text.index("whatsapp")
    assert text[slice(*squeezed.original(at, at + 8))] == "W\u200b h a t s a p p"
    assert squeezed.gapped(at, at + 8)
    assert not squeezed.gapped(0, 3)
    assert not squeezed.gap(0)
