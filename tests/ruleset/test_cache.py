import os
import re
import shutil
import subprocess
import sys
import threading
import tomllib
from pathlib import Path

import platformdirs
import pytest

from linter.ruleset import cache
from linter.ruleset.cache import KEPT, LIBRARIES, load_or_build, sealed
from linter.ruleset.schema import AnyOf, Guard, Near, Part

ROOT = Path(__file__).parents[2]
RULES = (Guard("a", AnyOf(any=("b", Near(near=("c", "微信"), within=Part(words=3))))),)
KIND = tuple[Guard, ...]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("SHOPLINT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("SHOPLINT_CACHE", raising=False)
    return tmp_path / "cache"


class Builder:
    def __init__(self, value=RULES):
        self.value = value
        self.built = 0

    def __call__(self):
        self.built += 1
        return self.value


def stored(folder):
    return sorted(folder.glob("*"))


def test_what_was_built_once_is_not_built_again(folder):
    build = Builder()
    assert [load_or_build([b"x"], build, KIND) for _ in range(3)] == [RULES] * 3
    assert build.built == 1
    (file,) = stored(folder)
    assert file.stat().st_mode & 0o777 == 0o600
    assert folder.stat().st_mode & 0o777 == 0o700


def test_other_parts_are_another_value(folder):
    builds = [Builder() for _ in range(4)]
    for parts, build in zip(([b"ab"], [b"a", b"b"], [b"ab", b""], []), builds, strict=True):
        load_or_build(parts, build, KIND)
    assert [build.built for build in builds] == [1, 1, 1, 1]
    assert len(stored(folder)) == 4


def flipped(content, index):
    return content[:index] + bytes([content[index] ^ 1]) + content[index + 1 :]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"",
        lambda content: content[:40],
        lambda content: content[:-1],
        lambda content: content + b"\0",
        lambda content: flipped(content, 0),
        lambda content: flipped(content, 30),
        lambda content: flipped(content, 70),
        lambda content: flipped(content, -1),
        lambda content: b"\xff" * len(content),
    ],
)
def test_a_spoilt_file_is_built_anew(folder, spoil):
    build = Builder()
    load_or_build([b"x"], build, KIND)
    (file,) = stored(folder)
    whole = file.read_bytes()
    file.write_bytes(spoil(whole))
    assert load_or_build([b"x"], build, KIND) == RULES
    assert build.built == 2
    assert file.read_bytes() == whole


def test_another_key_s_file_under_this_name_is_built_anew(folder):
    load_or_build([b"x"], Builder(), KIND)
    (mine,) = stored(folder)
    load_or_build([b"y"], Builder(()), KIND)
    (other,) = set(stored(folder)) - {mine}
    mine.write_bytes(other.read_bytes())
    assert load_or_build([b"x"], Builder(), KIND) == RULES


@pytest.mark.usefixtures("folder")
def test_another_type_is_built_anew():
    load_or_build([b"x"], Builder(), KIND)
    assert load_or_build([b"x"], lambda: 7, int) == 7
    assert load_or_build([b"x"], Builder(0), int) == 7


@pytest.mark.usefixtures("folder")
def test_another_user_s_file_is_not_believed(monkeypatch):
    build = Builder()
    load_or_build([b"x"], build, KIND)
    uid = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: uid + 1)
    load_or_build([b"x"], build, KIND)
    assert build.built == 2


@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_what_is_no_plain_file_is_not_read(folder, kind):
    load_or_build([b"x"], Builder(), KIND)
    (file,) = stored(folder)
    elsewhere = folder.parent / "elsewhere"
    file.rename(elsewhere)
    {"link": lambda: file.symlink_to(elsewhere), "pipe": lambda: os.mkfifo(file), "folder": file.mkdir}[kind]()
    build = Builder()
    assert load_or_build([b"x"], build, KIND) == RULES
    assert build.built == 1


def test_a_folder_that_cannot_be_made_or_written_is_no_failure(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("SHOPLINT_CACHE_DIR", str(tmp_path / "file" / "cache"))
    assert load_or_build([b"x"], Builder(), KIND) == RULES


def test_a_full_disk_leaves_nothing_behind(folder, monkeypatch):
    def full(file, content):
        Path(file).write_bytes(content[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(cache, "_write", full)
    assert load_or_build([b"x"], Builder(), KIND) == RULES
    assert stored(folder) == []


@pytest.mark.usefixtures("folder")
def test_what_cannot_even_be_removed_is_no_failure(monkeypatch):
    def stuck(file, *, missing_ok):
        raise PermissionError(13, "busy", str(file), missing_ok)

    monkeypatch.setattr(Path, "unlink", stuck)
    assert load_or_build([b"x"], Builder(), KIND) == RULES


def test_a_build_that_fails_is_told_and_not_kept(folder):
    def broken():
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        load_or_build([b"x"], broken, KIND)
    assert not folder.exists()


def test_only_the_newest_are_kept(folder):
    for n in range(KEPT + 4):
        load_or_build([bytes([n])], Builder(), KIND)
        newest = max(stored(folder), key=lambda file: file.stat().st_mtime_ns)
        os.utime(newest, (n, n))
    assert len(stored(folder)) == KEPT
    last = Builder()
    load_or_build([bytes([KEPT + 3])], last, KIND)
    assert last.built == 0


def test_drafts_of_writers_that_died_go_and_those_of_the_living_stay(folder):
    folder.mkdir()
    for name, age in (("a.msgpack.1.x.draft", 1), ("b.msgpack.1.x.draft", None)):
        (folder / name).touch()
        if age:
            os.utime(folder / name, (age, age))
    load_or_build([b"x"], Builder(), KIND)
    assert [file.name for file in stored(folder) if file.suffix == ".draft"] == ["b.msgpack.1.x.draft"]


def test_many_writers_at_once_leave_whole_files(folder):
    barrier = threading.Barrier(8)
    read = []

    def run():
        barrier.wait()
        read.extend(load_or_build([bytes([n % 3])], Builder(), KIND) == RULES for n in range(30))

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert read == [True] * 240
    assert len(stored(folder)) == 3


@pytest.mark.parametrize("word", ["off", "OFF", "0"])
def test_it_can_be_switched_off(folder, monkeypatch, word):
    monkeypatch.setenv("SHOPLINT_CACHE", word)
    assert load_or_build([b"x"], Builder(), KIND) == RULES
    assert not folder.exists()


def test_it_lives_where_caches_live(tmp_path, monkeypatch):
    monkeypatch.delenv("SHOPLINT_CACHE_DIR", raising=False)
    monkeypatch.delenv("SHOPLINT_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    load_or_build([b"x"], Builder(), KIND)
    assert list(tmp_path.rglob("*.msgpack")) or sys.platform != "linux"


def test_without_a_home_nothing_is_written_where_we_happen_to_be(tmp_path, monkeypatch):
    monkeypatch.delenv("SHOPLINT_CACHE_DIR", raising=False)
    monkeypatch.delenv("SHOPLINT_CACHE", raising=False)
    monkeypatch.setattr(platformdirs, "user_cache_dir", lambda *_, **__: "~/.cache/shoplint")
    monkeypatch.chdir(tmp_path)
    assert load_or_build([b"x"], Builder(), KIND) == RULES
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("folder")
def test_another_version_of_a_library_is_another_key(tmp_path, monkeypatch):
    site = tmp_path / "site"
    monkeypatch.syspath_prepend(str(site))
    monkeypatch.syspath_prepend(str(tmp_path / "zipped.zip"))
    builds = [Builder() for _ in range(3)]
    for name, build in zip(("regex-1.dist-info", "regex-2.dist-info", "other-1.dist-info"), builds, strict=True):
        (site / name).mkdir(parents=True)
        load_or_build([b"x"], build, KIND)
    assert [build.built for build in builds] == [1, 1, 0]


@pytest.mark.usefixtures("folder")
def test_a_library_that_another_one_hides_does_not_count(tmp_path, monkeypatch):
    near, far = tmp_path / "near", tmp_path / "far"
    for place, version in ((near, 2), (far, 1)):
        (place / f"regex-{version}.dist-info").mkdir(parents=True)
    monkeypatch.syspath_prepend(str(near))
    build = Builder()
    load_or_build([b"x"], build, KIND)
    monkeypatch.setattr(sys, "path", [str(near), str(far), *sys.path[1:]])
    load_or_build([b"x"], build, KIND)
    assert build.built == 1
    monkeypatch.setattr(sys, "path", [str(far), *sys.path])
    load_or_build([b"x"], build, KIND)
    assert build.built == 2


def test_the_same_program_in_another_place_makes_the_same_file(tmp_path):
    shutil.copytree(ROOT / "linter", tmp_path / "linter", ignore=shutil.ignore_patterns("__pycache__"))
    code = "import sys, linter.ruleset.cache as c; sys.stdout.buffer.write(c.sealed([b'x'], 1)); sys.exit(c.__file__)"
    paths = os.pathsep.join([str(tmp_path), *(path for path in sys.path if path and Path(path) != ROOT)])
    there = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"PYTHONPATH": paths},
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert str(tmp_path) in there.stderr.decode()
    assert there.stdout == sealed([b"x"], 1)


@pytest.mark.usefixtures("folder")
def test_changed_code_is_another_key(monkeypatch):
    build = Builder()
    load_or_build([b"x"], build, KIND)
    monkeypatch.setattr(cache, "_bytes", lambda _: b"# changed")
    load_or_build([b"x"], build, KIND)
    assert build.built == 2


@pytest.mark.usefixtures("folder")
def test_code_that_cannot_be_read_is_no_failure(monkeypatch):
    monkeypatch.setattr(cache, "__file__", "/nowhere/linter/ruleset/cache.py")
    assert load_or_build([b"x"], Builder(), KIND) == RULES


def test_a_warm_start_does_not_pay_for_yaml():
    # What the interpreter's own start has loaded (a .pth file of the site, say) is not ours.
    ours = "import linter.ruleset.cache, linter.ruleset.packs, linter.ruleset.overlay"
    code = f"import sys; before = set(sys.modules); {ours}; print(*(set(sys.modules) - before))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"yaml", "rapidfuzz", "platformdirs", "importlib.metadata", "tempfile"} & set(loaded)


# What a wheel brings --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("switch", ["", "off"])
def test_what_is_shipped_for_this_key_is_read_and_nothing_kept(tmp_path, folder, monkeypatch, switch):
    monkeypatch.setenv("SHOPLINT_CACHE", switch)
    shipped = tmp_path / "compiled.msgpack"
    shipped.write_bytes(sealed([b"x"], RULES))
    build = Builder()
    assert load_or_build([b"x"], build, KIND, shipped=shipped) == RULES
    assert build.built == 0
    assert not folder.exists()


@pytest.mark.usefixtures("folder")
def test_who_installed_it_and_how_does_not_matter(tmp_path, monkeypatch):
    (tmp_path / "store").write_bytes(sealed([b"x"], RULES))
    (tmp_path / "compiled.msgpack").symlink_to(tmp_path / "store")
    uid = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: uid + 1)
    build = Builder()
    load_or_build([b"x"], build, KIND, shipped=tmp_path / "compiled.msgpack")
    assert build.built == 0


@pytest.mark.parametrize(
    "ship",
    [
        lambda _: None,
        lambda file: file.touch(),
        lambda file: file.mkdir(),
        os.mkfifo,
        lambda file: file.write_bytes(sealed([b"y"], ())),
        lambda file: file.write_bytes(sealed([b"x"], 7)),
        lambda file: file.write_bytes(flipped(sealed([b"x"], RULES), -1)),
    ],
    ids=["none", "empty", "folder", "pipe", "other rules", "other type", "spoilt"],
)
def test_what_is_shipped_for_another_key_or_spoilt_is_built_and_kept(tmp_path, folder, ship):
    shipped = tmp_path / "compiled.msgpack"
    ship(shipped)
    build = Builder()
    assert [load_or_build([b"x"], build, KIND, shipped=shipped) for _ in range(2)] == [RULES] * 2
    assert build.built == 1
    assert len(stored(folder)) == 1


def test_a_wheel_is_built_with_the_libraries_that_the_key_names():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    needed = project["tool"]["hatch"]["build"]["targets"]["wheel"]["hooks"]["custom"]["dependencies"]
    assert set(needed) <= set(project["project"]["dependencies"])
    assert sorted(re.split(r"\W", name.replace("-", "_"))[0] for name in needed) == sorted(LIBRARIES)
