"""What people read about schemata, properties, topics and countries.

`data/words.json` is generated from the followthemoney library by
`tools/build_api_words.py`; the core's own tables have the rest.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any

from ostraka.record.countries import country_label
from ostraka.record.schema import find_schema, schema_names, vocabulary

#: The schema of all that can be searched.
BASE_SCHEMA = "Thing"


@cache
def words() -> dict[str, Any]:
    """Return the generated table as it stands in `data/words.json`."""
    text = files("ostraka.faces.api").joinpath("data/words.json").read_text("utf-8")
    table: dict[str, Any] = json.loads(text)
    return table


@cache
def risk_topics() -> frozenset[str]:
    """Return the topics that make an entity a target, as FollowTheMoney has them."""
    return frozenset(words()["risks"])


def schema_description(name: str) -> str:
    """Return what a schema is for, in a sentence or two."""
    return str(words()["schemata"][name]["description"])


def shown_properties(name: str) -> list[str]:
    """Return the properties of a schema that hold values, in FollowTheMoney's order."""
    return list(words()["schemata"][name]["shown"])


def property_description(qualified: str) -> str | None:
    """Return what a property is for, by its name with its schema's, or None."""
    found: str | None = words()["properties"].get(qualified)
    return found


@cache
def declared_properties() -> tuple[tuple[str, str, str], ...]:
    """Return `(schema, property, label)` where each property is first declared."""
    return tuple(
        (name, prop, spec["label"])
        for name in schema_names()
        for prop, spec in vocabulary()["schemata"][name]["properties"].items()
    )


@cache
def comparable_schemata(name: str) -> frozenset[str]:
    """Return the schemata a search for one schema looks among, as yente does.

    Those that can be matched and are more or less specific kinds of the same; of a
    schema that cannot be matched, all its kinds.
    """
    schema = find_schema(name)
    others = [find_schema(other) for other in schema_names()]
    if not schema.matchable:
        return frozenset(other.name for other in others if other.is_a(name))
    return frozenset(
        other.name
        for other in others
        if other.matchable and (other.is_a(name) or schema.is_a(other.name))
    )


def group_of(kind: str) -> str | None:
    """Return the group a type's values are filed under, e.g. `countries`, or None."""
    group: str | None = vocabulary()["types"][kind]["group"]
    return group


def group_label(group: str) -> str:
    """Return the heading of a group of values; the group itself if it has none."""
    own = {"datasets": "Data sources", "schema": "Entity types"}
    return str(own.get(group) or words()["groups"].get(group) or group)


def value_label(group: str, value: str) -> str:
    """Return how a value of a group is written for people."""
    if group == "schema" and value in vocabulary()["schemata"]:
        return find_schema(value).plural
    if group == "countries":
        return country_label(value) or value
    for name in ("topics", "languages", "genders"):
        if group == name:
            return str(vocabulary()[name].get(value) or value)
    return value


def value_caption(kind: str, value: str) -> str:
    """Return how a value of a type is written for people: `Russia` for `ru`."""
    group = group_of(kind)
    return value_label(group, value) if group is not None else value
