"""GLEIF's golden copies as XML: RR-CDF (who owns whom), and LEI-CDF for the names.

Of a record those elements are taken that say who and how; registration and validation
details are left out for their number.
"""

from __future__ import annotations

from collections.abc import Iterator

from ostraka.record.model import Entity
from ostraka.sources.gleif import Bearer, Relationship, bearer, relationship_links
from ostraka.sources.reader import Format, Reading
from ostraka.sources.strict_xml import Node, iterate_xml

_ADDRESS = ("FirstAddressLine", "City", "PostalCode", "Country")
_ROOTS = {"main": "RelationshipData", "entities": "LEIData"}
_RECORDS = {"main": "RelationshipRecord", "entities": "LEIRecord"}


def sniff(name: str, head: bytes) -> str | None:  # noqa: ARG001 - the name says nothing
    """Return `main` for relationships and `entities` for level 1."""
    for role, root in _ROOTS.items():
        if f"{root} ".encode() in head or f"{root}>".encode() in head:
            return role
    return None


def read(reading: Reading) -> Iterator[Entity]:
    """Yield the parties of level 1, if it is there, and the relationships."""
    if "entities" in reading.files:
        for record in _records(reading, "entities"):
            yield bearer(reading, _bearer(record))
    records = _records(reading, "main")
    yield from relationship_links(reading, map(_relationship, records))


def _records(reading: Reading, role: str) -> Iterator[Node]:
    name = reading.files[role].name
    with reading.open(role) as stream:
        elements = iterate_xml(
            stream, reading, records=[_RECORDS[role]], root=_ROOTS[role], name=name
        )
        next(elements, None)  # the root: the header says nothing of a relationship
        for number, element in enumerate(elements, start=1):
            yield Node(element, f"{name} record {number}")


def _relationship(record: Node) -> Relationship:
    told = record.take("Relationship") or record
    registration = record.take("Registration")
    periods = told.take("RelationshipPeriods")
    amounts = told.take("RelationshipQuantifiers")
    return Relationship(
        where=record.where,
        child=_text(told.take("StartNode"), "NodeID") or "",
        parent=_text(told.take("EndNode"), "NodeID") or "",
        kind=told.take_text("RelationshipType") or "",
        status=told.take_text("RelationshipStatus"),
        registration=_text(registration, "RegistrationStatus"),
        periods=tuple(
            (
                p.take_text("PeriodType"),
                p.take_text("StartDate"),
                p.take_text("EndDate"),
            )
            for p in (periods.take_all("RelationshipPeriod") if periods else ())
        ),
        amounts=tuple(
            (a.take_text("QuantifierAmount"), a.take_text("QuantifierUnits"))
            for a in (amounts.take_all("RelationshipQuantifier") if amounts else ())
        ),
    )


def _bearer(record: Node) -> Bearer:
    entity = record.take("Entity") or record
    address = entity.take("LegalAddress")
    others = entity.take("OtherEntityNames")
    names = [entity.take_text("LegalName")]
    names += others.take_texts("OtherEntityName") if others else []
    parts = [_text(address, part) for part in _ADDRESS]
    register = entity.take("RegistrationAuthority")
    return Bearer(
        where=record.where,
        lei=record.take_text("LEI") or "",
        names=tuple(name for name in names if name),
        address=tuple(part for part in parts if part),
        jurisdiction=entity.take_text("LegalJurisdiction"),
        number=_text(register, "RegistrationAuthorityEntityID"),
        created=entity.take_text("EntityCreationDate"),
        status=entity.take_text("EntityStatus"),
    )


def _text(node: Node | None, tag: str) -> str | None:
    return node.take_text(tag) if node is not None else None


FORMAT = Format(name="gleif_xml", sniff=sniff, read=read)
