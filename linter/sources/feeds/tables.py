"""The tables that shops export and marketplaces import: which is which, and their listings."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec import Struct

from linter.model import Place
from linter.sources.feeds import amazon, flat, google, shopify, tiktok, woocommerce
from linter.sources.feeds.cells import Row, Table
from linter.sources.feeds.draft import Draft
from linter.sources.feeds.record import ListingRecord, broken


class Feed(Struct, frozen=True):
    """One kind of table. `group`: the rows of one listing; `read`: that listing."""

    name: str
    platform: str
    score: Callable[[frozenset[str]], int]
    groups: Callable[[Sequence[Row]], list[list[Row]]]
    read: Callable[[Sequence[Row], Table], Draft]


FEEDS = (
    Feed("shopify", "shopify", shopify.score, shopify.groups, shopify.read),
    Feed("woocommerce", "woocommerce", woocommerce.score, woocommerce.groups, woocommerce.read),
    Feed("google", "google-merchant", google.score, google.groups, google.read),
    Feed("amazon", "amazon", amazon.score, amazon.groups, amazon.read),
    Feed("tiktok-shop", "tiktok-shop", tiktok.score, tiktok.groups, tiktok.read),
    Feed("table", "", flat.score, flat.groups, flat.read),
)


_SURE = 2


def knows(names: Sequence[str]) -> int:
    """How well some names are known as columns of any feed."""
    known = frozenset(name for name in names if name)
    return max(feed.score(known) for feed in FEEDS)


def knows_system(names: Sequence[str]) -> int:
    """As `knows`, but only the feeds of one system, not any table."""
    known = frozenset(name for name in names if name)
    return max(feed.score(known) for feed in FEEDS[:-1])


def is_sure(names: Sequence[str], *, any_table: bool) -> bool:
    """Whether some names are beyond doubt the columns of a feed."""
    return knows_system(names) > _SURE or (any_table and knows(names) >= _SURE)


def listings(table: Table, defaults: Mapping[str, str]) -> Iterator[ListingRecord]:
    """The listings of a table, in the order of their first rows, and what of it could not be read."""
    feed = max(FEEDS, key=lambda feed: feed.score(frozenset(table.names)))
    if not table.rows:
        return iter([broken("no row stands below the header", Place(table.source.file, 1, 1))])
    lost = [broken(problem, row.at) for row in table.rows if not row.cells for problem in row.problems]
    read = [row for row in table.rows if row.cells]
    records = [_listing(feed, rows, table, defaults) for rows in feed.groups(read)]
    return iter(sorted([*lost, *records], key=lambda record: record.at.line))


def _listing(feed: Feed, rows: Sequence[Row], table: Table, defaults: Mapping[str, str]) -> ListingRecord:
    draft = feed.read(rows, table)
    draft.doubts(rows)
    return draft.record(table.source, feed.platform, defaults)
