"""One party through all versions of a list: listed, amended, removed, listed again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from ostraka.record.diff import Change, Sides, change_of, suspected_faults
from ostraka.record.rows import entities_of, party_rows
from ostraka.record.store import Store
from ostraka.record.versions import Version

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a party on a list, as its versions show it.

    Attributes:
        dataset: The list.
        version: The version that shows it first.
        day: Day of that version.
        kind: `listed`, `amended`, `removed`, `listed again`, `moved` (the same values in
            another part of the record), `fault` (values lost by a suspected fault of
            the publication) or `restored` (they are back).
        changes: What differs from the version before.
    """

    dataset: str
    version: str
    day: str
    kind: str
    changes: tuple[Change, ...] = ()


def party_history(
    connection: duckdb.DuckDBPyConnection, store: Store, dataset: str, party: str
) -> tuple[Event, ...]:
    """Return what happened to one party on one list, oldest first."""
    versions = store.versions(dataset)
    rows = _rows_by_version(connection, store, versions, party)
    events: list[Event] = []
    lost: set[tuple[str, str]] = set()
    present = [v for v in versions if v.id in rows]
    if not present:
        return ()
    events.append(Event(dataset, present[0].id, present[0].published, "listed"))
    first = versions.index(present[0])
    for before, after in pairwise(versions[first:]):
        here, there = rows.get(before.id), rows.get(after.id)
        kind = None
        if here and not there:
            kind = "removed"
        elif there and not here:
            kind = "listed again"
        if kind is not None:
            events.append(Event(dataset, after.id, after.published, kind))
        elif here and there and before.format == after.format:
            events += _step(
                store, before, after, _changes(here, there, before, after), party, lost
            )
    return tuple(events)


_Rows = set[tuple[str, str, str]]


def _rows_by_version(
    connection: duckdb.DuckDBPyConnection,
    store: Store,
    versions: Iterable[Version],
    party: str,
) -> dict[str, _Rows]:
    """Return the `(prop, original, origin)` rows of a party by version id."""
    found: dict[str, _Rows] = {}
    parquets = {store.parquet(version): version for version in versions}
    entities = entities_of(connection, parquets, party)
    for parquet, version in parquets.items():
        rows = connection.execute(
            f"SELECT prop, original, origin FROM ({party_rows(parquet, entities[parquet])}) WHERE party = ?",  # noqa: S608 - quoted in party_rows
            [party],
        ).fetchall()
        if rows:
            found[version.id] = set(rows)
    return found


def _changes(
    here: _Rows, there: _Rows, before: Version, after: Version
) -> list[Change]:
    missing = before.roles ^ after.roles
    old, new = (
        {
            (prop, text, part)
            for prop, text, origin in rows
            for part in origin.split("; ")
        }
        for rows in (here, there)
    )
    sides: dict[str, Sides] = defaultdict(lambda: (set(), set()))
    for side, rows in enumerate((old - new, new - old)):
        for prop, original, part in rows:
            if part not in missing:
                sides[prop][side].add((original, part))
    return [change_of(prop, *found) for prop, found in sorted(sides.items())]


def _step(
    store: Store,
    before: Version,
    after: Version,
    changes: list[Change],
    party: str,
    lost: set[tuple[str, str]],
) -> list[Event]:
    """Sort the changes of one step into amendments, faults and their repair."""
    kinds: dict[str, list[Change]] = {
        "fault": [],
        "restored": [],
        "moved": [],
        "amended": [],
    }
    only_losses = [c for c in changes if c.before and not c.after]
    faulty = (
        {
            fault.prop
            for fault in suspected_faults(
                store.parquet(before), store.parquet(after), before.roles ^ after.roles
            )
            if party in fault.parties
        }
        if only_losses
        else set()
    )
    for change in changes:
        values = {(change.prop, value) for value in change.before + change.after}
        if change.moved:
            kinds["moved"].append(change)
        elif change in only_losses and change.prop in faulty:
            kinds["fault"].append(change)
            lost |= values
        elif not change.before and values <= lost:
            kinds["restored"].append(change)
            lost -= values
        else:
            kinds["amended"].append(change)
    return [
        Event(after.dataset, after.id, after.published, kind, tuple(found))
        for kind, found in kinds.items()
        if found
    ]
