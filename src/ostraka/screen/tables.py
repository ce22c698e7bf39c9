"""A customer file read row by row into parties to screen.

Nothing that is wrong with a row stops the file: the row is handed on with its number
and what is wrong, and gets its line in the results.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

from ostraka.errors import UsageError
from ostraka.screen.fields import entity_from_fields
from ostraka.screen.headings import map_columns
from ostraka.screen.repeated import RepeatedIds
from ostraka.screen.row_dates import is_month_first
from ostraka.screen.rows import DATES, QueryRow, RowReader
from ostraka.screen.table_files import open_table
from ostraka.screen.table_rows import RawRow, RawTable
from ostraka.screen.table_source import Source

__all__ = ["QueryRow", "QueryTable", "TableInfo", "entity_from_fields", "read_queries"]

#: Rows looked at for the order of day and month.
_HEAD_ROWS = 1000


@dataclass(frozen=True, slots=True)
class TableInfo:
    """How a file was understood, to be told to the user.

    Attributes:
        format: `csv`, `jsonl`, `xlsx` or `parquet`.
        encoding: Of a text file, or None.
        delimiter: Of a delimited file, or None.
        columns: Headings as they stand in the file.
        mapping: Column → field it was read as; the others were left aside.
        month_first: Whether `02/03/1971` was read as 3 February.
        told: What is odd about the file as a whole, each in a sentence.
    """

    format: str
    encoding: str | None
    delimiter: str | None
    columns: tuple[str, ...]
    mapping: Mapping[str, str]
    month_first: bool
    told: tuple[str, ...] = ()

    def reader(self) -> RowReader:
        """Return what reads its rows."""
        return RowReader(
            self.mapping,
            month_first=self.month_first,
            open_columns=self.format == "jsonl",
        )

    def __str__(self) -> str:
        """Say it in one sentence."""
        how = ", ".join(
            filter(
                None,
                (
                    self.encoding,
                    self.delimiter and f"fields divided by {self.delimiter!r}",
                ),
            )
        )
        read = ", ".join(
            f"{column!r} as {field}" for column, field in self.mapping.items()
        )
        order = "; dates read month first" if self.month_first else ""
        return f"{self.format}" + (f" ({how})" if how else "") + f": {read}{order}"


class QueryTable(Iterator[QueryRow]):
    """The rows of a customer file, to be read once.

    Attributes:
        info: How the file was understood.
        raw: The rows as they stand in the file; whoever takes them reads them.
        reader: What reads them.
        share: How much of the file has been read, from 0 to 1; None if unknown.
        repeated: Ids that stand on more than one row, counted (beyond the first).
    """

    def __init__(
        self, table: RawTable, info: TableInfo, rows: Iterator[RawRow]
    ) -> None:
        self.info = info
        self.raw = rows
        self.share = table.share
        self.reader = info.reader()
        self._repeated = RepeatedIds()

    @property
    def notes(self) -> Counter[str]:
        """Values that were left out for not being understood, counted."""
        return self.reader.notes

    @property
    def repeated(self) -> Counter[str]:
        """Ids that stand on more than one row, counted beyond the first."""
        return self._repeated.found()

    def __next__(self) -> QueryRow:
        """Return the next row."""
        row = self.reader.read(next(self.raw))
        self._repeated.add(row.query_id)
        return row


def _told(table: RawTable, used: Collection[str]) -> Iterator[str]:
    """Say what was guessed of a file, and which columns are left aside."""
    if table.encoding is not None and not table.encoding.startswith("utf"):
        yield f"its letters are read as {table.encoding}, which is a guess; save it as UTF-8 to be sure"
    unused = [c for c in table.columns if used and c and c not in used]
    if unused:
        shown = ", ".join(repr(c[:40]) for c in unused[:12])
        more = f" and {len(unused) - 12} more" if len(unused) > 12 else ""
        yield f"columns not used: {shown}{more}"


def read_queries(
    given: Path | Source, mapping: Mapping[str, str] | None = None
) -> QueryTable:
    """Open a customer file and return its rows, one party each.

    Args:
        given: CSV, TSV, JSON lines (flat or FollowTheMoney; also packed), XLSX, Parquet.
        mapping: Column of the file → our field, where it is not recognised by name.

    Raises:
        UsageError: The file is no table, has no header, no column with names, or no
            rows. Later, while rows are read: it is damaged further on.
    """
    table = open_table(given)
    name = given.name
    head = list(islice(table.rows, _HEAD_ROWS))
    if not head:
        raise UsageError(f"{name}: a header but no rows")
    is_ftm = all(row.entity is not None for row in head if row.error is None)
    if is_ftm and any(row.entity is not None for row in head):
        fields = {"id": "id"}
    else:
        try:
            fields = map_columns(table.columns, mapping)
        except UsageError as error:
            raise UsageError(f"{name}: {error}") from error
    dates = [
        cell
        for row in head
        for column, cell in row.cells.items()
        if fields.get(column) in DATES and isinstance(cell, str)
    ]
    info = TableInfo(
        format=table.format,
        encoding=table.encoding,
        delimiter=table.delimiter,
        columns=table.columns,
        mapping=fields,
        month_first=is_month_first(dates),
        told=(*table.told, *_told(table, () if is_ftm else fields)),
    )
    return QueryTable(table, info, chain(head, table.rows))
