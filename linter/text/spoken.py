"""Views in which what was spelled out can be read: digits in words, `dot com`, `(at)`.

Both read an already folded view (lower case, plain widths) and give `None` where nothing changes.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Final

import regex
from ahocorasick_rs import AhoCorasick

from linter.text.numerals import ATS, DIGIT_WORDS, DOTS, LATIN, TIMES, UNSPACED, WEAK, ZEROS
from linter.text.view import View

type_edit = tuple[int, int, str]
