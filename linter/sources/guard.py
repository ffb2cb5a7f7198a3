"""A stream that is counted as it is read: what grows too much in unpacking is stopped, and every fault is one line."""

import io
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

from linter.errors import InputError
from linter.model import Place
from linter.sources.limits import Limits


class Guarded(io.RawIOBase):
    """A stream that counts what it hands on, names its file in every error, and stops at a bomb. `packed` tells how
    many packed bytes were spent so far; without it the stream is not packed.
    """

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
        """Always."""
        return True

    def peek(self, size: int) -> bytes:
        """The next bytes, which `read` will hand on again."""
        while len(self._ahead) < size and (piece := self._pull(size - len(self._ahead))):
            self._ahead += piece
        return self._ahead

    def read(self, size: int | None = -1, /) -> bytes:
        """The next bytes, at most so many. Raises InputError where they cannot be unpacked, or become too many."""
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
            raise InputError(f"cannot be unpacked further: {one_line(error)}", at=Place(self._path)) from None
        except Exception as error:
            if type(error).__name__ != "ZstdError":
                raise
            raise InputError(f"cannot be unpacked further: {one_line(error)}", at=Place(self._path)) from None
        self.count += len(data)
        limit = max(self._limits.free, self.packed() * self._limits.ratio)
        if self._spent and self.count > limit:
            problem = f"grows more than {self._limits.ratio}-fold in unpacking (a zip bomb?); the rest is not read"
            raise InputError(problem, at=Place(self._path), hint="unpack it yourself if it is yours")
        return data


def one_line(error: BaseException) -> str:
    """What an error of a library says, or at least its name."""
    return " ".join(str(error).split()) or type(error).__name__
