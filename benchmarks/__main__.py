"""`python -m benchmarks [PART…]`: everything in less than five minutes, printed, and kept in docs/benchmarks.md.

With names of parts (throughput latency start growth peers parquet) only these are measured and nothing is kept.
"""

import sys
import time
from collections.abc import Callable, Iterator, Mapping

from benchmarks import growth, latency, ours, page, peers, start, throughput
from benchmarks.measure import ROOT, left
from benchmarks.messages import Chat
from benchmarks.table import Table, printed
from linter import RuleSet, load

ENOUGH = 25.0
"""Seconds that the run must have left for one more part."""

SKIPPED = "Not measured:"
PAGE = ROOT / "docs" / "benchmarks.md"


def _parquet(rules: RuleSet) -> Iterator[Table]:
    try:
        from benchmarks import parquet  # noqa: PLC0415  # pyarrow is an extra
    except ImportError:
        columns = ("judged", "messages/s a core")
        yield Table("Parquet to Parquet", "Needs `pip install 'shoplint[audit]'`.", columns, [("not installed", "–")])
    else:
        yield from parquet.tables(rules)


PARTS: Mapping[str, Callable[[RuleSet], Iterator[Table]]] = {
    "throughput": throughput.tables,
    "latency": latency.tables,
    "start": start.tables,
    "growth": growth.tables,
    "peers": peers.tables,
    "parquet": _parquet,
}


def _skipped(name: str) -> Table:
    return Table(f"{SKIPPED} {name}", "The machine was busy, and the time was up.", ("part",), [(name,)])


def main(names: list[str]) -> None:
    began = time.monotonic()
    rules = load()
    ours.singly(Chat().many(1000, violating=0.1), rules)
    tables: list[Table] = []
    for name in names or PARTS:
        for table in PARTS[name](rules) if left() > ENOUGH else [_skipped(name)]:
            print(printed(table), flush=True)
            tables.append(table)
        print(f"  ({name}: {time.monotonic() - began:.0f} s since the start)", flush=True)
    if not names and any(table.title.startswith(SKIPPED) for table in tables):
        print("\nnot kept: the page is written by a run that measures everything")
    elif not names:
        PAGE.write_text(page.written(tables, rules, time.monotonic() - began), "utf-8")
        print(f"\nkept in {PAGE.relative_to(ROOT)}")


if __name__ == "__main__":
    main(sys.argv[1:])
