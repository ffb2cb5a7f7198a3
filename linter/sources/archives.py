"""Files, folders, globs, archives and object storage: what there is to read, and the bytes of each, unpacked."""

import gzip
import importlib
import io
import sys
import zipfile
import zlib
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from msgspec import Struct

from linter.errors import InputError, Problems
from linter.model import Place
from linter.sources.limits import LIMITS, Limits
from linter.sources.paths import STDIN, SUFFIXES, found
from linter.sources.streams import Reader

INSIDE = "!/"
"""Between an archive and the file in it: `chats.zip!/2024/_chat.txt`."""

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
_ZIP = b"PK\x03\x04"
_GZIP = b"\x1f\x8b"
_ZSTD = b"\x28\xb5\x2f\xfd"
_WORKBOOK = "[Content_Types].xml"
_DEEP = 3
_ENCRYPTED = 0x1


class Members(Struct, frozen=True):
    """The files that were found, in order, and a line for what was passed over."""

    files: tuple[str, ...]
    notes: tuple[str, ...] = ()


def members(
    paths: Sequence[str], exclude: Sequence[str] = (), root: Path | None = None, limits: Limits = LIMITS
) -> Members:
    """Everything to read: folders searched, globs spread, archives opened. Raises `Problems` for paths to nothing."""
    files: dict[str, None] = {}
    notes: list[str] = []
    errors: list[InputError] = []
    for path in paths:
        try:
            named = _named(path, exclude, root)
            for file in named:
                inside = _entries(file, limits, notes) if _is_archive(file) else [file]
                files.update(dict.fromkeys(inside))
        except InputError as error:
            errors.append(error)
        except Problems as problems:
            errors.extend(InputError(e.problem, at=e.at, hint=e.hint) for e in problems.errors)
    if errors:
        raise Problems(errors)
    return Members(tuple(files), tuple(notes))


def _named(path: str, exclude: Sequence[str], root: Path | None) -> list[str]:
    if "://" in path:
        return _remote(path)
    if _split(path):
        return [path]
    return found([path], exclude, root, kinds=KINDS)


def _remote(path: str) -> list[str]:
    files, name = _storage(path)
    matches: list[str] = files.glob(name) if set(name) & set("*?[") else files.find(name)
    if not matches:
        raise InputError("nothing is stored there", at=Place(path), hint="check the address")
    scheme = path.partition("://")[0]
    return [f"{scheme}://{match.removeprefix('/') if scheme != 'file' else match}" for match in sorted(matches)]


def _storage(path: str) -> tuple[Any, str]:
    scheme = path.partition("://")[0]
    hint = f"pip install fsspec, and its driver for {scheme}:// (s3fs, gcsfs, adlfs, ossfs)"
    core = library("fsspec.core", f"{scheme}://", path, hint)
    try:
        files, name = core.url_to_fs(path)
    except (ImportError, ValueError, OSError) as error:
        raise InputError(f"cannot be reached: {_one_line(error)}", at=Place(path)) from None
    return files, str(name)


def _is_archive(file: str) -> bool:
    """Whether a file is a zip that holds files, and no workbook (which is a zip as well)."""
    if file == STDIN or "://" in file or _split(file):
        return False
    try:
        with Path(file).open("rb") as stream:
            if stream.read(4) != _ZIP:
                return False
        with zipfile.ZipFile(file) as archive:
            return _WORKBOOK not in archive.namelist()
    except (OSError, zipfile.BadZipFile, NotImplementedError):
        return False


def _entries(file: str, limits: Limits, notes: list[str]) -> Iterator[str]:
    with zipfile.ZipFile(file) as archive:
        names = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
    read = [name for name in names if not _by_the_way(name)]
    if len(names) > len(read):
        notes.append(f"{file}: {len(names) - len(read):,} pictures, recordings and hidden files are passed over")
    if len(read) > limits.entries:
        problem = f"holds {len(read):,} files, at most {limits.entries:,} are read"
        raise InputError(problem, at=Place(file), hint="unpack it, and name the folder")
    for name in dict.fromkeys(read):
        yield f"{file}{INSIDE}{name}"
    if twice := len(read) - len(set(read)):
        notes.append(f"{file}: {twice:,} names stand twice in the archive; of each the last is read")


def _by_the_way(name: str) -> bool:
    path = PurePosixPath(name.replace("\\", "/"))
    hidden = any((part.startswith(".") and part != "..") or part == "__MACOSX" for part in path.parts)
    return hidden or path.suffix.lower() in _MEDIA


def leads_out(path: str) -> bool:
    """Whether the name of a file in an archive points outside of it. We read such a file and write none."""
    parts = _split(path)
    name = parts[1].replace("\\", "/") if parts else ""
    return name.startswith("/") or ".." in name.split("/") or name[1:2] == ":"


def _split(path: str) -> tuple[str, str] | None:
    archive, mark, name = path.partition(INSIDE)
    return (archive, name) if mark and not Path(path).exists() else None


def local(path: str) -> bool:
    """Whether libraries may open the path themselves."""
    return path != STDIN and "://" not in path and not _split(path)


@contextmanager
def opened(path: str, limits: Limits = LIMITS) -> Generator[Reader]:
    """The bytes of a file, `.gz` and `.zst` unpacked. Raises `InputError`, also while it is read."""
    stream, packed = _raw(path)
    with ExitStack() as layers:
        if path != STDIN:
            layers.enter_context(stream)
        guarded = _Guarded(stream, path, limits, packed)
        for _ in range(_DEEP):
            inner = _unpacked(guarded, path)
            if inner is None:
                break
            layers.enter_context(inner)
            guarded = _Guarded(inner, path, limits, guarded.packed)
        yield guarded


def _raw(path: str) -> tuple[Any, Callable[[], int] | None]:
    """The stored bytes, and how many packed ones were spent on them (of a zip's entry: all of it)."""
    if path == STDIN:
        return sys.stdin.buffer, None
    try:
        if "://" in path:
            files, name = _storage(path)
            return files.open(name, "rb"), None
        if parts := _split(path):
            return _entry(path, *parts)
        return Path(path).open("rb"), None
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or _one_line(error)}", at=Place(path)) from None


def _entry(path: str, file: str, name: str) -> tuple[Any, Callable[[], int]]:
    try:
        # The file that is open in it keeps the archive open.
        with zipfile.ZipFile(file) as archive:
            entry = archive.getinfo(name)
            if entry.flag_bits & _ENCRYPTED:
                hint = "unpack it yourself, and name the folder"
                raise InputError("is locked by a password", at=Place(path), hint=hint)
            return archive.open(entry), lambda: entry.compress_size
    except KeyError:
        raise InputError("no such file in the archive", at=Place(path)) from None
    except (zipfile.BadZipFile, NotImplementedError, zlib.error) as error:
        raise InputError(f"a broken archive: {_one_line(error)}", at=Place(path)) from None


def _unpacked(stream: "_Guarded", path: str) -> Any:
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


def library(name: str, what: str, path: str, hint: str = 'pip install "shoplint[audit]"') -> Any:
    """A library that only some files need; where it is missing, the one line that says so."""
    try:
        return importlib.import_module(name)
    except ImportError:
        raise InputError(f"{what} needs {name.partition('.')[0]}", at=Place(path), hint=hint) from None


class _Guarded(io.RawIOBase):
    """A stream that counts what it hands on, names its file in every error, and stops at a bomb."""

    def __init__(self, stream: Any, path: str, limits: Limits, packed: Callable[[], int] | None = None) -> None:
        super().__init__()
        self._stream = stream
        self._path = path
        self._limits = limits
        self._ahead = b""
        self._spent = packed
        # `read` of a stream that ends too early raises and forgets what it had; `read1` hands it on first.
        self._some = getattr(stream, "read1", stream.read)
        self.count = 0

    def packed(self) -> int:
        """The packed bytes behind what was handed on."""
        return self._spent() if self._spent else self.count

    def readable(self) -> bool:
        return True

    def peek(self, size: int) -> bytes:
        """The next bytes, which `read` will hand on again."""
        while len(self._ahead) < size and (piece := self._pull(size - len(self._ahead))):
            self._ahead += piece
        return self._ahead

    def read(self, size: int | None = -1, /) -> bytes:
        if size is None or size < 0:
            pieces = iter(lambda: self.read(1 << 20), b"")
            return b"".join(pieces)
        if self._ahead:
            kept, self._ahead = self._ahead[:size], self._ahead[size:]
            return kept
        return self._pull(size)

    def _pull(self, size: int) -> bytes:
        try:
            data: bytes = self._some(size)
        except InputError:
            raise
        # Each library has its own: EOFError (cut off), BadZipFile (CRC), zlib.error, ZstdError, ArrowInvalid.
        except (OSError, EOFError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error) as error:
            raise InputError(f"cannot be unpacked further: {_one_line(error)}", at=Place(self._path)) from None
        except Exception as error:
            if type(error).__name__ != "ZstdError":
                raise
            raise InputError(f"cannot be unpacked further: {_one_line(error)}", at=Place(self._path)) from None
        self.count += len(data)
        limit = max(self._limits.free, self.packed() * self._limits.ratio)
        if self._spent and self.count > limit:
            problem = f"grows more than {self._limits.ratio}-fold in unpacking (a zip bomb?); the rest is not read"
            raise InputError(problem, at=Place(self._path), hint="unpack it yourself if it is yours")
        return data


def _one_line(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
