"""Each regime's rule against the sentence of its source and the worked examples."""

from __future__ import annotations

import json
from datetime import date

import pytest

from ostraka.errors import UsageError
from ostraka.links.closure import reach_of
from ostraka.links.graph import Graph
from ostraka.links.rules import REGIMES, rule_of
from ostraka.links.wording import Wording

from .conftest import Said, controls, graph_of, owns

TODAY = date(2026, 3, 1)
LISTS = {"ofac": "us_ofac_sdn", "eu": "eu_fsf", "uk": "uk_fcdo"}


def reached(links, listed, regime="ofac", day=TODAY, *, possibly=False) -> set[str]:
    """Return who is reached and not listed."""
    graph = graph_of(links, listed=listed, regime_list=LISTS[regime])
    reach = reach_of(graph, rule_of(regime, day), day)
    surely = names(graph, reach.mask(surely=True)) - set(listed)
    if possibly:
        return names(graph, reach.mask(surely=False)) - surely - set(listed)
    return surely


def names(graph: Graph, mask) -> set[str]:
    return {graph.ids[int(node)] for node in mask.nonzero()[0]}


def quotes(regime: str, day: date = TODAY) -> str:
    return " ".join(c.quote or "" for c in rule_of(regime, day).citations)


class TestOfac:
    """31 CFR 587.406: "in which such persons directly or indirectly own, whether
    individually or in the aggregate, a 50 percent or greater interest"
    """

    def test_cites_the_sentence_it_follows(self):
        assert (
            "in which such persons directly or indirectly own, whether individually or "
            "in the aggregate, a 50 percent or greater interest" in quotes("ofac")
        )

    def test_half_is_enough_and_less_is_not(self):
        assert reached([owns("X", "A", 50)], {"X"}) == {"A"}
        assert reached([owns("X", "A", 49.999999)], {"X"}) == set()

    def test_holdings_of_several_blocked_persons_are_added_up(self):
        """FAQ 399: "Blocked Person X owns 25 percent of Entity A, and Blocked Person Y
        owns another 25 percent of Entity A, Entity A is considered to be blocked"
        """
        links = [owns("X", "A", 25), owns("Y", "A", 25)]
        assert reached(links, {"X", "Y"}) == {"A"}
        assert reached(links, {"X", "Y"}, day=date(2014, 8, 1)) == set()

    def test_a_stake_flows_on_only_through_an_owner_that_reaches_the_bar(self):
        """FAQ 401: indirectly "refers to one or more blocked persons' ownership of
        shares of an entity through another entity or entities that are 50 percent or
        more owned in the aggregate by the blocked person(s)"
        """
        half = [owns("X", "A", 50), owns("A", "B", 50)]
        assert reached(half, {"X"}) == {"A", "B"}
        less = [owns("X", "A", 49), owns("A", "B", 100)]
        assert reached(less, {"X"}) == set()

    def test_example_4_of_the_bench_reasoned_from_faq_401(self):
        # X owns 50 of A and 25 of B; A and B own 25 each of C.  B is not "50 percent
        # or more owned", so it carries nothing on: C is held 25 through A, and no more.
        links = [
            owns("X", "A", 50),
            owns("X", "B", 25),
            owns("A", "C", 25),
            owns("B", "C", 25),
        ]
        assert reached(links, {"X"}) == {"A"}

    def test_control_is_not_ownership(self):
        """FAQ 398: the rule "speaks only to ownership and not to control" """
        links = [owns("X", "A", 20), controls("X", "A")]
        assert reached(links, {"X"}) == set()
        assert reached(links, {"X"}, possibly=True) == set()

    def test_a_majority_of_votes_is_not_ownership(self):
        links = [owns("X", "A", 90, rights="voting rights"), owns("X", "A", 10)]
        assert reached(links, {"X"}) == set()
        assert reached(links, {"X"}, "uk") == {"A"}


class TestEu:
    """Best Practices of 3 July 2024: "the possession of 50% or more of the proprietary
    rights of an entity or having majority interest in it"
    """

    def test_cites_the_sentence_it_follows(self):
        assert (
            "the possession of 50% or more of the proprietary rights of an entity or "
            "having majority interest in it" in quotes("eu")
        )

    def test_half_is_enough_since_3_july_2024(self):
        links = [owns("X", "A", 50)]
        assert reached(links, {"X"}, "eu") == {"A"}
        assert reached(links, {"X"}, "eu", date(2024, 7, 2)) == set()
        more = [owns("X", "A", 50.1)]
        assert reached(more, {"X"}, "eu", date(2024, 7, 2)) == {"A"}

    def test_holdings_are_added_up(self):
        """Commission, question 8: "if one listed person owns 30% of the entity and
        another listed person owns 25% of the entity, the entity should be considered
        as owned by listed persons."
        """
        links = [owns("X", "A", 30), owns("Y", "A", 25)]
        assert reached(links, {"X", "Y"}, "eu") == {"A"}

    def test_control_is_enough_and_reaches_on(self):
        """Commission, question 1: "it can be presumed that the control also extends to
        the assets of that entity"
        """
        links = [controls("X", "A"), owns("A", "B", 50), controls("B", "C")]
        assert reached(links, {"X"}, "eu") == {"A", "B", "C"}


class TestUk:
    """Regulation 7(2): "holds directly or indirectly more than 50% of the shares in C" """

    def test_cites_the_sentence_it_follows(self):
        assert (
            "holds directly or indirectly more than 50% of the shares in C"
            in quotes("uk")
        )

    def test_half_is_not_enough(self):
        assert reached([owns("X", "A", 50)], {"X"}, "uk") == set()
        assert reached([owns("X", "A", 50.000001)], {"X"}, "uk") == {"A"}

    def test_holdings_of_different_persons_are_not_added_up(self):
        """OFSI: "would not simply aggregate different designated persons’ holdings in a
        company"
        """
        links = [owns("X", "A", 40), owns("Y", "A", 40)]
        assert reached(links, {"X", "Y"}, "uk") == set()

    def test_each_joint_holder_holds_the_whole(self):
        """Schedule 1, paragraph 2: "If two or more persons each hold a share or right
        jointly, each of them is treated as holding that share or right."
        """
        links = [
            owns("X", "stake", manner="joint"),
            owns("Z", "stake", manner="joint"),
            owns("stake", "A", 60),
        ]
        assert reached(links, {"X"}, "uk") == {"stake", "A"}
        # Nobody knows how X and Z divide it between them.
        assert reached(links, {"X"}, "ofac") == set()
        assert reached(links, {"X"}, "ofac", possibly=True) == {"stake", "A"}
        assert reached(links, {"X", "Z"}, "ofac") == {"stake", "A"}

    def test_what_one_person_holds_directly_and_through_its_majority_is_added_up(self):
        links = [owns("X", "A", 60), owns("X", "B", 20), owns("A", "B", 31)]
        assert reached(links, {"X"}, "uk") == {"A", "B"}

    def test_control_is_enough(self):
        """Regulation 7(4), in our words: P can be expected to get C's affairs conducted
        in accordance with P's wishes.
        """
        assert reached([controls("X", "A")], {"X"}, "uk") == {"A"}
        loose = [controls("X", "A", role="significant influence or control")]
        assert reached(loose, {"X"}, "uk") == set()
        assert reached(loose, {"X"}, "uk", possibly=True) == {"A"}


def test_the_worked_examples_come_out_as_stated(shared):
    cases = json.loads((shared / "bench" / "ofac_50pct_cases.json").read_text("utf-8"))
    for case in cases["cases"]:
        rows = [*case["own"], *case.get("control", ())]
        listed = {n.strip("*") for row in rows for n in row[:2] if n.endswith("*")}
        links = [owns(a.strip("*"), b.strip("*"), s) for a, b, s in case["own"]]
        links += [
            controls(a.strip("*"), b.strip("*")) for a, b in case.get("control", ())
        ]
        assert reached(links, listed) == set(case["blocked"]), case["id"]
        if case.get("eu_uk"):
            assert reached(links, listed, "eu") == {"A"}
            assert reached(links, listed, "uk") == {"A"}


def test_ranges_and_unknown_shares_give_bounds():
    band = [owns("X", "A", ">25 <=50")]
    assert reached(band, {"X"}) == set()
    assert reached(band, {"X"}, possibly=True) == {"A"}
    assert reached(band, {"X"}, "uk", possibly=True) == set()
    assert reached([owns("X", "A", ">50 <75")], {"X"}, "uk") == {"A"}
    assert reached([owns("X", "A")], {"X"}, possibly=True) == {"A"}


def test_what_others_surely_hold_the_listed_party_cannot():
    links = [owns("X", "A"), owns("other", "A", 60)]
    assert reached(links, {"X"}, possibly=True) == set()


def test_a_share_of_a_class_is_no_share_of_the_whole():
    links = [owns("X", "A", 80, rights="class B shares")]
    assert reached(links, {"X"}) == set()
    assert reached(links, {"X"}, possibly=True) == {"A"}


def test_an_indirect_share_is_not_counted_beside_the_chain_that_makes_it():
    chain = [owns("X", "A", 40), owns("A", "B", 100)]
    indirect = owns("X", "B", 40, manner="indirect")
    assert reached([*chain, indirect], {"X"}, possibly=True) == set()
    assert reached([indirect], {"X"}, possibly=True) == {"B"}


def test_two_records_of_one_source_may_be_one_holding_or_two():
    twice = [owns("X", "A", 25), owns("X", "A", 25.0, role="shareholder")]
    assert reached(twice, {"X"}) == set()
    assert reached(twice, {"X"}, possibly=True) == {"A"}


@pytest.mark.parametrize("regime", REGIMES)
def test_links_hold_on_their_days_only(regime):
    link = Said(
        "X",
        "A",
        Wording("Ownership", shares="100"),
        since=date(2020, 1, 1).toordinal(),
        until=date(2025, 6, 30).toordinal(),
    )
    days = {date(2019, 12, 31): set(), date(2025, 6, 30): {"A"}, TODAY: set()}
    for day, expected in days.items():
        assert reached([link], {"X"}, regime, day) == expected
    former = owns("X", "A", 100, status="former")
    assert reached([former], {"X"}, regime) == set()


def test_owned_or_controlled_by_in_a_lists_words_is_a_possibility():
    said = Said("A", "X", Wording("UnknownLink", role="Owned or Controlled By"))
    assert reached([said], {"X"}) == set()
    assert reached([said], {"X"}, possibly=True) == {"A"}
    linked = Said("A", "X", Wording("UnknownLink", role="Linked To"))
    assert reached([linked], {"X"}, possibly=True) == set()


def test_no_two_rules_share_their_sentence_and_an_unknown_regime_is_refused():
    assert len({rule_of(r, TODAY).summary for r in REGIMES}) == len(REGIMES)
    with pytest.raises(UsageError, match="ofac, eu, uk"):
        rule_of("mars", TODAY)
