"""OFAC's SDN and consolidated lists, ENHANCED XML: the format that says most.

`SDN_ENHANCED.XML` and `CONS_ENHANCED.XML`.  An element with `refId` repeats the text of
a reference value; the text is what we read.  The publisher's schema is
`ENHANCED_XML.xsd` at the same address as the files.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from ostraka.record.dates import is_date
from ostraka.record.model import Entity
from ostraka.record.schema import Schema
from ostraka.sources.ofac_addresses import add_address_parts
from ostraka.sources.ofac_dates import Period, Span
from ostraka.sources.ofac_facts import add_fact, add_remarks, document_remark, said
from ostraka.sources.ofac_links import Relation, relation_links
from ostraka.sources.ofac_listing import HOME_LISTS, Listing, add_listings
from ostraka.sources.ofac_names import LATIN, Spelling, add_spellings
from ostraka.sources.ofac_terms import (
    Document,
    Record,
    add_document,
    add_feature,
    open_record,
)
from ostraka.sources.reader import Format, Reading
from ostraka.sources.strict import Node, iterate_xml

_NAME = "OFAC ENHANCED XML"
_DELTA = "this is a delta file: it holds only what changed since another version"
_WHOLE = "load the whole list, SDN_ENHANCED.XML or CONS_ENHANCED.XML"
_ORIGIN = "main"


@dataclass(slots=True)
class _Context:
    """What is known of the file while its records are read."""

    reading: Reading
    references: dict[str, str] = field(default_factory=dict)
    dates: set[str] = field(default_factory=set)
    schemata: dict[str, Schema] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)

    def coded(self, node: Node, tag: str) -> str | None:
        """Return the text of a coded value, by its reference if it has none itself."""
        found = node.take(tag)
        return self.text(found) if found is not None else None

    def text(self, node: Node) -> str | None:
        """Return the text of an element that has a `refId`."""
        reference = node.attribute("refId")
        node.ignore("id")  # a number of its own for "this party has this value"
        node.done(self.reading)
        return node.text or self.references.get(reference or "")


def sniff(name: str, head: bytes) -> str | None:  # noqa: ARG001 - the name says nothing
    """Return `main` for a file whose root is ENHANCED's."""
    return "main" if b"<sanctionsData" in head else None


def read(reading: Reading) -> Iterator[Entity]:
    """Yield the parties, their designations and wallets, then the links between them."""
    context = _Context(reading)
    with reading.open("main") as stream:
        elements = iterate_xml(
            stream,
            reading,
            records=("publicationInfo", "referenceValue", "featureType", "entity"),
            root="sanctionsData",
            name=_NAME,
        )
        next(elements)
        for element in elements:
            node = Node(element, _NAME)
            if node.tag == "entity":
                yield from _read_entity(context, node)
            elif node.tag == "publicationInfo":
                _read_publication(reading, node)
            else:
                _read_code(context, node)
    if reading.published is None:
        raise reading.stop(_NAME, "no dataAsOf: the file does not state its date")
    yield from relation_links(reading, context.relations, context.schemata)


def _read_publication(reading: Reading, node: Node) -> None:
    """Read the file's date; refuse what is not the whole of this list."""
    stated = (node.take_text("dataAsOf") or "")[:10]
    if "delta" in (node.take_text("publicationType") or "").casefold():
        raise reading.stop(_NAME, _DELTA, _WHOLE)
    if not is_date(stated):
        raise reading.stop(_NAME, f"dataAsOf {stated!r} is not a day")
    reading.published = stated
    node.ignore("datePublished")  # the moment the file was made
    filters = node.take("filters")
    if filters is not None:
        _check_filters(reading, filters)
    node.done(reading)


def _check_filters(reading: Reading, filters: Node) -> None:
    chosen = _children(reading, filters, "sanctionsLists", "sanctionsList")
    lists = {node.text for node in chosen if node.text}
    home = HOME_LISTS.get(reading.dataset.name)
    if home is not None and lists and home not in lists:
        held = ", ".join(sorted(lists))
        raise reading.stop(_NAME, f"a file of the {held}, not of the {home}")
    if _children(reading, filters, "sanctionsPrograms", "sanctionsProgram"):
        raise reading.stop(_NAME, "only some programs are in this file", _WHOLE)
    filters.done(reading)


def _read_code(context: _Context, node: Node) -> None:
    """Remember a reference value, or that features of a type are dates."""
    kind, value = node.take_text("type"), node.take_text("value")
    detail = context.coded(node, "detailType")
    reference = node.attribute("refId")
    if reference and value:
        context.references[reference] = value
    if kind and detail == "DATE":
        context.dates.add(kind)
    # Codes that repeat the value, and how OFAC sorts and prints its own remarks.
    node.ignore(
        "code", "isoCode", "advancedXmlOffset", "featureTypeId",
        "publishExclude", "publishDescription", "publishOrder",
    )  # fmt: skip
    node.done(context.reading)


def _read_entity(context: _Context, node: Node) -> Iterator[Entity]:
    reading = context.reading
    key = node.attribute("id")
    if node.attribute("action"):
        raise reading.stop(f"entity {key}", _DELTA, _WHOLE)
    general = node.take("generalInfo")
    if key is None or general is None:
        reading.refuse(f"entity {key}", "an entity without id or generalInfo")
        return
    node.where = f"entity {key}"
    kind = context.coded(general, "entityType") or ""
    record = open_record(reading, key, kind, node.where)
    if record is None:
        return
    context.schemata[key] = record.party.schema
    names = _read_names(context, record, node)
    _read_general(context, record, general)
    for address in _children(reading, node, "addresses", "address"):
        _read_address(context, record, address)
    for feature in _children(reading, node, "features", "feature"):
        _read_feature(context, record, feature)
    for document in _children(reading, node, "identityDocuments", "identityDocument"):
        _read_document(context, record, document, names)
    for relation in _children(reading, node, "relationships", "relationship"):
        _read_relation(context, key, relation)
    _read_designation(context, record, node)
    node.done(reading)
    yield from record.entities()


def _read_general(context: _Context, record: Record, general: Node) -> None:
    general.ignore("identityId")  # a number of its own for the party's only identity
    add_feature(record, "Title", general.take_text("title"), _ORIGIN)
    add_remarks(record, general.take_text("remarks"))
    for label, text in (
        ("Living status", context.coded(general, "livingStatus")),
        ("US citizen", general.take_text("isUsCitizen")),
        ("US person", general.take_text("isUsPerson")),
    ):
        record.note(f"{label}: {text}" if text else None, _ORIGIN)
    general.done(context.reading)


def _read_names(context: _Context, record: Record, node: Node) -> dict[str, str]:
    """Add the names; return each spelling by its number, to which documents refer."""
    reading = context.reading
    spoken: dict[str, str] = {}
    for name in _children(reading, node, "names", "name"):
        is_primary = _is_true(name, "isPrimary")
        kind = context.coded(name, "aliasType") or "A.K.A."
        is_weak = _is_true(name, "isLowQuality")
        spellings = [
            _read_spelling(context, translation)
            for translation in _children(reading, name, "translations", "translation")
        ]
        spoken |= {spelling.key: spelling.text for spelling in spellings}
        add_spellings(record, None if is_primary else kind, spellings, weak=is_weak)
        name.ignore("id")
        name.done(reading)
    if record.party.first("name") is None:
        reading.refuse(record.where, "no primary name")
    return spoken


def _read_spelling(context: _Context, node: Node) -> Spelling:
    spelling = Spelling(
        key=node.attribute("id") or "",
        script=context.coded(node, "script") or "",
        parts=_read_parts(context, node, "nameParts", "namePart"),
        last=node.take_text("formattedLastName"),
        first=node.take_text("formattedFirstName"),
    )
    # `SURNAME, Given names` of the two above; that Latin is the primary script.
    node.ignore("formattedFullName", "isPrimary")
    node.done(context.reading)
    return spelling


def _read_address(context: _Context, record: Record, node: Node) -> None:
    reading = context.reading
    country = context.coded(node, "country")
    holder = node.take("translations")
    if holder is not None:
        country = context.coded(holder, "country") or country
        for spelling in holder.take_all("translation"):
            parts = _read_parts(context, spelling, "addressParts", "addressPart")
            script = context.coded(spelling, "script") or LATIN
            add_address_parts(record, script, parts, country)
            spelling.ignore("id", "isPrimary")  # Latin is the primary script
            spelling.done(reading)
        holder.done(reading)
    else:
        add_address_parts(record, LATIN, (), country)
    node.ignore("id")
    node.done(reading)


def _read_parts(
    context: _Context, node: Node, parent: str, child: str
) -> tuple[tuple[str, str], ...]:
    """Return kind and text of the parts of a name or an address."""
    parts: list[tuple[str, str]] = []
    for part in _children(context.reading, node, parent, child):
        kind, text = context.coded(part, "type"), part.take_text("value")
        if text is not None:
            parts.append((kind or "", text))
        part.ignore("id")
        part.done(context.reading)
    return tuple(parts)


def _read_feature(context: _Context, record: Record, node: Node) -> None:
    kind = node.take("type")
    label = kind.text if kind is not None else None
    if label is None:
        context.reading.refuse(record.where, "a feature without a type")
        return
    value = node.take_text("value")
    reference = node.take_text("valueRefId")
    if value is None and reference is not None:
        value = context.references.get(reference)
    held = _read_period(context, node, "valueDate")
    if value is None and held is not None:
        value = held.text
    add_fact(
        record,
        label,
        value,
        reliability=context.coded(node, "reliability"),
        remark=said(
            node.take_text("comments"),
            held.text if held is not None and label not in context.dates else None,
        ),
    )
    # Numbers of its own, and which of several values OFAC prints without "alt.".
    node.ignore("id", "versionId", "isPrimary")
    node.done(context.reading)


def _read_document(
    context: _Context, record: Record, node: Node, spoken: dict[str, str]
) -> None:
    reading = context.reading
    bearer = node.take("name")
    name = spoken.get(bearer.attribute("nameTranslationId") or "") if bearer else None
    issued = _read_period(context, node, "issueDate")
    expires = _read_period(context, node, "expirationDate")
    document = Document(
        kind=context.coded(node, "type") or "Document",
        number=node.take_text("documentNumber"),
        country=context.coded(node, "issuingCountry"),
        issued=issued.text if issued else None,
        expires=expires.text if expires else None,
        remark=document_remark(
            record,
            authority=node.take_text("issuingAuthority"),
            place=node.take_text("issuingLocation"),
            name=name,
            comment=said(
                node.take_text("comments"),
                *(n.text for n in _children(reading, node, "idFeatures", "idFeature")),
            ),
        ),
        valid=_is_true(node, "isValid"),
    )
    add_document(record, document, _ORIGIN)
    node.ignore("id")
    node.done(reading)


def _read_relation(context: _Context, key: str, node: Node) -> None:
    where = node.where = f"entity {key}/relationship {node.attribute('id')}"
    other = node.take("relatedEntity")
    target = other.attribute("entityId") if other is not None else None
    kind = context.coded(node, "type")
    if other is None or target is None or kind is None:
        context.reading.refuse(where, "a relationship without type or relatedEntity")
        return
    relation = Relation(
        where=where,
        key=where.rpartition(" ")[2],
        kind=kind,
        source=key,
        target=target,
        name=other.text,
        quality=context.coded(node, "quality"),
        period=_read_period(context, node, "dateRange"),
        remark=node.take_text("comments"),
    )
    context.relations.append(relation)
    node.done(context.reading)


def _read_designation(context: _Context, record: Record, node: Node) -> None:
    reading, sanction = context.reading, record.sanction
    listings: list[Listing] = []
    for found in _children(reading, node, "sanctionsLists", "sanctionsList"):
        day = found.attribute("datePublished")
        name = context.text(found)
        listings.append(Listing(name or "a list", (day[:10],) if day else ()))
    add_listings(reading, sanction, listings)
    for parent, child, prop in (
        ("sanctionsPrograms", "sanctionsProgram", "program"),
        ("sanctionsTypes", "sanctionsType", "provisions"),
        ("legalAuthorities", "legalAuthority", "reason"),
    ):
        for found in _children(reading, node, parent, child):
            sanction.add(prop, context.text(found), origin=_ORIGIN)


def _read_period(context: _Context, node: Node, tag: str) -> Period | None:
    found = node.take(tag)
    if found is None:
        return None
    days = [
        _day(context.reading, found, part)
        for part in ("fromDateBegin", "fromDateEnd", "toDateBegin", "toDateEnd")
    ]
    is_circa = _is_true(found, "isApproximate")
    found.ignore("id", "isDateRange")  # the days say whether it is a range
    found.done(context.reading)
    return Period(Span(days[0], days[1]), Span(days[2], days[3]), is_circa)


def _day(reading: Reading, node: Node, tag: str) -> date | None:
    text = node.take_text(tag)
    if text is None:
        return None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        reading.refuse(node.where, f"{tag} {text!r} is not a day")
        return None


def _children(reading: Reading, node: Node, parent: str, child: str) -> list[Node]:
    """Return the children of a tag that holds nothing but them."""
    holder = node.take(parent)
    if holder is None:
        return []
    found = holder.take_all(child)
    holder.done(reading)
    return found


def _is_true(node: Node, tag: str) -> bool:
    return node.take_text(tag) in {"true", "1"}


FORMAT = Format(name="ofac_enhanced", sniff=sniff, read=read)
