"""Fixes written into the files that the texts came from: not a byte beside the words that change."""

import codecs
import difflib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from linter.cli.output import deliver
from linter.fixes import Made, apart, applied, chosen
from linter.model import Place
from linter.report import Entry
from linter.sources import Record
from linter.sources.decode import lenient, mark_of
from linter.sources.feeds import ListingRecord, Source, Told, rewritten
from linter.sources.feeds.told import told
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
    changes: defaultdict[str, list[Change]] = defaultdict(list)
    refused: list[Refused] = []
    sources: dict[str, Source] = {}
    for record, entry in zip(records, entries, strict=True):
        made = chosen(entry.report.findings, unsafe=unsafe)
        for one in _changes(record, entry, made, sources) if made else ():
            if isinstance(one, Refused):
                refused.append(one)
            elif any(one[:3] == other[:3] for other in changes[record.at.file]):
                continue
            elif apart([*changes[record.at.file], one]):
                changes[record.at.file].append(one)
            else:
                refused.append(Refused(one.at, "another fix changes these words as well; run it again"))
    files: list[Fixed] = []
    for file, some in changes.items():
        done = _rewritten(file, sources[file], some)
        files += [done] if isinstance(done, Fixed) else []
        refused += [done] if isinstance(done, Refused) else []
    return files, refused


def _changes(
    record: AnyRecord, entry: Entry, made: Sequence[Made], sources: dict[str, Source]
) -> Iterator[Change | Refused]:
    file = record.at.file
    if file.startswith("<") or "#" in file:
        kind = "a workbook is" if "#" in file else "words that are in no file are"
        yield from (Refused(entry.spot(m.edit.field, m.edit.start).at, f"{kind} not changed in place") for m in made)
        return
    if file not in sources:
        own = record.source if isinstance(record, ListingRecord) else None
        sources[file] = own or Source(file, lenient(content(file), file))
    for one in made:
        at = entry.spot(one.edit.field, one.edit.start).at
        texts = _texts(record, one.edit.field, sources[file])
        if not texts:
            yield Refused(at, f"`{one.edit.field}` does not stand in the file as it is")
        for text in texts:
            yield _change(one, text, at, sources[file])


def _change(made: Made, text: Told, at: Place, source: Source) -> Change | Refused:
    edit = made.edit
    new = rewritten(source, text, edit.start, edit.end, edit.text)
    if new is None:
        return Refused(at, f"`{edit.field}` is written in a way that cannot be changed in place")
    shown = f"{made.rule}: {edit.field}: “{text[edit.start : edit.end]}” → “{edit.text}”"
    return Change(*new, source.of(text, edit.start), shown)


def _texts(record: AnyRecord, field: str, source: Source) -> list[Told]:
    """The text of a field wherever it stands for this record."""
    if isinstance(record, ListingRecord):
        text = record.texts.get(field)
        return [text, *text.twins] if text is not None else []
    if not record.exact or record.message is None:
        return []
    words = record.message.text
    start = source.offset(record.at)
    text = _standing(words, start, record.margin, source)
    return [text] if text else []


def _standing(words: str, start: int, margin: int, source: Source) -> Told | None:
    """The text where its record says that it stands, if it does."""
    if source.text.startswith(words, start):
        return told(words, start, start + len(words), "block")
    lines = words.rstrip("\n").split("\n")
    raw = ("\n" + " " * margin).join(lines)
    if margin and source.text.startswith(raw, start):
        return told(words, start, start + len(raw), "block", margin=margin)
    return None


def _rewritten(file: str, source: Source, changes: list[Change]) -> Fixed | Refused:
    data = content(file)
    encoding = _encoding(data, source.text)
    if encoding is None:
        return Refused(Place(file), "its bytes could not be kept as they are, or it has changed; nothing is written")
    mark, name = encoding
    after = applied(source.text, changes)
    try:
        written = mark + after.encode(name, "surrogateescape" if name == "utf-8" else "strict")
    except UnicodeEncodeError as error:
        return Refused(Place(file), f"{name} cannot hold what would be written: {error.object[error.start]!r}")
    return Fixed(file, source.text, after, written, tuple(changes))


def _encoding(data: bytes, text: str) -> tuple[bytes, str] | None:
    """The mark and the encoding that give exactly the bytes of the file."""
    marked = mark_of(data)
    ways = [(codecs.BOM_UTF8, "utf-8"), (b"", "utf-8"), (b"", "gb18030"), (b"", "gbk")]
    if marked.startswith("utf-16"):
        ways.insert(0, (codecs.BOM_UTF16_LE if marked.endswith("le") else codecs.BOM_UTF16_BE, marked))
    elif marked.startswith("utf-32"):
        ways.insert(0, (codecs.BOM_UTF32_LE if marked.endswith("le") else codecs.BOM_UTF32_BE, marked))
    return next((way for way in ways if _gives(text, way, data)), None)


def _gives(text: str, way: tuple[bytes, str], data: bytes) -> bool:
    mark, name = way
    try:
        return mark + text.encode(name, "surrogateescape" if name == "utf-8" else "strict") == data
    except UnicodeEncodeError:
        return False


def write(files: Iterable[Fixed]) -> None:
    """Write every file, each as a whole or not at all. Raises `InputError`."""
    for one in files:
        deliver(one.data, one.file)


def diff(files: Iterable[Fixed]) -> str:
    """What would change, as `patch` reads it."""
    return "".join(line for one in files for line in _diff(one))


def _diff(one: Fixed) -> Iterator[str]:
    before, after = _lines(one.before), _lines(one.after)
    for line in difflib.unified_diff(before, after, one.file, one.file):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _lines(text: str) -> list[str]:
    # Not `splitlines`: a U+2028 in a description is no end of a line.
    lines = text.split("\n")
    return [*(f"{line}\n" for line in lines[:-1]), *([lines[-1]] if lines[-1] else [])]
