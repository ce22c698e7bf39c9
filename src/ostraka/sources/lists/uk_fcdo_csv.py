"""UK Sanctions List of the Foreign, Commonwealth and Development Office, CSV.

A line with the day of the report, the header, then one row for each combination of
name, address, date of birth …, so that a party stands on many rows.  The values mean
what they mean in the XML, which is the better file: it keeps what belongs together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ostraka.record.model import Entity
from ostraka.sources.reader import Format, Reading
from ostraka.sources.strict_table import Row
from ostraka.sources.uk.record import UkRecord
from ostraka.sources.uk.table import read_records

_NAME = "UK sanctions CSV"
_REPORT = re.compile(r"report date[\s:,]+(\S+)", re.IGNORECASE)
#: Field → its columns. Capitals differ between versions, so all are compared without.
_COLUMNS = {
    "name": (
        "name type", "alias strength",
        "name 1", "name 2", "name 3", "name 4", "name 5", "name 6",
    ),
    "script name": (
        "name non-latin script", "non-latin script type", "non-latin script language",
    ),
    "address": (
        "address line 1", "address line 2", "address line 3",
        "address line 4", "address line 5", "address line 6",
        "address postal code", "address country",
    ),
    "birth place": ("town of birth", "country of birth"),
    "passport": ("passport number", "passport additional information"),
    "national id": (
        "national identifier number", "national identifier additional information",
    ),
    "group number": ("ofsi group id",),
    "un number": ("un reference number",),
    "source": ("designation source",),
    "measures": ("sanctions imposed",),
    "information": ("other information",),
    "reasons": ("uk statement of reasons",),
    "title": ("title",),
    "phone": ("phone number",),
    "website": ("website",),
    "email": ("email address",),
    "birth date": ("d.o.b",),
    "nationality": ("nationality(/ies)",),
    "position": ("position",),
    "gender": ("gender",),
    "entity type": ("type of entity",),
    "subsidiary": ("subsidiaries",),
    "parent": ("parent company",),
    "registration": ("business registration number (s)",),
    "imo": ("imo number",),
    "owner": ("current owner/operator (s)",),
    "previous owner": ("previous owner/operator (s)",),
    "flag": ("current believed flag of ship",),
    "previous flag": ("previous flags",),
    "ship type": ("type of ship",),
    "tonnage": ("tonnage of ship",),
    "length": ("length of ship",),
    "year built": ("year built",),
    "hull": ("hull identification number (hin)",),
}  # fmt: skip
#: The type of record has had two headings.
_KIND = ("designation type", "individual, entity, ship")
_REQUIRED = ("unique id", "name type", "name 6", "regime name", "date designated")


def sniff(name: str, head: bytes) -> str | None:  # noqa: ARG001 - the name says nothing
    """Return `main` for a table with the Foreign Office's key and names."""
    start = head.lower()
    return "main" if b"unique id" in start and b"name type" in start else None


def read(reading: Reading) -> Iterator[Entity]:
    """Yield the parties and their designations."""
    yield from read_records(
        reading, name=_NAME, required=_REQUIRED, day_in=_day_in, read_row=_read_row
    )


def _day_in(line: list[str]) -> str | None:
    found = _REPORT.match(" ".join(line))
    return found[1].rstrip(",") if found is not None else None


def _read_row(reading: Reading, row: Row, records: dict[str, UkRecord]) -> None:
    key = row.take("unique id")
    kinds = [kind for column in _KIND if (kind := row.take(column))]
    if key is None or len(kinds) != 1:
        reading.refuse(row.where, f"a row without Unique ID or type of record: {key}")
        return
    record = records.setdefault(key, UkRecord(f"Designation {key}", key, kinds[0]))
    if record.kind != kinds[0]:
        reading.refuse(row.where, f"{key} is {record.kind} on another row")
    record.add("uk number", key)
    for name, columns in _COLUMNS.items():
        record.add(name, *(row.take(column) for column in columns))
    designated = row.take("date designated")
    record.add(
        "regime",
        row.take("regime name"),
        designated,
        designated,
        row.take("last updated"),
    )
    row.done(reading)


FORMAT = Format(name="uk_fcdo_csv", sniff=sniff, read=read)
