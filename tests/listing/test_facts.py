"""Quantities as sellers write them, and what they are about."""

import pytest

from linter.listing.facts import facts, read
from linter.listing.model import Listing
from linter.listing.page import readable
from linter.listing.values import measures
from linter.listing.vocabulary import name_of
from linter.text.folding import fold


@pytest.mark.parametrize(
    ("written", "dim", "values"),
    [
        ("1,7 L", "volume", (1700,)),
        ("0.5升", "volume", (500,)),
        ("1.000 ml", "volume", (1000,)),
        ("4 fl oz", "volume", (118.294,)),
        ("两斤", "mass", (1000,)),
        ("500 กรัม", "mass", (500,)),
        ("16-1/2 in", "length", (41.91,)),
        ("45x25x38 cm", "length", (45, 25, 38)),
        ("28-32 cm", "length", (28, 32)),
        ("20000毫安", "charge", (20000,)),
        ("1 TB", "data", (1000,)),
        ("100-240 V", "voltage", (100, 240)),
        ("three years", "time", (36,)),
        ("hai năm", "time", (24,)),
        ("สองปี", "time", (24,)),
        ("一年", "time", (12,)),
        ("12只", "count:piece", (12,)),
        ("1 lusin", "count:piece", (12,)),
        ("6 กระปุก", "count:bottle", (6,)),
        ("10 chai", "count:bottle", (10,)),
        ("6 ปีขึ้นไป", "time", (72,)),
        ("500มล.สูตรใหม่", "volume", (500,)),
        ("3 ขีด", "mass", (300,)),
        ("20 uncang", "count:pack", (20,)),
        ("12 piraso", "count:piece", (12,)),
        ("500公克", "mass", (500,)),
        ("2 lạng", "mass", (200,)),
    ],
)
def test_a_quantity_is_read_in_base_units(written: str, dim: str, values: tuple[float, ...]):
    (measure,) = measures(fold(written).text)
    assert measure.dim == dim
    assert measure.values == pytest.approx(values)


@pytest.mark.parametrize("written", ["2 in 1", "the year 2024年", "5G phone", "model 10x20", "1 คู่มือ", "3 tons de azul"])
def test_what_only_looks_like_a_unit_is_none(written: str):
    assert measures(fold(written).text, written) == []


def test_so_many_times_so_much_keeps_both():
    (volume, count) = measures("500ml*2瓶")
    assert (volume.values, volume.times) == ((500,), 2)
    assert (count.dim, count.values) == ("count:bottle", (2,))


@pytest.mark.parametrize(
    ("written", "fact", "part"),
    [
        ("Color family", "colour", ""),
        ("Capacidade do copo", "volume", "copo"),
        ("鞋面材质", "material", "鞋面"),
        ("額定容量", "volume", "额定"),
        ("น้ำหนักสุทธิ", "net_weight", ""),
        ("Mystery", "", "mystery"),
    ],
)
def test_an_attribute_name_tells_the_fact_and_the_part(written: str, fact: str, part: str):
    assert name_of(written) == (fact, part)


def test_a_cable_and_a_cup_are_not_the_goods():
    item = Listing(
        title="Blender 400W with 600 ml cup",
        description="Cable of 1.2 m. Capacity 1.5 L.",
        attributes={"Cup capacity": "600 ml", "Power": "400 W"},
    )
    told = {(fact.about, fact.measure.dim, fact.part.path) for fact in facts(read(item))}
    assert told == {
        ("main", "power", "title"),
        ("main", "power", "attributes.Power"),
        ("main", "volume", "description"),
    }


def test_markup_is_read_as_text_with_the_way_back():
    markup = "<p>Net weight&nbsp;<b>500&#32;g</b></p><script>1 kg</script>"
    view = readable(markup)
    assert view.text.split() == ["net", "weight", "500", "g"]
    at = view.text.index("500")
    span = view.original(at, at + 5)
    assert markup[span.start : span.end] == "500&#32;g"
