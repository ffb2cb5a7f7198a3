"""Listings checked: what may not be said in any of their texts, and what does not agree."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

from msgspec import convert, to_builtins
from msgspec.structs import replace

from linter.batch import SIZE, Batch
from linter.engine import LONGEST, Options
from linter.listing import consistency, structure, tables
from linter.listing.consistency import Clash
from linter.listing.consistency import Place as Told
from linter.listing.fault import Fault
from linter.listing.markup import shown
from linter.listing.model import Field, Listing
from linter.listing.platforms import is_own_link
from linter.model import Contradiction, Edit, Finding, Fix, Message, Report, Severity, Side, Span, Surface, Unchecked
from linter.ruleset import RuleSet
from linter.ruleset.schema import Level
from linter.text.view import View

_NAMED = re.compile(r"(?:attributes|shipping|skus\[\d+\]\.options)\.(?P<name>.+)", re.DOTALL)
_CODES = re.compile(r"skus\[\d+\]\.(?:sku|weight)|package\.(?:weight|dimensions)")
_CODE = re.compile(r"[\w./#+()-]*")
_CODE_NAMES = re.compile(
    r"\b(?:gtin|ean|upc|isbn|asin|mpn|sku|bar ?code|(?:part|item|model) (?:number|no\.?)|model)\b"
    r"|条码|条形码|货号|型号|编码|款号",
    re.IGNORECASE,
)
_LONGEST_MARKUP = 4 * LONGEST
_LOST = re.compile("[\ud800-\udfff]")
_NAMES_ONLY = frozenset({"brand", "category"})
_CONTACTS = frozenset({"diversion"})


class Reading(NamedTuple):
    """A text of a listing as it is checked: `name: ` before the value of an attribute, HTML as it is shown."""

    field: str
    written: str
    view: View
    name: str = ""

    @property
    def text(self) -> str:
        """What the rules read."""
        return self.name + self.view.text

    @property
    def is_read(self) -> bool:
        """Whether anybody can judge it in time."""
        return len(self.name) + len(self.view.text) <= LONGEST

    def original(self, start: int, end: int) -> Span | None:
        """The stretch of the field that a stretch of `text` rests on; nothing for one in the name alone."""
        first, last = max(start - len(self.name), 0), end - len(self.name)
        return self.view.original(first, last) if last > first else None


def known() -> frozenset[str]:
    """The ids of all rules that only listings have."""
    clashes = {rule.id for rule in tables.rules().values()}
    return frozenset(clashes | structure.RULES.keys())


def check(
    listings: Sequence[Listing], rules: RuleSet, options: Options = Options(), *, levels: Mapping[str, Level] = {}
) -> list[Report]:
    """A report for every listing of one feed, in order. `levels`: what the project says of rules, by id or family."""
    judge = _Judge(rules, options, levels)
    whole = [_whole(listing) for listing in listings]
    parts = (whole[first : first + SIZE] for first in range(0, len(whole), SIZE))
    return judge.across(whole, [report for part in parts for report in judge.reports(part)])


def _whole(listing: Listing) -> Listing:
    """The listing with U+FFFD for what is no character (a byte of no encoding), one for one."""
    if not _LOST.search("".join([f"{path}{text}" for path, text in listing.fields()])):
        return listing
    return convert(_replaced(to_builtins(listing, enc_hook=str)), Listing)


_Built = str | float | list["_Built"] | dict[str, "_Built"] | None


def _replaced(value: _Built) -> _Built:
    match value:
        case str():
            return _LOST.sub("\ufffd", value)
        case list():
            return [_replaced(item) for item in value]
        case dict():
            return {_LOST.sub("\ufffd", key): _replaced(item) for key, item in value.items()}
        case _:
            return value


class _Judge:
    def __init__(self, rules: RuleSet, options: Options, levels: Mapping[str, Level]) -> None:
        self._options = options
        self._levels = levels
        self._batch = Batch(rules, options)

    def reports(self, listings: Sequence[Listing]) -> list[Report]:
        """The report of each listing by itself."""
        readings = [list(_readings(listing)) for listing in listings]
        said = iter(self._batch.check(list(_messages(listings, readings))))
        return [
            self._report(listing, [(r, next(said) if r.is_read else _too_long(r)) for r in some])
            for listing, some in zip(listings, readings, strict=True)
        ]

    def _report(self, listing: Listing, said: Sequence[tuple[Reading, Report]]) -> Report:
        findings = [f for reading, report in said for f in _in_field(listing, reading, report)]
        findings += self._own(listing, {reading.field for reading, _ in said if not reading.is_read})
        order = {field.path: n for n, field in enumerate(listing.fields())}
        findings.sort(key=lambda f: (order.get(f.field, len(order)), f.start, f.end, f.rule))
        unchecked = [_unchecked(r, u) for r, report in said for u in report.unchecked]
        return Report(id=str(listing.id), findings=tuple(findings), unchecked=tuple(unchecked))

    def _own(self, listing: Listing, too_long: AbstractSet[str]) -> list[Finding]:
        """What listings have rules of their own for; a field that is too long is not compared with others."""
        read = _as_shown(_without(listing, too_long))
        clashes = [
            _clash(clash, listing, read.views, self._options) for clash in consistency.contradictions(read.listing)
        ]
        faults = [_fault(fault, self._options) for fault in structure.faults(listing)]
        return [f for found in (*clashes, *faults) if (f := self._judged(found))]

    def across(self, listings: Sequence[Listing], reports: Sequence[Report]) -> list[Report]:
        """The reports with what only shows between the listings of one feed."""
        more: defaultdict[int, list[Finding]] = defaultdict(list)
        for number, fault in structure.across(listings):
            if finding := self._judged(_fault(fault, self._options)):
                more[number].append(finding)
        return [replace(r, findings=(*r.findings, *more[n])) if n in more else r for n, r in enumerate(reports)]

    def _judged(self, finding: Finding) -> Finding | None:
        """The finding at the level that the project wants, if it wants it."""
        options = self._options
        level = self._level(finding)
        if (
            level == "off"
            or (options.select and not _named(finding, options.select))
            or _named(finding, options.ignore)
        ):
            return None
        severity = Severity(level)
        if options.severity and severity.rank < options.severity.rank:
            return None
        return finding if severity is finding.severity else replace(finding, severity=severity)

    def _level(self, finding: Finding) -> str:
        names = (finding.rule, f"{finding.family}/*", finding.family)
        return next((self._levels[name] for name in names if name in self._levels), finding.severity.value)


def _named(finding: Finding, names: Sequence[str]) -> bool:
    return any(name in (finding.rule, finding.family, f"{finding.family}/*") for name in names)


def _messages(listings: Sequence[Listing], readings: Sequence[Sequence[Reading]]) -> Iterator[Message]:
    for listing, some in zip(listings, readings, strict=True):
        yield from (_message(listing, reading.text) for reading in some if reading.is_read)


def _message(listing: Listing, text: str) -> Message:
    return Message(
        text=text,
        surface=Surface.LISTING,
        platform=listing.platform,
        market=listing.market,
        lang=listing.lang,
    )


def _too_long(reading: Reading) -> Report:
    problem = f"{len(reading.view.text):,} characters; at most {LONGEST:,} are checked"
    return Report(unchecked=(Unchecked("", problem),))


def _readings(listing: Listing) -> Iterator[Reading]:
    for field in listing.fields():
        if _is_text(field):
            named = _NAMED.fullmatch(field.path)
            name = f"{named['name']}: " if named else ""
            text = str(field.text)
            # Of ten megabytes nobody makes out what a browser shows: they are told as too long.
            yield Reading(
                field.path, text, shown(text, links=True) if len(text) <= _LONGEST_MARKUP else View(text), name
            )


def _is_text(field: Field) -> bool:
    """Whether there may be a word to the buyer in it. Codes are none: a GTIN has as many digits as a phone number."""
    if _CODES.fullmatch(field.path):
        return not _CODE.fullmatch(field.text.strip())
    named = _NAMED.fullmatch(field.path)
    if named and _CODE_NAMES.search(named["name"]):
        return not _CODE.fullmatch(field.text.strip())
    return True


def _in_field(listing: Listing, reading: Reading, report: Report) -> Iterator[Finding]:
    for finding in report.findings:
        if _counts(listing, reading, finding):
            yield _placed(reading, finding)


def _counts(listing: Listing, reading: Reading, finding: Finding) -> bool:
    """A brand or category may be called anything, but not a contact; a shop of one's own may link to itself."""
    if finding.family in _CONTACTS and is_own_link(str(listing.platform), finding.match):
        return False
    return reading.field not in _NAMES_ONLY or (
        finding.family in _CONTACTS and finding.match.strip() != reading.written.strip()
    )


def _placed(reading: Reading, finding: Finding) -> Finding:
    """The finding in the field as the seller wrote it; one in an attribute's name is at all of its value."""
    span = reading.original(finding.start, finding.end) or Span(0, len(reading.written))
    parts = [reading.original(p.start, p.end) for p in finding.parts]
    return replace(
        finding,
        field=reading.field,
        start=span.start,
        end=span.end,
        match=reading.written[span.start : span.end],
        parts=tuple(part for part in parts if part),
        fix=_moved(reading, finding.fix) if finding.fix else None,
    )


def _moved(reading: Reading, fix: Fix) -> Fix:
    edits = [_edit(reading, edit) for edit in fix.edits]
    if all(edits):
        return replace(fix, edits=tuple(edit for edit in edits if edit))
    return replace(fix, edits=(), safety="manual")


def _edit(reading: Reading, edit: Edit) -> Edit | None:
    """The edit in the field, if it rewrites nothing but words: not through tags, and not an attribute's name."""
    if edit.start < len(reading.name):
        return None
    span = reading.original(edit.start, edit.end)
    if span is None or reading.written[span.start : span.end] != reading.text[edit.start : edit.end]:
        return None
    return Edit(reading.field, span.start, span.end, edit.text)


def _unchecked(reading: Reading, unchecked: Unchecked) -> Unchecked:
    return Unchecked(unchecked.rule, f"`{reading.field}`: {unchecked.problem}")


class _Shown(NamedTuple):
    listing: Listing
    views: Mapping[str, View]


def _without(listing: Listing, fields: AbstractSet[str]) -> Listing:
    """The listing with these fields empty."""
    if not fields:
        return listing
    return replace(
        listing,
        title="" if "title" in fields else listing.title,
        description="" if "description" in fields else listing.description,
        bullets=tuple("" if f"bullets[{n}]" in fields else text for n, text in enumerate(listing.bullets)),
        attributes={name: text for name, text in listing.attributes.items() if f"attributes.{name}" not in fields},
    )


def _as_shown(listing: Listing) -> _Shown:
    """The listing with its description and bullets as a buyer sees them."""
    texts = {"description": str(listing.description)}
    texts |= {f"bullets[{n}]": str(text) for n, text in enumerate(listing.bullets)}
    views = {path: shown(text) for path, text in texts.items()}
    bullets = tuple(views[f"bullets[{n}]"].text for n in range(len(listing.bullets)))
    return _Shown(replace(listing, description=views["description"].text, bullets=bullets), views)


def _clash(clash: Clash, listing: Listing, views: Mapping[str, View], options: Options) -> Finding:
    fields = {field.path: str(field.text) for field in listing.fields()}
    sides = tuple(_side(place, fields, views) for place in clash.places)
    edits = [_shown_edit(edit, fields, views) for edit in clash.edits]
    whole = tuple(edit for edit in edits if edit)
    return Contradiction(
        rule=clash.rule,
        family=clash.rule.partition("/")[0],
        severity=clash.severity,
        field=sides[0].field,
        start=sides[0].start,
        end=sides[0].end,
        match=sides[0].text,
        message=_in({"en": clash.message_en, "zh": clash.message_zh}, options),
        attribute=clash.attribute,
        sides=sides,
        fix=Fix(_agree(clash, options), "suggest", whole) if whole and all(edits) else Fix(_agree(clash, options)),
    )


def _side(place: Told, fields: Mapping[str, str], views: Mapping[str, View]) -> Side:
    start, end = _written(place.field, place.start, place.end, views)
    written = fields.get(place.field)
    return Side(place.field, start, end, place.text if written is None else written[start:end])


def _shown_edit(edit: tuple[str, int, int, str], fields: Mapping[str, str], views: Mapping[str, View]) -> Edit | None:
    """The edit in the field as it is written, unless it would go through a tag."""
    field, first, last, text = edit
    start, end = _written(field, first, last, views)
    view = views.get(field)
    if view and view.text[first:last] != fields.get(field, "")[start:end]:
        return None
    return Edit(field, start, end, text)


def _written(field: str, start: int, end: int, views: Mapping[str, View]) -> Span:
    """The stretch of a field as it is written, for one of what is shown of it."""
    view = views.get(field)
    return view.original(start, end) if view and end > start else Span(start, end)


_AGREE = {"en": "Make the fields say the same.", "zh": "请把各字段改为一致。"}
_AGREED = {
    "en": "Most fields say {}: make the others say so too, if it is right.",
    "zh": "多数字段为{}:若无误,请将其余改为一致。",
}


def _agree(clash: Clash, options: Options) -> str:
    return _AGREED[options.ui].format(clash.agreed) if clash.agreed else _AGREE[options.ui]


def _fault(fault: Fault, options: Options) -> Finding:
    advice = _in(fault.advice, options)
    return Finding(
        rule=fault.rule,
        family=fault.family,
        severity=fault.severity,
        field=fault.field,
        start=fault.start,
        end=fault.end,
        match=fault.match,
        message=_in(fault.messages, options),
        policy=fault.policy,
        fix=Fix(advice, "safe" if fault.edits else "manual", fault.edits),
    )


def _in(texts: Mapping[str, str], options: Options) -> str:
    return texts.get(options.ui) or texts.get("en") or next(iter(texts.values()), "")
