"""The evidence of one conversation, for an appeal: what was said, when, which rules it breaks, and a hash of it all."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import sha256
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import to_builtins

from linter.model import Finding, PolicyLink
from linter.report.audit.html import bubbles, embedded, filled, link, pill, platform_name, told, when
from linter.report.audit.sayings import sayings
from linter.report.audit.shown import Bubble, ShownThread
from linter.report.words import Ui

FORMAT_VERSION = 1
_CHECK = (
    "import hashlib, re, sys; page = open(sys.argv[1], encoding='utf-8').read();"
    " found = re.search('id=\"evidence\">(.*?)</script>', page, re.S)[1];"
    " print(hashlib.sha256(found.encode()).hexdigest())"
)


def canonical(thread: ShownThread, zone: str = "UTC", files: Mapping[str, str] = {}) -> str:
    """The evidence as JSON that is the same wherever it is made: keys sorted, ASCII, no blanks. `files`: the SHA-256 of
    each file it was read from.
    """
    return embedded(
        {
            "version": FORMAT_VERSION,
            "thread": thread.thread,
            "shop": thread.shop,
            "platform": thread.platform,
            "market": thread.market,
            "zone": zone,
            "files": dict(files),
            "messages": [_message(bubble, zone) for bubble in thread.bubbles],
        }
    )


def _message(bubble: Bubble, zone: str) -> dict[str, Any]:
    return {
        "id": bubble.id,
        "role": bubble.role.value,
        "sender": bubble.sender,
        "at": bubble.at,
        "time": None if bubble.at is None else datetime.fromtimestamp(bubble.at, ZoneInfo(zone)).isoformat(),
        "text": bubble.text,
        "place": to_builtins(bubble.place),
        "findings": [to_builtins(finding) for finding in bubble.findings],
    }


def evidence(
    thread: ShownThread,
    ui: Ui,
    titles: Mapping[str, str] = {},
    *,
    zone: str = "UTC",
    files: Mapping[str, str] = {},
    made: str = "",
    redacted: bool = False,
) -> str:
    """The page of a whole conversation (`linter.audit.figures.shown` with `whole`). `made` is when and by which version
    it was made, as whoever calls tells it; it is not part of what is hashed.
    """
    said = sayings(ui)
    written = canonical(thread, zone, files)
    found = [(bubble, finding) for bubble in thread.bubbles for finding in bubble.findings]
    fields = {
        "lang": "zh-CN" if ui == "zh" else "en",
        "badge": f'<span class="badge">{said["redacted"]}</span>' if redacted else "",
        "facts": "".join(f"<dt>{name}</dt><dd>{fact}</dd>" for name, fact in _facts(thread, ui, zone, files, made)),
        "findings": "".join(_row(bubble, finding, ui, titles, zone) for bubble, finding in found)
        or f'<p class="empty">{said["nothing"]}</p>',
        "talk": bubbles(thread, zone, ui, titles, ids=True),
        "digest": sha256(written.encode()).hexdigest(),
        "digest_note": f'<p class="hint">{said["digest_redacted"]}</p>' if redacted else "",
        "check": escape(f'python3 -c "{_CHECK.replace(chr(34), chr(92) + chr(34))}" evidence.html'),
        "data": written,
    }
    return filled("evidence.html", {f"w_{name}": escape(text) for name, text in said.items()} | fields)


def _facts(thread: ShownThread, ui: Ui, zone: str, files: Mapping[str, str], made: str) -> Iterator[tuple[str, str]]:
    said = sayings(ui)
    times = [bubble.at for bubble in thread.bubbles if bubble.at is not None]
    yield said["thread"], told(thread.thread)
    if thread.shop:
        yield said["shop"], told(thread.shop)
    if thread.platform:
        yield said["platform"], told(platform_name(thread.platform, ui))
    if thread.market:
        yield said["market"], told(thread.market.upper())
    if times:
        first, last = when(min(times), zone, ui), when(max(times), zone, ui)
        yield said["period"], f"{first} {said['to']} {last} ({escape(zone)})"
    for file, digest in sorted(files.items()):
        yield said["files"], f"{told(file)}<br><code>{escape(digest)}</code>"
    if made:
        yield said["made"], told(made)


def _address(policy: PolicyLink) -> str:
    # On paper an address is read, not clicked.
    return f'{link(policy)}<br><span class="address">{told(policy.url)}</span>'


def _row(bubble: Bubble, finding: Finding, ui: Ui, titles: Mapping[str, str], zone: str) -> str:
    said = sayings(ui)
    title = titles.get(finding.rule)
    facts = [
        (said["rule"], f"<code>{told(finding.rule)}</code>"),
        (said["words"], f'<q dir="auto">{told(finding.match)}</q>'),
        (said["time"], f"{when(bubble.at, zone, ui)} ({escape(zone)})"),
        (said["agent"], told(bubble.sender)),
        (said["message"], told(bubble.id or str(bubble.place))),
        *((said["policy"], _address(policy)) for policy in finding.policy),
    ]
    listed = "".join(f"<dt>{name}</dt><dd>{fact}</dd>" for name, fact in facts if fact)
    return (
        f'<article class="card offence">{pill(finding.severity, ui)} <b>{told(title or finding.rule)}</b>'
        f"<p>{told(finding.message)}</p><dl>{listed}</dl></article>"
    )
