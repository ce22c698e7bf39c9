"""Segments become one graph: the same party once, whatever ids its datasets give it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from ostraka.links.graph import Edges, Graph, Neighbours, Places
from ostraka.links.segment import NO_PARTY, Numbers, Segment
from ostraka.links.strings import Strings
from ostraka.links.wording import OWNERSHIP, SCHEMATA, Flag, read_wording

if TYPE_CHECKING:
    import pyarrow as pa

#: Flags of a link by which its holder may own or control.
_HOLDS = Flag.CONTROLS | Flag.MAY_CONTROL | Flag.MAY_OWN


def combine(
    segments: Sequence[Segment],
    *,
    canonical: Mapping[str, str] | None = None,
    folders: Sequence[Path] = (),
) -> Graph:
    """Return the graph of all links of some versions.

    Args:
        segments: At most one of each dataset; the first that names a party names it.
        canonical: Ids → the canonical id of the party they were judged to be.
        folders: Where each segment lies, if it lies anywhere.
    """
    import pyarrow as pa  # noqa: PLC0415 - only building pays for Arrow
    import pyarrow.compute as pc  # noqa: PLC0415

    named = [_renamed(segment.ids.to_arrow(), canonical or {}) for segment in segments]
    ids = pc.unique(pa.chunked_array(named, pa.large_string()))
    ids = ids.take(pc.sort_indices(ids))
    places = [
        pc.index_in(names, value_set=ids).to_numpy(zero_copy_only=False)
        for names in named
    ]
    edges = _edges(segments, places)
    held = _holding(edges)
    size = len(ids)
    backward = (edges.flags[held] & Flag.BACKWARD) != 0
    holders = np.where(backward, edges.target[held], edges.source[held])
    assets = np.where(backward, edges.source[held], edges.target[held])
    every = np.arange(len(edges))
    return Graph(
        ids=Strings.from_arrow(ids),
        captions=_texts([s.captions for s in segments], places, size),
        schemata=_texts([s.schemata for s in segments], places, size),
        edges=edges,
        holds=Neighbours.by(holders, held, size),
        held_by=Neighbours.by(assets, held, size),
        beside=Neighbours.by(
            np.concatenate([edges.source, edges.target]),
            np.concatenate([every, every]),
            size,
        ),
        datasets=tuple(segment.dataset for segment in segments),
        listings={
            segment.dataset: _listing(segment, place)
            for segment, place in zip(segments, places, strict=True)
        },
        folders=tuple(folders),
        _segments=dict(enumerate(segments)),
    )


def _renamed(ids: Any, canonical: Mapping[str, str]) -> pa.Array:
    """Return ids with those that were judged replaced by their canonical id."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.compute as pc  # noqa: PLC0415

    if not canonical:
        return ids
    keys = pa.array(list(canonical), pa.large_string())
    names = pa.array(list(canonical.values()), pa.large_string())
    return pc.coalesce(names.take(pc.index_in(ids, value_set=keys)), ids)


def _edges(segments: Sequence[Segment], places: Sequence[Numbers]) -> Edges:
    """Return the links of all segments, without those from a party to itself."""
    parts = [
        _columns(number, segment, place)
        for number, (segment, place) in enumerate(zip(segments, places, strict=True))
    ]
    columns = {
        name: np.concatenate([part[name] for part in parts]) for name in parts[0]
    }
    kept = columns["source"] != columns["target"]
    return Edges(**{name: column[kept] for name, column in columns.items()})


def _columns(
    number: int, segment: Segment, place: Numbers
) -> dict[str, npt.NDArray[Any]]:
    meanings = [read_wording(wording) for wording in segment.wordings]
    wording, total = segment.wording, len(segment.wording)
    kinds = [SCHEMATA.index(w.schema) for w in segment.wordings]
    return {
        "source": place[segment.source].astype(np.int32),
        "target": place[segment.target].astype(np.int32),
        "kind": np.array(kinds, np.uint8)[wording],
        "flags": np.array([m.flags for m in meanings], np.uint16)[wording],
        "low": np.array([m.share.low for m in meanings], np.int32)[wording],
        "high": np.array([m.share.high for m in meanings], np.int32)[wording],
        "since": np.asarray(segment.since),
        "until": np.asarray(segment.until),
        "segment": np.full(total, number, np.uint16),
        "row": np.arange(total, dtype=np.int32),
    }


def _holding(edges: Edges) -> Places:
    """Return the edges by which one party may own or control another."""
    return np.flatnonzero((edges.kind == OWNERSHIP) | ((edges.flags & _HOLDS) != 0))


def _texts(texts: Sequence[Strings], places: Sequence[Numbers], size: int) -> Strings:
    """Return one text for each party: that of the first segment that has any."""
    import pyarrow as pa  # noqa: PLC0415
    import pyarrow.compute as pc  # noqa: PLC0415

    arrays = [text.to_arrow() for text in texts]
    nothing = sum(map(len, arrays))
    chosen = np.full(size, nothing, np.int64)
    begin = nothing
    for array, place in zip(reversed(arrays), reversed(places), strict=True):
        begin -= len(array)
        there = pc.not_equal(array, "").to_numpy(zero_copy_only=False)
        chosen[place[there]] = np.flatnonzero(there) + begin
    every = pa.concat_arrays([*arrays, pa.array([""], pa.large_string())])
    return Strings.from_arrow(every.take(pa.array(chosen)))


def _listing(segment: Segment, place: Numbers) -> tuple[Numbers, Numbers]:
    """Return the parties of a version as nodes, sorted, and until when each is listed."""
    parties = np.flatnonzero(segment.listed_until != NO_PARTY)
    order = np.argsort(place[parties], kind="stable")
    return (
        place[parties][order].astype(np.int32),
        np.asarray(segment.listed_until[parties], np.int32)[order],
    )
