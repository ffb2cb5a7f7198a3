"""Whose brand it is."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Final

from linter.listing.compare import Difference, difference
from linter.listing.facts import Sheet
from linter.listing.page import Part
from linter.listing.tables import listed
from linter.listing.vocabulary import letters, table, told_words
from linter.text.folding import fold
from linter.text.language import language

_NONE: Final = listed("no-brand")


def brands(sheet: Sheet) -> Iterator[Difference]:
    """The brand field, the attribute and the title's first word name different brands."""
    fields = [p for p in sheet.texts("brand", "brand") if _is_brand(sheet, p)]
    fields += [p for p in sheet.attributes("brand", "brand") if _is_brand(sheet, p)]
    for one, other in combinations(fields, 2):
        a, b = letters(sheet.text(one)), letters(sheet.text(other))
        if not (a in b or b in a):
            yield _brand(one, other)
            return
    title = sheet.title("brand")
    if title is None or not fields:
        return
    head = _foreign(sheet, title, [letters(sheet.text(p)) for p in fields])
    if head is not None:
        yield difference("brand", head, (fields[0].start, fields[0].end))


def _brand(one: Part, other: Part) -> Difference:
    return difference("brand", (one.start, one.end), (other.start, other.end))


def _is_brand(sheet: Sheet, part: Part) -> bool:
    text = sheet.text(part).strip()
    return bool(text) and text not in _NONE and not set(text.split()) <= _NONE


def _foreign(sheet: Sheet, title: Part, own: list[str]) -> tuple[int, int] | None:
    """Where a title that never names the brand begins with another one."""
    whole = letters(sheet.text(title))
    if any(name in whole or whole[:4] in name[:4] for name in own if name):
        return None
    if any(word and word in whole for name in own for word in (name[:5],) if len(name) >= 4):  # noqa: PLR2004
        return None
    for hit in sheet.hits_in(title.start, title.end):
        if any(sense.kind == "maker" for sense in hit.senses):
            known = any(word in table("makers") for word in (sheet.text(p).strip() for p in sheet.kind("brand")))
            return (hit.start, hit.end) if hit.start == title.start and known else _coined(sheet, title)
    return _coined(sheet, title) or _strange(sheet, title) or _named(sheet, title)


_HEAD: Final = re.compile(r"[【\[]?\s*([^\W\d_][\w&'’.-]*)")
_SPOKEN: Final = re.compile(r"[^\W\d_]{2,}")


_COMMON_HAN: Final = frozenset(
    "新款大小高低多双单全男女儿童宝加厚薄轻重可免无防便携家用车载超长短宽窄冬夏春秋季正品官方现货天然原装进口手工纯不一二两三四五六七八九十百个件套装的和与及成人学生老年婴幼懒网红爆热卖特价包邮创意简约复古日韩欧美北风中国"
)
_HAN_HEAD: Final = re.compile(r"[\u4e00-\u9fff]{4,}")


def _strange(sheet: Sheet, title: Part) -> tuple[int, int] | None:
    """A Chinese title that never names the brand and begins with two characters that are no word: another brand."""
    head = _HAN_HEAD.match(sheet.text(title))
    if (
        head is None
        or not all(_HAN_HEAD.search(sheet.text(p) * 2) for p in sheet.kind("brand"))
        or not sheet.kinds.get("brand")
    ):
        return None
    if any(
        sheet.text(p) in sheet.page.text[title.end :].replace(sheet.text(p), "", 1) and p.kind != "brand"
        for p in sheet.kind("brand")
    ):
        return None
    first = head[0][:2]
    if set(first) & _COMMON_HAN or head[0][1:3] in phrases() or first in phrases() or head[0][:3] in phrases():
        return None
    if any(hit.start < title.start + 2 for hit in sheet.hits_in(title.start, title.end)):
        return None
    return title.start, title.start + 2


@cache
def phrases() -> frozenset[str]:
    """Chinese words, as the dictionary of pypinyin has them."""
    from pypinyin.phrases_dict import phrases_dict  # noqa: PLC0415  # a second of work that few listings need

    return frozenset(phrases_dict)


_VIETNAMESE_NAME: Final = re.compile(
    r"(?<=[^.!|:–\-(] )((?:[A-ZĐÂĂÊÔƠƯÁÀẢÃẠẤẦẨẪẬẮẰẲẴẶÉÈẺẼẸẾỀỂỄỆÍÌỈĨỊÓÒỎÕỌỐỒỔỖỘỚỜỞỠỢÚÙỦŨỤỨỪỬỮỰÝỲỶỸỴ]"
    r"[a-zà-ỹđ]+ ?){2,3})(?= "
    r"|$)"
)


def _named(sheet: Sheet, title: Part) -> tuple[int, int] | None:
    """A Vietnamese title in small letters, with two or three capitalised syllables inside that are no place."""
    if (
        "vi" not in sheet.langs
        or sheet.listing.brand.lower() in sheet.page.text[title.end + len(sheet.listing.brand) + 2 :]
    ):
        return None
    small = sum(word[:1].islower() for word in title.raw.split())
    if small < 4 or len(title.raw) != title.end - title.start:  # noqa: PLR2004
        return None
    for m in _VIETNAMESE_NAME.finditer(title.raw):
        start, end = title.start + m.start(1), title.start + m.start(1) + len(m[1].rstrip())
        if not m[1].isascii() and not sheet.hits_in(start, end):
            return start, end
    return None


_SHORTEST_TITLE: Final = 8
_ENDINGS: Final = listed("endings")


def _coined(sheet: Sheet, title: Part) -> tuple[int, int] | None:
    """A first word that no language uses, at the head of a title that tells much: what a brand looks like.

    Shops that sell one brand begin with the name of a model; their titles are short.
    """
    others = "".join([letters(sheet.text(p)) for p in sheet.kind("description", "bullets")])
    if (
        any(letters(sheet.text(p)) in others for p in sheet.kind("brand"))
        or len(_SPOKEN.findall(title.raw)) < _SHORTEST_TITLE
    ):
        return None
    head = _HEAD.match(title.raw)
    if head is None or not head[1].isalpha() or not head[1][0].isupper():
        return None
    word = fold(head[1]).text
    lang = language(sheet.page.text[:600], "")
    if len(word) < 4 or lang not in _LISTED:  # noqa: PLR2004
        return None
    if any(stem in ordinary(lang) for stem in _stems(word)) or _compound(word, ordinary(lang)):
        return None
    at = title.start + head.start(1)
    return at, at + len(word)


def _stems(word: str) -> set[str]:
    return {
        word,
        *(word.removesuffix(ending) for ending in _ENDINGS),
        *(word.removesuffix(e) + "e" for e in ("d", "ing", "r", "y")),
    }


def _compound(word: str, known: frozenset[str]) -> bool:
    """`rooftop`, `deskside`: two words of which goods are named."""
    return any(word[:n] in known and word[n:] in _SECONDS for n in range(3, len(word) - 2))


_LISTED: Final = frozenset(("en", "es", "pt"))


_SECONDS: Final = listed("second-half")


@cache
def ordinary(lang: str) -> frozenset[str]:
    """Words that titles begin with: those of every table, and a list of common ones of the language."""
    folder = Path(__file__).parent / "data"
    listed = [word for name in {lang, "en"} for word in (folder / f"common_{name}.txt").read_text("utf-8").split()]
    return frozenset([*listed, *(part for word in told_words() for part in _SPOKEN.findall(word))])
