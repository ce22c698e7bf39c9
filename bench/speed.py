"""How fast one name, a batch and a cold start are, with and without the kernel.

    python bench/speed.py BENCH HOME [--names N]

BENCH is the folder of the labelled data, HOME a home with lists loaded (`bench/lists.py
LISTS --home HOME`).  Every name is asked once, in a warm process, of all lists in force;
the same names go to rapidfuzz's `cdist` with a cutoff, over the same listed names, in the
same run.  Times are wall clock of this machine; what nomenklatura took is printed from
BENCH's own notes, measured there with 86,564 names.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from arguments import home_with_lists, labelled_data, options_of
from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from ostraka.faces.session import Ostraka
from ostraka.index import Index
from ostraka.screen import Query, search, search_many
from ostraka.screen.find import compiled
from ostraka.text.name import read_name

#: One name at a time and names a second in batches (BENCH/README.md, "The peers").
NOMENKLATURA = (654.9, 26.7)
SAMPLES = {
    "unlisted people": "controls_persons",
    "unlisted companies": "controls_companies",
    "official aliases": "list_alias",
}
RAPIDFUZZ = "rapidfuzz cdist, unlisted people"
#: Least likeness rapidfuzz is asked for, as the labelled data's naive baseline is.
CUTOFF = 85


def main() -> None:
    """Measure both ways and print them side by side."""
    options = options_of(__doc__)
    options.add_argument("bench", type=labelled_data)
    options.add_argument("home", type=home_with_lists)
    options.add_argument("--names", type=int, default=1000)
    options.add_argument("--json", action="store_true", help="this process only")
    given = options.parse_args()
    if given.json:
        print(json.dumps(measure(given.bench, given.home, given.names)))
        return
    print(
        f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores,"
        f" Python {platform.python_version()}"
    )
    with_kernel, without = (run(given, native) for native in ("1", "0"))
    print(f"{with_kernel['listed']:,.0f} listed names; kernel {with_kernel['kernel']}")
    print(f"{'':52}{'kernel':>10}{'twin':>10}{'ratio':>8}")
    for what, value in with_kernel.items():
        if what not in {"listed", "kernel"}:
            other = without[what]
            slower = value / other if "names/s" in what else other / value
            print(f"{what:52}{value:10.2f}{other:10.2f}{slower:8.1f}")
    single, batch = NOMENKLATURA
    print(f"nomenklatura, as noted: {single} ms one name, {batch} names/s in batches")


def put(found: dict[str, float], label: str, times: dict[str, float]) -> None:
    """Note what is told of the times of many items."""
    for part in ("p50", "p99", "p50 of processor", "p99 of processor"):
        found[f"{label}, {part}, ms"] = times[part]


def run(given: argparse.Namespace, native: str) -> dict[str, float]:
    """Measure in a process of its own, with the kernel or without."""
    command = [sys.executable, __file__, str(given.bench), str(given.home), "--json"]
    done = subprocess.run(
        [*command, "--names", str(given.names)],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "OSTRAKA_NATIVE": native},
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def measure(bench: Path, home: Path, most: int) -> dict[str, float]:
    """Return every figure of this process: milliseconds, or names a second."""
    index = Ostraka(home).index()
    asked = {label: names_of(bench, file, most) for label, file in SAMPLES.items()}
    known = listed(index)
    found: dict[str, float] = {"listed": len(known), "kernel": compiled() is not None}
    warm(index, bench)
    for label, queries in asked.items():
        for how, known_kind in (("", True), (", kind unknown", False)):
            times = each(
                lambda e: search(index, Query.from_entity(e)),
                entities(queries, known_kind=known_kind),
            )
            put(found, f"{label}{how}", times)
    people = asked["unlisted people"][:200]
    put(found, RAPIDFUZZ, each(lambda q: best_by_rapidfuzz(q[1], known), people))
    for label, properties in monstrous(bench).items():
        query = Query.from_entity({"schema": "Person", "properties": properties})
        times = each(lambda q: search(index, q), [query] * 5)
        found[f"{label}, p50 of processor, ms"] = times["p50 of processor"]
    everyone = [query for queries in asked.values() for query in queries]
    for processes in (1, 2):
        found[f"names/s, {processes} process(es)"] = batch(home, everyone, processes)
    found["cold `ostraka screen NAME`, ms"] = cold(home)
    return found


def names_of(bench: Path, file: str, most: int) -> list[tuple[str, str]]:
    """Return schema and name of some queries of a sample."""
    with (bench / f"samples/q_{file}.jsonl").open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    random.Random(4).shuffle(rows)  # noqa: S311 - the same on every run
    return [(row["schema"], row["name"]) for row in rows[:most]]


def warm(index: Index, bench: Path) -> None:
    """Read the tables and the pages of the index, by other names than those measured."""
    for entity in entities(names_of(bench, "list_native", 200), known_kind=True):
        search(index, Query.from_entity(entity))


def entities(
    queries: Iterable[tuple[str, str]], known_kind: bool
) -> list[dict[str, object]]:
    """Return queries as FollowTheMoney writes them."""
    return [
        {"schema": schema if known_kind else None, "properties": {"name": [name]}}
        for schema, name in queries
    ]


def each(ask: Callable[..., object], items: Sequence[object]) -> dict[str, float]:
    """Return how long items take one by one: wall clock and processor, milliseconds."""
    wall, processor = [], []
    for item in items:
        start, used = time.perf_counter(), time.thread_time()
        ask(item)
        wall.append(1000 * (time.perf_counter() - start))
        processor.append(1000 * (time.thread_time() - used))
    return {
        "p50": at(wall, 0.5),
        "p99": at(wall, 0.99),
        "p50 of processor": at(processor, 0.5),
        "p99 of processor": at(processor, 0.99),
        "least": min(wall),
    }


def at(times: list[float], share: float) -> float:
    """Return the time that a share of the items stays within."""
    return sorted(times)[min(int(len(times) * share), len(times) - 1)]


def monstrous(bench: Path) -> dict[str, dict[str, object]]:
    """Return the largest queries that must be answered at once."""
    names = [name for _, name in names_of(bench, "list_alias", 1000)]
    words = " ".join(names).split()
    return {
        "a name of 10,000 letters": {"name": [" ".join(words)[:10_000]]},
        "a name of 500 words": {"name": [" ".join(words[:500])]},
        "a party of 300 aliases": {"name": names[:1], "alias": names[1:300]},
    }


def listed(index: Index) -> list[str]:
    """Return every listed name as the baseline compares them: its words in order."""
    columns = index.columns
    names = columns.names
    words = columns.name_words.tolist()
    return [
        " ".join(sorted(columns.word(n) for n in words[start : start + length]))
        for start, length in zip(
            names["start"].tolist(), names["length"].tolist(), strict=True
        )
    ]


def best_by_rapidfuzz(name: str, known: list[str]) -> float:
    """Return the likeness of the nearest listed name."""
    asked = " ".join(sorted(word for form in read_name(name) for word in form.words))
    return float(cdist([asked], known, scorer=fuzz.ratio, score_cutoff=CUTOFF).max())


def batch(home: Path, queries: list[tuple[str, str]], processes: int) -> float:
    """Return how many names a second are answered in some processes."""
    size = -(-len(queries) // (4 * processes))
    chunks = [queries[n : n + size] for n in range(0, len(queries), size)]
    with ProcessPoolExecutor(processes) as pool:
        list(pool.map(answer, [home] * processes, [queries[:20]] * processes))
        start = time.perf_counter()
        done = sum(pool.map(answer, [home] * len(chunks), chunks))
        return done / (time.perf_counter() - start)


def answer(home: Path, queries: list[tuple[str, str]]) -> int:
    """Answer a chunk in a process that keeps its index open."""
    asked = map(Query.from_entity, entities(queries, known_kind=True))
    return sum(1 for _ in search_many(opened(home), asked))


_OPENED: dict[Path, Index] = {}


def opened(home: Path) -> Index:
    """Return the index of a home, opened once in a process."""
    if home not in _OPENED:
        _OPENED[home] = Ostraka(home).index()
    return _OPENED[home]


def cold(home: Path) -> float:
    """Return how long the command takes from its start, the best of five."""
    command = [sys.executable, "-m", "ostraka", "screen", "Assadollah Asadi"]
    times = each(
        lambda _: subprocess.run(
            command,
            check=True,
            capture_output=True,
            env={**os.environ, "OSTRAKA_HOME": str(home)},
        ),
        range(5),
    )
    return times["least"]


if __name__ == "__main__":
    main()
