"""From decoded packs to what the engine runs: numbered concepts, spellings, compiled formulas, scopes."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, pairwise, product
from typing import assert_never

import msgspec

from linter.errors import RuleError
from linter.match.columns import TermColumns, encoded
from linter.match.formula import Beside, Covering, FromBuyer, Many, Node, OneOf, Together, Use, Where
from linter.match.gates import demands
from linter.match.hit import Disguise
from linter.match.index import key_book, layouts
from linter.match.patterns import stored
from linter.match.reading import OWN_PLATFORM, Idea, Setting, Stretch
from linter.match.screen import screen_book
from linter.match.terms import Gap, Term
from linter.ruleset import schema
from linter.ruleset.compiled import Compiled, CompiledRule
from linter.ruleset.gating import Anchors, Ordinary, gated
from linter.ruleset.phrase import phrase
from linter.ruleset.schema import DETECTORS, THIS_PLATFORM, Concept, Guard, Pack
from linter.text import letters
from linter.text import sounds as sounds_
from linter.text.folding import fold

PLATFORM = "platform-"
CONCLUSIVE = Disguise.FOLDED
_GAP = re.compile(r"\s*(?:…|\.\.\.)\s*")
_LATIN = re.compile(r"[a-zß-ɏḀ-ỿ_]")
_EDGE = r"[a-z_ß-ɏḀ-ỿ]"
_WIDE_GAP = 28
_NARROW_GAP = 12
_SHORT_GAP = 4
_SHORTEST_STEM = 3
_MOST_NEEDS = 64
_SHORT_WITHOUT_ACCENTS = 6


def compile_pack(pack: Pack) -> Compiled:
    """Compile all rules that are not retired. Raises RuleError for a term that cannot be looked for."""
    return _Compiler(pack).run()


class _Compiler:
    """Numbers concepts as they come: detectors, named concepts, then hidden ones (phrases that pass, terms on the
    spot).
    """

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._guards: Mapping[str, Guard] = {g.guard: g for g in pack.guards}
        names = [*DETECTORS, *(c.concept for c in pack.concepts)]
        self._numbers = {name: n for n, name in enumerate(names)} | {THIS_PLATFORM: OWN_PLATFORM}
        self._ideas = [Idea(name, detector=name if n < len(DETECTORS) else "") for n, name in enumerate(names)]
        self._terms: list[Term] = []
        self._gaps: list[Gap] = []
        self._beside: dict[int, set[int]] = defaultdict(set)

    def run(self) -> Compiled:
        for concept in self._pack.concepts:
            self._concept(concept)
        rules = tuple(self._rule(r) for r in self._pack.rules if r.status != "retired")
        heard = {t.text for t in self._terms if t.sounds}
        homophones = sounds_.table(sorted(heard)) if heard else {}
        terms = tuple(dict.fromkeys(self._terms))
        ordinary = Ordinary(self._pack.rules)
        gaps = gated(self._gaps, ordinary)
        laid_out = layouts(terms, gaps, homophones)
        anchors = Anchors(self._ideas, terms, gaps, ordinary)
        ways = [(n, way) for n, rule in enumerate(rules) for way in anchors.of(rule.find)]
        kinds = {n: idea.detector for n, idea in enumerate(self._ideas) if idea.detector}
        return Compiled(
            ideas=tuple(self._ideas),
            terms=TermColumns.of(terms),
            gaps=encoded(gaps),
            ungated=tuple(n for n, gap in enumerate(gaps) if not gap.gate),
            keys=key_book(laid_out),
            screen=screen_book(ways, laid_out, terms, gaps, kinds),
            sounds=homophones,
            syllables=sounds_.syllables(sorted(set("".join(heard)))),
            platforms={name[len(PLATFORM) :]: n for name, n in self._numbers.items() if name.startswith(PLATFORM)},
            rules=rules,
            retired={r.id: r.replaced_by for r in self._pack.rules if r.status == "retired"},
            examples=msgspec.Raw(msgspec.msgpack.encode(ordinary.every)),
        )

    def _concept(self, concept: Concept) -> None:
        number = self._numbers[concept.concept]
        includes = tuple(self._numbers[name] for name in concept.includes)
        passes = self._hidden(f"{concept.concept}: passes", concept.passes) if any(concept.passes.values()) else -1
        self._ideas[number] = Idea(concept.concept, includes, passes)
        self._add_terms(number, concept.terms, sounds=concept.sounds)
        for patterns in concept.patterns.values():
            self._gaps += [_regex(number, p) for p in patterns]

    def _hidden(self, name: str, terms: Mapping[schema.Language, Iterable[str | schema.Term]]) -> int:
        number = len(self._ideas)
        self._ideas.append(Idea(name))
        self._add_terms(number, terms, sounds=False)
        return number

    def _add_terms(
        self, number: int, terms: Mapping[schema.Language, Iterable[str | schema.Term]], *, sounds: bool
    ) -> None:
        for language, some in terms.items():
            for entry in some:
                self._add_term(number, schema.as_term(entry), language, sounds=sounds and language == "zh")

    def _add_term(self, number: int, term: schema.Term, language: schema.Language, *, sounds: bool) -> None:
        # A gap at the edge of a term is none: `wait...`
        written = [piece for piece in _GAP.split(term.term.strip()) if piece]
        pieces = [fold(piece).text for piece in written]
        if not pieces or not all(piece.strip("* ") for piece in pieces):
            raise RuleError(f"the term `{term.term}` has no letters")
        before = self._numbers[term.preceded_by] if term.preceded_by else None
        after = self._numbers[term.followed_by] if term.followed_by else None
        self._beside[number].update(n for n in (before, after) if n is not None)
        if len(pieces) > 1 or "*" in pieces[0].strip("*"):
            if term.case or term.alone:
                raise RuleError(f"the term `{term.term}` has a gap", hint="`case` and `alone` are for terms without")
            self._gaps.append(_gap(number, pieces, disguised=term.disguises, before=before, after=after))
            return
        text = pieces[0].strip("*")
        if text != pieces[0] and (text[-1].isdecimal() or (text.isascii() and len(text) < _SHORTEST_STEM)):
            hint = "`*` is for letters after a stem of three or more"
            raise RuleError(f"`{term.term}` stands for almost any word", hint=hint)
        found = Term(
            text=text,
            concept=number,
            open_start=pieces[0].startswith("*"),
            open_end=pieces[0].endswith("*"),
            before=before,
            after=after,
            case=written[0].strip("*") if term.case else "",
            alone=term.alone,
            disguised=term.disguises and _hides_well(text),
            sounds=sounds and term.sounds and len(text) > 1,
            tongue=language if language != "any" and _is_anybodys(text) else "",
        )
        self._terms.append(found)
        spelled = sounds_.pinyin(text) if found.sounds else ""
        if spelled:
            how = int(Disguise.PINYIN)
            self._terms.append(Term(text=spelled, concept=number, before=before, after=after, how=how))

    def _rule(self, rule: schema.Rule) -> CompiledRule:
        find = self._node(rule.find)
        unless = tuple(self._node(node) for node in rule.unless)
        uses = frozenset(n for node in (find, *unless) for n in self._uses(node))
        return CompiledRule(
            id=rule.id,
            family=rule.id.partition("/")[0],
            severity=rule.severity,
            status=rule.status,
            find=find,
            unless=unless,
            guards=tuple(phrase(formula) for formula in rule.unless),
            mask=_mask(rule.disguises),
            needs=tuple(sorted(self._needs(find), key=len)),
            finds=frozenset(self._uses(find)),
            uses=uses,
            rests=frozenset(n for concept in uses for n in self._behind(concept)),
            hears=any(_hears(node) for node in (find, *unless)),
            across_turns=rule.across_turns,
            platforms=rule.platforms,
            markets=rule.markets,
            surfaces=frozenset(rule.surfaces),
            roles=frozenset(rule.roles),
            languages=rule.languages,
            effective=rule.effective,
            title=rule.title,
            message=rule.message,
            policy=rule.policy,
            fix=rule.fix,
        )

    def _node(self, node: schema.Formula) -> Node:  # noqa: C901, PLR0911, PLR0912  # one case a kind of formula
        match node:
            case str(name):
                return self._node(self._guards[name].when) if name in self._guards else Use(self._numbers[name])
            case schema.AnyOf():
                return OneOf(tuple(self._node(n) for n in node.any))
            case schema.AllOf():
                return self._together(node.all, Stretch("message"))
            case schema.Near():
                return self._together(node.near, _stretch(node.within), order=node.order)
            case schema.Count():
                return Many(self._node(node.count), node.at_least, _stretch(node.within))
            case schema.Terms():
                return Use(self._hidden("terms on the spot", node.terms))
            case schema.Pattern():
                return Use(self._pattern(node.regex))
            case schema.Buyer():
                return FromBuyer(self._node(node.buyer), node.turns)
            case schema.Where(where):
                surfaces = tuple(map(str, where.surfaces))
                return Where(Setting(where.platforms, where.markets, surfaces, where.ordered, where.said))
            case schema.Before():
                return Beside(self._node(node.before), "before", _stretch(node.within))
            case schema.After():
                return Beside(self._node(node.after), "after", _stretch(node.within))
            case schema.Around():
                return Beside(self._node(node.around), "around", _stretch(node.within))
            case schema.Inside():
                return Covering(self._node(node.inside))
            case schema.Without():
                raise RuleError("`without` stands outside near and all", hint="put it in the list of a near or an all")
            case _:
                assert_never(node)

    def _together(self, nodes: Sequence[schema.Formula], within: Stretch, *, order: bool = False) -> Together:
        parts = tuple(self._node(n) for n in nodes if not isinstance(n, schema.Without))
        without = tuple(self._node(n.without) for n in nodes if isinstance(n, schema.Without))
        return Together(parts, within, order, without)

    def _pattern(self, source: str) -> int:
        number = len(self._ideas)
        self._ideas.append(Idea(f"regex {source}"))
        self._gaps.append(_regex(number, source))
        return number

    def _uses(self, node: Node) -> Iterator[int]:
        """Every concept a formula reads, included ones too."""
        match node:
            case Use(concept):
                yield from self._closure(concept)
            case OneOf(parts):
                for part in parts:
                    yield from self._uses(part)
            case Together(parts):
                for part in (*parts, *node.without):
                    yield from self._uses(part)
            case Many(part) | FromBuyer(part) | Beside(part) | Covering(part):
                yield from self._uses(part)
            case Where():
                return
            case _:
                assert_never(node)

    def _closure(self, concept: int) -> frozenset[int]:
        if concept < 0:
            return frozenset()
        inner = (n for other in self._ideas[concept].includes for n in self._closure(other))
        return frozenset((concept, *inner))

    def _behind(self, concept: int) -> frozenset[int]:
        """The concept, the included ones, the phrases that pass, and what must stand beside a term."""
        known: set[int] = set()
        waiting = [concept]
        while waiting:
            number = waiting.pop()
            if number >= 0 and number not in known:
                known.add(number)
                idea = self._ideas[number]
                waiting += (*idea.includes, idea.passes, *self._beside[number])
        return frozenset(known)

    def _needs(self, node: Node) -> list[frozenset[int]]:
        """Sets of concepts of each of which the formula needs one; what includes a concept is told with it."""
        match node:
            case Use(concept):
                return [frozenset((concept,))] if concept >= len(DETECTORS) else []
            case OneOf(parts):
                ways = product(*(self._needs(part) for part in parts))
                return list(dict.fromkeys(frozenset[int]().union(*way) for way in islice(ways, _MOST_NEEDS)))
            case Together(parts):
                return list(dict.fromkeys(need for part in parts for need in self._needs(part)))
            case Many(part):
                return self._needs(part)
            case FromBuyer() | Where() | Beside() | Covering():
                return []
            case _:
                assert_never(node)


def _hears(node: Node) -> bool:
    """Whether a formula asks what the buyer said."""
    match node:
        case FromBuyer():
            return True
        case OneOf(parts):
            return any(_hears(part) for part in parts)
        case Together(parts):
            return any(_hears(part) for part in (*parts, *node.without))
        case Many(part) | Beside(part) | Covering(part):
            return _hears(part)
        case _:
            return False


def _stretch(within: schema.Within) -> Stretch:
    if isinstance(within, str):
        return Stretch(within)
    return Stretch("words", within.words) if within.words is not None else Stretch("characters", within.characters or 0)


def _mask(names: Sequence[str]) -> int:
    bits = int(CONCLUSIVE)
    for name in names:
        bits |= Disguise[name.upper()]
    return bits


def _hides_well(text: str) -> bool:
    """Whether a disguised spelling of the term can be told from chance: three letters, or two where a letter is
    one word.
    """
    return len(text) > (2 if text.isascii() else 1)


def _is_anybodys(text: str) -> bool:
    """Whether a word is so short that it, or what is left of it without its accents, is one in other languages too."""
    plain = letters.bare(text)
    longest = _SHORTEST_STEM if plain == text else _SHORT_WITHOUT_ACCENTS
    return len(text) <= longest and plain.isascii() and plain.replace(" ", "").isalpha()


def _regex(number: int, source: str) -> Gap:
    folded = [tuple(fold(literal).text for literal in demand) for demand in demands(source)]
    # A literal that folds away (an invisible character) stands in no text, and nothing can be looked for instead.
    spelt = [demand for demand in folded if all(demand)]
    if not spelt:
        return Gap(source=source, concept=number, pattern=True, code=stored(source))
    gate, *also = (tuple(dict.fromkeys(map(letters.bare, demand))) for demand in spelt)
    gap = Gap(source=source, concept=number, gate=gate, spelt=tuple(spelt), also=tuple(also), pattern=True)
    return msgspec.structs.replace(gap, code=stored(source))


def _gap(
    number: int, pieces: Sequence[str], *, disguised: bool, before: int | None = None, after: int | None = None
) -> Gap:
    bare = [letters.bare(piece) for piece in pieces]
    masked = [letters.canonical(piece) for piece in bare]
    gate, *rest = _literals(bare)
    hidden = disguised and sum(len(piece) for piece in bare) > _SHORT_GAP
    return Gap(
        source=_source(pieces),
        concept=number,
        gate=(gate,),
        also=tuple((piece,) for piece in rest),
        masked=_source(masked) if hidden else "",
        masked_gate=(_literals(masked)[0],) if hidden else (),
        before=before,
        after=after,
    )


def _literals(pieces: Sequence[str]) -> list[str]:
    """The stretches that every match contains, the longest first."""
    parts = (part for piece in pieces for part in re.split(r"[*\s]+", piece))
    return sorted(dict.fromkeys(filter(None, parts)), key=len, reverse=True)


def _source(pieces: Sequence[str]) -> str:
    source = _piece(pieces[0])
    for before, after in pairwise(pieces):
        width = _WIDE_GAP if _LATIN.match(before[-1]) or _LATIN.match(after[0]) else _NARROW_GAP
        source += rf"[^.!?。！？\n]{{0,{width}}}?" + _piece(after)
    return source


def _piece(piece: str) -> str:
    words = ["".join(_spelt(char) for char in word) for word in piece.split()]
    start = f"(?<!{_EDGE})" if _LATIN.match(piece[0]) else ""
    end = f"(?!{_EDGE})" if _LATIN.match(piece[-1]) else ""
    return start + r"\s+".join(words) + end


def _spelt(char: str) -> str:
    """One character of a term: an accent may be missing, a wrong one makes another word."""
    if char == "*":
        return f"{_EDGE}*"
    without = letters.ACCENTS.get(char)
    return f"[{char}{without}]" if without else re.escape(char)
