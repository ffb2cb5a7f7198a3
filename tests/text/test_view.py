from linter.text.view import View


def test_a_view_of_a_view_leads_back_to_the_first_text() -> None:
    below = View("abc", (0, 2, 4), (1, 3, 6))
    above = View("xy", (0, 1), (1, 3))
    through = above.through(below)
    assert (through.text, through.starts, through.ends) == ("xy", (0, 2), (1, 6))
    assert View("xyz").through(below) == View("xyz", (0, 2, 4), (1, 3, 6))


def test_places_that_are_kept_keep_their_map() -> None:
    assert View("abc").only("ac", (0, 2)) == View("ac", (0, 2), (1, 3))
    assert View("abc", (0, 2, 4), (1, 3, 6)).only("c", (2,)) == View("c", (4,), (6,))
    same = View("abc")
    assert same.reading("abc") is same
