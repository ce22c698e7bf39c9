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

from ostraka.links.closure import Reach
from ostraka.links.graph import Graph, Places
from ostraka.links.holdings import Hold, hold_on
from ostraka.links.look_through import parts_through
from ostraka.links.missing import missing_for
from ostraka.links.paths import chain_up
from ostraka.links.rules import Rule
from ostraka.links.share import WHOLE
from ostraka.links.sources import Source, source_of
from ostraka.links.wording import SCHEMATA

#: Most listed parties told above one party, the nearest first.
MOST_ROOTS = 20

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
        economic: Least and largest economic part of the listed parties told, shares
            along chains multiplied; None where too many parties stand above.
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
    economic: tuple[int, int] | None
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


def exposure_of(
    graph: Graph, rule: Rule, day: date, node: int, reach: Reach
) -> Exposure:
    """Return what a rule makes of a party on a day.

    Args:
        graph: The links.
        rule: The regime's rule as it stood that day.
        day: The lists and links of that day.
        node: The party.
        reach: What the rule reaches that day: `reach_of`.
    """
    hold = hold_on(graph, rule, day, np.array([node]))
    owners = [*hold.holdings.owner, *hold.controller, *graph.holder(hold.vague)]
    around = [int(owner) for owner in owners]
    groups = sorted({int(g) for n in (node, *around) for g in reach.groups(n)})
    if not rule.aggregates:
        # What a listed party holds of itself says nothing about it.
        groups = [group for group in groups if group != node]
    found = [_judge(rule, hold, reach, node, group) for group in groups]
    best = max(found, key=lambda f: f.rank, default=_Found(Verdict.NOT))
    roots = _roots(graph, rule, day, node, reach, best.verdict is Verdict.SURELY)
    seeds = np.array(sorted(roots), np.intp)
    economic = parts_through(graph, rule, day, seeds, node) if roots else (0, 0)
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
        economic=economic,
        holders=tuple(_holders(graph, rule, day, hold, reach)),
        directors=tuple(_directors(graph, rule, day, node)),
        roots=tuple(roots.values()),
        missing=tuple(missing_for(graph, rule, day, node, reach, best.low)),
    )


def _judge(rule: Rule, hold: Hold, reach: Reach, node: int, group: int) -> _Found:
    """Judge what the parties one group reaches hold of a party.

    Whether it is reached is asked of its holders: a listed party is reached by being
    listed, and by others only through what they hold.
    """
    held = hold.holdings
    surely = reach.has(held.owner, group, surely=True)
    possibly = reach.has(held.owner, group, surely=False)
    low = _largest(hold, np.where(surely, held.low, 0))
    high = _largest(hold, np.where(possibly, held.high, 0))
    others = _largest(hold, np.where(possibly, 0, held.low))
    high = max(low, min(high, WHOLE - others))
    sure_control = rule.control and bool(
        reach.has(hold.controller[hold.surely], group, surely=True).any()
    )
    may_control = rule.control and bool(
        reach.has(hold.controller, group, surely=False).any()
    )
    if low >= rule.bar or sure_control:
        grounds = ("owned",) * (low >= rule.bar) + ("controlled",) * sure_control
        return _Found(Verdict.SURELY, grounds, min(low, WHOLE), high)
    is_reached = bool(reach.has(np.array([node]), group, surely=False)[0])
    if is_reached and (high >= rule.bar or may_control or len(hold.vague)):
        is_owned = high >= rule.bar or bool(len(hold.vague))
        grounds = ("owned",) * is_owned + ("controlled",) * may_control
        return _Found(
            Verdict.POSSIBLY, grounds, low, WHOLE if len(hold.vague) else high
        )
    return _Found(Verdict.NOT, (), low, high)


def _largest(hold: Hold, amounts: Places) -> int:
    """Return the larger of the sums of capital and of voting rights."""
    sums = np.bincount(hold.holdings.voting, weights=amounts, minlength=2)
    return int(sums.max())


def _roots(
    graph: Graph, rule: Rule, day: date, node: int, reach: Reach, surely: bool
) -> dict[int, Root]:
    """Return the listed parties above a party, with the chain from each."""
    chains = chain_up(graph, rule, day, node, reach, surely=surely, most=MOST_ROOTS)
    return {
        seed: Root(
            graph.ids[seed],
            graph.caption(seed),
            _lists_with(graph, rule, day, seed),
            tuple(source_of(graph, edge) for edge in chain),
        )
        for seed, chain in sorted(chains.items())
    }


def _holders(
    graph: Graph, rule: Rule, day: date, hold: Hold, reach: Reach
) -> Iterator[Holder]:
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
        standing = _standing(graph, rule, day, owner, reach)
        edges = hold.edges[graph.holder(hold.edges) == owner]
        sources = tuple(source_of(graph, int(edge)) for edge in edges)
        yield Holder(
            graph.ids[owner], graph.caption(owner), manner, standing, low, high, sources
        )


def _standing(graph: Graph, rule: Rule, day: date, node: int, reach: Reach) -> str:
    if _lists_with(graph, rule, day, node):
        return "listed"
    for surely, word in ((True, "surely"), (False, "possibly")):
        if reach.has(np.array([node]), None, surely=surely)[0]:
            return word
    return "other"


def _directors(graph: Graph, rule: Rule, day: date, node: int) -> Iterator[Holder]:
    edges = graph.running(graph.beside.of(np.array([node])), day)
    directing = (graph.edges.kind[edges] == _DIRECTORSHIP) & (
        graph.edges.target[edges] == node
    )
    for edge in edges[directing].tolist():
        director = int(graph.edges.source[edge])
        if _lists_with(graph, rule, day, director):
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
        dataset for dataset in rule.lists if graph.is_listed(dataset, node, day)
    )
