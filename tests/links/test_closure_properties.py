"""What must hold for every graph: monotone, whatever the order, circles end, closed form."""

from __future__ import annotations

from datetime import date
from itertools import chain, combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from ostraka.links.closure import reach_of, renewed
from ostraka.links.combine import combine
from ostraka.links.look_through import parts_through
from ostraka.links.rules import REGIMES, rule_of

from .conftest import controls, graph_of, owns, segment

TODAY = date(2026, 3, 1)
PARTIES = "ABCDEF"
LISTS = {"ofac": "us_ofac_sdn", "eu": "eu_fsf", "uk": "uk_fcdo"}

pairs = st.tuples(st.sampled_from("X" + PARTIES), st.sampled_from(PARTIES)).filter(
    lambda pair: pair[0] != pair[1]
)
shares = st.dictionaries(pairs, st.integers(0, 100), max_size=12)
regimes = st.sampled_from(sorted(REGIMES))


def reach(links, regime, listed="X"):
    graph = graph_of(links, listed=listed, regime_list=LISTS[regime])
    found = reach_of(graph, rule_of(regime, TODAY), TODAY)
    return tuple(
        frozenset(graph.ids[int(n)] for n in mask.nonzero()[0])
        for mask in (found.mask(surely=True), found.mask(surely=False))
    )


def stakes(table, more=()):
    return [owns(a, b, s) for (a, b), s in table.items()] + list(more)


@settings(deadline=None, max_examples=60)
@given(table=shares, regime=regimes, data=st.data())
def test_raising_a_share_never_unblocks(table, regime, data):
    before, _ = reach(stakes(table), regime)
    if table:
        pair = data.draw(st.sampled_from(sorted(table)))
        table = {**table, pair: data.draw(st.integers(table[pair], 100))}
    after, possibly = reach(stakes(table), regime)
    assert before <= after <= possibly


@settings(deadline=None, max_examples=60)
@given(table=shares, regime=regimes, data=st.data())
def test_the_order_of_the_links_changes_nothing(table, regime, data):
    links = stakes(table, [controls("X", "A")])
    shuffled = data.draw(st.permutations(links))
    assert reach(links, regime) == reach(shuffled, regime)


@settings(deadline=None, max_examples=60)
@given(table=shares)
def test_circular_ownership_ends_in_the_least_set_that_the_rule_closes(table):
    """FAQ 401 by brute force: of all sets of parties that hold the listed one and
    everybody half owned by them, the smallest is what is blocked.
    """
    closed = [
        {"X", *some}
        for some in chain.from_iterable(
            combinations(PARTIES, size) for size in range(len(PARTIES) + 1)
        )
        if all(
            party in some
            or sum(s for (a, b), s in table.items() if b == party and a in {"X", *some})
            < 50
            for party in PARTIES
        )
    ]
    assert reach(stakes(table), "ofac")[0] == set.intersection(*closed)


@settings(deadline=None, max_examples=60)
@given(table=shares, asset=st.sampled_from(PARTIES))
def test_the_economic_part_is_the_closed_form_and_the_sum_over_all_walks(table, asset):
    # No party can be held by more than the whole; a little is always held by others.
    totals = {p: sum(s for (_, b), s in table.items() if b == p) for p in PARTIES}
    part = {(a, b): s / max(totals[b] * 1.05, 100) for (a, b), s in table.items()}
    holdings = {pair: f"{100 * s:.6f}" for pair, s in part.items()}
    graph = graph_of(stakes(holdings, [owns("X", asset, "0")]), listed="X")
    node, owner = graph.node(asset), graph.node("X")
    assert node is not None
    assert owner is not None
    rule = rule_of("ofac", TODAY)
    parts = parts_through(graph, rule, TODAY, np.array([owner]), node)
    assert parts is not None
    low, high = parts
    walk = np.array([part.get(("X", p), 0.0) for p in PARTIES])
    inner = np.array([[part.get((a, b), 0.0) for b in PARTIES] for a in PARTIES])
    closed = walk @ np.linalg.inv(np.eye(len(PARTIES)) - inner)
    total = np.zeros(len(PARTIES))
    for _ in range(600):
        total, walk = total + walk, walk @ inner
    assert np.allclose(total, closed, atol=1e-4)
    assert low == high
    assert abs(low / 100_000_000 - closed[PARTIES.index(asset)]) < 1e-4


@settings(deadline=None, max_examples=100)
@given(
    before=shares,
    after=shares,
    regime=regimes,
    was=st.sets(st.sampled_from(PARTIES)),
    now=st.sets(st.sampled_from(PARTIES)),
)
def test_judging_only_what_a_change_touches_gives_what_judging_all_gives(
    before, after, regime, was, now
):
    nodes = segment([owns(a, "hub", 0) for a in "X" + PARTIES], dataset="all")
    rule = rule_of(regime, TODAY)

    def graph(table, names):
        lists = segment([], dataset=LISTS[regime], listed={"X", *names})
        unsure = [controls("A", "B", role="influence"), owns("C", "D")]
        return combine([nodes, lists, segment(stakes(table, unsure))])

    old, new = graph(before, was), graph(after, now)
    changed = set(before.items()) ^ set(after.items())
    touched = {*(was ^ now), *(held for (_, held), _ in changed)}
    places = np.array(sorted(new.ids.find(name) for name in touched), np.intp)
    fast = renewed(new, rule, TODAY, reach_of(old, rule, TODAY), places)
    whole = reach_of(new, rule, TODAY)
    assert fast.surely.tolist() == whole.surely.tolist()
    assert fast.possibly.tolist() == whole.possibly.tolist()
