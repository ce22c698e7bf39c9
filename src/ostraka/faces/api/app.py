"""The application: routes, layers, and what becomes of an error."""

from __future__ import annotations

import asyncio
import gc
import math
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException as StarletteHTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response

from ostraka.errors import OstrakaError
from ostraka.faces.api import (
    routes_entities,
    routes_match,
    routes_payments,
    routes_reconcile,
    routes_search,
    routes_statements,
    routes_system,
)
from ostraka.faces.api.access import AccessMiddleware, Doorkeeper
from ostraka.faces.api.direct import DirectMatch
from ostraka.faces.api.guard import GuardMiddleware
from ostraka.faces.api.live import answer_soon, keep_what_stays
from ostraka.faces.api.service import Service, json_response
from ostraka.faces.api.settings import ServiceSettings

DESCRIPTION = """
Who is designated, by whom, since when, and is this party one of them.

The endpoints and fields of yente 5.5, so that its clients work by changing their
address; what is added is named in `docs/api.md`.  A score orders matches and is not a
probability; a match is not a finding, and a person decides.
"""
#: Answers are compressed from this many bytes, lightly: on the loop, others wait for it.
_GZIP_FROM, _GZIP_LEVEL = 500, 3
#: How often a worker looks whether the process that started it is still there.
_PARENT_SECONDS = 0.5
_ROUTES = (
    routes_match,
    routes_payments,
    routes_search,
    routes_entities,
    routes_statements,
    routes_reconcile,
    routes_system,
)


def create_app(settings: ServiceSettings | None = None) -> FastAPI:
    """Return the application.

    Args:
        settings: How it is set up; from the environment if None, as worker processes
            are started.
    """
    settings = settings or ServiceSettings.from_environment()
    service = Service(settings)
    app = FastAPI(
        title="Ostraka",
        description=DESCRIPTION,
        version=version("ostraka"),
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        strict_content_type=False,  # yente takes JSON without a content type
    )
    app.state.service = service
    for module in _ROUTES:
        app.include_router(module.router)
    _add_layers(app, service)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(StarletteHTTPException, _refused)
    app.add_exception_handler(OstrakaError, _failed)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """Open the index that is there; listen at once where it has to be built first."""
    service: Service = app.state.service
    answer_soon()
    with suppress(OstrakaError):  # the watch tries again, and says what is wrong
        await service.live.open_prepared()
    keep_what_stays()
    watching = [asyncio.create_task(service.live.watch())]
    supervisor = service.settings.supervisor
    if supervisor is not None:
        watching.append(asyncio.create_task(_end_with(supervisor)))
    try:
        yield
    finally:
        for task in watching:
            task.cancel()
        await asyncio.gather(*watching, return_exceptions=True)
        service.pool.shutdown(wait=False, cancel_futures=True)
        gc.unfreeze()


async def _end_with(supervisor: int) -> None:
    """End when the process that started this worker is gone: killed, it cannot say so.

    Workers that stayed would keep the port from the service that is started next.
    """
    while os.getppid() == supervisor:  # noqa: ASYNC110 - no event tells of it
        await asyncio.sleep(_PARENT_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)


def _add_layers(app: FastAPI, service: Service) -> None:
    """Wrap the routes; the layer added last is the outermost."""
    settings = service.settings
    app.add_middleware(DirectMatch, service=service)
    app.add_middleware(AccessMiddleware, doorkeeper=Doorkeeper(settings))
    app.add_middleware(
        GZipMiddleware, minimum_size=_GZIP_FROM, compresslevel=_GZIP_LEVEL
    )
    app.add_middleware(
        CORSMiddleware,
        allow_origins=list(settings.origins),
        allow_methods=["*"],
        allow_headers=["*"],
        expose_headers=[
            "x-batch-size",
            "x-algorithm",
            "x-algorithm-note",
            "x-lists-not-asked",
        ],
    )
    app.add_middleware(GuardMiddleware, settings=settings, metrics=service.metrics)


async def _invalid(_: Request, error: Exception) -> Response:
    """Answer as FastAPI does, with what JSON cannot hold written as text."""
    found = error.errors() if isinstance(error, RequestValidationError) else []
    return json_response({"detail": [_plain(item) for item in found]}, 422)


async def _refused(_: Request, error: Exception) -> Response:
    """Answer a refusal of a route, or a path or method that is not there."""
    if not isinstance(error, StarletteHTTPException):
        raise error
    headers = dict(error.headers or {})
    return json_response({"detail": error.detail}, error.status_code, headers)


async def _failed(_: Request, error: Exception) -> Response:
    """Say what our own errors say; of what is our fault, nothing that was asked."""
    status = error.http_status if isinstance(error, OstrakaError) else 500
    detail = str(error) if status != 500 else "Server error"
    headers = {"Retry-After": "10"} if status == 503 else None
    return json_response({"detail": detail}, status, headers)


def _plain(value: Any) -> Any:
    """Return a value that JSON can hold."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(value)
