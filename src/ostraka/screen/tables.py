"""A customer file read row by row into parties to screen.

Nothing that is wrong with a row stops the file: the row is handed on with its number
and what is wrong, and gets its line in the results.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

from ostraka.errors import UsageError
from ostraka.screen.fields import (
    RowError,
    entity_from_fields,
    is_month_first,
    make_entity,
)
from ostraka.screen.headings import find_field, map_columns
from ostraka.screen.table_files import open_table
from ostraka.screen.table_rows import Cell, RawRow, RawTable

__all__ = ["QueryRow", "QueryTable", "TableInfo", "entity_from_fields", "read_queries"]

#: Rows looked at for the order of day and month.
_HEAD_ROWS = 1000
#: Most ids remembered to find repeated ones, and most kinds of note kept.
_MOST_IDS = 5_000_000
_MOST_NOTES = 100
_DATES = frozenset({"birth_date", "birthDate", "incorporationDate", "buildDate"})


@dataclass(frozen=True, slots=True)
class QueryRow:
    """One row of a customer file.

    Attributes:
        number: Line or row in the file, from 1.
        query_id: The row's own id, or `row-<number>`.
        entity: The party, FollowTheMoney-shaped; None if the row cannot be screened.
        error: Why not, or None.
        raw: The cells as they stand in the file, by column.
    """

    number: int
    query_id: str
    entity: dict[str, Any] | None
    error: str | None
    raw: Mapping[str, Cell]


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
    """

    format: str
    encoding: str | None
    delimiter: str | None
    columns: tuple[str, ...]
    mapping: Mapping[str, str]
    month_first: bool

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
        notes: Values that were left out for not being understood, counted.
        repeated: Ids that stand on more than one row, counted (beyond the first).
    """

    def __init__(
        self, table: RawTable, info: TableInfo, rows: Iterator[RawRow]
    ) -> None:
        self.info = info
        self.notes: Counter[str] = Counter()
        self.repeated: Counter[str] = Counter()
        self._fields = dict(info.mapping)
        self._open_columns = table.format == "jsonl"
        self._known = {*table.columns, *info.mapping}
        self._seen: set[int] = set()
        self._rows = rows

    def __next__(self) -> QueryRow:
        """Return the next row."""
        raw = next(self._rows)
        values = self._values(raw)
        query_id = next((t for t in values.get("id", ()) if t), f"row-{raw.number}")
        self._note_id(query_id)
        entity: dict[str, Any] | None = None
        error = raw.error
        if error is None:
            try:
                entity = self._entity(raw, values)
            except RowError as fault:
                error = str(fault)
        if entity is not None:
            entity = {"id": query_id, **entity}
        return QueryRow(raw.number, query_id, entity, error, raw.cells)

    def _entity(self, raw: RawRow, values: dict[str, list[str]]) -> dict[str, Any]:
        if raw.entity is not None:
            return dict(raw.entity)
        notes: Counter[str] = Counter()
        found = make_entity(values, month_first=self.info.month_first, notes=notes)
        if notes:
            self._note(notes)
        return found

    def _values(self, raw: RawRow) -> dict[str, list[str]]:
        values: dict[str, list[str]] = {}
        cells = raw.cells
        if self._open_columns:
            self._learn(cells)
        for column, field in self._fields.items():
            cell = cells.get(column)
            if cell:
                texts = [cell] if isinstance(cell, str) else cell
                values[field] = values[field] + texts if field in values else texts
        return values

    def _learn(self, columns: Iterable[str]) -> None:
        """Take in keys of a JSON line that the first lines did not have."""
        for column in columns:
            if column not in self._known:
                self._known.add(column)
                field = find_field(column)
                if field is not None:
                    self._fields[column] = field

    def _note(self, notes: Counter[str]) -> None:
        for text, count in notes.items():
            if text in self.notes or len(self.notes) < _MOST_NOTES:
                self.notes[text] += count
            else:
                self.notes["others not understood"] += count

    def _note_id(self, query_id: str) -> None:
        key = hash(query_id)
        if key in self._seen:
            if len(self.repeated) < _MOST_NOTES or query_id in self.repeated:
                self.repeated[query_id] += 1
        elif len(self._seen) < _MOST_IDS:
            self._seen.add(key)


def read_queries(path: Path, mapping: Mapping[str, str] | None = None) -> QueryTable:
    """Open a customer file and return its rows, one party each.

    Args:
        path: CSV, TSV, JSON lines (flat or FollowTheMoney; also packed), XLSX, Parquet.
        mapping: Column of the file → our field, where it is not recognised by name.

    Raises:
        UsageError: The file is no table, has no header, no column with names, or no
            rows. Later, while rows are read: it is damaged further on.
    """
    table = open_table(path)
    head = list(islice(table.rows, _HEAD_ROWS))
    if not head:
        raise UsageError(f"{path.name}: a header but no rows")
    is_ftm = all(row.entity is not None for row in head if row.error is None)
    if is_ftm and any(row.entity is not None for row in head):
        fields = {"id": "id"}
    else:
        try:
            fields = map_columns(table.columns, mapping)
        except UsageError as error:
            raise UsageError(f"{path.name}: {error}") from error
    dates = [
        cell
        for row in head
        for column, cell in row.cells.items()
        if fields.get(column) in _DATES and isinstance(cell, str)
    ]
    info = TableInfo(
        format=table.format,
        encoding=table.encoding,
        delimiter=table.delimiter,
        columns=table.columns,
        mapping=fields,
        month_first=is_month_first(dates),
    )
    return QueryTable(table, info, chain(head, table.rows))
