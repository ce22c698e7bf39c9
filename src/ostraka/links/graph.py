"""All links in force as one graph of plain arrays, opened with mmap.

    links/graphs/<key>/*.npy + manifest.json

A node is a party, an edge a link as one dataset states it.  Three tables of neighbours
stand beside the edges: by the party that may own or control another, by the one that
may be owned or controlled, and by both ends whatever the link.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ostraka.links.segment import Numbers, Segment
from ostraka.links.strings import Strings, mapped
from ostraka.links.wording import Flag, Wording

Places = npt.NDArray[np.intp]
Mask = npt.NDArray[np.bool_]

#: Of how a graph is made; another number makes all of them anew.
LAYOUT = 1

_EDGE_COLUMNS = {
    "source": np.int32,
    "target": np.int32,
    "kind": np.uint8,
    "flags": np.uint16,
    "low": np.int32,
    "high": np.int32,
    "since": np.int32,
    "until": np.int32,
    "segment": np.uint16,
    "row": np.int32,
}
_TEXTS = ("ids", "captions", "schemata")


@dataclass(frozen=True, slots=True)
class Edges:
    """The edges as columns.

    Attributes:
        source: Node where the link begins.
        target: Node where it ends.
        kind: Place in `SCHEMATA`.
        flags: See `Flag`.
        low: Least share, in millionths of a percent.
        high: Largest share.
        since: Ordinal of the first day.
        until: Ordinal of the last day.
        segment: Which dataset says so.
        row: Which of its links it is.
    """

    source: Numbers
    target: Numbers
    kind: npt.NDArray[np.uint8]
    flags: npt.NDArray[np.uint16]
    low: Numbers
    high: Numbers
    since: Numbers
    until: Numbers
    segment: npt.NDArray[np.uint16]
    row: Numbers

    def __len__(self) -> int:
        return len(self.source)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """Edges by one of their ends, in compressed rows.

    Attributes:
        begins: For each node, where its edges begin; one more than there are nodes.
        edges: Places of edges.
    """

    begins: npt.NDArray[np.int64]
    edges: Numbers

    def of(self, nodes: Places) -> Places:
        """Return the edges of some nodes, in the order of the nodes."""
        return self.with_counts(nodes)[0]

    def with_counts(self, nodes: Places) -> tuple[Places, Places]:
        """Return the edges of some nodes in their order, and how many each has."""
        begins, ends = self.begins[nodes], self.begins[nodes + 1]
        counts = ends - begins
        total = int(counts.sum())
        if not total:
            return np.zeros(0, np.intp), counts
        steps = np.arange(total) - np.repeat(np.cumsum(counts) - counts, counts)
        found: Places = self.edges[np.repeat(begins, counts) + steps].astype(np.intp)
        return found, counts

    @classmethod
    def by(cls, ends: npt.NDArray[np.int32], edges: Places, size: int) -> Neighbours:
        """Order edges by one of their ends."""
        order = np.argsort(ends, kind="stable")
        begins = np.zeros(size + 1, np.int64)
        np.cumsum(np.bincount(ends, minlength=size), out=begins[1:])
        return cls(begins, edges[order].astype(np.int32))


_NEIGHBOURS = ("held_by", "holds", "beside")


@dataclass(slots=True)
class Graph:
    """The links of some versions of datasets.

    Attributes:
        ids: Canonical ids of the parties, sorted.
        captions: Their names; empty where nobody here names them.
        schemata: Their schemata; empty where nobody here has them.
        edges: The links.
        holds: Edges by the party that may own or control.
        held_by: Edges by the party that may be owned or controlled.
        beside: Edges by both ends.
        datasets: Name of each segment's dataset.
        listings: For each dataset, its parties and the last day each is listed.
        folders: Where each segment lies; empty for a graph that is in memory only.
    """

    ids: Strings
    captions: Strings
    schemata: Strings
    edges: Edges
    holds: Neighbours
    held_by: Neighbours
    beside: Neighbours
    datasets: tuple[str, ...]
    listings: Mapping[str, tuple[Numbers, Numbers]]
    folders: tuple[Path, ...] = ()
    _segments: dict[int, Segment] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)

    def node(self, party: str) -> int | None:
        """Return the node of a party, or None if no link or list here has it."""
        found = self.ids.find(party)
        return None if found < 0 else found

    def caption(self, node: int) -> str:
        """Return the name of a party, or its id."""
        return self.captions[node] or self.ids[node]

    def wording(self, edge: int) -> Wording:
        """Return the words a source has for a link."""
        segment = self._segment(int(self.edges.segment[edge]))
        return segment.wordings[int(segment.wording[self.edges.row[edge]])]

    def record(self, edge: int) -> str:
        """Return the id of the record that states a link."""
        segment = self._segment(int(self.edges.segment[edge]))
        return segment.links[int(self.edges.row[edge])]

    def dataset(self, edge: int) -> str:
        """Return the dataset that states a link."""
        return self.datasets[int(self.edges.segment[edge])]

    def holder(self, edges: Places) -> Numbers:
        """Return the party that may own or control, for each of some edges."""
        backward = (self.edges.flags[edges] & Flag.BACKWARD) != 0
        return np.where(backward, self.edges.target[edges], self.edges.source[edges])

    def held(self, edges: Places) -> Numbers:
        """Return the party that may be owned or controlled, for each of some edges."""
        backward = (self.edges.flags[edges] & Flag.BACKWARD) != 0
        return np.where(backward, self.edges.source[edges], self.edges.target[edges])

    def running(self, edges: Places, day: date) -> Places:
        """Return those of some edges that hold on a day, as far as their source says."""
        found: Places = edges[self.is_running(edges, day)]
        return found

    def is_running(self, edges: Places, day: date) -> Mask:
        """Tell which of some edges hold on a day, as far as their source says."""
        ordinal = day.toordinal()
        held = (self.edges.since[edges] <= ordinal) & (
            ordinal <= self.edges.until[edges]
        )
        is_over = (self.edges.flags[edges] & Flag.FORMER) != 0
        found: Mask = held & ~is_over
        return found

    def listed(self, datasets: Iterable[str], day: date) -> Places:
        """Return the parties that are on any of some lists on a day, sorted."""
        found = [
            nodes[until >= day.toordinal()]
            for nodes, until in (
                self.listings[d] for d in datasets if d in self.listings
            )
        ]
        return np.unique(np.concatenate(found)) if found else np.zeros(0, np.intp)

    def is_listed(self, dataset: str, node: int, day: date) -> bool:
        """Tell whether a party is on a list on a day."""
        if dataset not in self.listings:
            return False
        nodes, until = self.listings[dataset]
        begin, end = np.searchsorted(nodes, [node, node + 1])
        return bool((until[begin:end] >= day.toordinal()).any())

    def _segment(self, number: int) -> Segment:
        if number not in self._segments:
            self._segments[number] = Segment.open(self.folders[number])
        return self._segments[number]

    def save(self, folder: Path) -> None:
        """Write the graph so that the folder is there whole or not at all."""
        draft = folder.with_name(f"{folder.name}.draft")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        for name in _TEXTS:
            getattr(self, name).save(draft, name)
        for name in _EDGE_COLUMNS:
            np.save(draft / f"edge.{name}.npy", getattr(self.edges, name))
        for name in _NEIGHBOURS:
            table: Neighbours = getattr(self, name)
            np.save(draft / f"{name}.begins.npy", table.begins)
            np.save(draft / f"{name}.edges.npy", table.edges)
        for dataset, (nodes, until) in self.listings.items():
            np.save(draft / f"listed.{dataset}.npy", np.stack([nodes, until]))
        manifest = {
            "datasets": self.datasets,
            "folders": [str(f) for f in self.folders],
        }
        (draft / "manifest.json").write_text(json.dumps(manifest), "utf-8")
        draft.replace(folder)

    @classmethod
    def open(cls, folder: Path) -> Graph:
        """Open a graph; its numbers and texts are mapped, not read."""

        def numbers(name: str) -> Any:
            return mapped(folder / f"{name}.npy")

        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        parts: dict[str, Any] = {name: Strings.open(folder, name) for name in _TEXTS}
        for name in _NEIGHBOURS:
            parts[name] = Neighbours(
                numbers(f"{name}.begins"), numbers(f"{name}.edges")
            )
        return cls(
            **parts,
            edges=Edges(**{name: numbers(f"edge.{name}") for name in _EDGE_COLUMNS}),
            datasets=tuple(manifest["datasets"]),
            listings={
                dataset: tuple(numbers(f"listed.{dataset}"))
                for dataset in manifest["datasets"]
            },
            folders=tuple(Path(path) for path in manifest["folders"]),
        )
