"""The seed report against what was worked out by hand, without any list at hand."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from ostraka.report.reading import read_text
from ostraka.report.write import write_reading

Json = dict[str, Any]
Place = tuple[int, int]


@pytest.fixture(scope="module")
def text(shared: Path) -> str:
    return (shared / "seed" / "000_f80a803b0c0603ca.txt").read_text("utf-8")


@pytest.fixture(scope="module")
def truth(shared: Path) -> Json:
    found: Json = json.loads((shared / "seed" / "seed_truth.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module")
def report(text: str) -> Json:
    return write_reading(read_text(text, []), {})


def spans(items: list[Json], key: str) -> list[Place]:
    found = [i[key] if isinstance(i[key], list) else [i[key]] for i in items]
    return [(s["start"], s["end"]) for several in found for s in several]


def bare(text: str, place: Place) -> Place:
    """Return a place without an article before it and marks at its edges."""
    start, end = place
    start += len(re.match(r"(?:(?:the|The) )?", text[start:end]).group())  # type: ignore[union-attr]
    return start, start + len(text[start:end].rstrip(" .,;"))


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        ("dates", "span"), ("quotes", "content"), ("recommendations", "span"),
        ("incidents", "evidence"), ("measures", "evidence"),
    ],
)  # fmt: skip
def test_every_place_of_the_truth_is_proposed_and_no_other(
    text, truth, report, kind, key
):
    wanted = {bare(text, place) for place in spans(truth[kind], key)}
    assert {bare(text, place) for place in spans(report[kind], key)} == wanted


def test_the_parties_are_those_of_the_truth(text, truth, report):
    listed = {"e-irgc"}  # only a list knows that this is a party
    wanted = {
        bare(text, place)
        for entity in truth["entities"]
        for place in spans([entity], "mentions")
        if entity["id"] not in listed
    }
    found = {bare(text, place) for place in spans(report["entities"], "mentions")}
    assert found == wanted


def test_places_of_one_party_are_joined_and_those_of_two_are_not(text, truth, report):
    holder = {
        bare(text, place): entity["id"]
        for entity in report["entities"]
        for place in spans([entity], "mentions")
    }
    for key in ("e-moniquet", "e-paper", "e-regime", "e-mek", "e-us", "e-fr", "e-eu"):
        entity = next(e for e in truth["entities"] if e["id"] == key)
        places = [bare(text, place) for place in spans([entity], "mentions")]
        assert len({holder[place] for place in places}) == 1, key
    assert len(set(holder.values())) >= len(truth["entities"]) - 2


def test_incidents_have_the_date_place_and_end_of_the_truth(truth, report):
    codes = {p["id"]: p["code"] for p in truth["places"]}

    def said(incident, country):
        keys = ("type", "method", "stage_reached", "outcome", "date")
        return [*(incident.get(k) for k in keys), country]

    found = [said(i, i["country"]) for i in report["incidents"]]
    for incident in truth["incidents"]:
        wanted = said(incident, codes.get(incident["place"]))
        if incident["outcome"] == "completed":
            wanted[2] = None
        assert wanted in found, incident["id"]


def test_measures_have_the_imposer_kind_and_date_of_the_truth(truth, report):
    countries = {e["id"]: e.get("country") for e in truth["entities"]}
    wanted = [
        (m["kind"], countries[m["imposer"]], m["date"]) for m in truth["measures"]
    ]
    found = [(m["kind"], m["imposer_country"], m["date"]) for m in report["measures"]]
    assert found == wanted


class TestMustNot:
    """The eleven traps of the seed, each by the words of `must_not`."""

    def test_list_the_mek_as_a_sanctioned_or_accused_party(self, report):
        (mek,) = [e for e in report["entities"] if "Mujahedin" in e["name"]]
        assert mek["listed"] == []
        assert all(mek["id"] not in m["targets"] for m in report["measures"])
        assert all(mek["id"] not in i["attributed_to"] for i in report["incidents"])

    def test_attach_the_recommendations_as_measures_in_force(self, report):
        assert all(r["not_a_measure"] for r in report["recommendations"])
        called_for = spans(report["recommendations"], "span")
        for start, end in spans(report["measures"], "evidence"):
            assert not any(a < end and start < b for a, b in called_for)

    def test_state_that_the_danish_plot_targeted_the_mek(self, report):
        (danish,) = [i for i in report["incidents"] if i["country"] == "dk"]
        targets = [t["text"] for t in danish["target_text"]]
        assert targets == ["another Iranian dissident"]

    def test_date_the_danish_or_us_plot(self, report):
        for code in ("dk", "us"):
            (plot,) = [i for i in report["incidents"] if i["country"] == code]
            assert plot["date"] is None

    def test_link_the_dutch_expulsion_to_a_plot_as_fact(self, report):
        (dutch,) = [m for m in report["measures"] if m["imposer_country"] == "nl"]
        assert dutch["motive_incidents"] == ["unspecified: 'the attacks'"]
        assert dutch["link_status"] == "hedged: thought"

    def test_say_the_us_sanctions_answered_the_plots(self, report):
        (american,) = [m for m in report["measures"] if m["imposer_country"] == "us"]
        assert american["motive_incidents"] == []

    def test_place_mykonos_in_greece_or_date_sanctions_2015(self, report):
        (mykonos,) = [
            i for i in report["incidents"] if "Mykonos" in i["evidence"][0]["text"]
        ]
        assert mykonos["country"] is None
        assert all(p["code"] != "gr" for p in report["places"])
        assert all(m["date"] != "2015" for m in report["measures"])

    def test_attribute_it_is_clear_that_to_moniquet(self, report):
        (clear,) = [c for c in report["claims"] if "It is clear" in c["span"]["text"]]
        (publisher,) = [
            e["id"] for e in report["entities"] if e.get("roles") == ["publisher"]
        ]
        assert (clear["mode"], clear["holder"]) == ("document_voice", [publisher])

    def test_treat_the_title_in_quotation_marks_as_a_quotation(self, truth, report):
        quoted = spans(report["quotes"], "content")
        for place in spans(truth["not_quotes"], "span"):
            assert place not in quoted

    def test_name_those_whom_the_text_only_describes(self, report):
        words = json.dumps([e["name"] for e in report["entities"]])
        for name in ("Assadi", "Moghadam", "Directorate"):
            assert name not in words
        (diplomat,) = [e for e in report["entities"] if "Vienna" in e["name"]]
        assert diplomat["unnamed"]
        assert diplomat["listed"] == []


def test_a_claim_has_the_chain_of_those_who_hold_it(report):
    names = {e["id"]: e["name"] for e in report["entities"]}
    held = [
        [names[holder] for holder in claim["holder"]]
        for claim in report["claims"]
        if claim["span"]["text"].startswith("the Regime plotted")
    ]
    assert held == [["ncr-iran", "Claude Moniquet"]]
