"""Dates as the cells of customer files have them: with a time, short years, either order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ostraka.record.dates import DateError, read_dates

_TIME = re.compile(r"[ T]\d{1,2}:\d\d.*$")
_COMPACT_DAY = re.compile(r"(\d{4})(\d\d)(\d\d)")
_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](?:\d{4}|(?<=[/.])\d\d)")
#: A day with a year of two digits; after hyphens only one that can be no day.
_SHORT_YEAR = re.compile(
    r"(\d{1,2}[/.]\d{1,2}[/.]|\d{1,2}-\d{1,2}-(?=3[2-9]|[4-9])|\d{1,2}[ .-]+[^\W\d]{3,}[ .-]+)'?(\d\d)"
)
_SERIAL = re.compile(r"[1-5]\d{4}")


def is_month_first(texts: Sequence[str]) -> bool:
    """Tell whether dates are written month first: some must be, and none cannot be."""
    found = [m for text in texts if (m := _SLASHED.fullmatch(text.strip())) is not None]
    return any(int(m[2]) > 12 for m in found) and not any(int(m[1]) > 12 for m in found)


def read_date(text: str, month_first: bool) -> tuple[str, ...]:
    """Return the dates a cell means: of a year of two digits, one in each century.

    Args:
        text: The cell.
        month_first: Read `02/03/1971` as 3 February.

    Raises:
        DateError: It is no date, or a day that never was.
    """
    plain = _TIME.sub("", text)
    compact = _COMPACT_DAY.fullmatch(plain)
    if compact is not None:
        plain = "-".join(compact.groups())
    # "12/31/1980" may stand in a file whose other dates are day first
    orders = (month_first, not month_first)
    for order in orders if _SLASHED.fullmatch(plain) else orders[:1]:
        written = (_read_or_none(w, order) for w in _with_century(plain))
        found = tuple(value for values in written for value in values)
        if found:
            return found
    raise DateError(_why_no_date(plain))


def has_short_year(text: str) -> bool:
    """Tell whether a text is a day with a year of two digits."""
    return _SHORT_YEAR.fullmatch(text.strip()) is not None


def _with_century(text: str) -> tuple[str, ...]:
    """Return a date as it is; one with a year of two digits in each century it may be."""
    found = _SHORT_YEAR.fullmatch(text)
    if found is None:
        return (text,)
    return tuple(f"{found[1]}{century}{found[2]}" for century in ("19", "20"))


def _read_or_none(text: str, month_first: bool) -> tuple[str, ...]:
    try:
        return read_dates(text, month_first=month_first).values
    except DateError:
        return ()


def _why_no_date(text: str) -> str:
    """Return what is wrong with a text that is no date."""
    if _SERIAL.fullmatch(text):
        return (
            f"{text!r} is not a date; if it is a spreadsheet's number of a day, "
            "format the column as a date there"
        )
    if has_short_year(text):
        return f"{text!r} is not a day that ever was"
    try:
        read_dates(text)
    except DateError as error:
        return str(error)
    return f"{text!r} is not a date"
