"""A file of customers screened row by row: the same for the command and for Python."""

from __future__ import annotations

import errno
import hashlib
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any, BinaryIO

from filelock import FileLock, Timeout

from ostraka.errors import UsageError
from ostraka.faces.workers import Screened, Workers
from ostraka.index import Index
from ostraka.screen import ALGORITHM, DEFAULT_THRESHOLD
from ostraka.screen.chunks import Wanted, pack_row, screen_rows
from ostraka.screen.journal import Journal
from ostraka.screen.repeated import RepeatedIds
from ostraka.screen.results import check_target, finish_results
from ostraka.screen.rows import told_of_orders, told_of_years
from ostraka.screen.table_source import Source
from ostraka.screen.tables import QueryTable, read_queries
from ostraka.screen.tally import FileTally, most

__all__ = ["FileSettings", "FileTally", "Progress", "screen_file"]

#: Rows screened in one go, and rows below which no further process is started.
_STRETCH, _FEW = 500, 2_000
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}

Exposure = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a file has come.

    Attributes:
        rows: Rows done.
        resumed: Of them, those that a run before had done.
        share: How much of the file has been read, from 0 to 1; None if unknown.
    """

    rows: int
    resumed: int
    share: float | None


@dataclass(frozen=True, slots=True)
class FileSettings:
    """How a file is screened.

    Attributes:
        threshold: Least score of a match; the algorithm's default if None.
        limit: Most matches for a row.
        mapping: Column of the file → our name for it, where it is not recognised.
        jobs: Processes that screen at the same time.
        basis: What the answer rests on beside the algorithm: list versions, day.
    """

    threshold: float | None = None
    limit: int = 5
    mapping: Mapping[str, str] | None = None
    jobs: int = 1
    basis: Mapping[str, str] | None = None

    def told(self) -> dict[str, Any]:
        """Return what made the results, by name; the same for every number of jobs."""
        least = DEFAULT_THRESHOLD if self.threshold is None else self.threshold
        return {
            "algorithm": ALGORITHM,
            "threshold": least,
            "limit": self.limit,
            **(self.basis or {}),
        }


def screen_file(
    index: Index,
    source: Path | Source,
    target: Path | None,
    settings: FileSettings | None = None,
    *,
    exposure: Exposure | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> FileTally:
    """Screen every row of a file and write one result for each, in order.

    A run that was cut short, in whatever way, is gone on with when the same is asked
    again, and ends in the same bytes.

    Args:
        index: The lists.
        source: CSV, TSV, XLSX, Parquet or JSON lines with a header.
        target: `.jsonl`, `.csv`, `.xlsx` or `.parquet`; None for JSON lines on stdout.
        settings: How.
        exposure: What links say of a party, by its id; written beside each match and
            part of nothing that made it one.
        progress: Called from time to time.

    Raises:
        UsageError: The file cannot be read as a table of parties, or the results
            cannot be written.
    """
    settings = settings or FileSettings()
    if target is not None and str(target) != "-":
        check_target(target)
    source = source if isinstance(source, Source) else Source(source)
    table = read_queries(source, settings.mapping)
    run = _Run(index, table, settings, exposure, progress)
    with _room_for(target):
        if target is None or str(target) == "-":
            run.write(sys.stdout.buffer)
        elif target.exists() and not target.is_file():
            with target.open("wb") as pipe:
                run.write(pipe)
        else:
            key = _key(source, table, settings, index)
            run.keep(target, f"{key} links" if key and exposure else key)
    return run.tally


class _Run:
    """One file on its way."""

    def __init__(
        self,
        index: Index,
        table: QueryTable,
        settings: FileSettings,
        exposure: Exposure | None,
        progress: Callable[[Progress], None] | None,
    ) -> None:
        self.tally = FileTally()
        self._index = index
        self._table = table
        self._settings = settings
        self._exposure = exposure
        self._progress = progress
        self._repeated = RepeatedIds()

    def write(self, out: BinaryIO) -> None:
        """Screen all rows and write their lines as they come."""
        for lines in self._lines(every_row=True):
            out.write(lines)
            out.flush()

    def keep(self, target: Path, key: str) -> None:
        """Screen the rows that are not done yet, and write the file when all are."""
        lock = FileLock(target.with_name(f".{target.name}.lock"), timeout=0)
        try:
            lock.acquire()
        except Timeout:
            raise UsageError(f"{target}: another run is writing it") from None
        try:
            with Journal(target, key) as journal:
                self._fill(journal, every_row=target.suffix.lower() == ".jsonl")
                told = {
                    **self._settings.told(),
                    **_summary(self.tally, self._settings.limit),
                }
                finish_results(target, journal, told)
        finally:
            # Before it is let go: a third run must not lock a file that is going.
            Path(lock.lock_file).unlink(missing_ok=True)
            lock.release()

    def _fill(self, journal: Journal, *, every_row: bool) -> None:
        self.tally = journal.tally
        try:
            for lines in self._lines(every_row=every_row):
                journal.append(lines, self.tally)
        except UsageError:
            journal.remove()  # the file is at fault: there is nothing to go on with
            raise

    def _lines(self, *, every_row: bool) -> Iterator[bytes]:
        """Yield the lines of each stretch of rows that is not done yet."""
        for lines, tally in self._screened(self._wanted(every_row=every_row)):
            self.tally.add(tally)
            yield self._with_exposure(lines)
            self._say()
        self.tally.repeated = self._repeated.found()
        told = (
            *self._table.info.told,
            told_of_orders(self.tally.orders, month_first=self._table.info.month_first),
            told_of_years(self.tally.orders),
        )
        self.tally.read_as = str(self._table.info)
        self.tally.told = tuple(text for text in told if text)

    def _screened(self, wanted: Wanted) -> Iterator[Screened]:
        stretches = self._stretches()
        first = list(islice(stretches, _FEW // _STRETCH))
        rest = next(stretches, None)
        if rest is None or self._settings.jobs < 2:
            left = [] if rest is None else [rest]
            for rows in chain(first, left, stretches):
                yield screen_rows(self._index, wanted, rows)
            return
        with Workers(self._settings.jobs, self._index, wanted) as workers:
            yield from workers.screen(chain(first, [rest], stretches))

    def _wanted(self, *, every_row: bool) -> Wanted:
        told, info = self._settings.told(), self._table.info
        return Wanted(
            mapping=info.mapping,
            month_first=info.month_first,
            open_columns=info.format == "jsonl",
            threshold=told["threshold"],
            limit=told["limit"],
            every_row=every_row,
        )

    def _stretches(self) -> Iterator[list[Any]]:
        """Yield the rows that are not done yet, packed, some hundreds at a time."""
        reader, done = self._table.reader, self.tally.rows
        stretch: list[Any] = []
        for number, raw in enumerate(self._table.raw):
            self._repeated.add(reader.query_id(raw))
            if number >= done:
                stretch.append(pack_row(reader, raw))
                if len(stretch) == _STRETCH:
                    yield stretch
                    stretch = []
        if stretch:
            yield stretch

    def _with_exposure(self, lines: bytes) -> bytes:
        if self._exposure is None:
            return lines
        results = [json.loads(line) for line in lines.splitlines()]
        for result in results:
            for match in result["matches"]:
                match["exposure"] = self._exposure(match["entity_id"])
        written = (json.dumps(result, ensure_ascii=False) + "\n" for result in results)
        return "".join(written).encode("utf-8", "replace")

    def _say(self) -> None:
        if self._progress is not None:
            tally, share = self.tally, self._table.share()
            self._progress(Progress(tally.rows, tally.resumed, share))


@contextmanager
def _room_for(target: Path | None) -> Iterator[None]:
    """Say plainly that there is no room left; what is done is kept."""
    try:
        yield
    except OSError as error:
        if error.errno not in _NO_ROOM:
            raise
        raise UsageError(
            f"{target or 'standard output'}: no room left to write ({error.strerror}); "
            "free some and run the same command again: it goes on where it stopped"
        ) from error


def _key(
    source: Source, table: QueryTable, settings: FileSettings, index: Index
) -> str:
    """Return what the lines of a run rest on; a stream is never the same again."""
    if source.is_stream or not source.size:
        return ""
    judged = index.judgements.path if index.judgements else None
    stat = source.path.stat()
    rests_on = [
        str(source.path.resolve()), stat.st_size, stat.st_mtime_ns,
        settings.told(), asdict(table.info), str(index.folder), index.manifest,
        None if judged is None or not judged.exists() else judged.stat().st_mtime_ns,
    ]  # fmt: skip
    text = json.dumps(rests_on, default=dict, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _summary(tally: FileTally, limit: int) -> dict[str, int]:
    """Return what came of a file, by name."""
    limited = f"rows that reached the limit of {limit}: others may match"
    return {
        "rows": tally.rows,
        "rows with a match": tally.alerts,
        "matches": tally.matches,
        **({limited: tally.limited} if tally.limited else {}),
        "rows that could not be read": tally.unread,
        **{f"rows with a match on {name}": n for name, n in most(tally.by_list)},
        **{f"rows that agree in {why}": n for why, n in most(tally.by_reason)},
    }
