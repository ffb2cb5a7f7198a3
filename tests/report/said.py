"""Reports made by hand, as the engine makes them."""

from linter.model import Finding, Fix, Message, Place, PolicyLink, Report, Severity, Span, Unchecked
from linter.report import Entry

POLICY = PolicyLink("Customer reviews policy", "https://example.com/reviews")
HONEST = Fix("Ask for an honest review and drop the reward.")


def found(text, *words, rule="reviews/paid", severity=Severity.BLOCK, message="", **kept):
    parts, at = [], 0
    for word in words:
        start = text.index(word, at)
        at = start + len(word)
        parts.append(Span(start, at))
    start, end = parts[0].start, parts[-1].end
    return Finding(
        rule=rule,
        family=rule.partition("/")[0],
        severity=severity,
        start=start,
        end=end,
        match=text[start:end],
        message=message or f"“{text[start:end]}” pays for a review.",
        parts=tuple(parts),
        **kept,
    )


def entry(text, *findings, at=None, allowed=(), unchecked=(), **kept):
    fields = {"id": "", "platform": "", "market": ""} | {
        k: kept.pop(k) for k in ("id", "platform", "market") if k in kept
    }
    report = Report(
        id=fields["id"], at=at or Place("chat.txt", 3, 1), findings=findings, allowed=allowed, unchecked=unchecked
    )
    return Entry(report=report, message=Message(text=text, **fields), **kept)


def unread(problem, at):
    return Entry(report=Report(at=at, unchecked=(Unchecked("", problem),)))
