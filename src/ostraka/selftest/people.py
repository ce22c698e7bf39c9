"""Whom false alerts are counted on: the rows of a customer file, or people that are made."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from ostraka.screen import Query
from ostraka.selftest.drawn import name_bits
from ostraka.selftest.origin import groups, known_origins, name_parts
from ostraka.text.script import scripts_in

#: Bits up to which the words of a name are common together, and up to which middling.
COMMON, MIDDLING = 18.0, 24.0
#: Countries made people live in, by no tradition of their names.
_COUNTRIES = (
    "us",
    "gb",
    "de",
    "fr",
    "es",
    "br",
    "in",
    "cn",
    "eg",
    "ir",
    "ru",
    "tr",
    "ng",
    "id",
)
_BORN = (1940, 2006)
#: Properties in which a row states a country.
COUNTRY_PROPS = ("nationality", "citizenship", "country", "jurisdiction")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody a false alert may fall on.

    Attributes:
        query: What is asked.
        origin: Group of traditions of the name, or None if it cannot be told.
        commonness: `common`, `middling` or `rare`: how much the words tell together.
        script: Script of the name, or `mixed`.
        country: Country the row states, or None.
    """

    query: Query
    origin: str | None
    commonness: str
    script: str
    country: str | None


def people_of(
    queries: Iterable[Query], most: int, seed: int, listed: Collection[str] = ()
) -> list[Person]:
    """Return the persons of a customer file, drawn by chance if they are many.

    Args:
        queries: The rows; bodies and rows without a name are left out.
        most: Persons at most.
        seed: The same persons on every run.
        listed: Ids of customers who were decided to be a listed party.
    """
    persons = [
        q
        for q in queries
        if q.names and q.family in {None, "person"} and q.id not in listed
    ]
    if len(persons) > most:
        chance = random.Random(seed)  # noqa: S311 - the same on every run
        persons = chance.sample(persons, most)
    return [_person(query) for query in persons]


def made_people(most: int, seed: int) -> Iterator[Person]:
    """Yield people that do not exist: common name parts put together, origin by origin.

    Their names are commoner than those of real customers, so the rates are higher; what
    they tell is how unlike the rates are.

    Args:
        most: People in all.
        seed: The same people on every run.
    """
    chance = random.Random(seed)  # noqa: S311 - the same on every run
    parts = name_parts()
    for origin, kinds in parts.items():
        for _ in range(max(1, most // len(parts))):
            name = f"{chance.choice(kinds['given'])} {chance.choice(kinds['family'])}"
            facts = {
                "birthDate": (str(chance.randrange(*_BORN)),),
                "nationality": (chance.choice(_COUNTRIES),),
            }
            query = Query((("name", name.title()),), "Person", facts)
            # They live anywhere, so their country says nothing of them.
            yield replace(_person(query, groups()[origin]), country=None)


def has_fact(query: Query, fact: str) -> bool:
    """Tell whether a row states a birth date (`birth date`) or a country (`country`)."""
    props: Sequence[str] = ("birthDate",) if fact == "birth date" else COUNTRY_PROPS
    return any(prop in query.facts for prop in props)


def without(query: Query, facts: Iterable[str]) -> Query:
    """Return a query less its birth date, its country, or its other facts.

    Args:
        query: What is asked.
        facts: `birth date`, `country`, `others`.
    """
    left = set(facts)
    groups: Mapping[str, str] = {
        "birthDate": "birth date",
        **dict.fromkeys(COUNTRY_PROPS, "country"),
    }
    kept = {p: v for p, v in query.facts.items() if groups.get(p, "others") not in left}
    return Query(query.names, query.schema, kept, query.id)


def commonness_of(name: str) -> str:
    """Return how common a name is, by what its words tell together."""
    bits = name_bits(name)
    return "common" if bits <= COMMON else "middling" if bits <= MIDDLING else "rare"


def _person(query: Query, origin: str | None = None) -> Person:
    name = query.names[0][1]
    scripts = scripts_in(name)
    stated = (v for prop in COUNTRY_PROPS for v in query.facts.get(prop, ()))
    return Person(
        query=query,
        origin=origin or known_origins().tell(name),
        commonness=commonness_of(name),
        script=next(iter(scripts)) if len(scripts) == 1 else "mixed",
        country=next(stated, None),
    )


def _group(origin: str) -> str:
    from ostraka.selftest.origin import groups  # noqa: PLC0415

    return groups()[origin]
