"""What a version of a list says of its parties in short, as rows.

In short: names, designations, countries and birth dates.  That is what comparing
authorities asks for, and a third of what a version says.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import fields
from functools import cache
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from ostraka.record.model import BASE_ID, KEPT_PREFIX
from ostraka.record.party import (
    NAME_KINDS,
    Designation,
    Fact,
    Party,
    caption_of,
    designation_of,
)
from ostraka.record.rows import look
from ostraka.record.schema import common_schema, find_schema, schema_names
from ostraka.record.store import Store
from ostraka.record.versions import Version

if TYPE_CHECKING:
    import duckdb

#: Facts that tell a party's country.
COUNTRY_FACTS = ("country", "nationality", "jurisdiction", "mainCountry")
_ACT = "Sanction"
_ACT_PROPS = (
    "entity", "authority", "authorityId", "program", "listingDate", "startDate", "endDate",
    "reason",
)  # fmt: skip
#: What an act says, but for the list and the version that say it.
_said = attrgetter(*(field.name for field in fields(Designation)[2:]))
#: So much of a statement's id as tells which of several comes first.
_PLACE = 8


class Row(NamedTuple):
    """One thing a version says of a party.

    Attributes:
        party: Canonical id.
        alias: Id of the record that says so, if it was merged into the party; else "".
        schema: Of the statement, or `Sanction` for an act against the party.
        prop: The property; `id` for the row that the party is there; "" for an act.
        value: The value; for an act its fields, as JSON.
        place: Orders the values of a property, and the acts.
    """

    party: str
    alias: str
    schema: str
    prop: str
    value: str
    place: str

    @property
    def is_name(self) -> bool:
        """Tell whether this is a name of a party."""
        return self.prop in NAME_KINDS and find_schema(self.schema).is_party


def read_rows(store: Store, version: Version) -> set[Row]:
    """Return what a version says of its parties in short."""
    kinds = [find_schema(name) for name in version.counts]
    # A statement may say less than the whole: of a company, that it is a legal entity.
    said = sorted({n for kind in kinds if kind.is_party for n in kind.ancestors})
    path = str(store.parquet(version))
    asked = {"path": path, "said": said}
    with look() as connection:
        there = connection.execute(
            "SELECT DISTINCT canonical_id, entity_id, schema FROM read_parquet($path) WHERE NOT external AND schema IN (SELECT unnest($said))",
            asked,
        ).fetchall()
        facts = connection.execute(
            f"SELECT DISTINCT canonical_id, entity_id, schema, prop, value, left(id, {_PLACE}) FROM read_parquet($path) WHERE NOT external AND schema IN (SELECT unnest($said)) AND prop IN (SELECT unnest($props))",  # noqa: S608 - a number of ours
            {**asked, "props": list(_props())},
        ).fetchall()
        rows = {Row(p, _alias(e, p), kind, BASE_ID, "", "") for p, e, kind in there}
        rows.update(Row(p, _alias(e, p), *rest) for p, e, *rest in facts)
        merged: dict[str, set[str]] = {}
        for party, entity, _ in there:
            merged.setdefault(entity, set()).add(party)
        rows.update(_acts(connection, version, path, merged))
    return rows


def _acts(
    connection: duckdb.DuckDBPyConnection,
    version: Version,
    path: str,
    merged: dict[str, set[str]],
) -> Iterator[Row]:
    """Yield the acts against parties, who may be named by ids merged into theirs."""
    rows = connection.execute(
        "SELECT canonical_id, prop, value FROM read_parquet($path) WHERE NOT external AND schema = $act AND prop IN (SELECT unnest($props)) ORDER BY canonical_id, prop, id",
        {"path": path, "act": _ACT, "props": list(_ACT_PROPS)},
    ).fetchall()
    for act, of_act in groupby(rows, key=itemgetter(0)):
        values: dict[str, list[str]] = {}
        for _, prop, value in of_act:
            values.setdefault(prop, []).append(value)
        said = _said(designation_of(version, values))
        text = json.dumps(said, ensure_ascii=False)
        for named in values.get("entity", ()):
            for party in {named, *merged.get(named, ())}:
                yield Row(party, _alias(named, party), _ACT, "", text, act)


def party_of(version: Version, rows: Iterable[Row]) -> Party | None:
    """Return the party that a version's rows of one record make; None if it is none.

    It has no other facts than those that are kept in short.
    """
    facts: dict[str, list[Row]] = {}
    acts: dict[str, list[Row]] = {}
    kinds, ids = set(), set()
    for row in rows:
        if row.schema == _ACT:
            acts.setdefault(row.alias or row.party, []).append(row)
            continue
        kinds.add(row.schema)
        ids.add(row.alias or row.party)
        if row.prop != BASE_ID:
            facts.setdefault(row.prop, []).append(row)
    if not kinds or not (schema := common_schema(kinds)).is_party:
        return None
    party = row.party
    merged = tuple(sorted(ids - {party}))
    values = {
        prop: tuple(Fact(r.value, version.dataset) for r in sorted(found, key=_order))
        for prop, found in facts.items()
    }
    return Party(
        id=party,
        schema=schema.name,
        caption=caption_of(party, schema.name, values),
        datasets=(version.dataset,),
        referents=merged,
        facts={p: found for p, found in values.items() if not p.startswith(KEPT_PREFIX)},
        designations=tuple(
            Designation(version.dataset, version.id, *json.loads(row.value))
            for key in (party, *merged)
            for row in sorted(acts.get(key, ()), key=_order)
        ),
    )  # fmt: skip


def _order(row: Row) -> tuple[str, str]:
    return row.place, row.value


def _alias(entity: str, party: str) -> str:
    return entity if entity != party else ""


@cache
def _props() -> tuple[Any, ...]:
    """Return the properties of parties that are kept in short."""
    kinds = [find_schema(name) for name in schema_names()]
    captions = {prop for kind in kinds if kind.is_party for prop in kind.caption}
    own = (*NAME_KINDS, *COUNTRY_FACTS, "birthDate", f"{KEPT_PREFIX}caption")
    return tuple(sorted({*captions, *own}))
