"""The project's own labelled cases, written blind round after round (tests/cases/README.md), and what they draw.

`SHOPLINT_UPDATE=1 python3 -m pytest tests/test_cases.py` rewrites `alarms.jsonl`: read the difference.
"""

import json
import os
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from linter import load
from linter.proof.evaluate import Evaluation, evaluate
from linter.proof.labelled import Labelled, decode
from linter.ruleset.schema import LANGUAGES

CASES = Path(__file__).parent / "cases"
SNAPSHOT = CASES / "alarms.jsonl"
FILES = sorted(CASES.glob("r*/*.jsonl"))


@cache
def labelled() -> tuple[Labelled, ...]:
    return tuple(case for file in FILES for case in decode(file.read_text("utf-8"), file.name))


@cache
def judged() -> Evaluation:
    return evaluate(labelled(), load())


def test_every_language_has_sixty_cases_half_of_them_clean():
    counted = Counter((case.lang, case.clean) for case in labelled())
    for language in LANGUAGES:
        clean, guilty = counted[language, True], counted[language, False]
        assert clean + guilty >= 60, language
        assert 0.4 <= clean / (clean + guilty) <= 0.6, language


def test_no_case_stands_twice():
    ids = Counter(case.id for case in labelled())
    assert [name for name, times in ids.items() if times > 1] == []


def test_what_the_cases_draw_is_known():
    now = [json.dumps({"id": o.id, "hit": o.hit, "alarms": o.alarms}, ensure_ascii=False) for o in judged().outcomes]
    if os.environ.get("SHOPLINT_UPDATE") == "1":
        SNAPSHOT.write_text("".join(f"{line}\n" for line in now), "utf-8")
    assert now == SNAPSHOT.read_text("utf-8").splitlines()


@pytest.mark.parametrize("language", LANGUAGES)
def test_known_cases_stay_learnt(language):
    ours = Evaluation(tuple(o for o in judged().outcomes if o.lang == language)).figures()
    assert ours["recall"].value >= 0.9
    assert ours["false alarms"].value <= 0.02
