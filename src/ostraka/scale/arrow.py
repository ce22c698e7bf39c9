"""A batch of rows in Arrow screened: what every worker of an engine does.

The rows are recognised, read and asked by the functions that files are, so the answers
are the same row for row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from ostraka.index import Index, open_index
from ostraka.record.judgements import Judgements
from ostraka.screen import DEFAULT_THRESHOLD
from ostraka.screen.batch import answer_rows
from ostraka.screen.rows import RowReader
from ostraka.screen.table_rows import RawRow, to_cell

#: Rows asked in one go: all their answers are held at once.
_STRETCH = 500
#: What the reader of rows calls a row without an id.
_NO_ID = "row-0"
_TEXTS = pa.list_(pa.string())
FEATURE = pa.struct(
    [
        ("feature", pa.string()),
        ("query", pa.string()),
        ("candidate", pa.string()),
        ("dataset", pa.string()),
        ("since", pa.string()),
        ("bits", pa.float64()),
        ("detail", pa.string()),
    ]
)
MATCH = pa.struct(
    [
        ("entity_id", pa.string()),
        ("caption", pa.string()),
        ("schema", pa.string()),
        ("datasets", _TEXTS),
        ("score", pa.float64()),
        ("match", pa.bool_()),
        ("explanation", pa.list_(FEATURE)),
        ("referents", _TEXTS),
    ]
)
#: What is answered to a row: the shape of a line of results.
RESULT = pa.struct(
    [
        ("query_id", pa.string()),
        ("status", pa.int16()),
        ("matches", pa.list_(MATCH)),
        ("error", pa.string()),
    ]
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a worker finds the lists.

    Attributes:
        folder: The folder of the index.
        home: The home whose judgements unite records of one party, or None.
    """

    folder: str
    home: str | None = None

    @classmethod
    def of(cls, index: Index) -> Place:
        """Return where an opened index lies, with the judgements it was opened with."""
        home = index.judgements.path.parent if index.judgements else None
        return cls(str(index.folder), None if home is None else str(home))

    def open(self) -> Index:
        """Open the index; once for each process, and mapped once for each machine."""
        return _open(self)


@dataclass(frozen=True, slots=True)
class Asking:
    """How rows are screened.

    Attributes:
        mapping: Column → field.
        month_first: Read `02/03/1971` as 3 February.
        threshold: Least score of a match; the algorithm's default if None.
        limit: Most matches of a row.
    """

    mapping: Mapping[str, str]
    month_first: bool = False
    threshold: float | None = None
    limit: int = 5


def screen_record_batch(
    place: Place, asking: Asking, batch: pa.RecordBatch
) -> pa.StructArray:
    """Return what is answered to each row, in order, as `RESULT` has it.

    Args:
        place: Where the lists are.
        asking: How.
        batch: The rows; columns that are not recognised are not read.
    """
    columns = [name for name in batch.schema.names if name in asking.mapping]
    values = [batch.column(name).to_pylist() for name in columns]
    rows = [
        RawRow(0, dict(zip(columns, map(to_cell, row), strict=True)))
        for row in zip(*values, strict=True)
    ]
    found: list[dict[str, Any]] = []
    for first in range(0, len(rows), _STRETCH):
        found += _screen(place.open(), asking, rows[first : first + _STRETCH])
    return pa.array(found, RESULT)


def _screen(index: Index, asking: Asking, rows: list[RawRow]) -> list[dict[str, Any]]:
    reader = RowReader(
        asking.mapping, month_first=asking.month_first, open_columns=False
    )
    read = [reader.read(row) for row in rows]
    least = DEFAULT_THRESHOLD if asking.threshold is None else asking.threshold
    answers = answer_rows(index, read, threshold=least, limit=asking.limit)
    return [
        {**answer.to_dict(), "query_id": _given(answer.query_id)} for answer in answers
    ]


def _given(query_id: str | None) -> str | None:
    """Return the id a row has; rows of a data frame have no number to be called by."""
    return None if query_id == _NO_ID else query_id


@lru_cache(maxsize=2)
def _open(place: Place) -> Index:
    # One process for each core: threads of its own would only stand in others' way.
    pa.set_cpu_count(1)
    home = None if place.home is None else Judgements(Path(place.home))
    return open_index(Path(place.folder), home)
