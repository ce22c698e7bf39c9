"""The party of a British designation: what the fields of a record mean, said once.

For the UK Sanctions List in both its forms and for the Treasury's consolidated list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ostraka.record.model import Entity
from ostraka.sources.reader import Reading
from ostraka.sources.uk.record import UkRecord, designations
from ostraka.sources.uk.terms import (
    birth_date,
    country_codes,
    document_number,
    registration_numbers,
    says_false,
    split_list,
)

_SCHEMATA = {"individual": "Person", "entity": "Organization", "ship": "Vessel"}
#: Compared without case: `ALias`, `Primary Name` and `Primary name` are all in use.
_NAME_KINDS = {
    "primary name": "name",
    "prime alias": "name",
    "primary name variation": "alias",
    "alias": "alias",
    "aka": "alias",
    "fka": "previousName",
}
#: Field → label and property; without a property (or where the schema has none) a note.
_TEXTS = {
    "title": ("Title", "title"),
    "gender": ("Gender", "gender"),
    "position": ("Position", "position"),
    "phone": ("Phone number", "phone"),
    "website": ("Website", "website"),
    "entity type": ("Type of entity", "classification"),
    "parent": ("Parent company", None),
    "subsidiary": ("Subsidiary", None),
    "imo": ("IMO number", "imoNumber"),
    "hull": ("Hull identification number", "registrationNumber"),
    "ship type": ("Type of ship", "type"),
    "tonnage": ("Tonnage of ship", "tonnage"),
    "length": ("Length of ship", None),
    "owner": ("Current owner/operator", None),
    "previous owner": ("Previous owner/operator", None),
    "linked": ("Linked to", None),
}
_COUNTRIES = {
    "nationality": ("Nationality", "nationality"),
    "flag": ("Current believed flag", "flag"),
    "previous flag": ("Previous flag", "pastFlags"),
}
_DOCUMENTS = {
    "passport": ("Passport", "passportNumber"),
    "national id": ("National identifier", "idNumber"),
}
_ENDED = re.compile(r"revoked|withdrawn|renounced|former|until|previous", re.IGNORECASE)
_EMAIL_BORDER = re.compile(r"[;,\s]+(?:and\s+)?")


def entities(reading: Reading, record: UkRecord) -> Iterator[Entity]:
    """Yield the party and its designations: one, or one for each regime it is under."""
    schema = _SCHEMATA.get((record.kind or "").casefold())
    if schema is None:
        reading.refuse(record.where, f"unknown type of record {record.kind!r}")
        return
    party = reading.entity(schema, record.key)
    _add_names(reading, party, record)
    _add_script_names(reading, party, record)
    _add_texts(party, record)
    _add_birth(reading, party, record)
    for name, (label, prop) in _COUNTRIES.items():
        for text in record.texts(name):
            _add_country(reading, party, prop, text, where=record.where, label=label)
    for name, (label, prop) in _DOCUMENTS.items():
        for number, detail in record.rows(name):
            _add_document(reading, party, prop, label, number=number, detail=detail)
    _add_addresses(reading, party, record)
    yield party
    yield from designations(reading, party, record)


def _add_names(reading: Reading, party: Entity, record: UkRecord) -> None:
    """Add Name 1 to Name 5 before Name 6; without a primary name the first one is it."""
    names = []
    for kind, strength, *parts in record.rows("name"):
        full = " ".join(part for part in parts if part)
        prop = _name_property(reading, record.where, kind, strength)
        if prop is None:
            prop = "alias"
            party.add("notes", f"{full}: {kind or ''} {strength or ''}".rstrip())
        if full:
            names.append((prop, full, kind, parts))
    if not any(prop == "name" for prop, *_ in names):
        _promote(reading, record, names)
    for prop, full, kind, parts in names:
        party.add(prop, full, origin=(kind or "name").lower())
        if (
            party.schema.name == "Person"
            and prop != "weakAlias"
            and parts[0]
            and parts[-1]
        ):
            party.add("firstName", parts[0])
            party.add("lastName", parts[-1])


def _name_property(
    reading: Reading, where: str, kind: str | None, strength: str | None
) -> str | None:
    """Return the property of a kind of name; missing strength is not weak."""
    prop = _NAME_KINDS.get(kind.casefold()) if kind else "alias"
    quality = (strength or "good").casefold()
    if prop is None or not quality.startswith(("good", "low")):
        reading.warn("unknown kind of name", where, f"{kind!r}, {strength!r}")
        return None
    return "weakAlias" if prop == "alias" and quality.startswith("low") else prop


def _promote(
    reading: Reading,
    record: UkRecord,
    names: list[tuple[str, str, str | None, list[str | None]]],
) -> None:
    """Make the first good name the primary one, and say so."""
    good = [i for i, (prop, *_) in enumerate(names) if prop != "weakAlias"]
    chosen = good[0] if good else 0
    if names:
        _, full, kind, parts = names[chosen]
        reading.warn("no primary name, the first one taken", record.where, full)
        names[chosen] = ("name", full, kind, parts)
    elif record.rows("script name"):
        reading.warn("only names in other scripts", record.where, record.key)
    else:
        reading.refuse(record.where, "a record without a name")


def _add_script_names(reading: Reading, party: Entity, record: UkRecord) -> None:
    for name, script, language in record.rows("script name"):
        lang = reading.lookup("languages", language) if language else None
        if language and lang is None:
            reading.warn("unknown language", record.where, repr(language))
            party.add("notes", f"Language of {name or 'the name'}: {language}")
        # Only the letters tell "Arabic" from "Cyrillic"; the label is kept beside them.
        origin = f"non-Latin name, {script}" if script else "non-Latin name"
        prop = "alias" if party.first("name") else "name"
        party.add(prop, name, lang=lang or None, origin=origin)


def _add_texts(party: Entity, record: UkRecord) -> None:
    for name, (label, prop) in _TEXTS.items():
        for text in record.texts(name):
            for item in split_list(text):
                _add_or_note(party, prop, label, item, original=text)
    for text in record.texts("email"):
        for item in _EMAIL_BORDER.split(text):
            _add_or_note(party, "email", "Email address", item, original=text)
    for text in record.texts("registration"):
        for item in split_list(text):
            _add_registration(party, item)
    for text in record.texts("information"):
        party.add("notes", text, origin="other information")


def _add_or_note(
    party: Entity, prop: str | None, label: str, text: str, *, original: str
) -> None:
    if prop is not None and prop in party.schema.properties:
        party.add(prop, text, original=original)
    elif text.strip():
        party.add("notes", f"{label}: {text}", original=original)


def _add_registration(party: Entity, text: str) -> None:
    """Add numbers by their labels (INN, OGRN …); without one the whole text is it."""
    found = registration_numbers(text)
    for prop, number in found:
        if prop in party.schema.properties:
            party.add(prop, number, original=text)
    if found:
        party.add("notes", f"Business registration number: {text}")
    else:
        _add_or_note(
            party,
            "registrationNumber" if any(c.isdigit() for c in text) else None,
            "Business registration number",
            text,
            original=text,
        )


def _add_birth(reading: Reading, party: Entity, record: UkRecord) -> None:
    if "birthDate" in party.schema.properties:
        for text in record.texts("birth date"):
            reading.add_date(party, "birthDate", record.where, birth_date(text))
    for text in record.texts("year built"):
        reading.add_date(party, "buildDate", record.where, text)
    for town, country in record.rows("birth place"):
        towns, countries = split_list(town or ""), split_list(country or "")
        if len(towns) == len(countries):
            pairs = list(zip(towns, countries, strict=True))
        else:
            pairs = [(item, "") for item in (*towns, *countries)]
        for parts in pairs:
            party.add("birthPlace", ", ".join(p for p in parts if p))
        if country:
            _add_country(
                reading,
                party,
                "birthCountry",
                country,
                where=record.where,
                label="Country of birth",
            )


def _add_country(
    reading: Reading, party: Entity, prop: str, text: str, *, where: str, label: str
) -> None:
    """Add the countries of a text; what names none, or no longer applies, is a note."""
    for item in split_list(text):
        if prop not in party.schema.properties:
            party.add("notes", f"{label}: {item}")
            continue
        ended = prop == "nationality" and _ENDED.search(item)
        codes = [] if ended else country_codes(reading, item)
        if ended:
            party.add("notes", f"{label}: {item}")
        for code in codes:
            party.add(prop, code, original=item)
        if not codes and not ended:
            reading.add_country(party, prop, where, item)


def _add_document(
    reading: Reading,
    party: Entity,
    prop: str,
    label: str,
    *,
    number: str | None,
    detail: str | None,
) -> None:
    """Add the numbers of a cell; details, and whatever is more than a number, are notes."""
    for text in split_list(number) if number else ():
        found = document_number(text)
        if says_false(text, detail):
            reading.warn("document said to be false, kept as note", party.id, text)
            found = None
        if found and prop in party.schema.properties:
            party.add(prop, found, original=text)
        if found != text:
            party.add("notes", f"{label}: {text}")
    if detail:
        party.add("notes", f"{label} {number or ''}".rstrip() + f": {detail}")


def _add_addresses(reading: Reading, party: Entity, record: UkRecord) -> None:
    for parts in record.rows("address"):
        party.add("address", ", ".join(part for part in parts if part))
        country = parts[-1]
        if country:
            _add_country(
                reading, party, "country", country, where=record.where, label="Country"
            )
