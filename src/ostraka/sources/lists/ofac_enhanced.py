"""OFAC's SDN and consolidated lists, ENHANCED XML: the format that says most.

`SDN_ENHANCED.XML` and `CONS_ENHANCED.XML`.  An element with `refId` repeats the text of
a reference value; the text is what we read.  The publisher's schema is
`ENHANCED_XML.xsd` at the same address as the files.
"""

from __future__ import annotations

from collections.abc import Iterator

from ostraka.record.model import Entity
from ostraka.sources.ofac.addresses import add_address_parts
from ostraka.sources.ofac.facts import add_fact, add_remarks, document_remark, said
from ostraka.sources.ofac.links import Relation, relation_links
from ostraka.sources.ofac.listing import Listing, add_listings, delta_refused
from ostraka.sources.ofac.names import LATIN, Spelling, add_spellings
from ostraka.sources.ofac.publication import NAME, WHOLE, Publication, is_true
from ostraka.sources.ofac.terms import (
    Document,
    Record,
    add_document,
    add_feature,
    open_record,
)
from ostraka.sources.reader import Format, Reading
from ostraka.sources.strict_xml import Node, iterate_xml

_ORIGIN = "main"


def sniff(name: str, head: bytes) -> str | None:  # noqa: ARG001 - the name says nothing
    """Return `main` for a file whose root is ENHANCED's."""
    return "main" if b"<sanctionsData" in head else None


def read(reading: Reading) -> Iterator[Entity]:
    """Yield the parties, their designations and wallets, then the links between them."""
    file = Publication(reading)
    with reading.open("main") as stream:
        elements = iterate_xml(
            stream,
            reading,
            records=("publicationInfo", "referenceValue", "featureType", "entity"),
            root="sanctionsData",
            name=NAME,
        )
        next(elements)
        for element in elements:
            node = Node(element, NAME)
            if node.tag == "entity":
                yield from _read_entity(file, node)
            elif node.tag == "publicationInfo":
                file.read_info(node)
            else:
                file.read_code(node)
    if reading.published is None:
        raise reading.stop(NAME, "no dataAsOf: the file does not state its date")
    yield from relation_links(reading, file.relations, file.schemata)


def _read_entity(file: Publication, node: Node) -> Iterator[Entity]:
    reading = file.reading
    key = node.attribute("id")
    if node.attribute("action"):
        raise delta_refused(reading, f"entity {key}", WHOLE)
    general = node.take("generalInfo")
    if key is None or general is None:
        reading.refuse(f"entity {key}", "an entity without id or generalInfo")
        return
    node.where = f"entity {key}"
    kind = file.coded(general, "entityType") or ""
    record = open_record(reading, key, kind, node.where)
    if record is None:
        return
    file.schemata[key] = record.party.schema
    names = _read_names(file, record, node)
    _read_general(file, record, general)
    for address in file.children(node, "addresses", "address"):
        _read_address(file, record, address)
    for feature in file.children(node, "features", "feature"):
        _read_feature(file, record, feature)
    for document in file.children(node, "identityDocuments", "identityDocument"):
        _read_document(file, record, document, names)
    for relation in file.children(node, "relationships", "relationship"):
        _read_relation(file, key, relation)
    _read_designation(file, record, node)
    node.done(reading)
    yield from record.entities()


def _read_general(file: Publication, record: Record, general: Node) -> None:
    general.ignore("identityId")  # a number of its own for the party's only identity
    add_feature(record, "Title", general.take_text("title"), _ORIGIN)
    add_remarks(record, general.take_text("remarks"))
    for label, text in (
        ("Living status", file.coded(general, "livingStatus")),
        ("US citizen", general.take_text("isUsCitizen")),
        ("US person", general.take_text("isUsPerson")),
    ):
        record.note(f"{label}: {text}" if text else None, _ORIGIN)
    general.done(file.reading)


def _read_names(file: Publication, record: Record, node: Node) -> dict[str, str]:
    """Add the names; return each spelling by its number, to which documents refer."""
    reading = file.reading
    spoken: dict[str, str] = {}
    for name in file.children(node, "names", "name"):
        is_primary = is_true(name, "isPrimary")
        kind = file.coded(name, "aliasType") or "A.K.A."
        is_weak = is_true(name, "isLowQuality")
        spellings = [
            _read_spelling(file, translation)
            for translation in file.children(name, "translations", "translation")
        ]
        spoken |= {spelling.key: spelling.text for spelling in spellings}
        add_spellings(record, None if is_primary else kind, spellings, weak=is_weak)
        name.ignore("id")
        name.done(reading)
    if record.party.first("name") is None:
        reading.refuse(record.where, "no primary name")
    return spoken


def _read_spelling(file: Publication, node: Node) -> Spelling:
    spelling = Spelling(
        key=node.attribute("id") or "",
        script=file.coded(node, "script") or LATIN,
        parts=file.parts(node, "nameParts", "namePart"),
        last=node.take_text("formattedLastName"),
        first=node.take_text("formattedFirstName"),
    )
    # `SURNAME, Given names` of the two above; that Latin is the primary script.
    node.ignore("formattedFullName", "isPrimary")
    node.done(file.reading)
    return spelling


def _read_address(file: Publication, record: Record, node: Node) -> None:
    reading = file.reading
    country = file.coded(node, "country")
    holder = node.take("translations")
    if holder is not None:
        country = file.coded(holder, "country") or country
        for spelling in holder.take_all("translation"):
            parts = file.parts(spelling, "addressParts", "addressPart")
            script = file.coded(spelling, "script") or LATIN
            add_address_parts(record, script, parts, country)
            spelling.ignore("id", "isPrimary")  # Latin is the primary script
            spelling.done(reading)
        holder.done(reading)
    else:
        add_address_parts(record, LATIN, (), country)
    node.ignore("id")
    node.done(reading)


def _read_feature(file: Publication, record: Record, node: Node) -> None:
    kind = node.take("type")
    label = kind.text if kind is not None else None
    if label is None:
        file.reading.refuse(record.where, "a feature without a type")
        return
    value = node.take_text("value")
    reference = node.take_text("valueRefId")
    if value is None and reference is not None:
        value = file.references.get(reference)
    held = file.period(node, "valueDate")
    if value is None and held is not None:
        value = held.text
    add_fact(
        record,
        label,
        value,
        reliability=file.coded(node, "reliability"),
        remark=said(
            node.take_text("comments"),
            held.text if held is not None and label not in file.dates else None,
        ),
    )
    # Numbers of its own, and which of several values OFAC prints without "alt.".
    node.ignore("id", "versionId", "isPrimary")
    node.done(file.reading)


def _read_document(
    file: Publication, record: Record, node: Node, spoken: dict[str, str]
) -> None:
    reading = file.reading
    bearer = node.take("name")
    name = spoken.get(bearer.attribute("nameTranslationId") or "") if bearer else None
    issued = file.period(node, "issueDate")
    expires = file.period(node, "expirationDate")
    document = Document(
        kind=file.coded(node, "type") or "Document",
        number=node.take_text("documentNumber"),
        country=file.coded(node, "issuingCountry"),
        issued=issued.text if issued else None,
        expires=expires.text if expires else None,
        remark=document_remark(
            record,
            authority=node.take_text("issuingAuthority"),
            place=node.take_text("issuingLocation"),
            name=name,
            comment=said(
                node.take_text("comments"),
                *(n.text for n in file.children(node, "idFeatures", "idFeature")),
            ),
        ),
        valid=is_true(node, "isValid", default=True),
    )
    add_document(record, document, _ORIGIN)
    node.ignore("id")
    node.done(reading)


def _read_relation(file: Publication, key: str, node: Node) -> None:
    where = node.where = f"entity {key}/relationship {node.attribute('id')}"
    other = node.take("relatedEntity")
    target = other.attribute("entityId") if other is not None else None
    kind = file.coded(node, "type")
    if other is None or target is None or kind is None:
        file.reading.refuse(where, "a relationship without type or relatedEntity")
        return
    relation = Relation(
        where=where,
        key=where.rpartition(" ")[2],
        kind=kind,
        source=key,
        target=target,
        name=other.text,
        quality=file.coded(node, "quality"),
        period=file.period(node, "dateRange"),
        remark=node.take_text("comments"),
    )
    file.relations.append(relation)
    node.done(file.reading)


def _read_designation(file: Publication, record: Record, node: Node) -> None:
    reading, sanction = file.reading, record.sanction
    listings: list[Listing] = []
    for found in file.children(node, "sanctionsLists", "sanctionsList"):
        day = found.attribute("datePublished")
        name = file.text(found)
        listings.append(Listing(name or "a list", (day[:10],) if day else ()))
    add_listings(reading, sanction, listings)
    for parent, child, prop in (
        ("sanctionsPrograms", "sanctionsProgram", "program"),
        ("sanctionsTypes", "sanctionsType", "provisions"),
        ("legalAuthorities", "legalAuthority", "reason"),
    ):
        for found in file.children(node, parent, child):
            sanction.add(prop, file.text(found), origin=_ORIGIN)


FORMAT = Format(name="ofac_enhanced", sniff=sniff, read=read)
