"""Consolidated list of the Treasury (OFSI), `ConList.csv`, retired on 28 January 2026.

Two editions: 29 columns until 2022, then 36 with names in other scripts, identity
documents in columns of their own and labels inside "Other Information".  One row for
each name *times* birth date; the rows of a group need not stand together.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ostraka.record.model import Entity
from ostraka.sources.reader import Format, Reading
from ostraka.sources.strict_table import Row
from ostraka.sources.uk.record import UkRecord
from ostraka.sources.uk.table import read_records
from ostraka.sources.uk.terms import take_references, un_references

_NAME = "ConList.csv"
_UPDATED = "last updated"
#: Field → its columns, both editions together: a column that is not there is empty.
_COLUMNS = {
    "name": (
        "alias type", "alias quality",
        "name 1", "name 2", "name 3", "name 4", "name 5", "name 6",
    ),
    "script name": (
        "name non-latin script", "non-latin script type", "non-latin script language",
    ),
    "title": ("title",),
    "birth date": ("dob",),
    "birth place": ("town of birth", "country of birth"),
    "nationality": ("nationality",),
    "position": ("position",),
    "address": (
        "address 1", "address 2", "address 3", "address 4", "address 5", "address 6",
        "post/zip code", "country",
    ),
    "regime": (
        "regime", "listed on", "uk sanctions list date designated", "last updated",
    ),
}  # fmt: skip
_REQUIRED = ("group id", "group type", "name 6", "alias type", "regime", "listed on")
#: Labels inside "Other Information" of the second edition → field.
_LABELS = {
    "uk sanctions list ref": "uk number",
    "un ref": "un number",
    "uk statement of reasons": "reasons",
    "further identifiying information": "information",  # so spelt
    "further identifying information": "information",
    "gender": "gender",
    "phone number": "phone",
    "email address": "email",
    "website": "website",
    "type of entity": "entity type",
    "subsidiaries": "subsidiary",
    "parent company": "parent",
    "business reg no": "registration",
    "imo number": "imo",
    "hull identification number": "hull",
    "current owners": "owner",
    "previous owners": "previous owner",
    "flag of ship": "flag",
    "previous flags": "previous flag",
    "type of ship": "ship type",
    "tonnage of ship": "tonnage",
    "length of ship": "length",
    "year built": "year built",
}
_LABEL = re.compile(rf"\(({'|'.join(map(re.escape, _LABELS))})\)\s*:\s*", re.IGNORECASE)
_IMO = re.compile(r"\A\(?IMO(?: number)?:?\s*(\d{7})\b", re.IGNORECASE)


def sniff(name: str, head: bytes) -> str | None:  # noqa: ARG001 - the name says nothing
    """Return `main` for a table with the Treasury's key and names."""
    start = head.lower()
    return "main" if b"group id" in start and b"alias type" in start else None


def read(reading: Reading) -> Iterator[Entity]:
    """Yield the parties and their designations, one for each regime."""
    yield from read_records(
        reading, name=_NAME, required=_REQUIRED, day_in=_day_in, read_row=_read_row
    )


def _day_in(line: list[str]) -> str | None:
    filled = [cell.strip() for cell in line if cell.strip()]
    return filled[1] if len(filled) == 2 and filled[0].lower() == _UPDATED else None


def _read_row(reading: Reading, row: Row, records: dict[str, UkRecord]) -> None:
    key, kind = row.take("group id"), row.take("group type")
    if key is None or kind is None:
        reading.refuse(row.where, "a row without Group ID or Group Type")
        return
    record = records.setdefault(key, UkRecord(f"Group {key}", key, kind))
    if record.kind != kind:
        reading.refuse(row.where, f"group {key} is {record.kind} on another row")
    record.add("group number", key)
    _add_documents(record, row)
    for name, columns in _COLUMNS.items():
        record.add(name, *(row.take(column) for column in columns))
    _add_information(record, row.take("other information"))
    row.done(reading)


def _add_documents(record: UkRecord, row: Row) -> None:
    """Add identity documents; the first edition has number and details in one cell."""
    for name, columns in (
        ("passport", ("passport number", "passport details")),
        (
            "national id",
            ("national identification number", "national identification details"),
        ),
        ("national id", ("ni number", "")),
    ):
        number, details = (row.take(column) for column in columns)
        record.add(name, *((number, details) if number else (details, None)))


def _add_information(record: UkRecord, text: str | None) -> None:
    """Add what the labels of "Other Information" say, and the rest as it stands."""
    if text is None:
        return
    for number in un_references(text):
        record.add("un number", number)
    found = _IMO.match(text)
    if found is not None:
        record.add("imo", found[1])
    pieces = _LABEL.split(text)
    record.add("information", pieces[0].strip())
    for label, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        _add_labelled(record, _LABELS[label.lower()], piece.strip())


def _add_labelled(record: UkRecord, name: str, text: str) -> None:
    """Add one labelled piece; words after a reference number are information."""
    if name not in {"uk number", "un number"}:
        record.add(name, text.removesuffix("."))
        return
    numbers, rest = take_references(text)
    for number in numbers:
        record.add(name, number)
    record.add("information", rest)


FORMAT = Format(name="uk_ofsi_csv", sniff=sniff, read=read)
