"""What fields of one listing cannot mean together, in nine languages, and what only looks so."""

from typing import Any

import msgspec
import pytest
from msgspec import Struct

from linter.errors import RuleError
from linter.listing.consistency import contradictions
from linter.listing.model import Listing
from linter.listing.tables import Rule, checked, raw, rule, rules
from linter.listing.tolerances import Package, tolerance


def listing(title: str = "", description: str = "", market: str = "", **rest: Any) -> Listing:
    return msgspec.convert(
        {"title": title, "description": description, "market": market, **rest}, Listing, strict=False
    )


def found(item: Listing) -> set[str]:
    return {clash.attribute for clash in contradictions(item)}


def skus(*options: dict[str, str], **rest: Any) -> list[dict[str, Any]]:
    return [{"sku": f"S{n}", "options": option, "price": 10, **rest} for n, option in enumerate(options)]


CLASHES = [
    # quantities with units
    ("volume", listing("Thermo flask 750 ml with cup", attributes={"Capacity": "500 ml"})),
    ("volume", listing("儿童保温壶750毫升不锈钢", attributes={"容量": "500ml"})),
    ("volume", listing("Botol minum anak 750ml anti tumpah", attributes={"Kapasitas": "500 ml"}, market="id")),
    ("volume", listing("กระติกน้ำเด็ก 750 มล. พกพา", attributes={"ความจุ": "500 มล."}, market="th")),
    ("volume", listing("Bình giữ nhiệt trẻ em 750ml có quai", attributes={"Dung tích": "500 ml"}, market="vn")),
    ("volume", listing("Botella térmica infantil 750 ml", attributes={"Capacidad": "0,5 L"}, market="mx")),
    ("volume", listing("Garrafa térmica infantil 750 ml", attributes={"Capacidade": "500 ml"}, market="br")),
    ("weight", listing("Roasted peanuts 400g salted", attributes={"Net weight": "250 g"})),
    ("weight", listing("东北木耳干货2斤装", attributes={"净含量": "500g"})),
    ("weight", listing("Keripik singkong pedas 250 gr", attributes={"Berat bersih": "500 gram"}, market="id")),
    ("weight", listing("ถั่วอบเกลือ 500 กรัม", attributes={"น้ำหนักสุทธิ": "250 กรัม"}, market="th")),
    ("weight", listing("Hạt điều rang muối 500g", attributes={"Khối lượng tịnh": "250 g"}, market="vn")),
    ("weight", listing("Café molido de altura 500 g", attributes={"Peso neto": "250 g"}, market="mx")),
    ("weight", listing("Granola com castanhas 1 kg", attributes={"Peso líquido": "500 g"}, market="br")),
    ("weight", listing("Dumbbell", attributes={"Net weight": "5 kg"}, package={"weight": "3 kg"})),
    ("capacity", listing("Power bank 10000mAh slim", attributes={"Battery capacity": "5000 mAh"})),
    ("capacity", listing("Flashdisk 64GB metal", skus=skus({"Kapasitas": "32GB"}), market="id")),
    ("power", listing("Ricecooker 400W mini", attributes={"Daya listrik": "700 watt"}, market="id")),
    ("power", listing("Liquidificador 900W inox", attributes={"Potência": "550 W"}, market="br")),
    ("voltage", listing("Secador de cabelo 220V dobrável", attributes={"Voltagem": "127 V"}, market="br")),
    ("voltage", listing("Travel kettle 110V US", attributes={"Voltage": "220-240V"})),
    ("length", listing("Nonstick wok 32 cm with lid", attributes={"Diameter": "28 cm"})),
    ("length", listing("Ring light 10 inch (35 cm) dimmable")),
    ("size", listing("Laptop sleeve 24 inch monitor screen", attributes={"Screen size": "27 inch"})),
    ("other", listing("Màn hình văn phòng 144Hz", attributes={"Tần số quét": "60 Hz"}, market="vn")),
    # how many
    ("quantity", listing("Microfiber cloth pack of 12", attributes={"Quantity": "6 pcs"})),
    ("quantity", listing("Hair ties 24 pcs assorted", attributes={"Number of pieces": "12"})),
    ("quantity", listing("衣架加厚20个装", attributes={"数量": "10个"})),
    ("quantity", listing("Masker duckbill isi 50", attributes={"Jumlah": "25 pcs"}, market="id")),
    ("quantity", listing("ถุงเท้าข้อสั้น แพ็ค 10 คู่", attributes={"จำนวน": "5 คู่"}, market="th")),
    ("quantity", listing("Combo 10 đôi tất cổ ngắn", "Mỗi đơn nhận 5 đôi như hình.", market="vn")),
    ("quantity", listing("Calcetines deportivos, 6 pares", attributes={"Cantidad": "3 pares"}, market="es")),
    ("quantity", listing("Kit com 6 cuecas boxer", attributes={"Quantidade": "3 unidades"}, market="br")),
    ("quantity", listing("Storage rack 4 tier", attributes={"Number of tiers": "3"})),
    # materials
    ("material", listing("Bedsheet 100% cotton king", attributes={"Material": "Polyester"})),
    (
        "material",
        listing("Camiseta 100% algodón mujer", attributes={"Material": "60% poliéster, 40% algodón"}, market="es"),
    ),
    ("material", listing("Camisa de linho feminina", attributes={"Material": "Viscose"}, market="br")),
    ("material", listing("Áo sơ mi lụa tơ tằm nữ", attributes={"Chất liệu": "Polyester"}, market="vn")),
    ("material", listing("เสื้อยืดผ้าฝ้ายคอกลม", attributes={"วัสดุ": "โพลีเอสเตอร์"}, market="th")),
    ("material", listing("Dompet kulit asli pria", attributes={"Bahan": "PU leather"}, market="id")),
    ("material", listing("304不锈钢饭盒分格", attributes={"材质": "PP塑料"})),
    ("material", listing("全实木书桌简约", attributes={"材质": "密度板"})),
    ("material", listing("Stainless steel lunch box", attributes={"Material": "Plastic"})),
    # colours
    ("colour", listing("Linen blazer, Navy", attributes={"Color": "Red"})),
    (
        "colour",
        listing("Linen blazer", attributes={"Color": "Green"}, skus=skus({"Color": "Black"}, {"Color": "White"})),
    ),
    ("colour", listing("Mug", "Available in red, green and yellow.", skus=skus({"Color": "Red"}, {"Color": "Green"}))),
    ("colour", listing("真皮腰带黑色", attributes={"颜色": "棕色"})),
    (
        "colour",
        listing(
            "Tas selempang", "Warna: hitam, merah, navy.", skus=skus({"Warna": "Hitam"}, {"Warna": "Navy"}), market="id"
        ),
    ),
    ("colour", listing("กระเป๋าผ้า สีดำ", attributes={"สี": "ชมพู"}, market="th")),
    ("colour", listing("Túi vải màu đen", attributes={"Màu sắc": "Hồng"}, market="vn")),
    ("colour", listing("Bolso de mano, Negro", attributes={"Color": "Rojo"}, market="es")),
    ("colour", listing("Bolsa de mão, Preta", attributes={"Cor": "Vermelho"}, market="br")),
    # sizes
    ("size", listing("Fitted sheet King", attributes={"Size": "Queen"})),
    ("size", listing("Rain jacket", "Sizes S to L.", skus=skus({"Size": "M"}, {"Size": "3XL"}))),
    ("size", listing("Kulot wanita all size", skus=skus({"Ukuran": "M"}, {"Ukuran": "L"}), market="id")),
    ("size", listing("Sneakers size 36-41", skus=skus({"Size": "44"}, {"Size": "38"}))),
    # brand and model
    ("brand", listing("Mug", brand="Tolvane", attributes={"Brand": "Kestrio"})),
    ("brand", listing("Velquora Ceramic Coffee Mug With Lid And Spoon Large", brand="Tolvane")),
    ("brand", listing("Adidas running shoes for men", brand="Nike")),
    ("model", listing("Case for Galaxy S24 clear", attributes={"Compatible with": "Galaxy S22"})),
    ("model", listing("Máy khoan pin DT-450", attributes={"Model": "DT-620"}, market="vn")),
    # where it is from
    ("origin", listing("Kopi Toraja bubuk 200g", attributes={"Asal": "Aceh Gayo"}, market="id")),
    ("origin", listing("智利进口车厘子2斤", attributes={"产地": "山东烟台"})),
    ("origin", listing("Ceramic bowl", "Made in Portugal by hand.", attributes={"Country of origin": "China"})),
    ("origin", listing("Cà phê Buôn Ma Thuột rang mộc", attributes={"Xuất xứ": "Lâm Đồng"}, market="vn")),
    ("origin", listing("กาแฟดอยช้างคั่วบด", attributes={"แหล่งผลิต": "น่าน"}, market="th")),
    # for whom
    ("gender", listing("Women's rain boots", attributes={"Gender": "Men"})),
    ("gender", listing("Jam tangan pria kulit", attributes={"Jenis kelamin": "Wanita"}, market="id")),
    ("gender", listing("รองเท้าแตะผู้หญิง", attributes={"เพศ": "ชาย"}, market="th")),
    ("gender", listing("Zapatillas hombre", attributes={"Género": "Mujer"}, market="mx")),
    ("age", listing("Puzzle for kids ages 3-5", attributes={"Recommended age": "8 years and up"})),
    ("age", listing("积木玩具适合3岁以上", attributes={"适用年龄": "8岁以上"})),
    (
        "age",
        listing("Brinquedo de montar para crianças de 3 anos", attributes={"Idade recomendada": "8 anos"}, market="br"),
    ),
    # taste and ingredients
    ("flavour", listing("Oat cookies banana flavour 200g", attributes={"Flavor": "Chocolate"})),
    ("flavour", listing("葡萄味软糖500g", attributes={"口味": "芒果"})),
    ("flavour", listing("Biscoito sabor morango", attributes={"Sabor": "Chocolate"}, market="br")),
    ("flavour", listing("Nến thơm hoa hồng", attributes={"Mùi hương": "Oải hương"}, market="vn")),
    ("ingredient", listing("Sugar-free oat bar", attributes={"Ingredients": "Oats, sugar, honey"})),
    ("ingredient", listing("无糖豆浆粉", attributes={"配料": "大豆、白砂糖"})),
    (
        "ingredient",
        listing("Xampu sem sulfato", attributes={"Ingredientes": "Aqua, Sodium Laureth Sulfate"}, market="br"),
    ),
    ("ingredient", listing("Biskuit bebas gluten", attributes={"Komposisi": "Tepung terigu, gula"}, market="id")),
    ("ingredient", listing("น้ำพริก ไม่ใส่ผงชูรส", attributes={"ส่วนประกอบ": "พริก กระเทียม ผงชูรส"}, market="th")),
    # connections and choices
    (
        "connectivity",
        listing("Auriculares inalámbricos deportivos", attributes={"Conectividad": "Con cable"}, market="es"),
    ),
    ("connectivity", listing("หูฟังไร้สาย เสียงดี", attributes={"การเชื่อมต่อ": "มีสาย"}, market="th")),
    ("connectivity", listing("Speaker Bluetooth 5.3 mini", attributes={"Bluetooth version": "5.0"})),
    ("other", listing("Kemeja lengan panjang pria", attributes={"Panjang lengan": "Lengan pendek"}, market="id")),
    ("other", listing("Sweater V-neck wol", attributes={"Neckline": "Round neck"})),
    ("other", listing("Waterproof phone pouch", attributes={"Waterproof": "No"})),
    ("other", listing("Mug", "Not dishwasher safe, wash by hand.", attributes={"Dishwasher safe": "Yes"})),
    # warranty, shipping, price
    ("warranty", listing("Blender", "2 year warranty from us.", attributes={"Warranty": "6 months"})),
    ("warranty", listing("Kipas angin garansi 2 tahun", attributes={"Masa garansi": "6 bulan"}, market="id")),
    (
        "warranty",
        listing("Nồi chiên", "Bảo hành 24 tháng chính hãng.", attributes={"Bảo hành": "12 tháng"}, market="vn"),
    ),
    ("warranty", listing("电饭煲", "全国联保三年。", attributes={"保修期": "一年"})),
    ("warranty", listing("Cafetera", "Con garantía de 3 años.", attributes={"Garantía": "Sin garantía"}, market="es")),
    (
        "shipping",
        listing(
            "Sofa", "Ships within 24 hours from our warehouse.", attributes={"Handling time": "Pre-order, 20 days"}
        ),
    ),
    (
        "shipping",
        listing(
            "Lemari",
            "Ready stock, dikirim hari ini.",
            attributes={"Waktu pengiriman": "Pre-order 14 hari"},
            market="id",
        ),
    ),
    ("price", listing("Mug", skus=skus({}, compare_at_price=8))),
    # what a thing is made of, for whom, and what arrives
    ("material", listing("100% linen shirt for men", attributes={"Material": "55% linen, 45% cotton"})),
    ("material", listing("Shirt", "55% linen, 45% cotton", attributes={"Material": "90% linen 10% cotton"})),
    ("material", listing("Shirt for men", attributes={"Material": "Cotton", "Fabric": "Polyester"})),
    ("material", listing("纯棉T恤短袖", "面料:60%棉 40%涤纶")),
    ("size", listing("Cotton T-shirt size M", attributes={"Size": "L"})),
    ("size", listing("Kaos polos ukuran XL", attributes={"Ukuran": "M"}, market="id")),
    ("size", listing("Rug 120 x 170 cm", "Size: 80 x 150 cm")),
    ("quantity", listing("Bamboo towels, 6 pcs", "You will receive 4 pcs.")),
    ("quantity", listing("Sachet kopi isi 12 sachet", "Setiap kotak berisi 20 sachet.", market="id")),
    ("quantity", listing("Green tea bags, 12 pcs", "Each box contains 20 pcs")),
    ("quantity", listing("茶包12包", "每盒20包")),
    ("brand", listing("áo thun nam cổ tròn Việt Nhân chính hãng", brand="Coolmate", market="vn")),
    (
        "brand",
        listing(
            "Zorvex stainless steel electric kettle with temperature control for tea and coffee",
            "A kettle for every kitchen and every day.",
            brand="Acme",
        ),
    ),
    ("shipping", listing("Kettle", "Ships within 2 days", shipping={"handling": "7 days"})),
]


@pytest.mark.parametrize(("attribute", "item"), CLASHES, ids=lambda v: v.title[:30] if isinstance(v, Listing) else v)
def test_fields_that_contradict_each_other_are_found(attribute: str, item: Listing):
    assert attribute in found(item)


AGREE = [
    listing("Thermo flask 0.75 L", attributes={"Capacity": "750 ml"}),
    listing("Rice 2 lb", attributes={"Net weight": "907 g"}),
    listing("Soap 3 x 100 g", attributes={"Net weight": "300 g", "Quantity": "3 bars"}),
    listing("Juice 12 x 330ml", attributes={"Volume": "330 ml", "Quantity": "12 cans"}),
    listing("茶叶2斤装 250g*4袋", attributes={"净含量": "1kg"}),
    listing("Socks 6 pairs (12 pcs)", attributes={"Quantity": "12 pcs"}),
    listing("Cotton blend tee", attributes={"Material": "60% cotton, 40% polyester"}),
    listing("Cotton tee", attributes={"Material": "95% cotton, 5% elastane"}),
    listing("Jacket", "Shell 100% nylon, lining 100% polyester.", attributes={"Material": "Nylon"}),
    listing(
        "Case for iPhone 15 and iPhone 14", brand="Tolvane", attributes={"Compatible models": "iPhone 14, iPhone 15"}
    ),
    listing("Green tea mask 100 ml", attributes={"Color": "White"}),
    listing(
        "Tee",
        "Available in black and white.",
        skus=skus({"Color": "Jet black"}, {"Color": "Off white"}, {"Color": "White"}),
    ),
    listing("Lamp", "Three light colours: white, warm and yellow.", skus=skus({"Color": "Black"})),
    listing("Dress", "Sizes S to XL.", skus=skus({"Size": "S"}, {"Size": "XL"})),
    listing("Toy for 3 years and up", attributes={"Age": "36 months+"}),
    listing("Kettle", "1 year warranty.", attributes={"Warranty": "12 months"}),
    listing("Sofa", "Ships in 24 hours. Delivery takes 7 to 15 days.", attributes={"Handling time": "1 day"}),
    listing("Mixer 127V/220V", attributes={"Voltage": "Bivolt 127/220 V"}),
    listing("Unisex socks", category="Men > Socks", attributes={"Gender": "Unisex"}),
    listing("5G phone 128GB 8GB RAM", attributes={"Storage": "128 GB", "RAM": "8 GB"}),
    listing("Japanese style bowl", attributes={"Origin": "China"}),
    listing("Italian leather look chair", attributes={"Material": "PU leather"}),
    listing("Moisturiser fragrance free", attributes={"Ingredients": "Aqua, Cetearyl Alcohol, Glycerin"}),
    listing("Alcohol-free toner", attributes={"Ingredients": "Aqua, Cetyl Alcohol"}),
    listing("Wireless charger", attributes={"Cable": "USB-C, wired"}),
    listing("Pan 28 cm", "Base 22 cm.", attributes={"Diameter": "28 cm"}),
    listing("TV 55 inch (139 cm)", attributes={"Screen size": "55 inch"}),
    listing("Backpack 20 L", "Weighs 800 g, carries up to 15 kg.", attributes={"Weight": "0.8 kg", "Capacity": "20 L"}),
]


@pytest.mark.parametrize("item", AGREE, ids=lambda v: v.title[:30])
def test_what_only_looks_like_a_contradiction_is_none(item: Listing):
    assert contradictions(item) == []


def test_places_are_code_points_of_what_was_written():
    item = listing("İnce bardak 750 ml", "<p>Cam &amp; metal.</p>", attributes={"Capacity": "５００ ml"})
    (clash,) = contradictions(item)
    texts = {field.path: field.text for field in item.fields()}
    assert [texts[place.field][place.start : place.end] for place in clash.places] == ["750 ml", "５００ ml"]


def test_markup_is_read_through_to_its_own_place():
    html = "<ul><li>Made&nbsp;in <b>Portugal</b></li></ul>"
    (clash,) = contradictions(listing("Bowl", html, attributes={"Country of origin": "China"}))
    place = next(place for place in clash.places if place.field == "description")
    assert html[place.start : place.end] == "Portugal"


def test_the_value_that_most_fields_tell_is_offered():
    item = listing("Flask 750 ml", "A flask of 750 ml.", attributes={"Capacity": "500 ml"})
    (clash,) = contradictions(item)
    assert clash.agreed == "750 ml"
    assert clash.edits == (("attributes.Capacity", 0, 6, "750 ml"),)


@pytest.mark.parametrize("told", raw("consistency"), ids=lambda told: str(told["id"]))
def test_the_examples_of_a_rule_hold(told: dict[str, Any]):
    for bad in told["examples"]["bad"]:
        assert told["id"] in {clash.rule for clash in contradictions(msgspec.convert(bad, Listing, strict=False))}
    for good in told["examples"]["good"]:
        assert contradictions(msgspec.convert(good, Listing, strict=False)) == []


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ({"severty": "warn"}, "`consistency/weight`: Object contains unknown field `severty`"),
        ({"fields": ["title", "desription"]}, "`consistency/weight.fields[1]`"),
        ({"severity": "loud"}, "`consistency/weight.severity`"),
    ],
)
def test_a_mistake_in_a_rule_is_told_in_one_line_with_file_and_key(written: dict[str, Any], told: str):
    whole = {**next(told for told in raw("consistency") if told["id"] == "consistency/weight"), **written}
    with pytest.raises(RuleError) as error:
        checked(whole, Rule, "consistency", whole["id"])
    assert str(error.value).startswith("linter/listing/data/consistency.yaml: ")
    assert told in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("numbers", "told"), [({"lightst": "0.9"}, "unknown field `lightst`"), ({}, "missing required field `lightest`")]
)
def test_a_tolerance_too_many_or_too_few_is_told_with_its_rule(numbers: dict[str, str], told: str):
    with pytest.raises(RuleError, match=told) as error:
        checked(numbers, Package, "consistency", "consistency/package-weight.tolerance")
    assert "consistency/package-weight.tolerance" in str(error.value)


@pytest.mark.parametrize("name", rules())
def test_every_rule_has_the_tolerances_that_its_comparison_asks_for(name: str):
    assert tolerance(name, Struct) is not None


def test_a_rule_compares_only_the_fields_that_it_names():
    assert "images" in rule("volume").fields
    assert rule("volume").reads("title", "category") == ("title",)


def test_a_brand_that_is_called_like_a_material_tells_none():
    item = listing("Sutera office blouse", brand="Sutera", attributes={"Material": "Polyester"}, market="my")
    assert found(item) == set()


def test_lids_give_clear_goods_their_colours():
    item = listing("Food box", attributes={"Color": "Clear"}, skus=skus({"Color": "Green"}, {"Color": "Blue"}))
    assert "colour" not in found(item)
