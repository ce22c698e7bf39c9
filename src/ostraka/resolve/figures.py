"""The figures by which two records are judged to be one party, one column for each.

`FIGURES` names every figure with its unit and what it means; the bits beside them are
fitted by `tools/fit_resolve.py` and stand in `data/weights.json`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from ostraka.index.identifiers import identifier_key
from ostraka.resolve.branches import place_differs
from ostraka.resolve.listed import Listed
from ostraka.resolve.names import (
    NAME_FIGURES,
    Floats,
    NamesCompared,
    Numbers,
)
from ostraka.screen.evidence import birth_date_rule
from ostraka.text.fold import fold

#: How birth dates agree, the surest first.
_DATES = (
    "day_same", "day_swapped", "month_same", "year_same", "year_within",
    "year_same_other_day", "year_near", "year_apart", "year_far",
)  # fmt: skip
_FACTS: tuple[tuple[str, str, str], ...] = (
    *((f"date_{rule}", "0/1", "how the birth dates agree best") for rule in _DATES),
    ("main_place_differs", "0/1", "a place in one main name that no name of the other has"),
    ("founded_same", "0/1", "founded in the same year"),
    ("founded_differs", "0/1", "founded in another year"),
    ("country_same", "0/1", "a country in common"),
    ("country_differs", "0/1", "no country in common"),
    ("number_same", "0/1", "the same number of the same kind"),
    ("number_same_other_kind", "0/1", "the same number, filed as another kind"),
    ("number_differs", "0/1", "other numbers of the same kind only"),
    ("number_differs_for_life", "0/1", "other numbers of a kind kept for life"),
    ("gender_differs", "0/1", "another gender"),
    ("address_same", "0/1", "an address of the same words"),
    ("place_same", "share", "words of the birth places in common"),
    ("place_differs", "0/1", "no word of the birth places in common"),
    ("text_same", "share", "runs of words of the shorter text that the other has"),
    ("text_long", "0/1", "the same, if the shorter text has twenty runs and half agree"),
    ("text_differs", "0/1", "both have twenty runs of words and none in common"),
    ("regime_same", "0/1", "a programme for the same territory"),
    ("regime_differs", "0/1", "programmes for other territories"),
    ("same_list", "0/1", "one list has both, under one programme or none"),
    ("same_list_other_day", "0/1", "one list has both, put on it on different days"),
    ("same_list_other_program", "0/1", "one list has both, for different programmes"),
)  # fmt: skip
FIGURES = NAME_FIGURES + _FACTS
_PLACE = {name: place for place, (name, _, _) in enumerate(FIGURES)}
_COUNTRIES = ("nationality", "citizenship", "country", "jurisdiction", "mainCountry")
_FLAGS = ("flag", "registrationCountry")
_FOR_LIFE = frozenset({"imoNumber", "leiCode", "innCode", "ogrnCode", "mmsi"})
_NOT_NUMBERS = frozenset(
    {"birthDate", "deathDate", "incorporationDate", "gender", "address", *_COUNTRIES, *_FLAGS}
)  # fmt: skip
_LONG_TEXT, _SHORTEST_ADDRESS = 20, 3
_MOST_VALUES = 20


def figures_of(
    records: Sequence[Listed] | Mapping[int, Listed],
    left: Numbers,
    right: Numbers,
    names: NamesCompared,
) -> Floats:
    """Return the figures of pairs of records.

    Args:
        records: The records, by number.
        left: Numbers of the records on the left.
        right: Numbers of those on the right.
        names: Their names compared.

    Returns:
        One row for each pair, one column for each of `FIGURES`.
    """
    figures = np.zeros((len(left), len(FIGURES)))
    figures[:, : len(NAME_FIGURES)] = names.figures
    for row, (one, other) in enumerate(zip(left.tolist(), right.tolist(), strict=True)):
        for name, value in facts_of(records[one], records[other]):
            figures[row, _PLACE[name]] = value
    return figures


def facts_of(one: Listed, other: Listed) -> Iterator[tuple[str, float]]:
    """Yield the figures besides the names that are not zero."""
    if place_differs(one, other):
        yield "main_place_differs", 1
    yield from _dates(one, other)
    yield from _countries(one, other)
    yield from _numbers(one, other)
    if _apart(one.facts.get("gender", ()), other.facts.get("gender", ())):
        yield "gender_differs", 1
    if not _addresses(one).isdisjoint(_addresses(other)):
        yield "address_same", 1
    if one.places and other.places:
        shared = len(one.places & other.places)
        yield "place_same", shared / min(len(one.places), len(other.places))
        yield "place_differs", float(not shared)
    yield from _texts(one, other)
    if one.regimes and other.regimes:
        met = not one.regimes.isdisjoint(other.regimes)
        yield ("regime_same" if met else "regime_differs"), 1
    yield from _lists(one, other)


def _lists(one: Listed, other: Listed) -> Iterator[tuple[str, float]]:
    """A list that has both tells them apart, unless it lists by act and not by party."""
    shared = one.datasets & other.datasets
    if not shared:
        return
    if _apart(one.programs, other.programs):
        yield "same_list_other_program", 1
    elif all(
        one.since.get(name, "") != other.since.get(name, "")
        and name in one.since
        and name in other.since
        for name in shared
    ):
        yield "same_list_other_day", 1
    else:
        yield "same_list", 1


def _dates(one: Listed, other: Listed) -> Iterator[tuple[str, float]]:
    rules = {
        birth_date_rule(a, b)
        for a in one.facts.get("birthDate", ())
        for b in other.facts.get("birthDate", ())
    }
    best = next((rule for rule in _DATES if rule in rules), None)
    if best is not None:
        yield f"date_{best}", 1
    years, others = (
        {value[:4] for value in record.facts.get("incorporationDate", ())}
        for record in (one, other)
    )
    if years and others:
        met = not years.isdisjoint(others)
        yield ("founded_same" if met else "founded_differs"), 1


def _countries(one: Listed, other: Listed) -> Iterator[tuple[str, float]]:
    here, there = (
        {value for prop in _COUNTRIES for value in record.facts.get(prop, ())}
        for record in (one, other)
    )
    if here and there:
        met = not here.isdisjoint(there)
        yield ("country_same" if met else "country_differs"), 1


def _numbers(one: Listed, other: Listed) -> Iterator[tuple[str, float]]:
    here, there = number_keys(one), number_keys(other)
    if not here or not there:
        return
    if not here.isdisjoint(there):
        yield "number_same", 1
        return
    if not {key for _, key in here}.isdisjoint(key for _, key in there):
        yield "number_same_other_kind", 1
        return
    kinds = {prop for prop, _ in here} & {prop for prop, _ in there}
    if kinds:
        kept = not kinds.isdisjoint(_FOR_LIFE)
        yield ("number_differs_for_life" if kept else "number_differs"), 1


def number_keys(record: Listed) -> set[tuple[str, str]]:
    """Return the identity numbers of a record by property; fillers are no numbers."""
    return {
        (prop, key)
        for prop, values in record.facts.items()
        if prop not in _NOT_NUMBERS
        for value in values
        if (key := identifier_key(value)) is not None
    }


def _addresses(record: Listed) -> set[frozenset[str]]:
    return {
        words
        for value in record.facts.get("address", ())[:_MOST_VALUES]
        if len(words := frozenset(fold(value).split())) >= _SHORTEST_ADDRESS
    }


def _texts(one: Listed, other: Listed) -> Iterator[tuple[str, float]]:
    shorter = min(len(one.runs), len(other.runs))
    if not shorter:
        return
    share = len(one.runs & other.runs) / shorter
    yield "text_same", share
    if shorter >= _LONG_TEXT:
        yield "text_long", float(share >= 0.5)
        yield "text_differs", float(share == 0)


def _apart(one: Iterable[str], other: Iterable[str]) -> bool:
    here, there = set(one), set(other)
    return bool(here and there) and here.isdisjoint(there)
