"""Product feeds and listing copy, read into listings that know where each text stands; `read` has the readers."""

from linter.sources.feeds.record import ListingRecord
from linter.sources.feeds.told import Source, Told, rewritten

__all__ = ["ListingRecord", "Source", "Told", "rewritten"]
