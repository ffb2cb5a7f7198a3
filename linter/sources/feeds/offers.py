"""Feeds of offers: each row is one variant with a title of its own; those that say the same are one listing."""

import re
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from linter.listing.model import Sku
from linter.sources.feeds.cells import Row, Table, together
from linter.sources.feeds.draft import Draft, distinct


class Columns(Struct, frozen=True, kw_only=True):
    """What the columns of a feed are called; the first that is not empty counts."""

    id: tuple[str, ...]
    group: tuple[str, ...] = ()
    title: tuple[str, ...]
    brand: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    description: tuple[str, ...] = ()
    bullets: re.Pattern[str] | None = None
    price: tuple[str, ...] = ()
    sale: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    stock: tuple[str, ...] = ()
    barcode: tuple[str, ...] = ()
    weight: tuple[str, ...] = ()
    shipping: tuple[str, ...] = ()
    ignored: re.Pattern[str]

    def own(self) -> frozenset[str]:
        """Every column that has a place of its own in a listing."""
        lists = (
            *(self.id, self.group, self.title, self.brand, self.category[:1], self.description, self.price),
            *(self.sale, self.before, self.stock, self.barcode, self.weight, self.shipping),
        )
        return frozenset(name for names in lists for name in names)


def groups(rows: Sequence[Row], columns: Columns) -> list[list[Row]]:
    """The rows of one group that have one title and one description; where a row has none, its group's."""
    described: dict[tuple[str, str], str] = {}
    for row in rows:
        described.setdefault(_titled(row, columns), row.first(*columns.description))

    def listing(row: Row) -> str:
        group, title = _titled(row, columns)
        if not group:
            return str(row.number)
        return "\0".join((group, title, row.first(*columns.description) or described[group, title]))

    return together(rows, listing)


def _titled(row: Row, columns: Columns) -> tuple[str, str]:
    group = row.first(*columns.group) if columns.group else ""
    if not group and is_parent(row):
        group = row.first(*columns.id)
    return str(group), str(row.first(*columns.title))


def is_parent(row: Row) -> bool:
    """Whether a row stands for all variants, and cannot be bought itself."""
    return row.first("parent child", "parentage level", "parentage").strip().casefold() == "parent"


def read(rows: Sequence[Row], table: Table, columns: Columns) -> Draft:
    """The listing of these offers."""
    head = rows[0]
    draft = Draft(head.first(*columns.id), head.at)
    named = table.names
    draft.title = draft.first(rows, columns.title, named)
    draft.brand = draft.first(rows, columns.brand, named)
    draft.category = draft.first(rows, columns.category, named)
    draft.description = draft.first(rows, columns.description, named)
    draft.weight = draft.first(rows, columns.weight, named)
    several = _differing(_sold(rows), named, columns)
    draft.skus = [_sku(row, f"skus[{n}]", several, named, columns, draft) for n, row in enumerate(_sold(rows))]
    own = columns.own()
    for name, written in table.names.items():
        if columns.bullets and columns.bullets.fullmatch(name):
            draft.bullets += distinct(row.first(name) for row in rows)
        elif name in columns.shipping:
            draft.ship(written, draft.first(rows, (name,), named))
        elif name not in own and name not in several and not columns.ignored.fullmatch(name):
            draft.attribute(written, draft.first(rows, (name,), named))
    return draft


def _sold(rows: Sequence[Row]) -> list[Row]:
    return [row for row in rows if not is_parent(row)] or list(rows)


def _differing(rows: Sequence[Row], names: Iterable[str], columns: Columns) -> frozenset[str]:
    """The columns in which variants differ: these are their options, whatever they are called."""
    own = columns.own()
    return frozenset(
        name
        for name in names
        if name not in own
        and not columns.ignored.fullmatch(name)
        and not (columns.bullets and columns.bullets.fullmatch(name))
        and len(distinct(row.first(name) for row in rows)) > 1
    )


def _sku(
    row: Row, field: str, several: frozenset[str], names: Mapping[str, str], columns: Columns, draft: Draft
) -> Sku:
    reader = draft.reader
    price, currency = reader.amount(row.first(*columns.price), f"{field}.price")
    sale, _ = reader.amount(row.first(*columns.sale), f"{field}.price")
    before, _ = reader.amount(row.first(*columns.before), f"{field}.compare_at_price")
    return Sku(
        sku=row.first(*columns.id),
        options={names[name]: row.first(name) for name in names if name in several and row.first(name)},
        price=price if sale is None else sale,
        compare_at_price=before if sale is None else price,
        currency=currency,
        stock=reader.count(row.first(*columns.stock), f"{field}.stock"),
        barcode=row.first(*columns.barcode),
    )
