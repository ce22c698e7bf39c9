"""Rows out of a customer file of any format, streamed, never the whole file at once.

What is wrong with the file as such is a `UsageError`; what is wrong with one row is
said with the row.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

from ostraka.errors import UsageError
from ostraka.screen.headings import find_field
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
from ostraka.screen.table_sheets import (
    Hidden,
    fill_merged,
    look_through,
    sheets_of,
)
from ostraka.screen.table_source import Source
from ostraka.screen.table_text import open_text

_BATCH = 10_000
_ZIP, _PARQUET, _OLD_EXCEL = b"PK\x03\x04", b"PAR1", b"\xd0\xcf\x11\xe0"
#: Rows above the header that a title may take.
_MOST_TITLES = 20

#: Rows of a sheet with their numbers.
_Numbered = Iterator[tuple[int, list[Cell]]]


def open_table(given: Path | Source) -> RawTable:
    """Open a file as a table, by what it begins with and then by its suffix.

    Raises:
        UsageError: There is no such file, or it is no table.
    """
    source = given if isinstance(given, Source) else Source(given)
    with refusing(source.name):
        magic = source.head(4)
        if magic == _OLD_EXCEL:
            raise UsageError(
                f"{source.name}: the old Excel format; save it as .xlsx or CSV"
            )
        if source.sheet is not None and magic != _ZIP:
            raise UsageError(f"{source.name}: --sheet goes with a workbook (.xlsx)")
        if magic not in {_ZIP, _PARQUET}:
            return open_text(source)
        source.settle()
        return _open_xlsx(source) if magic == _ZIP else _open_parquet(source)


def _open_xlsx(source: Source) -> RawTable:
    with zipfile.ZipFile(source.path) as archive:
        _check_archive(source, archive)
        sheets = sheets_of(archive)
        name = _wanted_sheet(source, tuple(sheets))
        hidden = look_through(archive, sheets[name])
    done = [0]
    rows = fill_merged(_xlsx_rows(source, name, done), hidden)
    head = [row for row in islice(rows, _MOST_TITLES) if any(row[1])]
    if not head:
        raise UsageError(
            f"{source.name}: the sheet {name!r} is empty{_others(name, sheets)}"
        )
    place = _header_place([cells for _, cells in head])
    number, header = head[place]
    columns = unique_headings(c if isinstance(c, str) else " ".join(c) for c in header)
    told = [f"read from row {number}, below the title"] if place else []
    if len(sheets) > 1:
        told.append(f"sheet {name!r} was read{_others(name, sheets)}")
    numbered = chain(head[place + 1 :], rows)
    return RawTable(
        "xlsx",
        columns,
        guarded(source.name, _sheet_rows(numbered, columns, hidden)),
        told=(*told, *hidden.told()),
        share=lambda: done[0] / max(hidden.rows, 1),
    )


def _header_place(head: list[list[Cell]]) -> int:
    """Return which row is the header: the first, or the one below a title of one cell."""
    for place, cells in enumerate(head):
        filled = [cell for cell in cells if cell]
        known = [cell for cell in filled if isinstance(cell, str) and find_field(cell)]
        if known and (len(filled) > 1 or place == 0):
            return place
        if len(filled) > 1:
            break
    return 0


def _wanted_sheet(source: Source, sheets: tuple[str, ...]) -> str:
    """Return the name of the sheet that is read: the one that was named, or the first.

    Raises:
        UsageError: There is no sheet of the name.
    """
    if source.sheet is None:
        return sheets[0]
    for name in sheets:
        if name.casefold() == source.sheet.strip().casefold():
            return name
    raise UsageError(
        f"{source.name}: there is no sheet {source.sheet!r}; its sheets are {', '.join(map(repr, sheets))}"
    )


def _others(name: str, sheets: Iterable[str]) -> str:
    others = [repr(sheet) for sheet in sheets if sheet != name]
    if not others:
        return ""
    return f", not read: {', '.join(others)} (--sheet NAME reads another)"


def _xlsx_rows(source: Source, name: str, done: list[int]) -> _Numbered:
    """Yield the rows of a sheet; `done` counts them."""
    from openpyxl import load_workbook  # noqa: PLC0415 - only workbooks pay for it

    # Opened here: openpyxl goes by the suffix of a name, and a pipe has none.
    with source.path.open("rb") as file:
        book = load_workbook(file, read_only=True, data_only=True)
        try:
            if not book.worksheets:
                raise UsageError(f"{source.name}: the workbook has no sheet")
            sheet = book[name]
            sheet.reset_dimensions()
            for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
                done[0] = number
                yield number, [to_cell(value) for value in row]
        finally:
            book.close()


def _check_archive(source: Source, archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    size = sum(member.file_size for member in members)
    if size > max(source.taken() * RATIO, RATIO_FROM):
        raise bomb(source.name)
    if "[Content_Types].xml" not in {member.filename for member in members}:
        raise UsageError(
            f"{source.name}: a zip archive; unpack it and give the table in it"
        )


def _sheet_rows(
    rows: _Numbered, columns: tuple[str, ...], hidden: Hidden
) -> Iterator[RawRow]:
    for number, cells in rows:
        empty = hidden.uncomputed.get(number, ())
        if any(cells) or empty:
            extra = any(cells[len(columns) :])
            error = (
                f"cells beyond the header's {len(columns)} columns" if extra else None
            )
            values = dict(zip(columns, cells, strict=False))
            unread = tuple(columns[n] for n in empty if n < len(columns))
            yield RawRow(number, values, error, unread=unread)


def _open_parquet(source: Source) -> RawTable:
    import pyarrow.parquet as pq  # noqa: PLC0415 - only Parquet pays for it

    with pq.ParquetFile(source.path) as file:
        names, total = file.schema_arrow.names, file.metadata.num_rows
    columns, done = unique_headings(names), [0]
    return RawTable(
        "parquet",
        columns,
        guarded(source.name, _parquet_rows(source.path, columns, done)),
        share=lambda: done[0] / max(total, 1),
    )


def _parquet_rows(
    path: Path, columns: tuple[str, ...], done: list[int]
) -> Iterator[RawRow]:
    import pyarrow.parquet as pq  # noqa: PLC0415

    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches(batch_size=_BATCH):
            for values in zip(*(c.to_pylist() for c in batch.columns), strict=True):
                done[0] += 1
                cells = dict(zip(columns, map(to_cell, values), strict=True))
                yield RawRow(done[0], cells)
