"""Countries, capitals and regions, where a text leaves no doubt."""

import pytest

from ostraka.report.places import find_places
from ostraka.report.tokens import Span, Tokens


def places(text: str) -> list[tuple[str, str | None, str]]:
    return [
        (text[m.span.start : m.span.end], m.place.code, m.role)
        for m in find_places(Tokens(text), [])
    ]


def test_countries_capitals_and_regions_with_their_codes():
    text = "They met in Albania, near Buenos Aires and across the Middle East."
    assert places(text) == [
        ("Albania", "al", "place"),
        ("Buenos Aires", "ar", "place"),
        ("Middle East", None, "place"),
    ]


def test_a_state_that_acts_is_named_and_not_said_to_be_a_place():
    assert places("France expelled them from the US.") == [
        ("France", "fr", "named"),
        ("US", "us", "place"),
    ]


def test_a_possessive_is_no_part_of_the_name():
    assert places("South Korea’s ships") == [("South Korea", "kr", "named")]


@pytest.mark.parametrize(
    "text",
    [
        "the Mykonos assassinations in 1992",  # a restaurant in Berlin, not Greece
        "the Free Iran rally and the Iran Hostage Crisis",
        "New Mexico and New Jersey",
        "They let us go.",
        "Jordan said so; so did Chad.",
        "the Viennese and the Iranian embassy",
    ],
)
def test_what_may_be_something_else_is_left_out(text):
    assert places(text) == []


def test_an_uncertain_name_counts_where_the_words_say_it_is_a_place():
    assert places("He lives in Jordan.") == [("Jordan", "jo", "place")]


def test_a_country_in_the_name_of_a_body_is_none():
    text = "the Vigil Organisation of Iran in Iran"
    tokens = Tokens(text)
    found = find_places(tokens, [Span(4, 30)])
    assert [m.span.start for m in found] == [34]
