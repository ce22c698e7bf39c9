"""A graph of 2 million parties and 5 million links: building, one party, all listed ones.

    python bench/links.py [--parties N] [--links N] [--home FOLDER]

The register is made up (seeded): companies held by persons and companies, three quarters
of the shares exact, the rest bands or unknown, some control, some circles; 15,000
parties are listed under each regime.  It is written as statements and goes the way of
any register; times are wall clock of one run, memory is the process's largest.
"""

from __future__ import annotations

import multiprocessing
import os
import platform
import resource
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from arguments import options_of

from ostraka.links.closure import Reach, reach_of, renewed
from ostraka.links.combine import combine
from ostraka.links.exposure import exposure_of
from ostraka.links.extract import read_segment
from ostraka.links.graph import Graph
from ostraka.links.rules import REGIMES, rule_of
from ostraka.links.segment import Segment

DAY = date(2026, 11, 22)
LISTED = 15_000
LISTS = {"ofac": "us_ofac_sdn", "eu": "eu_fsf", "uk": "uk_fcdo"}
COLUMNS = (
    "id", "entity_id", "canonical_id", "prop", "schema", "value", "external",
)  # fmt: skip


@contextmanager
def timed(label: str) -> Iterator[None]:
    """Print how long something took, and the largest memory so far."""
    start = time.perf_counter()
    yield
    seconds = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{label:58} {seconds:8.2f} s  {memory:6,} MB", flush=True)


def write_register(path: Path, parties: int, links: int) -> None:
    """Write a made-up register as the statements of a version."""
    random = np.random.default_rng(7)
    companies = parties // 2
    owner = random.integers(0, parties, links)
    # Companies mostly hold what was founded after them; one in fifty closes a circle.
    asset = random.integers(0, companies, links)
    swap = (owner < companies) & (owner > asset) & (random.random(links) > 0.02)
    owner[swap], asset[swap] = asset[swap], owner[swap]
    kind = random.random(links)
    exact = random.integers(1, 101, links).astype(str)
    bands = np.array([">25 <=50", ">50 <75", ">=75 <=100", ""])
    shares = np.where(kind < 0.75, exact, bands[random.integers(0, 4, links)])
    writer = None
    for begin in range(0, parties, 250_000):
        ids = [f"reg-{n:07d}" for n in range(begin, min(begin + 250_000, parties))]
        schemata = [
            "Company" if begin + n < companies else "Person" for n in range(len(ids))
        ]
        names = [f"Party {key}" for key in ids]
        writer = write(path, writer, ids, schemata, {"name": names})
    for begin in range(0, links, 250_000):
        part = slice(begin, begin + 250_000)
        for name, chosen, ends in (
            ("Ownership", kind[part] < 0.95, ("owner", "asset")),
            ("Control", kind[part] >= 0.95, ("controller", "controlled")),
        ):
            places = np.flatnonzero(chosen) + begin
            values = {
                ends[0]: [f"reg-{n:07d}" for n in owner[places]],
                ends[1]: [f"reg-{n:07d}" for n in asset[places]],
                "startDate": [f"{2000 + n % 24}-01-01" for n in places],
            }
            if name == "Ownership":
                values["percentage"] = list(shares[places])
            keys = [f"reg-link-{n:08d}" for n in places]
            writer = write(path, writer, keys, [name] * len(keys), values)
    if writer is not None:
        writer.close()


def write(
    path: Path,
    writer: pq.ParquetWriter | None,
    ids: list[str],
    schemata: list[str],
    values: dict[str, list[str]],
) -> pq.ParquetWriter:
    """Append entities to a file of statements."""
    for prop, texts in values.items():
        kept = [n for n, text in enumerate(texts) if text]
        table = pa.table(
            {
                "id": [f"{ids[n]}.{prop}" for n in kept],
                "entity_id": [ids[n] for n in kept],
                "canonical_id": [ids[n] for n in kept],
                "prop": pa.array([prop] * len(kept), pa.string()),
                "schema": [schemata[n] for n in kept],
                "value": [str(texts[n]) for n in kept],
                "external": [False] * len(kept),
            },
            schema=pa.schema(
                [
                    (name, pa.bool_() if name == "external" else pa.string())
                    for name in COLUMNS
                ]
            ),
        )
        if writer is None:
            writer = pq.ParquetWriter(path, table.schema, compression="zstd")
        writer.write_table(table)
    assert writer is not None  # noqa: S101 - there is always a property
    return writer


def with_listings(register: Segment, graph: Graph) -> Graph:
    """List some parties of the register under each regime."""
    random = np.random.default_rng(11)
    size = len(register.ids)
    until = np.full(LISTED, date.max.toordinal(), np.int32)
    graph.listings = {
        name: (
            np.sort(random.choice(size, LISTED, replace=False)).astype(np.int32),
            until,
        )
        for name in LISTS.values()
    }
    return graph


def one_party(graph: Graph, reach: dict[str, Reach]) -> None:
    """Print how long the exposure of one party takes, over a thousand parties."""
    random = np.random.default_rng(3)
    nodes = random.integers(0, len(graph), 1000)
    for regime in REGIMES:
        rule = rule_of(regime, DAY)
        times = []
        for node in nodes.tolist():
            start = time.perf_counter()
            exposure_of(graph, rule, DAY, node, reach[regime])
            times.append(1000 * (time.perf_counter() - start))
        p50, p99 = np.percentile(times, [50, 99])
        print(
            f"exposure of one party, {regime:4}  p50 {p50:6.2f} ms  p99 {p99:6.2f} ms  worst {max(times):6.2f} ms"
        )


def change(graph: Graph, before: dict[str, Reach]) -> None:
    """Print how long it takes after one more party is listed, judging what it touches."""
    for regime, name in LISTS.items():
        nodes, until = graph.listings[name]
        fresh = np.array([12345], np.int32)
        graph.listings = {
            **graph.listings,
            name: (
                np.union1d(nodes, fresh).astype(np.int32),
                np.append(until, until[:1]),
            ),
        }
        with timed(f"after one more listing, {regime}"):
            renewed(graph, rule_of(regime, DAY), DAY, before[regime], fresh)


def main() -> None:
    """Measure and print."""
    options = options_of(__doc__)
    options.add_argument("--parties", type=int, default=2_000_000)
    options.add_argument("--links", type=int, default=5_000_000)
    options.add_argument("--home", type=Path)
    given = options.parse_args()
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {given.parties:,} parties, {given.links:,} links"
    )
    home = given.home or Path(tempfile.mkdtemp())
    home.mkdir(parents=True, exist_ok=True)
    if not (home / "register.parquet").is_file():
        # In a process of its own, so that its memory is not counted.
        writer = multiprocessing.Process(
            target=write_register,
            args=(home / "register.parquet", given.parties, given.links),
        )
        writer.start()
        writer.join()
    if not (home / "graph").is_dir():
        with timed("statements to the segment of one version"):
            segment = read_segment(home / "register.parquet", "register")
        segment.save(home / "segment")
        with timed("segments to the graph"):
            graph = combine(
                [Segment.open(home / "segment")], folders=[home / "segment"]
            )
        graph.save(home / "graph")
        del graph, segment
    on_disk = sum(f.stat().st_size for f in (home / "graph").iterdir())
    print(f"the graph on disk: {on_disk / 1e6:,.0f} MB")
    with timed("opening the graph"):
        graph = Graph.open(home / "graph")
    graph = with_listings(Segment.open(home / "segment"), graph)
    reach: dict[str, Reach] = {}
    for regime in REGIMES:
        with timed(f"all {LISTED:,} listed parties downstream, {regime}"):
            reach[regime] = reach_of(graph, rule_of(regime, DAY), DAY)
        print(
            f"    reached surely {int(reach[regime].mask(surely=True).sum()):,}, possibly {int(reach[regime].mask(surely=False).sum()):,}"
        )
    one_party(graph, reach)
    change(graph, reach)
    if given.home is None:
        shutil.rmtree(home)


if __name__ == "__main__":
    main()
