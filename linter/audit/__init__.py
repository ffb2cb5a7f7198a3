"""Bulk audits of chat exports: Arrow batches of messages in, findings and threads out.

>>> from linter.audit import audit, check_conversations
>>> findings = audit(batches, rules)  # an iterator of Arrow record batches, one row a finding
>>> threads = check_conversations(batches, rules)  # the same with one row a conversation
"""

from linter.audit.conversations import check_conversations
from linter.audit.kernel import OrderError, audit, check_messages, check_threads
from linter.audit.schema import FINDINGS, MESSAGES, THREADS

__all__ = [
    "FINDINGS",
    "MESSAGES",
    "THREADS",
    "OrderError",
    "audit",
    "check_conversations",
    "check_messages",
    "check_threads",
]
