"""US consolidated screening list, JSON: the same fields, several values as arrays."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ostraka.record.countries import is_country
from ostraka.record.model import Entity
from ostraka.sources.csl.listing import Identifier, Listing, take_listing
from ostraka.sources.csl.party import read_listings
from ostraka.sources.json_records import read_records
from ostraka.sources.reader import Format, Reading
from ostraka.sources.strict_table import Row

_LISTS = (
    "programs", "alt_names", "citizenships", "dates_of_birth", "nationalities",
    "places_of_birth",
)  # fmt: skip
#: Fields that only this list has.
_MARKS = (b'"source_information_url"', b'"federal_register_notice"', b'"entity_number"')
#: In the order in which the CSV joins them.
_ADDRESS = ("address", "city", "state", "postal_code", "country")
_ID = ("type", "number", "country", "issue_date", "expiration_date")


def sniff(name: str, head: bytes) -> str | None:  # noqa: ARG001 - the name says nothing
    """Return `main` for a JSON file with results that have the list's fields."""
    is_object = head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{")
    is_list = b'"results"' in head and b'"source"' in head
    return "main" if is_object and is_list and any(f in head for f in _MARKS) else None


def read(reading: Reading) -> Iterator[Entity]:
    """Yield the parties and their designations."""
    records = read_records(reading, name="CSL JSON", path=("results",))
    listings = [
        listing
        for number, record in enumerate(records, start=1)
        if (listing := _listing(reading, record, f"result {number}"))
    ]
    yield from read_listings(reading, listings)


def _listing(reading: Reading, record: dict[str, Any], where: str) -> Listing | None:
    lists = {column: _texts(record.pop(column, None)) for column in _LISTS}
    addresses = _objects(record.pop("addresses", None))
    ids = _objects(record.pop("ids", None))
    cells = {key: _text(value) for key, value in record.items()}
    listing = take_listing(reading, Row(where, cells))
    if listing is None:
        return None
    # The rank of a search answer, and the country of the address, said there, too.
    listing.row.ignore("score", "country")
    listing.lists = lists
    for address in addresses:
        _check(reading, listing, address, _ADDRESS)
        parts = [_text(address.get(part)).strip() for part in _ADDRESS]
        listing.addresses.append(", ".join(part for part in parts if part))
        if is_country(parts[-1].lower()):
            listing.countries.append(parts[-1].lower())
    for given in ids:
        _check(reading, listing, given, _ID)
        kind, number, country, issued, expires = (_text(given.get(k)) for k in _ID)
        listing.ids.append(
            Identifier(kind, number, country or None, issued or None, expires or None)
        )
    return listing


def _check(
    reading: Reading, listing: Listing, given: dict[str, Any], known: tuple[str, ...]
) -> None:
    for key in given.keys() - set(known):
        reading.refuse(listing.row.where, f"unknown field {key!r}")


def _text(value: object) -> str:
    if isinstance(value, str):
        return value
    return str(value) if value or value == 0 else ""


def _texts(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [text for v in values if (text := _text(v).strip())]


def _objects(value: object) -> list[dict[str, Any]]:
    """Return the objects of an array; a bare text counts as its first field."""
    values = value if isinstance(value, list) else [value]
    return [
        v if isinstance(v, dict) else {"address": v, "type": v} for v in values if v
    ]


FORMAT = Format(name="us_csl_json", sniff=sniff, read=read)
