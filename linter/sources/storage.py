"""Object storage by its address (`s3://…`), which `fsspec` and its drivers open."""

from importlib import import_module
from typing import Any

from linter.errors import InputError
from linter.model import Place
from linter.sources.guard import one_line

AWAY = "://"


def is_away(path: str) -> bool:
    """Whether the path is an address."""
    return AWAY in path


def find(path: str, kinds: tuple[str, ...]) -> list[str]:
    """The addresses of what is stored under a path or matches it; of a folder what ends in one of `kinds`, in order.

    Raises InputError where there is nothing.
    """
    files, name = reached(path)
    globbed = bool(set(name) & set("*?["))
    stored: list[str] = files.glob(name) if globbed else files.find(name)
    itself = stored == [name]
    matches = [file for file in stored if globbed or itself or _is_read(file, name, kinds)]
    if not matches:
        raise InputError("nothing is stored there", at=Place(path), hint="check the address")
    return [_address(match, path.partition(AWAY)[0]) for match in sorted(matches)]


def _is_read(file: str, folder: str, kinds: tuple[str, ...]) -> bool:
    inside = file.removeprefix(folder).split("/")
    return file.lower().endswith(kinds) and not any(part.startswith(".") for part in inside)


def _address(match: str, scheme: str) -> str:
    if AWAY in match:
        return match
    return f"{scheme}{AWAY}{match if scheme == 'file' else match.removeprefix('/')}"


def reached(path: str) -> tuple[Any, str]:
    """The file system of an address, and the path within it. Raises InputError where it cannot be reached."""
    scheme = path.partition(AWAY)[0]
    hint = f"pip install fsspec, and its driver for {scheme}:// (s3fs, gcsfs, adlfs, ossfs)"
    core = library("fsspec.core", f"{scheme}://", path, hint)
    try:
        files, name = core.url_to_fs(path)
    except (ImportError, ValueError, OSError) as error:
        raise InputError(f"cannot be reached: {one_line(error)}", at=Place(path)) from None
    return files, str(name)


def stamp(path: str) -> tuple[int, str]:
    """The size of what is stored at an address in bytes, and what changes whenever it changes. Raises OSError."""
    files, name = reached(path)
    return int(files.size(name) or 0), str(files.ukey(name))


def library(name: str, what: str, path: str, hint: str = 'pip install "shoplint[audit]"') -> Any:
    """A library that only some files need; where it is missing, the one line that says so."""
    try:
        return import_module(name)
    except ImportError:
        raise InputError(f"{what} needs {name.partition('.')[0]}", at=Place(path), hint=hint) from None
