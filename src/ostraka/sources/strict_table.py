"""Strict reading of tables: take every column, ignore some by name, and audit the rest.

What is taken is gone; `done` reports what nobody took as unknown, which refuses the
version: a publisher's new column must never be dropped in silence.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from ostraka.sources.reader import UNTAKEN, Reading

#: Longest text between two tags and deepest nesting we read; lists stay far below.
_HUGE_FIELD = 1 << 20


class Row:
    """One record of a table, by column name."""

    __slots__ = ("_cells", "where")

    def __init__(self, where: str, cells: dict[str, str]) -> None:
        self.where = where
        self._cells = cells

    def take(self, column: str) -> str | None:
        """Return the text of a column without surrounding space, or None if empty.

        A column the file does not have counts as empty: older and newer versions of
        a list differ. Required columns are checked once, on the header.
        """
        text = self._cells.pop(column, "").strip()
        return text or None

    def take_whole(self, column: str) -> str:
        """Return the text of a column as it stands, surrounding space included."""
        return self._cells.pop(column, "")

    def ignore(self, *columns: str) -> None:
        """Drop columns that hold nothing we keep; the caller says why in a comment."""
        for column in columns:
            self._cells.pop(column, None)

    def done(self, reading: Reading) -> None:
        """Report columns that nobody took and that hold something."""
        for column, text in self._cells.items():
            if text.strip():
                reading.refuse(self.where, f"unknown column {column!r}", UNTAKEN)


def read_table(
    stream: BinaryIO,
    reading: Reading,
    *,
    name: str,
    encoding: str = "utf-8-sig",
    delimiter: str = ",",
) -> Iterator[list[str]]:
    """Yield the rows of a delimited file as lists of text, the header included.

    Args:
        stream: The file.
        reading: Where faults go.
        name: File name for messages.
        encoding: As the publisher declares it.
        delimiter: Between the fields.

    Raises:
        RefusedError: Wrong encoding, or a field no table can have.
    """
    text = io.TextIOWrapper(stream, encoding, newline="")
    previous = csv.field_size_limit(_HUGE_FIELD)
    try:
        yield from csv.reader(text, delimiter=delimiter)
    except UnicodeDecodeError as error:
        raise reading.stop(
            name,
            f"not {encoding}: byte {error.start}",
            "the file is damaged or in another encoding",
        ) from error
    except csv.Error as error:
        raise reading.stop(
            name, f"not a table: {error}", "the file is damaged"
        ) from error
    finally:
        csv.field_size_limit(previous)
        text.close()


def rows_by_column(
    rows: Iterator[list[str]],
    reading: Reading,
    *,
    name: str,
    required: Iterable[str] = (),
) -> Iterator[Row]:
    """Yield `Row`s from a table whose first row is the header.

    A row with another number of fields than the header is refused with its number;
    blank rows are passed over.

    Raises:
        RefusedError: No header, or required columns are missing.
    """
    header = [column.strip() for column in next(rows, [])]
    missing = [column for column in required if column not in header]
    if missing or not header:
        raise reading.stop(
            f"{name} row 1",
            f"columns missing: {', '.join(missing) or 'all'}",
            "this is another publisher's file or another format",
        )
    for number, cells in enumerate(rows, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            reading.refuse(
                f"{name} row {number}",
                f"{len(cells)} fields where the header has {len(header)}",
            )
            continue
        yield Row(f"{name} row {number}", dict(zip(header, cells, strict=True)))
