"""A listing while its rows are read."""

from collections.abc import Iterable, Mapping, Sequence

from linter.listing.model import Image, Listing, Package, Sku
from linter.model import Place
from linter.sources.feeds.cells import Row
from linter.sources.feeds.record import ListingRecord, record
from linter.sources.feeds.told import Source, Told
from linter.sources.feeds.values import Reader
from linter.sources.record import platform_name


class Draft:
    """What is known of a listing so far; a part that cannot be read is kept in `reader`."""

    def __init__(self, name: str, at: Place) -> None:
        self.id = name
        self.at = at
        self.title = self.brand = self.category = self.description = self.warranty = ""
        self.bullets: list[str] = []
        self.attributes: dict[str, str] = {}
        self.skus: list[Sku] = []
        self.weight = self.dimensions = ""
        self.contains: list[str] = []
        self.images: list[Image] = []
        self.shipping: dict[str, str] = {}
        self.head: dict[str, str] = {}
        self.reader = Reader()

    def doubts(self, rows: Sequence[Row]) -> None:
        """Keep what was wrong with the listing's rows."""
        self.reader.unread += [f"row {row.number}: {problem}" for row in rows for problem in row.problems]

    def attribute(self, name: str, text: str) -> None:
        """Add an attribute, unless it is empty or there is one of that name."""
        if text.strip():
            self.attributes.setdefault(name, text)

    def ship(self, name: str, text: str) -> None:
        """Add a fact about shipping, unless it is empty."""
        if text.strip():
            self.shipping[name] = text

    def first(self, rows: Sequence[Row], columns: Sequence[str], named: Mapping[str, str]) -> str:
        """The first text of these columns; what else the rows say there is kept as attributes, to be checked."""
        texts = distinct(row.first(*columns) for row in rows)
        name = next((named[column] for column in columns if column in named), "")
        for number, text in enumerate(texts[1:], 2):
            self.attribute(f"{name} ({number})", text)
        return texts[0] if texts else ""

    def record(self, source: Source, platform: str, defaults: Mapping[str, str]) -> ListingRecord:
        """The listing that was read."""
        head = {"platform": platform, **defaults, **self.head}
        listing = Listing(
            id=str(self.id),
            platform=platform_name(head["platform"]),
            market=head.get("market", "").strip().lower(),
            lang=head.get("lang", ""),
            title=self.title,
            brand=self.brand,
            category=self.category,
            description=self.description,
            bullets=tuple(self.bullets),
            attributes=self.attributes,
            skus=tuple(self.skus),
            package=Package(weight=self.weight, dimensions=self.dimensions, contains=tuple(self.contains)),
            images=tuple(self.images),
            shipping=self.shipping,
            warranty=self.warranty,
        )
        return record(listing, self.at, source, self.reader)


def distinct(texts: Iterable[str]) -> list[str]:
    """The texts that are not empty, each once; the first of equal ones knows of the others."""
    seen: dict[str, list[str]] = {}
    for text in texts:
        if text.strip():
            seen.setdefault(text.strip(), []).append(text)
    for first, *others in seen.values():
        if isinstance(first, Told):
            first.twins = tuple(twin for twin in others if isinstance(twin, Told) and twin == first)
    return [same[0] for same in seen.values()]
