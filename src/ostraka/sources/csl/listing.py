"""One record of the US consolidated screening list, whichever form it came in."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from ostraka.record.countries import is_country
from ostraka.sources.ofac.labels import (
    DOCUMENTS,
    FEATURES,
    NOTED,
    WALLET_LABEL,
    is_legal,
)
from ostraka.sources.reader import Reading, slug
from ostraka.sources.strict_table import Row

_SOURCE = re.compile(r"^(?P<list>.+?\((?P<code>[^()]+)\)(?: List)?) - (?P<agency>.+)$")
_DIGIT = re.compile(r"\d")
#: Codes of countries that are codes of American states, too.
_STATES = frozenset({
    "AL", "AR", "AZ", "CA", "CO", "DE", "GA", "ID", "IL", "IN", "KY", "LA", "MA", "MD",
    "ME", "MN", "MO", "MS", "MT", "NC", "NE", "PA", "SC", "SD", "TN", "VA",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Identifier:
    """One of a record's `ids`: a number, a feature or a legal remark, by its type."""

    kind: str
    number: str
    country: str | None = None
    issued: str | None = None
    expires: str | None = None
    remark: str | None = None


@dataclass(slots=True)
class Listing:
    """One record.

    Attributes:
        row: The fields with one value, by name.
        key: The publisher's id of the record, or OFAC's number.
        source: Name of the list it is from.
        name: Its name.
        number: OFAC's number, or None.
        lists: The fields with several values, by name.
        addresses: Each as one text.
        countries: The codes of their countries.
        ids: Documents, features and legal remarks.
    """

    row: Row
    key: str
    source: str
    name: str
    number: str | None = None
    lists: dict[str, list[str]] = field(default_factory=dict)
    addresses: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)
    ids: list[Identifier] = field(default_factory=list)

    @property
    def code(self) -> str:
        """Short name of the list it is from: `sdn`, `el`, `ns-mbs`."""
        found = _SOURCE.match(self.source)
        return slug((found["code"] if found else self.source).removesuffix(" List"))

    @property
    def title(self) -> str:
        """Name of the list it is from, without the agency behind it."""
        found = _SOURCE.match(self.source)
        return found["list"] if found else self.source

    @property
    def agency(self) -> str:
        """The agency whose list it is."""
        found = _SOURCE.match(self.source)
        return found["agency"] if found else self.source


def is_label(text: str) -> bool:
    """Tell whether a text is a type that OFAC gives to an id."""
    return (
        text in DOCUMENTS
        or text in FEATURES
        or text in NOTED
        or text.startswith(WALLET_LABEL)
        or is_legal(text)
    )


def address_country(address: str, code: str) -> str | None:
    """Return the code of the country an address ends with, or None if it has none.

    Denied persons' American addresses end with a postal code, or with a state that may
    look like a country ("CA"): such an ending counts only behind a number.
    """
    rest, _, last = address.rpartition(", ")
    last = last.strip()
    if len(last) != 2 or not last.isupper() or not is_country(last.lower()):
        return None
    before = rest.rpartition(", ")[2]
    if code == "dpl" and last in _STATES and not _DIGIT.search(before):
        return None
    return last.lower()


def take_listing(reading: Reading, row: Row) -> Listing | None:
    """Take the fields that say what a record is; None (and refused) if they are missing."""
    key = row.take("_id") or row.take("id")
    source, name = row.take("source"), row.take("name")
    if key is None or source is None or name is None:
        reading.refuse(row.where, "a record without id, source or name")
        return None
    row.where = f"{key} ({row.where})"
    return Listing(row, key, source, name, number=row.take("entity_number"))
