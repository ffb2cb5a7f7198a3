"""Made-up conversations, as tables: who speaks, when, what."""

from linter.audit.metrics import Turn, hashed
from linter.model import Finding, Message, PolicyLink, Report, Role, Severity

MONDAY = 1_772_416_800.0
"""2026-03-02, 10:00 in Shanghai."""

_ROLES = {"b": Role.BUYER, "s": Role.SELLER, "r": Role.BOT, "-": Role.SYSTEM}


def turns(*said: tuple[str, float | None] | tuple[str, float | None, str], start: float = MONDAY) -> list[Turn]:
    """`("b", 0), ("s", 40)`: the buyer speaks, the seller answers 40 seconds after the start."""
    made: list[Turn] = []
    for who, at, *text in said:
        words = text[0] if text else "It ships tomorrow"
        made.append(Turn(None if at is None else start + at, _ROLES[who], f"agent-{who}", hashed(words)))
    return made


def finding(text: str, words: str, *, rule: str = "diversion/invite", severity: Severity = Severity.BLOCK) -> Finding:
    start = text.index(words)
    return Finding(
        rule=rule,
        family=rule.partition("/")[0],
        severity=severity,
        start=start,
        end=start + len(words),
        match=words,
        message=f"“{words}” invites the buyer to another app.",
        policy=(PolicyLink("Redirecting traffic", "https://seller.example/rules?a=1&b=2"),),
    )


def conversation(
    thread: str, *said: tuple[str, float | None, str, str], platform: str = "shopee", buyer: str = "Maria Santos"
) -> tuple[list[Message], list[Report]]:
    """`("s", 40, "Add me on WeChat", "WeChat")`: the last are the words that break a rule, if any."""
    messages: list[Message] = []
    reports: list[Report] = []
    for number, (who, at, text, words) in enumerate(said):
        role, name = _ROLES[who], f"{thread}-{number}"
        sender = buyer if role is Role.BUYER else f"agent-{who}"
        sent_at = None if at is None else MONDAY + at
        messages.append(
            Message(text=text, id=name, role=role, sender=sender, platform=platform, thread=thread, sent_at=sent_at)
        )
        reports.append(Report(id=name, findings=(finding(text, words),) if words else ()))
    return messages, reports
