"""Which reader reads what."""

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal, assert_never, get_args

from linter.errors import InputError, Problems
from linter.model import Place
from linter.sources.decode import decode, lenient
from linter.sources.paths import STDIN, SUFFIXES, found
from linter.sources.prose import markdown, text_lines
from linter.sources.record import Record, of_text

Kind = Literal["auto", "text", "markdown", "messages", "templates", "listings"]
KINDS: tuple[Kind, ...] = get_args(Kind)
_Format = Literal["text", "markdown", "json-lines", "json", "yaml"]
_FORMATS: dict[str, _Format] = {"text": "text", "markdown": "markdown", "messages": "json-lines"}


def read(
    paths: Sequence[str],
    kind: Kind = "auto",
    *,
    defaults: Mapping[str, str] | None = None,
    exclude: Sequence[str] = (),
    root: Path | None = None,
) -> Iterator[Record]:
    """Every record of every path (file, folder, glob, `-`), in order; one that cannot be read is told, never dropped.

    `defaults` fill in the fields that a record does not state. Paths that lead nowhere raise `Problems` before the
    first record; files that turn out not to be text raise `Problems` after the last.
    """
    errors: list[InputError] = []
    for file in found(paths, exclude, root):
        try:
            data, name = file_bytes(file)
            records = list(records_of(data, name, kind, defaults or {}))
        except InputError as error:
            errors.append(error)
        else:
            yield from records
    if errors:
        raise Problems(errors)


def typed(texts: Sequence[str], defaults: Mapping[str, str] | None = None) -> Iterator[Record]:
    """Records of words given on the command line."""
    for number, text in enumerate(texts, 1):
        name = "<message>" if len(texts) == 1 else f"<message {number}>"
        yield of_text(_as_typed(text), Place(name, 1, 1), defaults or {})


def _as_typed(text: str) -> str:
    """Undo an ASCII locale, under which Python hands `加我` on as six lone surrogates."""
    try:
        return os.fsencode(text).decode()
    except UnicodeError:
        return text


def file_bytes(file: str) -> tuple[bytes, str]:
    """The bytes of a file or of standard input, and what it is called in reports."""
    return (sys.stdin.buffer.read(), "<stdin>") if file == STDIN else (content(file), file)


def content(file: str) -> bytes:
    """The bytes of a file. Raises an InputError for one that cannot be read."""
    try:
        return Path(file).read_bytes()
    except OSError as error:
        hint = "check its rights" if isinstance(error, PermissionError) else ""
        raise InputError(f"cannot be read: {error.strerror}", at=Place(file), hint=hint) from None


def records_of(data: bytes, file: str, kind: Kind, defaults: Mapping[str, str]) -> Iterator[Record]:
    """The records of the bytes of one file. Raises `InputError` where it is no text."""
    form = _format(data, file, kind)
    match form:
        case "text":
            return text_lines(decode(data, file), file, defaults)
        case "markdown":
            return markdown(decode(data, file), file, defaults)
        case "json-lines" | "json" | "yaml":
            return _structured(form, data, file, defaults, records=kind == "messages")
        case _:
            assert_never(form)


def _structured(
    form: Literal["json-lines", "json", "yaml"], data: bytes, file: str, defaults: Mapping[str, str], *, records: bool
) -> Iterator[Record]:
    from linter.sources.records import json_document, json_lines, yaml_document  # noqa: PLC0415  # 6 ms `-m` saves

    match form:
        case "json-lines":
            return json_lines(lenient(data, file), file, defaults)
        case "json":
            return json_document(decode(data, file), file, defaults, records=records)
        case "yaml":
            return yaml_document(decode(data, file), file, defaults, records=records)
        case _:
            assert_never(form)


def _format(data: bytes, file: str, kind: Kind) -> _Format:
    suffix = Path(file).suffix.lower()
    meant = SUFFIXES.get(suffix, "text") if kind == "auto" else kind
    if meant == "templates":
        return "json" if suffix == ".json" or data.lstrip()[:1] in (b"{", b"[") else "yaml"
    if meant == "messages" and suffix in (".yaml", ".yml"):
        return "yaml"
    # A list of records, or one record over several lines, may come under any name.
    if meant == "messages" and (data.lstrip()[:1] == b"[" or _first_line(data) == b"{"):
        return "json"
    return _FORMATS[meant]


def _first_line(data: bytes) -> bytes:
    return data.lstrip().split(b"\n", 1)[0].strip()
