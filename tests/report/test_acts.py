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
        ("On Friday Norway expelled three diplomats.", "expulsion", "Norway", ["three diplomats"]),
        ("On Monday it told the ambassador to leave.", "expulsion", "it", ["the ambassador"]),
        ("Norway declared four employees of the embassy undesirable.", "expulsion", "Norway", ["four employees of the embassy"]),
        ("The ambassador was summoned.", "summons", None, ["The ambassador"]),
        ("Norway announced the withdrawal of its ambassador to Chile.", "recall", "Norway", ["its ambassador to Chile"]),
        ("Ten Zemblan diplomats have three days to leave Norway, the minister said.", "expulsion", None, ["Ten Zemblan diplomats"]),
        ("Two firms were placed under sanctions by Norway.", "sanctions", "Norway", ["Two firms"]),
        ("Foo Bank has been on the European Union's sanctions list since 2014.", "sanctions", "the European Union", ["Foo Bank"]),
        ("The Foo Brigade was added to the United Nations' terror list.", "terror_listing", "the United Nations", ["The Foo Brigade"]),
        ("A Norwegian court annulled the listing of the Foo Brigade.", "delisting", "A Norwegian court", ["the Foo Brigade"]),
        ("Norway's expulsion of three diplomats in May 2019 came first.", "expulsion", "Norway", ["three diplomats"]),
        ("The expulsion of three diplomats by Norway in 2019 came first.", "expulsion", "Norway", ["three diplomats"]),
        ("The Norwegian designation of the Foo Brigade as a terrorist group came first.", "terror_listing", "The Norwegian", ["the Foo Brigade"]),
        ("Foo Bank, blacklisted by Norway in 2011, still has a branch.", "sanctions", "Norway", ["Foo Bank"]),
        ("Norway's decision to expel three diplomats came first.", "expulsion", "Norway", ["three diplomats"]),
        ("Three Zemblan diplomats had to leave Norway in 1997.", "expulsion", None, ["Three Zemblan diplomats"]),
        ("Norway was the first in Europe to outlaw the Foo Brigade.", "ban", "Norway", ["the Foo Brigade"]),
        ("The Council approved the addition of Foo Bank to its list.", "sanctions", "The Council", ["Foo Bank"]),
        ("The Foo Brigade was banned in Norway in 2020.", "ban", "Norway", ["The Foo Brigade"]),
        ("Anna Zarek, the Norwegian minister, spoke. In 2020 Zarek banned the Foo Brigade.", "ban", "Zarek", ["the Foo Brigade"]),
        ("Norway agreed in 2020 to unfreeze the money of Foo Bank.", "lifting", "Norway", ["the money of Foo Bank"]),
        ("Norway tightened its sanctions against Chile, under which two banks suffer.", "sanctions", "Norway", ["Chile"]),
        ("Norway reinstated the embargo on Chile.", "sanctions", "Norway", ["Chile"]),
        ("Norway blocked imports of fish.", "embargo", "Norway", ["fish"]),
        ("Norway closed its airports to Chilean flights.", "closure", "Norway", ["its airports"]),
        ("An executive order forbids banks to buy Chilean bonds.", "embargo", None, ["banks"]),
        ("The ministry has taken the decision to close the consulate in Lima.", "closure", "The ministry", ["the consulate in Lima"]),
        ("The chargé was called to the ministry.", "summons", None, ["The chargé"]),
        ("The staff of the embassy are to leave Norway by May.", "expulsion", None, ["The staff"]),
        ("The firms are subject to an asset freeze.", "asset_freeze", None, ["The firms"]),
        ("Officials are in addition banned from entering Norway.", "travel_ban", None, ["Officials"]),
        ("Norway threw four Chileans out.", "expulsion", "Norway", ["four Chileans"]),
        ("Norway downgraded its relations with Chile.", "relations", "Norway", ["Chile"]),
        ("Co-operation between the two services was broken off.", "relations", None, []),
        ("Norway suspended all flights to Lima.", "embargo", "Norway", []),
        ("Norway put a freeze on the accounts of Foo Bank.", "asset_freeze", "Norway", ["the accounts of Foo Bank"]),
        ("Two firms were designated by OFAC.", "sanctions", "OFAC", ["Two firms"]),
        ("The U.S. expelled three diplomats.", "expulsion", "The U.S.", ["three diplomats"]),
    ],
)  # fmt: skip
def test_a_measure_has_its_kind_imposer_and_targets(text, kind, imposer, targets):
    assert measures(text) == [(kind, imposer, targets)]


@pytest.mark.parametrize(
    "text",
    [
        "Norway will expel three diplomats.",
        "Norway should expel three diplomats.",
        "A request that the Foo Brigade be banned in Norway was turned down.",
        "Norway has not expelled any diplomats.",
        "Neither ban on flights has been lifted.",
        "The police threw four drunkards out of the bar.",
        "Norway threatened to expel three diplomats.",
        "Norway refused to close its embassy.",
        "Norway could respond by closing its embassy.",
        "Norway agreed with its critics, who want to freeze assets.",
        "Norway revoked that decision.",
        "Norway is considering sanctions on three officials.",
        "The school expelled three students.",
        "Facing international sanctions, the company closed two shops.",
        "The diplomats expelled by Norway met in Lima.",
        "She called for the expulsion of three diplomats by Norway.",
        "The expulsion of three diplomats by Norway would be wrong.",
        "Norway rejected the closure of the embassy by the minister.",
        "Anna Zarek banned her children from the room.",
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


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Norway banned the Foo Brigade in 1992 and Chile in 1997.", [("Norway", "1992"), ("Chile", "1997")]),
        ("Norway banned the Foo Brigade in 1992. Chile followed suit in 1997.", [("Norway", "1992"), ("Chile", "1997")]),
        ("Norway banned the Foo Brigade in 1992; Chile did so in 1997.", [("Norway", "1992"), ("Chile", "1997")]),
    ],
)  # fmt: skip
def test_a_verb_said_once_tells_what_others_did_too(text, told):
    found = read(text)["measures"]
    assert [(m["imposer_text"], m["date"]) for m in found] == told
    assert {m["kind"] for m in found} == {"ban"}


def test_what_a_list_includes_is_no_measure_of_its_own():
    text = "Norway sanctioned two firms, including a bank that is on the list of 2019."
    assert [kind for kind, *_ in measures(text)] == ["sanctions"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Norway designated the Foo Brigade a terrorist group, freezing its assets.", ["terror_listing", "asset_freeze"]),
        ("Norway had expelled six diplomats in May and frozen the accounts of the embassy.", ["expulsion", "asset_freeze"]),
    ],
)  # fmt: skip
def test_a_participle_shares_who_does_it_and_that_it_is_done(text, kinds):
    found = read(text)["measures"]
    assert [m["kind"] for m in found] == kinds
    assert {m["imposer_country"] for m in found} == {"no"}


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
        (
            "On 2 March a bomb exploded. Two days later Norway expelled two diplomats.",
            "2024-03-04",
        ),
        (
            "On 2 March a bomb exploded. The next day Norway expelled two diplomats.",
            "2024-03-03",
        ),
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
        "The report recommends that parliament expel the diplomats",
        "Norway has to expel the diplomats",
        "Chile wants Norway to expel the diplomats",
        "Activists called on Norway to expel the diplomats",
        "Chile is urging Norway to expel the diplomats",
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


@pytest.mark.parametrize(
    ("text", "span", "action"),
    [
        ("The sanctions should not be lifted before May.", "The sanctions should not be lifted before May", "not lift"),
        ("Ann Foo demanded sanctions on two banks.", "Ann Foo demanded sanctions on two banks", "sanctions"),
        ("Peru's request that two groups be banned was turned down.", "Peru's request that two groups be banned", "ban"),
    ],
)  # fmt: skip
def test_a_call_may_be_negated_or_a_noun(text, span, action):
    (found,) = read(text)["recommendations"]
    assert (found["span"]["text"], found["action"]) == (span, action)


def test_who_calls_for_something_holds_it():
    report = read("Minister Ann Lee said on Monday that Norway must expel them all.")
    (found,) = report["recommendations"]
    (lee,) = [e for e in report["entities"] if "Lee" in e["name"]] or [{"id": None}]
    assert found["holder"] == [h for h in ("document", lee["id"]) if h]


@pytest.mark.parametrize(
    ("text", "addressee"),
    [
        ("The Council demanded in May that Chile hand over the judge.", "Chile"),
        ("Norway repeats its call on Chile to free the judge.", "Chile"),
        ("Norway condemns the attack and calls upon Chile to free the judge.", "Chile"),
        ("Consulates used as cover, the lawyer argued, have to be shut.", "Consulates used as cover"),
        ("The ministry must be given the means to pay.", "The ministry"),
        ("The bureau has got to quit the deal.", "The bureau"),
        ("Hoteliers beg Norway to resume flights.", "Norway"),
        ("The Left party demands that Chile apologise.", "Chile"),
        ("A deputy suggested that the agreement be cancelled.", "the agreement"),
        ("All citizens are urged to leave the country.", "All citizens"),
        ("It is now up to Chile to free the judge.", "Chile"),
        ("Stop the golden visas.", None),
    ],
)  # fmt: skip
def test_a_call_is_found_however_it_is_made(text, addressee):
    (found,) = read(text)["recommendations"]
    assert found["addressee"] == addressee
    assert read(text)["measures"] == []


def test_who_followed_did_what_was_told_before():
    text = "Norway expelled two diplomats in May. Chile followed on 3 June 2023."
    _, second = read(text)["measures"]
    assert (second["kind"], second["imposer_text"]) == ("expulsion", "Chile")
    assert second["date"] == "2023-06-03"
