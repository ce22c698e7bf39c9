"""Spark: a data frame screened on all its executors, with the answers as columns.

`pip install "ostraka[spark]"` on the driver, and this program without it on the
executors; see `docs/spark.md`.
"""

from __future__ import annotations

import atexit
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pyarrow as pa

from ostraka.errors import UsageError
from ostraka.index import Index
from ostraka.scale.arrow import RESULT, Asking, Place, screen_record_batch
from ostraka.screen.headings import map_columns
from ostraka.screen.row_dates import is_month_first
from ostraka.screen.rows import DATES
from ostraka.screen.table_rows import to_cell

#: Rows looked at for the order of day and month, as of a file.
_HEAD_ROWS = 1000
#: Name under which the lists are unpacked on every executor, and what is in them.
_SHIPPED, _INDEX, _HOME = "ostraka-lists", "index", "home"
_BATCHES = Iterable[pa.RecordBatch]


def screen_dataframe(
    frame: Any,
    place: Place | Index,
    *,
    mapping: Mapping[str, str] | None = None,
    threshold: float | None = None,
    limit: int = 5,
    column: str = "screening",
    month_first: bool | None = None,
) -> Any:
    """Return the data frame with one more column: what is answered to each row.

    The column is a struct of `query_id`, `status`, `matches` and `error`, as a line of
    results of a file; matches have their explanation.  Nothing is computed before the
    answer is used.

    Args:
        frame: A `pyspark.sql.DataFrame`, its columns named as those of a customer file.
        place: The lists: an index in a folder that every executor can read, or what
            `ship_index` returned.
        mapping: Column → field, where it is not recognised by name.
        threshold: Least score of a match; the algorithm's default if None.
        limit: Most matches of a row.
        column: Name of the new column.
        month_first: Read `02/03/1971` as 3 February; if None the first thousand rows
            say, as of a file.

    Raises:
        UsageError: No column holds the name, or the new column is there already.
    """
    if column in frame.columns:
        raise UsageError(f"there is a column {column!r} already; name another one")
    fields = map_columns(frame.columns, mapping)
    if month_first is None:
        month_first = _is_month_first(frame, fields)
    asking = Asking(fields, month_first, threshold, limit)
    place = place if isinstance(place, Place) else Place.of(place)
    answer = partial(_answer, place, asking, column)
    return frame.mapInArrow(answer, _schema(frame, column))


def ship_index(spark: Any, index: Index) -> Place:
    """Send the lists to every executor, and return where each finds them.

    For clusters without a folder that all can read.  The lists are packed once and
    unpacked once on each machine.

    Args:
        spark: The `pyspark.sql.SparkSession`.
        index: The lists on this machine.
    """
    place = Place.of(index)
    # Spark fetches the archive from here as long as the program runs.
    folder = Path(mkdtemp(prefix="ostraka-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    try:
        shutil.copytree(place.folder, folder / "lists" / _INDEX)
        if place.home is not None:
            (folder / "lists" / _HOME).mkdir()
            for file in Path(place.home).glob("judgements*"):
                shutil.copy(file, folder / "lists" / _HOME)
        name = f"{_SHIPPED}-{Path(place.folder).name}"
        packed = shutil.make_archive(str(folder / name), "zip", folder / "lists")
        spark.sparkContext.addArchive(f"{packed}#{name}")
    finally:
        shutil.rmtree(folder / "lists", ignore_errors=True)
    home = None if place.home is None else f"shipped:{name}/{_HOME}"
    return Place(f"shipped:{name}/{_INDEX}", home)


def _answer(
    place: Place, asking: Asking, column: str, batches: _BATCHES
) -> Iterator[pa.RecordBatch]:
    """Answer the batches of a partition; runs in the Python of an executor."""
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    here = _found(place)
    for batch in batches:
        answers = screen_record_batch(here, asking, batch)
        names = [*batch.schema.names, column]
        yield pa.RecordBatch.from_arrays([*batch.columns, answers], names)


def _found(place: Place) -> Place:
    """Return a place as this executor has it."""
    return replace(
        place,
        folder=_local(place.folder),
        home=None if place.home is None else _local(place.home),
    )


def _local(path: str) -> str:
    if not path.startswith("shipped:"):
        return path
    from pyspark import SparkFiles  # noqa: PLC0415 - only on executors

    name, _, inside = path.removeprefix("shipped:").partition("/")
    return str(Path(SparkFiles.get(name)) / inside)


def _is_month_first(frame: Any, fields: Mapping[str, str]) -> bool:
    """Tell whether the first rows have dates that must be month first."""
    texts = {name for name, kind in frame.dtypes if kind == "string"}
    dates = [name for name, field in fields.items() if field in DATES and name in texts]
    if not dates:
        return False
    head = frame.select(*(_quoted(name) for name in dates)).limit(_HEAD_ROWS).collect()
    cells = (to_cell(value) for row in head for value in row)
    return is_month_first([cell for cell in cells if isinstance(cell, str)])


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _schema(frame: Any, column: str) -> Any:
    """Return the columns of a data frame with that of the answers behind them."""
    from pyspark.sql import types as t  # noqa: PLC0415 - the extra `spark` has it

    made: dict[Any, Callable[[], Any]] = {
        pa.string(): t.StringType,
        pa.float64(): t.DoubleType,
        pa.bool_(): t.BooleanType,
        pa.int16(): t.ShortType,
    }

    def spark_type(kind: pa.DataType) -> Any:
        if pa.types.is_list(kind):
            return t.ArrayType(spark_type(kind.value_type))
        if pa.types.is_struct(kind):
            fields = (kind.field(n) for n in range(kind.num_fields))
            return t.StructType(
                [t.StructField(f.name, spark_type(f.type)) for f in fields]
            )
        return made[kind]()

    return t.StructType(
        [*frame.schema.fields, t.StructField(column, spark_type(RESULT))]
    )
