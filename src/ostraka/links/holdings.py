"""Who holds how much of some parties on a day, as far as all sources together say.

Several statements about one owner and one asset are brought together: what two sources
say counts once, and what one source says in two records may be one holding or two.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from ostraka.links.graph import Graph, Mask, Places
from ostraka.links.rules import Rule
from ostraka.links.share import WHOLE
from ostraka.links.wording import OWNERSHIP, Flag

Amounts = npt.NDArray[np.int64]

_NO_AMOUNT = Flag.INDIRECT | Flag.MAY_OWN


@dataclass(frozen=True, slots=True)
class Holdings:
    """The holdings in some parties, one row for each owner, asset and kind of right.

    Attributes:
        owner: Node of the owner.
        asset: Place of the asset among the parties asked about.
        voting: Whether it is of the voting rights.
        low: What the owner surely holds, if the sources are right.
        high: What it may hold.
    """

    owner: Places
    asset: Places
    voting: Mask
    low: Amounts
    high: Amounts


@dataclass(frozen=True, slots=True)
class Hold:
    """Everything by which anybody may own or control some parties.

    Attributes:
        edges: The links that say so.
        holdings: The shares.
        controller: Nodes of those said to control, or perhaps to.
        controlled: Places among the parties asked about, beside `controller`.
        surely: Whether the source says so without doubt.
        vague: Edges by which a part may be owned that nobody measures here: it is held
            through others, or the words are "owned or controlled by".
    """

    edges: Places
    holdings: Holdings
    controller: Places
    controlled: Places
    surely: Mask
    vague: Places


def hold_on(graph: Graph, rule: Rule, day: date, parties: Places) -> Hold:
    """Return who may own or control some parties on a day.

    Args:
        graph: The links.
        rule: Decides what counts: voting rights, joint stakes.
        day: Links that have ended or not begun are left out.
        parties: Nodes, sorted, each once.
    """
    edges = graph.running(graph.held_by.of(parties), day)
    flags = graph.edges.flags[edges]
    shares = (graph.edges.kind[edges] == OWNERSHIP) & ((flags & _NO_AMOUNT) == 0)
    if not rule.voting:
        shares &= (flags & Flag.VOTING) == 0
    vague = (flags & _NO_AMOUNT) != 0
    control = (flags & (Flag.CONTROLS | Flag.MAY_CONTROL)) != 0
    assets = np.searchsorted(parties, graph.held(edges))
    owners = graph.holder(edges).astype(np.intp)
    return Hold(
        edges=edges,
        holdings=_gather(graph, rule, edges[shares], assets[shares]),
        controller=owners[control],
        controlled=assets[control],
        surely=(flags[control] & Flag.CONTROLS) != 0,
        vague=edges[vague],
    )


def counting(graph: Graph, rule: Rule, edges: Places) -> Places:
    """Return those of some edges of ownership and control that a rule counts."""
    flags = graph.edges.flags[edges]
    owning = (graph.edges.kind[edges] == OWNERSHIP) | ((flags & Flag.MAY_OWN) != 0)
    if not rule.voting:
        owning &= (flags & Flag.VOTING) == 0
    controlling = (flags & (Flag.CONTROLS | Flag.MAY_CONTROL)) != 0
    found: Places = edges[owning | controlling] if rule.control else edges[owning]
    return found


def _gather(graph: Graph, rule: Rule, edges: Places, assets: Places) -> Holdings:
    """Bring the statements of one owner, asset and right together.

    Least is the most that any one statement says; most is the sum of what one dataset
    says, and of the datasets the largest.  A share nobody states may be anything.
    """
    flags = graph.edges.flags[edges]
    owner = graph.holder(edges).astype(np.intp)
    voting = (flags & Flag.VOTING) != 0
    segment = graph.edges.segment[edges]
    stated, low, high = _amounts(graph, rule, edges, assets)
    order = np.lexsort((segment, voting, owner, assets))
    keys = np.stack([assets, owner, voting, segment], axis=1)[order]
    if not len(keys):
        nothing = np.zeros(0, np.int64)
        return Holdings(owner, assets, voting, nothing, nothing)
    begins_source = _begins(keys)
    begins = _begins(keys[begins_source][:, :3])
    by_source = np.add.reduceat(np.where(stated, high, 0)[order], begins_source)
    most = np.maximum.reduceat(np.minimum(by_source, WHOLE), begins)
    starts = begins_source[begins]
    known = np.maximum.reduceat(stated[order], starts)
    first = order[starts]
    return Holdings(
        owner=owner[first],
        asset=assets[first],
        voting=voting[first],
        low=np.maximum.reduceat(low[order], starts),
        high=np.where(known, most, WHOLE),
    )


def _amounts(
    graph: Graph, rule: Rule, edges: Places, assets: Places
) -> tuple[Mask, Amounts, Amounts]:
    """Return whether each share is stated, the least and the most it can be."""
    flags = graph.edges.flags[edges]
    stated = (flags & Flag.STATED) != 0
    low = graph.edges.low[edges].astype(np.int64)
    high = graph.edges.high[edges].astype(np.int64)
    joint = (flags & Flag.JOINT) != 0
    if rule.joint_whole:
        return stated | joint, np.where(joint, WHOLE, low), np.where(joint, WHOLE, high)
    # The stake is surely the listed parties' when all that hold it together are: each
    # brings its part of the bar and none the bar alone.
    undivided = joint & ~stated
    if undivided.any():
        members = np.bincount(assets[undivided], minlength=int(assets.max()) + 1)
        part = -(-rule.bar // np.maximum(members[assets], 1))
        low = np.where(undivided, part, low)
    return stated, low, high


def _begins(keys: npt.NDArray[np.int64]) -> Places:
    """Return where the runs of equal rows begin."""
    changes = np.any(keys[1:] != keys[:-1], axis=1)
    return np.concatenate([[0], np.flatnonzero(changes) + 1])
