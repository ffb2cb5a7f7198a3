import os

import pytest

from linter.errors import Problems
from linter.sources.paths import found


@pytest.fixture
def shop(tmp_path, monkeypatch):
    for name in [
        "b.txt", "a.md", "sub/c.jsonl", "sub/deep/d.yaml", "photo.png", ".hidden.txt", ".git/x.txt",
        "node_modules/y.txt", "own/pyvenv.cfg", "own/z.txt", "sub/e.html", "empty/nothing.png",
    ]:  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("hi")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("paths", "files"),
    [
        (["."], ["a.md", "b.txt", "sub/c.jsonl", "sub/deep/d.yaml"]),
        (["sub", "a.md"], ["sub/c.jsonl", "sub/deep/d.yaml", "a.md"]),
        (["b.txt", "b.txt", "."], ["b.txt", "a.md", "sub/c.jsonl", "sub/deep/d.yaml"]),
        (["**/*.txt"], ["b.txt"]),
        (["sub/**"], ["sub/c.jsonl", "sub/deep/d.yaml", "sub/e.html"]),
        (["sub/e.html", "-"], ["sub/e.html", "-"]),
        ([".git/x.txt"], [".git/x.txt"]),
        ([".git/*.txt"], [".git/x.txt"]),
    ],
)
def test_paths_lead_to_files_in_a_fixed_order(paths, files):
    assert found(paths) == files


@pytest.mark.parametrize(
    ("exclude", "left"),
    [
        (["sub/"], ["a.md", "b.txt"]),
        (["sub/deep/**"], ["a.md", "b.txt", "sub/c.jsonl"]),
        (["*.md", "*.jsonl"], ["b.txt", "sub/deep/d.yaml"]),
        (["nothing"], ["a.md", "b.txt", "sub/c.jsonl", "sub/deep/d.yaml"]),
    ],
)
def test_excluded_files_are_left_out(shop, exclude, left):
    assert found(["."], exclude, shop) == left


@pytest.mark.usefixtures("shop")
def test_every_path_that_leads_to_nothing_is_told_at_once():
    with pytest.raises(Problems) as problems:
        found(["nope.txt", "b.txt", "*.zip", "empty"])
    told = str(problems.value).split("\n")
    assert [line.split(" (")[0] for line in told] == [
        "nope.txt: no such file or folder",
        "*.zip: no file matches",
        "empty: no text in this folder",
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_closed_folder_is_told(shop):
    (shop / "sub").chmod(0)
    try:
        with pytest.raises(Problems, match="sub: cannot be read: Permission denied"):
            found(["."])
    finally:
        (shop / "sub").chmod(0o700)
