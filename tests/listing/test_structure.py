"""What is wrong with the form of a listing: invented listings, one fault each, and their near misses."""

import pytest

from linter.listing.model import Listing, Sku
from linter.listing.platforms import is_own_link, measured
from linter.listing.structure import RULES, Fault, across, faults
from linter.model import Severity


def found(listing: Listing, least: Severity = Severity.WARN) -> dict[str, Fault]:
    return {fault.rule: fault for fault in faults(listing) if fault.severity.rank >= least.rank}


def titled(title: str, platform: str, market: str = "", **parts) -> Listing:
    return Listing(title=title, platform=platform, market=market, **parts)


FAULTY_TITLES = [
    ("amazon", "us", "Steel Bottle " * 20, "format/title-length", None),
    (
        "ebay",
        "au",
        "Replacement garden hose reel wall mounted with brass fittings and twenty metres of hose",
        "format/title-length",
        None,
    ),
    (
        "taobao",
        "cn",
        "加厚纯棉四件套床单被套裸睡针织棉亲肤透气学生宿舍单人双人家用春秋季通用款",
        "format/title-length",
        None,
    ),
    ("lazada", "my", "🎁 Bamboo cutting board with juice groove", "format/emoji", "🎁"),
    ("tiktok-shop", "th", "หมอนข้างเด็กผ้านุ่ม 💥 ซักเครื่องได้", "format/emoji", "💥"),
    ("amazon", "us", "Linen apron with pockets!", "format/symbols", "!"),
    ("ebay", "us", "Brass door knob ★ set of two", "format/symbols", "★"),
    ("shopee", "id", "Sandal gunung pria anti licin!!!", "format/punctuation", "!!!"),
    ("walmart", "us", "STURDY WOODEN BOOKSHELF WITH FIVE SHELVES", "format/capitals", None),
    ("tiktok-shop", "us", "Yoga mat 6 mm 30% off with strap", "format/promotion", "30% off"),
    ("lazada", "ph", "Buy 1 Take 1 ceramic bowl", "format/promotion", "Buy 1 Take 1"),
    ("shopee", "vn", "Freeship áo mưa người lớn có kính che", "format/promotion", "Freeship"),
    ("amazon", "mx", "Envío gratis lámpara de pie con regulador", "format/promotion", "Envío gratis"),
    ("amazon", "br", "Tapete antiderrapante queima de estoque", "format/promotion", "queima de estoque"),
    ("lazada", "th", "กระทะเหล็กหล่อ ลดราคา ขนาด 26 ซม.", "format/promotion", "ลดราคา"),
    ("shopee", "id", "Rak sepatu gratis ongkir 4 susun", "format/promotion", "gratis ongkir"),
    ("shopee", "my", "Kipas mini jualan murah boleh cas", "format/promotion", "jualan murah"),
    ("shopee", "tw", "折疊收納箱 免運 加厚款", "format/promotion", "免運"),
    ("douyin", "cn", "清仓甩卖 儿童雨靴防滑", "format/promotion", "清仓甩卖"),
    ("shopee", "id", "Tumbler stainless Rp 49.000 500 ml", "format/price-in-title", "Rp 49.000"),
    ("lazada", "sg", "Desk lamp as on Shopee with dimmer", "format/marketplace", "Shopee"),
    ("taobao", "cn", "抖音爆火解压玩具捏捏乐", "format/marketplace", "抖音"),
    ("lazada", "id", "Tas Rajut Tas Anyaman Tas Pantai Tas Wanita", "format/repeated-word", None),
    ("amazon", "us", "Candle, Scented Candle, Soy Candle, Gift Candle", "format/repeated-word", None),
    ("lazada", "vn", "Bình nước giữ nhiệt, bình nước inox, bình nước thể thao", "format/repeated-word", None),
    ("taobao", "cn", "连衣裙女夏连衣裙新款连衣裙碎花", "format/repeated-word", None),
    ("lazada", "th", "กระเป๋าผ้า กระเป๋าสะพาย กระเป๋าเดินทาง", "format/repeated-word", None),
    ("ebay", "us", "Running shoes Nike Adidas Puma Reebok", "format/keyword-stuffing", None),
    ("shopee", "sg", "Cordless hair dryer Dyson style 1600 W", "goods/brand-misuse", "Dyson style"),
    ("taobao", "cn", "香奈儿同款小香风外套", "goods/brand-misuse", "香奈儿同款"),
    ("douyin", "cn", "Stainless steel thermos cup", "format/language", None),
    ("taobao", "cn", "直播间专拍链接1号", "format/vague", None),
    ("walmart", "us", "2025 new rain jacket for hiking", "format/year", None),
]


@pytest.mark.parametrize(("platform", "market", "title", "rule", "match"), FAULTY_TITLES)
def test_a_title_breaks_its_platforms_rule_at_the_words(platform, market, title, rule, match):
    listing = titled(title, platform, market)
    fault = found(listing)[rule]
    assert title[fault.start : fault.end] == fault.match
    assert match is None or fault.match == match
    assert rule in RULES


@pytest.mark.parametrize(
    ("platform", "market", "title"),
    [
        ("amazon", "us", "Kettle Descaler 250 ml, BPA-Free Bottle, Pack of 3"),
        ("amazon", "us", "Case Compatible with iPhone 14, iPhone 15, iPhone 16, Clear"),
        ("ebay", "uk", "HDMI to VGA Adapter USB LED PVC Cable 2 m"),
        ("lazada", "sg", "Price tag gun with 1000 sale tags"),
        ("tiktok-shop", "us", "Ring light for TikTok and YouTube videos, 26 cm"),
        ("shopee", "id", "Kaos anak laki-laki motif laki-laki pemberani 100% katun"),
        ("shopee", "vn", "Ấm đun nước siêu tốc 1,8 lít thân inox"),
        ("shopee", "th", "ที่ชาร์จด่วน 20W หัวเดียว"),
        ("shopee", "br", "Caneca térmica inox 500 ml com tampa"),
        ("mercadolibre", "mx", "Mantel 2 x 1 m antimanchas"),
        ("taobao", "cn", "三折伞自动晴雨两用10骨加大"),
        ("taobao", "cn", "Kindle保护套磨砂软壳"),
        ("shopee", "tw", "手沖壺 600ml 不鏽鋼 現貨"),
        ("walmart", "us", "Brake pads for 2015-2020 pickup"),
        ("ebay", "us", "Wall charger for Samsung, Huawei and Xiaomi phones"),
        ("", "", "🔥 HOT sale!!! anything"),
    ],
)
def test_a_title_that_only_describes_raises_no_alarm(platform, market, title):
    assert found(titled(title, platform, market)) == {}


def test_the_unit_is_the_platforms_own():
    assert "format/title-length" not in found(titled("棉" * 30, "taobao", "cn"))
    assert "format/title-length" in found(titled("棉" * 31, "taobao", "cn"))
    assert "format/title-length" not in found(titled("a" * 60, "taobao", "cn"))


def test_a_market_may_set_another_limit():
    title = "kotak makan " * 15
    assert "format/title-length" not in found(titled(title, "shopee", "id"))
    assert "format/title-length" in found(titled(title, "shopee", "sg"))


def test_a_safe_edit_leaves_a_clean_title():
    title = "Wool  socks"
    fault = found(titled(title, ""), Severity.NOTE)["format/spacing"]
    edit = fault.edits[0]
    assert title[: edit.start] + edit.text + title[edit.end :] == "Wool socks"


def test_messages_are_whole_in_both_languages():
    for platform, market, title, _, _ in FAULTY_TITLES:
        for fault in faults(titled(title, platform, market)):
            assert set(fault.messages) == set(fault.advice) == {"en", "zh"}
            assert not any("{" in text for text in fault.messages.values())


@pytest.mark.parametrize(
    ("skus", "rule"),
    [
        ([Sku(price=0)], "format/price-missing"),
        ([Sku(price=1), Sku(price=30), Sku(price=32)], "format/bait-price"),
        ([Sku(price=1, currency="MYR"), Sku(price=1, currency="MYR"), Sku(price=1, currency="SGD")], "format/currency"),
        ([Sku(options={"Size": "M"}), Sku(options={"Size": "m "})], "format/variants"),
        ([Sku(barcode="4006381333932")], "format/code"),
    ],
)
def test_variants_that_cannot_be_right(skus, rule):
    assert rule in found(Listing(title="Mug", skus=tuple(skus)))


@pytest.mark.parametrize(
    "skus",
    [
        [Sku(price=20, compare_at_price=25)],
        [Sku(price=20, compare_at_price=0)],
        [Sku(price=9), Sku(price=30), Sku(price=80)],
        [Sku(barcode="4006381333931"), Sku(barcode="036000291452"), Sku(barcode="A-17")],
        [Sku(options={"Size": "M"}), Sku(options={"Size": "L"})],
    ],
)
def test_variants_that_may_be_right(skus):
    assert found(Listing(title="Mug", skus=tuple(skus))) == {}


HTML = "<p>Bowl</p><STYLE>p{}</STYLE><style>b{}</style>"
FACTS = {"title": "Hand made bowl of fired clay", "market": "us"}
TEXTS = [
    ("tiktok-shop", {"description": "Short."}, "format/description-short", "description", "Short."),
    ("tiktok-shop", {"description": "x" * 10_001}, "format/description-length", "description", "x" * 10_001),
    ("tiktok-shop", {"description": HTML}, "format/html", "description", "<STYLE>"),
    ("shopify", {"description": "<form action=x>"}, "format/html", "description", "<form action=x>"),
    ("amazon", {"bullets": tuple("abcdefghijk")}, "format/bullets", "bullets[10]", "k"),
    ("amazon", {"bullets": ("Clay", "Free gift inside")}, "format/promotion-in-text", "bullets[1]", "Free gift"),
    (
        "amazon",
        {"description": "Clay. Free shipping today."},
        "format/promotion-in-text",
        "description",
        "Free shipping",
    ),
    (
        "tiktok-shop",
        {"skus": (Sku(options={"Color": "Red"}), Sku(options={"Color": "y" * 51}), Sku(options={"Color": "y" * 51}))},
        "format/option",
        "skus[1].options.Color",
        "y" * 51,
    ),
    (
        "tiktok-shop",
        {"skus": (Sku(options={"Color": "Red 50% off"}),)},
        "format/promotion",
        "skus[0].options.Color",
        "50% off",
    ),
]


@pytest.mark.parametrize(("platform", "parts", "rule", "field", "match"), TEXTS)
def test_texts_below_the_title_break_their_platforms_rule_at_the_words(platform, parts, rule, field, match):
    listing = Listing(platform=platform, **{**FACTS, **parts})
    told = [(f.field, f.match) for f in faults(listing) if f.rule == rule]
    assert told == [(field, match)]


@pytest.mark.parametrize(
    ("text", "unit", "length"),
    [
        ("mug 杯", "characters", 5),
        ("mug 杯", "columns", 6),
        ("mug 杯", "bytes", 7),
        ("a clay mug", "words", 3),
        ("陶瓷马克杯 mug", "words", 4),
        ("แก้วเซรามิกสีขาว", "words", 4),
    ],
)
def test_a_text_is_measured_in_the_platforms_unit(text, unit, length):
    assert measured(text, unit) == length


@pytest.mark.parametrize(
    ("parts", "rule"),
    [
        ({"skus": (Sku(sku="A"), Sku(sku="A"))}, "format/sku"),
        (
            {"skus": tuple(Sku(sku=f"S{n}", options={"Size": str(n)} if n else {}) for n in range(4))},
            "format/variant-pattern",
        ),
        ({"skus": (Sku(price=10, compare_at_price=10),)}, "format/same-compare-price"),
        ({"skus": (Sku(price=10, compare_at_price=500, currency="USD"),)}, "format/compare-price-high"),
        ({"skus": (Sku(barcode="2001234567893"),)}, "format/house-code"),
    ],
)
def test_codes_and_prices_that_hint_at_a_slip(parts, rule):
    assert rule in found(Listing(title="Mug", **parts), Severity.NOTE)


def test_a_fact_may_stand_in_an_attribute_an_option_a_field_or_a_text():
    asked = {"mugs": ["Material", "Colour", "Warranty", "Fit"]}
    mug = Listing(
        title="Mug",
        category="Home > Mugs",
        attributes={"Bahan": "tanah liat", "Fit": " "},
        skus=(Sku(options={"Warna": "merah"}),),
        warranty="1 tahun",
    )
    assert [f.field for f in faults(mug, categories=asked) if f.rule == "missing/fact"] == ["attributes.Fit"]


def test_a_code_that_calls_itself_a_gtin_has_its_length():
    assert "format/code" in found(Listing(title="Mug", attributes={"EAN": "12345"}))
    assert "format/code" not in found(Listing(title="Mug", attributes={"Model": "12345"}))


def test_the_users_categories_are_meant_and_ours_only_a_hint():
    shirt = Listing(title="Shirt", platform="shopee", category="Men > Shirts", attributes={"Bahan": "katun"})
    ours = {f.severity for f in faults(shirt) if f.rule == "missing/fact"}
    assert ours == {Severity.NOTE}
    theirs = [f for f in faults(shirt, categories={"shirts": ["material", "Fit"]}) if f.rule == "missing/fact"]
    assert [(f.field, f.severity) for f in theirs] == [("attributes.Fit", Severity.WARN)]


LONG = (
    "A bowl thrown by hand and glazed twice, safe for oven and dishwasher, each a little different from the next one. "
    * 2
)


def test_one_text_for_different_products_is_told_once_for_the_later():
    bowl = Listing(title="Blue bowl", description=LONG)
    chair = Listing(title="Oak chair", description=f"<p>{LONG}</p>")
    assert [(n, f.rule) for n, f in across([bowl, chair])] == [(1, "format/same-text")]


def test_variants_in_listings_of_their_own_may_share_a_text():
    listings = [Listing(title=f"Hand made bowl {c}", description=LONG) for c in ("blue", "red")]
    assert across(listings) == []


def test_one_gtin_for_two_products():
    listings = [Listing(title=t, skus=(Sku(barcode="4006381333931"),)) for t in ("Pen", "Ink")]
    assert [(n, f.rule, f.field) for n, f in across(listings)] == [(1, "format/same-code", "skus[0].barcode")]


def test_a_listing_in_another_language_than_the_feed():
    english = [Listing(title=f"Bowl {n}", market="sg", description=f"Bowl number {n}. {LONG}{LONG}") for n in range(5)]
    spanish = (
        "Este cuenco está hecho a mano y es para el horno y para el lavavajillas, pero no se puede usar con gas. " * 3
    )
    feed = [*english, Listing(title="Cuenco", market="sg", description=spanish)]
    assert [(n, f.rule) for n, f in across(feed)] == [(5, "format/feed-language")]


@pytest.mark.parametrize(
    ("platform", "text", "own"),
    [
        ("shopify", "See https://www.tolvane-home.com/care", True),
        ("woocommerce", "kestrio.shop/size-guide", True),
        ("shopify", "https://www.amazon.com/dp/B000", False),
        ("shopify", "wa.me/15550100", False),
        ("shopee", "https://www.tolvane-home.com/care", False),
        ("shopify", "Write to care@tolvane", False),
    ],
)
def test_a_shop_of_ones_own_may_link_to_itself(platform: str, text: str, own: bool):
    assert is_own_link(platform, text) is own
