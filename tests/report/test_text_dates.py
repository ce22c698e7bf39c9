"""Dates in texts: as precise as they are, and the day of the document."""

from datetime import date

import pytest

from ostraka.report.document_day import latest_certain, stated_date
from ostraka.report.text_dates import find_dates

TODAY = date(2026, 11, 22)


def dates(text: str) -> list[tuple[str, str, str]]:
    return [
        (text[d.span.start : d.span.end], d.value, d.precision)
        for d in find_dates(text)
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("on 9 January 2019.", ("9 January 2019", "2019-01-09", "day")),
        ("on the 9th of January 2019", ("9th of January 2019", "2019-01-09", "day")),
        ("on January 9, 2019", ("January 9, 2019", "2019-01-09", "day")),
        ("am 09.01.2019", ("09.01.2019", "2019-01-09", "day")),
        ("(2019-01-09)", ("2019-01-09", "2019-01-09", "day")),
        ("in February 2019,", ("February 2019", "2019-02", "month")),
        ("In 2018, the", ("In 2018", "2018", "year")),
        ("It began in 2018, they say", ("2018", "2018", "year")),
        ("the 2015 deal", ("2015 deal", "2015", "year")),
        ("for some 40 years", ("some 40 years", "P40Y", "duration")),
        ("since the end of 2017", ("the end of 2017", "2017-12", "approx-month")),
        ("the beginning of 2017", ("the beginning of 2017", "2017-01", "approx-month")),
    ],
)
def test_a_date_is_as_precise_as_it_is_written(text, found):
    assert dates(text) == [found]


def test_a_day_without_a_year_is_the_last_one_before_the_text():
    (found,) = find_dates("They left on 21 December.", date(2019, 1, 10))
    assert (found.value, found.precision) == ("2018-12-21", "day")
    assert found.basis == "the last one before the document's own day"
    assert find_dates("They left on 21 December.") == []


@pytest.mark.parametrize(
    "text",
    [
        "31 February 2019",
        "Resolution 1929",
        "Regulation 2019/24",
        "page 2001",
        "2000 people",
        "$2019",
        "call 555-2019-1",
        "IMO 2012345",
        "They march in May.",
        "about 40 years",
    ],
)
def test_what_is_no_date_or_not_certain_is_left_out(text):
    assert dates(text) == []


def test_a_month_of_that_year_takes_the_year_told_before():
    text = "It began in May 2018. In October of that year it ended."
    assert dates(text)[1] == ("October of that year", "2018-10", "month")


def test_last_june_is_the_last_one_before_the_text():
    text = "They left last June, the letter of 2012 says."
    found = find_dates(text, date(2019, 1, 9))
    assert [d.value for d in found] == ["2018-06", "2012"]
    assert [d.value for d in find_dates(text)] == ["2012"]


def test_both_years_of_a_range_are_found():
    assert [value for _, value, _ in dates("2010–2015 or 2010-2015")] == [
        "2010", "2015", "2010", "2015",
    ]  # fmt: skip


def test_a_month_takes_the_one_year_of_its_sentence():
    text = "Two plots in 2018; one in March, one on 30 June. In May nothing."
    assert dates(text) == [
        ("2018", "2018", "year"),
        ("in March", "2018-03", "month"),
        ("30 June", "2018-06-30", "day"),
    ]
    assert find_dates(text)[1].basis == "the year of the sentence"
    assert dates("In 2017 and 2018, in March") == [
        ("2017", "2017", "year"),
        ("2018", "2018", "year"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Published: 5 March 2019\nA text.",
        "BRUSSELS (5 March 2019) - A text of 2018.",
        "BRUSSELS, March 5, 2019 — A text.",
        "5 March 2019\n\nA text.",
        "Title\n\nTuesday, 5 March 2019\n\nA text.",
        "A text.\n" * 20 + "Date: 2019-03-05\n",
        "Report of 5 March 2019. A text.",
        "Title\n\nSituation report dated 5 March 2019\n\nA text.",
        "Stand: 5. März 2019\n\nEin Text.",
        "Berlin, 5. März 2019\n\nEin Text.",
        "5 марта 2019 года\n\nТекст.",
        "Доклад от 5 марта 2019 г.\n\nТекст.",
        "5 березня 2019 року\n\nТекст.",
        "5 مارس 2019\n\nنص.",
        "۵ مارس ۲۰۱۹\n\nمتن.",
        "Fecha: 5 de marzo de 2019\n\nUn texto.",
        "Paris, le 5 mars 2019\n\nUn texte.",
        "2019年3月5日\n\n本文。",
    ],
)
def test_a_document_may_state_its_day(text):
    stated = stated_date(text)
    assert stated is not None
    assert stated.value == "2019-03-05"
    assert "5" in text[stated.span.start : stated.span.end].translate({0x6F5: "5"})


@pytest.mark.parametrize(
    "text",
    [
        "On 5 March 2019 they met.",
        "The paper, published in March 2019, says so.",
        "2019 was a year.",
        "Le 5 mars 2019, ils se sont réunis.",
    ],
)
def test_a_date_in_a_sentence_is_not_the_document_s(text):
    assert stated_date(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("In February 2019 they wrote of 2018 and of January 2019.", "2019-02"),
        ("In 2018 they promised to leave by 2025.", "2018"),
        ("They met in 2018. The law will apply in 2024.", "2018"),
        ("In 2018 they spoke of 2050.", "2018"),
        ("Nothing.", None),
    ],
)
def test_a_text_is_not_older_than_what_it_tells_as_past(text, value):
    found = latest_certain(text, find_dates(text), TODAY)
    assert (found and found.value) == value


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("Am 3. Oktober 2021 reisten sie.", "2021-10-03", "day"),
        ("La réunion du 1er avril 2020", "2020-04-01", "day"),
        ("в апреле и 12 апреля 2020 года", "2020-04-12", "day"),
        ("في كانون الثاني 2020", "2020-01", "month"),
        ("el 30 de febrero de 2020", "2020", "year"),  # a day that never was
        ("2022년 3월 12일", "2022-03-12", "day"),
    ],
)
def test_months_are_known_in_other_languages(text, value, precision):
    (found,) = find_dates(text)
    assert (found.value, found.precision) == (value, precision)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Peru left in March 2010. In May Chile followed, and in June Norway.", ["2010-03", "2010-05", "2010-06"]),
        ("Peru left on 3 March 2010. On 5 May Chile followed.", ["2010-03-03", "2010-05-05"]),
        ("Peru left in March 2010. Chile will decide in May.", ["2010-03", "2023-05"]),
        ("Peru left in March 2010. In February Chile followed.", ["2010-03", "2024-02"]),
        ("Peru left in March 2010.\n\nIn May Chile followed.", ["2010-03", "2023-05"]),
    ],
)  # fmt: skip
def test_a_day_that_goes_on_from_the_one_before_has_its_year(text, values):
    assert [d.value for d in find_dates(text, date(2024, 3, 15))] == values
