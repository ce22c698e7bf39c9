"""How long the page of gaps works for one, four and forty parties over the lists of a home.

    python bench/gaps.py HOME

HOME is a home folder with lists, of which the database of cases gets a reviewer: give a
copy.  Prints the processor's time of this process for a page, median and worst of twenty
different questions, what the first page costs that reads all versions, and the command
line with its start.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from arguments import home_with_lists, options_of
from starlette.testclient import TestClient

from ostraka.casework import Actor, Role
from ostraka.casework.people import add_person
from ostraka.errors import OstrakaError
from ostraka.faces.casework import cases_of
from ostraka.faces.session import Ostraka
from ostraka.faces.web.app import create_web
from ostraka.record.party import read_parties

PASSWORD = "correct horse battery"  # noqa: S105 - invented
QUESTIONS = 20


def parties(home: Path) -> list[str]:
    """Return some parties of every list, in any order."""
    drawn = random.Random(7)  # noqa: S311 - a fixed draw
    found = []
    with Ostraka(home) as o:
        for version in o.store.current():
            ids = [party.id for party in read_parties(o.store, [version])]
            found += drawn.sample(ids, min(len(ids), 60))
    drawn.shuffle(found)
    return found


def client_of(home: Path) -> TestClient:
    """Return somebody who is signed in."""
    with Ostraka(home) as o:
        cases = cases_of(o)
    with suppress(OstrakaError):  # she is there from the last run
        add_person(cases, Actor("root", Role.ADMIN), "rita", Role.REVIEWER, PASSWORD)
    client = TestClient(create_web(home))
    client.post("/sign-in/password", data={"name": "rita", "password": PASSWORD})
    return client


def asked(client: TestClient, keys: list[str]) -> float:
    """Return the processor's time of one page in milliseconds."""
    began = time.process_time()
    answer = client.get("/gaps", params={"ids": " ".join(keys)})
    if answer.status_code != 200:
        sys.exit(answer.text)
    return (time.process_time() - began) * 1000


def main() -> None:
    """Measure and print."""
    options = options_of(__doc__)
    options.add_argument("home", type=home_with_lists)
    home = options.parse_args().home
    keys, client = parties(home), client_of(home)
    with Ostraka(home) as o:
        o.store.forget_parties()
    print(
        f"the first page, which reads all versions: {asked(client, keys[:1]):,.0f} ms"
    )
    for count in (1, 4, 40):
        starts = [n * count % (len(keys) - count) for n in range(QUESTIONS)]
        taken = [asked(client, keys[at : at + count]) for at in starts]
        print(f"{count:>3} parties: {statistics.median(taken):6.0f} ms, worst {max(taken):6.0f} ms")  # fmt: skip
    for one in ("Hezbollah", "QDi.344"):
        print(f"    {one}: {asked(client, [one]):6.0f} ms")
    before = os.times()
    command = [sys.executable, "-m", "ostraka", "gaps", keys[0]]
    for _ in range(5):
        subprocess.run(command, env={**os.environ, "OSTRAKA_HOME": str(home)}, check=True, capture_output=True)  # fmt: skip
    after = os.times()
    spent = after.children_user + after.children_system - before.children_user - before.children_system  # fmt: skip
    print(f"ostraka gaps, with its start: {spent / 5 * 1000:,.0f} ms")


if __name__ == "__main__":
    main()
