"""What the scanner finds in disguise, and what it does not, in nine languages."""

import pytest
from small import report, rules_with, words

from linter.match.hit import Disguise
from linter.match.reading import Reading

CONCEPT = (
    "{concept: app, sounds: true, terms: {zh: [微信, 确认收货, 好评, 红包], en: [whatsapp, telegram, viber, line, gift "
    "card, review], vi: [đánh giá], es: [reseña], th: [ไลน์, รีวิว], id: [hapus, transfer], any: [zap, ig]}}"
)
EVERY = ("lookalike", "leet", "spaced", "homophone", "pinyin")
RULES = {
    names: rules_with("app", CONCEPT, f"disguises: [{', '.join(names)}]")
    for names in ((), *((name,) for name in EVERY), ("leet", "spaced"), EVERY)
}


def found(text: str, *names: str) -> list[str]:
    return [part for parts in words(RULES[names], text) for part in parts]


@pytest.mark.parametrize(
    ("text", "marked"),
    [
        ("add my ＷｈａｔｓＡｐｐ", "ＷｈａｔｓＡｐｐ"),
        ("𝘁𝗲𝗹𝗲𝗴𝗿𝗮𝗺 me", "𝘁𝗲𝗹𝗲𝗴𝗿𝗮𝗺"),
        ("ⓛⓘⓝⓔ id", "ⓛⓘⓝⓔ"),
        ("w\u200bh\u200ba\u200bt\u200bsapp", "w\u200bh\u200ba\u200bt\u200bsapp"),
        ("tele\u00adgram", "tele\u00adgram"),
        ("加微\u200b信", "微\u200b信"),
        ("領紅包", "紅包"),
        ("確認收貨", "確認收貨"),
        ("ไลน\u0e4c", "ไลน\u0e4c"),
        ("ĐÁNH GIÁ", "ĐÁNH GIÁ"),
        ("Đ\u00e1nh gia\u0301", "Đ\u00e1nh gia\u0301"),
        ("danh gia 5 sao", "danh gia"),
        ("đanh giá", "đanh giá"),
        ("una resena", "resena"),
        ("una RESEÑA", "RESEÑA"),
        ("T\u0337e\u0337l\u0337egram", "T\u0337e\u0337l\u0337egram"),
    ],
)
def test_what_is_always_seen_through(text, marked):
    assert found(text) == [marked]


@pytest.mark.parametrize("text", ["đảnh giá", "đánh già", "resènà", "réseña", "hápus", "lìne", "revíew"])
def test_a_wrong_accent_makes_another_word(text):
    assert found(text) == []
    assert found(text, *EVERY) == []


ASKED = [
    ("lookalike", "telеgrаm me", "telеgrаm"),
    ("lookalike", "wһatѕapp", "wһatѕapp"),
    ("lookalike", "teIegram", "teIegram"),
    ("lookalike", "Iine id", "Iine"),
    ("lookalike", "WHATSAPP, VlBER, ZAIO", "VlBER"),
    ("leet", "wh4ts4pp", "wh4ts4pp"),
    ("leet", "t3l3gram!", "t3l3gram"),
    ("leet", "z@p", "z@p"),
    ("leet", "h4pus", "h4pus"),
    ("leet", "r3view", "r3view"),
    ("leet", "g1ft c4rd", "g1ft c4rd"),
    ("spaced", "on w h a t s a p p", "w h a t s a p p"),
    ("spaced", "t.e.l.e.g.r.a.m", "t.e.l.e.g.r.a.m"),
    ("spaced", "tele_gram", "tele_gram"),
    ("spaced", "加微 / 信聊", "微 / 信"),
    ("spaced", "微 信", "微 信"),
    ("spaced", "领紅 包", "紅 包"),
    ("spaced", "ไ ล น์", "ไ ล น์"),
    ("spaced", "di-hapus l-i-n-e", "l-i-n-e"),
    ("spaced", "g i f t c a r d", "g i f t c a r d"),
    ("spaced", "wha❤️tsapp", "wha❤️tsapp"),
    ("pinyin", "加微xin", "微xin"),
    ("pinyin", "wei信", "wei信"),
    ("pinyin", "weixin号", "weixin"),
    ("pinyin", "确ren收货", "确ren收货"),
    ("pinyin", "hao评", "hao评"),
]


@pytest.mark.parametrize(("disguise", "text", "marked"), ASKED)
def test_a_disguise_is_seen_through_where_the_rule_asks(disguise, text, marked):
    assert marked in found(text, disguise)
    assert marked in found(text, *EVERY)
    assert marked not in found(text)


@pytest.mark.parametrize(("disguise", "text", "marked"), ASKED)
def test_a_disguise_is_not_seen_through_for_another(disguise, text, marked):
    assert not [name for name in EVERY if name != disguise and marked in found(text, name)]


def test_two_disguises_at_once_need_both():
    assert found("w h 4 t s 4 p p", "leet", "spaced") == ["w h 4 t s 4 p p"]
    assert found("w h 4 t s 4 p p", "spaced") == []
    assert found("w h 4 t s 4 p p", "leet") == []
    assert found("w h 4 t s 4 p p", *EVERY) == ["w h 4 t s 4 p p"]


HEARD = rules_with("{near: [app, {terms: {zh: [加, 领]}}]}", CONCEPT, "disguises: [homophone]")


@pytest.mark.parametrize(
    ("text", "marked"), [("加薇信", ["加", "薇信"]), ("领洪包", ["领", "洪包"]), ("薇信", []), ("家薇信", [])]
)
def test_homophones_count_beside_words_as_they_are_written(text, marked):
    assert [part for parts in words(HEARD, text) for part in parts] == marked
    assert words(rules_with("{near: [app, {terms: {zh: [加, 领]}}]}", CONCEPT), text) == []


@pytest.mark.parametrize(
    "text",
    [
        "o n l i n e shop",
        "1ine5 of 10",
        "威武的信心",
        "5G, 1g and 4k",
        "le gi on 2G",
        "the reviewer",
        "tele gram",
        "z.e.p",
        "红b色",
        "微风",
        "sapphire what",
        "lnst ine",
    ],
)
def test_what_only_looks_alike_is_left_alone(text):
    assert found(text, *EVERY) == []


GAPS = {
    names: rules_with(
        "{terms: {en: [leave … review], zh: [加 … 微信], vi: [để lại … đánh giá]}}",
        more=f"disguises: [{', '.join(names)}]",
    )
    for names in ((), ("lookalike",), ("leet",), EVERY)
}


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("lеave us a rеview", "lookalike"),
        ("Ieave us a review", "lookalike"),
        ("l3ave us a r3view", "leet"),
        ("leave us a review", ""),
        ("ｌｅａｖｅ a review", ""),
        ("加我微信", ""),
        ("加我的小號微信", ""),
    ],
)
def test_a_term_with_a_gap_wears_the_same_disguises(text, needs):
    seen = {names for names, rules in GAPS.items() if words(rules, text) == [[text]]}
    assert seen == {names for names in GAPS if not needs or needs in names}


def reading(text: str, names: tuple[str, ...] = EVERY) -> Reading:
    return Reading(text, RULES[names].words)


@pytest.mark.parametrize(
    ("text", "read", "how"),
    [
        ("WhatsApp", "whatsapp", Disguise.NONE),
        ("紅包", "红包", Disguise.NONE),
        ("ＷｈａｔｓＡｐｐ", "whatsapp", Disguise.FOLDED),
        ("wh4tsapp", "whatsapp", Disguise.LEET),
        ("w.h.a.t.s.a.p.p", "whatsapp", Disguise.SPACED),
        ("薇信", "微信", Disguise.HOMOPHONE),
        ("微xin", "微信", Disguise.PINYIN),
        ("whаtsapp", "whatsapp", Disguise.LOOKALIKE),
    ],
)
def test_a_hit_tells_what_it_was_read_as_and_how_it_was_hidden(text, read, how):
    (hit,) = (hit for n, idea in enumerate(RULES[EVERY].ideas) if idea.name == "app" for hit in reading(text).hits(n))
    assert (hit.start, hit.end, hit.read, hit.how) == (0, len(text), read, how)


def test_an_open_term_in_disguise_is_proven_too():
    rules = rules_with("{terms: {en: ['refund*', '*cash']}}", more="disguises: [leet, spaced]")
    assert words(rules, "r3funds, r.e.f.u.n.d, pr3fund") == [["r3funds"], ["r.e.f.u.n.d"]]


@pytest.mark.parametrize("text", ["", " ", "\0", "\ud83d", "a\udc00微信\ud83d", "\0微信\0", "微信\r\n", "\ufeff微信"])
def test_odd_texts_are_judged(text):
    for rules in RULES.values():
        assert [part for parts in words(rules, text) for part in parts] == (["微信"] if "微信" in text else [])


def test_a_rule_set_without_terms_finds_nothing():
    assert words(rules_with("phone"), "hello 你好") == []


SLOW = """{concept: slow, patterns: {en: ['(?:x+x+)+y']}}
{concept: held, terms: {en: [{term: wait, followed_by: slow}]}}
{concept: kept, terms: {en: [word]}, includes: [slow]}
{concept: quick, terms: {en: [word]}}"""
TEXT = f"y word wait {'x' * 3000}"


@pytest.mark.parametrize("find", ["slow", "held", "kept", "{any: [quick, slow]}", "{near: [quick, {without: slow}]}"])
def test_a_pattern_that_backtracks_for_ever_leaves_its_rules_unchecked(find):
    told = report(rules_with(find, SLOW), TEXT)
    assert [u.rule for u in told.unchecked] == ["spam/it"]
    assert "time budget" in told.unchecked[0].problem
    assert told.verdict == "unchecked"


def test_a_pattern_that_backtracks_for_ever_does_not_touch_other_rules():
    told = report(rules_with("quick", SLOW), TEXT)
    assert [f.match for f in told.findings] == ["word"]
    assert told.unchecked == ()
    assert told.verdict == "block"


TONGUES = rules_with(
    "{any: [deny, agree]}",
    "{concept: deny, terms: {pt: [n], ms: [tk], en: [nope]}}\n{concept: agree, terms: {any: [oui]}}",
)


@pytest.mark.parametrize(
    ("text", "message", "marked"),
    [
        ("n precisa de nada, tá?", {}, [["n"]]),
        ("pic n max stars", {}, []),
        ("pic n max stars", {"market": "br"}, [["n"]]),
        ("pic n max stars", {"lang": "pt-BR"}, [["n"]]),
        ("tk boleh macam tu", {}, [["tk"]]),
        ("chuyển vô tk vcb nha", {"market": "vn"}, []),
        ("nope", {"market": "vn"}, [["nope"]]),
        ("oui", {"market": "vn"}, [["oui"]]),
    ],
)
def test_a_short_word_counts_where_its_language_is_spoken(text, message, marked):
    assert words(TONGUES, text, **message) == marked


PATTERN = "{concept: ask, patterns: {en: ['feed(?:back|s)', 'gi(?:ft|ve)']}}"


@pytest.mark.parametrize(
    ("text", "names", "marked"),
    [
        ("nice feedback", "", [["feedback"]]),
        ("nice fe3db@ck", "leet", [["fe3db@ck"]]),
        ("nice fe3db@ck", "", []),
        ("nice g\u0456ft", "lookalike", [["g\u0456ft"]]),
        ("nice g1ft", "leet, lookalike", [["g1ft"]]),
        ("31 g and 5 ft", "leet", []),
    ],
)
def test_a_pattern_is_read_through_leet_and_look_alikes(text, names, marked):
    assert words(rules_with("ask", PATTERN, f"disguises: [{names}]"), text) == marked
