from datetime import date
from pathlib import Path

import pytest

from linter.config import Config, load, nearest
from linter.errors import ConfigError, ShoplintError
from linter.model import Finding, Report, Role, Severity, Span, Surface
from linter.suppress import Allow, expired, suppress

WHOLE = """\
platform = "shopee"
market = "id"
surface = "im"
role = "bot"
lang = "id"
ui = "zh"
fail-on = "warn"
select = ["reviews"]
ignore = ["spam/flood"]
severity = "note"
format = "jsonl"
packs = ["our/rules"]
exclude = ["drafts/"]

[rules."reviews/paid"]
severity = "warn"
[rules.spam]
severity = "off"

[[allow]]
rule = "diversion/app"
term = "LINE Friends"
reason = "the brand we sell"
expires = 2027-01-31
"""


def write(folder, name, content):
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(content, "utf-8")
    return folder / name


def test_a_project_says_everything_once(tmp_path):
    file = write(tmp_path, "shoplint.toml", WHOLE)
    config = load(file)
    assert (config.platform, config.market, config.surface, config.role) == ("shopee", "id", Surface.IM, Role.BOT)
    assert (config.ui, config.fail_on, config.severity, config.format) == ("zh", "warn", Severity.NOTE, "jsonl")
    assert (config.select, config.ignore, config.exclude) == (("reviews",), ("spam/flood",), ("drafts/",))
    assert config.root / config.packs[0] == tmp_path / "our" / "rules"
    assert config.overlay.severities == {"reviews/paid": "warn", "spam": "off"}
    assert config.allow == (Allow("diversion/app", "LINE Friends", "the brand we sell", date(2027, 1, 31)),)


def test_the_nearest_file_wins_and_nothing_is_merged(tmp_path):
    write(tmp_path, "shoplint.toml", 'platform = "shopee"\nmarket = "id"')
    write(tmp_path, "shop/pyproject.toml", "[project]\nname = 'x'")
    write(tmp_path, "shop/tools/pyproject.toml", '[tool.shoplint]\nplatform = "lazada"')
    assert nearest(tmp_path / "shop").platform == "shopee"
    assert nearest(tmp_path / "shop" / "tools").platform == "lazada"
    write(tmp_path, "shop/tools/shoplint.toml", "")
    assert nearest(tmp_path / "shop" / "tools").platform == ""


def test_a_named_pyproject_may_say_nothing(tmp_path):
    assert load(write(tmp_path, "pyproject.toml", "")).platform == ""


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('\nfail_on = "warn"', ":2:1: unknown key `fail_on` (did you mean `fail-on`?)"),
        ("xyzzyxyz = 1", ":1:1: unknown key `xyzzyxyz` (known: platform, market,"),
        ("file = 'x'", ":1:1: unknown key `file`"),
        ('[rules."a/b"]\nsevrity = "warn"', ":2:1: unknown key `sevrity` (did you mean `severity`?)"),
        ('[[allow]]\nrule="a"\nterm="b"\nreasn="c"', ":4:1: unknown key `reasn` (did you mean `reason`?)"),
        ('fail-on = "all"', ":1:1: `fail-on`: invalid enum value 'all' (one of note, warn, block, never)"),
        ('[rules."a/b"]\nseverity = "high"', ":2:1: `rules[...].severity`: invalid enum value 'high' (one of off,"),
        ('platform = "x"\nselect = "reviews"', ":2:1: `select`: expected `array`, got `str`"),
        ('[[allow]]\nrule="a"\nterm="b"', ":1:3: `allow[0]` needs a `reason` (say why"),
        ('[[allow]]\nrule="a"\nreason="b"', ":1:3: `allow[0]` needs a `term`"),
        ('[[allow]]\nrule="a"\nterm="b"\nreason="c"\nexpires="soon"', ":5:1: `allow[0].expires`: invalid"),
        ('rules = "x"', ":1:1: `rules`: expected `object`, got `str`"),
        ("a = [1\nb = 2", ":2:1: not TOML: "),
        ('platform = "a"\nplatform = "b"', ": not TOML: Cannot overwrite a value"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_a_way_out(tmp_path, content, told):
    file = write(tmp_path, "shoplint.toml", content)
    with pytest.raises(ConfigError) as error:
        load(file)
    assert str(error.value).startswith(f"{file}{told}")


def test_all_unknown_keys_are_told_at_once(tmp_path):
    with pytest.raises(ShoplintError) as error:
        load(write(tmp_path, "shoplint.toml", "plattform = 1\nmarkt = 2"))
    assert str(error.value).count("did you mean") == 2


@pytest.mark.parametrize("content", [b"\xff\xfe", None])
def test_a_file_that_cannot_be_read_is_told(tmp_path, content):
    file = tmp_path / "shoplint.toml"
    if content:
        file.write_bytes(content)
    with pytest.raises(ConfigError, match=r"not UTF-8|No such file"):
        load(file)


def finding(match, *parts, rule="diversion/app", start=10):
    spans = tuple(Span(start + match.index(part), start + match.index(part) + len(part)) for part in parts)
    return Finding(
        rule=rule,
        family="diversion",
        severity=Severity.BLOCK,
        start=start,
        end=start + len(match),
        match=match,
        message="m",
        parts=spans,
    )


@pytest.mark.parametrize(
    ("term", "found", "passes"),
    [
        ("LINE", finding("LINE"), True),
        ("LINE", finding("ＬＩ\u200bＮＥ"), True),
        ("line  friends", finding("LINE Friends"), True),
        ("LINE", finding("LINE Pay"), False),
        ("LINE", finding("add me on LINE", "add me", "LINE"), True),
        ("LINE", finding("add me on LINE Pay", "add me", "LINE Pay"), False),
        ("LINE", finding("LINE", rule="diversion/link"), False),
    ],
)
def test_an_allowed_term_passes_and_nothing_like_it(term, found, passes):
    other = finding("微信")
    report = suppress(Report(findings=(other, found)), [Allow("diversion/app", term, "why")])
    assert report.findings == ((other,) if passes else (other, found))
    assert report.allowed == ((found,) if passes else ())


def test_nothing_allowed_changes_nothing():
    report = Report(findings=(finding("LINE"),))
    assert suppress(report, []) is report


@pytest.mark.parametrize(("day", "over"), [(date(2027, 1, 31), False), (date(2027, 2, 1), True)])
def test_an_allowance_ends_after_its_last_day(day, over):
    allows = (Allow("a/b", "x", "why", date(2027, 1, 31)), Allow("a/b", "y", "why"))
    assert expired(allows, day) == (allows[:1] if over else ())


def test_without_a_file_nothing_is_stated(tmp_path):
    assert nearest(tmp_path / "nowhere") == Config() or nearest(tmp_path).file
    assert Config().root == Path()
