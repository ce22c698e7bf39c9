"""OFAC's SDN and consolidated lists, ADVANCED XML: a database written out.

`SDN_ADVANCED.XML` and `CONS_ADVANCED.XML`, in the United Nations' namespace until 2024
and in OFAC's since.  The list entries stand at the end of the file, so that
designations are held back until then.  The publisher's schema is `ADVANCED_XML.xsd`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from ostraka.record.model import Entity
from ostraka.sources.ofac.addresses import add_address_parts
from ostraka.sources.ofac.facts import (
    add_fact,
    add_remarks,
    document_remark,
    doubt,
    is_false,
    said,
)
from ostraka.sources.ofac.links import relation_links
from ostraka.sources.ofac.listing import delta_refused
from ostraka.sources.ofac.names import LATIN, Spelling, add_spellings
from ostraka.sources.ofac.reference import Location, References, read_period
from ostraka.sources.ofac.tables import Tables
from ostraka.sources.ofac.terms import Record, add_document, open_record
from ostraka.sources.reader import Format, Reading
from ostraka.sources.strict_xml import Node, iterate_xml

_NAME = "OFAC ADVANCED XML"
_WHOLE = "SDN_ADVANCED.XML or CONS_ADVANCED.XML"
_ORIGIN = "main"
_HEAD = re.compile(rb"<Sanctions[\s>]")
_ADDRESS = "Location"

#: Records other than parties and what reads them.
_TABLES = {
    "DateOfIssue": Tables.read_publication,
    "ReferenceValueSets": Tables.read_references,
    "Location": Tables.read_location,
    "IDRegDocument": Tables.read_paper,
    "ProfileRelationship": Tables.read_relation,
    "SanctionsEntry": Tables.read_entry,
}


def sniff(name: str, head: bytes) -> str | None:  # noqa: ARG001 - the name says nothing
    """Return `main` for a file whose root is ADVANCED's."""
    return "main" if _HEAD.search(head) else None


def read(reading: Reading) -> Iterator[Entity]:
    """Yield the parties and wallets, then their designations and the links."""
    tables = Tables(reading, References(reading))
    with reading.open("main") as stream:
        elements = iterate_xml(
            stream,
            reading,
            records=("DistinctParty", "SanctionsEntryLink", *_TABLES),
            root="Sanctions",
            name=_NAME,
        )
        if next(elements).get("DeltaBaseVersion"):
            raise delta_refused(reading, _NAME, _WHOLE)
        for element in elements:
            _check_whole(reading, element)
            node = Node(element, _NAME)
            if node.tag == "DistinctParty":
                yield from _read_party(tables, node)
            elif node.tag in _TABLES:
                _TABLES[node.tag](tables, node)
            else:
                reading.refuse(_NAME, "SanctionsEntryLink: OFAC did not use it so far")
    if reading.published is None:
        raise reading.stop(_NAME, "no DateOfIssue: the file does not state its date")
    yield from tables.designations()
    yield from relation_links(reading, tables.relations, tables.schemata)


def _check_whole(reading: Reading, element: etree._Element) -> None:
    if element.get("DeltaAction") or element.get("EntryDeltaFlag"):
        raise delta_refused(reading, _NAME, _WHOLE)


def _read_party(tables: Tables, node: Node) -> Iterator[Entity]:
    reading = tables.reading
    key, profile = node.attribute("FixedRef"), node.take("Profile")
    number = profile.attribute("ID") if profile is not None else None
    if key is None or profile is None or number is None:
        reading.refuse(f"DistinctParty {key}", "no FixedRef or no Profile")
        return
    where = node.where = profile.where = f"DistinctParty {key}"
    kind = tables.references.party_type(profile.attribute("PartySubTypeID"), where)
    record = open_record(reading, key, kind, where)
    if record is None:
        return
    tables.parties[number] = key
    tables.schemata[key] = record.party.schema
    tables.sanctions[number] = record.sanction
    for text in (*node.take_texts("Comment"), *profile.take_texts("Comment")):
        add_remarks(record, text)
    _read_identity(tables, record, profile)
    for feature in profile.take_all("Feature"):
        _read_feature(tables, record, feature)
    record.note(profile.take_words("ExternalReference"), _ORIGIN)
    profile.ignore("SanctionsEntryReference")  # the entry refers to the profile
    profile.done(reading)
    node.done(reading)
    yield record.party
    yield from record.wallets.values()


def _read_identity(tables: Tables, record: Record, profile: Node) -> None:
    """Read the names of the party's identity, and its documents."""
    identity = profile.take("Identity")
    if identity is None:
        tables.reading.refuse(record.where, "no Identity")
        return
    number = identity.attribute("ID") or ""
    if identity.attribute("False") == "true":
        tables.reading.refuse(record.where, "the identity is marked as false")
    kinds = _part_kinds(tables, identity)
    spoken: dict[str, str] = {}
    for alias in identity.take_all("Alias"):
        spoken |= _read_alias(tables, record, alias, kinds)
    if record.party.first("name") is None:
        tables.reading.refuse(record.where, "no primary name")
    record.note(identity.take_text("Comment"), _ORIGIN)
    # The party's number again; that its only identity is the primary one.
    identity.ignore("FixedRef", "Primary", "IDRegDocumentReference")
    identity.done(tables.reading)
    for paper in tables.papers.pop(number, ()):
        remark = document_remark(
            record,
            authority=paper.authority,
            place=paper.place,
            name=spoken.get(paper.name or ""),
            comment=paper.comment,
        )
        add_document(record, replace(paper.document, remark=remark), _ORIGIN)


def _part_kinds(tables: Tables, identity: Node) -> dict[str, str]:
    """Return the kind of each part of the names by the number of its group."""
    kinds: dict[str, str] = {}
    holder = identity.take("NamePartGroups")
    if holder is None:
        return kinds
    for master in holder.take_all("MasterNamePartGroup"):
        for group in master.take_all("NamePartGroup"):
            kind = tables.text(group, "NamePartType")
            kinds[group.attribute("ID") or ""] = kind or ""
            group.done(tables.reading)
        master.done(tables.reading)
    holder.done(tables.reading)
    return kinds


def _read_alias(
    tables: Tables, record: Record, alias: Node, kinds: dict[str, str]
) -> dict[str, str]:
    """Add a name in all its scripts; return each spelling by its number."""
    kind = tables.text(alias, "AliasType") or "A.K.A."
    is_primary = alias.attribute("Primary") == "true"
    is_weak = alias.attribute("LowQuality") == "true"
    spellings = [
        _read_spelling(tables, found, kinds)
        for found in alias.take_all("DocumentedName")
    ]
    add_spellings(record, None if is_primary else kind, spellings, weak=is_weak)
    spoken = {spelling.key: spelling.text for spelling in spellings}
    period = read_period(tables.references, alias.take("DatePeriod"), tables.reading)
    told = said(
        alias.take_text("Comment"),
        period.text if period else None,
        period.remark if period else None,
    )
    if told is not None:
        record.note(f"{next(iter(spoken.values()), kind)}: {told}", _ORIGIN)
    alias.ignore("FixedRef")  # the party's number again
    alias.done(tables.reading)
    return spoken


def _read_spelling(tables: Tables, name: Node, kinds: dict[str, str]) -> Spelling:
    parts: list[tuple[str, str]] = []
    script = LATIN
    for part in name.take_all("DocumentedNamePart"):
        ends = [
            part.attribute(f"{side}Chars") or "" for side in ("Leading", "Trailing")
        ]
        value = part.take("NamePartValue")
        if value is not None and value.text is not None:
            script = tables.text(value, "Script") or script
            kind = kinds.get(value.attribute("NamePartGroupID") or "", "")
            parts.append((kind, value.text.join(ends)))
            # How the script was told ("Unknown"); that the part is an acronym.
            value.ignore("ScriptStatusID", "Acronym")
            value.done(tables.reading)
        part.done(tables.reading)
    spelling = Spelling(name.attribute("ID") or "", script, tuple(parts))
    # The party's number again; that Latin is the primary script.
    name.ignore("FixedRef", "DocNameStatusID", "IDRegDocumentReference")
    name.done(tables.reading)
    return spelling


def _read_feature(tables: Tables, record: Record, feature: Node) -> None:
    label = tables.text(feature, "FeatureType")
    if label is None:
        tables.reading.refuse(record.where, "a feature without a type")
        return
    feature.where = f"{record.where}/{label}"
    for version in feature.take_all("FeatureVersion"):
        if label == _ADDRESS:
            _read_address(tables, record, version)
        else:
            _read_fact(tables, record, version, label)
        # A number of its own; documents that show it.
        version.ignore("ID", "IDRegDocumentReference")
        version.done(tables.reading)
    feature.ignore("ID", "IdentityReference")  # the party's only identity
    feature.done(tables.reading)


def _read_address(tables: Tables, record: Record, version: Node) -> None:
    reliability = tables.text(version, "Reliability")
    remark = version.take_text("Comment")
    for location in _locations(tables, version):
        if is_false(reliability):
            add_fact(
                record, "Address", location.text, reliability=reliability, remark=remark
            )
            continue
        for script, parts in location.spellings:
            add_address_parts(record, script, parts, location.country)
        told = said(doubt(reliability), remark)
        record.note(f"Address {location.text}: {told}" if told else None, "address")


def _read_fact(tables: Tables, record: Record, version: Node, label: str) -> None:
    found = [_detail(tables, detail) for detail in version.take_all("VersionDetail")]
    found += [location.text for location in _locations(tables, version)]
    values = [value for value in found if value is not None]
    periods = [
        period
        for node in version.take_all("DatePeriod")
        if (period := read_period(tables.references, node, tables.reading)) is not None
    ]
    times = [period.text for period in periods if period.text is not None]
    remark = said(
        version.take_text("Comment"),
        *(period.remark for period in periods),
        *(times if values else ()),  # else the time itself is the value
    )
    reliability = tables.text(version, "Reliability")
    known: list[str | None] = [*(values or times)]
    for value in known or [None]:
        add_fact(record, label, value, reliability=reliability, remark=remark)


def _detail(tables: Tables, detail: Node) -> str | None:
    """Return a text, or the text of the code it is."""
    detail.ignore("DetailTypeID")  # text, code, date or country: it shows
    code = tables.text(detail, "DetailReference")
    detail.done(tables.reading)
    return detail.text or code


def _locations(tables: Tables, version: Node) -> Iterator[Location]:
    for found in version.take_all("VersionLocation"):
        number = found.attribute("LocationID") or ""
        location = tables.locations.get(number)
        found.done(tables.reading)
        if location is None:
            tables.reading.refuse(version.where, f"no Location has the ID {number!r}")
        else:
            yield location


FORMAT = Format(name="ofac_advanced", sniff=sniff, read=read)
