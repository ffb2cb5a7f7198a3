"""A listing, and every text in it with the name of its field."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from msgspec import Struct

Value = str | int | float | bool | None


class Field(NamedTuple):
    """A text of a listing: `title`, `description`, `bullets[0]`, `attributes.Material`, `skus[0].options.Color`, …"""

    path: str
    text: str


class Sku(Struct, frozen=True, kw_only=True):
    """One variant that can be bought."""

    sku: str = ""
    options: Mapping[str, str] = {}
    price: float | None = None
    compare_at_price: float | None = None
    currency: str = ""
    stock: float | None = None
    weight: str = ""
    barcode: str = ""


class Package(Struct, frozen=True, kw_only=True):
    """What the buyer gets in the post."""

    weight: str = ""
    dimensions: str = ""
    contains: tuple[str, ...] = ()


class Image(Struct, frozen=True, kw_only=True):
    """A picture: what its alternative text says, and what stands on it."""

    alt: str = ""
    text: str = ""


class Listing(Struct, frozen=True, kw_only=True):
    """One product page as a seller fills it in; every part may be missing. `description` may be HTML."""

    id: str = ""
    platform: str = ""
    market: str = ""
    lang: str = ""
    title: str = ""
    brand: str = ""
    category: str = ""
    description: str = ""
    bullets: tuple[str, ...] = ()
    attributes: Mapping[str, str] = {}
    skus: tuple[Sku, ...] = ()
    package: Package = Package()
    images: tuple[Image, ...] = ()
    shipping: Mapping[str, str] = {}
    warranty: str = ""

    def fields(self) -> Iterator[Field]:
        """Every text that is not empty, in a fixed order. Prices and stock are no texts."""
        return (field for field in self._fields() if field.text.strip())

    def _fields(self) -> Iterator[Field]:
        yield Field("title", self.title)
        yield Field("brand", self.brand)
        yield Field("category", self.category)
        yield Field("description", self.description)
        yield from (Field(f"bullets[{n}]", text) for n, text in enumerate(self.bullets))
        yield from (Field(f"attributes.{name}", text) for name, text in self.attributes.items())
        for n, sku in enumerate(self.skus):
            yield Field(f"skus[{n}].sku", sku.sku)
            yield from (Field(f"skus[{n}].options.{name}", text) for name, text in sku.options.items())
            yield Field(f"skus[{n}].weight", sku.weight)
        yield Field("package.weight", self.package.weight)
        yield Field("package.dimensions", self.package.dimensions)
        yield from (Field(f"package.contains[{n}]", text) for n, text in enumerate(self.package.contains))
        for n, image in enumerate(self.images):
            yield Field(f"images[{n}].alt", image.alt)
            yield Field(f"images[{n}].text", image.text)
        yield from (Field(f"shipping.{name}", text) for name, text in self.shipping.items())
        yield Field("warranty", self.warranty)
