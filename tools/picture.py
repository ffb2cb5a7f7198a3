"""Draw `docs/report.svg`, the picture in the README, from a real run: `python tools/picture.py`.

rich exports the SVG. Two things are mended: a wide character takes two cells (rich gives a run of text the width of its
code points, and Chinese would be squeezed into half its place), and no font is fetched from the network.
"""

# ruff: noqa: INP001 - a script beside the package

import re
from collections.abc import Iterator
from html import unescape
from io import StringIO
from itertools import groupby
from pathlib import Path

from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console, ConsoleOptions
from rich.segment import Segment
from rich.terminal_theme import SVG_EXPORT_THEME
from rich.text import Text

from linter import Options, load
from linter.cli.lint import check_records
from linter.report import console as report
from linter.report.cells import clusters, total
from linter.sources import read

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "report.svg"
CHAT = "examples/chat.jsonl"
SHOWN = ("a", "c")
"""The threads of the chat that are shown: one English, one Chinese."""

WIDTH = 80
_CELL = 12.2  # rich: a height of 20 by an aspect of 0.61
_FONTS = (
    "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', 'Liberation Mono', 'Noto Sans Mono CJK SC', "
    "'Sarasa Mono SC', 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'WenQuanYi Zen Hei', monospace"
)
_FACE = re.compile(r"@font-face \{\{.*?\}\}\s*", re.DOTALL)
_TEXT = re.compile(r'<text (?P<before>[^>]*)textLength="[\d.]+"(?P<after>[^>]*)>(?P<words>[^<]*)</text>')
_ROW = re.compile(r'<text [^>]*\by="(?P<row>[\d.]+)"[^>]*clip-path[^>]*>(?P<words>[^<]*)</text>')


def told(*, color: bool = False) -> str:
    """The report on the threads shown, as a terminal gets it."""
    path = ROOT / CHAT
    records = [record for record in read([str(path)]) if record.message and record.message.thread in SHOWN]
    page = report.render(check_records(records, load(cache=False), Options()), width=WIDTH, color=color)
    return page.replace(path.as_posix(), CHAT)


def drawn() -> str:
    """The picture, as wide as its longest address."""
    widest = max(total(line) for line in told().splitlines())
    console = Console(record=True, width=max(WIDTH, widest), file=StringIO(), force_terminal=True, legacy_windows=False)
    console.print(_Runs(Text.from_ansi(told(color=True))), end="")
    form = _FACE.sub("", CONSOLE_SVG_FORMAT).replace("Fira Code, monospace", _FONTS)
    svg = console.export_svg(title="shoplint check", theme=SVG_EXPORT_THEME, code_format=form, unique_id="shoplint")
    return "".join(f"{line.rstrip()}\n" for line in _TEXT.sub(_measured, svg).splitlines())


def shown(svg: str) -> str:
    """The words of a picture, a line a row: what has to agree, whatever a version of rich writes around it."""
    rows = groupby(_ROW.finditer(svg), key=lambda text: float(text["row"]))
    lines = ("".join(unescape(text["words"]) for text in row) for _, row in rows)
    return "".join(f"{''.join(line.split())}\n" for line in lines if line.split())


class _Runs:
    """Text cut into runs of equally wide characters, each placed by its own."""

    def __init__(self, text: Text) -> None:
        self.text = text

    def __rich_console__(self, console: Console, _options: ConsoleOptions) -> Iterator[Segment]:
        for segment in self.text.render(console, end=""):
            for newline, run in groupby(segment.text, key=lambda char: char == "\n"):
                written = "".join(run)
                if newline:
                    yield from (Segment.line() for _ in written)
                    continue
                for _, alike in groupby(clusters(written), key=lambda cluster: cluster.width):
                    yield Segment("".join(cluster.shown for cluster in alike), segment.style)


def _measured(text: re.Match[str]) -> str:
    length = total(unescape(text["words"])) * _CELL
    return (
        f'<text {text["before"]}textLength="{length:g}" lengthAdjust="spacingAndGlyphs"{text["after"]}>'
        f"{text['words']}</text>"
    )


if __name__ == "__main__":
    PICTURE.write_text(drawn(), "utf-8")
