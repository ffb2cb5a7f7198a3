from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st
from strategies import anything, terms, texts

from linter.text.disguise import Disguise, disguise
from linter.text.letters import ACCENTS, Alike, canonical
from linter.text.segments import clauses, is_edge, sentences, words_between
from linter.text.view import View
from linter.text.views import REWRITES, Views, compose

SOUNDS = Alike({"薇": "微", "威": "微", "微": "微", "芯": "信", "信": "信", "紅": "红"})
quick = settings(max_examples=150, deadline=None)


def every_view(text: str) -> dict[str, View]:
    views = Views(text, SOUNDS)
    made = {name: getattr(views, name) for name in ("plain", "bare", "unmasked", "squeezed", "sounded")}
    return {name: view for name, view in made.items() if view is not None}


@quick
@given(anything)
@example("İ ships ㍿")
@example("น้ํา เ\u0301เ")
def test_every_place_of_a_view_lies_inside_the_original(text: str) -> None:
    for name, view in every_view(text).items():
        spans = [view.original(i, i + 1) for i in range(len(view.text))]
        assert all(0 <= start < end <= len(text) for start, end in spans), name
        assert all(a.start <= b.start for a, b in pairwise(spans)), name
        if spans:
            whole = view.original(0, len(spans))
            assert (whole.start, whole.end) == (spans[0].start, max(s.end for s in spans))


@quick
@given(anything)
def test_a_view_without_a_map_has_the_length_of_the_text(text: str) -> None:
    for view in every_view(text).values():
        if view.starts is None or view.ends is None:
            assert (view.starts, view.ends) == (None, None)
            assert len(view.text) == len(text)
        else:
            assert len(view.text) == len(view.starts) == len(view.ends)


@quick
@given(anything)
@example("\u0e4d\u0301\u0e32")
@example("เ\u200bเเเ")
@example("\ud83d\u200b\ude00")
def test_folding_a_folded_text_changes_nothing(text: str) -> None:
    once = Views(text).plain.text
    assert Views(once).plain.text == once


@quick
@given(anything)
def test_plain_bare_and_unmasked_share_length_and_map(text: str) -> None:
    views = Views(text)
    for view in (views.bare, views.unmasked):
        assert len(view.text) == len(views.plain.text)
        assert (view.starts, view.ends) == (views.plain.starts, views.plain.ends)


@quick
@given(anything)
def test_squeezing_only_takes_characters_away(text: str) -> None:
    views = Views(text)
    squeezed = views.squeezed
    if squeezed is not None:
        assert list(squeezed.index) == sorted(set(squeezed.index))
        assert len(squeezed.index) == len(squeezed.text) < len(views.plain.text)
        lost = set(range(len(views.plain.text))).difference(squeezed.index)
        assert not any(views.plain.text[i] == "\n" for i in lost)


@quick
@given(anything)
def test_composed_rewrites_are_the_views(text: str) -> None:
    views = Views(text)
    names = tuple(REWRITES)
    assert compose(text, names[:3]) == views.unmasked
    last = views.squeezed or views.unmasked
    made = compose(text, names)
    assert (made.text, made.starts, made.ends) == (last.text, last.starts, last.ends)


@quick
@given(texts, texts)
def test_a_neighbour_moves_a_view_but_not_its_reading_of_lines(before: str, after: str) -> None:
    one = Views(before + "\n").plain.text
    assert Views(before + "\n" + "x" + after).plain.text.startswith(one)


@quick
@given(texts, terms, texts)
def test_a_term_as_written_is_no_disguise(before: str, term: str, after: str) -> None:
    views = Views(f"{before}\n{term}\n{after}")
    at = views.plain.text.index(f"\n{term}\n") + 1
    for name in ("plain", "bare", "unmasked"):
        assert disguise(views, name, at, at + len(term), term) == Disguise.NONE


@quick
@given(texts, terms, st.data())
def test_what_is_accepted_reads_like_the_term(text: str, term: str, data: st.DataObject) -> None:
    views = Views(text, SOUNDS)
    name = data.draw(st.sampled_from(sorted(every_view(text))))
    size = len(getattr(views, name).text)
    start = data.draw(st.integers(0, size))
    end = data.draw(st.integers(start, size))
    bits = disguise(views, name, start, end, term)
    if bits is not None and name in ("plain", "bare"):
        read = views.plain.text[start:end]
        assert all(c == t or ACCENTS.get(t) == c or c.isspace() for c, t in zip(read, term, strict=True))
    if bits is not None and name == "squeezed":
        assert len(canonical(term).replace(" ", "")) <= end - start


@quick
@given(terms, st.sampled_from("áếớđñçüx微ร"), st.data())
def test_another_letter_is_never_accepted(term: str, wrong: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(term) - 1))
    if wrong == term[at] or term[at] == " ":
        return
    views = Views(term[:at] + wrong + term[at + 1 :])
    for name in ("plain", "bare", "unmasked"):
        assert disguise(views, name, 0, len(term), term) is None


@quick
@given(anything)
def test_segments_are_in_order_and_lose_only_white_space(text: str) -> None:
    for cut in (sentences, clauses):
        spans = cut(text)
        assert list(spans) == sorted(spans)
        assert all(a.end <= b.start for a, b in pairwise(spans))
        kept = "".join(text[start:end] for start, end in spans)
        assert "".join(kept.split()) == "".join(text.split())


@quick
@given(anything)
def test_edges_and_counts_hold_at_every_place(text: str) -> None:
    assert is_edge(text, 0)
    assert is_edge(text, len(text))
    assert words_between(text, 0, len(text)) <= len(text)
    assert words_between(text, 3, 3) == 0
