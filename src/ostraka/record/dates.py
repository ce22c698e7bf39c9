"""Dates as sources give them: partial, approximate, ranged, in another calendar.

FollowTheMoney keeps a date as an ISO 8601 prefix (`1971`, `1971-12`, `1971-12-22`)
and has no word for "about" or "between".  We keep the published text as the
statement's original value and write a range as its two ends, so that nothing is
lost: `read_dates` turns the text into a `DateSpan` again whenever it is needed.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

_MONTHS = {
    name.lower(): number
    for table in (calendar.month_name, calendar.month_abbr)
    for number, name in enumerate(table)
    if name
} | {"sept": 9}
_ISO = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*)?")
_YEAR_FIRST = re.compile(
    r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?(?:[t ].*|[+-]\d\d:\d\d|z)?"
)
_NUMERIC = re.compile(r"(\d{1,2}|dd|00)[-/.](\d{1,2}|mm|00)[-/.](\d{4})")
_MONTH_YEAR_NUMERIC = re.compile(r"(\d{1,2})[-/](\d{4})")
_DAY_MONTH_YEAR = re.compile(
    r"(?:(\d{1,2})(?:st|nd|rd|th)?[ .-]+)?([a-z]{3,9})\.?,?[ .-]+(\d{4})"
)
_MONTH_DAY_YEAR = re.compile(r"([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})")
_SHORT_YEAR = re.compile(r"([a-z]{3})-(\d\d)")
_DECADE = re.compile(r"(?:in )?(?:the )?(?:(early|mid|late)[ -])?(?:the )?(\d{3})0'?s")
_CIRCA = re.compile(
    r"^(?:circa|ca\.?|c\.|approximately|approx\.?|about|around|estimated|probably|born in|~)\s*",
)
_RANGE = re.compile(
    r"^(?:between )?(?P<start>.+?)(?: to | and | or | ?[–—] ?| - |(?<=\d{4})-(?=\d{4}$)|/(?=\d{4}$))(?P<end>.+)$"
)
#: Years in which somebody who is screened may be born. A row that is read again in later
#: years, in a replay, has to say the same, so the moment is no argument here and the last
#: year lies a little ahead; a release moves it, and is told by its digest.
_FIRST_BIRTH, _LAST_BIRTH = "1850", "2030"
#: Days that programs write where they have none: their first day, or a person's choice.
_NO_BIRTHDAYS = frozenset({
    "1899-12-30", "1899-12-31", "1900-01-01", "1901-01-01",
    "1111-11-11", "0001-01-01", "1753-01-01", "9999-12-31",
})  # fmt: skip
#: Years of the Solar Hijri and of the Islamic calendar in which the living were born.
_HIJRI_YEARS = "1300", "1450"
_DECADE_YEARS = {"early": (0, 4), "mid": (3, 6), "late": (5, 9), None: (0, 9)}


class DateError(ValueError):
    """A text that is no date we can read, or a day that never was."""


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date or a span of days as a source gives it.

    Attributes:
        start: ISO 8601 prefix of the earliest day meant.
        end: ISO 8601 prefix of the latest; equal to `start` when not a range.
        circa: Whether the source says "about", or the calendar makes it so.
    """

    start: str
    end: str
    circa: bool = False

    @property
    def values(self) -> tuple[str, ...]:
        """The FollowTheMoney values: one date, or the two ends of a range."""
        return (self.start,) if self.start == self.end else (self.start, self.end)

    @property
    def first_day(self) -> date:
        """The earliest day the span can mean."""
        return first_day(self.start)

    @property
    def last_day(self) -> date:
        """The latest day the span can mean."""
        return last_day(self.end)


def is_date(value: str) -> bool:
    """Tell whether `value` is a possible day, month or year in ISO 8601 form."""
    found = _ISO.fullmatch(value)
    return found is not None and _possible(
        *(int(g) if g else None for g in found.groups())
    )


def is_no_birthday(value: str) -> bool:
    """Tell whether a day is what programs write where they have no date of birth."""
    return value in _NO_BIRTHDAYS


def birth_fault(value: str) -> str:
    """Return in words why a date that is nobody's birth is none.

    Args:
        value: An ISO 8601 prefix, such as `1350` or `2971-12-22`.
    """
    if _HIJRI_YEARS[0] <= value[:4] <= _HIJRI_YEARS[1]:
        # 1350 is 1931 in the Islamic and 1971 in the Solar Hijri calendar.
        return (
            f"{value!r} may be a year of the Islamic or of the Solar Hijri calendar, "
            "which are forty years apart; write it in the Gregorian one"
        )
    return f"{value!r} is no date of birth of anybody alive: the year is not between {_FIRST_BIRTH} and {_LAST_BIRTH}"


def tells_birth(value: str) -> bool:
    """Tell whether a date may be that of somebody's birth, and so counts as evidence."""
    return _FIRST_BIRTH <= value[:4] <= _LAST_BIRTH and value not in _NO_BIRTHDAYS


def first_day(value: str) -> date:
    """Return the first day of an ISO prefix: `1971-12` is 1 December 1971."""
    year, month, day = _parts(value)
    return date(year, month or 1, day or 1)


def last_day(value: str) -> date:
    """Return the last day of an ISO prefix: `1971-12` is 31 December 1971."""
    year, month, day = _parts(value)
    month = month or 12
    return date(year, month, day or calendar.monthrange(year, month)[1])


@lru_cache(maxsize=65536)
def read_dates(text: str, *, month_first: bool = False) -> DateSpan:
    """Read one published date, whatever its form and precision.

    Args:
        text: `22 Dec 1971`, `Dec 1971`, `1971`, `circa 1964`, `1964 to 1966`,
            `Between 1960 and 1962`, `22/12/1971`, `00/00/1980`, `dd/05/1962`, …
        month_first: Read `02/03/1971` as 3 February (American) instead of 2 March.

    Raises:
        DateError: The text is no date, or a day that never was (31 February).
    """
    cleaned = " ".join(text.split()).strip(" .,;").lower()
    circa = _CIRCA.match(cleaned)
    if circa:
        cleaned = cleaned[circa.end() :]
    decade = _DECADE.fullmatch(cleaned)
    if decade:
        low, high = _DECADE_YEARS[decade[1]]
        return DateSpan(f"{decade[2]}{low}", f"{decade[2]}{high}", circa=True)
    single = _read_single(cleaned, month_first=month_first)
    if single is not None:
        return DateSpan(single, single, circa=circa is not None)
    return _read_range(text, cleaned, circa=circa is not None, month_first=month_first)


def hijri_to_gregorian(year: int, month: int | None, day: int | None) -> DateSpan:
    """Convert a date of the Islamic calendar by the tabular rule.

    The calendar in use depends on the sighting of the moon, so a day may be one or
    two off: the result is always marked `circa`.

    Raises:
        DateError: The month or day cannot exist.
    """
    if (
        not 1 <= year <= 1600
        or not 1 <= (month or 1) <= 12
        or not 1 <= (day or 1) <= 30
    ):
        raise DateError(f"{year}-{month}-{day} is no date of the Islamic calendar")
    start = _hijri_day(year, month or 1, day or 1)
    if day is not None:
        return DateSpan(start.isoformat(), start.isoformat(), circa=True)
    following = (
        _hijri_day(year, month + 1, 1)
        if month and month < 12
        else _hijri_day(year + 1, 1, 1)
    )
    end = following - timedelta(days=1)
    return DateSpan(start.isoformat(), end.isoformat(), circa=True)


def _hijri_day(year: int, month: int, day: int) -> date:
    # Tabular calendar with leap years 2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29 of 30;
    # 1 Muharram 1 is 19 July 622 (proleptic Gregorian).
    days = day + (59 * (month - 1) + 1) // 2 + (year - 1) * 354 + (3 + 11 * year) // 30
    return date(622, 7, 18) + timedelta(days=days)


def _read_range(text: str, cleaned: str, *, circa: bool, month_first: bool) -> DateSpan:
    found = _RANGE.match(cleaned)
    if found is None:
        raise DateError(f"{text!r} is not a date")
    start = _read_single(_CIRCA.sub("", found["start"]), month_first=month_first)
    end = _read_single(_CIRCA.sub("", found["end"]), month_first=month_first)
    if start is None or end is None:
        raise DateError(f"{text!r} is not a date")
    if first_day(start) > last_day(end):
        start, end = end, start
    return DateSpan(*_shorten(start, end), circa=circa)


def _shorten(start: str, end: str) -> tuple[str, str]:
    """Return both ends with no more precision than the range has.

    OFAC writes "1 January to 31 December" for "this year", and of two years alike.
    """
    if start.endswith("-01-01") and end.endswith("-12-31"):
        return start[:4], end[:4]
    whole_months = start[7:] == "-01" and end == last_day(end[:7]).isoformat()
    return (start[:7], end[:7]) if whole_months else (start, end)


def _read_single(text: str, *, month_first: bool) -> str | None:
    """Read one date without "about" and "to", or return None if it is none."""
    if found := _YEAR_FIRST.fullmatch(text):
        return _compose(text, int(found[1]), int(found[2]), int(found[3] or 0))
    if re.fullmatch(r"\d{4}", text):
        return _compose(text, int(text), 0, 0)
    if found := _NUMERIC.fullmatch(text):
        first, second = (0 if g in {"dd", "mm"} else int(g) for g in found.group(1, 2))
        day, month = (second, first) if month_first else (first, second)
        return _compose(text, int(found[3]), month, day)
    if found := _MONTH_YEAR_NUMERIC.fullmatch(text):
        return _compose(text, int(found[2]), int(found[1]), 0)
    return _read_words(text)


def _read_words(text: str) -> str | None:
    if (found := _DAY_MONTH_YEAR.fullmatch(text)) and found[2] in _MONTHS:
        return _compose(text, int(found[3]), _MONTHS[found[2]], int(found[1] or 0))
    if (found := _MONTH_DAY_YEAR.fullmatch(text)) and found[1] in _MONTHS:
        return _compose(text, int(found[3]), _MONTHS[found[1]], int(found[2]))
    if (found := _SHORT_YEAR.fullmatch(text)) and found[1] in _MONTHS:
        # "Sep-99" in Canada's file: the century of living people's birth.
        return _compose(text, 1900 + int(found[2]), _MONTHS[found[1]], 0)
    return None


def _compose(text: str, year: int, month: int, day: int) -> str:
    """Write the parts that are known (zero is "not known") as an ISO prefix."""
    if not _possible(year, month or None, day or None):
        raise DateError(f"{text!r} is not a day that ever was")
    if not month:
        return f"{year:04d}"
    return f"{year:04d}-{month:02d}-{day:02d}" if day else f"{year:04d}-{month:02d}"


def _parts(value: str) -> tuple[int, int | None, int | None]:
    found = _ISO.fullmatch(value)
    if found is None:
        raise DateError(f"{value!r} is not an ISO 8601 date")
    year, month, day = (int(g) if g else None for g in found.groups())
    if not _possible(year, month, day) or year is None:
        raise DateError(f"{value!r} is not a day that ever was")
    return year, month, day


def _possible(
    year: int | None, month: int | None = None, day: int | None = None
) -> bool:
    if year is None or not 1 <= year <= 9999:
        return False
    if month is None:
        return day is None
    if not 1 <= month <= 12:
        return False
    return day is None or 1 <= day <= calendar.monthrange(year, month)[1]
