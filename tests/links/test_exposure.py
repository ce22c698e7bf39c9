"""The answer about one party: how much, through whom, and what is missing to be sure."""

from __future__ import annotations

from datetime import date

from ostraka.links.closure import reach_of
from ostraka.links.exposure import Verdict, exposure_of
from ostraka.links.rules import rule_of
from ostraka.links.share import UNIT, WHOLE, read_share, share_words
from ostraka.links.wording import Wording

from .conftest import Said, controls, graph_of, owns

TODAY = date(2026, 3, 1)
LISTS = {"ofac": "us_ofac_sdn", "eu": "eu_fsf", "uk": "uk_fcdo"}


def exposure(links, listed, party, regime="ofac"):
    graph = graph_of(links, listed=listed, regime_list=LISTS[regime])
    rule = rule_of(regime, TODAY)
    node = graph.node(party)
    assert node is not None
    return exposure_of(graph, rule, TODAY, node, reach_of(graph, rule, TODAY))


def test_the_share_of_listed_and_reached_parties_is_added_up_with_its_bounds():
    links = [
        owns("X", "A", 60),
        owns("A", "B", ">25 <=50"),
        owns("Y", "B", 10),
        owns("other", "B", 20),
    ]
    told = exposure(links, {"X", "Y"}, "B")
    assert told.verdict is Verdict.POSSIBLY
    assert (told.low, told.high) == (35 * UNIT + 1, 60 * UNIT)
    assert told.grounds == ("owned",)
    assert [(h.caption, h.standing) for h in told.holders] == [
        ("A", "surely"),
        ("other", "other"),
        ("Y", "listed"),
    ]
    assert told.missing[0] == (
        "the share of B that A has: more than 25 %, at most 50 %"
    )


def test_each_listed_party_above_is_told_with_the_links_that_lead_down():
    links = [owns("X", "A", 60), owns("A", "B", 100)]
    (root,) = exposure(links, {"X"}, "B").roots
    assert (root.party, root.datasets) == ("X", ("us_ofac_sdn",))
    assert [str(s) for s in root.chain] == [
        "X owns A (60 %), register",
        "A owns B (100 %), register",
    ]


def test_the_economic_part_is_told_beside_and_decides_nothing():
    told = exposure([owns("X", "A", 50), owns("A", "B", 50)], {"X"}, "B")
    assert told.verdict is Verdict.SURELY
    assert told.economic == (25 * UNIT, 25 * UNIT)


def test_capital_nobody_is_said_to_hold_is_missing_where_it_could_matter():
    told = exposure([owns("X", "A", 40)], {"X"}, "A")
    assert told.verdict is Verdict.NOT
    assert told.missing == (
        "who holds the other 60 % of A: 10 % more in listed hands is enough",
    )


def test_shares_that_add_up_to_more_than_the_whole_are_told():
    told = exposure([owns("X", "A", 40), owns("Z", "A", 70)], {"X"}, "A")
    assert "the shares stated of A add up to 110 %" in told.missing


def test_the_uk_answer_rests_on_the_person_that_holds_most():
    links = [owns("X", "A", 40), owns("Y", "A", 51)]
    told = exposure(links, {"X", "Y"}, "A", "uk")
    assert told.verdict is Verdict.SURELY
    assert told.low == told.high == 51 * UNIT
    apart = exposure([owns("X", "A", 40), owns("Y", "A", 45)], {"X", "Y"}, "A", "uk")
    assert (apart.verdict, apart.low) == (Verdict.NOT, 45 * UNIT)


def test_a_listed_party_is_listed_and_what_others_hold_of_it_is_told_apart():
    told = exposure([owns("X", "A", 100)], {"X", "A"}, "A")
    assert told.listed_by == ("us_ofac_sdn",)
    assert told.verdict is Verdict.SURELY
    alone = exposure([owns("A", "B", 100)], {"A"}, "A")
    assert (alone.listed_by, alone.verdict) == (("us_ofac_sdn",), Verdict.NOT)


def test_control_by_influence_is_possible_and_the_gap_is_named():
    links = [controls("X", "A", manner="influence or control")]
    told = exposure(links, {"X"}, "A", "eu")
    assert (told.verdict, told.grounds) == (Verdict.POSSIBLY, ("controlled",))
    assert told.missing == ("whether X controls A, or only has influence",)
    assert exposure(links, {"X"}, "A", "ofac").verdict is Verdict.NOT


def test_a_listed_director_is_told_and_no_rule_counts_it():
    seat = Said("X", "A", Wording("Directorship", role="chair"))
    told = exposure([seat, owns("other", "A", 100)], {"X"}, "A", "eu")
    assert told.verdict is Verdict.NOT
    assert [(d.caption, d.manner) for d in told.directors] == [("X", "directs")]


def test_an_indirect_share_asks_through_whom():
    told = exposure([owns("X", "A", 60, manner="indirect")], {"X"}, "A")
    assert (told.verdict, told.low, told.high) == (Verdict.POSSIBLY, 0, WHOLE)
    assert told.missing == (
        "through whom, and how much of A X owns (60 %, indirect, register)",
    )


def test_shares_are_read_as_written():
    read = {
        "50": "50 %",
        "33,3 %": "33.3 %",
        "25-50": "at least 25 %, at most 50 %",
        ">25 <=50": "more than 25 %, at most 50 %",
        ">50 <75": "more than 50 %, less than 75 %",
        "75 or more": "at least 75 %",
        "more than 25 per cent": "more than 25 %",
        "up to 10": "at most 10 %",
        "1/4": "25 %",
        # a fraction, or half a percent: between the two
        "0.5": "at least 0.5 %, at most 50 %",
        "0.5 %": "0.5 %",
    }
    for text, words in read.items():
        share = read_share(text)
        assert share is not None, text
        assert str(share) == words
    assert [read_share(t) for t in ("120", "half", "", "1/0")] == [None] * 4
    assert share_words(0, WHOLE) == "not stated"
