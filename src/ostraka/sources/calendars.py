"""Dates published in parts (day, month, year) and in a stated calendar."""

from __future__ import annotations

from dataclasses import dataclass

from ostraka.record.dates import DateError, hijri_to_gregorian
from ostraka.record.model import Entity
from ostraka.sources.reader import Reading

_GREGORIAN = frozenset({"", "gregorian"})
_ISLAMIC = frozenset({"islamic", "islam", "hijri", "hijra", "muslim"})


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """A date as a publisher gives it in parts, each of which may be missing.

    Attributes:
        year: Of the calendar.
        month: Number of the month, counted from 1.
        day: Number of the day in the month, counted from 1.
        calendar: Name of the calendar in the file; None means Gregorian.
        circa: Whether the publisher says "about".
    """

    year: str | None
    month: str | None = None
    day: str | None = None
    calendar: str | None = None
    circa: bool = False

    @property
    def text(self) -> str:
        """The parts that are there, written as in ISO 8601."""
        year = self.year or "year not stated"
        if self.day and not self.month:
            return f"{year}, day {self.day}, month not stated"
        rest = [part.zfill(2) for part in (self.month, self.day) if part]
        text = "-".join([year, *rest])
        return f"circa {text}" if self.circa else text


def add_calendar_date(
    reading: Reading, entity: Entity, prop: str, where: str, date: CalendarDate
) -> None:
    """Add a date; one that has no year or is of a calendar we cannot convert is noted.

    An Islamic date is converted by the tabular rule, a day or two off at most, and only
    as precisely as it was published; its own text stays as the published value.

    Args:
        reading: Where a date that cannot be read is reported.
        entity: Whose date it is.
        prop: A property of type date.
        where: Place in the file.
        date: The date.
    """
    if not (date.year or date.month or date.day):
        return
    calendar = (date.calendar or "").casefold()
    if calendar in _GREGORIAN:
        reading.add_date(entity, prop, where, date.text)
        return
    published = f"{date.text} ({date.calendar} calendar)"
    values: list[str] = []
    if calendar in _ISLAMIC:
        values = _from_islamic(date)
    if not values:
        reading.warn("date not converted", where, published)
        entity.rejected.append((prop, published))
    for value in values:
        entity.add(prop, value, original=published)


def _from_islamic(date: CalendarDate) -> list[str]:
    """Return the two ends of a converted date, as precise as it was published."""
    try:
        year = int(date.year or "")
        month = int(date.month) if date.month else None
        day = int(date.day) if date.day and month else None
        span = hijri_to_gregorian(year, month, day)
    except (DateError, ValueError):
        return []
    length = 10 if day else 7 if month else 4
    return list(dict.fromkeys((span.start[:length], span.end[:length])))
