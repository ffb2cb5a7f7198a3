"""From what the caller named to the files that are read."""

import fnmatch
import glob
import os
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from linter.errors import InputError, Problems
from linter.model import Place

STDIN = "-"
SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdx": "markdown",
    ".jsonl": "messages",
    ".ndjson": "messages",
    ".json": "templates",
    ".yaml": "templates",
    ".yml": "templates",
}
"""What a folder is searched for, and how each is read; a file that is named itself may end in anything."""

_SKIPPED = frozenset({"node_modules", "__pycache__", "venv", "env", "site-packages", "CVS"})
_MAGIC = frozenset("*?[")


def found(
    paths: Sequence[str],
    exclude: Sequence[str] = (),
    root: Path | None = None,
    kinds: Collection[str] = tuple(SUFFIXES),
) -> list[str]:
    """The files to read, in the order named, a folder's sorted, none twice; `exclude` globs are measured from `root`.

    Of a folder only files that end in one of `kinds` are taken.

    Raises `Problems` with every path that leads to nothing.
    """
    files: dict[str, None] = {}
    errors: list[InputError] = []
    for path in paths:
        try:
            named = _named(path, kinds)
        except InputError as error:
            errors.append(error)
        else:
            files.update(dict.fromkeys(named))
    if errors:
        raise Problems(errors)
    return [file for file in files if not _excluded(file, exclude, root or Path())]


def _named(path: str, kinds: Collection[str]) -> list[str]:
    if path == STDIN:
        return [path]
    if Path(path).is_dir():
        return _folder(path, kinds)
    if Path(path).exists():
        return [Path(path).as_posix()]
    if _MAGIC & set(path):
        return _globbed(path)
    raise InputError("no such file or folder", at=Place(path), hint="check the path, or pass the words with -m TEXT")


def _folder(path: str, kinds: Collection[str]) -> list[str]:
    files = sorted(_walk(path, kinds))
    if not files:
        looked = " ".join(kinds)
        raise InputError("no text in this folder", at=Place(path), hint=f"looked for {looked}; name a file itself")
    return files


def _walk(path: str, kinds: Collection[str]) -> Iterator[str]:
    def refused(error: OSError) -> None:
        raise InputError(f"cannot be read: {error.strerror}", at=Place(str(error.filename)), hint="check its rights")

    for folder, inside, files in os.walk(path, onerror=refused):
        inside[:] = [name for name in inside if not _hidden(name) and not _is_environment(Path(folder, name))]
        for name in files:
            if not _hidden(name) and Path(name).suffix.lower() in kinds:
                yield Path(folder, name).as_posix()


def _globbed(pattern: str) -> list[str]:
    # The shell of Windows and a quoted argument leave `**/*.md` to us.
    matches = sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207  # `Path.glob` takes no absolute pattern
    fixed = {part for part in Path(pattern).parts if not _MAGIC & set(part)}
    files = [Path(match).as_posix() for match in matches if Path(match).is_file() and not _by_the_way(match, fixed)]
    if not files:
        raise InputError("no file matches", at=Place(pattern), hint="`**` goes into folders: `replies/**/*.md`")
    return files


def _by_the_way(match: str, named: set[str]) -> bool:
    """Whether `**` went through a folder that nobody named and that a folder's walk would have skipped."""
    path = Path(match)
    return any(_hidden(part) for part in path.parts if part not in named) or any(
        _is_environment(parent) for parent in path.parents
    )


def _is_environment(folder: Path) -> bool:
    return (folder / "pyvenv.cfg").exists()


def _hidden(name: str) -> bool:
    return name.startswith(".") or name in _SKIPPED


def _excluded(file: str, exclude: Sequence[str], root: Path) -> bool:
    if file == STDIN or not exclude:
        return False
    measured = Path(os.path.relpath(file, root)).as_posix()
    # `drafts/` and `drafts/**` both mean all of the folder; `*.tmp.md` means such a name anywhere.
    folders = [measured, *(parent.as_posix() for parent in Path(measured).parents)]
    return any(
        fnmatch.fnmatchcase(candidate, pattern.rstrip("/")) or fnmatch.fnmatchcase(Path(file).name, pattern)
        for pattern in exclude
        for candidate in folders
    )
