"""The page of one rule: what it finds, why, on which policy, with examples and the fix."""

from collections.abc import Iterator
from io import StringIO

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from linter.report.words import Ui
from linter.ruleset.schema import Example, Policy, Rule, Texts

_HEADINGS: dict[Ui, dict[str, str]] = {
    "en": {
        "why": "Why",
        "scope": "Where",
        "everywhere": "every platform",
        "policy": "Policy",
        "checked": "last read",
        "bad": "Found",
        "good": "Not found",
        "fix": "Write instead",
        "disguises": "Seen through",
    },
    "zh": {
        "why": "原因",
        "scope": "适用范围",
        "everywhere": "所有平台",
        "policy": "依据",
        "checked": "查阅于",
        "bad": "会报告的例句",
        "good": "不会报告的例句",
        "fix": "应当怎么写",
        "disguises": "能识破的伪装",
    },
}
_SHOWN = 8


def page(rule: Rule, ui: Ui, *, width: int = 80, color: bool = False) -> str:
    """The page of a rule in the reader's language, `[[…]]` around the words that count."""
    said = _HEADINGS[ui]
    out = StringIO()
    console = Console(
        file=out,
        width=width,
        force_terminal=color,
        color_system="standard" if color else None,
        markup=False,
        highlight=False,
        emoji=False,
    )
    console.print(Text.assemble((rule.id, "bold"), f"  {rule.severity.value}  ", (_in(rule.title, ui), "bold")))
    sections: dict[str, list[str]] = {
        said["why"]: [_in(rule.why, ui)] if rule.why else [],
        said["scope"]: list(_scope(rule, said)),
        said["disguises"]: [", ".join(rule.disguises)] if rule.disguises else [],
        said["policy"]: [_policy(policy, said) for policy in rule.policy],
        said["bad"]: [_example(entry) for entry in rule.examples.bad[:_SHOWN]],
        said["good"]: [_example(entry) for entry in rule.examples.good[:_SHOWN]],
        said["fix"]: [_in(rule.fix.advice, ui)],
    }
    for heading, lines in sections.items():
        if lines:
            console.print(Text(f"\n{heading}", "bold"))
            for line in "\n".join(lines).split("\n"):
                _print(console, line)
    return "".join(f"{line.rstrip()}\n" for line in out.getvalue().splitlines())


def _print(console: Console, line: str) -> None:
    # An address broken in two cannot be clicked.
    if "://" in line:
        console.print(Text(f"  {line}"), soft_wrap=True)
    else:
        console.print(Padding(Text(line), (0, 0, 0, 2)))


def _in(texts: Texts, ui: Ui) -> str:
    return texts.get(ui) or texts.get("en") or next(iter(texts.values()), "")


def _scope(rule: Rule, said: dict[str, str]) -> Iterator[str]:
    tables = {"markets": rule.markets, "surfaces": rule.surfaces, "languages": rule.languages}
    yield ", ".join(f"{name}: {level}" for name, level in rule.platforms.items()) or said["everywhere"]
    for name, values in tables.items():
        if values:
            yield f"{name}: {', '.join(values)}"


def _policy(policy: Policy, said: dict[str, str]) -> str:
    where = "/".join(part for part in (policy.platform, policy.market) if part)
    facts = f"{policy.title} ({policy.basis}, {said['checked']} {policy.checked})"
    return "\n".join(part for part in (f"{where}: {facts}" if where else facts, policy.url) if part)


def _example(entry: str | Example) -> str:
    if isinstance(entry, str):
        return entry
    if entry.text is not None:
        return entry.text
    return "\n".join(f"seller: {t.seller}" if t.seller is not None else f"buyer: {t.buyer}" for t in entry.thread)
