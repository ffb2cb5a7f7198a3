"""Reports as people, editors and programs read them.

`console` needs `rich`, so each renderer is imported where it is used, not here.
"""

from linter.report.entry import Entry, Tally, tally, worst
from linter.report.words import Ui, summary

__all__ = ["Entry", "Tally", "Ui", "summary", "tally", "worst"]
