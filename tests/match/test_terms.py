"""What a term may say: word edges by script, stems, gaps, conditions, in nine languages."""

import pytest
from small import rules_with, words

from linter.errors import RuleError


def terms(written: str, language: str = "any", **message: object):
    rules = rules_with(f"{{terms: {{{language}: [{written}]}}}}")
    return lambda text: [part for found in words(rules, text, **message) for part in found]


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("vx", "加vx聊", ["vx"]),
        ("vx", "加VX聊", ["VX"]),
        ("vx", "vx:abc", ["vx"]),
        ("vx", "vxl bulbs", []),
        ("vx", "加v聊", []),
        ("vx", "แอดvxนะคะ", ["vx"]),
        ("vx", "ぜひvxへ", ["vx"]),
        ("line", "add me on LINE!", ["LINE"]),
        ("line", "shop online, lines and underline", []),
        ("line", "on-line", ["line"]),
        ("line", "line_shop", []),
        ("line", "дline", []),
        ("line", "แอดไลน์ line ได้เลย", ["line"]),
        ("wa", "wa aja kak", ["wa"]),
        ("wa", "wau keren, mewah, jawa", []),
        ("wa", "wa081200004455", ["wa"]),
        ("wa", "wa2 atau 2wa", []),
        ("ig", "ig/fb", ["ig"]),
        ("ig", "big deal, iguana", []),
        ("5 stars", "give 5 stars please", ["5 stars"]),
        ("5 stars", "give 5\u00a0stars", ["5\u00a0stars"]),
        ("5 stars", "15 stars, 4.5 stars and 4,5 stars", []),
        ("5 stars", "rated 5 starship", []),
        ("5 stars", "(5 stars)", ["5 stars"]),
        ("x5", "x5 and x55 and x5.0", ["x5"]),
        ("5星", "给5星好评,15星不行,4.5星也不行", ["5星"]),
        ("好评", "五星好评返现", ["好评"]),
        ("รีวิว", "ฝากรีวิวด้วยนะคะ", ["รีวิว"]),
        ("đánh giá", "nhờ bạn đánh giá giúp shop", ["đánh giá"]),
        ("đánh giá", "ĐÁNH GIÁ 5 sao", ["ĐÁNH GIÁ"]),
        ("reseña", "déjanos una reseña o reseñas", ["reseña"]),
        ("avaliação", "sua avaliação, por favor", ["avaliação"]),
        ("bintang lima", "kasih bintang   lima ya", ["bintang   lima"]),
        ("bintang lima", "kasih bintang\tlima ya", ["bintang\tlima"]),
        ("bintang lima", "kasih bintang\nlima ya", []),
        ("bintang lima", "bintang  limau, sebintang  lima", []),
        ("đánh giá", "nhờ  bạn đánh  giá, đanh  giả", ["đánh  giá"]),
        ("đánh giá", "danh  gia", ["danh  gia"]),
        ("c++", "learn c++ now", ["c++"]),
        ("can't", "we can't do it", ["can't"]),
    ],
)
def test_word_edges_go_by_script(term, text, found):
    assert terms(term)(text) == found


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("refund*", "refunds, refunded and a refund", ["refunds", "refunded", "refund"]),
        ("refund*", "prerefund", []),
        ("'*hapus'", "dihapus atau menghapus, hapuskan", ["dihapus", "menghapus"]),
        ("'*hapus*'", "hapuskan dihapusin", ["hapuskan", "dihapusin"]),
        ("avali*", "você avaliou? avaliação!", ["avaliou", "avaliação"]),
        ("'* card'", "gift card", ["card"]),
        ("gift*card", "giftcard and giftscard, gift card", ["giftcard", "giftscard"]),
        ("gift* card*", "gifts  cards", ["gifts  cards"]),
        ("返*现", "返现,返个现", ["返现"]),
        ("กด*", "กดรีวิว", ["กด"]),
    ],
)
def test_a_star_stands_for_any_letters_of_a_word(term, text, found):
    assert [part.strip() for part in terms(term)(text)] == found


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("leave … review", "Leave us a nice review!", ["Leave us a nice review"]),
        ("leave ... review", "leave review", ["leave review"]),
        ("leave … review", "leave it. A review follows", []),
        ("leave … review", "leave\nreview", []),
        ("leave … review", "leave the whole box at the door for somebody, review it", []),
        ("leave … review", "leaves a review, leave a reviewer", []),
        ("leave … review … stars", "leave a review of five stars", ["leave a review of five stars"]),
        ("给 … 好评", "给个好评", ["给个好评"]),
        ("给 … 好评", "给我们小店一个大大的五星好评", ["给我们小店一个大大的五星好评"]),
        ("给 … 好评", "给我们这家刚刚开业不久的小小小小店好评", []),
        ("để lại … đánh giá", "để lại cho shop đánh giá nhé", ["để lại cho shop đánh giá"]),
        ("để lại … đánh giá", "de lai cho shop danh gia nhe", ["de lai cho shop danh gia"]),
        ("để lại … đánh giá", "để lại cho shop đảnh giả nhé", []),
        ("ให้ … ดาว", "ให้คะแนนห้าดาว", ["ให้คะแนนห้าดาว"]),
        ("deja* … reseña", "déjanos una reseña", []),
        ("dej* … reseña", "dejarnos una resena", ["dejarnos una resena"]),
        ("kasih* … bintang", "kasihin dong bintang", ["kasihin dong bintang"]),
        ("'wait...'", "wait for it", ["wait"]),
        ("'… review'", "my review", ["review"]),
    ],
)
def test_a_gap_is_a_few_words_of_one_sentence(term, text, found):
    assert terms(term)(text) == found


CONDITIONS = "{concept: five, terms: {zh: [五星], en: [five]}}"


def under(term: str, concepts: str = CONDITIONS):
    rules = rules_with(f"{{terms: {{any: [{term}]}}}}", concepts)
    return lambda text: [part for found in words(rules, text) for part in found]


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("{term: 返, followed_by: price}", "好评返3元", ["返"]),
        ("{term: 返, followed_by: price}", "返回3元", ["返"]),
        ("{term: 返, followed_by: price}", "返还给您这边付的3元", []),
        ("{term: 返, followed_by: price}", "3元返", []),
        ("{term: 返, followed_by: price}", "往返都可以", []),
        ("{term: 返, followed_by: five}", "返五星", ["返"]),
        ("{term: get, followed_by: five}", "get up to five", ["get"]),
        ("{term: get, followed_by: five}", "get it all when five", []),
        ("{term: stars, preceded_by: five}", "five very shiny stars, stars", ["stars"]),
        ("{term: stars, preceded_by: five}", "stars five", []),
        ("{term: 颗, preceded_by: five, followed_by: price}", "五星颗3元", ["颗"]),
        ("{term: 颗, preceded_by: five, followed_by: price}", "五星颗", []),
        ("{term: 颗, preceded_by: five, followed_by: price}", "颗3元", []),
        ("{term: get … back, followed_by: price}", "get it back $5", ["get it back"]),
        ("{term: get … back, followed_by: price}", "get it back soon", []),
    ],
)
def test_what_must_stand_beside_a_term(term, text, found):
    assert under(term)(text) == found


def test_a_term_that_a_condition_speaks_against_hides_nothing():
    rules = rules_with("{any: [gain, phone]}", "{concept: gain, terms: {zh: [{term: 返, followed_by: price}, 返现]}}")
    assert words(rules, "返回, 返现") == [["返现"]]


def test_conditional_terms_hold_each_other():
    concepts = """{concept: change, terms: {zh: [{term: 改, followed_by: stars}]}}
{concept: stars, terms: {zh: [{term: 五颗, preceded_by: change}]}}"""
    rules = rules_with("{near: [change, stars]}", concepts)
    assert words(rules, "改成五颗") == [["改", "五颗"]]
    assert words(rules, "改天我们再说吧, 买了五颗") == []
    assert words(rules, "五颗改") == []


def test_a_term_may_be_followed_by_its_own_concept():
    rules = rules_with("good", "{concept: good, terms: {zh: [{term: 好, followed_by: good}, 棒]}}")
    assert words(rules, "好好棒") == [["好"], ["好"], ["棒"]]
    assert words(rules, "好好") == []


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("{term: 微, alone: true}", "加 微 聊", ["微"]),
        ("{term: 微, alone: true}", "加微:abc", []),
        ("{term: 微, alone: true}", "微123", ["微"]),
        ("{term: 微, alone: true}", "微博", []),
        ("{term: 微, alone: true}", "vx微", []),
        ("{term: v, alone: true}", "加v聊 v", ["v"]),
        ("{term: 加v, alone: true}", "加 v", ["加 v"]),
        ("{term: 加v, alone: true}", "快加 v", []),
        ("{term: LINE, case: true}", "LINE line Line ＬＩＮＥ", ["LINE"]),
        ("{term: 'LINE*', case: true}", "LINEs line LINE", ["LINEs", "LINE"]),
        ("{term: IG, case: true}", "1G is fast", []),
        ("{term: line, disguises: false}", "l1ne line", ["line"]),
        ("{term: leave … note, disguises: false}", "leave a note, le4ve a note", ["leave a note"]),
    ],
)
def test_neighbours_case_and_disguise_of_a_term(term, text, found):
    rules = rules_with(f"{{terms: {{any: [{term}]}}}}", more="disguises: [lookalike, leet, spaced]")
    assert [part for parts in words(rules, text) for part in parts] == found


@pytest.mark.parametrize(
    ("term", "problem"),
    [
        ("'\u200b'", "the term `\u200b` has no letters"),
        ("'a … *'", "the term `a … *` has no letters"),
        ("{term: a … b, case: true}", "the term `a … b` has a gap (`case` and `alone` are for terms without)"),
        ("{term: a*b, alone: true}", "the term `a*b` has a gap (`case` and `alone` are for terms without)"),
    ],
)
def test_a_term_that_cannot_be_looked_for_is_told(term, problem):
    with pytest.raises(RuleError) as caught:
        terms(term)
    assert str(caught.value) == problem
