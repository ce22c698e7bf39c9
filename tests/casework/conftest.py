"""Cases on SQLite and on a real PostgreSQL.

`OSTRAKA_TEST_POSTGRESQL` names a server that is running (CI starts one); without it a
server of Debian's packages is started here, and where there is none the tests on it say
that they are skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from ostraka.casework import Actor, Cases, Role, open_cases
from ostraka.casework.screenings import Basis, Outcome, screen_into
from ostraka.faces.session import Ostraka
from tests.casework.lists import PARTIES, basis_of, file_of, person, write_list

VARIABLE = "OSTRAKA_TEST_POSTGRESQL"


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def pass_days(self, days: int) -> None:
        self.now += timedelta(days=days)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """The URL of a PostgreSQL server, without a database."""
    given = os.environ.get(VARIABLE)
    if given:
        yield given.rstrip("/")
        return
    tools = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not tools:
        pytest.skip("needs PostgreSQL: `apt-get install postgresql`")
    # It refuses to run as root.
    user = "postgres" if os.geteuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="ostraka-pg-") as folder:
        Path(folder).chmod(0o777)
        data = f"{folder}/data"

        def run(*command: str) -> None:
            subprocess.run(
                command, check=True, stdout=subprocess.DEVNULL, cwd="/", user=user
            )

        run(str(tools[-1]), "-D", data, "-A", "trust", "-U", "ostraka")
        control = str(tools[-1].with_name("pg_ctl"))
        options = f"-k {folder} -c listen_addresses='' -c fsync=off"
        log = f"{folder}/log"
        run(control, "-D", data, "-o", options, "-l", log, "-w", "start")
        try:
            yield f"postgresql://ostraka@/{{name}}?host={folder}"
        finally:
            run(control, "-D", data, "-m", "immediate", "stop")


def database_on(server: str, name: str) -> str:
    """Return the URL of a database on a server."""
    if "{name}" in server:
        return server.replace("{name}", name)
    return f"{server}/{name}"


@pytest.fixture(scope="session")
def template(server: str) -> Iterator[str]:
    """The name of a database with the tables, to be copied."""
    name = f"ostraka_{uuid4().hex[:12]}"
    with psycopg.connect(database_on(server, "postgres"), autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}"')
        open_cases(Path(), database_on(server, name)).close()
        yield name
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def postgresql(server: str, template: str) -> Iterator[str]:
    """The URL of a database with no cases yet."""
    name = f"ostraka_{uuid4().hex[:12]}"
    with psycopg.connect(database_on(server, "postgres"), autocommit=True) as admin:
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        yield database_on(server, name)
        admin.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with one small list of invented parties and no cases, to be copied."""
    home = tmp_path_factory.mktemp("prepared") / "home"
    with Ostraka(home, now=Clock()) as o:
        write_list(o, PARTIES, "2026-11-01")
        o.index()
    open_cases(home).close()
    return home


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str | None:
    """Where the cases are kept: each test that asks runs on both."""
    if request.param == "sqlite":
        return None
    found: str = request.getfixturevalue("postgresql")
    return found


@pytest.fixture
def folder(tmp_path: Path, prepared: Path) -> Path:
    """The home folder of a test."""
    return Path(shutil.copytree(prepared, tmp_path / "home"))


@pytest.fixture
def cases(folder: Path, url: str | None, clock: Clock) -> Iterator[Cases]:
    """No cases yet, on both databases."""
    found = open_cases(folder, url, now=clock)
    yield found
    found.close()


@pytest.fixture
def sqlite_cases(folder: Path, clock: Clock) -> Iterator[Cases]:
    """No cases yet, on SQLite alone: for what does not touch the database's ways."""
    found = open_cases(folder, now=clock)
    yield found
    found.close()


@pytest.fixture
def people() -> dict[str, Actor]:
    return {role.value: Actor(f"{role}-1", role) for role in Role}


@pytest.fixture
def home(folder: Path, clock: Clock) -> Iterator[Ostraka]:
    """A record with one small list of invented parties."""
    with Ostraka(folder, now=clock) as o:
        yield o


@pytest.fixture
def basis(home: Ostraka) -> Basis:
    return basis_of(home)


@pytest.fixture
def screened(cases: Cases, basis: Basis, people: dict[str, Actor]) -> Outcome:
    """Three customers screened: alerts 1 (a person), 2 (a firm), 3 (a namesake)."""
    rows = [
        person("C1", "Ruzbeh Tavakkolinia", birthDate="1971-12-22"),
        person("C2", "Marquita Oldenbroek", birthDate="1980-04-04"),
        person("C3", "Ruzbeh Tavakkolinia", birthDate="1999-01-01"),
        person("C4", "Petronella Quistgaard"),
    ]
    return screen_into(cases, people["analyst"], basis, file_of(), rows)
