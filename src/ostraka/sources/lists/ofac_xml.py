"""OFAC's standard XML (`SDN.XML`, `CONSOLIDATED.XML`), in both its namespaces.

The namespace changed on 7 May 2024 and nothing else did.  `idList` holds documents and
features side by side.  Links stand in the remarks as `(Linked To: NAME)`.  There is no
other script, no listing date and no name of a list.  Layout: the publisher's `XML.xsd`.
"""

from __future__ import annotations

from collections.abc import Iterator

from ostraka.record.dates import DateError, read_dates
from ostraka.record.model import Entity
from ostraka.sources.ofac.labels import DOCUMENTS
from ostraka.sources.ofac.remarks import Links, read_remarks, split_remarks
from ostraka.sources.ofac.terms import (
    Document,
    Name,
    Record,
    add_address,
    add_document,
    add_feature,
    add_name,
    city_line,
    open_record,
)
from ostraka.sources.reader import Format, Reading
from ostraka.sources.strict_xml import Node, form_of, iterate_xml

_ORIGIN = "main"

#: List, its items, the element with the value, the label of it as a feature.
_FEATURE_LISTS = (
    ("nationalityList", "nationality", "country", "Nationality Country"),
    ("citizenshipList", "citizenship", "country", "Citizenship Country"),
    ("dateOfBirthList", "dateOfBirthItem", "dateOfBirth", "Birthdate"),
    ("placeOfBirthList", "placeOfBirthItem", "placeOfBirth", "Place of Birth"),
)
_VESSEL_FEATURES = {
    "callSign": "Vessel Call Sign",
    "vesselType": "Vessel Type",
    "vesselFlag": "Vessel Flag",
    "vesselOwner": "Vessel Owner",
    "tonnage": "Vessel Tonnage",
    "grossRegisteredTonnage": "Vessel Gross Registered Tonnage",
}


def sniff(name: str, head: bytes) -> str | None:  # noqa: ARG001 - the name says nothing
    """Return `main` for a file whose root is OFAC's."""
    return "main" if b"<sdnList" in head else None


def read(reading: Reading) -> Iterator[Entity]:
    """Yield the parties, their designations and wallets, and the links by name."""
    links = Links()
    records: list[Record] = []
    with reading.open("main") as stream:
        elements = iterate_xml(
            stream,
            reading,
            records=("publshInformation", "sdnEntry"),
            root="sdnList",
            name=reading.files["main"].name,
        )
        next(elements)  # the root has nothing of its own
        for element in elements:
            node = Node(element, "sdnEntry")
            if node.tag == "publshInformation":
                _read_publication(reading, node)
                continue
            record = _read_party(reading, node, links)
            if record is not None:
                record.party.form = form_of(element)
                records.append(record)
                node.done(reading)
    if reading.published is None:
        raise reading.stop("publshInformation", "there is no Publish_Date")
    edges = list(links.resolve(reading))
    for record in records:
        yield from record.entities()
    yield from edges


def _read_publication(reading: Reading, node: Node) -> None:
    node.where = node.tag
    day, count = node.take_text("Publish_Date"), node.take_text("Record_Count")
    try:
        # American: 03/28/2025 is 28 March.
        reading.published = read_dates(day or "", month_first=True).start
        reading.stated_count = int(count) if count is not None else None
    except (DateError, ValueError) as error:
        raise reading.stop(node.where, f"unreadable: {error}") from error
    node.done(reading)


def _read_party(reading: Reading, node: Node, links: Links) -> Record | None:
    key, last = node.take_text("uid"), node.take_text("lastName")
    if key is None or last is None:
        reading.refuse(node.where, "a record without uid or lastName")
        return None
    node.where = f"sdnEntry {key}"
    record = open_record(reading, key, node.take_text("sdnType") or "", node.where)
    if record is None:
        return None
    first = node.take_text("firstName")
    add_name(record, Name(last, first), _ORIGIN)
    links.names[f"{last}, {first}" if first else last].append(record.party.id)
    add_feature(record, "Title", node.take_text("title"), _ORIGIN)
    for program in _items(reading, node, "programList"):
        for tag in program.take_texts("program"):
            record.sanction.add("program", tag, origin=_ORIGIN)
    for alias in _items(reading, node, "akaList", "aka"):
        _read_alias(record, alias)
    for address in _items(reading, node, "addressList", "address"):
        _read_address(record, address)
    _read_features(record, node)
    remarks = node.take_text("remarks") or ""
    read_remarks(record, split_remarks(remarks, origin=_ORIGIN), links)
    return record


def _items(
    reading: Reading, node: Node, list_tag: str, tag: str | None = None
) -> Iterator[Node]:
    """Yield the items of a list element (the list itself if `tag` is None), audited."""
    parent = node.take(list_tag)
    if parent is None:
        return
    for item in [parent] if tag is None else parent.take_all(tag):
        # The publisher's own numbers of items, and which of several comes first.
        item.ignore("uid", "mainEntry")
        yield item
        item.done(reading)
    if tag is not None:
        parent.done(reading)


def _read_alias(record: Record, alias: Node) -> None:
    kind, category = alias.take_text("type"), alias.take_text("category")
    last, first = alias.take_text("lastName"), alias.take_text("firstName")
    if category not in {"strong", "weak"}:
        record.reading.refuse(alias.where, f"unknown category of alias {category!r}")
    if kind not in {"a.k.a.", "f.k.a.", "n.k.a."}:
        record.reading.warn("unknown type of alias", record.where, repr(kind))
    if last is not None:
        weak = category == "weak"
        add_name(record, Name(last, first, kind or "a.k.a.", weak), _ORIGIN)


def _read_address(record: Record, address: Node) -> None:
    city, state = address.take_text("city"), address.take_text("stateOrProvince")
    lines = [address.take_text(f"address{number}") for number in (1, 2, 3)]
    lines.append(city_line(city, state, address.take_text("postalCode")))
    add_address(record, lines, address.take_text("country"), _ORIGIN)


def _read_features(record: Record, node: Node) -> None:
    for list_tag, tag, value, label in _FEATURE_LISTS:
        for item in _items(record.reading, node, list_tag, tag):
            add_feature(record, label, item.take_text(value), _ORIGIN)
    for vessel in _items(record.reading, node, "vesselInfo"):
        for tag, label in _VESSEL_FEATURES.items():
            add_feature(record, label, vessel.take_text(tag), _ORIGIN)
    for item in _items(record.reading, node, "idList", "id"):
        _read_id(record, item)


def _read_id(record: Record, item: Node) -> None:
    """Read a document, or a feature in the same clothes."""
    document = Document(
        kind=item.take_text("idType") or "",
        number=item.take_text("idNumber"),
        country=item.take_text("idCountry"),
        issued=item.take_text("issueDate"),
        expires=item.take_text("expirationDate"),
    )
    has_details = document.country or document.issued or document.expires
    if document.kind in DOCUMENTS or has_details:
        add_document(record, document, _ORIGIN)
    else:
        add_feature(record, document.kind, document.number, _ORIGIN)


FORMAT = Format(name="ofac_xml", sniff=sniff, read=read)
