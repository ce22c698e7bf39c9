"""One British designation, whatever file it was read from, and what it orders.

The readers of the UK Sanctions List (XML, CSV) and of the Treasury's consolidated list
only say where a value stands. A table repeats a party on many rows, so a record
collects *different* values in the order they came.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ostraka.record.model import Entity
from ostraka.sources.reader import Reading, slug
from ostraka.sources.uk.terms import take_references

Parts = tuple[str | None, ...]

_LETTERS = re.compile(r"[^a-z]+")


@dataclass(slots=True)
class UkRecord:
    """What a list says about one party, by field, each different value once.

    Attributes:
        where: Place in the file, for messages.
        key: What identifies it: Unique ID or Group ID.
        kind: Individual, Entity or Ship.
        values: Parts of each value by field, in the order they came.
    """

    where: str
    key: str
    kind: str | None
    values: dict[str, dict[Parts, None]] = field(default_factory=dict)

    def add(self, name: str, *parts: str | None) -> None:
        """Add a value of one or several parts unless all are empty."""
        if any(parts):
            self.values.setdefault(name, {})[parts] = None

    def rows(self, name: str) -> list[Parts]:
        """Return the values of a field with all their parts."""
        return list(self.values.get(name, ()))

    def texts(self, name: str) -> list[str]:
        """Return the values of a field of one part."""
        return [parts[0] for parts in self.rows(name) if parts[0]]


def designations(reading: Reading, party: Entity, record: UkRecord) -> Iterator[Entity]:
    """Yield one sanction for each regime; the one listed first has the plain id."""
    regimes: dict[str, list[Parts]] = {}
    for row in record.rows("regime"):
        regimes.setdefault(row[0] or "", []).append(row)
    first = True
    for name, rows in sorted(regimes.items(), key=lambda item: _listed(item[1])):
        sanction = (
            reading.sanction(party) if first else reading.sanction(party, slug(name))
        )
        first = False
        sanction.add("program", name)
        for _, listed, started, updated in rows:
            reading.add_date(sanction, "listingDate", record.where, listed)
            reading.add_date(sanction, "startDate", record.where, started or listed)
            reading.add_date(sanction, "modifiedAt", record.where, updated)
        _add_references(sanction, record)
        yield sanction
    if first:
        reading.refuse(record.where, "a record without a regime")


def _listed(rows: list[Parts]) -> tuple[str, str]:
    """Sort key of a regime: dd/mm/yyyy turned round, then its name."""
    days = ["".join(reversed(re.split(r"\D", row[1] or ""))) for row in rows]
    return min(days), rows[0][0] or ""


def _add_references(sanction: Entity, record: UkRecord) -> None:
    """Add what is the same under every regime: numbers, measures, reasons."""
    # On both lists authorityId is the UK list's Unique ID and recordId the Treasury's
    # Group ID, so that the two can be joined.
    for number in record.texts("uk number"):
        sanction.add("authorityId", number)
    for number in record.texts("group number"):
        sanction.add("recordId", number)
    for text in record.texts("un number"):
        numbers, _ = take_references(text)  # "QDi.042 and SOi.002"
        for number in numbers or [text]:
            sanction.add("unscId", number, original=text)
    for text in record.texts("reasons"):
        sanction.add("reason", text)
    for text in record.texts("source"):
        sanction.add("summary", f"Designation source: {text}")
    measures = [m.strip() for t in record.texts("measures") for m in t.split("|")]
    known = {_LETTERS.sub("", measure.casefold()) for measure in measures}
    indicated = record.texts("measure")
    for measure in measures:
        sanction.add("provisions", measure)
    for measure in indicated:
        if _LETTERS.sub("", measure.casefold()) not in known:
            sanction.add("provisions", measure)
