"""One row of a customer file into the party it describes, whoever reads the rows.

A row with a value that cannot be is at fault, and is screened without that value if it
has a name or number left (decision 24).
Rows are read apart from one another: any of several processes may read any of them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ostraka.screen.fields import NAMES, Fault, RowError, make_entity
from ostraka.screen.headings import find_field
from ostraka.screen.row_dates import has_short_year
from ostraka.screen.table_rows import Cell, RawRow, printable
from ostraka.text.name import LONGEST_TEXT

DATES = frozenset({"birth_date", "birthDate", "incorporationDate", "buildDate"})
#: Orders in which a day is written.
DAY_FIRST, MONTH_FIRST, EITHER, YEAR_FIRST = "day first", "month first", "either", "year first"  # fmt: skip
#: How a date is counted whose year has two digits.
SHORT_YEAR = "two digits"
_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](?:\d{4}|(?<=[/.])\d\d)\b")
_YEAR_FIRST = re.compile(r"\d{4}[/.-]?\d\d")


@dataclass(frozen=True, slots=True)
class QueryRow:
    """One row of a customer file.

    Attributes:
        number: Line or row in the file, from 1.
        query_id: The row's own id, or `row-<number>`.
        entity: The party, FollowTheMoney-shaped; None if the row cannot be screened.
        error: Why not, or what was left out of the party; None if nothing was.
        raw: The cells as they stand in the file, by column.
    """

    number: int
    query_id: str
    entity: dict[str, Any] | None
    error: str | None
    raw: Mapping[str, Cell]


class RowReader:
    """What turns rows into parties, and counts what is odd about them.

    Attributes:
        notes: Values that were left out for not being understood, counted.
        orders: Dates by the order they are written in, counted.

    Args:
        mapping: Column → field.
        month_first: Read `02/03/1971` as 3 February.
        open_columns: Whether a row may have columns that the first rows had not, as
            JSON lines may.
    """

    def __init__(
        self, mapping: Mapping[str, str], *, month_first: bool, open_columns: bool
    ) -> None:
        self.notes: Counter[str] = Counter()
        self.orders: Counter[str] = Counter()
        self._fields = dict(mapping)
        self._ids = [c for c, field in mapping.items() if field == "id"]
        self._month_first = month_first
        self._open_columns = open_columns

    def query_id(self, raw: RawRow) -> str:
        """Return the row's own id, or one made of its number."""
        for column in self._ids:
            cell = raw.cells.get(column)
            found = cell if isinstance(cell, str) else next(iter(cell or ()), None)
            if found:
                return printable(found)
        return f"row-{raw.number}"

    def needed(self, cells: Mapping[str, Cell]) -> Mapping[str, Cell]:
        """Return the cells of a row that are read."""
        if self._open_columns:
            return cells
        return {c: cells[c] for c in self._fields if c in cells}

    def read(self, raw: RawRow) -> QueryRow:
        """Return a row as a party, or with what is wrong with it."""
        query_id = self.query_id(raw)
        entity: dict[str, Any] | None = None
        if raw.note is not None:
            self.notes[raw.note] += 1
        faults = [raw.error] if raw.error else self._unread(raw)
        try:
            entity = {**self._entity(raw, faults), "id": query_id}
        except RowError as error:
            if raw.error is None:
                faults.append(str(error))
        if faults and entity is not None:
            how = "by its name alone" if raw.error else "without it"
            faults[-1] += f"; screened {how}"
        return QueryRow(
            raw.number, query_id, entity, "; ".join(faults) or None, raw.cells
        )

    def _unread(self, raw: RawRow) -> list[str]:
        return [
            f"a formula without a value in column {column!r}"
            for column in raw.unread
            if column in self._fields
        ]

    def _entity(self, raw: RawRow, faults: list[str]) -> Mapping[str, Any]:
        """Return the party; what is left out of it is added to the faults.

        Raises:
            RowError: Nothing is left to look for.
        """
        if raw.entity is not None:
            return raw.entity
        values = self._values(raw.cells)
        if raw.error is not None:
            return self._name_alone(values)
        left_out: list[Fault] = []
        try:
            return make_entity(
                values, month_first=self._month_first, notes=self.notes, faults=left_out
            )
        finally:
            faults += [self._told(fault, raw.cells) for fault in left_out]

    def _name_alone(self, values: Mapping[str, list[str]]) -> Mapping[str, Any]:
        """Return the party of a row whose cells may stand in each other's places."""
        names = {
            field: list(map(printable, texts))
            for field, texts in values.items()
            if field in NAMES
        }
        return make_entity(names, notes=self.notes)

    def _told(self, fault: Fault, cells: Mapping[str, Cell]) -> str:
        """Say what is wrong with a value, and in which column it stands."""
        columns = (
            column
            for column, field in self._all_fields(cells)
            if field == fault.field and fault.text in str(cells.get(column))
        )
        return f"{fault.reason} (column {next(columns, fault.field)!r})"

    def _values(self, cells: Mapping[str, Cell]) -> dict[str, list[str]]:
        values: dict[str, list[str]] = {}
        fields = self._all_fields(cells) if self._open_columns else self._fields.items()
        for column, field in fields:
            cell = cells.get(column)
            if cell:
                texts = [cell] if isinstance(cell, str) else cell
                values[field] = values[field] + texts if field in values else texts
                if field in DATES:
                    for text in texts:
                        for order in _orders_of(text[:LONGEST_TEXT]):
                            self.orders[order] += 1
        return values

    def _all_fields(self, cells: Mapping[str, Cell]) -> Iterable[tuple[str, str]]:
        """Yield column and field, also of columns that only this row has."""
        yield from self._fields.items()
        for column in cells:
            if column not in self._fields:
                field = _field_of(column)
                if field is not None:
                    yield column, field


@lru_cache(maxsize=65536)
def _orders_of(text: str) -> tuple[str, ...]:
    """Return what is counted of how a date is written: days come over and over."""
    order = date_order(text)
    return (order, SHORT_YEAR) if has_short_year(text) else (order,)


def date_order(text: str) -> str:
    """Return in which order a date is written; an empty text if it has no day."""
    found = _DAY.match(text.strip())
    if found is None:
        return YEAR_FIRST if _YEAR_FIRST.match(text.strip()) else ""
    first, second = int(found[1]), int(found[2])
    if first > 12:
        return DAY_FIRST
    if second > 12:
        return MONTH_FIRST
    return EITHER if first != second else ""


def told_of_years(orders: Counter[str]) -> str | None:
    """Return what a user must know of years of two digits, or None."""
    if not orders[SHORT_YEAR]:
        return None
    return (
        f"{orders[SHORT_YEAR]:,} dates have a year of two digits: each was held against "
        "both centuries, 19.. and 20.., where somebody can be born in both"
    )


def told_of_orders(orders: Counter[str], *, month_first: bool) -> str | None:
    """Return what a user must know of dates that could be read in two ways, or None."""
    day, month, either = orders[DAY_FIRST], orders[MONTH_FIRST], orders[EITHER]
    read = "month first" if month_first else "day first"
    if day and month:
        also = f", {orders[YEAR_FIRST]:,} year first" if orders[YEAR_FIRST] else ""
        return (
            f"dates stand in several orders: {day:,} day first, {month:,} month first"
            f"{also}; {either:,} that could be either were read {read}"
        )
    if either and not (day or month):
        return f"{either:,} dates could be day or month first and none says which; read {read}"
    return None


@lru_cache(maxsize=1024)
def _field_of(column: str) -> str | None:
    return find_field(column)
