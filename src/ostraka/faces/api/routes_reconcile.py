"""OpenRefine's reconciliation service, version 0.2, as yente has it.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

import json
from typing import Annotated, Any, TypeVar

from fastapi import APIRouter, Form, HTTPException, Query, Request, Response
from pydantic import BaseModel, RootModel, ValidationError

from ostraka.errors import UsageError
from ostraka.faces.api.asking import read_example
from ostraka.faces.api.matching import Found, Wishes, find
from ostraka.faces.api.records import Row
from ostraka.faces.api.routes_match import check_algorithm
from ostraka.faces.api.searching import suggest
from ostraka.faces.api.service import (
    DatasetName,
    Here,
    json_response,
    scope_datasets,
)
from ostraka.faces.api.shapes import MOMENT, MOST_RESULTS, Answer
from ostraka.faces.api.snapshot import Snapshot
from ostraka.faces.api.titles import dataset_title
from ostraka.faces.api.words import (
    BASE_SCHEMA,
    declared_properties,
    property_description,
    schema_description,
    shown_properties,
    value_caption,
)
from ostraka.record.schema import find_schema, is_schema

router = APIRouter(tags=["Reconciliation"])

#: Rows OpenRefine sends at once, and types it is offered; yente's figures.
_BATCH, _MOST_TYPES = 3, 5
_SPACE = "https://www.opensanctions.org/reference/#schema"
_REFUSALS: dict[int | str, dict[str, Any]] = {
    400: {"model": Answer, "description": "The request cannot be understood."},
    404: {"model": Answer, "description": "There is no such dataset."},
}

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


@router.get(
    "/reconcile/{dataset}",
    summary="OpenRefine: what this service is",
    responses=_REFUSALS,
)
async def manifest(dataset: DatasetName, request: Request, here: Here) -> Json:
    """Return the manifest OpenRefine asks for when the service's address is entered."""
    snapshot = await here.live.at(None)
    datasets = scope_datasets(snapshot, dataset)
    types = await here.run(_types, snapshot, datasets)
    # What stands behind the address, a key for example, is wanted by every call.
    query = f"?{request.url.query}" if request.url.query else ""
    base = str(request.base_url).rstrip("/") + f"/reconcile/{dataset}"

    def offered(path: str) -> Json:
        return {"service_url": base, "service_path": f"{path}{query}"}

    return {
        "versions": ["0.2"],
        "name": f"{dataset_title(dataset)} (Ostraka)",
        "identifierSpace": _SPACE,
        "schemaSpace": _SPACE,
        "documentation": "https://www.opensanctions.org/docs/",
        "batchSize": _BATCH,
        "view": {"url": f"{str(request.base_url).rstrip('/')}/entities/{{{{id}}}}"},
        "suggest": {
            "entity": offered("/suggest/entity"),
            "type": offered("/suggest/type"),
            "property": offered("/suggest/property"),
        },
        "extend": {
            "propose_properties": offered("/extend/property"),
            "propose_settings": _column_settings(),
        },
        "defaultTypes": [_type(name) for name in types],
    }


@router.post(
    "/reconcile/{dataset}",
    summary="OpenRefine: match rows, or fetch columns",
    responses=_REFUSALS,
)
async def reconcile(
    dataset: DatasetName,
    here: Here,
    queries: Annotated[str | None, Form(description="Rows, as JSON.")] = None,
    extend: Annotated[str | None, Form(description="Columns, as JSON.")] = None,
    algorithm: Annotated[str, Query(description="As for `/match`.")] = "best",
    changed_since: Annotated[
        str | None,
        Query(
            pattern=MOMENT, description="Only entities that changed after that moment."
        ),
    ] = None,
) -> Response:
    """Answer a form with `queries` or with `extend`."""
    snapshot = await here.live.at(None)
    most = here.settings.limits.batch
    if extend is not None and extend.strip():
        wanted = _read(Extension, extend)
        _check_number(len(wanted.ids), most)
        answer = await here.run(_extend, snapshot, wanted)
        number = len(answer["rows"])
    else:
        datasets = scope_datasets(snapshot, dataset)
        check_algorithm(algorithm)
        rows = _read(Queries, queries or "").root
        _check_number(len(rows), most)
        wishes = Wishes(cutoff=0.0, datasets=datasets, changed_since=changed_since)
        here.metrics.queries(len(rows))
        found = await here.run_all(
            lambda row: (row[0], _reconcile(snapshot, row[1], wishes)),
            list(rows.items()),
        )
        answer, number = dict(found), len(found)
    return json_response(answer, headers={"x-batch-size": str(number)})


@router.get(
    "/reconcile/{dataset}/suggest/entity",
    summary="OpenRefine: entities whose names begin so",
    responses=_REFUSALS,
)
async def suggest_entity(
    dataset: DatasetName,
    here: Here,
    prefix: Annotated[str, Query(description="What was typed.")] = "",
    limit: Annotated[int, Query(le=MOST_RESULTS, description="Most results.")] = 10,
) -> Response:
    """Offer entities while somebody types."""
    snapshot = await here.live.at(None)
    datasets = scope_datasets(snapshot, dataset)
    rows = await here.run(suggest, snapshot.records, prefix, datasets, max(limit, 0))
    return _suggested(prefix, [_entity(row) for row in rows])


@router.get(
    "/reconcile/{dataset}/suggest/property",
    summary="OpenRefine: properties that begin so",
    responses=_REFUSALS,
)
async def suggest_property(
    dataset: DatasetName,
    here: Here,
    prefix: Annotated[str, Query(description="What was typed.")] = "",
) -> Response:
    """Offer properties while somebody types."""
    snapshot = await here.live.at(None)
    datasets = scope_datasets(snapshot, dataset)
    types = await here.run(_types, snapshot, datasets)
    result = [
        {
            "id": f"{schema}:{prop}",
            "name": label,
            "description": property_description(f"{schema}:{prop}"),
        }
        for schema, prop, label in declared_properties()
        if schema in types and _begins(prefix, prop, label)
    ]
    return _suggested(prefix, result)


@router.get(
    "/reconcile/{dataset}/suggest/type",
    summary="OpenRefine: types that begin so",
    responses=_REFUSALS,
)
async def suggest_type(
    dataset: DatasetName,
    here: Here,
    prefix: Annotated[str, Query(description="What was typed.")] = "",
) -> Response:
    """Offer types while somebody types."""
    snapshot = await here.live.at(None)
    datasets = scope_datasets(snapshot, dataset)
    types = await here.run(_types, snapshot, datasets)
    found = [n for n in types if _begins(prefix, n, find_schema(n).label)]
    return _suggested(prefix, [_type(name) for name in found[:_MOST_TYPES]])


@router.get(
    "/reconcile/{dataset}/extend/property",
    summary="OpenRefine: columns there are for a type",
    responses=_REFUSALS,
)
async def extend_property(
    dataset: DatasetName,  # noqa: ARG001 - every dataset has the same vocabulary
    schema: Annotated[
        str, Query(alias="type", description="FollowTheMoney schema.")
    ] = BASE_SCHEMA,
    limit: Annotated[int, Query(description="Most columns; 0 for all.")] = 0,
) -> Json:
    """Offer the properties of a type, the featured ones first when they are limited."""
    if not is_schema(schema):
        raise HTTPException(400, f"Invalid type: {schema}")
    kind = find_schema(schema)
    names = dict.fromkeys([*kind.featured, *shown_properties(schema)])
    found = [{"id": name, "name": kind.properties[name].label} for name in names]
    chosen = found[:limit] if limit > 0 else found
    properties = sorted(chosen, key=lambda p: p["name"])
    return {"limit": limit, "type": kind.name, "properties": properties}


def _read(model: type[M], text: str) -> M:
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


def _check_number(number: int, most: int) -> None:
    if number > most:
        raise HTTPException(400, f"Too many queries in one batch (limit: {most})")


def _reconcile(snapshot: Snapshot, row: ReconciliationQuery, wishes: Wishes) -> Json:
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


def _extend(snapshot: Snapshot, wanted: Extension) -> Json:
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


def _types(snapshot: Snapshot, datasets: frozenset[str] | None) -> list[str]:
    """Return the schemata that can be matched and occur, with those they are kinds of."""
    found = map(find_schema, snapshot.records.schemata(datasets))
    return sorted({name for kind in found if kind.matchable for name in kind.ancestors})


def _scored(found: Found, threshold: float) -> Json:
    return {
        **_entity(found.row),
        "score": found.score,
        "match": found.score >= threshold,
    }


def _entity(row: Row) -> Json:
    return {
        "id": row.id,
        "name": row.caption,
        "description": find_schema(row.schema).label,
        "type": [_type(row.schema)],
    }


def _type(name: str) -> Json:
    return {
        "id": name,
        "name": find_schema(name).plural,
        "description": schema_description(name),
    }


def _suggested(prefix: str, result: list[Json]) -> Response:
    return json_response(
        {
            "code": "/api/status/ok",
            "status": "200 OK",
            "prefix": prefix,
            "result": result,
        }
    )


def _begins(prefix: str, *labels: str) -> bool:
    text = prefix.lower().strip()
    return bool(text) and any(label.lower().startswith(text) for label in labels)


def _column_settings() -> list[Json]:
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
