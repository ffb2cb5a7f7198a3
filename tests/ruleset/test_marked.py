import pytest
import yaml

from linter.errors import RuleError
from linter.model import Place
from linter.ruleset.marked import MOST_VALUES, Fields, Items, Places, Scalar, read


def value(text):
    entry = read(text, "x.yaml").get("a")
    assert isinstance(entry.value, Scalar)
    return entry.value.value


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-11-22", "2026-11-22"),
        ("2026-11-22T10:00:00Z", "2026-11-22T10:00:00Z"),
        ("no", False),
        ("On", True),
        ("'no'", "no"),
        ("!!str no", "no"),
        ("", None),
        ("~", None),
        ("''", ""),
        ("3", 3),
        ("-3", -3),
        ("010", "010"),
        ("1_000", "1_000"),
        ("12:30", "12:30"),
        ("9" * 5000, "9" * 5000),
        ("1.5", 1.5),
        (".nan", ".nan"),
        ("微信", "微信"),
        ('"\\u200b"', "\u200b"),
    ],
)
def test_a_word_means_what_its_author_meant(written, meant):
    assert value(f"a: {written}") == meant
    assert type(value(f"a: {written}")) is type(meant)


def test_places_count_code_points():
    root = read("é😀: [微, '信']\nb:\n  - c: 1\n", "x.yaml")
    places = Places(root)
    assert places["é😀", 1] == Place("x.yaml", 1, 9)
    assert places["b", 0, "c"] == Place("x.yaml", 2 + 1, 8)
    assert places.key(("b", 0, "c")) == Place("x.yaml", 3, 5)


def test_a_place_that_was_not_written_is_the_nearest_around_it():
    places = Places(read("a: {b: [1]}", "x.yaml"))
    assert places["a", "zz", 3] == Place("x.yaml", 1, 4)
    assert places["a", "b", 7] == Place("x.yaml", 1, 8)
    assert places["a", "b", 0, "c"] == Place("x.yaml", 1, 9)
    assert places.key(("a", "b", 0)) == Place("x.yaml", 1, 8)


@pytest.mark.parametrize(
    ("written", "offset", "column"),
    [
        ("[abc]x", 0, 4),
        ("abc", 2, 6),
        ("'a''bc'", 2, 4 + 1 + 3),
        ('"abc"', 2, 4 + 1 + 2),
        ('"\\u0061bc"', 2, 4),  # an escape: nobody can count on
        ("&x abc", 2, 4),
        ("|\n  abc", 2, 4),
        ("'a\n  bc'", 2, 4),
    ],
)
def test_a_character_inside_a_text_has_a_place(written, offset, column):
    root = read(f"a: {written}\n" if not written.startswith("[") else "a: [abc]\n", "x.yaml")
    assert Places(root).inside(("a",), offset).column == column


def test_doubled_keys_stay_for_decode_to_tell():
    root = read("a: 1\na: 2", "x.yaml")
    assert [entry.key for entry in root.entries] == ["a", "a"]


def test_aliases_are_read():
    root = read("a: &p [x]\nb: *p", "x.yaml")
    assert isinstance(root.get("b").value, Items)
    assert root.get("b").value == root.get("a").value


def test_a_byte_order_mark_is_no_part_of_the_first_key():
    assert read(b"\xef\xbb\xbfa: 1", "x.yaml").get("a")
    assert read("\ufeffa: 1", "x.yaml").get("a")


LAUGHS = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9)
)


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        (b"a: \xff", "x.yaml:1:4", "not UTF-8"),
        ("a: é\nb: ".encode() + b"\xe4\xbd", "x.yaml:2:4", "not UTF-8"),
        ("a: 微\nb: c\0", "x.yaml:2:5", "U+0000"),
        ("a: \ud800", "x.yaml:1:4", "U+D800"),
        ("", "x.yaml", "is a mapping"),
        ("# nothing\n", "x.yaml", "is a mapping"),
        ("- a", "x.yaml:1:1", "is a mapping"),
        ("word", "x.yaml:1:1", "is a mapping"),
        ("a: [*hapus*]", "x.yaml:1:11", "begins with `*` needs quotes"),
        ("a: [*hapus]", "x.yaml:1:5", "begins with `*` needs quotes"),
        ("a: &x [*x]", "x.yaml:1:8", "refers to nothing before it"),
        ("a: b: c", "x.yaml:1:5", "in quotes"),
        ("\ta: 1", "x.yaml:1:1", "not YAML"),
        ("a: |\n\tb", "x.yaml:2:1", "not YAML"),
        ("a: 'x", "x.yaml:1:6", "closing quote"),
        ("a: 1\n---\nb: 2", "x.yaml:2:1", "second document"),
        ("a: !!python/object:os.system x", "x.yaml:1:4", "has no meaning"),
        ("a: !mine [1]", "x.yaml:1:4", "has no meaning"),
        ("a: &x {b: 1}\nc:\n  <<: *x", "x.yaml:3:3", "write the fields out"),
        ("? [1]\n: 2", "x.yaml:1:3", "a key must be"),
        ("a: " + "[" * 200, "x.yaml:1:67", "nested more than 64"),
        ("a: " + "[" * 200_000, "x.yaml:1", "nested more than 64"),
        (LAUGHS, "x.yaml", f"more than {MOST_VALUES:,} values"),
    ],
)
def test_what_is_not_plain_yaml_is_told_with_its_place(text, place, says):
    with pytest.raises(RuleError) as caught:
        read(text, "x.yaml")
    assert str(caught.value).startswith(f"{place}:")
    assert says in str(caught.value)


def test_without_the_c_library_the_tree_is_the_same(monkeypatch):
    text = "a: [1, 'x''y', {b: no}]\nc: |\n  d\n"
    with_c = read(text, "x.yaml")
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert read(text, "x.yaml") == with_c
    assert isinstance(with_c, Fields)
    with pytest.raises(RuleError, match=r"tab|token"):
        read("a: |\n\tb", "x.yaml")
