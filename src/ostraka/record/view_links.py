"""Links that lists state from a party and to it, seen from its side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ostraka.record.files import Held
from ostraka.record.find import COLUMNS
from ostraka.record.lookups import edge_ends, find_pointers
from ostraka.record.model import BASE_ID, Statement
from ostraka.record.schema import find_schema
from ostraka.record.store import Store

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Link:
    """A relation a list states between the party and another one.

    Attributes:
        schema: FollowTheMoney schema of the link, e.g. `UnknownLink`.
        label: In words, from the party's side: `linked to`.
        other: Id of the other party.
        other_caption: Its name, or the id where it is not in the list.
        outgoing: True if the party is the source of the link.
        role: What the list says of it, or None.
        dataset: The list.
    """

    schema: str
    label: str
    other: str
    other_caption: str
    outgoing: bool
    role: str | None
    dataset: str


#: Values by property of each link, by canonical id; and what kind each is.
_Edges = tuple[dict[str, dict[str, list[str]]], dict[str, str]]


def links_of(
    connection: duckdb.DuckDBPyConnection, store: Store, found: Sequence[Held]
) -> list[list[Link]]:
    """Return the links that its list states of each of some records, by link.

    Args:
        connection: Of DuckDB.
        store: The record.
        found: The records, each as one version has it.
    """
    incoming = _incoming(connection, store, found)
    edges = [_edges([*held.rows, *rows]) for held, rows in zip(found, incoming, strict=True)]  # fmt: skip
    captions = _captions(connection, store, found, [values for values, _ in edges])
    return [
        [
            _link(kinds[key], of_link, held, captions.get(str(store.parquet(held.version)), {}))
            for key, of_link in sorted(values.items())
        ]
        for held, (values, kinds) in zip(found, edges, strict=True)
    ]  # fmt: skip


def _incoming(
    connection: duckdb.DuckDBPyConnection, store: Store, found: Sequence[Held]
) -> list[list[Statement]]:
    """Return what each record's version says of the entities that point at it."""
    versions = {(f.version.dataset, f.version.id): f.version for f in found}
    pointing: dict[tuple[str, str], set[str]] = {}
    records = {held.record for held in found}
    for one in find_pointers(connection, store, versions.values(), edge_ends(), records):  # fmt: skip
        path = str(store.parquet(one.version))
        pointing.setdefault((path, one.value), set()).add(one.entity)
    ids = {entity for entities in pointing.values() for entity in entities}
    by_entity: dict[tuple[str, str], list[Statement]] = {}
    if ids:
        rows = connection.execute(
            f"SELECT s.filename, {COLUMNS} FROM read_parquet($paths, filename = true) s WHERE s.canonical_id IN (SELECT unnest($ids))",  # noqa: S608 - our own columns
            {"paths": sorted({path for path, _ in pointing}), "ids": sorted(ids)},
        ).fetchall()
        for path, *columns in rows:
            statement = Statement(*columns)
            by_entity.setdefault((path, statement.canonical_id), []).append(statement)
    return [
        [
            statement
            for entity in sorted(pointing.get((path, held.record), ()))
            for statement in by_entity[path, entity]
        ]
        for held in found
        for path in [str(store.parquet(held.version))]
    ]


def _edges(rows: Sequence[Statement]) -> _Edges:
    values: dict[str, dict[str, list[str]]] = {}
    kinds: dict[str, str] = {}
    for s in rows:
        if find_schema(s.schema).edge is not None and s.prop != BASE_ID:
            values.setdefault(s.canonical_id, {}).setdefault(s.prop, []).append(s.value)
            kinds[s.canonical_id] = s.schema
    return values, kinds


def _captions(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    found: Sequence[Held],
    edges: Sequence[dict[str, dict[str, list[str]]]],
) -> dict[str, dict[str, str]]:
    """Return a name of every entity at an end of a link, by file and id."""
    ids = {
        value
        for of_record in edges
        for of_link in of_record.values()
        for values in of_link.values()
        for value in values
    }
    captions: dict[str, dict[str, str]] = {}
    if not ids:
        return captions
    rows = connection.execute(
        "SELECT filename, canonical_id, min(value) FROM read_parquet($paths, filename = true) WHERE prop = 'name' AND canonical_id IN (SELECT unnest($ids)) GROUP BY filename, canonical_id",
        {"paths": sorted({str(store.parquet(f.version)) for f in found}), "ids": sorted(ids)},
    ).fetchall()  # fmt: skip
    for path, entity, name in rows:
        captions.setdefault(path, {})[entity] = name
    return captions


def _link(
    schema: str, values: dict[str, list[str]], held: Held, captions: dict[str, str]
) -> Link:
    kind = find_schema(schema)
    source, target = kind.edge or ("", "")
    outgoing = held.record in values.get(source, ())
    other = values.get(target if outgoing else source, ["?"])[0]
    role = next(
        (values[p][0] for p in ("role", "relationship", "status") if p in values), None
    )
    return Link(
        schema=schema,
        label=kind.edge_label or kind.label,
        other=other,
        other_caption=captions.get(other, other),
        outgoing=outgoing,
        role=role,
        dataset=held.version.dataset,
    )
