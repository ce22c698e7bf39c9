"""`GET /search/{dataset}`: words, filters and facets."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, HTTPException, Query, Response

from ostraka.faces.api.lucene import read_lucene, read_simple
from ostraka.faces.api.matching import to_json
from ostraka.faces.api.searching import Hits, Search, search_records
from ostraka.faces.api.service import (
    DatasetName,
    Here,
    json_response,
    scope_datasets,
)
from ostraka.faces.api.shapes import Answer, SearchAnswer, SearchParameters
from ostraka.faces.api.snapshot import Snapshot
from ostraka.faces.api.titles import dataset_title
from ostraka.faces.api.words import comparable_schemata, group_label, value_label
from ostraka.record.schema import is_schema

router = APIRouter(tags=["Matching"])


@router.get(
    "/search/{dataset}",
    summary="Search entities by words",
    response_model=None,
    responses={
        200: {"model": SearchAnswer},
        400: {"model": Answer, "description": "The query cannot be understood."},
        404: {"model": Answer, "description": "There is no such dataset."},
    },
)
async def search(
    dataset: DatasetName, told: Annotated[SearchParameters, Query()], here: Here
) -> Response:
    """Find entities by words in their names and other values.

    For a search box.  Whether a party is on a list is asked with `/match`.
    """
    snapshot = await here.live.at(told.as_of)
    datasets = scope_datasets(
        snapshot, dataset, told.include_dataset, told.exclude_dataset
    )
    if not is_schema(told.schema_):
        raise HTTPException(400, "Invalid schema")
    wanted = Search(
        tree=read_simple(told.q)
        if told.simple
        else read_lucene(told.q, fuzzy=told.fuzzy),
        datasets=datasets,
        schemata=comparable_schemata(told.schema_),
        filters=_filters(told),
        exclude_schema=tuple(told.exclude_schema),
        changed_since=told.changed_since,
        sorts=tuple(told.sort),
        facets=tuple(dict.fromkeys(facet.value for facet in told.facets)),
        limit=max(told.limit, 0),
        offset=max(told.offset, 0),
    )
    unasked = here.live.not_asked(snapshot, dataset)
    return json_response(await here.run(_answer, snapshot, wanted), headers=unasked)


def _filters(told: SearchParameters) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the filters: several on one field are alternatives, or all hold."""
    pairs = [("countries", value) for value in told.countries]
    pairs += [("topics", value) for value in told.topics]
    pairs += [("datasets", value) for value in told.datasets]
    for text in told.filter_:
        field, colon, value = text.partition(":")
        if not colon:
            raise HTTPException(400, f"Invalid filter: {text!r}")
        pairs.append((field, value))
    if told.target is not None:
        pairs.append(("target", str(told.target).lower()))
    if told.filter_op == "AND":
        return tuple((field, (value,)) for field, value in pairs)
    joined: dict[str, list[str]] = {}
    for field, value in pairs:
        joined.setdefault(field, []).append(value)
    return tuple((field, tuple(values)) for field, values in joined.items())


def _answer(snapshot: Snapshot, wanted: Search) -> bytes:
    hits = search_records(snapshot.records, wanted)
    around = to_json(
        {
            "facets": _facets(hits),
            "total": {"value": hits.total, "relation": "eq"},
            "limit": wanted.limit,
            "offset": wanted.offset,
        }
    )
    return b'{"results":[%b],%b' % (
        b",".join(row.body for row in hits.rows),
        around[1:],
    )


def _facets(hits: Hits) -> dict[str, Any]:
    return {
        field: {
            "label": group_label(field),
            "values": [
                {"name": name, "label": _label(field, name), "count": count}
                for name, count in values
            ],
        }
        for field, values in hits.facets.items()
    }


def _label(field: str, name: str) -> str:
    return dataset_title(name) if field == "datasets" else value_label(field, name)
