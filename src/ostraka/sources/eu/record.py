"""One record of the EU's consolidated list, whichever file it is read from.

The XML and the CSV say the same things under different names.  Their readers hand each
element over as a `Part`; what it means is said here (the record and its designation) and
in `eu_parts` (names, dates, places, documents), once for both.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from ostraka.record.model import Entity
from ostraka.sources.eu.names import Name, primary_name
from ostraka.sources.reader import Reading

_SCHEMATA = {
    "person": "Person", "p": "Person",
    "enterprise": "Organization", "e": "Organization",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Act:
    """An act of the Union published in its Official Journal.

    Attributes:
        number: Number and title, e.g. `2025/206 (L 202500206)`.
        published: Day of publication.
        kind: `regulation`, `amendment`, `repealing` …
        url: Where it can be read.
        organisation: Who adopted it: `council`, `commission`, `un`.
        in_force: Day of entry into force.
    """

    number: str | None
    published: str | None
    kind: str | None = None
    url: str | None = None
    organisation: str | None = None
    in_force: str | None = None

    @property
    def text(self) -> str:
        """The act in words, its address left out."""
        title = " ".join(p for p in (self.organisation, self.kind, self.number) if p)
        days = (("published", self.published), ("in force", self.in_force))
        return ", ".join([title, *(f"{word} {day}" for word, day in days if day)])


@dataclass(frozen=True, slots=True)
class Part:
    """One element of a record.

    Attributes:
        where: Place in the file.
        take: Returns the text of an attribute by its name in the XML, or None.
        remarks: The publisher's remarks on the element.
        contacts: Kind and value of each contact of an address.
    """

    where: str
    take: Callable[[str], str | None]
    remarks: tuple[str, ...] = ()
    contacts: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Record:
    """One record being read: the party, and what its designation is made of.

    Attributes:
        where: Place in the file, with the reference number.
        party: The party.
        key: The publisher's number of the record.
        reference: `EU.4881.55`, or None.
        designation: What the record says of the designation itself.
        regulations: The act in force, by programme.
        names: All names in the order of the file.
        cited: Every act the record rests on, by number and day.
    """

    where: str
    party: Entity
    key: str | None
    reference: str | None
    designation: dict[str, str | None]
    regulations: dict[str, Act] = field(default_factory=dict)
    names: list[Name] = field(default_factory=list)
    cited: dict[tuple[str | None, str | None], Act] = field(default_factory=dict)

    def cite(self, act: Act) -> None:
        """Keep an act that some part of the record rests on; the first wording counts."""
        if act.number or act.published:
            self.cited.setdefault((act.number, act.published), act)

    def regulate(self, programme: str | None, act: Act) -> None:
        """Keep the act in force on the record under a programme."""
        if programme or act.number:
            self.regulations.setdefault(programme or "", act)
            self.cite(act)


def open_record(reading: Reading, part: Part, *kinds: str | None) -> Record | None:
    """Start a record from what is said of the whole of it.

    Args:
        reading: The version being read.
        part: The record's own attributes and remarks.
        kinds: The codes of the type of subject; the two files swap two of them.

    Returns:
        The record, or None if it was refused.
    """
    key, reference = part.take("logicalId"), part.take("euReferenceNumber")
    if reference is None and key is None:
        reading.refuse(part.where, "a record without euReferenceNumber and logicalId")
        return None
    where = f"{part.where} ({reference or key})"
    schemata = {_SCHEMATA.get(kind.casefold()) for kind in kinds if kind}
    schema = schemata.pop() if len(schemata) == 1 else None
    if schema is None:
        stated = ", ".join(repr(kind) for kind in kinds)
        reading.refuse(where, f"unknown type of subject {stated}")
        return None
    party = reading.entity(schema, reference or f"logical-{key}")
    for remark in part.remarks:
        party.add("notes", remark, origin="remark")
    told = ("designationDate", "designationDetails", "delistingDate", "unitedNationId")
    return Record(
        where, party, key, reference, {name: part.take(name) for name in told}
    )


def close_record(reading: Reading, record: Record) -> Iterator[Entity]:
    """Yield the party and one designation for each programme it is listed under."""
    if not record.names:
        reading.refuse(record.where, "a record without a name")
    if not record.regulations:
        reading.refuse(record.where, "a record without a regulation")
    _add_names(record)
    designations = [
        _designation(reading, record, programme, act)
        for programme, act in record.regulations.items()
    ]
    yield record.party
    yield from designations


def _add_names(record: Record) -> None:
    primary = primary_name(record.names)
    for name in record.names:
        for index, (kind, text) in enumerate(name.texts):
            prop = "weakAlias" if name.weak else kind
            if name is primary and index == 0:
                prop = "name"
            record.party.add(
                prop, text, original=name.published, lang=name.lang, origin="name"
            )


def _designation(reading: Reading, record: Record, programme: str, act: Act) -> Entity:
    """Return the designation under one programme.

    The act in force is the latest about the record, so the day it was published is no
    more than an upper bound for the first listing; the earliest act cited is closer.
    """
    sanction = reading.sanction(record.party, *filter(None, (programme,)))
    told = record.designation
    sanction.add("program", programme)
    sanction.add("authorityId", record.reference)
    sanction.add("recordId", record.key)
    sanction.add("unscId", told["unitedNationId"])
    sanction.add("reason", told["designationDetails"])
    acts = sorted(record.cited.values(), key=lambda cited: cited.published or "")
    days = [cited.published for cited in acts if cited.published]
    for prop, day in (
        ("listingDate", told["designationDate"] or act.published),
        ("startDate", act.in_force),
        ("date", min(days, default=None)),
        ("modifiedAt", max(days, default=None)),
    ):
        reading.add_date(sanction, prop, record.where, day)
    for cited in (act, *acts):
        sanction.add("summary", cited.text, origin="act")
        sanction.add("sourceUrl", cited.url, origin="act")
    _end(reading, record, sanction)
    return sanction


def _end(reading: Reading, record: Record, sanction: Entity) -> None:
    """Add the day of de-listing; a party whose day has come is no longer designated."""
    day = record.designation["delistingDate"]
    span = reading.add_date(sanction, "endDate", record.where, day)
    if span and reading.published and span.start <= reading.published:
        sanction.add("status", "de-listed")
        reading.ended.add(record.party.id)
