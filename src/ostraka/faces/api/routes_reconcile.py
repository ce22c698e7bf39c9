"""OpenRefine's reconciliation service, version 0.2, as yente has it.

https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
"""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Form, HTTPException, Query, Request, Response

from ostraka.faces.api.matching import Wishes
from ostraka.faces.api.reconciling import (
    Extension,
    Json,
    Queries,
    column_settings,
    entity_shown,
    extended,
    read_form,
    reconciled,
    type_shown,
    types_in,
)
from ostraka.faces.api.routes_match import check_algorithm
from ostraka.faces.api.searching import suggest
from ostraka.faces.api.service import (
    DatasetName,
    Here,
    json_response,
    scope_datasets,
)
from ostraka.faces.api.shapes import MOMENT, MOST_RESULTS, Answer
from ostraka.faces.api.titles import dataset_title
from ostraka.faces.api.words import (
    BASE_SCHEMA,
    declared_properties,
    property_description,
    shown_properties,
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


@router.get(
    "/reconcile/{dataset}",
    summary="OpenRefine: what this service is",
    responses=_REFUSALS,
)
async def manifest(dataset: DatasetName, request: Request, here: Here) -> Json:
    """Return the manifest OpenRefine asks for when the service's address is entered."""
    snapshot = await here.live.at(None)
    datasets = scope_datasets(snapshot, dataset)
    types = await here.run(types_in, snapshot, datasets)
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
            "propose_settings": column_settings(),
        },
        "defaultTypes": [type_shown(name) for name in types],
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
        wanted = read_form(Extension, extend)
        _check_number(len(wanted.ids), most)
        answer = await here.run(extended, snapshot, wanted)
        number = len(answer["rows"])
    else:
        datasets = scope_datasets(snapshot, dataset)
        check_algorithm(algorithm)
        rows = read_form(Queries, queries or "").root
        _check_number(len(rows), most)
        wishes = Wishes(cutoff=0.0, datasets=datasets, changed_since=changed_since)
        here.metrics.queries(len(rows))
        found = await here.run_all(
            lambda row: (row[0], reconciled(snapshot, row[1], wishes)),
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
    return _suggested(prefix, [entity_shown(row) for row in rows])


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
    types = await here.run(types_in, snapshot, datasets)
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
    types = await here.run(types_in, snapshot, datasets)
    found = [n for n in types if _begins(prefix, n, find_schema(n).label)]
    return _suggested(prefix, [type_shown(name) for name in found[:_MOST_TYPES]])


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


def _check_number(number: int, most: int) -> None:
    if number > most:
        raise HTTPException(400, f"Too many queries in one batch (limit: {most})")


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
