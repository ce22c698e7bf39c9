"""Dates of every published form, kept as precise as they are and no more."""

import calendar
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostraka.record.dates import (
    DateError,
    DateSpan,
    first_day,
    hijri_to_gregorian,
    is_date,
    last_day,
    read_dates,
)

FORMS = [
    ("22 Dec 1971", "1971-12-22", "1971-12-22", False),
    ("22 Dec. 1971", "1971-12-22", "1971-12-22", False),
    ("December 22, 1971", "1971-12-22", "1971-12-22", False),
    ("22/12/1971", "1971-12-22", "1971-12-22", False),
    ("1971-12-22", "1971-12-22", "1971-12-22", False),
    ("1971-12-22T00:00:00Z", "1971-12-22", "1971-12-22", False),
    ("2015-04-14-04:00", "2015-04-14", "2015-04-14", False),
    ("Dec 1971", "1971-12", "1971-12", False),
    ("1971-12", "1971-12", "1971-12", False),
    ("00/05/1980", "1980-05", "1980-05", False),
    ("dd/05/1962", "1962-05", "1962-05", False),
    ("1971", "1971", "1971", False),
    ("00/00/1980", "1980", "1980", False),
    ("dd/mm/1962", "1962", "1962", False),
    ("circa 1964", "1964", "1964", True),
    ("Approximately 1970", "1970", "1970", True),
    ("1964 to 1966", "1964", "1966", False),
    ("Between 1960 and 1962", "1960", "1962", False),
    ("1960–1964", "1960", "1964", False),
    ("1960 or 1961", "1960", "1961", False),
    ("01 Jan 1960 to 31 Dec 1962", "1960", "1962", False),
    ("01 Sep 1990 to 30 Sep 1990", "1990-09", "1990-09", False),
    ("circa 1966 to circa 1968", "1966", "1968", True),
    ("born in the early 1970s", "1970", "1974", True),
    ("Sep-99", "1999-09", "1999-09", False),
]


@pytest.mark.parametrize(("text", "start", "end", "circa"), FORMS)
def test_published_forms(text: str, start: str, end: str, circa: bool) -> None:
    assert read_dates(text) == DateSpan(start, end, circa)


def test_the_whole_year_written_as_a_range_is_the_year() -> None:
    assert read_dates("01 Jan 1960 to 31 Dec 1960") == DateSpan("1960", "1960")


def test_american_order_only_where_asked_for() -> None:
    assert read_dates("02/03/1971").start == "1971-03-02"
    assert read_dates("02/03/1971", month_first=True).start == "1971-02-03"


@pytest.mark.parametrize(
    "text", ["31 Feb 1980", "31/02/1980", "1971-13", "00/13/1980", "29 Feb 1900"]
)
def test_a_day_that_never_was_is_said_to_be_so(text: str) -> None:
    with pytest.raises(DateError, match="not a day that ever was"):
        read_dates(text)


@pytest.mark.parametrize("text", ["", "na", "unknown", "12", "1971 to", "x" * 10_000])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(DateError):
        read_dates(text)


def test_an_islamic_date_is_converted_and_marked_as_about() -> None:
    # 1 Muharram 1400 was 20 or 21 November 1979, as the moon was sighted.
    assert hijri_to_gregorian(1400, 1, 1) == DateSpan(
        "1979-11-21", "1979-11-21", circa=True
    )
    year = hijri_to_gregorian(1400, None, None)
    assert (year.last_day - year.first_day).days + 1 in {354, 355}
    with pytest.raises(DateError):
        hijri_to_gregorian(1400, 13, 1)


days = st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 31))


@given(days)
def test_every_day_reads_back_in_every_form(day: date) -> None:
    for text in (
        day.isoformat(),
        f"{day.day:02d}/{day.month:02d}/{day.year:04d}",
        f"{day.day} {calendar.month_abbr[day.month]} {day.year:04d}",
    ):
        assert read_dates(text).values == (day.isoformat(),)


@given(days, st.sampled_from([4, 7, 10]))
def test_a_partial_date_spans_the_days_it_can_mean(day: date, length: int) -> None:
    value = day.isoformat()[:length]
    assert is_date(value)
    assert first_day(value) <= day <= last_day(value)
    assert first_day(value).isoformat().startswith(value)
    assert last_day(value).isoformat().startswith(value)


@given(st.text(max_size=40))
def test_reading_never_fails_otherwise(text: str) -> None:
    try:
        span = read_dates(text)
    except DateError:
        return
    assert all(is_date(value) for value in span.values)
    assert span.first_day <= span.last_day
