"""EU consolidated list of financial sanctions, XML 1.1.

Layout: schema 1.1 of the publisher (`fsdexport`); everything stands in attributes.  Each
element of a record names the act that last touched it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from ostraka.record.dates import is_date
from ostraka.record.model import Entity
from ostraka.sources.eu.parts import (
    add_address,
    add_birth,
    add_citizenship,
    add_identification,
    add_name,
)
from ostraka.sources.eu.record import Act, Part, Record, close_record, open_record
from ostraka.sources.reader import Format, Reading
from ostraka.sources.strict_xml import Node, iterate_xml

_ROOT = "export"
_NAMESPACE = b"http://eu.europa.ec/fpi/fsd/export"
_PARTS: dict[str, Callable[[Reading, Record, Part], None]] = {
    "nameAlias": add_name,
    "citizenship": add_citizenship,
    "birthdate": add_birth,
    "address": add_address,
    "identification": add_identification,
}


def sniff(name: str, head: bytes) -> str | None:  # noqa: ARG001 - the name says nothing
    """Return `main` for a file in the namespace of the EU's export."""
    return "main" if _NAMESPACE in head else None


def read(reading: Reading) -> Iterator[Entity]:
    """Yield the parties and their designations."""
    with reading.open("main") as stream:
        elements = iterate_xml(
            stream, reading, records=("sanctionEntity",), root=_ROOT, name="EU XML"
        )
        stated = next(elements).get("generationDate") or ""
        if not is_date(stated[:10]):
            raise reading.stop("EU XML", "the root has no generationDate")
        reading.published = stated[:10]
        for element in elements:
            yield from _read_record(reading, Node(element, "sanctionEntity"))


def _read_record(reading: Reading, node: Node) -> Iterator[Entity]:
    subject = node.take("subjectType")
    kinds = ("code", "classificationCode")
    codes = [subject.attribute(kind) for kind in kinds] if subject else []
    if subject is not None:
        subject.done(reading)
    record = open_record(reading, _part(reading, node), *codes)
    if record is None:
        return
    node.where = record.where
    for regulation in node.take_all("regulation"):
        _read_regulation(reading, record, regulation)
    for tag, add in _PARTS.items():
        for child in node.take_all(tag):
            _read_part(reading, record, child, add)
    node.done(reading)
    yield from close_record(reading, record)


def _read_part(
    reading: Reading,
    record: Record,
    node: Node,
    add: Callable[[Reading, Record, Part], None],
) -> None:
    summary = node.take("regulationSummary")
    if summary is not None:
        record.cite(_act(summary, summary.attribute("publicationUrl")))
        summary.done(reading)
    add(reading, record, _part(reading, node))
    # Number of the element in the publisher's database; language of the act, always en.
    node.ignore("logicalId", "regulationLanguage")
    node.done(reading)


def _part(reading: Reading, node: Node) -> Part:
    remarks = node.take_texts("remark")
    # The publisher's place for what its schema has no word for yet.
    remarks += [f"{k}: {v}" for k, v in _pairs(reading, node, "additionalInformation")]
    contacts = tuple(_pairs(reading, node, "contactInfo"))
    return Part(node.where, node.attribute, tuple(remarks), contacts)


def _pairs(reading: Reading, node: Node, tag: str) -> Iterator[tuple[str, str]]:
    for child in node.take_all(tag):
        yield child.attribute("key") or "", child.attribute("value") or ""
        child.done(reading)


def _read_regulation(reading: Reading, record: Record, node: Node) -> None:
    for corrigendum in node.take_all("corrigendum"):
        record.cite(_act(corrigendum, corrigendum.attribute("publicationUrl")))
        corrigendum.done(reading)
    part = _part(reading, node)
    for remark in part.remarks:
        record.party.add("notes", f"Regulation: {remark}", origin="remark")
    programme = node.attribute("programme")
    record.regulate(programme, _act(node, node.take_text("publicationUrl")))
    node.ignore("logicalId")  # number of the act in the publisher's database
    node.done(reading)


def _act(node: Node, url: str | None) -> Act:
    return Act(
        number=node.attribute("numberTitle"),
        published=node.attribute("publicationDate"),
        kind=node.attribute("regulationType"),
        url=url,
        organisation=node.attribute("organisationType"),
        in_force=node.attribute("entryIntoForceDate"),
    )


FORMAT = Format(name="eu_fsf_xml", sniff=sniff, read=read)
