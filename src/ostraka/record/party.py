"""A party as the lists in force on a day state it: its facts and its designations."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from ostraka.record.model import BASE_ID, KEPT_PREFIX
from ostraka.record.schema import common_schema, find_schema
from ostraka.record.store import Store
from ostraka.record.versions import Version

#: Kinds of name, in the order they are preferred for showing.
NAME_KINDS = ("name", "alias", "previousName", "weakAlias")

_COLUMNS = [
    "canonical_id", "entity_id", "schema", "prop", "value", "lang", "original_value",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of a party and who says so.

    Attributes:
        value: In FollowTheMoney's form.
        dataset: The list that says so.
        original: As published, where it differs.
        lang: ISO 639-3, where known.
    """

    value: str
    dataset: str
    original: str | None = None
    lang: str | None = None


def is_over(end: str, day: date) -> bool:
    """Tell whether an end, as precise as it is, lies wholly before a day.

    What ended in `2026` is not over on any day of 2026.
    """
    return end < day.isoformat()[: len(end)]


@dataclass(frozen=True, slots=True)
class Designation:
    """One authority's act against a party.

    Attributes:
        dataset: The list that says so.
        version: The list's version it was read from.
        authority: Who designated.
        program: Legal basis as printed; several are joined with `; `.
        listed: Day it was put on the list as the list states it, or None.
        started: Day it took effect, or None.
        ended: Day it ended, or None.
        reference: The authority's own number, or None.
        reason: Statement of reasons, or None.
    """

    dataset: str
    version: str
    authority: str | None = None
    program: str | None = None
    listed: str | None = None
    started: str | None = None
    ended: str | None = None
    reference: str | None = None
    reason: str | None = None

    @property
    def since(self) -> str | None:
        """The earliest day the list states for this designation, or None."""
        return min((d for d in (self.listed, self.started) if d), default=None)

    def has_ended(self, day: date) -> bool:
        """Tell whether the list itself says that it ended before a day."""
        return self.ended is not None and is_over(self.ended, day)


@dataclass(frozen=True, slots=True)
class Party:
    """Everything the lists in force say about one party.

    Attributes:
        id: Canonical id.
        schema: FollowTheMoney schema.
        caption: The name to show.
        datasets: The lists it is in.
        referents: Other ids merged into it.
        facts: Values by property.
        designations: The acts against it.
    """

    id: str
    schema: str
    caption: str
    datasets: tuple[str, ...]
    referents: tuple[str, ...]
    facts: dict[str, tuple[Fact, ...]]
    designations: tuple[Designation, ...]

    def values(self, prop: str) -> tuple[str, ...]:
        """Return the values of a property."""
        return tuple(fact.value for fact in self.facts.get(prop, ()))

    @property
    def names(self) -> Iterator[tuple[str, Fact]]:
        """Yield `(kind, fact)` for every name, primary names first."""
        for kind in NAME_KINDS:
            for fact in self.facts.get(kind, ()):
                yield kind, fact


def read_parties(
    store: Store, versions: Iterable[Version], *, ids: Collection[str] | None = None
) -> Iterator[Party]:
    """Yield the parties of some versions, dataset by dataset, by id.

    Args:
        store: The record.
        versions: At most one of each dataset, e.g. `store.current(day)`.
        ids: Canonical ids of the only parties wanted; all if None.
    """
    for version in versions:
        yield from _read_version(version, store.parquet(version), ids)


def _read_version(
    version: Version, path: Path, ids: Collection[str] | None
) -> Iterator[Party]:
    acts = None if ids is None else _acts_against(path, ids)
    designations: dict[str, list[Designation]] = {}
    for _, _, _, facts in _entities(path, version.dataset, {"Sanction"}, acts):
        values = {prop: [f.value for f in found] for prop, found in facts.items()}
        for party in values.get("entity", ()):
            designations.setdefault(party, []).append(designation_of(version, values))
    kinds = [find_schema(name) for name in version.counts]
    # A statement may say less than the whole: of a company, that it is a legal entity.
    said = {name for kind in kinds if kind.is_party for name in kind.ancestors}
    for party, schema, merged, facts in _entities(path, version.dataset, said, ids):
        if not find_schema(schema).is_party:
            continue
        own = {p: found for p, found in facts.items() if not p.startswith(KEPT_PREFIX)}
        yield Party(
            id=party,
            schema=schema,
            caption=caption_of(party, schema, facts),
            datasets=(version.dataset,),
            referents=merged,
            facts=own,
            designations=tuple(
                d for key in (party, *merged) for d in designations.get(key, ())
            ),
        )


def _acts_against(path: Path, ids: Collection[str]) -> set[str]:
    """Return the ids of the designations of some parties."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - only reading the record pays for Arrow

    merged = pq.read_table(
        path, columns=["entity_id"], filters=[("canonical_id", "in", ids)]
    )
    acts = pq.read_table(
        path,
        columns=["canonical_id"],
        filters=[
            ("schema", "==", "Sanction"),
            ("prop", "==", "entity"),
            ("value", "in", {*ids, *merged["entity_id"].to_pylist()}),
        ],
    )
    return set(acts["canonical_id"].to_pylist())


def _entities(
    path: Path, dataset: str, schemata: set[str], only: Collection[str] | None
) -> Iterator[tuple[str, str, tuple[str, ...], dict[str, tuple[Fact, ...]]]]:
    """Yield `(id, schema, merged ids, facts)` of entities of some schemata, by id."""
    import pyarrow.parquet as pq  # noqa: PLC0415 - only reading the record pays for Arrow

    if not schemata or (only is not None and not only):
        return
    wanted: list[tuple[str, str, Any]] = [
        ("schema", "in", schemata),
        ("external", "==", False),
    ]
    if only is not None:
        wanted.append(("canonical_id", "in", set(only)))
    table = pq.read_table(path, columns=_COLUMNS, filters=wanted)
    rows = (
        row
        for batch in table.to_batches()
        for row in zip(*(column.to_pylist() for column in batch.columns), strict=True)
    )
    for party, group in groupby(rows, key=itemgetter(0)):
        facts: dict[str, list[Fact]] = {}
        kinds: set[str] = set()
        ids: set[str] = set()
        for _, entity_id, kind, prop, value, lang, original in group:
            kinds.add(kind)
            ids.add(entity_id)
            if prop != BASE_ID:
                facts.setdefault(prop, []).append(Fact(value, dataset, original, lang))
        schema = common_schema(kinds).name
        merged = tuple(sorted(ids - {party}))
        yield party, schema, merged, {p: tuple(found) for p, found in facts.items()}


def designation_of(
    version: Version, values: Mapping[str, Sequence[str]]
) -> Designation:
    """Make a designation of the values of a `Sanction` entity, by property."""

    def first(prop: str) -> str | None:
        return next(iter(values.get(prop, ())), None)

    return Designation(
        dataset=version.dataset,
        version=version.id,
        authority=first("authority"),
        program="; ".join(sorted(values.get("program", ()))) or None,
        listed=min(values.get("listingDate", ()), default=None),
        started=min(values.get("startDate", ()), default=None),
        ended=max(values.get("endDate", ()), default=None),
        reference=first("authorityId"),
        reason=first("reason"),
    )


def caption_of(entity_id: str, schema: str, facts: Mapping[str, Sequence[Fact]]) -> str:
    """Return the name to show of an entity by its facts: as stated, or its first name."""
    stated = facts.get(f"{KEPT_PREFIX}caption")
    caption = json.loads(stated[0].value) if stated is not None else None
    if isinstance(caption, str):
        return caption
    wanted: list[Any] = [*find_schema(schema).caption, *NAME_KINDS]
    for prop in wanted:
        if prop in facts:
            return facts[prop][0].value
    return entity_id
