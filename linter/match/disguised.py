"""Whether a text may hide words at all: what most texts are asked first."""

import regex

from linter.text.views import Views

# `gift  card`; a line break ends a sentence, and no term goes on behind it.
LOOSE = regex.compile(r"[^\S\n]{2,}|[^\S\n ]")
# A capital I among small letters may stand for l (`teIegram`), an l beside capitals for I.
_UPRIGHT = regex.compile(r"[a-z]I|I[a-z]|[A-Z]l|l[A-Z]")


def masked(views: Views) -> bool:
    """Whether the disguised views can hold anything that the bare one does not."""
    if views.unmasked.text != views.bare.text.replace("l", "i") or views.squeezed is not None:
        return True
    return _UPRIGHT.search(views.text) is not None
