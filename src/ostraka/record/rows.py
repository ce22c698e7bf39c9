"""SQL over the statements of a version: which party each row belongs to.

A designation, a link, a passport and a wallet are entities of their own in
FollowTheMoney; for a reader of lists they are parts of the party's file.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ostraka.record.model import (
    BASE_ID,
    CATALOG_ORIGIN,
    DERIVED_ORIGIN,
    KEPT_PREFIX,
    KEPT_PROPERTY,
)
from ostraka.record.schema import Schema, find_schema, schema_names

if TYPE_CHECKING:
    import duckdb


def connect() -> duckdb.DuckDBPyConnection:
    """Return an in-memory connection that touches nothing but the files it is given."""
    # Imported here: 0.2 s that screening one name must not pay.
    import duckdb  # noqa: PLC0415

    connection = duckdb.connect(
        ":memory:", config={"autoinstall_known_extensions": "false"}
    )
    connection.execute("SET threads = 2")
    return connection


def look() -> duckdb.DuckDBPyConnection:
    """Return a connection for short questions: opened at once, and it knows the files.

    All share one database of the process, which remembers where in each file what
    stands.  For long work `connect` gives one of its own.
    """
    return _shared(os.getpid()).cursor()


@cache
def _shared(_process: int) -> duckdb.DuckDBPyConnection:
    """Return the database of a process: one that was forked cannot use its parent's."""
    connection = connect()
    connection.execute("SET parquet_metadata_cache = true")
    return connection


def holder_pairs() -> list[tuple[str, str]]:
    """Return `(schema, property)` for every kind of part and its pointer to the party."""
    return [(s.name, s.holder) for s in _schemata() if s.holder is not None]


def party_rows(parquet: Path) -> str:
    """Return a SELECT of `party, prop, value, original, lang, origin, target` for a version.

    The property of a part is written with its schema: `Sanction.program`; of a link,
    `target` is the entity at its far end.  White space in a published value counts as
    one blank.  Left out are rows about existence, rows that stand in our catalog and not
    in the publication, and what is no party nor part of one: addresses, documents.

    Args:
        parquet: The version's statements.
    """
    return _party_rows(f"read_parquet({quote(parquet)})", ())


def party_rows_of_table(table: str) -> str:
    """Return the same for a table of statements of several versions, with `filename`.

    Args:
        table: Name of the table: statements, and `filename`, which tells versions apart.
    """
    return _party_rows(table, ("filename",))


def _party_rows(source: str, versions: tuple[str, ...]) -> str:
    """Return the SELECT; `versions` are columns that tell versions apart."""
    given = "".join(f"s.{column}, " for column in versions)
    grouped = ", ".join(("canonical_id", *versions))
    holders = pairs_of(holder_pairs())
    targets = pairs_of((s.name, s.edge[1]) for s in _schemata() if s.edge is not None)
    parties = ", ".join(quote(s.name) for s in _schemata() if s.is_party)
    prop = f"replace(s.prop, {quote(KEPT_PROPERTY)}, '')"
    return f"""
        SELECT {given}coalesce(h.party, s.canonical_id) AS party,
               CASE WHEN h.party IS NULL THEN {prop} ELSE s.schema || '.' || {prop} END AS prop,
               s.value AS value,
               {one_line("coalesce(s.original_value, s.value)")} AS original,
               coalesce(s.lang, '') AS lang, coalesce(s.origin, '') AS origin, h.target AS target
        FROM {source} s
        LEFT JOIN (
            SELECT {grouped},
                   min(value) FILTER (WHERE (schema, prop) IN ({holders})) AS party,
                   min(value) FILTER (WHERE (schema, prop) IN ({targets})) AS target
            FROM {source} WHERE (schema, prop) IN ({holders}, {targets}) GROUP BY {grouped}
        ) h USING ({grouped})
        WHERE s.prop <> {quote(BASE_ID)} AND NOT s.external
          AND coalesce(s.origin, '') NOT IN ({quote(CATALOG_ORIGIN)}, {quote(DERIVED_ORIGIN)})
          AND (h.party IS NOT NULL OR s.schema IN ({parties}))
          AND NOT starts_with({prop}, {quote(KEPT_PREFIX)})
    """  # noqa: S608 - every value is quoted; DuckDB takes no parameters inside views


def one_line(text: str) -> str:
    """Return an SQL expression for a text with white space folded to single blanks.

    The pattern is run only where there is something to fold: six times faster.
    """
    needed = f"contains({text}, '  ') OR contains({text}, chr(10)) OR contains({text}, chr(9))"
    return f"CASE WHEN {needed} THEN regexp_replace({text}, '\\s+', ' ', 'g') ELSE {text} END"


def pairs_of(pairs: Iterable[tuple[str, str]]) -> str:
    """Return `(schema, property)` pairs as the items of an SQL list."""
    return ", ".join(f"({quote(schema)}, {quote(prop)})" for schema, prop in pairs)


def party_ids(parquet: Path) -> set[str]:
    """Return the ids of the parties of a version, parts of their files left out."""
    with connect() as connection:
        rows = connection.execute(
            f"SELECT DISTINCT party FROM ({party_rows(parquet)})"  # noqa: S608 - see party_rows
        ).fetchall()
    return {party for (party,) in rows}


def quote(value: Any) -> str:
    """Return a value as an SQL string literal."""
    return "'" + str(value).replace("'", "''") + "'"


def _schemata() -> Iterator[Schema]:
    return (find_schema(name) for name in schema_names())
