"""The lists as a reader of documents needs them: names to look for, and status by day."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ostraka.record.naming import read_names
from ostraka.record.party import Designation
from ostraka.record.status import Held, Status, since, status_on, until
from ostraka.record.store import Store
from ostraka.record.versions import Version, in_force
from ostraka.record.view import view_party
from ostraka.report.collecting import uncollected
from ostraka.report.details import read_acts, read_stated
from ostraka.report.names import Key, Listed, NameIndex
from ostraka.sources.catalog import find_dataset

_Acts = tuple[Designation, ...]
#: How it is said whether a list had a party on a day.
STANDING_WORDS: Mapping[bool | None, str] = {
    True: "listed", False: "not listed", None: "not known",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Listing:
    """One list's record of a party, as of a document's day and as of today.

    Attributes:
        listed: The party as that list has it.
        acts: The designations that list states.
        since: Earliest day the list states, or None.
        until: Day it ended or was gone from the list, or None.
        then: Status on the document's day.
        now: Status today.
    """

    listed: Listed
    acts: tuple[Designation, ...]
    since: str | None
    until: str | None
    then: Status
    now: Status


class Lists:
    """The versions of the lists that are asked, opened once for any number of documents.

    Args:
        store: The record.
        today: The day that counts as today.
        versions: The versions in force to ask; all if None.
    """

    def __init__(
        self, store: Store, today: date, versions: Iterable[Version] | None = None
    ) -> None:
        self._store = store
        self.today = today
        chosen = store.current(today) if versions is None else list(versions)
        self._current = {version.dataset: version for version in chosen}
        self._known: dict[str, dict[Key, _Acts | None]] = {}
        self._past: dict[frozenset[Key], NameIndex] = {}

    @cached_property
    def _today(self) -> NameIndex:
        """The names of today's parties, read when a document that can be read needs them."""
        chosen = list(self._current.values())
        with uncollected():
            stated = read_stated(self._store, chosen)
            return NameIndex(read_names(self._store, chosen), stated)

    def names(self, day: date | None) -> list[NameIndex]:
        """Return the names of today's parties, and of those listed on a day and gone since."""
        versions = self._of_day(day)
        if not versions:
            return [self._today]
        key = frozenset((v.dataset, v.id) for v in versions.values())
        if key not in self._past:
            gone = (
                named
                for named in read_names(self._store, versions.values())
                if (named.dataset, named.party) not in self._today.keys
            )
            stated = read_stated(self._store, versions.values())
            self._past[key] = NameIndex(gone, stated)
        return [self._today, self._past[key]]

    def listings(
        self, parties: Iterable[Listed], day: date | None
    ) -> dict[Key, Listing]:
        """Return what each list says of some parties on a document's day and today.

        Args:
            parties: The parties.
            day: The document's day; None if it is not known.
        """
        wanted = {listed.key: listed for listed in parties}
        for dataset in {dataset for dataset, _ in wanted}:
            # One read for all of them, instead of one for each further down.
            for version in self._asked(dataset, day):
                self._acts(version, wanted)
        return {key: self._listing(listed, day) for key, listed in wanted.items()}

    def _asked(self, dataset: str, day: date | None) -> list[Version]:
        """Return the versions a status on a day is read from."""
        found = self._version(dataset, day) if day is not None else None
        following = self._following(found) if found is not None else None
        asked = (self._current[dataset], found, following)
        return [version for version in asked if version is not None]

    def _listing(self, listed: Listed, day: date | None) -> Listing:
        acts = self._newest_acts(listed.key, day)
        then = Status(None, "the day of the document is not known")
        if day is not None:
            then = self._status(listed, acts, day)
        now = self._status(listed, acts, self.today)
        ended = until(acts)
        if ended is None and not now.listed:
            ended = self._removed(listed)
        return Listing(listed, acts, since(acts), ended, then, now)

    def _newest_acts(self, key: Key, day: date | None) -> _Acts:
        """Return the designations of today's version, or of the day's if it is gone since."""
        day_version = None if day is None else self._version(key[0], day)
        for version in (self._current[key[0]], day_version):
            acts = None if version is None else self._acts(version, [key]).get(key)
            if acts is not None:
                return acts
        return ()

    def _status(self, listed: Listed, acts: _Acts, day: date) -> Status:
        version = self._version(listed.dataset, day)
        held = None if version is None else self._holds(version, listed.key)
        return status_on(
            day,
            acts,
            listing_dates=find_dataset(listed.dataset).listing_dates,
            held=held,
        )

    def _holds(self, version: Version, key: Key) -> Held:
        """Return what a version has of a party, and whether the next one differs."""
        found = self._acts(version, [key]).get(key)
        next_version = self._following(version)
        following = None
        if next_version is not None:
            there = self._acts(next_version, [key]).get(key)
            if (there is None) != (found is None):
                following = next_version.published
        return Held(version.published, found, following)

    def _following(self, version: Version) -> Version | None:
        """Return the next version of a list up to today's, or None."""
        newest = self._current[version.dataset].order
        later = (
            v
            for v in self._store.versions(version.dataset)
            if version.order < v.order <= newest
        )
        return next(later, None)

    def _version(self, dataset: str, day: date) -> Version | None:
        """Return the version in force on a day, as far as it is here."""
        if day >= self.today:
            return self._current[dataset]
        return in_force(self._store.versions(dataset), day)

    def _of_day(self, day: date | None) -> dict[str, Version]:
        """Return the versions in force on a day where they are not today's."""
        if day is None:
            return {}
        found = {name: self._version(name, day) for name in self._current}
        return {
            name: version
            for name, version in found.items()
            if version is not None and version.id != self._current[name].id
        }

    def _removed(self, listed: Listed) -> str | None:
        """Return the day of the version that no longer had a party that is gone."""
        view = view_party(self._store, listed.id, self.today)
        days = [s.removed for s in view.standings if s.dataset == listed.dataset]
        return days[0] if days else None

    def _acts(self, version: Version, keys: Collection[Key]) -> dict[Key, _Acts]:
        """Return the designations of those of some parties that a version has."""
        known = self._known.setdefault(f"{version.dataset} {version.id}", {})
        wanted = {key for key in keys if key[0] == version.dataset}
        if missing := wanted - known.keys():
            known.update(dict.fromkeys(missing))
            known.update(read_acts(self._store, {version.dataset: version}, missing))
        return {key: acts for key in wanted if (acts := known[key]) is not None}
