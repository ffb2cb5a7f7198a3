"""TikTok Shop's sheet for many products at once: a row a variant, under several rows of headings."""

import re
from collections.abc import Sequence

from linter.listing.model import Sku
from linter.sources.feeds.cells import Row, Table
from linter.sources.feeds.draft import Draft

_TITLE = ("product name", "product title", "商品名称", "nama produk", "tên sản phẩm", "ชื่อสินค้า", "nombre del producto")
_DESCRIPTION = ("product description", "商品描述", "商品详情", "deskripsi produk", "mô tả sản phẩm", "รายละเอียดสินค้า")
_CATEGORY = ("category", "product category", "类目", "商品类目", "kategori", "danh mục", "หมวดหมู่")
_BRAND = ("brand", "品牌", "merek", "thương hiệu", "แบรนด์")
_SKU = ("seller sku", "商家 sku", "商家sku", "sku penjual")
_PRICE = ("price", "retail price (local currency)", "retail price", "售价", "harga", "giá")
_STOCK = ("quantity", "库存", "kuantitas", "số lượng")
_WEIGHT = re.compile(r"(?:parcel|package) weight ?\(?(\w*)\)?|包裹重量.*")
_SIZE = re.compile(r"(?:parcel|package) (?:length|width|height).*|包裹[长宽高].*")
_OPTION_NAME = re.compile(r"(?:property|variation) name (\d)|variation (\d) (?:name|theme)|规格名称? ?(\d)")
_NO_TEXT = re.compile(r".*image.*|.*图.*|delivery options?|size chart.*|product status|warehouse.*|cod.*|.*url.*")
_PARCEL = re.compile(r"(?:parcel|package) (?:weight|length|width|height).*|包裹.*")
_DEMANDS = frozenset(
    [
        *("mandatory", "optional", "conditionally mandatory", "required", "conditionally required", "必填", "选填"),
        *("非必填", "条件必填", "wajib", "opsional", "tidak wajib", "bắt buộc", "tùy chọn"),
    ]
)
_HEADINGS = 6


def score(names: frozenset[str]) -> int:
    """How well the names are those of this sheet."""
    if not names & frozenset(_TITLE):
        return 0
    parcel = sum(1 for name in names if _PARCEL.fullmatch(name))
    known = sum(1 for columns in (_TITLE, _DESCRIPTION, _CATEGORY, _BRAND, _SKU) if names & frozenset(columns))
    options = sum(1 for name in names if _OPTION_NAME.fullmatch(name))
    return parcel + known + options if parcel else 0


def groups(rows: Sequence[Row]) -> list[list[Row]]:
    """The variants of one product: rows that have its name, or none."""
    products: list[list[Row]] = []
    named = ""
    for row in _filled_in(rows):
        title = str(row.first(*_TITLE)).strip()
        if products and title in ("", named):
            products[-1].append(row)
        else:
            products.append([row])
            named = title
    return products


def _filled_in(rows: Sequence[Row]) -> Sequence[Row]:
    """The rows below those that say what is mandatory, and how to fill in the sheet."""
    last = -1
    for place, row in enumerate(rows[:_HEADINGS]):
        cells = [cell.strip().casefold().strip("*() ") for cell in row.cells.values() if cell.strip()]
        if sum(cell in _DEMANDS for cell in cells) * 2 > len(cells):
            last = place
    if last < 0:
        return rows
    return [row for row in rows[last + 1 :] if not _is_help(row)]


def _is_help(row: Row) -> bool:
    """Whether a row explains the columns: it has no amount where the price should stand."""
    price = row.first(*_PRICE)
    return bool(price) and not any(char.isdigit() for char in price[:20])


def read(rows: Sequence[Row], table: Table) -> Draft:
    """The listing of a product."""
    head = rows[0]
    draft = Draft(head.first(*_SKU), head.at)
    named = table.names
    draft.title = draft.first(rows, _TITLE, named)
    draft.brand = draft.first(rows, _BRAND, named)
    draft.category = draft.first(rows, _CATEGORY, named)
    draft.description = draft.first(rows, _DESCRIPTION, named)
    draft.weight = next(
        (
            f"{head.first(name).strip()} {_unit(name)}".strip()
            for name in table.names
            if _WEIGHT.fullmatch(name) and head.first(name)
        ),
        "",
    )
    sizes = [head.first(name).strip() for name in table.names if _SIZE.fullmatch(name)]
    draft.dimensions = " x ".join(sizes) + " cm" if sizes and all(sizes) else ""
    options = _option_columns(table)
    draft.skus = [_sku(row, f"skus[{n}]", options, draft) for n, row in enumerate(rows)]
    taken = {column for pair in options for column in pair}
    own = frozenset((*_TITLE, *_DESCRIPTION, *_CATEGORY, *_BRAND, *_SKU, *_PRICE, *_STOCK)) | taken
    for name, written in table.names.items():
        if name not in own and not _NO_TEXT.fullmatch(name) and not _PARCEL.fullmatch(name):
            draft.attribute(written, draft.first(rows, (name,), named))
    return draft


def _unit(name: str) -> str:
    found = _WEIGHT.fullmatch(name)
    return found[1] or "g" if found and found[1] is not None else "g"


def _option_columns(table: Table) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name in table.names:
        if found := _OPTION_NAME.fullmatch(name):
            number = next(group for group in found.groups() if group)
            values = (
                f"property value {number}",
                f"variation {number} value",
                f"variation value {number}",
                f"规格值 {number}",
                f"规格值{number}",
            )
            pairs += [(name, value) for value in values if value in table.names]
    return pairs


def _sku(row: Row, field: str, options: Sequence[tuple[str, str]], draft: Draft) -> Sku:
    price, currency = draft.reader.amount(row.first(*_PRICE), f"{field}.price")
    named = [(row.first(name), row.first(value)) for name, value in options]
    return Sku(
        sku=row.first(*_SKU),
        options={name: value for name, value in named if name and value},
        price=price,
        currency=currency,
        stock=draft.reader.count(row.first(*_STOCK), f"{field}.stock"),
    )
