"""Around every request: an id, limits on size and time, security headers, one log line."""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
import time
from itertools import count
from typing import Any

from fastapi import HTTPException
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ostraka.faces.api.logs import LOGGER
from ostraka.faces.api.metrics import Metrics
from ostraka.faces.api.settings import ServiceSettings

_LOG = logging.getLogger(LOGGER)
#: What the ids of this process begin with, and how many it has given.
_PROCESS, _REQUESTS = secrets.token_hex(4), count(1)
_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
#: For answers that are data and never a page (OWASP REST Security Cheat Sheet).
_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
]
_NO_STORE = (b"cache-control", b"no-store")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class GuardMiddleware:
    """The outermost layer: nothing gets in or out but through it."""

    def __init__(
        self, app: ASGIApp, settings: ServiceSettings, metrics: Metrics
    ) -> None:
        self._app = app
        self._settings = settings
        self._limits = settings.limits
        self._metrics = metrics
        self._inside = 0
        self._hosts = frozenset(settings.trusted_hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request in time, or say why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        watch = _Watch(scope, receive, send, self._limits.body)
        self._inside += 1
        try:
            refusal = self._refusal(scope)
            app = refusal if refusal is not None else self._app
            async with asyncio.timeout(self._limits.seconds):
                await app(scope, watch.receive, watch.send)
        except TimeoutError:
            await watch.give_up()
        except Exception:  # noqa: BLE001 - the last place: the client gets an answer
            _LOG.exception("our fault", extra={"told": {"request": watch.request_id}})
            await watch.answer(500, "Server error")
        finally:
            self._inside -= 1
            self._note(scope, watch)

    def _refusal(self, scope: Scope) -> JSONResponse | None:
        """Return the answer to a request that goes no further, or None."""
        headers = dict(scope["headers"])
        host = headers.get(b"host", b"").decode("latin-1")
        if "*" not in self._hosts and _name_of(host) not in self._hosts:
            return _error(400, "Invalid host header")
        path = scope.get("raw_path") or scope["path"].encode()
        if len(path) + len(scope["query_string"]) + 1 > self._limits.url:
            return _error(414, "Request URI too long")
        length = headers.get(b"content-length", b"0")
        if length.isdigit() and int(length) > self._limits.body:
            return _error(413, "Request body too large")
        if self._inside > self._limits.waiting and scope["path"] != "/healthz":
            return _error(503, "Too many requests are waiting.", {"Retry-After": "1"})
        return None

    def _note(self, scope: Scope, watch: _Watch) -> None:
        """Count and log a request: its route, never its values."""
        seconds = time.perf_counter() - watch.began
        route = getattr(scope.get("route"), "path", "none")
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self._metrics.request(method, route, watch.status, seconds)
        told: dict[str, Any] = {
            "request": watch.request_id,
            "method": method,
            "route": route,
            "status": watch.status,
            "ms": round(seconds * 1000, 2),
            "bytes": watch.sent,
        }
        token = scope.get("state", {}).get("token")
        if token is not None:
            told["token"] = token.name
        if self._settings.log_queries:
            query = scope["query_string"].decode("latin-1")
            told |= {"path": scope["path"], "query": query}
        if _LOG.isEnabledFor(logging.INFO):
            # made by hand: looking up where a line was logged takes longer than writing it
            record = logging.LogRecord(
                _LOG.name, logging.INFO, __file__, 0, "request", (), None
            )
            record.told = told
            _LOG.handle(record)


class _Watch:
    """One request on its way in and out."""

    def __init__(self, scope: Scope, receive: Receive, send: Send, most: int) -> None:
        self.began = time.perf_counter()
        self.request_id = _id_of(scope)
        self.status = 0
        self.sent = 0
        self._receive = receive
        self._send = send
        self._left = most
        self._is_read = False

    async def receive(self) -> Message:
        """Hand on a piece of the body, as long as there are not too many."""
        message = await self._receive()
        self._left -= len(message.get("body", b""))
        self._is_read = not message.get("more_body", False)
        if self._left < 0:
            raise HTTPException(413, "Request body too large")
        return message

    async def send(self, message: Message) -> None:
        """Hand on a piece of the answer, with our headers on its first."""
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = list(message.get("headers", []))
            headers += [*_HEADERS, (b"x-request-id", self.request_id.encode())]
            if not any(name == b"cache-control" for name, _ in headers):
                headers.append(_NO_STORE)
            message = {**message, "headers": headers}
        else:
            self.sent += len(message.get("body", b""))
        await self._send(message)

    async def give_up(self) -> None:
        """Say that the time is over, and on whose side it was spent."""
        if self._is_read:
            await self.answer(503, "The answer took too long.")
        else:
            await self.answer(408, "The request took too long to arrive.")

    async def answer(self, status: int, detail: str) -> None:
        """Answer with an error, unless an answer is already on its way."""
        if self.status:
            return

        async def nothing() -> Message:
            return {"type": "http.disconnect"}

        headers = {"Connection": "close"}
        await _error(status, detail, headers)({"type": "http"}, nothing, self.send)


def _id_of(scope: Scope) -> str:
    for name, value in scope["headers"]:
        if name == b"x-request-id":
            given = value.decode("latin-1")
            if _REQUEST_ID.fullmatch(given):
                return str(given)
    return f"{_PROCESS}{next(_REQUESTS) & 0xFFFFFFFF:08x}"


def _name_of(host: str) -> str:
    """Return a host without its port; an IPv6 address keeps its brackets."""
    name, _, port = host.rpartition(":")
    return name if name and port.isdigit() else host


def _error(
    status: int, detail: str, headers: dict[str, str] | None = None
) -> JSONResponse:
    return JSONResponse({"detail": detail}, status, headers)
