"""How many seeded contradictions are found: one value of a clean listing is swapped, where another field tells it too.

    python -m benchmarks.listings cases.jsonl [listings.jsonl …]

A file holds labelled cases (`listing`, `kind: clean`) or listings with `attributes: {name: {value: places}}`. Every
seed is a function of the listing's own text: no chance, no clock; twice the same figures.
"""

import json
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import msgspec

from linter.listing.consistency import contradictions
from linter.listing.model import Listing
from linter.listing.structure import faults
from linter.listing.values import measures
from linter.listing.vocabulary import name_of, table
from linter.text.folding import fold

# How a wrong brand is spelled where the right one is spelled so.
WRONG = {"han": "澜栎", "thai": "ซอร์วานี", "latin": "Zorvani"}
WRONG_LETTER = {"S": "XXL", "M": "5XL", "L": "XXS", "XL": "XS"}
WRONG_BED = {"queen": "King", "king": "Twin", "single": "King", "double": "Single", "twin": "Queen"}
FACTOR = 1.6
OUTSIDE = 9
ROUNDS = 3
DOUBLED = frozenset(("net_weight", "volume", "battery", "storage", "power"))
MEASURED = {"mass": "weight", "volume": "volume", "charge": "capacity", "data": "capacity", "power": "power"}


def listings(path: Path) -> Iterator[Listing]:
    for line in path.read_text("utf-8").splitlines():
        record = json.loads(line)
        if "listing" in record:
            if record.get("kind") == "clean":
                yield msgspec.convert({**record["listing"], "market": record["market"]}, Listing, strict=False)
        else:
            told = {name: ", ".join(values) for name, values in record["attributes"].items()}
            yield Listing(
                id=str(record["id"]),
                title=record["title"],
                category=record["category"],
                description=record["description"],
                attributes=told,
            )


def elsewhere(listing: Listing, path: str, word: str) -> bool:
    """Whether the title or the options tell the same word as the field that is to be changed."""
    return any(
        word in fold(field.text).text
        for field in listing.fields()
        if field.path != path and (field.path == "title" or ".options." in field.path)
    )


def seeds(listing: Listing) -> Iterator[tuple[str, Listing]]:
    for name, value in listing.attributes.items():
        fact = name_of(name)
        if fact.part:
            continue
        for attribute, changed in swaps(listing, fact.fact, name, value):
            yield attribute, msgspec.structs.replace(listing, attributes={**listing.attributes, name: changed})
    yield from brands(listing)
    yield from options(listing)


def brands(listing: Listing) -> Iterator[tuple[str, Listing]]:
    """The brand field swapped, then the attribute; and the field where nothing but the title has the right one."""
    told = {name: value for name, value in listing.attributes.items() if name_of(name).fact == "brand"}
    if not listing.brand or not elsewhere(listing, "brand", fold(listing.brand).text):
        return
    wrong = WRONG[script(listing.brand)]
    if told:
        yield "brand", msgspec.structs.replace(listing, brand=wrong)
    for name in told:
        yield "brand", msgspec.structs.replace(listing, attributes={**listing.attributes, name: wrong})
    rest = {name: value for name, value in listing.attributes.items() if name not in told}
    yield "brand, the title alone", msgspec.structs.replace(listing, brand=wrong, attributes=rest)


def script(text: str) -> str:
    if any("\u0e00" <= c <= "\u0e7f" for c in text):
        return "thai"
    return "han" if any("\u3400" <= c <= "\u9fff" for c in text) else "latin"


def options(listing: Listing) -> Iterator[tuple[str, Listing]]:
    """A variant whose size lies outside the range of sizes that a text tells."""
    texts = " ".join([listing.title, listing.description, *listing.bullets])
    ranges = re.search(r"(?<!\d)(3\d|4\d)\s?(?:-|–|~|to|al|a|sampai|hingga|đến|ถึง|至)\s?(3\d|4\d)(?!\d)", texts)
    if ranges is None:
        return
    for n, sku in enumerate(listing.skus):
        for name, value in sku.options.items():
            if name_of(name).fact == "dimensions" and re.fullmatch(r"(?:EU )?\d\d", value):
                wrong = value.replace(value[-2:], str(int(ranges[2]) + OUTSIDE))
                changed = msgspec.structs.replace(sku, options={**sku.options, name: wrong})
                yield (
                    "size",
                    msgspec.structs.replace(listing, skus=(*listing.skus[:n], changed, *listing.skus[n + 1 :])),
                )
                return


def swaps(listing: Listing, fact: str, name: str, value: str) -> Iterator[tuple[str, str]]:
    path = f"attributes.{name}"
    if fact in DOUBLED or fact == "quantity":
        told = [m for m in measures(fold(value).text) if len(m.values) == 1]
        first = fold(value).text[told[0].start : told[0].end] if told else fold(value).text.strip()
        number = re.match(r"\d+", first)
        if number is None or len(told) > 1 or not elsewhere(listing, path, first):
            return
        attribute = "quantity" if fact == "quantity" and (not told or told[0].dim.startswith("count")) else ""
        attribute = attribute or (MEASURED.get(told[0].dim, "") if told else "")
        if attribute:
            yield attribute, value.replace(number[0], f"{int(number[0]) * 5 // 2 + 1}")
    elif fact in ("colour", "material", "flavour"):
        changed = other_word(listing, path, fact, value)
        if changed:
            yield fact, changed
    elif fact in ("dimensions", "screen"):
        yield from sizes(listing, value)
    elif fact in ("length", "diameter"):
        yield from lengths(listing, value)


def sizes(listing: Listing, value: str) -> Iterator[tuple[str, str]]:
    """A size in letters, a bed's, the sides of a thing, the inches of a screen."""
    folded = fold(value).text.strip()
    bed = next((word for word in WRONG_BED if word in folded.split()), "")
    if value in WRONG_LETTER:
        if re.search(rf"(?:size|saiz|ukuran|talla|tamanho|ไซส์|cỡ)\s{value}\b", listing.title, re.IGNORECASE):
            yield "size", WRONG_LETTER[value]
    elif bed and re.search(rf"(?<![a-z]){bed}(?![a-z])", fold(listing.title).text):
        yield "size", re.sub(bed, WRONG_BED[bed], value, flags=re.IGNORECASE)
    else:
        yield from (("size", wrong) for _, wrong in lengths(listing, value))


def lengths(listing: Listing, value: str) -> Iterator[tuple[str, str]]:
    """Sides that the title tells too, one of them longer; a length that the title tells too."""
    told = [m for m in measures(fold(value).text) if m.dim == "length"]
    title = [m for m in measures(fold(listing.title).text) if m.dim == "length"]
    if len(told) != 1 or told[0].ranged or not any(sorted(m.values) == sorted(told[0].values) for m in title):
        return
    numbers = re.findall(r"\d+(?:[.,]\d+)?", value[: told[0].end])
    largest = max(numbers, key=lambda number: float(number.replace(",", ".")))
    wrong = f"{float(largest.replace(',', '.')) * FACTOR:.4g}"
    yield "length", re.sub(rf"(?<![\d.,]){re.escape(largest)}(?![\d.,]*\d)", wrong, value, count=1)


def other_word(listing: Listing, path: str, fact: str, value: str) -> str:
    """A word of the same kind and language that the value does not hold."""
    folded = fold(value).text
    rows = list(rows_of(fact))
    for n, (group, words) in enumerate(rows):
        if folded in words and elsewhere(listing, path, folded):
            for other_group, others in rows[n + 3 :] + rows[:n]:
                if other_group == group and words[0] not in others:
                    return others[0]
    return ""


def rows_of(fact: str) -> Iterator[tuple[str, list[str]]]:
    if fact == "flavour":
        for words in table("flavours").values():
            yield "", [fold(str(w)).text for w in words]
        return
    if fact == "colour":
        for family, langs in table("colours").items():
            for lang, words in langs.items():
                if family in ("black", "white", "red", "blue", "green", "yellow", "purple", "pink", "orange", "brown"):
                    yield lang, [fold(str(w)).text for w in words]
        return
    for group, kinds in table("materials").items():
        for langs in kinds.values():
            for lang, words in langs.items():
                yield f"{group} {lang}", [fold(str(w)).text for w in words]


def seconds(listing: Listing) -> float:
    """What one listing takes of one core: its contradictions and its structure."""
    start = time.process_time()
    contradictions(listing)
    faults(listing)
    return time.process_time() - start


def main() -> None:
    found: Counter[str] = Counter()
    made: Counter[str] = Counter()
    missed: dict[str, list[str]] = defaultdict(list)
    times: list[float] = []
    for path in map(Path, sys.argv[1:]):
        for listing in listings(path):
            before = {clash.attribute for clash in contradictions(listing)}
            times.append(min(seconds(listing) for _ in range(ROUNDS)))
            for attribute, seeded in seeds(listing):
                if attribute.partition(",")[0] in before:
                    continue
                made[attribute] += 1
                clashes: list[Any] = contradictions(seeded)
                hit = any(clash.attribute == attribute.partition(",")[0] for clash in clashes)
                found[attribute] += hit
                if not hit:
                    missed[attribute].append(listing.title[:70])
    for attribute, count in sorted(made.items()):
        print(f"{attribute:<12}{found[attribute]:5d}/{count:<5d}{100 * found[attribute] / count:6.1f} %")
        for title in missed[attribute][:3]:
            print(f"    missed: {title}")
    print(f"all         {sum(found.values()):5d}/{made.total():<5d}{100 * sum(found.values()) / made.total():6.1f} %")
    print(f"{1 / median(times):,.0f} listings a second")


if __name__ == "__main__":
    main()
