"""What an audit leaves behind: tables, a summary, pages; each file whole or not at all, and the same each time."""

import csv
from collections.abc import Iterator, Sequence
from hashlib import file_digest
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from linter.audit.arrow import pa, parquet
from linter.audit.cells import cell
from linter.audit.conversations import evidence_name
from linter.audit.figures import Figures
from linter.audit.plan import Plan
from linter.audit.redact import buyers, redact, redact_names, redact_thread
from linter.audit.schema import FINDINGS, THREADS
from linter.audit.shuffle import MEMORY, quiet
from linter.audit.summary import summary
from linter.audit.work import whole, write
from linter.errors import InputError
from linter.report.audit.evidence import evidence
from linter.report.audit.page import page
from linter.report.audit.shown import ShownThread
from linter.ruleset import RuleSet
from linter.sources.archives import INSIDE
from linter.sources.exports import Told

_ROWS = 16_384
_BOM = "\ufeff"
_HIDDEN = ("match", "text", "message", "seen_as")


class Results:
    """The results of one audit, made from the pieces in a folder."""

    def __init__(self, plan: Plan, pieces: Path, rules: RuleSet) -> None:
        self._plan = plan
        self._titles = {rule.id: rule.title.get(plan.ui) or rule.title["en"] for rule in rules.rules}
        self._pieces = pieces

    def write(self, figures: Figures, told: Sequence[Told], notes: Sequence[str], unread: Sequence[Any]) -> None:
        """Write all of them, the page last."""
        out = self._plan.out
        whole(out / "findings.parquet", self._findings)
        whole(out / "findings.csv", self._findings_csv)
        whole(out / "threads.parquet", self._threads)
        names = self._named_in([one.file for one in told])
        rows = [(self._place(one.at.file, names), one.at.line, self._said(one.problem, names)) for one in unread]
        whole(out / "unreadable.csv", lambda draft: _unreadable(draft, rows))
        files = [
            replace(
                one,
                file=self._place(one.file, names),
                notes=tuple(self._said(note, names) for note in one.notes),
            )
            for one in told
        ]
        summed = summary(figures, redacted=self._plan.redact)
        summed |= {"files": msgspec.to_builtins(files), "notes": [self._said(note, names) for note in notes]}
        write(out / "summary.json", msgspec.json.format(msgspec.json.encode(summed), indent=2))
        for number, name in enumerate(self._plan.evidence):
            write(out / f"evidence-{number + 1}.html", self._evidence(name).encode())
        threads = figures.worst_threads(redacted=self._plan.redact)
        write(out / "report.html", page(summed, threads, self._plan.ui, self._titles).encode())

    def _place(self, file: str, names: Sequence[str]) -> str:
        return redact_names(file, names) if names else file

    def _said(self, told: str, names: Sequence[str]) -> str:
        """What was told of a file; it may quote what stands there."""
        return redact(told, names) if self._plan.redact else told

    def _named_in(self, files: Sequence[str]) -> tuple[str, ...]:
        """The buyers after whom files are called, where they must not be known."""
        if not self._plan.redact:
            return ()
        called = "\n".join(files).casefold()
        found: set[str] = set()
        for path in sorted(self._pieces.glob("judged/*/threads.parquet")):
            for batch in parquet.ParquetFile(path).iter_batches(_ROWS, columns=["buyers"]):
                names = {name for told in batch["buyers"].to_pylist() for name in msgspec.json.decode(told)}
                found |= {name for name in names if any(part in called for part in name.casefold().split())}
        return tuple(sorted(found))

    def _evidence(self, name: str) -> str:
        found = sorted(self._pieces.glob(f"judged/*/{evidence_name(name)}"))
        if not found:
            hint = "the thread's own name stands in threads.parquet"
            raise InputError(f"no thread is called {name!r}: no evidence", hint=hint)
        thread = msgspec.msgpack.decode(found[0].read_bytes(), type=ShownThread)
        names = buyers(thread) if self._plan.redact else ()
        read = sorted({_file(bubble.place.file) for bubble in thread.bubbles})
        return evidence(
            redact_thread(thread) if self._plan.redact else thread,
            self._plan.ui,
            self._titles,
            zone=self._plan.terms.zone,
            files={self._place(file, names): _digest(file) for file in read},
            made=self._plan.made,
            redacted=self._plan.redact,
        )

    def _findings(self, draft: Path) -> None:
        with parquet.ParquetWriter(draft, FINDINGS, compression="zstd") as writer:
            for batch in self._found():
                writer.write_batch(batch)

    def _found(self) -> Iterator[Any]:
        names = "LEFT JOIN (SELECT thread, any_value(buyers) AS buyers FROM {threads} GROUP BY thread) USING (thread)"
        for batch in self._sorted("findings", names, 'seq, "start", "end", rule'):
            yield self._masked(batch, FINDINGS, _HIDDEN)

    def _threads(self, draft: Path) -> None:
        with parquet.ParquetWriter(draft, THREADS, compression="zstd") as writer:
            for batch in self._sorted("threads", "", "thread"):
                writer.write_batch(self._masked(batch, THREADS, ()))

    def _masked(self, batch: Any, schema: Any, hidden: Sequence[str]) -> Any:
        """The columns of a schema, without personal data where that was asked for: texts (`hidden`) lose all of it,
        names of threads and files those of the buyers. A mask is as long as what it hides, so that spans stay right.
        """
        columns = dict(zip(batch.schema.names, batch.columns, strict=True))
        if self._plan.redact:
            buyers = [msgspec.json.decode(told, type=list[str]) if told else [] for told in batch["buyers"].to_pylist()]
            for name in ("thread", "file", *hidden):
                if name in columns:
                    mask = redact if name in hidden else redact_names
                    texts = zip(columns[name].to_pylist(), buyers, strict=True)
                    columns[name] = pa.array([mask(t, names) if t else t for t, names in texts], pa.string())
        return pa.RecordBatch.from_arrays(
            [columns[name].cast(schema.field(name).type) for name in schema.names], schema=schema
        )

    def _findings_csv(self, draft: Path) -> None:
        # Excel takes a file without the mark for the local code page, and 微信 for nonsense.
        with draft.open("w", encoding="utf-8", newline="") as file:
            file.write(_BOM)
            table = csv.writer(file)
            table.writerow(FINDINGS.names)
            for batch in parquet.ParquetFile(self._plan.out / "findings.parquet").iter_batches(_ROWS):
                for row in zip(*(column.to_pylist() for column in batch.columns), strict=True):
                    table.writerow([cell(value) if isinstance(value, str) else value for value in row])

    def _sorted(self, name: str, join: str, order: str) -> Iterator[Any]:
        tables = {kind: self._table(kind) for kind in ("findings", "threads")}
        with quiet(self._pieces / "spill", MEMORY[1]) as connection:
            query = f"SELECT * FROM {tables[name]} {join.format_map(tables)} ORDER BY {order}"
            yield from connection.sql(query).to_arrow_reader(_ROWS)

    def _table(self, kind: str) -> str:
        files = sorted(str(file) for file in self._pieces.glob(f"judged/*/{kind}.parquet"))
        return "read_parquet([" + ", ".join("'" + file.replace("'", "''") + "'" for file in files) + "])"


def _file(place: str) -> str:
    """The file on its disk: of a file in an archive the archive, of a sheet the workbook."""
    file = place.partition(INSIDE)[0]
    return file if Path(file).exists() else file.rpartition("#")[0] or file


def _digest(file: str) -> str:
    """SHA-256 of an export on this disk; nothing for what lies elsewhere."""
    try:
        with Path(file).open("rb") as opened:
            return file_digest(opened, "sha256").hexdigest()
    except OSError:
        return ""


def _unreadable(draft: Path, unread: Sequence[tuple[str, int, str]]) -> None:
    with draft.open("w", encoding="utf-8", newline="") as file:
        file.write(_BOM)
        table = csv.writer(file)
        table.writerow(("file", "line", "problem"))
        table.writerows((cell(file), line, cell(problem)) for file, line, problem in unread)
