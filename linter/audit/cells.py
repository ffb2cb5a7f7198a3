"""Text that is put into a cell of a table that a spreadsheet will open."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def cell(text: str) -> str:
    """The text as a cell that no spreadsheet takes for a formula: an apostrophe goes before one that begins like one
    (OWASP: CSV injection), full-width signs and leading blanks included. Quotes and commas are the writer's business.

    For text only: a number in a column of numbers keeps its sign.
    """
    begins = text.lstrip(" \u00a0\u3000")
    return f"'{text}" if begins.startswith(_FORMULA) else text
