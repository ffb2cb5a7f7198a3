"""What rule files may say, as frozen types: the one place that names every field.

A formula is a concept's or detector's name, or a mapping with one operator, as `{near: [reward, review]}`. In JSON and
in the cache the operator's name stands as `op`, by which the union of formulas is told apart; authors never write it.
"""

from typing import Literal

from msgspec import Struct, field

from linter.model import Role, Severity, Surface

Language = Literal["any", "zh", "en", "id", "ms", "fil", "th", "vi", "es", "pt"]
LANGUAGES: tuple[Language, ...] = ("zh", "en", "id", "ms", "fil", "th", "vi", "es", "pt")
DETECTORS = (
    "phone",
    "url",
    "email",
    "handle",
    "app-id",
    "bank-account",
    "price",
    "quantity",
    "order-number",
    "tracking-number",
)
THIS_PLATFORM = "this-platform"
"""The name in formulas of the concept `platform-…` of the message's own platform."""
DisguiseName = Literal["lookalike", "leet", "spaced", "homophone", "pinyin", "spelled"]
Texts = dict[str, str]
MESSAGE_FAMILIES = (
    "diversion",
    "payment",
    "reviews",
    "abuse",
    "privacy",
    "spam",
    "claims",
    "orders",
    "terms",
    "service",
    "goods",
)
LISTING_FAMILIES = ("consistency", "format", "missing")
FAMILIES = MESSAGE_FAMILIES + LISTING_FAMILIES
# What a rule's message may leave open, in braces.
PLACEHOLDERS = ("match",)


class Part(Struct, frozen=True, forbid_unknown_fields=True):
    """A stretch of text that two parts of a formula must share: exactly one of the fields."""

    words: int | None = None
    characters: int | None = None


Scope = Literal["clause", "sentence", "neighbours", "message"]
Within = Scope | Part


class AnyOf(Struct, frozen=True, forbid_unknown_fields=True, tag_field="op", tag="any"):
    """One of these."""

    any: "tuple[Formula, ...]"


class AllOf(Struct, frozen=True, forbid_unknown_fields=True, tag_field="op", tag="all"):
    """All of these, anywhere in the message, in any order."""

    all: "tuple[Formula, ...]"


class Near(Struct, frozen=True, forbid_unknown_fields=True, tag_field="op", tag="near"):
    """All of these close together, in any order, or (`order: true`) as listed."""

    near: "tuple[Formula, ...]"
    within: Within = "sentence"
    order: bool = False


class Count(Struct, frozen=True, forbid_unknown_fields=True, tag_field="op", tag="count"):
    """At least so many places where the formula holds."""

    count: "Formula"
    at_least: int
    within: Within = "message"


class Without(Struct, frozen=True, forbid_unknown_fields=True, tag_field="op", tag="without"):
    """Inside `all` or `near`: the scope holds nothing of this."""

    without: "Formula"


class Terms(Struct, frozen=True, forbid_unknown_fields=True, tag_field="op", tag="terms"):
    """Terms written on the spot, as in a concept."""

    terms: "dict[Language, tuple[str | Term, ...]]"


class Pattern(Struct, frozen=True, forbid_unknown_fields=True, tag_field="op", tag="regex"):
    """A regular expression over the plain view, in the `regex` package's dialect."""

    regex: str


class Buyer(Struct, frozen=True, forbid_unknown_fields=True, tag_field="op", tag="buyer"):
    """The formula holds in one of the buyer's last `turns` messages before this one. Points at nothing."""

    buyer: "Formula"
    turns: int = 2


class Setting(Struct, frozen=True, forbid_unknown_fields=True):
    """Where a message stands. `ordered`: whether its record names an order (`order_id`). `said`: how often its sender
    has said the very same in this conversation by now, at least.
    """

    platforms: tuple[str, ...] = ()
    markets: tuple[str, ...] = ()
    surfaces: tuple[Surface, ...] = ()
    ordered: bool | None = None
    said: int = 1


class Where(Struct, frozen=True, forbid_unknown_fields=True, tag_field="op", tag="where"):
    """The message stands on one of these platforms, in these markets, on these surfaces. Points at nothing."""

    where: Setting


class Before(Struct, frozen=True, forbid_unknown_fields=True, tag_field="op", tag="before"):
    """Guards only: the formula holds before the found words, inside the same stretch."""

    before: "Formula"
    within: Within = "clause"


class After(Struct, frozen=True, forbid_unknown_fields=True, tag_field="op", tag="after"):
    """Guards only: the formula holds after the found words, inside the same stretch."""

    after: "Formula"
    within: Within = "clause"


class Around(Struct, frozen=True, forbid_unknown_fields=True, tag_field="op", tag="around"):
    """Guards only: the formula holds in the same stretch as the found words."""

    around: "Formula"
    within: Within = "sentence"


class Inside(Struct, frozen=True, forbid_unknown_fields=True, tag_field="op", tag="inside"):
    """Guards only: a found part lies inside a match of the formula (`LINE` inside `LINE Friends`)."""

    inside: "Formula"


Formula = (
    str | AnyOf | AllOf | Near | Count | Without | Terms | Pattern | Buyer | Where | Before | After | Around | Inside
)
OPERATORS: dict[str, type[Struct]] = {
    "any": AnyOf,
    "all": AllOf,
    "near": Near,
    "count": Count,
    "without": Without,
    "terms": Terms,
    "regex": Pattern,
    "buyer": Buyer,
    "where": Where,
    "before": Before,
    "after": After,
    "around": Around,
    "inside": Inside,
}


class Term(Struct, frozen=True, forbid_unknown_fields=True):
    """A term with conditions; most terms are plain strings.

    In a term `*` at the edge of a word stands for any letters, ` … ` (or ` ... `) for a gap of up to four words or
    twelve characters. `followed_by`, `preceded_by`: a concept or detector that must stand right there (at most two
    words or four characters away). `case`: match the written case exactly. `alone`: the neighbours may not be letters
    of any script (for one-character Chinese terms).
    `disguises`: false where the term is too short or common to be looked for in disguise. `sounds`: false where a
    concept that is looked for by sound has a term that is one of its sounds already (加徽).
    """

    term: str
    followed_by: str | None = None
    preceded_by: str | None = None
    case: bool = False
    alone: bool = False
    disguises: bool = True
    sounds: bool = True


def as_term(entry: str | Term) -> Term:
    """An entry of a list of terms with all its conditions."""
    return entry if isinstance(entry, Term) else Term(entry)


class Concept(Struct, frozen=True, forbid_unknown_fields=True):
    """A named set of terms and patterns in many languages. `passes` are longer phrases inside which no term counts."""

    concept: str
    about: Texts = {}
    terms: dict[Language, tuple[str | Term, ...]] = {}
    patterns: dict[Language, tuple[str, ...]] = {}
    includes: tuple[str, ...] = ()
    passes: dict[Language, tuple[str | Term, ...]] = {}
    sounds: bool = False


class Guard(Struct, frozen=True, forbid_unknown_fields=True):
    """A named reason to keep quiet: `when` is a formula that may use before, after, around and inside."""

    guard: str
    when: Formula
    about: Texts = {}


class Policy(Struct, frozen=True, forbid_unknown_fields=True):
    """The published text behind a rule. `checked` is the ISO date on which somebody last read it."""

    title: str
    basis: Literal["official", "law", "secondary", "house"]
    checked: str
    platform: str = ""
    market: str = ""
    url: str = ""


class Dates(Struct, frozen=True, forbid_unknown_fields=True, rename={"since": "from"}):
    """ISO dates; a rule is silent outside them."""

    since: str | None = None
    to: str | None = None


class FixRule(Struct, frozen=True, forbid_unknown_fields=True):
    """`advice` tells the agent what to do; `say` maps a language to a ready sentence for the buyer, `replace` to the
    words that take the place of the found ones.
    """

    advice: Texts
    say: Texts = {}
    safety: Literal["safe", "suggest", "unsafe", "manual"] = "manual"
    replace: Texts = {}


class Turn(Struct, frozen=True, forbid_unknown_fields=True):
    """One message of a thread example; exactly one of the two."""

    buyer: str | None = None
    seller: str | None = None


class Example(Struct, frozen=True, forbid_unknown_fields=True):
    """One example: a `text` or a `thread`; `[[…]]` marks the words of a bad one; `fix` is the text after the fix."""

    text: str | None = None
    thread: tuple[Turn, ...] = ()
    lang: str = ""
    platform: str = ""
    market: str = ""
    surface: Surface = Surface.IM
    order_id: str = ""
    as_of: str = ""
    fix: str | None = None
    why: str = ""


class Examples(Struct, frozen=True, forbid_unknown_fields=True):
    """`bad` must be found exactly where marked, `good` must stay silent; a `todo` is a miss, told when it matches."""

    bad: tuple[str | Example, ...] = ()
    good: tuple[str | Example, ...] = ()
    todo: tuple[str | Example, ...] = ()


Level = Literal["off", "note", "warn", "block"]


class Rule(Struct, frozen=True, forbid_unknown_fields=True):
    """One banned behaviour: a formula, its scope, and what a reader is told."""

    id: str
    severity: Severity
    title: Texts
    message: Texts
    find: Formula
    policy: tuple[Policy, ...]
    fix: FixRule
    examples: Examples
    status: Literal["draft", "shadow", "stable", "retired"] = "stable"
    why: Texts = {}
    unless: tuple[Formula, ...] = ()
    disguises: tuple[DisguiseName, ...] = ()
    across_turns: bool = True
    platforms: dict[str, Level] = {}
    markets: tuple[str, ...] = ()
    surfaces: tuple[Surface, ...] = ()
    roles: tuple[Role, ...] = (Role.SELLER, Role.BOT)
    languages: tuple[Language, ...] = ()
    effective: Dates = Dates()
    replaced_by: str = ""


# What a retired rule, which needs only its id, has where it says nothing.
RETIRED: dict[str, object] = {
    "severity": Severity.NOTE,
    "title": {},
    "message": {},
    "find": AnyOf(any=()),
    "policy": (),
    "fix": FixRule(advice={}),
    "examples": Examples(),
}


class Change(Struct, frozen=True, forbid_unknown_fields=True):
    """How a rule differs there: another level, the policies behind it, more reasons to keep quiet, and the proof."""

    level: Level | None = None
    policy: tuple[Policy, ...] = ()
    unless: tuple[Formula, ...] = ()
    examples: Examples = Examples()


class Table(Struct, frozen=True, forbid_unknown_fields=True):
    """What differs from the common rules on a platform (empty: any), in a market (empty: all): changes by rule or
    family.
    """

    table: str
    changes: dict[str, Change]
    platform: str = ""
    market: str = ""
    about: Texts = {}


class Pack(Struct, frozen=True, forbid_unknown_fields=True):
    """One rule file: any of the four lists."""

    rules: tuple[Rule, ...] = field(default=())
    concepts: tuple[Concept, ...] = field(default=())
    guards: tuple[Guard, ...] = field(default=())
    tables: tuple[Table, ...] = field(default=())
