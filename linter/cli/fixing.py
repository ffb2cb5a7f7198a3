"""Fixes written into the files that the texts came from: not a byte beside the words that change."""

import codecs
import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from linter.cli.output import deliver
from linter.fixes import Kept, applied, chosen
from linter.model import Edit, Finding, Place
from linter.report import Entry
from linter.sources import Record
from linter.sources.decode import lenient, mark_of
from linter.sources.feeds import ListingRecord, Source, Told, rewritten
from linter.sources.feeds.told import Form, standing, told
from linter.sources.paths import SUFFIXES
from linter.sources.read import content

AnyRecord = Record | ListingRecord


class Change(NamedTuple):
    """What shall stand at `start..end` of a file's text, and why."""

    start: int
    end: int
    text: str
    at: Place
    told: str


class Refused(NamedTuple):
    """An edit that cannot be made in place, and why."""

    at: Place
    problem: str


class Fixed(NamedTuple):
    """A file before and after, what was changed, and what was not."""

    file: str
    before: str
    after: str
    data: bytes
    changes: tuple[Change, ...]


def fixed(records: Sequence[AnyRecord], entries: Sequence[Entry], *, unsafe: bool) -> tuple[list[Fixed], list[Refused]]:
    """Every file with its fixes made, and the edits that nobody can make in place. Nothing is written."""
    kept: defaultdict[str, Kept] = defaultdict(Kept)
    changes: defaultdict[str, list[Change]] = defaultdict(list)
    refused: list[Refused] = []
    sources: dict[str, Source] = {}
    for record, entry in zip(records, entries, strict=True):
        file = record.at.file
        for finding in chosen(entry.report.findings, unsafe=unsafe):
            made = [*_changes(record, entry, finding, sources)]
            some = [one for one in made if isinstance(one, Change)]
            if len(some) < len(made):
                refused += [one for one in made if isinstance(one, Refused)]
            elif kept[file].fit(some):
                changes[file] += some
                kept[file].add(some)
            else:
                refused.append(Refused(some[0].at, "another fix changes these words as well; run it again"))
    files = [_rewritten(file, sources[file], _once(some)) for file, some in changes.items()]
    refused += [one for one in files if isinstance(one, Refused)]
    return [one for one in files if isinstance(one, Fixed)], list(dict.fromkeys(refused))


def _once(changes: Iterable[Change]) -> list[Change]:
    """In order of their places; of several that say the same of one place the first."""
    return sorted({change[:3]: change for change in reversed([*changes])}.values())


def _changes(
    record: AnyRecord, entry: Entry, finding: Finding, sources: dict[str, Source]
) -> Iterator[Change | Refused]:
    edits = finding.fix.edits if finding.fix else ()
    kept = _not_in_place(record)
    if kept:
        yield from (Refused(entry.spot(edit.field, edit.start).at, kept) for edit in edits)
        return
    file = record.at.file
    if file not in sources:
        own = record.source if isinstance(record, ListingRecord) else None
        sources[file] = own or Source(file, lenient(content(file), file))
    for edit in edits:
        texts = _texts(record, edit.field, sources[file])
        if not texts:
            at = entry.spot(edit.field, edit.start).at
            yield Refused(at, f"`{edit.field}` does not stand in the file as it is")
        yield from (_change(finding.rule, edit, text, sources[file]) for text in texts)


def _not_in_place(record: AnyRecord) -> str:
    """Why nothing of a record can be changed where it stands; nothing where it can."""
    if record.at.file.startswith("<"):
        return "words that are in no file are not changed in place"
    if isinstance(record, ListingRecord) and any(text.form == "sheet" for text in record.texts.values()):
        return "a workbook is not changed in place; save it as CSV, or write the words there yourself"
    return ""


def _change(rule: str, edit: Edit, text: Told, source: Source) -> Change | Refused:
    at = source.of(text, edit.start)
    new = rewritten(source, text, edit.start, edit.end, edit.text)
    if new is None:
        return Refused(at, f"`{edit.field}` is written in a way that cannot be changed in place")
    return Change(*new, at, f"{rule}: {edit.field}: “{text[edit.start : edit.end]}” → “{edit.text}”")


def _texts(record: AnyRecord, field: str, source: Source) -> list[Told]:
    """The text of a field wherever it stands for this record."""
    if isinstance(record, ListingRecord):
        text = record.texts.get(field)
        return [text, *text.twins] if text is not None else []
    if not record.exact or record.message is None:
        return []
    found = _standing(record.message.text, source.offset(record.at), record.margin, source)
    return [found] if found else []


def _standing(words: str, start: int, margin: int, source: Source) -> Told | None:
    """The text of a message where its record says that it stands, if it does."""
    if margin:
        return standing(source.text, words, start, margin)
    written = source.text[start : start + len(words)]
    if len(written) < len(words) or any(said not in (" ", stands) for stands, said in zip(written, words, strict=True)):
        return None
    form = _form(source, start)
    # `it'` stands at the beginning of `'it''s'`, and a backslash before what it escapes.
    return None if set(_ESCAPED.get(form, "")).intersection(words) else told(words, start, start + len(words), form)


_ESCAPED: dict[Form, str] = {"json": '"\\', "single": "'"}


def _form(source: Source, start: int) -> Form:
    """How a message is written that stands as it is: in quotes, in YAML without any, or in a text of its own."""
    # A line or a paragraph never begins behind a quote: it would be in it.
    match source.text[start - 1 : start]:
        case '"':
            return "json"
        case "'":
            return "single"
        case _:
            text = SUFFIXES.get(Path(source.file).suffix.lower(), "text") in ("text", "markdown")
            return "plain" if text else "bare"


def _rewritten(file: str, source: Source, changes: list[Change]) -> Fixed | Refused:
    data = content(file)
    encoding = _encoding(data, source.text)
    if encoding is None:
        return Refused(Place(file), "its bytes could not be kept as they are, or it has changed; nothing is written")
    mark, name = encoding
    after = applied(source.text, changes)
    return Fixed(file, source.text, after, mark + _encoded(after, name), tuple(changes))


def _encoding(data: bytes, text: str) -> tuple[bytes, str] | None:
    """The mark and the encoding that give exactly the bytes of the file."""
    marked = mark_of(data)
    ways = [(codecs.BOM_UTF8, "utf-8"), (b"", "utf-8"), (b"", "gb18030")]
    if marked.startswith("utf-16"):
        ways.insert(0, (codecs.BOM_UTF16_LE if marked.endswith("le") else codecs.BOM_UTF16_BE, marked))
    elif marked.startswith("utf-32"):
        ways.insert(0, (codecs.BOM_UTF32_LE if marked.endswith("le") else codecs.BOM_UTF32_BE, marked))
    return next((way for way in ways if _gives(text, way, data)), None)


def _gives(text: str, way: tuple[bytes, str], data: bytes) -> bool:
    mark, name = way
    try:
        return mark + _encoded(text, name) == data
    except UnicodeEncodeError:
        return False


def _encoded(text: str, name: str) -> bytes:
    # Each of the encodings has every character; bytes of none are kept in UTF-8.
    return text.encode(name, "surrogateescape" if name == "utf-8" else "strict")


def write(files: Iterable[Fixed]) -> None:
    """Write every file, each as a whole or not at all. Raises `InputError`."""
    for one in files:
        deliver(one.data, one.file)


def diff(files: Iterable[Fixed]) -> str:
    """What would change, as `patch` reads it."""
    return "".join(line for one in files for line in _diff(one))


def _diff(one: Fixed) -> Iterator[str]:
    # A patch must find the first line as it stands in the file.
    mark = "\ufeff" if one.data.startswith(codecs.BOM_UTF8) else ""
    before, after = _lines(mark + one.before), _lines(mark + one.after)
    for line in difflib.unified_diff(before, after, one.file, one.file):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    # Not `splitlines`: a U+2028 in a description is no end of a line.
    lines = text.split("\n")
    return [*(f"{line}\n" for line in lines[:-1]), *([lines[-1]] if lines[-1] else [])]
