import os
from pathlib import Path

import pytest

from linter.errors import RuleError
from linter.ruleset import packs
from linter.ruleset.packs import PackFile, built_in, chosen, compiled, files, key_parts


def test_the_shipped_packs_are_there_and_come_first(tmp_path):
    own = tmp_path / "a.yaml"
    own.write_text("rules: []")
    found = chosen([own])
    assert built_in().is_dir()
    assert found[-1] == PackFile(own.as_posix(), b"rules: []", project=True)
    assert not any(file.project for file in found[:-1])
    assert [file.name for file in found[:-1]] == [file.name for file in chosen()]
    assert all(file.name.startswith("rules/") for file in chosen())
    assert chosen([own], shipped=False) == (found[-1],)


def test_a_wheel_s_packs_are_taken_before_the_checkout_s(tmp_path, monkeypatch):
    module = tmp_path / "linter" / "ruleset" / "packs.py"
    monkeypatch.setattr(packs, "__file__", str(module))
    assert built_in() == tmp_path / "rules"
    (tmp_path / "linter" / "packs").mkdir(parents=True)
    assert built_in() == tmp_path / "linter" / "packs"


def test_files_are_sorted_and_read_once(tmp_path):
    for name in ("b.yaml", "a/z.yml", "a.yaml", "B.yaml", ".hidden.yaml", ".git/x.yaml", "notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(name)
    found = files([tmp_path, tmp_path / "b.yaml"])
    assert [file.data.decode() for file in found] == ["B.yaml", "a/z.yml", "a.yaml", "b.yaml"]
    assert found[0].name == (tmp_path / "B.yaml").as_posix()
    first_named = files([tmp_path / "b.yaml", tmp_path])
    assert [file.data.decode() for file in first_named] == ["b.yaml", "B.yaml", "a/z.yml", "a.yaml"]


def test_a_set_compiled_elsewhere_is_found_beside_the_packs():
    assert compiled().parent == built_in()


@pytest.mark.parametrize(
    ("name", "says"),
    [("none", "no such rule file"), ("empty", "no rule file"), ("notes.txt", "not a rule file")],
)
def test_a_pack_that_is_not_there_is_told(tmp_path, name, says):
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").touch()
    with pytest.raises(RuleError, match=says) as caught:
        files([tmp_path / name])
    assert str(caught.value).startswith(f"{(tmp_path / name).as_posix()}: ")


def test_what_cannot_be_read_is_told(tmp_path, monkeypatch):
    (tmp_path / "a.yaml").touch()
    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(RuleError, match=r"a\.yaml: cannot be read: not yours"):
        files([tmp_path])
    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(RuleError, match=r"cannot be read: not yours"):
        files([tmp_path])


def refuse(path="."):
    raise PermissionError(13, "not yours", str(path))


def test_the_key_tells_names_bytes_and_owners_apart():
    keys = [
        key_parts([PackFile("a", b"b")]),
        key_parts([PackFile("a", b"b", project=True)]),
        key_parts([PackFile("b", b"b")]),
        key_parts([PackFile("a", b"")]),
        key_parts([PackFile("a", b"b"), PackFile("c", b"")]),
    ]
    assert len({tuple(key) for key in keys}) == len(keys)
