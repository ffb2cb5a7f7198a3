"""Which edits are made, and that nothing beside them changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from linter.fixes import Kept, apart, applied, chosen
from linter.model import Edit, Finding, Fix, Severity


def edit(start, end, text="", field="title"):
    return Edit(field, start, end, text)


def finding(*edits, safety="safe", rule="format/spacing"):
    first = edits[0] if edits else edit(0, 0)
    return Finding(
        rule=rule,
        family="format",
        severity=Severity.NOTE,
        field=first.field,
        start=first.start,
        end=first.end,
        match="",
        message="",
        fix=Fix("Take it out.", safety, edits),
    )


@pytest.mark.parametrize(
    ("safety", "unsafe", "made"),
    [
        ("safe", False, True),
        ("suggest", False, False),
        ("unsafe", False, False),
        ("suggest", True, True),
        ("unsafe", True, True),
    ],
)
def test_only_what_is_safe_is_made_unless_all_is_asked_for(safety, unsafe, made):
    assert bool(chosen([finding(edit(0, 1), safety=safety)], unsafe=unsafe)) is made


def test_advice_without_edits_changes_nothing():
    advice = finding(safety="manual")
    assert chosen([advice, Finding(**{**_fields(advice), "fix": None})], unsafe=True) == []


def _fields(found):
    return {name: getattr(found, name) for name in found.__struct_fields__}


TOUCHING = [
    ([edit(0, 5)], [edit(4, 9)], False),
    ([edit(0, 5)], [edit(5, 9)], True),
    ([edit(0, 9)], [edit(3, 3, "x")], False),
    ([edit(3, 3, "x")], [edit(0, 9)], False),
    ([edit(3, 3, "x")], [edit(3, 3, "y")], False),
    ([edit(2, 4, "x")], [edit(2, 4, "y")], False),
    ([edit(2, 4, "x")], [edit(2, 4, "x")], True),
    ([edit(3, 3, "x")], [edit(3, 6)], True),
    ([edit(0, 5)], [edit(0, 5, field="bullets[0]")], True),
    ([edit(0, 5)], [edit(8, 9), edit(2, 3)], False),
    ([edit(0, 5)], [edit(8, 9), edit(2, 3, field="brand")], True),
]


@pytest.mark.parametrize(("one", "other", "both"), TOUCHING)
def test_the_first_of_two_fixes_of_the_same_words_is_made(one, other, both):
    first, second = finding(*one), finding(*other)
    assert chosen([first, second]) == ([first, second] if both else [first])


def test_edits_of_one_fix_are_made_together_or_not_at_all():
    torn = finding(edit(0, 4), edit(2, 6))
    fine = finding(edit(3, 5))
    assert chosen([torn, fine]) == [fine]


def test_ten_thousand_fixes_are_chosen_in_a_moment():
    many = [finding(edit(3 * n, 3 * n + 2, "x", f"skus[{n % 7}].options.Color")) for n in range(10_000)]
    assert chosen(many) == many


def test_what_is_kept_stays_in_order_and_is_kept_once():
    kept = Kept()
    for stretch in (edit(8, 9), edit(0, 2), edit(8, 9), edit(4, 4, "x")):
        assert kept.fit([stretch])
        kept.add([stretch])
    assert kept.all() == (edit(0, 2), edit(4, 4, "x"), edit(8, 9))
    assert not kept.fit([edit(1, 5)])
    assert not kept.fit([edit(10, 12), edit(11, 13)])


@st.composite
def texts_and_edits(draw):
    text = draw(st.text("aB 微信🔥\n\"',", max_size=30))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    pairs = [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    edits = [edit(a, b, draw(st.text("xy🔥", max_size=3))) for a, b in dict.fromkeys(pairs)]
    return text, edits


@given(texts_and_edits(), st.randoms())
def test_only_the_stretches_change_whatever_their_order(case, random):
    text, edits = case
    shuffled = random.sample(edits, len(edits))
    if not apart(edits):
        return
    after = applied(text, shuffled)
    at, left = 0, after
    for one in sorted(edits, key=lambda e: (e.start, e.end, e.text)):
        kept = text[at : one.start] + one.text
        assert left.startswith(kept)
        left, at = left[len(kept) :], one.end
    assert left == text[at:]


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 6), st.sampled_from(["", "x"])), max_size=8))
def test_what_fits_one_by_one_is_apart_in_the_end(drawn):
    kept = Kept()
    for start, length, text in drawn:
        one = edit(start, start + length, text)
        before = kept.all()
        if kept.fit([one]):
            kept.add([one])
            assert apart(kept.all())
        else:
            assert not apart([*before, one])
