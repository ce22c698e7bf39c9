"""Who is linked to some parties, on which lists each is, and the lists' own words for it.

A link is a source's statement and no ground of suspicion by itself; whether an authority
should act on it is for people to judge, so each answer has the source's own words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from ostraka.links.graph import Graph
from ostraka.links.paths import near
from ostraka.links.sources import Source, source_of
from ostraka.links.wording import SCHEMATA
from ostraka.record.model import BASE_ID
from ostraka.record.party import NAME_KINDS
from ostraka.record.rows import connect, pairs_of, quote
from ostraka.record.schema import find_schema
from ostraka.record.store import Store
from ostraka.record.versions import Version

#: Most links followed from one party.
MOST_LINKS = 5000
#: Shortest name that is looked for in a note: shorter ones stand in any text.
_LEAST_NAME = 4


@dataclass(frozen=True, slots=True)
class Linked:
    """A party linked to another one.

    Attributes:
        party: Its id.
        caption: Its name.
        schema: Its schema, or empty where no dataset here has it.
        steps: How many links away it is.
        sources: The links by which it was found.
        listed_by: The lists that have it on the day.
    """

    party: str
    caption: str
    schema: str
    steps: int
    sources: tuple[Source, ...]
    listed_by: tuple[str, ...]

    @property
    def is_person(self) -> bool:
        """Tell whether it is a person."""
        return bool(self.schema) and find_schema(self.schema).is_a("Person")


def linked_to(
    graph: Graph,
    day: date,
    node: int,
    *,
    depth: int,
    lists: Sequence[str],
    kinds: Iterable[str] = SCHEMATA,
) -> tuple[list[Linked], bool]:
    """Return everybody linked to a party, nearest first, and whether some were left out.

    Args:
        graph: The links.
        day: The links and lists of that day.
        node: The party.
        depth: Most links away.
        lists: The lists whose parties are told as listed.
        kinds: Schemata of the links to follow.
    """
    found = near(graph, day, node, depth=depth, most=MOST_LINKS, kinds=kinds)
    listed = {name: graph.listed([name], day) for name in lists}
    reached_by: dict[int, list[int]] = {}
    steps = dict(zip(found.nodes.tolist(), found.steps.tolist(), strict=True))
    for edge in found.edges.tolist():
        ends = int(graph.edges.source[edge]), int(graph.edges.target[edge])
        for end, other in (ends, ends[::-1]):
            if steps[end] == steps[other] + 1:
                reached_by.setdefault(end, []).append(edge)
    answers = [
        Linked(
            party=graph.ids[end],
            caption=graph.caption(end),
            schema=graph.schemata[end],
            steps=steps[end],
            sources=tuple(source_of(graph, edge) for edge in edges),
            listed_by=tuple(
                name for name, parties in listed.items() if np.isin(end, parties)
            ),
        )
        for end, edges in reached_by.items()
    ]
    answers.sort(key=lambda a: (a.steps, a.caption, a.party))
    return answers, found.is_cut


def own_words(
    store: Store, versions: Iterable[Version], sources: Iterable[Source]
) -> Mapping[str, tuple[str, ...]]:
    """Return what the notes on either end of a link say of the other, by record of the link.

    Args:
        store: The record.
        versions: At most one of each dataset.
        sources: The links.
    """
    records: dict[str, set[str]] = {}
    for source in sources:
        records.setdefault(source.dataset, set()).add(source.record)
    words: dict[str, list[str]] = {}
    with connect() as connection:
        for version in versions:
            wanted = records.get(version.dataset)
            if wanted:
                sql = _NOTES.format(source=quote(store.parquet(version)))
                for record, note in connection.execute(
                    sql, {"records": sorted(wanted)}
                ).fetchall():
                    words.setdefault(record, []).append(note)
    return {record: tuple(notes) for record, notes in words.items()}


def statements_of_links(
    store: Store, versions: Iterable[Version], sources: Iterable[Source]
) -> dict[str, list[dict[str, str | None]]]:
    """Return the statements each link is made of, by its record."""
    records: dict[str, set[str]] = {}
    for source in sources:
        records.setdefault(source.dataset, set()).add(source.record)
    found: dict[str, list[dict[str, str | None]]] = {}
    columns = ("prop", "value", "original_value", "dataset", "first_seen", "last_seen")
    with connect() as connection:
        for version in versions:
            wanted = sorted(records.get(version.dataset, ()))
            if not wanted:
                continue
            rows = connection.execute(
                f"SELECT canonical_id, {', '.join(columns)} FROM read_parquet({quote(store.parquet(version))}) WHERE canonical_id IN (SELECT unnest($ids)) AND prop <> {quote(BASE_ID)} ORDER BY canonical_id, prop, value",  # noqa: S608 - quoted
                {"ids": wanted},
            ).fetchall()
            for record, *row in rows:
                found.setdefault(record, []).append(
                    dict(zip(columns, row, strict=True))
                )
    return found


_EDGES = pairs_of(
    (name, end) for name in SCHEMATA for end in find_schema(name).edge or ()
)
_NOTES = f"""
    WITH said AS (SELECT canonical_id AS id, schema, prop, value
                  FROM read_parquet({{source}})),
    ends AS (SELECT id AS record, value AS party FROM said
             WHERE id IN (SELECT unnest($records)) AND (schema, prop) IN ({_EDGES})),
    names AS (SELECT id AS party, lower(value) AS name FROM said
              WHERE id IN (SELECT party FROM ends) AND length(value) >= {_LEAST_NAME}
              AND prop IN ({", ".join(map(quote, NAME_KINDS))})),
    notes AS (SELECT id AS party, value AS note FROM said
              WHERE id IN (SELECT party FROM ends)
              AND prop IN ('notes', 'summary', 'description'))
    SELECT DISTINCT one.record, note FROM ends one
    JOIN ends other ON one.record = other.record AND one.party <> other.party
    JOIN notes ON notes.party = one.party JOIN names ON names.party = other.party
    WHERE contains(lower(note), name) ORDER BY one.record, note
"""  # noqa: S608 - our own constants; the path is quoted
