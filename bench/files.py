"""Customer files and sets of parties as they grow: time, memory and size, and a picture.

    python bench/files.py BENCH WORK --home HOME --rows 10000 100000 [--jobs N]
    python bench/files.py BENCH WORK --parties 60000 500000 2000000
    python bench/files.py BENCH WORK --svg docs/images/growth.svg

The first screens files of that many customers against every list of HOME by the command
line: people and companies on no list, composed of the inventories of BENCH/dev, each with
a country, people with a day of birth.  Told are the processor time of a row, over all
processes, the most memory that all processes held together (each shared page once), and
what a million rows would take on two cores with nothing else to do.
The second builds an index of that many parties with three names each (`big.py`), opens
it, asks it names, and renews it after 1,000 parties changed.
What was measured is kept in WORK/growth.json, and the third draws it.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from arguments import home_with_lists, labelled_data, options_of
from big import opening
from growth import draw
from made_up import customers, parties
from speed import each, entities, names_of

from ostraka.index import build_index, open_index, renew_index
from ostraka.screen import Query, search

CHANGED = 1_000
_LOOK_SECONDS = 0.3
Point = dict[str, float]


def main() -> None:
    """Measure what is asked for, keep it, and draw all that was kept."""
    options = options_of(__doc__)
    options.add_argument("bench", type=labelled_data)
    options.add_argument("work", type=Path)
    options.add_argument("--home", type=home_with_lists)
    options.add_argument("--rows", type=int, nargs="*", default=[])
    options.add_argument("--parties", type=int, nargs="*", default=[])
    options.add_argument("--jobs", type=int, default=2)
    options.add_argument("--svg", type=Path)
    given = options.parse_args()
    if given.rows and given.home is None:
        options.error("--rows needs a --home whose lists the files are held against")
    given.work.mkdir(parents=True, exist_ok=True)
    kept = given.work / "growth.json"
    points = (
        json.loads(kept.read_text()) if kept.exists() else {"rows": {}, "parties": {}}
    )
    for rows in given.rows:
        points["rows"][str(rows)] = told(screened(given, rows))
        kept.write_text(json.dumps(points, indent=1))
    for number in given.parties:
        points["parties"][str(number)] = told(grown(given, number))
        kept.write_text(json.dumps(points, indent=1))
    if given.svg:
        draw(points, given.svg)


def told(point: Point) -> Point:
    """Print what was measured and hand it back."""
    print(
        ", ".join(f"{name} {value:,.6g}" for name, value in point.items()), flush=True
    )
    return point


def screened(given: argparse.Namespace, rows: int) -> Point:
    """Screen a file of so many customers and return what it took."""
    source = given.work / f"customers-{rows}.csv"
    if not source.exists():
        with source.open("w", encoding="utf-8", newline="") as out:
            writer = csv.writer(out)
            writer.writerow(("id", "name", "type", "birth_date", "country"))
            writer.writerows(islice(customers(given.bench), rows))
    target = given.work / f"alerts-{rows}.jsonl"
    command = [
        sys.executable,
        "-m",
        "ostraka",
        "screen",
        str(source),
        "-o",
        str(target),
    ]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = subprocess.Popen(
        [*command, "--jobs", str(given.jobs)],
        env={**os.environ, "OSTRAKA_HOME": str(given.home)},
        stderr=subprocess.DEVNULL,
    )
    most = 0
    while process.poll() is None:
        most = max(most, sum(map(held, family(process.pid))))
        time.sleep(_LOOK_SECONDS)
    wall = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    with target.open(encoding="utf-8") as lines:
        alerts = sum('"matches": []' not in line for line in lines)
    return {
        "rows": rows,
        "alerts": alerts,
        "wall s": wall,
        "processor s": used,
        "processor ms a row": 1000 * used / rows,
        "memory MB": most / 1024,
        "a million rows on two free cores, s": 1e6 * used / rows / 2,
    }


def family(pid: int) -> Iterator[int]:
    """Yield a process and all that it started."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            for child in task.read_text().split():
                yield from family(int(child))
        except OSError:  # it ended while it was looked at
            continue


def held(pid: int) -> int:
    """Return the kilobytes a process holds, its share of what it shares."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def grown(given: argparse.Namespace, number: int) -> Point:
    """Build an index of so many parties, ask it, renew it, and return what that took."""
    folder = given.work / f"parties-{number}"
    point: Point = {"parties": number}
    if not (folder / "manifest.json").exists():
        start = time.process_time()
        build_index(parties(given.bench, number), folder, manifest={})
        point["built, processor s"] = time.process_time() - start
    point["GB"] = sum(path.stat().st_size for path in folder.iterdir()) / 1e9
    point["opens, ms"] = 1000 * opening(folder)
    index = open_index(folder)
    point["names"] = index.manifest["names"]
    asked = [
        Query.from_entity(entity)
        for entity in entities(
            names_of(given.bench, "controls_persons", 600), known_kind=True
        )
    ]
    for query in asked[:100]:
        search(index, query)
    times = each(lambda query: search(index, query), asked[100:])
    point["a name, p50, processor ms"] = times["p50 of processor"]
    point["a name, p99, processor ms"] = times["p99 of processor"]
    gone = sorted(random.Random(5).sample(range(number), CHANGED))  # noqa: S311
    changed = [
        replace(party, id=f"n{party.id}")
        for party in islice(parties(given.bench, CHANGED), CHANGED)
    ]
    wall, start = time.perf_counter(), time.process_time()
    renew_index(index, given.work / "renewed", gone=gone, parties=changed, manifest={})
    point["1,000 changed, processor s"] = time.process_time() - start
    point["1,000 changed, wall s"] = time.perf_counter() - wall
    return point


if __name__ == "__main__":
    main()
