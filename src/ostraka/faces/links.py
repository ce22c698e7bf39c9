"""Questions about links, asked of one home folder: the same for Python and the command.

What comes from a link is said apart from what a list says: a party is *listed by* an
authority, or it is *owned* or *controlled* by listed parties, *under* a regime's rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ostraka.errors import NotFoundError
from ostraka.faces.draw import Arrow, Box, Picture
from ostraka.links.around import Linked, linked_to, own_words, statements_of_links
from ostraka.links.closure import Reach
from ostraka.links.exposure import Exposure, Verdict, exposure_of
from ostraka.links.graph import Graph
from ostraka.links.open import kept_reach
from ostraka.links.paths import shortest_paths
from ostraka.links.rules import REGIMES, Rule, rule_of
from ostraka.links.share import share_words
from ostraka.links.sources import Source, source_of
from ostraka.links.wording import SCHEMATA, Flag

if TYPE_CHECKING:
    from ostraka.record.store import Store
    from ostraka.record.versions import Version
from ostraka.faces.exposure_words import REGIME_WORDS, ground_words, short_words

#: Schema of the party that stands for a stake of several owners.
_STAKE = "Ownership"
_MOST_DRAWN = 60


@dataclass(frozen=True, slots=True)
class Links:
    """The links in force on a day, and what the regimes' rules make of them.

    Attributes:
        graph: All links, of any day.
        day: The day asked about.
        store: The record.
        versions: The versions the links are from.
        folder: Where the graph lies; None if it is in memory only.
        judged: Whether the records of several lists were judged together: if not, that a
            list has no record of the same id says nothing about the party.
        reaches: What each regime's rule reaches, once it was asked for.
    """

    graph: Graph
    day: date
    store: Store
    versions: tuple[Version, ...]
    folder: Path | None = None
    judged: bool = True
    reaches: dict[str, Reach] = field(default_factory=dict)

    @property
    def lists(self) -> tuple[str, ...]:
        """The datasets that are lists of designated parties."""
        return tuple(v.dataset for v in self.versions if v.official)

    def rule(self, regime: str) -> Rule:
        """Return a regime's rule as it stood on the day."""
        return rule_of(regime, self.day)

    def node(self, party: str) -> int:
        """Return the place of a party in the graph.

        Raises:
            NotFoundError: No list or register here has it.
        """
        node = self.graph.node(party)
        if node is None:
            raise NotFoundError(
                f"{party}: no list or register here has it by {self.day}"
            )
        return node

    def exposures(
        self, party: str, regimes: Iterable[str] = tuple(REGIMES)
    ) -> list[Exposure]:
        """Return what each regime's rule makes of a party.

        Raises:
            NotFoundError: No list or register here has it.
            UsageError: A regime has no rule here.
        """
        node = self.node(party)
        return [self._exposure(node, regime) for regime in regimes]

    def reach(self, regime: str) -> Reach:
        """Return what a regime's rule reaches on the day; kept beside the graph."""
        if regime not in self.reaches:
            rule = self.rule(regime)
            self.reaches[regime] = kept_reach(self.graph, rule, self.day, self.folder)
        return self.reaches[regime]

    def _exposure(self, node: int, regime: str) -> Exposure:
        rule, reach = self.rule(regime), self.reach(regime)
        return exposure_of(self.graph, rule, self.day, node, reach)

    def exposure_words(self, party: str) -> str:
        """Return in one line what lists and links say of a party, each apart."""
        if self.graph.node(party) is None:
            return "no links known"
        told = self.exposures(party)
        node = self.node(party)
        lists = [
            name for name in self.lists if self.graph.is_listed(name, node, self.day)
        ]
        none = "not listed" if self.judged else "not judged to be listed"
        parts = [f"listed by {', '.join(lists)}" if lists else none]
        grounds: dict[str, list[str]] = {}
        for exposure in told:
            if exposure.verdict is not Verdict.NOT and not exposure.listed_by:
                regime = REGIME_WORDS[exposure.regime]
                grounds.setdefault(ground_words(exposure), []).append(regime)
        parts += [f"{words}, {' and '.join(names)}" for words, names in grounds.items()]
        return "; ".join(parts)

    def reached(
        self, regime: str, *, among: Iterable[str] | None = None
    ) -> Iterator[Exposure]:
        """Yield the parties that a rule reaches and that are not listed under it.

        Args:
            regime: Which rule.
            among: The only parties to tell; all if None.
        """
        rule = self.rule(regime)
        found = self.reach(regime).mask(surely=False)
        found[self.graph.listed(rule.lists, self.day)] = False
        if among is not None:
            wanted = np.zeros(len(self.graph), np.bool_)
            nodes = [self.graph.node(party) for party in among]
            wanted[[node for node in nodes if node is not None]] = True
            found &= wanted
        for node in np.flatnonzero(found).tolist():
            if self.graph.schemata[node] != _STAKE:
                yield self._exposure(node, regime)

    def around(
        self, party: str, *, depth: int = 1, kinds: Iterable[str] = SCHEMATA
    ) -> tuple[list[Linked], bool]:
        """Return who is linked to a party, nearest first; and whether that is not all.

        Raises:
            NotFoundError: No list or register here has it.
        """
        return linked_to(
            self.graph,
            self.day,
            self.node(party),
            depth=depth,
            lists=self.lists,
            kinds=kinds,
        )

    def paths(self, start: str, end: str, *, depth: int) -> list[tuple[Source, ...]]:
        """Return the shortest paths between two parties, each link with its source.

        Raises:
            NotFoundError: No list or register here has one of them.
        """
        ends = self.node(start), self.node(end)
        found = shortest_paths(self.graph, self.day, *ends, depth=depth)
        return [tuple(source_of(self.graph, edge) for edge in path) for path in found]

    def words(self, sources: Iterable[Source]) -> dict[str, tuple[str, ...]]:
        """Return what the notes on either end of links say, by record of the link."""
        return dict(own_words(self.store, self.versions, sources))

    def statements(self, sources: Iterable[Source]) -> dict[str, list[dict[str, Any]]]:
        """Return the statements links are made of, by record of the link."""
        return dict(statements_of_links(self.store, self.versions, sources))

    def picture(self, party: str, regimes: Sequence[str] = tuple(REGIMES)) -> Picture:
        """Return who may own or control a party, and what it may own, as a picture.

        Raises:
            NotFoundError: No list or register here has it.
        """
        graph, node = self.graph, self.node(party)
        nodes, is_cut = _family(graph, self.day, node)
        inside = np.zeros(len(graph), np.bool_)
        inside[nodes] = True
        edges = graph.running(graph.holds.of(nodes), self.day)
        edges = edges[inside[graph.held(edges)]]
        pairs: dict[tuple[int, int], list[int]] = {}
        for edge, upper, lower in zip(
            edges.tolist(), graph.holder(edges).tolist(), graph.held(edges).tolist(),
            strict=True,
        ):  # fmt: skip
            pairs.setdefault((upper, lower), []).append(edge)
        arrows = tuple(_arrow(graph, *pair, kept) for pair, kept in pairs.items())
        title = f"Who may own or control {graph.caption(node)}, as of {self.day}"
        if is_cut:
            title += f" (the nearest {_MOST_DRAWN} parties)"
        boxes = tuple(self._box(int(n), regimes) for n in nodes)
        return Picture(title, boxes, arrows)

    def _box(self, node: int, regimes: Sequence[str]) -> Box:
        told = self.exposures(self.graph.ids[node], regimes)
        lists = sorted({name for e in told for name in e.listed_by})
        standings = [e.verdict for e in told]
        if lists:
            standing, words = "listed", f"listed by {', '.join(lists)}"
        elif Verdict.SURELY in standings:
            standing, words = "surely", short_words(told, Verdict.SURELY)
        elif Verdict.POSSIBLY in standings:
            standing, words = "possibly", short_words(told, Verdict.POSSIBLY)
        else:
            standing, words = "other", "not reached by a rule"
        return Box(self.graph.ids[node], self.graph.caption(node), standing, words)


def _family(graph: Graph, day: date, node: int) -> tuple[np.ndarray, bool]:
    """Return the owners of a party up to the top, and what it owns, nearest first."""
    kept, frontier = [node], [node]
    seen = {node}
    upward, downward = {node}, {node}
    while frontier and len(kept) < _MOST_DRAWN:
        following: list[int] = []
        for party in frontier:
            for is_up, side in ((True, upward), (False, downward)):
                if party not in side:
                    continue
                table = graph.held_by if is_up else graph.holds
                edges = graph.running(table.of(np.array([party])), day)
                ends = graph.holder(edges) if is_up else graph.held(edges)
                for end in np.unique(ends).tolist():
                    side.add(end)
                    if end not in seen:
                        seen.add(end)
                        following.append(end)
        kept += following
        frontier = following
    return np.array(kept[:_MOST_DRAWN], np.intp), len(kept) > _MOST_DRAWN


def _arrow(graph: Graph, upper: int, lower: int, edges: Sequence[int]) -> Arrow:
    sources = [source_of(graph, edge) for edge in edges]
    shares = list(
        dict.fromkeys(
            share_words(int(graph.edges.low[e]), int(graph.edges.high[e]))
            + (" indirectly" if graph.edges.flags[e] & Flag.INDIRECT else "")
            + (" of the votes" if graph.edges.flags[e] & Flag.VOTING else "")
            for e, source in zip(edges, sources, strict=True)
            if source.schema == "Ownership"
        )
    )
    stated = [share for share in shares if not share.startswith("not stated")]
    labels = stated or (["share not stated"] if shares else [])
    if not labels or any(s.schema == "Control" for s in sources):
        labels = [
            *labels,
            *dict.fromkeys(s.label for s in sources if s.schema != "Ownership"),
        ]
    return Arrow(
        graph.ids[upper],
        graph.ids[lower],
        "; ".join(labels),
        "; ".join(f"{s.words} ({s.dataset})" for s in sources),
        is_control=not shares,
    )
