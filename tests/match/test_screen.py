"""The screen before the rules: it may say too much, never too little; of ordinary sentences it lets few through."""

from collections.abc import Iterator

import pytest
from chats import PACK
from small import rules_with, ruleset
from test_packs import shipped

from linter.match.reading import Reading
from linter.model import Role
from linter.proof import Case, cases
from linter.ruleset import RuleSet
from linter.ruleset.compiled import CompiledRule
from linter.thread import read_so_far

SMALL = ruleset(PACK)


def names(rules: RuleSet, screened: int) -> set[str]:
    return {rule.id for n, rule in enumerate(rules.rules) if screened >> n & 1}


def let_through(rules: RuleSet, text: str) -> set[str]:
    """The rules that the text may break; asked about it alone and among others, which must be the same."""
    screen, views = rules.words.screen, rules.words.views
    alone = screen.rules(views(text))
    assert screen.many([views("加vx"), views(text), views("")])[1] == alone
    return names(rules, alone)


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("", set()),
        ("hello, sent today", set()),
        # Of `near: [good, gain]` one part is looked for: no clean example says which is rarer beside the other.
        ("好评", {"reviews/any", "reviews/paid", "orders/one", "orders/good", "spam/again"}),
        ("gift of a card", {"reviews/any", "reviews/asked", "spam/gain"}),
        ("add vx", {"diversion/app", "spam/app"}),
        ("vxl online", set()),
        ("io K", {"spam/letters"}),
    ],
)
def test_a_text_may_break_the_rules_whose_rarest_parts_it_holds(text, rules):
    assert let_through(SMALL, text) - {"diversion/phone", "payment/any"} == rules


DISGUISED = [
    ("whatsapp", "diversion/app"),
    ("ＷｈａｔｓＡｐｐ", "diversion/app"),
    ("wh4ts4pp", "diversion/app"),
    ("whаtsapp", "diversion/app"),
    ("w h a t s a p p", "diversion/app"),
    ("l.i.n.e", "diversion/app"),
    ("Iine", "diversion/app"),
    ("薇芯", "diversion/app"),
    ("微xin", "diversion/app"),
    ("weixin", "diversion/app"),
    ("微\u200b信", "diversion/app"),
    ("微 信", "diversion/app"),
    ("ไ ล น์", "diversion/app"),
    ("đa\u0301nh giá", "reviews/any"),
    ("danh  gia", "reviews/any"),
    ("danh\tgia", "reviews/any"),
    ("5\u3000stars", "reviews/any"),
    ("r3view", "reviews/any"),
    ("rev1ews", "reviews/any"),
    ("紅包", "reviews/any"),
    ("gift of card", "reviews/any"),
    ("g1ft of c4rd", "reviews/any"),
    ("5 %", "reviews/any"),
    ("０８１２-0000-4455", "diversion/phone"),
    ("nol delapan satu dua nol nol nol nol 4455", "diversion/phone"),
    ("a (at) b dot co", "payment/any"),
    ("\ud83d加vx", "diversion/app"),
    ("\0加vx\x01", "diversion/app"),
]


@pytest.mark.parametrize(("text", "rule"), DISGUISED)
@pytest.mark.parametrize("around", ["{}", "亲,{}!", "hello {} 谢谢", "👍\n{}\n"])
def test_what_is_hidden_is_let_through(text, rule, around):
    assert rule in let_through(SMALL, around.format(text))


def test_a_rule_that_holds_without_any_word_is_always_let_through():
    asked = rules_with("{all: [{without: app}, {where: {said: 2}}]}", "{concept: app, terms: {en: [vx]}}")
    assert let_through(asked, "") == let_through(asked, "vx") == {"spam/it"}
    own = rules_with("this-platform", "{concept: platform-shopee, terms: {en: [shopee]}}")
    assert let_through(own, "hello") == {"spam/it"}


def test_without_rules_nothing_is_let_through():
    assert let_through(ruleset("rules: []\n"), "加vx 0812 0000 4455") == set()


# -- the shipped rules -------------------------------------------------------------------------------------------------


def bad() -> Iterator[tuple[CompiledRule, int, Case]]:
    numbers = {rule.id: n for n, rule in enumerate(shipped()[2].rules)}
    for case in cases(shipped()[0]):
        if case.kind == "bad":
            yield shipped()[2].rules[numbers[case.rule]], numbers[case.rule], case


def test_every_bad_example_is_let_through_for_its_rule():
    rules = shipped()[2]
    held_back = [
        (rule.id, case.messages[-1].text)
        for rule, number, case in bad()
        if not any(reading.screened >> number & 1 for reading in readings(case, rules))
    ]
    assert held_back == []


def readings(case: Case, rules: RuleSet) -> list[Reading]:
    """Of an example the last turn by itself, and with the turns before."""
    alone = Reading(case.messages[-1].text, rules.words)
    return [alone, read_so_far(case.messages, rules)] if len(case.messages) > 1 else [alone]


ORDINARY = [
    ("en", "Hi, thanks for your order! It ships tomorrow morning."),
    ("en", "The lid has a silicone ring, so please don't put it in the dishwasher."),
    ("en", "Size M fits a waist of 70 to 76 cm."),
    ("zh", "亲,您的宝贝今天下午已经发出了"),
    ("zh", "这款有三个颜色,白色最耐脏"),
    ("zh", "七天内不满意可以在订单里申请退货"),
    ("id", "Halo kak, barangnya ready ya, besok pagi dikirim"),
    ("id", "Bahannya katun, adem dipakai seharian kak"),
    ("ms", "Baju ni kain cotton, selesa dipakai hari-hari"),
    ("ms", "Esok pagi kami hantar ya, terima kasih"),
    ("fil", "Available pa po ang black, bukas po namin ipapadala"),
    ("fil", "Cotton po ang tela, hindi mainit"),
    ("th", "สินค้าพร้อมส่งค่ะ จัดส่งพรุ่งนี้เช้านะคะ"),
    ("th", "ผ้าคอตตอน ใส่สบายค่ะ"),
    ("vi", "Dạ hàng còn sẵn ạ, mai shop gửi cho mình nhé"),
    ("vi", "Vải cotton mặc mát lắm chị ơi"),
    ("es", "Hola, su pedido sale mañana por la mañana"),
    ("es", "La tela es de algodón y no encoge"),
    ("pt", "Oi, seu pedido sai amanhã de manhã"),
    ("pt", "O tecido é de algodão e não encolhe"),
]


def test_of_ordinary_sentences_few_are_looked_at_closely():
    rules = shipped()[2]
    passed = {text: let_through(rules, text) for _, text in ORDINARY}
    assert sum(map(bool, passed.values())) <= len(ORDINARY) // 4, passed
    assert sum(map(len, passed.values())) <= len(ORDINARY) // 2, passed
    assert {language for language, text in ORDINARY if not passed[text]} == {language for language, _ in ORDINARY}


def test_of_clean_examples_most_rules_are_held_back():
    rules = shipped()[2]
    clean = [
        message.text
        for case in cases(shipped()[0])
        if case.kind == "good"
        for message in case.messages
        if message.role is not Role.BUYER
    ]
    screened = rules.words.screen.many([rules.words.views(text) for text in clean])
    assert sum(bits.bit_count() for bits in screened) < 3 * len(clean)
