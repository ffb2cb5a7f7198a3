"""Listings in, reports out, in the same order."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from linter.engine import Options
from linter.listing.check import check
from linter.model import Report, Unchecked
from linter.report import Entry
from linter.report.entry import Spot, Spots
from linter.ruleset import RuleSet
from linter.ruleset.schema import Level
from linter.sources.feeds import ListingRecord
from linter.suppress import Allow, suppress


def check_listings(
    records: Sequence[ListingRecord],
    rules: RuleSet,
    options: Options,
    allows: Sequence[Allow] = (),
    levels: Mapping[str, Level] = {},
) -> list[Entry]:
    """One entry for every listing, in input order; those of one file are compared with one another."""
    reports: dict[int, Report] = {}
    for feed in _feeds(records):
        listings = [listing for number in feed if (listing := records[number].listing)]
        reports |= zip(feed, check(listings, rules, options, levels=levels), strict=True)
    return [_listing_entry(record, reports.get(number), allows) for number, record in enumerate(records)]


def _feeds(records: Sequence[ListingRecord]) -> list[list[int]]:
    feeds: defaultdict[str, list[int]] = defaultdict(list)
    for number, record in enumerate(records):
        if record.listing:
            feeds[_file(record)].append(number)
    return list(feeds.values())


def _file(record: ListingRecord) -> str:
    """The file of a listing; the sheets of a workbook, `book.xlsx#Sheet`, are one."""
    file = record.at.file
    return file if record.source and record.source.text else file.rpartition("#")[0] or file


def _listing_entry(record: ListingRecord, report: Report | None, allows: Sequence[Allow]) -> Entry:
    known = report or Report(unchecked=(Unchecked("", record.problem),))
    unread = tuple(Unchecked("", problem) for problem in record.unread)
    whole = replace(known, id=record.id, at=record.at, unchecked=unread + known.unchecked)
    return Entry(report=suppress(whole, allows), listing=record.listing, extra=record.extra, spots=_spots(record))


def _spots(record: ListingRecord) -> Spots | None:
    source = record.source
    if source is None:
        return None

    def spot(field: str, offset: int) -> Spot | None:
        text = record.texts.get(field)
        return Spot(source.of(text, offset), text.row, text.column) if text is not None else None

    return spot
