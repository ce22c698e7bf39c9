"""A query as it is compared: what of it is needed is worked out once and kept.

A customer file stays as it is from day to day and the lists change a little.  So the
names, numbers and limits of each customer are kept as they are compared (`packed.py`),
and are held against the parties that changed alone (`few.py`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from ostraka.index.identifiers import identifier_hash, number_keys
from ostraka.screen.evidence import is_number
from ostraka.screen.floor import Floor, floor_of
from ostraka.screen.query import Query
from ostraka.screen.score import bits_of
from ostraka.screen.search import MOST_COMPARED
from ostraka.screen.weights import WEIGHTS
from ostraka.screen.written import MOST_WRITTEN
from ostraka.text.name import NameForm, read_name, whole_names

#: At this threshold what a floor is measured from is the middle.
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Prepared:
    """A query as it is compared.

    Attributes:
        family: The family of parties it is compared with; None for all.
        floor: What a name must reach, where nothing more than the middle is needed.
        forms: How its names are read, and the ways to read each.
        wholes: Hashes of its names as they are written but for blanks.
        plain: The same of all its names, read as weak aliases are looked up.
        numbers: Hashes of its identity numbers.
    """

    family: str | None
    floor: Floor
    forms: tuple[tuple[str, NameForm], ...]
    wholes: tuple[int, ...]
    plain: tuple[int, ...]
    numbers: tuple[int, ...]


def prepare(query: Query) -> Prepared:
    """Return a query as it is compared with a few parties.

    Args:
        query: What is asked.
    """
    readings = ("person", "body")
    names = list(query.names_to_go_by())
    forms = tuple(
        (reading, form)
        for asked in names[:MOST_COMPARED]
        for reading in readings
        for form in read_name(asked, reading)
        if form.words
    )
    return Prepared(
        family=query.family,
        floor=_floor(query),
        forms=forms,
        wholes=_wholes(names, readings),
        plain=_wholes([name for _, name in query.names], ("person",)),
        numbers=tuple(sorted(_numbers(query))),
    )


def _floor(query: Query) -> Floor:
    """Return what a name must reach, less what is needed.

    A name that is held against the listed ones as they are written is needed by so much
    less than it is worth then; `Few` takes off what a weak alias may add.
    """
    floor, less = floor_of(query, _HALF), 0.0
    if floor.written < math.inf:
        less = MOST_WRITTEN - floor.written - WEIGHTS["weak_alias_same"].bits
    least = floor.least - bits_of(_HALF) - less
    return Floor(
        least, floor.years_add, floor.years, floor.countries_add, floor.countries
    )


def _wholes(names: list[str], readings: tuple[str, ...]) -> tuple[int, ...]:
    found = {
        identifier_hash(key)
        for name in names
        for reading in readings
        for form in read_name(name, reading)
        for key in whole_names(form, reading)
    }
    return tuple(sorted(found))


def _numbers(query: Query) -> set[int]:
    return {
        identifier_hash(key)
        for prop, values in query.facts.items()
        if is_number(prop)
        for value in values
        for key in number_keys(prop, value)
    }
