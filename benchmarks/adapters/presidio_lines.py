"""Presidio with one pattern recogniser for a list of terms, no language model: `python presidio_lines.py TERMS FILE`.

Prints the numbers of the lines in which it finds one.
"""

import re
import sys
from pathlib import Path

from presidio_analyzer import Pattern, PatternRecognizer

if __name__ == "__main__":
    terms = Path(sys.argv[1]).read_text("utf-8").split("\n")
    pattern = Pattern("listed", "|".join(map(re.escape, terms)), 1.0)
    recogniser = PatternRecognizer("LISTED", patterns=[pattern])
    with open(sys.argv[2], encoding="utf-8") as file:  # noqa: PTH123
        for number, line in enumerate(file, 1):
            if recogniser.analyze(line, ["LISTED"]):
                print(number)
