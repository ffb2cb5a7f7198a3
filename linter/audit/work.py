"""Long work in pieces: each is done whole or not at all, so that what was stopped at any moment can be gone on with.

A piece writes under a draft name and is renamed when it is whole. What is there under its own name is done; a draft is
of a run that died, and is made anew. A manifest says what the pieces were made from: with another input, other rules or
other options nothing of them is used.
"""

import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import msgspec

from linter.errors import InputError
from linter.model import Place

FOLDER = ".shoplint-audit"
_MANIFEST = "manifest.json"


def begun(out: Path) -> date | None:
    """The day by whose rules the audit is judged that was stopped in this folder; None where none was."""
    stored = Work(out).stored()
    day = msgspec.json.decode(stored, type=dict[str, Any]).get("day") if stored else None
    return date.fromisoformat(day) if day else None


class Work:
    """The pieces of one run, in a folder beside its results."""

    def __init__(self, out: Path) -> None:
        self.folder = out / FOLDER

    def begin(self, manifest: dict[str, Any], *, resume: bool) -> bool:
        """Make ready; whether there is something to go on with.

        Raises InputError where `resume` finds pieces of another run, or where pieces of a stopped run lie about and
        nobody said what to do with them.
        """
        stored = self.stored()
        written = msgspec.json.encode(manifest, order="sorted")
        if stored is not None and not resume:
            raise InputError(
                "an audit was stopped here before it was done",
                at=Place(str(self.folder.parent)),
                hint=f"--resume goes on with it; delete {self.folder} to begin anew",
            )
        if stored is not None and stored != written:
            raise InputError(
                f"the audit that was stopped here had {_changed(stored, written)}",
                at=Place(str(self.folder.parent)),
                hint=f"give the same input and options, or delete {self.folder} to begin anew",
            )
        if stored is None:
            self.folder.mkdir(parents=True, exist_ok=True)
            write(self.folder / _MANIFEST, written)
        return stored is not None

    def stored(self) -> bytes | None:
        """The manifest of a run that was stopped."""
        try:
            return (self.folder / _MANIFEST).read_bytes()
        except OSError:
            return None

    def piece(self, name: str) -> Path:
        """Where a piece is, or will be once it is whole."""
        return self.folder / name

    def done(self) -> None:
        """The results are written: the pieces go."""
        shutil.rmtree(self.folder, ignore_errors=True)


def _changed(stored: bytes, written: bytes) -> str:
    before, now = msgspec.json.decode(stored), msgspec.json.decode(written)
    # The day is one of the options.
    changed = sorted(name for name in {*before, *now} - {"day"} if before.get(name) != now.get(name))
    return f"other {' and '.join(changed)}"


def write(target: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    whole(target, lambda draft: draft.write_bytes(content))


def whole(target: Path, make: Callable[[Path], object]) -> None:
    """Let `make` write a file or a folder under a draft name; it gets its own name when it is whole."""
    draft = target.with_name(f".{target.name}.draft")
    remove(draft)
    target.parent.mkdir(parents=True, exist_ok=True)
    make(draft)
    if draft.is_file():
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
    # A folder is not written over: what a run that died had made, but not noted as done, goes first.
    if target.is_dir():
        remove(target)
    draft.replace(target)


def remove(path: Path) -> None:
    """Remove a file or a folder that may be there."""
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
