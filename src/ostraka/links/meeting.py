"""Whether enough of some parties is held by the members of a group to reach them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from ostraka.links.graph import Graph, Mask, Places
from ostraka.links.holdings import Hold, hold_on
from ostraka.links.look_through import is_told
from ostraka.links.rules import Rule
from ostraka.links.share import WHOLE

Keys = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Candidates:
    """Parties to be judged, each in a group.

    Attributes:
        groups: The group of each.
        parties: The different parties, sorted.
        party: Place in `parties` of each.
        size: Number of nodes of the graph.
    """

    groups: Keys
    parties: Places
    party: Places
    size: int

    @classmethod
    def of(cls, keys: Keys, size: int) -> Candidates:
        """Take keys apart."""
        parties, party = np.unique(keys // size, return_inverse=True)
        return cls(keys % size, parties.astype(np.intp), party, size)

    def rows(self, assets: Places) -> tuple[Places, Places]:
        """Return which rows of a table of holdings concern which candidate.

        Args:
            assets: For each row the place of the asset in `parties`, sorted.

        Returns:
            The rows, and the candidate of each.
        """
        begins = np.searchsorted(assets, np.arange(len(self.parties) + 1))
        counts = np.diff(begins)[self.party]
        candidate = np.repeat(np.arange(len(self.party)), counts)
        steps = np.arange(len(candidate)) - np.repeat(
            np.cumsum(counts) - counts, counts
        )
        return begins[self.party][candidate] + steps, candidate


@dataclass(frozen=True, slots=True)
class RuledLinks:
    """The links of a day as a regime's rule sees them.

    Attributes:
        graph: The links, of any day.
        rule: The regime's rule.
        day: The lists and links of that day.
    """

    graph: Graph
    rule: Rule
    day: date


def holds_key(keys: Keys, wanted: Keys) -> Mask:
    """Tell which keys are among some sorted keys."""
    if not len(keys):
        return np.zeros(len(wanted), np.bool_)
    places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    found: Mask = keys[places] == wanted
    return found


def is_met(
    links: RuledLinks, candidates: Candidates, members: Keys, *, surely: bool
) -> Mask:
    """Tell of which candidates the members of their group hold enough, or control them.

    Args:
        links: The links and the rule.
        candidates: Whom to judge.
        members: Keys of what is reached already.
        surely: Whether by what is surely held, or by what may be held.
    """
    rule = links.rule
    hold = hold_on(links.graph, rule, links.day, candidates.parties)
    met = _is_held(rule, hold, candidates, members, surely=surely)
    if rule.control:
        met |= _is_controlled(hold, candidates, members, surely=surely)
    if not surely and len(hold.vague):
        _add_vague(links, hold, candidates, members, met)
    return met


def _is_held(
    rule: Rule, hold: Hold, candidates: Candidates, members: Keys, *, surely: bool
) -> Mask:
    held = hold.holdings
    rows, candidate = candidates.rows(held.asset)
    keys = held.owner[rows] * np.int64(candidates.size) + candidates.groups[candidate]
    mine = holds_key(members, keys)
    count = len(candidates.party)
    place = candidate * 2 + held.voting[rows]

    def sums(amounts: Keys) -> npt.NDArray[np.float64]:
        totals = np.bincount(place, weights=amounts, minlength=count * 2)
        return totals.astype(np.float64)

    amounts = sums(np.where(mine, held.low[rows], 0))
    if not surely:
        high = sums(np.where(mine, held.high[rows], 0))
        # What others surely hold, the members cannot.
        others = sums(np.where(mine, 0, held.low[rows]))
        amounts = np.maximum(np.minimum(high, WHOLE - others), amounts)
    met: Mask = np.asarray((amounts.reshape(count, 2) >= rule.bar).any(axis=1))
    return met


def _is_controlled(
    hold: Hold, candidates: Candidates, members: Keys, *, surely: bool
) -> Mask:
    kept = hold.surely if surely else np.ones(len(hold.controller), np.bool_)
    controller, controlled = hold.controller[kept], hold.controlled[kept]
    rows, candidate = candidates.rows(controlled)
    keys = controller[rows] * np.int64(candidates.size) + candidates.groups[candidate]
    met = np.zeros(len(candidates.party), np.bool_)
    met[candidate[holds_key(members, keys)]] = True
    return met


def _add_vague(
    links: RuledLinks, hold: Hold, candidates: Candidates, members: Keys, met: Mask
) -> None:
    """Mark what members may own by links that state no amount and are told by nothing."""
    graph = links.graph
    assets = np.searchsorted(candidates.parties, graph.held(hold.vague))
    rows, candidate = candidates.rows(assets)
    owners = graph.holder(hold.vague)[rows].astype(np.int64)
    keys = owners * candidates.size + candidates.groups[candidate]
    told: dict[int, bool] = {}
    for place in np.flatnonzero(holds_key(members, keys) & ~met[candidate]).tolist():
        edge = int(hold.vague[rows[place]])
        if edge not in told:
            told[edge] = is_told(graph, links.rule, links.day, edge)
        if not told[edge]:
            met[candidate[place]] = True
