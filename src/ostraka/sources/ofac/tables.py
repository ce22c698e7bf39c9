"""What stands outside the parties in OFAC's ADVANCED format.

Places and documents come before the parties they belong to, relationships and entries
on lists behind them; everything refers to everything by number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from ostraka.record.model import Entity
from ostraka.record.schema import Schema
from ostraka.sources.ofac.facts import said
from ostraka.sources.ofac.links import Relation
from ostraka.sources.ofac.listing import Listing, add_listings
from ostraka.sources.ofac.reference import (
    Location,
    References,
    read_day,
    read_location,
    read_period,
)
from ostraka.sources.ofac.terms import Document
from ostraka.sources.reader import Reading
from ostraka.sources.strict_xml import Node

_ORIGIN = "main"
_CREATED = "Created"
_PROGRAM = "Program"
_VALID = "Valid"
_NOT_VALID = frozenset({"False", "Not valid", "Invalid"})
_DATES = frozenset({"Issue Date", "Expiration Date"})


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that waits for its party.

    Attributes:
        document: What the party will get.
        authority: Who issued it.
        place: Where it was issued.
        name: Number of the name on it.
        comment: Anything else that is said of it.
    """

    document: Document
    authority: str | None
    place: str | None
    name: str | None
    comment: str | None


@dataclass(slots=True)
class Tables:
    """What is known of a file while it is read.

    Attributes:
        reading: The version being read.
        references: Its code lists.
        locations: Places by number.
        papers: Documents by the number of the identity they belong to.
        parties: OFAC's number of the party by the number of its profile.
        schemata: Schema by OFAC's number of the party.
        sanctions: Designations by the number of the profile.
        listings: Places on lists by the number of the profile.
        relations: Relationships between parties.
    """

    reading: Reading
    references: References
    locations: dict[str, Location] = field(default_factory=dict)
    papers: dict[str, list[Paper]] = field(default_factory=lambda: defaultdict(list))
    parties: dict[str, str] = field(default_factory=dict)
    schemata: dict[str, Schema] = field(default_factory=dict)
    sanctions: dict[str, Entity] = field(default_factory=dict)
    listings: dict[str, list[Listing]] = field(
        default_factory=lambda: defaultdict(list)
    )
    relations: list[Relation] = field(default_factory=list)

    def text(self, node: Node, kind: str, attribute: str | None = None) -> str | None:
        """Return the text of a code an element has as an attribute."""
        number = node.attribute(attribute or f"{kind}ID")
        return self.references.text(kind, number, node.where)

    def read_publication(self, node: Node) -> None:
        """Read `DateOfIssue`."""
        day = read_day(self.reading, node)
        self.reading.published = day.isoformat() if day else None

    def read_references(self, node: Node) -> None:
        """Read `ReferenceValueSets`."""
        self.references.read(node)

    def read_location(self, node: Node) -> None:
        """Read a `Location`."""
        number = node.attribute("ID") or ""
        node.where = f"Location {number}"
        location = read_location(self.references, node, self.reading)
        self.locations[number] = location

    def read_paper(self, node: Node) -> None:
        """Read an `IDRegDocument`."""
        node.where = f"IDRegDocument {node.attribute('ID')}"
        dates, others = self._read_dates(node)
        names = node.take_all("DocumentedNameReference")
        place = self.locations.get(node.attribute("IssuedIn-LocationID") or "")
        validity = self.text(node, "Validity")
        if validity is not None and validity not in {_VALID, *_NOT_VALID}:
            self.reading.warn("unknown validity of a document", node.where, validity)
            others.append(f"validity {validity}")
        document = Document(
            kind=self.text(node, "IDRegDocType") or "Document",
            number=node.take_text("IDRegistrationNo"),
            country=self.text(node, "Country", "IssuedBy-CountryID"),
            issued=dates.get("Issue Date"),
            expires=dates.get("Expiration Date"),
            valid=validity not in _NOT_VALID,
        )
        paper = Paper(
            document,
            authority=node.take_text("IssuingAuthority"),
            place=place.text if place else None,
            name=names[0].attribute("DocumentedNameID") if names else None,
            comment=said(node.take_text("Comment"), *others),
        )
        self.papers[node.attribute("IdentityID") or ""].append(paper)
        # The same references from the other side; documents that mention each other.
        node.ignore(
            "FeatureVersionReference",
            "ProfileRelationshipReference",
            "IDRegDocumentMention",
        )
        node.done(self.reading)

    def _read_dates(self, node: Node) -> tuple[dict[str, str], list[str]]:
        """Return issue and expiry in words, and what other dates there are."""
        known: dict[str, str] = {}
        others: list[str] = []
        for found in node.take_all("DocumentDate"):
            kind = self.text(found, "IDRegDocDateType") or "Date"
            period = read_period(
                self.references, found.take("DatePeriod"), self.reading
            )
            text = said(period.text, period.remark) if period else None
            if text is not None and kind in _DATES and kind not in known:
                known[kind] = text
            elif text is not None:
                others.append(f"{kind} {text}")
            found.done(self.reading)
        return known, others

    def read_relation(self, node: Node) -> None:
        """Read a `ProfileRelationship`."""
        key = node.attribute("ID") or ""
        node.where = f"ProfileRelationship {key}"
        ends = [node.attribute(f"{side}-ProfileID") or "" for side in ("From", "To")]
        source, target = (self.parties.get(end, end) for end in ends)
        kind = self.text(node, "RelationType")
        if not source or not target or kind is None:
            self.reading.refuse(node.where, "a relationship without type or both ends")
            return
        relation = Relation(
            where=node.where,
            key=key,
            kind=kind,
            source=source,
            target=target,
            quality=self.text(node, "RelationQuality"),
            is_former=node.attribute("Former") == "true",
            period=read_period(self.references, node.take("DatePeriod"), self.reading),
            remark=node.take_text("Comment"),
        )
        self.relations.append(relation)
        # The entry on a list that states it, and documents about it.
        node.ignore("SanctionsEntryID", "IDRegDocumentReference")
        node.done(self.reading)

    def read_entry(self, node: Node) -> None:
        """Read a `SanctionsEntry`: one party's place on one list, and what follows."""
        node.where = f"SanctionsEntry {node.attribute('ID')}"
        profile = node.attribute("ProfileID") or ""
        sanction = self.sanctions.get(profile)
        if sanction is None:
            self.reading.refuse(node.where, f"no party has the profile {profile!r}")
            return
        name = self.text(node, "List") or "a list"
        days = [
            day
            for event in node.take_all("EntryEvent")
            if (day := self._read_event(event, sanction, name)) is not None
        ]
        self.listings[profile].append(Listing(name, tuple(sorted(set(days)))))
        for measure in node.take_all("SanctionsMeasure"):
            self._read_measure(measure, sanction)
        for text in (
            node.take_text("Comment"),
            node.take_text("LimitationsToListing"),
            node.take_words("SupportingInfo"),
        ):
            sanction.add("summary", f"{name}: {text}" if text else None, origin=_ORIGIN)
        # How another authority calls the party; the same reference from here.
        node.ignore("EntryProfileRef", "ProfileRelationshipReference")
        node.done(self.reading)

    def _read_event(self, event: Node, sanction: Entity, name: str) -> str | None:
        """Add the legal basis; return the day the party was put on the list."""
        event.ignore("ID")
        kind = self.text(event, "EntryEventType")
        sanction.add("reason", self.text(event, "LegalBasis"), origin=_ORIGIN)
        found = read_day(self.reading, event.take("Date"))
        comment = event.take_text("Comment")
        event.done(self.reading)
        day = found.isoformat() if found else None
        is_listing = kind in {_CREATED, None}
        if not is_listing:
            self.reading.warn("unknown event of an entry", event.where, kind or "")
        told = said(None if is_listing else f"{kind} {day or ''}", comment)
        sanction.add("summary", f"{name}: {told}" if told else None, origin=_ORIGIN)
        return day if is_listing else None

    def _read_measure(self, measure: Node, sanction: Entity) -> None:
        """Add a programme, or what is done to the party."""
        measure.ignore("ID")
        kind = self.text(measure, "SanctionsType")
        comment = measure.take_text("Comment")
        period = read_period(self.references, measure.take("DatePeriod"), self.reading)
        measure.done(self.reading)
        held = said(period.text, period.remark) if period else None
        if kind == _PROGRAM:
            sanction.add("program", comment, origin=_ORIGIN)
            told = held
        else:
            sanction.add("provisions", kind, origin=_ORIGIN)
            told = said(comment, held)
        what = comment if kind == _PROGRAM else kind
        sanction.add("summary", f"{what}: {told}" if told else None, origin=_ORIGIN)

    def designations(self) -> Iterator[Entity]:
        """Yield the designation of every party, complete at the end of the file."""
        for profile, sanction in self.sanctions.items():
            listings = self.listings.pop(profile, [])
            if not listings:
                self.reading.warn("a party without an entry", sanction.id, profile)
            add_listings(self.reading, sanction, listings)
            yield sanction
        for identity, papers in self.papers.items():
            for paper in papers:
                self.reading.warn(
                    "document of no party", f"Identity {identity}", paper.document.text
                )
