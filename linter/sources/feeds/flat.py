"""A table of nobody's: its columns are called as our contract has it (`skus[0].price`), or what people call them."""

import re
from collections.abc import Sequence

from linter.listing.model import Image, Sku
from linter.sources.feeds.cells import Row, Table
from linter.sources.feeds.draft import Draft

_TITLE = (
    *("title", "name", "product name", "product title", "item name", "listing title", "标题", "商品标题", "商品名称"),
    *(
        "宝贝标题",
        "宝贝名称",
        "产品名称",
        "nama produk",
        "judul",
        "judul produk",
        "nama barang",
        "tên sản phẩm",
        "tiêu đề",
    ),
    *("ชื่อสินค้า", "ชื่อ", "título", "titulo", "nombre", "nombre del producto", "nome", "nome do produto", "pamagat"),
)
_DESCRIPTION = (
    *("description", "product description", "body", "描述", "商品描述", "商品详情", "详情", "宝贝描述", "deskripsi"),
    *("deskripsi produk", "keterangan", "penerangan", "mô tả", "mô tả sản phẩm", "รายละเอียด", "รายละเอียดสินค้า"),
    *("descripción", "descripcion", "descrição", "descricao", "paglalarawan"),
)
_BRAND = ("brand", "品牌", "merek", "jenama", "thương hiệu", "แบรนด์", "ยี่ห้อ", "marca", "tatak")
_CATEGORY = (
    "category",
    "类目",
    "分类",
    "商品类目",
    "kategori",
    "danh mục",
    "หมวดหมู่",
    "categoría",
    "categoria",
    "kategorya",
)
_SKU = ("sku", "sku code", "seller sku", "货号", "商家编码", "商品编码")
_ID = ("id", "product id", "item id", "商品id", *_SKU)
_PRICE = ("price", "价格", "售价", "harga", "giá", "ราคา", "precio", "preço", "preco", "presyo")
_BEFORE = ("compare at price", "original price", "list price", "原价", "市场价", "划线价", "harga asli", "giá gốc")
_STOCK = ("stock", "quantity", "库存", "stok", "tồn kho", "จำนวน", "existencias", "estoque")
_BARCODE = ("barcode", "gtin", "ean", "upc", "条码", "条形码")
_HEAD = ("platform", "market", "lang")
_PATH = re.compile(r"(attributes|shipping|package|skus\[\d+\]|bullets\[\d+\]|images\[\d+\])\.?(.*)")
_BULLET = re.compile(r"(?:bullets?|bullet points?|selling points?|卖点)(?:\[\d+\]| ?\d+)?")
_NO_TEXT = re.compile(
    r"(?:image|picture|photo|主图|图片)(?: ?(?:url|link|src))?s?(?: ?\d+)?|url|link|status|created.*|updated.*"
)


def score(names: frozenset[str]) -> int:
    """How well the names are those of a listing; one of them must be the title."""
    if not names & frozenset(_TITLE) or "text" in names:
        return 0
    known = frozenset((*_DESCRIPTION, *_BRAND, *_CATEGORY, *_SKU, *_PRICE, *_BEFORE, *_STOCK, *_ID, *_BARCODE, *_HEAD))
    paths = sum(1 for name in names if _PATH.fullmatch(name) or _BULLET.fullmatch(name))
    return min(1 + len(names & known) + paths, 3)


def groups(rows: Sequence[Row]) -> list[list[Row]]:
    """Every row is a listing."""
    return [[row] for row in rows]


def read(rows: Sequence[Row], table: Table) -> Draft:
    """The listing of a row."""
    row = rows[0]
    draft = Draft(row.first(*_ID), row.at)
    draft.title = row.first(*_TITLE)
    draft.brand = row.first(*_BRAND)
    draft.category = row.first(*_CATEGORY)
    draft.description = row.first(*_DESCRIPTION)
    draft.warranty = row.first("warranty")
    draft.head = {name: str(row.first(name)) for name in _HEAD if row.first(name)}
    own = frozenset((*_ID, *_PRICE, *_BEFORE, *_STOCK, *_BARCODE, *_HEAD, "warranty"))
    taken = (draft.title, draft.brand, draft.category, draft.description)
    if price := _offer(row, draft):
        draft.skus.append(price)
    paths: dict[str, dict[str, str]] = {}
    for name, written in table.names.items():
        text = row.first(name)
        path = _PATH.fullmatch(written.strip())
        # A table with a `title` and a `name` has two titles: both are read.
        if not text or name in own or any(text is one for one in taken) or _NO_TEXT.fullmatch(name):
            continue
        if _BULLET.fullmatch(written.strip().casefold()) or _BULLET.fullmatch(name):
            draft.bullets.append(text)
        elif path and path[2]:
            paths.setdefault(path[1], {})[path[2]] = text
        else:
            draft.attribute(written, text)
    _place(paths, draft)
    return draft


def _offer(row: Row, draft: Draft) -> Sku | None:
    price, currency = draft.reader.amount(row.first(*_PRICE), "skus[0].price")
    before, _ = draft.reader.amount(row.first(*_BEFORE), "skus[0].compare_at_price")
    stock = draft.reader.count(row.first(*_STOCK), "skus[0].stock")
    code, barcode = row.first(*_SKU), row.first(*_BARCODE)
    if not any((code, barcode)) and price is None and before is None:
        return None
    return Sku(sku=code, price=price, compare_at_price=before, currency=currency, stock=stock, barcode=barcode)


def _place(paths: dict[str, dict[str, str]], draft: Draft) -> None:
    """Put what stands in columns of the contract's own names where it belongs."""
    for path, parts in paths.items():
        kind = path.partition("[")[0]
        if kind == "attributes":
            draft.attributes |= parts
        elif kind == "shipping":
            draft.shipping |= parts
        elif kind == "package":
            draft.weight = parts.get("weight", "")
            draft.dimensions = parts.get("dimensions", "")
            draft.contains += [text for name, text in parts.items() if name.startswith("contains")]
            for name, text in parts.items():
                if not name.startswith(("weight", "dimensions", "contains")):
                    draft.attribute(f"package.{name}", text)
        elif kind == "skus":
            draft.skus.append(_sku(parts, f"skus[{len(draft.skus)}]", draft))
        elif kind == "images":
            draft.images.append(Image(alt=parts.get("alt", ""), text=parts.get("text", "")))


_SKU_PARTS = frozenset({"sku", "price", "compare_at_price", "currency", "stock", "weight", "barcode"})


def _sku(parts: dict[str, str], field: str, draft: Draft) -> Sku:
    price, currency = draft.reader.amount(parts.get("price"), f"{field}.price")
    before, _ = draft.reader.amount(parts.get("compare_at_price"), f"{field}.compare_at_price")
    return Sku(
        sku=parts.get("sku", ""),
        options={name.removeprefix("options."): text for name, text in parts.items() if name not in _SKU_PARTS},
        price=price,
        compare_at_price=before,
        currency=parts.get("currency", "") or currency,
        stock=draft.reader.count(parts.get("stock"), f"{field}.stock"),
        weight=parts.get("weight", ""),
        barcode=parts.get("barcode", ""),
    )
