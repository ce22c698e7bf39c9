"""The records of a snapshot, read: entities by id, what points at them, what is filtered on."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import Any, NamedTuple

from ostraka.errors import StoreError
from ostraka.faces.api.records_build import FORMAT

_MAPPED_BYTES = 1 << 30


class Row(NamedTuple):
    """An entity as it is kept.

    Attributes:
        id: Canonical id.
        schema: FollowTheMoney schema.
        caption: The name to show.
        datasets: The lists it is in.
        topics: What it is listed for.
        last_change: Moment of its last change, or None.
        body: Its JSON as it is answered.
    """

    id: str
    schema: str
    caption: str
    datasets: frozenset[str]
    topics: frozenset[str]
    last_change: str | None
    body: bytes

    @property
    def entity(self) -> dict[str, Any]:
        """The entity itself."""
        found: dict[str, Any] = json.loads(self.body)
        return found


_COLUMNS = "e.id, e.schema, e.caption, e.datasets, e.topics, e.last_change, e.body"


@dataclass(frozen=True, slots=True)
class Links:
    """What points at an entity under one property.

    Attributes:
        total: How many entities do.
        rows: Those of the page asked for.
    """

    total: int
    rows: list[Row]


class Records:
    """One file of records, opened for a number of threads.

    Attributes:
        merged: Canonical ids of parties by the ids of their other records.

    Args:
        path: What `build_records` wrote.
        threads: How many may read at the same time.

    Raises:
        StoreError: It is of another make.
    """

    def __init__(self, path: Path, threads: int) -> None:
        # All are opened now: a file that is replaced later stays readable through them.
        self._free: SimpleQueue[sqlite3.Connection] = SimpleQueue()
        for _ in range(threads):
            self._free.put(_connect(path))
        with self.reading() as connection:
            merged = connection.execute("SELECT id, canonical FROM merged")
            self.merged: Mapping[str, str] = dict(merged.fetchall())

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection to one thread."""
        connection = self._free.get()
        try:
            yield connection
        finally:
            self._free.put(connection)

    def find(self, ids: Iterable[str]) -> dict[str, Row]:
        """Return the entities of some canonical ids, by id."""
        wanted = list(ids)
        with self.reading() as connection:
            rows = (_by_ids(connection, part) for part in _parts(wanted))
            return {row.id: row for found in rows for row in found}

    def get(self, entity_id: str) -> Row | None:
        """Return the entity of a canonical id, or None."""
        return self.find([entity_id]).get(entity_id)

    def canonical(self, entity_id: str) -> str | None:
        """Return the id an id was merged into, the id itself, or None if it is unknown."""
        return self.canonicals([entity_id]).get(entity_id)

    def canonicals(self, ids: Sequence[str]) -> dict[str, str]:
        """Return for each id that is known the id it was merged into, or itself.

        Every way from a merged id to its entity goes through here.
        """
        found: dict[str, str] = {}
        with self.reading() as connection:
            for part in _parts(ids):
                marks = ", ".join("?" * len(part))
                query = (
                    f"SELECT id, id FROM entity WHERE id IN ({marks}) UNION ALL "  # noqa: S608 - only marks
                    f"SELECT id, canonical FROM referent WHERE id IN ({marks})"
                )
                rows = connection.execute(query, [*part, *part])
                for asked, canonical in rows:
                    if found.get(asked) != asked:
                        found[asked] = canonical
        return found

    def pointing_at(
        self,
        entity_id: str,
        prop: str | None = None,
        *,
        limit: int = -1,
        offset: int = 0,
        order: str = "l.number",
    ) -> dict[str, Links]:
        """Return what points at an entity, by the property seen from its side.

        Args:
            entity_id: Canonical id.
            prop: Only this property; all if None.
            limit: Most entities of each property; -1 for all.
            offset: How many to leave out first.
            order: SQL order; see `searching.order_by`.
        """
        only = "" if prop is None else "AND prop = :prop"
        told = {"id": entity_id, "prop": prop, "limit": limit, "offset": offset}
        with self.reading() as connection:
            counts = connection.execute(
                f"SELECT prop, count(*) FROM link WHERE target = :id {only} GROUP BY prop",  # noqa: S608 - our own
                told,
            ).fetchall()
            query = (
                f"SELECT {_COLUMNS} FROM link l JOIN entity e ON e.number = l.number "  # noqa: S608 - our own
                f"WHERE l.target = :id AND l.prop = :prop ORDER BY {order} LIMIT :limit OFFSET :offset"
            )
            return {
                name: Links(
                    total,
                    [
                        row_of(r)
                        for r in connection.execute(query, {**told, "prop": name})
                    ],
                )
                for name, total in counts
            }

    def schemata(self, datasets: Iterable[str] | None = None) -> set[str]:
        """Return the schemata of the entities of some datasets; of all if None."""
        with self.reading() as connection:
            if datasets is None:
                rows = connection.execute("SELECT DISTINCT schema FROM entity")
            else:
                wanted = list(datasets)
                marks = ", ".join("?" * len(wanted))
                rows = connection.execute(
                    "SELECT DISTINCT e.schema FROM term t JOIN field f ON f.number = t.field "  # noqa: S608 - only marks
                    f"JOIN entity e ON e.number = t.number WHERE f.name = 'datasets' AND t.value IN ({marks})",
                    wanted,
                )
            return {schema for (schema,) in rows}


def row_of(columns: tuple[Any, ...]) -> Row:
    """Return a row read with `_COLUMNS`."""
    entity_id, schema, caption, datasets, topics, changed, body = columns
    return Row(
        entity_id,
        schema,
        caption,
        frozenset(datasets.split()),
        frozenset(topics.split()),
        changed,
        body,
    )


def entity_columns() -> str:
    """Return what to select of `entity e` for `row_of`."""
    return _COLUMNS


def _by_ids(connection: sqlite3.Connection, ids: Sequence[str]) -> list[Row]:
    marks = ", ".join("?" * len(ids))
    query = f"SELECT {_COLUMNS} FROM entity e WHERE e.id IN ({marks})"  # noqa: S608 - only marks
    return [row_of(columns) for columns in connection.execute(query, ids)]


def _parts(ids: Sequence[str], size: int = 500) -> Iterator[Sequence[str]]:
    for start in range(0, len(ids), size):
        yield ids[start : start + size]


def _connect(path: Path) -> sqlite3.Connection:
    # Immutable: the file never changes once it has its name, so nothing need be locked,
    # and a folder that is mounted read-only will do.
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro&immutable=1",
        uri=True,
        check_same_thread=False,
        isolation_level=None,
    )
    made = connection.execute("PRAGMA user_version").fetchone()[0]
    if made != FORMAT:
        connection.close()
        raise StoreError(f"{path} was written by another version of this program")
    connection.execute(f"PRAGMA mmap_size = {_MAPPED_BYTES}")
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection
