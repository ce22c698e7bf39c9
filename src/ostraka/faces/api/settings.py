"""How the service is set up: read once, passed to its worker processes, never changed."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

#: Where a server hands its settings to its worker processes.
VARIABLE = "OSTRAKA_SERVE"

LOOPBACK = ("127.0.0.1", "localhost", "::1")
#: A single query counts as one, so batches of this size share the processor fairly.
CHUNK = 8


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may ask for.

    Attributes:
        body: Most bytes of a request body.
        url: Most bytes of path and query string; yente's figure.
        seconds: Longest time until a request is answered.
        batch: Most queries of one request; yente's figure.
        waiting: Most requests that wait for an answer at the same time.
        rate: Requests a second for each token that has no rate of its own; 0 for no limit.
    """

    body: int = 10_000_000
    url: int = 60_000
    seconds: float = 30.0
    batch: int = 100
    waiting: int = 1_000
    rate: float = 0.0


@dataclass(frozen=True, slots=True)
class ServiceSettings:
    """Everything the service is told when it starts.

    Attributes:
        home: `OSTRAKA_HOME`.
        host: Address it listens on.
        port: Port it listens on.
        workers: Processes that answer.
        threads: Threads of each that compare names.
        origins: Web pages that may call it (CORS).
        hosts: Names it answers to; `*` for any.
        update_token: What `/updatez` asks for; None to refuse it.
        collections: Names of collections → the lists they have, beside `default`.
        log_queries: Whether paths and query strings are logged: they hold personal data.
        supervisor: Process that starts the workers and with which they end, if several.
        poll: Seconds between two looks for new versions.
        limits: What one request may ask for.
    """

    home: Path
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 1
    threads: int = 2
    origins: tuple[str, ...] = ("*",)
    hosts: tuple[str, ...] = ()
    update_token: str | None = field(default=None, repr=False)
    collections: dict[str, tuple[str, ...]] = field(default_factory=dict)
    log_queries: bool = False
    supervisor: int | None = None
    poll: float = 2.0
    limits: Limits = field(default_factory=Limits)

    @property
    def is_public(self) -> bool:
        """Tell whether others than this machine can reach it."""
        return self.host not in LOOPBACK

    @property
    def trusted_hosts(self) -> tuple[str, ...]:
        """Names it answers to: on loopback only its own, so that no web page rebinds them."""
        if self.hosts:
            return self.hosts
        return ("*",) if self.is_public else ("127.0.0.1", "localhost", "[::1]")

    def to_environment(self) -> None:
        """Leave the settings where worker processes find them."""
        os.environ[VARIABLE] = json.dumps(asdict(self), default=str)

    @classmethod
    def from_environment(cls) -> ServiceSettings:
        """Read what `to_environment` left."""
        table = json.loads(os.environ[VARIABLE])
        settings = cls(**{**table, "home": Path(table["home"])})
        return replace(
            settings,
            origins=tuple(table["origins"]),
            hosts=tuple(table["hosts"]),
            collections={k: tuple(v) for k, v in table["collections"].items()},
            limits=Limits(**table["limits"]),
        )
