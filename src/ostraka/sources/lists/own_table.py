"""Lists of your own as CSV or XLSX: one party a row, a header that names the columns.

Several values in a cell stand between semicolons.  A row that cannot be read refuses
the whole file: a list with a hole is worse than yesterday's list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ostraka.record.model import Entity, new_entity
from ostraka.record.schema import Property
from ostraka.sources.own_columns import (
    IGNORED,
    field_properties,
    find_kind,
    guess_kind,
    map_columns,
)
from ostraka.sources.reader import Format, Reading
from ostraka.sources.stable_ids import fold_name, stable_keys
from ostraka.sources.strict_table import read_table
from ostraka.sources.xlsx import read_sheet

_DELIMITERS = (b",", b";", b"\t", b"|")
_TEXT_FILES = (".csv", ".tsv", ".txt")
_NO_TABLE = re.compile(rb"(?:\xef\xbb\xbf)?\s*[{\[<]|%PDF|PK\x03\x04|\xd0\xcf\x11\xe0")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_PLAIN_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_NAME_PARTS = ("first_name", "middle_name", "last_name")
#: Properties of a designation are written with their schema.
_SANCTION = "Sanction."
#: What people write into a cell that holds nothing.
_NOTHING = frozenset({"-", "--", "n/a", "none", "null", "unknown"})


@dataclass(slots=True)
class _Row:
    """One row: its place, and the texts of each field in the order of the columns."""

    where: str
    texts: dict[str, list[str]]

    def joined(self, *fields: str) -> str:
        return " ".join(t for field in fields for t in self.texts.get(field, ()))


def sniff_csv(name: str, head: bytes) -> str | None:
    """Return `main` for delimited text."""
    if _NO_TABLE.match(head):
        return None
    if head.startswith(_UTF16):
        return "main"
    if b"\0" in head:
        return None
    is_named_so = name.casefold().endswith(_TEXT_FILES)
    first = head.partition(b"\n")[0]
    return "main" if is_named_so or any(d in first for d in _DELIMITERS) else None


def sniff_xlsx(name: str, head: bytes) -> str | None:
    """Return `main` for an Excel workbook."""
    is_named_so = name.casefold().endswith((".xlsx", ".xlsm"))
    return "main" if is_named_so and head.startswith(b"PK\x03\x04") else None


def read_csv(reading: Reading) -> Iterator[Entity]:
    """Yield the parties of a CSV file and their designations."""
    file = reading.files["main"]
    head = file.head()
    encoding = "utf-16" if head.startswith(_UTF16) else "utf-8-sig"
    first = head.decode(encoding, "ignore").partition("\n")[0]
    delimiter = max((d.decode() for d in _DELIMITERS), key=first.count)
    with reading.open("main") as stream:
        table = read_table(
            stream, reading, name=file.name, encoding=encoding, delimiter=delimiter
        )
        yield from _read(reading, table)


def read_xlsx(reading: Reading) -> Iterator[Entity]:
    """Yield the parties of the first sheet of a workbook and their designations."""
    with reading.open("main") as stream:
        yield from _read(
            reading, read_sheet(stream, reading, name=reading.files["main"].name)
        )


def _read(reading: Reading, table: Iterator[list[str]]) -> Iterator[Entity]:
    name = reading.files["main"].name
    header = [cell.strip() for cell in next(table, [])]
    fields = map_columns(reading, f"{name} row 1", header)
    rows = _rows(reading, name, fields, table)
    keyed = _own_ids(reading, rows) if "id" in fields else _made_ids(reading, rows)
    for party_id, row in keyed:
        yield from _party(reading, party_id, row)


def _rows(
    reading: Reading, name: str, fields: list[str], table: Iterator[list[str]]
) -> Iterator[_Row]:
    """Yield the rows that hold anything; those of another width are refused."""
    for number, cells in enumerate(table, start=2):
        if not any(cell.strip() for cell in cells):
            continue
        where = f"{name} row {number}"
        if len(cells) != len(fields):
            reading.refuse(
                where, f"{len(cells)} fields where the header has {len(fields)}"
            )
            continue
        texts: dict[str, list[str]] = {}
        for field, cell in zip(fields, cells, strict=True):
            text = cell.strip()
            if text and field != IGNORED:
                texts.setdefault(field, []).append(text)
        if not {"name", *_NAME_PARTS} & texts.keys():
            reading.refuse(where, "a row without a name")
        elif texts:
            yield _Row(where, texts)


def _own_ids(reading: Reading, rows: Iterable[_Row]) -> Iterator[tuple[str, _Row]]:
    """Yield each row with the id it states."""
    seen: dict[str, str] = {}
    for row in rows:
        given = row.joined("id")
        if not given:
            reading.refuse(row.where, "a row without id")
            continue
        prefix = reading.dataset.prefix
        plain = _PLAIN_ID.fullmatch(given) is not None
        party_id = f"{prefix}-{given}" if plain else reading.make_id(given)
        if party_id in seen:
            reading.refuse(
                row.where, f"id {given!r} stands in {seen[party_id]} already"
            )
            continue
        seen[party_id] = row.where
        yield party_id, row


def _made_ids(reading: Reading, rows: Iterable[_Row]) -> Iterator[tuple[str, _Row]]:
    """Yield each row with an id made of its name, and of more where names are shared."""
    kept = list(rows)
    chains = [
        (
            fold_name(row.joined("name", *_NAME_PARTS)),
            row.joined("birth_date"),
            row.joined("id_number", "passport", "imo", "lei"),
            row.joined("nationality", "country"),
            row.joined(*sorted(row.texts)),
        )
        for row in kept
    ]
    seen: dict[str, str] = {}
    for key, row in zip(stable_keys(chains, least=1), kept, strict=True):
        if key in seen:
            reading.refuse(row.where, f"the same as {seen[key]}")
            continue
        seen[key] = row.where
        yield reading.make_id(key), row


def _party(reading: Reading, party_id: str, row: _Row) -> Iterator[Entity]:
    kind = _kind(reading, row)
    if kind is None:
        return
    party = new_entity(kind, party_id)
    sanction = reading.sanction(party)
    stated = len(sanction.values)
    given = row.joined("id")
    if given and not party_id.endswith(given):
        party.add("notes", f"id: {given}")
    for field, texts in row.texts.items():
        for text in texts:
            _add(reading, row.where, party, sanction, (field, text))
    if not party.texts("name"):
        party.add("name", row.joined("name", *_NAME_PARTS))
    yield party
    if len(sanction.values) > stated:
        yield sanction


def _kind(reading: Reading, row: _Row) -> str | None:
    """Return the schema of a row's party, or None if it has to be refused."""
    stated = row.texts.get("schema")
    if not stated:
        return guess_kind(set(row.texts))
    kind = find_kind(stated[0])
    if kind is None:
        reading.refuse(
            row.where,
            f"unknown type {stated[0]!r}",
            "one of person, organization, company, vessel, airplane, unknown",
        )
    return kind


def _add(
    reading: Reading,
    where: str,
    party: Entity,
    sanction: Entity,
    cell: tuple[str, str],
) -> None:
    """Add the values of a cell to the party or to its designation."""
    field, text = cell
    if field in {"id", "schema"}:
        return
    for name in field_properties(field):
        target = sanction if name.startswith(_SANCTION) else party
        prop = target.schema.properties.get(name.removeprefix(_SANCTION))
        if prop is not None:
            for value in _split(prop, text):
                _add_value(reading, where, target, prop, value)
            return
    reading.warn(f"no {field} for {party.schema.name}", where, repr(text))
    party.add("notes", f"{field}: {text}")


def _split(prop: Property, text: str) -> Iterator[str]:
    """Yield the values of a cell; running text is one value whatever is in it."""
    if prop.type == "text":
        yield text
        return
    for part in text.split(";"):
        value = part.strip()
        if value and (prop.type == "name" or value.casefold() not in _NOTHING):
            yield value


def _add_value(
    reading: Reading, where: str, entity: Entity, prop: Property, value: str
) -> None:
    if prop.type == "date":
        reading.add_date(entity, prop.name, where, value)
    elif prop.type == "country":
        reading.add_country(entity, prop.name, where, value)
    else:
        entity.add(prop.name, value)


FORMATS = {
    "csv": Format(name="csv", sniff=sniff_csv, read=read_csv),
    "xlsx": Format(name="xlsx", sniff=sniff_xlsx, read=read_xlsx),
}
