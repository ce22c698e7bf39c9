"""kill -9 in the middle of a monitoring, two at once, and a disk that is full."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from sqlalchemy import event, text

from ostraka.casework import Actor, Cases
from ostraka.casework.keeping import Given, add_customers
from ostraka.casework.model import ConflictError
from ostraka.casework.monitoring import How, monitor
from ostraka.casework.pool import askers
from ostraka.casework.proof import Proof, last_proof
from ostraka.casework.sealing import CLEAR
from ostraka.casework.turn import turn
from ostraka.casework.verify import verify
from ostraka.errors import OstrakaError, UsageError
from ostraka.faces.session import Ostraka
from tests.casework.lists import basis_of

#: Monitors, and says when it has asked another piece of the customers.
WORKER = """
import sys
from pathlib import Path
from ostraka.casework import Actor, Role, open_cases
from ostraka.casework import pairs
from ostraka.casework.monitoring import How, monitor
from ostraka.casework.sealing import CLEAR
from ostraka.faces.session import Ostraka
from tests.casework.lists import basis_of
pairs._BATCH = 20
home, url = sys.argv[1:]
o = Ostraka(home)
cases = open_cases(Path(home), url or None)
how = How(progress=lambda done, _all: print(done, flush=True))
monitor(cases, Actor("anna", Role.ANALYST), basis_of(o), CLEAR, how)
print("proven", flush=True)
"""
CUSTOMERS = 1_500
ROWS = [
    Given(n, f"K{n}", {"schema": "Person", "properties": {
        "name": ["Ruzbeh Tavakkolinia" if n % 10 == 0 else f"Petronella {n}"]}})
    for n in range(CUSTOMERS)
]  # fmt: skip
ROOT = Path(__file__).parents[2]


def start(folder: Path, url: str | None) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WORKER, str(folder), url or ""],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONUNBUFFERED": "1"},
    )


def count(cases: Cases, what: str) -> int:
    with cases.reading() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {what}")).scalar_one())  # fmt: skip # noqa: S608 - our own tables


@pytest.mark.parametrize("pieces", [1, 4])
def test_killed_it_leaves_no_proof_and_the_next_doubles_and_loses_nothing(
    cases: Cases,
    people: dict[str, Actor],
    folder: Path,
    home: Ostraka,
    url: str | None,
    pieces: int,
) -> None:
    add_customers(cases, people["analyst"], CLEAR, ROWS, "retail")
    worker = start(folder, url)
    assert worker.stdout is not None
    for _ in range(pieces):
        worker.stdout.readline()
    worker.send_signal(signal.SIGKILL)
    told, _ = worker.communicate()
    assert "proven" not in told
    with cases.reading() as connection:
        assert last_proof(connection) is None
        assert verify(connection).ok
    assert count(cases, "alert") == count(cases, "pair")
    proof = monitor(cases, people["analyst"], basis_of(home), CLEAR)
    matched = CUSTOMERS // 10
    assert proof.facts["matches"]["new"] == proof.facts["alerts"]["opened"] == matched
    assert count(cases, "alert") == count(cases, "pair") == matched
    with cases.reading() as connection:
        assert verify(connection).ok


def test_of_two_at_once_one_waits_or_says_so(
    cases: Cases, people: dict[str, Actor], home: Ostraka
) -> None:
    add_customers(cases, people["analyst"], CLEAR, ROWS[:20], "retail")
    basis = basis_of(home)
    said: list[str] = []
    done: list[Proof] = []

    def wait() -> None:
        how = How(say=said.append)
        done.append(monitor(cases, people["analyst"], basis, CLEAR, how))

    with turn(cases):
        with pytest.raises(ConflictError, match="under way"):
            monitor(cases, people["analyst"], basis, CLEAR, How(wait=False))
        waiting = threading.Thread(target=wait)
        waiting.start()
        while not said:
            time.sleep(0.01)
        assert done == []
    waiting.join()
    assert "waiting for it to end" in said[0]
    assert done[0].facts["matches"]["new"] == 2


def test_a_full_disk_is_said_and_leaves_no_proof(
    sqlite_cases: Cases, people: dict[str, Actor], home: Ostraka
) -> None:
    cases = sqlite_cases
    add_customers(cases, people["analyst"], CLEAR, ROWS, "retail")
    with cases.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()

    def limit(connection: object, *_: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages + 3}")  # type: ignore[attr-defined]

    event.listen(cases.engine, "connect", limit)
    cases.engine.dispose()
    with pytest.raises(UsageError, match="full"):
        monitor(cases, people["analyst"], basis_of(home), CLEAR)
    event.remove(cases.engine, "connect", limit)
    cases.engine.dispose()
    with cases.reading() as connection:
        assert last_proof(connection) is None
    proof = monitor(cases, people["analyst"], basis_of(home), CLEAR)
    assert proof.facts["matches"]["standing"] == CUSTOMERS // 10


def test_a_process_that_ends_before_its_time_is_said() -> None:
    with askers(2) as pool, pytest.raises(OstrakaError, match="before its time"):
        list(pool.each(os._exit, [(9,)]))
