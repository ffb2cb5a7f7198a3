"""What is odd about a file as a whole: ids that stand twice, clocks that go back. Told once each, with a place."""

import mmap
from collections.abc import Iterator

from linter.model import Place

_IDS = 1_000_000
_SLOTS = 1 << 21
_THREADS = 100_000


class Watch:
    """Sees every message of one file pass."""

    def __init__(self) -> None:
        self._ids = _Ids()
        self._last: dict[str, float] = {}
        self._twice = self._back = self._timeless = self._unread = 0
        self._first: dict[str, str] = {}

    def message(self, name: str, thread: str, sent: float | None, *, timed: bool, at: Place) -> None:
        """One message; `timed`: it had something where its time should be."""
        if name:
            self._identified(name, thread, at)
        if sent is None:
            if timed:
                self._timeless += 1
                self._first.setdefault("timeless", str(at))
            return
        last = self._last.get(thread)
        if last is not None and sent < last:
            self._back += 1
            self._first.setdefault("back", str(at))
        if last is not None or len(self._last) < _THREADS:
            self._last[thread] = sent

    def _identified(self, name: str, thread: str, at: Place) -> None:
        # Numbers that count from 1 in every conversation are no duplicates.
        if self._ids.stood(hash((thread, name))):
            self._twice += 1
            self._first.setdefault("twice", f"`{name}`, {at}")

    def notes(self) -> Iterator[str]:
        """A line for each that occurred."""
        if self._twice:
            yield f"{self._twice:,} messages have an id that stood before (first: {self._first['twice']}); all are read"
        if self._ids.full:
            yield f"of ids, the first {_IDS:,} were compared"
        if self._back:
            first = self._first["back"]
            yield f"{self._back:,} messages are older than the one before in their conversation (first: {first})"
        if self._timeless:
            yield f"{self._timeless:,} messages have a time nobody can read (first: {self._first['timeless']})"


class _Ids:
    """The hashes of up to a million ids in a table of 16 MB, open addressing; as a set they take a hundred."""

    def __init__(self) -> None:
        # Memory of the system, which costs nothing until it is written: most files have a few hundred messages.
        self._slots = memoryview(mmap.mmap(-1, 8 * _SLOTS)).cast("q")
        self._held = 0

    @property
    def full(self) -> bool:
        """Whether no more are taken in."""
        return self._held >= _IDS

    def stood(self, key: int) -> bool:
        """Whether it stood before; it is taken in unless there is no more room."""
        key = key or 1  # an empty slot is 0
        slots, at = self._slots, key % _SLOTS
        while (held := slots[at]) and held != key:
            at = (at + 1) % _SLOTS
        if not held and not self.full:
            slots[at] = key
            self._held += 1
        return held == key
