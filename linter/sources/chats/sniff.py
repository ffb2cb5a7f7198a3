"""What a file is: by its bytes first, by its keys, header or first lines then; never by its name alone."""

from collections.abc import Mapping
from pathlib import PurePosixPath

import msgspec
from msgspec import Struct

from linter.errors import InputError
from linter.model import Place
from linter.sources.chats import chatlog, pasted
from linter.sources.chats.headers import is_header
from linter.sources.chats.schemas import SCHEMAS, schema_of
from linter.sources.streams import encoding_of, text_of_head
from linter.sources.tables import delimiter_of

PLATFORMS = {"feige": "douyin", "qianniu": "taobao"}
FORMATS = (
    "auto",
    *SCHEMAS,
    "feige",
    "qianniu",
    "whatsapp",
    "signal",
    "csv",
    "xlsx",
    "parquet",
    "jsonl",
    "json",
    "text",
)
"""What `--format-in` takes."""

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_LINES = frozenset({".jsonl", ".ndjson"})
_TABLES = frozenset({".csv", ".tsv", ".tab"})


class Decided(Struct, frozen=True):
    """`form`: the format; `frame`: how its bytes are cut (json, jsonl, csv, log, pasted, lines, xlsx, parquet)."""

    form: str
    frame: str
    why: str
    detail: str = ""


def decided(head: bytes, file: str, form: str, mapping: Mapping[str, str]) -> Decided:
    """The format of a file that begins so. Raises `InputError` for what is no text, or not the format named."""
    if head.startswith(b"PAR1"):
        return Decided("parquet", "parquet", "it begins with PAR1")
    if head.startswith(_WORKBOOKS):
        return Decided(form if form in PLATFORMS else "xlsx", "xlsx", "it is a workbook by its first bytes")
    if not head:
        return Decided("text" if form == "auto" else form, "lines", "it is empty")
    encoding = encoding_of(head)
    if not encoding:
        raise InputError("not text: it holds NUL bytes", at=Place(file), hint="name the format with --format-in")
    text = text_of_head(head)
    found = _as_told(text, file, form, mapping) if form != "auto" else _sniffed(text, file, mapping)
    return found if encoding == "utf-8" else Decided(found.form, found.frame, f"{found.why}; {encoding}", found.detail)


def _sniffed(text: str, file: str, mapping: Mapping[str, str]) -> Decided:
    if frame := _json_frame(text, file):
        return _json(text, frame, mapping)
    if sign := _delimiter(text, mapping):
        return Decided("csv", "csv", f"a header names its columns, `{_shown(sign)}` between them", sign)
    if style := chatlog.style_of(text):
        return _log(text, style, "its lines begin with a date, a time and a name")
    if pasted.is_pasted(text):
        name = "qianniu" if _chinese_paste(text) else "text"
        return Decided(name, "pasted", "lines of a name and a time stand over the messages")
    if PurePosixPath(file).suffix.lower() in _TABLES or mapping:
        return Decided("csv", "csv", "its name says so", _commonest(text))
    return Decided("text", "lines", "nothing else fits: every line is a message of the seller")


def _json(text: str, frame: str, mapping: Mapping[str, str]) -> Decided:
    schema, why = schema_of(text) if not mapping else (None, "")
    if schema:
        return Decided(schema.name, frame, f"JSON, and {why}")
    return Decided(frame, frame, "every line is a JSON object" if frame == "jsonl" else "it is JSON of no known system")


def _delimiter(text: str, mapping: Mapping[str, str]) -> str:
    return delimiter_of(text, lambda cells: is_header(cells, mapping))


def _log(text: str, style: str, why: str) -> Decided:
    if chatlog.is_signal(text):
        return Decided("signal", "log", "its lines begin with [an ISO date, a time without seconds] and a name", style)
    return Decided("whatsapp", "log", why, style)


def _as_told(text: str, file: str, form: str, mapping: Mapping[str, str]) -> Decided:
    why = "--format-in says so"
    match form:
        case "text":
            return Decided(form, "lines", why)
        case "csv":
            return Decided(form, "csv", why, _delimiter(text, mapping) or _commonest(text))
        case "whatsapp" | "signal":
            return Decided(form, "log", why, chatlog.style_of(text) or "-")
        case _:
            return _structured(text, file, form, mapping)


def _structured(text: str, file: str, form: str, mapping: Mapping[str, str]) -> Decided:
    why = "--format-in says so"
    frame = _json_frame(text, file)
    if frame and form not in ("xlsx", "parquet"):
        return Decided(form, form if form in ("json", "jsonl") else frame, why)
    if form in PLATFORMS and (sign := _delimiter(text, mapping)):
        return Decided(form, "csv", why, sign)
    if form in PLATFORMS or (form == "telegram" and pasted.is_pasted(text)):
        return Decided(form, "pasted", why)
    raise InputError(f"is no {form} by its bytes", at=Place(file), hint="leave --format-in away to see what it is")


def _json_frame(text: str, file: str) -> str:
    begun = text.lstrip()
    if begun[:1] not in ("{", "["):
        return ""
    first, _, rest = begun.partition("\n")
    if begun[0] == "[":
        # `[15.12.25, 10:30:01] John: Hello` begins so too.
        inside = begun[1:].lstrip()[:1]
        return "json" if inside in ("{", "[", "]", '"') else ""
    if first.strip() != "{" and _LINES & {suffix.lower() for suffix in PurePosixPath(file).suffixes}:
        return "jsonl"
    if _is_object(first):
        return "jsonl" if rest.strip() else "json"
    # The first line may be broken, or longer than what is looked at; of a document no line is an object by itself.
    return "jsonl" if any(_is_object(line) for line in rest.splitlines()[:5]) else "json"


def _is_object(line: str) -> bool:
    if line.strip()[:1] != "{":
        return False
    try:
        msgspec.json.decode(line.encode("utf-8", "surrogatepass"))
    except msgspec.DecodeError:
        return False
    return True


def _commonest(text: str) -> str:
    first = next((line for line in text.splitlines() if line.strip()), "")
    return max((",", ";", "\t", "|"), key=first.count)


def _shown(sign: str) -> str:
    return "tab" if sign == "\t" else sign


def _chinese_paste(text: str) -> bool:
    return any("一" <= char <= "鿿" for char in text[:4000])
