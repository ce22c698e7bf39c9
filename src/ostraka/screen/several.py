"""Several names asked: an alias that agrees better than the main names do tells less."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from ostraka.index import Index
from ostraka.index.columns import Numbers
from ostraka.screen.find import judge_best
from ostraka.screen.verdict import least_that_counts, taken_off
from ostraka.text.name import read_name


def weigh_aliases(
    index: Index, asked: Sequence[str], found: Mapping[int, float]
) -> dict[int, float]:
    """Return the evidence of each party once what an alias tells alone is taken off.

    Args:
        index: The lists.
        asked: The names asked, the main name first.
        found: Evidence of the best name of each party.
    """
    weighed = {}
    for reading in ("person", "body"):
        parties = [party for party in found if index.reading_of(party) == reading]
        names = {party: _rows(index, party) for party in parties}
        firsts = {party: _first(index, rows) for party, rows in names.items()}
        least = {party: least_that_counts(found[party]) for party in parties}
        first_asked = _best(index, asked[:1], reading, names, least)
        first_listed = _best(index, asked, reading, firsts, least)
        for party in parties:
            ours, theirs = first_asked[party], first_listed[party]
            best = max(found[party], ours, theirs)
            weighed[party] = best - taken_off(best, ours, theirs)
    return weighed


def _rows(index: Index, party: int) -> Numbers:
    """Return the names of a party that open a match."""
    rows = index.names_of(party)
    return rows[[not index.is_weak(row) for row in rows.tolist()]]


def _first(index: Index, rows: Numbers) -> Numbers:
    """Return the ways to read the first of some names."""
    slots = index.columns.names["slot"][rows]
    first: Numbers = rows[slots == slots.min()]
    return first


def _best(
    index: Index,
    asked: Iterable[str],
    reading: str,
    names: Mapping[int, Numbers],
    least: Mapping[int, float],
) -> dict[int, float]:
    """Return for each party the evidence of the best of some names.

    Evidence that is less than the least of its party may be told as none.
    """
    if not names:
        return {}
    rows = np.concatenate(list(names.values()))
    sizes = [len(rows) for rows in names.values()]
    floor = np.repeat([least[party] for party in names], sizes)
    forms = [form for name in asked for form in read_name(name, reading)]
    best = judge_best(index.columns, forms, reading, rows, floor)
    parts = np.split(best, np.cumsum(sizes)[:-1])
    return {party: float(part.max()) for party, part in zip(names, parts, strict=True)}
