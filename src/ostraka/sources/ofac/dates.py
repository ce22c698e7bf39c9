"""OFAC's periods of time, printed as OFAC's CSV prints them.

ADVANCED and ENHANCED give every date as a period whose beginning and end are spans of
days themselves: one day four times, or 1 January to 31 December for "this year".
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

# Not `calendar.month_abbr`, whose names follow the user's locale.
_MONTHS = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """The days between two days, both included; None where it is open."""

    first: date | None
    last: date | None

    @property
    def text(self) -> str | None:
        """The span in words: `02 Oct 1990`, `Oct 1990`, `1951`, `1951 to 1953`."""
        first, last = self.first or self.last, self.last or self.first
        if first is None or last is None:
            return None
        starts, ends = _words(first, last)
        return starts if starts == ends else f"{starts} to {ends}"


@dataclass(frozen=True, slots=True)
class Period:
    """When something was or happened.

    Attributes:
        start: The days on which it may have begun.
        end: The days on which it may have ended.
        is_circa: Whether OFAC says "about".
        remark: What is said of it besides (a calendar, a length), or None.
    """

    start: Span
    end: Span
    is_circa: bool = False
    remark: str | None = None

    @property
    def text(self) -> str | None:
        """The whole period in words, as the date of a single event."""
        return self._circa(
            Span(self.start.first or self.start.last, self.end.last or self.end.first)
        )

    @property
    def start_text(self) -> str | None:
        """The beginning in words, or None if it is open."""
        return self._circa(self.start)

    @property
    def end_text(self) -> str | None:
        """The end in words, or None if it is open."""
        return self._circa(self.end)

    def _circa(self, span: Span) -> str | None:
        text = span.text
        return f"circa {text}" if text and self.is_circa else text


def _words(first: date, last: date) -> tuple[str, str]:
    """Print both ends with no more precision than the whole span has."""
    if first.day == 1 and last.day == monthrange(last.year, last.month)[1]:
        if first.month == 1 and last.month == 12:
            return f"{first.year:04d}", f"{last.year:04d}"
        return _month(first), _month(last)
    return f"{first.day:02d} {_month(first)}", f"{last.day:02d} {_month(last)}"


def _month(day: date) -> str:
    return f"{_MONTHS[day.month - 1]} {day.year:04d}"
