"""The graph over the versions in force: built when it is first asked for, then opened.

links/versions/…   what each version states (see `segment`)
links/graphs/…     the graph of some versions and judgements (see `graph`)
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from ostraka.links import graph as graphs
from ostraka.links import segment as segments
from ostraka.links.closure import Reach, reach_of
from ostraka.links.combine import combine
from ostraka.links.extract import read_segment, segment_of
from ostraka.links.graph import Graph
from ostraka.links.rules import Rule
from ostraka.links.segment import Segment
from ostraka.record.judgements import Judgements
from ostraka.record.locks import preparing
from ostraka.record.store import Store
from ostraka.record.versions import Version

#: Graphs kept on disk; older ones are removed when a new one is built.
KEPT_GRAPHS = 4


def graph_folder(
    store: Store, versions: Sequence[Version], judgements: Judgements
) -> Path:
    """Return where the graph of all links of some versions lies; built if it is not there.

    Args:
        store: The record.
        versions: At most one of each dataset.
        judgements: Which ids are one party; every id is taken through them.
    """
    folder = store.home / "links" / "graphs" / _key(versions, judgements.last)
    if not folder.is_dir():
        with preparing(folder.parent, "the graph of links"):
            if not folder.is_dir():
                build_graph(store, versions, judgements).save(folder)
                _remove_old(folder)
    return folder


def kept_reach(graph: Graph, rule: Rule, day: date, folder: Path | None) -> Reach:
    """Return what a rule reaches on a day, found once and kept beside the graph.

    Args:
        graph: The links.
        rule: The regime's rule as it stood that day.
        day: The lists and links of that day.
        folder: Where the graph lies; None if it is in memory only.
    """
    if folder is None:
        return reach_of(graph, rule, day)
    place = folder / "reach" / f"{rule.regime}-{day}"
    if not place.is_dir() and not os.access(folder, os.W_OK):
        return reach_of(graph, rule, day)
    if not place.is_dir():
        with preparing(place.parent, "what the rule reaches"):
            if not place.is_dir():
                reach_of(graph, rule, day).save(place)
    return Reach.open(place, len(graph))


def build_graph(
    store: Store,
    versions: Sequence[Version],
    judgements: Judgements,
    *,
    more: Sequence[Path] = (),
    same: dict[str, str] | None = None,
) -> Graph:
    """Build the graph of some versions without keeping it.

    Args:
        store: The record.
        versions: At most one of each dataset.
        judgements: Which ids are one party.
        more: Further statements, each a Parquet file, under the name of the file.
        same: Ids taken for another one, for this graph only.
    """
    folders = [segment_of(store, version) for version in _ordered(versions)]
    opened = [Segment.open(folder) for folder in folders]
    opened += [read_segment(path, path.stem) for path in more]
    canonical = {**judgements.parties().canonical, **(same or {})}
    return combine(opened, canonical=canonical, folders=folders)


def _ordered(versions: Sequence[Version]) -> list[Version]:
    """Return lists before registers: a party on a list goes by the list's name."""
    return sorted(versions, key=lambda v: (v.is_register, not v.official, v.dataset))


def _key(versions: Sequence[Version], judgement: int) -> str:
    lines = [f"{graphs.LAYOUT} {segments.LAYOUT} {judgement}"]
    lines += [f"{v.dataset} {v.id} {v.sha256}" for v in _ordered(versions)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def _remove_old(newest: Path) -> None:
    folders = [path for path in newest.parent.iterdir() if path.is_dir()]
    folders.sort(key=lambda path: path.stat().st_mtime, reverse=True)
    for folder in folders[KEPT_GRAPHS:]:
        if folder != newest:
            shutil.rmtree(folder, ignore_errors=True)
