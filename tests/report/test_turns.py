"""Turns of grammar: what is shared, told with a noun, joined or left out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ostraka.report.reading import read_text
from ostraka.report.write import write_reading


def read(text: str) -> dict[str, Any]:
    return write_reading(read_text(text, [], date(2024, 3, 15)), {})


def measures(text: str) -> list[tuple[str, str | None, str | None]]:
    return [(m["kind"], m["imposer_text"], m["date"]) for m in read(text)["measures"]]


def passages(text: str) -> list[str]:
    return [i["evidence"][0]["text"] for i in read(text)["incidents"]]


@pytest.mark.parametrize(
    ("text", "imposers"),
    [
        ("Norway and Peru have all listed the Foo Brigade.", ["Norway", "Peru"]),
        ("Norway and Peru have jointly sanctioned Foo Bank.", ["Norway", "Peru"]),
        ("Three diplomats were each expelled by Norway.", ["Norway"]),
    ],
)
def test_what_several_share_is_done_by_each(text, imposers):
    assert [who for _, who, _ in measures(text)] == imposers


def test_what_somebody_decided_to_do_is_done_by_verbs_with_one_form_too():
    told = measures(
        "Norway decided in May 2023 to put the Foo Brigade on its terror list."
    )
    assert told == [("terror_listing", "Norway", "2023-05")]


@pytest.mark.parametrize(
    ("before", "count"),
    [
        ("In retaliation for", 1),
        ("Zembla protested against", 1),
        ("The party pushed for", 0),
        ("Lawmakers voted for", 0),
    ],
)
def test_a_measure_named_after_for_or_against_is_told_unless_it_is_wanted(
    before, count
):
    text = f"{before} Norway's expulsion of three diplomats in May 2019."
    assert len(measures(text)) == count


@pytest.mark.parametrize("verb", ["requests", "urges", "asks"])
def test_the_call_after_a_comma_is_a_second_one(verb):
    second = f"{verb} member states to freeze the assets"
    text = f"The resolution calls on Peru to expel the envoy, and {second}."
    told = [r["span"]["text"] for r in read(text)["recommendations"]]
    assert told == ["The resolution calls on Peru to expel the envoy", second]


@pytest.mark.parametrize(
    "text",
    [
        "On 3 May 2021 several explosions rocked a house in Lima and a bomb killed three.",
        "Explosions tore through a barracks in Lima on 3 May 2021, killing four.",
        "Bombings on 3 May 2021 damaged a market in Lima.",
    ],
)
def test_several_explosions_of_one_day_are_an_incident_as_one_is(text):
    (found,) = read(text)["incidents"]
    assert (found["type"], found["date"]) == ("bombing", "2021-05-03")


def test_all_who_died_in_it_stand_in_the_passage():
    passage = "The bombing of the market in Lima on 3 May 2021, in which two men and a child died"
    assert passages(f"{passage}, was never solved.") == [passage]
