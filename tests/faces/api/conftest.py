"""A running service for the tests of this room: real server, real sockets, real files."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from ostraka.faces.api.server import PatientProtocol, server_options
from ostraka.faces.api.settings import VARIABLE, ServiceSettings
from ostraka.faces.api.snapshot import prepare
from ostraka.faces.demo import demo_files, load_demo_lists
from ostraka.faces.session import Ostraka

UPDATE_TOKEN = "let me in"  # noqa: S105 - of a test


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_ready(url: str, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if httpx.get(f"{url}/readyz").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise AssertionError(f"{url} was not ready in time")


@contextmanager
def serving(
    settings: ServiceSettings, protocol: type[PatientProtocol] = PatientProtocol
) -> Iterator[str]:
    """Serve from a thread of this process and give the address."""
    options = {**server_options(settings), "log_config": None, "http": protocol}
    server = uvicorn.Server(uvicorn.Config(**options))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{settings.port}"
    try:
        wait_until_ready(url)
        yield url
    finally:
        server.should_exit = True
        thread.join(20)
        os.environ.pop(VARIABLE, None)


@contextmanager
def process(
    home: Path, *arguments: str, port: int | None = None
) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Run `ostraka serve` as its users do and give the process and its address."""
    port = port or free_port()
    command = [
        sys.executable,
        "-m",
        "ostraka",
        "serve",
        "--port",
        str(port),
        *arguments,
    ]
    with (home.parent / f"serve-{port}.log").open("wb") as log:
        running = subprocess.Popen(
            command, env={**os.environ, "OSTRAKA_HOME": str(home)}, stderr=log
        )
    try:
        yield running, f"http://127.0.0.1:{port}"
    finally:
        running.kill()
        running.wait(20)


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the demo's lists, prepared."""
    home = tmp_path_factory.mktemp("service") / "home"
    with demo_files() as folder:
        load_demo_lists(Ostraka(home), folder)
    prepare(home)
    return home


@pytest.fixture(scope="session")
def demo_url(demo_home: Path) -> Iterator[str]:
    """The address of a service on the demo's lists."""
    collections: dict[str, tuple[str, ...]] = {"europe": ("eu_fsf", "ch_seco")}
    settings = ServiceSettings(
        demo_home,
        port=free_port(),
        collections=collections,
        update_token=UPDATE_TOKEN,
    )
    with serving(settings) as url:
        yield url


@pytest.fixture
def demo(demo_url: str) -> Iterator[httpx.Client]:
    """A client of that service."""
    with httpx.Client(base_url=demo_url, timeout=30) as client:
        yield client


def write_ftm(path: Path, *entities: dict[str, Any]) -> Path:
    """Write FollowTheMoney entities to a file."""
    path.write_text("".join(json.dumps(e) + "\n" for e in entities), "utf-8")
    return path


def person(entity_id: str, *names: str, **more: Any) -> dict[str, Any]:
    """Return a FollowTheMoney person."""
    properties = {"name": list(names), **more}
    return {"id": entity_id, "schema": "Person", "properties": properties}
