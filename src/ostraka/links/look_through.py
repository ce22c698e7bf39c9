"""The part some parties have of another through everybody between: the economic view.

No regime's rule multiplies shares.  The economic part is shown beside the answer, and it
tells whether a share stated as *indirect* is already told by the chain itself.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import numpy.typing as npt

from ostraka.links.graph import Graph, Places
from ostraka.links.holdings import Holdings, hold_on
from ostraka.links.rules import Rule
from ostraka.links.share import WHOLE
from ostraka.links.wording import Flag

Parts = npt.NDArray[np.float64]

#: A chain tells a stated share if it reaches all but this much of it (rounding).
_ROUNDING = WHOLE // 1000
#: Most parties looked at above one.
_MOST = 600
#: Most parties for which the equations are solved at once; beyond, step by step.
_DENSE = 150
_STEPS = 2000
#: Change between two steps that no longer counts.
_CLOSE = 1e-10


def parts_through(
    graph: Graph, rule: Rule, day: date, owners: Places, asset: int
) -> tuple[int, int] | None:
    """Return the least and the most some parties have of another through all chains.

    With W the table of direct holdings and d those of the owners themselves, it is
    d (I - W)^-1: every round of a circle is counted, each smaller than the one before.

    Args:
        graph: The links.
        rule: How joint stakes count.
        day: The links of that day.
        owners: Nodes whose own owners do not matter.
        asset: Node of the party asked about.

    Returns:
        Two amounts in millionths of a percent, or None if more parties stand above the
        asset than are looked at.
    """
    nodes = _between(graph, day, owners, asset)
    if nodes is None:
        return None
    if asset not in nodes:
        return 0, 0
    held = hold_on(graph, rule, day, nodes).holdings
    place = int(np.searchsorted(nodes, asset))
    low, high = (
        round(_solve(held, nodes, owners, amounts)[place] * WHOLE)
        for amounts in (held.low, held.high)
    )
    return min(low, WHOLE), min(max(low, high), WHOLE)


def is_told(graph: Graph, rule: Rule, day: date, edge: int) -> bool:
    """Tell whether a link without an amount is already told by shares that have one."""
    owner = graph.holder(np.array([edge])).astype(np.intp)
    asset = int(graph.held(np.array([edge]))[0])
    parts = parts_through(graph, rule, day, owner, asset)
    if parts is None:
        return False
    _, through = parts
    if graph.edges.flags[edge] & Flag.STATED:
        return through >= int(graph.edges.low[edge]) - _ROUNDING
    return through > 0


def _between(graph: Graph, day: date, owners: Places, asset: int) -> Places | None:
    """Return the parties on a chain from the owners to the asset, the owners left out.

    None if there are more than can be looked at.
    """
    ends = set(owners.tolist())
    above: dict[int, set[int]] = {asset: set()}
    frontier = [asset]
    while frontier and len(above) <= _MOST:
        edges = graph.running(graph.held_by.of(np.array(frontier)), day)
        frontier = []
        for held, holder in zip(
            graph.held(edges).tolist(), graph.holder(edges).tolist(), strict=True
        ):
            if holder not in above:
                above[holder] = set()
                if holder not in ends:
                    frontier.append(holder)
            above[holder].add(held)
    if frontier:
        return None
    below = ends & above.keys()
    walk = list(below)
    while walk:
        fresh = above[walk.pop()] - below
        below |= fresh
        walk += fresh
    return np.array(sorted(below - ends), np.intp)


def _solve(
    held: Holdings, nodes: Places, owners: Places, amounts: npt.NDArray[np.int64]
) -> Parts:
    """Return the owners' part of each node, between 0 and 1."""
    capital = ~held.voting
    parts, asset, owner = (
        amounts[capital] / WHOLE,
        held.asset[capital],
        held.owner[capital],
    )
    # More than the whole can only be stated by mistake; it is shared out.
    totals = np.bincount(asset, weights=parts, minlength=len(nodes))
    parts = parts / np.maximum(totals[asset], 1.0)
    first = np.isin(owner, owners)
    direct: Parts = np.bincount(
        asset[first], weights=parts[first], minlength=len(nodes)
    ).astype(np.float64)
    inner = ~first & np.isin(owner, nodes)
    row, column = asset[inner], np.searchsorted(nodes, owner[inner])
    if len(nodes) <= _DENSE:
        table = np.eye(len(nodes))
        np.subtract.at(table, (row, column), parts[inner])
        return _solved(table, direct)
    found = direct.copy()
    for _ in range(_STEPS):
        before = found.copy()
        found[:] = direct + np.bincount(
            row, weights=parts[inner] * found[column], minlength=len(nodes)
        )
        if np.abs(found - before).max() < _CLOSE:
            break
    return found


def _solved(table: Parts, direct: Parts) -> Parts:
    """Solve the equations; a circle that nobody outside has a part of has no owner."""
    try:
        solved = np.linalg.solve(table, direct)
    except np.linalg.LinAlgError:
        solved = np.linalg.lstsq(table, direct)[0]
    parts: Parts = np.clip(solved, 0.0, 1.0).astype(np.float64)
    return parts
