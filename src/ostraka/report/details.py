"""What lists state of a few of their parties, read for all lists at once.

A text names a few hundred of a hundred thousand parties.  Asking DuckDB for them over
all files together takes a fifth of the time of reading one list after another.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING

from ostraka.record.model import KEPT_PREFIX
from ostraka.record.party import NAME_KINDS, designation_of
from ostraka.record.rows import connect
from ostraka.record.schema import common_schema, find_schema
from ostraka.record.store import Store
from ostraka.record.versions import Version
from ostraka.report.names import COUNTRY_FACTS, Key, Listed, countries_of

if TYPE_CHECKING:
    import duckdb

_CAPTION = f"{KEPT_PREFIX}caption"
_FACTS = [*NAME_KINDS, *COUNTRY_FACTS, _CAPTION]
_ACT_FACTS = ["authority", "program", "listingDate", "startDate", "endDate", "authorityId", "reason"]  # fmt: skip
Values = dict[str, list[str]]


def read_listed(
    store: Store, versions: Mapping[str, Version], keys: Collection[Key]
) -> Iterator[Listed]:
    """Yield what some versions have of some parties.

    Args:
        store: The record.
        versions: By list.
        keys: The parties wanted, on lists that have a version here.
    """
    asked = {key for key in keys if key[0] in versions}
    paths = {str(store.parquet(versions[name])): name for name in {k[0] for k in asked}}
    if not paths:
        return
    with connect() as connection:
        known, schemata, entities = _facts(connection, paths, asked)
        acts = _acts(connection, paths, entities)
    for key, values in sorted(known.items()):
        schema = schemata[key]
        if find_schema(schema).is_party:
            yield _listed(key, schema, values, acts.get(key, []), versions[key[0]])


def _facts(
    connection: duckdb.DuckDBPyConnection, paths: Mapping[str, str], asked: set[Key]
) -> tuple[dict[Key, Values], dict[Key, str], dict[Key, Key]]:
    """Return values and schema by party, and the party each of its entities is of."""
    rows = connection.execute(
        "SELECT filename, canonical_id, entity_id, schema, prop, value FROM read_parquet($paths, filename = true) "
        "WHERE NOT external AND canonical_id IN (SELECT unnest($ids)) AND (prop = 'id' OR prop IN (SELECT unnest($props))) "
        "ORDER BY filename, canonical_id, prop, id",
        {"paths": list(paths), "ids": sorted({n for _, n in asked}), "props": _FACTS},
    ).fetchall()
    known: dict[Key, Values] = {}
    kinds: dict[Key, set[str]] = {}
    entities: dict[Key, Key] = {}
    for path, party, entity, schema, prop, value in rows:
        key = (paths[path], party)
        if key not in asked:
            continue
        entities[paths[path], entity] = key
        kinds.setdefault(key, set()).add(schema)
        values = known.setdefault(key, {})
        if prop != "id":
            values.setdefault(prop, []).append(value)
    schemata = {key: common_schema(found).name for key, found in kinds.items()}
    return known, schemata, entities


def _acts(
    connection: duckdb.DuckDBPyConnection,
    paths: Mapping[str, str],
    entities: Mapping[Key, Key],
) -> dict[Key, list[Values]]:
    """Return the values of the designations of some parties."""
    rows = connection.execute(
        "SELECT filename, canonical_id, value FROM read_parquet($paths, filename = true) "
        "WHERE schema = 'Sanction' AND prop = 'entity' AND NOT external AND value IN (SELECT unnest($ids))",
        {"paths": list(paths), "ids": sorted({name for _, name in entities})},
    ).fetchall()
    against: dict[Key, set[Key]] = {}
    for path, act, entity in rows:
        party = entities.get((paths[path], entity))
        if party is not None:
            against.setdefault((paths[path], act), set()).add(party)
    stated = connection.execute(
        "SELECT filename, canonical_id, prop, value FROM read_parquet($paths, filename = true) "
        "WHERE schema = 'Sanction' AND NOT external AND canonical_id IN (SELECT unnest($ids)) AND prop IN (SELECT unnest($props)) "
        "ORDER BY filename, canonical_id, prop, id",
        {"paths": list(paths), "ids": sorted({n for _, n in against}), "props": _ACT_FACTS},
    ).fetchall()  # fmt: skip
    values: dict[Key, Values] = {act: {} for act in sorted(against)}
    for path, act, prop, value in stated:
        if (key := (paths[path], act)) in values:
            values[key].setdefault(prop, []).append(value)
    found: dict[Key, list[Values]] = {}
    for act, facts in values.items():
        for party in against[act]:
            found.setdefault(party, []).append(facts)
    return found


def _listed(
    key: Key, schema: str, values: Values, acts: list[Values], version: Version
) -> Listed:
    designations = tuple(designation_of(version, dict(act)) for act in acts)
    names = tuple(name for kind in NAME_KINDS for name in values.get(kind, ()))
    return Listed(
        id=key[1],
        schema=schema,
        caption=_caption(key[1], values, names),
        dataset=key[0],
        names=names,
        countries=frozenset(countries_of(values, designations)),
        designations=designations,
    )


def _caption(name: str, values: Values, names: tuple[str, ...]) -> str:
    stated = values.get(_CAPTION)
    caption = json.loads(stated[0]) if stated else None
    return caption if isinstance(caption, str) else next(iter(names), name)
