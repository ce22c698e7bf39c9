"""Records found in the store as of a day, by id or by an authority's number."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import TYPE_CHECKING

from ostraka.errors import UsageError
from ostraka.record.model import Statement
from ostraka.record.rows import entities_of, quote
from ostraka.record.store import Store
from ostraka.record.versions import Version

if TYPE_CHECKING:
    import duckdb

#: The columns of a statement, for a query that calls the statements `s`.
COLUMNS = ", ".join(f"s.{f}" for f in Statement._fields)
#: Where an authority's number stands: its own first, then one it quotes.
_NUMBERS = (("authorityId", "recordId"), ("unscId",))


@dataclass(frozen=True, slots=True)
class Held:
    """A record as the last version of its list by a day has it."""

    version: Version
    record: str
    rows: list[Statement]


def find_records(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    records: Collection[str],
    day: date,
) -> list[Held]:
    """Return the statements of records in the last version by a day of each list."""
    last = _last_versions(connection, store, records, day)
    return [
        Held(version, record, _statements(connection, store, version, record))
        for (_, record), version in sorted(last.items(), key=lambda item: item[0])
    ]


def own_statements(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    records: Collection[str],
    day: date,
) -> dict[str, list[Statement]]:
    """Return what lists say of some records themselves, their parts left out.

    Of each record as the first list by name that has it has it.

    Args:
        connection: Of DuckDB.
        store: The record.
        records: Ids; those that no list had by the day are left out.
        day: The day asked about.
    """
    last = _last_versions(connection, store, records, day)
    wanted: dict[str, Version] = {}
    for (_, record), version in sorted(last.items(), key=lambda item: item[0]):
        wanted.setdefault(record, version)
    paths = {record: str(store.parquet(version)) for record, version in wanted.items()}
    if not paths:
        return {}
    rows = connection.execute(
        f"SELECT s.filename, {COLUMNS} FROM read_parquet($paths, filename = true) s WHERE s.canonical_id IN (SELECT unnest($ids)) ORDER BY s.prop, s.value",  # noqa: S608 - our own columns
        {"paths": sorted(set(paths.values())), "ids": list(paths)},
    ).fetchall()
    found: dict[str, list[Statement]] = {record: [] for record in paths}
    for path, *columns in rows:
        statement = Statement(*columns)
        if paths[statement.canonical_id] == path:
            found[statement.canonical_id].append(statement)
    return found


def _last_versions(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    records: Collection[str],
    day: date,
) -> dict[tuple[str, str], Version]:
    """Return the last version by a day that has each record, by list and record."""
    by_path = {
        str(store.parquet(version)): version
        for dataset in store.datasets()
        for version in store.versions(dataset)
        if version.published <= day.isoformat()
    }
    if not by_path:
        return {}
    having = connection.execute(
        "SELECT DISTINCT filename, canonical_id FROM read_parquet($paths, filename = true) WHERE canonical_id IN (SELECT unnest($records)) AND NOT external",
        {"paths": list(by_path), "records": list(records)},
    ).fetchall()
    last: dict[tuple[str, str], Version] = {}
    for path, record in having:
        version = by_path[path]
        key = (version.dataset, record)
        if key not in last or last[key].order < version.order:
            last[key] = version
    return last


def _statements(
    connection: duckdb.DuckDBPyConnection, store: Store, version: Version, party: str
) -> list[Statement]:
    parquet = store.parquet(version)
    rows = connection.execute(
        f"SELECT {COLUMNS} FROM read_parquet({quote(parquet)}) s WHERE s.canonical_id IN (SELECT unnest($ids)) ORDER BY s.canonical_id, s.prop, s.value",  # noqa: S608 - quoted
        {"ids": entities_of(connection, [parquet], party)[parquet]},
    ).fetchall()
    return [Statement(*row) for row in rows]


def resolve_number(
    connection: duckdb.DuckDBPyConnection, store: Store, number: str, day: date
) -> str:
    """Return the id of the party an authority's number stands for, or the number itself.

    The versions in force that day are asked first, then all before it: a removed party
    keeps its number.
    """
    earlier = [
        version
        for dataset in store.datasets()
        for version in store.versions(dataset)
        if version.published <= day.isoformat()
    ]
    for versions, props in product((store.current(day), earlier), _NUMBERS):
        paths = [str(store.parquet(v)) for v in versions]
        ids = _by_number(connection, paths, props, number)
        if len(ids) > 1:
            raise UsageError(
                f"{number} stands for several parties: {', '.join(ids)}; name one of these"
            )
        if ids:
            return ids[0]
    return number


def _by_number(
    connection: duckdb.DuckDBPyConnection,
    paths: list[str],
    props: tuple[str, ...],
    number: str,
) -> list[str]:
    if not paths:
        return []
    names = ", ".join(quote(prop) for prop in props)
    rows = connection.execute(
        f"""
        WITH acts AS (
            SELECT DISTINCT canonical_id FROM read_parquet($paths)
            WHERE schema = 'Sanction' AND prop IN ({names}) AND lower(value) = lower($number))
        SELECT DISTINCT value FROM read_parquet($paths)
        WHERE prop = 'entity' AND canonical_id IN (FROM acts) ORDER BY value
        """,  # noqa: S608 - our own constants
        {"paths": paths, "number": number},
    ).fetchall()
    return [party for (party,) in rows]


def with_seen_days(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    found: Sequence[Held],
    day: date,
) -> Iterator[Statement]:
    """Yield the statements with their first and last days over all versions by a day."""
    for version, rows in ((f.version, f.rows) for f in found):
        ids = [s.id for s in rows]
        entities = sorted({s.canonical_id for s in rows})
        seen: dict[str, tuple[str, str]] = {}
        for other in store.versions(version.dataset):
            if other.published > day.isoformat():
                break
            present = connection.execute(
                "SELECT id FROM read_parquet($path) WHERE canonical_id IN (SELECT unnest($entities)) AND id IN (SELECT unnest($ids))",
                {"path": str(store.parquet(other)), "entities": entities, "ids": ids},
            ).fetchall()
            for (key,) in present:
                seen[key] = (seen.get(key, (other.published,))[0], other.published)
        for statement in rows:
            first, last = seen[statement.id]
            yield statement._replace(first_seen=first, last_seen=last)
