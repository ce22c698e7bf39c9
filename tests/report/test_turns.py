"""Turns of grammar: what is shared, told with a noun, joined or left out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ostraka.report.grammar.words import table_of
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


@pytest.mark.parametrize(
    ("text", "kind", "passage"),
    [
        ("It began with the car bomb that levelled the embassy in Lima on 17 May 1992.", "bombing", "the car bomb that levelled the embassy in Lima on 17 May 1992"),
        ("He got life for a grenade thrown into the Arcade, a shop in Lima, on 17 May 1992.", "bombing", "a grenade thrown into the Arcade, a shop in Lima, on 17 May 1992"),
        ("In 1997 he was convicted of shooting dead two officers in Lima in May 1992.", "shooting", "shooting dead two officers in Lima in May 1992"),
        ("The destruction of the mosque in Lima in May 1992 was never explained.", "attack", "The destruction of the mosque in Lima in May 1992"),
        ("The blowing up of the bridge in Lima in May 1992 was never explained.", "explosion", "The blowing up of the bridge in Lima in May 1992"),
        ("The burning down of a school in Lima in May 1992 was never explained.", "arson", "The burning down of a school in Lima in May 1992"),
    ],
)  # fmt: skip
def test_an_incident_is_told_by_a_relative_clause_a_participle_or_a_gerund(
    text, kind, passage
):
    (found,) = read(text)["incidents"]
    assert (found["type"], found["date"][:4]) == (kind, "1992")
    assert found["evidence"][0]["text"] == passage


@pytest.mark.parametrize(
    "text",
    [
        "The destruction of evidence in Lima in May 1992 was a crime.",
        "The flag was slammed in Lima in May 1992.",
    ],
)
def test_what_is_done_to_things_of_no_weight_is_no_incident(text):
    assert passages(text) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("He was dragged to Zembla from Oslo in May 2020.", "abduction"),
        ("A jet forced a passenger plane to land in Oslo in May 2020.", "hijacking"),
        ("The group struck again at a hotel in Oslo in May 2020.", "attack"),
        ("A bomber slammed a lorry into a hotel in Oslo in May 2020.", "bombing"),
    ],
)
def test_what_a_turn_of_phrase_tells_has_its_kind(text, kind):
    assert [i["type"] for i in read(text)["incidents"]] == [kind]


def test_a_verb_of_one_short_syllable_doubles_its_last_letter():
    doubled = {
        "drag": "dragged",
        "stop": "stopping",
        "quit": "quitting",
        "level": "levelled",
    }
    for lemma, form in doubled.items():
        assert table_of({lemma})[form][0] == lemma
    for lemma, form in {"aim": "aimed", "list": "listing", "bow": "bowed"}.items():
        assert table_of({lemma})[form][0] == lemma


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Peru's president signed a law in May 2020 that suspended cooperation with Chile.", ("relations", "Peru's president", "2020-05")),
        ("On 4 May 2020 the Committee also approved the addition of Foo to its list.", ("sanctions", "the Committee", "2020-05-04")),
        ("Peru's decision in May 2020 to close its consulate in Oslo came late.", ("closure", "Peru", "2020-05")),
        ("Peru put two embassy workers on a plane in May 2020.", ("expulsion", "Peru", "2020-05")),
        ("In May 2020 Peru got rid of a diplomat.", ("expulsion", "Peru", "2020-05")),
        ("The assets of Foo Bank are no longer frozen.", ("lifting", None, None)),
        ("Foo Bank is no longer subject to sanctions.", ("lifting", None, None)),
        ("Foo Bank is no longer listed.", ("delisting", None, None)),
        ("The two men may not travel to Peru.", ("travel_ban", None, None)),
        ("The two men can no longer enter Peru.", ("travel_ban", None, None)),
    ],
)  # fmt: skip
def test_a_measure_is_told_by_a_law_a_decision_or_what_no_longer_holds(text, told):
    assert measures(text) == [told]


@pytest.mark.parametrize(
    "text",
    [
        "Peru's president spoke of a law in May that suspended cooperation with Chile.",
        "Foo Bank is no longer subject to takeover rumours.",
        "The two men may not travel to see her.",
        "The two men may travel to Peru.",
    ],
)
def test_what_no_lawgiver_made_or_nobody_is_denied_is_no_measure(text):
    assert measures(text) == []


def test_a_verb_said_once_tells_what_was_done_by_each():
    told = measures(
        "Foo Bank was sanctioned by Norway in 2018, by Peru in 2019 and by Chile in 2020."
    )
    assert [(who, day) for _, who, day in told] == [
        ("Norway", "2018"),
        ("Peru", "2019"),
        ("Chile", "2020"),
    ]


@pytest.mark.parametrize("end", ["", ", to the anger of Chile"])
def test_who_followed_in_a_month_is_found_behind_it(end):
    told = read(f"In May 2020 Norway expelled a diplomat. In June Peru followed{end}.")
    (_, second) = told["measures"]
    assert (second["imposer_text"], second["evidence"][0]["text"]) == (
        "Peru",
        "In June Peru followed",
    )


def test_somebodys_incident_is_told_where_none_before_is_meant():
    passage = "His assassination in Rome in March 1993"
    assert passages(f"{passage} shocked the country.") == [passage]
    before = "Ann Foo was shot in Rome in March 1993."
    assert passages(f"{before} Her murder in Rome shocked the country.") == [
        before[:-1]
    ]


def test_an_incident_told_with_its_year_and_again_with_its_day_is_one_of_that_day():
    (found,) = read(
        "The murder of Ann Foo in Rome in 1993 was solved. On 3 March 1993 Ann Foo was"
        " shot dead in Rome."
    )["incidents"]
    assert found["date"] == "1993-03-03"
