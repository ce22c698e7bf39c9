"""Codes of languages, and dates in parts."""

import pytest

from ostraka.sources.calendars import CalendarDate
from ostraka.sources.codes import language_code


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("EN", "eng"),
        ("el", "ell"),
        ("PER", "fas"),
        ("ger", "deu"),
        ("rus", "rus"),
        ("", None),
        (None, None),
        ("x1", None),
        ("english", None),
    ],
)
def test_language_codes_become_iso_639_3(code: str | None, expected: str | None):
    assert language_code(code) == expected


def test_a_date_in_parts_is_written_as_it_is_known():
    assert CalendarDate("1952", "5", "3").text == "1952-05-03"
    assert CalendarDate("1952", None, None, circa=True).text == "circa 1952"
    assert CalendarDate("1952", None, "3").text == "1952, day 3, month not stated"
