"""From rule files to a compiled set: what the cache saves."""

from collections.abc import Sequence

from linter.ruleset import cache, packs
from linter.ruleset.compile import compile_pack
from linter.ruleset.compiled import Compiled
from linter.ruleset.decode import load, merged
from linter.ruleset.overlay import Overlay, apply
from linter.ruleset.packs import PackFile
from linter.ruleset.schema import Pack


def build(files: Sequence[PackFile], overlay: Overlay) -> Compiled:
    """Read, check and compile rule files. Raises Problems with every mistake in them."""
    return compile_with(merged(load(files)), overlay)


def compile_with(pack: Pack, overlay: Overlay) -> Compiled:
    """Compile a pack with a project's severities."""
    return compile_pack(Pack(rules=apply(overlay, pack.rules), concepts=pack.concepts, guards=pack.guards))


def shipped() -> bytes:
    """Compile the shipped packs into the file that a wheel carries, to be called `packs.compiled()` there."""
    files = packs.chosen()
    return cache.sealed(packs.key_parts(files), build(files, Overlay()))
