import json

import pytest

from linter.sources.feeds.read import listings

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
