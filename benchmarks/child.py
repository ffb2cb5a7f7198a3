"""Run one command and tell what it took: `python -I -S child.py REPORT SECONDS COMMAND…`.

A process of its own, because the peak memory that the system tells of a child is at least that of the process that
started it: ours would be that of the benchmarks. `REPORT` is a file for `[seconds, cpu seconds, peak KB, exit code]`,
the exit code null where the command ran longer than `SECONDS` and was ended.
"""

import contextlib
import os
import signal
import sys
import time


def main(report: str, limit: float, command: list[str]) -> None:
    began = time.perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ, setpgroup=0)
    ended = _end_after(limit, child)
    _, status, used = os.wait4(child, 0)
    seconds = time.perf_counter() - began
    signal.alarm(0)
    code = "null" if ended else os.waitstatus_to_exitcode(status)
    peak = used.ru_maxrss // (1024 if sys.platform == "darwin" else 1)
    with open(report, "w", encoding="ascii") as file:  # noqa: PTH123  # pathlib takes longer than the rest of this
        file.write(f"[{seconds}, {used.ru_utime + used.ru_stime}, {peak}, {code}]")


def _end_after(limit: float, child: int) -> list[bool]:
    ended: list[bool] = []

    def end(_signal: int, _frame: object) -> None:
        ended.append(True)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)

    signal.signal(signal.SIGALRM, end)
    signal.setitimer(signal.ITIMER_REAL, limit)
    return ended


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), sys.argv[3:])
