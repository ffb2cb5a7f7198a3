"""Listing copy that people write: YAML, and Markdown under a front matter of YAML."""

# What JSON and YAML hold has no type until it has been looked at.
# pyright: reportUnknownArgumentType=false, reportUnknownMemberType=false, reportUnknownVariableType=false

import re
from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from linter.errors import InputError
from linter.model import Place
from linter.sources.feeds import ours
from linter.sources.feeds.products import products
from linter.sources.feeds.record import ListingRecord, broken
from linter.sources.feeds.told import Source, standing, told
from linter.sources.tree import YAML_LINE_END, Fields, Items, Node, Scalar, from_yaml

_FRONT = re.compile(r"\A---[ \t]*(?:\r\n|\r|\n)(?P<yaml>(?:.*(?:\r\n|\r|\n))*?)(?:---|\.\.\.)[ \t]*(?:\r\n|\r|\n|\Z)")
_HEADING = re.compile(r"^[ ]{0,3}#[ \t]+(?P<words>[^\r\n]*?)[ \t#]*$", re.MULTILINE)
_SETEXT = re.compile(r"(?P<words>[^\r\n]+?)[ \t]*(?:\r\n|\r|\n)=+[ \t]*$", re.MULTILINE)
_YAML_ONLY = re.compile("[\x85\u2028\u2029]")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


def has_front_matter(text: str) -> bool:
    """Whether the text begins with `---` lines."""
    return _FRONT.match(text) is not None


def yaml_copy(source: Source, defaults: Mapping[str, str]) -> Iterator[ListingRecord]:
    """The listings of a YAML file: one, a list of them, or several documents."""
    trees = from_yaml(source.text, source.file)
    for tree in trees:
        yield from products(_value(tree, source), source, defaults)
    if not trees:
        yield broken("nothing is in this file", Place(source.file, 1, 1))


def markdown_copy(source: Source, defaults: Mapping[str, str]) -> Iterator[ListingRecord]:
    """One listing: what the front matter says, the first heading as the title, the rest as the description."""
    front = _FRONT.match(source.text)
    fields: dict[str, Any] = {}
    unread: tuple[str, ...] = ()
    if front:
        try:
            fields = _front(front, source)
        except InputError as error:
            unread = (f"front matter: {error.problem}" + (f" (line {error.at.line})" if error.at else ""),)
    begin = front.end() if front else 0
    record = ours.listing_of(_with_body(fields, begin, source), Place(source.file, 1, 1), source, defaults)
    if unread and record.listing is None:
        yield broken(unread[0], record.at, record.id)
    elif unread:
        yield replace(record, unread=(*unread, *record.unread))
    else:
        yield record


def _front(front: re.Match[str], source: Source) -> dict[str, Any]:
    start = front.start("yaml")
    # The line of dashes counts: blank lines keep the places of YAML those of the file.
    lines = source.text[:start].count("\n") + source.text[:start].count("\r") - source.text[:start].count("\r\n")
    trees = from_yaml("\n" * lines + front["yaml"], source.file)
    value = _value(trees[0], source) if trees else {}
    if not isinstance(value, dict):
        raise InputError("named values are expected, `title: …`", at=Place(source.file, 1))
    return value


def _with_body(fields: dict[str, Any], begin: int, source: Source) -> dict[str, Any]:
    parts = fields["listing"] if isinstance(fields.get("listing"), dict) else fields
    text = source.text
    title = _HEADING.search(text, begin) or _SETEXT.search(text, begin)
    body = begin
    made: dict[str, Any] = {}
    if "title" not in parts and title:
        made["title"] = told(title["words"], *title.span("words"))
        body = title.end()
    start = body + len(text[body:]) - len(text[body:].lstrip())
    end = len(text.rstrip())
    if end > start:
        made["description"] = told(_blanked(text[start:end]), start, end)
        if "description" in parts:
            made["summary"] = parts["description"]
    whole = {**parts, **made}
    return {**fields, "listing": whole} if parts is not fields else whole


def _blanked(text: str) -> str:
    """The text with its comments blanked: nobody sees them, and every place stays the file's."""
    return _COMMENT.sub(lambda comment: re.sub(r"[^\r\n]", " ", comment[0]), text)


def _value(node: Node, source: Source) -> Any:
    match node:
        case Scalar(value=str(text)):
            return _text(text, node, source)
        case Scalar(value=value):
            return value
        case Items(items=items):
            return [_value(item, source) for item in items]
        case Fields(fields=fields):
            keys = [key for key, _ in fields]
            twice = next((key for key in keys if keys.count(key) > 1), "")
            if twice:
                raise InputError(f"`{twice}` stands twice", at=node.at)
            return {key: _value(value, source) for key, value in fields}


def _text(text: str, node: Scalar, source: Source) -> str:
    start = _offset(node.at, source)
    before = source.text[start - 1 : start]
    if node.exact and node.margin:
        return standing(source.text, text, start, node.margin) or told(text, start, start, "opaque")
    if before == "'":
        return _quoted(text, start, source)
    if node.exact and source.text.startswith(text, start) and not (before == '"' and "\\" in text):
        return told(text, start, start + len(text), "json" if before == '"' else "bare")
    return told(text, start, start, "opaque")


def _offset(at: Place, source: Source) -> int:
    """The code point at a place of YAML, which counts lines by more signs than files do."""
    if not _YAML_ONLY.search(source.text):
        return source.offset(at)
    starts = [0, *(end.end() for end in YAML_LINE_END.finditer(source.text))]
    return starts[min(at.line, len(starts)) - 1] + at.column - 1


def _quoted(text: str, start: int, source: Source) -> str:
    end = start + len(text) + text.count("'")
    stands = source.text[start:end].replace("''", "'") == text
    return told(text, start, end, "single") if stands else told(text, start, start, "opaque")
