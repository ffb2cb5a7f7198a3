"""In which language a message is written: by its script, else by the little words that no text does without.

Nothing is judged by it; it decides only in which language a ready sentence is offered and under which language a
figure is counted.
"""

import re
from collections import Counter
from functools import cache
from typing import Final

from linter.text.letters import bare

_WORDS: Final = {
    "en": "a about am and are as at be but by can do for from have he hello hi how i if in is it just me my no not of"
    " on or our please she so thank thanks that the then there this to us was we what when will with you your u ur",
    "id": "ada aja akan atau baru barang belum bisa bukan buat dan dari dengan deh di dong dulu ga gak gan gk ini itu"
    " jadi jangan juga kak kakak kalau kalo kami karena ke kok kita lagi langsung masih mau nggak nih nya pas"
    " pesanan saja saya sama sampai sdh sih sudah tidak tolong udah untuk ya yang yg min bun banget tdk utk dgn krn",
    "ms": "akan akak apa atau awak barang beli boleh bila dah dan dapat dari dengan dekat di ini itu je jer juga kalau"
    " kami kat ke kerana kita la lagi lah mahu macam mana nak ni nanti pada punya saya sebab sekarang sila sis"
    " sudah tak"
    " takde terus tu untuk x yang ye yg korang sgt dgn utk kedai cik puan",
    "fil": "ako akin ang ano at ay ba dahil dito din hindi ho ito iyon kami kasi kayo ko kung lang mag mga mo muna na"
    " namin naman natin ng ngayon ninyo niyo nyo order pa para pero po pong sa salamat sila sya siya tayo wala walang"
    " yan yung opo maam sir",
    "vi": "ạ anh bạn c cái chị cho chưa có của cũng dạ đã đang đây để đc dc đi đơn được e em giúp gửi hàng ib k khi"
    " không ko là mà mình mn này nên nếu ngay nha nhà nhé nhưng nhận ở qua quý rồi sẽ sp thì thôi trong và về với"
    " vs ạk",
    "es": "al aquí buenas buenos como con cuando de del el ella en es esta este está gracias hay hola la las le les"
    " lo los me mi muy más nada ni no nos o para pero por porque que qué se si sin su sus te tiene tu tus un una"
    " usted ya y"
    " q xq",
    "pt": "a aqui ao as até bom com como da de dia do e ela ele em essa esse está eu foi gente isso já lá mais mas me"
    " meu minha muito na nao não no nos nossa nosso o obrigada obrigado oi os ou para pela pelo por pra pro que se sem"
    " seu só sua também te tem tudo um uma vc vcs você é tá",
}
_MARKETS: Final = {
    market: name
    for name, markets in {
        "zh": "cn tw hk mo",
        "id": "id",
        "ms": "my bn",
        "fil": "ph",
        "th": "th",
        "vi": "vn",
        "es": "mx es co cl ar pe uy ec",
        "pt": "br pt",
    }.items()
    for market in markets.split()
}
_VIETNAMESE: Final = re.compile("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")
# â, ê and ô are Portuguese too.
_PORTUGUESE: Final = re.compile("[ãõç]")
_WORD: Final = re.compile(r"[^\W\d_]+")
_LONGEST: Final = 2_000


def language(text: str, market: str = "") -> str:
    """One of `zh en id ms fil th vi es pt`; of languages whose words are as many, the market's, else English first."""
    theirs = home(market) or "en"
    return max(likely(text, market), key=lambda name: (name == theirs, name == "en"))


def likely(text: str, market: str = "") -> tuple[str, ...]:
    """The languages that a text may be in: whose script it has, else those with the most little words."""
    head = text[:_LONGEST].lower()
    if any("\u0e00" <= c <= "\u0e7f" for c in head):
        return ("th",)
    if any("\u3400" <= c <= "\u9fff" for c in head):
        return ("zh",)
    scores = Counter(name for word in _WORD.findall(head) for name in _spoken_in().get(word, ()))
    if not _PORTUGUESE.search(head):
        scores["vi"] += len(_VIETNAMESE.findall(head))
    scores[home(market) or "en"] += 0
    most = max(scores.values())
    return tuple(name for name, score in scores.items() if score == most)


def home(market: str) -> str:
    """The language of a market, nothing where it is not one of ours."""
    return _MARKETS.get(market, "")


def telling_words(text: str) -> dict[str, frozenset[str]]:
    """The little words of a text, by language, that are of no other language (Indonesian and Malay share theirs)."""
    found: dict[str, set[str]] = {}
    for word in set(_WORD.findall(text[:_LONGEST].lower())):
        names = _spoken_in().get(word, ())
        if len(names) == 1 or names == ("id", "ms"):
            for name in names:
                found.setdefault(name, set()).add(bare(word))
    return {name: frozenset(words) for name, words in found.items()}


@cache
def _spoken_in() -> dict[str, tuple[str, ...]]:
    known: dict[str, tuple[str, ...]] = {}
    for name, words in _WORDS.items():
        for word in words.split():
            known[word] = (*known.get(word, ()), name)
    return known
