"""An entity with what stands beside it, one edge out, as yente nests it.

Seen from the root: what points at it stands under the property's name from its side
(`sanctions`, `ownershipOwner`), what it points at in the property itself; of a link the
far end is shown too.  A path never comes back to where it was.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ostraka.faces.api.records import Records, Row
from ostraka.record.schema import Schema, find_schema

Entity = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PageWish:
    """Which part of many entities is wanted.

    Attributes:
        limit: Most of them.
        offset: How many to leave out first.
        order: SQL order, see `searching.order_by`.
    """

    limit: int = 10
    offset: int = 0
    order: str = "e.id"


def nested(records: Records, root: Row) -> Entity:
    """Return an entity with everything beside it."""
    entity = root.entity
    inbound = records.pointing_at(root.id)
    beside = _fetch(records, _targets([root]))
    for links in inbound.values():
        beside.update(_fetch(records, _targets(_edges(links.rows))))
    for row in list(beside.values()):
        if find_schema(row.schema).edge is not None:
            beside.update(_fetch(records, _targets([row])))
    expanded = _expand(entity, beside, {root.id})
    for prop, links in inbound.items():
        expanded["properties"][prop] = [
            _expand(row.entity, beside, {root.id, row.id}) for row in links.rows
        ]
    return expanded


def adjacent(
    records: Records, root: Row, prop: str, wish: PageWish
) -> tuple[int, list[Entity | str]]:
    """Return how many entities stand beside one under a property, and a page of them.

    Args:
        records: Where they are.
        root: The entity.
        prop: A property of its schema that holds entities.
        wish: The page.
    """
    if find_schema(root.schema).properties[prop].stub:
        found = records.pointing_at(
            root.id, prop, limit=wish.limit, offset=wish.offset, order=wish.order
        ).get(prop)
        if found is None:
            return 0, []
        total, rows = found.total, found.rows
    else:
        values = root.entity["properties"].get(prop, [])
        known = _fetch(records, values)
        there = [known[value] for value in values if value in known]
        total, rows = len(there), there[wish.offset :][: wish.limit]
    beside = _fetch(records, _targets(_edges(rows)))
    return total, [_expand(row.entity, beside, {root.id, row.id}) for row in rows]


def entity_properties(schema: Schema) -> list[str]:
    """Return the properties of a schema that hold entities, from either side."""
    return [spec.name for spec in schema.properties.values() if spec.type == "entity"]


def _expand(entity: Entity, beside: dict[str, Row], path: set[str]) -> Entity:
    """Put entities in the place of their ids, those of the path left as they are."""
    schema = find_schema(entity["schema"])
    properties = dict(entity["properties"])
    for name in entity_properties(schema):
        if name in properties:
            properties[name] = [
                _entity_of(value, beside, path) for value in properties[name]
            ]
    return {**entity, "properties": properties}


def _entity_of(value: str, beside: dict[str, Row], path: set[str]) -> Entity | str:
    row = beside.get(value)
    if row is None or row.id in path:
        return value
    if find_schema(row.schema).edge is not None:
        return _expand(row.entity, beside, {*path, row.id})
    return row.entity


def _edges(rows: Iterable[Row]) -> list[Row]:
    return [row for row in rows if find_schema(row.schema).edge is not None]


def _targets(rows: Iterable[Row]) -> list[str]:
    """Return the ids that some entities point at."""
    return [
        value
        for row in rows
        for name in entity_properties(find_schema(row.schema))
        for value in row.entity["properties"].get(name, ())
    ]


def _fetch(records: Records, ids: Iterable[str]) -> dict[str, Row]:
    """Return entities by the ids they are pointed at with, merged ids among them."""
    wanted = list(dict.fromkeys(ids))
    canonical = records.canonicals(wanted)
    rows = records.find(set(canonical.values()))
    return {key: rows[value] for key, value in canonical.items() if value in rows}
