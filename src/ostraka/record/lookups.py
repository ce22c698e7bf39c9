"""Which entities point at a party, and which acts have a number: asked by value.

    lookups/<dataset>/<version>.parquet   pointers and numbers of a version, by value

The statements of a version are sorted by canonical id, so that a value could only be
found by looking at all of them.  A lookup is made of them when it is first asked; it
never changes, and can be thrown away.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from threading import get_ident
from typing import TYPE_CHECKING, NamedTuple

from ostraka.record.rows import holder_pairs, quote
from ostraka.record.schema import find_schema, schema_names
from ostraka.record.store import Store
from ostraka.record.versions import Version

if TYPE_CHECKING:
    import duckdb

#: Where an authority's number stands: its own first, then one it quotes.
NUMBERS = (("authorityId", "recordId"), ("unscId",))
#: DuckDB writes row groups of whole blocks of 2,048 rows.
_ROW_GROUP = 20_480


class Pointer(NamedTuple):
    """A statement found by its value.

    Attributes:
        version: The version that has it.
        schema: Of the entity.
        prop: The property.
        value: The value as asked for: a number in small letters.
        entity: Canonical id of the entity.
    """

    version: Version
    schema: str
    prop: str
    value: str
    entity: str


def edge_ends() -> list[str]:
    """Return the properties that point at one end of a link, sorted."""
    edges = (find_schema(name).edge for name in schema_names())
    return sorted({end for edge in edges if edge is not None for end in edge})


def find_pointers(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    versions: Iterable[Version],
    props: Collection[str],
    values: Collection[str],
) -> Iterator[Pointer]:
    """Yield the statements of some versions that have one of some values.

    Args:
        connection: Of DuckDB.
        store: The record.
        versions: The versions; asked together, since each look costs.
        props: Properties that point at a party or at an end of a link, or `NUMBERS`.
        values: Ids, or numbers in small letters.
    """
    made: dict[str, Version] = {}
    unmade: dict[str, Version] = {}
    for version in versions:
        path = _lookup(connection, store, version)
        if path is not None:
            made[str(path)] = version
        else:
            unmade[str(store.parquet(version))] = version
    # A home that cannot be written to is read the long way.
    for paths, source in ((made, "read_parquet($paths, filename = true)"), (unmade, _all_rows("$paths"))):  # fmt: skip
        if not paths:
            continue
        rows = connection.execute(
            f"SELECT filename, schema, prop, value, canonical_id FROM {source} WHERE value IN (SELECT unnest($values)) AND prop IN (SELECT unnest($props))",  # noqa: S608 - our own text
            {"paths": list(paths), "values": list(values), "props": list(props)},
        ).fetchall()
        for path, *columns in rows:
            yield Pointer(paths[path], *columns)


def _lookup(
    connection: duckdb.DuckDBPyConnection, store: Store, version: Version
) -> Path | None:
    """Return the lookup of a version, made if it is not there; None if it cannot be."""
    import duckdb  # noqa: PLC0415 - who has a connection has paid for it

    path = store.lookup(version)
    if path.exists():
        return path
    draft = path.with_name(f".{path.name}.{os.getpid()}.{get_ident()}")
    source = _all_rows(f"[{quote(store.parquet(version))}]")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.touch()
        connection.execute(
            f"COPY (SELECT value, schema, prop, canonical_id FROM {source} ORDER BY ALL) TO {quote(draft)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {_ROW_GROUP})"  # noqa: S608 - quoted
        )
        draft.replace(path)
    except (OSError, duckdb.IOException):  # a full disk, or a folder that is not ours
        with suppress(OSError):
            draft.unlink()
        return None
    return path


def _all_rows(paths: str) -> str:
    """Return the SQL for what lookups of some files of statements have."""
    numbers = _listed(prop for props in NUMBERS for prop in props)
    pointing = {prop for _, prop in holder_pairs()} | set(edge_ends())
    return f"""(
        SELECT filename, schema, prop, canonical_id,
               CASE WHEN prop IN ({numbers}) THEN lower(value) ELSE value END AS value
        FROM read_parquet({paths}, filename = true)
        WHERE prop IN ({numbers}, {_listed(pointing)}))"""  # noqa: S608 - our own constants


def _listed(texts: Iterable[str]) -> str:
    return ", ".join(quote(text) for text in sorted(texts))


def parts_of(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    versions: Sequence[Version],
    records: Collection[str],
) -> dict[tuple[str, str], dict[str, list[str]]]:
    """Return the ids a record's file consists of: its own and those of its parts.

    Returns:
        By dataset and version, and by record.
    """
    pairs = set(holder_pairs())
    found: dict[tuple[str, str], dict[str, set[str]]] = {
        (v.dataset, v.id): {record: {record} for record in records} for v in versions
    }
    props = {prop for _, prop in pairs}
    for one in find_pointers(connection, store, versions, props, records):
        if (one.schema, one.prop) in pairs:
            found[one.version.dataset, one.version.id][one.value].add(one.entity)
    return {
        key: {record: sorted(ids) for record, ids in of_version.items()}
        for key, of_version in found.items()
    }
