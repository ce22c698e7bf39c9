"""Which parties a regime's rule reaches from its listed ones: the least fixpoint.

A party is reached when enough of it is held by parties that are reached already, so a
circle of companies that own each other is reached only from outside, and the search
ends.  It is done twice: once with the least that everybody surely holds, once with the
most that anybody may hold; what only the second one reaches is *possibly* reached.

Where a regime adds up the holdings of its listed parties they are one group; where it
does not, each of them is a group of its own.  All groups grow at once: what is reached
is a set of keys, `node * nodes + group`, kept as one sorted array.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ostraka.links.graph import Graph, Mask, Places
from ostraka.links.meeting import Candidates, Keys, RuledLinks, holds_key, is_met
from ostraka.links.rules import Rule
from ostraka.links.strings import mapped

#: The only group of a regime that adds up.
TOGETHER = 0


@dataclass(frozen=True, slots=True)
class Reach:
    """What a rule reaches, the listed parties themselves included.

    Attributes:
        size: Number of nodes of the graph.
        surely: Keys of what is reached by what is surely held, sorted.
        possibly: Keys of what is reached by what may be held; holds all of `surely`.
    """

    size: int
    surely: Keys
    possibly: Keys

    def mask(self, *, surely: bool) -> Mask:
        """Return for each node whether any group reaches it."""
        found = np.zeros(self.size, np.bool_)
        found[(self.surely if surely else self.possibly) // self.size] = True
        return found

    def groups(self, node: int) -> Places:
        """Return the groups that surely or possibly reach a node."""
        begin, end = np.searchsorted(
            self.possibly, [node * self.size, (node + 1) * self.size]
        )
        return self.possibly[begin:end] % self.size

    def has(self, nodes: Places, group: int | None, *, surely: bool) -> Mask:
        """Tell which nodes a group reaches; any group at all if None."""
        keys = self.surely if surely else self.possibly
        first = np.asarray(nodes, np.int64) * self.size
        if group is not None:
            return holds_key(keys, first + group)
        places = np.searchsorted(keys, first)
        inside = places < len(keys)
        found = np.zeros(len(first), np.bool_)
        found[inside] = keys[places[inside]] < first[inside] + self.size
        return found

    def save(self, folder: Path) -> None:
        """Write what is reached into a folder that is there whole or not at all."""
        draft = folder.with_name(f"{folder.name}.draft")
        draft.mkdir(parents=True, exist_ok=True)
        np.save(draft / "surely.npy", self.surely)
        np.save(draft / "possibly.npy", self.possibly)
        draft.replace(folder)

    @classmethod
    def open(cls, folder: Path, size: int) -> Reach:
        """Open what was reached, without reading it."""
        return cls(
            size,
            mapped(folder / "surely.npy"),
            mapped(folder / "possibly.npy"),
        )


def reach_of(graph: Graph, rule: Rule, day: date) -> Reach:
    """Return every party a rule reaches on a day.

    Args:
        graph: The links.
        rule: The regime's rule.
        day: The lists and links of that day.
    """
    seeds = _seeds(graph, rule, day)
    links = RuledLinks(graph, rule, day)
    surely = _spread(links, seeds, seeds, surely=True)
    return Reach(len(graph), surely, _spread(links, surely, surely, surely=False))


def renewed(
    graph: Graph, rule: Rule, day: date, before: Reach, touched: Places
) -> Reach:
    """Return what a rule reaches after a change, judging only what the change touches.

    What was reached by way of the parties touched is taken back and judged again, and
    what is reached by way of them now is added; nothing else is looked at.

    Args:
        graph: The links after the change.
        rule: The regime's rule.
        day: The lists and links of that day.
        before: What was reached before, for the same nodes.
        touched: Parties listed or no longer listed, and parties of which somebody now
            holds another part.
    """
    seeds = _seeds(graph, rule, day)
    links = RuledLinks(graph, rule, day)
    surely = _renew(links, before.surely, seeds, touched, surely=True)
    possibly = _renew(links, before.possibly, surely, touched, surely=False)
    return Reach(len(graph), surely, possibly)


def _seeds(graph: Graph, rule: Rule, day: date) -> Keys:
    """Return the keys of the listed parties, each in its group."""
    listed = graph.listed(rule.lists, day).astype(np.int64)
    groups = TOGETHER if rule.aggregates else listed
    keys: Keys = np.sort(listed * len(graph) + groups)
    return keys


def _spread(links: RuledLinks, members: Keys, frontier: Keys, *, surely: bool) -> Keys:
    """Return the members and all that is reached by way of the frontier."""
    while len(frontier):
        held = _held_by(links, frontier)
        candidates = held[~holds_key(members, held)]
        frontier = _met(links, candidates, members, surely=surely)
        members = _union(members, frontier)
    return members


def _renew(
    links: RuledLinks, before: Keys, given: Keys, touched: Places, *, surely: bool
) -> Keys:
    """Take back what may no longer be reached, and reach again from what is given."""
    size = len(links.graph)
    doubtful = before[np.isin(before // size, touched)]
    if not links.rule.aggregates:
        # Groups of parties that are no longer listed go altogether.
        gone = np.isin(before % size, touched)
        doubtful = _union(doubtful, before[gone])
    frontier = doubtful
    while len(frontier):
        held = _held_by(links, frontier)
        frontier = held[holds_key(before, held) & ~holds_key(doubtful, held)]
        doubtful = _union(doubtful, frontier)
    members = _union(np.setdiff1d(before, doubtful, assume_unique=True), given)
    fresh = given[~holds_key(before, given) | holds_key(doubtful, given)]
    again = np.unique(np.concatenate([doubtful, _held_of(links, touched, members)]))
    again = again[~holds_key(members, again)]
    met = _met(links, again, members, surely=surely)
    frontier = _union(fresh, met)
    return _spread(links, _union(members, met), frontier, surely=surely)


def _met(links: RuledLinks, candidates: Keys, members: Keys, *, surely: bool) -> Keys:
    """Return those of some candidates of which the members of their group hold enough."""
    if not len(candidates):
        return candidates
    wanted = Candidates.of(candidates, len(links.graph))
    met: Keys = candidates[is_met(links, wanted, members, surely=surely)]
    return met


def _held_by(links: RuledLinks, keys: Keys) -> Keys:
    """Return what the nodes of some keys may hold, in the same group each."""
    graph = links.graph
    size = len(graph)
    nodes, groups = keys // size, keys % size
    edges, counts = graph.holds.with_counts(nodes)
    running = graph.is_running(edges, links.day)
    held = graph.held(edges[running]).astype(np.int64) * size
    found: Keys = np.unique(held + np.repeat(groups, counts)[running])
    return found


def _held_of(links: RuledLinks, nodes: Places, members: Keys) -> Keys:
    """Return some nodes in every group that has one of their holders."""
    graph = links.graph
    size = len(graph)
    edges = graph.running(graph.held_by.of(np.asarray(nodes, np.intp)), links.day)
    pairs = zip(graph.held(edges).tolist(), graph.holder(edges).tolist(), strict=True)
    found: set[int] = set()
    for held, holder in pairs:
        begin, end = np.searchsorted(members, [holder * size, (holder + 1) * size])
        found.update((held * size + members[begin:end] % size).tolist())
    return np.array(sorted(found), np.int64)


def _union(one: Keys, other: Keys) -> Keys:
    """Return two sorted arrays of keys as one."""
    found: npt.NDArray[np.int64] = np.union1d(one, other)
    return found
