"""The pages of an audit: a report for a manager, and the evidence of one conversation for an appeal.

Each is one file that asks nothing of any network: style, script and figures are in it, its content security policy lets
it load nothing, and only its own script may run, by its hash.
"""

from linter.report.audit.evidence import canonical, evidence
from linter.report.audit.page import page
from linter.report.audit.shown import Bubble, ShownThread

__all__ = ["Bubble", "ShownThread", "canonical", "evidence", "page"]
