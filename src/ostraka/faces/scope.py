"""Which lists a question is put to, and as of which day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from ostraka.errors import UsageError
from ostraka.record.dates import DateError, first_day, is_date, last_day
from ostraka.record.store import Store


@dataclass(frozen=True, slots=True)
class Scope:
    """Which lists a question is put to, and as of which day.

    Attributes:
        day: The day asked about; None for today.
        lists: Names of datasets; None for all lists that are loaded.
        registers: Whether registers of ownership are asked too, without being named.
    """

    day: date | None = None
    lists: tuple[str, ...] | None = None
    registers: bool = False

    @classmethod
    def of(
        cls,
        as_of: str | date | None = None,
        lists: Iterable[str] | None = None,
        *,
        registers: bool = False,
        today: date | None = None,
    ) -> Scope:
        """Read a day given as a date or as ISO text, and names of lists.

        Raises:
            UsageError: The text is no day, or one after `today`; or `lists` is one text.
        """
        if isinstance(lists, str):
            raise UsageError(f"lists: expected names of lists, e.g. [{lists!r}], and got the text {lists!r}")  # fmt: skip
        day = read_day(as_of, today)
        return cls(day, tuple(lists) if lists else None, registers)


def without_version(store: Store, asked: Iterable[str]) -> list[str]:
    """Return the lists here that were not asked, as they had no version by the day.

    Documents list nobody, and registers are asked only where they are named.

    Args:
        store: The record.
        asked: The lists that were.
    """
    others = sorted(set(store.datasets()) - set(asked))
    return [
        name
        for name in others
        if any(v.entities and not v.is_register for v in store.versions(name))
    ]


def say_without_version(day: str | date, names: Iterable[str]) -> str:
    """Say which lists were not asked: silence is no clearance."""
    return f"no version by {day} is here of: {', '.join(names)}"


def read_day(text: str | date | None, today: date | None = None) -> date | None:
    """Return a day given as a date, as ISO text (the last day of a month or year), or None.

    Args:
        text: The day asked about.
        today: Nobody knows the lists of a later day; the month or year that is running
            counts up to it.  Without it any day will do.

    Raises:
        UsageError: The text is no day, or one after `today`.
    """
    if text is None:
        return None
    first = last = text if isinstance(text, date) else None
    if isinstance(text, str) and is_date(text):
        try:
            first, last = first_day(text), last_day(text)
        except DateError:
            first = None
    if first is None or last is None:
        raise UsageError(f"{text!r} is not a day; write it as 2024-06-27")
    if today is None:
        return last
    if first > today:
        raise UsageError(
            f"{text} lies ahead: today is {today} (UTC), and nobody knows the lists of a "
            "later day"
        )
    return min(last, today)
