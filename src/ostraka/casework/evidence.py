"""What of a party or a customer a decision rests on, and whether it has changed.

A decision that two parties are not the same rests on their names, dates, countries,
numbers, gender and addresses; a new remark or a new link does not touch it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from ostraka.errors import UsageError
from ostraka.record.party import Party, read_parties
from ostraka.record.store import Store
from ostraka.record.versions import Version
from ostraka.screen import Query

#: Values by property, sorted.
Evidence = dict[str, list[str]]


def evidence_of(entity: Mapping[str, Any]) -> Evidence:
    """Return the values of an entity that screening compares.

    Args:
        entity: FollowTheMoney-shaped.
    """
    query = Query.from_entity(entity)
    found: dict[str, set[str]] = {}
    for kind, name in query.names:
        found.setdefault(kind, set()).add(name)
    for prop, values in query.facts.items():
        found.setdefault(prop, set()).update(values)
    if query.schema is not None:
        found["schema"] = {query.schema}
    return {prop: sorted(values) for prop, values in sorted(found.items())}


def evidence_of_parties(
    store: Store, versions: Iterable[Version], groups: Mapping[str, Collection[str]]
) -> dict[str, Evidence]:
    """Return the values that screening compares of some parties, all lists together.

    Args:
        store: The record.
        versions: At most one of each dataset.
        groups: By our name for a party, the ids it has on the lists.

    Returns:
        By the same names; a party no list has any more is left out.
    """
    names_of: dict[str, list[str]] = {}
    for name, keys in groups.items():
        for key in keys:
            names_of.setdefault(key, []).append(name)
    merged: dict[str, dict[str, Any]] = {}
    if names_of:
        for party in read_parties(store, versions, ids=names_of.keys()):
            for name in names_of[party.id]:
                _merge(merged.setdefault(name, {}), party)
    found = {}
    for name, entity in merged.items():
        try:
            found[name] = evidence_of(entity)
        except UsageError:  # a party with neither name nor number says nothing
            found[name] = {}
    return found


def _merge(entity: dict[str, Any], party: Party) -> None:
    entity.setdefault("schema", party.schema)
    properties = entity.setdefault("properties", {})
    for prop in party.facts:
        properties.setdefault(prop, []).extend(party.values(prop))


def differences(before: Evidence, after: Evidence) -> list[str]:
    """Return the names of the properties that have other values now."""
    return [
        prop
        for prop in sorted({*before, *after})
        if before.get(prop, []) != after.get(prop, [])
    ]
