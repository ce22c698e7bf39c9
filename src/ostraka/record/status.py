"""Was a party listed on a day: the list's versions decide, else the dates it states.

A list is published again and again, and a party can come, go and come back: the UN
took its Iran entries off in October 2023 and put them back two years later, still with
`LISTED_ON` 2006.  So the version in force on the day counts for more than any date, and
where neither answers, the answer is that it is not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ostraka.record.dates import first_day, last_day
from ostraka.record.party import Designation


@dataclass(frozen=True, slots=True)
class Held:
    """What the version in force on a day holds of a party.

    Attributes:
        published: Day of the version.
        designations: The party's designations in it; None if the party is not in it.
        following: Day of the next version here, if that differs: it has the party and
            this one has not, or the other way round.
    """

    published: str
    designations: tuple[Designation, ...] | None
    following: str | None = None


@dataclass(frozen=True, slots=True)
class Status:
    """Whether a party was listed on a day.

    Attributes:
        listed: True, False, or None if it cannot be known from what is here.
        basis: Why, in words.
    """

    listed: bool | None
    basis: str


def status_on(
    day: date,
    stated: Sequence[Designation],
    *,
    listing_dates: str,
    held: Held | None = None,
) -> Status:
    """Tell whether a party was listed on a day.

    Args:
        day: The day asked about.
        stated: Its designations as the newest version that has them states them.
        listing_dates: What a stated date means on this list: the `first` listing, the
            `latest` act, or `none`.
        held: What the version in force on the day says; None if there is none here.
    """
    known = [] if listing_dates == "none" else list(stated)
    if held is not None:
        return _by_version(day, known, held)
    return _by_dates(day, known, listing_dates)


def since(designations: Sequence[Designation]) -> str | None:
    """Return the earliest day the list states for any of the designations, or None."""
    return min((d.since for d in designations if d.since), default=None)


def until(designations: Sequence[Designation]) -> str | None:
    """Return the day the last designation ended, or None while one has no end."""
    ends = [d.ended for d in designations]
    known = [end for end in ends if end is not None]
    return max(known) if known and len(known) == len(ends) else None


def _by_version(day: date, stated: Sequence[Designation], held: Held) -> Status:
    version = f"the version of {held.published}, in force on {day}"
    if held.designations is None:
        # A version says nothing of the days after it: a listing the list itself
        # dates between the version and the day is not denied by it.
        later = [
            d.since
            for d in stated
            if d.since and first_day(d.since).isoformat() > held.published
        ]
        begun = [d for d in later if last_day(d) <= day]
        if begun and not _all_ended(stated, day):
            return Status(True, f"not yet in {version}; listed on {min(begun)}")
        return Status(False, f"not in {version}{_change(held)}")
    if _all_ended(held.designations, day):
        return Status(False, f"in {version}, as ended on {until(held.designations)}")
    return Status(True, f"in {version}{_change(held)}")


def _change(held: Held) -> str:
    """Say that the party came or went at some day before the next version here."""
    if held.following is None:
        return ""
    now = "no longer" if held.designations is not None else "then"
    return f"; {now} in that of {held.following}, the next one here"


def _by_dates(day: date, stated: Sequence[Designation], meaning: str) -> Status:
    if _all_ended(stated, day):
        return Status(False, f"ended on {until(stated)}")
    running = [d for d in stated if not d.has_ended(day)]
    first = since(running)
    if first is None:
        return Status(None, f"no version of {day} is here and the list states no date")
    if last_day(first) <= day:
        return Status(True, f"listed since {first}, as the list states")
    if first_day(first) <= day:
        return Status(None, f"listed at some day of {first}")
    if meaning == "latest" or any(d.since is None for d in running):
        return Status(
            None, f"the list states an act of {first}, which need not be its first"
        )
    return Status(False, f"first listed on {first}")


def _all_ended(designations: Sequence[Designation], day: date) -> bool:
    return bool(designations) and all(d.has_ended(day) for d in designations)
