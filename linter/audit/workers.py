"""Jobs of an audit in processes that share what they need.

The workers are forked from a process that has made ready, once, what all of them read: the rules with what looks for
their terms are a quarter of a gigabyte and seconds of work. That process is a fresh one, for a fork of the caller's
would copy half of its threads (Arrow's, DuckDB's, a notebook's). Where forks are not safe every worker makes ready for
itself.
"""

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context, parent_process
from multiprocessing.connection import Connection
from threading import Thread
from typing import Any

from linter.errors import ShoplintError

Job = Callable[[], int]

_FORKS = sys.platform.startswith("linux")


def done(jobs: Sequence[Job], workers: int, ready: Callable[[], object]) -> Iterator[int]:
    """What each job gives, in the order in which they end: in this process where there is one worker or one job. What
    stops the run, Ctrl-C too, ends the processes at once. `ready`: what is to be done before there are workers.

    Raises what a job raises, and ShoplintError where a process dies.
    """
    workers = min(workers, len(jobs))
    if workers <= 1:
        yield from (job() for job in jobs)
        return
    context = get_context("spawn")
    results, told = context.Pipe(duplex=False)
    nursery = context.Process(target=_nursery, args=(told, jobs, workers, ready))
    nursery.start()
    told.close()
    try:
        for _ in jobs:
            yield _result(results)
    except BaseException:
        nursery.terminate()
        raise
    finally:
        nursery.join()


def _result(results: Any) -> int:
    try:
        given: int | Exception = results.recv()
    except EOFError:
        given = BrokenProcessPool()
    if isinstance(given, BrokenProcessPool):
        hint = "memory may have run out: give fewer --workers; what is done is kept, and --resume goes on with it"
        raise ShoplintError("a process of the audit was killed", hint=hint)
    if isinstance(given, Exception):
        raise given
    return given


def _nursery(results: "Connection[Any, Any]", jobs: Sequence[Job], workers: int, ready: Callable[[], object]) -> None:
    _leave_interrupts_to_the_run()
    if _FORKS:
        ready()
        # Looking for garbage would write to every object, and what is written to is shared no more.
        gc.collect()
        gc.freeze()
    context = get_context("fork" if _FORKS else "spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=_begin) as pool:
        # The first one forks all workers: nothing before it may begin a thread.
        given = [pool.submit(job) for job in jobs]
        _go_with_parent()
        for ended in as_completed(given):
            results.send(ended.exception() or ended.result())


def _begin() -> None:
    _leave_interrupts_to_the_run()
    _go_with_parent()


def _leave_interrupts_to_the_run() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _go_with_parent() -> None:
    """Let this process end when the one that began it is killed: nobody else would tell it."""
    parent = parent_process()
    if parent:
        Thread(target=_end_after, args=(parent,), daemon=True).start()


def _end_after(parent: Any) -> None:
    parent.join()
    os._exit(1)
