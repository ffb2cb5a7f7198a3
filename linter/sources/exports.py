"""Exports of chats, read for an audit: any file, one line for every message, and what was decided told.

export = Export("result.json", zone="Asia/Shanghai", sellers=["Mei"])
for line in export.lines(): ...
export.told
"""

import codecs
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain

from msgspec import Struct

from linter.errors import ConfigError, InputError, did_you_mean
from linter.model import Message, Place, Role
from linter.sources.archives import Members, leads_out, members, opened
from linter.sources.chats import chatlog, pasted
from linter.sources.chats.clock import Clock
from linter.sources.chats.documents import Walk, fields_of
from linter.sources.chats.generic import Columns
from linter.sources.chats.headers import chosen, is_header, system_of
from linter.sources.chats.schemas import SCHEMAS
from linter.sources.chats.sides import Sides, decide
from linter.sources.chats.sniff import FORMATS, PLATFORMS, Decided, decided
from linter.sources.chats.turn import Item, Said, Turn, Unread
from linter.sources.chats.watch import Watch
from linter.sources.decode import chinese
from linter.sources.limits import LIMITS, Limits
from linter.sources.paths import STDIN
from linter.sources.record import MAX_TEXT, Record, of_fields, unreadable
from linter.sources.streams import Peeked, Row, encoding_of, lines
from linter.sources.tables import Cells, csv_rows, no_text, parquet_rows, sheet_rows

__all__ = ["FORMATS", "LIMITS", "Export", "Limits", "Line", "Members", "Told", "export", "members"]

_AHEAD = 16 << 20
_LEADS_OUT = "its name in the archive leads outside of it; it is not read (unpack it yourself if it is yours)"
_OURS = (Role.SELLER, Role.BOT)


class Told(Struct, frozen=True):
    """What was decided about one file and why, and what was seen in it."""

    file: str
    format: str
    why: str
    records: int
    unreadable: int
    notes: tuple[str, ...] = ()


class Line(Struct, frozen=True):
    """One record of an export. `agent`: the person or bot that wrote it for the seller; nothing for anyone else."""

    record: Record
    shop: str = ""
    agent: str = ""


def export(
    path: str,
    *,
    form: str = "auto",
    mapping: Mapping[str, str] = {},  # never written to
    defaults: Mapping[str, str] = {},
    zone: str = "UTC",
    sellers: Sequence[str] = (),
) -> Iterator[Line]:
    """The messages of one file; see `Export`."""
    yield from Export(path, form=form, mapping=mapping, defaults=defaults, zone=zone, sellers=sellers).lines()


class Export:
    """One file, read once. Raises `ConfigError` for an option that means nothing; a file's own faults are lines, and so
    is why it is not opened at all (`refused`, of `Members`).
    """

    def __init__(
        self,
        path: str,
        *,
        form: str = "auto",
        mapping: Mapping[str, str] = {},
        defaults: Mapping[str, str] = {},
        zone: str = "UTC",
        sellers: Sequence[str] = (),
        limits: Limits = LIMITS,
        refused: str = "",
    ) -> None:
        if form not in FORMATS:
            raise ConfigError(f"no format `{form}`", hint=did_you_mean(form, FORMATS) or f"one of {', '.join(FORMATS)}")
        chosen((), mapping)
        self._path = path
        self._file = "<stdin>" if path == STDIN else path
        self._form = form
        self._mapping = dict(mapping)
        self._shop = defaults.get("shop", "")
        self._defaults = {field: value for field, value in defaults.items() if field != "shop"}
        self._zone = zone
        self._sellers = tuple(sellers)
        self._limits = limits
        self._refused = refused or (_LEADS_OUT if leads_out(path) else "")
        self._decided = Decided("", "", "it cannot be read")
        self._notes: list[str] = []
        self._watch = Watch()
        self._clock = Clock(zone)
        self._base: Message | None = None
        self._records = self._unreadable = 0

    @property
    def told(self) -> Told:
        """What was decided and seen so far; all of it once `lines` has ended."""
        notes = (*self._notes, *self._watch.notes())
        if self._clock.strayed:
            notes = (
                *notes,
                f"{self._clock.strayed:,} dates are impossible in that order, and read in the one that fits",
            )
        return Told(self._file, self._decided.form, self._decided.why, self._records, self._unreadable, notes)

    def lines(self) -> Iterator[Line]:
        """Every message, event and unreadable stretch of the file, in its order."""
        items = self._items()
        ahead = self._ahead(items)
        first = [item for item in ahead if isinstance(item, Turn)]
        sides = decide(first, self._sellers, self._defaults.get("role", ""))
        if sides.why:
            self._notes.append(sides.why)
        self._clock = Clock(self._zone, (turn.sent for turn in first))
        if decision := self._clock.decision:
            doubt = "" if decision.sure else " (if that is wrong, convert them to ISO 8601)"
            self._notes.append(f"dates are {decision.order}: {decision.why}{doubt}")
        # What the caller says holds for most messages alike: it is read once, not a million times.
        self._base = of_fields({"text": ""}, Place(), self._implied() | self._defaults).message
        for item in chain(ahead, items):
            match item:
                case Turn():
                    yield self._line(item, sides)
                case Unread():
                    yield self._lost(unreadable(item.problem, item.at, {"id": item.id}))
                case Said():
                    self._notes.append(item.note)

    def _ahead(self, items: Iterator[Item]) -> list[Item]:
        ahead: list[Item] = []
        size = 0
        while len(ahead) < self._limits.ahead and size < _AHEAD and (item := next(items, None)) is not None:
            ahead.append(item)
            size += len(item.text) if isinstance(item, Turn) else 0
        return ahead

    def _items(self) -> Iterator[Item]:
        """The file's items; a fault of the file itself is the last of them."""
        if self._refused:
            yield Unread(self._refused, Place(self._file))
            return
        try:
            with opened(self._path, self._limits) as reader:
                stream = Peeked(reader)
                self._decided = decided(stream.head, self._file, self._form, self._mapping)
                yield from self._readers()[self._decided.frame](stream)
        except InputError as error:
            hint = f" ({error.hint})" if error.hint else ""
            yield Unread(error.problem + hint, error.at or Place(self._file))

    def _readers(self) -> dict[str, Callable[[Peeked], Iterator[Item]]]:
        return {
            "json": self._document,
            "jsonl": self._json_lines,
            "csv": self._csv,
            "xlsx": self._workbook,
            "parquet": self._parquet,
            "log": self._log,
            "pasted": self._pasted,
            "lines": self._plain,
        }

    def _rows(self, stream: Peeked) -> Iterator[Row]:
        return lines(stream, self._limits.line)

    def _log(self, stream: Peeked) -> Iterator[Item]:
        return chatlog.turns(self._rows(stream), self._file, self._decided.detail, self._file)

    def _pasted(self, stream: Peeked) -> Iterator[Item]:
        return pasted.turns(self._rows(stream), self._file, self._file)

    def _plain(self, stream: Peeked) -> Iterator[Item]:
        for row in self._rows(stream):
            text = row.text.rstrip("\r\n")
            if row.problem:
                yield Unread(row.problem, Place(self._file, row.number))
            elif text.strip():
                yield Turn(text=text, at=Place(self._file, row.number, 1), role=Role.SELLER, exact=True)

    def _document(self, stream: Peeked) -> Iterator[Item]:
        data = _whole(stream, self._file, self._limits)
        schema = SCHEMAS.get(self._decided.form)
        if schema:
            yield from Walk(schema, self._file, self._file).of(data)
        else:
            yield from self._records_of(data)

    def _records_of(self, data: bytes) -> Iterator[Item]:
        """JSON of no known system: every object with a text is a record, wherever it stands."""
        from linter.sources.chats.records import records  # noqa: PLC0415

        columns = Columns(self._mapping, self._file)
        yield from records(data, self._file, columns, self._mapping)
        yield from columns.notes()

    def _json_lines(self, stream: Peeked) -> Iterator[Item]:
        schema = SCHEMAS.get(self._decided.form)
        columns = Columns(self._mapping, self._file)
        for row in self._rows(stream):
            at = Place(self._file, row.number, 1)
            if row.problem:
                yield Unread(row.problem, at)
            elif not row.text.strip():
                continue
            elif schema:
                data = row.text.strip().encode("utf-8", "surrogatepass")
                yield from Walk(schema, self._file, self._file, row.number).of(data)
            else:
                yield self._record(row, columns, at)
        if not schema:
            yield from columns.notes()

    def _record(self, row: Row, columns: Columns, at: Place) -> Item:
        try:
            fields = fields_of(row.text.encode("utf-8", "surrogatepass"))
        except (ValueError, RecursionError) as error:
            return Unread(f"not a record: {error}", at)
        return columns.turn(fields, at)

    def _is_header(self, cells: Sequence[str]) -> bool:
        return is_header(cells, self._mapping)

    def _csv(self, stream: Peeked) -> Iterator[Item]:
        sign = self._decided.detail or ","
        return self._table(csv_rows(self._rows(stream), self._file, sign, self._is_header, self._limits))

    def _workbook(self, stream: Peeked) -> Iterator[Item]:
        return self._table(sheet_rows(stream, self._file, self._is_header, self._limits))

    def _parquet(self, stream: Peeked) -> Iterator[Item]:
        return self._table(parquet_rows(stream, self._file, self._limits))

    def _table(self, rows: Iterable[Cells]) -> Iterator[Item]:
        columns = Columns(self._mapping, self._file)
        looked = False
        for row in rows:
            if row.header and not looked:
                looked = True
                self._name_system(row.header)
                if "text" not in columns.of(row.header):
                    raise no_text(row.header, row.at)
            if row.problem:
                yield Unread(row.problem, row.at)
            else:
                yield columns.turn(row.cells, row.at, sheet=row.sheet)
        yield from columns.notes()

    def _name_system(self, header: Sequence[str]) -> None:
        system = system_of(header)
        if system and self._form == "auto":
            why = f"its columns are those of {system}; {self._decided.why}"
            self._decided = Decided(system, self._decided.frame, why, self._decided.detail)

    def _line(self, turn: Turn, sides: Sides) -> Line:
        role = sides.of(turn)
        sent = self._clock.read(turn.sent)
        timed = turn.sent not in (None, "")
        extra = turn.extra if sent is not None or not timed else turn.extra | {"sent_at": str(turn.sent)}
        self._watch.message(turn.id, turn.thread, sent, timed=timed, at=turn.at)
        record = self._record_of(turn, role, sent, extra_of(extra) if extra else extra)
        if record.message is None:
            return self._lost(record)
        self._records += 1
        return Line(record, turn.shop or self._shop, turn.name if role in _OURS else "")

    def _record_of(self, turn: Turn, role: Role, sent: float | None, extra: dict[str, object]) -> Record:
        scope = {key: value for key, value in turn.fields.items() if value not in ("", None)}
        sender, order = scope.pop("sender", turn.name), scope.pop("order_id", "")
        base = self._base
        if scope or base is None or len(turn.text) > MAX_TEXT or not isinstance(sender, str):
            own = {"id": turn.id, "text": turn.text, "role": role, "thread": turn.thread, "sent_at": sent}
            fields = scope | own | {"sender": sender, "order_id": order or None}
            return of_fields(fields | extra, turn.at, self._implied() | self._defaults, exact=turn.exact)
        message = Message(
            text=turn.text,
            id=turn.id,
            role=role,
            surface=base.surface,
            platform=base.platform,
            market=base.market,
            lang=base.lang,
            thread=turn.thread,
            sender=sender,
            sent_at=sent,
            order_id=str(order) or base.order_id,
        )
        return Record(message=message, at=turn.at, id=turn.id, extra=extra, exact=turn.exact)

    def _implied(self) -> dict[str, str]:
        form = self._decided.form
        platform = SCHEMAS[form].platform if form in SCHEMAS else PLATFORMS.get(form, "")
        return {"platform": platform} if platform else {}

    def _lost(self, record: Record) -> Line:
        self._records += 1
        self._unreadable += 1
        return Line(record)


def extra_of(fields: Mapping[str, object]) -> dict[str, object]:
    """Fields to hand back, none of which may pass for one of the message's own."""
    own = Message.__struct_fields__
    return {f"column {key}" if key in own else key: value for key, value in fields.items()}


def _whole(stream: Peeked, file: str, limits: Limits) -> bytes:
    """A document in UTF-8. Raises `InputError` above the limit, before it is held."""
    held = io.BytesIO()
    while chunk := stream.read(1 << 20):
        held.write(chunk)
        if held.tell() > limits.document:
            problem = f"a JSON document of more than {limits.document:,} bytes, which is what is held"
            raise InputError(problem, at=Place(file), hint="export it in parts, or as JSON Lines")
    return _utf8(held.getvalue(), encoding_of(stream.head))


def _utf8(data: bytes, encoding: str) -> bytes:
    if encoding.startswith(("utf-16", "utf-32")):
        return data.decode(encoding, "replace").removeprefix("\ufeff").encode()
    if _is_utf8(data):
        return data.removeprefix(codecs.BOM_UTF8)
    # Bytes of no encoding cost the message they stand in: it alone cannot be read.
    text = chinese(data)
    return data.removeprefix(codecs.BOM_UTF8) if text is None else text.encode()


def _is_utf8(data: bytes) -> bool:
    # A piece at a time: the text of 500 MB with one emoji would take 2 GB.
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for begin in range(0, len(data), 1 << 20):
            decoder.decode(data[begin : begin + (1 << 20)])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
