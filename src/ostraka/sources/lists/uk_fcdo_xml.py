"""UK Sanctions List of the Foreign, Commonwealth and Development Office, XML.

No schema is published and the order of elements may differ, so everything is read by
name. What the values mean is in `sources/uk/record.py`, shared with the CSV form.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ostraka.record.model import Entity
from ostraka.sources.reader import Format, Reading
from ostraka.sources.strict_xml import Node, iterate_xml
from ostraka.sources.uk.party import entities
from ostraka.sources.uk.record import UkRecord
from ostraka.sources.uk.terms import report_day

_NAME = "UK sanctions XML"
_ROOT = "Designations"
_CAPITAL = re.compile(r"(?<=[a-z])(?=[A-Z])")

#: Texts of their own: tag → field.
_TEXTS = {
    "OFSIGroupID": "group number",
    "DesignationSource": "source",
    "SanctionsImposed": "measures",
    "OtherInformation": "information",
    "UKStatementofReasons": "reasons",
}
#: Lists: container → item, field, and the tags of the item's parts (none: its own text).
_LISTS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "Names": (
        "Name",
        "name",
        (
            "NameType", "AliasStrength",
            "Name1", "Name2", "Name3", "Name4", "Name5", "Name6",
        ),
    ),
    "NonLatinNames": (
        "NonLatinName",
        "script name",
        ("NameNonLatinScript", "NonLatinScriptType", "NonLatinScriptLanguage"),
    ),
    "Addresses": (
        "Address",
        "address",
        (
            "AddressLine1", "AddressLine2", "AddressLine3",
            "AddressLine4", "AddressLine5", "AddressLine6",
            "AddressPostalCode", "AddressCountry",
        ),
    ),
    "Titles": ("Title", "title", ()),
    "PhoneNumbers": ("PhoneNumber", "phone", ()),
    "EmailAddresses": ("EmailAddress", "email", ()),
    "Websites": ("Website", "website", ()),
    "DOBs": ("DOB", "birth date", ()),
    "BirthDetails": ("Location", "birth place", ("TownOfBirth", "CountryOfBirth")),
    "Genders": ("Gender", "gender", ()),
    "Nationalities": ("Nationality", "nationality", ()),
    "Positions": ("Position", "position", ()),
    "PassportDetails": (
        "Passport",
        "passport",
        ("PassportNumber", "PassportAdditionalInformation"),
    ),
    "NationalIdentifierDetails": (
        "NationalIdentifier",
        "national id",
        ("NationalIdentifierNumber", "NationalIdentifierAdditionalInformation"),
    ),
    "TypeOfEntities": ("TypeOfEntity", "entity type", ()),
    "ParentCompanies": ("ParentCompany", "parent", ()),
    "Subsidiaries": ("Subsidiary", "subsidiary", ()),
    "BusinessRegistrationNumbers": ("BusinessRegistrationNumber", "registration", ()),
    "IMONumbers": ("IMONumber", "imo", ()),
    "HullIdentificationNumbers": ("HullIdentificationNumber", "hull", ()),
    "CurrentOwnerOperators": ("CurrentOwnerOperator", "owner", ()),
    "PreviousOwnerOperators": ("PreviousOwnerOperator", "previous owner", ()),
    "CurrentBelievedFlagOfShips": ("CurrentBelievedFlagOfShip", "flag", ()),
    "PreviousFlags": ("PreviousFlag", "previous flag", ()),
    "TypeOfShipDetails": ("TypeOfShip", "ship type", ()),
    "TonnageOfShipDetails": ("TonnageOfShip", "tonnage", ()),
    "LengthOfShipDetails": ("LengthOfShip", "length", ()),
    "YearsBuilt": ("YearBuilt", "year built", ()),
}  # fmt: skip
_INDICATORS = (
    "AssetFreeze", "ArmsEmbargo", "TargetedArmsEmbargo", "CharteringOfShips",
    "ClosureOfRepresentativeOffices", "CrewServicingOfShipsAndAircraft", "Deflag",
    "PreventionOfBusinessArrangements", "ProhibitionOfPortEntry", "TravelBan",
    "PreventionOfCharteringOfShips", "PreventionOfCharteringOfShipsAndAircraft",
    "TechnicalAssistanceRelatedToAircraft", "TrustServicesSanctions",
    "DirectorDisqualificationSanction",
)  # fmt: skip
#: What only one kind of party has: container → item.
_DETAILS = {
    "IndividualDetails": "Individual",
    "EntityDetails": "Entity",
    "ShipDetails": "Ship",
}


def sniff(name: str, head: bytes) -> str | None:  # noqa: ARG001 - the name says nothing
    """Return `main` for a file whose root is the Foreign Office's."""
    return "main" if b"<Designations" in head else None


def read(reading: Reading) -> Iterator[Entity]:
    """Yield the parties and their designations."""
    reading.published = _date_generated(reading)
    with reading.open("main") as stream:
        for element in iterate_xml(
            stream, reading, records=("Designation",), root=_ROOT, name=_NAME
        ):
            if element.getparent() is not None:
                yield from _read_record(reading, Node(element, "Designation"))


def _date_generated(reading: Reading) -> str:
    """Return the day of the file; it need not stand before the records."""
    with reading.open("main") as stream:
        for element in iterate_xml(
            stream, reading, records=("DateGenerated",), root=_ROOT, name=_NAME
        ):
            if element.getparent() is not None:
                day = report_day(reading, "DateGenerated", (element.text or "").strip())
                if day is not None:
                    return day
    raise reading.stop(_NAME, "there is no DateGenerated")


def _read_record(reading: Reading, node: Node) -> Iterator[Entity]:
    key = node.take_text("UniqueID")
    if key is None:
        reading.refuse(node.where, "a record without UniqueID")
        return
    node.where = f"Designation {key}"
    record = UkRecord(node.where, key, node.take_text("IndividualEntityShip"))
    record.add("uk number", key)
    for tag, name in _TEXTS.items():
        record.add(name, node.take_text(tag))
    for number in node.take_texts("UNReferenceNumber"):
        record.add("un number", number)
    designated = node.take_text("DateDesignated")
    record.add(
        "regime",
        node.take_text("RegimeName"),
        designated,
        designated,
        node.take_text("LastUpdated"),
    )
    _read_indicators(reading, node, record)
    _read_lists(reading, node, record)
    for container, item in _DETAILS.items():
        for box in node.take_all(container):
            for details in box.take_all(item):
                _read_lists(reading, details, record)
                details.done(reading)
            box.done(reading)
    yield from entities(reading, record)
    node.done(reading)


def _read_indicators(reading: Reading, node: Node, record: UkRecord) -> None:
    """Read the yes/no table of measures; it repeats SanctionsImposed, or should."""
    box = node.take("SanctionsImposedIndicators")
    if box is None:
        return
    for tag in _INDICATORS:
        answer = (box.take_text(tag) or "").casefold()
        if answer == "true":
            record.add("measure", _CAPITAL.sub(" ", tag).capitalize())
        elif answer not in {"false", ""}:
            reading.refuse(box.where, f"{tag} is neither true nor false: {answer!r}")
    box.done(reading)


def _read_lists(reading: Reading, node: Node, record: UkRecord) -> None:
    for container, (item, name, tags) in _LISTS.items():
        for box in node.take_all(container):
            for value in box.take_all(item):
                parts = [value.take_text(t) for t in tags] if tags else [value.text]
                record.add(name, *parts)
                value.done(reading)
            box.done(reading)


FORMAT = Format(name="uk_fcdo_xml", sniff=sniff, read=read)
