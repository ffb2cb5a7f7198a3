"""Bulk audits of chat exports: Arrow batches of messages in, findings and threads out.

>>> from linter.audit import audit
>>> findings = audit(batches, rules)  # an iterator of Arrow record batches, one row a finding
"""

from linter.audit.kernel import OrderError, audit, check_messages, check_threads
from linter.audit.schema import FINDINGS, MESSAGES, THREADS

__all__ = ["FINDINGS", "MESSAGES", "THREADS", "OrderError", "audit", "check_messages", "check_threads"]
