"""Which rule files there are, and their bytes: the shipped ones first, then the project's. Reads no YAML."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from linter.errors import RuleError
from linter.model import Place

_SUFFIXES = (".yaml", ".yml")


class PackFile(Struct, frozen=True):
    """One rule file. `name` is what errors show; a `project` file may only add to shipped concepts."""

    name: str
    data: bytes
    project: bool = False


def built_in() -> Path:
    """Find the shipped packs: `linter/packs` in an installed wheel, `rules/` beside the package in a checkout."""
    package = Path(__file__).resolve().parent.parent
    shipped = package / "packs"
    return shipped if shipped.is_dir() else package.parent / "rules"


def compiled() -> Path:
    """Name the file in which a wheel brings the shipped packs compiled; a checkout has none."""
    return built_in() / "compiled.msgpack"


def chosen(project: Sequence[Path] = (), *, shipped: bool = True) -> tuple[PackFile, ...]:
    """Return every file of a run, the shipped ones first; the order of the rest is the order of `project`."""
    ours = built_in()
    return (_shipped_files(ours) if shipped else ()) + files(project, project=True)


def files(paths: Iterable[Path], *, project: bool = False) -> tuple[PackFile, ...]:
    """Return the rule files named, and those in the folders named, by name; a file named twice is read once.

    Raises a RuleError for a path that is not there, cannot be read, or holds no rule file: a pack that silently is not
    there would let everything through.
    """
    found: dict[str, PackFile] = {}
    for path in paths:
        for file in _under(path):
            found.setdefault(os.path.realpath(file), PackFile(file.as_posix(), _bytes(file), project))
    return tuple(found.values())


def key_parts(packs: Iterable[PackFile]) -> list[bytes]:
    """List all that a compiled rule set depends on in these files, for `cache.load_or_build`."""
    parts: list[bytes] = []
    for file in packs:
        parts += (b"project" if file.project else b"shipped", file.name.encode("utf-8", "surrogateescape"), file.data)
    return parts


def _shipped_files(root: Path) -> tuple[PackFile, ...]:
    # Named from the folder on: where the package is installed must not change what is in a report or a cache key.
    return tuple(PackFile(f"rules/{f.relative_to(root).as_posix()}", _bytes(f)) for f in _under(root))


def _under(path: Path) -> list[Path]:
    if path.is_dir():
        found = sorted(_walk(path), key=lambda file: file.relative_to(path).parts)
        if not found:
            raise RuleError("no rule file (*.yaml, *.yml) in this folder", at=Place(path.as_posix()))
        return found
    if not path.exists():
        raise RuleError("no such rule file or folder", at=Place(path.as_posix()), hint="is the path spelled right?")
    if path.suffix not in _SUFFIXES:
        raise RuleError("not a rule file", at=Place(path.as_posix()), hint="rule files end in .yaml or .yml")
    return [path]


def _walk(folder: Path) -> Iterator[Path]:
    for here, below, names in os.walk(folder, onerror=_unreadable):
        below[:] = [name for name in below if not name.startswith(".")]
        yield from (Path(here, name) for name in names if name.endswith(_SUFFIXES) and not name.startswith("."))


def _unreadable(error: OSError) -> None:
    raise RuleError(f"cannot be read: {error.strerror}", at=Place(str(error.filename))) from error


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise RuleError(f"cannot be read: {error.strerror}", at=Place(file.as_posix())) from error
