"""Ask for people on no list by name alone, and with birth year and country.

    python bench/facts.py BENCH WORK [--people N] [--home HOME]

Printed is how many of a thousand raise an alert at the default threshold, and how many
of those are held against a party of which the list states neither a day nor a country.
Legislators of countries whose legislators are listed, and names equal to a listed one, are
left out.

The lists are those of the samples, which have no facts of the persons of the UK's list; or
all lists of HOME, as `bench/lists.py LISTS --home HOME` loads them.
"""

from __future__ import annotations

import csv
import gzip
import json
import random
from collections.abc import Sequence
from pathlib import Path

from accuracy import party
from arguments import labelled_data, options_of

from ostraka.faces.session import Ostraka
from ostraka.index import Index, build_index, open_index
from ostraka.screen import DEFAULT_THRESHOLD, Query, search

STATED = {"birthDate", "nationality", "country"}
LISTED_LEGISLATORS = {"RU", "BY", "SY", "IR"}


def main() -> None:
    """Ask for the people and print the alerts."""
    options = options_of(__doc__)
    options.add_argument("bench", type=labelled_data)
    options.add_argument("work", type=Path)
    options.add_argument("--people", type=int, default=20_000)
    options.add_argument("--home", type=Path, help="a home with the official lists")
    given = options.parse_args()
    people = [row for row in rows(given.bench) if row["birth_year"] and row["country"]]
    random.Random(5).shuffle(people)  # noqa: S311 - the same on every run
    people = people[: given.people]
    if given.home is None:
        measure(sample_index(given.bench, given.work), people)
        return
    with Ostraka(given.home) as o:
        measure(o.index(), people)


def sample_index(bench: Path, work: Path) -> Index:
    """Build and open the index of the samples."""
    with (bench / "samples/index_all4.ftm.jsonl").open(encoding="utf-8") as file:
        build_index(
            (party(json.loads(line)) for line in file), work / "index", manifest={}
        )
    return open_index(work / "index")


def measure(index: Index, people: Sequence[dict[str, str]]) -> None:
    """Ask for the people and print the alerts."""
    print(f"{len(people):,} people on no list, threshold {DEFAULT_THRESHOLD}")
    for label, facts in (("name alone", False), ("with birth year and country", True)):
        found = [search(index, query(row, facts), limit=1) for row in people]
        alerts = [matches[0] for matches in found if matches]
        plain = sum(not states_a_fact(index, match.entity_id) for match in alerts)
        print(
            f"{label}: {len(alerts)} alerts, {1000 * len(alerts) / len(people):.2f} of a"
            f" thousand; {plain} on parties without a day or a country"
        )


def states_a_fact(index: Index, entity_id: str) -> bool:
    """Tell whether a list states a day or a country of a party."""
    entries = map(index.entry, index.parties_with_id(entity_id))
    return any(entry.facts.keys() & STATED for entry in entries)


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
