"""Whether a text may hide words at all: what most texts are asked first."""

import re

from linter.text.views import Views

# `gift  card`; a line break ends a sentence, and no term goes on behind it.
LOOSE = re.compile(r"[^\S\n]{2,}|[^\S\n ]")
# A capital I among small letters may stand for l (`teIegram`), an l beside capitals for I.
_UPRIGHT = re.compile(r"[a-z]I|I[a-z]|[A-Z]l|l[A-Z]")


def loose(plain: str) -> bool:
    """Whether other white space than one blank stands between words."""
    # White space that is not printable is no blank: without any, a look for two of them does.
    return "  " in plain if plain.isprintable() else LOOSE.search(plain) is not None


def masked(views: Views) -> bool:
    """Whether the disguised views can hold anything that the bare one does not."""
    if views.unmasked.text != views.bare.text.replace("l", "i") or views.squeezed is not None:
        return True
    text = views.text
    return ("I" in text or "l" in text) and not text.islower() and _UPRIGHT.search(text) is not None
