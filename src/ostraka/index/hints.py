"""Which years and countries a party has, in 64 bits each: what can agree, told at once.

A bit in common does not mean that two dates agree, but none in common means that no two
do, and where both have some, that they speak against: most parties need not be looked at
further.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from zlib import crc32

from ostraka.record.schema import find_schema

#: Dates that are compared.
DATES = ("birthDate", "incorporationDate")
#: Countries that are compared, of parties and of ships and aircraft.
COUNTRIES = ("nationality", "citizenship", "country", "jurisdiction", "mainCountry")
FLAGS = ("flag", "registrationCountry", "country")
_COMPARED = frozenset({*COUNTRIES, *FLAGS})
_ALL = (1 << 64) - 1


def years_of(facts: Mapping[str, Sequence[str]]) -> int:
    """Return the years of the dates of a party, one bit for each of 64 in turn."""
    bits = 0
    for prop in DATES:
        for value in facts.get(prop, ()):
            first, _, last = value.partition("/")
            bits |= _years(first[:4], (last or first)[:4])
    return bits


@lru_cache(maxsize=4096)
def _years(first: str, last: str) -> int:
    if not (first.isdigit() and last.isdigit()):
        return _ALL
    bits = 0
    for year in range(int(first), min(int(last), int(first) + 63) + 1):
        bits |= 1 << (year % 64)
    return bits


def next_to(years: int) -> int:
    """Return some years, as `years_of` writes them, and those before and after each."""
    both = years | years << 1 | years >> 1 | years >> 63 | years << 63
    return both & _ALL


def countries_of(facts: Mapping[str, Sequence[str]]) -> int:
    """Return the countries of a party, one bit for each of 64 classes."""
    bits = 0
    for prop, values in facts.items():
        if prop in _COMPARED:
            for value in values:
                bits |= 1 << (crc32(value.encode()) % 64)
    return bits


def _country_properties() -> frozenset[str]:
    schemata = ("Person", "Company", "Vessel", "Airplane")
    return frozenset(
        name
        for schema in schemata
        for name, spec in find_schema(schema).properties.items()
        if spec.type == "country"
    )


_COUNTRY_PROPERTIES = _country_properties()


def is_country(prop: str) -> bool:
    """Tell whether a property holds countries."""
    return prop in _COUNTRY_PROPERTIES
