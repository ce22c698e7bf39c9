"""The API and the pages as one application: each has its paths and its own doorkeeper."""

from __future__ import annotations

import logging

from starlette.applications import Starlette
from starlette.routing import Match
from starlette.types import ASGIApp, Receive, Scope, Send

from ostraka.errors import OstrakaError
from ostraka.faces.api.app import create_app
from ostraka.faces.api.settings import ServiceSettings
from ostraka.faces.web import background
from ostraka.faces.web.app import SEGMENTS, create_web

_LOG = logging.getLogger("ostraka.web")


class Site:
    """Hands each request to the API or to the pages.

    Args:
        api: Answers every path that is no page; its lifespan is that of the whole.
        web: The pages.
        hosts: Names that are answered to; `*` for any, so that no other site's name can
            be made to point here.
    """

    def __init__(self, api: ASGIApp, web: ASGIApp, hosts: tuple[str, ...]) -> None:
        self._api = api
        self._web = web
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == "http" and (
            self._is_page(scope) or self._is_lost_browser(scope)
        ):
            await self._web(scope, receive, send)
            return
        await self._api(scope, receive, send)

    def _is_lost_browser(self, scope: Scope) -> bool:
        """Tell whether a person asks for what there is not: they get a page that says so."""
        asked = dict(scope["headers"]).get(b"accept", b"")
        if b"text/html" not in asked or not self._is_our_host(scope):
            return False
        routes = getattr(getattr(self._api, "router", None), "routes", ())
        return bool(routes) and all(
            route.matches(scope)[0] is Match.NONE for route in routes
        )

    def _is_page(self, scope: Scope) -> bool:
        """Tell whether it is a page; what has a strange host is the API's to refuse."""
        return self._is_our_host(scope) and scope["path"].split("/")[1] in SEGMENTS

    def _is_our_host(self, scope: Scope) -> bool:
        headers = dict(scope["headers"])
        host = headers.get(b"host", b"").decode("latin-1")
        name, _, port = host.rpartition(":")
        name = name if name and port.isdigit() else host
        return "*" in self._hosts or name in self._hosts


def _check_can_write(web: Starlette) -> None:
    """Refuse pages on which nobody could sign in.

    Raises:
        UsageError: The cases can only be read.
    """
    web.state.web.cases.check_can_write()


def create_site(settings: ServiceSettings | None = None) -> Site:
    """Return the application `ostraka serve` runs.

    Args:
        settings: How it is set up; from the environment if None, as worker processes
            are started.
    """
    settings = settings or ServiceSettings.from_environment()
    api = create_app(settings)
    try:
        web = create_web(settings.home, is_secure=settings.is_public)
        _check_can_write(web)
    except (OstrakaError, OSError) as error:
        # A service that may only read the folder has no cases, and needs none.
        _LOG.warning("the pages are not served: %s", error)
        return Site(api, api, settings.trusted_hosts)
    background.start(settings.home, web.state.web.cases)
    return Site(api, web, settings.trusted_hosts)
