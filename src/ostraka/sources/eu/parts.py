"""The elements of a record of the EU's list: names, birth, address, documents.

Each function takes one `Part`, adds what FollowTheMoney has a property for, and keeps
the rest among the notes with its label.
"""

from __future__ import annotations

import re

from ostraka.record.model import Entity
from ostraka.sources.calendars import CalendarDate, add_calendar_date
from ostraka.sources.codes import add_coded_country, language_code
from ostraka.sources.eu.names import read_name, says_only_quality
from ostraka.sources.eu.record import Part, Record
from ostraka.sources.reader import Reading

_LETTERED = re.compile(r"(?:^|[\s,;])\([a-k]\)\s*")
_SEVERAL = re.compile(r"\s*[;,]\s*|\s+(?:and|or)\s+|\s+/\s+")
#: Code of "not known" instead of a country.
_NO_COUNTRY = "00"
_CONTACTS = {"PHONE": "phone", "FAX": "phone", "EMAIL": "email", "WEB": "website"}
#: Code of a kind of document → property of its number.  Where the party's schema has
#: no such property (passport of a body, SWIFT code of a person) the number is noted.
_DOCUMENTS = {
    "passport": "passportNumber",
    "id": "idNumber",
    "nrn": "idNumber",
    "other": "idNumber",
    "ssn": "idNumber",
    "unssn": "idNumber",
    "birthcert": "idNumber",
    "nationcert": "idNumber",
    "drivinglicence": "idNumber",
    "travelcardid": "idNumber",
    "residentperm": "idNumber",
    "electionid": "idNumber",
    "regnumber": "registrationNumber",
    "tradelic": "licenseNumber",
    "fiscalcode": "taxNumber",
    "taxid": "taxNumber",
    "euvat": "vatCode",
    "imo": "imoNumber",
    "swiftbic": "swiftBic",
}
#: Kinds of document that their property does not tell: noted in any case.
_UNTOLD = frozenset(_DOCUMENTS) - {
    "passport", "id", "regnumber", "fiscalcode", "taxid", "euvat", "imo", "swiftbic",
}  # fmt: skip
#: Attribute of a document → words for the note.
_DOCUMENT_DETAILS = {
    "nameOnDocument": "in the name of",
    "issuedBy": "issued by",
    "region": "region",
    "issueDate": "issued",
    "validFrom": "valid from",
    "validTo": "valid to",
}
_DOCUMENT_MARKS = {
    "diplomatic": "diplomatic",
    "knownExpired": "known to have expired",
    "knownFalse": "known to be false",
    "reportedLost": "reported lost",
    "revokedByIssuer": "revoked by its issuer",
}


def add_name(reading: Reading, record: Record, part: Part) -> None:
    """Add a name with its parts, and the function, title and gender that come with it."""
    party = record.party
    stated = part.take("nameLanguage")
    lang = language_code(stated)
    if stated and lang is None:
        reading.warn("unknown language", part.where, repr(stated))
    names = {p: part.take(p) for p in ("firstName", "middleName", "lastName")}
    joined = " ".join(text for text in names.values() if text)
    published = part.take("wholeName") or joined
    name = read_name(published, lang, part.take("strong"), part.remarks)
    if published:
        record.names.append(name)
    if party.schema.name == "Person" and not name.weak:
        for prop, text in names.items():
            party.add(prop, text, lang=lang, origin="name")
    elif joined and joined != published:
        party.add("notes", f"{published}, in parts: {joined}", origin="name")
    _add_role(party, part, lang)
    for remark in part.remarks:
        if not says_only_quality(remark):
            party.add("notes", f"{published}: {remark}", origin="name")


def _add_role(party: Entity, part: Part, lang: str | None) -> None:
    """Add function, title and gender; what a body has no property for is described."""
    function, title = part.take("function"), part.take("title")
    gender = part.take("gender")
    stated_gender = None if gender == "?" else gender
    if party.schema.name == "Person":
        _add_lettered(party, "position", function, lang)
        _add_lettered(party, "title", title, lang)
        party.add("gender", stated_gender)
        return
    party.add("description", function, lang=lang)
    for label, text in (("Title", title), ("Gender", stated_gender)):
        party.add("notes", f"{label}: {text}" if text else None)


def _add_lettered(party: Entity, prop: str, text: str | None, lang: str | None) -> None:
    """Add a text, or the items of one that is lettered: `(a) Mullah, (b) Maulavi`."""
    items = _LETTERED.split(text) if text else []
    for item in items:
        one = item.strip(" ,;") if len(items) > 1 else item
        party.add(prop, one, original=text, lang=lang)


def add_citizenship(reading: Reading, record: Record, part: Part) -> None:
    """Add a citizenship as nationality; a body's as its country."""
    prop = "nationality" if record.party.schema.name == "Person" else "country"
    country = _add_country(reading, record.party, prop, part, "citizenship")
    details = {
        "region": part.take("region"),
        "acquired": part.take("acquisitionDate"),
        "lost": part.take("disenfranchisementDate"),
    }
    _note(record.party, f"Citizenship {country or ''}", part, details)


def add_birth(reading: Reading, record: Record, part: Part) -> None:
    """Add a date of birth, or a place of birth, or both: one element serves all three."""
    party = record.party
    details: dict[str, str | None] = {}
    dates = _birth_dates(part, details)
    place = _joined(part, "place", "city", "region", "zipCode")
    if party.schema.name == "Person":
        for date in dates:
            add_calendar_date(reading, party, "birthDate", part.where, date)
        party.add("birthPlace", place, origin="birth")
        _add_country(reading, party, "birthCountry", part, "birth")
    else:
        details |= {
            "date": "; ".join(date.text for date in dates),
            "place": place,
            "country": _take_country(part)[1],
        }
    _note(party, "Birth", part, details)


def _birth_dates(part: Part, details: dict[str, str | None]) -> list[CalendarDate]:
    """Return the dates of one element; a range with one end is put among the details."""
    calendar, circa = part.take("calendarType"), _is_true(part.take("circa"))
    first, last = part.take("yearRangeFrom"), part.take("yearRangeTo")
    whole = part.take("birthdate")
    parts = [part.take(name) for name in ("year", "monthOfYear", "dayOfMonth")]
    stated = [*whole.split("-", 2), None, None][:3] if whole else parts
    dates = []
    if any(stated):
        year, month, day = stated
        dates.append(CalendarDate(year, month, day, calendar, circa))
    if any(parts) and [_number(p) for p in parts] != [_number(p) for p in stated]:
        details["year, month and day"] = " ".join(p or "-" for p in parts)
    if first and last:
        span = first if first == last else f"{first} to {last}"
        dates.append(CalendarDate(span, calendar=calendar, circa=circa))
    else:
        details |= {"not before": first, "not after": last}
    return dates


def add_address(reading: Reading, record: Record, part: Part) -> None:
    """Add an address with its country and its contacts."""
    box = part.take("poBox")
    parts = [
        part.take("street"),
        f"P.O. Box {box}" if box and box.isdigit() else box,
        *(part.take(name) for name in ("place", "zipCode", "city", "region")),
    ]
    country = _add_country(reading, record.party, "country", part, "address")
    address = ", ".join(dict.fromkeys(p for p in (*parts, country) if p))
    record.party.add("address", address, origin="address")
    at_listing = (
        "at the time of listing" if _is_true(part.take("asAtListingTime")) else None
    )
    _note(record.party, f"Address {address}".strip(), part, {"": at_listing})
    for kind, value in part.contacts:
        _add_contact(reading, record.party, part.where, kind, value)


def _add_contact(
    reading: Reading, party: Entity, where: str, kind: str, value: str
) -> None:
    prop = _CONTACTS.get(kind.upper())
    if prop is None:
        reading.warn("unknown kind of contact", where, f"{kind} {value}")
        party.add("notes", f"{kind}: {value}", origin="address")
        return
    for one in _SEVERAL.split(value):
        party.add(prop, one, original=value, origin=kind.lower())


def add_identification(reading: Reading, record: Record, part: Part) -> None:
    """Add the number of a document; one known to be false is only noted, never matched."""
    party = record.party
    code = part.take("identificationTypeCode") or ""
    kind = part.take("identificationTypeDescription") or code
    numbers = [n for n in (part.take("number"), part.take("latinNumber")) if n]
    marks = [
        words for name, words in _DOCUMENT_MARKS.items() if _is_true(part.take(name))
    ]
    prop = _DOCUMENTS.get(code.casefold())
    if prop is None and numbers:
        reading.warn("unknown kind of document", part.where, f"{code!r} {kind!r}")
    is_false = _DOCUMENT_MARKS["knownFalse"] in marks
    usable = prop in party.schema.properties and not is_false
    if prop is not None and usable:
        for number in numbers:
            party.add(prop, number, origin="document")
    details: dict[str, str | None] = {
        words: part.take(name) for name, words in _DOCUMENT_DETAILS.items()
    }
    details["country"] = _take_country(part)[1]
    details[""] = ", ".join(marks)
    label = " ".join(dict.fromkeys((kind, *numbers))).strip() or "Document"
    is_told = usable and code.casefold() not in _UNTOLD
    _note(party, label, part, details, always=bool(numbers) and not is_told)


def _add_country(
    reading: Reading, party: Entity, prop: str, part: Part, origin: str
) -> str | None:
    """Add the country of an element and return its name."""
    code, name = _take_country(part)
    add_coded_country(
        reading, party, prop, part.where, code=code, name=name, origin=origin
    )
    return name


def _take_country(part: Part) -> tuple[str | None, str | None]:
    code, name = part.take("countryIso2Code"), part.take("countryDescription")
    return (
        (None, None)
        if code == _NO_COUNTRY or name == "UNKNOWN"
        else (code, name or code)
    )


def _joined(part: Part, *names: str) -> str:
    return ", ".join(dict.fromkeys(filter(None, (part.take(name) for name in names))))


def _note(
    party: Entity,
    label: str,
    part: Part,
    details: dict[str, str | None],
    *,
    always: bool = False,
) -> None:
    """Note what else is said of an element, with its remarks, if anything is."""
    told = [f"{words} {text}".strip() for words, text in details.items() if text]
    told += part.remarks
    if told or always:
        party.add("notes", f"{label.strip()}: {'; '.join(told)}".rstrip(": "))


def _is_true(text: str | None) -> bool:
    return (text or "").casefold() in {"true", "1"}


def _number(text: str | None) -> int | str | None:
    return int(text) if text and text.isdecimal() else text
