"""The views of one text: what rules read, each with the way back to what the seller wrote.

| view | what is undone |
|---|---|
| `plain` | width, case, enclosed letters, digits of other scripts, invisible characters, traditional Chinese |
| `bare` | also accents on Latin letters |
| `unmasked` | also look-alikes and leet; every character is its canonical letter |
| `squeezed` | also separators inside one word |
| `sounded` | `plain` with homophones of the terms' Chinese characters |

`plain`, `bare` and `unmasked` have the same length and the same map.
"""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from linter.text import folding, letters, squeezing
from linter.text.letters import Alike
from linter.text.squeezing import Squeezed
from linter.text.view import View

Rewrite = Callable[[View], View]


def plain(view: View) -> View:
    """Width, case, compatibility forms, invisible characters, stray marks, traditional Chinese."""
    return folding.fold(view.text).through(view)


def bare(view: View) -> View:
    """A plain view without accents on Latin letters."""
    return view.reading(letters.bare(view.text))


def unmasked(view: View) -> View:
    """A bare view with every character as the letter it is drawn like."""
    return view.reading(letters.unmasked(view.text))


def squeezed(view: View) -> View:
    """An unmasked view without separators inside one word."""
    return squeezing.squeeze(view) or view


REWRITES: Mapping[str, Rewrite] = MappingProxyType(
    {"plain": plain, "bare": bare, "unmasked": unmasked, "squeezed": squeezed}
)


def compose(text: str, names: Iterable[str]) -> View:
    """The text rewritten by the named rewrites, one after the other."""
    view = View(text)
    for name in names:
        view = REWRITES[name](view)
    return view


_SILENT = Alike({})


class Views:
    """The views of one text, made when first asked for."""

    __slots__ = ("_bare", "_plain", "_readable", "_sounded", "_squeezed", "_unmasked", "sounds", "text")

    def __init__(self, text: str, sounds: Alike | None = None) -> None:
        self.text = text
        self.sounds = sounds or _SILENT
        self._plain: View | None = None
        self._bare: View | None = None
        self._readable: str | None = None
        self._unmasked: View | None = None
        # A view that may be missing is kept in a tuple: an empty place means that nobody asked yet.
        self._squeezed: tuple[Squeezed | None] | None = None
        self._sounded: tuple[View | None] | None = None

    @property
    def plain(self) -> View:
        """Width, case, compatibility forms, invisible characters, stray marks and traditional Chinese undone."""
        if self._plain is None:
            self._plain = folding.fold(self.text)
        return self._plain

    @property
    def bare(self) -> View:
        """`plain` without accents on Latin letters; same length, same map."""
        if self._bare is None:
            self._bare = bare(self.plain)
        return self._bare

    @property
    def readable(self) -> str:
        """The text of `bare` with look-alikes and leet as a reader sees through them."""
        if self._readable is None:
            self._readable = letters.readable(self.bare.text)
        return self._readable

    @property
    def unmasked(self) -> View:
        """`bare` with look-alikes and leet as canonical letters; same length, same map."""
        if self._unmasked is None:
            self._unmasked = self.bare.reading(self.readable.replace("l", "i"))
        return self._unmasked

    @property
    def squeezed(self) -> Squeezed | None:
        """`unmasked` without the separators inside pulled-apart words; nothing where no word is pulled apart."""
        if self._squeezed is None:
            self._squeezed = (squeezing.squeeze(self.unmasked),)
        return self._squeezed[0]

    @property
    def sounded(self) -> View | None:
        """`plain` with Chinese characters as the representatives of their sounds; nothing where none has one."""
        if self._sounded is None:
            self._sounded = (self._heard(),)
        return self._sounded[0]

    def _heard(self) -> View | None:
        text = self.plain.text
        if not self.sounds or text.isascii():
            return None
        heard = self.sounds.read(text)
        return None if heard == text else self.plain.reading(heard)
