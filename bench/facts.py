"""Ask for people on no list by name alone, and with birth year and country.

    python bench/facts.py BENCH WORK [--people N]

Printed is how many of a thousand raise an alert at the default threshold.  Legislators
of countries whose legislators are listed, and names equal to a listed one, are left out.
"""

from __future__ import annotations

import csv
import gzip
import json
import random
from pathlib import Path

from accuracy import party
from arguments import labelled_data, options_of

from ostraka.index import build_index, open_index
from ostraka.screen import DEFAULT_THRESHOLD, Query, search

LISTED_LEGISLATORS = {"RU", "BY", "SY", "IR"}


def main() -> None:
    """Ask for the people and print the alerts."""
    options = options_of(__doc__)
    options.add_argument("bench", type=labelled_data)
    options.add_argument("work", type=Path)
    options.add_argument("--people", type=int, default=20_000)
    given = options.parse_args()
    bench, work = given.bench, given.work
    with (bench / "samples/index_all4.ftm.jsonl").open(encoding="utf-8") as file:
        build_index(
            (party(json.loads(line)) for line in file), work / "index", manifest={}
        )
    index = open_index(work / "index")
    people = [row for row in rows(bench) if row["birth_year"] and row["country"]]
    random.Random(5).shuffle(people)  # noqa: S311 - the same on every run
    people = people[: given.people]
    print(f"{len(people):,} people on no list, threshold {DEFAULT_THRESHOLD}")
    for label, facts in (("name alone", False), ("with birth year and country", True)):
        alerts = sum(bool(search(index, query(row, facts), limit=1)) for row in people)
        print(
            f"{label}: {alerts} alerts, {1000 * alerts / len(people):.2f} of a thousand"
        )


def query(row: dict[str, str], facts: bool) -> Query:
    """Return the question for a person."""
    properties = {"name": [row["name"]]}
    if facts:
        properties["birthDate"] = [row["birth_year"][:4]]
        properties["nationality"] = [row["country"]]
    return Query.from_entity({"schema": "Person", "properties": properties})


def rows(bench: Path) -> list[dict[str, str]]:
    """Return the people on no list."""
    path = bench / "dev/controls_persons.tsv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        found = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        row
        for row in found
        if row["exact_list_name"] != "1"
        and row["pep_flag"] != "pep_highrisk"
        and not (row["pep_flag"] and row["country"] in LISTED_LEGISLATORS)
    ]


if __name__ == "__main__":
    main()
