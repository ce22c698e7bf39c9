"""`GET /statements`: who says what, as the hosted OpenSanctions API has it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Response

from ostraka.errors import UsageError
from ostraka.faces.api.records_build import moment
from ostraka.faces.api.service import Here, json_response
from ostraka.faces.api.shapes import Answer, StatementAnswer, StatementParameters
from ostraka.faces.api.snapshot import Snapshot
from ostraka.record.model import BASE_ID, KEPT_PREFIX
from ostraka.record.rows import connect, quote
from ostraka.record.schema import find_schema, is_schema
from ostraka.record.store import Store

router = APIRouter(tags=["Data access"])

#: Field of an answer → the column it is read from.
_FIELDS = {
    "id": "s.id",
    "entity_id": "s.entity_id",
    "canonical_id": "s.canonical_id",
    "prop": "s.prop",
    "schema": "s.schema",
    "value": "s.value",
    "original_value": "s.original_value",
    "dataset": "s.dataset",
    "lang": "s.lang",
    "origin": "s.origin",
    "first_seen": "s.first_seen",
    "last_seen": "s.last_seen",
}


@router.get(
    "/statements",
    summary="Statements: each value with who says so, and since when",
    response_model=None,
    responses={
        200: {"model": StatementAnswer},
        400: {"model": Answer, "description": "The request cannot be understood."},
        404: {"model": Answer, "description": "There is no such dataset."},
    },
)
async def statements(
    told: Annotated[StatementParameters, Query()], here: Here
) -> Response:
    """Return the statements entities are made of."""
    snapshot = await here.live.at(told.as_of)
    store = Store(here.settings.home)
    return json_response(await here.run(_answer, store, snapshot, told))


def _answer(
    store: Store, snapshot: Snapshot, told: StatementParameters
) -> dict[str, Any]:
    limit, offset = max(told.limit, 0), max(told.offset, 0)
    where, values = _conditions(snapshot, told)
    query = f"FROM ({_source(store, snapshot, told.dataset)}) s WHERE {where}"
    with connect() as connection:
        total = connection.execute(f"SELECT count(*) {query}", values).fetchall()[0][0]
        rows = connection.execute(
            f"SELECT {', '.join(_FIELDS.values())} {query} ORDER BY {_order(told.sort)} "
            f"LIMIT {limit} OFFSET {offset}",
            values,
        ).fetchall()
    return {
        "results": [
            _statement(dict(zip(_FIELDS, row, strict=True)), snapshot.records.merged)
            for row in rows
        ],
        "total": {"value": total, "relation": "eq"},
        "limit": limit,
        "offset": offset,
    }


def _source(store: Store, snapshot: Snapshot, dataset: str | None) -> str:
    """Return a SELECT of the statements in force, each under the list it was loaded as."""
    names = snapshot.versions if dataset is None else snapshot.datasets(dataset)
    if names is None:
        raise HTTPException(404, "No such dataset.")
    parts = [
        f"SELECT * REPLACE ({quote(name)} AS dataset) FROM read_parquet({quote(store.parquet(snapshot.versions[name]))})"  # noqa: S608 - quoted
        for name in sorted(names)
    ]
    return " UNION ALL ".join(parts)


def _conditions(
    snapshot: Snapshot, told: StatementParameters
) -> tuple[str, dict[str, str | list[str]]]:
    asked = {
        "entity_id": told.entity_id,
        "prop": told.prop,
        "value": told.value,
        "schema": told.schema_,
    }
    values: dict[str, str | list[str]] = {
        name: text for name, text in asked.items() if text is not None
    }
    parts = [f"s.{name} = ${name}" for name in values]
    if told.canonical_id is not None:
        values["party"] = _records(snapshot, told.canonical_id)
        parts.append("s.canonical_id IN (SELECT unnest($party))")
    parts += [f"NOT starts_with(s.prop, {quote(KEPT_PREFIX)})", "NOT s.external"]
    return " AND ".join(parts), values


def _records(snapshot: Snapshot, key: str) -> list[str]:
    """Return the ids under which lists have the party that an id leads to."""
    known = snapshot.records.canonical(key) or key
    merged = snapshot.records.merged
    return [known, *(one for one, party in merged.items() if party == known)]


def _order(sorts: list[str]) -> str:
    parts = []
    for text in sorts:
        field, _, direction = text.partition(":")
        if field not in _FIELDS or direction not in {"", "asc", "desc"}:
            raise UsageError(f"Invalid sort: {text!r}")
        parts.append(f"{_FIELDS[field]} {direction} NULLS LAST")
    return ", ".join([*parts, "s.id"])


def _statement(
    row: dict[str, str | None], merged: Mapping[str, str]
) -> dict[str, str | None]:
    record = row["canonical_id"] or ""
    return {
        **row,
        "canonical_id": merged.get(record, record),
        "prop_type": _type_of(row["schema"] or "", row["prop"] or ""),
        "first_seen": moment(row["first_seen"]),
        "last_seen": moment(row["last_seen"]),
    }


def _type_of(schema: str, prop: str) -> str:
    if prop == BASE_ID:
        return "checksum"
    spec = find_schema(schema).properties.get(prop) if is_schema(schema) else None
    return spec.type if spec is not None else "string"
