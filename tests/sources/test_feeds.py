import io
import json
import zipfile

import pytest
from sheets import workbook

from linter.sources.feeds.read import listings
from linter.sources.feeds.sniff import is_feed
from linter.sources.feeds.values import money

SHOPIFY = '''Title,URL handle,Description,Vendor,SKU,Option1 name,Option1 value,Price,Compare-at price,Image alt text
"Tee, ""soft""",tee,"<p>Soft.</p>
<p>Warm.</p>",Acme,T-1,Color,Red,19.90,29.90,A red tee
,tee,,,T-2,,Blue,19.90,29.90,
Mug,mug,<p>Blue.</p>,Acme,M-1,Title,Default Title,5,,
'''
GOOGLE = (
    "id\ttitle\tdescription\tlink\tprice\tsale_price\tbrand\titem_group_id\tcolor\n"
    "A1\tCoat\tDry\thttps://s/x\t20.00 EUR\t15.00 EUR\tAcme\tG1\tred\n"
    "A2\tCoat\tDry\thttps://s/x\t20.00 EUR\t15.00 EUR\tAcme\tG1\tblue\n"
    'A3\t5" screen\tPhone\thttps://s/x\t20.00 EUR\n'
)
WOO = """ID,Type,SKU,Name,Short description,Description,Sale price,Regular price,Parent,Attribute 1 name,Attribute 1 value(s)
1,variable,V,Shirt,Short,<b>Cotton</b>,,,,Color,"Red, Blue"
2,variation,V-R,Shirt - Red,,,9,12,V,Color,Red
3,variation,V-B,Shirt - Blue,,,,12,id:1,Color,Blue
"""  # noqa: E501
AMAZON = (
    "TemplateType=Clothing\tVersion=2019\n"
    "Seller SKU\tProduct Name\tBrand Name\n"
    "item_sku\titem_name\tbrand_name\tstandard_price\tbullet_point1\tparent_child\tparent_sku\tcolor_name\n"
    "P\tDress\tAcme\t\tSoft\tparent\t\t\n"
    "P-R\tDress\tAcme\t12.5\tWarm\tchild\tP\tRed\n"
    "P-B\tDress\tAcme\t12.5\tWarm\tchild\tP\tBlue\n"
)
XML = """<rss xmlns:g="http://base.google.com/ns/1.0"><channel>
<item><g:id>1</g:id><title><![CDATA[Coat & hat]]></title><description>Nice &amp; warm</description></item>
<item><g:id>2</g:id><title>Broken
<item><g:id>3</g:id><title>Fine</title></item>
</channel></rss>"""
TIKTOK = {
    "data": {
        "products": [
            {
                "id": "172",
                "title": "Kettle",
                "description": "<p>Boils.</p>",
                "main_images": [],
                "skus": [
                    {
                        "seller_sku": "K",
                        "sales_attributes": [{"name": "Color", "value_name": "Red"}],
                        "price": {"amount": "12.50", "currency": "USD"},
                    }
                ],
                "product_attributes": [{"name": "Material", "values": [{"name": "Steel"}]}],
            }
        ]
    }
}
SHOPEE = {
    "response": {
        "item_list": [
            {
                "item_id": 34,
                "item_name": "Tas",
                "description": "Kulit",
                "attribute_list": [
                    {"original_attribute_name": "Bahan", "attribute_value_list": [{"original_value_name": "Kulit"}]}
                ],
                "tier_variation": [{"name": "Warna", "option_list": [{"option": "Merah"}]}],
                "model": [{"tier_index": [0], "model_sku": "T-M", "price_info": [{"current_price": 9}]}],
            }
        ]
    }
}
PAGE = """<script>var x="<b>";</script><script type="application/ld+json">
{"@graph": [{"@type": "WebSite"}, {"@type": "Product", "name": "Lamp", "description": "Warm", "sku": "L1"}]}
</script><script type="application/ld+json">{broken</script>"""
MARKDOWN = """---
title: 'Acme''s kettle'
attributes:
  Material: Steel
bullets:
  - |
    Two lines
    of words
---
The body.
"""


def read(text, file="feed.csv", **defaults):
    return list(listings(text.encode() if isinstance(text, str) else text, file, defaults))


def only(text, file="feed.csv"):
    (record,) = read(text, file)
    assert record.listing is not None, record.problem
    return record.listing


def test_shopify_variants_and_pictures_are_rows_of_one_listing():
    tee, mug = [record.listing for record in read(SHOPIFY)]
    assert (tee.id, tee.platform, tee.title, tee.brand) == ("tee", "shopify", 'Tee, "soft"', "Acme")
    assert [sku.options for sku in tee.skus] == [{"Color": "Red"}, {"Color": "Blue"}]
    assert [(sku.price, sku.compare_at_price) for sku in tee.skus] == [(19.9, 29.9)] * 2
    assert tee.images[0].alt == "A red tee"
    assert mug.skus[0].options == {}


def test_offers_of_a_group_that_say_the_same_are_one_listing():
    coat, phone = [record.listing for record in read(GOOGLE)]
    assert [(s.sku, s.options, s.price, s.compare_at_price) for s in coat.skus] == [
        ("A1", {"color": "red"}, 15, 20),
        ("A2", {"color": "blue"}, 15, 20),
    ]
    assert phone.title == '5" screen'


def test_woocommerce_variations_find_their_parent_by_code_and_by_number():
    shirt = only(WOO)
    assert (shirt.title, shirt.description, shirt.bullets) == ("Shirt", "<b>Cotton</b>", ("Short",))
    assert [(s.sku, s.options, s.price) for s in shirt.skus] == [
        ("V-R", {"Color": "Red"}, 9),
        ("V-B", {"Color": "Blue"}, 12),
    ]


def test_amazons_header_stands_below_others_and_no_variants_words_are_lost():
    dress = only(AMAZON, "feed.txt")
    assert (dress.platform, dress.title, dress.bullets) == ("amazon", "Dress", ("Soft", "Warm"))
    assert [(s.sku, s.options) for s in dress.skus] == [("P-R", {"color_name": "Red"}), ("P-B", {"color_name": "Blue"})]


def test_an_item_of_xml_that_is_not_closed_is_told_and_the_next_is_read():
    coat, lost, fine = read(XML, "feed.xml")
    assert (coat.listing.title, coat.listing.description) == ("Coat & hat", "Nice & warm")
    assert (lost.listing, lost.at.line) == (None, 3)
    assert fine.listing.title == "Fine"


@pytest.mark.parametrize(
    ("document", "platform", "title", "attributes", "options"),
    [
        (TIKTOK, "tiktok-shop", "Kettle", {"Material": "Steel"}, {"Color": "Red"}),
        (SHOPEE, "shopee", "Tas", {"Bahan": "Kulit"}, {"Warna": "Merah"}),
    ],
)
def test_products_are_found_wherever_an_api_puts_them(document, platform, title, attributes, options):
    listing = only(json.dumps(document), "feed.json")
    assert (listing.platform, listing.title, listing.attributes) == (platform, title, attributes)
    assert listing.skus[0].options == options


def test_the_products_of_a_page_are_read_and_a_broken_script_is_told():
    lamp, lost = read(PAGE, "page.html")
    assert (lamp.listing.title, lamp.listing.id) == ("Lamp", "L1")
    assert lost.problem.startswith("not JSON")


def test_front_matter_and_body_are_one_listing():
    kettle = only(MARKDOWN, "copy.md")
    assert (kettle.title, kettle.description) == ("Acme's kettle", "The body.")
    assert kettle.attributes == {"Material": "Steel"}
    assert kettle.bullets == ("Two lines\nof words\n",)


@pytest.mark.parametrize(
    ("text", "file", "words"),
    [
        (SHOPIFY, "feed.csv", ["soft", "Warm", "Blue", "red tee"]),
        (SHOPIFY.replace("\n", "\r\n"), "feed.csv", ["soft", "Warm", "Blue"]),
        (GOOGLE, "feed.tsv", ["Dry", "screen"]),
        (XML, "feed.xml", ["hat", "warm", "Fine"]),
        (PAGE, "page.html", ["Lamp", "Warm"]),
        (MARKDOWN, "copy.md", ["kettle", "Steel", "words", "body"]),
        (json.dumps(TIKTOK, indent=1), "feed.json", ["Boils", "Steel", "Red"]),
        ('{"id": "1", "listing": {"title": "\\u52a0 \\ud83d\\udd25 hot"}}\n', "l.jsonl", ["hot"]),
    ],
)
def test_every_text_knows_where_it_stands(text, file, words):
    lines = text.split("\n")
    for word in words:
        found = [
            record.source.of(told, told.index(word))
            for record in read(text, file)
            for told in record.texts.values()
            if word in told
        ]
        assert found, word
        for place in found:
            assert lines[place.line - 1][place.column - 1 :].startswith(word)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ('Mug,"broken text,mug,1\n', "a quote is opened and never closed"),
        ("Mug,mug,a,b,c,1,2,3\n", "8 cells, but the header names 4: quote the text"),
        ("Mug\n", "row 3: 1 cells, but the header names 4: is a text broken in two?"),
        ("Mug,=SUM(A1),mug,1\n", "row 3: `Vendor`: a formula, whose result is not in the file: =SUM(A1)"),
        ("Mug,Acme,mug,cheap\n", "`skus[0].price`: no amount: 'cheap'"),
    ],
)
def test_a_broken_row_is_told_and_the_others_are_read(row, told):
    head = "Title,Vendor,Handle,Variant Price\n"
    records = read(f"{head}Tee,Acme,tee,3\n{row}Hat,Acme,hat,4\n")
    assert told in [problem for r in records for problem in (r.problem, *r.unread)]
    assert {"Tee", "Hat"} <= {record.listing.title for record in records if record.listing}


def test_a_table_without_a_header_is_told():
    (record,) = read("1,2,3\n4,5,6\n")
    assert record.problem.startswith("no header names the columns of a feed: '1,2,3'")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_a_feed_may_come_in_any_encoding(encoding):
    text = "标题,品牌,价格,描述\n蓝色马克杯,阿杯,12,陶瓷杯子很好看\n"
    assert only(text.encode(encoding)).title == "蓝色马克杯"


SHEET = [
    ["category", "brand", "product_name", "product_description", "main_image", "property_name_1", "property_value_1"],
    ["parcel_weight(g)", "parcel_length(cm)", "parcel_width(cm)", "parcel_height(cm)", "price", "quantity"],
    ["seller_sku", "warranty_type"],
]
TIKTOK_SHEET = [
    [name for part in SHEET for name in part],
    ["Mandatory", "Optional", "Mandatory", "Mandatory", "Mandatory", "Optional", "Optional"] + ["Mandatory"] * 6,
    ["Choose", "Choose", "Write it", "Write it", "Upload", "Name", "Value", *["cm"] * 4, "Enter the price", "Enter"],
    ["Home", "Handu", "Bath towel", "Soft", "https://i", "Color", "Grey", 500, 30, 20, 5, 99000, 10, "T-G", "shop"],
    ["Home", "Handu", "Bath towel", "Soft", "https://i", "Color", "Blue", 500, 30, 20, 5, 99000, 10, "T-B", "shop"],
    ["Home", "Handu", "Face towel", "Small", "https://i", "", "", 100, "", "", "", "12.500", 7, "F", ""],
]


def as_csv(rows):
    return "\n".join(",".join(str(cell) for cell in row) + "," * (len(rows[0]) - len(row)) for row in rows) + "\n"


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_tiktoks_sheet_is_read_below_the_rows_that_explain_it(form):
    if form == "xlsx":
        pytest.importorskip("python_calamine")
    data = as_csv(TIKTOK_SHEET) if form == "csv" else workbook(Template=TIKTOK_SHEET, Help=[["How", "to"]])
    bath, face = [record.listing for record in read(data, f"sheet.{form}")]
    assert (bath.platform, bath.title, bath.brand, bath.attributes) == (
        "tiktok-shop",
        "Bath towel",
        "Handu",
        {"warranty_type": "shop"},
    )
    assert (bath.package.weight, bath.package.dimensions) == ("500 g", "30 x 20 x 5 cm")
    assert [(s.sku, s.options, s.price, s.stock) for s in bath.skus] == [
        ("T-G", {"Color": "Grey"}, 99000, 10),
        ("T-B", {"Color": "Blue"}, 99000, 10),
    ]
    assert (face.package.dimensions, face.skus[0].options, face.skus[0].price) == ("", {}, 12.5)


def test_a_table_of_nobodys_has_the_names_of_the_contract():
    text = (
        "id,title,warranty,bullets[0],bullets[1],attributes.Material,shipping.from,package.weight,package.contains[0],"
        "skus[0].sku,skus[0].price,skus[0].options.Color,skus[1].sku,skus[1].price,images[0].alt,Note,image url\n"
        '7,Mug,1 year,Warm,Soft,Clay,Hanoi,300 g,A card,A,"1,299.00",Red,B,x,A red mug,read me,https://x\n'
    )
    (record,) = read(text)
    mug = record.listing
    assert (mug.warranty, mug.bullets, mug.attributes, mug.shipping) == (
        "1 year",
        ("Warm", "Soft"),
        {"Material": "Clay", "Note": "read me"},
        {"from": "Hanoi"},
    )
    assert (mug.package.weight, mug.package.contains, mug.images[0].alt) == ("300 g", ("A card",), "A red mug")
    assert [(s.sku, s.price, s.options) for s in mug.skus] == [("A", 1299, {"Color": "Red"}), ("B", None, {})]
    assert record.unread == ("`skus[1].price`: no amount: 'x'",)


def test_no_column_of_words_is_lost():
    text = "title,name,brand,marca,attributes,package.note,skus[0].note\nMug,Cup,Acme,Otra,clay,gift,on WeChat\n"
    mug = only(text)
    assert (mug.title, mug.brand) == ("Mug", "Acme")
    assert mug.attributes == {"name": "Cup", "marca": "Otra", "attributes": "clay", "package.note": "gift"}
    assert mug.skus[0].options == {"note": "on WeChat"}


@pytest.mark.parametrize(
    ("head", "row"),
    [
        ("商品标题,品牌,售价,库存", "马克杯,阿杯,12,3"),
        ("nama produk,merek,harga,stok", "Cangkir,Acme,Rp 12.500,3"),
        ("tên sản phẩm,thương hiệu,giá,tồn kho", "Cốc,Acme,12.500 ₫,3"),
        ("ชื่อสินค้า,แบรนด์,ราคา,จำนวน", "แก้ว,Acme,฿12,3"),
        ("título;marca;precio;existencias", "Taza;Acme;12,50 €;3"),
    ],
)
def test_a_table_may_name_its_columns_in_any_language(head, row):
    listing = only(f"{head}\n{row}\n")
    assert listing.title == row.replace(";", ",").split(",")[0]
    assert listing.brand in ("Acme", "阿杯")
    assert (listing.skus[0].price or 0) > 0
    assert listing.skus[0].stock == 3


WRONG = {
    "title": "Mug",
    "brand": ["Acme"],
    "category": ["Home", "Cups"],
    "description": ["One", "Two"],
    "bullets": {"a": 1},
    "attributes": "Clay",
    "skus": [1, {"price": "?", "options": [{"name": "Color", "values": ["Red", "Blue"]}], "color2": "x"}],
    "package": [],
    "images": ["https://x", {"alt": "A mug"}, 7, None],
    "shipping": "free from Hanoi",
    "size": {"Waist": 30, "deep": {"er": True}},
}
PROBLEMS = [
    "`brand`: a text is expected",
    "`bullets`: a list of texts is expected",
    "`attributes`: named texts, {…}, are expected",
    "`skus[0]`: an object, {…}, is expected",
    "`skus[1].price`: no amount: '?'",
    "`package`: an object, {…}, is expected",
    "`images`: {alt, text} are expected",
]


def test_parts_of_the_wrong_kind_are_told_and_the_others_are_read():
    (record,) = read(json.dumps({"id": "7", "listing": WRONG, "note": 1}), "l.json")
    mug = record.listing
    assert sorted(record.unread) == sorted(PROBLEMS)
    assert (mug.title, mug.category, mug.description) == ("Mug", "Home > Cups", "One\nTwo")
    assert mug.skus[1].options == {"Color": "Red", "Color (2)": "Blue", "color2": "x"}
    assert [image.alt for image in mug.images] == ["", "A mug", ""]
    assert (mug.shipping, mug.attributes) == ({"text": "free from Hanoi"}, {"size.Waist": "30", "size.deep.er": "true"})
    assert record.extra == {"note": 1}


@pytest.mark.parametrize(
    ("record", "problem"),
    [
        ({"listing": []}, "`listing` must hold the parts of a listing, {…}"),
        ({"listing": {}}, "no part of a listing is in it (known: attributes, brand,"),
        ({"listing": {"title": "a"}, "market": "usaaa"}, "`market`: no two-letter country code: `usaaa`"),
        ([1], "not a record: a line must hold one object, {…}"),
    ],
)
def test_a_line_that_is_no_listing_is_told(record, problem):
    lost, fine = read(f"{json.dumps(record)}\n" + '{"title": "Mug"}\n', "l.jsonl")
    assert (lost.listing, lost.at.line) == (None, 1)
    assert lost.problem.startswith(problem)
    assert fine.listing.title == "Mug"


PRODUCT = {
    "title": "Kettle",
    "product_id": 9,
    "brand": "Acme",
    "category_name": "Kitchen",
    "package_weight": {"value": "0.4", "unit": "KILOGRAM"},
    "package_dimensions": {"length": "10", "width": "20", "height": "30", "unit": "CENTIMETER"},
    "product_attributes": [
        {"attribute_name": "Use", "attribute_values": [{"value_name": "Tea"}, {"value_name": "Soup"}]}
    ],
    "skus": [
        {
            "seller_sku": "K-1",
            "original_price": "15",
            "price": 12,
            "stock_infos": [{"available_stock": 2}, {"available_stock": 3}],
            "identifier_code": {"code": "4006381333931"},
        },
        {"seller_sku": "K-2", "price": {"sale_price": "9", "original_price": "9", "currency": "USD"}},
        {"seller_sku": "K-3", "price": {"amount": "9"}, "list_price": {"amount": "11"}, "identifier_code": "1"},
    ],
}
ITEM = {
    "item_id": 5,
    "item_name": "Tas",
    "brand": "Ransa",
    "weight": 0.8,
    "dimension": {"package_length": 10, "package_width": 20, "package_height": 5},
    "pre_order": {"days_to_ship": 7},
    "description_info": {"extended_description": {"field_list": [{"text": "Satu"}, {"image": 1}, {"text": "Dua"}]}},
    "attributes": [{"attribute_name": "Bahan", "attribute_value": "Kulit"}, {"name": "Isi", "values": [
        {"name": "20", "value_unit": "liter"}]}],
    "tier_variation": [{"name": "Warna", "options": ["Merah", "Hitam"]}],
}  # fmt: skip
GROUP = {
    "@type": ["ProductGroup"],
    "productGroupID": "G",
    "name": "Lamp",
    "brand": {"name": "Acme"},
    "category": [{"name": "Home"}, "Lamps"],
    "weight": {"value": "2", "unitCode": "KGM"},
    "image": [{"caption": "A lamp"}, "https://x"],
    "additionalProperty": [{"@type": "PropertyValue", "name": "Power", "value": "10 W"}],
    "material": "Steel",
    "hasVariant": [
        {"name": "Lamp red", "color": "Red", "sku": "R", "gtin13": "4006381333931", "offers": {
            "price": "9", "priceCurrency": "EUR"}},
        {"color": "Blue", "offers": {"offers": [
            {"sku": "B", "priceSpecification": {"price": 8, "priceCurrency": "EUR"}}]}},
    ],
}  # fmt: skip


def test_tiktoks_older_names_are_read_as_well():
    kettle = only(json.dumps(PRODUCT), "p.json")
    assert (kettle.id, kettle.category, kettle.attributes) == ("9", "Kitchen", {"Use": "Tea, Soup"})
    assert (kettle.package.weight, kettle.package.dimensions) == ("0.4 kg", "10 x 20 x 30 cm")
    assert [(s.price, s.compare_at_price, s.stock, s.barcode) for s in kettle.skus] == [
        (12, 15, 5, "4006381333931"),
        (9, None, None, ""),
        (9, 11, None, "1"),
    ]


def test_a_shopee_item_without_models_keeps_its_options_and_paragraphs():
    bag = only(json.dumps(ITEM), "p.json")
    assert (bag.description, bag.bullets, bag.brand) == ("Satu", ("Dua",), "Ransa")
    assert bag.attributes == {"Bahan": "Kulit", "Isi": "20 liter"}
    assert [s.options for s in bag.skus] == [{}, {"Warna": "Merah"}, {"Warna": "Hitam"}]
    assert (bag.package.weight, bag.package.dimensions) == ("0.8 kg", "10 x 20 x 5 cm")
    assert bag.shipping == {"days to ship": "7"}


def test_an_option_that_a_model_does_not_have_is_told():
    models = [{"tier_index": [5], "model_sku": "X", "seller_stock": [{"stock": 2}, {"stock": 1}]}]
    (record,) = read(json.dumps({**ITEM, "model": models}), "p.json")
    assert record.unread == ("`skus[0]`: no option 5 in `Warna`",)
    assert record.listing.skus[0].stock == 3


def test_a_group_of_schema_org_has_its_variants():
    lamp = only(json.dumps(GROUP), "p.json")
    assert (lamp.id, lamp.brand, lamp.category, lamp.package.weight) == ("G", "Acme", "Home > Lamps", "2 kg")
    assert lamp.attributes == {"Power": "10 W", "material": "Steel"}
    assert [image.alt for image in lamp.images] == ["A lamp"]
    assert [(s.sku, s.options, s.price, s.currency, s.barcode) for s in lamp.skus] == [
        ("R", {"color": "Red", "name": "Lamp red"}, 9, "EUR", "4006381333931"),
        ("B", {"color": "Blue"}, 8, "EUR", ""),
    ]


PAGES = [
    ("<script type='application/ld+json'>\n</script>no product", "no product in the JSON-LD of this page"),
    ('<script type="application/ld+json">{"@type": "WebSite"}</script>', "no product in the JSON-LD of this page"),
]


@pytest.mark.parametrize(("text", "problem"), PAGES)
def test_a_page_without_products_is_told(text, problem):
    assert [record.problem for record in read(text, "page.html")] == [problem]


def test_elements_of_an_xml_item_are_named_by_their_group():
    text = (
        '<feed xmlns:g="http://base.google.com/ns/1.0"><entry><g:id>1</g:id><title>Mug</title><link href="https://x"/>'
        "<g:shipping><g:country>US</g:country><g:price>5 USD</g:price></g:shipping><g:product_highlight>Warm"
        "</g:product_highlight><g:product_highlight>Soft</g:product_highlight></entry><entry> </entry></feed>"
    )
    mug, empty = read(text, "feed.xml")
    assert mug.listing.bullets == ("Warm", "Soft")
    assert mug.listing.attributes["shipping country"] == "US"
    assert empty.problem == "<entry> holds no elements that can be read"


COPY = [
    ("---\ntitle: [a\n---\n# Mug\nTea\n", "Mug", "Tea",
     "front matter: not YAML: did not find expected ',' or ']' (line 3)"),
    ("---\n- a\n---\n# Mug\nTea\n", "Mug", "Tea", "front matter: named values are expected, `title: …` (line 1)"),
    ("---\ntitle: a\ntitle: b\n---\nMug\n===\nTea\n", "Mug", "Tea", "front matter: `title` stands twice (line 2)"),
    ("---\nlisting:\n  title: Mug\n  description: Short\nid: 4\n---\nTea <!-- x -->\n", "Mug", "Tea", ""),
    ("---\nbrand: Acme\n---\n\n# Mug #\n\nTea\n", "Mug", "Tea", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "title", "description", "problem"), COPY)
def test_copy_is_read_even_under_a_front_matter_that_is_broken(text, title, description, problem):
    (record,) = read(text, "copy.md")
    assert (record.listing.title, record.listing.description.strip()) == (title, description)
    assert record.unread == ((problem,) if problem else ())


def test_a_front_matter_that_is_broken_and_nothing_else_is_lost():
    (record,) = read("---\ntitle: [a\n---\n", "copy.md")
    assert record.listing is None
    assert record.problem.startswith("front matter: not YAML")


def test_documents_and_lists_of_yaml_are_listings_each():
    text = "title: Mug\nbrand: Acme\n---\n- title: Cup\n- not one\n- {title: Jar, price: {a: 1}}\n"
    titles = [record.listing.title if record.listing else record.problem for record in read(text, "copy.yaml")]
    assert titles == ["Mug", "Cup", "not a record: one object, {…}, is expected", "Jar"]


def test_no_two_sheets_of_headings_are_read_as_products():
    labels = "Seller SKU\tProduct Name\tBrand Name\tStandard Price\tProduct Description\tBullet Point1\n"
    names = "item_sku\titem_name\tbrand_name\tstandard_price\tproduct_description\tbullet_point1\n"
    dress = only(f"TemplateType=fptcustom\tVersion=2021\n{labels}{names}D-1\tDress\tAcme\t12\tSoft\tWarm\n", "feed.txt")
    assert (dress.title, dress.skus[0].price) == ("Dress", 12)


def test_a_title_that_is_the_name_of_a_column_is_a_product():
    assert [record.listing.title for record in read("title,brand,note\nName,Acme,x\nTitle,Acme,y\n")] == [
        "Name",
        "Title",
    ]


@pytest.mark.parametrize(
    ("text", "file", "is_one"),
    [
        (SHOPIFY, "feed.csv", True),
        (SHOPIFY, "feed.txt", True),
        ("title,price,brand\nMug,3,Acme\n", "feed.csv", True),
        ("title,price,brand\nMug,3,Acme\n", "feed.txt", False),
        ("text,title,price\nHi,a,3\n", "chat.csv", False),
        ("Hello, dear, friend\n", "reply.txt", False),
        (XML, "feed.xml", True),
        ("<p>Hello</p>", "page.html", False),
        (PAGE, "page.html", True),
        (json.dumps(SHOPEE), "feed.json", True),
        ('{"text": "hi", "listing": {}}\n', "chat.jsonl", False),
        ('{"refund": "a"}', "reply.json", False),
        ("[" * 5000, "deep.json", False),
        (MARKDOWN, "copy.md", True),
        ("# Title: a\nbrand: x\n", "note.md", False),
        ("title: a\nbrand: b\n", "copy.yaml", True),
        ("title: a\nbrand: b\ntext: c\n", "reply.yaml", False),
        ("a\0b", "x.yaml", False),
        ("title,price,brand\n", "x.py", False),
    ],
)
def test_a_file_is_a_feed_beyond_doubt_or_it_is_not(text, file, is_one):
    assert is_feed(text.encode(), file) is is_one


@pytest.mark.parametrize(
    ("written", "amount", "currency"),
    [
        ("RM 1,299.00", 1299, "RM"),
        ("1.299,00 EUR", 1299, "EUR"),
        ("1.299.000 ₫", 1299000, "₫"),
        ("12,5", 12.5, ""),
        ("1,299", 1299, ""),
        ("-3", -3, ""),
        ("1'299.50", 1299.5, ""),
        (12, 12, ""),
        (" ", None, ""),
        (None, None, ""),
    ],
)
def test_amounts_are_read_whichever_sign_is_the_decimal(written, amount, currency):
    assert money(written) == (amount, currency)


@pytest.mark.parametrize("written", ["cheap", "3 for 2 cups", True, "=A1"])
def test_what_is_no_amount_is_told(written):
    with pytest.raises(ValueError, match="no amount"):
        money(written)


def test_a_workbook_that_would_fill_the_disk_is_refused():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * (260 << 20))
    pytest.importorskip("python_calamine")
    (record,) = read(packed.getvalue(), "bomb.xlsx")
    assert "in unpacking (a zip bomb?)" in record.problem


def test_a_line_of_json_that_is_broken_is_told_and_the_next_is_read():
    broken, twice, deep, fine = read(
        '{"title": "Mug",\n{"title": "a", "title": "b"}\n{"title": '
        + "[" * 250
        + "]" * 250
        + '}\n{"title": "Cup", "price": 3}\n',
        "feed.jsonl",
    )
    assert broken.problem.startswith("not JSON: ")
    assert (twice.problem, twice.at.line) == ("not JSON: `title` stands twice (column 1)", 2)
    assert deep.problem.startswith("nested more than 200 deep")
    assert fine.listing.title == "Cup"


def test_a_merchant_says_how_it_ships_and_a_barcode_may_wear_an_apostrophe():
    text = "id\ttitle\tlink\tprice\tshipping\tgtin\nA\tMug\thttps://s\t3 USD\tUS:::5 USD\t4006381333931\n"
    assert only(text, "feed.tsv").shipping == {"shipping": "US:::5 USD"}
    text = "Handle,Title,Vendor,Variant SKU,Variant Price,Variant Barcode\nmug,Mug,Acme,M,3,'4006381333931\n"
    (record,) = read(text)
    assert record.listing.skus[0].barcode == "4006381333931"
    assert record.texts["skus[0].barcode"].column == "Variant Barcode"
