"""Tables, for the terminal and for Markdown."""

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple


class Table(NamedTuple):
    """Rows under headings, with what is to be known before reading them, and what falls short after."""

    title: str
    about: str
    columns: tuple[str, ...]
    rows: list[tuple[str, ...]]
    notes: tuple[str, ...] = ()


def printed(table: Table) -> str:
    """For the terminal: the first column to the left, figures to the right."""
    lines = [table.columns, *table.rows]
    widths = [max(_width(line[n]) for line in lines) for n in range(len(table.columns))]
    rows = [
        "  ".join(_padded(cell, width, n) for n, (cell, width) in enumerate(zip(line, widths, strict=True)))
        for line in lines
    ]
    told = [f"  {note}" for note in table.notes]
    return "\n".join([f"\n{table.title}", *(row.rstrip() for row in rows), *told])


def markdown(table: Table) -> str:
    """For the page."""
    rule = ["---", *["---:"] * (len(table.columns) - 1)]
    rows = [_row(table.columns), _row(rule), *map(_row, table.rows)]
    notes = ["", *(f"- {note}" for note in table.notes)] if table.notes else []
    return "\n".join([f"## {table.title}", "", table.about, "", *rows, *notes, ""])


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", r"\|") for cell in cells) + " |"


def _padded(cell: str, width: int, column: int) -> str:
    blanks = " " * (width - _width(cell))
    return blanks + cell if column else cell + blanks


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def count(number: float) -> str:
    """`12,345`, to three figures that mean something."""
    if number >= 1000:  # noqa: PLR2004
        step = 10 ** (len(str(int(number))) - 3)
        return f"{round(number / step) * step:,}"
    return f"{number:.3g}" if number < 100 else f"{number:.0f}"  # noqa: PLR2004
