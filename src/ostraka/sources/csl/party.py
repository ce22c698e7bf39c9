"""Parties of the US consolidated screening list, from its CSV or its JSON.

The list repeats OFAC's lists: those records carry OFAC's number, types and labels and
are read by OFAC's own rules.  It adds the lists of the Bureau of Industry and Security
and of the State Department, which have names, addresses and dates, but no numbers and
no types.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ostraka.record.countries import country_label, is_country
from ostraka.record.model import CATALOG_ORIGIN, Entity, new_entity
from ostraka.sources.csl.listing import Identifier, Listing
from ostraka.sources.endings import have_ended
from ostraka.sources.name_cells import split_other_names
from ostraka.sources.ofac.labels import (
    FEATURES,
    NOTED,
    SCHEMATA,
    WALLET_LABEL,
    is_legal,
)
from ostraka.sources.ofac.remarks import read_name
from ostraka.sources.ofac.terms import (
    Document,
    Record,
    add_document,
    add_feature,
)
from ostraka.sources.reader import Reading
from ostraka.sources.stable_ids import fold_name, stable_keys

_SUCCESSORS = re.compile(r"[\s,;]*\band any successor.*$", re.IGNORECASE | re.DOTALL)
_AND = re.compile(r"^and\s+")
#: Fields of OFAC's records and the label OFAC has for them.
_LABELLED = {
    "title": "Title",
    "call_sign": "Vessel Call Sign",
    "vessel_type": "Vessel Type",
    "gross_tonnage": "Vessel Tonnage",
    "gross_registered_tonnage": "Vessel Gross Registered Tonnage",
    "vessel_flag": "Vessel Flag",
    "vessel_owner": "Vessel Owner",
}
_LABELLED_LISTS = {
    "citizenships": "citizen",
    "dates_of_birth": "DOB",
    "nationalities": "nationality",
    "places_of_birth": "POB",
}
#: Fields kept with the designation: column, property, and the words in front.
_TERMS = (
    ("federal_register_notice", "summary", "Federal Register notice"),
    ("standard_order", "summary", "Standard order"),
    ("license_requirement", "provisions", "License requirement"),
    ("license_policy", "provisions", "License policy"),
)
_DATES = (
    ("date_of_listing", "listingDate"),
    ("start_date", "startDate"),
    ("end_date", "endDate"),
)


def read_listings(reading: Reading, listings: Iterable[Listing]) -> Iterator[Entity]:
    """Yield the parties and their designations: one party for each id of the publisher.

    A party on several of OFAC's lists stands there once for each, under one id.
    """
    groups: dict[str, list[Listing]] = {}
    for listing in listings:
        groups.setdefault(listing.number or listing.key, []).append(listing)
    found = list(groups.values())
    for group, key in zip(found, _keys(found), strict=True):
        yield from _read_party(reading, group, key)


def _keys(groups: list[list[Listing]]) -> list[str]:
    """Return the ids: OFAC's number, or else list and name.

    The publisher's own id of the others changed its make between 2023 and 2025.
    Namesakes on one list are told apart by their addresses.
    """
    firsts = [group[0] for group in groups]
    chains = [
        (f.code, fold_name(f.name), _address_words(f), f.key)
        for f in firsts
        if f.number is None
    ]
    keys = iter(stable_keys(chains, least=2))
    return [f.number or f"{f.code}-{next(keys)}" for f in firsts]


def _address_words(listing: Listing) -> str:
    words = {w for address in listing.addresses for w in address.casefold().split()}
    return " ".join(sorted(words))


def _read_party(reading: Reading, group: list[Listing], key: str) -> Iterator[Entity]:
    kind = group[0].row.take("type") or ""
    schema = SCHEMATA.get(kind.casefold(), "LegalEntity")
    if kind and kind.casefold() not in SCHEMATA:
        reading.refuse(group[0].row.where, f"unknown type of party {kind!r}")
    party = reading.entity(schema, key)
    wallets: dict[str, Entity] = {}
    sanctions: dict[str, Entity] = {}
    for listing in group:
        # The same on every row of a party.
        listing.row.ignore("type")
        sanction = sanctions.setdefault(
            listing.code,
            new_entity("Sanction", f"{party.id}-sanction-{listing.code}"),
        )
        _designation(reading, party, listing, sanction)
        record = Record(reading, key, listing.row.where, party, sanction, wallets)
        _facts(record, listing)
        _identity(record, listing)
        listing.row.done(reading)
        topic = _topic(reading, listing)
        if not have_ended(reading, [sanction]):
            party.add("topics", topic, origin=CATALOG_ORIGIN)
    yield party
    yield from sanctions.values()
    for wallet in wallets.values():
        wallet.add("topics", party.first("topics"), origin=CATALOG_ORIGIN)
        yield wallet


def _facts(record: Record, listing: Listing) -> None:
    """Add names, addresses and remarks."""
    aliases = listing.lists.pop("alt_names", [])
    if listing.number is not None:
        read_name(record, listing.name)
        for alias in aliases:
            read_name(record, alias, "a.k.a.")
    else:
        _plain_names(record.party, listing.name, aliases)
    for address in listing.addresses:
        # A country alone is no address.
        if not is_country(address.lower()):
            record.party.add("address", address)
    for code in listing.countries:
        record.party.add("country", code)
    record.note(listing.row.take("remarks"))


def _plain_names(party: Entity, name: str, aliases: list[str]) -> None:
    """Add names of lists other than OFAC's, which write them as they are spoken."""
    head, others = split_other_names(_SUCCESSORS.sub("", name))
    party.add("name", head or name, original=name)
    for other in others:
        party.add(other.prop, other.text, original=name)
    for alias in aliases:
        text = _SUCCESSORS.sub("", _AND.sub("", alias.strip()))
        party.add("alias", text, original=alias)


def _identity(record: Record, listing: Listing) -> None:
    """Add what OFAC's records have: birth, nationality, documents, ships."""
    for column, label in _LABELLED.items():
        add_feature(record, label, listing.row.take(column))
    for column, label in _LABELLED_LISTS.items():
        for value in listing.lists.pop(column, []):
            add_feature(record, label, value)
    for identifier in listing.ids:
        _add_identifier(record, identifier)


def _add_identifier(record: Record, given: Identifier) -> None:
    label = given.kind
    is_feature = label in FEATURES or label in NOTED or is_legal(label)
    if is_feature or label.startswith(WALLET_LABEL):
        # OFAC prints the country of what is not a document as part of it.
        text = ", ".join(t for t in (given.country, given.number) if t)
        add_feature(record, label, text)
        return
    country = given.country
    if country is not None and is_country(country.lower()):
        country = country_label(country.lower())
    document = Document(
        kind=label,
        number=given.number,
        country=country,
        issued=given.issued,
        expires=given.expires,
        remark=given.remark,
    )
    add_document(record, document)


def _designation(
    reading: Reading, party: Entity, listing: Listing, sanction: Entity
) -> None:
    row, agency = listing.row, listing.agency
    sanction.add("entity", party.id)
    sanction.add("country", reading.dataset.country, origin=CATALOG_ORIGIN)
    sanction.add("publisher", listing.source)
    authority = reading.lookup("agencies", agency) or agency
    sanction.add("authority", authority, original=agency)
    for program in listing.lists.pop("programs", []) or [listing.title]:
        sanction.add("program", program)
    number = listing.number
    sanction.add("authorityId", number)
    sanction.add("recordId", f"ofac-{number}" if number else listing.key)
    for column in ("source_information_url", "source_list_url"):
        sanction.add("sourceUrl", row.take(column))
    for column, prop in _DATES:
        reading.add_date(sanction, prop, row.where, row.take(column))
    for column, prop, label in _TERMS:
        text = row.take(column)
        sanction.add(prop, f"{label}: {text}" if text else None)


def _topic(reading: Reading, listing: Listing) -> str | None:
    """Return what listing on its list means for a party."""
    for key in (listing.code, listing.agency):
        topic = reading.lookup("topics", key)
        if topic is not None:
            return topic
    todo = "add it to the topics in us_csl.yml"
    reading.refuse(listing.row.where, f"unknown list {listing.source!r}", todo)
    return None
