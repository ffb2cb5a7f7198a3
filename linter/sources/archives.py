"""Files, folders, globs, archives and object storage: what there is to read, and the bytes of each, unpacked."""

import gzip
import importlib
import sys
import zipfile
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct

from linter.errors import InputError, Problems
from linter.model import Place
from linter.sources import storage, zips
from linter.sources.guard import Guarded, one_line
from linter.sources.limits import LIMITS, Limits
from linter.sources.paths import STDIN, SUFFIXES, found
from linter.sources.storage import library
from linter.sources.streams import Reader
from linter.sources.zips import DEEP, INSIDE, Archive, leads_out

__all__ = ["INSIDE", "KINDS", "Members", "leads_out", "library", "local", "members", "opened", "stamp", "weight"]

KINDS = (
    *SUFFIXES,
    *[".csv", ".tsv", ".tab", ".xlsx", ".xlsm", ".xls", ".ods", ".parquet", ".zip", ".gz", ".zst", ".log"],
)
"""What a folder is searched for; a file that is named itself may end in anything."""

_MEDIA = frozenset(
    [
        ".jpg",
        ".jpeg",
        ".png",
        ".gif",
        ".webp",
        ".heic",
        ".bmp",
        ".svg",
        ".mp4",
        ".mov",
        ".3gp",
        ".mkv",
        ".avi",
        ".opus",
        ".ogg",
        ".m4a",
        ".mp3",
        ".aac",
        ".amr",
        ".wav",
        ".pdf",
        ".vcf",
        ".doc",
        ".docx",
        ".ppt",
        ".pptx",
        ".apk",
        ".webm",
        ".tgs",
        ".thumb",
        ".css",
        ".js",
        ".ttf",
        ".woff",
        ".ico",
    ]
)
_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_LAYERS = 3
_GROWS = 5
"""What is packed grows some five times."""

_PACKED = (".gz", ".zst", ".parquet", ".xlsx")


class Members(Struct, frozen=True):
    """The files that were found, in order, and a line for what was passed over. `refused`: those of the files that must
    not be opened, and why.
    """

    files: tuple[str, ...]
    notes: tuple[str, ...] = ()
    refused: Mapping[str, str] = {}


def members(
    paths: Sequence[str], exclude: Sequence[str] = (), root: Path | None = None, limits: Limits = LIMITS
) -> Members:
    """Everything to read: folders searched, globs spread, archives opened, also those in archives.

    Raises `Problems` for paths to nothing.
    """
    search = _Search(limits)
    errors: list[InputError] = []
    for path in paths:
        try:
            for file in _named(path, exclude, root):
                search.add(file)
        except InputError as error:
            errors.append(error)
        except Problems as problems:
            errors.extend(InputError(e.problem, at=e.at, hint=e.hint) for e in problems.errors)
    if errors:
        raise Problems(errors)
    return Members(tuple(search.files), tuple(search.notes), search.refused)


def _named(path: str, exclude: Sequence[str], root: Path | None) -> list[str]:
    if storage.is_away(path):
        return [path] if zips.inside(path) else storage.find(path, KINDS)
    if zips.inside(path):
        return [path]
    return found([path], exclude, root, kinds=KINDS)


class _Search:
    """What was found so far. An archive is taken or refused as a whole."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._room = 0
        self.files: dict[str, None] = {}
        self.notes: list[str] = []
        self.refused: dict[str, str] = {}

    def add(self, file: str) -> None:
        """Take a file, or the files in it."""
        if file == STDIN or zips.inside(file) or not zips.is_archive(file):
            self.files[file] = None
            return
        # All that comes out of it, at any depth, is measured by what it takes on its disk.
        self._room = max(self._limits.free, self._limits.ratio * stamp(file)[0])
        self._open(file, zips.archive(file), 1)

    def _open(self, file: str, archive: Archive, depth: int) -> None:
        entries = {entry.filename: entry for entry in archive.infolist() if not entry.is_dir()}
        read = [entry for name, entry in entries.items() if not _by_the_way(name)]
        if problem := self._problem(read, depth):
            self._refuse(file, problem)
            return
        if others := len(entries) - len(read):
            self.notes.append(f"{file}: {others:,} pictures, recordings and hidden files are passed over")
        if twice := len(archive.infolist()) - len(archive.NameToInfo):
            self.notes.append(f"{file}: {twice:,} names stand twice in the archive; of each the last is read")
        for entry in read:
            self._take(archive, entry, f"{file}{INSIDE}{entry.filename}", depth)

    def _problem(self, read: Sequence[zipfile.ZipInfo], depth: int) -> str:
        if depth > DEEP:
            return f"an archive in {DEEP} others, and so many are opened (unpack it, and name the folder)"
        if len(read) > self._limits.entries:
            most = f"holds {len(read):,} files, at most {self._limits.entries:,} are read"
            return f"{most} (unpack it, and name the folder)"
        size = sum(entry.file_size for entry in read)
        self._room -= size
        if self._room < 0:
            return (
                f"its files grow to {size:,} bytes, more than {self._limits.ratio} times what is packed (a zip bomb?);"
                " none is read (unpack it yourself if it is yours)"
            )
        return ""

    def _take(self, archive: Archive, entry: zipfile.ZipInfo, path: str, depth: int) -> None:
        if not leads_out(path) and archive.begins_as_zip(entry):
            try:
                within = zips.inner(archive, entry.filename, path, self._limits)
            except InputError as error:
                self._refuse(path, error.problem)
                return
            if not within.is_document:
                self._open(path, within, depth + 1)
                return
        self.files[path] = None

    def _refuse(self, file: str, problem: str) -> None:
        self.files[file] = None
        self.refused[file] = problem


def _by_the_way(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    hidden = any((part.startswith(".") and part != "..") or part == "__MACOSX" for part in path.parts)
    return hidden or path.suffix.lower() in _MEDIA


def local(path: str) -> bool:
    """Whether libraries may open the path themselves."""
    return path != STDIN and not storage.is_away(path) and not zips.inside(path)


def stamp(path: str) -> tuple[int, str]:
    """The size of a file (or of the archive around it) in bytes, and what changes whenever it changes; `(0, "")` for
    what nobody can tell of.
    """
    file = path.partition(INSIDE)[0] if zips.inside(path) else path
    try:
        if storage.is_away(file):
            return storage.stamp(file)
        status = Path(file).stat()
    except (OSError, InputError):
        return 0, ""
    return status.st_size, str(status.st_mtime_ns)


def weight(path: str, limits: Limits = LIMITS) -> int:
    """About how many bytes of text a file holds."""
    if not zips.inside(path):
        return stamp(path)[0] * (_GROWS if path.endswith(_PACKED) else 1)
    try:
        holder, name = zips.located(path, limits)
        return holder.getinfo(name).file_size * (_GROWS if name.endswith(_PACKED) else 1)
    except (OSError, InputError, KeyError, zipfile.BadZipFile, NotImplementedError):
        return 0


@contextmanager
def opened(path: str, limits: Limits = LIMITS) -> Generator[Reader]:
    """The bytes of a file, `.gz` and `.zst` unpacked. Raises `InputError`, also while it is read."""
    stream, packed = _raw(path, limits)
    with ExitStack() as layers:
        if path != STDIN:
            layers.enter_context(stream)
        guarded = Guarded(stream, path, limits, packed)
        for _ in range(_LAYERS):
            inner = _unpacked(guarded, path)
            if inner is None:
                break
            layers.enter_context(inner)
            guarded = Guarded(inner, path, limits, guarded.packed)
        yield guarded


def _raw(path: str, limits: Limits) -> tuple[Any, Callable[[], int] | None]:
    """The stored bytes, and how many packed ones were spent on them (of a zip's entry: all of it)."""
    if path == STDIN:
        return sys.stdin.buffer, None
    try:
        if zips.inside(path):
            stream, packed = zips.opened(path, limits)
            return stream, lambda: packed
        if storage.is_away(path):
            files, name = storage.reached(path)
            return files.open(name, "rb"), None
        return Path(path).open("rb"), None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or one_line(error)}", at=Place(path)) from None


def _unpacked(stream: Guarded, path: str) -> Any:
    head = stream.peek(4)
    if head.startswith(_GZIP):
        return gzip.GzipFile(fileobj=stream)
    if head != _ZSTD:
        return None
    try:
        zstandard: Any = importlib.import_module("zstandard")
    except ImportError:
        arrow = library("pyarrow", "a .zst file", path)
        return arrow.CompressedInputStream(arrow.PythonFile(stream, mode="r"), "zstd")
    return zstandard.ZstdDecompressor(max_window_size=1 << 27).stream_reader(stream, read_across_frames=True)
