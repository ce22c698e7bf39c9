"""Lists and dates in one cell, and ids made of what lasts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ostraka.sources.cell_lists import is_nothing, split_list, split_marked
from ostraka.sources.date_cells import find_dates
from ostraka.sources.stable_ids import fold_name, stable_keys


@pytest.mark.parametrize(
    ("cell", "parts"),
    [
        ("a) Ulm, Germany b) Linz", ["Ulm, Germany", "Linz"]),
        ("a)Ulm; b)Linz;\n", ["Ulm", "Linz"]),
        ("(1) Tehran (2) Qom", ["Tehran", "Qom"]),
        ("Ulm;\n\nLinz >> Graz", ["Ulm", "Linz", "Graz"]),
        # A wrapped line is no separator, nor is a letter that is out of turn.
        ("Ulm (as of May\n2017)", ["Ulm (as of May\n2017)"]),
        ("Ulm b) Linz", ["Ulm b) Linz"]),
        ("a) Ulm c) Linz", ["Ulm c) Linz"]),
        ("na", []),
        ("", []),
    ],
)
def test_lists_in_a_cell(cell: str, parts: list[str]):
    assert split_list(cell) == parts


def test_the_same_letter_twice_is_forgiven():
    assert split_marked("a) 1 b) 2 b) 3 c) 4") == ["1 ", "2 ", "3 ", "4"]


@pytest.mark.parametrize("text", ["NA", "n/a", "-", " N.A. ", "nil", "not available"])
def test_words_for_nothing(text: str):
    assert is_nothing(text)


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("a) 22/12/1971; b) 1972", [("1971-12-22",), ("1972",)]),
        ("1960; alt DOB: 1/02/1961", [("1960",), ("1961-02-01",)]),
        ("12 Mar 1960 >> 13 Apr 1961", [("1960-03-12",), ("1961-04-13",)]),
        ("Approximately 1955- 1958 or 9 May. 1960", [("1955", "1958"), ("1960-05-09",)]),
        ("a) Between Aug. and Sep 1977 b) 1976", [("1977-08", "1977-09"), ("1976",)]),
        ("March 16, 1972, (Aug. 1961)", [("1972-03-16",), ("1961-08",)]),
        ("23-Apr-68; 07/04/62", [("1968-04-23",), ("1962-04-07",)]),
        ("1971-12-22", [("1971-12-22",)]),
        ("1 Jan. 1964, 1 Jan. 1964", [("1964-01-01",)]),
    ],
)  # fmt: skip
def test_dates_in_a_cell(cell: str, values: list[tuple[str, ...]]):
    found = find_dates(cell)
    assert [span.values for span in found.spans] == values
    assert not found.rest


def test_a_date_of_the_islamic_calendar_is_converted():
    (span,) = find_dates("24/06/1402 (Hijri Calendar)").spans
    assert span.circa
    assert span.start.startswith("1982-04")


@pytest.mark.parametrize(
    ("cell", "values"),
    [
        ("27/05/1979 (this aka only)", [("1979-05-27",)]),
        ("Approximately (30-35 years old)", []),
        ("31/02/1970", []),
        ("1965, 29 March", [("1965",)]),
    ],
)
def test_what_is_more_than_a_date_is_told(cell: str, values: list[tuple[str, ...]]):
    found = find_dates(cell)
    assert [span.values for span in found.spans] == values
    assert found.rest


@given(st.text(max_size=60))
def test_no_text_breaks_the_cells(text: str):
    find_dates(text)
    assert all(part.strip() for part in split_list(text))


def test_a_key_is_made_of_as_little_as_tells_records_apart():
    chains = [("a", "x", "1"), ("a", "x", "2"), ("b", "x", "1")]
    first, second, third = stable_keys(chains, least=2)
    assert len({first, second, third}) == 3
    assert stable_keys([("b", "x", "9")], least=2) == [third]
    # None of the namesakes has the key it would have alone.
    assert stable_keys([("a", "x", "1")], least=2)[0] not in {first, second}


def test_names_are_folded_for_an_id():
    assert fold_name("José  O'Test-Ltd.") == fold_name("JOSE OTEST LTD")
