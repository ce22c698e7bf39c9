"""Beneficial ownership data (BODS 0.2 to 0.4): one JSON array, or one object a line.

Of several statements about a party the last counts; of those about a relationship each
counts from its day to the next one's, so that the register can be asked as of any day.
An interested party that is not disclosed is kept as such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ostraka.record.model import Entity, new_entity
from ostraka.sources.bods import (
    Order,
    Told,
    entity_type,
    objects,
    read_statement,
    reference,
)
from ostraka.sources.ftm import json_lines
from ostraka.sources.interests import Interest, bounds, exact_id, interest_link
from ostraka.sources.json_records import read_records
from ostraka.sources.reader import Format, Reading

_STATEMENT = re.compile(rb'"statementI[dD]"\s*:')
_SCHEMATA = {
    "registeredEntity": "Company",
    "arrangement": "LegalEntity",
    "stateBody": "PublicBody",
    "state": "PublicBody",
}
#: Kind of interest, folded → link, what the share is of, kind of control.
_INTERESTS: dict[str, tuple[str, str | None, str | None]] = {
    "shareholding": ("Ownership", None, None),
    "votingrights": ("Ownership", "voting rights", None),
    "rightstosurplusassetsondissolution": ("Ownership", "surplus assets", None),
    "rightstoprofitorincome": ("Ownership", "profit or income", None),
    "unknowninterest": ("Ownership", None, None),
    "unpublishedinterest": ("Ownership", None, None),
    "appointmentofboard": ("Control", None, "appointment of the board"),
    "otherinfluenceorcontrol": ("Control", None, "other influence or control"),
    "rightsgrantedbycontract": ("Control", None, "influence by contract"),
    "conditionalrightsgrantedbycontract": ("Control", None, "conditional"),
    "controlviacompanyrulesorarticles": ("Control", None, "by the articles"),
    "controlbylegalframework": ("Control", None, "by law"),
    "trustee": ("Control", None, "trustee"),
    "trusteeoftrust": ("Control", None, "trustee"),
    "protector": ("Control", None, "protector"),
    "protectoroftrust": ("Control", None, "protector"),
    "nominator": ("Control", None, "nominator"),
    "otherinfluenceorcontroloftrust": ("Control", None, "influence on a trust"),
    "boardmember": ("Directorship", None, None),
    "boardchair": ("Directorship", None, None),
    "seniormanagingofficial": ("Directorship", None, None),
}
_SHARE_FIELDS = ("exact", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")


def sniff(name: str, head: bytes) -> str | None:  # noqa: ARG001 - the name says nothing
    """Return `main` for JSON that begins with a statement of the standard."""
    return "main" if _STATEMENT.search(head) else None


def read(reading: Reading) -> Iterator[Entity]:
    """Yield the parties and links of the file."""
    order = Order.of(_statements(reading))
    reading.published = order.published
    for where, statement in _statements(reading):
        told = read_statement(where, statement)
        if told is None:
            reading.warn(
                "unknown kind of statement", where, str(sorted(statement))[:80]
            )
        elif told.kind == "relationship":
            yield from _relationship(reading, order, told)
        elif order.is_last(told):
            yield _party(reading, told)


def _statements(reading: Reading) -> Iterator[tuple[str, dict[str, Any]]]:
    file = reading.files["main"]
    if file.head().lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"["):
        records = read_records(reading, name=file.name, path=())
        for number, record in enumerate(records, start=1):
            yield f"{file.name} statement {number}", record
    else:
        yield from json_lines(reading, "main")


def _party(reading: Reading, told: Told) -> Entity:
    fields = told.fields
    if told.kind == "person":
        party = new_entity("Person", exact_id(reading, told.key))
        _person(reading, party, told)
    else:
        kind, subtype = entity_type(fields)
        party = new_entity(
            _SCHEMATA.get(kind, "LegalEntity"), exact_id(reading, told.key)
        )
        party.add("name", fields.get("name"))
        party.add("legalForm", subtype or (kind if kind == "arrangement" else None))
        for name in fields.get("alternateNames") or ():
            party.add("alias", str(name))
        for prop, key in (
            ("incorporationDate", "foundingDate"), ("dissolutionDate", "dissolutionDate"),
        ):  # fmt: skip
            reading.add_date(party, prop, told.where, fields.get(key))
        for place in objects(
            fields.get("jurisdiction") or fields.get("incorporatedInJurisdiction")
        ):
            _country(reading, party, "jurisdiction", told.where, place)
    _common(reading, party, told)
    return party


def _person(reading: Reading, party: Entity, told: Told) -> None:
    fields = told.fields
    names = list(objects(fields.get("names") or []))
    for number, name in enumerate(names):
        prop = "name" if number == 0 or name.get("type") == "legal" else "alias"
        party.add(prop, name.get("fullName"))
        party.add("firstName", name.get("givenName"))
        party.add("lastName", name.get("familyName"))
        party.add("fatherName", name.get("patronymicName"))
    if not names:
        said = reference(fields.get("unspecifiedPersonDetails") or {})[1]
        party.add("summary", f"{fields.get('personType', 'unknownPerson')}: {said}")
    reading.add_date(party, "birthDate", told.where, fields.get("birthDate"))
    reading.add_date(party, "deathDate", told.where, fields.get("deathDate"))
    for prop, key in (("nationality", "nationalities"), ("country", "taxResidencies")):
        for place in objects(fields.get(key) or []):
            _country(reading, party, prop, told.where, place)
    for place in objects(fields.get("placeOfBirth") or []):
        party.add("birthPlace", place.get("address"))
    exposure = fields.get("politicalExposure") or {}
    if exposure.get("status") == "isPep" or fields.get("hasPepStatus") is True:
        party.add("topics", "role.pep")
        for detail in objects(exposure.get("details") or []):
            party.add("position", detail.get("reason"))


def _common(reading: Reading, party: Entity, told: Told) -> None:
    for number in objects(told.fields.get("identifiers") or []):
        _identifier(party, number)
    for place in objects(told.fields.get("addresses") or []):
        country = place.get("country")
        where = country if isinstance(country, dict) else {"code": country}
        parts = (place.get("address"), place.get("postCode"), where.get("name"))
        party.add("address", ", ".join(str(p) for p in parts if p))
        _country(reading, party, "country", told.where, where)
    party.add("sourceUrl", told.fields.get("uri"))
    party.add("publisher", told.publisher)


def _identifier(party: Entity, number: dict[str, Any]) -> None:
    scheme = str(number.get("scheme") or "")
    text = str(number.get("id") or number.get("uri") or "")
    if scheme.endswith("-LEI") and "leiCode" in party.schema.properties:
        party.add("leiCode", text)
        return
    prop = "idNumber" if party.schema.name == "Person" else "registrationNumber"
    name = scheme or number.get("schemeName")
    party.add(prop, text, original=f"{name} {text}" if name else None)


def _country(
    reading: Reading, party: Entity, prop: str, where: str, place: dict[str, Any]
) -> None:
    """Add a country by its code, of which a region after a hyphen is left out."""
    code = str(place.get("code") or "").partition("-")[0]
    reading.add_country(party, prop, where, code or place.get("name"))


def _relationship(reading: Reading, order: Order, told: Told) -> Iterator[Entity]:
    fields, span = told.fields, order.span(told)
    if span is None:
        return
    subject, _ = reference(fields.get("subject"))
    holder, reason = reference(fields.get("interestedParty"))
    if subject is None:
        reading.warn("a relationship without its subject", told.where, told.key)
        return
    asset = exact_id(reading, order.key(subject))
    if holder is None:
        unknown = new_entity(
            "LegalEntity", exact_id(reading, f"{told.key}-undisclosed")
        )
        unknown.add("name", f"Not disclosed ({reason})")
        owner = unknown.id
        if order.is_last(told):
            yield unknown
    else:
        owner = exact_id(reading, order.key(holder))
    joint = subject in order.joint
    interests = list(objects(fields.get("interests") or [{}]))
    for number, said in enumerate(interests, start=1):
        interest = _within(_interest(reading, said, joint=joint), *span)
        name = told.key if order.is_last(told) else f"{told.key}-{told.statement}"
        key = name if len(interests) == 1 else f"{name}-{number}"
        yield interest_link(reading, told.where, (owner, asset), key, interest)


def _within(interest: Interest, since: str | None, until: str | None) -> Interest:
    """Return an interest as it stood between two days, as far as they bound it."""
    since = max(filter(None, (interest.since, since)), default=None)
    until = min(filter(None, (interest.until, until)), default=None)
    return replace(interest, since=since, until=until)


def _interest(reading: Reading, said: dict[str, Any], *, joint: bool) -> Interest:
    kind = str(said.get("type") or "unknownInterest")
    folded = kind.replace("-", "").casefold()
    if folded not in _INTERESTS:
        # Settlors, beneficiaries, nominees and the like neither own nor control alone.
        reading.warnings[f"interest kept as a link: {kind}"] += 1
    schema, rights, manner = _INTERESTS.get(folded, ("UnknownLink", None, None))
    level = said.get("directOrIndirect") or said.get("interestLevel")
    if schema == "Ownership":
        how = ("indirect" if level == "indirect" else None, "joint" if joint else None)
        manner = ", ".join(word for word in how if word) or None
    role = f"{kind}, beneficial" if said.get("beneficialOwnershipOrControl") else kind
    return Interest(
        schema=schema,
        role=role,
        shares=_shares(said.get("share")),
        rights=rights,
        manner=manner,
        since=said.get("startDate"),
        until=said.get("endDate"),
        note=said.get("details"),
    )


def _shares(share: Any) -> str | None:
    """Return a share as bounds: `exclusiveMinimum` is a flag in 0.2, a number in 0.4."""
    if not isinstance(share, dict):
        return None
    exact, low, high, above, below = (share.get(name) for name in _SHARE_FIELDS)
    if exact is not None:
        return str(exact)
    if _is_number(above):
        low = above
    if _is_number(below):
        high = below
    return bounds(
        None if low is None else str(low),
        None if high is None else str(high),
        above=above is not None and above is not False,
        below=below is not None and below is not False,
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


FORMAT = Format(name="bods", sniff=sniff, read=read)
