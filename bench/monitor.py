"""How long a monitoring takes after a daily change of the lists, as customers grow.

    python bench/monitor.py HOME NAMES [--customers 10000 100000] [--changed 1000]

HOME is a home with lists loaded (`bench/lists.py LISTS --home HOME`), NAMES a table of
people on no list with a column `name` (tab-separated, gzip or not).  Customers are first
and last names put together anew, half of them with a year of birth and a country.  The
lists of the first day lack some parties of the second, have others under fewer names, and
have some that the second lacks: together as many as asked.  Printed for each number of
customers: the first look at everything, a day on which nothing changed, and the day of
the change, each in seconds and in processor time of all processes, with the parts of the
last; what the database takes; and whether a look at everything finds the same.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

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
COUNTRIES = ("de", "fr", "it", "pl", "es", "nl", "at", "be", "se", "tr", "ir", "ru")


@dataclass(frozen=True, slots=True)
class Days:
    """The lists of two days."""

    first: Index
    second: Index
    changed: int


def main() -> None:
    """Measure each number of customers and print a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("home", type=Path)
    options.add_argument("names", type=Path)
    options.add_argument("--customers", type=int, nargs="+", default=[10_000, 100_000])
    options.add_argument("--changed", type=int, default=1_000)
    options.add_argument("--workers", type=int, default=workers_here())
    options.add_argument(
        "--check", action="store_true", help="look at everything again"
    )
    given = options.parse_args()
    names = read_names(given.names)
    with Ostraka(given.home) as o, tempfile.TemporaryDirectory() as folder:
        days = two_days(o, Path(folder), given.changed)
        for count in given.customers:
            with tempfile.TemporaryDirectory() as place:
                measure(o, days, Path(place), customers(names, count), given)


def read_names(path: Path) -> list[list[str]]:
    """Return names of two words and more, as words."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        rows = csv.DictReader(lines, delimiter="\t")
        words = (row["name"].split() for row in rows)
        return [name for name in words if len(name) > 1]


def customers(names: list[list[str]], count: int) -> Iterator[Given]:
    """Yield invented people: the first name of one and the rest of another."""
    chance = random.Random(9)  # noqa: S311 - the same on every run
    for number in range(count):
        name = [chance.choice(names)[0], *chance.choice(names)[1:]]
        properties = {"name": [" ".join(name)]}
        if number % 2:
            properties["birthDate"] = [str(chance.randrange(1940, 2005))]
            properties["country"] = [chance.choice(COUNTRIES)]
        yield Given(
            number, f"B{number}", {"schema": "Person", "properties": properties}
        )


def two_days(o: Ostraka, folder: Path, changed: int) -> Days:
    """Return indexes of two days that differ in some parties."""
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
    return Days(open_index(folder / "first"), open_index(folder / "second"), changed)


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
) -> None:
    """Measure one number of customers."""
    cases, box = open_cases(place), box_with(new_key())
    added = timed("add", lambda: add_customers(cases, ANNA, box, rows, "bench"))
    print(f"\n{added.added:,} customers, {days.changed:,} parties changed, {given.workers} processes")  # fmt: skip
    how = How(workers=given.workers)
    first = look(o, cases, box, days.first, how, "everything, for the first time")
    look(o, cases, box, days.first, how, "nothing changed")
    second = look(o, cases, box, days.second, how, "the day of the change")
    told(first)
    told(second)
    size = sum(path.stat().st_size for path in place.iterdir())
    print(
        f"database {size / 1e6:,.0f} MB; most memory of one process {memory():,.0f} MB"
    )
    if given.check:
        again = replace(how, everything=True)
        whole = look(o, cases, box, days.second, again, "everything again")
        same = whole.facts["results_digest"] == second.facts["results_digest"]
        print(f"everything finds {'the same' if same else 'SOMETHING ELSE'}")
    cases.close()


def look(
    o: Ostraka, cases: Cases, box: Box, index: Index, how: How, label: str
) -> Proof:
    """Monitor once and print how long it took."""
    versions = tuple(o.versions_in_force(Scope()))
    basis = Basis(o.store, versions, index, datetime.now(UTC).date())
    return timed(label, lambda: monitor(cases, ANNA, basis, box, how))


def timed(label: str, action: Callable[[], Result]) -> Result:
    """Do something and print the seconds and the processor time it took."""
    began, used = time.perf_counter(), processor()
    found = action()
    print(f"{label:32}{time.perf_counter() - began:10.1f} s{processor() - used:10.1f} s of processor")  # fmt: skip
    return found


def told(proof: Proof) -> None:
    """Print what a proof counts."""
    asked, found = proof.facts["compared"], proof.facts["matches"]
    print(f"  {proof.facts['why']}: {asked['with_all']:,} with all, {asked['with_changed']:,} with {asked['changed_parties']:,}; {found['new']:,} new, {found['changed']:,} changed, {found['ended']:,} over")  # fmt: skip


def processor() -> float:
    """Return the seconds of processor of this process and of those that ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]  # fmt: skip
    return sum(one.ru_utime + one.ru_stime for one in used)


def memory() -> float:
    """Return the most memory one process took, in MB."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]  # fmt: skip
    return max(one.ru_maxrss for one in used) / 1024


if __name__ == "__main__":
    main()
