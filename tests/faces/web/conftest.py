"""Pages over one small list of invented parties, with people who sign in."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.testclient import TestClient

from ostraka.casework import Actor, Cases, Role, open_cases
from ostraka.casework.people import add_person
from ostraka.faces.session import Ostraka
from ostraka.faces.web.app import create_web
from tests.casework.lists import PARTIES, write_list
from tests.faces.api.conftest import free_port

PASSWORD = "correct horse battery"  # noqa: S105 - invented
ROOT = Actor("root", Role.ADMIN)
PEOPLE = {
    "vera": Role.VIEWER,
    "anna": Role.ANALYST,
    "rita": Role.REVIEWER,
    "root": Role.ADMIN,
}
CUSTOMERS = """id,name,birth_date
C1,Ruzbeh Tavakkolinia,1971-12-22
C2,Marquita Oldenbroek,1980-04-04
C3,Ruzbeh Tavakkolinia,1999-01-01
C4,Petronella Quistgaard,
"""

Enter = Callable[[str], TestClient]


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with a list, its index, and four people; to be copied."""
    home = tmp_path_factory.mktemp("furnished") / "home"
    with Ostraka(home) as o:
        write_list(o, PARTIES, "2026-11-01")
        o.index()
    cases = open_cases(home)
    for name, role in PEOPLE.items():
        add_person(cases, ROOT, name, role, PASSWORD)
    cases.close()
    return home


@pytest.fixture
def place(tmp_path: Path, furnished: Path) -> Path:
    """The home folder of a test."""
    return Path(shutil.copytree(furnished, tmp_path / "home"))


@pytest.fixture
def cases(place: Path) -> Iterator[Cases]:
    found = open_cases(place)
    yield found
    found.close()


@pytest.fixture
def app(place: Path) -> Iterator[Starlette]:
    found = create_web(place)
    yield found
    found.state.web.cases.close()
    found.state.web.o.judgements.close()


@pytest.fixture
def enter(app: Starlette) -> Iterator[Enter]:
    """Sign somebody in and give their browser."""
    clients: list[TestClient] = []

    def come(name: str) -> TestClient:
        client = TestClient(app)
        clients.append(client)
        given = {"name": name, "password": PASSWORD, "next": "/"}
        assert client.post("/sign-in/password", data=given).status_code == 200
        return client

    yield come
    for client in clients:
        client.close()


@pytest.fixture
def address(app: Starlette) -> Iterator[str]:
    """The address of a server with the pages."""
    port = free_port()
    config = uvicorn.Config(app, port=port, log_level="error", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()
