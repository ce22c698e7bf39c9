"""A service that keeps answering: swaps, signals, kills, several workers.

Real processes, started as users start them; what is asserted is which requests were
answered, never how fast.
"""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import httpx
import pytest
from starlette.testclient import TestClient

from ostraka.errors import StoreError
from ostraka.faces.api.app import create_app
from ostraka.faces.api.records import Records
from ostraka.faces.api.records_build import moment
from ostraka.faces.api.settings import ServiceSettings
from ostraka.faces.api.snapshot import (
    open_snapshot,
    prepare,
    prepare_command,
    state_of,
)
from ostraka.faces.session import Ostraka
from tests.faces.api.conftest import (
    free_port,
    person,
    process,
    wait_until_ready,
    write_ftm,
)

pytestmark = pytest.mark.slow


BODY = {"queries": {"q": {"schema": "Person", "properties": {"name": "Odon Quixada"}}}}


def load(home: Path, published: str, *people: dict[str, Any]) -> None:
    path = write_ftm(home.parent / f"{published}.ftm.json", *people)
    with Ostraka(home) as o:
        o.load("own", path, format_name="ftm", published=published, accept=["vanished"])


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    load(home, "2026-01-01", person("p1", "Odon Quixada"))
    prepare(home)
    return home


class Load:
    """Requests from several threads, counted by status and by what they found."""

    def __init__(self, url: str, threads: int = 4) -> None:
        self.seen: Counter[object] = Counter()
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._ask, args=(url,)) for _ in range(threads)
        ]

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, url: str) -> None:
        with httpx.Client(base_url=url, timeout=60) as client:
            while not self._stop.is_set():
                try:
                    answer = client.post("/match/default", json=BODY)
                    found = answer.json()["responses"]["q"]["results"]
                    self.seen[answer.status_code, len(found)] += 1
                except (httpx.TransportError, KeyError) as error:
                    self.seen[repr(error)] += 1


def until(holds: Callable[[], bool], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come about in time")


@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_index_is_exchanged_under_load_without_a_lost_request(
    home: Path, workers: str
) -> None:
    with process(home, "--workers", workers) as (_, url):
        wait_until_ready(url)
        with Load(url) as requests:
            until(lambda: requests.seen[200, 1] > 20)
            load(
                home,
                "2026-01-02",
                person("p1", "Odon Quixada"),
                person("p2", "Odon Quixada"),
            )
            until(lambda: requests.seen[200, 2] > 20)
        assert set(requests.seen) == {(200, 1), (200, 2)}, requests.seen
        # Each worker takes it into use when it looks.
        until(lambda: httpx.get(f"{url}/catalog").json()["current"] == ["own"])
        # Whichever worker is asked, the figures are those of all.
        assert counted(url) == sum(requests.seen.values())


def counted(url: str) -> int:
    figures = httpx.get(f"{url}/metrics").text.splitlines()
    line = next(
        line
        for line in figures
        if "requests_total" in line and 'route="/match/{dataset}"' in line
    )
    return int(float(line.split()[-1]))


def test_it_listens_before_there_is_a_list_and_takes_the_first_one(
    tmp_path: Path,
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with process(home) as (_, url):
        until(lambda: _status(f"{url}/healthz") == 200)
        assert _status(f"{url}/readyz") == 503
        answer = httpx.post(f"{url}/match/default", json=BODY)
        assert (answer.status_code, answer.json()) == (
            503,
            {"detail": "Index not ready."},
        )
        load(home, "2026-01-01", person("p1", "Odon Quixada"))
        wait_until_ready(url)


def _status(url: str) -> int:
    try:
        return httpx.get(url).status_code
    except httpx.TransportError:
        return 0


def is_refused(port: int) -> bool:
    """Tell whether nobody listens any more."""
    try:
        socket.create_connection(("127.0.0.1", port), 5).close()
    except ConnectionRefusedError:
        return True
    except OSError:
        return False
    return False


def test_told_to_stop_it_answers_what_it_has_and_ends(home: Path) -> None:
    with process(home) as (running, url):
        wait_until_ready(url)
        with Load(url) as requests:
            until(lambda: requests.seen[200, 1] > 20)
            running.send_signal(signal.SIGTERM)
            running.wait(10)
        # A connection that waited to be taken is closed as it is; each client has one.
        unanswered = [
            n
            for k, n in requests.seen.items()
            if "ConnectError" not in str(k) and k != (200, 1)
        ]
        assert sum(unanswered) <= 4, requests.seen
        assert running.returncode in {0, -signal.SIGTERM}


@pytest.mark.parametrize("workers", ["1", "2"])
def test_killed_and_started_again_it_answers_the_same(home: Path, workers: str) -> None:
    port, answers = free_port(), []
    for _ in range(2):
        with process(home, "--workers", workers, port=port) as (running, url):
            wait_until_ready(url)
            found = httpx.post(f"{url}/match/default", json=BODY).json()
            answers.append(found["responses"]["q"])
            running.kill()
        # Workers notice that their parent is gone, and leave the port one by one.
        until(lambda: is_refused(port))
    assert answers[0] == answers[1]
    assert answers[0]["results"]


def test_what_was_prepared_is_told_by_its_folder(home: Path) -> None:
    command = [sys.executable, "-m", "ostraka", "serve", "--prepare"]
    environment = {**os.environ, "OSTRAKA_HOME": str(home)}
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env=environment
    )
    with Ostraka(home) as o:
        assert done.stderr.strip() == f"ready: {o.index_folder()}"
    assert done.stdout == ""


def test_a_build_that_was_killed_leaves_nothing_in_force(tmp_path: Path) -> None:
    home = tmp_path / "home"
    load(
        home,
        "2026-01-01",
        *(person(f"p{n}", f"Odon Quixada {n}") for n in range(3_000)),
    )
    command = prepare_command(home)
    building = subprocess.Popen(command)
    until(
        lambda: (
            bool(list(home.glob("index/*/.records*"))) or building.poll() is not None
        )
    )
    building.kill()
    building.wait()
    with Ostraka(home) as o:
        state = state_of(o)
    assert state is not None
    if not state.is_ready:
        assert open_snapshot(home, 1, {}) is None
    prepare(home)
    snapshot = open_snapshot(home, 1, {})
    assert snapshot is not None
    assert snapshot.records.get("p2999") is not None


def test_ended_while_an_index_is_built_it_waits_for_the_process_it_started(
    tmp_path: Path,
) -> None:
    home = tmp_path / "home"
    load(home, "2026-01-01", person("p1", "Odon Quixada"))
    command = " ".join(prepare_command(home))
    pids: list[int] = []

    def is_building() -> bool:
        told = subprocess.run(
            ["ps", "-A", "-ww", "-o", "pid=,args="], check=True, capture_output=True
        )
        listed = (line.split(maxsplit=1) for line in told.stdout.decode().splitlines())
        pids.extend(int(pid) for pid, args in listed if args == command)
        return bool(pids)

    with TestClient(create_app(ServiceSettings(home, hosts=("testserver",)))):
        until(is_building)
    with pytest.raises(ChildProcessError):
        os.waitpid(pids[0], os.WNOHANG)


def test_a_folder_that_only_can_be_read_is_served_and_logged_as_lines_of_json(
    home: Path,
) -> None:
    for path in [home, *home.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        with process(home) as (_, url):
            wait_until_ready(url)
            found = httpx.post(f"{url}/match/default", json=BODY).json()
            assert found["responses"]["q"]["results"]
        log = next(home.parent.glob("serve-*.log")).read_text("utf-8")
        lines = [json.loads(line) for line in log.splitlines() if line[0] == "{"]
        assert {"request", "an index is in use"} <= {line["event"] for line in lines}
    finally:
        for path in [home, *home.rglob("*")]:
            path.chmod(0o755 if path.is_dir() else 0o644)


def test_records_of_another_make_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite"
    sqlite3.connect(path).execute("PRAGMA user_version = 999").close()
    with pytest.raises(StoreError, match="another version"):
        Records(path, 1)


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (None, None),
        ("2026", "2026-01-01T00:00:00"),
        ("2026-02-26", "2026-02-26T00:00:00"),
        ("2026-02-26T10:11", "2026-02-26T10:11:00"),
        ("2026-02-26T10:11:12.5Z", "2026-02-26T10:11:12"),
    ],
)
def test_a_moment_is_written_to_the_second(
    day: str | None, written: str | None
) -> None:
    assert moment(day) == written
