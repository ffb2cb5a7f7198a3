"""The parts of a page: escaped text, bubbles with their words underlined, data that no browser takes for a script."""

import json
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from itertools import pairwise
from string import Template
from zoneinfo import ZoneInfo

from linter.model import Finding, PolicyLink, Role, Severity, Span
from linter.report.audit.sayings import platforms, sayings
from linter.report.audit.shown import Bubble, ShownThread
from linter.report.cells import plain
from linter.report.excerpt import marks
from linter.report.words import Ui, words

_ROLES: Mapping[Role, str] = {Role.BUYER: "buyer", Role.SELLER: "seller", Role.BOT: "bot_role", Role.SYSTEM: "system"}


def told(text: str) -> str:
    """Text of a user's as HTML that shows it: no tag in it acts, nothing hidden in it stays so, lines stay lines."""
    return escape("\n".join(plain(line) for line in text.replace("\r\n", "\n").split("\n")))


def embedded(value: object) -> str:
    """JSON in ASCII that stands inside a `script` element: no `</script>` in it ends anything."""
    written = json.dumps(value, ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return written.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def filled(name: str, fields: Mapping[str, str]) -> str:
    """A template of this package with its fields, the style and script among them, and the policy that lets only these
    two act.
    """
    style, script = part("page.css"), part("page.js") if name == "page.html" else ""
    allowed = f"'sha256-{_digest(script)}'" if script else "'none'"
    policy = (
        f"default-src 'none'; style-src 'sha256-{_digest(style)}'; script-src {allowed};"
        " base-uri 'none'; form-action 'none'"
    )
    return Template(part(name)).substitute(fields, style=style, script=script, security=policy)


def _digest(text: str) -> str:
    return b64encode(sha256(text.encode()).digest()).decode()


@cache
def part(name: str) -> str:
    """A file beside this one."""
    return files("linter.report.audit").joinpath(name).read_text("utf-8")


def when(at: float | None, zone: str, ui: Ui) -> str:
    """A moment in the audit's zone."""
    if at is None:
        return sayings(ui)["no_time"]
    return f"{datetime.fromtimestamp(at, ZoneInfo(zone)):%Y-%m-%d %H:%M:%S}"


def platform_name(platform: str, ui: Ui) -> str:
    """A platform as people write it."""
    return platforms(ui).get(platform, platform)


def bubbles(thread: ShownThread, zone: str, ui: Ui, titles: Mapping[str, str], *, ids: bool = False) -> str:
    """The messages of a conversation, with what was found under each."""
    said = sayings(ui)
    elsewhere = _elsewhere(thread.bubbles)
    shown = [_skipped(b.skipped, said) + _bubble(b, elsewhere[b.id], zone, ui, titles, ids=ids) for b in thread.bubbles]
    return "".join(shown) + _skipped(thread.skipped, said)


def _elsewhere(shown: Sequence[Bubble]) -> defaultdict[str, list[Span]]:
    """The words in other messages that findings rest on."""
    spans: defaultdict[str, list[Span]] = defaultdict(list)
    for bubble in shown:
        for finding in bubble.findings:
            for other in finding.elsewhere:
                spans[other.id].append(Span(other.start, other.end))
    return spans


def _skipped(number: int, said: Mapping[str, str]) -> str:
    return f'<p class="skipped">{said["skipped"].format(n=f"{number:,}")}</p>' if number else ""


def _bubble(
    bubble: Bubble, elsewhere: Sequence[Span], zone: str, ui: Ui, titles: Mapping[str, str], *, ids: bool
) -> str:
    said = sayings(ui)
    who = [said[_ROLES[bubble.role]], *([told(bubble.sender)] if bubble.sender else [])]
    head = " · ".join([*who, when(bubble.at, zone, ui), *([told(bubble.id)] if ids and bubble.id else [])])
    text = marked(bubble.text, bubble.findings, elsewhere) if bubble.text.strip() else said["no_text"]
    rest = f' <span class="cut">… {said["cut"]}</span>' if bubble.cut else ""
    found = "".join(f"<li>{_finding(f, ui, titles)}</li>" for f in bubble.findings)
    return (
        f'<div class="said {bubble.role.value}"><p class="who">{head}</p>'
        f'<div class="bubble" dir="auto">{text}{rest}</div>'
        + (f'<ul class="found">{found}</ul>' if found else "")
        + "</div>"
    )


def _finding(finding: Finding, ui: Ui, titles: Mapping[str, str]) -> str:
    said = sayings(ui)
    parts = [
        pill(finding.severity, ui),
        f' <b>{told(titles.get(finding.rule, finding.rule))}</b> <span class="why">{told(finding.message)}</span>',
    ]
    if finding.seen_as:
        parts.append(f' <span class="why">{said["read_as"]} <q>{told(finding.seen_as)}</q></span>')
    parts += [f'<br><span class="policy">{said["policy"]}: {link(policy)}</span>' for policy in finding.policy[:2]]
    if finding.fix and finding.fix.title:
        parts.append(f'<br><span class="policy">{said["advice"]}: {told(finding.fix.title)}</span>')
    return "".join(parts)


def link(policy: PolicyLink) -> str:
    """The published text, with its address where that is one of the web."""
    title = told(policy.title or policy.url)
    if not policy.url.startswith(("https://", "http://")):
        return title
    return f'<a href="{escape(policy.url)}" rel="noopener noreferrer" target="_blank">{title}</a>'


def pill(severity: Severity, ui: Ui, number: int | None = None) -> str:
    """A severity as a small label."""
    count = "" if number is None else f" {number:,}"
    return f'<span class="pill {severity.value}">{words(ui).severities[severity]}{count}</span>'


def marked(text: str, findings: Iterable[Finding], elsewhere: Iterable[Span] = ()) -> str:
    """The text with the words of its findings underlined, each stretch as its worst finding; the words that findings in
    other messages rest on are underlined too.
    """
    found = [(span, f.severity.rank + 1, f.severity.value) for f in findings for span in marks(f)]
    found += [(span, 0, "with") for span in elsewhere]
    ends = {0, len(text), *(min(max(end, 0), len(text)) for span, _, _ in found for end in span)}
    places = sorted(ends)
    return "".join(
        _stretch(text[start:end], [(rank, kind) for span, rank, kind in found if span.start < end and start < span.end])
        for start, end in pairwise(places)
    )


def _stretch(words_: str, kinds: Sequence[tuple[int, str]]) -> str:
    return f'<mark class="{max(kinds)[1]}">{told(words_)}</mark>' if kinds else told(words_)
