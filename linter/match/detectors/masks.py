"""Numbers that are surely something else, blanked out before anybody looks for a phone or an account."""

from functools import cache, lru_cache
from typing import Final

import regex

from linter.match.detectors import labels
from linter.text.later import later

BLANK: Final = "\x00"

_DATE: Final = (
    r"(?<![\d.\-/])(?:(?:19|20)\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2}))(?![\-/.]?\d)日?"
    r"|(?<!\d)20[0-4]\d[01]\d[0-3]\d(?!\d)"
    r"|(?<!\d)\d{1,4}\s?[年月日号]"
)
_TIME: Final = (
    r"(?<!\d)\d{1,2}(?::\d{2}){1,2}(?!\d)(?:\s?[ap]\.?m)?|(?<!\d)\d{1,2}h\d{2}(?!\d)"
    r"|(?<![\d.])[012]?\d\.[0-5]\d\s?[-–—~]\s?[012]?\d\.[0-5]\d(?!\.?\d)"  # 09.00 - 12.00 น.
)
# 2003 - 2006, ปี 2560-2562, 1600 – 1868; a phone has no spaces around its one dash
_RANGE: Final = (
    r"(?<!\d[ .\-]?)(?:1[5-9]|2[05])\d{2}\s?[-–—~]\s?(?:1[5-9]|2[05])\d{2}(?![ .\-]?\d)"
    r"|(?<!\d[ .\-]?)(?<!\d\s[-–—~]\s)(?!0\d{2})\d{1,4}\s[-–—~]\s\d{1,4}(?!\s?[-–—~.]?\s?\d)"
)
_CURRENCY: Final = r"(?:us\$|r\$|rm|rp\.?|idr|php|vnd|thb|usd|eur|gbp|myr|sgd|[$€£¥฿₱₫₩₹])"
_PRICE: Final = (
    rf"(?<!\p{{Latin}}){_CURRENCY}\s?\d[\d.,]*"
    r"|(?<![\d.,])\d[\d.,]*\s?(?:元|块|円|đ(?!\p{Latin})|₫|฿|บาท|€|£|rb(?!\p{Latin})|ribu|ngàn|nghìn|k(?!\p{Latin})|usd|reais|pesos|rupiah|%)"
)
# `555.123.4567` and `090.123.456` are no thousands.
_THOUSANDS: Final = r"(?<![\d.,\-(+])[1-9]\d{0,2}(?:[.,]\d{3})+(?![\d\-]|[.,]\d)(?:[.,]\d{1,2}(?!\d))?"
_SIZE: Final = (
    r"(?<!\d)\d{1,4}(?:[.,]\d+)?\s?[x×*]\s?\d{1,4}(?!\d)(?:[.,]\d+)?(?:\s?[x×*]\s?\d+)?"
    r"|(?<!\d)\d+/\d+[a-z]\b"
)
_CODES: Final = (
    r"(?<!\d)97[89][- ]?\d(?:[- ]?\d){8,10}(?!\d)"  # ISBN
    r"|(?<!\d)\d{3}-\d{7}-\d{7}(?!\d)"  # Amazon's order numbers
    r"|(?<!\d)\d{2}-\d{5}-\d{5}(?!\d)"  # eBay's
    r"|(?<![\d\-])\d{5}-\d{3}(?![\d\-])"  # CEP
    r"|(?<![\d\-])\d{6}-[a-z]?\d{2,3}(?![\d\-])"  # part numbers, 405000-001
    r"|(?<![\d\-])[0-5]\d{4}-\d{5}(?![\d\-])"  # 04152-37010; Indian mobiles begin with 6 to 9
    r"|(?<![\d.+])\d{1,3}(?:\.\d{1,3}){3}(?!\d|\.\d)"  # IP addresses
    r"|(?<![\p{Latin}\d])(?!wa|hp|tel|vx?|wx)\p{Latin}{1,6}-?\d{5,}\p{Latin}{0,4}(?!\d)(?<=(?=.*\d{7})[\s\S]*)"
)
# Each begins where a word does and gives nothing back: from every letter of a long one the end is as far away again.
_ADDRESS: Final = (
    r"(?:https?://|www\.)[^\s\u2e80-\u9fff]+"
    r"|(?<![\w\-])(?<![\w\-]\.)[\w\-]++(?:\.[\w\-]+)*\.[a-z]{2,}/[^\s\u2e80-\u9fff]*"
    r"|(?<![\w.+\-])[\w.+\-]++@[\w\-]+\.[\w.\-]+"
)


@cache
def _other_things() -> regex.Pattern[str]:
    return regex.compile(f"{_ADDRESS}|{_DATE}|{_TIME}|{_RANGE}|{_PRICE}|{_THOUSANDS}|{_SIZE}|{_CODES}")


_VALUE: Final = r"#?(?:\p{Latin}{1,6}[\- ]?)?\d(?:[\d\s.\-/]{0,30}\d)?[\p{Latin}\d]*"
# Labels that also introduce a way to order: `Order: 0812-…` gives a phone.
_LOOSE: Final = frozenset(
    {"order", "orders", "pesanan", "orderan", "order anda", "đơn hàng", "đơn", "don hang", "pedido", "orden", "compra"}
    | {"ออเดอร์", "คำสั่งซื้อ", "订单", "定单", "单子", "快递", "物流", "包裹", "code", "part", "item", "case", "paquete"}
)
_NUMBERED: Final = later(
    lambda: regex.compile(
        r"no\b|nos\b|number|nomor|nombor|número|numero|núm|n[ºo°]|\bid\b|#|号|编号|หมายเลข|เลขที่|số|código|codigo|code"
    )
)
_PHONE_LIKE: Final = later(lambda: regex.compile(r"\+|0[^0]"))


@cache
def _labelled_things() -> regex.Pattern[str]:
    return labels.labelled(labels.NO_PHONE, _VALUE)


@lru_cache(maxsize=16)
def unlabelled(text: str) -> str:
    """Blank addresses, dates, times, prices, sizes, codes and numbers behind a label; the length stays."""
    blanked = _other_things().sub(lambda m: BLANK * len(m[0]), text)
    return _labelled_things().sub(_blank_value, blanked) if labels.named(labels.NO_PHONE, blanked) else blanked


def _blank_value(m: regex.Match[str]) -> str:
    ahead = m.start("value") - m.start()
    loose = m["label"] in _LOOSE and not _NUMBERED.search(m[0], len(m["label"]), ahead)
    if loose and _PHONE_LIKE.match(m["value"]):
        return m[0]
    return m[0][:ahead] + BLANK * len(m["value"])
