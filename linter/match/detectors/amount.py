"""Prices and quantities in nine languages."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Final

import regex
from ahocorasick_rs import AhoCorasick

from linter.match.detectors.found import Found, has_digit
from linter.text.later import later

_NUMBER: Final = r"\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?"
_SIGNS: Final = (
    r"us\$|s\$|hk\$|nt\$|mx\$|a\$|c\$|au\$|r\$|\$|€|£|¥|฿|₱|₫|₩|₹|rm|rp\.?|idr|myr|sgd|usd|php|thb|vnd|brl|eur|gbp|cny"
    r"|rmb|mxn|aud|hkd|ntd|twd"
)
_SCALES: Final = "k|rb|ribu|rbu|jt|juta|tr|triệu|tỷ|ngàn|nghìn|ngan|nghin|mil|万|千"
# Words that make a number an amount; Latin ones end at a letter's edge.
_LATIN_UNITS: Final = (
    "rmb|cny|usd|dollars?|bucks|vnd|vnđ|dong|đồng|đ|k|rb|ribu|rbu|jt|juta|ngàn|nghìn|ngan|nghin|triệu|tr|cành|pesos?|piso"
    "|php|mxn|reais|real|contos?|pilas?|euros?|eur|pounds?|quid|gbp|pence|p|cents?|centavos?|sentimo|ringgit|rm|myr|sen"
    "|rupiah|perak|d[oó]lar(?:es)?|libras|sgd|thb|baht|brl|hkd|ntd|twd"
)
_OTHER_UNITS: Final = (
    r"元|块钱|块|圆|円|毛钱|角|分钱|港币|港元|台币|美元|美金|欧元|英镑|人民币|泰铢|刀|บาท|฿|สตางค์|₫|€|£|₱|\$|¥"
)
# How each language says a small sum in words: numbers, then money.
_SPELLED: Final = (
    (
        "ten|five|twelve|fifteen|twenty|thirty|fifty|hundred|two|three|four",
        r"bucks|dollars|pounds|quid|euros?|pesos|ringgit",
    ),
    ("dois|duas|três|cinco|dez|quinze|vinte|trinta|quarenta|cinquenta|cem", r"reais|contos?|euros?"),
    (
        "cinco|diez|quince|veinte|treinta|cuarenta|cincuenta|cien|doscientos|quinientos",
        r"pesos|euros?|d[oó]lares|soles",
    ),
    ("dua|tiga|empat|lima|enam|sepuluh|lima belas|dua puluh|lima puluh|seratus", "ribu|ringgit|rupiah|juta"),
    ("năm|chục|mười|hai mươi|năm mươi|một trăm|hai trăm|vài chục", "ngàn|nghìn|triệu|đồng"),
    ("limang|sampung|dalawampung|limampung|isang daang|bente|singkwenta|diyes", "piso|pesos"),
)
_SPELLED_UNSPACED: Final = (
    r"[一二两三四五六七八九十百千万几半]{1,6}(?:块钱|元(?![旦素宵])|毛钱|美元|美金)"
    r"|(?:สิบ|ยี่สิบ|สามสิบ|ห้าสิบ|ร้อย|ห้าร้อย|พัน)บาท"
)
# 18k gold and 4k screens are no prices.
_MATERIALS: Final = "gold|emas|oro|ouro|vàng|金|plated|tv|screen|video|uhd|hd|resolution|monitor|layar"
_NO_PRICE: Final = rf"\d{{1,2}}k\s?(?:{_MATERIALS})|[48]k(?!\p{{Latin}})"


_AMOUNT: Final = later(lambda: re.compile(_NUMBER))
_BEFORE: Final = 6


@cache
def _around() -> tuple[regex.Pattern[str], regex.Pattern[str], regex.Pattern[str]]:
    """Patterns for the sign before a number, its scale, and its scale and unit behind it."""
    return (
        regex.compile(rf"(?<!\p{{Latin}})(?:{_SIGNS})\s?\Z"),
        regex.compile(rf"\s?(?:{_SCALES})(?!\p{{Latin}})"),
        regex.compile(rf"(?:\s?(?:{_SCALES}))?\s?(?:(?:{_LATIN_UNITS})(?![\p{{L}}\d])|{_OTHER_UNITS})"),
    )


@cache
def _spelled() -> regex.Pattern[str]:
    spelled = "|".join(rf"(?:{numbers})\s(?:{money})" for numbers, money in _SPELLED)
    return regex.compile(rf"(?<!\p{{Latin}})(?:{spelled})(?!\p{{Latin}})|{_SPELLED_UNSPACED}")


@cache
def _money_gate() -> AhoCorasick:
    latin = {word.rstrip("?").rstrip("s") for _, money in _SPELLED for word in money.split("|") if "[" not in word}
    return AhoCorasick([*sorted(latin), "lares", "块钱", "元", "毛钱", "美金", "บาท"])


@lru_cache(maxsize=16)
def may_hold_price(text: str) -> bool:
    """Whether there is a digit, or a word for money."""
    return has_digit(text) or bool(_money_gate().find_matches_as_indexes(text))


def prices(text: str) -> Iterator[Found]:
    """Find amounts of money."""
    numbers = _AMOUNT.finditer(text) if has_digit(text) else ()
    found = [f for m in numbers if (f := _price(text, m)) is not None]
    if _money_gate().find_matches_as_indexes(text):
        found += (Found(m.start(), m.end(), m[0]) for m in _spelled().finditer(text))
    yield from found


def _price(text: str, number: re.Match[str]) -> Found | None:
    sign, scale, unit = _around()
    start, end = number.span()
    before = sign.search(text, max(0, start - _BEFORE), start)
    if before is not None:
        after = scale.match(text, end)
        return _read(text, before.start(), after.end() if after else end)
    after = unit.match(text, end)
    if after is None or _glued(text, start) or _no_price().match(text, start):
        return None
    return _read(text, start, after.end())


@cache
def _no_price() -> regex.Pattern[str]:
    return regex.compile(_NO_PRICE)


def _glued(text: str, start: int) -> bool:
    """Tell `x50k` and the tail of `1.2.3` from a number of its own."""
    return start > 0 and (text[start - 1] in ".," or (text[start - 1].isascii() and text[start - 1].isalnum()))


def _read(text: str, start: int, end: int) -> Found:
    return Found(start, end, "".join(text[start:end].split()))


_UNITS: Final = (
    "ml|cl|l|liter|litre|liters|litres|litro|litros|g|gr|gram|grams|gramas|gramos|kg|kilo|kilos|mg|oz|fl oz|lb|lbs"
    "|cm|mm|m|meter|meters|metros|inch|inches|in|ft|pc|pcs|piece|pieces|pair|pairs|set|sets|pack|packs|pk|box|boxes"
    "|bottle|bottles|bag|bags|unit|units|item|items|roll|rolls|sheet|sheets|ct|count|biji|buah|botol|kotak|pak"
    "|lusin|pasang|helai|keping|lembar|bungkus|sachet|dus|karton|bks|btl|pax|rim|piraso|pirasong|kahon|bote|pares"
    "|balot|cái|chiếc|hộp|gói|chai|đôi|bộ|cuộn|tờ|lọ|túi|thùng|viên|kí|ký|cây|tuýp|pieza|piezas|unidad|unidades"
    "|caja|cajas|par|botella|botellas|bolsa|bolsas|paquetes|peça|peças|pecas|unidade|caixa|caixas|garrafa|garrafas"
    "|pacote|pacotes|un"
)
_COUNTERS: Final = (
    "个|件|只|条|双|套|包|袋|盒|瓶|片|支|颗|粒|张|本|箱|斤|克|毫升|升|厘米|米|毫米|公斤|千克|寸|罐|把|台|顶|枚|对"
    r"|组|份|ชิ้น|อัน|ตัว|ใบ|ขวด|กล่อง|ซอง|คู่|แพ็ค|แพค|มล\.?|ซม\.?|กก\.?|กรัม|ลิตร|เมตร|เส้น|ผืน|ห่อ|ลัง|โหล|เม็ด"
    "|แผ่น|ถุง|เล่ม"
)


@cache
def _counted() -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """Patterns for what stands behind a counted number and before it."""
    units = "|".join(sorted(_UNITS.split("|"), key=len, reverse=True))
    packs = "pack|set|box|bundle|lot|case|pak|isi|caja|pacote|kit|combo"
    return (
        regex.compile(rf"\s?-?(?:{units})(?!\p{{L}})|\s?(?:{_COUNTERS})|\s?[x×](?![\p{{L}}\d])"),
        regex.compile(rf"(?<![\p{{L}}\d])(?:(?:{packs})\s(?:(?:of|de|com|con|isi)\s)?|[x×]\s?)\Z"),
    )


_CHINESE_NUMBERS: Final = "一二两三四五六七八九十百几"
_CHINESE_COUNTERS: Final = "个|件|只|条|双|套|包|袋|盒|瓶|片|支|颗|粒|张|箱|斤|公斤|毫升|罐"
_CHINESE: Final = later(lambda: regex.compile(f"[{_CHINESE_NUMBERS}]{{1,4}}(?:{_CHINESE_COUNTERS})"))


@cache
def _chinese_gate() -> AhoCorasick:
    return AhoCorasick([number + counter for number in _CHINESE_NUMBERS for counter in _CHINESE_COUNTERS.split("|")])


_BEFORE_COUNTED: Final = 16


@lru_cache(maxsize=16)
def may_hold_quantity(text: str) -> bool:
    """Whether there is a digit, or a Chinese number before what it counts."""
    return has_digit(text) or bool(_chinese_gate().find_matches_as_indexes(text))


def quantities(text: str) -> Iterator[Found]:
    """Find numbers with what they count or measure."""
    for m in _AMOUNT.finditer(text) if has_digit(text) else ():
        found = _quantity(text, m)
        if found is not None:
            yield found
    if _chinese_gate().find_matches_as_indexes(text):
        yield from (Found(m.start(), m.end(), m[0]) for m in _CHINESE.finditer(text))


def _quantity(text: str, number: re.Match[str]) -> Found | None:
    behind, ahead = _counted()
    start, end = number.span()
    before = ahead.search(text, max(0, start - _BEFORE_COUNTED), start)
    if before is not None:
        return _read(text, before.start(), end)
    after = behind.match(text, end)
    return _read(text, start, after.end()) if after and not _glued(text, start) else None
