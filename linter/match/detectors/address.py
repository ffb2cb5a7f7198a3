"""Links, e-mail addresses and @handles."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import import_module
from typing import Final, Protocol, cast

import regex

from linter.match.detectors.found import Found
from linter.text.later import later
from linter.text.numerals import DOTS

# Endings that are no words: `sudah kirim.my`, `nha.shop gửi` and `done.now` lack the space after a full stop.
_SURE: Final = frozenset(
    [
        "com",
        "net",
        "org",
        "biz",
        "info",
        "xyz",
        "edu",
        "gov",
        "cn",
        "tw",
        "hk",
        "sg",
        "vn",
        "th",
        "ph",
        "br",
        "mx",
        "uk",
        "jp",
        "kr",
        "fr",
        "ru",
        "ar",
        "cl",
        "nz",
        "au",
        "ca",
        "eu",
        "io",
    ]
)
# Sellers' endings that are words too: a longer name makes them one.
_SELLERS: Final = frozenset(
    ["shop", "store", "online", "site", "vip", "club", "app", "link", "live", "page", "top", "dev", "website"]
)
# Countries and registries that are also files: README.zh.md, size-chart.zip.
_FILES: Final = frozenset(["md", "zip", "mov", "py", "sh", "rs", "ps", "pl"])
_LONG_LABEL: Final = 8
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
_SCRIPTS_WITHOUT_SPACES: Final = later(
    lambda: regex.compile(r"[\p{Han}\p{Thai}\p{Hiragana}\p{Katakana}\p{Hangul}，。！？、；：（）“”「」『』【】]")
)
_LINK_GATE: Final = later(lambda: re.compile(r"[.:](?:[^\W\d]|//|\d+/)"))


_LOCAL: Final = r"(?<![\p{Latin}\p{N}_.+\-@/])[\p{Latin}\d_][\p{Latin}\d_.+\-%=/!&']{0,63}"
_EMAIL: Final = later(
    lambda: regex.compile(
        rf"{_LOCAL}@(?:[\p{{Latin}}\p{{Cyrillic}}\p{{Greek}}\d_\-]{{1,63}}\.){{1,8}}(?:xn--[a-z0-9\-]+|\p{{Latin}}{{2,24}})(?![\p{{Latin}}\d@])"
        rf"|{_LOCAL}@[\p{{L}}\p{{M}}\d\-]{{2,30}}\.(?:[a-z]{{2}}|com|net)(?![\p{{Latin}}\d@])"
    )
)


_TRAILING: Final = later(lambda: re.compile(r"(?:'s|[:;,])+$"))
# `http://user:password@host` is a link
_USER: Final = later(lambda: regex.compile(r"://[^\s/]*\Z"))


def emails(text: str) -> Iterator[Found]:
    """E-mail addresses; the ending need not exist, `a@b.example` is meant as one."""
    for m in _EMAIL.finditer(text):
        if not _USER.search(text, 0, m.start()):
            yield Found(m.start(), m.end(), m[0])


class _Match(Protocol):
    """What linkify-it says of a link."""

    schema: str
    raw: str
    index: int


class _Linkifier(Protocol):
    """The part of linkify-it used here; the package has no types."""

    def match(self, text: str) -> Sequence[_Match] | None:
        """All links, in order."""
        ...


@cache
def _linkify() -> _Linkifier:
    # 33 ms, needed by few messages
    every_ending = import_module("linkify_it.tlds").TLDS
    maker = import_module("linkify_it").LinkifyIt
    return cast("_Linkifier", maker(options={"fuzzy_email": False, "fuzzy_ip": True}).tlds(every_ending))


@cache
def _suffix() -> Callable[[str], str | None]:
    from publicsuffixlist import PublicSuffixList  # noqa: PLC0415  53 ms; the list comes with the package

    return PublicSuffixList(accept_unknown=False).publicsuffix


def may_hold_link(text: str) -> bool:
    """Whether a dot stands between letters, or a scheme."""
    return "." in text and _LINK_GATE.search(text) is not None


def links(text: str) -> Iterator[Found]:
    """Links with and without a scheme, read as host and path."""
    # 看abc.com很便宜: where words have no spaces between them a link ends with its script.
    apart = list(_SCRIPTS_WITHOUT_SPACES.sub(" ", text))
    for mail in emails(text):
        apart[mail.start : mail.end] = " " * (mail.end - mail.start)
    for m in _linkify().match("".join(apart)) or ():
        raw = _TRAILING.sub("", m.raw)
        read = _read_link(raw)
        if m.schema in {"", "http:", "https:", "ftp:", "//"} and _is_link(m.schema, read):
            yield Found(m.index, m.index + len(raw), read)


def _read_link(raw: str) -> str:
    return re.sub(r"^(?:[a-z]+:)?(?://)?", "", raw.casefold()).removesuffix("/")


def _is_link(schema: str, read: str) -> bool:
    host, slash, path = re.split(r"[?#:]", read, maxsplit=1)[0].partition("/")
    if schema:
        return schema != "//" or "." in host
    labels = host.split(".")
    if host.replace(".", "").isdecimal():
        return bool(path)
    if _suffix()(host) is None:
        return False
    name, ending = labels[0], labels[-1]
    sure = ending in _SURE or host in _KNOWN or (slash and path) or name == "www"
    return bool(sure) or (ending not in _FILES and _looks_chosen(labels))


def _looks_chosen(labels: list[str]) -> bool:
    """Tell a name somebody registered: several parts, a digit or a hyphen, or long."""
    body = ".".join(labels[:-1])
    if len(labels) > 2:  # noqa: PLR2004
        return max(map(len, labels[:-1])) > 2  # noqa: PLR2004  not `u.s.me`
    marked = any(c.isdecimal() or c == "-" for c in body) and any(c.isalpha() for c in body)
    return marked or (len(body) >= _LONG_LABEL and labels[-1] in _SELLERS)


_HANDLE: Final = later(
    lambda: regex.compile(
        r"(?<![\p{Latin}\d_@#$%&*!/+])@(?P<name>[a-z0-9_][a-z0-9_.]{1,28}[a-z0-9_])(?![\p{Latin}@]|://)"
    )
)
_APART: Final = later(
    lambda: regex.compile(
        r"(?<![\p{Latin}\d_@])@\s(?P<name>(?=[a-z0-9._]{5,})[a-z][a-z0-9]*[_.\d][a-z0-9_.]*[a-z0-9_])(?![\p{Latin}@])"
    )
)
# `2 pcs @50k`, `@3.50 each`, `@5pm`, `@rm12`
_PRICE: Final = later(
    lambda: regex.compile(
        r"\d[\d.,]*(?:[a-z]{0,5})|(?:rm|rp|idr|usd|sgd|php|thb|vnd|eur|hkd|ntd|myr|gbp|p)\.?\d[\d.,]*k?"
    )
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


_SPELLED_NAME: Final = later(
    lambda: regex.compile(
        rf"(?<![\p{{L}}\d_])[a-z0-9_]{{2,}}(?:\s(?:{'|'.join(DOTS)})\s(?!(?:em|en|to|and)\s)[a-z0-9_]{{2,}}){{2,}}(?![\p{{L}}\d_])"
    )
)
_SPELLED_DOT: Final = later(lambda: regex.compile(rf"\s(?:{'|'.join(DOTS)})\s"))


def spelled_names(text: str) -> Iterator[Found]:
    """`peach dot wick dot candles`: a name on a social network, said aloud."""
    for m in _SPELLED_NAME.finditer(text):
        yield Found(m.start(), m.end(), f"@{_SPELLED_DOT.sub('.', m[0])}")
