"""Rows out of a customer file of any format, streamed, never the whole file at once.

What is wrong with the file as such is a `UsageError`; what is wrong with one row is
said with the row.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from ostraka.errors import UsageError
from ostraka.screen.table_rows import (
    RATIO,
    RATIO_FROM,
    Cell,
    RawRow,
    RawTable,
    bomb,
    guarded,
    refusing,
    to_cell,
    unique_headings,
)
from ostraka.screen.table_text import open_text

_BATCH = 10_000
_ZIP, _PARQUET, _OLD_EXCEL = b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0"


def open_table(path: Path) -> RawTable:
    """Open a file as a table, by what it begins with and then by its suffix.

    Raises:
        UsageError: There is no such file, or it is no table.
    """
    if not path.is_file():
        raise UsageError(f"{path}: no such file")
    with refusing(path):
        with path.open("rb") as raw:
            magic = raw.read(4)
        if magic == _OLD_EXCEL:
            raise UsageError(
                f"{path.name}: the old Excel format; save it as .xlsx or CSV"
            )
        if magic == _ZIP:
            return _open_xlsx(path)
        if magic == _PARQUET:
            return _open_parquet(path)
        return open_text(path)


def _open_xlsx(path: Path) -> RawTable:
    _check_archive(path)
    rows = _xlsx_rows(path)
    for number, header in rows:
        if any(cell for cell in header):
            columns = unique_headings(
                c if isinstance(c, str) else " ".join(c) for c in header
            )
            rest = guarded(path, _sheet_rows(rows, columns, number))
            return RawTable("xlsx", columns, rest)
    raise UsageError(f"{path.name}: the first sheet is empty")


def _check_archive(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
    size = sum(member.file_size for member in members)
    if size > max(path.stat().st_size * RATIO, RATIO_FROM):
        raise bomb(path)
    if "[Content_Types].xml" not in {member.filename for member in members}:
        raise UsageError(
            f"{path.name}: a zip archive; unpack it and give the table in it"
        )


def _xlsx_rows(path: Path) -> Iterator[tuple[int, list[Cell]]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - only workbooks pay for it

    book = load_workbook(path, read_only=True, data_only=True)
    try:
        if not book.worksheets:
            raise UsageError(f"{path.name}: the workbook has no sheet")
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield number, [to_cell(value) for value in row]
    finally:
        book.close()


def _sheet_rows(
    rows: Iterator[tuple[int, list[Cell]]], columns: tuple[str, ...], header: int
) -> Iterator[RawRow]:
    for number, cells in rows:
        if number > header and any(cells):
            extra = any(cells[len(columns) :])
            error = (
                f"cells beyond the header's {len(columns)} columns" if extra else None
            )
            yield RawRow(number, dict(zip(columns, cells, strict=False)), error)


def _open_parquet(path: Path) -> RawTable:
    import pyarrow.parquet as pq  # noqa: PLC0415 - only Parquet pays for it

    with pq.ParquetFile(path) as file:
        names = tuple(file.schema_arrow.names)
    columns = unique_headings(names)
    return RawTable("parquet", columns, guarded(path, _parquet_rows(path, columns)))


def _parquet_rows(path: Path, columns: tuple[str, ...]) -> Iterator[RawRow]:
    import pyarrow.parquet as pq  # noqa: PLC0415

    number = 0
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=_BATCH):
            for values in zip(*(c.to_pylist() for c in batch.columns), strict=True):
                number += 1
                yield RawRow(
                    number, dict(zip(columns, map(to_cell, values), strict=True))
                )
