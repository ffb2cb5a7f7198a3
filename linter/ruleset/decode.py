"""From YAML with places to rules, concepts and guards, telling every mistake of every file at once."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple, TypeVar

import msgspec
from msgspec import Struct
from msgspec import inspect as shapes

from linter.errors import Problems, RuleError
from linter.model import Place
from linter.ruleset.marked import Entry, Fields, Items, Marked, Path, Places, Scalar, read
from linter.ruleset.packs import PackFile
from linter.ruleset.schema import (
    RETIRED,
    Concept,
    Guard,
    Pack,
    Rule,
)

T = TypeVar("T")
_NAMED_BY: Final = {"rules": "id", "concepts": "concept", "guards": "guard"}


class _Bad:
    """What a value that could not be read becomes; its mistake has been told."""


_BAD: Final = _Bad()


class Loaded(Struct, frozen=True):
    """One rule file, read. `places` follows `pack`; entries that could not be read are in neither, `broken` names them."""

    name: str
    pack: Pack
    places: Places
    project: bool = False
    broken: frozenset[str] = frozenset()


def load(packs: Iterable[PackFile]) -> tuple[Loaded, ...]:
    """Read and check rule files together. Raises Problems with every mistake, in the order of the files."""
    problems: list[RuleError] = []
    loaded = tuple(pack for file in packs if (pack := decode_pack(file, problems)))
    problems += check_references(loaded)
    if problems:
        raise Problems(in_order(problems, [file.name for file in loaded]))
    return loaded


def merged(loaded: Iterable[Loaded]) -> Pack:
    """Put all files together: a project's terms are added to the shipped concept of the same name."""
    rules: list[Rule] = []
    guards: list[Guard] = []
    concepts: dict[str, Concept] = {}
    for file in loaded:
        rules += file.pack.rules
        guards += file.pack.guards
        for concept in file.pack.concepts:
            known = concepts.get(concept.concept)
            concepts[concept.concept] = _extended(known, concept) if known else concept
    return Pack(rules=tuple(rules), concepts=tuple(concepts.values()), guards=tuple(guards))


def where(loaded: Iterable[Loaded], kind: str, name: str, *path: str | int) -> Place:
    """Tell the place of a rule, concept or guard (`kind` names its list) or of something in it; an empty one if unknown."""
    for file in loaded:
        for index, entry in enumerate(getattr(file.pack, kind)):
            if getattr(entry, _NAMED_BY[kind]) == name:
                return file.places[kind, index, *path]
    return Place()


def in_order(problems: Iterable[RuleError], files: Sequence[str] = ()) -> list[RuleError]:
    """Sort by place, `files` first in their order; the same mistake at the same place (through an alias) once."""
    rank = {name: index for index, name in enumerate(files)}
    once = {str(problem): problem for problem in problems}

    def key(problem: RuleError) -> tuple[int, str, int, int]:
        at = problem.at or Place()
        return rank.get(at.file, len(rank)), at.file, at.line, at.column

    return sorted(once.values(), key=key)


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """Ask `did you mean …?` with the choice nearest to `word`, or nothing where none is near."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415  (18 ms, only on the way to an error)

    near = process.extractOne(word, list(choices), scorer=fuzz.ratio, score_cutoff=60)
    return f"did you mean `{near[0]}`?" if near else ""


def decode(marked: Marked, kind: type[T], problems: list[RuleError]) -> T | None:
    """Return the value as `kind` says, or None and every reason in `problems`."""
    value = _value(marked, shapes.type_info(kind), problems)
    return None if value is _BAD else value


def decode_pack(file: PackFile, problems: list[RuleError]) -> Loaded | None:
    """Read one rule file with all entries that can be read; None where it is not YAML at all."""
    try:
        root = read(file.data, file.name)
    except RuleError as error:
        problems.append(error)
        return None
    shape = _shape(Pack)
    _check_names(root, shape, problems)
    kept: list[Entry] = []
    lists: dict[str, tuple[Any, ...]] = {}
    broken: set[str] = set()
    for field in shape.fields:
        entry = root.get(field.encode_name)
        if not entry:
            continue
        if not isinstance(entry.value, Items):
            _value(entry.value, field.type, problems)
            continue
        read_ones = _entries(entry.value, field.type.item_type, problems)
        lists[field.name] = tuple(value for _, value in read_ones if value is not _BAD)
        kept.append(entry._replace(value=Items(tuple(n for n, v in read_ones if v is not _BAD), entry.value.place)))
        broken |= {name for n, v in read_ones if v is _BAD and (name := _name(n, field.name))}
    return Loaded(file.name, Pack(**lists), Places(Fields(tuple(kept), root.place)), file.project, frozenset(broken))


def _entries(items: Items, shape: Any, problems: list[RuleError]) -> list[tuple[Marked, Any]]:
    return [(node, _value(node, shape, problems)) for node in items.items]


def _name(node: Marked, kind: str) -> str:
    entry = node.get(_NAMED_BY[kind]) if isinstance(node, Fields) else None
    return entry.value.written if entry and isinstance(entry.value, Scalar) else ""


@cache
def _shape(kind: Hashable) -> Any:
    return shapes.type_info(kind)


# One value ------------------------------------------------------------------------------------------------------------


def _value(node: Marked, shape: Any, problems: list[RuleError]) -> Any:
    match shape:
        case shapes.UnionType():
            return _union(node, shape, problems)
        case shapes.StructType():
            return _struct(node, shape, problems)
        case shapes.DictType():
            return _dict(node, shape, problems)
        case shapes.VarTupleType() | shapes.ListType():
            return _list(node, shape, problems)
        case shapes.LiteralType() | shapes.EnumType():
            return _choice(node, shape, problems)
        case _:
            return _scalar(node, shape, problems)


def _union(node: Marked, shape: shapes.UnionType, problems: list[RuleError]) -> Any:
    fitting = [kind for kind in shape.types if _fits(node, kind)]
    tagged = {kind.tag: kind for kind in fitting if isinstance(kind, shapes.StructType) and kind.tag_field}
    if tagged:
        return _formula(node, tagged, problems)
    if not fitting:
        return _wrong(node, _described(shape), problems)
    tries: list[RuleError] = []
    for kind in fitting:
        value = _value(node, kind, tries)
        if value is not _BAD:
            return value
    problems += tries if len(fitting) == 1 else [_mistaken(node, _described(shape))]
    return _BAD


def _fits(node: Marked, shape: Any) -> bool:
    match node:
        case Fields():
            return isinstance(shape, shapes.StructType | shapes.DictType)
        case Items():
            return isinstance(shape, shapes.VarTupleType | shapes.ListType)
        case _:
            compound = shapes.StructType | shapes.DictType | shapes.VarTupleType | shapes.ListType
            return not isinstance(shape, compound)


def _formula(node: Marked, tagged: Mapping[Any, shapes.StructType], problems: list[RuleError]) -> Any:
    """Read a mapping that says which formula it is by the one operator among its keys."""
    assert isinstance(node, Fields)  # noqa: S101  (only mappings fit a struct)
    named = list(dict.fromkeys(entry.key for entry in node.entries if entry.key in tagged))
    if len(named) == 1:
        return _struct(node, tagged[named[0]], problems)
    operators = f"one of: {', '.join(tagged)}"
    if named:
        both = " and ".join(f"`{name}`" for name in named)
        at = node.get(named[1])
        place = at.place if at else node.place
        problem = RuleError(f"{both} in one formula", at=place, hint="one operator a mapping: nest them")
    elif node.entries:
        first = node.entries[0]
        near = next((hint for entry in node.entries if (hint := did_you_mean(entry.key, tagged))), "")
        problem = RuleError(f"unknown operator `{first.key}`", at=first.place, hint=near or operators)
    else:
        problem = RuleError("an empty formula", at=node.place, hint=operators)
    problems.append(problem)
    return _BAD


def _struct(node: Marked, shape: shapes.StructType, problems: list[RuleError]) -> Any:
    if not isinstance(node, Fields):
        return _wrong(node, _described(shape), problems)
    before = len(problems)
    _check_names(node, shape, problems)
    values: dict[str, Any] = {}
    spared = RETIRED if _is_retired(node, shape) else {}
    for field in shape.fields:
        entry = node.get(field.encode_name)
        if entry:
            values[field.name] = _value(entry.value, field.type, problems)
        elif field.name in spared:
            values[field.name] = spared[field.name]
        elif field.required:
            missing = f"missing field `{field.encode_name}`"
            problems.append(RuleError(missing, at=node.place, hint=f"it holds {_described(field.type)}"))
    return shape.cls(**values) if len(problems) == before else _BAD


def _is_retired(node: Fields, shape: shapes.StructType) -> bool:
    status = node.get("status") if shape.cls is Rule else None
    return status is not None and isinstance(status.value, Scalar) and status.value.value == "retired"


def _check_names(node: Fields, shape: shapes.StructType, problems: list[RuleError]) -> None:
    known = [field.encode_name for field in shape.fields]
    _check_doubled(node, problems)
    for entry in node.entries:
        if entry.key not in known:
            hint = did_you_mean(entry.key, known) or f"fields here: {', '.join(known)}"
            problems.append(RuleError(f"unknown field `{entry.key}`", at=entry.place, hint=hint))


def _check_doubled(node: Fields, problems: list[RuleError]) -> None:
    first: dict[str, Place] = {}
    for entry in node.entries:
        if entry.key in first:
            hint = f"first on line {first[entry.key].line}"
            problems.append(RuleError(f"`{entry.key}` stands twice", at=entry.place, hint=hint))
        first.setdefault(entry.key, entry.place)


def _dict(node: Marked, shape: shapes.DictType, problems: list[RuleError]) -> Any:
    if not isinstance(node, Fields):
        return _wrong(node, _described(shape), problems)
    before = len(problems)
    _check_doubled(node, problems)
    made: dict[Any, Any] = {}
    for entry in node.entries:
        key = _value(Scalar(entry.key, entry.key, entry.place), shape.key_type, problems)
        made[key] = _given(entry, shape.value_type, problems)
    return made if len(problems) == before else _BAD


def _given(entry: Entry, shape: Any, problems: list[RuleError]) -> Any:
    """Read the value of a key; where there is none, blame what usually ate it."""
    if isinstance(entry.value, Scalar) and entry.value.written == "" and entry.value.value is None:
        # `{zh: 删去奖励,只请买家如实评价}` is two entries, the second without a value.
        hint = "between { and } a comma ends a text: put the text in quotes"
        problems.append(RuleError(f"`{_short(entry.key)}` has no value", at=entry.place, hint=hint))
        return _BAD
    return _value(entry.value, shape, problems)


def _list(node: Marked, shape: shapes.VarTupleType | shapes.ListType, problems: list[RuleError]) -> Any:
    if not isinstance(node, Items):
        return _wrong(node, _described(shape), problems)
    made = [_value(item, shape.item_type, problems) for item in node.items]
    if any(value is _BAD for value in made):
        return _BAD
    return tuple(made) if isinstance(shape, shapes.VarTupleType) else made


def _choice(node: Marked, shape: shapes.LiteralType | shapes.EnumType, problems: list[RuleError]) -> Any:
    choices = _choices(shape)
    if not isinstance(node, Scalar):
        return _wrong(node, _described(shape), problems)
    # `platforms: {ebay: off}`: YAML reads false there, but only one of the choices can be meant.
    word = node.value if isinstance(node.value, str) else node.written
    if word in choices:
        return shape.cls(word) if isinstance(shape, shapes.EnumType) else word
    hint = "; ".join(part for part in (did_you_mean(word, choices), f"one of: {', '.join(choices)}") if part)
    problems.append(RuleError(f"unknown value `{_short(word)}`", at=node.place, hint=hint))
    return _BAD


def _choices(shape: shapes.LiteralType | shapes.EnumType) -> list[str]:
    if isinstance(shape, shapes.EnumType):
        return [str(member.value) for member in shape.cls]
    return [str(value) for value in shape.values]


def _scalar(node: Marked, shape: Any, problems: list[RuleError]) -> Any:
    value = node.value if isinstance(node, Scalar) else _BAD
    match shape:
        case shapes.StrType() if isinstance(value, str):
            return value
        case shapes.BoolType() if isinstance(value, bool):
            return value
        case shapes.IntType() if isinstance(value, int) and not isinstance(value, bool):
            return value
        case shapes.FloatType() if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
        case shapes.NoneType() if value is None:
            return None
        case shapes.AnyType() if isinstance(node, Scalar):
            return value
        case _:
            return _wrong(node, _described(shape), problems)


# What is told ---------------------------------------------------------------------------------------------------------


def _wrong(node: Marked, wanted: str, problems: list[RuleError]) -> _Bad:
    problems.append(_mistaken(node, wanted))
    return _BAD


def _mistaken(node: Marked, wanted: str) -> RuleError:
    hint = ""
    if isinstance(node, Scalar) and not isinstance(node.value, str) and node.value is not None and "text" in wanted:
        hint = f'put it in quotes: "{node.written}"'
    elif isinstance(node, Scalar) and node.value is not None and wanted.startswith("a list"):
        hint = f"write [{_short(node.written)}]"
    return RuleError(f"expected {wanted}, got {_got(node)}", at=node.place, hint=hint)


def _got(node: Marked) -> str:
    match node:
        case Fields():
            return "a mapping"
        case Items():
            return "a list"
        case Scalar(value=None):
            return "nothing"
        case Scalar(value=bool(), written=written):
            return f"`{written}`, which YAML reads as {'true' if node.value else 'false'}"
        case Scalar(value=str(), written=written):
            return f"the text `{_short(written)}`"
        case Scalar(written=written):
            return f"the number {written}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39]}…"  # noqa: PLR2004


_WORDS: Final[Mapping[type, str]] = {
    shapes.StrType: "text",
    shapes.BoolType: "true or false",
    shapes.IntType: "a whole number",
    shapes.FloatType: "a number",
    shapes.NoneType: "nothing",
    shapes.AnyType: "a plain value",
    shapes.DictType: "a mapping",
    shapes.VarTupleType: "a list",
    shapes.ListType: "a list",
}


def _described(shape: Any) -> str:
    match shape:
        case shapes.UnionType(types=types):
            # The text before the mapping, and each said once: `text or a mapping (any, all, near, …)`.
            said = dict.fromkeys(_described(kind) for kind in types if not isinstance(kind, shapes.StructType))
            mapping = _mapping([kind for kind in types if isinstance(kind, shapes.StructType)])
            return " or ".join([*said, *mapping])
        case shapes.StructType():
            return _mapping([shape])[0]
        case shapes.LiteralType() | shapes.EnumType():
            return f"one of {', '.join(_choices(shape))}"
        case _:
            return _WORDS[type(shape)]


def _mapping(kinds: list[shapes.StructType]) -> list[str]:
    names = [str(kind.tag) for kind in kinds if kind.tag_field]
    names = names or [field.encode_name for kind in kinds for field in kind.fields]
    return [f"a mapping with {', '.join(names)}"] if kinds else []


def _extended(known: Concept, more: Concept) -> Concept:
    return msgspec.structs.replace(
        known,
        about=known.about | more.about,
        terms=_joined(known.terms, more.terms),
        patterns=_joined(known.patterns, more.patterns),
        passes=_joined(known.passes, more.passes),
        includes=_once(known.includes + more.includes),
        sounds=known.sounds or more.sounds,
    )


def _joined(known: Mapping[Any, tuple[T, ...]], more: Mapping[Any, tuple[T, ...]]) -> dict[Any, tuple[T, ...]]:
    return {key: _once(known.get(key, ()) + more.get(key, ())) for key in dict.fromkeys([*known, *more])}


def _once(values: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(values))


def check_references(loaded: Sequence[Loaded]) -> list[RuleError]:
    """Check what only all files together can tell."""
    return []
