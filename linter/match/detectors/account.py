"""Ids on other apps, bank accounts, order numbers and tracking numbers."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Final

import regex

from linter.match.detectors import labels, masks
from linter.match.detectors.found import Found, has_digit
from linter.text.later import later

# Names that mean nothing else; and names that are words too, which need more around them.
_APPS: Final = (
    "wechat|wecht|weixin|wexin|vx|wx|v信|v芯|薇信|微信|微信号|加微|加薇|加v|加vx|加wx|whatsapp|whats app|whatsap"
    "|watsapp|watsap|wasap|wasapp|whats|wapp|zap|zapzap|wpp|telegram|telegrm|tlgrm|电报|飞机号|zalo|za lo|da lô"
    "|dalo|viber|skype|instagram|insta|facebook|messenger|kakaotalk|kakao talk|kakao|snapchat|discord|threads|weibo"
    "|微博|小红书号|抖音号|快手号|qq|qq号|扣扣|企鹅号|line id|id line|idline|ไลน์|ไลน์ไอดี|แอดไลน์|เฟส|เฟซ|ไอจี|kik"
    "|imo"
)
_SHORT: Final = "ig|tg|fb|zl"
_WORDY: Final = "line|signal|tele|wa|snap|v|ins|红薯|threema|bbm|薇|卫星|messenger id"
_NAMES: Final = f"{_APPS}|{_SHORT}|{_WORDY}"
_VERBS: Final = (
    "add|加|tambah|tmbh|kết bạn|add line|add me on|follow|ib|nhắn|pm|dm|chat|cari|search|agrega|agrégame|chama|แอด"
    "|ทัก|关注|搜"
)
_FILLER: Final = (
    "号|id|账号|帐号|user|username|user name|name|contact|number|no|at|is|是|为|me|us|in|nya|ở|เป็น|คือ|my|our|kami"
    "|saya|aku|ko|namin|po|shop|admin|cs|kak|ya|em|mình|add|加|group|grup|channel|account|acc|official|oa|ไอดี|ร้าน|มา|มานะ|มาที่|ได้ที่|ได้เลย|นะคะ|ค่ะ"
    "|se|como|com|en|ye|sis"
)
_BETWEEN: Final = r"[\s\p{So}\uFE0F\-–=>→(（\[\"'“「｜|~]"
_IDENTIFIER: Final = (
    r"(?:@\s?)?(?:[a-z][a-z0-9._\-]{2,30}[a-z0-9_]|[0-9][a-z0-9_\-]*[a-z_][a-z0-9_]*|\+?\d(?:[ \-.]?\d){4,13})"
)
# What follows `WeChat:` in ordinary sentences.
_ORDINARY: Final = frozenset(
    [
        "please",
        "here",
        "only",
        "not",
        "never",
        "none",
        "no",
        "yes",
        "and",
        "the",
        "for",
        "with",
        "you",
        "your",
        "this",
        "that",
        "account",
        "number",
        "group",
        "video",
        "call",
        "chat",
        "free",
        "message",
        "support",
        "username",
        "contact",
        "order",
        "orders",
        "from",
        "when",
        "what",
        "then",
        "them",
        "they",
        "available",
        "soon",
        "later",
        "link",
        "code",
        "scan",
        "wechat",
        "whatsapp",
        "telegram",
        "zalo",
        "skype",
        "line",
        "viber",
        "instagram",
        "facebook",
        "shop",
        "store",
        "admin",
        "official",
        "tidak",
        "bukan",
        "ya",
        "kak",
        "bisa",
        "untuk",
        "grup",
        "tolong",
        "jangan",
        "saja",
        "đang",
        "không",
        "shopee",
        "lazada",
        "tokopedia",
        "tiktok",
        "amazon",
        "friends",
        "friend",
        "sticker",
        "case",
        "online",
        "group",
        "chat",
        "pay",
        "payment",
        "app",
        "message",
        "messages",
        "reply",
        "aquí",
        "solo",
        "para",
    ]
)


def may_hold_app_id(text: str) -> bool:
    """Whether an app is named at all."""
    return labels.named(_NAMES, text)


@cache
def _app_id() -> regex.Pattern[str]:
    apps, wordy, verbs, filler = (_alternation(t) for t in (_APPS, _WORDY, _VERBS, _FILLER))
    fill = rf"(?:{_BETWEEN}*(?<!\p{{Latin}})(?P<fill>{filler})(?!\p{{Latin}}))"
    return regex.compile(
        rf"(?P<verb>(?<!\p{{Latin}})(?:{verbs})(?!\p{{Latin}})\s*)?(?<![\p{{Latin}}\d]|\d-|\p{{Latin}}-)(?:(?P<app>{apps}|(?:{_SHORT})(?!\d))|(?P<wordy>{wordy}))(?![\p{{Latin}}\p{{M}}])"
        rf"{fill}{{0,3}}{_BETWEEN}*[:：👉→＝=]*{_BETWEEN}*(?P<id>{_IDENTIFIER})(?![\p{{Latin}}\d_@/])"
    )


def _alternation(table: str) -> str:
    return "|".join(regex.escape(w) for w in sorted(set(table.split("|")), key=lambda w: (-len(w), w)))


def app_ids(text: str) -> Iterator[Found]:
    """Find names that people go by on another app: `vx abc12345`, `line id: shop99`, `skype (mara.help.x)`."""
    for m in _app_id().finditer(text):
        if _is_id(m):
            yield Found(m.start("id"), m.end("id"), m["id"].lstrip("@ "))


_COLON: Final = later(lambda: regex.compile("[:：👉→＝=]"))
_LONG_NUMBER: Final = 5
_GROUP_NAME: Final = 10
_PLAIN_NUMBER: Final = later(lambda: regex.compile(r"[\d \-.+]+"))
_MEASURE: Final = later(
    lambda: regex.compile(
        r"\d+(?:st|nd|rd|th|pcs|pc|x|cm|mm|ml|kg|g|gb|k|rb|h|pm|am|m|v|w|in|days?|hari|jam|ngày)|v\d(?:\.\d)*|[a-z]\d{1,2}"
    )
)


def _is_id(m: regex.Match[str]) -> bool:
    name: str = m["id"]
    if name in _ORDINARY or _MEASURE.fullmatch(name):
        return False
    named = (
        bool(_COLON.search(m.string, m.end("app") if m["app"] else m.end("wordy"), m.start("id")))
        or "id" in m.captures("fill")
        or "号" in m.captures("fill")
        or (m["app"] or "").endswith(("号", "id"))
    )
    if _PLAIN_NUMBER.fullmatch(name):
        # 555555 is laughing in Thai
        enough = sum(c.isdecimal() for c in name) >= _LONG_NUMBER and len(set(name)) > 1
        return enough and (m["wordy"] is None or named or bool(m["verb"]) or name.startswith(("0", "+")))
    marked = name.startswith("@") or any(c in "_.-" or c.isdecimal() for c in name)
    if "channel" in m.captures("fill") or (m["verb"] and named):
        # the name of a group needs no mark: `tele channel peachwickdeals`, `pm tele 👉 peachwickdeals`
        return marked or len(name) >= _GROUP_NAME
    if m["wordy"] is not None:
        # `line art-deco`, `signal 4-way`: a word that names an app needs its sign, its colon or its verb
        return name.startswith("@") or (marked and (named or bool(m["verb"]) or "_" in name or _mixed(name)))
    return marked or named


def _mixed(name: str) -> bool:
    return any(c.isdecimal() for c in name) and any(c.isalpha() for c in name) and len(name) > _LONG_NUMBER


_ACCOUNT: Final = later(
    lambda: regex.compile(
        r"\+\s?\d(?:[ \-]?\d)+|(?<![\p{Latin}\d+#.,/\-])\d(?:[ \-]?\d){8,18}(?![\p{Latin}\d]|[.,/\-]\d)"
        r"|(?<![\p{Latin}\d+#])\d{3,4}\.\d{4}\.\d{4,5}\.\d{3,4}(?!\d)"
        r"|(?<![\p{Latin}\d])[a-z]{2}\d{2}(?: ?[a-z0-9]{4}){3,7}(?: ?[a-z0-9]{1,3})?(?![\p{Latin}\d])"
    )
)
_FEWEST_OF_IBAN: Final = 10


_ACCOUNT_GATE: Final = later(lambda: re.compile(r"\d(?:[ .\-]?\d){8}|[a-z]{2}\d\d[ a-z0-9]{10}"))


def may_hold_account(text: str) -> bool:
    """Whether there are enough digits close together, or an IBAN's beginning."""
    return has_digit(text) and _ACCOUNT_GATE.search(text) is not None


def bank_accounts(text: str) -> Iterator[Found]:
    """Find 9 to 19 digits in the shape of an account or card, or an IBAN; not behind a phone's label."""
    if not may_hold_account(text):
        return
    masked = masks.unlabelled(text)
    for m in _ACCOUNT.finditer(masked):
        read = regex.sub(r"[ .\-]", "", m[0])
        if read.startswith("+"):
            continue
        bank = labels.stands_before(labels.BANK, masked, m.start())
        if sum(c.isdecimal() for c in read) < (_FEWEST_OF_IBAN if read[0].isalpha() else 9):
            continue
        if bank or not labels.stands_before(labels.PHONE, masked, m.start()):
            yield Found(m.start(), m.end(), read)


_ORDER_SHAPES: Final = later(
    lambda: regex.compile(
        r"(?<![\p{Latin}\d\-])(?:\d{3}-\d{7}-\d{7}|\d{2}-\d{5}-\d{5})(?![\p{Latin}\d\-])"
        r"|(?<![\p{Latin}\d])2[0-9](?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?=[\da-z]{0,7}[a-z])[\da-z]{8}(?![\p{Latin}\d])"
        r"|(?<![\p{Latin}\d+.,\-])\d{16,19}(?![\p{Latin}\d]|[.,\-]\d)"
        r"|(?<![\p{Latin}\d&])#\d{4,19}(?![\p{Latin}\d])"
    )
)
_TRACKING_SHAPES: Final = later(
    lambda: regex.compile(
        r"(?<![\p{Latin}\d])(?:[a-z]{2}\d{9}[a-z]{2}|(?:sf|yt|zto|sto|yd|ems)\d{10,16}|j[tpdx][a-z]{0,2}\d{9,15}|jnt\w?\d{8,14}|spx[a-z]{2}\d{9,16}|1z[a-z0-9]{16}"
        r"|lex[a-z]{2,3}-?\d{8,15}|nl[a-z]{2}\d{8,15}|th\d{8,14}[a-z0-9]{0,4}|br\d{9,13}[a-z]|vn\d{9,14}[a-z]?|my\d{9,14}[a-z]?|ph\d{9,14}[a-z]?|mx\d{9,14}[a-z]?|tba\d{9,15}"
        r"|kex\w?\d{8,14}|gdex\d{6,12}|9[2-5]\d{20})(?![\p{Latin}\d])"
    )
)
_VALUE: Final = r"#?(?=[a-z0-9\-]{0,12}\d)(?:\d{2,6}(?: \d{2,6}){1,5}|[a-z0-9][a-z0-9\-]{2,30})(?![\p{Latin}\d])"
_FEWEST: Final = 4


# Four digits in a stretch of letters, digits and hyphens, or in groups.
_NUMBER_GATE: Final = later(lambda: re.compile(r"\d(?:[a-z\-]{0,4}\d){3}|\d{2,} \d{2,}"))


def order_numbers(text: str) -> Iterator[Found]:
    """Find numbers behind the word for an order, or in a platform's shape."""
    if not has_digit(text) or not _NUMBER_GATE.search(text):
        return
    yield from _shaped(_ORDER_SHAPES, text)
    yield from _behind(labels.ORDER, text)


def tracking_numbers(text: str) -> Iterator[Found]:
    """Find numbers behind the word for a parcel, or in a carrier's shape."""
    if not has_digit(text) or not _NUMBER_GATE.search(text):
        return
    yield from _shaped(_TRACKING_SHAPES, text)
    yield from _behind(labels.TRACKING, text)


def _shaped(shapes: regex.Pattern[str], text: str) -> Iterator[Found]:
    return (Found(m.start(), m.end(), m[0].lstrip("#")) for m in shapes.finditer(text))


def _behind(table: str, text: str) -> Iterator[Found]:
    mine = frozenset(table.split("|"))
    # All labels at once, for the longest to win: 订单号 is an order's although 单号 alone is a parcel's.
    if not labels.named(labels.NO_PHONE, text):
        return
    for m in labels.labelled(labels.NO_PHONE, _VALUE).finditer(text):
        if m["label"] not in mine:
            continue
        read = regex.sub(r"[# ]", "", m["value"])
        if sum(c.isdecimal() for c in read) >= _FEWEST:
            yield Found(m.start("value"), m.end("value"), read)
