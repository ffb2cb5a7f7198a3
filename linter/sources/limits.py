"""How much of one input is held at a time, and what is taken for an attack."""

from msgspec import Struct

from linter.sources.record import MAX_TEXT


class Limits(Struct, frozen=True, kw_only=True):
    """Bounds in bytes. What lies beyond one is told as an unreadable record; what came before it is read."""

    line: int = 8 * MAX_TEXT
    """One line. A longer one is counted, never held."""
    document: int = 512 << 20
    """A JSON document, a workbook, or a Parquet file in an archive: these are held as a whole."""
    ratio: int = 250
    """How many times its packed size a stream may grow, once `free` bytes have come out."""
    free: int = 64 << 20
    entries: int = 100_000
    """Files in one archive."""
    quoted: int = 1000
    """Lines of one quoted CSV cell; where no quote closes it by then, none was meant."""
    ahead: int = 5000
    """Messages read ahead to decide which side and which order of dates a file has."""


LIMITS = Limits()
