"""A file of customers screened row by row: the same for the command and for Python."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ostraka.index import Index
from ostraka.screen import ALGORITHM, DEFAULT_THRESHOLD, Answer, screen_batch
from ostraka.screen.results import write_results
from ostraka.screen.tables import QueryRow, read_queries

_CHUNK = 256


@dataclass(slots=True)
class FileTally:
    """What came of a file.

    Attributes:
        rows: Rows read.
        alerts: Rows with at least one match.
        matches: Matches in all.
        bad: Row number and reason of each row that could not be read.
        read_as: How the file was understood, in a sentence.
        left_out: Values that were not understood, counted.
        repeated: Ids that stand on several rows, counted.
    """

    rows: int = 0
    alerts: int = 0
    matches: int = 0
    bad: list[tuple[int, str]] = field(default_factory=list)
    read_as: str = ""
    left_out: Counter[str] = field(default_factory=Counter)
    repeated: Counter[str] = field(default_factory=Counter)

    def count(self, row: QueryRow, result: Mapping[str, Any]) -> None:
        """Count one row and what was found for it."""
        self.rows += 1
        if result["status"] != 200:
            self.bad.append((row.number, result["error"]))
            return
        self.matches += len(result["matches"])
        self.alerts += bool(result["matches"])


def screen_file(
    index: Index,
    source: Path,
    target: Path | None,
    *,
    threshold: float | None = None,
    limit: int = 5,
    settings: Mapping[str, str] | None = None,
    mapping: Mapping[str, str] | None = None,
    exposure: Callable[[str], str] | None = None,
    progress: Callable[[int], None] | None = None,
) -> FileTally:
    """Screen every row of a file and write one result for each, in order.

    Args:
        index: The lists.
        source: CSV, TSV, XLSX, Parquet or JSON lines with a header.
        target: `.jsonl`, `.csv`, `.xlsx` or `.parquet`; None for JSON lines on stdout.
        threshold: Least score of a match; the algorithm's default if None.
        limit: Most matches for a row.
        settings: What the answer rests on beside the algorithm: list versions, day.
        mapping: Column of the file → our name for it, where it is not recognised.
        exposure: What links say of a party, by its id; written beside each match and
            part of nothing that made it one.
        progress: Called with the number of rows done, from time to time.

    Raises:
        UsageError: The file cannot be read as a table of parties.
    """
    least = DEFAULT_THRESHOLD if threshold is None else threshold
    rows = read_queries(source, mapping)
    tally = FileTally(
        read_as=str(rows.info), left_out=rows.notes, repeated=rows.repeated
    )

    def results() -> Iterator[dict[str, Any]]:
        for chunk in _chunks(rows):
            asked = map(_asked, chunk)
            answers = screen_batch(index, asked, threshold=least, limit=limit)
            for row, answer in zip(chunk, answers, strict=True):
                result = answer.to_dict()
                tally.count(row, result)
                if exposure is not None:
                    for match in result["matches"]:
                        match["exposure"] = exposure(match["entity_id"])
                yield result
            if progress is not None:
                progress(tally.rows)

    used = {
        "algorithm": ALGORITHM,
        "threshold": least,
        "limit": limit,
        **(settings or {}),
    }
    write_results(target, results(), settings=used)
    return tally


def _asked(row: QueryRow) -> Mapping[str, Any] | Answer:
    """Return what a row asks, or its reason for asking nothing."""
    if row.entity is None:
        return Answer(row.query_id, error=row.error or "the row cannot be read")
    return {**row.entity, "id": row.query_id}


def _chunks(rows: Iterator[QueryRow]) -> Iterator[list[QueryRow]]:
    chunk: list[QueryRow] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk
