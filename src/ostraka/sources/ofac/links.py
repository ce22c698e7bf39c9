"""OFAC's typed relationships between parties, as FollowTheMoney's links.

Only the two rich formats state what the relationship is; the others say "Linked To".
`Owned or Controlled By` is no statement of ownership alone and has no percentage, so
it stays an `UnknownLink` that carries OFAC's words as its role.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ostraka.record.model import Entity
from ostraka.record.schema import Schema, find_schema
from ostraka.sources.ofac.dates import Period
from ostraka.sources.reader import Reading

_ORIGIN = "main"

#: Kind of relationship (case-folded) → link, from the party that has it to the other.
_LINKS = {
    "associate of": "Associate",
    "family member of": "Family",
    "acting for or on behalf of": "Representation",
    "leader or official of": "Directorship",
    "principal executive officer": "Directorship",
    "providing support to": "UnknownLink",
    "owned or controlled by": "UnknownLink",
    "owns, controls, or operates": "UnknownLink",
    "playing a significant role in": "UnknownLink",
    "property in the interest of": "UnknownLink",
}


@dataclass(frozen=True, slots=True)
class Relation:
    """One relationship as it stands in the file.

    Attributes:
        where: Place in the file, for messages.
        key: OFAC's number of the relationship.
        kind: What it is, read from `source` to `target`.
        source: OFAC's number of the party that has it.
        target: OFAC's number of the other party.
        name: Name of the other party, if it stands there.
        quality: `High`, `Low` …, if stated.
        is_former: Whether it is over.
        period: When it held.
        remark: Anything else that is said of it.
    """

    where: str
    key: str
    kind: str
    source: str
    target: str
    name: str | None = None
    quality: str | None = None
    is_former: bool = False
    period: Period | None = None
    remark: str | None = None


def relation_links(
    reading: Reading, relations: Iterable[Relation], schemata: dict[str, Schema]
) -> Iterator[Entity]:
    """Yield the links; what is stated twice of the same two parties is one link.

    Args:
        reading: The version being read.
        relations: Every relationship of the file.
        schemata: The schema of every party of the file, by OFAC's number.
    """
    links: dict[str, Entity] = {}
    for relation in relations:
        name = _LINKS.get(relation.kind.casefold())
        if name is None:
            reading.warn("unknown kind of relationship", relation.where, relation.kind)
        ends = (schemata.get(relation.source), schemata.get(relation.target))
        if name is None or not _fits(find_schema(name), *ends):
            name = "UnknownLink"
        source, target = map(reading.make_id, (relation.source, relation.target))
        link = reading.link(name, source, target, relation.kind, origin=_ORIGIN)
        link = links.setdefault(link.id, link)
        _describe(reading, link, relation, is_here=ends[1] is not None)
    yield from links.values()


def _fits(link: Schema, source: Schema | None, target: Schema | None) -> bool:
    """Tell whether both ends are what the link is between.

    A party that is not in the file is taken for a body, never for a person.
    """
    if link.edge is None:
        return False
    for prop, schema in zip(link.edge, (source, target), strict=True):
        wanted = link.properties[prop].range or "Thing"
        if wanted == "Person" if schema is None else not schema.is_a(wanted):
            return False
    return True


def _describe(
    reading: Reading, link: Entity, relation: Relation, *, is_here: bool
) -> None:
    properties = link.schema.properties
    role = "role" if "role" in properties else "relationship"
    link.add(role, relation.kind, origin=_ORIGIN)
    link.add("recordId", relation.key, origin=_ORIGIN)
    if relation.is_former:
        prop = "status" if "status" in properties else "summary"
        link.add(prop, "former", origin=_ORIGIN)
    if relation.quality is not None:
        link.add("summary", f"Quality: {relation.quality}", origin=_ORIGIN)
    link.add("summary", relation.remark, origin=_ORIGIN)
    if not is_here and relation.name is not None:
        text = f"{relation.target} {relation.name}, not in this file"
        link.add("description", text, original=relation.name, origin=_ORIGIN)
    if relation.period is not None:
        period = relation.period
        for day, when in (
            ("startDate", period.start_text), ("endDate", period.end_text),
        ):  # fmt: skip
            reading.add_date(link, day, relation.where, when, origin=_ORIGIN)
        link.add("summary", period.remark, origin=_ORIGIN)
