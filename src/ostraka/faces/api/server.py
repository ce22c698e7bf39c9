"""The server under the application: uvicorn, with an end to slow and endless headers."""

from __future__ import annotations

import asyncio
import os
import socket
import tempfile
from dataclasses import replace
from typing import Any

import uvicorn
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from ostraka.errors import UsageError
from ostraka.faces.api.logs import log_settings
from ostraka.faces.api.metrics import SHARED_FOLDER
from ostraka.faces.api.settings import ServiceSettings
from ostraka.faces.api.tokens import Tokens

#: Most bytes of a request line and its headers: the longest address and then some.
_HEADER_BYTES = 128 * 1024
#: Seconds a stopping server gives the requests it has.
DRAIN_SECONDS = 4
#: Seconds an idle connection is kept for another request.
KEEP_ALIVE_SECONDS = 15


class PatientProtocol(HttpToolsProtocol):
    """uvicorn's protocol, with a limit on headers that never end.

    uvicorn closes a connection that is idle *between* two requests; a client that sends
    a header a minute (slow loris) would hold one for ever.
    """

    #: Longest time from a connection, or from an answer, to the end of the next headers.
    header_seconds = 10.0

    _deadline: asyncio.TimerHandle | None = None
    _received = 0

    def connection_made(self, transport: Any) -> None:
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._await_headers()

    def data_received(self, data: bytes) -> None:
        """Take up bytes, unless there are too many without a request among them."""
        self._received += len(data)
        if self._deadline is None and self.cycle is not None:
            if self.cycle.response_complete:
                self._received = len(data)
                self._await_headers()
        elif self._received > _HEADER_BYTES and self._deadline is not None:
            self.transport.abort()
            return
        super().data_received(data)

    def on_headers_complete(self) -> None:
        """Stop waiting: what follows is the application's to limit."""
        self._stop_waiting()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _await_headers(self) -> None:
        self._deadline = self.loop.call_later(self.header_seconds, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


def check_address(settings: ServiceSettings) -> None:
    """Refuse to be reached by others before there is a token.

    Raises:
        UsageError: There is none.
    """
    if settings.is_public and not Tokens(settings.home).all():
        raise UsageError(
            f"{settings.host} can be reached by others, and there is no token yet; "
            "make one with `ostraka tokens add NAME`, or serve on 127.0.0.1"
        )


def check_port(settings: ServiceSettings) -> None:
    """Refuse an address that is taken, before any worker is started.

    Raises:
        UsageError: It is, or it is none of this machine's.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except (OSError, OverflowError) as error:
            why = getattr(error, "strerror", None) or "a port is from 0 to 65535"
            raise UsageError(
                f"cannot listen on {settings.host} port {settings.port}: {why}"
            ) from error


def server_options(settings: ServiceSettings) -> dict[str, Any]:
    """Return uvicorn's options; the settings are left where its workers find them."""
    settings.to_environment()
    return {
        "app": "ostraka.faces.site:create_site",
        "factory": True,
        "host": settings.host,
        "port": settings.port,
        "workers": settings.workers,
        "http": PatientProtocol,
        "log_config": log_settings(),
        "access_log": False,
        "server_header": False,
        "timeout_graceful_shutdown": DRAIN_SECONDS,
        "timeout_keep_alive": KEEP_ALIVE_SECONDS,
    }


def serve(settings: ServiceSettings) -> None:
    """Serve until told to stop."""
    if settings.workers == 1:
        uvicorn.run(**server_options(settings))
        return
    with tempfile.TemporaryDirectory(prefix="ostraka-metrics-") as folder:
        os.environ[SHARED_FOLDER] = folder
        uvicorn.run(**server_options(replace(settings, supervisor=os.getpid())))
