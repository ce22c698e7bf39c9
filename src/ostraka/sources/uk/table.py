"""The two UK tables: a line with the day, a header in any capitals, rows that add up."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ostraka.record.model import Entity
from ostraka.sources.reader import Reading
from ostraka.sources.strict_table import Row, read_table, rows_by_column
from ostraka.sources.uk.party import entities
from ostraka.sources.uk.record import UkRecord
from ostraka.sources.uk.terms import report_day, text_encoding


def read_records(
    reading: Reading,
    *,
    name: str,
    required: tuple[str, ...],
    day_in: Callable[[list[str]], str | None],
    read_row: Callable[[Reading, Row, dict[str, UkRecord]], None],
) -> Iterator[Entity]:
    """Yield the parties and designations of a table with several rows for each party.

    Args:
        reading: The version.
        name: The table's name for messages.
        required: Columns it must have, in small letters.
        day_in: The day a first line states, or None if that line is the header.
        read_row: Adds one row to the records.
    """
    records: dict[str, UkRecord] = {}
    with reading.open("main") as stream:
        rows = read_table(
            stream, reading, name=name, encoding=text_encoding(reading, "main")
        )
        table = _from_header(reading, rows, name, day_in)
        for row in rows_by_column(table, reading, name=name, required=required):
            read_row(reading, row, records)
    for record in records.values():
        yield from entities(reading, record)


def _from_header(
    reading: Reading,
    rows: Iterator[list[str]],
    name: str,
    day_in: Callable[[list[str]], str | None],
) -> Iterator[list[str]]:
    """Pass over the line with the day and fold the header's capitals."""
    header = next(rows, [])
    day = day_in(header)
    if day is not None:
        reading.published = report_day(reading, f"{name} row 1", day)
        header = next(rows, [])
    yield [column.strip().lower() for column in header]
    yield from rows
