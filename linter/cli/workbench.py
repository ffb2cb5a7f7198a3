"""`shoplint rules try` and `shoplint rules eval`: a rule on ordinary text, all rules on labelled cases."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import msgspec

from linter import config as settings
from linter.cli.app import MISTAKE
from linter.cli.lint import conversations
from linter.cli.output import deliver
from linter.cli.rulebook import PACKS, demand_known, rulebook
from linter.config import Config
from linter.errors import InputError, Problems
from linter.model import Place
from linter.proof.evaluate import Change, Evaluation, Share, changes, evaluate
from linter.proof.labelled import Labelled, decode
from linter.proof.trial import Sample, Trial, attempt
from linter.report.cells import plain, total
from linter.ruleset import RuleSet
from linter.sources import KINDS, Kind, read
from linter.sources.decode import decode as to_text
from linter.sources.read import content

_PER = 10_000


@click.command("try")
@click.argument("names", nargs=-1, metavar="[RULE]...")
@click.option("--on", "files", multiple=True, required=True, metavar="FILE", help="Messages to try them on.  试用语料")
@click.option("--as", "kind", type=click.Choice(KINDS), default="auto", show_default=True, help="How to read it.  格式")
@click.option("--samples", type=click.IntRange(0), default=5, show_default=True, help="Shown for each rule.  样例数")
@PACKS
def try_(names: tuple[str, ...], files: tuple[str, ...], kind: Kind, samples: int, extra: tuple[Path, ...]) -> int:
    """Try rules (all, or those or families named, drafts too) on messages: hits, samples, flags in 10,000, by language.

    用一批消息试跑规则:命中数、样例、每万条命中率、按语言统计。
    """
    config, rules = _ruleset(extra)
    demand_known(rules, config, names, ())
    records = list(read(files, kind))
    unreadable = [record for record in records if record.message is None]
    for record in unreadable:
        click.echo(f"note: {record.at}: not tried: {plain(record.problem)}", err=True)
    trials = attempt(conversations(records), rules, names, samples=samples)
    click.echo("\n".join(_tried(trials)))
    return MISTAKE if unreadable else 0


def _tried(trials: Sequence[Trial]) -> Iterator[str]:
    fired = sorted((t for t in trials if t.flagged.hit), key=lambda t: (-t.flagged.hit, t.rule))
    silent = [t.rule for t in trials if not t.flagged.hit]
    for trial in fired:
        yield f"{trial.rule}  {_rate(trial.flagged)}"
        told = [f"{name} {_rate(share)}" for name, share in trial.languages.items() if share.hit]
        yield f"  {' · '.join(told)}"
        yield from (f"  {_sample(sample)}" for sample in trial.samples)
    if silent:
        yield f"silent: {', '.join(silent)}"
    read = trials[0].flagged.total if trials else 0
    yield f"{sum(t.flagged.hit for t in trials)} flags of {len(fired)} rules on {read} messages"


def _rate(share: Share) -> str:
    low, high = share.interval()
    return f"{share.hit} of {share.total}: {_PER * share.value:.1f} in {_PER:,} ({_PER * low:.1f} to {_PER * high:.1f})"


def _sample(sample: Sample) -> str:
    """The words of a finding in `[[…]]`, with some text around them."""
    text, out, at = sample.message.text, "", max(sample.finding.start - 40, 0)
    for part in sample.finding.parts:
        out += f"{text[at : part.start]}[[{text[part.start : part.end]}]]"
        at = part.end
    out += text[at : sample.finding.end + 40]
    return plain(" ".join(out.split()))


@click.command("eval")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="LABELLED.jsonl...")
@click.option("--save", metavar="FILE", help="Keep this run, for a later --against.  保存结果")
@click.option("--against", type=click.Path(path_type=Path), metavar="FILE", help="Tell what changed.  与之前结果比较")
@click.option("--show", type=click.IntRange(0), default=10, show_default=True, help="Misses and false alarms.  条数")
@PACKS
def eval_(files: tuple[Path, ...], save: str | None, against: Path | None, show: int, extra: tuple[Path, ...]) -> int:
    """Score the rules on labelled cases: recall, precision and false alarms, each with its 95 % interval.

    A case is one JSON object a line: id, lang, kind (plain, evasive, split: violations; near-miss, ordinary: clean),
    messages (role and text), expect (families), and platform, market, surface, must_span where they matter.

    在标注用例上评估规则:召回、精确、误报及其 95 % 置信区间,并可与之前的结果逐例比较。
    """
    cases = _cases(files)
    before = _earlier(against) if against else None
    _, rules = _ruleset(extra)
    now = evaluate(cases, rules)
    click.echo("\n".join(_scored(now, cases, show)))
    if before:
        click.echo("\n".join(_changed(list(changes(before, now)))))
    if save:
        deliver(msgspec.json.format(msgspec.json.encode(now), indent=1).decode() + "\n", save)
    return 0


def _ruleset(extra: Sequence[Path]) -> tuple[Config, RuleSet]:
    config = settings.nearest(Path.cwd())
    packs = [*config.packs, *(str(path.resolve()) for path in extra)]
    config = msgspec.structs.replace(config, packs=tuple(packs))
    return config, rulebook(config, config.ui)


def _cases(files: Sequence[Path]) -> list[Labelled]:
    cases: list[Labelled] = []
    problems: list[InputError] = []
    for file in files:
        try:
            cases += decode(to_text(content(str(file)), str(file)), str(file))
        except Problems as error:
            problems += [e for e in error.errors if isinstance(e, InputError)]
        except InputError as error:
            problems.append(error)
    if problems:
        raise Problems(problems)
    return cases


def _earlier(file: Path) -> Evaluation:
    try:
        return msgspec.json.decode(content(str(file)), type=Evaluation)
    except msgspec.DecodeError as error:
        raise InputError(f"not a kept run: {error}", at=Place(str(file)), hint="--save writes one") from None


def _scored(now: Evaluation, cases: Sequence[Labelled], show: int) -> Iterator[str]:
    for title, table in now.tables().items():
        if table:
            yield title
            yield from _shares(table)
    yield "totals"
    yield from _shares(now.figures())
    texts = {case.id: " | ".join(turn.text for turn in case.messages) for case in cases}
    for title, wrong in (
        ("missed", [o for o in now.outcomes if o.expect and not o.hit]),
        ("false alarms", [o for o in now.outcomes if not o.expect and not o.hit]),
    ):
        if wrong and show:
            yield f"{title} ({min(show, len(wrong))} of {len(wrong)})"
            for o in wrong[:show]:
                told = ", ".join(o.expect) or "; ".join(f"{rule} “{words}”" for rule, words in o.alarms)
                yield plain(f"  {o.id}  {told}  {' '.join(texts[o.id].split())[:160]}")


def _shares(table: dict[str, Share]) -> Iterator[str]:
    width = max(total(name) for name in table)
    for name, share in table.items():
        low, high = share.interval()
        interval = f"{100 * low:5.1f} to {100 * high:5.1f}" if share.total else ""
        yield f"  {name:<{width}}  {share.hit:5}/{share.total:<5} {100 * share.value:5.1f} %  {interval}".rstrip()


def _changed(found: Sequence[Change]) -> Iterator[str]:
    yield f"changed since then: {len(found)}"
    for change in found:
        before, now = ("; ".join(f"{r} “{w}”" for r, w in some) or "nothing" for some in (change.before, change.now))
        yield plain(f"  {change.what:<11}  {change.id}  {before} → {now}".replace("\n", " / "))
