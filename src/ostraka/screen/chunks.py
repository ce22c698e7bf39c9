"""A stretch of rows screened: the lines of the results, and what came of them.

Rows and results are plain texts and numbers, so that a stretch can go to another
process and come back; the lines are the same wherever it was screened.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ostraka.index import Index
from ostraka.screen.batch import Answer, answer_rows
from ostraka.screen.rows import QueryRow, RowReader
from ostraka.screen.table_rows import RawRow
from ostraka.screen.tally import FileTally

_ENCODE = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True, slots=True)
class Wanted:
    """How rows are screened.

    Attributes:
        mapping: Column → field.
        month_first: Read `02/03/1971` as 3 February.
        open_columns: Whether rows may have columns of their own.
        threshold: Least score of a match.
        limit: Most matches of a row.
        every_row: Whether rows without a match have a line too.
    """

    mapping: Mapping[str, str]
    month_first: bool
    open_columns: bool
    threshold: float
    limit: int
    every_row: bool

    def reader(self) -> RowReader:
        """Return what reads the rows."""
        return RowReader(
            self.mapping,
            month_first=self.month_first,
            open_columns=self.open_columns,
        )


def screen_rows(
    index: Index, wanted: Wanted, rows: Iterable[Sequence[Any]]
) -> tuple[bytes, FileTally]:
    """Screen a stretch of rows.

    Args:
        index: The lists.
        wanted: How.
        rows: The rows as `pack_row` gives them.

    Returns:
        One line of JSON for each row (`Wanted.every_row`), and what came of them.
    """
    reader, tally = wanted.reader(), FileTally()
    read = [reader.read(unpack_row(row)) for row in rows]
    answers = answer_rows(index, read, threshold=wanted.threshold, limit=wanted.limit)
    lines: list[str] = []
    for row, answer in zip(read, answers, strict=True):
        tally.count(row.number, answer, wanted.limit)
        line = _line(row, answer, every_row=wanted.every_row)
        if line:
            lines.append(line)
    tally.left_out, tally.orders = reader.notes, reader.orders
    return "".join(lines).encode("utf-8", "replace"), tally


def pack_row(reader: RowReader, row: RawRow) -> list[Any]:
    """Return a row as plain values, without the cells that nobody reads."""
    packed: list[Any] = [row.number, reader.needed(row.cells)]
    if row.error or row.entity or row.note or row.unread:
        packed += [row.error, row.entity, row.note, row.unread]
    return packed


def unpack_row(packed: Sequence[Any]) -> RawRow:
    """Return the row that `pack_row` packed."""
    number, cells, *rest = packed
    if not rest:
        return RawRow(number, cells)
    error, entity, note, unread = rest
    return RawRow(number, cells, error, entity, note, tuple(unread))


def _line(row: QueryRow, answer: Answer, *, every_row: bool) -> str:
    if answer.error is None:
        if every_row:
            return _ENCODE(answer.to_dict()) + "\n"
        if not answer.matches:
            return ""
    told: dict[str, Any] = {**answer.to_dict(), "row": row.number}
    if not every_row:  # a line of JSON is its row's; a table is read without the file
        told["asked"] = _name_of(row)
    return _ENCODE(told) + "\n"


def _name_of(row: QueryRow) -> str:
    """Return the name a row was asked by, or nothing if it has none."""
    properties = (row.entity or {}).get("properties", {})
    names = properties.get("name") or properties.get("alias") or ()
    return names if isinstance(names, str) else str(next(iter(names), ""))
