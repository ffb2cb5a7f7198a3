"""From rule files to a compiled set: what the cache saves."""

from collections.abc import Sequence

from linter.match.patterns import compiled
from linter.ruleset import cache, packs
from linter.ruleset.compile import compile_pack
from linter.ruleset.compiled import Compiled
from linter.ruleset.decode import load, merged
from linter.ruleset.packs import PackFile


def build(files: Sequence[PackFile]) -> Compiled:
    """Read, check and compile rule files. Raises Problems with every mistake in them."""
    try:
        return compile_pack(merged(load(files)))
    finally:
        # Compiled patterns take forty megabytes, and will be taken up from what is kept.
        compiled.cache_clear()


def shipped() -> bytes:
    """Compile the shipped packs into the file that a wheel carries, to be called `packs.compiled()` there."""
    files = packs.chosen()
    return cache.sealed(packs.key_parts(files), build(files))
