"""What the index keeps of a party: enough to compare it and to show a match."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ostraka.index.identifiers import NAMES_NO_ONE
from ostraka.record.dates import DateError, read_dates, tells_birth
from ostraka.record.party import Fact, Party
from ostraka.record.schema import Property, find_schema, is_schema

#: Types of values that can speak for or against a match besides the name.
_EVIDENCE_TYPES = frozenset({"country", "identifier", "gender", "address"})
#: Dates that can tell parties apart.
EVIDENCE_DATES = frozenset({"birthDate", "deathDate", "incorporationDate"})

#: Families of schemata that are never compared with one another (OFAC FAQ 5: a hit of
#: another type is no match).  `party` is a body or person whose kind is not known.
FAMILIES = ("person", "party", "body", "vessel", "airplane", "other")
_FAMILY_OF = (
    ("Person", "person"),
    ("Organization", "body"),
    ("Vessel", "vessel"),
    ("Airplane", "airplane"),
    ("LegalEntity", "party"),
)


class Known(NamedTuple):
    """One value of a party and the list that says so: of very many, so it is a tuple."""

    value: str
    dataset: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A party as the index keeps it.

    Attributes:
        id: Canonical id.
        schema: FollowTheMoney schema.
        caption: The name to show.
        datasets: The lists it is in.
        referents: Other ids merged into it.
        names: Kind of name and the name, primary names first.
        facts: Values that can be compared, by property.
        since: First day of listing by dataset, where the list states it.
    """

    id: str
    schema: str
    caption: str
    datasets: tuple[str, ...]
    referents: tuple[str, ...]
    names: tuple[tuple[str, Known], ...]
    facts: dict[str, tuple[Known, ...]]
    since: dict[str, str]

    @property
    def family(self) -> str:
        """The family of schemata it can be compared with."""
        return family_of(self.schema)

    def to_bytes(self) -> bytes:
        """Return the form that is written to the index."""
        row = [
            self.id,
            self.schema,
            self.caption,
            self.datasets,
            self.referents,
            [(kind, known.value, known.dataset) for kind, known in self.names],
            {p: [(k.value, k.dataset) for k in ks] for p, ks in self.facts.items()},
            self.since,
        ]
        return json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def from_bytes(cls, row: bytes) -> Entry:
        """Read back what `to_bytes` wrote."""
        id_, schema, caption, datasets, referents, names, facts, since = json.loads(row)
        return cls(
            id_,
            schema,
            caption,
            tuple(datasets),
            tuple(referents),
            tuple([(kind, Known(value, dataset)) for kind, value, dataset in names]),
            {prop: tuple(map(Known._make, known)) for prop, known in facts.items()},
            since,
        )


@lru_cache(maxsize=1024)
def family_of(schema: str) -> str:
    """Return the family of a schema; `other` for what is no party of these kinds."""
    if not is_schema(schema):
        return "other"
    ancestors = find_schema(schema).ancestors
    return next((family for name, family in _FAMILY_OF if name in ancestors), "other")


def name_reading(family: str) -> str:
    """Return how the names of a family are read: as of a `person` or of a `body`."""
    return "person" if family == "person" else "body"


def entry_of(party: Party) -> Entry:
    """Return what the index keeps of a party."""
    properties = find_schema(party.schema).properties
    facts = {
        prop: tuple(dict.fromkeys(_known(prop, fact) for fact in facts))
        for prop, facts in party.facts.items()
        if prop in properties and is_evidence(properties[prop])
    }
    births = facts.get("birthDate")
    if births:
        # A list's own filler would speak against everybody.
        facts["birthDate"] = tuple(f for f in births if tells_birth(f.value))
    since: dict[str, str] = {}
    for designation in party.designations:
        day = designation.since
        if day is not None:
            first = since.get(designation.dataset)
            since[designation.dataset] = min(day, first) if first else day
    return Entry(
        id=party.id,
        schema=party.schema,
        caption=party.caption,
        datasets=party.datasets,
        referents=party.referents,
        names=tuple((kind, Known(f.value, f.dataset)) for kind, f in party.names),
        facts=facts,
        since=since,
    )


def is_evidence(prop: Property) -> bool:
    """Tell whether the values of a property can speak for or against a match."""
    if prop.type == "date":
        return prop.name in EVIDENCE_DATES
    return prop.type in _EVIDENCE_TYPES and prop.name not in NAMES_NO_ONE


def _known(prop: str, fact: Fact) -> Known:
    """Return a fact as it is kept; a date range as `1960/1964`, not as its two ends."""
    if prop == "birthDate" and fact.original is not None:
        try:
            span = read_dates(fact.original)
        except DateError:
            return Known(fact.value, fact.dataset)
        if span.start != span.end:
            return Known(f"{span.start}/{span.end}", fact.dataset)
    return Known(fact.value, fact.dataset)
