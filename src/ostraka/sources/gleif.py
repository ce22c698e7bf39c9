"""Relationships of the Global LEI System, whatever file they stand in.

GLEIF records who consolidates whose accounts, not who holds how much: a direct parent is
an owner of unknown share that controls, an ultimate parent the same through others.
https://www.gleif.org/en/about-lei/common-data-file-format
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ostraka.record.model import Entity
from ostraka.sources.interests import Interest, interest_link
from ostraka.sources.reader import Reading

_CONSOLIDATED = "accounting consolidation"
#: Kind of relationship → link from the end node to the start node, how, how much.
_KINDS: dict[str, tuple[str, str | None, str | None]] = {
    "IS_DIRECTLY_CONSOLIDATED_BY": ("Ownership", _CONSOLIDATED, None),
    "IS_ULTIMATELY_CONSOLIDATED_BY": ("Ownership", f"indirect, {_CONSOLIDATED}", None),
    # A branch is the same legal person as its head office.
    "IS_INTERNATIONAL_BRANCH_OF": ("Ownership", "branch", "100"),
    "IS_FUND-MANAGED_BY": ("Control", "fund management", None),
    "IS_SUBFUND_OF": ("UnknownLink", None, None),
    "IS_FEEDER_TO": ("UnknownLink", None, None),
}
#: States of a registration that was never right.
_VOID = frozenset({"DUPLICATE", "ANNULLED"})


@dataclass(frozen=True, slots=True)
class Relationship:
    """One relationship record.

    Attributes:
        where: Place in the file.
        child: LEI (or provisional id) of the start node.
        parent: LEI of the end node.
        kind: `IS_DIRECTLY_CONSOLIDATED_BY` …
        status: `ACTIVE`, `INACTIVE`.
        registration: `PUBLISHED`, `LAPSED`, `ANNULLED` …
        periods: `(kind, start, end)` as published.
        amounts: `(amount, unit)` as published.
    """

    where: str
    child: str
    parent: str
    kind: str
    status: str | None
    registration: str | None
    periods: tuple[tuple[str | None, str | None, str | None], ...]
    amounts: tuple[tuple[str | None, str | None], ...]


@dataclass(frozen=True, slots=True)
class Bearer:
    """Who bears an LEI, as level 1 says.

    Attributes:
        where: Place in the file.
        lei: The identifier.
        names: The legal name first.
        address: Parts of the legal address, and its country.
        jurisdiction: Country, perhaps with a region.
        number: Number in the business register, or None.
        created: Day of creation as published, or None.
        status: `ACTIVE`, `INACTIVE`.
    """

    where: str
    lei: str
    names: tuple[str, ...]
    address: tuple[str, ...]
    jurisdiction: str | None
    number: str | None
    created: str | None
    status: str | None


def relationship_links(
    reading: Reading, relationships: Iterable[Relationship]
) -> Iterator[Entity]:
    """Yield the links; what is stated twice of the same two parties is one link."""
    seen: set[str] = set()
    for told in relationships:
        if told.registration in _VOID:
            reading.warnings[f"registration {told.registration} left out"] += 1
            continue
        if told.kind not in _KINDS:
            reading.warn("unknown kind of relationship", told.where, told.kind)
        schema, manner, shares = _KINDS.get(told.kind, ("UnknownLink", None, None))
        since, until = _period(told)
        interest = Interest(
            schema=schema,
            role=told.kind,
            shares=shares or _percentage(told),
            manner=manner,
            since=since,
            until=until,
            status="inactive" if told.status == "INACTIVE" else None,
        )
        ends = (reading.make_id(told.parent), reading.make_id(told.child))
        link = interest_link(reading, told.where, ends, told.kind, interest)
        if link.id not in seen:
            seen.add(link.id)
            yield link


def bearer(reading: Reading, told: Bearer) -> Entity:
    """Return the party that bears an LEI."""
    party = reading.entity("Company", told.lei)
    for number, name in enumerate(told.names):
        party.add("alias" if number else "name", name)
    party.add("leiCode", told.lei)
    party.add("address", ", ".join(part for part in told.address if part))
    party.add("registrationNumber", told.number)
    if told.status == "INACTIVE":
        party.add("status", "inactive")
    country = (told.jurisdiction or "").partition("-")[0]
    reading.add_country(party, "jurisdiction", told.where, country)
    reading.add_date(party, "incorporationDate", told.where, told.created)
    return party


def _period(told: Relationship) -> tuple[str | None, str | None]:
    for kind, start, end in told.periods:
        if kind == "RELATIONSHIP_PERIOD":
            return start, end
    return None, None


def _percentage(told: Relationship) -> str | None:
    for amount, unit in told.amounts:
        if amount and unit == "PERCENTAGE":
            return amount
    return None
