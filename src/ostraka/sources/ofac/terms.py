"""OFAC's labels in FollowTheMoney's words, the same for all four formats.

CSV, XML, ADVANCED and ENHANCED describe the same records with the same labels
(`Tax ID No.`, `Secondary sanctions risk:`, `Aircraft Model` …).  A reader opens a
`Record` and hands over what it found; which property that becomes is decided here, so
that one party comes out the same whichever format it was read from.  A label nobody
knows is reported and kept as a note in OFAC's own form: `LABEL VALUE`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ostraka.record.model import CATALOG_ORIGIN, Entity
from ostraka.sources.ofac.labels import (
    DOCUMENTS,
    FEATURES,
    NOTED,
    SCHEMATA,
    WALLET_LABEL,
    is_legal,
)
from ostraka.sources.ofac.numbers import bare_number, number_properties, split_country
from ostraka.sources.reader import Reading

#: Longest identifier FollowTheMoney accepts as valid, whatever the property allows.
_LONGEST_IDENTIFIER = 64

#: Kinds that say no more than the property the number goes to.
_PLAIN_KINDS = frozenset({"Passport", "MMSI", "Vessel Registration Identification"})

#: A surname may have its own suffix: `SURNAME, JR., Given names`.
_SUFFIX = r"(?:JR|SR|II|III|IV)\b\.?"
_PERSON = re.compile(rf"(.+?(?:, {_SUFFIX})?), (?!{_SUFFIX}$)(.+)", re.DOTALL)

_ABBREVIATION = re.compile(r"\b(?:[A-Za-z]\.)+[A-Za-z]\.$")


@dataclass(frozen=True, slots=True)
class Name:
    """One name as OFAC gives it.

    Attributes:
        last: Surname of a person, or `SURNAME, Given names`; the whole name of
            anything else.
        first: Given names of a person, where they stand apart.
        kind: `a.k.a.`, `f.k.a.` or `n.k.a.`; None for the primary name.
        weak: Whether OFAC marks it as weak (of low quality).
        lang: ISO 639-3 code, for a name in another script whose language is known.
        in_script: Whether it repeats a name in another script than Latin.
    """

    last: str
    first: str | None = None
    kind: str | None = None
    weak: bool = False
    lang: str | None = None
    in_script: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    """One identity document or registration.

    Attributes:
        kind: OFAC's name for it: `Passport`, `Tax ID No.` …
        number: As published.
        country: Of issue, as published.
        issued: Day of issue, as published (`01 Jan 2010`).
        expires: Last day, as published.
        remark: Anything else that is said of it.
        valid: False if OFAC marks it as not valid.
    """

    kind: str
    number: str | None
    country: str | None = None
    issued: str | None = None
    expires: str | None = None
    remark: str | None = None
    valid: bool = True

    @property
    def text(self) -> str:
        """The document as OFAC prints it in the remarks of its CSV files."""
        parts = [
            self.kind,
            self.number,
            f"({self.country})" if self.country else None,
            f"issued {self.issued}" if self.issued else None,
            f"expires {self.expires}" if self.expires else None,
            self.remark,
            None if self.valid else "(marked as not valid)",
        ]
        return " ".join(part for part in parts if part)


@dataclass(slots=True)
class Record:
    """One record being read: the party, its designation and its wallets.

    Attributes:
        reading: The version being read.
        key: OFAC's number of the party.
        where: Place in the file, for messages.
        party: The party.
        sanction: Its designation.
        wallets: Its wallets by id.
    """

    reading: Reading
    key: str
    where: str
    party: Entity
    sanction: Entity
    wallets: dict[str, Entity] = field(default_factory=dict)

    def entities(self) -> Iterator[Entity]:
        """Yield what the record has become."""
        yield self.party
        yield self.sanction
        yield from self.wallets.values()

    def note(self, text: str | None, origin: str | None = None) -> None:
        """Keep a text among the notes of the party."""
        self.party.add("notes", without_stop(text or ""), origin=origin)

    def note_rejected(self, text: str, origin: str | None = None) -> bool:
        """Keep a text as a note if FollowTheMoney has no form for what it says."""
        if not self.party.rejected:
            return False
        for prop, value in self.party.rejected:
            kind = f"kept as note: {self.party.schema.name}.{prop}"
            self.reading.warn(kind, self.where, value)
        self.party.rejected.clear()
        self.note(text, origin)
        return True


def open_record(reading: Reading, key: str, kind: str, where: str) -> Record | None:
    """Return a new record, or None (and refuse the version) if its kind is unknown.

    Args:
        reading: The version being read.
        key: OFAC's number of the party: `ent_num`, `uid`, `FixedRef`, `entity@id`.
        kind: `Individual`, `Entity`, `Vessel` or `Aircraft`, in any case.
        where: Place in the file, for messages.
    """
    schema = SCHEMATA.get(kind.strip().casefold())
    if schema is None:
        reading.refuse(where, f"unknown type of party {kind!r}")
        return None
    party = reading.entity(schema, key)
    sanction = reading.sanction(party)
    sanction.add("authorityId", key)
    return Record(reading, key, where, party, sanction)


def add_name(record: Record, name: Name, origin: str | None = None) -> None:
    """Add a name: given names first, as OFAC's `SURNAME, Given` is read aloud.

    Args:
        record: Whose name it is.
        name: The name.
        origin: Part of the publication that says so.
    """
    party = record.party
    last, first = name.last, name.first
    if first is None and party.schema.is_a("Person"):
        last, first = person_name(last)
    spoken = f"{first} {last}" if first else last
    published = f"{last}, {first}" if first else last
    prop = _name_property(name)
    kind = (name.kind or "").casefold()
    if prop in {"alias", "weakAlias"} and kind not in {"a.k.a.", ""}:
        # The property does not say "formerly" or "now": the published text does.
        published = f"{kind} {published}"
    party.add(prop, spoken, original=published, lang=name.lang, origin=origin)
    if prop == "name" and "lastName" in party.schema.properties:
        party.add("lastName", last, origin=origin)
        party.add("firstName", first, origin=origin)
    record.note_rejected(f"{name.kind or 'Name'} {published}", origin)


def person_name(text: str) -> tuple[str, str | None]:
    """Return surname and given names of `SURNAME, Given names`."""
    found = _PERSON.fullmatch(text)
    return (found[1], found[2]) if found else (text, None)


def add_address(
    record: Record,
    lines: Iterable[str | None],
    country: str | None,
    origin: str | None = None,
) -> None:
    """Add an address as one text, and its country.

    Args:
        record: Whose address it is.
        lines: Street lines, then the line of the city (see `city_line`).
        country: By name; `undetermined` is none.
        origin: Part of the publication that says so.
    """
    reading, party = record.reading, record.party
    known = country is not None and reading.lookup("countries", country) != ""
    text = ", ".join(p for p in (*lines, country if known else None) if p)
    party.add("address", text, origin=origin)
    reading.add_country(party, "country", record.where, country, origin=origin)
    record.note_rejected(f"Address: {text}", origin)


def city_line(
    city: str | None, state: str | None = None, postcode: str | None = None
) -> str | None:
    """Join city, state and postal code as OFAC's CSV does: `Miami, FL 33101`."""
    place = ", ".join(part for part in (city, state) if part)
    return " ".join(part for part in (place, postcode) if part) or None


def add_feature(
    record: Record, label: str, value: str | None, origin: str | None = None
) -> None:
    """Add one labelled value where FollowTheMoney keeps it, or as a note.

    Args:
        record: Whose feature it is.
        label: OFAC's name for it, in the spelling of any of its formats.
        value: As published.
        origin: Part of the publication that says so.
    """
    if value is None or not value.strip():
        return
    label = label.strip()
    prop = FEATURES.get(label)
    if label.startswith(WALLET_LABEL):
        _add_wallet(record, label.removeprefix(WALLET_LABEL), value, origin)
    elif is_legal(label):
        add_legal_note(record, f"{label} {value}", origin)
    elif prop is not None and prop in record.party.schema.properties:
        _add_typed(record, prop, value, origin)
        record.note_rejected(f"{label} {value}", origin)
    else:
        if prop is not None:
            kind = f"{prop} of a {record.party.schema.name}"
            record.reading.warn(f"kept as note: {kind}", record.where, value)
        elif label not in NOTED:
            record.reading.warn("unknown feature", record.where, f"{label} {value}")
        record.note(f"{label} {value}", origin)


def add_legal_note(record: Record, text: str, origin: str | None = None) -> None:
    """Add a text about the legal consequences to the designation."""
    record.sanction.add("summary", without_stop(text), origin=origin)


def add_document(record: Record, document: Document, origin: str | None = None) -> None:
    """Add the number of a document to the party, and what else is known as a note.

    A document marked as not valid is kept as a note only: its number must not make a
    match of identity.

    Args:
        record: Whose document it is.
        document: The document.
        origin: Part of the publication that says so.
    """
    if document.kind not in DOCUMENTS:
        record.reading.warn("unknown kind of document", record.where, document.text)
    party = record.party
    if document.number and document.valid:
        number, country = split_country(record.reading, document.number)
        number = bare_number(number)
        for prop in number_properties(
            party, document.kind, number, country or document.country
        ):
            party.add(prop, number, original=document.number, origin=origin)
        if record.note_rejected(document.text, origin):
            return
        if document.kind in _PLAIN_KINDS and document.text.endswith(document.number):
            return
    record.note(document.text, origin)


def without_stop(text: str) -> str:
    """Return a text without its final full stop, unless it ends an abbreviation.

    The CSV ends the remarks with one, the other formats do not.
    """
    text = text.strip()
    if text.endswith(".") and _ABBREVIATION.search(text) is None:
        return text[:-1]
    return text


def _name_property(name: Name) -> str:
    if name.weak:
        return "weakAlias"
    if (name.kind or "").casefold() == "f.k.a.":
        return "previousName"
    return "name" if name.kind is None and not name.in_script else "alias"


def _add_typed(record: Record, prop: str, value: str, origin: str | None) -> None:
    """Add a value the way the type of its property wants it."""
    kind = record.party.schema.properties[prop].type
    if kind == "country":
        record.reading.add_country(
            record.party, prop, record.where, value, origin=origin
        )
    elif kind == "date":
        record.reading.add_date(record.party, prop, record.where, value, origin=origin)
    else:
        record.party.add(prop, value, origin=origin)


def _add_wallet(
    record: Record, currency: str, address: str, origin: str | None
) -> None:
    """Add a wallet of the party; one address may hold several currencies."""
    wallet_id = record.reading.make_id(record.key, "wallet", address)
    wallet = record.wallets.get(wallet_id)
    if wallet is None:
        wallet = record.reading.entity("CryptoWallet", f"{record.key}-wallet-{address}")
        record.wallets[wallet_id] = wallet
        wallet.add("holder", record.party.id, origin=origin)
        wallet.add("topics", record.reading.dataset.topic, origin=CATALOG_ORIGIN)
        # FollowTheMoney takes a longer key but calls the wallet invalid (Monero: 95).
        prop = "publicKey" if len(address) <= _LONGEST_IDENTIFIER else "name"
        wallet.add(prop, address, origin=origin)
    wallet.add("currency", currency, origin=origin)
