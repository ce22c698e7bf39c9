"""Made-up people, companies and parties of the benchmarks, the same on every run.

They are put together anew from the words of people and companies on no list.
"""

from __future__ import annotations

import csv
import gzip
import random
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from ostraka.casework.keeping import Given
from ostraka.record.party import Fact, Party

#: One party in so many is a company, and such a part of customers.
COMPANIES, COMPANIES_OF_FILES = 4, 0.1
COUNTRIES = ("de", "fr", "it", "pl", "es", "nl", "at", "be", "se", "tr", "ir", "ru")


def parties(bench: Path, most: int) -> Iterator[Party]:
    """Yield parties, each with its name and two other spellings of it."""
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


def customers(bench: Path) -> Iterator[tuple[str, str, str, str, str]]:
    """Yield the customers of a file: id, name, kind, day of birth and country."""
    chance = random.Random(11)  # noqa: S311 - the same on every run
    people = inventory(bench / "dev/controls_persons.tsv.gz")
    companies = inventory(bench / "dev/controls_companies.tsv.gz")
    number = 0
    while True:
        company = chance.random() < COMPANIES_OF_FILES
        country, names = chance.choice(companies if company else people)
        first, second = chance.choice(names), chance.choice(names)
        words = (
            mixed_company(first, second, chance)
            if company
            else mixed_person(first, second)
        )
        born = f"{chance.randrange(1940, 2005)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
        kind = "company" if company else "person"
        yield f"C{number}", " ".join(words), kind, "" if company else born, country
        number += 1


def watched(names: list[list[str]], count: int) -> Iterator[Given]:
    """Yield people who are watched: the first name of one and the rest of another."""
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


def read_names(path: Path) -> list[list[str]]:
    """Return names of two words and more, as words."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        rows = csv.DictReader(lines, delimiter="\t")
        words = (row["name"].split() for row in rows)
        return [name for name in words if len(name) > 1]


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
