"""What an audit is asked to do."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from msgspec import Struct

from linter.audit.metrics import Terms
from linter.audit.shuffle import WHOLE, Shard
from linter.engine import Options
from linter.ruleset import Overlay
from linter.suppress import Allow


class Plan(Struct, frozen=True, kw_only=True):
    """`paths` in, results into `out`.

    `form`, `mapping`, `defaults` and `sellers` say how exports are read (`linter.sources.exports`), `packs`, `overlay`,
    `options` and `allows` by which rules they are judged, `terms` how service is measured. `redact`: mask personal
    data in every output. `evidence`: threads of which a page is written for an appeal, which tells by what it was
    `made`; `ui`: the language of the pages. `bucket_bytes`: input for each bucket, which is what is redone at most
    after a stop.
    """

    paths: tuple[str, ...]
    out: Path
    form: str = "auto"
    mapping: Mapping[str, str] = {}
    defaults: Mapping[str, str] = {}
    sellers: tuple[str, ...] = ()
    packs: tuple[Path, ...] = ()
    overlay: Overlay | None = None
    options: Options = Options()
    allows: tuple[Allow, ...] = ()
    terms: Terms = Terms()
    shard: Shard = WHOLE
    redact: bool = False
    evidence: tuple[str, ...] = ()
    made: str = ""
    ui: Literal["en", "zh"] = "en"
    workers: int = 1
    bucket_bytes: int = 8 << 20
