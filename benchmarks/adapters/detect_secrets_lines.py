"""detect-secrets with one plugin of its own for a list of terms: `python detect_secrets_lines.py TERMS FILE`.

Prints the numbers of the lines it reports. Its filters, which drop words without an ASCII letter, are off.
"""

import re
import sys
from pathlib import Path

from detect_secrets.core.scan import scan_file
from detect_secrets.plugins.base import RegexBasedDetector
from detect_secrets.settings import transient_settings

TERMS = Path(sys.argv[1]).read_text("utf-8").split("\n")


class ListedDetector(RegexBasedDetector):
    """Finds the listed terms."""

    secret_type = "Listed"  # noqa: S105  # the name of what it finds
    denylist = (re.compile("|".join(map(re.escape, TERMS)), re.IGNORECASE),)


if __name__ == "__main__":
    plugin = {"name": "ListedDetector", "path": Path(__file__).resolve().as_uri()}
    with transient_settings({"plugins_used": [plugin], "filters_used": []}):
        for secret in scan_file(sys.argv[2]):
            print(secret.line_number)
