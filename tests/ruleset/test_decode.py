import msgspec
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.errors import Problems
from linter.model import Place, Severity
from linter.ruleset import schema
from linter.ruleset.decode import check_references, decode, decode_pack, load, merged, where
from linter.ruleset.marked import read
from linter.ruleset.packs import PackFile
from linter.ruleset.schema import (
    AnyOf,
    Around,
    Concept,
    Near,
    Part,
    Pattern,
    Term,
)

PROVEN = """
    severity: block
    title: {en: A, zh: 甲}
    message: {en: "“{match}” a", zh: "“{match}”甲"}
    policy: [{title: P, basis: official, checked: 2026-11-22, url: "https://example.com"}]
    fix: {advice: {en: Drop it., zh: 删去。}}
    examples: {bad: ["[[gift]]"], good: [hello]}
"""
WORDS = """
concepts:
  - {concept: reward, terms: {en: [gift]}}
  - {concept: review, terms: {en: [review]}}
guards:
  - {guard: negated, when: {before: {terms: {en: [never]}}}}
"""


def pack(text, name="x.yaml", *, project=False):
    return PackFile(name, text.encode(), project)


def told(*texts):
    with pytest.raises(Problems) as caught:
        load([pack(text, f"{n}.yaml") for n, text in enumerate(texts)])
    return [str(error) for error in caught.value.errors]


def told_of_rule(lines, **changed):
    """Tell what is wrong with an otherwise sound rule that says `lines`, or says something else for a field."""
    proven = PROVEN
    for field, value in changed.items():
        proven = "\n".join(f"    {field}: {value}" if f"    {field}:" in line else line for line in proven.split("\n"))
    return told(f"rules:\n  - {lines}{proven}{WORDS}")


def read_as(text, kind):
    problems = []
    made = decode(read(f"a: {text}", "x.yaml").get("a").value, kind, problems)
    return made, [str(problem) for problem in problems]


def test_five_mistakes_are_told_at_once_with_place_and_hint():
    text = """rules:
  - id: reviews/paid
    sevrity: block
    severity: blok
    title: {en: [Reward]}
    severity: warn
    find: {neer: [reward, review]}
    message: {en: no, zh: 返现}
    policy: []
    fix: {advice: {zh: 删去奖励,只请买家如实评价}}
"""
    assert told(text) == [
        "0.yaml:2:5: missing field `examples` (it holds a mapping with bad, good, todo)",
        "0.yaml:3:5: unknown field `sevrity` (did you mean `severity`?)",
        "0.yaml:4:15: unknown value `blok` (did you mean `block`?; one of: note, warn, block)",
        "0.yaml:5:17: expected text, got a list",
        "0.yaml:6:5: `severity` stands twice (first on line 4)",
        "0.yaml:7:12: unknown operator `neer` (did you mean `near`?)",
        '0.yaml:8:19: expected text, got `no`, which YAML reads as false (put it in quotes: "no")',
        "0.yaml:10:29: `只请买家如实评价` has no value (between { and } a comma ends a text: put the text in quotes)",
    ]


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("reward", "reward"),
        ("{near: [a, b]}", Near(near=("a", "b"))),
        ("{near: [a, b], within: clause}", Near(near=("a", "b"), within="clause")),
        ("{near: [a, b], within: {words: 8}}", Near(near=("a", "b"), within=Part(words=8))),
        ("{around: {any: [a]}, within: {characters: 3}}", Around(around=AnyOf(any=("a",)), within=Part(characters=3))),
        ("{regex: '[+]x'}", Pattern(regex="[+]x")),
        ("{terms: {any: [a, {term: b, case: true}]}}", schema.Terms(terms={"any": ("a", Term("b", case=True))})),
    ],
)
def test_a_formula_is_a_name_or_one_operator(text, formula):
    assert read_as(text, schema.Formula) == (formula, [])


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("{}", "an empty formula (one of: any, all, near"),
        ("{frobnicate: [a]}", "unknown operator `frobnicate` (one of: any, all, near"),
        ("{near: [a], any: [b]}", "`near` and `any` in one formula (one operator a mapping"),
        ("{near: [a, b], withn: clause}", "unknown field `withn` (did you mean `within`?)"),
        ("{near: [a, b], op: near}", "unknown field `op`"),
        ("[a, b]", "expected text or a mapping with any, all, near"),
        ("~", "expected text or a mapping with any, all, near"),
        (
            "no",
            "around, inside, got `no`, which YAML reads as false (put it in quotes",
        ),
        ("{near: a}", "expected a list, got the text `a` (write [a])"),
        ("{near: [a, b], within: claus}", "unknown value `claus` (did you mean `clause`?"),
        ("{near: [a, b], within: {word: 3}}", "unknown field `word` (did you mean `words`?)"),
        ("{near: [a, b], within: 3}", "unknown value `3`"),
        ("{count: a, at_least: 2.5}", "expected a whole number, got the number 2.5"),
        ("{count: a, at_least: yes}", "expected a whole number, got `yes`, which YAML reads as true"),
        ("{near: [a, b], order: maybe}", "expected true or false, got the text `maybe`"),
        ("{near: [a, b], order: [x]}", "expected true or false, got a list"),
        ("{terms: {zz: [a]}}", "unknown value `zz`"),
        ("{terms: {en: [1688]}}", 'the number 1688 (put it in quotes: "1688")'),
    ],
)
def test_a_wrong_formula_is_told(text, says):
    made, problems = read_as(text, schema.Formula)
    assert made is None
    assert says in problems[0]


@pytest.mark.parametrize(
    ("text", "kind", "made"),
    [
        ("{ebay: off, etsy: warn}", dict[str, schema.Level], {"ebay": "off", "etsy": "warn"}),
        ("[seller, bot]", list[str], ["seller", "bot"]),
        ("block", Severity, Severity.BLOCK),
        ("{from: 2026-01-01}", schema.Dates, schema.Dates(since="2026-01-01")),
        ("1", float, 1.0),
        ("~", float | None, None),
        ("{words: ~}", Part, Part()),
    ],
)
def test_off_and_dates_need_no_quotes(text, kind, made):
    assert read_as(text, kind) == (made, [])


@pytest.mark.parametrize(
    ("text", "kind"),
    [("[a]", schema.Part), ("x", dict[str, str]), ("[a]", Severity), ("{a: b}", list[str]), ("x", float)],
)
def test_another_kind_of_value_is_told(text, kind):
    made, problems = read_as(text, kind)
    assert made is None
    assert problems[0].startswith("x.yaml:1:4: expected ")


def test_a_value_that_fits_nothing_is_told_once():
    assert read_as("[a]", int | str | None) == (
        None,
        ["x.yaml:1:4: expected a whole number or text or nothing, got a list"],
    )
    assert read_as("1.5", int | bool)[1] == ["x.yaml:1:4: expected a whole number or true or false, got the number 1.5"]


def test_a_broken_entry_keeps_neither_the_others_nor_their_places_from_being_read():
    problems = []
    loaded = decode_pack(
        pack("concepts:\n  - {concept: a, trms: {}}\n  - {concept: b, terms: {en: [x]}}\n  - 7\n"), problems
    )
    assert [concept.concept for concept in loaded.pack.concepts] == ["b"]
    assert loaded.places["concepts", 0, "terms", "en", 0] == Place("x.yaml", 3, 31)
    assert loaded.broken == {"a"}
    assert len(problems) == 2


def test_a_broken_concept_is_still_known_by_name():
    assert told("concepts:\n  - {concept: a, trms: {}}\n  - {concept: b, includes: [a]}\n") == [
        "0.yaml:2:18: unknown field `trms` (did you mean `terms`?)"
    ]


def test_what_is_no_list_and_no_field_of_a_pack_is_told():
    assert told("rules: {}\nrulez: []\n") == [
        "0.yaml:1:8: expected a list, got a mapping",
        "0.yaml:2:1: unknown field `rulez` (did you mean `rules`?)",
    ]


def test_an_unreadable_file_does_not_hide_the_mistakes_of_the_next():
    broken, wrong = told("a: b: c", "rules: 1")
    assert broken.startswith("0.yaml:1:5: not YAML: mapping values are not allowed")
    assert wrong == "1.yaml:1:8: expected a list, got the number 1 (write [1])"


def test_a_mistake_behind_an_alias_is_told_once():
    policy = "{title: P, basis: official, checked: 2026-11-22, ulr: x}"
    text = f"rules:\n  - {{id: reviews/a, status: retired, policy: &p [{policy}]}}\n"
    text += "  - {id: reviews/b, status: retired, policy: *p}\n"
    assert told(text) == ["0.yaml:2:99: unknown field `ulr` (did you mean `url`?)"]


def test_a_sound_pack_is_told_nothing_of():
    rule = "  - id: reviews/paid\n    find: {near: [reward, review], within: {words: 8}}\n    unless: [negated]"
    loaded = load([pack(f"rules:\n{rule}{PROVEN}{WORDS}")])
    assert check_references(loaded) == []
    assert where(loaded, "rules", "reviews/paid", "examples", "bad", 0) == Place("x.yaml", 10, 22)
    assert where(loaded, "guards", "negated") == Place("x.yaml", 16, 5)
    assert where(loaded, "rules", "reviews/none") == Place()


def test_a_retired_rule_needs_nothing_but_its_id():
    text = "rules:\n  - {id: reviews/old, status: retired, replaced_by: reviews/new}\n"
    text += "  - {id: reviews/new, status: retired}\n"
    (old, _) = merged(load([pack(text)])).rules
    assert old.replaced_by == "reviews/new"


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ("{id: reviews/old, status: retired, replaced_by: reviews/nw}", "no other rule is called `reviews/nw`"),
        ("{id: reviews/old, status: retired, replaced_by: reviews/old}", "no other rule is called"),
        ("{id: Reviews, status: retired}", "`Reviews` is not a rule id (family/name"),
        ("{id: reviws/old, status: retired}", "no family is called `reviws` (did you mean `reviews`?)"),
        ("{id: zz/old, status: retired}", "no family is called `zz` (one of: diversion"),
    ],
)
def test_a_wrong_id_is_told(lines, says):
    assert says in told(f"rules:\n  - {lines}\n  - {{id: reviews/new, status: retired}}")[0]


@pytest.mark.parametrize(
    ("formula", "place", "says"),
    [
        ("rewrad", "0.yaml:3:11", "no concept or detector is called `rewrad` (did you mean `reward`?)"),
        ("qqqqqqqq", "0.yaml:3:11", "detectors: phone, url"),
        ("negated", "0.yaml:3:11", "`negated` is a guard: it stands under `unless`"),
        ("{all: [reward, {any: [revew]}]}", "0.yaml:3:33", "did you mean `review`?"),
        ("{before: reward}", "0.yaml:3:11", "`before` has no found words to measure from"),
        ("{any: [{inside: reward}]}", "0.yaml:3:18", "`inside` has no found words"),
        ("{without: reward}", "0.yaml:3:11", "`without` stands alone"),
        ("{any: [reward, {without: review}]}", "0.yaml:3:26", "`without` stands alone"),
        ("{near: [{without: reward}, {without: review}]}", "0.yaml:3:11", "only what must not be there"),
        ("{near: [reward]}", "0.yaml:3:11", "`near` needs two or more"),
        ("{any: []}", "0.yaml:3:11", "`any` of nothing"),
        ("{count: reward, at_least: 1}", "0.yaml:3:37", "`at_least` is 2 or more"),
        ("{buyer: reward, turns: 0}", "0.yaml:3:34", "`turns` is 1 or more"),
        ("{near: [reward, review], within: {}}", "0.yaml:3:44", "one of them"),
        ("{near: [reward, review], within: {words: 1, characters: 2}}", "0.yaml:3:44", "one of them"),
        ("{near: [reward, review], within: {words: 0}}", "0.yaml:3:44", "1 or longer"),
        ("{regex: '(a'}", "0.yaml:3:22", "not a regular expression: missing )"),
        ("{regex: 'é''[微'}", "0.yaml:3:25", "unterminated character set"),
        (r"{regex: '微\bvx'}", "0.yaml:3:21", r"`\b` in a pattern"),
        (r"{regex: '\\\bvx'}", "0.yaml:3:22", r"`\b` in a pattern"),
        ("{regex: 'a*'}", "0.yaml:3:19", "matches nothing at all"),
        ("{terms: {en: [' ']}}", "0.yaml:3:25", "an empty term"),
        ("{terms: {en: ['*']}}", "0.yaml:3:25", "an empty term"),
        ("{terms: {en: [{term: x, followed_by: pric}]}}", "0.yaml:3:48", "did you mean `price`?"),
    ],
)
def test_what_a_formula_may_not_say(formula, place, says):
    problems = told_of_rule(f"id: reviews/paid\n    find: {formula}")
    assert problems[0].startswith(f"{place}: ")
    assert says in problems[0]
    assert len(problems) == 1


def test_two_backslashes_before_a_b_are_no_word_edge():
    load([pack("concepts: [{concept: a, patterns: {any: ['x\\\\\\\\b']}}]")])


@pytest.mark.parametrize(
    ("unless", "says"),
    [
        ("[negatd]", "no guard or concept is called `negatd` (did you mean `negated`?)"),
        ("[{before: negated}]", "`negated` is a guard"),
        ("[{buyer: {before: reward}}]", "`before` has no found words"),
    ],
)
def test_what_a_guard_may_not_say(unless, says):
    assert says in told_of_rule(f"id: reviews/paid\n    find: reward\n    unless: {unless}")[0]


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("title", "{en: A}", "`title` says nothing in zh"),
        ("title", "{en: A, zh: ' '}", "an empty text"),
        ("title", "{en: A, zh: 甲, EN: B}", "`EN` is not a language"),
        ("message", "{en: '{mach}', zh: 甲}", "nothing fills `{mach}` (known: {match})"),
        ("fix", "{advice: {zh: 甲}}", "`fix.advice` says nothing in en"),
        ("policy", "[]", "a stable rule needs a policy"),
        ("policy", "[{title: P, basis: law, checked: 2026-11-22}]", "with the basis `law` needs a `url`"),
        ("policy", "[{title: P, basis: house, checked: 22.11.2026}]", "`22.11.2026` is not a date"),
        ("policy", "[{title: P, basis: house, checked: 20261122}]", "expected text, got the number"),
        ("policy", "[{title: P, basis: house, checked: 2026-02-30}]", "`2026-02-30` is not a date"),
        ("policy", "[{title: P, basis: law, checked: 2026-11-22, url: example.com}]", "is not an address"),
        ("examples", "{good: [a]}", "a stable rule needs a bad example"),
        ("examples", "{bad: ['[[a]]']}", "a stable rule needs a good example"),
        ("examples", "{bad: [a], good: [b]}", "a bad example without marks"),
        ("examples", "{bad: ['[[a'], good: [b]}", "`[[` without `]]`"),
        ("examples", "{bad: ['a]]'], good: [b]}", "`]]` where `[[` is due"),
        ("examples", "{bad: ['[[a [[b]]'], good: [b]}", "`[[` where `]]` is due"),
        ("examples", "{bad: ['[[]]'], good: [b]}", "marks around nothing"),
        ("examples", "{bad: ['[[a]]'], good: ['[[b]]']}", "leave the [[ ]] out"),
        ("examples", "{bad: ['[[a]]'], good: [' ']}", "an empty example"),
        ("examples", "{bad: [{text: '[[a]]', thread: [{buyer: x}]}], good: [b]}", "one of them"),
        ("examples", "{bad: [{lang: en}], good: [b]}", "one of them"),
        ("examples", "{bad: [{thread: [{buyer: x, seller: '[[y]]'}]}], good: [b]}", "the `buyer`'s or the `seller`'s"),
        ("examples", "{bad: [{thread: [{buyer: '[[x]]'}, {seller: '[[y]]'}]}], good: [b]}", "leave the [[ ]] out"),
        ("examples", "{bad: [{text: '[[a]]', as_of: today}], good: [b]}", "`today` is not a date"),
    ],
)
def test_what_a_stable_rule_may_not_lack(field, value, says):
    problems = told_of_rule("id: reviews/paid\n    find: reward", **{field: value})
    assert says in problems[0]
    assert len(problems) == 1


def test_marks_are_told_to_the_column():
    problems = told_of_rule("id: reviews/paid\n    find: reward", examples="{bad: ['亲,[[a'], good: [b]}")
    assert problems[0].startswith("0.yaml:9:25: ")


def test_a_thread_of_turns_and_a_todo_are_sound():
    examples = (
        "{bad: [{thread: [{buyer: hi}, {seller: '[[gift]]'}], as_of: 2026-01-01}], good: [a], todo: [b, '[[c]]']}"
    )
    rule = PROVEN.replace('{bad: ["[[gift]]"], good: [hello]}', examples)
    dates = "{from: 2026-01-01, to: 2026-02-01}"
    load([pack(f"rules:\n  - id: reviews/paid\n    find: reward\n    effective: {dates}{rule}{WORDS}")])


def test_dates_that_end_before_they_begin_are_told():
    problems = told_of_rule("id: reviews/a\n    find: reward\n    effective: {from: 2026-02-01, to: 2026-01-01}")
    assert "it ends before it begins" in problems[0]


def test_a_draft_needs_no_proof():
    load(
        [
            pack(
                f"rules:\n  - id: reviews/a\n    status: draft\n    find: reward{PROVEN}{WORDS}".replace(
                    '["[[gift]]"]', "[]"
                )
            )
        ]
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("concepts: [{concept: phone, terms: {en: [x]}}]", "`phone` is a detector"),
        ("concepts: [{concept: a b, terms: {en: [x]}}]", "`a b` is not a name"),
        ("concepts: [{concept: a}]", "the concept `a` holds nothing"),
        ("concepts: [{concept: a, includes: [bb]}]", "no concept or detector is called `bb`"),
        ("guards: [{guard: phone, when: {around: url}}]", "a concept or detector is called `phone` too"),
        ("concepts: [{concept: a, includes: [a]}]", "concepts in a circle: a → a"),
        (
            "concepts: [{concept: a, includes: [b]}, {concept: b, includes: [c]}, {concept: c, includes: [a, b]}]",
            "in a circle",
        ),
        ("guards: [{guard: a, when: {any: [b, {before: url}]}}, {guard: b, when: a}]", "guards in a circle:"),
    ],
)
def test_what_a_concept_or_guard_may_not_say(text, says):
    assert says in told(text)[0]


def test_every_circle_is_told():
    circles = "concepts: [{concept: a, includes: [b]}, {concept: b, includes: [a, c]}, {concept: c, includes: [b]}]"
    assert len(told(circles)) == 2


def test_doubled_names_are_told_with_both_places():
    retired = "rules: [{id: reviews/a, status: retired}]"
    assert told(retired, retired, WORDS, WORDS) == [
        "1.yaml:1:14: the rule `reviews/a` stands twice (first at 0.yaml:1:14)",
        "3.yaml:3:15: the concept `reward` stands twice (first at 2.yaml:3:15)",
        "3.yaml:4:15: the concept `review` stands twice (first at 2.yaml:4:15)",
        "3.yaml:6:13: the guard `negated` stands twice (first at 2.yaml:6:13)",
    ]


def test_a_project_adds_to_a_shipped_concept_and_may_not_take_a_shipped_rule():
    more = "concepts: [{concept: reward, terms: {en: [gift, token], fil: [regalo]}, includes: [price], sounds: true}]"
    loaded = load([pack(WORDS), pack(more, "own.yaml", project=True)])
    (reward, _) = merged(loaded).concepts
    assert reward == Concept(
        "reward", terms={"en": ("gift", "token"), "fil": ("regalo",)}, includes=("price",), sounds=True
    )
    retired = "rules: [{id: reviews/a, status: retired}]"
    with pytest.raises(Problems, match=r"own\.yaml:1:14: the rule `reviews/a` stands twice"):
        load([pack(retired), pack(retired, "own.yaml", project=True)])


# What a pack says survives being written and read again.

names = st.from_regex(r"[a-z]{1,5}", fullmatch=True)
texts = st.text(alphabet="aZ9 é微信\u0301\u200b'\"[]{}:#&*!|>%@`\\-,?", min_size=1, max_size=12)
part = st.one_of(st.just("clause"), st.builds(Part, words=st.integers(1, 9)))
formulas = st.recursive(
    st.one_of(
        names,
        st.builds(Pattern, regex=texts),
        st.builds(schema.Terms, terms=st.dictionaries(st.just("en"), st.tuples(texts))),
    ),
    lambda inner: st.one_of(
        st.builds(AnyOf, any=st.tuples(inner)),
        st.builds(Near, near=st.tuples(inner, inner), within=part, order=st.booleans()),
        st.builds(schema.Count, count=inner, at_least=st.integers(2, 9)),
        st.builds(schema.Before, before=inner, within=part),
    ),
    max_leaves=6,
)


def as_written(value):
    if isinstance(value, dict):
        return {key: as_written(inner) for key, inner in value.items() if key != "op"}
    return [as_written(inner) for inner in value] if isinstance(value, list | tuple) else value


@settings(max_examples=200, deadline=None)
@given(formulas)
def test_a_formula_written_and_read_is_the_same(formula):
    plain = as_written(msgspec.to_builtins(formula))
    for flow in (True, False):
        text = yaml.safe_dump({"a": plain}, allow_unicode=True, default_flow_style=flow, width=10_000)
        problems = []
        assert decode(read(text, "x.yaml").get("a").value, schema.Formula, problems) == formula
        assert problems == []
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(formula), type=schema.Formula) == formula
