"""Parties against lists, as of a day: who listed what part since when, and who did not."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations

from ostraka.measures.groups import Group, Member
from ostraka.measures.standing import Standing, Standings
from ostraka.record.dates import first_day
from ostraka.sources.catalog import find_dataset

LISTED, PART_LISTED, REMOVED = "listed", "part listed", "removed"
NEVER, NOT_YET, UNKNOWN = "never", "not yet", "not known"
#: What stands beside every answer.
NEVER_MEANS = "“never” is of the files here, not of the law"


@dataclass(frozen=True, slots=True)
class Column:
    """One list.

    Attributes:
        dataset: Its name.
        authority: Who designates.
        country: Code of the authority's country, `eu` or `un`, or None.
        version: Day of the version in force on the day asked about, or None.
    """

    dataset: str
    authority: str
    country: str | None
    version: str | None


@dataclass(frozen=True, slots=True)
class Cell:
    """What one list has of one party on a day.

    Attributes:
        dataset: The list.
        status: `listed`, `part listed`, `removed`, `not yet`, `never` or `not known`.
        since: Earliest day the list states, or None.
        since_basis: What that day means.
        seen: Day of the first version here that has a record of it, or None.
        until: For `removed`, the day.
        basis: Why, in words.
        records: The records of the party itself.
        parts: The records of its parts that are listed.
    """

    dataset: str
    status: str
    since: str | None
    since_basis: str | None
    seen: str | None
    until: str | None
    basis: str
    records: tuple[Standing, ...]
    parts: tuple[tuple[Member, Standing], ...]


@dataclass(frozen=True, slots=True)
class Delay:
    """How long one authority listed a party after another.

    Attributes:
        first: The list that states the earlier day.
        then: The list that states the later one.
        days: Days between them.
        certain: False if a day is of a latest act, so that the listing may be older.
    """

    first: str
    then: str
    days: int
    certain: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One party with a cell for each list."""

    group: Group
    cells: tuple[Cell, ...]
    delays: tuple[Delay, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Parties against lists as of a day."""

    as_of: date
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


def gaps(
    groups: Sequence[Group],
    datasets: Iterable[str],
    standings: Standings,
    day: date,
    publication: Callable[[str], str | None],
) -> Matrix:
    """Return who listed which parties on a day, and who did not.

    Args:
        groups: The parties with their records.
        datasets: The lists asked.
        standings: What the lists have of these records.
        day: The day asked about.
        publication: Returns the day of the version of a list in force on it, or None.
    """
    columns = tuple(_column(dataset, publication(dataset)) for dataset in datasets)
    rows = []
    for group in groups:
        cells = tuple(_cell(group, column, standings, day) for column in columns)
        rows.append(Row(group, cells, tuple(_delays(cells))))
    return Matrix(day, columns, tuple(rows))


def _column(dataset: str, version: str | None) -> Column:
    known = find_dataset(dataset)
    return Column(dataset, known.authority or known.title, known.country, version)


def _cell(group: Group, column: Column, standings: Standings, day: date) -> Cell:
    own = _standings(group.members, column.dataset, standings, day)
    parts = _standings(group.parts, column.dataset, standings, day)
    records = tuple(standing for _, standing in own)
    listed = [s for s in records if s.listed]
    listed_parts = tuple(pair for pair in parts if pair[1].listed)
    if listed:
        return _made(column, LISTED, listed, records, listed_parts, listed[0].basis)
    if listed_parts:
        found = [standing for _, standing in listed_parts]
        basis = "; ".join(f"{member.name}: {s.basis}" for member, s in listed_parts)
        return _made(column, PART_LISTED, found, records, listed_parts, basis)
    for status, found in (
        (REMOVED, [s for s in records if s.until]),
        (UNKNOWN, [s for s in records if s.listed is None]),
        (NOT_YET, list(records)),
    ):
        if found:
            return _made(column, status, found, records, (), found[0].basis)
    return _made(column, NEVER, [], records, (), _absence(column))


def _absence(column: Column) -> str:
    """Say why a party is taken for never listed."""
    if column.version is None:
        return "no record of it in any version here, and none of that day is here"
    return f"no record of it in the version of {column.version}, in force that day"


def _standings(
    members: Sequence[Member], dataset: str, standings: Standings, day: date
) -> list[tuple[Member, Standing]]:
    found = []
    for member in members:
        if member.dataset == dataset:
            standing = standings.on((dataset, member.id), day)
            if standing is not None:
                found.append((member, standing))
    return found


def _made(
    column: Column,
    status: str,
    counting: Sequence[Standing],
    records: tuple[Standing, ...],
    parts: tuple[tuple[Member, Standing], ...],
    basis: str,
) -> Cell:
    dated = sorted((s for s in counting if s.since), key=lambda s: s.since or "")
    seen = min((s.seen for s in counting if s.seen), default=None)
    ends = [s.until for s in counting if s.until]
    return Cell(
        dataset=column.dataset,
        status=status,
        since=dated[0].since if dated else None,
        since_basis=(dated or list(counting))[0].since_basis if counting else None,
        seen=seen,
        until=max(ends) if ends and status == REMOVED else None,
        basis=basis,
        records=records,
        parts=parts,
    )


def _delays(cells: Sequence[Cell]) -> Iterable[Delay]:
    """Yield the days between every two lists that state since when they have a party."""
    dated = [c for c in cells if c.status in {LISTED, REMOVED} and c.since]
    dated.sort(key=lambda c: c.since or "")
    for one, other in combinations(dated, 2):
        days = (first_day(other.since or "") - first_day(one.since or "")).days
        certain = all(
            find_dataset(c.dataset).listing_dates == "first" for c in (one, other)
        )
        yield Delay(one.dataset, other.dataset, days, certain)
