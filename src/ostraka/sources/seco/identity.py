"""An identity in Switzerland's list: dates, places, addresses and documents of a party.

A party may have several identities; one is the main one.  Places stand elsewhere in the
file and are referred to by number.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ostraka.record.clean import clean_value
from ostraka.record.dates import DateError, read_dates
from ostraka.record.model import Entity
from ostraka.sources.calendars import CalendarDate, add_calendar_date
from ostraka.sources.codes import add_coded_country
from ostraka.sources.reader import Reading
from ostraka.sources.seco.names import Name, read_name
from ostraka.sources.strict_xml import Node

#: What a date of an identity is a date of, by schema; of an object it is only noted.
_DATES = {"Person": "birthDate", "Organization": "incorporationDate"}
_NATIONALITIES = {"Person": "nationality", "Vessel": "flag"}
#: Kind of document → property; the kinds whose property does not tell them are noted.
_DOCUMENTS = {
    "passport": "passportNumber",
    "diplomatic-passport": "passportNumber",
    "id-card": "idNumber",
    "driving-license": "idNumber",
    "residence-permit": "idNumber",
    "travel-document": "idNumber",
    "other": "idNumber",
}
_TOLD = frozenset({"passport", "id-card"})
_IMO = re.compile(r"IMO(?:[ -]?(?:number|no\.?))?[\s:]*(\d{7})\b", re.IGNORECASE)
_SWIFT = re.compile(
    r"\b(?i:SWIFT(?:\s*/\s*BIC)?(?:\s+codes?)?)\s*:?\s*"
    r"([A-Z]{6}[A-Z0-9]{2,5}\b(?:(?:\s*(?:,|/|\band\b)\s*)[A-Z]{6}[A-Z0-9]{2,5}\b)*)"
)
_CODE = re.compile(r"[A-Z]{6}[A-Z0-9]{2,5}")
_LABELLED = re.compile(r"([^:]{3,60}?)\s*:\s*(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Place:
    """A place that addresses and places of birth refer to.

    Attributes:
        parts: Location and area, without the country.
        spellings: Other spellings of location and area.
        code: ISO code of the country.
        country: Its name.
    """

    parts: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()
    code: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class IdentityReader:
    """Reads the identities of one party.

    Attributes:
        reading: The version being read.
        party: Whose identity it is.
        places: Places of the file by number.
    """

    reading: Reading
    party: Entity
    places: Mapping[str, Place]

    def read(self, node: Node) -> list[Name]:
        """Add an identity to the party and return its names, which are added together."""
        main = node.attribute("main") == "true"
        names = [
            read_name(self.reading, self.party, name, main=main)
            for name in node.take_all("name")
        ]
        for date in node.take_all("day-month-year"):
            self._date(date)
        for nationality in node.take_all("nationality"):
            self._nationality(nationality)
        for birth in node.take_all("place-of-birth"):
            self._birth_place(birth)
        for address in node.take_all("address"):
            self._address(address)
        for document in node.take_all("identification-document"):
            self._document(document)
        finish(self.reading, node)
        return names

    def _date(self, node: Node) -> None:
        year, month, day = (node.attribute(n) for n in ("year", "month", "day"))
        circa = node.attribute("quality") == "low"
        date = CalendarDate(year, month, day, node.attribute("calendar"), circa)
        prop = _DATES.get(self.party.schema.name)
        if prop is not None:
            add_calendar_date(self.reading, self.party, prop, node.where, date)
        else:
            self.party.add("notes", f"Date: {date.text}")
        _note_remarks(self.party, f"Date {date.text}", node)
        finish(self.reading, node)

    def _nationality(self, node: Node) -> None:
        prop = _NATIONALITIES.get(self.party.schema.name, "country")
        for country in node.take_all("country"):
            code = country.attribute("iso-code")
            self._country(prop, country.where, code, country.text)
            finish(self.reading, country)
        _note_quality(self.party, "Nationality", node)
        finish(self.reading, node)

    def _birth_place(self, node: Node) -> None:
        place = self._place(node)
        text = ", ".join(place.parts)
        if self.party.schema.name == "Person":
            for one in (text, *place.spellings):
                self.party.add("birthPlace", one)
            self._country("birthCountry", node.where, place.code, place.country)
        else:
            self.party.add("notes", f"Place of birth: {text} {place.country or ''}")
        _note_quality(self.party, f"Place of birth {text}", node)
        finish(self.reading, node)

    def _address(self, node: Node) -> None:
        place = self._place(node)
        care_of, box = node.take_text("c-o"), node.take_text("p-o-box")
        parts = (
            f"c/o {care_of}" if care_of else None,
            node.take_text("address-details"),
            f"P.O. Box {box}" if box and box[0].isdigit() else box,
            node.take_text("zip-code"),
            *place.parts,
            place.country,
        )
        text = ", ".join(dict.fromkeys(part for part in parts if part))
        self.party.add("address", text, origin="address")
        if "country" in self.party.schema.properties:
            self._country("country", node.where, place.code, place.country)
        if node.attribute("current") == "false":
            self.party.add("notes", f"Address {text}: not current")
        _note_quality(self.party, f"Address {text}", node)
        finish(self.reading, node)

    def _document(self, node: Node) -> None:
        kind, number = (
            node.attribute("document-type") or "other",
            node.take_text("number"),
        )
        issuer, place = node.take("issuer"), node.take("place-of-issue")
        details: dict[str, str | None] = {
            "issued by": (issuer.text or issuer.attribute("code")) if issuer else None,
            "issued": node.take_text("date-of-issue"),
            "issued at": ", ".join(self._place(place).parts) if place else None,
            "expires": node.take_text("expiry-date"),
        }
        prop = _DOCUMENTS.get(kind)
        if prop is None:
            self.reading.warn("unknown kind of document", node.where, repr(kind))
        usable = prop in self.party.schema.properties
        if prop is not None and usable:
            self.party.add(prop, number, origin="document")
        told = [f"{words} {text}" for words, text in details.items() if text]
        told += [*node.take_texts("remark"), *node.take_texts("remarks")]
        label = f"{kind} {number or ''}".strip()
        if told or not usable or kind not in _TOLD:
            self.party.add("notes", f"{label}: {'; '.join(told)}".rstrip(": "))
        for child in filter(None, (issuer, place)):
            child.ignore("code", "quality")  # the country's name is noted
            finish(self.reading, child)
        finish(self.reading, node)

    def _country(
        self, prop: str, where: str, code: str | None, name: str | None
    ) -> None:
        add_coded_country(self.reading, self.party, prop, where, code=code, name=name)

    def _place(self, node: Node) -> Place:
        key = node.attribute("place-id")
        if key is None:
            return Place()
        place = self.places.get(key)
        if place is None:
            self.reading.warn("reference to a place not in the file", node.where, key)
            self.party.add("notes", f"{node.tag}: place {key}, not in the file")
        return place or Place()


def read_place(reading: Reading, node: Node) -> Place:
    """Return a place of the file."""
    country = node.take("country")
    place = Place(
        parts=tuple(node.take_texts("location") + node.take_texts("area")),
        spellings=tuple(
            node.take_texts("location-variant") + node.take_texts("area-variant")
        ),
        code=country.attribute("iso-code") if country else None,
        country=country.text if country else None,
    )
    if country is not None:
        finish(reading, country)
    finish(reading, node)
    return place


def add_information(reading: Reading, party: Entity, text: str) -> None:
    """Keep a free text as a note, and take the identifiers and contacts it labels.

    Args:
        reading: Has the labels, in the YAML's table `information`.
        party: Whom it is about.
        text: `IMO Number: 8405270`, `SWIFT/BIC: ABCDEF2A and ABCDEF2B`, or anything.
    """
    party.add("notes", text, origin="other information")
    # A body's text may name the ships it owns; only what it begins with is its own.
    numbers = (
        _IMO.finditer(text) if party.schema.name == "Vessel" else [_IMO.match(text)]
    )
    found = [("imoNumber", number[1]) for number in numbers if number]
    for codes in _SWIFT.findall(text):
        found += [("swiftBic", code) for code in _CODE.findall(codes)]
    labelled = _LABELLED.fullmatch(text)
    prop = reading.lookup("information", labelled[1]) if labelled else None
    if labelled and prop:
        found += [(prop, value) for value in _values(prop, labelled[2].rstrip(". "))]
    for name, value in found:
        wanted = party.schema.properties.get(name)
        # What has no form in FollowTheMoney stays in the note alone.
        if wanted is not None and clean_value(wanted, value) is not None:
            party.add(name, value, original=text, origin="other information")


def _values(prop: str, text: str) -> tuple[str, ...]:
    """Return a labelled value; a date as its ends, or nothing if it cannot be read."""
    if not prop.endswith("Date"):
        return (text,)
    try:
        return read_dates(text).values
    except DateError:
        return ()


def finish(reading: Reading, node: Node) -> None:
    """Report what nobody took of an element, the publisher's number of it excepted."""
    node.ignore("ssid")
    node.done(reading)


def _note_quality(party: Entity, label: str, node: Node) -> None:
    """Note low quality and remarks."""
    if node.attribute("quality") == "low":
        party.add("notes", f"{label}: low quality")
    _note_remarks(party, label, node)


def _note_remarks(party: Entity, label: str, node: Node) -> None:
    for remark in (*node.take_texts("remark"), *node.take_texts("remarks")):
        party.add("notes", f"{label}: {remark}")
