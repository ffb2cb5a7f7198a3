"""`shoplint rules`: what rules there are, what they say, and whether they hold."""

import json
from pathlib import Path

import click

from linter.cli import costs
from linter.cli.app import MISTAKE
from linter.cli.rulebook import PACKS, UI
from linter.cli.workbench import eval_, try_
from linter.errors import Problems, RuleError, did_you_mean
from linter.proof import cases, cover, mutate, prove, shadowed, traps
from linter.report.cells import plain
from linter.report.words import Ui
from linter.ruleset import RuleSet, decode, packs
from linter.ruleset.compile import compile_pack
from linter.ruleset.decode import Loaded
from linter.ruleset.schema import Pack


@click.group()
def rules() -> None:
    """List, show, test and write rules. 规则:列表、说明、自测、新建。"""


def _loaded(extra: tuple[Path, ...]) -> tuple[tuple[Loaded, ...], Pack]:
    loaded = decode.load(packs.chosen(extra))
    return loaded, decode.merged(loaded)


@rules.command("list")
@click.argument("names", nargs=-1)
@PACKS
@UI
def list_(names: tuple[str, ...], extra: tuple[Path, ...], ui: str) -> int:
    """List rules, all or those of the families named. 列出规则。"""
    _, pack = _loaded(extra)
    for rule in pack.rules:
        if not names or rule.id in names or rule.id.partition("/")[0] in names:
            status = "" if rule.status == "stable" else f"  [{rule.status}]"
            click.echo(f"{rule.severity.value:<5}  {rule.id:<26}  {rule.title.get(ui, rule.id)}{status}")
    return 0


@rules.command("test")
@click.argument("names", nargs=-1)
@click.option("--coverage", is_flag=True, help="Also tell what no example exercises.  报告未被例句覆盖的词与语言")
@click.option("--mutate", "retell", is_flag=True, help="Also retell every example in disguise.  用各种伪装改写例句再测")
@PACKS
def test(names: tuple[str, ...], coverage: bool, retell: bool, extra: tuple[Path, ...]) -> int:
    """Check every example of every rule, or of the rules or families named. 用例句自测规则。"""
    loaded, pack = _loaded(extra)
    chosen = [c for c in cases(loaded) if not names or c.rule in names or c.rule.partition("/")[0] in names]
    if names and not chosen:
        raise RuleError(f"no rule or family is called {' or '.join(names)}", hint="shoplint rules list shows them")
    ruleset = RuleSet(compile_pack(pack))
    failures = [failure for case in chosen if (failure := prove(case, ruleset))]
    if retell:
        failures += [failure for case in chosen for failure in mutate(case, ruleset)]
    problems = [str(failure) for failure in failures if not failure.todo_matches]
    for failure in failures:
        click.echo(("todo: " if failure.todo_matches else "") + str(failure))
    if coverage:
        covered = cover(pack, chosen, ruleset)
        lines = list(covered.problems())
        problems += lines
        for line in lines:
            click.echo(line)
        click.echo(f"{covered.exercised} of {covered.terms} terms stand in an example")
    click.echo(f"{len(chosen)} examples of {len({c.rule for c in chosen})} rules, {len(problems)} problems")
    return 1 if problems else 0


@rules.command("show")
@click.argument("rule_id")
@PACKS
@UI
def show(rule_id: str, extra: tuple[Path, ...], ui: Ui) -> int:
    """Print the page of a rule: what, why, policy, examples, fix. 显示一条规则的说明页。"""
    _, pack = _loaded(extra)
    found = next((rule for rule in pack.rules if rule.id == rule_id), None)
    if found is None:
        hint = did_you_mean(rule_id, [rule.id for rule in pack.rules])
        raise RuleError(f"no rule is called `{rule_id}`", hint=hint or "shoplint rules list shows them")
    from linter.report.page import page  # noqa: PLC0415  # rich only where a page is drawn

    click.echo(page(found, ui), nl=False)
    return 0


@rules.command("check")
@PACKS
@click.option("--doctor", is_flag=True, help="Name the shipped patterns that no literal holds back, too.  列出全部")
@click.option(
    "--corpus", "files", multiple=True, metavar="FILE...", help="Tell what each rule costs on these.  在语料上测开销"
)
@click.argument("more", nargs=-1, metavar="")
def check(extra: tuple[Path, ...], doctor: bool, files: tuple[str, ...], more: tuple[str, ...]) -> int:
    """Check that rule files can be read, agree with each other and set no trap for themselves. 检查规则文件。

    Notes tell which patterns require no literal of three bytes. With --corpus FILE..., every rule is tried on the
    messages in these files: how many the screen lets through to it, how many break it, and its time.
    """
    if more and not files:
        raise click.UsageError(f"Got unexpected extra arguments ({' '.join(more)}): rule files follow --packs.")
    loaded, pack = _loaded(extra)
    ruleset = RuleSet(compile_pack(pack))
    problems = [*traps(loaded), *shadowed(loaded, list(cases(loaded)), ruleset)]
    if problems:
        raise Problems(problems)
    for note in costs.notes(loaded, ruleset, shipped=doctor):
        click.echo(f"note: {plain(note)}", err=True)
    unread = costs.tried((*files, *more), ruleset) if files else 0
    click.echo(f"{len(pack.rules)} rules, {len(pack.concepts)} concepts, {len(pack.guards)} guards: no mistake")
    return MISTAKE if unread else 0


@rules.command("schema")
def schema() -> int:
    """Print the JSON schema of a rule file, for editors. 输出规则文件的 JSON Schema。"""
    from linter.ruleset.jsonschema import schema as schema_of_files  # noqa: PLC0415  # only this command needs it

    click.echo(json.dumps(schema_of_files(), ensure_ascii=False, indent=2))
    return 0


_NEW = """rules:
  - id: {id}
    status: draft
    severity: warn
    title: {{en: "Say what is found", zh: "一句话说明"}}
    find: {{near: [review, reward], within: sentence}}
    unless: [negated]
    disguises: [lookalike, leet, spaced]
    policy:
      - {{title: "House rule", basis: house, checked: {today}}}
    message: {{en: "“{{match}}” …", zh: "“{{match}}”……"}}
    fix:
      advice: {{en: "Say what to write instead.", zh: "说明应当怎么写。"}}
    examples:
      bad: ["Leave a [[review]] and get a [[voucher]]"]
      good: ["Thank you for your review!"]
"""


@rules.command("new")
@click.argument("rule_id")
@click.option("--today", required=True, help="The ISO date on which you read the policy.  查阅日期")
def new(rule_id: str, today: str) -> int:
    """Print a rule to begin with, to be kept as a file of your own. 新建规则模板。"""
    click.echo(_NEW.format(id=rule_id, today=today), nl=False)
    return 0


rules.add_command(try_)
rules.add_command(eval_)
