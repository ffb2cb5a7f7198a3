"""The command `shoplint explain`: why a sentence is found, or not."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from linter import config as settings
from linter.cli.app import MISTAKE
from linter.cli.rulebook import UI, rulebook
from linter.engine import Options
from linter.model import Message, Role, Span, Surface
from linter.proof.explain import Explanation, Judged, Outcome, Presence, explain
from linter.report import Ui
from linter.report.cells import plain, total
from linter.sources import platform_name

_BUYER = "buyer:"
_SIGNS: dict[Outcome, str] = {"found": "✗", "elsewhere": "-", "held back": "○", "apart": "·", "lacks": "·"}
_SAID: dict[Ui, dict[str, str]] = {
    "en": {
        "text": "Text",
        "views": "Read as",
        "concepts": "Concepts",
        "rules": "Rules",
        "none": "no concept of any rule is in it",
        "elsewhere": "no rule of this platform, market or surface",
        "held back": "held back by {why}",
        "apart": "its words are there, but not together",
        "lacks": "lacks {why}",
    },
    "zh": {
        "text": "原文",
        "views": "读作",
        "concepts": "概念",
        "rules": "规则",
        "none": "没有任何规则的概念",
        "elsewhere": "不适用于此平台、市场或场景",
        "held back": "被 {why} 放行",
        "apart": "词都在,但不在一起",
        "lacks": "缺少 {why}",
    },
}


@click.command("explain")
@click.argument("turns", nargs=-1, required=True, metavar="TEXT...")
@click.option("--platform", default="", metavar="NAME", help="tiktok-shop, shopee, …  平台")
@click.option("--market", default="", metavar="CODE", help="us, id, …  市场(国家)")
@click.option("--surface", type=click.Choice([str(surface) for surface in Surface]), default="im", help="场景")
@click.option("--order", default="", metavar="ID", help="The order the message is about.  订单号")
@UI
def command(turns: tuple[str, ...], platform: str, market: str, surface: str, order: str, ui: Ui) -> int:
    """Tell what TEXT is read as, which concepts are in it, and what every rule made of them.

    Several TEXTs are turns of one conversation, the last one is judged; a turn that begins with "buyer:" is the
    buyer's.

    说明一句话为什么命中或没有命中:读法、概念、每条规则的结论。
    多个 TEXT 是同一会话的多条消息,以 buyer: 开头的是买家的话。
    """
    config = settings.nearest(Path.cwd())
    rules = rulebook(config, ui)
    messages = [
        Message(
            text=turn.removeprefix(_BUYER).strip() if turn.startswith(_BUYER) else turn,
            role=Role.BUYER if turn.startswith(_BUYER) else Role.SELLER,
            platform=platform_name(platform or config.platform),
            market=(market or config.market).lower(),
            surface=Surface(surface),
            order_id=order,
        )
        for turn in turns
    ]
    if messages[-1].role is Role.BUYER:
        click.echo("error: the last turn is the buyer's: only a seller's words are judged", err=True)
        return MISTAKE
    today = date.today()  # noqa: DTZ011  # as `shoplint check` judges
    click.echo("\n".join(_lines(explain(messages, rules, Options(as_of=today)), ui)))
    return 0


def _lines(told: Explanation, ui: Ui) -> Iterator[str]:
    said = _SAID[ui]
    yield f"{said['text']}  [{told.language}]"
    yield from (f"  {plain(line)}" for line in told.text.split("\n"))
    if told.views:
        yield f"\n{said['views']}"
        yield from _columns([(name, plain(text.replace("\n", " / "))) for name, text in told.views])
    yield f"\n{said['concepts']}"
    rows = [(p.concept, _words(told.text, p.places) + _read_as(p)) for p in told.concepts]
    yield from _columns(rows) if rows else [f"  {said['none']}"]
    if told.rules:
        yield f"\n{said['rules']}"
        yield from _columns([(f"{_SIGNS[j.outcome]} {j.rule}", _outcome(told.text, j, said)) for j in told.rules])


def _read_as(presence: Presence) -> str:
    return f"  ({', '.join(presence.read)})" if presence.read else ""


def _outcome(text: str, judged: Judged, said: dict[str, str]) -> str:
    told = judged.severity if judged.outcome == "found" else said[judged.outcome].replace("{why}", judged.why)
    against = f": {_words(text, judged.against)}" if judged.against else ""
    words = f"  [{_words(text, judged.words)}]" if judged.words else ""
    return told + against + words


def _words(text: str, places: Sequence[Span]) -> str:
    return " · ".join(plain(text[p.start : p.end].replace("\n", " / ")) for p in places)


def _columns(rows: Sequence[tuple[str, str]]) -> Iterator[str]:
    width = max(total(name) for name, _ in rows)
    yield from (f"  {name}{' ' * (width - total(name))}  {text}" for name, text in rows)
