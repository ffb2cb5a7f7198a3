"""Zip archives: on this disk, in object storage, and in one another. Nothing is unpacked under a name of theirs."""

import tempfile
import zipfile
import zlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from linter.errors import InputError
from linter.model import Place
from linter.sources import storage
from linter.sources.guard import Guarded, one_line
from linter.sources.limits import Limits

INSIDE = "!/"
"""Between an archive and the file in it: `chats.zip!/2024/_chat.txt`."""

DEEP = 3
"""So many archives in one another are opened."""

_ZIP = b"PK\x03\x04"
_ENCRYPTED = 0x1
_HELD = 8 << 20
# Of a workbook of Excel's, and of one of LibreOffice's: zips too, and each a single table to us.
_DOCUMENTS = frozenset({"[Content_Types].xml", "mimetype"})
_BROKEN = (zipfile.BadZipFile, NotImplementedError, zlib.error, EOFError)


def inside(path: str) -> bool:
    """Whether the path leads into an archive."""
    return INSIDE in path and not Path(path).exists()


def leads_out(path: str) -> bool:
    """Whether a name within an archive points outside of it."""
    names = path.split(INSIDE)[1:] if inside(path) else []
    return any(_leads_out(name.replace("\\", "/")) for name in names)


def _leads_out(name: str) -> bool:
    return name.startswith("/") or ".." in name.split("/") or name[1:2] == ":"


class Archive(zipfile.ZipFile):
    """An open archive. `share`: how many bytes of the outermost file stand behind one of its own."""

    def __init__(self, stream: Any, share: float = 1.0) -> None:
        self._held = stream
        self.share = share
        super().__init__(stream)

    def __del__(self) -> None:
        super().__del__()
        self._held.close()

    @property
    def is_document(self) -> bool:
        """Whether it is a workbook, which is a zip as well."""
        return not _DOCUMENTS.isdisjoint(self.NameToInfo)

    def packed(self, entry: zipfile.ZipInfo) -> int:
        """The bytes of the outermost file that one of the files takes."""
        return round(entry.compress_size * self.share)

    def begins_as_zip(self, entry: zipfile.ZipInfo) -> bool:
        """Whether a file in it may be an archive itself."""
        if entry.flag_bits & _ENCRYPTED or entry.file_size < len(_ZIP):
            return False
        try:
            with self.open(entry) as stream:
                return stream.read(len(_ZIP)) == _ZIP
        except (OSError, *_BROKEN):
            return False


def is_archive(file: str) -> bool:
    """Whether a file, here or in object storage, is a zip that holds files, and no workbook."""
    try:
        return _head(file) == _ZIP and not archive(file).is_document
    except (OSError, InputError, *_BROKEN):
        return False


def _head(file: str) -> bytes:
    if storage.is_away(file):
        files, name = storage.reached(file)
        return bytes(files.cat_file(name, start=0, end=len(_ZIP)))
    with Path(file).open("rb") as stream:
        return stream.read(len(_ZIP))


def archive(file: str) -> Archive:
    """A file as an archive. It stays open for the next file that is read of it, as long as it does not change.

    Raises OSError, InputError (object storage) and what `zipfile` raises.
    """
    if storage.is_away(file):
        return _outermost(file, storage.stamp(file))
    status = Path(file).stat()
    return _outermost(file, (status.st_size, str(status.st_mtime_ns)))


@lru_cache(maxsize=4)
def _outermost(file: str, _stamp: tuple[int, str]) -> Archive:
    if not storage.is_away(file):
        return Archive(Path(file).open("rb"))
    files, name = storage.reached(file)
    return Archive(files.open(name, "rb"))


@lru_cache(maxsize=4)
def inner(outer: Archive, name: str, path: str, limits: Limits) -> Archive:
    """An archive in an archive, unpacked into a file without a name, for its list of files stands at its end.

    Raises InputError for what is locked, broken, or grows too much; `path` is what it is called by then.
    """
    stream, packed = _entry(outer, name, path)
    guarded = Guarded(stream, path, limits, lambda: packed)
    # Closed by the archive that it becomes.
    copy = tempfile.SpooledTemporaryFile(max_size=_HELD)  # noqa: SIM115
    try:
        with stream:
            while piece := guarded.read(1 << 20):
                copy.write(piece)
        return Archive(copy, packed / max(1, guarded.count))
    except BaseException as error:
        copy.close()
        if isinstance(error, _BROKEN):
            raise broken(error, path) from None
        raise


def broken(error: BaseException, path: str) -> InputError:
    """The one line for an archive that is damaged."""
    return InputError(f"a broken archive: {one_line(error)}", at=Place(path))


def opened(path: str, limits: Limits) -> tuple[Any, int]:
    """A file in an archive as a stream, and how many bytes of the outermost file it takes. Raises InputError."""
    try:
        holder, name = located(path, limits)
    except _BROKEN as error:
        raise broken(error, path) from None
    return _entry(holder, name, path)


def located(path: str, limits: Limits) -> tuple[Archive, str]:
    """The archive that a path leads into, and the name of the file in it. A name may hold `!/` itself.

    Raises OSError, InputError and what `zipfile` raises.
    """
    file, name, *rest = path.split(INSIDE)
    holder, so_far = archive(file), file
    for part in rest:
        if name in holder.NameToInfo:
            so_far = f"{so_far}{INSIDE}{name}"
            holder, name = inner(holder, name, so_far, limits), part
        else:
            name = f"{name}{INSIDE}{part}"
    return holder, name


def _entry(holder: Archive, name: str, path: str) -> tuple[Any, int]:
    try:
        entry = holder.getinfo(name)
        if entry.flag_bits & _ENCRYPTED:
            raise InputError("is locked by a password", at=Place(path), hint="unpack it yourself, and name the folder")
        return holder.open(entry), holder.packed(entry)
    except KeyError:
        raise InputError("no such file in the archive", at=Place(path)) from None
    except _BROKEN as error:
        raise broken(error, path) from None
