"""United Nations Security Council consolidated list, XML (both editions).

`consolidated.xml` and `consolidatedLegacyByPRN.xml` hold the same records in
another order.  Element order inside a record is free.  Layout and traps: schema
`sc-sanctions.xsd` of the publisher; cross references stand in COMMENTS1 as `(QDe.137)`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from ostraka.record.dates import is_date
from ostraka.record.model import Entity
from ostraka.sources.reader import Format, Reading
from ostraka.sources.strict_xml import Node, iterate_xml

_ROOT = "CONSOLIDATED_LIST"
_NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_REFERENCE = re.compile(r"\b([A-Z]{2}[ie]\.\d{3})\b")
_IN_BRACKETS = re.compile(r"^(.*?)\s*\(([^()]*[^\x00-\u024f()\s][^()]*)\)$", re.DOTALL)
#: Begins some of the names in brackets.
_LABEL = "original script: "
_ADDRESS_PARTS = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")
_BIRTH_PLACE_PARTS = ("STREET", "CITY", "STATE_PROVINCE", "COUNTRY")
#: Printed in English, and here and there in French and Spanish.
_PASSPORT = re.compile(r"pas+[ae]?port", re.IGNORECASE)
_NATIONAL_ID = re.compile(r"national|identi|cedula|^$", re.IGNORECASE)
#: "na" stands for an empty name part, once.
_NOTHING = frozenset({"na", "n/a"})
#: Always the same or always empty: VERSIONNUM is 1, LIST_TYPE "UN List".
_IGNORED = ("VERSIONNUM", "LIST_TYPE", "SORT_KEY", "SORT_KEY_LAST_MOD")


def sniff(name: str, head: bytes) -> str | None:  # noqa: ARG001 - the name says nothing
    """Return `main` for a file whose root is the UN's."""
    return "main" if b"<CONSOLIDATED_LIST" in head else None


def read(reading: Reading) -> Iterator[Entity]:
    """Yield the parties, their designations and the links their comments state."""
    ids: dict[str, str] = {}
    mentions: list[tuple[str, str]] = []
    with reading.open("main") as stream:
        elements = iterate_xml(
            stream, reading, records=("INDIVIDUAL", "ENTITY"), root=_ROOT, name="UN XML"
        )
        reading.published = (next(elements).get("dateGenerated") or "")[:10] or None
        if reading.published is None or not is_date(reading.published):
            raise reading.stop("UN XML", "the root has no dateGenerated")
        for element in elements:
            node = Node(element, str(element.tag))
            yield from _read_party(reading, node, ids, mentions)
    yield from _links(reading, ids, mentions)


def _read_party(
    reading: Reading, node: Node, ids: dict[str, str], mentions: list[tuple[str, str]]
) -> Iterator[Entity]:
    is_person = node.tag == "INDIVIDUAL"
    key = node.take_text("DATAID")
    reference = node.take_text("REFERENCE_NUMBER")
    if key is None or reference is None:
        reading.refuse(node.where, "a record without DATAID or REFERENCE_NUMBER")
        return
    node.where = f"{node.tag} {key} ({reference})"
    party = reading.entity("Person" if is_person else "Organization", key)
    ids[reference] = party.id
    _names(party, node)
    comments = node.take_text("COMMENTS1")
    party.add("notes", comments)
    mentions += [(party.id, found) for found in _REFERENCE.findall(comments or "")]
    for alias in node.take_all(f"{node.tag}_ALIAS"):
        _alias(reading, party, alias)
    for address in node.take_all(f"{node.tag}_ADDRESS"):
        _address(reading, party, address)
    if is_person:
        _person(reading, party, node)
    yield party
    yield _designation(reading, party, node, key, reference)
    node.ignore(*_IGNORED)
    node.done(reading)


def _names(party: Entity, node: Node) -> None:
    parts = [node.take_text(tag) for tag in _NAME_PARTS]
    known = [part for part in parts if part and part.lower() not in _NOTHING]
    party.add("name", " ".join(known), origin="name")
    # NAME_ORIGINAL_SCRIPT may hold several names, kept as one text by the publisher.
    party.add("alias", node.take_text("NAME_ORIGINAL_SCRIPT"), origin="original script")


def _alias(reading: Reading, party: Entity, alias: Node) -> None:
    quality = alias.take_text("QUALITY")
    name = alias.take_text("ALIAS_NAME")
    note = alias.take_text("NOTE")
    if name is not None:
        prop = {
            "Good": "alias", "a.k.a.": "alias", "Low": "weakAlias", "f.k.a.": "previousName", None: "alias",
        }.get(quality)  # fmt: skip
        if prop is None:
            reading.refuse(alias.where, f"unknown QUALITY {quality!r}")
            return
        in_script = _IN_BRACKETS.match(name)
        for text in in_script.groups() if in_script else (name,):
            party.add(prop, text.removeprefix(_LABEL), original=name, origin="alias")
    if party.schema.is_a("Person"):
        born = alias.take_text("DATE_OF_BIRTH")
        if born != "null":  # so written in 2023 and 2024 for "none"
            reading.add_date(party, "birthDate", alias.where, born, origin="alias")
        place = [alias.take_text(tag) for tag in ("CITY_OF_BIRTH", "COUNTRY_OF_BIRTH")]
        party.add("birthPlace", ", ".join(p for p in place if p), origin="alias")
    party.add("notes", f"{name or 'Alias'}: {note}" if note else None, origin="alias")
    alias.done(reading)


def _address(reading: Reading, party: Entity, address: Node) -> None:
    parts = [address.take_text(tag) for tag in _ADDRESS_PARTS]
    # A line break inside a part is mere white space here.
    whole = ", ".join(" ".join(part.split()) for part in parts if part)
    party.add("address", whole, origin="address")
    reading.add_country(party, "country", address.where, parts[-1], origin="address")
    note = address.take_text("NOTE")
    party.add("notes", f"Address: {note}" if note else None, origin="address")
    address.done(reading)


def _person(reading: Reading, party: Entity, node: Node) -> None:
    party.add("gender", node.take_text("GENDER"))
    for tag, prop in (("TITLE", "title"), ("DESIGNATION", "position")):
        for value in _values(reading, node, tag):
            party.add(prop, value)
    for tag in ("NATIONALITY", "NATIONALITY2"):
        for value in _values(reading, node, tag):
            reading.add_country(party, "nationality", node.where, value)
    for birth in node.take_all("INDIVIDUAL_DATE_OF_BIRTH"):
        _birth_date(reading, party, birth)
    for place in node.take_all("INDIVIDUAL_PLACE_OF_BIRTH"):
        parts = [place.take_text(tag) for tag in _BIRTH_PLACE_PARTS]
        party.add("birthPlace", ", ".join(p for p in parts if p))
        reading.add_country(party, "birthCountry", place.where, parts[-1])
        note = place.take_text("NOTE")
        party.add("notes", f"Place of birth: {note}" if note else None)
        place.done(reading)
    for document in node.take_all("INDIVIDUAL_DOCUMENT"):
        _document(reading, party, document)


def _values(reading: Reading, node: Node, tag: str) -> list[str]:
    parent = node.take(tag)
    if parent is None:
        return []
    values = parent.take_texts("VALUE")
    parent.done(reading)
    return values


def _birth_date(reading: Reading, party: Entity, birth: Node) -> None:
    kind = birth.take_text("TYPE_OF_DATE")
    if kind not in {"EXACT", "APPROXIMATELY", "BETWEEN", None}:
        reading.refuse(birth.where, f"unknown TYPE_OF_DATE {kind!r}")
    text = birth.take_text("DATE") or birth.take_text("YEAR")
    first, last = birth.take_text("FROM_YEAR"), birth.take_text("TO_YEAR")
    if text is None and first and last:
        text = f"{first} to {last}"
    if text is not None and kind == "APPROXIMATELY":
        text = f"circa {text}"
    reading.add_date(party, "birthDate", birth.where, text)
    note = birth.take_text("NOTE")
    party.add("notes", f"Date of birth: {note}" if note else None)
    birth.done(reading)


def _document(reading: Reading, party: Entity, document: Node) -> None:
    kind = " ".join((document.take_text("TYPE_OF_DOCUMENT") or "").split())
    detail = document.take_text("TYPE_OF_DOCUMENT2")
    number = document.take_text("NUMBER")
    country = document.take_text("ISSUING_COUNTRY")
    issued_in = document.take_text("COUNTRY_OF_ISSUE")
    facts = {
        "type": detail,
        "issuing country": country,
        "country of issue": issued_in,
        "city of issue": document.take_text("CITY_OF_ISSUE"),
        "date of issue": document.take_text("DATE_OF_ISSUE"),
        "note": document.take_text("NOTE"),
    }
    if number is not None:
        if _PASSPORT.search(kind):
            party.add("passportNumber", number, origin="document")
        elif _NATIONAL_ID.search(kind):
            party.add("idNumber", number, origin="document")
        else:
            reading.warn("unknown kind of document", document.where, repr(kind))
            facts["number"] = number
    told = "; ".join(f"{name} {value}" for name, value in facts.items() if value)
    if told:
        label = f"{kind or 'Document'} {number or ''}".strip()
        party.add("notes", f"{label}: {told}", origin="document")
    document.done(reading)


def _designation(
    reading: Reading, party: Entity, node: Node, key: str, reference: str
) -> Entity:
    sanction = reading.sanction(party)
    sanction.add("program", node.take_text("UN_LIST_TYPE"))
    sanction.add("authorityId", reference)
    sanction.add("unscId", reference)
    sanction.add("recordId", key)
    listed = node.take_text("LISTED_ON")
    reading.add_date(sanction, "listingDate", node.where, listed)
    reading.add_date(sanction, "startDate", node.where, listed)
    reading.add_date(sanction, "endDate", node.where, node.take_text("DELISTED_ON"))
    days = Counter(_values(reading, node, "LAST_DAY_UPDATED"))
    for day, times in days.items():
        # A day may stand there twice; one statement keeps both, as published.
        sanction.add("modifiedAt", day, original="; ".join([day] * times))
    for tag in ("SUBMITTED_BY", "SUBMITTED_ON"):
        text = node.take_text(tag)
        sanction.add("summary", f"{tag}: {text}" if text else None)
    return sanction


def _links(
    reading: Reading, ids: dict[str, str], mentions: list[tuple[str, str]]
) -> Iterator[Entity]:
    """Yield one link for each reference in COMMENTS1 to another record of the file."""
    for source, reference in dict.fromkeys(mentions):
        target = ids.get(reference)
        if target is None:
            reading.warn("reference to a record not in the file", source, reference)
        elif target != source:
            link = reading.link("UnknownLink", source, target)
            link.add("role", "named in COMMENTS1", original=f"({reference})")
            yield link


FORMAT = Format(name="un_xml", sniff=sniff, read=read)
