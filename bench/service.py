"""How many questions a second the service answers, and how long each waits.

One worker on the lists of a home folder, asked over real sockets by a process of its
own.  yente's documentation speaks of about four requests a second for each vCPU
(https://www.opensanctions.org/docs/yente/deploy/); ours is measured.

    python bench/service.py --home HOME [--seconds 10] [--connections 16]

Printed are requests a second and percentiles for single names, the time of a batch of a
hundred, and what is left of a request when the comparison itself, asked in this process
one by one, is taken away.
"""

from __future__ import annotations

import json
import os
import random
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from multiprocessing import get_context
from pathlib import Path

from arguments import home_with_lists, options_of

from ostraka.faces.api.asking import read_example
from ostraka.faces.api.matching import Wishes, answer
from ostraka.faces.api.snapshot import Snapshot, open_snapshot, prepare
from ostraka.screen import search

YENTE_REQUESTS_A_SECOND = 4


def names_to_ask(snapshot: Snapshot, number: int) -> list[str]:
    """Return names as customers have them: most on no list, some nearly on one."""
    chance = random.Random(7)  # noqa: S311 - a benchmark repeats itself
    parties = [snapshot.index.entry(n) for n in range(0, len(snapshot.index), 97)]
    persons = [p.caption.split() for p in parties if p.schema == "Person"]
    given = [words[0] for words in persons if len(words) > 1]
    family = [words[-1] for words in persons if len(words) > 1]
    made = [f"{chance.choice(given)} {chance.choice(family)}" for _ in range(number)]
    for place in range(0, number, 10):
        made[place] = " ".join(chance.choice(persons))
    return made


def body_of(names: list[str]) -> bytes:
    """Return a request that asks for some persons."""
    queries = {
        str(n): {"schema": "Person", "properties": {"name": [name]}}
        for n, name in enumerate(names)
    }
    return json.dumps({"queries": queries}).encode()


@contextmanager
def served(home: Path) -> Iterator[tuple[int, int]]:
    """Run one worker and give its port and its process id."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    process = subprocess.Popen(
        [sys.executable, "-m", "ostraka", "serve", "--port", str(port)],
        env={**os.environ, "OSTRAKA_HOME": str(home)},
        stderr=subprocess.DEVNULL,
    )
    try:
        until_ready(port)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait()


def until_ready(port: int) -> None:
    """Wait for the index to be open."""
    for _ in range(600):
        try:
            connection = HTTPConnection("127.0.0.1", port)
            connection.request("GET", "/readyz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise SystemExit("the service did not get ready")


def ask_until(port: int, bodies: list[bytes], end: float, times: list[float]) -> None:
    """Ask over one connection, one request after the other, until a moment."""
    connection = HTTPConnection("127.0.0.1", port)
    headers = {"Content-Type": "application/json"}
    for body in bodies:
        begun = time.perf_counter()
        if begun > end:
            break
        connection.request("POST", "/match/default", body, headers)
        reply = connection.getresponse()
        reply.read()
        if reply.status != 200:
            raise SystemExit(f"status {reply.status}")
        times.append(time.perf_counter() - begun)
    connection.close()


def load(port: int, bodies: list[list[bytes]], seconds: float) -> list[float]:
    """Ask over several connections at once and return the time of every request."""
    end = time.perf_counter() + seconds
    times: list[list[float]] = [[] for _ in bodies]
    threads = [
        threading.Thread(target=ask_until, args=(port, part, end, own))
        for part, own in zip(bodies, times, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [time_ for own in times for time_ in own]


def load_apart(port: int, bodies: list[list[bytes]], seconds: float) -> list[float]:
    """Do so in a process of its own, so that asking takes nothing from this one."""
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(load, (port, bodies, seconds))


def say(what: str, times: list[float], seconds: float | None = None) -> None:
    """Print percentiles, and requests a second where they were asked side by side."""
    cuts = statistics.quantiles(times, n=100)
    rate = "" if seconds is None else f"{len(times) / seconds:8.0f}/s"
    print(
        f"{what:34} {rate:>10}  p50 {cuts[49] * 1e3:7.2f} ms  p99 {cuts[98] * 1e3:7.2f} ms"
    )


def processor_seconds(pid: int) -> float:
    """Return the processor time a process has used: other work does not lengthen it."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def each(function: Callable[[str], object], names: list[str]) -> list[float]:
    """Return the time a function takes for each name."""
    times = []
    for name in names:
        begun = time.perf_counter()
        function(name)
        times.append(time.perf_counter() - begun)
    return times


def main() -> None:
    """Measure and print."""
    options = options_of(__doc__)
    options.add_argument("--home", type=home_with_lists, required=True)
    options.add_argument("--seconds", type=float, default=10)
    options.add_argument("--connections", type=int, default=16)
    given = options.parse_args()
    prepare(given.home)
    snapshot = open_snapshot(given.home, 1, {})
    if snapshot is None:
        raise SystemExit("nothing is loaded")
    names = names_to_ask(snapshot, 4_000)
    asked = {name: read_example("Person", {"name": [name]}) for name in names}
    wishes = Wishes()

    def core(name: str) -> object:
        query = asked[name].query
        return search(snapshot.index, query, limit=1_000) if query else ()

    print(f"{len(snapshot.index):,} parties, {os.cpu_count()} processors")
    began = time.thread_time()
    say("the comparison alone", each(core, names[:1_000]))
    own = time.thread_time() - began
    say(
        "with the entities found",
        each(lambda n: answer(snapshot, asked[n], wishes), names[:1_000]),
    )
    with served(given.home) as (port, pid):
        singles = [body_of([name]) for name in names]
        load_apart(port, [singles[-500:]], 60)
        before = processor_seconds(pid)
        say("one connection", load_apart(port, [singles[:1_000]], 60))
        used = processor_seconds(pid) - before
        many = [singles[n :: given.connections] * 20 for n in range(given.connections)]
        before = processor_seconds(pid)
        times = load_apart(port, many, given.seconds)
        beside = 1e3 * (processor_seconds(pid) - before) / len(times)
        say(f"{given.connections} connections", times, given.seconds)
        before = processor_seconds(pid)
        batches = [body_of(names[n : n + 100]) for n in range(0, 4_000, 100)]
        say("a batch of 100", load_apart(port, [batches], 60))
        batch = 1e3 * (processor_seconds(pid) - before) / len(batches)
    print(
        f"processor time of a request: {used:.2f} ms over one connection, {beside:.2f} ms"
        f" over {given.connections}, {own:.2f} ms of it the comparison: {1_000 / beside:.0f}"
        f" requests/s on a processor of its own; of a batch of 100: {batch:.0f} ms"
    )
    print(
        f"yente's documentation: about {YENTE_REQUESTS_A_SECOND} requests/s for each vCPU"
    )


if __name__ == "__main__":
    main()
