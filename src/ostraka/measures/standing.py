"""Where one record stands on its list on a day: listed since when, removed when, or not."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from ostraka.measures.groups import Key
from ostraka.record.party import Designation, Party, read_parties
from ostraka.record.status import Held, Status, since, status_on, until
from ostraka.record.store import Store
from ostraka.record.versions import Version, in_force
from ostraka.sources.catalog import find_dataset

#: What a stated "since" means, by what the list's dates mean.
MEANINGS = {
    "first": "the list states its first listing",
    "latest": "the list states its latest act: listed then or before",
    "none": "the list states no day",
}


@dataclass(frozen=True, slots=True)
class Standing:
    """One record on one list, as of a day.

    Attributes:
        dataset: The list.
        id: The record.
        name: As the list prints it.
        listed: Whether it is listed on the day; None if that cannot be known.
        basis: Why, in words.
        since: Earliest day the list states, or None.
        since_basis: What that day means, or how long the record is seen here.
        seen: Day of the first version here that has it.
        until: Day its designation ended or the first version without it, or None.
        program: Legal basis as printed, or None.
        designations: The acts as the newest version by the day states them.
    """

    dataset: str
    id: str
    name: str
    listed: bool | None
    basis: str
    since: str | None
    since_basis: str
    seen: str | None
    until: str | None
    program: str | None
    designations: tuple[Designation, ...]


class Standings:
    """What every version of the lists has of some records, read once.

    Args:
        store: The record.
        today: The day that counts as today: no later version is asked.
        keys: The records.
    """

    def __init__(self, store: Store, today: date, keys: Collection[Key]) -> None:
        self._versions = {
            dataset: [
                v for v in store.versions(dataset) if v.published <= today.isoformat()
            ]
            for dataset in dict.fromkeys(dataset for dataset, _ in keys)
        }
        self._held: dict[str, dict[str, Party]] = {}
        for dataset, versions in self._versions.items():
            ids = {name for of, name in keys if of == dataset}
            for version in versions:
                found = read_parties(store, [version], ids=ids)
                self._held[_name(version)] = {party.id: party for party in found}

    def versions(self, dataset: str) -> Sequence[Version]:
        """Return the versions of a list that are asked, oldest first."""
        return self._versions.get(dataset, ())

    def newest(self, key: Key) -> Party | None:
        """Return a record as the last version that has it states it."""
        versions = reversed(self._versions[key[0]])
        held = (self._held[_name(v)].get(key[1]) for v in versions)
        return next((party for party in held if party is not None), None)

    def on(self, key: Key, day: date) -> Standing | None:
        """Return where a record stands on a day, or None if no version has it."""
        party = self.newest(key)
        if party is None:
            return None
        dataset = key[0]
        meaning = find_dataset(dataset).listing_dates
        acts = party.designations
        status = self._status(key, day, acts, meaning)
        began = since(acts)
        programs = dict.fromkeys(act.program for act in acts if act.program)
        ended = self._ended(key, day, acts)
        return Standing(
            dataset=dataset,
            id=key[1],
            name=party.caption,
            listed=status.listed,
            basis=status.basis,
            since=began,
            since_basis=MEANINGS[meaning] if began else MEANINGS["none"],
            seen=next((v.published for v in self._having(key)), None),
            until=ended,
            program="; ".join(programs) or None,
            designations=acts,
        )

    def comings(self, key: Key) -> list[tuple[str, str]]:
        """Return the days a record came and went between versions: `(day, kind)`.

        The first version of a list only says that it was there already.
        """
        found = []
        before: bool | None = None
        for version in self._versions[key[0]]:
            has = key[1] in self._held[_name(version)]
            if before is not None and has != before:
                found.append((version.published, "first seen" if has else "gone"))
            before = has
        return found

    def _having(self, key: Key) -> Iterable[Version]:
        return (v for v in self._versions[key[0]] if key[1] in self._held[_name(v)])

    def _status(
        self, key: Key, day: date, acts: Sequence[Designation], meaning: str
    ) -> Status:
        versions = list(self._versions[key[0]])
        version = in_force(versions, day)
        held = None
        if version is not None:
            party = self._held[_name(version)].get(key[1])
            later = [v for v in versions if v.order > version.order]
            changes = later and (key[1] in self._held[_name(later[0])]) != (party is not None)  # fmt: skip
            held = Held(
                version.published,
                party.designations if party is not None else None,
                later[0].published if changes else None,
            )
        return status_on(day, acts, listing_dates=meaning, held=held)

    def _ended(self, key: Key, day: date, acts: Sequence[Designation]) -> str | None:
        ended = until(acts)
        if ended is not None and ended <= day.isoformat():
            return ended
        gone = [when for when, kind in self.comings(key) if kind == "gone"]
        past = [when for when in gone if when <= day.isoformat()]
        return past[-1] if past else None


def _name(version: Version) -> str:
    return f"{version.dataset} {version.id}"
