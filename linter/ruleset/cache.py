"""One compiled value kept on disk, for a quick second start; a cache that is wrong, old or foreign is only ignored.

Nothing here may fail a run: what cannot be read is built anew, what cannot be written is not kept. A wheel ships such a
file for the rules that come with it (`sealed`), so that its first start is a second one.
"""

import mmap
import os
import stat
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeVar

import msgspec

T = TypeVar("T")

KEPT: Final = 8
_MAGIC: Final = b"shoplint compiled rules 3\n"
_HEAD: Final = len(_MAGIC) + 16 + 4
_OLD_SECONDS: Final = 3600
LIBRARIES: Final = ("ahocorasick_rs", "msgspec", "pypinyin", "pyyaml", "regex")
"""What compiling reads, asks or writes with; a wheel is built with these at hand (`pyproject.toml`)."""
# Where the system has them: no line ends rewritten, no waiting for somebody to write into a pipe, no link followed.
_READING: Final = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_BINARY", "O_NONBLOCK"))
_READING_OURS: Final = _READING | getattr(os, "O_NOFOLLOW", 0)
_WRITING: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_CODE: Final = ("ruleset", "match", "text")


def load_or_build(
    key_parts: Sequence[bytes],
    build: Callable[[], T],
    type: type[T],  # noqa: A002
    *,
    shipped: Path | None = None,
) -> T:
    """Return what `build` returns, from the file `shipped` or the cache if it was built before from the same
    `key_parts` by the same program.

    `SHOPLINT_CACHE_DIR` names another folder, `SHOPLINT_CACHE=off` switches the cache off.
    """
    key = _key(key_parts)
    known = _decoded(_read(shipped, key, ours=False), type) if shipped else None
    if known is not None:
        return known
    folder = _folder()
    if folder is None:
        return build()
    known = _decoded(_read(folder / _name(key), key, ours=True), type)
    if known is not None:
        return known
    built = build()
    _keep(folder, _name(key), _sealed(key, built))
    return built


def sealed(key_parts: Sequence[bytes], value: object) -> bytes:
    """Return the file of a value, as `load_or_build` reads it."""
    return _sealed(_key(key_parts), value)


def is_on() -> bool:
    """Whether what is built is kept for the next start, as far as the environment says."""
    return os.environ.get("SHOPLINT_CACHE", "").lower() not in {"off", "0", "no", "false"}


def _folder() -> Path | None:
    if not is_on():
        return None
    named = os.environ.get("SHOPLINT_CACHE_DIR")
    if named:
        return Path(named)
    import platformdirs  # noqa: PLC0415  (7 ms that SHOPLINT_CACHE_DIR and `off` do not pay)

    # Without HOME and an entry in passwd this is `~/.cache/…`: a folder called `~` wherever we happen to run.
    folder = Path(platformdirs.user_cache_dir("shoplint", appauthor=False))
    return folder if folder.is_absolute() else None


# The key --------------------------------------------------------------------------------------------------------------


def _key(parts: Iterable[bytes]) -> bytes:
    """Two sums and a length, no digest: nobody gains by forging them, chance finds all three alike once in 2⁶⁰ changes,
    and `hashlib` takes 5 ms to import.
    """
    crc, adler, length = 0, 1, 0
    for part in (*_program(), b"", *parts):
        for piece in (len(part).to_bytes(8, "big"), part):
            crc, adler, length = zlib.crc32(piece, crc), zlib.adler32(piece, adler), length + len(piece)
    return crc.to_bytes(4, "big") + adler.to_bytes(4, "big") + length.to_bytes(8, "big")


def _program() -> list[bytes]:
    """List what compiles: this Python, the libraries and our own code, which may change without a new version.

    No part names a place: the same program makes the same key on every machine.
    """
    python = f"{sys.implementation.cache_tag} {sys.byteorder} {sys.maxunicode}"
    return [python.encode(), *_versions(), *_code()]


def _versions() -> list[bytes]:
    """Tell each library by the folder `regex-2026.11.15.dist-info` that Python comes to first; asking
    `importlib.metadata` costs 23 ms.
    """
    found: dict[str, list[str]] = {}
    for folder in sys.path:
        here: dict[str, list[str]] = {}
        for name in _listed(folder):
            library = name.partition("-")[0].lower()
            if name.endswith(".dist-info") and library in LIBRARIES:
                here.setdefault(library, []).append(name)
        found = here | found
    return sorted(name.encode("utf-8", "surrogateescape") for names in found.values() for name in names)


def _listed(folder: str) -> list[str]:
    try:
        return [entry.name for entry in os.scandir(folder or ".")]
    except OSError:
        return []


def _code() -> list[bytes]:
    package = Path(__file__).resolve().parent.parent
    parts: list[bytes] = []
    for name in sorted(_modules(package)):
        parts += (name.encode(), _bytes(package / name))
    return parts


def _modules(package: Path) -> Iterator[str]:
    """Names from the package on, with `/`."""
    yield "model.py"
    folders: list[str] = [*_CODE]
    for folder in folders:
        for name in _listed(f"{package}/{folder}"):
            if name.endswith(".py"):
                yield f"{folder}/{name}"
            elif "." not in name and name != "__pycache__":
                folders.append(f"{folder}/{name}")


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""


# The file -------------------------------------------------------------------------------------------------------------


def _name(key: bytes) -> str:
    return f"{key.hex()}.msgpack"


def _read(file: Path, key: bytes, *, ours: bool) -> memoryview | None:
    """Return the payload of a file that is whole and was made for this key."""
    try:
        stored = _mapped(file, ours=ours)
    except OSError:
        return None
    if len(stored) < _HEAD or bytes(stored[: _HEAD - 4]) != _MAGIC + key:
        return None
    payload = stored[_HEAD:]
    return payload if _checksum(payload) == bytes(stored[_HEAD - 4 : _HEAD]) else None


def _decoded(payload: memoryview | None, type: type[T]) -> T | None:  # noqa: A002
    if payload is None:
        return None
    try:
        return msgspec.msgpack.decode(payload, type=type)
    except (msgspec.DecodeError, RecursionError):
        return None


def _sealed(key: bytes, value: object) -> bytes:
    payload = msgspec.msgpack.encode(value)
    return _MAGIC + key + _checksum(payload) + payload


def _checksum(payload: bytes | memoryview) -> bytes:
    """Against a disk's mistakes, not an attacker's: whose file it is was asked already."""
    return zlib.crc32(payload).to_bytes(4, "big")


def _mapped(file: Path, *, ours: bool) -> memoryview:
    """The bytes of a plain file, mapped rather than read: a copy of 14 MB costs 13 ms, and most of them a run never
    looks at. Writers replace the file, so what is mapped stays as it is.
    """
    handle = os.open(file, _READING_OURS if ours else _READING)
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode) or not status.st_size:
            return memoryview(b"")
        # In a shared folder anybody could put a rule set that finds nothing under the right name.
        if ours and hasattr(os, "getuid") and status.st_uid != os.getuid():
            return memoryview(b"")
        return memoryview(mmap.mmap(handle, 0, access=mmap.ACCESS_READ))
    finally:
        os.close(handle)


def _keep(folder: Path, name: str, content: bytes) -> None:
    target = folder / name
    # Beside the target, under a name of its own: whoever reads or writes at the same time sees a whole file or none.
    draft = folder / f"{name}.{os.getpid()}.{os.urandom(6).hex()}.draft"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(draft, content)
        draft.replace(target)
        _prune(folder, target)
    except OSError:
        pass
    finally:
        _remove(draft)


def _write(file: Path, content: bytes) -> None:
    handle = os.open(file, _WRITING, 0o600)
    with os.fdopen(handle, "wb") as opened:
        opened.write(content)


def _remove(file: Path) -> None:
    with suppress(OSError):
        file.unlink(missing_ok=True)


def _prune(folder: Path, latest: Path) -> None:
    """Keep the newest files; drafts of writers that died go after an hour, measured by the file just written."""
    now = latest.stat().st_mtime
    for draft in folder.glob("*.msgpack.*.draft"):
        if now - draft.stat().st_mtime > _OLD_SECONDS:
            _remove(draft)
    stored = sorted((file for file in folder.glob("*.msgpack") if file != latest), key=_age, reverse=True)
    for file in stored[KEPT - 1 :]:
        _remove(file)


def _age(file: Path) -> tuple[float, str]:
    return file.stat().st_mtime, file.name
