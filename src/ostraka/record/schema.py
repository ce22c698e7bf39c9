"""The FollowTheMoney vocabulary: schemata, properties, types, topics.

The tables in `data/ftm.json` are generated from the followthemoney library by
`tools/build_schema.py` and checked for drift in CI; the library itself needs PyICU
(a compiler) and is therefore never imported here.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

#: What a screening answer can be about: a person, a body or a means of transport.
PARTY_ROOTS = frozenset({"LegalEntity", "Organization", "Vehicle", "CryptoWallet"})

#: The property by which a part of a party's file points at the party.
HOLDER_PROPERTIES = {
    "Sanction": "entity",
    "Identification": "holder",
    "Passport": "holder",
    "CryptoWallet": "holder",
}


@dataclass(frozen=True, slots=True)
class Property:
    """One property of a schema.

    Attributes:
        name: As in FollowTheMoney, e.g. `birthDate`.
        label: In words, e.g. `Birth date`.
        type: Name of the value type, e.g. `date`, `name`, `country`.
        max_length: Most code points FollowTheMoney accepts for a value.
        matchable: Whether the value can tell parties apart or join them.
        format: Kind of identifier (`imo`, `lei`, …) or None.
        range: Schema an `entity` value must point at, or None.
        reverse: Name of the property seen from the other side, or None.
        stub: True for that other side, which holds no values of its own.
    """

    name: str
    label: str
    type: str
    max_length: int
    matchable: bool
    format: str | None
    range: str | None
    reverse: str | None
    stub: bool


@dataclass(frozen=True, slots=True)
class Schema:
    """One kind of thing, with all properties it declares or inherits."""

    name: str
    label: str
    plural: str
    ancestors: frozenset[str]
    matchable: bool
    abstract: bool
    required: tuple[str, ...]
    featured: tuple[str, ...]
    caption: tuple[str, ...]
    edge: tuple[str, str] | None
    edge_label: str | None
    properties: dict[str, Property]

    def is_a(self, name: str) -> bool:
        """Tell whether this schema is `name` or descends from it."""
        return name in self.ancestors

    @property
    def is_party(self) -> bool:
        """Tell whether entities of this schema are parties that can be listed."""
        return not self.ancestors.isdisjoint(PARTY_ROOTS)

    @property
    def holder(self) -> str | None:
        """Name of the property that points at the party this belongs to."""
        if self.edge is not None:
            return self.edge[0]
        return HOLDER_PROPERTIES.get(self.name)


@cache
def vocabulary() -> dict[str, Any]:
    """Return the generated table as it stands in `data/ftm.json`."""
    text = files("ostraka.record").joinpath("data/ftm.json").read_text("utf-8")
    table: dict[str, Any] = json.loads(text)
    return table


@cache
def find_schema(name: str) -> Schema:
    """Return the schema called `name`.

    Raises:
        KeyError: There is no such schema in FollowTheMoney.
    """
    spec = vocabulary()["schemata"][name]
    properties: dict[str, Property] = {}
    for ancestor in spec["ancestors"]:
        declared = vocabulary()["schemata"][ancestor]["properties"]
        for prop_name, prop in declared.items():
            if prop_name not in properties or ancestor == name:
                properties[prop_name] = _property(prop_name, prop)
    edge = spec.get("edge")
    return Schema(
        name=name,
        label=spec["label"],
        plural=spec["plural"],
        ancestors=frozenset(spec["ancestors"]),
        matchable=spec["matchable"],
        abstract=spec["abstract"],
        required=tuple(spec["required"]),
        featured=tuple(spec["featured"]),
        caption=tuple(spec["caption"]),
        edge=(edge["source"], edge["target"]) if edge else None,
        edge_label=edge["label"] if edge else None,
        properties=properties,
    )


def is_schema(name: str) -> bool:
    """Tell whether FollowTheMoney has a schema of that name."""
    return name in vocabulary()["schemata"]


def schema_names() -> tuple[str, ...]:
    """Return the names of all schemata, sorted."""
    return tuple(sorted(vocabulary()["schemata"]))


def common_schema(names: Iterable[str]) -> Schema:
    """Return the most specific of some schemata that are said of one entity.

    Raises:
        ValueError: They say different things of it: a person and a company.
    """
    different = set(names)
    if len(different) == 1:
        return find_schema(different.pop())
    schemata = [find_schema(name) for name in sorted(different)]
    for schema in schemata:
        if all(schema.is_a(other.name) for other in schemata):
            return schema
    raise ValueError("no schema is all of " + ", ".join(s.name for s in schemata))


def is_topic(code: str) -> bool:
    """Tell whether `code` is one of FollowTheMoney's topics."""
    return code in vocabulary()["topics"]


def is_language(code: str) -> bool:
    """Tell whether `code` is one of FollowTheMoney's languages (ISO 639-3)."""
    return code in vocabulary()["languages"]


def _property(name: str, spec: dict[str, Any]) -> Property:
    kind = vocabulary()["types"][spec["type"]]
    return Property(
        name=name,
        label=spec["label"],
        type=spec["type"],
        max_length=spec.get("max_length", kind["max_length"]),
        matchable=spec.get("matchable", kind["matchable"]),
        format=spec.get("format"),
        range=spec.get("range"),
        reverse=spec.get("reverse"),
        stub=spec.get("stub", False),
    )
