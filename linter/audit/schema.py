"""The columns of an audit: messages in, findings and threads out."""

from typing import Any

from linter.audit.arrow import pa

TEXTS = ("id", "text", "role", "surface", "platform", "market", "lang", "thread", "sender", "order_id", "shop", "file")

MESSAGES: Any = pa.schema(
    [
        *((name, pa.string()) for name in TEXTS),
        ("sent_at", pa.float64()),  # seconds since 1970, UTC
        ("line", pa.int64()),
        ("seq", pa.int64()),  # the number of the record in the whole input
    ]
)
"""One row a message, as `Message` names its fields; `shop`, `file`, `line` and `seq` say where it comes from. All but
`text` may be missing.
"""

FINDINGS: Any = pa.schema(
    [
        ("seq", pa.int64()),
        ("id", pa.string()),
        ("thread", pa.string()),
        ("shop", pa.string()),
        ("sender", pa.string()),
        ("role", pa.string()),
        ("platform", pa.string()),
        ("market", pa.string()),
        ("lang", pa.string()),
        ("surface", pa.string()),
        ("sent_at", pa.float64()),
        ("file", pa.string()),
        ("line", pa.int64()),
        ("rule", pa.string()),
        ("family", pa.string()),
        ("severity", pa.string()),
        ("start", pa.int64()),
        ("end", pa.int64()),
        ("parts", pa.string()),  # [[start, end], …] of the words that count, as JSON
        ("match", pa.string()),
        ("message", pa.string()),
        ("seen_as", pa.string()),
        ("advice", pa.string()),
        ("policy", pa.string()),
        ("policy_url", pa.string()),
        ("with", pa.string()),  # the other messages it rests on, as JSON
        ("text", pa.string()),
    ]
)
"""One row a finding; a message that could not be judged whole has one of the severity `unchecked`."""

THREADS: Any = pa.schema(
    [
        ("thread", pa.string()),
        ("shop", pa.string()),
        ("agent", pa.string()),  # of the checked messages' senders the one who said most
        ("platform", pa.string()),
        ("first_at", pa.float64()),
        ("last_at", pa.float64()),
        ("messages", pa.int64()),
        ("buyer", pa.int64()),
        ("seller", pa.int64()),
        ("bot", pa.int64()),
        ("findings", pa.int64()),
        ("block", pa.int64()),
        ("warn", pa.int64()),
        ("rules", pa.string()),  # the rules that are broken, sorted, joined by a blank
        ("first_response", pa.float64()),  # seconds until a person answered; missing: nobody did
        ("first_bot_response", pa.float64()),
        ("waits", pa.int64()),  # turns of the buyer that were answered
        ("wait_seconds", pa.float64()),  # all of these waits together
        ("unanswered", pa.int64()),
    ]
)
"""One row a conversation."""

PIECES: Any = THREADS.append(pa.field("buyers", pa.string()))
"""The same with the buyers' names, as JSON: what has to be masked where personal data is."""
