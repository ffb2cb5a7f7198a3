"""One compiled value kept on disk, for a quick second start; a cache that is wrong, old or foreign is only ignored.

Nothing here may fail a run: what cannot be read is built anew, what cannot be written is not kept.
"""

import hashlib
import os
import stat
import sys
import zlib
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeVar

import msgspec

T = TypeVar("T")

KEPT: Final = 8
_MAGIC: Final = b"shoplint compiled rules 2\n"
_HEAD: Final = len(_MAGIC) + 32 + 4
_OLD_SECONDS: Final = 3600
# Their tables and dialects go into what is compiled. A folder `regex-2026.11.15.dist-info` names the version; asking
# importlib.metadata costs 23 ms, importing opencc and pypinyin more.
_LIBRARIES: Final = ("ahocorasick_rs", "msgspec", "opencc", "phonenumbers", "pypinyin", "regex")
# Where the system has them: no line ends rewritten, no link followed, no waiting for somebody to write into a pipe.
_READING: Final = os.O_RDONLY | sum(getattr(os, flag, 0) for flag in ("O_BINARY", "O_NOFOLLOW", "O_NONBLOCK"))
_WRITING: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_CODE: Final = ("ruleset", "match", "text")


def load_or_build(key_parts: Sequence[bytes], build: Callable[[], T], type: type[T]) -> T:  # noqa: A002
    """Return what `build` returns, from the cache if it was built before from the same `key_parts` by the same program.

    `SHOPLINT_CACHE_DIR` names another folder, `SHOPLINT_CACHE=off` switches the cache off.
    """
    folder = _folder()
    if folder is None:
        return build()
    key = _key(key_parts)
    payload = _read(folder / _name(key), key)
    if payload is not None:
        try:
            return msgspec.msgpack.decode(payload, type=type)
        except (msgspec.DecodeError, RecursionError):
            pass
    built = build()
    _keep(folder, key, msgspec.msgpack.encode(built))
    return built


def _folder() -> Path | None:
    if os.environ.get("SHOPLINT_CACHE", "").lower() in {"off", "0", "no", "false"}:
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
    digest = hashlib.sha256()
    for part in (*_program(), b"", *parts):
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.digest()


def _program() -> list[bytes]:
    """List what compiles: this Python, the libraries and our own code, which may change without a new version."""
    python = f"{sys.implementation.cache_tag} {sys.byteorder} {sys.maxunicode}"
    return [python.encode(), *_versions(), *_code()]


def _versions() -> list[bytes]:
    names = {entry for folder in sys.path for entry in _listed(folder) if entry.endswith(".dist-info")}
    prefixes = tuple(f"{library}-" for library in (*_LIBRARIES, "shoplint"))
    return sorted(name.encode("utf-8", "surrogateescape") for name in names if name.lower().startswith(prefixes))


def _listed(folder: str) -> list[str]:
    try:
        return [entry.name for entry in os.scandir(folder or ".")]
    except OSError:
        return []


def _code() -> list[bytes]:
    package = Path(__file__).resolve().parent.parent
    parts: list[bytes] = []
    for file in sorted(file for name in _CODE for file in (package / name).rglob("*.py")):
        parts += (file.relative_to(package).as_posix().encode(), _bytes(file))
    return [*parts, _bytes(package / "model.py")]


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError:
        return b""


# The file -------------------------------------------------------------------------------------------------------------


def _name(key: bytes) -> str:
    return f"{key.hex()}.msgpack"


def _read(file: Path, key: bytes) -> memoryview | None:
    """Return the payload of a file that is ours, whole, and was made for this key."""
    try:
        stored = _own_bytes(file)
    except OSError:
        return None
    if len(stored) < _HEAD or not stored.startswith(_MAGIC + key):
        return None
    payload = memoryview(stored)[_HEAD:]
    return payload if _checksum(payload) == stored[_HEAD - 4 : _HEAD] else None


def _checksum(payload: bytes | memoryview) -> bytes:
    """Against a disk's mistakes, not an attacker's: whose file it is was asked already."""
    return zlib.crc32(payload).to_bytes(4, "big")


def _own_bytes(file: Path) -> bytes:
    # In a shared folder anybody could put a rule set that finds nothing under the right name.
    handle = os.open(file, _READING)
    with os.fdopen(handle, "rb") as opened:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            return b""
        if hasattr(os, "getuid") and status.st_uid != os.getuid():
            return b""
        return opened.read()


def _keep(folder: Path, key: bytes, payload: bytes) -> None:
    target = folder / _name(key)
    # Beside the target, under a name of its own: whoever reads or writes at the same time sees a whole file or none.
    draft = folder / f"{_name(key)}.{os.getpid()}.{os.urandom(6).hex()}.draft"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write(draft, _MAGIC + key + _checksum(payload) + payload)
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
