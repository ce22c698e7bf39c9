"""How fast the pages and decisions are over a queue of 100,000 alerts.

    python bench/casework.py [--alerts 100000] [--url postgresql://…]

Prints the server's time for each page (median and worst of ten, through the application
itself without a network, and the processor's time of this process, which other work on
the machine does not stretch), the round trip of a decision by its form, and what twenty
analysts do at once: decisions a second, conflicts, and whether one was lost or doubled.
"""

from __future__ import annotations

import os
import platform
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from arguments import options_of
from sqlalchemy import func, select
from starlette.testclient import TestClient

from ostraka.casework import Actor, Cases, Decision, Role, open_cases
from ostraka.casework.alerts import queue
from ostraka.casework.decisions import decide
from ostraka.casework.digests import canonical
from ostraka.casework.model import Answer, ConflictError, Status
from ostraka.casework.people import add_person
from ostraka.casework.tables import alert, decision, screening, subject
from ostraka.casework.verify import verify
from ostraka.casework.wanted import Wanted
from ostraka.faces.demo import demo_files, load_demo_lists
from ostraka.faces.session import Ostraka
from ostraka.faces.web.app import create_web

PASSWORD = "correct horse battery"  # noqa: S105 - invented
NOT_THEM = Answer(Decision.FALSE_POSITIVE, "other birth date")
#: Alerts written in one piece.
BATCH = 1_000
PAGES = (
    "/", "/alerts", "/alerts?page=1000", "/alerts?view=overdue", "/alerts?view=mine",
    "/alerts?view=closed", "/alerts?q=Assadollah", "/alerts?q=Customer+99999",
    "/alerts?list=eu_fsf", "/alerts/50000", "/files", "/screenings/1", "/audit",
    "/screen?name=Assadollah+Asadi", "/party/eu-fsf-eu-4881-55", "/dossiers/50000",
    "/timeline", "/reports", "/gaps?ids=eu-fsf-eu-4881-55", "/judgements",
    "/judgements/review",
)  # fmt: skip


def fill(cases: Cases, match: dict[str, object], count: int) -> None:
    """Open alerts for as many invented customers, as a screening would."""
    anna = Actor("anna", Role.ANALYST)
    with cases.writing(anna) as writing:
        writing.insert(
            screening, at=writing.at, by="anna", kind="file", name="bench.csv",
            algorithm="bench", program="0", lists="{}", as_of="2026-11-22",
            settings='{"threshold":0.7}', results="0", queries=count, matched=count,
        )  # fmt: skip
        writing.enter("screening done", "screening 1")
    for start in range(0, count, BATCH):
        with cases.writing(anna) as writing:
            _fill_piece(writing, match, range(start, min(start + BATCH, count)))


def _fill_piece(writing: object, match: dict[str, object], numbers: range) -> None:
    keys = writing.insert_many(subject, [_customer(n, writing.at) for n in numbers])  # type: ignore[attr-defined]
    rows = [
        {
            "subject": key, "party": match["entity_id"], "caption": match["caption"],
            "schema": match["schema"], "datasets": canonical(match["datasets"]),
            "score": match["score"], "match": canonical(match), "members": "[]",
            "party_evidence": "{}", "screening": 1, "opened": writing.at,  # type: ignore[attr-defined]
            "status": "closed" if n % 5 == 0 else "open",
            "decision": "false positive" if n % 5 == 0 else None,
            "due": f"2026-{n % 12 + 1:02}-{n % 28 + 1:02}",
            "assigned": f"analyst-{n % 20}" if n % 3 == 0 else None,
        }
        for n, key in zip(numbers, keys, strict=True)
    ]  # fmt: skip
    writing.insert_many(alert, rows)  # type: ignore[attr-defined]
    writing.enter("alerts opened", "screening 1", opened=len(rows))  # type: ignore[attr-defined]


def _customer(n: int, at: str) -> dict[str, object]:
    entity = {"schema": "Person", "properties": {"name": [f"Customer {n}"], "birthDate": ["1980"]}}  # fmt: skip
    return {
        "key": f"customers/{n}", "ref": str(n), "caption": f"Customer {n}",
        "schema": "Person", "entity": canonical(entity), "evidence": "{}", "changed": at,
    }  # fmt: skip


def tidy(cases: Cases) -> None:
    """Do at once what PostgreSQL's autovacuum does within minutes of such a load."""
    with cases.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as c:
        c.exec_driver_sql("VACUUM ANALYZE")


def check(holds: bool, told: str) -> None:
    """End the run if something that has to hold does not."""
    if not holds:
        sys.exit(told)


def timed(action: Callable[[], object], times: int = 10) -> str:
    """Return the median and the worst of some runs, and their processor time."""
    taken, worked = [], []
    for _ in range(times):
        began, busy = time.perf_counter(), time.process_time()
        action()
        taken.append((time.perf_counter() - began) * 1000)
        worked.append((time.process_time() - busy) * 1000)
    return f"{statistics.median(taken):7.1f} ms   worst {max(taken):7.1f} ms   processor {statistics.median(worked):6.1f} ms"


def measure_pages(client: TestClient) -> Iterator[tuple[str, str]]:
    """Yield each page with the server's time for it."""
    for path in PAGES:
        check(client.get(path).status_code == 200, path)
        yield path, timed(lambda path=path: client.get(path))  # type: ignore[misc]


def measure_decisions(client: TestClient, cases: Cases) -> str:
    """Return the round trip of a decision by its form: sent, kept, next page shown."""
    page = client.get("/alerts").text
    token = page.split('name="csrf" value="')[1].split('"')[0]
    with cases.reading() as connection:
        found, _ = queue(connection, Wanted(assigned=""), size=30)
    ahead = iter(found)

    def once() -> None:
        one = next(ahead)
        given = {
            "csrf": token, "version": str(one.version), "decision": "false positive",
            "reason": "other birth date",
        }  # fmt: skip
        answer = client.post(f"/alerts/{one.id}/decide", data=given)
        check(answer.status_code == 200, answer.text)

    return timed(once, 30)


def twenty_at_once(cases: Cases, each: int) -> tuple[float, int, int]:
    """Let twenty analysts work from the top of the same queue; return what came of it.

    Returns:
        Decisions a second, conflicts, and decisions made.
    """
    done: list[int] = []
    conflicts: list[int] = []
    start = threading.Barrier(20)

    def work(name: str) -> None:
        actor = Actor(name, Role.REVIEWER)
        start.wait()
        for _ in range(each):
            with cases.reading() as connection:
                found, _ = queue(connection, Wanted(), size=1)
            one = found[0]
            try:
                decide(cases, actor, one.id, one.version, NOT_THEM)
                done.append(one.id)
            except ConflictError:
                conflicts.append(one.id)

    threads = [threading.Thread(target=work, args=(f"b-{n}",)) for n in range(20)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seconds = time.perf_counter() - began
    check(len(done) == len(set(done)), "one alert was decided twice")
    with cases.reading() as connection:
        closed = connection.execute(
            select(func.count()).select_from(alert).where(
                alert.c.id.in_(done), alert.c.status == Status.CLOSED
            )
        ).scalar_one()  # fmt: skip
        steps = connection.execute(
            select(func.count()).select_from(decision).where(decision.c.alert.in_(done))
        ).scalar_one()
    check(closed == steps == len(done), "a decision was lost")
    return len(done) / seconds, len(conflicts), len(done)


def main() -> None:
    """Measure and print."""
    options = options_of(__doc__)
    options.add_argument("--alerts", type=int, default=100_000)
    options.add_argument("--url", help="PostgreSQL; SQLite if not given")
    options.add_argument("--each", type=int, default=25, help="tries of each of twenty")
    given = options.parse_args()
    if given.url:
        os.environ["OSTRAKA_CASEWORK"] = given.url
    with tempfile.TemporaryDirectory(prefix="ostraka-bench-") as folder:
        run(Path(folder) / "home", given.alerts, given.url, given.each)


def run(home: Path, count: int, url: str | None, each: int) -> None:
    """Fill a home and measure it."""
    with Ostraka(home) as o, demo_files() as files:
        load_demo_lists(o, files)
        match = o.screen("Assadollah Asadi")[0].to_dict()
    cases = open_cases(home, url, now=lambda: datetime.now(UTC))
    began = time.perf_counter()
    fill(cases, match, count)
    backend = cases.engine.dialect.name
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {backend}; {count:,} alerts opened in {time.perf_counter() - began:.1f} s")  # fmt: skip
    if backend == "postgresql":
        tidy(cases)
    add_person(cases, Actor("root", Role.ADMIN), "rita", Role.REVIEWER, PASSWORD)
    client = TestClient(create_web(home))
    client.post("/sign-in/password", data={"name": "rita", "password": PASSWORD})
    for path, told in measure_pages(client):
        print(f"{path:<36} {told}")
    print(
        f"{'decision by form, with the next page':<36} {measure_decisions(client, cases)}"
    )
    rate, conflicts, made = twenty_at_once(cases, each)
    print(f"twenty at once on one queue: {made:,} decisions, {rate:.0f} a second, {conflicts:,} conflicts told, none lost, none doubled")  # fmt: skip
    began = time.perf_counter()
    with cases.reading() as connection:
        verdict = verify(connection)
    print(f"verify: {verdict.entries:,} entries, {verdict.rows:,} rows in {time.perf_counter() - began:.1f} s, {'whole' if verdict.ok else verdict.faults[:3]}")  # fmt: skip
    cases.close()


if __name__ == "__main__":
    main()
