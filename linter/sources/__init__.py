"""Files, folders, standard input and words on the command line, read into records."""

from linter.sources.paths import STDIN, SUFFIXES
from linter.sources.read import KINDS, Kind, read, typed
from linter.sources.record import MAX_TEXT, Record, platform_name

__all__ = ["KINDS", "MAX_TEXT", "STDIN", "SUFFIXES", "Kind", "Record", "platform_name", "read", "typed"]
