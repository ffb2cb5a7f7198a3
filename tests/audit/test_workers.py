"""Jobs in processes: what they give, what stops them, and what they share."""

import os
import signal
import sys
from functools import partial

import pytest

from linter.audit.workers import done
from linter.errors import InputError, ShoplintError
from linter.model import Place


def twice(number):
    return 2 * number


def parent_of_worker():
    return os.getppid()


def own_process():
    return os.getpid()


def refuse():
    raise InputError("no columns", at=Place("chat.csv", 3), hint="name them")


def die():
    os.kill(os.getpid(), signal.SIGKILL)


def note_process(file):
    with file.open("a") as noted:
        noted.write(f"{os.getpid()}\n")


def nothing():
    return None


@pytest.mark.parametrize("workers", [1, 2, 9])
def test_every_job_gives_its_result(workers):
    assert sorted(done([partial(twice, n) for n in range(5)], workers, nothing)) == [0, 2, 4, 6, 8]


def test_nothing_to_do_is_nothing_done():
    assert list(done([], 4, nothing)) == []


@pytest.mark.parametrize(("jobs", "workers"), [(1, 8), (3, 1)])
def test_who_works_alone_needs_no_process(jobs, workers):
    assert set(done([own_process] * jobs, workers, nothing)) == {os.getpid()}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="workers are forked on Linux")
def test_what_all_need_is_made_ready_once_in_the_process_they_come_from(tmp_path):
    noted = tmp_path / "processes"
    parents = set(done([parent_of_worker] * 6, 3, partial(note_process, noted)))
    assert parents == {int(line) for line in noted.read_text().splitlines()}
    assert len(parents) == 1
    assert os.getpid() not in parents


@pytest.mark.parametrize("workers", [1, 2])
def test_a_mistake_keeps_its_place_and_hint(workers):
    with pytest.raises(InputError, match=r"chat\.csv:3: no columns \(name them\)"):
        list(done([partial(twice, 1), refuse], workers, nothing))


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_a_worker_that_is_killed_is_told_in_one_line():
    with pytest.raises(ShoplintError, match=r"a process of the audit was killed \(memory may have run out"):
        list(done([die, partial(twice, 1)], 2, nothing))


@pytest.mark.skipif(sys.platform == "win32", reason="no such signal")
def test_so_is_the_process_they_come_from():
    with pytest.raises(ShoplintError, match="a process of the audit was killed"):
        list(done([partial(twice, 1), partial(twice, 2)], 2, die))
