"""The rules of a run: what is shipped, and what the project makes of it."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import click

from linter.cli.waiting import compiling
from linter.config import Config
from linter.errors import ConfigError, Problems, did_you_mean
from linter.model import Place
from linter.report.words import Ui
from linter.ruleset import Overlay, RuleSet, cache, load
from linter.ruleset.schema import Level
from linter.sources import Record
from linter.sources.feeds import ListingRecord

PACKS = click.option(
    "--packs", "extra", multiple=True, type=click.Path(path_type=Path), help="More rule files or folders.  追加规则文件"
)
UI = click.option(
    "--lang-ui", "ui", type=click.Choice(["en", "zh"]), default="en", help="Language of the output.  界面语言"
)

AnyRecord = Record | ListingRecord

_ONLY_LISTINGS = frozenset({"consistency", "format", "missing"})
PLATFORMS = (
    *("aliexpress", "amazon", "blibli", "bukalapak", "douyin", "ebay", "etsy", "jd", "kuaishou", "lazada", "magalu"),
    *("mercadolibre", "mercadolivre", "pinduoduo", "sendo", "shein", "shopee", "taobao", "temu", "tiki", "tiktok-shop"),
    *("tmall", "tokopedia", "walmart", "xiaohongshu", "shopify", "woocommerce", "google-merchant"),
)
"""Known by name even where no rule differs on them yet."""


def rulebook(config: Config, ui: Ui, *, keep: bool = True) -> RuleSet:
    """The shipped packs and the project's own, with the project's severities; tells when it has to compile them."""
    packs = [config.root / pack for pack in config.packs]
    wait = compiling(ui, kept=keep and cache.is_on())
    return load(packs, word_overlay(config), cache=keep, while_compiling=wait)


def word_overlay(config: Config) -> Overlay:
    """What the project says about rules over words; the rules of listings are changed where listings are checked."""
    overlay, own = config.overlay, listing_levels(config)
    words: dict[str, Level] = {name: level for name, level in overlay.severities.items() if name not in own}
    return Overlay(words, overlay.at)


def listing_levels(config: Config) -> dict[str, Level]:
    """What the project says about the rules of listings."""
    severities = config.overlay.severities
    return {name: level for name, level in severities.items() if name in _listing_names()} if severities else {}


def _listing_names() -> set[str]:
    """The rules that only listings have, and the families that only such rules have."""
    from linter.listing.check import known  # noqa: PLC0415  # for a name that no rule over words has

    families = {name.partition("/")[0] for name in known()} & _ONLY_LISTINGS
    return {*known(), *families, *(f"{family}/*" for family in families)}


def demand_known(rules: RuleSet, config: Config, select: Sequence[str], ignore: Sequence[str]) -> None:
    """Raise Problems for a rule that does not exist: `--select review` would find nothing and look clean."""
    ids = {rule.id for rule in rules.rules} | set(config.rules)
    if any(name not in ids for name in (*select, *ignore, *(allow.rule for allow in config.allow))):
        ids |= _listing_names()
    families = {name.partition("/")[0] for name in ids}
    names = ids | families | {f"{family}/*" for family in families}
    typed = Place("--select/--ignore")
    problems = [
        *_strangers(
            [name for name in (*select, *ignore) if name not in (*config.select, *config.ignore)], names, typed
        ),
        *_strangers([*config.select, *config.ignore], names, Place(config.file)),
        *_strangers([allow.rule for allow in config.allow], ids, Place(config.file)),
    ]
    if problems:
        raise Problems(problems)


def strange_platforms(rules: RuleSet, records: Iterable[AnyRecord]) -> list[str]:
    """A sentence for every platform that no rule knows, in the order of the input."""
    known = set(PLATFORMS) | {
        name for rule in rules.rules for name in (*rule.platforms, *(policy.platform for policy in rule.policy))
    }
    named = dict.fromkeys(_platform(record) for record in records)
    return [
        f"no rule names the platform `{name}`; the common rules apply{_hint(name, known)}"
        for name in named
        if name and name not in known
    ]


def _platform(record: AnyRecord) -> str:
    if isinstance(record, Record):
        return record.message.platform if record.message else ""
    return record.listing.platform if record.listing else ""


def _strangers(names: Iterable[str], known: set[str], at: Place) -> Iterator[ConfigError]:
    for name in names:
        if name not in known:
            yield ConfigError(f"no rule or family is called `{name}`", at=at, hint=_guess(name, known))


def _hint(name: str, known: Iterable[str]) -> str:
    guess = _guess(name, known)
    return f" ({guess})" if guess else ""


def _guess(name: str, known: Iterable[str]) -> str:
    return did_you_mean(name, sorted(known))
