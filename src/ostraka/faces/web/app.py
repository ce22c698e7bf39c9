"""The pages as an application: routes, headers, static files."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ostraka.casework.model import Right
from ostraka.errors import NotFoundError
from ostraka.faces.web import (
    pages_admin,
    pages_alerts,
    pages_monitor,
    pages_party,
    pages_quality,
    pages_reports,
    pages_review,
    pages_screen,
    pages_selftest,
    pages_start,
    sign_in,
)
from ostraka.faces.web.oidc import Provider
from ostraka.faces.web.state import Web, make_web
from ostraka.faces.web.visit import Page, Visit, is_too_large, page, show_error

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS: Mapping[bytes, bytes] = {
    b"content-security-policy": _POLICY.encode(),
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"same-origin",
    b"cross-origin-opener-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
}
#: path, page, right, methods
_PAGES: tuple[tuple[str, Page, Right | None, str], ...] = (
    *sign_in.PAGES,
    *pages_start.PAGES,
    *pages_screen.PAGES,
    *pages_alerts.PAGES,
    *pages_monitor.PAGES,
    *pages_party.PAGES,
    *pages_reports.PAGES,
    *pages_review.PAGES,
    *pages_admin.PAGES,
    *pages_selftest.PAGES,
    *pages_quality.PAGES,
)
#: First parts of the paths that are pages; all others are the API's.
SEGMENTS = frozenset(
    {"static", "favicon.ico", *(path.split("/")[1] for path, _, _, _ in _PAGES)}
)


def create_web(
    home: Path, *, is_secure: bool = False, provider: Provider | None = None
) -> Starlette:
    """Return the pages over a home folder.

    Args:
        home: `OSTRAKA_HOME`.
        is_secure: Whether cookies are for https alone.
        provider: Where people sign in beside here; from the environment if None.
    """
    provider = provider or Provider.from_environment(os.environ)
    web = make_web(home, is_secure=is_secure, provider=provider)
    routes: list[Route | Mount] = [
        Route(path, page(web, function, right), methods=methods.split())
        for path, function, right, methods in _PAGES
    ]
    routes.append(Route("/favicon.ico", _icon))
    static = StaticFiles(packages=[("ostraka.faces.web", "static")])
    routes.append(Mount("/static", static, name="static"))

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        web.cases.close()

    async def not_found(request: Request, _: Exception) -> Response:
        answer: Response = await page(web, _nothing_here, None)(request)
        return answer

    async def not_a_page(request: Request, _: Exception) -> Response:
        answer: Response = await page(web, _only_a_form, None)(request)
        return answer

    app = Starlette(
        routes=routes,
        middleware=[
            Middleware(HeadersMiddleware),
            Middleware(GZipMiddleware, minimum_size=1_000, compresslevel=3),
        ],
        exception_handlers={404: not_found, 405: not_a_page},
        lifespan=lifespan,
    )
    app.state.web = web
    return app


def _icon(_: Request) -> Response:
    """Return the icon where browsers look for one when no page tells them where it is."""
    icon = files("ostraka.faces.web") / "static" / "icon.svg"
    return Response(icon.read_bytes(), media_type="image/svg+xml")


def _nothing_here(visit: Visit) -> Response:
    return show_error(visit, NotFoundError("there is no such page"))


def _only_a_form(visit: Visit) -> Response:
    """Say so where the address of a form is opened like a page, as by a bookmark."""
    told = "This address takes a form and shows no page."
    answer = visit.show("error.html", status=405, told=told, code=405)
    answer.headers["allow"] = "POST"
    return answer


class HeadersMiddleware:
    """Says on every answer what a browser may do with it; turns away what is too large."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_static = scope["path"].startswith(("/static/", "/favicon.ico"))
        cache = b"public, max-age=86400" if is_static else b"no-store"

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                kept = [(n, v) for n, v in message["headers"] if n not in _HEADERS]
                if not any(name == b"cache-control" for name, _ in kept):
                    kept.append((b"cache-control", cache))
                message = {**message, "headers": [*kept, *_HEADERS.items()]}
            await send(message)

        if is_too_large(Request(scope).headers):
            too_large = Response("Too large.", 413, media_type="text/plain")
            await too_large(scope, receive, with_headers)
            return
        await self._app(scope, receive, with_headers)


__all__ = ["SEGMENTS", "Web", "create_web"]
