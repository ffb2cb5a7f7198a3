"""Chats as hypothesis makes them up: terms in many languages, disguises, turns of conversations, the same said again.

`PACK` is a small rule pack with a rule for everything that a batch could do otherwise than one message at a time.
"""

import msgspec
from hypothesis import strategies as st
from small import rule

from linter.model import Message, Role, Surface

CONCEPTS = (
    "{concept: app, sounds: true, terms: {any: [vx, whatsapp, line, ไลน์], zh: [微信, {term: 加, followed_by: app}]}}",
    "{concept: good, sounds: true, terms: {zh: [好评], vi: [đánh giá], es: [reseña], en: [5 stars, 'review*']}}",
    "{concept: gain, terms: {zh: [红包], en: [gift … card, a], vi: [quà]}, includes: [bonus], passes: {en: [a a]}}",
    "{concept: bonus, terms: {id: [hadiah, wa], pt: [n]}, patterns: {any: ['\\d+ ?%', '(?:o|ox)+[0-9]']}}",
    "{concept: denied, terms: {en: [never], zh: [不要]}}",
)
ALL_DISGUISES = "disguises: [lookalike, leet, spaced, homophone, pinyin, spelled]"
RULES = (
    ("app", "diversion/app", "block", f"{ALL_DISGUISES}\nunless: [{{around: denied, within: sentence}}]"),
    ("phone", "diversion/phone", "warn", ALL_DISGUISES),
    ("{near: [good, gain], within: neighbours}", "reviews/paid", "block", "disguises: [lookalike, leet, spaced]"),
    ("{any: [good, gain]}", "reviews/any", "note", "unless: [{before: app}]\nplatforms: {shopee: warn, ebay: 'off'}"),
    ("{near: [good, gain]}", "orders/one", "warn", "across_turns: false"),
    ("{all: [gain, {buyer: good}]}", "reviews/asked", "warn", ""),
    ("{all: [good, {where: {said: 2}}]}", "spam/again", "warn", "roles: [seller, bot]"),
    ("{all: [good, {where: {ordered: true, platforms: [shopee]}}]}", "orders/good", "warn", ""),
    ("{count: gain, at_least: 2}", "spam/gain", "warn", "markets: [vn, cn]"),
    ("{all: [app, {without: good}, {any: [bonus, url]}]}", "spam/app", "warn", "disguises: [leet]"),
    ("{regex: '[Kß]|i.?o'}", "spam/letters", "note", "surfaces: [im]\nlanguages: [en]"),
    ("{any: [email, handle, price]}", "payment/any", "note", ALL_DISGUISES),
)
PACK = (
    "concepts:\n"
    + "".join(f"  - {concept}\n" for concept in CONCEPTS)
    + "rules:\n"
    + "".join(rule(find, more, rule_id=name, severity=severity) for find, name, severity, more in RULES)
)

WORDS = (
    *(
        "加",
        "vx",
        "ＶＸ",
        "微信",
        "薇信",
        "微xin",
        "wh4tsapp",
        "whаtsapp",
        "l i n e",
        "l.i.n.e",
        "ไลน์",
        "ไ ล น์",
        "LINE",
    ),
    *(
        "好评",
        "好 评",
        "đánh giá",
        "danh gia",
        "reseña",
        "resena",
        "5 stars",
        "５ stars",
        "r3view",
        "reviews",
        "review",
    ),
    *("红包", "紅包", "gift", "gift card", "gift  card", "card", "hadiah", "wa", "a", "n", "5%", "50 %", "quà", "oox5"),
    *("never", "不要", "0812-0000-4455", "0812", "0000 4455", "nol delapan", "t.me/abc", "a@b.co", "$5", "@luna_shop"),
    *("ok", "thanks!", "好的", "ค่ะ", "nhé", "sent today", "ß", "İ", "㍿", "i o"),
)
GLUE = (
    "",
    " ",
    " ",
    "  ",
    ", ",
    ". ",
    "\n",
    "！",
    "。",
    "-",
    "\u200b",
    "\t",
    "👍",
    "👨\u200d👩\u200d👧",
    "\u0301",
    "\0",
    "\x01",
    "\ud83d",
    "\udc00",
)

pieces = st.tuples(st.sampled_from(WORDS), st.sampled_from(GLUE)).map("".join)
texts = st.lists(pieces, max_size=6).map("".join)

_CANNED = st.sampled_from(["", "thanks!", "加vx", "好评", "5 stars", "gift card", "好评领红包", "0812", "0000 4455"])

messages = st.builds(
    Message,
    text=st.one_of(texts, _CANNED),
    role=st.sampled_from([Role.SELLER, Role.SELLER, Role.SELLER, Role.BOT, Role.BUYER, Role.BUYER, Role.SYSTEM]),
    surface=st.sampled_from([Surface.IM, Surface.IM, Surface.BROADCAST]),
    platform=st.sampled_from(["", "", "shopee", "ebay"]),
    market=st.sampled_from(["", "vn", "br"]),
    lang=st.sampled_from(["", "", "en", "pt-BR"]),
    thread=st.sampled_from(["", "", "one", "one", "one", "two", "two"]),
    sender=st.sampled_from(["", "ann", "ann"]),
    sent_at=st.sampled_from([None, None, 600, 3000, "2026-03-02T10:00:00"]),
    order_id=st.sampled_from(["", "", "7"]),
)


def numbered(chat: list[Message]) -> list[Message]:
    """The messages with their place as id."""
    return [msgspec.structs.replace(message, id=str(n)) for n, message in enumerate(chat)]


chats = st.lists(messages, max_size=14).map(numbered)
"""Messages of two conversations and of none, mixed."""
