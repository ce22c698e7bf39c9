"""Records found in the store as of a day, by id or by an authority's number."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from itertools import product
from typing import TYPE_CHECKING
from unicodedata import normalize

from ostraka.record.lookups import NUMBERS, find_pointers
from ostraka.record.model import Statement
from ostraka.record.store import Store
from ostraka.record.versions import Version

if TYPE_CHECKING:
    import duckdb

#: The columns of a statement, for a query that calls the statements `s`.
COLUMNS = ", ".join(f"s.{f}" for f in Statement._fields)


#: A record on a list: dataset and canonical id.
Record = tuple[str, str]


def tidy_key(key: str) -> str:
    """Return an id or a number as it is kept, however it was copied out of a document.

    Blanks around it and signs of full width are a matter of the copy (the Security
    Council's file itself has `KPi.016 `), so that no one may fail to find a party by them.
    """
    return normalize("NFKC", key).strip()


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
    last = last_versions(connection, store, records, day)
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


def last_versions(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    records: Collection[str],
    day: date,
) -> dict[Record, Version]:
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
    last: dict[Record, Version] = {}
    for path, record in having:
        version = by_path[path]
        key = (version.dataset, record)
        if key not in last or last[key].order < version.order:
            last[key] = version
    return last


def resolve_numbers(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    numbers: Collection[str],
    day: date,
) -> dict[str, list[str]]:
    """Return the ids of the parties that each of some authorities' numbers stands for.

    The versions in force that day are asked first, then all before it: a removed party
    keeps its number.  One that no list has is left out.
    """
    earlier = [
        version
        for dataset in store.datasets()
        for version in store.versions(dataset)
        if version.published <= day.isoformat()
    ]
    found: dict[str, list[str]] = {}
    for versions, props in product((store.current(day), earlier), NUMBERS):
        rest = [number for number in numbers if number not in found]
        if rest:
            found |= _by_number(connection, store, versions, props, rest)
    return found


def _by_number(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    versions: Sequence[Version],
    props: tuple[str, ...],
    numbers: Collection[str],
) -> dict[str, list[str]]:
    """Return the parties whose acts have each number, sorted."""
    asked = {number.lower() for number in numbers}
    acts: dict[str, set[str]] = {}
    for one in find_pointers(connection, store, versions, props, asked):
        if one.schema == "Sanction":
            acts.setdefault(one.value, set()).add(one.entity)
    if not acts:
        return {}
    rows = connection.execute(
        "SELECT DISTINCT canonical_id, value FROM read_parquet($paths) WHERE prop = 'entity' AND canonical_id IN (SELECT unnest($acts)) ORDER BY value",
        {
            "paths": [str(store.parquet(v)) for v in versions],
            "acts": sorted(set().union(*acts.values())),
        },
    ).fetchall()
    found = {
        number: list(
            dict.fromkeys(p for act, p in rows if act in acts.get(number.lower(), ()))
        )
        for number in numbers
    }
    return {number: parties for number, parties in found.items() if parties}
