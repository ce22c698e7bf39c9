"""What would have to be known to be sure of a rule's answer: the gaps, in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np

from ostraka.links.closure import Reach
from ostraka.links.graph import Graph
from ostraka.links.holdings import Hold, hold_on
from ostraka.links.rules import Rule
from ostraka.links.share import UNIT, WHOLE, share_words
from ostraka.links.wording import Flag

#: Most gaps told of one party.
MOST = 12
#: Contradictions smaller than this are rounding.
_ROUNDING = WHOLE // 200


def missing_for(
    graph: Graph, rule: Rule, day: date, node: int, reach: Reach, held: int
) -> list[str]:
    """Return what is not known of a party and of those that may own it.

    Args:
        graph: The links.
        rule: The regime's rule.
        day: The links of that day.
        node: The party.
        reach: What the rule reaches among those that may own it.
        held: What listed and reached parties surely hold of it together.
    """
    if reach.has(np.array([node]), None, surely=True)[0]:
        return []
    lines: list[str] = []
    asked, frontier = {node}, [node]
    while frontier and len(lines) < MOST:
        party = frontier.pop(0)
        hold = hold_on(graph, rule, day, np.array([party]))
        lines += _open_shares(graph, hold, reach, party)
        if rule.control:
            lines += _open_control(graph, hold, reach, party)
        for owner in np.unique([*hold.holdings.owner, *hold.controller]).tolist():
            if owner not in asked and _is_open(reach, int(owner)):
                asked.add(owner)
                frontier.append(int(owner))
    lines += _unaccounted(graph, rule, day, node, held)
    return list(dict.fromkeys(lines))[:MOST]


def _may_be_reached(reach: Reach, node: int) -> bool:
    return bool(reach.has(np.array([node]), None, surely=False)[0])


def _is_open(reach: Reach, node: int) -> bool:
    """Tell whether it is not known if a party is reached."""
    return _may_be_reached(reach, node) and not bool(
        reach.has(np.array([node]), None, surely=True)[0]
    )


def _open_shares(graph: Graph, hold: Hold, reach: Reach, party: int) -> Iterator[str]:
    """Yield the shares of reached owners that are not exactly known."""
    held = hold.holdings
    for owner, voting, low, high in zip(
        held.owner, held.voting, held.low, held.high, strict=True
    ):
        if low < high and _may_be_reached(reach, int(owner)):
            what = "votes in" if voting else "share of"
            yield (
                f"the {what} {graph.caption(party)} that {graph.caption(int(owner))} has: "
                f"{share_words(int(low), int(high))}"
            )
    for edge in hold.vague.tolist():
        owner = int(graph.holder(np.array([edge]))[0])
        if _may_be_reached(reach, owner):
            indirect = graph.edges.flags[edge] & Flag.INDIRECT
            how = "through whom, and how much of" if indirect else "how much of"
            yield f"{how} {graph.caption(party)} {graph.caption(owner)} owns ({graph.wording(edge).words}, {graph.dataset(edge)})"


def _open_control(graph: Graph, hold: Hold, reach: Reach, party: int) -> Iterator[str]:
    for owner in np.unique(hold.controller[~hold.surely]).tolist():
        if _may_be_reached(reach, owner):
            yield f"whether {graph.caption(owner)} controls {graph.caption(party)}, or only has influence"


def _unaccounted(
    graph: Graph, rule: Rule, day: date, node: int, held: int
) -> Iterator[str]:
    """Yield what of the party's capital nobody here holds, where it could matter."""
    holdings = hold_on(graph, rule, day, np.array([node])).holdings
    known = int(holdings.low[~holdings.voting].sum())
    stated = int(np.minimum(holdings.high, WHOLE)[~holdings.voting].sum())
    caption = graph.caption(node)
    if known > WHOLE + _ROUNDING:
        yield f"the shares stated of {caption} add up to {_about(known)}"
    rest = WHOLE - stated
    if 0 < held < rule.bar <= held + rest:
        yield (
            f"who holds the other {_about(rest)} of {caption}: "
            f"{_about(rule.bar - held)} more in listed hands is enough"
        )


def _about(units: int) -> str:
    return f"{units / UNIT:.2f}".rstrip("0").rstrip(".") + " %"
