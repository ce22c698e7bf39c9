"""Where one record stands on its list on a day: listed since when, removed when, or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ostraka.measures.briefs import Brief, Briefs, Key
from ostraka.record.party import Designation, Party
from ostraka.record.status import Held, Status, since, status_on, until
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
    """Where records stand on their lists, by what every version has of them.

    Args:
        briefs: What the versions say.
    """

    def __init__(self, briefs: Briefs) -> None:
        self._briefs = briefs

    def versions(self, dataset: str) -> Sequence[Version]:
        """Return the versions of a list that are asked, oldest first."""
        return self._briefs.versions.get(dataset, ())

    def newest(self, key: Key) -> Party | None:
        """Return a record as the last version that has it states it."""
        brief = self._briefs.get(key)
        if brief is None or brief.last is None:
            return None
        return brief.at(brief.last)

    def on(self, key: Key, day: date) -> Standing | None:
        """Return where a record stands on a day, or None if no version has it."""
        party, brief = self.newest(key), self._briefs.get(key)
        if party is None or brief is None:
            return None
        dataset = key[0]
        meaning = find_dataset(dataset).listing_dates
        acts = party.designations
        status = _status(brief, day, acts, meaning)
        began = since(acts)
        programs = dict.fromkeys(act.program for act in acts if act.program)
        ended = _ended(brief, day, acts)
        return Standing(
            dataset=dataset,
            id=key[1],
            name=party.caption,
            listed=status.listed,
            basis=status.basis,
            since=began,
            since_basis=MEANINGS[meaning] if began else MEANINGS["none"],
            seen=next(
                (
                    v.published
                    for place, v in enumerate(brief.versions)
                    if brief.has(place)
                ),
                None,
            ),
            until=ended,
            program="; ".join(programs) or None,
            designations=acts,
        )

    def comings(self, key: Key) -> list[tuple[str, str]]:
        """Return the days a record came and went between versions: `(day, kind)`.

        The first version of a list only says that it was there already.
        """
        brief = self._briefs.get(key)
        return [] if brief is None else _comings(brief)


def _comings(brief: Brief) -> list[tuple[str, str]]:
    found = []
    for place in range(1, len(brief.versions)):
        has = brief.has(place)
        if has != brief.has(place - 1):
            day = brief.versions[place].published
            found.append((day, "first seen" if has else "gone"))
    return found


def _status(
    brief: Brief, day: date, acts: Sequence[Designation], meaning: str
) -> Status:
    version = in_force(list(brief.versions), day)
    held = None
    if version is not None:
        place = brief.versions.index(version)
        party = brief.at(place)
        later = brief.versions[place + 1 : place + 2]
        changes = later and brief.has(place + 1) != (party is not None)
        held = Held(
            version.published,
            party.designations if party is not None else None,
            later[0].published if changes else None,
        )
    return status_on(day, acts, listing_dates=meaning, held=held)


def _ended(brief: Brief, day: date, acts: Sequence[Designation]) -> str | None:
    ended = until(acts)
    if ended is not None and ended <= day.isoformat():
        return ended
    gone = [when for when, kind in _comings(brief) if kind == "gone"]
    past = [when for when in gone if when <= day.isoformat()]
    return past[-1] if past else None
