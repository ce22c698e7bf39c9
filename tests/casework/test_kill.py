"""kill -9 in the middle of decisions loses none and doubles none."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from ostraka.casework import Actor, Cases
from ostraka.casework.decisions import decide
from ostraka.casework.model import Answer, Decision, Status
from ostraka.casework.screenings import Asked, Basis, screen_into
from ostraka.casework.verify import verify
from tests.casework.lists import file_of, person

pytestmark = pytest.mark.slow


#: Decides alert after alert and says so on standard output after each commit.
WORKER = """
import sys
from pathlib import Path
from ostraka.casework import Actor, Decision, Role, open_cases
from ostraka.casework.alerts import queue
from ostraka.casework.wanted import Wanted
from ostraka.casework.decisions import decide
from ostraka.casework.model import Answer, ConflictError
home, url, name = sys.argv[1:]
cases = open_cases(Path(home), url or None)
answer = Answer(Decision.FALSE_POSITIVE, "other activity")
print("ready", flush=True)
sys.stdin.readline()
while True:
    with cases.reading() as connection:
        found, total = queue(connection, Wanted())
    if not total:
        break
    for alert in found:
        try:
            decide(cases, Actor(name, Role.ANALYST), alert.id, alert.version, answer)
        except ConflictError:
            continue
        print(alert.id, flush=True)
"""
ALERTS = 150


def test_killed_while_deciding_none_is_lost_and_none_doubled(
    cases: Cases,
    basis: Basis,
    people: dict[str, Actor],
    url: str | None,
    tmp_path: Path,
) -> None:
    rows = [
        person(f"K{n}", "Ruzbeh Tavakkolinia", birthDate=f"19{n % 50 + 10}-01-01")
        for n in range(ALERTS)
    ]
    done = screen_into(cases, people["analyst"], basis, file_of(), rows)
    assert len(done.opened) == ALERTS
    workers = [_start(tmp_path, url, f"analyst-{n}") for n in range(3)]
    for worker in workers:
        _go(worker)
    # Whichever is quickest: one of them may be late for every alert.
    _wait_for(cases, 4)
    told: set[int] = set()
    for worker in workers:
        worker.send_signal(signal.SIGKILL)
    for worker in workers:
        rest, _ = worker.communicate()
        told |= {int(line) for line in rest.split() if line.isdigit()}
    with cases.reading() as connection:
        assert verify(connection).ok
        closed = _closed(connection)
        # What was told to be done is done.
        assert told <= closed
        assert len(closed) < ALERTS
    last = _start(tmp_path, url, "analyst-9")
    _go(last)
    last.communicate(timeout=60)
    with cases.reading() as connection:
        assert verify(connection).ok
        assert _closed(connection) == set(done.opened)
        for table in ("decision", "cleared"):
            rows_of = connection.execute(
                text(f"SELECT count(*), count(DISTINCT alert) FROM {table}")  # noqa: S608 - our own tables
            ).one()
            assert tuple(rows_of) == (ALERTS, ALERTS)


def test_killed_in_the_middle_of_a_screening_it_is_repeated_without_doubles(
    cases: Cases, basis: Basis, people: dict[str, Actor]
) -> None:
    rows = [person(f"K{n}", "Ruzbeh Tavakkolinia") for n in range(3)]

    class Stop(Exception):  # noqa: N818 - a stop is no error
        pass

    def stops() -> Iterator[Asked]:
        yield from rows[:2]
        raise Stop

    with suppress(Stop):
        screen_into(cases, people["analyst"], basis, file_of(), stops())
    again = screen_into(cases, people["analyst"], basis, file_of(), rows)
    once_more = screen_into(cases, people["analyst"], basis, file_of(), rows)
    assert (len(again.opened), len(once_more.opened)) == (3, 0)
    answer = Answer(Decision.FALSE_POSITIVE, "other name")
    assert decide(cases, people["analyst"], again.opened[0], 1, answer).status is (
        Status.CLOSED
    )


def _start(tmp_path: Path, url: str | None, name: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, str(tmp_path / "home"), url or "", name],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )


def _go(worker: subprocess.Popen[str]) -> None:
    """Wait until a worker is ready, and let it begin."""
    assert worker.stdin is not None
    assert worker.stdout is not None
    assert worker.stdout.readline() == "ready\n"
    worker.stdin.write("go\n")
    worker.stdin.flush()


def _wait_for(cases: Cases, count: int) -> None:
    """Wait until so many alerts are closed."""
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with cases.reading() as connection:
            if len(_closed(connection)) >= count:
                return
        time.sleep(0.005)
    raise AssertionError("nobody decided in time")


def _closed(connection: Connection) -> set[int]:
    rows = connection.execute(text("SELECT id FROM alert WHERE status = 'closed'"))
    return {int(row[0]) for row in rows}
