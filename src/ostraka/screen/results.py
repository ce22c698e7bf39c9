"""Results of a screened file, as JSON lines, CSV, XLSX or Parquet.

A result is a plain dict of the shape `{"query_id", "matches": [...], "status"}`, with
`error` where the row could not be read.  JSON lines have one line for each row; tables
have one row for each match, with the error of a row that could not be read whole, and one for
each row that has an error and no match.  A file is written under another name and renamed
at the end, so that it is there whole or not at all.
"""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TextIO

from ostraka.errors import UsageError
from ostraka.screen.cells import PARTIES, Layout, Results, Settings, as_cell, whole
from ostraka.screen.journal import Journal
from ostraka.screen.workbook import write_workbook

_BATCH = 5_000


def write_results(
    path: Path | None,
    results: Results,
    *,
    settings: Settings | None = None,
    layout: Layout = PARTIES,
) -> None:
    """Write results to a file, by its suffix, or as JSON lines to stdout.

    Args:
        path: `.jsonl`, `.csv`, `.xlsx` or `.parquet`; None or `-` for stdout.
        results: One dict for each row screened, in order; read once.
        settings: What made the results (algorithm, threshold, list versions); kept in
            workbooks and Parquet files.
        layout: How they stand in a table.

    Raises:
        UsageError: The suffix is none of these, or the folder is not there.
    """
    if path is None or str(path) == "-":
        _write_lines(sys.stdout, results)
        return
    check_target(path)
    with draft_of(path) as draft:
        _WRITERS[path.suffix.lower()](draft, results, settings or {}, layout)


def check_target(
    path: Path, suffixes: Collection[str] = (), what: str = "results"
) -> None:
    """Refuse a file that could not be written at the end of a long run.

    Args:
        path: The file.
        suffixes: What it may end in; that of a result file if none are given.
        what: What goes into it, for the error.

    Raises:
        UsageError: The suffix is none of these, or the folder is not there.
    """
    suffixes = suffixes or tuple(_WRITERS)
    if path.suffix.lower() not in suffixes:
        raise UsageError(
            f"{path}: {what} can be {', '.join(suffixes)}; name the file so"
        )
    if not path.parent.is_dir():
        raise UsageError(f"{path}: there is no folder {path.parent}")
    if path.is_dir():
        raise UsageError(f"{path}: is a folder")


def finish_results(
    target: Path, journal: Journal, settings: Settings | None = None
) -> None:
    """Turn the lines of a finished run into the file that was asked for.

    Args:
        target: `.jsonl`, `.csv`, `.xlsx` or `.parquet`.
        journal: The lines, one JSON object each.
        settings: What made the results, and what came of them.

    Raises:
        UsageError: The file cannot be written.
    """
    draft = target.with_name(f".{target.name}.draft")
    try:
        with journal.read() as lines:
            if target.suffix.lower() == ".jsonl":
                draft = journal.part
            else:
                results = map(json.loads, lines)
                _WRITERS[target.suffix.lower()](draft, results, settings or {}, PARTIES)
        draft.replace(target)
    except PermissionError as error:
        raise UsageError(f"{target}: cannot be written: {error.strerror}") from error
    finally:
        if draft != journal.part:
            draft.unlink(missing_ok=True)
    journal.remove()


@contextmanager
def draft_of(path: Path) -> Iterator[Path]:
    """Give a name to write under, and rename it when everything went well.

    Raises:
        UsageError: The file cannot be written, or is a folder.
    """
    if path.exists() and not path.is_file() and not path.is_dir():
        yield path  # a pipe or a device is written to, and never replaced by a file
        return
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    try:
        draft.touch()
    except OSError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from error
    try:
        yield draft
        if path.is_dir():
            raise UsageError(f"{path}: is a folder")
        draft.replace(path)
    except PermissionError as error:
        raise UsageError(f"{path}: cannot be written: {error.strerror}") from error
    finally:
        draft.unlink(missing_ok=True)


def _write_lines(out: TextIO, results: Results) -> None:
    out.writelines(json.dumps(r, ensure_ascii=False) + "\n" for r in results)


def write_table(out: TextIO, results: Results, layout: Layout = PARTIES) -> None:
    """Write results as CSV."""
    writer = csv.writer(out)
    writer.writerow(layout.columns)
    for row in layout.rows(results):
        writer.writerow([as_cell(row.get(column)) for column in layout.columns])


def _write_jsonl(path: Path, results: Results, *_: object) -> None:
    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as out:
        _write_lines(out, results)


def _write_csv(path: Path, results: Results, _: Settings, layout: Layout) -> None:
    with path.open("w", encoding="utf-8", errors="replace", newline="") as out:
        write_table(out, results, layout)


def _write_parquet(
    path: Path, results: Results, settings: Settings, layout: Layout
) -> None:
    import pyarrow as pa  # noqa: PLC0415 - only Parquet pays for Arrow
    import pyarrow.parquet as pq  # noqa: PLC0415

    texts = pa.list_(pa.string())
    kinds = {
        "row": pa.int64(),
        "message": pa.int64(),
        "status": pa.int16(),
        "rank": pa.int32(),
        "score": pa.float64(),
        "match": pa.bool_(),
        "datasets": texts,
        "referents": texts,
    }
    schema = pa.schema(
        [(name, kinds.get(name, pa.string())) for name in layout.columns],
        metadata={
            "ostraka": json.dumps(dict(settings), ensure_ascii=False, default=str)
        },
    )
    rows = layout.rows(results)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        while batch := list(islice(rows, _BATCH)):
            for row in batch:
                if row.get("explanation") is not None:
                    row["explanation"] = json.dumps(
                        row["explanation"], ensure_ascii=False
                    )
            columns = [
                [whole(row.get(name)) for row in batch] for name in layout.columns
            ]
            arrays = [
                pa.array(c, schema.field(n).type)
                for n, c in zip(layout.columns, columns, strict=True)
            ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))


_WRITERS: dict[str, Callable[[Path, Results, Settings, Layout], None]] = {
    ".jsonl": _write_jsonl,
    ".csv": _write_csv,
    ".xlsx": write_workbook,
    ".parquet": _write_parquet,
}
