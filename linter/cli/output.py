"""Where a report goes: to standard output, or to a file as a whole."""

import os
import sys
from contextlib import suppress
from pathlib import Path

from linter.errors import InputError
from linter.model import Place


def deliver(text: str | bytes, file: str | None) -> None:
    """Write the report. A file is there as a whole or not at all; a reader who left early is no mistake."""
    data = text.encode() if isinstance(text, str) else text
    if file is None:
        _print(data)
        return
    path = Path(file).resolve()
    try:
        _pour(path, data) if path.exists() and not path.is_file() else _replace(path, data)
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", at=Place(file)) from None


def terminal_width() -> int:
    """The columns of the terminal, 80 where there is none."""
    import shutil  # noqa: PLC0415  # 3 ms, for a terminal only

    return shutil.get_terminal_size((80, 24)).columns


def wants_color(choice: str, file: str | None) -> bool:
    """Whether to colour: `always`, `never`, or `auto`: on a terminal, unless `NO_COLOR` is set."""
    if choice != "auto":
        return choice == "always"
    return file is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _print(data: bytes) -> None:
    # Bytes: under LC_ALL=C a text stream would refuse every Chinese report.
    try:
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        _give_up()
    except OSError as error:
        _give_up()
        raise InputError(f"cannot be written: {error.strerror}", at=Place("<stdout>")) from None


def _give_up() -> None:
    """Point standard output at nothing: else Python flushes once more on its way out, complains, and exits with 120."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, sys.stdout.fileno())
    os.close(nothing)


def _pour(path: Path, data: bytes) -> None:
    """Write to what is no file: `/dev/stdout` or a pipe must not be replaced."""
    with path.open("wb") as out:
        out.write(data)


def _replace(path: Path, data: bytes) -> None:
    import tempfile  # noqa: PLC0415  # 6 ms, for --output only

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        Path(name).chmod(_mode(path))
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _mode(path: Path) -> int:
    """The rights a plain `open` would have left: the old file's, or what the umask allows."""
    if path.exists():
        return path.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
