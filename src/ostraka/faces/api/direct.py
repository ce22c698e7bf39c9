"""`POST /match` read without FastAPI, where nothing about the request is out of the way.

What FastAPI does for each request takes longer than to compare a name with all lists.
So the plainest of requests, which are nearly all of them, are answered here; whatever is
not plain is handed on as it came, and FastAPI answers it, the errors among them.
"""

from __future__ import annotations

import json
from typing import Any

from fastapi import HTTPException
from fastapi.exceptions import RequestValidationError
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ostraka.errors import OstrakaError
from ostraka.faces.api.routes_match import (
    PATH,
    Example,
    algorithm_headers,
    parameters_in,
    respond,
)
from ostraka.faces.api.service import Service

_PREFIX = PATH.partition("{")[0]
_KEYS = frozenset({"id", "schema", "properties"})


class _Route:
    """What is noted of a request in logs and figures."""

    path = PATH


class DirectMatch:
    """The innermost layer.

    Args:
        app: What answers everything else.
        service: What every request shares.
    """

    def __init__(self, app: ASGIApp, service: Service) -> None:
        self._app = app
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a plain request, and hand on any other."""
        dataset = _dataset_of(scope)
        if dataset is None:
            await self._app(scope, receive, send)
            return
        came = _Came(receive)
        answer = await self._answer(scope, came, dataset)
        if answer is None:
            await self._app(scope, came.again, send)
            return
        scope["route"] = _Route
        await answer(scope, receive, send)

    async def _answer(self, scope: Scope, came: _Came, dataset: str) -> Response | None:
        """Return the answer, or None where it is not for this layer to give."""
        try:
            queries = _queries_in(await came.body())
            if queries is None:
                return None
            told = parameters_in(scope)
            if told.as_of is not None:  # a day may take its time
                return None
            headers = algorithm_headers(told.algorithm, has_settings=False)
            return await respond(self._service, dataset, queries, told, headers)
        except (HTTPException, RequestValidationError, OstrakaError):
            return None


class _Came:
    """A request's body, kept as it came so that it can be read again."""

    def __init__(self, receive: Receive) -> None:
        self._receive = receive
        self._messages: list[Message] = []
        self._refusal: HTTPException | None = None

    async def body(self) -> bytes | None:
        """Return the whole body; None if it does not come."""
        while True:
            try:
                message = await self._receive()
            except HTTPException as refusal:
                self._refusal = refusal
                return None
            self._messages.append(message)
            if message["type"] != "http.request":
                return None
            if not message.get("more_body", False):
                return b"".join(m.get("body", b"") for m in self._messages)

    async def again(self) -> Message:
        """Hand on what came, in the same order, and then what comes."""
        if self._messages:
            return self._messages.pop(0)
        if self._refusal is not None:
            raise self._refusal
        return await self._receive()


def _dataset_of(scope: Scope) -> str | None:
    """Return the dataset a request asks, None if it is no request for matches."""
    if scope["type"] != "http" or scope["method"] != "POST" or scope.get("root_path"):
        return None
    path: str = scope["path"]
    name = path.removeprefix(_PREFIX)
    if name == path or not name or "/" in name:
        return None
    for key, value in scope["headers"]:
        if key == b"content-type" and value != b"application/json":
            return None
    return name


def _queries_in(body: bytes | None) -> list[tuple[str, Example]] | None:
    """Return what is asked; None where the body is not as plain as can be."""
    try:
        found = json.loads(body or b"")
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict) or found.keys() != {"queries"}:
        return None
    queries = found["queries"]
    if not isinstance(queries, dict):
        return None
    read = []
    for key, query in queries.items():
        example = _example(query)
        if example is None:
            return None
        read.append((key, example))
    return read


def _example(query: Any) -> Example | None:
    if not isinstance(query, dict) or not query.keys() <= _KEYS:
        return None
    schema, properties = query.get("schema"), query.get("properties")
    caller_id = query.get("id")
    if not isinstance(schema, str) or not (caller_id is None or type(caller_id) is str):
        return None
    if not isinstance(properties, dict) or not all(map(_is_plain, properties.values())):
        return None
    return Example(schema, properties, caller_id)


def _is_plain(value: object) -> bool:
    return isinstance(value, str | list)
