"""Figures for Prometheus: requests by route and status, time they took, the lists' age."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
)

from ostraka.faces.api.snapshot import Snapshot

#: Where several worker processes keep their figures; set before they start.
SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)


class Metrics:
    """The figures of one worker; with several, `render` adds them up."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "ostraka_requests", "Requests answered.", ["method", "route", "status"],
            registry=self._registry,
        )  # fmt: skip
        self._seconds = Histogram(
            "ostraka_request_seconds", "Time until a request was answered.", ["route"],
            buckets=_SECONDS, registry=self._registry,
        )  # fmt: skip
        self._queries = Counter(
            "ostraka_queries", "Parties asked about.", registry=self._registry
        )
        self._swaps = Counter(
            "ostraka_index_swaps", "Indexes taken into use.", registry=self._registry
        )
        self._parties = Gauge(
            "ostraka_parties", "Parties in the index.",
            registry=self._registry, multiprocess_mode="max",
        )  # fmt: skip
        self._age = Gauge(
            "ostraka_list_age_days", "Days since the version in use was published.",
            ["dataset"], registry=self._registry, multiprocess_mode="max",
        )  # fmt: skip

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def queries(self, number: int) -> None:
        """Count parties asked about."""
        self._queries.inc(number)

    def swapped(self, snapshot: Snapshot) -> None:
        """Note that another index is in use."""
        self._swaps.inc()
        self._parties.set(len(snapshot.index))

    def render(self, snapshot: Snapshot | None) -> bytes:
        """Return the figures in Prometheus' text format."""
        today = datetime.now(UTC).date()
        for version in snapshot.versions.values() if snapshot is not None else ():
            age = today - date.fromisoformat(version.published)
            self._age.labels(version.dataset).set(age.days)
        if SHARED_FOLDER not in os.environ:
            return generate_latest(self._registry)
        everybody = CollectorRegistry()
        multiprocess.MultiProcessCollector(everybody)  # type: ignore[no-untyped-call]
        return generate_latest(everybody)
