"""Records that were judged to be one party, as one match."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ostraka.index import Index
from ostraka.screen.match import Match

#: Records of one party that are looked for, so that as many parties as asked are found.
MOST_RECORDS = 12


def as_parties(index: Index, matches: Iterable[Match]) -> list[Match]:
    """Return one match for each party: its best, in the order they came.

    The lists and the referents are those of the whole party, also of records that do
    not match themselves.

    Args:
        index: Where the records are, with the judgements on them.
        matches: Matches of records, best first.
    """
    if index.judgements is None or not index.is_judged:
        return list(matches)
    found: dict[str, Match] = {}
    for match in matches:
        canonical, *others = index.judgements.members(match.entity_id)
        if canonical not in found:
            found[canonical] = _whole(index, match, canonical, others)
    return list(found.values())


def _whole(index: Index, match: Match, canonical: str, others: list[str]) -> Match:
    """Return the match of a record as that of its party."""
    entries = [
        index.entry(number)
        for name in (canonical, *others)
        for number in index.parties_with_id(name)
    ]
    datasets = {name for entry in entries for name in entry.datasets}
    referents = {name for entry in entries for name in entry.referents}
    return replace(
        match,
        entity_id=canonical,
        datasets=tuple(sorted({*match.datasets, *datasets})),
        referents=tuple(sorted({*match.referents, *referents, *others} - {canonical})),
    )
