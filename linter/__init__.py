"""shoplint: a compliance linter for what sellers say to buyers.

>>> from linter import Message, lint, load
>>> report = lint(Message(text="Add me on WhatsApp"), load())
>>> report.verdict
<Verdict.BLOCK: 'block'>
"""

from linter.engine import Options
from linter.errors import ConfigError, InputError, Problems, RuleError, ShoplintError
from linter.model import Finding, Fix, Message, Report, Role, Severity, Span, Surface, Verdict
from linter.ruleset import Overlay, RuleSet, load
from linter.thread import lint, lint_thread

__version__ = "0.1.0"

__all__ = [
    "ConfigError",
    "Finding",
    "Fix",
    "InputError",
    "Message",
    "Options",
    "Overlay",
    "Problems",
    "Report",
    "Role",
    "RuleError",
    "RuleSet",
    "Severity",
    "ShoplintError",
    "Span",
    "Surface",
    "Verdict",
    "lint",
    "lint_thread",
    "load",
]
