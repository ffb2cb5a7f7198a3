"""The words sellers write for digits, for the dot and for the at sign, in nine languages and their chat spellings."""

from types import MappingProxyType
from typing import Final

# Latin words stand alone between non-letters; missing accents are how most people type, so both forms are listed.
_LATIN: Final = (
    "zero nought naught cero sero nol kosong sifar khong không hk0ng",
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

# Words of everyday sentences: a digit only among other spelled digits.
_WEAK: Final = ("oh o ko k0 wala โอ", "won", "to too", "", "for", "", "", "", "ate", "")

# Chinese (plain, bank and radio digits) and Thai are written without spaces.
_UNSPACED: Final = (
    "零 〇 洞 ศูนย์ ศูน",
    "一 幺 壹 หนึ่ง หนึง นึง",
    "二 两 贰 貳 สอง",
    "三 叁 参 參 สาม",
    "四 肆 สี่ สี",
    "五 伍 ห้า",
    "六 陆 陸 หก",
    "七 柒 拐 เจ็ด เจด",
    "八 捌 แปด แปต",
    "九 玖 เก้า เก้",
)

_TIMES: Final = ("double dobel doble duplo dobol", "triple treble tripel triplo")


def _table(rows: tuple[str, ...]) -> MappingProxyType[str, str]:
    return MappingProxyType({word: str(digit) for digit, row in enumerate(rows) for word in row.split()})


LATIN: Final = _table(_LATIN)
WEAK: Final = _table(_WEAK)
UNSPACED: Final = _table(_UNSPACED)
DIGIT_WORDS: Final = MappingProxyType({**LATIN, **WEAK, **UNSPACED})
# `double seven` is 77
TIMES: Final = MappingProxyType({word: n for n, row in enumerate(_TIMES, start=2) for word in row.split()})
# `tres ceros` is 000, `dois zeros` is 00
ZEROS: Final = ("zeroes", "zeros", "ceros", "oitos")[:3]

# Words for the dot before a domain's ending, and for the at sign.
DOTS: Final = ("dot", "punto", "ponto", "chấm", "cham", "titik", "tuldok", "noktah", "ดอท", "จุด", "点", "點")
ATS: Final = ("at", "arroba", "aroba", "a còng", "a cong", "a móc", "a moc", "แอท", "แอ็ท", "แอต", "艾特", "圈a", "小老鼠")
