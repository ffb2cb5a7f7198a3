"""Products in JSON, wherever they stand: of TikTok Shop's and Shopee's APIs, of schema.org, or as we have them."""

# What JSON and YAML hold has no type until it has been looked at.
# pyright: reportUnknownArgumentType=false, reportUnknownMemberType=false, reportUnknownVariableType=false

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any, NamedTuple

from linter.listing.model import Image, Listing, Package, Sku
from linter.model import Place
from linter.sources.feeds import ours
from linter.sources.feeds.record import ListingRecord, broken, record
from linter.sources.feeds.told import Source, Told
from linter.sources.feeds.values import Reader, first, flat, text_of

_TIKTOK = frozenset({"sales_attributes", "seller_sku"})
_TIKTOK_PRODUCT = frozenset(
    [
        *("product_attributes", "category_chains", "main_images", "package_dimensions", "package_weight", "brand_id"),
        *("size_chart", "category_id", "product_certifications"),
    ]
)
_SCHEMA = frozenset({"Product", "ProductGroup", "ProductModel", "IndividualProduct", "SomeProducts"})
_LOOKED_AT = 4


def products(value: object, source: Source, defaults: Mapping[str, str]) -> Iterator[ListingRecord]:
    """Every product below, in order; one line for a document that holds none."""
    found = list(_walk(value, source, defaults))
    yield from found or [broken("no product in this document", Place(source.file, 1, 1))]


def one(fields: dict[str, Any], at: Place, source: Source, defaults: Mapping[str, str]) -> ListingRecord:
    """The product that an object is; one of no known system has our names, or is told."""
    read = _reader(fields)
    if read is None or read is _of_ours:
        return ours.listing_of(fields, at, source, defaults)
    record: ListingRecord = read(fields, source, defaults)
    return record


def _walk(value: object, source: Source, defaults: Mapping[str, str]) -> Iterator[ListingRecord]:
    stack = [value]
    while stack:
        node = stack.pop()
        match node:
            case dict() if read := _reader(node):
                yield read(node, source, defaults)
            case dict():
                stack += reversed([*node.values()])
            case list() if node and _is_list_of_ours(node):
                yield from (_of_ours(item, source, defaults) for item in node)
            case list():
                stack += reversed(node)
            case _:
                pass


def _is_list_of_ours(items: list[Any]) -> bool:
    """Whether it is a list of records of ours, one of which may be broken."""
    return any(isinstance(item, dict) and _reader(item) is _of_ours for item in items)


def _reader(fields: Mapping[str, Any]) -> Any:
    if _is_schema(fields):
        return _of_schema
    if "item_name" in fields or ("item_sku" in fields and "description" in fields):
        return _of_shopee
    if "title" in fields and (_TIKTOK_PRODUCT & fields.keys() or _has_tiktok_skus(fields)) and "listing" not in fields:
        return _of_tiktok
    return _of_ours if ours.is_listing(fields) else None


def _has_tiktok_skus(fields: Mapping[str, Any]) -> bool:
    skus = fields.get("skus")
    return isinstance(skus, list) and any(isinstance(sku, dict) and _TIKTOK & sku.keys() for sku in skus)


def _is_schema(fields: Mapping[str, Any]) -> bool:
    kind = fields.get("@type")
    kinds = kind if isinstance(kind, list) else [kind]
    return any(isinstance(k, str) and k.rpartition("/")[2] in _SCHEMA for k in kinds)


def _of_ours(fields: Any, source: Source, defaults: Mapping[str, str]) -> ListingRecord:
    if not isinstance(fields, dict):
        return broken("not a record: one object, {…}, is expected", Place(source.file, 1, 1))
    return ours.listing_of(fields, _at(fields, source), source, defaults)


def _at(value: object, source: Source) -> Place:
    """Where the first text of a product stands."""
    stack = [value]
    while stack:
        node = stack.pop()
        if isinstance(node, Told):
            return source.place(node.start)
        if isinstance(node, dict):
            stack += reversed([*node.values()])
        elif isinstance(node, list):
            stack += reversed(node)
    return Place(source.file, 1, 1)


def _items(value: object) -> list[dict[str, Any]]:
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]


class _Head(NamedTuple):
    id: str
    platform: str
    market: str
    lang: str


def _head(fields: Mapping[str, Any], name: object, platform: str, defaults: Mapping[str, str]) -> _Head:
    said = ours.head_of(fields, {"platform": platform, **defaults})
    return _Head(text_of(name), said["platform"], said["market"], said["lang"])


def _of_tiktok(fields: dict[str, Any], source: Source, defaults: Mapping[str, str]) -> ListingRecord:
    reader = Reader()
    head = _head({}, first(fields, "id", "product_id"), "tiktok-shop", defaults)
    brand = fields.get("brand")
    weight, sides = fields.get("package_weight"), fields.get("package_dimensions")
    listing = Listing(
        **head._asdict(),
        title=reader.text(fields.get("title"), "title"),
        brand=text_of(brand.get("name")) if isinstance(brand, dict) else text_of(brand),
        category=_chain(first(fields, "category_chains", "category_list", "category_name")),
        description=reader.text(fields.get("description"), "description"),
        attributes=dict(_tiktok_attributes(fields.get("product_attributes"))),
        skus=tuple(_tiktok_sku(sku, f"skus[{n}]", reader) for n, sku in enumerate(_items(fields.get("skus")))),
        package=Package(
            weight=_measure(weight) if isinstance(weight, dict) else text_of(weight),
            dimensions=_sides(sides, "length", "width", "height") if isinstance(sides, dict) else text_of(sides),
        ),
        images=tuple(Image() for _ in _items(fields.get("main_images"))),
        warranty=text_of(first(fields, "warranty_policy", "warranty_period")),
    )
    return record(listing, _at(fields, source), source, reader)


def _chain(value: object) -> str:
    if isinstance(value, str):
        return value
    steps = [text_of(first(step, "local_name", "local_display_name", "name")) for step in _items(value)]
    return " > ".join(step for step in steps if step)


def _tiktok_attributes(value: object) -> Iterator[tuple[str, str]]:
    for attribute in _items(value):
        name = text_of(first(attribute, "name", "attribute_name"))
        texts = [
            text_of(first(v, "name", "value_name")) for v in _items(first(attribute, "values", "attribute_values"))
        ]
        if name and any(texts):
            yield name, texts[0] if len(texts) == 1 else ", ".join(texts)


def _tiktok_sku(fields: dict[str, Any], field: str, reader: Reader) -> Sku:
    price, before, currency = _tiktok_price(fields, field, reader)
    options = {
        text_of(first(option, "name", "attribute_name")): text_of(first(option, "value_name", "custom_value", "value"))
        for option in _items(fields.get("sales_attributes"))
    }
    stocks = [
        reader.count(first(s, "quantity", "available_stock"), f"{field}.stock")
        for s in _items(first(fields, "inventory", "stock_infos"))
    ]
    known = [stock for stock in stocks if stock is not None]
    code = fields.get("identifier_code")
    return Sku(
        sku=text_of(fields.get("seller_sku")),
        options={name: value for name, value in options.items() if name and value},
        price=price,
        compare_at_price=before,
        currency=currency,
        stock=sum(known) if known else None,
        barcode=text_of(code.get("code")) if isinstance(code, dict) else text_of(code),
    )


def _tiktok_price(fields: dict[str, Any], field: str, reader: Reader) -> tuple[float | None, float | None, str]:
    price = fields.get("price")
    if not isinstance(price, dict):
        amount, currency = reader.amount(price, f"{field}.price")
        before, _ = reader.amount(
            first(fields, "original_price", "list_price") if not isinstance(fields.get("list_price"), dict) else None,
            f"{field}.compare_at_price",
        )
        return amount, before, currency
    amount, _ = reader.amount(
        first(price, "amount", "sale_price", "tax_exclusive_price", "original_price"), f"{field}.price"
    )
    listed = fields.get("list_price")
    before, _ = reader.amount(
        listed.get("amount") if isinstance(listed, dict) else price.get("original_price"), f"{field}.compare_at_price"
    )
    return amount, before if before != amount else None, text_of(price.get("currency"))


def _measure(fields: Mapping[str, Any]) -> str:
    unit = text_of(first(fields, "unit", "unitText", "unitCode"))
    units = {"KILOGRAM": "kg", "GRAM": "g", "POUND": "lb", "OUNCE": "oz", "KGM": "kg", "GRM": "g", "LBR": "lb"}
    return f"{text_of(fields.get('value'))} {units.get(unit.upper(), unit)}".strip()


def _sides(fields: Mapping[str, Any], *names: str) -> str:
    sides = [text_of(fields.get(name)) for name in names]
    unit = {"CENTIMETER": "cm", "INCH": "in"}.get(
        text_of(fields.get("unit")).upper(), text_of(fields.get("unit")) or "cm"
    )
    return f"{' x '.join(sides)} {unit}" if all(sides) and any(side.strip("0.") for side in sides) else ""


def _of_shopee(fields: dict[str, Any], source: Source, defaults: Mapping[str, str]) -> ListingRecord:
    reader = Reader()
    brand = fields.get("brand")
    weight, sides = text_of(fields.get("weight")), fields.get("dimension")
    listing = Listing(
        **_head({}, first(fields, "item_id", "item_sku"), "shopee", defaults)._asdict(),
        title=reader.text(fields.get("item_name"), "title"),
        brand=text_of(first(brand, "original_brand_name", "display_brand_name", "name"))
        if isinstance(brand, dict)
        else text_of(brand),
        category=text_of(first(fields, "category_name", "category")),
        description=_shopee_description(fields),
        bullets=tuple(_shopee_paragraphs(fields)),
        attributes=dict(_shopee_attributes(first(fields, "attribute_list", "attributes"))),
        skus=tuple(_shopee_skus(fields, reader)),
        package=Package(
            weight=f"{weight} kg" if weight.strip("0.") else "",
            dimensions=_sides(sides, "package_length", "package_width", "package_height")
            if isinstance(sides, dict)
            else "",
        ),
        shipping={"days to ship": text_of(days)} if (days := _days_to_ship(fields)) else {},
    )
    return record(listing, _at(fields, source), source, reader)


def _days_to_ship(fields: Mapping[str, Any]) -> object:
    order = fields.get("pre_order")
    return order.get("days_to_ship") if isinstance(order, dict) else None


def _shopee_description(fields: Mapping[str, Any]) -> str:
    return text_of(fields.get("description")) or next(iter(_shopee_extended(fields)), "")


def _shopee_paragraphs(fields: Mapping[str, Any]) -> Iterator[str]:
    """An extended description: a list of texts and pictures, each text with its own place."""
    return islice(_shopee_extended(fields), 0 if text_of(fields.get("description")) else 1, None)


def _shopee_extended(fields: Mapping[str, Any]) -> Iterator[str]:
    info = fields.get("description_info")
    extended = info.get("extended_description") if isinstance(info, dict) else None
    for part in _items(extended.get("field_list") if isinstance(extended, dict) else None):
        if text := text_of(part.get("text")):
            yield text


def _shopee_attributes(value: object) -> Iterator[tuple[str, str]]:
    for attribute in _items(value):
        name = text_of(first(attribute, "original_attribute_name", "display_attribute_name", "attribute_name", "name"))
        texts = [_shopee_value(v) for v in _items(first(attribute, "attribute_value_list", "values"))]
        texts = texts or [text_of(first(attribute, "attribute_value", "value"))]
        if name and any(texts):
            yield name, texts[0] if len(texts) == 1 else ", ".join(texts)


def _shopee_value(fields: Mapping[str, Any]) -> str:
    text = text_of(first(fields, "original_value_name", "display_value_name", "value_name", "name"))
    unit = text_of(fields.get("value_unit"))
    return f"{text} {unit}" if unit else text


def _shopee_skus(fields: Mapping[str, Any], reader: Reader) -> Iterator[Sku]:
    tiers = _items(fields.get("tier_variation"))
    models = _items(first(fields, "model", "model_list", "models"))
    for n, model in enumerate(models):
        yield _shopee_sku(model, tiers, f"skus[{n}]", reader)
    if not models:
        yield _shopee_sku(fields, [], "skus[0]", reader)
        # Without its models a product still has the names of its options.
        for name, texts in ((text_of(tier.get("name")), _tier(tier)) for tier in tiers):
            yield from (Sku(options={name: text}) for text in texts if name and text)


def _tier(tier: Mapping[str, Any]) -> list[str]:
    options = tier.get("option_list", tier.get("options"))
    values = options if isinstance(options, list) else []
    return [text_of(first(v, "option", "name")) if isinstance(v, dict) else text_of(v) for v in values]


def _shopee_sku(model: Mapping[str, Any], tiers: list[dict[str, Any]], field: str, reader: Reader) -> Sku:
    infos = _items(model.get("price_info"))
    prices = infos[0] if infos else model
    price, _ = reader.amount(first(prices, "current_price", "price", "original_price"), f"{field}.price")
    before, _ = reader.amount(prices.get("original_price"), f"{field}.compare_at_price")
    chosen = model.get("tier_index")
    options: dict[str, str] = {}
    for tier, index in zip(tiers, chosen if isinstance(chosen, list) else [], strict=False):
        texts = _tier(tier)
        if isinstance(index, int) and 0 <= index < len(texts):
            options[text_of(tier.get("name"))] = texts[index]
        else:
            reader.unread.append(f"`{field}`: no option {index} in `{text_of(tier.get('name'))}`")
    return Sku(
        sku=text_of(first(model, "model_sku", "item_sku")),
        options=options,
        price=price,
        compare_at_price=before if before != price else None,
        currency=text_of(prices.get("currency")),
        stock=_shopee_stock(model),
        barcode=text_of(first(model, "gtin_code")),
    )


def _shopee_stock(model: Mapping[str, Any]) -> float | None:
    stocks = [s.get("stock") for s in _items(model.get("seller_stock"))]
    numbers = [s for s in stocks if isinstance(s, int | float)]
    return float(sum(numbers)) if numbers else None


_SCHEMA_PARTS = frozenset(
    [
        *("@context", "@type", "@id", "name", "brand", "category", "description", "sku", "gtin", "gtin8", "gtin12"),
        *(
            "gtin13",
            "gtin14",
            "offers",
            "image",
            "url",
            "aggregateRating",
            "review",
            "hasVariant",
            "additionalProperty",
        ),
        *("weight", "productID", "isVariantOf", "variesBy", "mainEntityOfPage", "inProductGroupWithID", "logo"),
        *(
            "productGroupID",
            "isRelatedTo",
            "isSimilarTo",
            "isAccessoryOrSparePartFor",
            "itemCondition",
            "positiveNotes",
        ),
    ]
)
_SCHEMA_OPTIONS = ("color", "size", "material", "pattern")


def _of_schema(fields: dict[str, Any], source: Source, defaults: Mapping[str, str]) -> ListingRecord:
    reader = Reader()
    variants = _items(fields.get("hasVariant"))
    others = {name: value for name, value in fields.items() if name not in _SCHEMA_PARTS}
    weight = fields.get("weight")
    listing = Listing(
        **_head({}, first(fields, "sku", "productID", "productGroupID", "@id"), "", defaults)._asdict(),
        title=reader.text(fields.get("name"), "title"),
        brand=_name(fields.get("brand")),
        category=_name(fields.get("category")),
        description=reader.text(fields.get("description"), "description"),
        attributes=_without_types(dict(flat(fields.get("additionalProperty"))) | dict(flat(others))),
        skus=tuple(_schema_skus(fields, variants, reader)),
        package=Package(weight=_measure(weight) if isinstance(weight, dict) else text_of(weight)),
        images=tuple(_schema_images(fields.get("image"))),
    )
    return record(listing, _at(fields, source), source, reader)


def _without_types(attributes: dict[str, str]) -> dict[str, str]:
    return {name: text for name, text in attributes.items() if not name.rpartition(".")[2].startswith("@")}


def _name(value: object) -> str:
    if isinstance(value, dict):
        return text_of(value.get("name"))
    if isinstance(value, list):
        return " > ".join(_name(step) for step in value)
    return text_of(value)


def _schema_images(value: object) -> Iterator[Image]:
    for image in value if isinstance(value, list) else [value]:
        if isinstance(image, dict):
            yield Image(alt=text_of(first(image, "caption", "name", "description")))


def _schema_skus(fields: dict[str, Any], variants: list[dict[str, Any]], reader: Reader) -> Iterator[Sku]:
    number = 0
    for variant in variants or [fields]:
        options = {name: text_of(variant.get(name)) for name in _SCHEMA_OPTIONS if variants}
        # A variant's own name and words are read as options: they are texts to the buyer as well.
        options |= {name: text_of(variant.get(name)) for name in ("name", "description") if variants}
        for offer in _offers(variant.get("offers")):
            yield _schema_sku(variant, offer, {n: o for n, o in options.items() if o}, f"skus[{number}]", reader)
            number += 1


def _offers(value: object) -> list[dict[str, Any]]:
    offers = _items(value)
    inner = [one for offer in offers for one in _items(offer.get("offers"))]
    return inner or offers or [{}]


def _schema_sku(
    fields: dict[str, Any], offer: dict[str, Any], options: dict[str, str], field: str, reader: Reader
) -> Sku:
    prices = _items(offer.get("priceSpecification"))
    amount = first(offer, "price", "lowPrice") or next((first(p, "price") for p in prices), None)
    price, currency = reader.amount(amount, f"{field}.price")
    said = text_of(offer.get("priceCurrency")) or next((text_of(p.get("priceCurrency")) for p in prices), "")
    return Sku(
        sku=text_of(offer.get("sku")) or text_of(fields.get("sku")),
        options=options,
        price=price,
        currency=said or currency,
        barcode=text_of(first(fields, "gtin", "gtin13", "gtin14", "gtin12", "gtin8")),
    )
