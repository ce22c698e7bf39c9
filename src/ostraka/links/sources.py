"""A link as its source states it: who, to whom, in which words, in which record."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from ostraka.links.graph import Graph
from ostraka.links.segment import ALWAYS, NEVER_OVER
from ostraka.links.wording import SCHEMATA
from ostraka.record.schema import find_schema


@dataclass(frozen=True, slots=True)
class Source:
    """One link, as one dataset states it.

    Attributes:
        dataset: Which dataset.
        record: Id of its record, under which its statements stand.
        schema: FollowTheMoney schema of the link.
        label: What it says, from source to target: `owns`, `linked to` …
        source: Id of the party it begins at.
        source_caption: Its name.
        target: Id of the party it ends at.
        target_caption: Its name.
        words: The role, share and manner as published.
        since: First day, ISO, or None if not stated.
        until: Last day, ISO, or None if not stated.
    """

    dataset: str
    record: str
    schema: str
    label: str
    source: str
    source_caption: str
    target: str
    target_caption: str
    words: str
    since: str | None
    until: str | None

    def __str__(self) -> str:
        words = "" if self.words == self.label else f" ({self.words})"
        return f"{self.source_caption} {self.label} {self.target_caption}{words}, {self.dataset}"

    def to_dict(self) -> dict[str, Any]:
        """Return the link for JSON."""
        return asdict(self)


def source_of(graph: Graph, edge: int) -> Source:
    """Return a link with what its source says of it."""
    edges = graph.edges
    schema = SCHEMATA[int(edges.kind[edge])]
    source, target = int(edges.source[edge]), int(edges.target[edge])
    return Source(
        dataset=graph.dataset(edge),
        record=graph.record(edge),
        schema=schema,
        label=find_schema(schema).edge_label or schema,
        source=graph.ids[source],
        source_caption=graph.caption(source),
        target=graph.ids[target],
        target_caption=graph.caption(target),
        words=graph.wording(edge).words,
        since=_day(int(edges.since[edge])),
        until=_day(int(edges.until[edge])),
    )


def _day(ordinal: int) -> str | None:
    if ordinal in {ALWAYS, NEVER_OVER}:
        return None
    return date.fromordinal(ordinal).isoformat()
