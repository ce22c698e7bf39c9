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
import re
import shutil
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, TextIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from ostraka.errors import UsageError
from ostraka.screen.journal import Journal

#: Signs that make a spreadsheet compute a cell (OWASP, "CSV Injection").
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
#: Column → width in a workbook.
COLUMNS = {
    "query_id": 16,
    "row": 8,
    "status": 8,
    "rank": 6,
    "score": 8,
    "match": 8,
    "entity_id": 22,
    "caption": 40,
    "schema": 14,
    "datasets": 24,
    "explanation": 80,
    "referents": 24,
    "exposure": 60,
    "error": 40,
}
_LONGEST_CELL = 32_000  # Excel's limit is 32,767
_MOST_ROWS = 1_048_000  # of a sheet; Excel's limit is 1,048,576
_BATCH = 5_000
_DAY = re.compile(r"\d{4}-\d\d-\d\d")

Results = Iterable[Mapping[str, Any]]
Settings = Mapping[str, Any]


def write_results(
    path: Path | None, results: Results, *, settings: Settings | None = None
) -> None:
    """Write results to a file, by its suffix, or as JSON lines to stdout.

    Args:
        path: `.jsonl`, `.csv`, `.xlsx` or `.parquet`; None or `-` for stdout.
        results: One dict for each row screened, in order; read once.
        settings: What made the results (algorithm, threshold, list versions); kept in
            workbooks and Parquet files.

    Raises:
        UsageError: The suffix is none of these, or the folder is not there.
    """
    if path is None or str(path) == "-":
        _write_lines(sys.stdout, results)
        return
    check_target(path)
    with draft_of(path) as draft:
        _WRITERS[path.suffix.lower()](draft, results, settings or {})


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
                _WRITERS[target.suffix.lower()](draft, results, settings or {})
        draft.replace(target)
    except PermissionError as error:
        raise UsageError(f"{target}: cannot be written: {error.strerror}") from error
    finally:
        if draft != journal.part:
            draft.unlink(missing_ok=True)
    journal.remove()


def formula_safe(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: `'` before its first sign."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def explain(feature: Mapping[str, Any]) -> str:
    """Return one piece of evidence in words: both values, and the list that has one."""
    words = (
        f"{feature.get('feature')}: {feature.get('query')} ~ {feature.get('candidate')}"
    )
    remarks = [feature.get("detail"), feature.get("dataset")]
    if feature.get("since"):
        remarks.append(f"since {feature['since']}")
    told = ", ".join(str(remark) for remark in remarks if remark)
    return f"{words} ({told})" if told else words


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


def _write_jsonl(path: Path, results: Results, settings: Settings) -> None:  # noqa: ARG001 - a line has its row only
    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as out:
        _write_lines(out, results)


def _write_csv(path: Path, results: Results, settings: Settings) -> None:  # noqa: ARG001 - a table has its rows only
    with path.open("w", encoding="utf-8", errors="replace", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(COLUMNS)
        for row in _rows(results):
            writer.writerow([_plain(row.get(column)) for column in COLUMNS])


def _rows(results: Results) -> Iterator[dict[str, Any]]:
    """Yield one row for each match, and one for each row that could not be read."""
    for result in results:
        base = {name: result.get(name) for name in ("query_id", "row", "status")}
        if "error" in result:
            base["error"] = result["error"]
            if not result.get("matches"):
                yield base
        for rank, match in enumerate(result.get("matches", ()), start=1):
            yield {**match, **base, "rank": rank}


def _plain(value: Any) -> Any:
    """Return a value as a cell: numbers as they are, lists joined, texts made safe."""
    if value is None or isinstance(value, bool):
        return {None: "", True: "true", False: "false"}[value]
    if isinstance(value, int | float):
        return value
    if isinstance(value, str):
        return formula_safe(value)
    if all(isinstance(item, Mapping) for item in value):
        return formula_safe("; ".join(explain(item) for item in value))
    return formula_safe("; ".join(map(str, value)))


def _write_xlsx(path: Path, results: Results, settings: Settings) -> None:
    from openpyxl import Workbook  # noqa: PLC0415 - only workbooks pay for it

    book = Workbook(write_only=True)
    try:
        _fill_sheets(book, results)
        told = _append_sheet(book, "Settings", {"setting": 24, "value": 60})
        for name, value in settings.items():
            told([_sheet_cell(name), _sheet_cell(value)])
    except BaseException:
        for sheet in book.worksheets:  # they write to files of their own
            sheet.close()
        raise
    _save(book, path, str((settings or {}).get("as of", "")))


def _save(book: Any, path: Path, day: str) -> None:
    """Write a workbook without the moment of writing: the same results, the same bytes."""
    from openpyxl.writer.excel import ExcelWriter  # noqa: PLC0415

    moment = datetime.fromisoformat(day if _DAY.fullmatch(day) else "1980-01-01")
    book.properties.created = book.properties.modified = moment
    with _Undated(path, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()


class _Undated(ZipFile):
    """An archive whose members have no time of their own."""

    def writestr(self, name: Any, data: Any, *_: Any, **__: Any) -> None:  # type: ignore[override]
        """Add a member."""
        super().writestr(self._member(str(name)), data)

    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        """Add a file as a member."""
        member = self._member(str(arcname or filename))
        with Path(filename).open("rb") as source, self.open(member, "w") as target:
            shutil.copyfileobj(source, target)

    def _member(self, name: str) -> ZipInfo:
        member = ZipInfo(name)
        member.compress_type = ZIP_DEFLATED
        return member


def _fill_sheets(book: Any, results: Results) -> None:
    append = _append_sheet(book, "Matches", COLUMNS)
    left = _MOST_ROWS
    for row in _rows(results):
        if not left:
            append = _append_sheet(book, f"Matches {len(book.worksheets) + 1}", COLUMNS)
            left = _MOST_ROWS
        append([_sheet_cell(row.get(column)) for column in COLUMNS])
        left -= 1


def _append_sheet(
    book: Any, title: str, columns: Mapping[str, int]
) -> Callable[[Sequence[Any]], None]:
    """Add a sheet with a frozen header and return what appends a row to it."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, width in enumerate(columns.values(), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    append: Callable[[Sequence[Any]], None] = sheet.append
    append(list(columns))
    return append


def _sheet_cell(value: Any) -> Any:
    """Return a cell that Excel accepts: no control characters, not too long."""
    cell = _plain(value)
    if not isinstance(cell, str):
        return cell
    kept = "".join(c for c in cell if c >= " " or c in "\t\n\r")
    kept = _whole(kept)
    return kept if len(kept) <= _LONGEST_CELL else f"{kept[:_LONGEST_CELL]}…"


def _whole(value: Any) -> Any:
    """Return a text without halves of characters, which no file can hold."""
    if isinstance(value, str) and not value.isascii():
        return value.encode("utf-8", "replace").decode()
    return value


def _write_parquet(path: Path, results: Results, settings: Settings) -> None:
    import pyarrow as pa  # noqa: PLC0415 - only Parquet pays for Arrow
    import pyarrow.parquet as pq  # noqa: PLC0415

    texts = pa.list_(pa.string())
    kinds = {
        "row": pa.int64(),
        "status": pa.int16(),
        "rank": pa.int32(),
        "score": pa.float64(),
        "match": pa.bool_(),
        "datasets": texts,
        "referents": texts,
    }
    schema = pa.schema(
        [(name, kinds.get(name, pa.string())) for name in COLUMNS],
        metadata={
            "ostraka": json.dumps(dict(settings), ensure_ascii=False, default=str)
        },
    )
    rows = _rows(results)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        while batch := list(islice(rows, _BATCH)):
            for row in batch:
                if row.get("explanation") is not None:
                    row["explanation"] = json.dumps(
                        row["explanation"], ensure_ascii=False
                    )
            columns = [[_whole(row.get(name)) for row in batch] for name in COLUMNS]
            arrays = [
                pa.array(c, schema.field(n).type)
                for n, c in zip(COLUMNS, columns, strict=True)
            ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))


_WRITERS: dict[str, Callable[[Path, Results, Settings], None]] = {
    ".jsonl": _write_jsonl,
    ".csv": _write_csv,
    ".xlsx": _write_xlsx,
    ".parquet": _write_parquet,
}
