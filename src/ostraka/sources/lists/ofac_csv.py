"""OFAC's lists as comma-separated files: a main file and up to three companions.

`sdn.csv`, `add.csv`, `alt.csv`, `sdn_comments.csv` and the same of the consolidated
list (`cons_prim.csv` …) have no header; `-0-` is an empty field; the last record may be
the single byte 0x1A.  Layout: the publisher's `dat_spec.txt`.  Most of what is known of
a party stands in its remarks (see `ofac_remarks`), which end at 1,000 characters and go
on in the comments file.  A companion alone is no version.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator

from ostraka.record.model import Entity
from ostraka.sources.ofac.remarks import (
    CUT,
    Links,
    read_name,
    read_remarks,
    split_remarks,
    whole_tokens,
)
from ostraka.sources.ofac.terms import Record, add_address, add_feature, open_record
from ostraka.sources.reader import Format, Reading
from ostraka.sources.strict_table import Row, read_table

_COLUMNS = {
    "main": (
        "ent_num", "SDN_Name", "SDN_Type", "Program", "Title", "Call_Sign",
        "Vess_type", "Tonnage", "GRT", "Vess_flag", "Vess_owner", "Remarks",
    ),
    "address": ("Ent_num", "Add_num", "Address", "City", "Country", "Add_remarks"),
    "alias": ("ent_num", "alt_num", "alt_type", "alt_name", "alt_remarks"),
    "comments": ("ent_num", "Comments"),
}  # fmt: skip

#: Columns of the main file that are features in the other formats, by their label.
_FEATURE_COLUMNS = {
    "Title": "Title",
    "Call_Sign": "Vessel Call Sign",
    "Vess_type": "Vessel Type",
    "Tonnage": "Vessel Tonnage",
    "GRT": "Vessel Gross Registered Tonnage",
    "Vess_flag": "Vessel Flag",
    "Vess_owner": "Vessel Owner",
}
_ALIAS_KINDS = {"aka": "a.k.a.", "fka": "f.k.a.", "nka": "n.k.a."}
_EMPTY = "-0-"
_END_OF_FILE = "\x1a"
_CUT_SHORT = "the file may be cut short; fetch it again"

_Rows = dict[str, list[Row]]


def sniff(name: str, head: bytes) -> str | None:  # noqa: ARG001 - the shape says it all
    """Return the role of a file by the number of columns of its first record."""
    lines = head.decode("utf-8-sig", "replace").splitlines()
    first = next(csv.reader(lines[:1]), [])
    if not first or not (first[0].isdigit() or first[0].casefold() == "ent_num"):
        return None
    for role, columns in _COLUMNS.items():
        if len(columns) == len(first):
            return role
    return None


def read(reading: Reading) -> Iterator[Entity]:
    """Yield the parties, their designations and wallets, and the links by name."""
    companions = {
        role: _rows_by_party(reading, role) for role in ("address", "alias", "comments")
    }
    links = Links()
    records: list[Record] = []
    for row in _rows(reading, "main"):
        record = _read_party(reading, row, companions, links)
        if record is not None:
            records.append(record)
        row.done(reading)
    _warn_strays(reading, companions)
    edges = list(links.resolve(reading))
    for record in records:
        yield from record.entities()
    yield from edges


def _read_party(
    reading: Reading, row: Row, companions: dict[str, _Rows], links: Links
) -> Record | None:
    key, name = row.take("ent_num"), row.take("SDN_Name")
    if key is None or name is None:
        reading.refuse(row.where, "a record without number or name")
        return None
    row.where = f"{row.where} ({key})"
    record = open_record(reading, key, row.take("SDN_Type") or "Entity", row.where)
    if record is None:
        return None
    links.names[name].append(record.party.id)
    read_name(record, name, origin="main")
    for program in (row.take("Program") or "").split("] ["):
        record.sanction.add("program", program, origin="main")
    for column, label in _FEATURE_COLUMNS.items():
        add_feature(record, label, row.take(column), "main")
    for alias in companions["alias"].pop(key, ()):
        _read_alias(record, alias)
    for address in companions["address"].pop(key, ()):
        _read_address(record, address)
    _read_remarks(record, row, companions["comments"].pop(key, []), links)
    return record


def _read_remarks(record: Record, row: Row, rest: list[Row], links: Links) -> None:
    # Not stripped: the cut may fall on a blank.
    text = row.take_whole("Remarks")
    tail = "".join(comment.take_whole("Comments") for comment in rest)
    if not tail and len(text) >= CUT and not text.endswith("."):
        text, cut = whole_tokens(text)
        record.reading.warn("remarks cut, no comments file", record.where, cut)
        record.note(f"{cut} …" if cut else None, "comments")
    read_remarks(record, split_remarks(text, tail, "main"), links)


def _read_alias(record: Record, row: Row) -> None:
    row.ignore("alt_num")  # the publisher's number of the row
    published = row.take("alt_type") or ""
    kind = _ALIAS_KINDS.get(published)
    if kind is None:
        record.reading.warn("unknown type of alias", row.where, repr(published))
    name = row.take("alt_name")
    if name is not None:
        read_name(record, name, kind or published or "a.k.a.", origin="alias")
    remarks = row.take("alt_remarks")
    record.note(f"{name}: {remarks}" if remarks else None, "alias")
    row.done(record.reading)


def _read_address(record: Record, row: Row) -> None:
    row.ignore("Add_num")  # the publisher's number of the row
    lines = [row.take("Address"), row.take("City")]
    add_address(record, lines, row.take("Country"), "address")
    remarks = row.take("Add_remarks")
    record.note(f"Address: {remarks}" if remarks else None, "address")
    row.done(record.reading)


def _rows_by_party(reading: Reading, role: str) -> _Rows:
    found: _Rows = defaultdict(list)
    if role in reading.files:
        for row in _rows(reading, role):
            key = row.take(_COLUMNS[role][0])
            if key is not None:
                found[key].append(row)
    return found


def _rows(reading: Reading, role: str) -> Iterator[Row]:
    """Yield the records of a file; a header, if there is one, is passed over."""
    columns = _COLUMNS[role]
    name = reading.files[role].name
    where, text = name, ""
    with reading.open(role) as stream:
        for number, cells in enumerate(read_table(stream, reading, name=name), start=1):
            where = f"{name} row {number}"
            if not cells or cells == [_END_OF_FILE]:
                continue
            if len(cells) != len(columns):
                what = f"{len(cells)} fields where there should be {len(columns)}"
                reading.refuse(where, what, _CUT_SHORT)
            elif cells[0].isdigit():
                filled = ["" if c.strip() == _EMPTY else c for c in cells]
                text = filled[-1]
                yield Row(where, dict(zip(columns, filled, strict=True)))
            elif number > 1:
                reading.refuse(where, f"{cells[0]!r} is not the number of a party")
    if text and not text.endswith(".") and (role == "comments" or len(text) < CUT):
        # A file cut inside its last text is still a table.
        reading.refuse(where, "the last text has no full stop", _CUT_SHORT)


def _warn_strays(reading: Reading, companions: dict[str, _Rows]) -> None:
    """Tell of companion rows whose party the main file does not have."""
    for role, rows in companions.items():
        for key in rows:
            reading.warn(f"{role} of a party not in the main file", role, key)


FORMAT = Format(name="ofac_csv", sniff=sniff, read=read, parts=tuple(_COLUMNS))
