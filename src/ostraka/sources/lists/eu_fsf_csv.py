"""EU consolidated list of financial sanctions, CSV 1.1.

One row for each element of a record: the record's own columns are repeated, and one of
five groups of columns is filled.  The rows of a record need not stand together.  It says
what the XML says but for the `strong` mark of a name and the day of de-listing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from ostraka.record.dates import DateError, read_dates
from ostraka.record.model import Entity
from ostraka.sources.eu.parts import (
    add_address,
    add_birth,
    add_citizenship,
    add_identification,
    add_name,
)
from ostraka.sources.eu.record import Act, Part, Record, close_record, open_record
from ostraka.sources.reader import Format, Reading
from ostraka.sources.strict_table import Row, read_table, rows_by_column

_REQUIRED = (
    "fileGenerationDate",
    "Entity_LogicalId",
    "Entity_EU_ReferenceNumber",
    "Entity_SubjectType",
    "Entity_Regulation_Programme",
    "NameAlias_WholeName",
)
_ADD: dict[str, Callable[[Reading, Record, Part], None]] = {
    "NameAlias": add_name,
    "Citizenship": add_citizenship,
    "BirthDate": add_birth,
    "Address": add_address,
    "Identification": add_identification,
}
_PLACE = "countryIso2Code countryDescription region"
#: Attributes in the XML by group of columns.
_ATTRIBUTES = {
    "Entity": "logicalId euReferenceNumber unitedNationId designationDate "
    "designationDetails delistingDate",
    "NameAlias": "firstName middleName lastName wholeName nameLanguage strong gender "
    "title function",
    "Citizenship": f"{_PLACE} acquisitionDate disenfranchisementDate",
    "BirthDate": f"{_PLACE} zipCode place city birthdate dayOfMonth monthOfYear year "
    "yearRangeFrom yearRangeTo circa calendarType",
    "Address": f"{_PLACE} zipCode place city street poBox asAtListingTime contactInfo",
    "Identification": f"{_PLACE} number latinNumber diplomatic knownExpired knownFalse "
    "reportedLost revokedByIssuer issuedBy issueDate validFrom validTo nameOnDocument "
    "identificationTypeCode identificationTypeDescription",
}
#: Columns not called as the attribute with a capital letter.
_COLUMNS = {
    "euReferenceNumber": "EU_ReferenceNumber",
    "birthdate": "BirthDate",
    "dayOfMonth": "Day",
    "monthOfYear": "Month",
    "issueDate": "IssuedDate",
    "identificationTypeCode": "TypeCode",
    "identificationTypeDescription": "TypeDescription",
}
_GROUPS = {
    group: [
        (f"{group}_{_COLUMNS.get(name, name[0].upper() + name[1:])}", name)
        for name in names.split()
    ]
    for group, names in _ATTRIBUTES.items()
}
#: All contacts of an address stand in one cell: `EMAIL[a@example.org] PHONE[+98 1]`, or
#: without brackets; the kinds are in capital letters.
_CONTACT = re.compile(
    r"(PHONE|EMAIL|WEB|FAX)[\s:=\[]*(.*?)[\s,;\]]*(?=PHONE|EMAIL|WEB|FAX|$)", re.DOTALL
)


def sniff(name: str, head: bytes) -> str | None:  # noqa: ARG001 - the name says nothing
    """Return `main` for a file whose header is that of version 1.1."""
    return "main" if b";Entity_LogicalId;" in head.partition(b"\n")[0] else None


def read(reading: Reading) -> Iterator[Entity]:
    """Yield the parties and their designations."""
    records: dict[str, _Rows] = {}
    with reading.open("main") as stream:
        rows = read_table(stream, reading, name="EU CSV", delimiter=";")
        for row in rows_by_column(rows, reading, name="EU CSV", required=_REQUIRED):
            _read_row(reading, row, records)
    for read_rows in records.values():
        if read_rows.record is not None:
            yield from close_record(reading, read_rows.record)


class _Rows:
    """What the rows of one record have said so far."""

    __slots__ = ("record", "said")

    def __init__(self, record: Record | None, said: dict[str, str]) -> None:
        self.record = record
        self.said = said


def _read_row(reading: Reading, row: Row, records: dict[str, _Rows]) -> None:
    _read_date(reading, row)
    said = _take_group(row, "Entity")
    kinds = ("Entity_SubjectType", "Entity_SubjectType_ClassificationCode")
    said |= {column: row.take(column) or "" for column in kinds}
    key = said.get("logicalId") or said.get("euReferenceNumber", "")
    known = records.get(key)
    if known is None:
        whole = Part(row.where, said.get)
        record = open_record(reading, whole, *(said[kind] or None for kind in kinds))
        known = records[key] = _Rows(record, said)
    elif known.said != said:
        reading.refuse(row.where, f"says otherwise of {key} than an earlier row of it")
    if known.record is not None:
        _read_groups(reading, row, known.record)
        row.done(reading)


def _read_groups(reading: Reading, row: Row, record: Record) -> None:
    record.party.add("notes", row.take("Entity_Remark"), origin="remark")
    programme = row.take("Entity_Regulation_Programme")
    record.regulate(programme, _take_act(row, "Entity"))
    for group, add in _ADD.items():
        # Number of the element in the publisher's database; language of the act.
        row.ignore(f"{group}_LogicalId", f"{group}_RegulationLanguage")
        remark = row.take(f"{group}_Remark")
        record.cite(_take_act(row, group))
        under = row.take(f"{group}_Regulation_Programme")
        if under not in {None, programme}:
            reading.warn("element of another programme", row.where, repr(under))
            record.party.add("notes", f"{group} under the programme {under}")
        cells = _take_group(row, group)
        if cells or remark:
            contacts = tuple(_contacts(cells.pop("contactInfo", "")))
            part = Row(row.where, cells)
            add(
                reading,
                record,
                Part(row.where, part.take, (remark,) if remark else (), contacts),
            )
            part.done(reading)


def _read_date(reading: Reading, row: Row) -> None:
    """Take the day of the file, which every row repeats: `26/02/2026`."""
    text = row.take("fileGenerationDate")
    if reading.published is not None:
        return
    try:
        reading.published = read_dates(text or "").start
    except DateError as error:
        raise reading.stop(row.where, f"fileGenerationDate: {error}") from error


def _take_group(row: Row, group: str) -> dict[str, str]:
    """Return the filled cells of a group of columns by their names in the XML."""
    cells = ((name, row.take(column)) for column, name in _GROUPS[group])
    return {name: text for name, text in cells if text is not None}


def _take_act(row: Row, group: str) -> Act:
    return Act(
        number=row.take(f"{group}_Regulation_NumberTitle"),
        published=row.take(f"{group}_Regulation_PublicationDate"),
        kind=row.take(f"{group}_Regulation_Type"),
        url=row.take(f"{group}_Regulation_PublicationUrl"),
        organisation=row.take(f"{group}_Regulation_OrganisationType"),
        in_force=row.take(f"{group}_Regulation_EntryIntoForceDate"),
    )


def _contacts(text: str) -> list[tuple[str, str]]:
    """Return kind and value of each contact in one cell."""
    found = [(kind, value) for kind, value in _CONTACT.findall(text) if value]
    return found or ([("Contact", text)] if text else [])


FORMAT = Format(name="eu_fsf_csv", sniff=sniff, read=read)
