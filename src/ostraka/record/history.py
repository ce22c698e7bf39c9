"""One party through all versions of a list: listed, amended, removed, listed again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from ostraka.record.diff import Change, Sides, change_of, suspected_faults
from ostraka.record.files import Files, Rows
from ostraka.record.find import Record
from ostraka.record.store import Store
from ostraka.record.versions import Version

#: Versions never change, and the losses between two of them concern many parties.
_faults = lru_cache(maxsize=64)(suspected_faults)


#: What is said of a party that the first version here has already.
FIRST_SEEN = "first seen here"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a party on a list, as its versions show it.

    Attributes:
        dataset: The list.
        version: The version that shows it first.
        day: Day of that version.
        kind: `first seen here` (in the first version loaded, whenever it was listed),
            `listed`, `amended`, `removed`, `listed again`, `moved` (the same values in
            another part of the record), `fault` (values lost by a suspected fault of
            the publication) or `restored` (they are back).
        changes: What differs from the version before.
    """

    dataset: str
    version: str
    day: str
    kind: str
    changes: tuple[Change, ...] = ()


def histories(store: Store, files: Files) -> dict[Record, tuple[Event, ...]]:
    """Return what happened to some records on their lists, oldest first."""
    rows = files.rows_by_version()
    return {
        (dataset, party): tuple(
            _events(
                store, files.versions[dataset], party, rows.get((dataset, party), {})
            )
        )
        for dataset, party in files.last
    }


def _events(
    store: Store, versions: Sequence[Version], party: str, rows: Mapping[str, Rows]
) -> Iterator[Event]:
    """Yield what happened to a record, whose rows are given by version id."""
    lost: set[tuple[str, str]] = set()
    present = [v for v in versions if v.id in rows]
    if not present:
        return
    first = versions.index(present[0])
    # The first version loaded only says that the party was there already.
    began = "listed" if first else FIRST_SEEN
    yield Event(present[0].dataset, present[0].id, present[0].published, began)
    for before, after in pairwise(versions[first:]):
        here, there = rows.get(before.id), rows.get(after.id)
        kind = None
        if here and not there:
            kind = "removed"
        elif there and not here:
            kind = "listed again"
        if kind is not None:
            yield Event(after.dataset, after.id, after.published, kind)
        elif here and there and before.format == after.format:
            changes = _changes(here, there, before, after)
            yield from _step(store, before, after, changes, party, lost)


def _changes(here: Rows, there: Rows, before: Version, after: Version) -> list[Change]:
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
            for fault in _faults(
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
