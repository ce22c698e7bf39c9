"""Which parties a regime's rule reaches from its listed ones: the least fixpoint.

A party is reached when enough of it is held by parties that are reached already, so a
circle of companies that own each other is reached only from outside, and the search
ends.  It is done twice: once with the least that everybody surely holds, once with the
most that anybody may hold; what only the second one reaches is *possibly* reached.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from ostraka.links.graph import Graph, Mask, Places
from ostraka.links.holdings import Hold, hold_on
from ostraka.links.look_through import is_told
from ostraka.links.rules import Rule
from ostraka.links.share import WHOLE

_Test = Callable[[Graph, Rule, date, Places, Hold, Mask], Mask]


@dataclass(frozen=True, slots=True)
class Reach:
    """What a rule reaches, the listed parties themselves included.

    Attributes:
        surely: For each node, whether it is reached by what is surely held.
        possibly: The same by what may be held; holds whatever `surely` does.
    """

    surely: Mask
    possibly: Mask

    @classmethod
    def nothing(cls, size: int) -> Reach:
        """Return the reach of nobody over some nodes."""
        return cls(np.zeros(size, np.bool_), np.zeros(size, np.bool_))


def reach_of(
    graph: Graph, rule: Rule, day: date, *, within: Mask | None = None
) -> Reach:
    """Return every party a rule reaches on a day.

    Args:
        graph: The links.
        rule: The regime's rule.
        day: The lists and links of that day.
        within: The only parties to judge; all if None.  It must hold whoever may own
            or control one of them.
    """
    listed = graph.listed(rule.lists, day)
    if within is not None:
        listed = listed[within[listed]]
    total = Reach.nothing(len(graph))
    if rule.aggregates:
        grow(graph, rule, day, listed, into=total, within=within)
        return total
    alone = Reach.nothing(len(graph))
    for party in listed:
        surely, possibly = grow(
            graph, rule, day, np.array([party]), into=alone, within=within
        )
        for mine, ours, reached in (
            (alone.surely, total.surely, surely),
            (alone.possibly, total.possibly, possibly),
        ):
            ours[reached] = True
            mine[reached] = False
    return total


def renewed(
    graph: Graph, rule: Rule, day: date, before: Reach, touched: Places
) -> Reach:
    """Return what a rule reaches after a change, judging only what the change can touch.

    Args:
        graph: The links after the change.
        rule: The regime's rule.
        day: The lists and links of that day.
        before: What was reached before, for the same nodes.
        touched: Parties listed or no longer listed, and parties of which somebody now
            holds another part.
    """
    below = _closed(graph, touched, upward=False)
    above = _closed(graph, np.flatnonzero(below), upward=True)
    now = reach_of(graph, rule, day, within=above)
    return Reach(
        np.where(below, now.surely, before.surely),
        np.where(below, now.possibly, before.possibly),
    )


def ancestors(graph: Graph, parties: Places) -> Mask:
    """Return some parties and whoever may own or control them, on whatever day."""
    return _closed(graph, parties, upward=True)


def grow(
    graph: Graph,
    rule: Rule,
    day: date,
    seeds: Places,
    *,
    into: Reach,
    within: Mask | None = None,
) -> tuple[Places, Places]:
    """Mark what a rule reaches from some parties taken together.

    Args:
        graph: The links.
        rule: The regime's rule.
        day: The links of that day.
        seeds: The listed parties.
        into: Where it is marked; must be empty.
        within: The only parties to judge; all if None.

    Returns:
        The nodes surely and those possibly reached.
    """

    def spread(member: Mask, begin: Places, is_met: _Test) -> Places:
        member[begin] = True
        reached, frontier = [begin], begin
        while len(frontier):
            edges = graph.running(graph.holds.of(frontier), day)
            targets = np.unique(graph.held(edges)).astype(np.intp)
            targets = targets[~member[targets]]
            if within is not None:
                targets = targets[within[targets]]
            if not len(targets):
                break
            hold = hold_on(graph, rule, day, targets)
            frontier = targets[is_met(graph, rule, day, targets, hold, member)]
            member[frontier] = True
            reached.append(frontier)
        return np.concatenate(reached)

    surely = spread(into.surely, seeds, _is_surely_met)
    return surely, spread(into.possibly, surely, _is_possibly_met)


def _is_surely_met(
    graph: Graph,  # noqa: ARG001
    rule: Rule,
    day: date,  # noqa: ARG001
    targets: Places,
    hold: Hold,
    member: Mask,
) -> Mask:
    """Tell of which parties enough is surely held, or which are surely controlled."""
    held = hold.holdings
    low = _sums(hold, len(targets), np.where(member[held.owner], held.low, 0))
    met: Mask = np.asarray((low >= rule.bar).any(axis=1))
    if rule.control:
        met[hold.controlled[hold.surely & member[hold.controller]]] = True
    return met


def _is_possibly_met(
    graph: Graph,
    rule: Rule,
    day: date,
    targets: Places,
    hold: Hold,
    member: Mask,
) -> Mask:
    """Tell of which parties enough may be held, or which may be controlled."""
    held = hold.holdings
    mine = member[held.owner]
    size = len(targets)
    low = _sums(hold, size, np.where(mine, held.low, 0))
    high = _sums(hold, size, np.where(mine, held.high, 0))
    # What others surely hold, the reached parties cannot.
    others = _sums(hold, size, np.where(mine, 0, held.low))
    high = np.maximum(np.minimum(high, WHOLE - others), low)
    met: Mask = np.asarray((high >= rule.bar).any(axis=1))
    if rule.control:
        met[hold.controlled[member[hold.controller]]] = True
    vague = hold.vague[member[graph.holder(hold.vague)]]
    for edge, target in zip(vague, graph.held(vague), strict=True):
        place = np.searchsorted(targets, target)
        if not met[place] and not is_told(graph, rule, day, int(edge)):
            met[place] = True
    return met


def _sums(hold: Hold, size: int, amounts: Places) -> Places:
    """Return the sums of amounts by party, for capital and for voting rights."""
    held = hold.holdings
    sums = np.bincount(
        held.asset * 2 + held.voting, weights=amounts, minlength=size * 2
    )
    return sums.astype(np.int64).reshape(size, 2)


def _closed(graph: Graph, parties: Places, *, upward: bool) -> Mask:
    """Return some parties and all whom they may hold, or who may hold them."""
    found = np.zeros(len(graph), np.bool_)
    found[parties] = True
    frontier = np.asarray(parties, np.intp)
    while len(frontier):
        edges = (graph.held_by if upward else graph.holds).of(frontier)
        ends = graph.holder(edges) if upward else graph.held(edges)
        frontier = np.unique(ends[~found[ends]]).astype(np.intp)
        found[frontier] = True
    return found
