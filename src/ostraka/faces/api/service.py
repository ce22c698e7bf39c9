"""What every request of one worker shares."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Annotated, Any, ParamSpec, TypeVar

from fastapi import Depends, HTTPException, Path, Request
from starlette.responses import Response

from ostraka.faces.api.live import Live
from ostraka.faces.api.matching import to_json
from ostraka.faces.api.metrics import Metrics
from ostraka.faces.api.settings import CHUNK, ServiceSettings
from ostraka.faces.api.snapshot import Snapshot

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(slots=True)
class Service:
    """What the routes work with.

    Attributes:
        settings: As it was started.
        live: The snapshots.
        metrics: The figures.
        pool: Threads for everything that takes the processor or the disk.
    """

    settings: ServiceSettings
    live: Live = field(init=False)
    metrics: Metrics = field(default_factory=Metrics)
    pool: ThreadPoolExecutor = field(init=False)

    def __post_init__(self) -> None:
        self.live = Live(self.settings, self.metrics.swapped)
        self.pool = ThreadPoolExecutor(self.settings.threads, "ostraka-work")

    async def run(
        self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Run a function in a thread, so that the event loop never waits for it."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self.pool, lambda: function(*args, **kwargs))

    async def run_all(
        self, function: Callable[[Any], T], items: Sequence[Any]
    ) -> list[T]:
        """Run a function on every item, a few at a time, so that others get their turn."""
        chunks = [items[n : n + CHUNK] for n in range(0, len(items), CHUNK)]
        if len(chunks) == 1:
            return await self.run(lambda: [function(item) for item in items])
        lanes = min(self.settings.threads, len(chunks))
        done: list[list[T]] = [[] for _ in chunks]

        async def lane(first: int) -> None:
            for place in range(first, len(chunks), lanes):
                part = chunks[place]
                done[place] = await self.run(
                    lambda p: [function(item) for item in p], part
                )

        await asyncio.gather(*(lane(n) for n in range(lanes)))
        return [answer for chunk in done for answer in chunk]


async def service_of(request: Request) -> Service:
    """Return the service a request was made to.

    Asynchronous, since FastAPI runs other dependencies in a thread each.
    """
    found: Service = request.app.state.service
    return found


Here = Annotated[Service, Depends(service_of)]
DatasetName = Annotated[
    str,
    Path(
        description="A dataset or a collection; `default` for everything loaded.",
        examples=["default"],
    ),
]


def scope_datasets(
    snapshot: Snapshot,
    name: str,
    include: Sequence[str] = (),
    exclude: Sequence[str] = (),
) -> frozenset[str] | None:
    """Return the datasets a request is about; None for all that are loaded.

    Raises:
        HTTPException: 404, there is no such dataset.
    """
    scope = snapshot.datasets(name)
    if scope is None:
        raise HTTPException(404, "No such dataset.")
    if include:
        scope &= _expanded(snapshot, include)
    if exclude:
        scope -= _expanded(snapshot, exclude)
    return None if scope == snapshot.versions.keys() else scope


def _expanded(snapshot: Snapshot, names: Sequence[str]) -> frozenset[str]:
    """Return the lists some names stand for; unknown names stand for nothing."""
    return frozenset().union(*(snapshot.datasets(name) or () for name in names))


def json_response(
    content: Any, status: int = 200, headers: dict[str, str] | None = None
) -> Response:
    """Return a value as a JSON answer, whatever characters it has."""
    body = content if isinstance(content, bytes) else to_json(content)
    return Response(body, status, headers, "application/json")
