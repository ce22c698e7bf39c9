"""Shortest paths between parties, along whatever links there are, with their sources."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from ostraka.links.closure import Reach
from ostraka.links.graph import Graph, Places
from ostraka.links.holdings import counting
from ostraka.links.rules import Rule
from ostraka.links.wording import SCHEMATA

#: Most paths returned between two parties.
MOST_PATHS = 20


@dataclass(frozen=True, slots=True)
class Near:
    """The links around a party.

    Attributes:
        edges: The links on the way to everybody found, nearest first.
        nodes: Everybody found, the party itself first.
        steps: How many links away each is.
        is_cut: Whether there were more than `most`.
    """

    edges: Places
    nodes: Places
    steps: Places
    is_cut: bool


def near(
    graph: Graph,
    day: date | None,
    node: int,
    *,
    depth: int,
    most: int,
    kinds: Iterable[str] = SCHEMATA,
) -> Near:
    """Return everybody within some links of a party.

    Args:
        graph: The links.
        day: Only links that hold that day; links of any day if None.
        node: The party.
        depth: Most links.
        most: Most links returned; the nearest are kept.
        kinds: Schemata of the links to follow.
    """
    seen = np.zeros(len(graph), np.bool_)
    seen[node] = True
    taken = np.zeros(len(graph.edges), np.bool_)
    edges, nodes, steps = [], [np.array([node])], [np.array([0])]
    frontier, left = np.array([node]), most
    wanted = [SCHEMATA.index(kind) for kind in kinds]
    for step in range(1, depth + 1):
        found = np.unique(_beside(graph, day, frontier))
        found = found[np.isin(graph.edges.kind[found], wanted)]
        found = found[~taken[found]][: max(left, 0)]
        taken[found] = True
        left -= len(found)
        edges.append(found)
        ends = np.concatenate([graph.edges.source[found], graph.edges.target[found]])
        frontier = np.unique(ends[~seen[ends]]).astype(np.intp)
        seen[frontier] = True
        nodes.append(frontier)
        steps.append(np.full(len(frontier), step))
        if not len(frontier) or left <= 0:
            break
    return Near(
        np.concatenate(edges) if edges else np.zeros(0, np.intp),
        np.concatenate(nodes),
        np.concatenate(steps),
        left <= 0,
    )


def shortest_paths(
    graph: Graph, day: date | None, start: int, end: int, *, depth: int
) -> list[tuple[int, ...]]:
    """Return the shortest paths between two parties, as links from start to end.

    Args:
        graph: The links.
        day: Only links that hold that day; links of any day if None.
        start: The one party.
        end: The other.
        depth: Longest path looked for.

    Returns:
        At most `MOST_PATHS`, in a fixed order; none if there is no path.
    """
    steps = {start: 0}
    frontier = np.array([start])
    for step in range(1, depth + 1):
        edges = _beside(graph, day, frontier)
        ends = np.concatenate([graph.edges.source[edges], graph.edges.target[edges]])
        fresh = [int(n) for n in np.unique(ends) if int(n) not in steps]
        steps.update(dict.fromkeys(fresh, step))
        if end in steps or not fresh:
            break
        frontier = np.array(fresh)
    if end not in steps or start == end:
        return []

    def back(node: int) -> list[tuple[int, ...]]:
        if node == start:
            return [()]
        paths: list[tuple[int, ...]] = []
        for edge in np.sort(_beside(graph, day, np.array([node]))).tolist():
            source, target = (
                int(graph.edges.source[edge]),
                int(graph.edges.target[edge]),
            )
            other = source if target == node else target
            if steps.get(other) == steps[node] - 1:
                paths += [(*path, edge) for path in back(other)]
            if len(paths) >= MOST_PATHS:
                break
        return paths[:MOST_PATHS]

    return back(end)


def chain_up(
    graph: Graph,
    rule: Rule,
    day: date,
    node: int,
    reach: Reach,
    *,
    surely: bool,
    most: int,
) -> dict[int, tuple[int, ...]]:
    """Return the shortest chain of holdings from each listed party above one down to it.

    Args:
        graph: The links.
        rule: Only links that it counts.
        day: Only links that hold that day.
        node: The party at the lower end.
        reach: What the rule reaches: a chain passes only such parties.
        surely: Whether surely.
        most: Most chains returned, the shortest first.

    Returns:
        Links from the upper end to the lower, by the node at the upper end.
    """
    chains: dict[int, tuple[int, ...]] = {node: ()}
    found: dict[int, tuple[int, ...]] = {}
    frontier = [node]
    while frontier and len(found) < most:
        following: list[int] = []
        for below in frontier:
            edges = graph.running(graph.held_by.of(np.array([below])), day)
            edges = counting(graph, rule, edges)
            holders = graph.holder(edges).astype(np.intp)
            kept = reach.has(holders, None, surely=surely)
            for edge, holder in zip(
                edges[kept].tolist(), holders[kept].tolist(), strict=True
            ):
                if holder in chains:
                    continue
                chains[holder] = (edge, *chains[below])
                if any(graph.is_listed(name, holder, day) for name in rule.lists):
                    found[holder] = chains[holder]
                else:
                    following.append(holder)
        frontier = following
    return dict(list(found.items())[:most])


def _beside(graph: Graph, day: date | None, nodes: Places) -> Places:
    edges = graph.beside.of(nodes)
    return edges if day is None else graph.running(edges, day)
