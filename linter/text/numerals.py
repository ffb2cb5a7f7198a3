"""The words sellers write for digits, for the dot and for the at sign, in nine languages and their chat spellings."""

from types import MappingProxyType
from typing import Final

# Latin words stand alone between letters; accents are often left out, so both forms are listed.
_LATIN: Final = (
    "zero nought naught cero sero nol kosong sifar khong không hong hông",
    "one satu uno um uma isa mot một mốt",
    "two dua duo dos dois duas dalawa hai",
    "three tiga tres três tatlo ba",
    "four empat cuatro quatro kuwatro kuatro apat bon bốn tu tư",
    "five lima cinco singko nam năm lam lăm nham nhăm",
    "six enam seis meia anim sais sau sáu",
    "seven tujuh tuju siete sete pito syete siyete bay bảy bẩy",
    "eight delapan dlapan lapan ocho oito walo otso tam tám",
    "nine sembilan smbilan nueve nove siyam nuwebe nuebe chin chín",
)

# Words of everyday sentences: digits only among other spelled digits.
_WEAK: Final = ("oh o ko k0 wala", "won", "to too", "", "for", "", "", "", "ate", "")

# Chinese (plain, bank and radio digits) and Thai are written without spaces.
_UNSPACED: Final = (
    "零 〇 洞 ศูนย์ ศูน",
    "一 幺 壹 หนึ่ง หนึง นึง",
    "二 两 贰 貳 สอง",
    "三 叁 参 參 สาม",
    "四 肆 สี่",
    "五 伍 ห้า",
    "六 陆 陸 หก",
    "七 柒 拐 เจ็ด เจด",
    "八 捌 แปด",
    "九 玖 เก้า",
)

_TIMES: Final = ("", "", "double dobel doble duplo dobol dalawang", "triple treble tripel triplo tatlong")


def _table(rows: tuple[str, ...]) -> MappingProxyType[str, str]:
    return MappingProxyType({word: str(digit) for digit, row in enumerate(rows) for word in row.split()})


LATIN: Final = _table(_LATIN)
WEAK: Final = _table(_WEAK)
# `四个零` is 0000.
_COUNTED: Final = {
    f"{word}个{digit}": str(value) * n
    for n, words in ((2, "两二"), (3, "三"), (4, "四"), (5, "五"), (6, "六"))
    for word in words
    for value, digits in enumerate(_UNSPACED)
    for digit in (*digits.split(), str(value))
}
UNSPACED: Final = MappingProxyType({**_table(_UNSPACED), **_COUNTED})
# Numbers said in pairs, as in Latin America and Brazil: `cincuenta y cinco, doce, …`, `onze, nove, …`.
_TEENS: Final = (
    "diez dez",
    "once onze",
    "doce doze",
    "trece treze",
    "catorce catorze quatorze",
    "quince quinze",
    "dieciséis dieciseis dezesseis",
    "diecisiete dezessete",
    "dieciocho dezoito",
    "diecinueve dezenove",
    "veinte vinte",
    "veintiuno",
    "veintidós veintidos",
    "veintitrés veintitres",
    "veinticuatro",
    "veinticinco",
    "veintiséis veintiseis",
    "veintisiete",
    "veintiocho",
    "veintinueve",
)
TEENS: Final = MappingProxyType({word: str(n) for n, row in enumerate(_TEENS, 10) for word in row.split()})
_TENS: Final = "treinta trinta cuarenta quarenta cincuenta cinquenta sesenta sessenta setenta ochenta oitenta noventa"
TENS: Final = MappingProxyType(
    {"vinte": "20"}
    | dict(zip(_TENS.split(), ("30", "30", "40", "40", "50", "50", "60", "60", "70", "80", "80", "90"), strict=True))
)
"""Tens that a unit may follow: `cuarenta y dos`."""
AND: Final = frozenset({"y", "e"})
DIGIT_WORDS: Final = MappingProxyType({**LATIN, **WEAK, **UNSPACED, **TEENS, **TENS})
# `double seven` is 77.
TIMES: Final = MappingProxyType({word: n for n, row in enumerate(_TIMES) for word in row.split()})
# `tres ceros` is 000; `nine hundred` is 900.
ZEROS: Final = ("zeroes", "zeros", "ceros")

# Words for the dot inside a domain, and for the at sign.
DOTS: Final = ("dot", "punto", "ponto", "chấm", "cham", "titik", "tuldok", "noktah")
DOTS_UNSPACED: Final = ("点", "點", "。", "จุด", "ดอท")
ATS: Final = ("at", "arroba", "aroba", "a còng", "a cong", "a móc", "a moc")
ATS_UNSPACED: Final = ("艾特", "圈a", "แอท", "แอ็ท", "แอต")
UNDERSCORES: Final = (
    "underscore",
    "underline",
    "guion bajo",
    "guión bajo",
    "garis bawah",
    "gạch dưới",
    "gach duoi",
    "下划线",
    "ขีดล่าง",
)
