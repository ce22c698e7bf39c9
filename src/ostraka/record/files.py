"""What every version of some lists says of some records, read at once.

A record's file is what is said of itself and of its parts: designations, links,
passports.  What a party's page shows, the last version, the days and the history, is in
the same rows; they are read once, since a version gives up its rows by whole groups.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from ostraka.record.find import COLUMNS, Record
from ostraka.record.lookups import parts_of
from ostraka.record.model import Statement
from ostraka.record.rows import party_rows_of_table
from ostraka.record.store import Store
from ostraka.record.versions import Version

if TYPE_CHECKING:
    import duckdb

#: `(property, published value, part of the publisher's record)` of one record.
Rows = set[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Held:
    """A record as the last version of its list by a day has it."""

    version: Version
    record: str
    rows: list[Statement]

    @property
    def key(self) -> Record:
        """The list and the id of the record."""
        return self.version.dataset, self.record


@dataclass(frozen=True, slots=True)
class Files:
    """The files of some records, in the temporary table `said` of a connection.

    Attributes:
        connection: Of DuckDB; each has its own temporary tables.
        versions: Versions by the day of each list, oldest first.
        last: The last version by the day that has each record.
        paths: Versions by the path of their statements.
        parts: Ids of each record and its parts by version; see `parts_of`.
    """

    connection: duckdb.DuckDBPyConnection
    versions: Mapping[str, list[Version]]
    last: Mapping[Record, Version]
    paths: Mapping[str, Version]
    parts: Mapping[tuple[str, str], Mapping[str, list[str]]]

    def held(self) -> list[Held]:
        """Return the records as their last versions have them, sorted."""
        rows = self.connection.execute(
            f"SELECT s.filename, {COLUMNS} FROM said s ORDER BY s.canonical_id, s.prop, s.value"  # noqa: S608 - our own columns
        ).fetchall()
        by_entity: dict[tuple[str, str, str], list[Statement]] = {}
        for path, *columns in rows:
            version, statement = self.paths[path], Statement(*columns)
            key = version.dataset, version.id, statement.canonical_id
            by_entity.setdefault(key, []).append(statement)
        return [
            Held(version, record, [
                statement
                for one in self.parts[dataset, version.id][record]
                for statement in by_entity.get((dataset, version.id, one), ())
            ])
            for (dataset, record), version in sorted(self.last.items())
        ]  # fmt: skip

    def with_seen_days(self, held: Held) -> Iterator[Statement]:
        """Yield a record's statements with their first and last days over all versions."""
        days = self._days(held)
        for statement in held.rows:
            seen = days[statement.id]
            yield statement._replace(first_seen=min(seen), last_seen=max(seen))

    def _days(self, held: Held) -> dict[str, list[str]]:
        """Return the days of the versions that have each of a record's statements."""
        found: dict[str, list[str]] = {}
        rows = self.connection.execute(
            "SELECT filename, id FROM said WHERE canonical_id IN (SELECT unnest($ids))",
            {"ids": sorted({s.canonical_id for s in held.rows})},
        ).fetchall()
        for path, key in rows:
            version = self.paths[path]
            if version.dataset == held.version.dataset:
                found.setdefault(key, []).append(version.published)
        return found

    def rows_by_version(self) -> dict[Record, dict[str, Rows]]:
        """Return what each record's file says, as a reader of lists sees it, by version."""
        rows = self.connection.execute(
            f"SELECT filename, party, prop, original, origin FROM ({party_rows_of_table('said')}) WHERE party IN (SELECT unnest($parties))",  # noqa: S608 - our own text
            {"parties": sorted({record for _, record in self.last})},
        ).fetchall()
        found: dict[Record, dict[str, Rows]] = {}
        for path, party, *row in rows:
            version = self.paths[path]
            of_party = found.setdefault((version.dataset, party), {})
            of_party.setdefault(version.id, set()).add(tuple(row))
        return found


def read_files(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    last: Mapping[Record, Version],
    day: date,
) -> Files:
    """Read the files of some records in all versions of their lists by a day.

    Args:
        connection: Of DuckDB; gets the table `said`.
        store: The record.
        last: The records, from `last_versions`; at least one.
        day: The day asked about.
    """
    versions = {
        dataset: [v for v in store.versions(dataset) if v.published <= day.isoformat()]
        for dataset in sorted({dataset for dataset, _ in last})
    }
    every = [version for of_list in versions.values() for version in of_list]
    paths = {str(store.parquet(version)): version for version in every}
    parts = parts_of(connection, store, every, {record for _, record in last})
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE said AS SELECT * FROM read_parquet($paths, filename = true) WHERE canonical_id IN (SELECT unnest($ids))",
        {
            "paths": list(paths),
            "ids": sorted({one for of_version in parts.values() for own in of_version.values() for one in own}),
        },
    )  # fmt: skip
    return Files(connection, versions, last, paths, parts)
