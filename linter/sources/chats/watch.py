"""What is odd about a file as a whole: ids that stand twice, clocks that go back. Told once each, with a place."""

from collections.abc import Iterator

from linter.model import Place

_IDS = 1_000_000
_THREADS = 100_000


class Watch:
    """Sees every message of one file pass."""

    def __init__(self) -> None:
        self._ids: set[int] = set()
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
        key = hash((thread, name))
        if key in self._ids:
            self._twice += 1
            self._first.setdefault("twice", f"`{name}`, {at}")
        elif len(self._ids) < _IDS:
            self._ids.add(key)

    def notes(self) -> Iterator[str]:
        """A line for each that occurred."""
        if self._twice:
            yield f"{self._twice:,} messages have an id that stood before (first: {self._first['twice']}); all are read"
        if len(self._ids) >= _IDS:
            yield f"of ids, the first {_IDS:,} were compared"
        if self._back:
            first = self._first["back"]
            yield f"{self._back:,} messages are older than the one before in their conversation (first: {first})"
        if self._timeless:
            yield f"{self._timeless:,} messages have a time nobody can read (first: {self._first['timeless']})"
