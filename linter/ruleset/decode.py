"""From YAML with places to rules, concepts and guards, telling every mistake of every file at once."""

import datetime as dt
import graphlib
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Final, NamedTuple, TypeVar

import msgspec
import regex
from msgspec import Struct
from msgspec import inspect as shapes

from linter.errors import Problems, RuleError, did_you_mean
from linter.match.patterns import compiled
from linter.model import Place
from linter.ruleset.marked import Entry, Fields, Items, Marked, Path, Places, Scalar, read
from linter.ruleset.packs import PackFile
from linter.ruleset.schema import (
    DETECTORS,
    FAMILIES,
    PLACEHOLDERS,
    RETIRED,
    THIS_PLATFORM,
    After,
    AllOf,
    AnyOf,
    Around,
    Before,
    Buyer,
    Change,
    Concept,
    Count,
    Dates,
    Example,
    Examples,
    Formula,
    Guard,
    Inside,
    Language,
    Near,
    Pack,
    Part,
    Pattern,
    Policy,
    Rule,
    Setting,
    Table,
    Term,
    Terms,
    Texts,
    Where,
    Without,
)

T = TypeVar("T")
_NAMED_BY: Final = {"rules": "id", "concepts": "concept", "guards": "guard", "tables": "table"}


class _Bad:
    """What a value that could not be read becomes; its mistake has been told."""


_BAD: Final = _Bad()


class Loaded(Struct, frozen=True):
    """One rule file, read. `places` follows `pack`; entries nobody could read are in neither, `broken` names them."""

    name: str
    pack: Pack
    places: Places
    project: bool = False
    broken: frozenset[str] = frozenset()


def load(packs: Iterable[PackFile]) -> tuple[Loaded, ...]:
    """Read and check rule files together. Raises Problems with every mistake, in the order of the files."""
    problems: list[RuleError] = []
    files = tuple(packs)
    loaded = tuple(pack for file in files if (pack := decode_pack(file, problems)))
    problems += check_references(loaded)
    if problems:
        raise Problems(in_order(problems, [file.name for file in files]))
    return loaded


def merged(loaded: Iterable[Loaded]) -> Pack:
    """Put all files together: a project's terms are added to the shipped concept of the same name, and the tables of
    platforms and markets to the rules they name.
    """
    rules: list[Rule] = []
    guards: list[Guard] = []
    tables: list[Table] = []
    concepts: dict[str, Concept] = {}
    for file in loaded:
        rules += file.pack.rules
        guards += file.pack.guards
        tables += file.pack.tables
        for concept in file.pack.concepts:
            known = concepts.get(concept.concept)
            concepts[concept.concept] = _extended(known, concept) if known else concept
    changed = tuple(_changed(rule, tables) for rule in rules)
    return Pack(rules=changed, concepts=tuple(concepts.values()), guards=tuple(guards), tables=tuple(tables))


def _changed(rule: Rule, tables: Iterable[Table]) -> Rule:
    """The rule with what differs by platform and market; what a table says of it outweighs what it says of its
    family.
    """
    family = rule.id.partition("/")[0]
    for table in tables:
        for name in (family, rule.id):
            change = table.changes.get(name)
            if change:
                rule = _with(rule, change, table)
    return rule


def _with(rule: Rule, change: Change, table: Table) -> Rule:
    key = (table.platform or "*") + (f"/{table.market}" if table.market else "")
    there = Where(Setting(_named_one(table.platform), _named_one(table.market)))
    policies = tuple(
        msgspec.structs.replace(p, platform=p.platform or table.platform, market=p.market or table.market)
        for p in change.policy
    )
    return msgspec.structs.replace(
        rule,
        platforms=rule.platforms | ({key: change.level} if change.level else {}),
        policy=rule.policy + policies,
        unless=rule.unless + tuple(AllOf((there, guard)) for guard in change.unless),
    )


def _named_one(name: str) -> tuple[str, ...]:
    return (name,) if name else ()


def where(loaded: Iterable[Loaded], kind: str, name: str, *path: str | int) -> Place:
    """Tell the place of a rule, concept or guard (`kind` names its list) or of something in it; empty if unknown."""
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
    alone = len(fitting) == 1 and not isinstance(fitting[0], shapes.StrType)
    problems += tries if alone else [_mistaken(node, _described(shape))]
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
    if value is None and isinstance(shape, shapes.NoneType):
        return None
    match shape:
        case shapes.StrType() if isinstance(value, str):
            return value
        case shapes.BoolType() if isinstance(value, bool):
            return value
        case shapes.IntType() if isinstance(value, int) and not isinstance(value, bool):
            return value
        case shapes.FloatType() if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
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
        case _:
            return f"the number {node.written}"


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else f"{line[:39]}…"  # noqa: PLR2004


_WORDS: Final[Mapping[type, str]] = {
    shapes.StrType: "text",
    shapes.BoolType: "true or false",
    shapes.IntType: "a whole number",
    shapes.FloatType: "a number",
    shapes.NoneType: "nothing",
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


# What only all files together can tell --------------------------------------------------------------------------------


def check_references(loaded: Sequence[Loaded]) -> list[RuleError]:
    """Find what is well-formed and still wrong: unknown or doubled names, circles, bad patterns, missing proof."""
    known = _known(loaded)
    problems = [*_doubled(loaded), *_circles(loaded)]
    for file in loaded:
        checker = _Checker(file, known, problems)
        for index, concept in enumerate(file.pack.concepts):
            checker.concept(concept, ("concepts", index))
        for index, guard in enumerate(file.pack.guards):
            checker.guard(guard, ("guards", index))
        for index, rule in enumerate(file.pack.rules):
            checker.rule(rule, ("rules", index))
        for index, table in enumerate(file.pack.tables):
            checker.table(table, ("tables", index))
    return in_order(problems, [file.name for file in loaded])


_NAME: Final = regex.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_RULE_ID: Final = regex.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*/[a-z0-9]+(?:-[a-z0-9]+)*")
_LANGUAGE_TAG: Final = regex.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")
_DATE: Final = regex.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BOUNDARY: Final = regex.compile(r"(?<!\\)(?:\\\\)*\K\\[bBmM]")
_MARK: Final = regex.compile(r"\[\[|\]\]")
_BLANK: Final = regex.compile(r"(?<!\{)\{([^{}]*)\}(?!\})")
_POSITIONAL: Final = (Before, After, Around, Inside)
_SHOWN: Final = ("en", "zh")


class _Known(NamedTuple):
    """Every name that a file may refer to, those of entries that could not be read included."""

    concepts: frozenset[str]
    guards: frozenset[str]
    rules: frozenset[str]


class _Seat(NamedTuple):
    """Where a formula stands: under which formula, and whether found words are there to measure from."""

    path: Path
    parent: Formula | None = None
    guarding: bool = False


def _known(loaded: Sequence[Loaded]) -> _Known:
    def names(kind: str) -> frozenset[str]:
        return frozenset(name for file in loaded for name, _ in _named(file, kind)) | broken

    broken = frozenset(name for file in loaded for name in file.broken)
    return _Known(names("concepts") | {*DETECTORS, THIS_PLATFORM}, names("guards"), names("rules"))


def _named(file: Loaded, kind: str) -> Iterator[tuple[str, Place]]:
    field = _NAMED_BY[kind]
    for index, entry in enumerate(getattr(file.pack, kind)):
        yield getattr(entry, field), file.places[kind, index, field]


def _doubled(loaded: Sequence[Loaded]) -> Iterator[RuleError]:
    for kind, noun in (("rules", "rule"), ("concepts", "concept"), ("guards", "guard"), ("tables", "table")):
        first: dict[tuple[str, bool], Place] = {}
        for file in loaded:
            # A project's concept of a shipped name adds to it; a rule or guard of a shipped name is a mistake.
            apart = file.project and kind == "concepts"
            for name, place in _named(file, kind):
                taken = first.setdefault((name, apart), place)
                if taken is not place:
                    yield RuleError(f"the {noun} `{name}` stands twice", at=place, hint=f"first at {taken}")


def _circles(loaded: Sequence[Loaded]) -> Iterator[RuleError]:
    yield from _circles_of(loaded, "concepts", "includes")
    yield from _circles_of(loaded, "guards", "when")


def _circles_of(loaded: Sequence[Loaded], kind: str, field: str) -> Iterator[RuleError]:
    edges: dict[str, dict[str, Place]] = {}
    for file in loaded:
        for index, entry in enumerate(getattr(file.pack, kind)):
            ways = edges.setdefault(getattr(entry, _NAMED_BY[kind]), {})
            for name, path in _references(entry, (kind, index, field)):
                ways.setdefault(name, file.places[path])
    while circle := _circle(edges):
        last = circle[-2], circle[-1]
        place = edges[last[0]].pop(last[1])
        yield RuleError(
            f"{kind} in a circle: {' → '.join(circle)}", at=place, hint="one of them must not refer to the next"
        )


def _references(entry: Concept | Guard, path: Path) -> Iterator[tuple[str, Path]]:
    if isinstance(entry, Concept):
        yield from ((name, (*path, index)) for index, name in enumerate(entry.includes))
        return
    for formula, seat in _spots(entry.when, _Seat(path, guarding=True)):
        if isinstance(formula, str) and seat.guarding:
            yield formula, seat.path


def _circle(edges: Mapping[str, Mapping[str, Place]]) -> list[str]:
    try:
        graphlib.TopologicalSorter({name: list(ways) for name, ways in edges.items()}).prepare()
    except graphlib.CycleError as error:
        found: list[str] = error.args[1]
        return found[::-1]
    return []


def _spots(formula: Formula, seat: _Seat) -> Iterator[tuple[Formula, _Seat]]:
    """Visit a formula and all formulas in it."""
    yield formula, seat
    if isinstance(formula, str | Terms | Pattern | Where):
        return
    operator = _operator(formula)
    inner: Formula | tuple[Formula, ...] = getattr(formula, operator)
    # Inside `before: …` names are concepts again: nothing has been found there to measure from.
    guarding = seat.guarding and not isinstance(formula, (*_POSITIONAL, Buyer))
    if isinstance(inner, tuple):
        for index, part in enumerate(inner):
            yield from _spots(part, _Seat((*seat.path, operator, index), formula, guarding))
    else:
        yield from _spots(inner, _Seat((*seat.path, operator), formula, guarding))


@cache
def _mistake_in(pattern: str) -> tuple[str, str, int | None] | None:
    """What is wrong with a regular expression: the problem, a hint and where; compiled once a process (3 ms each)."""
    try:
        nothing = compiled(pattern).match("")
    except regex.error as error:
        return f"not a regular expression: {getattr(error, 'msg', error)}", "", getattr(error, "pos", None)
    if nothing:
        return "this pattern also matches nothing at all", "make some part of it obligatory", None
    return None


def _operator(formula: Struct) -> str:
    return str(formula.__struct_config__.tag)


class _Checker:
    """Checks one file's entries against all names. Each method tells what is wrong with one thing."""

    def __init__(self, file: Loaded, known: _Known, problems: list[RuleError]) -> None:
        self.file = file
        self.known = known
        self.problems = problems

    def tell(self, problem: str, path: Path, hint: str = "", *, offset: int | None = None) -> None:
        at = self.file.places[path] if offset is None else self.file.places.inside(path, offset)
        self.problems.append(RuleError(problem, at=at, hint=hint))

    # Concepts and guards

    def concept(self, concept: Concept, path: Path) -> None:
        self._named(concept.concept, (*path, "concept"))
        if concept.concept in DETECTORS:
            self.tell(f"`{concept.concept}` is a detector", (*path, "concept"), "choose another name")
        if not (concept.terms or concept.patterns or concept.includes):
            self.tell(f"the concept `{concept.concept}` holds nothing", path, "give it terms, patterns or includes")
        self._texts(concept.about, (*path, "about"))
        self._terms(concept.terms, (*path, "terms"))
        self._terms(concept.passes, (*path, "passes"))
        for index, name in enumerate(concept.includes):
            self._concept_name(name, (*path, "includes", index))
        for language, patterns in concept.patterns.items():
            for index, pattern in enumerate(patterns):
                self._pattern(pattern, (*path, "patterns", language, index))

    def guard(self, guard: Guard, path: Path) -> None:
        self._named(guard.guard, (*path, "guard"))
        if guard.guard in self.known.concepts:
            # In `unless` nobody could say which of the two is meant.
            self.tell(f"a concept or detector is called `{guard.guard}` too", (*path, "guard"), "choose another name")
        self._texts(guard.about, (*path, "about"))
        self._formula(guard.when, _Seat((*path, "when"), guarding=True))

    def _named(self, name: str, path: Path) -> None:
        if not _NAME.fullmatch(name):
            self.tell(f"`{_short(name)}` is not a name", path, "lower case letters and digits, joined by `-`")

    def _terms(self, terms: Mapping[Language, tuple[str | Term, ...]], path: Path) -> None:
        for language, some in terms.items():
            for index, term in enumerate(some):
                self._term(term, (*path, language, index))

    def _term(self, term: str | Term, path: Path) -> None:
        written = term if isinstance(term, str) else term.term
        if not written.strip(" *.…"):
            self.tell("an empty term", path)
        if isinstance(term, Term):
            for beside in ("followed_by", "preceded_by"):
                name = getattr(term, beside)
                if name is not None:
                    self._concept_name(name, (*path, beside))

    def _concept_name(self, name: str, path: Path) -> None:
        if name in self.known.concepts:
            return
        hint = f"`{name}` is a guard: it stands under `unless`" if name in self.known.guards else ""
        hint = hint or did_you_mean(name, sorted(self.known.concepts)) or f"detectors: {', '.join(DETECTORS)}"
        self.tell(f"no concept or detector is called `{_short(name)}`", path, hint)

    def _pattern(self, pattern: str, path: Path) -> None:
        edge = _BOUNDARY.search(pattern)
        if edge:
            hint = "leave it out: word edges are found by script, and \\b does not see the one in 加我vx"
            self.tell(f"`{edge[0]}` in a pattern", path, hint, offset=edge.start())
            return
        mistake = _mistake_in(pattern)
        if mistake:
            problem, hint, offset = mistake
            self.tell(problem, path, hint, offset=offset)

    # Formulas

    def _formula(self, formula: Formula, seat: _Seat) -> None:
        for part, spot in _spots(formula, seat):
            if isinstance(part, str):
                self._name(part, spot)
            else:
                self._parts(part, spot.path)
                self._seat(part, spot)

    def _name(self, name: str, seat: _Seat) -> None:
        if not (seat.guarding and name in self.known.guards):
            if seat.guarding and name not in self.known.concepts:
                choices = sorted(self.known.guards | self.known.concepts)
                self.tell(f"no guard or concept is called `{_short(name)}`", seat.path, did_you_mean(name, choices))
                return
            self._concept_name(name, seat.path)

    def _seat(self, formula: Formula, seat: _Seat) -> None:
        if isinstance(formula, _POSITIONAL) and not seat.guarding:
            operator = _operator(formula)
            self.tell(
                f"`{operator}` has no found words to measure from", seat.path, "it belongs in `unless` and guards"
            )
        if isinstance(formula, Without) and not isinstance(seat.parent, Near | AllOf):
            self.tell("`without` stands alone", seat.path, "it says what a `near` or `all` around it must not hold")

    def _parts(self, formula: Formula, path: Path) -> None:
        match formula:
            case AnyOf(any=()):
                self.tell("`any` of nothing", path)
            case AllOf(all=parts) | Near(near=parts):
                operator = _operator(formula)
                if len(parts) < 2:  # noqa: PLR2004
                    self.tell(f"`{operator}` needs two or more", path, "one alone needs no operator")
                elif all(isinstance(part, Without) for part in parts):
                    self.tell(f"`{operator}` says only what must not be there", path, "add what must")
            case Count(at_least=least) if least < 2:  # noqa: PLR2004
                self.tell("`at_least` is 2 or more", (*path, "at_least"), "one place needs no `count`")
            case Buyer(turns=turns) if turns < 1:
                self.tell("`turns` is 1 or more", (*path, "turns"))
            case Terms(terms=terms):
                self._terms(terms, (*path, "terms"))
            case Pattern(regex=pattern):
                self._pattern(pattern, (*path, "regex"))
            case _:
                pass
        within = getattr(formula, "within", None)
        if isinstance(within, Part):
            self._within(within, (*path, "within"))

    def _within(self, within: Part, path: Path) -> None:
        stated = [size for size in (within.words, within.characters) if size is not None]
        if len(stated) != 1:
            self.tell("`within` needs `words` or `characters`, one of them", path)
        elif stated[0] < 1:
            self.tell("a stretch is 1 or longer", path)

    # Rules

    def rule(self, rule: Rule, path: Path) -> None:
        self._rule_id(rule, path)
        if rule.status == "retired":
            return
        self._formula(rule.find, _Seat((*path, "find")))
        for index, guard in enumerate(rule.unless):
            self._formula(guard, _Seat((*path, "unless", index), guarding=True))
        for name in ("title", "message", "why"):
            self._texts(getattr(rule, name), (*path, name))
        self._texts(rule.fix.advice, (*path, "fix", "advice"))
        self._texts(rule.fix.say, (*path, "fix", "say"))
        self._texts(rule.fix.replace, (*path, "fix", "replace"))
        self._blanks(rule.message, (*path, "message"))
        for index, policy in enumerate(rule.policy):
            self._policy(policy, (*path, "policy", index))
        self._dates(rule.effective, (*path, "effective"))
        self._examples(rule.examples, (*path, "examples"))
        if rule.status == "stable":
            self._proof(rule, path)

    def table(self, table: Table, path: Path) -> None:
        self._named(table.table, (*path, "table"))
        self._texts(table.about, (*path, "about"))
        if not (table.platform or table.market):
            self.tell("a table of no platform and no market", path, "say `platform:` or `market:`, or both")
        families = {name.partition("/")[0] for name in self.known.rules}
        for name, change in table.changes.items():
            here = (*path, "changes", name)
            if name not in self.known.rules | families:
                hint = did_you_mean(name, sorted(self.known.rules | families))
                self.tell(f"no rule or family is called `{_short(name)}`", here, hint)
            if change.examples != Examples() and name not in self.known.rules:
                self.tell("examples of a family", (*here, "examples"), "name the one rule they prove")
            for index, guard in enumerate(change.unless):
                self._formula(guard, _Seat((*here, "unless", index), guarding=True))
            for index, policy in enumerate(change.policy):
                self._policy(policy, (*here, "policy", index))
            self._examples(change.examples, (*here, "examples"))

    def _rule_id(self, rule: Rule, path: Path) -> None:
        family = rule.id.partition("/")[0]
        if not _RULE_ID.fullmatch(rule.id):
            self.tell(f"`{_short(rule.id)}` is not a rule id", (*path, "id"), "family/name, as in `reviews/paid`")
        elif family not in FAMILIES:
            hint = did_you_mean(family, FAMILIES) or f"one of: {', '.join(FAMILIES)}"
            self.tell(f"no family is called `{family}`", (*path, "id"), hint)
        if rule.replaced_by and (rule.replaced_by not in self.known.rules or rule.replaced_by == rule.id):
            hint = did_you_mean(rule.replaced_by, sorted(self.known.rules - {rule.id}))
            self.tell(f"no other rule is called `{rule.replaced_by}`", (*path, "replaced_by"), hint)

    def _texts(self, texts: Texts, path: Path) -> None:
        for language, text in texts.items():
            if not _LANGUAGE_TAG.fullmatch(language):
                self.problems.append(
                    RuleError(f"`{_short(language)}` is not a language", at=self.file.places.key((*path, language)))
                )
            elif not text.strip():
                self.tell("an empty text", (*path, language))

    def _blanks(self, texts: Texts, path: Path) -> None:
        for language, text in texts.items():
            for blank in _BLANK.finditer(text):
                if blank[1] not in PLACEHOLDERS:
                    hint = f"known: {', '.join(f'{{{name}}}' for name in PLACEHOLDERS)}"
                    self.tell(f"nothing fills `{blank[0]}`", (*path, language), hint, offset=blank.start())

    def _policy(self, policy: Policy, path: Path) -> None:
        self._date(policy.checked, (*path, "checked"))
        if policy.url and not policy.url.startswith(("https://", "http://")):
            self.tell(f"`{_short(policy.url)}` is not an address", (*path, "url"), "it begins with https://")
        elif not policy.url and policy.basis != "house":
            self.tell(f"a policy with the basis `{policy.basis}` needs a `url`", path, "`house` rules need none")

    def _dates(self, dates: Dates, path: Path) -> None:
        for name, date in (("from", dates.since), ("to", dates.to)):
            if date is not None:
                self._date(date, (*path, name))
        if dates.since and dates.to and dates.since > dates.to:
            self.tell("it ends before it begins", (*path, "to"))

    def _date(self, date: str, path: Path) -> None:
        if not _is_date(date):
            self.tell(f"`{_short(date)}` is not a date", path, "write it as 2026-11-22")

    def _proof(self, rule: Rule, path: Path) -> None:
        for name, texts in (("title", rule.title), ("message", rule.message), ("fix.advice", rule.fix.advice)):
            for language in _SHOWN:
                if language not in texts:
                    self.tell(f"`{name}` says nothing in {language}", (*path, *name.split(".")))
        for name in ("bad", "good"):
            if not getattr(rule.examples, name):
                self.tell(f"a stable rule needs a {name} example", (*path, "examples"), "or `status: draft`")
        if not rule.policy:
            self.tell("a stable rule needs a policy", (*path, "policy"), "`basis: house` if nobody published one")

    # Examples

    def _examples(self, examples: Examples, path: Path) -> None:
        for name in ("bad", "good", "todo"):
            some: tuple[str | Example, ...] = getattr(examples, name)
            for index, example in enumerate(some):
                self._example(example, (*path, name, index), name)

    def _example(self, example: str | Example, path: Path, kind: str) -> None:
        if isinstance(example, Example):
            self._shape_of(example, path)
        # Both or neither of text and thread has been told.
        texts = list(_spoken(example, path))
        marks = sum(self._marks(text, where, kind=kind if sold else "good") for text, where, sold in texts)
        if kind == "bad" and texts and not marks:
            self.tell("a bad example without marks", path, "put [[ ]] around the words the finding rests on")

    def _shape_of(self, example: Example, path: Path) -> None:
        if (example.text is None) == (not example.thread):
            self.tell("an example is a `text` or a `thread`, one of them", path)
        for index, turn in enumerate(example.thread):
            if (turn.buyer is None) == (turn.seller is None):
                self.tell("a turn is the `buyer`'s or the `seller`'s", (*path, "thread", index))
        if example.as_of:
            self._date(example.as_of, (*path, "as_of"))

    def _marks(self, text: str, path: Path, *, kind: str) -> int:
        """Count the marks of an example, telling the first that is out of place."""
        marks = list(_MARK.finditer(text))
        if not text.strip():
            self.tell("an empty example", path)
        if kind == "good" and marks:
            self.tell("marks where nothing is to be found", path, "leave the [[ ]] out", offset=marks[0].start())
            return len(marks)
        for index, mark in enumerate(marks):
            wanted = "]]" if index % 2 else "[["
            if mark[0] != wanted:
                self.tell(f"`{mark[0]}` where `{wanted}` is due", path, offset=mark.start())
                return len(marks)
        if len(marks) % 2:
            self.tell("`[[` without `]]`", path, offset=marks[-1].start())
        for left, right in zip(marks[::2], marks[1::2], strict=False):
            if not text[left.end() : right.start()].strip():
                self.tell("marks around nothing", path, offset=left.start())
        return len(marks)


def _spoken(example: str | Example, path: Path) -> Iterator[tuple[str, Path, bool]]:
    """Say each text of an example, its path, and whether the seller speaks."""
    if isinstance(example, str):
        yield example, path, True
        return
    if example.text is not None:
        # A text that is no mapping stands at the path of the example itself.
        yield example.text, (*path, "text"), True
    for index, turn in enumerate(example.thread):
        if turn.seller is not None:
            yield turn.seller, (*path, "thread", index, "seller"), True
        if turn.buyer is not None:
            yield turn.buyer, (*path, "thread", index, "buyer"), False


def _is_date(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return bool(_DATE.fullmatch(text))
