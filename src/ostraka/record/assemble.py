"""Statements put together into entities, read back from the store."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import merge
from itertools import groupby
from operator import attrgetter
from typing import Any

from ostraka.record.model import (
    BASE_ID,
    DERIVED_ORIGIN,
    KEPT_PREFIX,
    KEPT_PROPERTY,
    Entity,
    Statement,
    Value,
)
from ostraka.record.rows import connect, quote
from ostraka.record.schema import common_schema
from ostraka.record.store import Store
from ostraka.record.versions import Version
from ostraka.record.writing import COLUMNS

_FETCH = 20_000


def assemble(statements: Sequence[Statement]) -> Entity:
    """Return the entity that all statements of one canonical id make.

    What is not in the vocabulary's form, and candidates that are no part of the
    dataset, stay among its statements but are no values of it.

    Raises:
        ValueError: The statements disagree on what it is.
    """
    schema = common_schema({s.schema for s in statements})
    values: dict[str, list[Value]] = {}
    for s in statements:
        if s.prop != BASE_ID and s.prop[0] != KEPT_PREFIX and not s.external:
            value = Value(s.value, s.original_value, s.lang, s.origin)
            values.setdefault(s.prop, []).append(value)
    return Entity(statements[0].canonical_id, schema, values, given=list(statements))


def to_ftm(statements: Sequence[Statement]) -> dict[str, Any]:
    """Return the entity that statements make, as FollowTheMoney writes it to JSON lines.

    What a FollowTheMoney file said beside its statements (`target`, a caption of its
    own …) and values that are not in the vocabulary's form come back as they came.
    """
    properties: dict[str, set[str]] = {}
    kept: dict[str, Any] = {}
    for s in statements:
        if not s.prop.startswith(KEPT_PREFIX):
            if s.prop != BASE_ID and s.origin != DERIVED_ORIGIN:
                properties.setdefault(s.prop, set()).add(s.value)
        elif s.prop.startswith(KEPT_PROPERTY):
            properties.setdefault(published_prop(s), set()).add(s.value)
        else:
            kept.setdefault(s.prop.removeprefix(KEPT_PREFIX), json.loads(s.value))
    around = surroundings(statements)
    return {
        "id": statements[0].canonical_id,
        "caption": around.pop("caption"),
        "schema": common_schema({s.schema for s in statements}).name,
        "properties": {prop: sorted(properties[prop]) for prop in sorted(properties)},
        **around,
        **kept,
    }


def surroundings(statements: Sequence[Statement]) -> dict[str, Any]:
    """Return what statements say of their entity beside its properties.

    The caption is the first name by alphabet, FollowTheMoney keeping no order.
    """
    canonical_id = statements[0].canonical_id
    schema = common_schema({s.schema for s in statements})
    values = {(s.prop, s.value) for s in statements if s.prop in schema.caption}
    captions = (
        min((v for p, v in values if p == c), default=None) for c in schema.caption
    )
    return {
        "caption": next((c for c in captions if c is not None), canonical_id),
        "referents": sorted({s.entity_id for s in statements} - {canonical_id}),
        "datasets": sorted({s.dataset for s in statements}),
        **_days(statements),
    }


def published_prop(statement: Statement) -> str:
    """Return the property a statement's value was published under."""
    return statement.prop.removeprefix(KEPT_PROPERTY)


def read_version(
    store: Store,
    version: Version,
    *,
    stamp: str | None = None,
    parties: Mapping[str, str] | None = None,
) -> Iterator[list[Statement]]:
    """Yield the statements of a version, one list for each canonical id, in order.

    The first day of a statement is that of the first version here that has it, unless
    the publication states a day of its own.

    Args:
        store: The record.
        version: The version.
        stamp: A day to write instead of the version's own, for statements that are
            taken over into another version.
        parties: Canonical ids of parties by the ids of their other records; what is
            said under these is said of the party.
    """
    yield from _grouped(_statements(store, version, stamp, parties))


def entity_ids(store: Store, version: Version) -> frozenset[str]:
    """Return the canonical ids of all entities of a version."""
    with connect() as connection:
        rows = connection.execute(
            f"SELECT DISTINCT canonical_id FROM read_parquet({quote(store.parquet(version))})"  # noqa: S608 - quoted
        ).fetchall()
    return frozenset(entity_id for (entity_id,) in rows)


def read_view(store: Store, versions: Iterable[Version]) -> Iterator[list[Statement]]:
    """Yield the statements of several lists together, one list for each canonical id.

    Args:
        store: The record.
        versions: At most one of each dataset, e.g. `store.current(day)`.
    """
    streams = [_statements(store, version) for version in versions]
    yield from _grouped(merge(*streams, key=_canonical_id))


_canonical_id = attrgetter("canonical_id")


def _grouped(statements: Iterable[Statement]) -> Iterator[list[Statement]]:
    for _, group in groupby(statements, key=_canonical_id):
        yield list(group)


def _statements(
    store: Store,
    version: Version,
    stamp: str | None = None,
    parties: Mapping[str, str] | None = None,
) -> Iterator[Statement]:
    with connect() as connection:
        if parties:
            # Imported here: a version alone is read without it.
            import pyarrow as pa  # noqa: PLC0415

            columns = {"id": list(parties), "party": list(parties.values())}
            connection.register("parties", pa.table(columns))
        answer = connection.execute(
            _query(store, version, stamp, by_party=bool(parties))
        )
        while rows := answer.fetchmany(_FETCH):
            for row in rows:
                yield Statement(*row)


def _query(
    store: Store, version: Version, stamp: str | None, *, by_party: bool = False
) -> str:
    """Return a SELECT of a version's statements by canonical id, then by property."""
    own = quote(version.published)
    columns = {name: f"s.{name}" for name in COLUMNS}
    source = f"read_parquet({quote(store.parquet(version))}) s"
    earlier = [v for v in store.versions(version.dataset) if v.order < version.order]
    if stamp is not None:
        for name in ("first_seen", "last_seen"):
            columns[name] = f"if(s.{name} = {own}, {quote(stamp)}, s.{name})"
    elif earlier:
        paths = ", ".join(quote(store.parquet(v)) for v in earlier)
        columns["first_seen"] = (
            f"if(s.first_seen = {own}, coalesce(e.day, s.first_seen), s.first_seen)"
        )
        source += (
            f" LEFT JOIN (SELECT id, min(first_seen) AS day FROM read_parquet([{paths}])"  # noqa: S608 - quoted
            " GROUP BY id) e ON e.id = s.id"
        )
    canonical = "s.canonical_id"
    if by_party:
        canonical = "coalesce(p.party, s.canonical_id)"
        columns["canonical_id"] = f"{canonical} AS canonical_id"
        source += " LEFT JOIN parties p ON p.id = s.canonical_id"
    return (
        f"SELECT {', '.join(columns.values())} FROM {source}"  # noqa: S608 - quoted
        f" ORDER BY {canonical}, s.prop, s.id"
    )


def _days(statements: Sequence[Statement]) -> dict[str, str]:
    """Return the days FollowTheMoney tells of an entity, where they are known."""
    base = [s for s in statements if s.prop == BASE_ID]
    own = [
        s for s in statements if s.prop != BASE_ID and s.prop[0] != KEPT_PREFIX
    ] or base
    days = {
        "first_seen": min({s.first_seen for s in own if s.first_seen}, default=None),
        "last_seen": max({s.last_seen for s in own if s.last_seen}, default=None),
        "last_change": max({s.first_seen for s in base if s.first_seen}, default=None),
    }
    return {name: day for name, day in days.items() if day is not None}
