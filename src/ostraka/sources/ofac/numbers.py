"""Numbers of identity documents and registrations as OFAC publishes them.

A number may have words around it (`RNE: W031645-8`, `HRB 7 (Stuttgart)`), and what it
identifies depends on its kind and sometimes on its own form (an IMO number, a LEI).
"""

from __future__ import annotations

import re

from ostraka.record.clean import clean_value
from ostraka.record.countries import country_code
from ostraka.record.model import Entity
from ostraka.sources.ofac.labels import DOCUMENTS
from ostraka.sources.reader import Reading

#: Russian numbers that have a property of their own, by the property of their kind.
_RUSSIAN = {"taxNumber": "innCode", "registrationNumber": "ogrnCode"}

_IMO = re.compile(r"(?:IMO ?)?\d{7}")
#: A word before the number itself: `RNE: W031645-8`, `Booklet: A5199819`.
_SORT_OF_NUMBER = re.compile(r"^[A-Za-z][A-Za-z. ]*:\s*(?=\S*\d)")
#: What may follow it in brackets: a country, or the place of the register.
_BRACKETED = re.compile(r"(.+?) \(([^()]+)\)", re.DOTALL)
#: Prose behind it: `7 issued under the name …`, `7 and Kuwaiti …`, `D7, Diplomatic`.
_PROSE = re.compile(r" (?:and|issued) .*|, [^\d]*$", re.DOTALL)


def split_country(reading: Reading, number: str) -> tuple[str, str | None]:
    """Return a number and the country that stands in brackets behind it."""
    found = _BRACKETED.fullmatch(number)
    if found is None:
        return number, None
    listed = reading.lookup("countries", found[2]) or country_code(found[2])
    return (found[1], found[2]) if listed else (number, None)


def bare_number(text: str) -> str:
    """Return a number without the words around it: `HRB 7 (Stuttgart)`, `RNE: W7`."""
    found = _BRACKETED.fullmatch(text)
    if found is not None and not any(c.isdigit() for c in found[2]):
        text = found[1]
    return _SORT_OF_NUMBER.sub("", _PROSE.sub("", text)).removeprefix("# ")


def number_properties(
    party: Entity, kind: str, number: str, country: str | None
) -> list[str]:
    """Return the properties of the party a number goes to: none, one or two.

    Args:
        party: Whose number it is.
        kind: OFAC's name for the document.
        number: Without the words around it.
        country: Of issue, as published.
    """
    prop = _main_property(party, kind, number)
    if prop is None:
        return []
    russian = _RUSSIAN.get(prop)
    if russian and country == "Russia" and _fits(party, russian, number):
        return [prop, russian]
    return [prop]


def _main_property(party: Entity, kind: str, number: str) -> str | None:
    """Return the property the number goes to, or None if there is none for it."""
    prop = DOCUMENTS.get(kind, "idNumber")
    if prop is None:
        return None
    if _IMO.fullmatch(" ".join(number.split())) and (
        number.startswith("IMO") or kind.startswith("Vessel")
    ):
        prop = "imoNumber"
    if prop in {"leiCode", "uscCode"} and not _fits(party, prop, number):
        prop = "registrationNumber"
    for choice in (prop, "idNumber", "registrationNumber"):
        if choice in party.schema.properties:
            return choice
    return None


def _fits(party: Entity, prop: str, number: str) -> bool:
    found = party.schema.properties.get(prop)
    return found is not None and clean_value(found, number) is not None
