"""How long a monitoring takes after a daily change of the lists, as customers grow.

    python bench/monitor.py HOME NAMES WORK [--customers 10000 100000] [--changed 1000]
    python bench/monitor.py HOME NAMES WORK --customers --svg docs/images/monitoring.svg

HOME is a home with lists loaded (`bench/lists.py LISTS --home HOME`), NAMES a table of
people on no list with a column `name` (tab-separated, gzip or not).  Customers are first
and last names put together anew, half of them with a year of birth and a country, sealed
with a key.  The lists of the first day lack some parties of the second, have others under
fewer names, and have some that the second lacks: together as many as asked.  Told for
each number of customers: the first look at everything, a day on which nothing changed,
and the day of the change some times (the median is kept), each in seconds and in
processor time of all processes; what all processes held of memory at most (each shared
page once); what the database takes; and with `--check` whether a look at everything finds
the same.
The cases stay in WORK, the figures in WORK/monitoring.json, and the second draws them.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import resource
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Self, TypeVar

from arguments import file_there, home_with_lists, options_of
from files import family, held
from growth import draw
from made_up import read_names, watched

from ostraka.casework import Actor, Cases, Role, open_cases
from ostraka.casework.keeping import Given, add_customers
from ostraka.casework.monitoring import How, monitor
from ostraka.casework.proof import Proof
from ostraka.casework.screenings import Basis
from ostraka.casework.sealing import Box, box_with, new_key
from ostraka.faces.portfolio import workers_here
from ostraka.faces.session import Ostraka, Scope
from ostraka.index import Entry, Index, build_from_entries, open_index

Result = TypeVar("Result")
ANNA = Actor("bench", Role.ANALYST)
_LOOK_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Days:
    """The lists of two days."""

    first: Index
    second: Index
    changed: int


def main() -> None:
    """Measure each number of customers, keep the figures, and draw all that were kept."""
    options = options_of(__doc__)
    options.add_argument("home", type=home_with_lists)
    options.add_argument("names", type=file_there)
    options.add_argument("work", type=Path)
    options.add_argument("--customers", type=int, nargs="*", default=[10_000, 100_000])
    options.add_argument("--changed", type=int, default=1_000)
    options.add_argument("--workers", type=int, default=workers_here())
    options.add_argument(
        "--check", action="store_true", help="look at everything again"
    )
    options.add_argument("--times", type=int, default=3, help="days of the change")
    options.add_argument("--svg", type=Path)
    given = options.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    kept = given.work / "monitoring.json"
    points = json.loads(kept.read_text()) if kept.exists() else {}
    names = read_names(given.names)
    days = two_days(given)
    with Ostraka(given.home) as o:
        for count in given.customers:
            place = given.work / f"customers-{count}"
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
            points[str(count)] = measure(o, days, place, watched(names, count), given)
            kept.write_text(json.dumps(points, indent=1))
    if given.svg:
        draw({"customers": points}, given.svg)


def two_days(given: argparse.Namespace) -> Days:
    """Return indexes of two days that differ in some parties."""
    folder = given.work / f"days-{given.changed}"
    if not folder.exists():
        # In a process of its own, so that its memory is not taken for monitoring's.
        context = multiprocessing.get_context("spawn")
        build = context.Process(
            target=build_days, args=(given.home, folder, given.changed)
        )
        build.start()
        build.join()
    return Days(
        open_index(folder / "first"), open_index(folder / "second"), given.changed
    )


def build_days(home: Path, folder: Path, changed: int) -> None:
    """Build the indexes of two days."""
    with Ostraka(home) as o:
        whole = o.index()
    numbers = list(range(len(whole)))
    random.Random(9).shuffle(numbers)  # noqa: S311 - the same on every run
    part = changed // 3
    new, gone = set(numbers[:part]), set(numbers[part : 2 * part])
    amended = set(numbers[2 * part : changed])
    entries = {"first": [], "second": []}  # type: dict[str, list[Entry]]
    for number in range(len(whole)):
        entry = whole.entry(number)
        if number not in gone:
            entries["second"].append(entry)
        if number not in new:
            before = poorer(entry) if number in amended else entry
            entries["first"].append(before)
    for day, found in entries.items():
        build_from_entries(found, folder / day, manifest={})


def poorer(entry: Entry) -> Entry:
    """Return a party without its last name, or without its facts if it has but one."""
    if len(entry.names) > 1:
        return replace(entry, names=entry.names[:-1])
    return replace(entry, facts={}, since={"before": "2020-01-01"})


def measure(
    o: Ostraka,
    days: Days,
    place: Path,
    rows: Iterator[Given],
    given: argparse.Namespace,
) -> dict[str, float]:
    """Measure one number of customers, print it and return it."""
    cases, box = open_cases(place), box_with(new_key())
    added = timed("add", lambda: add_customers(cases, ANNA, box, rows, "bench"))[0]
    print(f"\n{added.added:,} customers, {days.changed:,} parties changed, {given.workers} processes")  # fmt: skip
    how = How(workers=given.workers)
    first, whole = look(
        o, cases, box, days.first, how, "everything, for the first time"
    )
    look(o, cases, box, days.first, how, "nothing changed")
    told(first)
    cases.close()
    size = sum(path.stat().st_size for path in place.iterdir())
    print(f"database {size / 1e6:,.0f} MB", flush=True)
    changes = [change(o, days, place, box, given) for _ in range(given.times)]
    figures = {"customers": added.added, "database MB": size / 1e6}
    for name, value in whole.items():
        figures[f"first {name}"] = value
        figures[f"change {name}"] = median(took[name] for took in changes)
    return figures


def change(
    o: Ostraka, days: Days, place: Path, box: Box, given: argparse.Namespace
) -> dict[str, float]:
    """Measure the day of the change, on a copy of the cases of the day before."""
    copied = place.with_name(f"{place.name}-changed")
    shutil.rmtree(copied, ignore_errors=True)
    shutil.copytree(place, copied)
    cases, how = open_cases(copied), How(workers=given.workers)
    second, took = look(o, cases, box, days.second, how, "the day of the change")
    told(second)
    if given.check:
        again = replace(how, everything=True)
        other, _ = look(o, cases, box, days.second, again, "everything again")
        same = other.facts["results_digest"] == second.facts["results_digest"]
        print(f"everything finds {'the same' if same else 'SOMETHING ELSE'}")
        given.check = False  # once is enough
    cases.close()
    shutil.rmtree(copied)
    return took


def look(
    o: Ostraka, cases: Cases, box: Box, index: Index, how: How, label: str
) -> tuple[Proof, dict[str, float]]:
    """Monitor once and print and return what it took."""
    versions = tuple(o.versions_in_force(Scope()))
    basis = Basis(o.store, versions, index, datetime.now(UTC).date())
    return timed(label, lambda: monitor(cases, ANNA, basis, box, how))


def timed(label: str, action: Callable[[], Result]) -> tuple[Result, dict[str, float]]:
    """Do something, and print and return the time and the memory it took."""
    began, used = time.perf_counter(), processor()
    with Watch() as watch:
        found = action()
    took = {
        "wall s": time.perf_counter() - began,
        "processor s": processor() - used,
        "memory MB": watch.most / 1024,
    }
    print(f"{label:32}" + ", ".join(f"{value:,.1f} {name}" for name, value in took.items()), flush=True)  # fmt: skip
    return found, took


class Watch:
    """Looks at the memory of this process and of all it started, again and again."""

    def __init__(self) -> None:
        self.most = 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def _look(self) -> None:
        while not self._ended.wait(_LOOK_SECONDS):
            self.most = max(self.most, sum(map(held, family(os.getpid()))))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()


def told(proof: Proof) -> None:
    """Print what a proof counts."""
    asked, found = proof.facts["compared"], proof.facts["matches"]
    print(f"  {proof.facts['why']}: {asked['with_all']:,} with all, {asked['with_changed']:,} with {asked['changed_parties']:,}; {found['new']:,} new, {found['changed']:,} changed, {found['ended']:,} over")  # fmt: skip


def processor() -> float:
    """Return the seconds of processor of this process and of those that ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]  # fmt: skip
    return sum(one.ru_utime + one.ru_stime for one in used)


if __name__ == "__main__":
    main()
