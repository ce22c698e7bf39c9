"""Calls told as what is needed, as advice, or in several clauses; measures told again."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ostraka.report.reading import read_text
from ostraka.report.write import write_reading


def read(text: str) -> dict[str, Any]:
    return write_reading(read_text(text, [], date(2024, 3, 15)), {})


def calls(text: str) -> list[str]:
    return [r["span"]["text"] for r in read(text)["recommendations"]]


@pytest.mark.parametrize(
    "text",
    [
        "It is high time to close the embassies.",
        "It is time for Norway to close the embassies.",
        "It is imperative that Norway close the embassies.",
        "The main recommendation is to close the embassies.",
        "Norway would do well to close the embassies.",
        "Norway has a duty to close the embassies.",
        "A firm answer to the regime is needed.",
        "She stressed the need to close the embassies.",
        "The report recommends closing the embassies.",
        "The authors recommend an expansion of the list.",
        "The Foo Brigade should be on the terror list.",
        "The world community is called upon to close the embassies.",
    ],
)
def test_what_is_needed_is_called_for(text):
    assert calls(text) == [text.removesuffix(".")]


@pytest.mark.parametrize(
    "text",
    [
        "It is the first time that Norway closed an embassy.",
        "It is important to note that Norway closed an embassy.",
        "Is it time to close the embassies?",
        "The task was to close the embassies.",
        "He has a duty officer to call.",
        "It is needed.",
    ],
)
def test_what_only_sounds_like_it_is_not(text):
    assert calls(text) == []


def test_each_clause_of_what_is_recommended_is_a_call_of_its_own():
    text = "We recommend that Norway list the Foo Brigade, that member states share intelligence, and that visas be refused."
    assert calls(text) == [
        "We recommend that Norway list the Foo Brigade",
        "member states share intelligence",
        "visas be refused",
    ]


def test_a_second_verb_of_urging_makes_a_second_call():
    text = (
        "The Committee encourages Norway to report, and requests Chile to list the men."
    )
    assert calls(text) == [
        "The Committee encourages Norway to report",
        "requests Chile to list the men",
    ]


def test_a_measure_told_in_heading_and_text_is_one():
    text = "Norway expels two diplomats\n\nIn May 2023 Norway has expelled two diplomats over the affair."
    (found,) = read(text)["measures"]
    assert [s["text"].split()[0] for s in found["evidence"]] == ["Norway", "In"]
    assert found["date"] == "2023-05"


@pytest.mark.parametrize(
    "text",
    [
        "In 2020 Norway expelled two diplomats. In 2022 Norway expelled two diplomats.",
        "Norway expelled two diplomats. Norway expelled four diplomats.",
        "Norway expelled two diplomats. Chile expelled two diplomats.",
    ],
)
def test_measures_of_other_years_numbers_or_states_are_others(text):
    assert len(read(text)["measures"]) == 2


@pytest.mark.parametrize(
    "text",
    [
        "On 2 May 2019 a bomber destroyed a court in Oslo. The 2019 attack shook the town.",
        "In May 2019 police foiled an attack on a court in Oslo. The planned attack in Oslo was the work of a gang.",
    ],
)
def test_what_is_only_named_again_is_no_new_incident(text):
    assert len(read(text)["incidents"]) == 1


def test_police_who_broke_up_a_cell_are_part_of_its_plot():
    text = "In May 2022 police broke up a cell that was planning to kidnap tourists in Oslo, and in June 2022 the minister, Anna Zarek, spoke."
    (found,) = read(text)["incidents"]
    (evidence,) = found["evidence"]
    assert evidence["text"].startswith("In May 2022 police broke up")
    assert evidence["text"].endswith("in Oslo")
    assert found["outcome"] == "foiled"


def test_what_went_on_since_a_year_is_no_certain_incident():
    assert read("Since 1979 the regime has murdered opponents.")["incidents"] == []
