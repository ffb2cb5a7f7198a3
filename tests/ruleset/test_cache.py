import os
import subprocess
import sys
import threading
from pathlib import Path

import platformdirs
import pytest

from linter.ruleset import cache
from linter.ruleset.cache import KEPT, load_or_build
from linter.ruleset.schema import AnyOf, Guard, Near, Part

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
