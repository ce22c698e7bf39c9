"""Incidents a text tells: once each, with what it says of them and no more."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from ostraka.report.reading import read_text
from ostraka.report.write import write_reading


def incidents(text: str) -> list[dict[str, Any]]:
    reading = read_text(text, [], date(2024, 3, 15))
    found: list[dict[str, Any]] = write_reading(reading, {})["incidents"]
    return found


@pytest.mark.parametrize(
    ("text", "kind", "day", "country"),
    [
        ("Gunmen shot dead a judge in Lima on 3 May 2021.", "shooting", "2021-05-03", "pe"),
        ("The 2021 bombing of the market in Lima is not solved.", "bombing", "2021", "pe"),
        ("A journalist was poisoned in Oslo in 2019.", "poisoning", "2019", "no"),
        ("A bomb exploded in Oslo on 2 May 2019.", "explosion", "2019-05-02", "no"),
        ("There was a plot to kill a judge in Norway.", "plot", None, "no"),
        ("Hackers planned to attack a dam on Peruvian soil.", "plot", None, "pe"),
        ("Two men set fire to a synagogue in Oslo in May 2019.", "arson", "2019-05", "no"),
        ("An airliner was brought down over Norway in May 2019.", "attack", "2019-05", "no"),
        ("An attempt to kidnap a judge in Oslo failed in 2019.", "plot", "2019", "no"),
        ("The 1979 takeover of the Peruvian embassy in Oslo is forgotten.", "seizure", "1979", "no"),
        ("A bomb exploded over the Scottish town of Lockerbie in 1988.", "explosion", "1988", "gb"),
        ("A shop in west Oslo that sold arms was set ablaze in 2019.", "arson", "2019", "no"),
        ("Months after gunmen killed two people in Oslo in 2019, Peru banned the group.", "killing", "2019", "no"),
        ("A knife attack in Oslo in May 2019 left two dead.", "stabbing", "2019-05", "no"),
        ("Car bombs tore through a hotel in Oslo in May 2019.", "bombing", "2019-05", "no"),
        ("A judge was kidnapped in Oslo in May 2019.", "abduction", "2019-05", "no"),
        ("Two mines sank a trawler off Norway in May 2019.", "bombing", "2019-05", None),
        ("On 2 May 2019 the king died. Two days later gunmen shot dead a judge.", "shooting", "2019-05-04", None),
        ("A mob burned down a mosque in Oslo in May 2019.", "arson", "2019-05", "no"),
        ("A mob ransacked the Peruvian embassy in Oslo on Tuesday.", "attack", "2024-03-12", "no"),
        ("Two cables were severed off Norway in May 2019.", "sabotage", "2019-05", None),
        ("A truck packed with explosives blew up in Oslo in May 2019.", "bombing", "2019-05", "no"),
        ("A judge was found stabbed to death in Oslo in May 2019.", "stabbing", "2019-05", "no"),
        ("The assassination attempt on a judge in Oslo in May 2019 failed.", "assassination", "2019-05", "no"),
        ("Attempts at arson in Oslo were made in May 2019.", "arson", "2019-05", "no"),
        ("On 2 May 2019 two attacks were carried out on a court in Oslo.", "attack", "2019-05-02", "no"),
        ("The May 2, 2019, embassy bombing was a suicide bombing in Oslo.", "bombing", "2019-05-02", "no"),
        ("Drone strikes on a camp in Peru killed six in May 2019.", "attack", "2019-05", "pe"),
        ("He had offered 300,000 dollars for the murder of a judge in Oslo.", "plot", None, "no"),
        ("Police had uncovered a cell that was preparing a bombing in Oslo.", "plot", None, "no"),
        ("Anna Zarek, murdered in Oslo in May 2019, was a judge.", "killing", "2019-05", "no"),
        ("Two men were convicted of murdering Anna Zarek in Oslo in 2019.", "killing", "2019", "no"),
        ("They hired two men to kill a judge in Oslo in May 2019.", "plot", "2019-05", "no"),
        ("Shots were fired at a court in Oslo in May 2019.", "shooting", "2019-05", "no"),
        ("A judge was lured to Oslo in May 2019 and kidnapped.", "abduction", "2019-05", "no"),
        ("Novichok was used against a judge in Oslo in May 2019.", "poisoning", "2019-05", "no"),
        ("An attempt on the life of a judge in Oslo in May 2019 shook the town.", "assassination", "2019-05", "no"),
        ("A judge died in Oslo on 2 May 2019 when gunmen stormed the court.", "attack", "2019-05-02", "no"),
        ("On 2 May 2019 six people were killed in a suicide bombing in Oslo.", "bombing", "2019-05-02", "no"),
        ("On 2 May 2019 rebels stormed a court in Oslo and shot two judges.", "attack", "2019-05-02", "no"),
        ("The 2019 attack that destroyed a court in Oslo killed two.", "attack", "2019", "no"),
        ("On 2 May 2019 two truck bombs struck a court in Oslo.", "bombing", "2019-05-02", "no"),
        ("A bomber struck at the US embassy in Lima in May 2019.", "attack", "2019-05", "pe"),
    ],
)  # fmt: skip
def test_an_incident_has_its_kind_date_and_country(text, kind, day, country):
    (found,) = incidents(text)
    assert (found["type"], found["date"], found["country"]) == (kind, day, country)


@pytest.mark.parametrize(
    "text",
    [
        "The attacks must stop.",
        "He denies these attacks in Oslo.",
        "The rebels admitted the attack on Monday.",
        "Agents were involved in murders and extortion in Oslo.",
        "Critics attack the plan.",
        "It was the deadliest attack on a Peruvian court in Oslo.",
        "The ministry warned of an attack in Oslo.",
        "An attack in Oslo could come in 2025.",
        "Since 2011 the regime has outsourced murder.",
        "In 2015 the judge, who led the inquiry into the terrorist attacks, was found dead.",
        "Police raided four mosques in Oslo in May 2019.",
        "Officers killed two suspects in Oslo in May 2019.",
        "Four sailors were killed.",
        "The murder trial opened in Oslo.",
        "He suffered a heart attack in Oslo.",
        "They could attack in 2019.",
        "Nobody was killed in Oslo in 2019.",
        "He was convicted of murder in Oslo in 2019.",
        "They deal with terrorist activities in Norway.",
        "She attacked the government's policy in Oslo in May 2019.",
        "A grave breach of Norwegian law was found in Oslo in May 2019.",
    ],
)
def test_what_is_general_taken_up_or_did_not_happen_is_no_incident(text):
    found = [i for i in incidents(text) if i["killed" if "killed" in i else "id"]]
    assert [i for i in found if i["casualties"] is None] == []


def test_two_attacks_told_one_by_one_are_two_incidents():
    text = "They plotted two attacks in 2019: one in Oslo in May, and one in Lima in June. Both were foiled by the police."
    found = incidents(text)
    assert [(i["date"], i["country"], i["outcome"]) for i in found] == [
        ("2019-05", "no", "foiled"),
        ("2019-06", "pe", "foiled"),
    ]
    assert all(len(i["evidence"]) == 2 for i in found)


def test_what_is_dated_later_is_the_incident_told_before():
    text = "A gunman killed four people in Oslo. The attack of 2 May 2019 is not forgotten."
    (found,) = incidents(text)
    assert (found["date"], found["country"]) == ("2019-05-02", "no")


def test_what_one_party_did_in_turn_is_told_apart():
    text = (
        "It is the Foo Group, which hacked a bank in Oslo in 2014, sold its data in 2015 "
        "and spread a virus in Peru in 2016."
    )
    first, second = incidents(text)
    assert first["evidence"][0]["text"].endswith("in 2014")
    assert (first["date"], second["date"]) == ("2014", "2016")


def test_each_has_the_target_of_its_own_passage():
    text = "There was a plot against a judge in Norway and a plot against a bishop in Peru."
    assert [i["target_text"][0]["text"] for i in incidents(text)] == [
        "a judge",
        "a bishop",
    ]


def test_an_incident_told_twice_is_one():
    text = (
        "The murder of Ann Lee shook Norway. She was shot dead in Oslo on 2 May 2019."
    )
    (found,) = incidents(text)
    assert (found["date"], found["country"]) == ("2019-05-02", "no")
    assert len(found["evidence"]) == 2


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("A bomb exploded in Oslo in 2019 and killed 12 people.", 12, None),
        ("A bomb exploded in Oslo in 2019; three people were killed, 1,200 people were injured.", 3, 1200),
        ("A plot in Norway in 2019 was stopped before anyone could get hurt.", 0, 0),
        ("A bomb exploded in Oslo in May 2019.", None, None),
    ],
)  # fmt: skip
def test_casualties_are_those_the_passage_counts(text, killed, injured):
    (found,) = incidents(text)
    counted = found["casualties"] or {"killed": None, "injured": None}
    assert (counted["killed"], counted["injured"]) == (killed, injured)


def test_who_is_accused_is_attributed_and_not_asserted_by_the_text_alone():
    (found,) = incidents("Norway accused Zembla of planning to kill a judge in Norway.")
    assert found["attributed_to"] == ["Zembla"]


def test_a_plot_is_foiled_by_whoever_stopped_it_in_the_same_breath():
    (found,) = incidents(
        "Zembla planned to bomb a rally in Oslo on 3 May 2021, but Norwegian police stopped two men."
    )
    assert (found["outcome"], len(found["thwarted_by"])) == ("foiled", 1)


def test_its_own_soil_is_the_country_of_whoever_speaks_of_it():
    (found,) = incidents(
        "In 2018 Norway foiled a plot to kill an activist on its soil."
    )
    assert found["country"] == "no"


def test_the_second_victim_of_one_noun_is_an_incident_of_its_own():
    text = "the murder of Ann Foo in Oslo in May 1991 and of Bob Bar in Lima in 1993"
    found = incidents(f"The group is held responsible for {text}.")
    assert [(i["date"], i["country"]) for i in found] == [("1991-05", "no"), ("1993", "pe")]  # fmt: skip


def test_a_passage_ends_where_something_else_is_said():
    found = incidents(
        "Peru, whose police broke up a plan to bomb embassies in Lima in May 2001, has"
        " renewed the curfew. There was an attempt to kidnap a judge in Oslo in 2021,"
        " for which four men were charged. The plot against a rally in Lima in 2018, in"
        " 2023 told to a court, failed."
    )
    ends = [i["evidence"][0]["text"].split()[-1] for i in found]
    assert ends == ["2001", "2021", "2018"]
    assert found[0]["outcome"] == "foiled"


@pytest.mark.parametrize(
    ("text", "killed", "injured"),
    [
        ("A blast in Oslo killed 22 people and wounded 200.", 22, 200),
        ("A blast in Oslo left 85 people dead and some 300 injured.", 85, 300),
        ("A blast in Oslo in May, claiming 85 lives, ended it.", 85, None),
        ("An attack in Oslo on October 26 that killed 13 people ended it.", 13, None),
        ("A bomb went off in Oslo, and twelve people lost their lives.", 12, None),
    ],
)
def test_casualties_are_counted_however_they_are_told(text, killed, injured):
    (found,) = incidents(text)
    assert found["casualties"]["killed"] == killed
    assert found["casualties"]["injured"] == injured


@pytest.mark.parametrize(
    ("text", "behind", "stopped"),
    [
        ("Two attacks on a court in Oslo in May 2019 were carried out by rebels.", ["rebels"], []),
        ("Peru has plotted to kidnap or kill at least ten Norwegian judges.", ["Peru"], []),
        ("A van packed with explosives blew up in Oslo in May 2019.", [], []),
        ("Police foiled a plot to bomb a train in Oslo in May 2019.", [], ["Police"]),
    ],
)  # fmt: skip
def test_who_did_it_and_who_stopped_it_is_told(text, behind, stopped):
    reading = read_text(text, [], date(2024, 3, 15))
    (found,) = reading.incidents
    roles = [(r.role, reading.passage.cut(r.who)) for r in found.roles]
    assert [who for role, who in roles if role == "attributed to"] == behind
    assert [who for role, who in roles if role == "thwarted by"] == stopped
