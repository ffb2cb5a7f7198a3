"""docs/benchmarks.md: the tables of one run with what is measured, on what, and what falls short."""

import os
import platform
from collections.abc import Sequence
from pathlib import Path

from benchmarks.table import Table, markdown
from linter import RuleSet, __version__

_HEAD = """\
# Benchmarks

How fast shoplint is, and what it costs, beside the bare scan, beside keyword lists and beside other tools, in one
run:

```sh
python -m benchmarks
```

{machine}; {rules} rules with {terms:,} terms in nine languages; {minutes:.1f} minutes for all of it.

**The text** is made up by a seeded generator (`benchmarks/messages.py`): templates of what shops say all day, in nine
languages, with slots for goods, sizes, prices, dates, order and tracking numbers; the violating ones carry contacts
that nobody has. Real chat is more varied, repeats itself more, and is misspelled: take these figures for the
engine's, not for your year of exports.

**The clock**: throughput is counted in processor time of one core (median of three passes, each over texts not seen
before), so that other work on the machine matters little; latency, start and whole files by the wall clock. Nothing
here is asserted by a test.

"""

_FOOT = """\
## What to keep in mind

- One machine, one run: figures differ by some per cent from run to run, and more on a busy machine.
- The ordinary text of the generator is tidier than real chat: nothing is misspelled, and few words stand in it that
  rules look for.
- A message with a finding costs more than a clean one; a file full of violations is judged several times slower than
  the clean one above.
- Speed beside other tools says nothing about rules beyond a word list, which most of them cannot express, nor about
  what they are made for: Semgrep reads code, codespell looks for misspellings, Presidio for personal data,
  detect-secrets for keys.
"""


def written(tables: Sequence[Table], rules: RuleSet, seconds: float) -> str:
    """The whole page."""
    terms = sum(1 for _ in rules.words.scanner.terms)
    head = _HEAD.format(machine=_machine(), rules=len(rules.rules), terms=terms, minutes=seconds / 60)
    return head + "\n".join(map(markdown, tables)) + "\n" + _FOOT


def _machine() -> str:
    """The processor, not the host: a name of somebody's computer is nobody's business."""
    python = f"{platform.python_implementation()} {platform.python_version()}"
    return f"{_processor()}, {os.cpu_count()} cores, {platform.system()}, {python}, shoplint {__version__}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())
