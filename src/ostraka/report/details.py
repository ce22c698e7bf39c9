"""What lists state of their parties, as far as reading a document asks for it.

Whose a name is, is judged by names and countries alone: those of all parties are read in
columns when the lists are opened.  Designations are read for the few hundred parties that
a document turns out to name.  DuckDB is asked for all lists at once, which takes a fifth
of the time of reading one list after another.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from ostraka.record.model import KEPT_PREFIX
from ostraka.record.party import Designation, designation_of
from ostraka.record.rows import connect
from ostraka.record.schema import common_schema, find_schema
from ostraka.record.store import Store
from ostraka.record.versions import Version
from ostraka.report.names import COUNTRY_FACTS, Key, Stated, countries_of_program

if TYPE_CHECKING:
    import duckdb

_CAPTION = f"{KEPT_PREFIX}caption"
_ACT_FACTS = ["authority", "program", "listingDate", "startDate", "endDate", "authorityId", "reason"]  # fmt: skip
_END = "\0"
Values = dict[str, list[str]]


def read_stated(store: Store, versions: Iterable[Version]) -> Stated:
    """Return the countries and captions some versions state, for all of their parties.

    Args:
        store: The record.
        versions: At most one of each dataset.
    """
    paths = {str(store.parquet(version)): version.dataset for version in versions}
    if not paths:
        return Stated({}, {})
    countries: dict[Key, frozenset[str]] = {}
    with connect() as connection:
        told = [*_countries(connection, paths), *_program_countries(connection, paths)]
        for dataset, codes, parties in told:
            for key in ((dataset, party) for party in parties):
                countries[key] = _joined(countries.get(key), codes)
        return Stated(countries, dict(_captions(connection, paths)))


@lru_cache(maxsize=4096)
def _joined(known: frozenset[str] | None, more: frozenset[str]) -> frozenset[str]:
    """Return two sets in one; parties of the same countries share theirs."""
    return more if known is None else known | more


def _countries(
    connection: duckdb.DuckDBPyConnection, paths: Mapping[str, str]
) -> Iterator[tuple[str, frozenset[str], list[str]]]:
    """Yield each list's countries with the parties it states them for."""
    rows = connection.execute(
        "SELECT filename, value, string_agg(canonical_id, chr(0)) FROM read_parquet($paths, filename = true) "
        "WHERE NOT external AND prop IN (SELECT unnest($props)) GROUP BY ALL ORDER BY ALL",
        {"paths": list(paths), "props": list(COUNTRY_FACTS)},
    ).fetchall()
    for path, value, parties in rows:
        yield paths[path], frozenset({value.partition("-")[0]}), parties.split(_END)


def _program_countries(
    connection: duckdb.DuckDBPyConnection, paths: Mapping[str, str]
) -> Iterator[tuple[str, frozenset[str], list[str]]]:
    """Yield the countries named by programs with the parties designated under them."""
    rows = connection.execute(
        "WITH act AS MATERIALIZED (SELECT filename, canonical_id, prop, value FROM read_parquet($paths, filename = true) "
        "WHERE schema = 'Sanction' AND prop IN ('entity', 'program') AND NOT external) "
        "SELECT program.filename, program.value, string_agg(against.value, chr(0)) "
        "FROM act program JOIN act against USING (filename, canonical_id) "
        "WHERE program.prop = 'program' AND against.prop = 'entity' GROUP BY ALL ORDER BY ALL",
        {"paths": list(paths)},
    ).fetchall()
    merged = _merged(connection, paths)
    for path, program, entities in rows:
        if codes := frozenset(countries_of_program(program)):
            known = merged.get(path, {})
            parties = [known.get(entity, entity) for entity in entities.split(_END)]
            yield paths[path], codes, parties


def _merged(
    connection: duckdb.DuckDBPyConnection, paths: Mapping[str, str]
) -> dict[str, dict[str, str]]:
    """Return, by list, the party of each entity whose id is not the party's own."""
    rows = connection.execute(
        "SELECT filename, entity_id, canonical_id FROM read_parquet($paths, filename = true) "
        "WHERE prop = 'id' AND NOT external AND entity_id != canonical_id",
        {"paths": list(paths)},
    ).fetchall()
    found: dict[str, dict[str, str]] = {}
    for path, entity, party in rows:
        found.setdefault(path, {})[entity] = party
    return found


def _captions(
    connection: duckdb.DuckDBPyConnection, paths: Mapping[str, str]
) -> Iterator[tuple[Key, str]]:
    """Yield the captions that came with parties of files of FollowTheMoney."""
    rows = connection.execute(
        "SELECT filename, canonical_id, value FROM read_parquet($paths, filename = true) "
        "WHERE NOT external AND prop = $caption ORDER BY canonical_id, id DESC",
        {"paths": list(paths), "caption": _CAPTION},
    ).fetchall()
    for path, party, value in rows:
        if isinstance(caption := json.loads(value), str):
            yield (paths[path], party), caption


def read_acts(
    store: Store, versions: Mapping[str, Version], keys: Collection[Key]
) -> Iterator[tuple[Key, tuple[Designation, ...]]]:
    """Yield the designations of those of some parties that some versions have.

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
        schemata, entities = _entities(connection, paths, asked)
        acts = _acts(connection, paths, entities)
    for key, kinds in sorted(schemata.items()):
        if find_schema(common_schema(kinds).name).is_party:
            version = versions[key[0]]
            yield key, tuple(designation_of(version, act) for act in acts.get(key, ()))


def _entities(
    connection: duckdb.DuckDBPyConnection, paths: Mapping[str, str], asked: set[Key]
) -> tuple[dict[Key, set[str]], dict[Key, Key]]:
    """Return the schemata of each party, and the party each of its entities is of."""
    rows = connection.execute(
        "SELECT filename, canonical_id, entity_id, schema FROM read_parquet($paths, filename = true) "
        "WHERE NOT external AND prop = 'id' AND canonical_id IN (SELECT unnest($ids))",
        {"paths": list(paths), "ids": sorted({party for _, party in asked})},
    ).fetchall()
    schemata: dict[Key, set[str]] = {}
    entities: dict[Key, Key] = {}
    for path, party, entity, schema in rows:
        key = (paths[path], party)
        if key in asked:
            entities[paths[path], entity] = key
            schemata.setdefault(key, set()).add(schema)
    return schemata, entities


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
