"""Health, catalogue, algorithms, figures: what operators and clients ask first."""

from __future__ import annotations

import hmac
from hashlib import sha256
from typing import Annotated, Any

from fastapi import APIRouter, Header, HTTPException, Query, Request, Response
from starlette.responses import PlainTextResponse

from ostraka.faces.api.matching import ALGORITHM, feature_docs, to_json
from ostraka.faces.api.routes_match import YENTE_ALGORITHMS
from ostraka.faces.api.service import Here, json_response
from ostraka.faces.api.shapes import Answer, Status
from ostraka.faces.api.snapshot import Snapshot
from ostraka.faces.api.titles import catalog_entry, collection_entry
from ostraka.record.versions import Version

router = APIRouter(tags=["System information"])

_FRESH = "public, max-age=300"
_METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_ABOUT = (
    "Evidence for and against, in bits, is added up (Fellegi and Sunter 1969) and brought"
    " to a score between 0 and 1 that orders results; it is not a probability."
)


@router.get("/healthz", summary="Is the process alive", response_model=Status)
async def healthz() -> Response:
    """Answer at once, whatever the state of the index."""
    return json_response({"status": "ok"})


@router.get(
    "/readyz",
    summary="Is an index open",
    response_model=Status,
    responses={503: {"model": Answer, "description": "Not yet."}},
)
async def readyz(here: Here) -> Response:
    """Answer 200 from the moment questions can be answered."""
    await here.live.at(None)
    return json_response({"status": "ok"})


@router.get("/catalog", summary="The lists, their versions, what is in use")
@router.get("/manifest", include_in_schema=False)
async def catalog(
    here: Here,
    if_none_match: Annotated[
        str | None,
        Header(description="The `ETag` of an answer you have: 304 if it is still so."),
    ] = None,
) -> Response:
    """Return every list and collection; a list is `current` when its newest version is in use."""
    snapshot = await here.live.at(None)
    body = to_json(_catalog(snapshot, here.live.newest))
    tag = f'"{sha256(body).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": _FRESH}
    if if_none_match is not None and _matches(if_none_match, tag):
        return Response(status_code=304, headers=headers)
    return json_response(body, headers=headers)


@router.get("/algorithms", summary="How parties are compared")
async def algorithms() -> dict[str, Any]:
    """Return the algorithm; yente's names are answered by it."""
    features = {name: {**docs, "url": None} for name, docs in feature_docs().items()}
    about = {"name": ALGORITHM, "description": _ABOUT}
    return {
        "algorithms": [
            {
                **about,
                "features": features,
                "docs": {**about, "config": {}, "features": features},
            }
        ],
        "default": "best",
        "best": ALGORITHM,
        "answers_to": sorted(YENTE_ALGORITHMS),
    }


@router.post(
    "/updatez",
    summary="Look for new versions now",
    response_model=Status,
    responses={403: {"model": Answer, "description": "Not allowed."}},
)
async def updatez(
    request: Request,
    here: Here,
    token: Annotated[str, Query(description="The update token.")] = "",
    sync: Annotated[
        bool, Query(description="Answer when they are in use, not before.")
    ] = False,
) -> Response:
    """Take versions that were loaded into use; nothing is fetched from the network."""
    bearer = request.state.token if hasattr(request.state, "token") else None
    if not (bearer is not None and bearer.may("admin")) and not _same(
        token, here.settings.update_token
    ):
        raise HTTPException(403, "Invalid token.")
    if sync:
        await here.live.refresh()
    else:
        here.live.refresh_soon()
    return json_response({"status": "ok"})


@router.get(
    "/metrics",
    summary="Figures for Prometheus",
    response_class=PlainTextResponse,
    responses={200: {"content": {_METRICS_TYPE: {"schema": {"type": "string"}}}}},
)
async def metrics(here: Here) -> Response:
    """Return requests, times, queries, parties and the age of the lists."""
    body = await here.run(here.metrics.render, here.live.current)
    return Response(body, media_type=_METRICS_TYPE)


def _catalog(snapshot: Snapshot, newest: dict[str, Version]) -> dict[str, Any]:
    lists = [
        catalog_entry(name, served, newest.get(name, served))
        for name, served in snapshot.versions.items()
    ]
    current = [entry["name"] for entry in lists if entry["index_current"]]
    outdated = [entry["name"] for entry in lists if not entry["index_current"]]
    collections = [collection_entry(snapshot, name) for name in snapshot.collections]
    return {
        "datasets": [*collections, *lists],
        "current": current,
        "outdated": outdated,
        "index_stale": bool(outdated),
    }


def _matches(header: str, tag: str) -> bool:
    """Tell whether an If-None-Match names a tag (RFC 9110, 13.1.2)."""
    named = [part.strip().removeprefix("W/") for part in header.split(",")]
    return "*" in named or tag in named


def _same(given: str, wanted: str | None) -> bool:
    if not wanted or not given.strip():
        return False
    return hmac.compare_digest(
        given.encode("utf-8", "replace"), wanted.encode("utf-8", "replace")
    )
