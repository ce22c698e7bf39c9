"""Two million parties with six million names: how large, how soon open, how fast.

    python bench/big.py BENCH WORK [--parties N]

The names are composed of the inventories of BENCH/dev: given and family names of people
of one country, words of companies of one country, each party with two further spellings.
The index stands in WORK/big and is built once; run again to measure only.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import random
import resource
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from speed import each, entities, names_of

from ostraka.index import build_index, open_index
from ostraka.record.party import Fact, Party
from ostraka.screen import Query, search

#: One party in four is a company.
COMPANIES = 4
OPEN = "import sys, time; from pathlib import Path; from ostraka.index import open_index; t = time.perf_counter(); open_index(Path(sys.argv[1])); print(time.perf_counter() - t)"


def main() -> None:
    """Build the index if it is not there, and measure it."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("bench", type=Path)
    options.add_argument("work", type=Path)
    options.add_argument("--parties", type=int, default=2_000_000)
    given = options.parse_args()
    folder = given.work / "big"
    if not (folder / "manifest.json").exists():
        given.work.mkdir(parents=True, exist_ok=True)
        start = time.perf_counter()
        build_index(parties(given.bench, given.parties), folder, manifest={})
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(f"built in {time.perf_counter() - start:.0f} s with {memory} MB")
    size = sum(path.stat().st_size for path in folder.iterdir())
    print(f"{size / 1e9:.2f} GB on disk; opens in {1000 * opening(folder):.0f} ms")
    index = open_index(folder)
    print(f"{index.manifest['parties']:,} parties, {index.manifest['names']:,} names")
    for file in ("controls_persons", "controls_companies", "list_alias"):
        asked = entities(names_of(given.bench, file, 600), known_kind=True)
        for entity in asked[:100]:
            search(index, Query.from_entity(entity))
        times = each(lambda e: search(index, Query.from_entity(e)), asked[100:])
        said = (f"{part} {times[part]:.2f} ms" for part in times if part != "least")
        print(f"{file:20} {', '.join(said)}")


def opening(folder: Path) -> float:
    """Return how long a new process takes to open the index, the best of three."""
    command = [sys.executable, "-c", OPEN, str(folder)]
    return min(
        float(subprocess.run(command, check=True, capture_output=True).stdout)
        for _ in range(3)
    )


def parties(bench: Path, most: int) -> Iterator[Party]:
    """Yield made-up parties, the same on every run."""
    chance = random.Random(7)  # noqa: S311 - the same on every run
    people = inventory(bench / "dev/controls_persons.tsv.gz")
    companies = inventory(bench / "dev/controls_companies.tsv.gz")
    for number in range(most):
        company = number % COMPANIES == 0
        country, names = chance.choice(companies if company else people)
        first, second = chance.choice(names), chance.choice(names)
        name = (
            mixed_company(first, second, chance)
            if company
            else mixed_person(first, second)
        )
        born = f"{chance.randrange(1940, 2005)}-{chance.randrange(1, 13):02}"
        yield party(number, name, country, "" if company else born, chance)


def inventory(path: Path) -> list[tuple[str, list[list[str]]]]:
    """Return the names of each country as words, countries as often as they have names."""
    by_country: dict[str, list[list[str]]] = defaultdict(list)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            words = row["name"].split()
            if len(words) > 1:
                by_country[row["country"]].append(words)
    return [(country, names) for country, names in by_country.items() for _ in names]


def mixed_person(first: list[str], second: list[str]) -> list[str]:
    """Return the given names of one with the family name of another."""
    return [*first[:-1], second[-1]]


def mixed_company(
    first: list[str], second: list[str], chance: random.Random
) -> list[str]:
    """Return words of two companies, the first's at the start."""
    cut = chance.randrange(1, len(first) + 1)
    return [*first[:cut], *second[-1:]]


def party(
    number: int, words: list[str], country: str, born: str, chance: random.Random
) -> Party:
    """Return a party with its name and two other spellings of it."""
    name = " ".join(words)
    aliases = (" ".join([words[-1], *words[:-1]]), slip(name, chance))
    facts = {"name": (name,), "alias": aliases, "country": (country,)}
    if born:
        facts["birthDate"] = (born,)
    known = {p: tuple(Fact(v, "big") for v in vs) for p, vs in facts.items() if vs[0]}
    schema = "Person" if born else "Company"
    return Party(f"b{number}", schema, name, ("big",), (), known, ())


def slip(name: str, chance: random.Random) -> str:
    """Return a name with one letter more, less or another."""
    at_letter = chance.randrange(len(name))
    letter = chance.choice("aeiourstnlmhk")
    return name[:at_letter] + chance.choice(("", letter)) + name[at_letter + 1 :]


if __name__ == "__main__":
    main()
