"""What OpenRefine asks of the reconciliation service, and the answers to it."""

from __future__ import annotations

import json
from typing import Any, TypeVar

from fastapi import HTTPException
from pydantic import BaseModel, RootModel, ValidationError

from ostraka.errors import UsageError
from ostraka.faces.api.asking import read_example
from ostraka.faces.api.matching import Found, Wishes, find
from ostraka.faces.api.records import Row
from ostraka.faces.api.shapes import MOST_RESULTS
from ostraka.faces.api.snapshot import Snapshot
from ostraka.faces.api.words import (
    BASE_SCHEMA,
    schema_description,
    value_caption,
)
from ostraka.record.schema import find_schema

Json = dict[str, Any]
M = TypeVar("M", bound=BaseModel)


class Condition(BaseModel):
    """A property a query also has."""

    pid: str
    v: str | list[str]


class ReconciliationQuery(BaseModel):
    """One row of a spreadsheet."""

    query: str | None = None
    type: str | list[str] | None = None
    limit: int = 5
    properties: list[Condition] = []


class Queries(RootModel[dict[str, ReconciliationQuery]]):
    """Rows by key."""


class ColumnSettings(BaseModel):
    """How many values of a column, and written for whom."""

    limit: int = 0
    render: str = "caption"


class Column(BaseModel):
    """A property wanted as a column."""

    id: str
    settings: ColumnSettings = ColumnSettings()


class Extension(BaseModel):
    """Columns wanted for some entities."""

    ids: list[str]
    properties: list[Column]


def read_form(model: type[M], text: str) -> M:
    """Read the JSON of a form field.

    Raises:
        HTTPException: 400, it is no JSON, or not what it should be.
    """
    try:
        return model.model_validate(json.loads(text))
    except ValidationError as error:
        where = ".".join(map(str, error.errors()[0]["loc"]))
        detail = f"Cannot decode the request: {where}: {error.errors()[0]['msg']}"
        raise HTTPException(400, detail) from error
    except (ValueError, RecursionError) as error:
        raise HTTPException(400, "Cannot decode the request: no JSON") from error


def reconciled(snapshot: Snapshot, row: ReconciliationQuery, wishes: Wishes) -> Json:
    """Return the entities a row of a spreadsheet may be, best first.

    Raises:
        HTTPException: 400, the row cannot be understood.
    """
    schema = row.type if isinstance(row.type, str) else (row.type or [BASE_SCHEMA])[0]
    properties: dict[str, list[str]] = {}
    if row.query is not None:
        properties["name"] = [row.query]
    for condition in row.properties:
        values = [condition.v] if isinstance(condition.v, str) else condition.v
        # OpenRefine sends back the ids that `suggest/property` gave it: `Person:name`.
        name = condition.pid.rpartition(":")[2]
        properties.setdefault(name, []).extend(values)
    try:
        asked = read_example(schema or BASE_SCHEMA, properties)
    except UsageError as error:
        raise HTTPException(400, str(error)) from error
    limit = min(row.limit, MOST_RESULTS)
    _, found = find(snapshot, asked.query, wishes.with_limit(limit))
    return {"result": [_scored(one, wishes.threshold) for one in found]}


def extended(snapshot: Snapshot, wanted: Extension) -> Json:
    """Return the columns wanted for some entities.

    Raises:
        HTTPException: 400, an id is a former one of an entity.
    """
    canonical = snapshot.records.canonicals(wanted.ids)
    if any(canonical.get(key, key) != key for key in wanted.ids):
        raise HTTPException(
            400, "Please specify the canonical entity ID, not a referent"
        )
    rows = snapshot.records.find(wanted.ids)
    meta: dict[str, Json] = {}
    cells: dict[str, Json] = {key: {} for key in wanted.ids}
    for key in wanted.ids:
        if key not in rows:
            continue
        entity = rows[key].entity
        known = find_schema(entity["schema"]).properties
        for column in wanted.properties:
            spec = known.get(column.id)
            if spec is None:
                continue
            meta.setdefault(column.id, {"id": spec.name, "name": spec.label})
            values = entity["properties"].get(spec.name, [])
            if column.settings.limit > 0:
                values = values[: column.settings.limit]
            if column.settings.render == "caption":
                values = [value_caption(spec.type, value) for value in values]
            cells[key][column.id] = [{"str": value} for value in values]
    return {"meta": list(meta.values()), "rows": cells}


def types_in(snapshot: Snapshot, datasets: frozenset[str] | None) -> list[str]:
    """Return the schemata that can be matched and occur, with those they are kinds of."""
    found = map(find_schema, snapshot.records.schemata(datasets))
    return sorted({name for kind in found if kind.matchable for name in kind.ancestors})


def _scored(found: Found, threshold: float) -> Json:
    return {
        **entity_shown(found.row),
        "score": found.score,
        "match": found.score >= threshold,
    }


def entity_shown(row: Row) -> Json:
    """Return an entity as OpenRefine offers it."""
    return {
        "id": row.id,
        "name": row.caption,
        "description": find_schema(row.schema).label,
        "type": [type_shown(row.schema)],
    }


def type_shown(name: str) -> Json:
    """Return a type as OpenRefine offers it."""
    return {
        "id": name,
        "name": find_schema(name).plural,
        "description": schema_description(name),
    }


def column_settings() -> list[Json]:
    """Return what may be set for a column, as OpenRefine asks it of its user."""
    return [
        {
            "name": "limit",
            "label": "Limit",
            "type": "number",
            "default": 0,
            "help_text": "Maximum number of values to return per row (0 for no limit).",
            "choices": [],
        },
        {
            "name": "render",
            "label": "Value rendering",
            "type": "select",
            "default": "caption",
            "help_text": "Return readable value (e.g. 'Russia') instead of raw value ('ru').",
            "choices": [
                {"id": "caption", "name": "User-readable value"},
                {"id": "raw", "name": "Machine-readable value"},
            ],
        },
    ]
