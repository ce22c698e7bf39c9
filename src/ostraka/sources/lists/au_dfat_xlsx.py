"""Australia's consolidated list, XLSX: one row for each name of a party.

`277`, `277a`, `277b` are names of one party; its rows need not stand together.  Columns
are found by their heading: the file of 2024 has twelve, later ones add the strength of
an alias, ships, and what the designation forbids.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from ostraka.record.countries import country_code
from ostraka.record.dates import DateError, is_date, read_dates
from ostraka.record.model import Entity
from ostraka.sources.cell_lists import is_nothing, split_list
from ostraka.sources.date_cells import add_dates
from ostraka.sources.reader import Format, Reading
from ostraka.sources.strict_table import Row, rows_by_column
from ostraka.sources.xlsx import read_sheet

_SCHEMATA = {"individual": "Person", "entity": "Organization", "vessel": "Vessel"}
_NAME_KINDS = {
    "primary name": "name",
    "aka": "alias",
    "original script": "alias",
    "formerly known as": "previousName",
    "previously listed as": "previousName",
}
_REQUIRED = ("reference", "name of individual or entity", "type", "name type")
_MEASURES = (
    "targeted financial sanction",
    "travel ban",
    "arms embargo",
    "maritime restriction",
)
_REFERENCE = re.compile(r"0*(\d+)\s*([a-z]*\d*)", re.IGNORECASE)
#: "X (previously listed as. In Arabic: Y)"
_FORMER = re.compile(
    r"^(.+?)\s*\((?:previously|formerly) listed as[.,]?\s*(?:in \w+:\s*(.+?)\s*)?\)$",
    re.IGNORECASE | re.DOTALL,
)
_IN_SCRIPT = re.compile(r"^(.*?)\s*\(([^()]*[^\x00-\u024f()\s][^()]*)\)$", re.DOTALL)
_UN_NUMBER = re.compile(r"([A-Z]{2}[ie]\.\d{3})\b")
_DAY = r"(\d{1,2}\.?\s*[A-Z][a-z]+\.?\s*\d{4}|\d{1,2}/\d{1,2}/\d{4})"
#: Where Listing Information states the first listing; "relisted", "last listed" do not.
_LISTED = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (
        rf"(?<!last )(?<!Last )(?<!formerly )(?<!Formerly )\b[Ll]isted\b[^.;]{{0,90}}?\son:?\s*{_DAY}",
        rf"^\s*(?:First )?[Ll]isted:?\s+{_DAY}",
        rf"^[Dd]esignated under [^.;]{{0,80}}?\son\s*{_DAY}",
        rf"^\s*{_DAY}",
    )
)
_COUNTRY_SPLIT = re.compile(r"\s*(?:[;,/\n]|\band\b)\s*")
_REMARK = re.compile(r"\s*\([^()]*\)?")


@dataclass(slots=True)
class _Party:
    """One party being gathered from its rows."""

    entity: Entity
    reference: str
    rows: list[Row] = field(default_factory=list)
    primary: str | None = None


def sniff(name: str, head: bytes) -> str | None:  # noqa: ARG001 - any name will do
    """Return `main` for an Excel workbook; its columns are checked when it is read."""
    return "main" if head.startswith(b"PK") and b"[Content_Types].xml" in head else None


def read(reading: Reading) -> Iterator[Entity]:
    """Yield the parties and their designations."""
    with reading.open("main") as stream:
        sheet = read_sheet(stream, reading, name="sheet")
        rows = rows_by_column(_headed(sheet), reading, name="sheet", required=_REQUIRED)
        parties = _gather(reading, rows)
    for party in parties:
        yield from _finish(reading, party)


def _headed(sheet: Iterator[list[str]]) -> Iterator[list[str]]:
    """Yield the rows with the headings in lower case, single blanks between words."""
    header = [" ".join(cell.split()).casefold() for cell in next(sheet, [])]
    yield [_REQUIRED[1] if h.startswith("name of individual") else h for h in header]
    yield from sheet


def _gather(reading: Reading, rows: Iterator[Row]) -> list[_Party]:
    """Bring the rows of each party together, whatever their order."""
    parties: dict[str, list[_Party]] = {}
    for row in rows:
        text, name = row.take("reference") or "", row.take(_REQUIRED[1])
        if not text and name is None:
            reading.warn("row without reference and name", row.where, "passed over")
            continue
        found = _REFERENCE.fullmatch(text)
        kind = row.take("type") or ""
        schema = _SCHEMATA.get(kind.casefold())
        if found is None or schema is None or name is None:
            what = f"no name, type {kind!r} or reference {text!r} not understood"
            reading.refuse(row.where, what)
            continue
        row.where = f"reference {text} ({row.where})"
        prop = _name_property(reading, row)
        same = parties.setdefault(found[1], [])
        if not same or (prop == "name" and same[-1].primary not in {None, name}):
            same.append(_open(reading, row, schema, found[1], len(same)))
        if same[-1].entity.schema.name != schema:
            reading.warn("rows of two types under one reference", row.where, kind)
        _add_name(same[-1], row, prop, name)
    return [party for same in parties.values() for party in same]


def _open(
    reading: Reading, row: Row, schema: str, reference: str, earlier: int
) -> _Party:
    """Return a new party; a number that was used before gets a second part."""
    if earlier:
        reading.warn("reference used twice", row.where, "a second primary name")
    key = f"{reference}-{earlier + 1}" if earlier else reference
    return _Party(reading.entity(schema, key), reference)


def _name_property(reading: Reading, row: Row) -> str:
    text = (row.take("name type") or "").casefold()
    kind = _NAME_KINDS.get(text)
    if kind is None:
        reading.warn("unknown name type", row.where, repr(text))
        kind = "alias"
    strength = (row.take("alias strength") or "").casefold()
    if strength not in {"", "strong", "weak"} and not is_nothing(strength):
        reading.warn("unknown alias strength", row.where, repr(strength))
    return "weakAlias" if strength == "weak" and kind == "alias" else kind


def _add_name(party: _Party, row: Row, prop: str, name: str) -> None:
    if prop == "name":
        party.primary = party.primary or name
        party.rows.insert(0, row)
    else:
        party.rows.append(row)
    former = _FORMER.match(name)
    if former is not None:
        party.entity.add("previousName", former[1], original=name)
        party.entity.add("previousName", former[2], original=name)
        return
    in_script = _IN_SCRIPT.match(name)
    first, *others = in_script.groups() if in_script else (name,)
    party.entity.add(prop, first, original=name)
    for other in others:
        party.entity.add("alias", other, original=name)


def _finish(reading: Reading, party: _Party) -> Iterator[Entity]:
    entity = party.entity
    if "name" not in entity.values:
        reading.warn("no primary name", entity.id, "the first other name is taken")
        others = (entity.values.get(prop, []) for prop in _NAME_KINDS.values())
        for value in next(filter(None, others), [])[:1]:
            entity.add("name", value.text, original=value.original)
    sanction = reading.sanction(entity)
    sanction.add("authorityId", party.reference)
    for number, row in enumerate(party.rows):
        _party_row(reading, entity, row)
        _sanction_row(reading, sanction, row, is_first=number == 0)
        note = row.take("additional information")
        if note and not is_nothing(note):
            entity.add("notes", note)
            number_of_un = _UN_NUMBER.match(note)
            sanction.add("unscId", number_of_un[1] if number_of_un else None)
        row.done(reading)
    yield entity
    yield sanction


def _party_row(reading: Reading, entity: Entity, row: Row) -> None:
    _dates(reading, entity, row)
    for place in split_list(row.take("place of birth") or ""):
        _add(entity, "birthPlace", "Place of birth", place)
    _countries(reading, entity, row)
    for address in split_list(row.take("address") or ""):
        entity.add("address", address)
    imo = row.take("imo number")
    if imo is not None and not is_nothing(imo):
        _add(entity, "imoNumber", "IMO number", imo)


def _add(entity: Entity, prop: str, label: str, text: str) -> None:
    """Add a value, or a note where the kind of party has no such property."""
    if prop in entity.schema.properties:
        entity.add(prop, text)
    else:
        entity.add("notes", f"{label}: {text}")


def _dates(reading: Reading, entity: Entity, row: Row) -> None:
    cell = row.take("date of birth")
    if cell is None or is_nothing(cell):
        return
    if not entity.schema.is_a("Person"):
        entity.add("notes", f"Date of birth: {cell}")
        return
    add_dates(reading, entity, "birthDate", row.where, cell)


def _countries(reading: Reading, entity: Entity, row: Row) -> None:
    cell = row.take("citizenship")
    prop = "nationality" if entity.schema.is_a("Person") else "country"
    for part in split_list(cell or ""):
        names = [part] if country_code(part) else _COUNTRY_SPLIT.split(part)
        for name in names:
            bare = _REMARK.sub("", name).strip()
            if bare != name and bare:
                entity.add("notes", f"Citizenship: {cell}")
            reading.add_country(entity, prop, row.where, bare or name)


def _sanction_row(
    reading: Reading, sanction: Entity, row: Row, *, is_first: bool
) -> None:
    sanction.add("program", row.take("committees"))
    sanction.add("summary", row.take("instrument of designation"))
    reading.add_date(sanction, "modifiedAt", row.where, row.take("control date"))
    text = row.take("listing information")
    if text and not is_nothing(text):
        # The row of an alias tells when the alias was added.
        if is_first:
            sanction.add("listingDate", _listing_date(text), original=text)
        if not is_date(text):
            sanction.add("reason", text)
    for measure in _MEASURES:
        answer = (row.take(measure) or "no").casefold()
        if answer in {"yes", "y", "true", "1", "x"}:
            sanction.add("provisions", measure.capitalize())
        elif answer not in {"no", "n", "false", "0"} and not is_nothing(answer):
            sanction.add("provisions", f"{measure.capitalize()}: {answer}")


def _listing_date(text: str) -> str | None:
    """Return the day of first listing that the prose states, or None."""
    if is_date(text):
        return text
    for pattern in _LISTED:
        found = pattern.search(text)
        if found is not None:
            try:
                return read_dates(found[1]).start
            except DateError:
                return None
    return None


FORMAT = Format(name="au_dfat_xlsx", sniff=sniff, read=read)
