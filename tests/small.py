"""Small rule sets of a test's own, from YAML text as an author would write it."""

from functools import cache

from linter.engine import Options
from linter.model import Finding, Message, Report
from linter.ruleset import RuleSet, decode
from linter.ruleset.compile import compile_pack
from linter.ruleset.packs import PackFile
from linter.thread import lint

REST = """
    title: {en: A rule, zh: 规则}
    policy: [{title: House rule, basis: house, checked: 2026-11-22}]
    message: {en: "“{match}” is not said.", zh: "不说“{match}”。"}
    fix: {advice: {en: Say it otherwise., zh: 换个说法。}}
"""


def loaded(*files: str) -> tuple[decode.Loaded, ...]:
    """Rule files read and checked together, named `0.yaml`, `1.yaml`, …"""
    return decode.load([PackFile(f"{n}.yaml", text.encode()) for n, text in enumerate(files)])


@cache
def ruleset(*files: str) -> RuleSet:
    """The rule set of some files' texts."""
    return RuleSet(compile_pack(decode.merged(loaded(*files))))


def rule(find: str, more: str = "", *, rule_id: str = "spam/it", severity: str = "block", status: str = "draft") -> str:
    """One rule in YAML: a formula, and further fields a line each."""
    first = f"  - id: {rule_id}\n    status: {status}\n    severity: {severity}\n    find: {find}\n"
    return first + "".join(f"    {line}\n" for line in more.split("\n") if line) + _rest(more)


def _rest(more: str) -> str:
    """What every rule needs and this one does not say."""
    said = {line.partition(":")[0] for line in more.split("\n")}
    kept = [line for line in REST.strip("\n").split("\n") if line.strip().partition(":")[0] not in said]
    examples = "" if "examples" in said else "    examples: {}\n"
    return "\n".join(kept) + "\n" + examples


def rules_with(find: str, concepts: str = "", more: str = "") -> RuleSet:
    """A rule set of one rule, `spam/it`, over concepts in YAML, one a line."""
    said = "".join(f"  - {line}\n" for line in concepts.split("\n") if line)
    return ruleset((f"concepts:\n{said}" if said else "") + "rules:\n" + rule(find, more))


ALL = Options(statuses=("draft", "stable"))


def report(rules: RuleSet, text: str, options: Options = ALL, **message: object) -> Report:
    """The report of one message under all stages of rules."""
    return lint(Message(text=text, **message), rules, options)  # type: ignore[arg-type]


def words(rules: RuleSet, text: str, **message: object) -> list[list[str]]:
    """The parts of every finding in one message."""
    return [parts(f, text) for f in report(rules, text, **message).findings]


def parts(finding: Finding, text: str) -> list[str]:
    """What a finding underlines."""
    return [text[p.start : p.end] for p in finding.parts]
