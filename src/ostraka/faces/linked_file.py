"""A file of links asked beside what is loaded, without being loaded."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path

import numpy as np

from ostraka.errors import UsageError
from ostraka.faces.home import NOTHING_LOADED
from ostraka.faces.links import Links
from ostraka.faces.session import Ostraka, Scope
from ostraka.links.open import build_graph
from ostraka.record.store import Store
from ostraka.sources.load import load_files
from ostraka.sources.reader import slug

#: Owners of the file that are looked up by name.
_MOST_OWNERS = 300


@dataclass(frozen=True, slots=True)
class LinkedFile:
    """A file of links beside what is loaded.

    Attributes:
        links: The links of both.
        parties: The parties of the file.
        hints: A line for each owner of the file that may be listed under another id.
        left_out: A line for each row that could not be read.
    """

    links: Links
    parties: list[str]
    hints: list[str]
    left_out: list[str]


def links_with_file(
    o: Ostraka, path: Path, same: dict[str, str], as_of: str | None
) -> LinkedFile:
    """Return the links with those of a file, its parties, and who may be listed.

    Args:
        o: What is loaded.
        path: BODS, UK PSC, GLEIF, FollowTheMoney or a table of links.
        same: Ids of the file → ids of listed parties they are taken for.
        as_of: The day asked about.

    Raises:
        RefusedError: The file cannot be read.
        UsageError: No list is loaded.
    """
    day = o.day(as_of)
    versions = o.versions_in_force(Scope(day, registers=True))
    if not versions:
        raise UsageError(NOTHING_LOADED)
    dataset = (slug(path.name.partition(".")[0]) or "file").replace("-", "_")
    with tempfile.TemporaryDirectory() as scratch:
        given = Store(Path(scratch))
        moment = datetime.combine(o.today, time(), UTC)
        left_out: list[str] = []
        loaded = load_files(
            given, dataset, [path], now=moment, leave_out=left_out.append
        )
        parquet = given.parquet(loaded.version)
        graph = build_graph(
            o.store,
            [v for v in versions if v.dataset != dataset],
            o.judgements,
            more=[parquet.rename(parquet.with_name(f"{dataset}.parquet"))],
            same=same,
        )
    judged = o.resolving().was_run_on(versions)
    links = Links(graph, day, o.store, tuple(versions), judged=judged)
    nodes, _ = graph.listings[dataset]
    parties = [graph.ids[int(node)] for node in nodes]
    return LinkedFile(links, parties, _hints(o, links, parties), left_out)


def _hints(o: Ostraka, links: Links, parties: list[str]) -> list[str]:
    """Return a line for each owner in the file that may be listed, by its name."""
    graph = links.graph
    hints = []
    nodes = [links.node(party) for party in parties]
    owners = [node for node in nodes if len(graph.holds.of(np.array([node])))]
    for node in owners[:_MOST_OWNERS]:
        name, party = graph.caption(node), graph.ids[node]
        schema = graph.schemata[node] or "LegalEntity"
        hints += [
            f"{name} ({party}) may be {match.caption} ({match.entity_id}, "
            f"{match.score:.2f}); if so, add --same {party}={match.entity_id}"
            for match in o.screen(name, limit=1, as_of=links.day, schema=schema)
            if match.entity_id != party
        ]
    return hints
