"""UK register of people with significant control: one JSON object a line.

The snapshot names companies by number only; their names stand in another product.  The
register has bands, not shares: more than 25 and at most 50 %, more than 50 and less than
75 %, 75 % and more (Companies Act 2006, Schedule 1A and the 2016 regulations).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ostraka.record.model import Entity, new_entity
from ostraka.sources.ftm import json_lines
from ostraka.sources.interests import Interest, exact_id, interest_link
from ostraka.sources.reader import Format, Reading

_RECORD = re.compile(rb'"company_number"\s*:')
_BAND = re.compile(r"-(25-to-50|50-to-75|75-to-100|more-than-25)-percent")
_BANDS = {
    "25-to-50": ">25 <=50",
    "50-to-75": ">50 <75",
    "75-to-100": ">=75 <=100",
    "more-than-25": ">25",
}
#: Beginning of a nature of control → link, what the band is of, kind of control.
_NATURES: tuple[tuple[str, str, str | None, str | None], ...] = (
    ("ownership-of-shares", "Ownership", None, None),
    ("voting-rights", "Ownership", "voting rights", None),
    ("right-to-share-surplus-assets", "Ownership", "surplus assets", None),
    ("part-right-to-share-surplus-assets", "Ownership", "surplus assets", None),
    ("right-to-appoint-and-remove", "Control", None, "appoints most of the board"),
    ("significant-influence-or-control", "Control", None, "influence or control"),
)
#: Lines about a company and not about a person; they hold no link.
_NO_PERSON = ("statement", "exemptions", "totals#")
_ADDRESS = (
    "care_of", "po_box", "premises", "address_line_1", "address_line_2", "locality",
    "region", "postal_code", "country",
)  # fmt: skip


def sniff(name: str, head: bytes) -> str | None:  # noqa: ARG001 - the name says nothing
    """Return `main` for lines of JSON that name a company by its number."""
    return "main" if head.lstrip()[:1] == b"{" and _RECORD.search(head) else None


def read(reading: Reading) -> Iterator[Entity]:
    """Yield the persons, and what they have in each company."""
    seen: set[str] = set()
    for where, record in json_lines(reading, "main"):
        person = record.get("data")
        if not isinstance(person, dict):
            reading.refuse(where, "a line without data")
            continue
        kind = str(person.get("kind", ""))
        number = record.get("company_number")
        if any(word in kind for word in _NO_PERSON) or not number:
            reading.warnings[f"no person: {kind}"] += 1
            continue
        yield from _control(reading, where, str(number), person, seen)


def _control(
    reading: Reading,
    where: str,
    company: str,
    person: dict[str, Any],
    seen: set[str],
) -> Iterator[Entity]:
    key = str((person.get("links") or {}).get("self", "")).rpartition("/")[2]
    if not key:
        reading.refuse(where, "a person without a link to itself, so without an id")
        return
    holder = _holder(reading, where, key, person)
    # A body that is named by its number stands on many lines.
    if holder.id not in seen:
        if holder.schema.name != "Person":
            seen.add(holder.id)
        yield holder
    asset = reading.make_id(company)
    for number, nature in enumerate(person.get("natures_of_control") or (), start=1):
        interest = _interest(reading, where, str(nature), person)
        yield interest_link(
            reading, where, (holder.id, asset), f"{key}-{number}", interest
        )


def _holder(reading: Reading, where: str, key: str, person: dict[str, Any]) -> Entity:
    kind = str(person.get("kind", ""))
    if kind.startswith("individual"):
        holder = new_entity("Person", exact_id(reading, key))
        _individual(reading, where, holder, person)
    elif kind.startswith("super-secure"):
        holder = new_entity("LegalEntity", exact_id(reading, key))
        holder.add("name", "Not disclosed (super-secure person)")
    else:
        papers = person.get("identification") or {}
        number = str(papers.get("registration_number") or "").strip()
        country = papers.get("country_registered") or papers.get("place_registered")
        is_uk = bool(number) and _is_uk(str(country or ""))
        holder = new_entity(
            "Company",
            reading.make_id(number.zfill(8)) if is_uk else exact_id(reading, key),
        )
        holder.add("registrationNumber", number)
        holder.add("legalForm", papers.get("legal_form"))
    holder.add("name", person.get("name"))
    address = person.get("address") or {}
    holder.add(
        "address", ", ".join(str(address[p]) for p in _ADDRESS if address.get(p))
    )
    reading.add_country(holder, "country", where, address.get("country"))
    return holder


def _individual(
    reading: Reading, where: str, holder: Entity, person: dict[str, Any]
) -> None:
    parts = person.get("name_elements") or {}
    holder.add("title", parts.get("title"))
    holder.add("firstName", parts.get("forename"))
    holder.add("middleName", parts.get("middle_name"))
    holder.add("lastName", parts.get("surname"))
    born = person.get("date_of_birth") or {}
    if born.get("year"):
        month = f"-{int(born['month']):02d}" if born.get("month") else ""
        reading.add_date(holder, "birthDate", where, f"{born['year']}{month}")
    reading.add_country(holder, "nationality", where, person.get("nationality"))
    reading.add_country(holder, "country", where, person.get("country_of_residence"))


def _interest(
    reading: Reading, where: str, nature: str, person: dict[str, Any]
) -> Interest:
    found = next((n for n in _NATURES if nature.startswith(n[0])), None)
    if found is None:
        reading.warn("unknown nature of control", where, nature)
    _, schema, rights, manner = found or ("", "UnknownLink", None, None)
    band = _BAND.search(nature)
    if schema == "Ownership" and re.search(r"-as-(trust|firm|control-over)", nature):
        manner = "indirect, through a trust or firm"
    return Interest(
        schema=schema,
        role=nature.replace("-", " "),
        shares=_BANDS[band[1]] if band else None,
        rights=rights,
        manner=manner,
        since=person.get("notified_on"),
        until=person.get("ceased_on"),
        status="ceased"
        if person.get("ceased") and not person.get("ceased_on")
        else None,
    )


def _is_uk(country: str) -> bool:
    words = country.casefold()
    return any(
        name in words
        for name in ("england", "wales", "scotland", "kingdom", "northern ireland")
    ) or words in {"uk", "gb", "great britain"}


FORMAT = Format(name="uk_psc", sniff=sniff, read=read)
