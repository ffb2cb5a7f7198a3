"""Prices and quantities in nine languages."""

from collections.abc import Iterator
from functools import cache
from typing import Final

import regex

from linter.match.detectors.found import Found

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
_SPELLED_UNSPACED: Final = r"[一二两三四五六七八九十百千万几半]{1,6}(?:块钱|元(?![旦素宵])|毛钱|美元|美金)|(?:สิบ|ยี่สิบ|สามสิบ|ห้าสิบ|ร้อย|ห้าร้อย|พัน)บาท"
# 18k gold and 4k screens are no prices.
_MATERIALS: Final = "gold|emas|oro|ouro|vàng|金|plated|tv|screen|video|uhd|hd|resolution|monitor|layar"
_NOT: Final = rf"(?!\d{{1,2}}k\s?(?:{_MATERIALS})|[48]k(?!\p{{Latin}}))"


@cache
def _price() -> regex.Pattern[str]:
    spelled = "|".join(rf"(?:{numbers})\s(?:{money})" for numbers, money in _SPELLED)
    units = rf"(?:(?:{_LATIN_UNITS})(?![\p{{L}}\d])|{_OTHER_UNITS})"
    return regex.compile(
        rf"(?<!\p{{Latin}})(?:{_SIGNS})\s?(?:{_NUMBER})(?:\s?(?:{_SCALES})(?!\p{{Latin}}))?"
        rf"|(?<![\p{{Latin}}\d.,]){_NOT}(?:{_NUMBER})(?:\s?(?:{_SCALES}))?\s?{units}"
        rf"|(?<!\p{{Latin}})(?:{spelled})(?!\p{{Latin}})|{_SPELLED_UNSPACED}"
    )


def prices(text: str) -> Iterator[Found]:
    """Amounts of money."""
    for m in _price().finditer(text):
        yield Found(m.start(), m.end(), regex.sub(r"\s", "", m[0]))


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
def _quantity() -> regex.Pattern[str]:
    units = "|".join(sorted(_UNITS.split("|"), key=len, reverse=True))
    packs = "pack|set|box|bundle|lot|case|pak|isi|caja|pacote|kit|combo"
    return regex.compile(
        rf"(?<![\p{{Latin}}\d.,])(?:{_NUMBER})(?:\s?-?(?:{units})(?!\p{{L}})|\s?(?:{_COUNTERS}))"
        rf"|(?<![\p{{L}}\d])(?:{packs})\s(?:(?:of|de|com|con|isi)\s)?\d{{1,4}}(?!\d)"
        r"|(?<![\p{L}\d.,])\d{1,3}\s?[x×](?![\p{L}\d])|(?<![\p{L}\d])[x×]\s?\d{1,3}(?![\p{L}\d.])"
        r"|[一二两三四五六七八九十百几]{1,4}(?:个|件|只|条|双|套|包|袋|盒|瓶|片|支|颗|粒|张|箱|斤|公斤|毫升|罐)"
    )


def quantities(text: str) -> Iterator[Found]:
    """Find numbers with what they count or measure."""
    for m in _quantity().finditer(text):
        yield Found(m.start(), m.end(), regex.sub(r"\s", "", m[0]))
