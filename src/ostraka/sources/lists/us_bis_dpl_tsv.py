"""US Denied Persons List, tab separated: one row for each address of a denied person.

There is no id and no type.  The rows of one name under one order are one party; the
name makes the id, and only namesakes also need the day of the order, because a
temporary order gets a new day at each of its renewals.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from ostraka.record.model import Entity
from ostraka.sources.endings import have_ended
from ostraka.sources.name_cells import split_other_names
from ostraka.sources.reader import Format, Reading
from ostraka.sources.stable_ids import fold_name, stable_keys
from ostraka.sources.strict_table import Row, read_table, rows_by_column

_REQUIRED = ("Name", "Effective_Date", "Expiration_Date", "FR_Citation")
_ADDRESS = ("Street_Address", "City", "State", "Postal_Code")
_TERMS = (
    ("Standard_Order", "Standard order"),
    ("Action", "Action"),
    ("FR_Citation", "Federal Register notice"),
)


@dataclass(slots=True)
class _Order:
    """One denied person and the rows about it."""

    name: str
    effective: str
    rows: list[Row] = field(default_factory=list)


def sniff(name: str, head: bytes) -> str | None:  # noqa: ARG001 - the name says nothing
    """Return `main` for a tab separated file that begins with the list's columns."""
    start = head.removeprefix(b"\xef\xbb\xbf").replace(b'"', b"")
    return "main" if start.startswith(b"Name\tStreet_Address\t") else None


def read(reading: Reading) -> Iterator[Entity]:
    """Yield the parties and the orders against them."""
    orders: dict[tuple[str, str], _Order] = {}
    with reading.open("main") as stream:
        table = read_table(stream, reading, name="dpl.txt", delimiter="\t")
        for row in rows_by_column(table, reading, name="dpl.txt", required=_REQUIRED):
            name, effective = row.take("Name"), row.take("Effective_Date")
            if name is None:
                reading.refuse(row.where, "a row without a name")
                continue
            same = (" ".join(name.casefold().split()), effective or "")
            order = orders.setdefault(same, _Order(name, effective or ""))
            order.rows.append(row)
    chains = [(fold_name(o.name), o.effective, o.name) for o in orders.values()]
    for order, key in zip(orders.values(), stable_keys(chains, least=1), strict=True):
        yield from _read_order(reading, order, key)


def _read_order(reading: Reading, order: _Order, key: str) -> Iterator[Entity]:
    party = reading.entity("LegalEntity", key)
    head, others = split_other_names(order.name)
    party.add("name", head or order.name, original=order.name)
    for other in others:
        party.add(other.prop, other.text, original=order.name)
    sanction = reading.sanction(party)
    sanction.add("program", reading.dataset.title)
    where = order.rows[0].where
    _day(reading, sanction, "startDate", where, order.effective)
    for row in order.rows:
        _address(reading, party, row)
        _day(reading, sanction, "endDate", row.where, row.take("Expiration_Date"))
        _day(reading, sanction, "modifiedAt", row.where, row.take("Last_Update"))
        for column, label in _TERMS:
            text = row.take(column)
            sanction.add("summary", f"{label}: {text}" if text else None)
        row.done(reading)
    if have_ended(reading, [sanction]):
        reading.ended.add(party.id)
    yield party
    yield sanction


def _day(
    reading: Reading, sanction: Entity, prop: str, where: str, text: str | None
) -> None:
    """Add an American date, `MM/DD/YYYY`, or one in ISO form."""
    reading.add_date(sanction, prop, where, text, month_first=True)


def _address(reading: Reading, party: Entity, row: Row) -> None:
    country = row.take("Country")
    parts = [row.take(column) for column in _ADDRESS]
    party.add("address", ", ".join(p for p in (*parts, country) if p))
    # Left empty for most Americans; a state is no statement of the country.
    reading.add_country(party, "country", row.where, country)


FORMAT = Format(name="us_bis_dpl_tsv", sniff=sniff, read=read)
