"""Switzerland's consolidated list (SECO, SESAM), XML of the whole list.

De-listed targets stay in the file: what a target is today says its latest modification.
Inside a modification stand copies of the target as it was before and after; they are
passed over.  Places stand behind the targets that refer to them, and a relation may
point at a later target, so the file is read twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ostraka.record.dates import is_date
from ostraka.record.model import Entity
from ostraka.sources.reader import Format, Reading
from ostraka.sources.seco.designation import (
    Programme,
    read_designation,
    read_programmes,
)
from ostraka.sources.seco.identity import (
    IdentityReader,
    Place,
    add_information,
    finish,
    read_place,
)
from ostraka.sources.seco.names import Name, add_names
from ostraka.sources.strict_xml import Node, iterate_xml, local_name

_ROOT = "swiss-sanctions-list"
_WHOLE = "whole-list"
_SCHEMATA = {"individual": "Person", "entity": "Organization"}
_OBJECTS = {"vessel": "Vessel", "aircraft": "Airplane"}


@dataclass(slots=True)
class _Context:
    """What targets refer to."""

    places: dict[str, Place] = field(default_factory=dict)
    programmes: dict[str, Programme] = field(default_factory=dict)
    targets: set[str] = field(default_factory=set)


def sniff(name: str, head: bytes) -> str | None:  # noqa: ARG001 - the name says nothing
    """Return `main` for a file whose root is SECO's."""
    return "main" if b"<swiss-sanctions-list" in head else None


def read(reading: Reading) -> Iterator[Entity]:
    """Yield the parties, their designations and their relations."""
    context = _read_context(reading)
    for node in _elements(reading, "target"):
        yield from _read_target(reading, node, context)


def _elements(reading: Reading, *tags: str) -> Iterator[Node]:
    """Yield the elements of some names that stand directly under the root."""
    with reading.open("main") as stream:
        # All records are named in either pass, so that none is kept in memory.
        records = ("sanctions-program", "place", "target")
        elements = iterate_xml(
            stream, reading, records=records, root=_ROOT, name="SECO XML"
        )
        root = next(elements)
        kind, day = root.get("list-type"), root.get("date") or ""
        if kind != _WHOLE:
            raise reading.stop(
                "SECO XML",
                f"list-type is {kind!r}, not {_WHOLE!r}",
                "a list of changes is not the list; fetch the whole list (Gesamtliste)",
            )
        if not is_date(day):
            raise reading.stop("SECO XML", "the root has no date")
        reading.published = day
        for element in elements:
            tag = local_name(element.tag)
            if tag in tags:
                yield Node(element, f"{tag} {element.get('ssid')}")


def _read_context(reading: Reading) -> _Context:
    context = _Context()
    for node in _elements(reading, "sanctions-program", "place", "target"):
        key = node.attribute("ssid") or ""
        if node.tag == "target":
            context.targets.add(key)
        elif node.tag == "place":
            context.places[key] = read_place(reading, node)
        else:
            context.programmes |= read_programmes(reading, node)
    return context


def _read_target(reading: Reading, node: Node, context: _Context) -> Iterator[Entity]:
    key = node.attribute("ssid")
    found = _subject(reading, node)
    if key is None:
        reading.refuse(node.where, "a target without ssid")
    if key is None or found is None:
        return
    subject, schema = found
    party = reading.entity(schema, key)
    _read_subject(reading, subject, party, context)
    for place in (node, subject):
        for attribute in place.take_all("generic-attribute"):
            party.add("notes", f"{attribute.attribute('name')}: {attribute.text}")
            finish(reading, attribute)
    links = list(_links(reading, subject, party, context))
    sanction = read_designation(reading, node, party, context.programmes)
    sanction.add("authorityId", key)
    for text in subject.take_texts("justification"):
        sanction.add("reason", text)
    subject.done(reading)
    node.done(reading)
    yield party
    yield sanction
    yield from links


def _subject(reading: Reading, node: Node) -> tuple[Node, str] | None:
    """Return the element that tells what the target is, and the schema it means."""
    for tag, schema in _SCHEMATA.items():
        subject = node.take(tag)
        if subject is not None:
            return subject, schema
    subject = node.take("object")
    kind = subject.attribute("object-type") if subject else None
    if subject is not None and kind in _OBJECTS:
        return subject, _OBJECTS[kind]
    what = f"unknown object-type {kind!r}" if subject else "a target of an unknown kind"
    reading.refuse(node.where, what)
    return None


def _read_subject(
    reading: Reading, subject: Node, party: Entity, context: _Context
) -> None:
    if party.schema.name == "Person":
        party.add("gender", subject.attribute("sex"))
    identities = IdentityReader(reading, party, context.places)
    names: list[Name] = []
    for identity in subject.take_all("identity"):
        names += identities.read(identity)
    if not names:
        reading.warn("a target without a name", subject.where, party.id)
    add_names(party, names)
    for text in subject.take_texts("other-information"):
        add_information(reading, party, text)


def _links(
    reading: Reading, subject: Node, party: Entity, context: _Context
) -> Iterator[Entity]:
    """Yield a link for each relation to another target of the file."""
    for relation in subject.take_all("relation"):
        ssid, target = relation.attribute("ssid"), relation.attribute("target-id") or ""
        kind = relation.attribute("relation-type") or "not stated"
        remarks = relation.take_texts("remark")
        relation.done(reading)
        schema = reading.lookup("relations", kind)
        if schema is None:
            reading.warn("unknown relation-type", relation.where, repr(kind))
        if target not in context.targets:
            reading.warn("reference to a record not in the file", party.id, target)
            told = "; ".join([f"{kind} {target}, not in the file", *remarks])
            party.add("notes", f"Relation: {told}")
            continue
        link = reading.link(
            schema or "UnknownLink", party.id, reading.make_id(target), ssid or kind
        )
        link.add("role", kind)
        for remark in remarks:
            link.add("description", remark)
        yield link


FORMAT = Format(name="ch_seco_xml", sniff=sniff, read=read)
