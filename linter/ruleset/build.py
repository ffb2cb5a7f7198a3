"""From rule files to a compiled set: what the cache saves."""

from collections.abc import Sequence

from linter.ruleset import cache, packs
from linter.ruleset.compile import compile_pack
from linter.ruleset.compiled import Compiled
from linter.ruleset.decode import load, merged
from linter.ruleset.packs import PackFile


def build(files: Sequence[PackFile]) -> Compiled:
    """Read, check and compile rule files. Raises Problems with every mistake in them."""
    return compile_pack(merged(load(files)))


def shipped() -> bytes:
    """Compile the shipped packs into the file that a wheel carries, to be called `packs.compiled()` there."""
    files = packs.chosen()
    return cache.sealed(packs.key_parts(files), build(files))
