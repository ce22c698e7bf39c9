"""Measures a text says were taken, and what it says should be done."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ostraka.report.reading import read_text
from ostraka.report.write import write_reading

WRITTEN = date(2024, 3, 15)  # a Friday


def read(text: str) -> dict[str, Any]:
    return write_reading(read_text(text, [], WRITTEN), {})


def measures(text: str) -> list[tuple[str, str | None, list[str]]]:
    return [
        (m["kind"], m["imposer_text"], [t["text"] for t in m["target_text"]])
        for m in read(text)["measures"]
    ]


@pytest.mark.parametrize(
    ("text", "kind", "imposer", "targets"),
    [
        ("Norway expelled three Zemblan diplomats.", "expulsion", "Norway", ["three Zemblan diplomats"]),
        ("In 2020 Norway closed its embassy in Peru.", "closure", "Norway", ["its embassy in Peru"]),
        ("The Norwegian government froze the assets of Foo Bank.", "asset_freeze", "The Norwegian government", ["Foo Bank"]),
        ("Two officials were sanctioned by the EU.", "sanctions", "the EU", ["Two officials"]),
        ("The EU put the Foo Brigade on its terror list.", "terror_listing", "The EU", ["the Foo Brigade"]),
        ("Norway designated the Foo Brigade as a terrorist organisation.", "terror_listing", "Norway", ["the Foo Brigade"]),
        ("Norway removed the Foo Brigade from its list of terrorist groups.", "delisting", "Norway", ["the Foo Brigade"]),
        ("Norway recalled its ambassador to Chile.", "recall", "Norway", ["its ambassador to Chile"]),
        ("Norway declared the attaché persona non grata.", "expulsion", "Norway", ["the attaché"]),
        ("Norway broke off diplomatic relations with Chile.", "relations", "Norway", ["Chile"]),
        ("Norway barred five officials from entering the country.", "travel_ban", "Norway", ["five officials"]),
        ("The Foo Brigade is a proscribed organisation in Norway.", "terror_listing", "Norway", ["The Foo Brigade"]),
        ("Norway responded on Monday by closing its embassy in Peru.", "closure", "Norway", ["its embassy in Peru"]),
        ("Norway agreed on 2 May 2023 to freeze the assets of Foo Bank.", "asset_freeze", "Norway", ["Foo Bank"]),
        ("Within hours Norway expelled three diplomats.", "expulsion", "Norway", ["three diplomats"]),
        ("Norway, which proscribed the Foo Brigade, was not alone.", "terror_listing", "Norway", ["the Foo Brigade"]),
        ("Two mosques that the gunman had visited were closed.", "closure", None, ["Two mosques"]),
        ("Oslo called home its own ambassador from Lima.", "recall", "Oslo", ["its own ambassador from Lima"]),
        ("Two banks had their accounts frozen.", "asset_freeze", None, ["Two banks"]),
        ("Norway prohibited the sale of oil.", "embargo", "Norway", ["oil"]),
    ],
)  # fmt: skip
def test_a_measure_has_its_kind_imposer_and_targets(text, kind, imposer, targets):
    assert measures(text) == [(kind, imposer, targets)]


@pytest.mark.parametrize(
    "text",
    [
        "Norway will expel three diplomats.",
        "Norway should expel three diplomats.",
        "Norway has not expelled any diplomats.",
        "Norway threatened to expel three diplomats.",
        "Norway refused to close its embassy.",
        "Norway could respond by closing its embassy.",
        "Norway agreed with its critics, who want to freeze assets.",
        "Norway revoked that decision.",
        "Norway is considering sanctions on three officials.",
        "The school expelled three students.",
        "Facing international sanctions, the company closed two shops.",
        "The diplomats expelled by Norway met in Lima.",
        "Ministers called on Norway to expel three diplomats.",
        "The world must:\n\n– expel three diplomats\n\n– close the embassy",
    ],
)
def test_what_is_meant_denied_or_called_for_is_no_measure(text):
    assert measures(text) == []


def test_each_of_several_imposers_has_a_measure_of_its_own():
    text = "Norway, Chile and Peru expelled diplomats that were thought to be spies."
    assert [m[1] for m in measures(text)] == ["Norway", "Chile", "Peru"]
    (first, *_) = read(text)["measures"]
    assert first["link_status"] == "hedged: thought"


def test_a_verb_without_a_subject_has_that_of_the_verb_before():
    text = "Norway expelled two diplomats and closed the consulate in Oslo."
    assert [m[:2] for m in measures(text)] == [
        ("expulsion", "Norway"),
        ("closure", "Norway"),
    ]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Norway expelled two diplomats in May 2023.", "2023-05"),
        ("Norway expelled two diplomats on Tuesday.", "2024-03-12"),
        ("Norway expelled two diplomats on 2 March.", "2024-03-02"),
        ("Norway imposed sanctions on Foo over the murder of Bar in 2019.", None),
        ("Norway extended its embargo until 1 May 2025.", None),
        ("That was in May 2023, when Norway expelled two diplomats.", "2023-05"),
    ],
)
def test_the_date_of_a_measure_is_its_own(text, day):
    assert [m["date"] for m in read(text)["measures"]] == [day]


@pytest.mark.parametrize(
    "said",
    [
        "Norway must expel the diplomats",
        "Norway ought to expel the diplomats",
        "The council urged Norway to expel the diplomats",
        "The report recommends that Norway expel the diplomats",
        "Activists called on Norway to expel the diplomats",
    ],
)
def test_what_is_called_for_is_a_recommendation(said):
    (found,) = read(f"{said}.")["recommendations"]
    assert found["span"]["text"] in said
    assert "diplomats" in found["object"]["text"]
    assert found["not_a_measure"]


@pytest.mark.parametrize(
    "text",
    [
        "Should Norway expel the diplomats?",
        "He must have known of the plot.",
        "It should be noted that he left.",
        "Norway expelled the diplomats.",
        "“We must act now,” he said.",
    ],
)
def test_what_is_asked_guessed_or_quoted_is_no_recommendation(text):
    assert read(text)["recommendations"] == []


def test_who_calls_for_something_holds_it():
    report = read("Minister Ann Lee said on Monday that Norway must expel them all.")
    (found,) = report["recommendations"]
    (lee,) = [e for e in report["entities"] if "Lee" in e["name"]] or [{"id": None}]
    assert found["holder"] == [h for h in ("document", lee["id"]) if h]
