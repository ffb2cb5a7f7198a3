"""What was typed together with what is configured: the same for one message and for a year of them."""

from collections.abc import Mapping
from datetime import date

from linter.config import Config, Ui
from linter.engine import Options
from linter.model import Severity
from linter.sources import platform_name


def judged_by(
    config: Config, day: date, ui: Ui, *, select: tuple[str, ...], ignore: tuple[str, ...], severity: str | None
) -> Options:
    """By which rules it is judged; what was not typed is as configured."""
    return Options(
        as_of=day,
        select=select or config.select,
        ignore=ignore or config.ignore,
        severity=Severity(severity) if severity else config.severity,
        ui=ui,
    )


def defaults(config: Config, typed: Mapping[str, str | None]) -> dict[str, str]:
    """What holds for records that do not say it: `platform`, `market`, `surface`, `role`, `lang` as typed, else as
    configured, and whatever else was typed.
    """
    configured = {
        "platform": config.platform,
        "market": config.market,
        "surface": config.surface,
        "role": config.role,
        "lang": config.lang,
    }
    stated = {field: str(typed.get(field) or configured.get(field) or "") for field in {**configured, **typed}}
    stated |= {"platform": platform_name(stated["platform"]), "market": stated["market"].lower()}
    return {field: value for field, value in stated.items() if value}
