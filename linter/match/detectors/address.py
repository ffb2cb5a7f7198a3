"""Links, e-mail addresses and @handles."""

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Final

import regex

from linter.match.detectors.found import Found

if TYPE_CHECKING:
    from linkify_it import LinkifyIt
    from publicsuffixlist import PublicSuffixList

# Endings that are words after a full stop nobody followed by a space: `sudah kirim.my`, `nha.shop gửi`.
_WORDS: Final = frozenset(
    "my id it me in is no to so at be do la am as by de es et us co ai im pm ad pe st si se ms mu ma na ne ni sa li ly sc nu ki gg ga"
    " shop store online site top vip app live link sale best team pro page club today one world life now here free new art bar bet bid"
    " buy cab cafe care cash cheap chat city cool date deals discount dog email express fail family fan fans fashion fit fun fund gift"
    " gifts gold guide guru help house how ink land law loan love ltd market men menu moe mom money movie name network news ninja party"
    " photo pink plus poker post promo pub qpon red rent report rest review reviews rip run safe save school services show soy space"
    " studio style support surf tax team tech tips tools tours toys trade video vote watch web website wiki win work works wow wtf you"
    " zip zone baby beauty beer bike black blue boo call camp case center click coach codes coffee company contact day delivery design"
    " direct dot earth eat fast final fish football gay global green group hair health hot info kids limited living locker makeup mov"
    " phone pics place play press prime read ready room secure select shoes shopping skin sky smile sport spot stream target taxi theater"
    " total travel vin vision weather whoswho win yes py pl sh ps cc md rs ml tv".split()
)
_LONG_LABEL: Final = 8
_FREE_ENDINGS: Final = frozenset({"info", "cc", "tv", "name", "ai"})
# Hosts short enough to look like a slip, and known.
_KNOWN: Final = frozenset(
    {
        "t.me",
        "m.me",
        "wa.me",
        "wa.link",
        "s.id",
        "line.me",
        "lin.ee",
        "vk.com",
        "x.com",
        "g.co",
        "t.co",
        "youtu.be",
        "fb.me",
        "ig.me",
    }
)
_SCRIPTS_WITHOUT_SPACES: Final = regex.compile(
    r"[\p{Han}\p{Thai}\p{Hiragana}\p{Katakana}\p{Hangul}，。！？、；：（）“”「」『』【】]"
)
_LINK_GATE: Final = re.compile(r"\w\.\w|://")


@cache
def _linkify() -> "LinkifyIt":
    from linkify_it import LinkifyIt  # noqa: PLC0415  33 ms, needed by few messages
    from linkify_it.tlds import TLDS  # noqa: PLC0415

    return LinkifyIt(options={"fuzzy_email": False, "fuzzy_ip": True}).tlds(TLDS)


@cache
def _suffixes() -> "PublicSuffixList":
    from publicsuffixlist import PublicSuffixList  # noqa: PLC0415  53 ms; the list comes with the package

    return PublicSuffixList(accept_unknown=False)


def may_hold_link(text: str) -> bool:
    """Whether a dot stands between letters, or a scheme."""
    return "." in text and _LINK_GATE.search(text) is not None


def links(text: str) -> Iterator[Found]:
    """Links with and without a scheme, read as host and path."""
    # 看abc.com很便宜: where words have no spaces between them a link ends with its script.
    apart = _SCRIPTS_WITHOUT_SPACES.sub(" ", text)
    for m in _linkify().match(apart) or ():
        read = _read_link(m.raw)
        if m.schema in {"", "http:", "https:", "ftp:", "//"} and _is_link(m.schema, read):
            yield Found(m.index, m.last_index, read)


def _read_link(raw: str) -> str:
    return re.sub(r"^(?:[a-z]+:)?(?://)?", "", raw.casefold()).removesuffix("/")


def _is_link(schema: str, read: str) -> bool:
    host, slash, path = re.split(r"[?#:]", read, maxsplit=1)[0].partition("/")
    if schema:
        return schema != "//" or "." in host
    labels = host.split(".")
    if host.replace(".", "").isdecimal():
        return bool(path)
    if _suffixes().publicsuffix(host) is None:
        return False
    name, ending = labels[0], labels[-1]
    sure = ending not in _WORDS or host in _KNOWN or (slash and path) or name == "www"
    return bool(sure) or _looks_chosen(labels)


def _looks_chosen(labels: list[str]) -> bool:
    """A name somebody registered: several parts, a digit or a hyphen, or long."""
    body = ".".join(labels[:-1])
    if len(labels) > 2:  # noqa: PLR2004
        return max(map(len, labels[:-1])) > 2  # noqa: PLR2004  not `u.s.me`
    return any(c.isdecimal() or c == "-" for c in body) or (len(body) >= _LONG_LABEL and len(labels[-1]) > 2)  # noqa: PLR2004


_LOCAL: Final = r"(?<![\p{L}\p{N}_.+\-@])[\p{Latin}\d_][\p{Latin}\d_.+\-%=/!&']{0,63}"
_EMAIL: Final = regex.compile(
    rf"{_LOCAL}@(?:[\p{{Latin}}\p{{Cyrillic}}\p{{Greek}}\d_\-]{{1,63}}\.){{1,8}}(?:xn--[a-z0-9\-]+|\p{{Latin}}{{2,24}})(?![\p{{Latin}}\d@])"
    rf"|{_LOCAL}@[\p{{L}}\p{{M}}\d\-]{{2,30}}\.(?:[a-z]{{2}}|com|net)(?![\p{{Latin}}\d@])"
)


def emails(text: str) -> Iterator[Found]:
    """E-mail addresses; the ending need not exist, `a@b.example` is meant as one."""
    for m in _EMAIL.finditer(text):
        yield Found(m.start(), m.end(), m[0])


_HANDLE: Final = regex.compile(
    r"(?<![\p{Latin}\d_@#$%&*!/+])@(?P<name>[a-z0-9_][a-z0-9_.]{1,28}[a-z0-9_])(?![\p{Latin}@])"
)
_APART: Final = regex.compile(
    r"(?<![\p{Latin}\d_@])@\s(?P<name>(?=[a-z0-9._]{5,})[a-z][a-z0-9]*[_.\d][a-z0-9_.]*[a-z0-9_])(?![\p{Latin}@])"
)
# `2 pcs @50k`, `@3.50 each`, `@5pm`, `@rm12`
_PRICE: Final = regex.compile(
    r"\d[\d.,]*(?:[a-z]{0,5})|(?:rm|rp|idr|usd|sgd|php|thb|vnd|eur|hkd|ntd|myr|gbp|p)\.?\d[\d.,]*k?"
)
_PLACES: Final = frozenset(
    {
        "home",
        "work",
        "all",
        "everyone",
        "here",
        "me",
        "you",
        "the",
        "only",
        "each",
        "mall",
        "shop",
        "school",
        "channel",
        "team",
    }
)
_LETTERS_IN_A_NUMBER: Final = 2


def handles(text: str) -> Iterator[Found]:
    """`@name`, at least three characters; not a price (`@50k`), a time or the second half of an e-mail address."""
    for m in (*_HANDLE.finditer(text), *_APART.finditer(text)):
        name = m["name"]
        if name not in _PLACES and not _PRICE.fullmatch(name) and any(c.isalpha() for c in name):
            yield Found(m.start(), m.end(), f"@{name}")
