"""Who may ask: bearer tokens, what each may do, and how often."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from ostraka.errors import StoreError
from ostraka.faces.api.settings import ServiceSettings
from ostraka.faces.api.tokens import Token, Tokens, hash_of

#: Paths anybody may ask: they tell nothing.
_OPEN = frozenset({"/healthz", "/readyz"})
_RECHECK_SECONDS = 1.0
_SCHEMES = frozenset({"bearer", "apikey", "token"})


class Doorkeeper:
    """The tokens as they stand now, read again when the file changes.

    Args:
        settings: Home folder and limits.
        clock: Seconds that only rise, for tests.
    """

    def __init__(
        self, settings: ServiceSettings, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._settings = settings
        self._tokens = Tokens(settings.home)
        self._clock = clock
        self._known: dict[str, Token] = {}
        self._stamp: tuple[int, int] | None = None
        self._checked = float("-inf")
        self._damaged = False
        self._buckets: dict[str, tuple[float, float]] = {}

    @property
    def is_needed(self) -> bool:
        """Tell whether a token is asked for: when there are any, and for all but this machine."""
        self._refresh()
        return bool(self._known) or self._damaged or self._settings.is_public

    def admit(self, secret: str | None) -> Token | None:
        """Return the token somebody has, or None."""
        self._refresh()
        return None if secret is None else self._known.get(hash_of(secret))

    def wait_for(self, token: Token | None) -> float:
        """Return the seconds until the next request is allowed; 0 if it is, and count it.

        The bucket holds one second's worth, and each worker process has its share.
        """
        own = token.rate if token is not None else None
        rate = self._settings.limits.rate if own is None else own
        if rate <= 0:
            return 0.0
        share = rate / self._settings.workers
        size = max(share, 1.0)
        name, now = token.name if token is not None else "", self._clock()
        level, at = self._buckets.get(name, (size, now))
        level = min(size, level + (now - at) * share)
        if level < 1.0:
            self._buckets[name] = (level, now)
            return (1.0 - level) / share
        self._buckets[name] = (level - 1.0, now)
        return 0.0

    def _refresh(self) -> None:
        now = self._clock()
        if now - self._checked < _RECHECK_SECONDS:
            return
        self._checked = now
        try:
            found = self._tokens.path.stat()
            stamp = (found.st_mtime_ns, found.st_ino)
        except FileNotFoundError:
            stamp = None
        if stamp == self._stamp:
            return
        try:
            self._known = {token.sha256: token for token in self._tokens.all()}
            self._stamp, self._damaged = stamp, False
        except StoreError:
            # Nobody is let in by a file that cannot be read.
            self._known, self._damaged = {}, True


class AccessMiddleware:
    """Lets in who may, and answers 401, 403 or 429 to the others."""

    def __init__(self, app: ASGIApp, doorkeeper: Doorkeeper) -> None:
        self._app = app
        self._doorkeeper = doorkeeper

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on with its token in `state`."""
        if scope["type"] != "http" or scope["path"] in _OPEN:
            await self._app(scope, receive, send)
            return
        token = self._doorkeeper.admit(_secret(scope))
        scope.setdefault("state", {})["token"] = token
        refusal = self._refusal(scope, token)
        await (refusal or self._app)(scope, receive, send)

    def _refusal(self, scope: Scope, token: Token | None) -> JSONResponse | None:
        needed = scope_of(scope["method"], scope["path"])
        if needed is not None and self._doorkeeper.is_needed:
            if token is None:
                return _refuse(
                    401,
                    "This service asks for a token: Authorization: Bearer …",
                    {"WWW-Authenticate": "Bearer"},
                )
            if not token.may(needed):
                return _refuse(403, f"This token lacks the scope {needed}.")
        wait = self._doorkeeper.wait_for(token)
        if wait > 0:
            headers = {"Retry-After": str(int(wait) + 1)}
            return _refuse(429, "Too many requests for this token.", headers)
        return None


def scope_of(method: str, path: str) -> str | None:
    """Return the scope a request needs; None for `/updatez`, which has a token of its own."""
    if path == "/updatez":
        return None
    if path == "/metrics":
        return "admin"
    if path.startswith(("/match/", "/payments/")) or (
        method == "POST" and path.startswith("/reconcile/")
    ):
        return "match"
    return "read"


def _secret(scope: Scope) -> str | None:
    headers: list[tuple[bytes, bytes]] = scope["headers"]
    for name, value in headers:
        if name == b"authorization":
            scheme, _, secret = value.decode("latin-1").partition(" ")
            return secret.strip() if scheme.lower() in _SCHEMES else None
    # OpenRefine can send no headers of its own: there the key stands in the address.
    if scope["path"].startswith("/reconcile/"):
        found = parse_qs(scope["query_string"].decode("latin-1")).get("api_key")
        return found[0] if found else None
    return None


def _refuse(
    status: int, detail: str, headers: dict[str, str] | None = None
) -> JSONResponse:
    content: dict[str, Any] = {"detail": detail}
    return JSONResponse(content, status, headers)
