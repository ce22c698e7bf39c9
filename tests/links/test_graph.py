"""From statements of a version to the graph: ends, dates, joint stakes, merged ids."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import pytest

from ostraka.links.extract import segment_of
from ostraka.links.graph import Graph
from ostraka.links.open import graph_folder, kept_reach
from ostraka.links.rules import rule_of
from ostraka.links.segment import Segment
from ostraka.links.sources import source_of
from ostraka.record.canonical import Answer, Judgement
from ostraka.record.judgements import Judgements
from ostraka.sources.catalog import find_dataset
from ostraka.sources.load import load_files

DAY = date(2026, 3, 1)


def entity(key, schema, **properties):
    values = {k: [v] if isinstance(v, str) else v for k, v in properties.items()}
    return {"id": key, "schema": schema, "properties": values}


PARTIES = [
    entity("p1", "Person", name="Ali Testov"),
    entity("p2", "Person", name="Bea Testova"),
    entity("c1", "Company", name="Kiln Ltd"),
    entity("c2", "Company", name="Sherd Ltd", parent="c1"),
    entity("v1", "Vessel", name="MV Amphora", owner="c2"),
]


@pytest.fixture
def graph_of_entities(store, now, tmp_path):
    def load(*entities, dataset="reg", published="2026-01-01"):
        path = tmp_path / f"{dataset}.json"
        path.write_text("\n".join(json.dumps(e) for e in entities))
        small = [f"count {schema}" for schema in find_dataset(dataset).checks.counts]
        load_files(store, dataset, [path], now=now, published=published, accept=small)
        return Graph.open(graph_folder(store, store.current(), Judgements(store.home)))

    return load


def links(graph):
    return {
        (s.source, s.label, s.target, s.words)
        for s in (source_of(graph, edge) for edge in range(len(graph.edges)))
    }


def test_links_and_pointers_of_a_party_become_edges_with_their_words(graph_of_entities):
    owns = entity(
        "o1", "Ownership", owner="p1", asset="c1", percentage="62.5", startDate="2019"
    )
    boss = entity("d1", "Directorship", director="p2", organization="c1", role="CEO")
    graph = graph_of_entities(*PARTIES, owns, boss)
    assert links(graph) == {
        ("p1", "owns", "c1", "62.5 %"),
        ("p2", "directs", "c1", "CEO"),
        ("c2", "linked to", "c1", "part of"),
        ("c2", "owns", "v1", "owner of the vehicle"),
    }
    (edge,) = [e for e in range(len(graph.edges)) if graph.record(e) == "o1"]
    told = source_of(graph, edge)
    assert (told.since, told.until, told.source_caption) == (
        "2019-01-01",
        None,
        "Ali Testov",
    )
    assert int(graph.edges.low[edge]) == 62_500_000


def test_an_ownership_of_two_is_one_stake_held_together(graph_of_entities):
    joint = entity("o1", "Ownership", owner=["p1", "p2"], asset="c1", percentage="60")
    graph = graph_of_entities(*PARTIES, joint)
    stake = {x for x in links(graph) if "o1" in x}
    assert stake == {
        ("p1", "owns", "o1", "joint"),
        ("p2", "owns", "o1", "joint"),
        ("o1", "owns", "c1", "60 %"),
    }
    assert graph.caption(graph.ids.find("o1")) == "joint holding"


def test_judgements_bring_the_parties_of_two_datasets_together(
    graph_of_entities, store
):
    graph_of_entities(*PARTIES)
    listed = entity("us-9", "Person", name="TESTOV, Ali")
    graph = graph_of_entities(listed, dataset="other")
    assert graph.node("us-9") is not None
    same = Judgement("us-9", "p1", Answer.SAME, "tester", "2026-01-01T00:00:00Z")
    Judgements(store.home).append([same])
    graph = Graph.open(graph_folder(store, store.current(), Judgements(store.home)))
    assert graph.node("p1") is None
    assert graph.caption(graph.ids.find("us-9")) in {"TESTOV, Ali", "Ali Testov"}


def test_a_party_whose_designations_have_ended_is_listed_until_they_did(
    graph_of_entities,
):
    graph = graph_of_entities(
        *PARTIES,
        entity("s1", "Sanction", entity="p1", endDate="2025-06-30"),
        entity("s2", "Sanction", entity="p2", endDate="2025"),
        entity("s3", "Sanction", entity="p2", startDate="2026"),
        dataset="us_ofac_sdn",
    )

    def listed(day):
        nodes = graph.listed(["us_ofac_sdn"], day)
        return {graph.ids[int(n)] for n in nodes} & {"p1", "p2"}

    assert listed(date(2025, 6, 30)) == {"p1", "p2"}
    assert listed(date(2025, 7, 1)) == {"p2"}


def test_a_version_is_read_once_whatever_else_changes(graph_of_entities, store):
    graph_of_entities(*PARTIES)
    folder = segment_of(store, store.current()[0])
    read_at = (folder / "words.json").stat().st_mtime_ns
    graph_of_entities(entity("x", "Company", name="Other"), dataset="other")
    assert (folder / "words.json").stat().st_mtime_ns == read_at
    assert Segment.open(folder).dataset == "reg"


def test_what_a_rule_reaches_is_found_once_and_kept(graph_of_entities, store):
    graph_of_entities(
        entity("p1", "Person", name="Ali Testov"),
        entity("s1", "Sanction", entity="p1"),
        dataset="us_ofac_sdn",
    )
    graph = graph_of_entities(
        *PARTIES[1:], entity("o1", "Ownership", owner="p1", asset="c1", percentage="50")
    )
    folder = graph_folder(store, store.current(), Judgements(store.home))
    rule = rule_of("ofac", DAY)
    first = kept_reach(graph, rule, DAY, folder)
    again = kept_reach(graph, rule, DAY, folder)
    assert first.surely.tolist() == again.surely.tolist()
    reached = np.flatnonzero(first.mask(surely=True))
    assert {graph.ids[int(n)] for n in reached} == {"p1", "c1"}
