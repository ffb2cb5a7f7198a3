"""The same plain terms and the same files for shoplint and its peers: what any word filter can express."""

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from benchmarks.messages import SEED, Chat, thrown
from linter import RuleSet
from linter.match.terms import Term
from linter.ruleset import packs
from linter.ruleset.build import build

RULE = "spam/listed"
_SHARES = {"han": 600, "thai": 200, "word": 400, "phrase": 800}
_PLANTED = 0.03
_DISGUISED = 60
_DISGUISES = ("lookalike", "leet", "spaced", "homophone", "pinyin")
_LOOKALIKE = str.maketrans("aeopcx", "аеорсх")
_LEET = str.maketrans("oeai", "0341")
_SHORTEST = 6

LATIN: Mapping[str, Callable[[str], str]] = {
    "full width": lambda word: "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in word),
    "invisible": "\u200b".join,
    "look-alike": lambda word: word.translate(_LOOKALIKE),
    "leet": lambda word: word.translate(_LEET),
    "spaced": ".".join,
}
HAN: Mapping[str, Callable[[str], str]] = {"invisible": "\u200b".join, "spaced": " ".join}


class Task(NamedTuple):
    """What everybody is asked: files of a message a line. In the first `ordinary` lines of `chat` those `planted` hold
    a term; the `variants` lines after them hold one in disguise.
    """

    terms: list[str]
    folder: Path
    one: Path
    chat: Path
    ordinary: int
    planted: frozenset[int]
    variants: int
    larger: tuple[tuple[int, Path], ...]

    @property
    def size(self) -> int:
        """The lines of `chat`."""
        return self.ordinary + self.variants


def prepared(rules: RuleSet, folder: Path, size: int) -> Task:
    """Write terms and files into a folder."""
    chat = Chat(SEED + 1)
    texts = chat.many(size)
    terms = _chosen(rules, "\n".join([*texts, *chat.many(3000)]).lower())
    dice = thrown(SEED)
    planted = frozenset(dice.sample(range(size), int(size * _PLANTED)))
    for n in sorted(planted):
        texts[n] = _with(texts[n], dice.choice(terms))
    variants = list(_variants(terms))
    (folder / "terms.txt").write_text("\n".join(terms), "utf-8")
    return Task(
        terms,
        folder,
        _file(folder / "one.txt", ["Hello, your order is on its way."]),
        _file(folder / "chat.txt", [*texts, *variants]),
        size,
        frozenset(n + 1 for n in planted),
        len(variants),
        tuple((more, _file(folder / f"chat-{more}.txt", chat.many(more))) for more in (size * 5, size * 25)),
    )


def only(task: Task) -> RuleSet:
    """shoplint with these terms and nothing else."""
    return RuleSet(build(packs.chosen([pack(task)], shipped=False)))


def pack(task: Task) -> Path:
    """The terms as a rule file of a project; JSON is YAML."""
    han = [term for term in task.terms if kind(term) == "han"]
    others = [term for term in task.terms if kind(term) != "han"]
    rule = {
        "id": RULE,
        "severity": "warn",
        "title": {"en": "A listed word", "zh": "名单中的词"},
        "message": {"en": "“{match}” is on the list.", "zh": "“{match}”在名单中。"},
        "find": "listed-words",
        "disguises": _DISGUISES,
        "policy": [{"title": "The list", "basis": "house", "checked": "2026-11-22"}],
        "fix": {"advice": {"en": "Leave it out.", "zh": "请删去。"}},
        "examples": {"bad": [f"[[{others[0]}]]"], "good": ["Hello"]},
    }
    concept = {"concept": "listed-words", "terms": {"zh": han, "any": others}, "sounds": True}
    file = task.folder / "listed.yaml"
    file.write_text(json.dumps({"concepts": [concept], "rules": [rule]}, ensure_ascii=False), "utf-8")
    return file


def kind(text: str) -> str:
    """How a term is written."""
    if "\u4e00" <= text[0] <= "\u9fff":
        return "han"
    if "\u0e00" <= text[0] <= "\u0e7f":
        return "thai"
    return "phrase" if " " in text else "word"


def _chosen(rules: RuleSet, ordinary: str) -> list[str]:
    """Terms of the shipped packs that do not stand in ordinary chat."""
    kinds: dict[str, list[str]] = {name: [] for name in _SHARES}
    for text in sorted({term.text for term in rules.words.scanner.terms if _is_plain(term)}):
        if text not in ordinary:
            kinds[kind(text)].append(text)
    dice = thrown(SEED)
    return [text for name, most in _SHARES.items() for text in sorted(dice.sample(kinds[name], most))]


def _is_plain(term: Term) -> bool:
    open_ = term.open_start or term.open_end or term.alone
    conditional = term.before is not None or term.after is not None or term.case or term.tongue
    letters = term.text.replace(" ", "")
    long = len(letters) >= (_SHORTEST if letters.isascii() else 2)
    return not (open_ or conditional or term.how) and term.disguised and letters.isalpha() and long


def _with(text: str, term: str) -> str:
    """The message with the term as its own words; in Chinese and Thai glued to them, as people write."""
    if kind(term) in ("han", "thai"):
        return f"{text[: len(text) // 2]}{term}{text[len(text) // 2 :]}"
    first, _, rest = text.partition(" ")
    return f"{first} {term} {rest}"


def _variants(terms: Iterable[str]) -> Iterable[str]:
    """Lines with a term in disguise."""
    words = [term for term in terms if kind(term) == "word" and term.isascii()]
    for term in words[:: max(1, len(words) // _DISGUISED)][:_DISGUISED]:
        yield from (f"Hello, {retold} , thanks" for way in LATIN.values() if (retold := way(term)) != term)
    han = [term for term in terms if kind(term) == "han"]
    for term in han[:: max(1, len(han) // _DISGUISED)][:_DISGUISED]:
        yield from (f"亲，{way(term)}可以吗" for way in HAN.values())


def _file(path: Path, lines: Iterable[str]) -> Path:
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    return path
