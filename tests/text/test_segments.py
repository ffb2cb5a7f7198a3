import pytest

from linter.text.segments import clauses, is_edge, sentences, words_between


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "Hi! Pay at wa.me/62?text=hi, no. 5 a.n. Budi. Ok 3.5kg",
            ["Hi!", "Pay at wa.me/62?text=hi, no. 5 a.n. Budi.", "Ok 3.5kg"],
        ),
        ("No. We ship tomorrow", ["No.", "We ship tomorrow"]),
        ("亲,好评返现。加我！ ok", ["亲,好评返现。", "加我！", "ok"]),
        ("好的.加我", ["好的.", "加我"]),
        ("好的.5", ["好的.5"]),
        ("1. Open the app\n2. Pay 5. Thanks", ["1. Open the app", "2. Pay 5.", "Thanks"]),
        ("Mail me@shop.com or tel. 0812", ["Mail me@shop.com or tel. 0812"]),
        ("Thanks... see you…ok", ["Thanks...", "see you…", "ok"]),
        ("Nice 😊😊 review it ❤️ ok", ["Nice 😊😊 review it ❤️ ok"]),
        ('He said "ok." Then left', ['He said "ok."', "Then left"]),
        ("really?yes", ["really?", "yes"]),
        (" . ok", [".", "ok"]),
        ("¿Qué tal? Bien; gracias", ["¿Qué tal?", "Bien;", "gracias"]),
        ("\n\n  ", []),
        ("", []),
    ],
)
def test_sentences(text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text)] == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("亲，好评、返现：3元", ["亲，", "好评、", "返现：", "3元"]),
        ("1,000 at 10:30, see https://x.co", ["1,000 at 10:30,", "see https://x.co"]),
        ("good — cheap - and/or (new) | old", ["good —", "cheap -", "and/or (", "new)", "|", "old"]),
        ("ขอบคุณค่ะ  รีวิวนะ ได้เลย", ["ขอบคุณค่ะ", "รีวิวนะ ได้เลย"]),
        ("กดในแอปได้เลยนะคะ อย่าโอนนะคะ", ["กดในแอปได้เลยนะคะ", "อย่าโอนนะคะ"]),
        ("平台规定不能加 直接在这下单", ["平台规定不能加", "直接在这下单"]),
        ("加 我 微 信", ["加 我 微 信"]),
        ("two  spaces", ["two  spaces"]),
        ("ok.no. yes", ["ok.no.", "yes"]),
    ],
)
def test_clauses(text: str, parts: list[str]) -> None:
    assert [text[start:end] for start, end in clauses(text)] == parts


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("send me the code", 4),
        ("+62 812 ok", 3),
        ("好评返现", 2),
        ("好", 1),
        ("รีวิวนะ", 2),
        ("đánh giá 5 sao", 4),
        ("don't", 1),
        ("", 0),
        ("!!", 0),
    ],
)
def test_words_are_counted_by_script(text: str, count: int) -> None:
    assert words_between(text, 0, len(text)) == count


@pytest.mark.parametrize(
    ("text", "at", "edge"),
    [
        ("wau", 2, False),
        ("加vx聊", 1, True),
        ("加vx聊", 3, True),
        ("wa08", 2, True),
        ("1234", 2, False),
        ("a_b", 1, False),
        ("đánh", 1, False),
        ("wa ok", 2, True),
        ("แอดline", 3, True),
        ("แอด", 1, False),
        ("ライン", 1, True),
        ("x", 0, True),
        ("x", 1, True),
    ],
)
def test_word_edges_follow_the_script(text: str, at: int, edge: bool) -> None:
    assert is_edge(text, at) is edge
