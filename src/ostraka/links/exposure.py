"""Whether a regime's rule reaches one party, through whom, and what is missing to know.

An exposure is derived from links and never written as a designation: a party is
*listed*, or it is *owned* or *controlled* by listed parties, and the two are kept apart.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from ostraka.links.closure import Reach, ancestors, grow
from ostraka.links.graph import Graph, Mask, Places
from ostraka.links.holdings import Hold, hold_on
from ostraka.links.look_through import parts_through
from ostraka.links.missing import missing_for
from ostraka.links.paths import chain_up
from ostraka.links.rules import Rule
from ostraka.links.share import WHOLE
from ostraka.links.sources import Source, source_of
from ostraka.links.wording import SCHEMATA

_DIRECTORSHIP = SCHEMATA.index("Directorship")


class Verdict(StrEnum):
    """Whether a rule reaches a party."""

    SURELY = "surely"
    POSSIBLY = "possibly"
    NOT = "not"


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who may own, control or direct the party.

    Attributes:
        party: Its id.
        caption: Its name.
        manner: `owns`, `votes`, `controls` or `directs`.
        standing: `listed`; `surely` or `possibly` reached by the rule; or `other`.
        low: Least share, in millionths of a percent; 0 for control.
        high: Largest share; 0 for control.
        sources: Who says so.
    """

    party: str
    caption: str
    manner: str
    standing: str
    low: int
    high: int
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Root:
    """A listed party from which a rule reaches the one asked about.

    Attributes:
        party: Its id.
        caption: Its name.
        datasets: The regime's lists that have it.
        chain: The links from it to the party asked about, each with who states it.
    """

    party: str
    caption: str
    datasets: tuple[str, ...]
    chain: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Exposure:
    """What one regime's rule makes of one party on a day.

    Attributes:
        party: Its id.
        caption: Its name.
        schema: Its schema, or empty.
        regime: Which rule.
        day: ISO day.
        listed_by: The regime's lists that have the party itself.
        verdict: Whether the rule reaches it from others.
        grounds: `owned`, `controlled`; what the verdict rests on.
        low: Least share held by listed and reached parties together; where the regime
            does not add up, by the one that holds most.
        high: Largest such share.
        economic_low: Least economic part, shares along chains multiplied.
        economic_high: Largest economic part.
        holders: Everybody who may own or control the party.
        directors: Listed parties that direct it; no regime's rule counts this.
        roots: The listed parties the rule reaches it from.
        missing: What would have to be known to be sure.
    """

    party: str
    caption: str
    schema: str
    regime: str
    day: str
    listed_by: tuple[str, ...]
    verdict: Verdict
    grounds: tuple[str, ...]
    low: int
    high: int
    economic_low: int
    economic_high: int
    holders: tuple[Holder, ...]
    directors: tuple[Holder, ...]
    roots: tuple[Root, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """What holds of the party from one set of listed parties taken together."""

    verdict: Verdict
    grounds: tuple[str, ...] = ()
    low: int = 0
    high: int = 0

    @property
    def rank(self) -> tuple[int, int, int]:
        """Order of findings: the surer, then the larger."""
        return -list(Verdict).index(self.verdict), self.low, self.high


def exposure_of(graph: Graph, rule: Rule, day: date, node: int) -> Exposure:
    """Return what a rule makes of a party on a day.

    Args:
        graph: The links.
        rule: The regime's rule as it stood that day.
        day: The lists and links of that day.
        node: The party.
    """
    above = ancestors(graph, np.array([node]))
    listed = graph.listed(rule.lists, day)
    seeds = listed[above[listed] & (listed != node)]
    hold = hold_on(graph, rule, day, np.array([node]))
    best, reach = _Found(Verdict.NOT), Reach.nothing(len(graph))
    for group in [seeds] if rule.aggregates else seeds[:, None]:
        alone = Reach.nothing(len(graph))
        surely, possibly = grow(graph, rule, day, group, into=alone, within=above)
        reach.surely[surely] = True
        reach.possibly[possibly] = True
        found = _judge(rule, hold, alone, node)
        best = max(best, found, key=lambda f: f.rank)
    is_seed = np.zeros(len(graph), np.bool_)
    is_seed[seeds] = True
    economic = parts_through(graph, rule, day, seeds, node)
    through = reach.surely if best.verdict is Verdict.SURELY else reach.possibly
    chains = chain_up(graph, rule, day, node, through=through, until=is_seed)
    return Exposure(
        party=graph.ids[node],
        caption=graph.caption(node),
        schema=graph.schemata[node],
        regime=rule.regime,
        day=day.isoformat(),
        listed_by=_lists_with(graph, rule, day, node),
        verdict=best.verdict,
        grounds=best.grounds,
        low=best.low,
        high=best.high,
        economic_low=economic[0],
        economic_high=economic[1],
        holders=tuple(_holders(graph, hold, reach, is_seed)),
        directors=tuple(_directors(graph, day, node, listed)),
        roots=tuple(
            Root(
                graph.ids[seed],
                graph.caption(seed),
                _lists_with(graph, rule, day, seed),
                tuple(source_of(graph, edge) for edge in chain),
            )
            for seed, chain in sorted(chains.items())
        ),
        missing=tuple(missing_for(graph, rule, day, node, reach, best.low)),
    )


def _judge(rule: Rule, hold: Hold, reach: Reach, node: int) -> _Found:
    held = hold.holdings
    low = _largest(hold, np.where(reach.surely[held.owner], held.low, 0))
    high = _largest(hold, np.where(reach.possibly[held.owner], held.high, 0))
    vague = bool(len(hold.vague))
    grounds = []
    verdict = Verdict.NOT
    if reach.possibly[node]:
        is_sure = bool(reach.surely[node])
        verdict = Verdict.SURELY if is_sure else Verdict.POSSIBLY
        controllers = hold.controller[hold.surely] if is_sure else hold.controller
        mask = reach.surely if is_sure else reach.possibly
        if (low if is_sure else high) >= rule.bar or (vague and not is_sure):
            grounds.append("owned")
        if rule.control and mask[controllers].any():
            grounds.append("controlled")
    return _Found(verdict, tuple(grounds), min(low, WHOLE), min(high, WHOLE))


def _largest(hold: Hold, amounts: Places) -> int:
    """Return the larger of the sums of capital and of voting rights."""
    held = hold.holdings
    sums = np.bincount(held.voting, weights=amounts, minlength=2)
    return int(sums.max())


def _holders(graph: Graph, hold: Hold, reach: Reach, is_seed: Mask) -> Iterator[Holder]:
    """Yield everybody who may own or control the party, the largest share first."""
    held = hold.holdings
    rows = [
        (int(owner), "votes" if voting else "owns", int(low), int(high))
        for owner, voting, low, high in zip(
            held.owner, held.voting, held.low, held.high, strict=True
        )
    ]
    amounts = {owner for owner, *_ in rows}
    vague = np.unique(graph.holder(hold.vague)).tolist()
    rows += [(owner, "owns", 0, WHOLE) for owner in vague if owner not in amounts]
    rows += [(owner, "controls", 0, 0) for owner in np.unique(hold.controller).tolist()]
    rows.sort(key=lambda row: (-row[2], -row[3], graph.ids[row[0]], row[1]))
    for owner, manner, low, high in rows:
        standing = (
            "listed"
            if is_seed[owner]
            else "surely"
            if reach.surely[owner]
            else "possibly"
            if reach.possibly[owner]
            else "other"
        )
        edges = hold.edges[graph.holder(hold.edges) == owner]
        sources = tuple(source_of(graph, int(edge)) for edge in edges)
        yield Holder(
            graph.ids[owner], graph.caption(owner), manner, standing, low, high, sources
        )


def _directors(graph: Graph, day: date, node: int, listed: Places) -> Iterator[Holder]:
    edges = graph.running(graph.beside.of(np.array([node])), day)
    directing = (graph.edges.kind[edges] == _DIRECTORSHIP) & (
        graph.edges.target[edges] == node
    )
    for edge in edges[directing].tolist():
        director = int(graph.edges.source[edge])
        if np.isin(director, listed):
            yield Holder(
                party=graph.ids[director],
                caption=graph.caption(director),
                manner="directs",
                standing="listed",
                low=0,
                high=0,
                sources=(source_of(graph, edge),),
            )


def _lists_with(graph: Graph, rule: Rule, day: date, node: int) -> tuple[str, ...]:
    return tuple(
        dataset
        for dataset in rule.lists
        if np.isin(node, graph.listed([dataset], day)).any()
    )
