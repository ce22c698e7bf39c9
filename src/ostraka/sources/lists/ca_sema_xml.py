"""Canada's consolidated autonomous sanctions list, XML with its old and new tag names.

The file has no ids and no date.  An id is made of the regime and the folded name,
both of which stand the test of years; "Country | Schedule | Item" does not (the
spelling of both changed between 2020 and 2025) and is kept as the record's number.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from lxml import etree

from ostraka.record.model import Entity
from ostraka.sources.date_cells import add_dates
from ostraka.sources.name_cells import split_bilingual, split_names, split_other_names
from ostraka.sources.reader import Format, Reading, slug
from ostraka.sources.stable_ids import fold_name, stable_keys
from ostraka.sources.strict_table import Row
from ostraka.sources.strict_xml import iterate_xml, local_name

_ROOT = "data-set"
#: Tag names without case, hyphens and the like, as they have been since 2020.
_TAGS = {
    "country": "Country",
    "lastname": "LastName",
    "givenname": "GivenName",
    "entity": "Entity",
    "entityorship": "Entity",
    "title": "Title",
    "titleorship": "Title",
    "titleorshiptype": "Title",
    "dateofbirth": "Date",
    "dateofbirthorshipbuilddate": "Date",
    "shipimonumber": "IMO",
    "imonumber": "IMO",
    "aliases": "Aliases",
    "schedule": "Schedule",
    "item": "Item",
    "dateoflisting": "DateOfListing",
}
_IN_BRACKETS = re.compile(r"^(.+?)\s*\(([^()]+)\)$")
#: One word in letters that are written with spaces between words.
_ONE_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.-])*")
_LAST_SPACED = "\u06ff"
_ACRONYM = re.compile(r"^.{30,}\(([A-Z]{3,})\)")
_EXCEL_DAY = re.compile(r"[12345]\d{4}")
_EXCEL_ZERO = date(1899, 12, 30)


@dataclass(slots=True)
class _Record:
    """What identifies a record (regime, name, date, number), and the rest of it."""

    row: Row
    country: str
    last_name: str | None
    given_name: str | None
    entity: str | None
    date: str | None
    number: str

    @property
    def name(self) -> str:
        """The whole name, as it goes into the id."""
        return " ".join(n for n in (self.given_name, self.last_name, self.entity) if n)


def sniff(name: str, head: bytes) -> str | None:  # noqa: ARG001 - the name says nothing
    """Return `main` for a file with Canada's root and records."""
    return "main" if b"<data-set" in head and b"<record" in head else None


def read(reading: Reading) -> Iterator[Entity]:
    """Yield the parties and their designations."""
    records = list(_records(reading))
    keys = _keys(reading, records)
    for record, key in zip(records, keys, strict=True):
        yield from _read_record(reading, record, key)


def _records(reading: Reading) -> Iterator[_Record]:
    with reading.open("main") as stream:
        elements = iterate_xml(
            stream, reading, records=("record",), root=_ROOT, name="Canada's XML"
        )
        next(elements)
        for number, element in enumerate(elements, start=1):
            record = _record(reading, element, number)
            if record is not None:
                yield record


def _record(reading: Reading, element: etree._Element, number: int) -> _Record | None:
    row = _row(element, number)
    country = row.take("Country")
    regime = (country or "").partition(" /")[0]
    parts = [row.take(tag) or "-" for tag in ("Schedule", "Item")]
    row.where = f"{row.where} ({' | '.join((regime, *parts))})"
    record = _Record(
        row=row,
        country=country or "",
        last_name=row.take("LastName"),
        given_name=row.take("GivenName"),
        entity=row.take("Entity"),
        date=row.take("Date"),
        number=" | ".join((regime, *parts)),
    )
    if country is None or not record.name:
        reading.refuse(row.where, "a record without Country or without a name")
        return None
    return record


def _row(element: etree._Element, number: int) -> Row:
    """Return the children of a record by our names; an unknown one keeps its own."""
    cells = {f"@{local_name(k)}": v for k, v in element.attrib.items()}
    for child in element:
        tag = local_name(child.tag)
        name = _TAGS.get(re.sub(r"[\W_]+", "", tag).casefold(), tag)
        text = " ".join("".join(child.itertext()).split())
        # A name that stands there twice, or holds tags, is left over and reported.
        plain = name not in cells and not len(child) and not child.attrib
        cells[name if plain else f"<{tag}>"] = text
    return Row(f"record {number}", cells)


def _keys(reading: Reading, records: list[_Record]) -> list[str]:
    """Return an id part for each record that does not depend on its number.

    Namesakes in one regime are told apart by birth date, then by their number.
    """
    regimes = [_regime(reading, record) for record in records]
    chains = [
        (regime, fold_name(record.name), record.date or "", record.number)
        for regime, record in zip(regimes, records, strict=True)
    ]
    keys = stable_keys(chains, least=2)
    return [f"{regime}-{key}" for regime, key in zip(regimes, keys, strict=True)]


def _regime(reading: Reading, record: _Record) -> str:
    english = slug(record.country.partition(" /")[0])
    return reading.lookup("regimes", english) or english


def _read_record(reading: Reading, record: _Record, key: str) -> Iterator[Entity]:
    row = record.row
    imo = row.take("IMO")
    schema = "Person" if record.entity is None else "Vessel" if imo else "Organization"
    party = reading.entity(schema, key)
    if record.entity is None:
        _person_names(party, record)
    else:
        _entity_names(party, record.entity)
    _aliases(party, row.take("Aliases"))
    _title(party, row.take("Title"))
    _date(reading, party, record)
    if imo is not None:
        party.add("imoNumber", imo)
    yield party
    yield _designation(reading, party, record)
    row.done(reading)


def _person_names(party: Entity, record: _Record) -> None:
    given, last = record.given_name or "", record.last_name or ""
    party.add("firstName", given)
    party.add("lastName", last)
    if given.casefold().endswith(f" {last.casefold()}"):
        last = ""  # the surname stands in both fields
    whole = f"{given} {last}".strip()
    brackets = _IN_BRACKETS.match(last)
    variants = brackets.groups() if brackets else (last,)
    for variant, prop in zip(variants, ("name", "alias"), strict=False):
        party.add(prop, f"{given} {variant}".strip(), original=whole, origin="name")


def _entity_names(party: Entity, text: str) -> None:
    head, others = split_other_names(text)
    names = split_bilingual(head)
    for name, prop in zip(names, ("name", "alias"), strict=False):
        party.add(prop, name, original=text, origin="name")
    for other in others:
        party.add(other.prop, other.text, original=text, origin="name")


def _aliases(party: Entity, cell: str | None) -> None:
    """Add the names of a cell; one bare word for a person cannot open a match.

    The cell gives "Andrei" for "AKIMOV, Andrey Igorevich", and nicknames.
    """
    is_person = party.schema.is_a("Person")
    for part in split_names(cell or "", is_person=is_person):
        bare = (
            is_person
            and _ONE_WORD.fullmatch(part.text) is not None
            and max(part.text) <= _LAST_SPACED
        )
        party.add(
            "weakAlias" if bare else part.prop,
            part.text,
            original=cell,
            lang=part.lang,
            origin="aliases",
        )


def _title(party: Entity, text: str | None) -> None:
    if text is None:
        return
    if party.schema.is_a("Vessel"):
        party.add("type", text)
    elif party.schema.is_a("Person"):
        for title in text.split("/"):
            party.add("title", title, original=text)
    else:
        party.add("notes", f"Title: {text}")


def _date(reading: Reading, party: Entity, record: _Record) -> None:
    text = record.date
    if text is None:
        return
    if not party.schema.is_a("Person") and not party.schema.is_a("Vessel"):
        party.add("notes", f"Date: {text}")
        return
    prop = "birthDate" if party.schema.is_a("Person") else "buildDate"
    if _EXCEL_DAY.fullmatch(text):
        day = _EXCEL_ZERO + timedelta(days=int(text))
        party.add(prop, day.isoformat(), original=text)
    else:
        add_dates(reading, party, prop, record.row.where, text)


def _designation(reading: Reading, party: Entity, record: _Record) -> Entity:
    sanction = reading.sanction(party)
    sanction.add("program", record.country)
    # The full title of the law is too long for an identifier.
    acronym = _ACRONYM.search(record.number)
    short = (
        f"{acronym[1]}{record.number[acronym.end() :]}" if acronym else record.number
    )
    sanction.add("authorityId", short, original=record.number)
    sanction.add("recordId", record.number)
    listed = record.row.take("DateOfListing")
    reading.add_date(sanction, "listingDate", record.row.where, listed)
    reading.add_date(sanction, "startDate", record.row.where, listed)
    return sanction


FORMAT = Format(name="ca_sema_xml", sniff=sniff, read=read)
