"""GLEIF's golden copies as CSV: level 2 (who owns whom), and level 1 for the names.

Level 1 has more than three hundred columns; those named here are taken, and the rest is
left out for its number.
"""

from __future__ import annotations

from collections.abc import Iterator

from ostraka.record.model import Entity
from ostraka.sources.gleif import Bearer, Relationship, bearer, relationship_links
from ostraka.sources.reader import Format, Reading
from ostraka.sources.strict_table import Row, read_table, rows_by_column

_START, _END = "Relationship.StartNode.NodeID", "Relationship.EndNode.NodeID"
_KIND = "Relationship.RelationshipType"
_NAME = "Entity.LegalName"
_OTHER = "Entity.OtherEntityNames.OtherEntityName"
_ADDRESS = ("FirstAddressLine", "City", "PostalCode", "Country")
_MOST = 5


def sniff(name: str, head: bytes) -> str | None:  # noqa: ARG001 - the name says nothing
    """Return `main` for relationships and `entities` for level 1."""
    first = head.partition(b"\n")[0]
    if _START.encode() in first:
        return "main"
    return "entities" if b"LEI" in first and _NAME.encode() in first else None


def read(reading: Reading) -> Iterator[Entity]:
    """Yield the parties of level 1, if it is there, and the relationships."""
    if "entities" in reading.files:
        for row in _rows(reading, "entities", ("LEI", _NAME)):
            yield bearer(reading, _bearer(row))
    rows = _rows(reading, "main", (_START, _END, _KIND))
    yield from relationship_links(reading, map(_relationship, rows))


def _rows(reading: Reading, role: str, required: tuple[str, ...]) -> Iterator[Row]:
    name = reading.files[role].name
    with reading.open(role) as stream:
        table = read_table(stream, reading, name=name)
        yield from rows_by_column(table, reading, name=name, required=required)


def _relationship(row: Row) -> Relationship:
    numbers = range(1, _MOST + 1)
    periods = (f"Relationship.Period.{n}" for n in numbers)
    amounts = (f"Relationship.Quantifiers.{n}" for n in numbers)
    return Relationship(
        where=row.where,
        child=row.take(_START) or "",
        parent=row.take(_END) or "",
        kind=row.take(_KIND) or "",
        status=row.take("Relationship.RelationshipStatus"),
        registration=row.take("Registration.RegistrationStatus"),
        periods=tuple(
            (
                row.take(f"{p}.periodType"),
                row.take(f"{p}.startDate"),
                row.take(f"{p}.endDate"),
            )
            for p in periods
        ),
        amounts=tuple(
            (row.take(f"{a}.QuantifierAmount"), row.take(f"{a}.QuantifierUnits"))
            for a in amounts
        ),
    )


def _bearer(row: Row) -> Bearer:
    names = [row.take(_NAME), row.take("Entity.TransliteratedOtherEntityNames.1")]
    names += [row.take(f"{_OTHER}.{n}") for n in range(1, _MOST + 1)]
    address = [row.take(f"Entity.LegalAddress.{part}") for part in _ADDRESS]
    return Bearer(
        where=row.where,
        lei=row.take("LEI") or "",
        names=tuple(name for name in names if name),
        address=tuple(part for part in address if part),
        jurisdiction=row.take("Entity.LegalJurisdiction"),
        number=row.take("Entity.RegistrationAuthority.RegistrationAuthorityEntityID"),
        created=row.take("Entity.EntityCreationDate"),
        status=row.take("Entity.EntityStatus"),
    )


FORMAT = Format(name="gleif_csv", sniff=sniff, read=read)
