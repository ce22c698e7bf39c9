"""`GET /entities/…`: one entity, and what stands beside it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Path, Query, Response
from starlette.responses import RedirectResponse

from ostraka.faces.api.nesting import PageWish, adjacent, entity_properties, nested
from ostraka.faces.api.records import Row
from ostraka.faces.api.searching import order_by
from ostraka.faces.api.service import Here, json_response
from ostraka.faces.api.shapes import (
    AdjacentAnswer,
    AdjacentParameters,
    Answer,
    AsOf,
    Entity,
    Page,
)
from ostraka.faces.api.snapshot import Snapshot
from ostraka.record.schema import find_schema

router = APIRouter(tags=["Data access"])

EntityId = Annotated[
    str, Path(description="An id, or one merged into another.", examples=["NK-A7z"])
]
_REFUSALS: dict[int | str, dict[str, Any]] = {
    308: {"description": "The id was merged into the one in `location`."},
    400: {"model": Answer, "description": "The request cannot be understood."},
    404: {"model": Answer, "description": "There is no such entity."},
    503: {"model": Answer, "description": "That day's lists are being prepared."},
}


@router.get(
    "/entities/{entity_id}",
    summary="One entity",
    response_model=None,
    responses={200: {"model": Entity}, **_REFUSALS},
)
async def fetch_entity(
    entity_id: EntityId,
    here: Here,
    nested_: Annotated[
        bool, Query(alias="nested", description="With what stands beside it.")
    ] = True,
    as_of: Annotated[AsOf, Query()] = None,
) -> Response:
    """Return an entity with its addresses, designations, family, companies and papers."""
    snapshot = await here.live.at(as_of)

    def answer(row: Row) -> Any:
        return nested(snapshot.records, row) if nested_ else row.body

    return await _with_entity(here, snapshot, entity_id, answer)


@router.get(
    "/entities/{entity_id}/adjacent",
    summary="What stands beside an entity",
    response_model=None,
    responses={200: {"model": AdjacentAnswer}, **_REFUSALS},
)
async def fetch_adjacent(
    entity_id: EntityId, told: Annotated[AdjacentParameters, Query()], here: Here
) -> Response:
    """Return a page of what stands beside an entity, for each property that has any."""
    snapshot = await here.live.at(told.as_of)
    wish = _wish(told)

    def answer(row: Row) -> Any:
        pages = {
            prop: adjacent(snapshot.records, row, prop, wish)
            for prop in entity_properties(find_schema(row.schema))
        }
        shown = {prop: _page(page, wish) for prop, page in pages.items() if page[0]}
        return {"entity": row.entity, "adjacent": shown}

    return await _with_entity(here, snapshot, entity_id, answer)


@router.get(
    "/entities/{entity_id}/adjacent/{property_name}",
    summary="What stands beside an entity under one property",
    response_model=None,
    responses={200: {"model": Page}, **_REFUSALS},
)
async def fetch_adjacent_by_property(
    entity_id: EntityId,
    property_name: Annotated[
        str, Path(description="A property that holds entities.", examples=["sanctions"])
    ],
    told: Annotated[AdjacentParameters, Query()],
    here: Here,
) -> Response:
    """Return a page of what stands beside an entity under one property."""
    snapshot = await here.live.at(told.as_of)
    wish = _wish(told)

    def answer(row: Row) -> Any:
        if property_name not in entity_properties(find_schema(row.schema)):
            raise HTTPException(404, "No such property!")
        return _page(adjacent(snapshot.records, row, property_name, wish), wish)

    return await _with_entity(here, snapshot, entity_id, answer)


async def _with_entity(
    here: Here, snapshot: Snapshot, entity_id: str, answer: Callable[[Row], Any]
) -> Response:
    """Answer for an entity, or send the client to the one its id was merged into."""

    def work() -> Response:
        canonical = snapshot.records.canonical(entity_id)
        if canonical is None:
            raise HTTPException(404, "No such entity!")
        if canonical != entity_id:
            url = f"/entities/{quote(canonical, safe='')}"
            return RedirectResponse(url, status_code=308)
        row = snapshot.records.get(entity_id)
        if row is None:
            raise HTTPException(404, "No such entity!")
        return json_response(answer(row))

    return await here.run(work)


def _wish(told: AdjacentParameters) -> PageWish:
    order = order_by(told.sort, "e.id")
    return PageWish(max(told.limit, 0), max(told.offset, 0), order)


def _page(found: tuple[int, list[Any]], wish: PageWish) -> dict[str, Any]:
    total, results = found
    return {
        "results": results,
        "total": {"value": total, "relation": "eq"},
        "limit": wish.limit,
        "offset": wish.offset,
    }
